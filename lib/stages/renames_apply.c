/*
 * What the renames leave of a plan.
 *
 * Every object that a rename touches is compared twice: as it was under the
 * renames that the plan came with, and under all of them.  The first says what
 * the plan held before anyone cut it, the second what it should hold now:
 *
 *	an op of both           stays if it was there
 *	an op of the second     is the renames' doing: it comes, but not where it
 *	                        stands for one that had been taken out
 *	an op of the first      is explained by the renames: it goes, but not where
 *	                        the other half of what explains it was taken out
 *	an op of neither        isn't ours: it stays
 */
#include <string.h>

#include "base/digest.h"
#include "base/json.h"
#include "stages/diff.h"
#include "stages/renames_work.h"

/* Where a kind of part is kept in an object. */
static const struct {
	enum sm_part part;
	size_t offset;
} lists[] = {
	{SM_PART_COLUMN, offsetof(struct sm_object, columns)},
	{SM_PART_UNIQUE, offsetof(struct sm_object, uniques)},
	{SM_PART_CHECK, offsetof(struct sm_object, checks)},
	{SM_PART_EXCLUSION, offsetof(struct sm_object, exclusions)},
	{SM_PART_FK, offsetof(struct sm_object, foreign_keys)},
	{SM_PART_INDEX, offsetof(struct sm_object, indexes)},
};
#define NLISTS (sizeof lists / sizeof lists[0])

/* Any list of parts, seen without its element type (base/list.h). */
struct any_list {
	char *v;
	size_t n, cap;
};

static struct any_list
list_of(const struct sm_object *o, enum sm_part part)
{
	struct any_list l = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < NLISTS; i++)
		if (lists[i].part == part)
			memcpy(&l, (const char *)o + lists[i].offset, sizeof l);
	return l;
}

void *
sm_rename_counterpart(const struct sm_target *target, const void *part,
    const struct sm_object *from, const struct sm_object *to)
{
	struct any_list x, y;
	size_t i, size;

	if (target->part == SM_PART_PRIMARY_KEY)
		return to->primary_key;
	size = target->shape->size;
	x = list_of(from, target->part);
	y = list_of(to, target->part);
	for (i = 0; i < x.n && i < y.n; i++)
		if (x.v + i * size == (const char *)part)
			return y.v + i * size;
	return NULL;
}

static bool
is_part(const struct sm_op *op)
{
	return op->target != NULL && op->target->part != SM_PART_NONE;
}

/* Two ops that do the same to two equal things have ids of their own. */
static void
set_apart(struct sm_rename_work *w, struct sm_map *ids, struct sm_op *op)
{
	struct sm_buf value = SM_BUF_INIT;
	size_t n;

	for (n = 2; sm_map_get(ids, op->id) != NULL; n++) {
		char *id = sm_alloc(w->arena, SM_ID_LEN + 1);
		const char *text = sm_sprintf(w->arena, "%s %zu", op->id, n);

		sm_digest_id(id, text, strlen(text));
		op->id = id;
		sm_buf_reset(&value);
		sm_json_add_string(&value, id);
		sm_op_splice(w->arena, op,
		    &(struct sm_member){"id", sm_buf_str(&value)}, 1);
	}
	sm_buf_free(&value);
	sm_map_set(ids, op->id, op);
}

/*
 * Say of the op what OLD says: the definition before in OLD's spelling, and
 * the names of what is taken away.
 */
static void
restore(struct sm_rename_work *w, struct sm_op *op,
    const struct sm_object *renamed, const struct sm_object *old,
    const struct sm_object *new_)
{
	if (op->target == NULL || old == NULL || renamed == old)
		return;
	if (is_part(op)) {
		if (op->old != NULL)
			op->old = sm_rename_counterpart(op->target, op->old,
			    renamed, old);
		if (op->verb == SM_DROP)
			op->table = old->name;
		if (op->verb == SM_DROP &&
		    op->target->part == SM_PART_COLUMN)
			op->name = ((struct sm_column *)op->old)->name;
		sm_op_finish(w->arena, op, NULL, NULL);
		return;
	}
	if (op->verb == SM_DROP)
		op->table = old->table != NULL ? old->table
		    : op->name == NULL         ? old->name
		                               : NULL;
	sm_op_finish(w->arena, op, op->verb == SM_ADD ? NULL : old,
	    op->verb == SM_DROP ? NULL : new_);
}

