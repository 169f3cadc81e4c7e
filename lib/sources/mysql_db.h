/*
 * A connection to MySQL or MariaDB: opening it, its settings, statements and
 * their rows, its errors.  Built with either's client library.  Inside sources
 * only.
 */
#ifndef SM_SOURCES_MYSQL_DB_H
#define SM_SOURCES_MYSQL_DB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "sources/source.h"

struct sm_my;

/*
 * Connect to the operand (a URL; option files and the environment say what it
 * doesn't).  `database` is used in place of the URL's where it isn't NULL; ""
 * is none.  NULL with the error set; else the caller closes it.
 */
struct sm_my *sm_my_open(const char *operand, const char *database,
    const struct sm_source_options *, struct sm_error *);
void sm_my_close(struct sm_my *); /* NULL is allowed */

/* What the server says it is, whatever the URL's scheme. */
const struct sm_dialect *sm_my_dialect(const struct sm_my *);
/* sm_version of it, and its text: "10.11.6-MariaDB". */
long sm_my_version(const struct sm_my *);
const char *sm_my_version_text(const struct sm_my *);

/*
 * Settings that the spelling of definitions depends on, for a session that only
 * reads; time-outs as the options say.
 */
bool sm_my_begin_reading(struct sm_my *, struct sm_error *);

/* Run a statement that returns nothing of interest. */
bool sm_my_run(struct sm_my *, const char *sql, struct sm_error *);
/* The same of a text that may hold any byte. */
bool sm_my_run_text(struct sm_my *, const char *sql, size_t len,
    struct sm_error *);
/*
 * The first column of the first row in the arena; NULL with the error set where
 * the statement failed, "" where it gave no row or NULL.
 */
const char *sm_my_value(struct sm_my *, struct sm_arena *, const char *sql,
    struct sm_error *);

/*
 * Run the query and give each row to the function.  A value is NULL for NULL;
 * all are the caller's to copy.  A row function that fails has set the error.
 * A server that leaves rows out only warns: that is an error here, unless it is
 * about a view that is broken.
 */
typedef bool sm_my_row(void *ctx, const char *const *values, struct sm_error *);
bool sm_my_rows(struct sm_my *, const char *query, unsigned columns,
    sm_my_row *, void *ctx, struct sm_error *);

/*
 * Run many statements of one row each in few calls.  The function is told of
 * each by its number: its row's values, and the first warning where there is
 * one; values are NULL where it failed, then `why` is the server's message.
 */
typedef bool sm_my_one(void *ctx, size_t i, const char *const *values,
    const char *why, struct sm_error *);
bool sm_my_each(struct sm_my *, const struct sm_strings *statements,
    sm_my_one *, void *ctx, struct sm_error *);

/* The server's number of the last error; 0: it wasn't the server's. */
unsigned sm_my_errno(const struct sm_my *);
/* Is the connection gone? */
bool sm_my_is_lost(const struct sm_my *);

/* From now on send nothing more once that descriptor can be read from. */
void sm_my_stop_by(struct sm_my *, int descriptor);
bool sm_my_is_stopped(struct sm_my *);

#endif
