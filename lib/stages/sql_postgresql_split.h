/*
 * For PostgreSQL's renderer only.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_SPLIT_H
#define SM_STAGES_SQL_POSTGRESQL_SPLIT_H

#include "base/error.h"
#include "base/map.h"
#include "stages/sql_target.h"

/*
 * A plan of the target's ops in which those that the server can't make in place
 * are a DROP (id with a "-" behind it) and an ADD ("+"), ordered.  NULL with
 * the error set where there is no order.
 */
struct sm_plan *sm_pgsql_split(struct sm_sql_target *,
    const struct sm_map *item_of, struct sm_error *);

#endif
