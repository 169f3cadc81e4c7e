/*
 * For PostgreSQL's renderer only.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_DEFAULT_H
#define SM_STAGES_SQL_POSTGRESQL_DEFAULT_H

#include "stages/sql_postgresql.h"

/* Know whose defaults call what: w->defaults. */
void sm_pgsql_index_defaults(struct sm_pgsql *);
/* Before the object is dropped; after it is there again. */
void sm_pgsql_take_defaults_off(struct sm_pgsql *, const struct sm_object *);
bool sm_pgsql_put_defaults_back(struct sm_pgsql *, const struct sm_object *);

#endif
