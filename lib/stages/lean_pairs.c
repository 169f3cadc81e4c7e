/*
 * The pairs DROP_x, ADD_x of what leans on what the plan takes away.
 */
#include "stages/lean.h"

#include "model/kind.h"

static void
put_pair(struct sm_plan *plan, const struct sm_lean *l)
{
	static const enum sm_verb verbs[] = {SM_DROP, SM_ADD};
	bool is_part = l->part != SM_PART_NONE;
	const struct sm_target *target = is_part
	    ? sm_target_part(l->part)
	    : sm_target_object(l->change->kind);
	size_t i;

	for (i = 0; i < 2 && target != NULL; i++) {
		struct sm_op *op = sm_op_new(plan->arena, verbs[i], target);
		const struct sm_object *o =
		    i == 0 ? l->change->old : l->change->new_;

		op->schema = o->schema;
		op->table = is_part ? o->name : o->table;
		op->name = is_part
		    ? sm_part_name(l->part, i == 0 ? l->old : l->new_)
		    : o->name;
		op->arguments = is_part ? NULL : o->arguments;
		op->old = i == 0 ? l->old : NULL;
		op->new_ = i == 1 ? l->new_ : NULL;
		op->because = l->because;
		sm_op_finish(plan->arena, op, is_part || i == 1 ? NULL : o,
		    is_part || i == 0 ? NULL : o);
		*sm_push(plan->arena, &plan->ops) = op;
	}
}

/* Pairs made earlier are forgotten: what they rest on may have changed. */
static void
forget_pairs(struct sm_plan *plan)
{
	size_t i, kept = 0;

	for (i = 0; i < plan->ops.n; i++) {
		const struct sm_op *op = plan->ops.v[i];

		if (op->because.n == 0 ||
		    (op->verb != SM_ADD && op->verb != SM_DROP))
			plan->ops.v[kept++] = plan->ops.v[i];
	}
	plan->ops.n = kept;
}

void
sm_lean_pairs(struct sm_plan *plan)
{
	struct sm_leans leans;
	size_t i;

	if (!sm_lean_knows(plan->dialect))
		return;
	forget_pairs(plan);
	leans = sm_lean_find(plan);
	for (i = 0; i < leans.n; i++)
		if (leans.v[i]->op == NULL &&
		    (leans.v[i]->part == SM_PART_NONE ||
		        leans.v[i]->new_ != NULL))
			put_pair(plan, leans.v[i]);
	sm_plan_reindex(plan);
}
