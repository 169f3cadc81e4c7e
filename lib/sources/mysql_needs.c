/*
 * What views, triggers and the bodies of routines and events need: MySQL keeps
 * it of views; else it is read off the text, and said to be inexact.
 */
#include <string.h>

#include "sources/mysql_catalog.h"

static void
add_need(struct sm_my_catalog *c, struct sm_object *o,
    const struct sm_object *other, bool inexact)
{
	struct sm_need *need;
	size_t i;

	if (other == o)
		return;
	for (i = 0; i < o->needs.n; i++)
		if (strcmp(o->needs.v[i].record, other->record) == 0 &&
		    strcmp(o->needs.v[i].name, other->name) == 0)
			return;
	need = sm_push(c->arena, &o->needs);
	need->record = other->record;
	need->name = other->name;
	need->inexact = inexact;
}

/* The words after which a table stands. */
static bool
leads_to_table(const struct sm_token *t)
{
	static const char *const words[] = {"from", "join", "straight_join",
	    "into", "update", "table"};
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (sm_token_is(t, words[i]))
			return true;
	return false;
}

static bool
is_table_place(const struct sm_tokens *v, size_t i)
{
	if (i >= 2 && sm_token_is_op(&v->v[i - 1], "."))
		i -= 2;
	while (i > 0 && sm_token_is_op(&v->v[i - 1], "("))
		i--;
	if (i == 0)
		return false;
	/* nextval(s), and lists: FROM a, b */
	return leads_to_table(&v->v[i - 1]) ||
	    sm_token_is(&v->v[i - 1], "nextval") ||
	    sm_token_is(&v->v[i - 1], "lastval") ||
	    sm_token_is(&v->v[i - 1], "setval") ||
	    sm_token_is_op(&v->v[i - 1], ",");
}

/* NEXT VALUE FOR s */
static bool
is_next_value(const struct sm_tokens *v, size_t i)
{
	return i >= 2 && sm_token_is(&v->v[i - 1], "for") &&
	    sm_token_is(&v->v[i - 2], "value");
}

static void
read_text(struct sm_my_catalog *c, struct sm_object *o, const char *text)
{
	struct sm_tokens v = {NULL, 0, 0};
	struct sm_object *routine;
	struct sm_my_table *t;
	const char *name;
	size_t i;

	sm_tokenize(c->scratch, c->dialect, text, strlen(text), &v);
	for (i = 0; i < v.n; i++) {
		if (v.v[i].kind != SM_TOKEN_NAME && v.v[i].kind != SM_TOKEN_WORD)
			continue;
		name = sm_token_name(c->scratch, &v.v[i]);
		t = sm_my_find(c, name);
		if (t != NULL &&
		    (is_table_place(&v, i) || is_next_value(&v, i)))
			add_need(c, o, t->object, true);
		if (i + 1 >= v.n || !sm_token_is_op(&v.v[i + 1], "("))
			continue;
		routine = sm_map_get(&c->routines, sm_sprintf(c->scratch,
		    "%s %s", i > 0 && sm_token_is(&v.v[i - 1], "call")
		        ? "procedure" : "function", name));
		if (routine != NULL)
			add_need(c, o, routine, true);
	}
}

static bool
usage_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *view = sm_my_find(c, v[0]);
	struct sm_my_table *table = sm_my_find(c, v[1]);

	(void)e;
	if (view != NULL && table != NULL)
		add_need(c, view->object, table->object, false);
	return true;
}

/* Sequences in defaults. */
static void
read_defaults(struct sm_my_catalog *c, struct sm_object *o)
{
	size_t i;

	for (i = 0; c->maria && i < o->columns.n; i++)
		if (o->columns.v[i].default_text != NULL &&
		    strchr(o->columns.v[i].default_text, '(') != NULL)
			read_text(c, o, o->columns.v[i].default_text);
}

bool
sm_my_read_needs(struct sm_my_catalog *c, struct sm_error *e)
{
	bool usage = !c->maria && c->version >= sm_version("8.0.13");
	struct sm_object *o;
	size_t i;

	if (usage && !sm_my_query(c, "SELECT view_name, table_name "
	    "FROM information_schema.view_table_usage "
	    "WHERE view_schema = %s AND table_schema = %s", 2, usage_row, e))
		return false;
	for (i = 0; i < c->objects.n; i++) {
		o = c->objects.v[i];
		if (o->unreadable)
			continue;
		if (strcmp(o->record, "table") == 0)
			read_defaults(c, o);
		else if (o->definition != NULL)
			read_text(c, o, o->definition);
		else if (o->body != NULL)
			read_text(c, o, o->body);
	}
	return true;
}