/* The ops from one object to another, in the words of OLD and NEW. */
static void
compare(struct sm_rename_work *w, struct sm_plan *scratch,
    const struct sm_object *renamed, const struct sm_object *old,
    const struct sm_object *new_, struct sm_map *ids)
{
	size_t i = scratch->ops.n;

	sm_diff_object(scratch, renamed, new_);
	for (; i < scratch->ops.n; i++) {
		restore(w, scratch->ops.v[i], renamed, old, new_);
		if (ids != NULL)
			set_apart(w, ids, scratch->ops.v[i]);
	}
}

/* A unit while its ops are made anew. */
struct redo {
	struct sm_rename_work *w;
	struct sm_rename_unit *u;
	struct sm_ops first, second; /* under the given renames, under all */
	struct sm_map first_ids, second_ids, present;
};

static struct sm_op *
is_present(const struct redo *r, const struct sm_op *op)
{
	return sm_map_get(&r->present, op->id);
}

/* Is `op` about the same old or new thing as `other`? */
static bool
shares(const struct sm_op *op, const struct sm_op *other)
{
	if (!is_part(op) || !is_part(other))
		return !is_part(op) && !is_part(other);
	return op->target == other->target &&
	    ((op->old != NULL && op->old == other->old) ||
	        (op->new_ != NULL && op->new_ == other->new_));
}

/*
 * May an op that only the second comparison makes come?  Not if every op of the
 * first that it stands for was taken out.
 */
static bool
may_come(const struct redo *r, const struct sm_op *op)
{
	bool any = false;
	size_t i;

	for (i = 0; i < r->first.n; i++) {
		const struct sm_op *o = r->first.v[i];

		if (!shares(op, o))
			continue;
		any = true;
		if (is_present(r, o) != NULL &&
		    (o->verb != SM_DROP || op->verb == SM_DROP))
			return true;
	}
	return !any;
}

/* The part of NEW that is the same as that part of OLD under all renames. */
static const void *
same_part(const struct redo *r, const struct sm_op *drop)
{
	const struct sm_shape *shape = drop->target->shape;
	struct any_list l = list_of(r->u->new_, drop->target->part);
	const void *renamed = sm_rename_counterpart(drop->target, drop->old,
	    r->u->old, r->u->after);
	struct sm_strings changes;
	size_t i;

	for (i = 0; renamed != NULL && i < l.n; i++) {
		changes = (struct sm_strings){NULL, 0, 0};
		sm_shape_compare(r->w->arena, r->w->dialect, shape, renamed,
		    l.v + i * shape->size, &changes);
		if (changes.n == 0)
			return l.v + i * shape->size;
	}
	return NULL;
}

/*
 * A DROP that is explained by an ADD, as one thing that stays under another
 * name: if the ADD was taken out, the thing is to go.
 */
static bool
must_stay(const struct redo *r, const struct sm_op *first)
{
	const void *same;
	size_t i;

	if (first->verb != SM_DROP || !is_part(first) ||
	    first->target->part == SM_PART_COLUMN || r->u->old == NULL ||
	    r->u->new_ == NULL || first->old == NULL)
		return false;
	same = same_part(r, first);
	for (i = 0; same != NULL && i < r->first.n; i++) {
		const struct sm_op *o = r->first.v[i];

		if (o->verb == SM_ADD && o->new_ == same)
			return is_present(r, o) == NULL;
	}
	return false;
}

