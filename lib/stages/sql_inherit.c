/*
 * What the ops of a table do to the tables that inherit from it, as partitions
 * or by INHERITS: the plan has no ops of its own for that.
 */
#include <string.h>

#include "model/inherit.h"
#include "model/kind.h"
#include "stages/sql_target.h"

/* No table has more ancestors; a plan may claim that one is its own. */
#define DEEPEST 64

static const struct sm_column *
find(const struct sm_sql_target *t, const struct sm_object *o,
    const char *name)
{
	return o == NULL ? NULL : sm_object_column(o, t->dialect, name);
}

/* Take over what differs in the parent before and after, and didn't here. */
static void
take_over(struct sm_sql_target *t, const struct sm_column *was,
    const struct sm_column *is, struct sm_column *mine)
{
	struct sm_strings parent = {NULL, 0, 0}, here = {NULL, 0, 0};
	struct sm_op op = {.changes = {NULL, 0, 0}};
	struct sm_error none = SM_ERROR_INIT;
	size_t i;

	sm_shape_compare(t->arena, t->dialect, &sm_shape_column, was, is,
	    &parent);
	sm_shape_compare(t->arena, t->dialect, &sm_shape_column, was, mine,
	    &here);
	for (i = 0; i < parent.n; i++)
		if (sm_word_is_handed_down(parent.v[i]) &&
		    !sm_strings_has(&here, parent.v[i]))
			sm_strings_add(t->arena, &op.changes, parent.v[i]);
	/* All are fields of the shape: there is nothing to refuse. */
	sm_sql_take_fields(t, &op, &sm_shape_column, is, mine, &none);
	sm_error_free(&none);
}

static void
columns(struct sm_sql_target *t, const struct sm_sql_item *parent,
    struct sm_object *child)
{
	const struct sm_columns *is = &parent->target->columns;
	size_t i, kept = 0;

	for (i = 0; i < child->columns.n; i++) {
		struct sm_column *c = &child->columns.v[i];
		const struct sm_column *was = find(t, parent->moved, c->name);
		const struct sm_column *now = find(t, parent->target, c->name);

		if (was != NULL && now == NULL && c->inherited && !c->local)
			continue;
		if (was != NULL && now != NULL && c->inherited)
			take_over(t, was, now, c);
		child->columns.v[kept++] = *c;
	}
	child->columns.n = kept;
	for (i = 0; i < is->n; i++) {
		struct sm_column *c;

		if (find(t, parent->moved, is->v[i].name) != NULL ||
		    find(t, child, is->v[i].name) != NULL)
			continue;
		c = sm_push(t->arena, &child->columns);
		*c = is->v[i];
		c->inherited = true;
		c->comment = NULL;
		memset(&c->grants, 0, sizeof c->grants);
	}
}

/* The parent's part that says the same, in one of its states. */
static bool
has_same(const struct sm_sql_target *t, const struct sm_object *o,
    const struct sm_sql_list *l, const void *part)
{
	struct sm_sql_any list;
	struct sm_strings changes;
	size_t i, k;

	memcpy(&list, (const char *)o + l->offset, sizeof list);
	for (i = 0; i < list.n; i++) {
		changes = (struct sm_strings){NULL, 0, 0};
		sm_shape_compare(t->arena, t->dialect,
		    sm_target_part(l->part)->shape, sm_sql_part(o, l, i),
		    part, &changes);
		for (k = 0; k < changes.n; k++)
			if (strcmp(changes.v[k], "name") != 0 &&
			    strcmp(changes.v[k], "comment") != 0 &&
			    strcmp(changes.v[k], "index_comment") != 0 &&
			    strcmp(changes.v[k], "local") != 0)
				break;
		if (k == changes.n)
			return true;
	}
	return false;
}

/* What the parent had and has no more goes here, too. */
static void
parts(const struct sm_sql_target *t, const struct sm_sql_item *parent,
    struct sm_object *child)
{
	static const enum sm_part kinds[] = {SM_PART_UNIQUE, SM_PART_CHECK,
	    SM_PART_EXCLUSION, SM_PART_FK};
	size_t i, k, kept;

	for (k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		const struct sm_sql_list *l = sm_sql_list(kinds[k]);
		struct sm_sql_any *list = sm_sql_parts(child, l);
		size_t size = sm_target_part(l->part)->shape->size;

		for (i = kept = 0; i < list->n; i++) {
			void *part = list->v + i * size;

			if (sm_is_handed_down(l->part, part) &&
			    has_same(t, parent->moved, l, part) &&
			    !has_same(t, parent->target, l, part))
				continue;
			memmove(list->v + kept++ * size, part, size);
		}
		list->n = kept;
	}
	if (child->primary_key != NULL && child->primary_key->inherited &&
	    parent->moved->primary_key != NULL &&
	    parent->target->primary_key == NULL)
		child->primary_key = NULL;
}

static void
indexes(const struct sm_sql_target *t, const struct sm_sql_item *parent,
    struct sm_object *child)
{
	size_t i, kept = 0;

	for (i = 0; i < child->indexes.n; i++) {
		const struct sm_index *x = &child->indexes.v[i];
		const char *of = x->partition_of == NULL
		    ? NULL : x->partition_of->name;

		if (of == NULL ||
		    sm_object_index(parent->moved, t->dialect, of) == NULL ||
		    sm_object_index(parent->target, t->dialect, of) != NULL)
			child->indexes.v[kept++] = *x;
	}
	child->indexes.n = kept;
}

static void hand_down(struct sm_sql_target *, struct sm_sql_item *,
    struct sm_map *done, int depth);

static void
hand_down_from(struct sm_sql_target *t, struct sm_sql_item *child,
    const struct sm_name *name, struct sm_map *done, int depth)
{
	struct sm_sql_item *parent =
	    sm_sql_new(t, "table", name->schema, name->name);

	if (parent == NULL || parent->moved == NULL || parent->target == NULL)
		return;
	hand_down(t, parent, done, depth + 1);
	columns(t, parent, child->target);
	parts(t, parent, child->target);
	indexes(t, parent, child->target);
}

static void
hand_down(struct sm_sql_target *t, struct sm_sql_item *child,
    struct sm_map *done, int depth)
{
	struct sm_object *o = child->target;
	size_t i;

	if (o == NULL || child->moved == NULL || o->unreadable ||
	    depth > DEEPEST || sm_map_set(done, o->key, child) != NULL)
		return;
	if (o->partition_of != NULL &&
	    sm_has_parent(t->dialect, child->moved,
	        o->partition_of))
		hand_down_from(t, child, o->partition_of, done, depth);
	for (i = 0; i < o->inherits.n; i++)
		if (sm_has_parent(t->dialect, child->moved,
		        &o->inherits.v[i]))
			hand_down_from(t, child, &o->inherits.v[i], done,
			    depth);
}

void
sm_sql_hand_down(struct sm_sql_target *t)
{
	struct sm_map done;
	size_t i;

	sm_map_init(&done, t->arena);
	for (i = 0; i < t->items.n; i++)
		hand_down(t, t->items.v[i], &done, 0);
}
