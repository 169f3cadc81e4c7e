/*
 * Running DDL in a SQLite database in memory.  Inside sources only.
 */
#ifndef SM_SOURCES_SQLITE_DDL_H
#define SM_SOURCES_SQLITE_DDL_H

#include <sqlite3.h>

#include "sources/source.h"

/*
 * A database in memory in which all of the DDL was run; NULL with the error set
 * (file and line of the statement).  Nothing outside of it can be reached:
 * ATTACH, VACUUM INTO and extensions are refused.  Closed with sm_sqlite_close.
 */
sqlite3 *sm_sqlite_run_ddl(struct sm_arena *, const struct sm_ddl *,
    const struct sm_source_options *, struct sm_error *);

#endif
