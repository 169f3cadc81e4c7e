/*
 * What the target's tables need: what the old ones do, but for the parts that
 * ops of the plan take away, change and add.
 */
#include <string.h>

#include "stages/sql_target.h"

/* Of a part whose op has that verb or another: by its old or its new name. */
static bool
is_part_op(const struct sm_op *op)
{
	return op->target->part != SM_PART_NONE &&
	    (op->verb == SM_DROP || op->verb == SM_MODIFY ||
	        op->verb == SM_ADD);
}

static bool
goes(const struct sm_sql_target *t, const struct sm_sql_item *item,
    const char *name)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];
		const char *old;

		if (!is_part_op(op) || op->old == NULL)
			continue;
		old = sm_part_name(op->target->part, op->old);
		if (old != NULL && sm_same_column(t->dialect, old, name))
			return true;
	}
	return false;
}

static bool
comes(const struct sm_sql_target *t, const struct sm_sql_item *item,
    const char *name)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (is_part_op(op) && op->new_ != NULL && op->name != NULL &&
		    sm_same_column(t->dialect, op->name, name))
			return true;
	}
	return false;
}

/* Those of the list that the question is true of. */
static struct sm_strings
keep(const struct sm_sql_target *t, const struct sm_sql_item *item,
    const struct sm_strings *by, bool (*asked)(const struct sm_sql_target *,
    const struct sm_sql_item *, const char *), bool answer)
{
	struct sm_strings kept = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < by->n; i++)
		if (asked(t, item, by->v[i]) == answer)
			sm_strings_add(t->arena, &kept, by->v[i]);
	return kept;
}

static void
settle(const struct sm_sql_target *t, struct sm_sql_item *item)
{
	const struct sm_needs *new_ = &item->change->new_->needs;
	struct sm_needs needs = {NULL, 0, 0};
	struct sm_need need;
	size_t i;

	for (i = 0; i < item->target->needs.n; i++) {
		need = item->target->needs.v[i];
		need.by = keep(t, item, &need.by, goes, false);
		if (need.by.n > 0 || item->target->needs.v[i].by.n == 0)
			*sm_push(t->arena, &needs) = need;
	}
	for (i = 0; i < new_->n; i++) {
		need = new_->v[i];
		need.by = keep(t, item, &need.by, comes, true);
		if (need.by.n > 0)
			*sm_push(t->arena, &needs) = need;
	}
	item->target->needs = needs;
}

void
sm_sql_settle_needs(const struct sm_sql_target *t)
{
	size_t i;

	for (i = 0; i < t->items.n; i++) {
		struct sm_sql_item *item = t->items.v[i];

		if (item->target != NULL && item->moved != NULL &&
		    item->whole == NULL && item->ops.n > 0 &&
		    item->change->new_ != NULL &&
		    item->target->kind->has_parts)
			settle(t, item);
	}
}
