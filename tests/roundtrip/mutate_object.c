/*
 * Changes of views, triggers and virtual tables.
 */
#include <string.h>

#include "generate.h"
#include "mutate.h"
#include "words.h"

static struct rt_object *
any(struct rt_schema *s, struct rt_random *r, enum rt_kind kind)
{
	int start = rt_below(r, (size_t)s->nobjects), i;

	for (i = 0; i < s->nobjects; i++) {
		struct rt_object *o = &s->object[(start + i) % s->nobjects];

		if (o->kind == kind)
			return o;
	}
	return NULL;
}

static bool
drop(struct rt_schema *s, struct rt_random *r, enum rt_kind kind)
{
	struct rt_object *o = any(s, r, kind);

	if (o == NULL)
		return false;
	RT_REMOVE(s->object, s->nobjects, (int)(o - s->object));
	rt_settle(s, r);
	return true;
}

/* What is broken in NEW alone is not made: a note says so. */
static bool
add_view(struct rt_schema *s, struct rt_random *r)
{
	return rt_add_view(s, r) && !s->object[s->nobjects - 1].broken;
}

static bool
drop_view(struct rt_schema *s, struct rt_random *r)
{
	return drop(s, r, RT_VIEW);
}

static bool
drop_trigger(struct rt_schema *s, struct rt_random *r)
{
	return drop(s, r, RT_TRIGGER);
}

static bool
drop_virtual(struct rt_schema *s, struct rt_random *r)
{
	return drop(s, r, RT_VTABLE);
}

static bool
change_view(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = any(s, r, RT_VIEW);
	const char *was;

	if (o == NULL || o->broken)
		return false;
	was = o->text;
	if (!rt_fill_view(s, r, o) || o->broken)
		return false;
	rt_settle(s, r);
	return rt_differs(was, o->text);
}

static bool
change_view_columns(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = any(s, r, RT_VIEW);

	if (o == NULL || o->ncolumns < 2 || o->broken)
		return false;
	if (!o->listed) {
		o->listed = true;
		return true;
	}
	o->column_name[1] = sm_sprintf(s->arena, "%s too", o->column_name[1]);
	return true;
}

static bool
change_trigger(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = any(s, r, RT_TRIGGER);
	const char *was;
	int on;

	if (o == NULL)
		return false;
	was = o->text;
	on = o->on;
	return rt_fill_trigger(s, r, o) && on == o->on &&
	    rt_differs(was, o->text);
}

/* A trigger's key has its table: on another one, it is another trigger. */
static bool
move_trigger(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = any(s, r, RT_TRIGGER);
	int on;

	if (o == NULL)
		return false;
	on = o->on;
	return rt_fill_trigger(s, r, o) && on != o->on;
}

static bool
change_virtual(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = any(s, r, RT_VTABLE);
	const char *was;

	if (o == NULL)
		return false;
	was = o->text;
	rt_fill_virtual(s, r, o);
	return rt_differs(was, o->text);
}

/* A table becomes a view of its name, or the other way round. */
static bool
change_kind(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	const char *name = t->name;

	if (s->ntables < 2 || s->nobjects == RT_OBJECTS)
		return false;
	RT_REMOVE(s->table, s->ntables, (int)(t - s->table));
	rt_settle(s, r);
	if (!rt_add_view(s, r))
		return false;
	s->object[s->nobjects - 1].name = name;
	return true;
}

const struct rt_mutation rt_object_mutations[] = {
    {"add view", "ADD_VIEW", NULL, add_view, 5},
    {"drop view", "DROP_VIEW", NULL, drop_view, 4},
    {"view's query", "MODIFY_VIEW", "definition", change_view, 5},
    {"view's columns", "MODIFY_VIEW", "columns", change_view_columns, 3},
    {"add trigger", "ADD_TRIGGER", NULL, rt_add_trigger, 5},
    {"drop trigger", "DROP_TRIGGER", NULL, drop_trigger, 4},
    {"trigger's body", "MODIFY_TRIGGER", "definition", change_trigger, 6},
    {"move trigger", NULL, NULL, move_trigger, 2},
    {"add virtual table", "ADD_VIRTUAL_TABLE", NULL, rt_add_virtual, 2},
    {"drop virtual table", "DROP_VIRTUAL_TABLE", NULL, drop_virtual, 5},
    {"virtual table's arguments", "MODIFY_VIRTUAL_TABLE", NULL,
        change_virtual, 6},
    {"table to view", NULL, NULL, change_kind, 2},
    {NULL, NULL, NULL, NULL, 0},
};
