/*
 * Indexes and constraints: one that goes and one that comes are one under
 * another name, where both say the same to the letter.
 */
#include <string.h>

#include "stages/renames_work.h"

/* The op's part in OLD's words under all renames, or in NEW's. */
struct side {
	struct sm_op *op;
	const void *part;
};

static bool
is_part_op(const struct sm_op *op, enum sm_verb verb)
{
	return op->target != NULL && op->target->part != SM_PART_NONE &&
	    op->target->part != SM_PART_COLUMN && op->verb == verb &&
	    op->because.n == 0 && op->name != NULL;
}

/* Equal but for the name? */
static bool
says_the_same(const struct sm_rename_work *w, const struct sm_target *target,
    const void *x, const void *y)
{
	struct sm_strings changes = {NULL, 0, 0};

	sm_shape_compare(w->arena, w->dialect, target->shape, x, y, &changes);
	return changes.n == 1 && strcmp(changes.v[0], "name") == 0;
}

static struct sm_op *
rename_of(struct sm_rename_work *w, const struct sm_op *drop,
    const struct sm_op *add)
{
	struct sm_op *op = sm_op_new(w->arena, SM_RENAME, add->target);

	op->schema = add->schema;
	op->table = add->table;
	op->name = add->name;
	op->from = drop->name;
	sm_op_finish(w->arena, op, NULL, NULL);
	return op;
}

/* The DROP's part as it is under the plan's renames. */
static const void *
moved_part(const struct sm_rename_unit *u, const struct sm_op *drop)
{
	return u->after == u->old ? drop->old
	    : sm_rename_counterpart(drop->target, drop->old, u->old,
	          u->after);
}

/* Where the ops of the unit stand in the plan: a rename in the ADD's place. */
static bool
pair(struct sm_rename_work *w, struct sm_rename_unit *u, struct sm_map *gone,
    struct sm_map *instead)
{
	bool found = false;
	size_t i, k;

	for (i = 0; i < u->ops.n; i++) {
		const struct sm_op *drop = u->ops.v[i];
		const void *old;

		if (!is_part_op(drop, SM_DROP) ||
		    (old = moved_part(u, drop)) == NULL)
			continue;
		for (k = 0; k < u->ops.n; k++) {
			struct sm_op *add = u->ops.v[k];

			if (!is_part_op(add, SM_ADD) ||
			    add->target != drop->target ||
			    sm_map_get(instead, add->id) != NULL ||
			    !says_the_same(w, add->target, old, add->new_))
				continue;
			sm_map_set(gone, drop->id, add);
			sm_map_set(instead, add->id, rename_of(w, drop, add));
			found = true;
			break;
		}
	}
	return found;
}

/* Old objects under all the renames of the plan. */
static void
move_units(struct sm_rename_work *w)
{
	struct sm_objects in = {NULL, 0, 0}, out = in;
	size_t i, k = 0;

	for (i = 0; i < w->units.n; i++)
		if (w->units.v[i]->old != NULL)
			*sm_push(w->arena, &in) = w->units.v[i]->old;
	sm_objects_rename(w->arena, w->dialect, &in, &w->all, &out);
	for (i = 0; i < w->units.n; i++)
		if (w->units.v[i]->old != NULL)
			w->units.v[i]->after = out.v[k++];
}

bool
sm_renames_parts(struct sm_rename_work *w)
{
	struct sm_map gone, instead;
	struct sm_ops kept = {NULL, 0, 0};
	bool found = false;
	size_t i;

	if (!w->dialect->renames_parts)
		return false;
	sm_map_init(&gone, w->arena);
	sm_map_init(&instead, w->arena);
	move_units(w);
	for (i = 0; i < w->units.n; i++)
		if (w->units.v[i]->old != NULL && w->units.v[i]->new_ != NULL)
			found |= pair(w, w->units.v[i], &gone, &instead);
	for (i = 0; found && i < w->plan->ops.n; i++) {
		struct sm_op *op = w->plan->ops.v[i];
		struct sm_op *other = sm_map_get(&instead, op->id);

		if (sm_map_get(&gone, op->id) == NULL)
			*sm_push(w->arena, &kept) = other != NULL ? other : op;
	}
	if (found) {
		w->plan->ops = kept;
		sm_plan_reindex(w->plan);
	}
	return found;
}
