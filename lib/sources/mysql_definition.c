/*
 * SHOW CREATE of the tables that need it, the counters of sequences.
 */
#include <string.h>

#include "sources/mysql_catalog.h"

/* What the statements of a list are about, by their numbers. */
struct asked {
	struct sm_my_catalog *c;
	struct sm_my_table **v;
	size_t n, cap;
	struct sm_strings statements;
};

static void
ask(struct asked *w, struct sm_my_table *t, const char *statement)
{
	*sm_push(w->c->scratch, w) = t;
	sm_strings_add(w->c->scratch, &w->statements, statement);
}

/*
 * In place of the object, that it can't be read: View 'db.v' references …; a
 * scratch database's name would be another one each time.
 */
static void
give_up(struct sm_my_table *t, struct sm_my_catalog *c, const char *why)
{
	const char *prefix = sm_sprintf(c->scratch, "'%s.", c->database);
	const char *at = strstr(why, prefix);

	t->object->unreadable = true;
	t->object->why = at == NULL ? sm_strdup(c->arena, why)
	    : sm_sprintf(c->arena, "%.*s'%s", (int)(at - why), why,
	          at + strlen(prefix));
}

static bool
take_table(void *ctx, size_t i, const char *const *v, const char *why,
    struct sm_error *e)
{
	struct asked *w = ctx;

	(void)e;
	if (v == NULL)
		give_up(w->v[i], w->c, why);
	else
		sm_my_fill_in(w->c, w->v[i], v[1]);
	return true;
}

bool
sm_my_read_definitions(struct sm_my_catalog *c, struct sm_error *e)
{
	struct asked w = {.c = c};
	struct sm_my_table *t;

	for (t = c->tables; t != NULL; t = t->next) {
		if (strcmp(t->object->record, "table") != 0)
			continue;
		if (t->show)
			ask(&w, t, sm_sprintf(c->scratch,
			    "SHOW CREATE TABLE %s", sm_my_quoted(c, t->name)));
		else if (!t->columns)
			give_up(t, c, "the server doesn't show its columns");
	}
	return sm_my_each(c->db, &w.statements, take_table, &w, e);
}

/* --- sequences ------------------------------------------------------------ */

/* Where it isn't what a new sequence gets. */
static const char *
unless(struct sm_my_catalog *c, const char *value, const char *usual)
{
	return strcmp(value, usual) == 0 ? NULL : sm_my_shared(c, value);
}

static bool
take_sequence(void *ctx, size_t i, const char *const *v, const char *why,
    struct sm_error *e)
{
	struct asked *w = ctx;
	struct sm_my_catalog *c = w->c;
	struct sm_counting *by = &w->v[i]->object->counter;
	bool down;

	(void)e;
	if (v == NULL) {
		give_up(w->v[i], c, why);
		return true;
	}
	down = *v[3] == '-';
	by->start = unless(c, v[0], down ? v[2] : v[1]);
	by->minimum = unless(c, v[1], down ? "-9223372036854775807" : "1");
	by->maximum = unless(c, v[2], down ? "-1" : "9223372036854775806");
	by->increment = unless(c, v[3], "1");
	by->cache = unless(c, v[4], "1000");
	by->cycle = *v[5] != '0';
	return true;
}

bool
sm_my_read_sequences(struct sm_my_catalog *c, struct sm_error *e)
{
	struct asked w = {.c = c};
	struct sm_my_table *t;

	for (t = c->tables; t != NULL; t = t->next)
		if (strcmp(t->object->record, "sequence") == 0)
			ask(&w, t, sm_sprintf(c->scratch, "SELECT start_value, "
			    "minimum_value, maximum_value, increment, "
			    "cache_size, cycle_option FROM %s",
			    sm_my_quoted(c, t->name)));
	return sm_my_each(c->db, &w.statements, take_sequence, &w, e);
}

/* --- views ---------------------------------------------------------------- */

static const struct sm_token *
token(const struct sm_tokens *v, size_t i)
{
	static const struct sm_token none = {SM_TOKEN_END, "", 0, false};

	return i < v->n ? &v->v[i] : &none;
}

