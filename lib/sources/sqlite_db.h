/*
 * A connection to SQLite: opening it, its errors, the text it returns.  Inside
 * sources only.
 */
#ifndef SM_SOURCES_SQLITE_DB_H
#define SM_SOURCES_SQLITE_DB_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

/*
 * Open the operand (sqlite:PATH, file:URI or a path) read-only and start a read
 * transaction.  NULL with the error set; else the caller closes it with
 * sm_sqlite_close, which ends the transaction too.
 */
sqlite3 *sm_sqlite_open(const char *operand, struct sm_error *);
/* An empty database in memory. */
sqlite3 *sm_sqlite_memory(struct sm_error *);
void sm_sqlite_close(sqlite3 *);

/* Set the error from the connection's last one, with a hint; returns false. */
bool sm_sqlite_fail(sqlite3 *, struct sm_error *);

/* Prepare; NULL with the error set. */
sqlite3_stmt *sm_sqlite_prepare(sqlite3 *, const char *sql,
    struct sm_error *);
/* Run statements that return nothing of interest. */
bool sm_sqlite_run(sqlite3 *, const char *sql, struct sm_error *);
/*
 * The text of a result column in the arena, NULL for NULL.  *bad (kept if set
 * already) says why it is not valid text.
 */
const char *sm_sqlite_text(struct sm_arena *, sqlite3_stmt *, int column,
    const char **bad);

#endif
