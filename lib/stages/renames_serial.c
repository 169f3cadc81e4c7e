/*
 * A serial's sequence has its name from the table and the column, and is the
 * same sequence after either is renamed: a new one would begin anew.
 */
#include <string.h>

#include "stages/renames_work.h"

static bool
is_serial(const struct sm_object *o)
{
	return o != NULL && !o->unreadable && o->implicit &&
	    strcmp(o->record, "sequence") == 0 && o->owned_by != NULL &&
	    o->owned_by->column != NULL;
}

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/* The owner as the plan's renames leave it. */
static const char *
owner_key(const struct sm_rename_work *w, const struct sm_name *owner,
    bool old)
{
	const char *table = owner->name, *column = owner->column;
	size_t i;

	for (i = 0; old && i < w->all.n; i++) {
		const struct sm_rename *r = &w->all.v[i];

		if (r->is_value || !same(r->schema, owner->schema) ||
		    strcmp(r->table, owner->name) != 0)
			continue;
		if (r->column == NULL)
			table = r->to;
		else if (strcmp(r->column, owner->column) == 0)
			column = r->to;
	}
	return sm_object_key(w->arena, w->dialect, "", owner->schema, table,
	    column, NULL);
}

static void
add(struct sm_rename_work *w, struct sm_rename_unit *old,
    struct sm_rename_unit *new_)
{
	struct sm_op *op = sm_op_new(w->arena, SM_RENAME,
	    sm_target_object("sequence"));

	op->schema = new_->new_->schema;
	op->name = new_->new_->name;
	op->from = old->old->name;
	sm_op_finish(w->arena, op, NULL, NULL);
	sm_rename_merge(old, new_, w->arena);
	*sm_push(w->arena, &new_->found) = op;
	*sm_push(w->arena, &w->all) = (struct sm_rename){old->old->schema,
	    old->old->name, NULL, new_->new_->name, false};
}

void
sm_renames_serial(struct sm_rename_work *w)
{
	struct sm_rename_unit *u, *to;
	struct sm_map by_owner;
	size_t i;

	if (w->all.n == 0 || !w->dialect->renames_parts)
		return;
	sm_map_init(&by_owner, w->arena);
	for (i = 0; i < w->units.n; i++) {
		u = w->units.v[i];
		if (u->old == NULL && is_serial(u->new_) &&
		    sm_rename_whole_op(u, SM_ADD) != NULL)
			sm_map_set(&by_owner,
			    owner_key(w, u->new_->owned_by, false), u);
	}
	for (i = 0; i < w->units.n; i++) {
		u = w->units.v[i];
		if (u->new_ != NULL || u->into != NULL || !is_serial(u->old) ||
		    sm_rename_whole_op(u, SM_DROP) == NULL ||
		    !same(u->old->schema, u->old->owned_by->schema))
			continue;
		to = sm_map_get(&by_owner,
		    owner_key(w, u->old->owned_by, true));
		if (to != NULL && to->old == NULL &&
		    same(to->new_->schema, u->old->schema))
			add(w, u, to);
	}
}
