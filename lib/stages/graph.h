/*
 * What must run before what: the ops of a plan as a graph.
 */
#ifndef SM_STAGES_GRAPH_H
#define SM_STAGES_GRAPH_H

#include "base/error.h"
#include "model/plan.h"

/*
 * Order the plan's ops: hard edges (what an op needs; a name that must be free
 * before it is taken), soft ones (renames first, the seed's order within a
 * table), stable otherwise.  Sets step and depends_on (direct dependencies, after
 * transitive reduction) in struct and text, sorts plan->ops by step, marks the
 * stage.  False, with the ops named one by one, where hard edges close a cycle
 * that no temporary name can break.
 */
bool sm_order(struct sm_plan *, struct sm_error *);

/*
 * The same edges without touching the plan: for each op the indexes in plan->ops
 * of those that must run before it.  For sm-sql (what needs a missing op) and
 * sm-dot (a plan that wasn't ordered).  Lists in the plan's arena.
 */
struct sm_edges {
	size_t *v;
	size_t n, cap;
};
struct sm_edges *sm_graph_needs(struct sm_plan *);

#endif
