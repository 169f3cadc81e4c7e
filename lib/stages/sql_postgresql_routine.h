/*
 * For PostgreSQL's renderer only: what routines are made of.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_ROUTINE_H
#define SM_STAGES_SQL_POSTGRESQL_ROUTINE_H

#include "stages/sql_postgresql_rows.h"

/* The strings of an option that is a list of them; empty: it isn't there. */
void sm_pgsql_option_list(struct sm_pgsql *, const struct sm_options *,
    const char *name, struct sm_strings *);
/* SET name TO value, a line each, for the option "set". */
bool sm_pgsql_add_set(struct sm_pgsql *, struct sm_buf *,
    const struct sm_options *);

#endif
