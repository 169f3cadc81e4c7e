/*
 * A connection to PostgreSQL: opening it, its settings, statements and their
 * rows, its errors.  Inside sources only.
 */
#ifndef SM_SOURCES_POSTGRESQL_DB_H
#define SM_SOURCES_POSTGRESQL_DB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "sources/source.h"

struct sm_pg;

/*
 * Connect to the operand (a URI or a conninfo string; libpq reads environment,
 * service and password files).  NULL with the error set; else the caller closes
 * it with sm_pg_close.  The options' time-outs hold for all statements.
 */
struct sm_pg *sm_pg_open(const char *operand, const struct sm_source_options *,
    struct sm_error *);
/* The same, but another database of the server (NULL: the operand's). */
struct sm_pg *sm_pg_open_database(const char *operand, const char *name,
    const struct sm_source_options *, struct sm_error *);
/* Ends an open transaction too.  NULL is allowed. */
void sm_pg_close(struct sm_pg *);

/* 150018 is 15.18, 180000 is 18.0. */
int sm_pg_version(const struct sm_pg *);
/* "15.18", in the arena. */
const char *sm_pg_version_text(const struct sm_pg *, struct sm_arena *);
/* The libpq connection, for what only one file needs. */
struct pg_conn *sm_pg_conn(struct sm_pg *);

/*
 * Start a read-only transaction that sees one state of the database throughout,
 * with search_path empty and all settings pinned that the server's spelling
 * depends on: the same schema gives the same text, whatever the role's defaults.
 */
bool sm_pg_begin_reading(struct sm_pg *, struct sm_error *);
bool sm_pg_end_reading(struct sm_pg *, struct sm_error *);

/* Run a statement that returns nothing of interest. */
bool sm_pg_run(struct sm_pg *, const char *sql, struct sm_error *);
/*
 * The first column of the first row in the arena; NULL with the error set where
 * the statement failed, "" where it gave no row or NULL.
 */
const char *sm_pg_value(struct sm_pg *, struct sm_arena *, const char *sql,
    struct sm_error *);

/*
 * Run the query and give each row to the function, as it comes: memory doesn't
 * grow with the result.  A value is NULL for NULL; all are the caller's to copy
 * and gone with the next row.  A row function that fails has set the error; the
 * rest of the rows is passed over.
 */
typedef bool sm_pg_row(void *ctx, const char *const *values,
    struct sm_error *);
bool sm_pg_rows(struct sm_pg *, const char *query, int columns, sm_pg_row *,
    void *ctx, struct sm_error *);

/*
 * From now on wait for that descriptor, too (-1: for none): once it can be read
 * from, the statement that runs is cancelled, and no other is sent.
 */
void sm_pg_stop_by(struct sm_pg *, int descriptor);
/* Has that happened? */
bool sm_pg_is_stopped(struct sm_pg *);
/*
 * PQexec with an eye on that descriptor; the caller frees the result.  NULL:
 * there is none (sm_pg_lost_error).
 */
struct pg_result *sm_pg_execute(struct sm_pg *, const char *sql);

#endif
