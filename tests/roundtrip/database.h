/*
 * Looking at databases with nothing but the engine's own means, so that the
 * tools under test are no witness for themselves.
 */
#ifndef RT_DATABASE_H
#define RT_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"

struct db_column {
	const char *name, *type, *def;
	bool generated, not_null;
	int pk;
};

struct db_table {
	const char *name;
	const char *rowid; /* a name that reaches the rowid; NULL: none does */
	struct db_column *column;
	int ncolumns;
	int alias;         /* which column is the rowid; -1: none */
	bool is_virtual, without_rowid, strict, autoincrement;
	const char *sql;
};
struct db_catalog {
	struct db_table *v;
	size_t n, cap;
};

/* Open a file; NULL: in memory.  Ends the process where that fails. */
sqlite3 *db_open(const char *path);
/* Run SQL; false with the engine's message in *why (arena; NULL: not asked). */
bool db_run(struct sm_arena *, sqlite3 *, const char *sql, const char **why);
/* Prepare a statement made as by printf's sqlite3 dialect (%w, %Q). */
sqlite3_stmt *db_query(sqlite3 *, const char *fmt, ...);

/* Ordinary and virtual tables; no shadow, internal or broken ones. */
void db_read_catalog(struct sm_arena *, sqlite3 *, struct db_catalog *);
const struct db_table *db_find(const struct db_catalog *, const char *name);
/* The column's place, -1 if it isn't there. */
int db_find_column(const struct db_table *, const char *name);

/* A value with its type, so that no two different ones look the same. */
void db_put_value(struct sm_buf *, sqlite3_stmt *, int column);

/*
 * Everything in it: schema, rows, sequences.  Two databases with the same text
 * are the same to any user.
 */
const char *db_dump(struct sm_arena *, sqlite3 *);
/*
 * The schema as the pragmas tell it, in an order of its own: what is the same
 * however it was spelled.  Views and triggers that don't work in `judge` are
 * told only if they are in `kept`, too.
 */
const char *db_describe(struct sm_arena *, sqlite3 *, sqlite3 *kept,
    sqlite3 *judge);

struct db_lines {
	const char **v;
	size_t n, cap;
};
/* Lines that only one of two texts has: - of expected, + of got. */
const char *db_difference(struct sm_arena *, const char *expected,
    const char *got);
/* Sort the lines and join them; frees nothing. */
const char *db_join(struct sm_arena *, struct db_lines *);

#endif