static void
choose(struct redo *r, struct sm_ops *out)
{
	struct sm_arena *a = r->w->arena;
	struct sm_op *op, *first;
	size_t i;

	for (i = 0; i < r->u->ops.n; i++)
		if (r->u->ops.v[i]->verb == SM_RENAME)
			*sm_push(a, out) = r->u->ops.v[i];
	for (i = 0; i < r->u->found.n; i++)
		*sm_push(a, out) = r->u->found.v[i];
	for (i = 0; i < r->second.n; i++) {
		op = r->second.v[i];
		if (is_present(r, op) != NULL)
			*sm_push(a, out) = is_present(r, op);
		else if (sm_map_get(&r->first_ids, op->id) == NULL &&
		    may_come(r, op))
			*sm_push(a, out) = op;
	}
	for (i = 0; i < r->u->ops.n; i++) {
		op = r->u->ops.v[i];
		if (op->verb == SM_RENAME ||
		    sm_map_get(&r->second_ids, op->id) != NULL)
			continue;
		first = sm_map_get(&r->first_ids, op->id);
		if (first == NULL || must_stay(r, first))
			*sm_push(a, out) = op;
	}
}

/* A plan to put the ops of a comparison into, with the objects as they are. */
static void
scratch_init(struct sm_rename_work *w, struct sm_plan *s, bool after)
{
	struct sm_rename_unit *u;
	struct sm_change *c;
	size_t i;

	*s = *w->plan;
	s->follow_names = after;
	memset(&s->changes, 0, sizeof s->changes);
	memset(&s->ops, 0, sizeof s->ops);
	memset(&s->others, 0, sizeof s->others);
	sm_plan_reindex(s);
	for (i = 0; i < w->units.n; i++) {
		u = w->units.v[i];
		c = sm_alloc(w->arena, sizeof *c);
		c->kind = u->change->kind;
		c->old = after ? u->after : u->before;
		c->new_ = u->new_;
		if (u->merged && !after)
			c->old = NULL;
		if (u->into != NULL && after)
			continue;
		*sm_push(w->arena, &s->changes) = c;
	}
}

static void
index_ops(struct sm_rename_work *w, const struct sm_ops *ops,
    struct sm_map *map)
{
	size_t i;

	sm_map_init(map, w->arena);
	for (i = 0; i < ops->n; i++)
		sm_map_set(map, ops->v[i]->id, ops->v[i]);
}

static void
compare_first(struct redo *r, struct sm_plan *scratch)
{
	struct sm_rename_unit *u = r->u;
	struct sm_map ids;

	memset(&scratch->ops, 0, sizeof scratch->ops);
	sm_map_init(&ids, r->w->arena);
	if (u->merged) {
		compare(r->w, scratch, u->before, u->old, NULL, &ids);
		sm_map_init(&ids, r->w->arena);
		compare(r->w, scratch, NULL, NULL, u->new_, &ids);
	} else {
		compare(r->w, scratch, u->before, u->old, u->new_, &ids);
	}
	r->first = scratch->ops;
}

static void
compare_second(struct redo *r, struct sm_plan *scratch)
{
	struct sm_map ids;

	memset(&scratch->ops, 0, sizeof scratch->ops);
	sm_map_init(&ids, r->w->arena);
	compare(r->w, scratch, r->u->after, r->u->old, r->u->new_, &ids);
	r->second = scratch->ops;
}

/* Notes that only the second comparison has made. */
static void
pass_notes(struct sm_rename_work *w, const struct sm_plan *first,
    const struct sm_plan *second)
{
	size_t i;

	for (i = 0; i < second->others.n; i++)
		if (!sm_strings_has(&first->others, second->others.v[i]) &&
		    !sm_strings_has(&w->plan->others, second->others.v[i]))
			sm_strings_add(w->arena, &w->plan->others,
			    second->others.v[i]);
}

static void
rename_all(struct sm_rename_work *w)
{
	struct sm_objects in = {NULL, 0, 0}, before = in, after = in;
	size_t i, k = 0;

	for (i = 0; i < w->units.n; i++)
		if (w->units.v[i]->old != NULL && w->units.v[i]->into == NULL)
			*sm_push(w->arena, &in) = w->units.v[i]->old;
	sm_objects_rename(w->arena, w->dialect, &in, &w->given, &before);
	sm_objects_rename(w->arena, w->dialect, &in, &w->all, &after);
	for (i = 0; i < w->units.n; i++) {
		struct sm_rename_unit *u = w->units.v[i];

		if (u->old == NULL || u->into != NULL)
			continue;
		u->before = before.v[k];
		u->after = after.v[k++];
	}
	for (i = 0; i < w->units.n; i++)
		if (w->units.v[i]->into != NULL)
			w->units.v[i]->before = w->units.v[i]->into->before;
}

