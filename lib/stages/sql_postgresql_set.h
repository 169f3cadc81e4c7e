/*
 * For PostgreSQL's renderer only: the settings that a routine runs under.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_SET_H
#define SM_STAGES_SQL_POSTGRESQL_SET_H

#include "stages/sql_postgresql_rows.h"

/* SET name TO value, a line each, for the option "set". */
bool sm_pgsql_add_set(struct sm_pgsql *, struct sm_buf *,
    const struct sm_options *);

#endif
