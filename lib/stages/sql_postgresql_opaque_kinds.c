/*
 * What the statements of each opaque kind call it, and which of them can't be
 * made, dropped or changed.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_opaque.h"

/* --- names ---------------------------------------------------------------- */

static const char *
plain(struct sm_pgsql *w, const struct sm_object *o)
{
	return sm_pgsql_qualified(w, o->schema, o->name);
}

static const char *
arguments_of(const struct sm_object *o)
{
	return o->arguments != NULL ? o->arguments : "";
}

/* A type's name is spelled by the server, and stands as it is. */
static const char *
type_text(struct sm_pgsql *w, const char *type)
{
	return sm_pgsql_text(w, SM_FRAGMENT_DEFAULT, type, "its type");
}

static const char *
cast(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *from = type_text(w, o->name);
	const char *to = from != NULL ? type_text(w, arguments_of(o)) : NULL;

	return to != NULL ? sm_sprintf(w->arena, "(%s AS %s)", from, to)
	                  : NULL;
}

/* An operator's name can't be quoted; no comment may begin in it (scan.l). */
static const char *
operator_alone(struct sm_pgsql *w, const struct sm_object *o)
{
	if (*o->name == '\0' ||
	    o->name[strspn(o->name, "~!@#^&|`?+-*/%<>=")] != '\0' ||
	    strstr(o->name, "--") != NULL || strstr(o->name, "/*") != NULL) {
		sm_pgsql_refuse(w, "\"%.60s\" is no name of an operator",
		    sm_printable_str(w->arena, o->name));
		return NULL;
	}
	return o->schema == NULL ? o->name : sm_sprintf(w->arena, "%s.%s",
	    sm_pgsql_name(w, o->schema), o->name);
}

static const char *
operator_with(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *alone = operator_alone(w, o);
	const char *sides = alone == NULL ? NULL
	    : sm_pgsql_text(w, SM_FRAGMENT_EXPRESSION, arguments_of(o),
	          "its arguments");

	return sides != NULL ? sm_sprintf(w->arena, "%s (%s)", alone, sides)
	                     : NULL;
}

static const char *
using_method(struct sm_pgsql *w, const struct sm_object *o)
{
	return sm_sprintf(w->arena, "%s USING %s", plain(w, o),
	    sm_pgsql_name(w, arguments_of(o)));
}

static const char *
for_type(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *type = type_text(w, o->name);

	return type != NULL ? sm_sprintf(w->arena, "FOR %s", type) : NULL;
}

static const char *
for_type_language(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *type = for_type(w, o);

	return type == NULL ? NULL : sm_sprintf(w->arena, "%s LANGUAGE %s",
	    type, sm_pgsql_name(w, arguments_of(o)));
}

static const char *
for_user(struct sm_pgsql *w, const struct sm_object *o)
{
	return sm_sprintf(w->arena, "FOR %s", strcmp(o->name, "public") == 0
	    ? "PUBLIC" : sm_pgsql_name(w, o->name));
}

static const char *
for_user_server(struct sm_pgsql *w, const struct sm_object *o)
{
	return sm_sprintf(w->arena, "%s SERVER %s", for_user(w, o),
	    sm_pgsql_name(w, arguments_of(o)));
}

/* --- what can't be done --------------------------------------------------- */

/* A shell is made and dropped like anything else. */
static bool
no_base_type(struct sm_pgsql *w, const struct sm_object *o)
{
	if (o->definition != NULL && *o->definition == '\0')
		return true;
	sm_pgsql_refuse(w, "a base type and its functions need each other, and "
	    "libraries that are not in the schema");
	return sm_pgsql_procedure(w, "run what came with it (CREATE TYPE %s, "
	    "its C functions, CREATE TYPE again; DROP TYPE ... CASCADE) by "
	    "hand, then make a new plan", plain(w, o));
}

static bool
no_subscription(struct sm_pgsql *w, const struct sm_object *o)
{
	bool add = w->op->verb == SM_ADD;

	if (!add && o->definition != NULL &&
	    strstr(o->definition, "slot_name = NONE") != NULL)
		return true;
	if (add) {
		sm_pgsql_refuse(w, "its connection isn't in the snapshot, for "
		    "it may hold a password");
		return sm_pgsql_procedure(w, "CREATE SUBSCRIPTION %s by hand, "
		    "then make a new plan", plain(w, o));
	}
	sm_pgsql_refuse(w, "its slot at the publisher goes with it, and "
	    "doesn't come back with a rollback");
	return sm_pgsql_procedure(w, "DROP SUBSCRIPTION %s by hand, outside a "
	    "transaction, then make a new plan", plain(w, o));
}

#define KIND(record, what) record, what, plain, plain, NULL, NULL, false
#define FLAGGED(record, what, flag, word, replaces)                            \
	record, what, plain, plain, flag, word, replaces
#define NAMED(record, what, made, named)                                       \
	record, what, made, named, NULL, NULL, false

const struct sm_pgsql_opaque sm_pgsql_opaque_kinds[] = {
	{KIND("event_trigger", "EVENT TRIGGER"),
	    sm_pgsql_event_trigger_options, NULL},
	{KIND("publication", "PUBLICATION"), NULL, NULL},
	{KIND("subscription", "SUBSCRIPTION"), sm_pgsql_subscription_options,
	    no_subscription},
	{KIND("foreign_data_wrapper", "FOREIGN DATA WRAPPER"), NULL, NULL},
	{KIND("foreign_server", "SERVER"), NULL, NULL},
	{NAMED("user_mapping", "USER MAPPING", for_user, for_user_server),
	    NULL, NULL},
	{KIND("foreign_table", "FOREIGN TABLE"),
	    sm_pgsql_foreign_table_options, NULL},
	{NAMED("cast", "CAST", cast, cast), NULL, NULL},
	{NAMED("operator", "OPERATOR", operator_alone, operator_with), NULL,
	    NULL},
	{NAMED("operator_class", "OPERATOR CLASS", plain, using_method), NULL,
	    NULL},
	{NAMED("operator_family", "OPERATOR FAMILY", plain, using_method),
	    sm_pgsql_family_options, NULL},
	{FLAGGED("conversion", "CONVERSION", "default", "DEFAULT ", false),
	    NULL, NULL},
	{NAMED("transform", "TRANSFORM", for_type, for_type_language), NULL,
	    NULL},
	{KIND("access_method", "ACCESS METHOD"), NULL, NULL},
	{FLAGGED("language", "LANGUAGE", "trusted", "TRUSTED ", true), NULL,
	    NULL},
	{KIND("text_search_parser", "TEXT SEARCH PARSER"), NULL, NULL},
	{KIND("text_search_dictionary", "TEXT SEARCH DICTIONARY"), NULL, NULL},
	{KIND("text_search_template", "TEXT SEARCH TEMPLATE"), NULL, NULL},
	{KIND("text_search_configuration", "TEXT SEARCH CONFIGURATION"),
	    sm_pgsql_configuration_options, NULL},
	{KIND("base_type", "TYPE"), NULL, no_base_type},
	{NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL},
};
