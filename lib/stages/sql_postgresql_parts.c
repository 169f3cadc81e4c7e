/*
 * Indexes and keys of partitioned tables.  As pg_dump makes them: the parent's
 * first, ON ONLY it, then each partition's by its own name, and attached
 * (create_index.sgml).  The parent's is valid once all have a part.
 */
#include <stdint.h>
#include <string.h>

#include "model/anew.h"
#include "model/kind.h"
#include "stages/sql_postgresql_key.h"
#include "stages/sql_postgresql_table.h"

bool
sm_pgsql_is_parent(const struct sm_object *o)
{
	return o->partition_key != NULL;
}

static bool
has_parent(const struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_object *parent)
{
	const struct sm_name name = {.schema = parent->schema,
	    .name = parent->name};

	return o != NULL && o->partition_of != NULL &&
	    sm_same_name(w->dialect, o->partition_of, &name);
}

/* Another bound takes DETACH and ATTACH, too. */
static bool
changes_bound(const struct sm_sql_item *item)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++)
		if (item->ops.v[i]->verb == SM_MODIFY &&
		    item->ops.v[i]->target->part == SM_PART_NONE &&
		    sm_strings_has(&item->ops.v[i]->changes, "bound"))
			return true;
	return false;
}

/* Is it a partition of the same parent throughout? */
static bool
keeps_parent(const struct sm_pgsql *w, const struct sm_sql_item *item)
{
	return item->moved != NULL && item->target != NULL &&
	    !changes_bound(item) && item->moved->partition_of != NULL &&
	    item->target->partition_of != NULL &&
	    sm_same_name(w->dialect, item->moved->partition_of,
	        item->target->partition_of);
}

bool
sm_pgsql_is_partition_now(const struct sm_pgsql *w,
    const struct sm_sql_item *item)
{
	size_t i;

	if (item->target == NULL || item->target->partition_of == NULL)
		return false;
	if (keeps_parent(w, item))
		return true;
	/* A table is made and attached by one op. */
	for (i = 0; i < item->ops.n; i++)
		if (item->ops.v[i]->target->part == SM_PART_NONE &&
		    item->ops.v[i]->verb != SM_RENAME &&
		    sm_map_get(&w->said, item->ops.v[i]->id) != NULL)
			return true;
	return false;
}

static bool
same_columns(const struct sm_pgsql *w, const struct sm_strings *x,
    const struct sm_strings *y)
{
	size_t i;

	for (i = 0; i < x->n && i < y->n; i++)
		if (!sm_same_column(w->dialect, x->v[i], y->v[i]))
			return false;
	return x->n == y->n;
}

/* Columns are the same in parent and partition, expressions spelled alike. */
static bool
same_keys(const struct sm_index_keys *x, const struct sm_index_keys *y)
{
	const char *a, *b;
	size_t i;

	for (i = 0; i < x->n && i < y->n; i++) {
		a = x->v[i].column != NULL ? x->v[i].column
		                           : x->v[i].expression;
		b = y->v[i].column != NULL ? y->v[i].column
		                           : y->v[i].expression;
		if (a == NULL || b == NULL || strcmp(a, b) != 0)
			return false;
	}
	return x->n == y->n;
}

/* Is `of` a partition's part of the parent's? */
static bool
is_part_of(const struct sm_pgsql *w, enum sm_part kind, const void *of,
    const struct sm_object *parent, const void *parents)
{
	const struct sm_index *x = of;
	const struct sm_key *key = of, *other = parents;
	const struct sm_exclusion *e = of, *other_e = parents;
	struct sm_name name = {.schema = parent->schema};

	if (kind == SM_PART_INDEX) {
		name.name = ((const struct sm_index *)parents)->name;
		return x->partition_of != NULL &&
		    sm_same_name(w->dialect, x->partition_of, &name);
	}
	if (kind == SM_PART_EXCLUSION)
		return e->inherited && same_keys(&e->keys, &other_e->keys);
	return key->inherited &&
	    same_columns(w, &key->columns, &other->columns) &&
	    same_columns(w, &key->include, &other->include) &&
	    key->deferrable == other->deferrable &&
	    key->nulls_not_distinct == other->nulls_not_distinct;
}

static const char *
made_key(const struct sm_pgsql *w, const struct sm_object *o, const char *name)
{
	return sm_sprintf(w->arena, "index %s",
	    sm_pgsql_qualified(w, o->schema, name));
}

void
sm_pgsql_index_made(struct sm_pgsql *w, const struct sm_object *table,
    const char *name)
{
	if (name != NULL)
		sm_map_set(&w->made, made_key(w, table, name), w);
}