/*
 * Is only the DROP still there of what came as a DROP and an ADD?  What is
 * broken in NEW never came as an ADD.
 */
static bool
only_drop(const struct sm_rename_unit *old, const struct sm_rename_unit *new_)
{
	return !new_->new_->unreadable &&
	    sm_rename_whole_op(old, SM_DROP) != NULL &&
	    sm_rename_whole_op(new_, SM_ADD) == NULL;
}

/* What belongs to a renamed table by its name (a trigger) comes along. */
static void
merge_others(struct sm_rename_work *w)
{
	struct sm_rename_unit *u, *to;
	size_t i, k;

	for (i = 0; i < w->units.n; i++) {
		u = w->units.v[i];
		if (u->old == NULL || u->new_ != NULL || u->into != NULL ||
		    strcmp(u->after->key, u->before->key) == 0)
			continue;
		to = sm_map_get(&w->by_new, u->after->key);
		if (to == NULL || to->old != NULL || only_drop(u, to))
			continue;
		u->into = to;
		to->old = u->old;
		to->before = u->before;
		to->after = u->after;
		to->merged = to->changed = true;
		for (k = 0; k < u->ops.n; k++)
			*sm_push(w->arena, &to->ops) = u->ops.v[k];
	}
}

/* The unit's ops anew, in the place of the first of those it had. */
static void
put_unit(struct sm_rename_work *w, struct sm_rename_unit *u,
    struct sm_plan *before, struct sm_plan *after, struct sm_ops *out)
{
	struct redo r = {.w = w, .u = u};

	if (u->done)
		return;
	u->done = true;
	compare_first(&r, before);
	compare_second(&r, after);
	index_ops(w, &r.first, &r.first_ids);
	index_ops(w, &r.second, &r.second_ids);
	index_ops(w, &u->ops, &r.present);
	choose(&r, out);
}

static bool
is_touched(const struct sm_rename_unit *u)
{
	return u->merged || (u->old != NULL && u->after != u->old);
}

/* The changes again: of two that were merged only the new one's place. */
static void
put_changes(struct sm_rename_work *w)
{
	struct sm_changes old = w->plan->changes;
	struct sm_rename_unit *u;
	size_t i;

	memset(&w->plan->changes, 0, sizeof w->plan->changes);
	for (i = 0; i < old.n; i++) {
		u = w->units.v[i];
		if (u->into != NULL)
			continue;
		if (u->changed)
			u->change = sm_plan_change(w->plan, u->old, u->new_);
		else
			*sm_push(w->arena, &w->plan->changes) = u->change;
	}
	sm_plan_reindex(w->plan);
}

void
sm_renames_apply(struct sm_rename_work *w)
{
	struct sm_ops out = {NULL, 0, 0};
	struct sm_plan before, after;
	struct sm_rename_unit *u;
	size_t i;

	rename_all(w);
	merge_others(w);
	scratch_init(w, &before, false);
	scratch_init(w, &after, true);
	for (i = 0; i < w->plan->ops.n; i++) {
		struct sm_op *op = w->plan->ops.v[i];

		u = sm_rename_unit_of(w, op);
		if (u != NULL && u->into != NULL)
			u = u->into;
		if (u == NULL || !is_touched(u))
			*sm_push(w->arena, &out) = op;
		else
			put_unit(w, u, &before, &after, &out);
	}
	for (i = 0; i < w->units.n; i++) {
		u = w->units.v[i];
		if (u->into == NULL && is_touched(u) && u->new_ != NULL)
			put_unit(w, u, &before, &after, &out);
	}
	pass_notes(w, &before, &after);
	w->plan->ops = out;
	put_changes(w);
}