/* WITH LOCAL CHECK OPTION at the end: how many tokens, and which. */
static size_t
check_option(struct sm_my_catalog *c, struct sm_object *o,
    const struct sm_tokens *v)
{
	size_t n = v->n;

	if (n < 4 || !sm_token_is(token(v, n - 1), "OPTION") ||
	    !sm_token_is(token(v, n - 2), "CHECK") ||
	    !sm_token_is(token(v, n - 4), "WITH"))
		return 0;
	sm_my_option(c, &o->options, "check_option",
	    sm_token_is(token(v, n - 3), "LOCAL") ? "local" : "cascaded");
	return 4;
}

/* Where the view's name stands; options are read on the way. */
static size_t
view_head(struct sm_my_catalog *c, struct sm_object *o,
    const struct sm_tokens *v)
{
	size_t i;

	for (i = 0; i < v->n && !sm_token_is(token(v, i), "VIEW"); i++) {
		if (sm_token_is(token(v, i), "ALGORITHM") &&
		    !sm_token_is(token(v, i + 2), "UNDEFINED"))
			sm_my_option(c, &o->options, "algorithm",
			    sm_my_lower(c, sm_my_unquoted(c, token(v, i + 2))));
		if (sm_token_is(token(v, i), "SECURITY") &&
		    sm_token_is(token(v, i + 1), "INVOKER"))
			sm_my_option(c, &o->options, "security", "invoker");
		if (sm_token_is(token(v, i), "DEFINER") &&
		    sm_token_is_op(token(v, i + 1), "=") &&
		    c->options->owners)
			o->owner = sm_sprintf(c->arena, "%s@%s",
			    sm_token_name(c->scratch, token(v, i + 2)),
			    sm_token_name(c->scratch, token(v, i + 4)));
	}
	return i + 1;
}

/* (`a`, `b`) behind the name; returns what comes next. */
static size_t
column_list(struct sm_my_catalog *c, struct sm_object *o,
    const struct sm_tokens *v, size_t i)
{
	if (!sm_token_is_op(token(v, i), "("))
		return i;
	for (i++; i < v->n && !sm_token_is_op(token(v, i), ")"); i++)
		if (!sm_token_is_op(token(v, i), ","))
			sm_strings_add(c->arena, &o->names,
			    sm_token_name(c->arena, token(v, i)));
	return i + 1;
}

static void
read_view(struct sm_my_catalog *c, struct sm_object *o, const char *text)
{
	struct sm_tokens v = {NULL, 0, 0};
	const struct sm_token *last;
	size_t i, end;

	text = sm_my_local(c, text);
	sm_tokenize(c->scratch, c->dialect, text, strlen(text), &v);
	i = view_head(c, o, &v) + 1;
	i = column_list(c, o, &v, i) + 1; /* behind AS */
	end = v.n - check_option(c, o, &v);
	last = token(&v, end - 1);
	o->definition = i < end ? sm_memdup(c->arena, token(&v, i)->text,
	    (size_t)(last->text + last->len - token(&v, i)->text)) : "";
	sm_my_sort_options(&o->options);
}

static bool
take_view(void *ctx, size_t i, const char *const *v, const char *why,
    struct sm_error *e)
{
	struct asked *w = ctx;
	struct sm_object *o = w->v[i]->object;

	(void)e;
	if (v != NULL)
		read_view(w->c, o, v[1]);
	if (v != NULL && why == NULL)
		return true;
	give_up(w->v[i], w->c, why);
	o->sql = v == NULL ? NULL : sm_sprintf(w->c->arena,
	    "CREATE VIEW %s AS %s", sm_my_quoted(w->c, o->name), o->definition);
	return true;
}

bool
sm_my_read_views(struct sm_my_catalog *c, struct sm_error *e)
{
	struct asked w = {.c = c};
	struct sm_my_table *t;

	/* information_schema.views has every name with its database's. */
	for (t = c->tables; t != NULL; t = t->next)
		if (strcmp(t->object->record, "view") == 0)
			ask(&w, t, sm_sprintf(c->scratch,
			    "SHOW CREATE VIEW %s", sm_my_quoted(c, t->name)));
	return sm_my_each(c->db, &w.statements, take_view, &w, e);
}
