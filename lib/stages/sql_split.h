/*
 * A plan as the statements of a server need it.  For sm-sql's renderers only.
 */
#ifndef SM_STAGES_SQL_SPLIT_H
#define SM_STAGES_SQL_SPLIT_H

#include "base/error.h"
#include "base/map.h"
#include "stages/sql_target.h"

/*
 * A plan of the target's ops in which those that the server can't make in place
 * are a DROP (id with a "-" behind it) and an ADD ("+"), ordered.  swaps: keys,
 * checks and indexes stay whole, the renderer has the new one there before the
 * old one goes.  NULL with the error set where there is no order.
 */
struct sm_plan *sm_sql_split(struct sm_sql_target *,
    const struct sm_map *item_of, bool swaps, struct sm_error *);

/* The op of the plan that the half is of; of what is no half the op itself. */
struct sm_op *sm_sql_whole(struct sm_plan *, const struct sm_op *);

#endif
