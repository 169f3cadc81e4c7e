/*
 * The plan as the statements need it: a MODIFY that the server can't make in
 * place becomes a DROP and an ADD, each of which finds its own place among the
 * others.
 */
#include <string.h>

#include "model/anew.h"
#include "model/kind.h"
#include "stages/graph.h"
#include "stages/lean.h"
#include "stages/sql_split.h"

struct split {
	struct sm_sql_target *t;
	struct sm_plan *to;
	struct sm_map leans; /* id of a MODIFY -> struct sm_lean: what it leans
	                        on goes */
	struct sm_map halves; /* id of an op that was split -> itself */
	bool swaps;
};

static const char *
half_id(const struct split *s, const char *id, enum sm_verb verb)
{
	return sm_sprintf(s->t->arena, "%s%s", id,
	    verb == SM_DROP ? "-" : "+");
}

static struct sm_op *
copy_op(struct split *s, const struct sm_op *op)
{
	struct sm_op *copy = sm_alloc(s->t->arena, sizeof *copy);

	*copy = *op;
	copy->text = "{}";
	copy->len = 2;
	*sm_push(s->t->arena, &s->to->ops) = copy;
	return copy;
}

/* The half is named as its side names it. */
static void
put_half(struct split *s, const struct sm_op *op, enum sm_verb verb,
    const struct sm_sql_item *item)
{
	const struct sm_object *o = verb == SM_DROP ? item->old : item->target;
	const struct sm_lean *lean = sm_map_get(&s->leans, op->id);
	struct sm_op *half = copy_op(s, op);

	half->verb = verb;
	half->id = half_id(s, op->id, verb);
	half->changes = (struct sm_strings){NULL, 0, 0};
	if (lean != NULL)
		half->because = lean->because;
	if (op->target->part != SM_PART_NONE) {
		half->table = o->name;
		if (verb == SM_DROP)
			half->name = sm_part_name(op->target->part, op->old);
	} else if (o->kind->on_table) {
		half->table = o->table;
	}
	if (verb == SM_DROP)
		half->new_ = NULL;
	else
		half->old = NULL;
}

/*
 * A sequence is there before the column whose default counts with it, and goes
 * with the column once that is there.
 */
static void
own_later(struct split *s, const struct sm_op *op,
    const struct sm_sql_item *item)
{
	struct sm_op *later;

	if (op->verb != SM_ADD || op->target->part != SM_PART_NONE ||
	    strcmp(op->target->kind->record, "sequence") != 0 ||
	    item->target->owned_by == NULL)
		return;
	later = copy_op(s, op);
	later->verb = SM_MODIFY;
	later->id = half_id(s, op->id, SM_ADD);
	later->changes = (struct sm_strings){NULL, 0, 0};
	sm_strings_add(s->t->arena, &later->changes, "owned_by");
}

/* What makes way for an op that was split makes way for its first half. */
static void
follow_halves(struct split *s, struct sm_op *op)
{
	struct sm_strings because = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < op->because.n; i++)
		sm_strings_add(s->t->arena, &because,
		    sm_map_get(&s->halves, op->because.v[i]) != NULL
		        ? half_id(s, op->because.v[i], op->verb == SM_DROP
		              ? SM_DROP : SM_ADD)
		        : op->because.v[i]);
	op->because = because;
}

/* What a renderer may replace by having the new one there first. */
static bool
is_swapped(const struct sm_op *op)
{
	return op->target->part == SM_PART_INDEX ||
	    op->target->part == SM_PART_UNIQUE ||
	    op->target->part == SM_PART_CHECK ||
	    op->target->part == SM_PART_FK ||
	    op->target->part == SM_PART_PRIMARY_KEY;
}

/* Is the op one that is done in two halves? */
static bool
is_split(const struct split *s, const struct sm_op *op,
    const struct sm_sql_item *item)
{
	if (item == NULL || item->old == NULL || item->target == NULL ||
	    op->verb != SM_MODIFY)
		return false;
	if (sm_map_get(&s->leans, op->id) != NULL)
		return true;
	/* Nothing is built CONCURRENTLY on a partitioned table. */
	return !(s->swaps && is_swapped(op) &&
	        item->target->partition_key == NULL) &&
	    sm_made_anew(s->t->plan, op, item->moved, item->target);
}

/* A part that is dropped and made again has its new name by that. */
static bool
is_named_anew(const struct split *s, const struct sm_op *op,
    const struct sm_sql_item *item)
{
	size_t i;

	if (op->verb != SM_RENAME || item == NULL ||
	    op->target->part == SM_PART_NONE ||
	    op->target->part == SM_PART_COLUMN)
		return false;
	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *other = item->ops.v[i];

		if (other->target == op->target && other->name != NULL &&
		    op->name != NULL && strcmp(other->name, op->name) == 0 &&
		    is_split(s, other, item))
			return true;
	}
	return false;
}

/* What can be changed in place, but not while what it leans on goes. */
static void
find_leans(struct split *s)
{
	struct sm_leans leans = sm_lean_find(s->t->plan);
	size_t i;

	sm_map_init(&s->leans, s->t->arena);
	for (i = 0; i < leans.n; i++)
		if (leans.v[i]->op != NULL &&
		    leans.v[i]->op->verb == SM_MODIFY)
			sm_map_set(&s->leans, leans.v[i]->op->id,
			    leans.v[i]);
}

struct sm_plan *
sm_sql_split(struct sm_sql_target *t, const struct sm_map *item_of,
    bool swaps, struct sm_error *e)
{
	struct split s = {.t = t, .swaps = swaps};
	size_t i;

	s.to = sm_alloc(t->arena, sizeof *s.to);
	*s.to = *t->plan;
	memset(&s.to->ops, 0, sizeof s.to->ops);
	sm_map_init(&s.halves, t->arena);
	find_leans(&s);
	for (i = 0; i < t->ops.n; i++) {
		struct sm_op *op = t->ops.v[i];
		const struct sm_sql_item *item = sm_map_get(item_of, op->id);

		if (is_named_anew(&s, op, item))
			continue;
		if (!is_split(&s, op, item)) {
			copy_op(&s, op);
			if (item != NULL)
				own_later(&s, op, item);
			continue;
		}
		sm_map_set(&s.halves, op->id, op);
		put_half(&s, op, SM_DROP, item);
		put_half(&s, op, SM_ADD, item);
	}
	for (i = 0; i < s.to->ops.n; i++)
		follow_halves(&s, s.to->ops.v[i]);
	sm_plan_reindex(s.to);
	return sm_order(s.to, e) ? s.to : NULL;
}

struct sm_op *
sm_sql_whole(struct sm_plan *plan, const struct sm_op *op)
{
	size_t n = strlen(op->id);
	struct sm_op *found = sm_plan_op(plan, op->id);

	if (found != NULL || n == 0)
		return found;
	return sm_plan_op(plan, sm_memdup(plan->arena, op->id, n - 1));
}
