/*
 * What many ops look for among all objects of the plan, found in one go.
 */
#include <string.h>

#include "stages/sql_postgresql.h"

static const char *
parent_key(const struct sm_pgsql *w, const char *schema, const char *name)
{
	return sm_object_key(w->arena, w->dialect, "table", schema, NULL, name,
	    NULL);
}

static void
add_child(struct sm_pgsql *w, const struct sm_name *parent,
    struct sm_sql_item *child)
{
	const char *key = parent_key(w, parent->schema, parent->name);
	struct sm_sql_items *list = sm_map_get(&w->children, key);

	if (list == NULL) {
		list = sm_alloc(w->arena, sizeof *list);
		sm_map_set(&w->children, key, list);
	}
	*sm_push(w->arena, list) = child;
}

static void
add_parents(struct sm_pgsql *w, struct sm_sql_item *item)
{
	const struct sm_object *o = item->old;
	size_t i;

	if (o->partition_of != NULL)
		add_child(w, o->partition_of, item);
	for (i = 0; o->partition_of == NULL && i < o->inherits.n; i++)
		add_child(w, &o->inherits.v[i], item);
}

static bool
is_either(const struct sm_sql_item *item, const char *record)
{
	return strcmp((item->target != NULL ? item->target : item->old)->record,
	    record) == 0;
}

void
sm_pgsql_index_items(struct sm_pgsql *w)
{
	size_t i;

	sm_map_init(&w->children, w->arena);
	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];

		if (item->old != NULL)
			add_parents(w, item);
		if (is_either(item, "cast"))
			*sm_push(w->arena, &w->casts) = item;
		if (is_either(item, "default_privileges"))
			*sm_push(w->arena, &w->privileges) = item;
	}
}

struct sm_sql_items
sm_pgsql_children(const struct sm_pgsql *w, const struct sm_sql_item *item)
{
	const struct sm_sql_items none = {NULL, 0, 0}, *list;

	if (item->old == NULL)
		return none;
	list = sm_map_get(&w->children, parent_key(w, item->old->schema,
	    item->old->name));
	return list != NULL ? *list : none;
}