/* Does the op make a part of the kind, which isn't there yet? */
static bool
is_to_come(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_sql_item *item, const struct sm_op *op)
{
	const char *name;

	if (op->target->part != kind || op->new_ == NULL ||
	    (op->verb != SM_ADD && !sm_made_anew(w->t->plan, op, item->moved,
	                               item->target)))
		return false;
	name = sm_part_name(kind, op->new_);
	return name == NULL ||
	    sm_map_get(&w->made, made_key(w, item->target, name)) == NULL;
}

/* The op to come that makes the item's part of the parent's, or NULL. */
static const struct sm_op *
op_to_come(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_sql_item *item, const struct sm_object *parent,
    const void *parents)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++)
		if (is_to_come(w, kind, item, item->ops.v[i]) &&
		    is_part_of(w, kind, item->ops.v[i]->new_, parent, parents))
			return item->ops.v[i];
	return NULL;
}

/* The object's part of the parent's, or the parent's of which it is one. */
static const void *
find(const struct sm_pgsql *w, enum sm_part kind, const struct sm_object *in,
    const struct sm_object *parent, const void *other, bool other_is_parents)
{
	const struct sm_sql_list *l = sm_sql_list(kind);
	struct sm_object *o = (struct sm_object *)(uintptr_t)in;
	size_t i, n = l != NULL ? sm_sql_parts(o, l)->n
	                        : in->primary_key != NULL;

	for (i = 0; i < n; i++) {
		const void *x = l != NULL ? sm_sql_part(in, l, i)
		                          : in->primary_key;

		if (other_is_parents
		        ? is_part_of(w, kind, x, parent, other)
		        : is_part_of(w, kind, other, parent, x))
			return x;
	}
	return NULL;
}

/*
 * The part that a partition gets with the parent's, though no op says so: of
 * one that went with the parent's, the plan of the way back has none.
 */
static const void *
part_without_op(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_sql_item *item, const struct sm_object *parent,
    const void *parents)
{
	const struct sm_object *as = item->change->new_;

	if (!keeps_parent(w, item) || as == NULL || as->unreadable ||
	    !has_parent(w, as, parent) ||
	    op_to_come(w, kind, item, parent, parents) != NULL ||
	    find(w, kind, item->target, parent, parents, true) != NULL)
		return NULL;
	return find(w, kind, as, parent, parents, true);
}

bool
sm_pgsql_parts_follow(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part)
{
	size_t i;

	if (table->partition_key == NULL)
		return false;
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];

		if (has_parent(w, item->target, table) &&
		    (op_to_come(w, kind, item, table, part) != NULL ||
		        part_without_op(w, kind, item, table, part) != NULL))
			return true;
	}
	return false;
}

/* The op that drops the item's table, and isn't rendered yet; or NULL. */
static const struct sm_op *
drop_to_come(const struct sm_pgsql *w, const struct sm_sql_item *item)
{
	const struct sm_op *op = item->whole;

	return item->target == NULL && op != NULL && !sm_pgsql_is_said(w, op)
	    ? op : NULL;
}

void
sm_pgsql_leave_first(struct sm_pgsql *w, const struct sm_object *table)
{
	const struct sm_sql_item *at_hand = w->item;
	const char *parent = sm_pgsql_table_here(w, table);
	size_t i;

	if (table->partition_key == NULL)
		return;
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];
		const struct sm_op *op = drop_to_come(w, item);

		if (!has_parent(w, item->moved, table) ||
		    keeps_parent(w, item))
			continue;
		w->item = item;
		if (op != NULL) {
			sm_pgsql_say(&w->script, "  a partition leaves before "
			    "it is dropped (%s): it has no part of this",
			    op->id);
			sm_pgsql_run(&w->script, "ALTER TABLE %s DETACH "
			    "PARTITION %s", parent,
			    sm_pgsql_table_name(w, item));
		} else if (item->target != NULL) {
			sm_pgsql_leave_now(w);
		}
		w->item = at_hand;
	}
}

static void
run_attach(struct sm_pgsql *w, const char *parent_schema, const char *parent,
    const char *schema, const char *name)
{
	/* The server names them all; a file need not. */
	if (parent == NULL || name == NULL)
		return;
	sm_pgsql_run(&w->script, "ALTER INDEX %s ATTACH PARTITION %s",
	    sm_pgsql_qualified(w, parent_schema, parent),
	    sm_pgsql_qualified(w, schema, name));
}

/* It is there from now on, so that parts of it find it. */
static void
put_into(const struct sm_pgsql *w, enum sm_part kind, struct sm_object *o,
    const void *part)
{
	const struct sm_sql_list *l = sm_sql_list(kind);
	const struct sm_shape *shape = sm_target_part(kind)->shape;
	void *copy = sm_shape_copy(w->arena, shape, part);
	struct sm_sql_any *list;

	if (l == NULL) {
		o->primary_key = copy;
		return;
	}
	list = sm_sql_parts(o, l);
	sm_list_grow(w->arena, (void **)&list->v, shape->size, &list->n,
	    &list->cap);
	memcpy(list->v + (list->n - 1) * shape->size, copy, shape->size);
}

