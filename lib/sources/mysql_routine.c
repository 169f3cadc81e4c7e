/*
 * Triggers, routines and events: what has a body.
 */
#include <string.h>

#include "sources/mysql_catalog.h"

/* --- triggers ------------------------------------------------------------- */

static bool
trigger_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_object *o = sm_my_object(c, "trigger", v[0]);
	struct sm_object *before = c->objects.n > 1
	    ? c->objects.v[c->objects.n - 2] : NULL;

	(void)e;
	o->table = sm_strdup(c->arena, v[1]);
	o->definition = sm_sprintf(c->arena, "%s %s ON %s FOR EACH ROW %s",
	    v[2], v[3], sm_my_quoted(c, v[1]), v[4]);
	/* They come in the order in which they run. */
	if (strcmp(v[7], "1") != 0 && before != NULL &&
	    strcmp(before->record, "trigger") == 0)
		sm_my_option(c, &o->options, "follows", before->name);
	sm_my_stored(c, o, v[5], v[6]);
	return true;
}

bool
sm_my_read_triggers(struct sm_my_catalog *c, struct sm_error *e)
{
	return sm_my_query(c, "SELECT trigger_name, event_object_table, "
	    "action_timing, event_manipulation, action_statement, sql_mode, "
	    "definer, action_order FROM information_schema.triggers "
	    "WHERE trigger_schema = %s ORDER BY event_object_table, "
	    "action_timing, event_manipulation, action_order",
	    8, trigger_row, e);
}

/* --- routines ------------------------------------------------------------- */

static bool
is_aggregate(struct sm_my_catalog *c, const char *body)
{
	struct sm_tokens v = {NULL, 0, 0};
	size_t i;

	if (!c->maria || !sm_my_has(body, "GROUP"))
		return false;
	sm_tokenize(c->scratch, c->dialect, body, strlen(body), &v);
	for (i = 0; i + 3 < v.n; i++)
		if (sm_token_is(&v.v[i], "FETCH") &&
		    sm_token_is(&v.v[i + 1], "GROUP") &&
		    sm_token_is(&v.v[i + 2], "NEXT") &&
		    sm_token_is(&v.v[i + 3], "ROW"))
			return true;
	return false;
}

static bool
routine_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	const char *record = sm_my_lower(c, v[1]);
	struct sm_object *o;

	(void)e;
	if (strcmp(record, "function") != 0 && strcmp(record, "procedure") != 0) {
		sm_my_unreadable(c, record, NULL, v[0],
		    "packages are not read");
		return true;
	}
	if (v[2] == NULL || strcmp(v[9], "SQL") != 0) {
		sm_my_unreadable(c, record, NULL, v[0], v[2] == NULL
		    ? "the user may not see its body"
		    : "it isn't written in SQL");
		return true;
	}
	o = sm_my_object(c, record, v[0]);
	sm_map_set(&c->routines, sm_sprintf(c->scratch, "%s %s", record, v[0]),
	    o);
	o->body = sm_strdup(c->arena, v[2]);
	sm_my_option_true(c, &o->options, "aggregate", is_aggregate(c, v[2]));
	if (strcmp(v[3], "CONTAINS SQL") != 0)
		sm_my_option(c, &o->options, "data_access",
		    sm_my_lower(c, v[3]));
	sm_my_option_true(c, &o->options, "deterministic",
	    strcmp(v[4], "YES") == 0);
	if (strcmp(v[5], "INVOKER") == 0)
		sm_my_option(c, &o->options, "security", "invoker");
	sm_my_stored(c, o, v[6], v[7]);
	o->comment = sm_my_text(c, v[8]);
	return true;
}

bool
sm_my_read_routines(struct sm_my_catalog *c, struct sm_error *e)
{
	return sm_my_query(c, "SELECT routine_name, routine_type, "
	    "routine_definition, sql_data_access, is_deterministic, "
	    "security_type, sql_mode, definer, routine_comment, routine_body "
	    "FROM information_schema.routines WHERE routine_schema = %s",
	    10, routine_row, e);
}

/* The type with the character set that it was given, where that says more. */
static const char *
typed(struct sm_my_catalog *c, const char *const *v)
{
	if (v[5] == NULL || strcmp(v[5], c->collation) == 0 ||
	    sm_my_has(v[4], "json"))
		return v[4];
	return sm_sprintf(c->scratch, "%s CHARACTER SET %s COLLATE %s", v[4],
	    v[6], v[5]);
}

/* In their order; place 0 is what a function returns. */
static bool
parameter_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_object *o = sm_map_get(&c->routines, sm_sprintf(c->scratch,
	    "%s %s", sm_my_lower(c, v[1]), v[0]));
	bool in;

	(void)e;
	if (o == NULL)
		return true;
	if (v[3] == NULL) {
		o->returns = sm_strdup(c->arena, typed(c, v));
		return true;
	}
	in = v[2] == NULL || strcmp(v[2], "IN") == 0;
	o->signature = sm_sprintf(c->arena, "%s%s%s%s%s %s%s%s",
	    o->signature != NULL ? o->signature : "",
	    o->signature != NULL ? ", " : "", in ? "" : v[2], in ? "" : " ",
	    sm_my_quoted(c, v[3]), typed(c, v), v[7] != NULL ? " DEFAULT " : "",
	    v[7] != NULL ? v[7] : "");
	return true;
}

bool
sm_my_read_parameters(struct sm_my_catalog *c, struct sm_error *e)
{
	bool defaults = c->maria && c->version >= sm_version("11.8");

	return sm_my_query(c, sm_sprintf(c->scratch,
	    "SELECT specific_name, routine_type, parameter_mode, "
	    "parameter_name, dtd_identifier, collation_name, "
	    "character_set_name, %s FROM information_schema.parameters "
	    "WHERE specific_schema = %%s "
	    "ORDER BY specific_name, routine_type, ordinal_position",
	    defaults ? "parameter_default" : "NULL"), 8, parameter_row, e);
}

/* --- events --------------------------------------------------------------- */

static bool
event_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_object *o = sm_my_object(c, "event", v[0]);
	const char *status = v[8], *when;

	(void)e;
	/* '1:2' HOUR_MINUTE: a string has its quotes in the catalog. */
	when = v[2] != NULL ? sm_sprintf(c->scratch, "AT '%s'", v[2])
	    : sm_sprintf(c->scratch, "EVERY %s %s", v[3], v[4]);
	o->definition = sm_sprintf(c->arena, "ON SCHEDULE %s%s%s%s DO %s", when,
	    v[6] != NULL ? " ENDS '" : "", v[6] != NULL ? v[6] : "",
	    v[6] != NULL ? "'" : "", v[1]);
	o->starts = sm_my_text(c, v[5]);
	if (strcmp(status, "DISABLED") == 0)
		sm_my_option_true(c, &o->options, "disabled", true);
	else if (strcmp(status, "ENABLED") != 0)
		sm_my_option(c, &o->options, "disabled", "on slave");
	sm_my_option_true(c, &o->options, "preserve",
	    strcmp(v[7], "PRESERVE") == 0);
	sm_my_stored(c, o, v[9], v[10]);
	o->comment = sm_my_text(c, v[11]);
	return true;
}

bool
sm_my_read_events(struct sm_my_catalog *c, struct sm_error *e)
{
	return sm_my_query(c, "SELECT event_name, event_definition, "
	    "execute_at, interval_value, interval_field, starts, ends, "
	    "on_completion, status, sql_mode, definer, event_comment "
	    "FROM information_schema.events WHERE event_schema = %s",
	    12, event_row, e);
}