static bool
make_part(struct sm_pgsql *w, enum sm_part kind,
    const struct sm_sql_item *item, const void *part)
{
	const struct sm_sql_item *at_hand = w->item;
	bool fine;

	put_into(w, kind, item->target, part);
	w->item = item;
	fine = kind == SM_PART_INDEX
	    ? sm_pgsql_add_index(w, item->target, part)
	    : sm_pgsql_add_key(w, kind, item->target, part);
	w->item = at_hand;
	return fine;
}

bool
sm_pgsql_attach_parts(struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part)
{
	size_t i;

	if (table->partition_key == NULL)
		return true;
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];
		const void *own;

		if (!has_parent(w, item->target, table))
			continue;
		own = part_without_op(w, kind, item, table, part);
		if (own != NULL && !make_part(w, kind, item, own))
			return false;
		if (own != NULL || !sm_pgsql_is_partition_now(w, item) ||
		    op_to_come(w, kind, item, table, part) != NULL)
			continue;
		own = find(w, kind, item->target, table, part, true);
		if (own != NULL)
			run_attach(w, table->schema,
			    sm_part_name(kind, part), item->target->schema,
			    sm_part_name(kind, own));
	}
	return true;
}

/* The parent's of which the part is one, where it is there by now; or NULL. */
static const void *
parents_now(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part,
    const struct sm_sql_item **parent)
{
	const struct sm_sql_item *p = table->partition_of == NULL ? NULL
	    : sm_pgsql_relation_new(w, table->partition_of->schema,
	          table->partition_of->name);
	const void *parents;
	size_t i;

	if (p == NULL || p->target == NULL)
		return NULL;
	*parent = p;
	parents = find(w, kind, p->target, p->target, part, false);
	/* One that is still to be made finds its parts by itself. */
	for (i = 0; parents != NULL && i < p->ops.n; i++)
		if (is_to_come(w, kind, p, p->ops.v[i]) &&
		    is_part_of(w, kind, part, p->target, p->ops.v[i]->new_))
			return NULL;
	return parents;
}

bool
sm_pgsql_has_parent_key(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part)
{
	const struct sm_sql_item *parent;

	return (kind == SM_PART_PRIMARY_KEY || kind == SM_PART_UNIQUE ||
	           kind == SM_PART_EXCLUSION) &&
	    parents_now(w, kind, table, part, &parent) != NULL;
}

void
sm_pgsql_attach_part(struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part)
{
	const struct sm_sql_item *parent = NULL;
	const void *parents;

	if (!sm_pgsql_is_partition_now(w, w->item))
		return;
	parents = parents_now(w, kind, table, part, &parent);
	if (parents != NULL)
		run_attach(w, parent->target->schema,
		    sm_part_name(kind, parents), table->schema,
		    sm_part_name(kind, part));
}

/* Does the plan take the parent's away, if only to make it again? */
static bool
parent_loses(const struct sm_pgsql *w, enum sm_part kind,
    const struct sm_sql_item *parent, const void *part)
{
	size_t i;

	if (parent->target == NULL)
		return true;
	for (i = 0; i < parent->ops.n; i++) {
		const struct sm_op *op = parent->ops.v[i];

		if (op->target->part == kind && op->old != NULL &&
		    (op->verb == SM_DROP ||
		        sm_made_anew(w->t->plan, op, parent->moved,
		            parent->target)) &&
		    is_part_of(w, kind, part, parent->old, op->old))
			return true;
	}
	return false;
}

enum sm_pgsql_going
sm_pgsql_going(const struct sm_pgsql *w, enum sm_part kind, const void *part)
{
	const struct sm_object *old = w->item->old;
	const struct sm_sql_item *parent;
	bool is_part = kind == SM_PART_INDEX
	    ? ((const struct sm_index *)part)->partition_of != NULL
	    : kind == SM_PART_EXCLUSION
	    ? ((const struct sm_exclusion *)part)->inherited
	    : (kind == SM_PART_PRIMARY_KEY || kind == SM_PART_UNIQUE) &&
	        ((const struct sm_key *)part)->inherited;

	if (!is_part || old->partition_of == NULL)
		return SM_PGSQL_GOES_ALONE;
	if (w->item->target == NULL) /* its table goes */
		return SM_PGSQL_GOES_ALONG;
	parent = sm_pgsql_relation_old(w, old->partition_of->schema,
	    old->partition_of->name);
	if (parent != NULL && parent_loses(w, kind, parent, part))
		return keeps_parent(w, w->item) ? SM_PGSQL_GOES_ALONG
		                                : SM_PGSQL_GOES_MAYBE;
	return keeps_parent(w, w->item) ? SM_PGSQL_STAYS
	                                : SM_PGSQL_GOES_ALONE;
}
