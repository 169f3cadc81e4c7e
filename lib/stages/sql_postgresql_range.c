/*
 * Range types and collations: what CREATE takes as (name = value, ...).  None
 * of it can be changed as it stands.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/anew.h"
#include "model/kind.h"
#include "stages/sql_postgresql_keep.h"
#include "stages/sql_postgresql_type.h"
#include "text/lexer.h"

/* How the value of an option is written. */
enum how {
	AS_IS,    /* a type, a name as the catalog spells it */
	COLLATION,
	STRING,
	BOOLEAN
};
struct word {
	const char *name;
	enum how how;
};

static const struct word of_range[] = {
	{"subtype", AS_IS}, {"subtype_opclass", AS_IS},
	{"collation", COLLATION}, {"canonical", AS_IS},
	{"subtype_diff", AS_IS}, {"multirange_type_name", AS_IS},
	{NULL, AS_IS},
};
static const struct word of_collation[] = {
	{"provider", STRING}, {"locale", STRING}, {"lc_collate", STRING},
	{"lc_ctype", STRING}, {"deterministic", BOOLEAN}, {"rules", STRING},
	{NULL, AS_IS},
};

static const char *
value_of(struct sm_pgsql *w, const struct word *word, const char *text)
{
	switch (word->how) {
	case COLLATION:
		return sm_pgsql_collation(w, text);
	case STRING:
		return sm_pgsql_string(w, text);
	case BOOLEAN:
		return strcmp(text, "false") == 0 ? "false" : "true";
	case AS_IS:
		break;
	}
	return sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, text, word->name) ? text
	                                                               : NULL;
}

/* An option that isn't known would be lost. */
static bool
check_options(struct sm_pgsql *w, const struct sm_object *o,
    const struct word *words)
{
	const struct word *k;
	size_t i;

	for (i = 0; i < o->options.n; i++) {
		for (k = words; k->name != NULL; k++)
			if (strcmp(k->name, o->options.v[i].name) == 0)
				break;
		if (k->name == NULL)
			return sm_pgsql_refuse(w, "no option %.40s is known "
			    "here", sm_printable_str(w->arena,
			        o->options.v[i].name));
	}
	return true;
}

static bool
create(struct sm_pgsql *w, const struct sm_object *o, const char *statement,
    const char *as, const struct word *words)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct word *k;
	const char *text, *value = "";

	if (!check_options(w, o, words))
		return false;
	for (k = words; k->name != NULL && value != NULL; k++) {
		text = sm_option_text(w->arena, &o->options, k->name);
		if (text == NULL)
			continue;
		value = value_of(w, k, text);
		if (value != NULL)
			sm_buf_addf(&b, "%s%s = %s", b.len > 0 ? ", " : "",
			    k->name, value);
	}
	if (value != NULL)
		sm_pgsql_run(&w->script, "CREATE %s %s%s (%s)", statement,
		    sm_pgsql_object_name(w, o), as, sm_buf_str(&b));
	sm_buf_free(&b);
	return value != NULL;
}

/* --- range types ---------------------------------------------------------- */

static bool
create_range(struct sm_pgsql *w, const struct sm_object *o)
{
	return create(w, o, "TYPE", " AS RANGE", of_range);
}

bool
sm_pgsql_add_range_type(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return create_range(w, o) &&
	    sm_pgsql_add_access(w, "TYPE", sm_pgsql_object_name(w, o), o);
}

bool
sm_pgsql_drop_range_type(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "TYPE", o);
}

/* The name that the server makes up (makeMultirangeTypeName in typecmds.c). */
static const char *
multirange_of(struct sm_pgsql *w, const char *range)
{
	const char *at = strstr(range, "range");

	if (at == NULL)
		return sm_sprintf(w->arena, "%s_multirange",
		    sm_pgsql_clip(w, range, strlen("_multirange")));
	return sm_pgsql_clip(w, sm_sprintf(w->arena, "%.*smulti%s",
	    (int)(at - range), range, at), 0);
}

/* The name that a multirange was given, out of "schema.name". */
static const char *
given_multirange(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *text = sm_option_text(w->arena, &o->options,
	    "multirange_type_name");
	struct sm_tokens tokens = {NULL, 0, 0};

	if (text == NULL)
		return multirange_of(w, o->name);
	sm_tokenize(w->arena, w->dialect, text, strlen(text), &tokens);
	return tokens.n == 0 ? text
	                     : sm_token_name(w->arena, &tokens.v[tokens.n - 1]);
}

static void
function_aside(struct sm_pgsql *w, const struct sm_object *o,
    const char *function, const char *arguments)
{
	sm_pgsql_run(&w->script, "ALTER FUNCTION %s(%s) RENAME TO %s",
	    sm_pgsql_qualified(w, o->schema, function), arguments,
	    sm_pgsql_name(w, sm_pgsql_name_aside(w, function)));
}

/*
 * What came with the old range keeps the names that the new one's are to have:
 * its multirange (14), and the constructors of both (makeRangeConstructors(),
 * makeMultirangeConstructors() in typecmds.c).
 */
static bool
company_aside(struct sm_pgsql *w, const struct sm_object *old)
{
	const char *type = sm_pgsql_object_name(w, old);
	const char *subtype = sm_option_text(w->arena, &old->options,
	    "subtype");
	const char *given = sm_option_text(w->arena, &old->options,
	    "multirange_type_name");
	const char *multirange = given_multirange(w, old);

	if (given != NULL && !sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, given,
	        "the name of the multirange type"))
		return false;
	if (subtype == NULL || !sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, subtype,
	        "the subtype of the range"))
		return w->e->message == NULL &&
		    sm_pgsql_refuse(w, "it has no subtype");
	function_aside(w, old, old->name, sm_sprintf(w->arena, "%s, %s",
	    subtype, subtype));
	function_aside(w, old, old->name, sm_sprintf(w->arena,
	    "%s, %s, pg_catalog.text", subtype, subtype));
	if (w->version < SM_PGSQL_VERSION(14))
		return true;
	function_aside(w, old, multirange, "");
	function_aside(w, old, multirange, type);
	function_aside(w, old, multirange, sm_sprintf(w->arena,
	    "VARIADIC %s[]", type));
	sm_pgsql_run(&w->script, "ALTER TYPE %s RENAME TO %s", given != NULL
	    ? given : sm_pgsql_qualified(w, old->schema, multirange),
	    sm_pgsql_name(w, sm_pgsql_name_aside(w, multirange)));
	return true;
}

bool
sm_pgsql_modify_range_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	static const struct sm_pgsql_replacement how = {.what = "TYPE",
	    .create = create_range, .through = "text"};

	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "subtype subtype_opclass collation canonical "
	        "subtype_diff multirange_type_name"))
		return false;
	if (sm_type_made_anew(w->t->plan, w->op, old, new_))
		return company_aside(w, old) &&
		    sm_pgsql_replace_type(w, old, new_, &how);
	return sm_pgsql_modify_access(w, "TYPE",
	    sm_pgsql_object_name(w, new_), old, new_);
}

/* --- collations ----------------------------------------------------------- */

bool
sm_pgsql_add_collation(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return create(w, o, "COLLATION", "", of_collation) &&
	    sm_pgsql_add_access(w, "COLLATION", sm_pgsql_object_name(w, o),
	        o);
}

bool
sm_pgsql_drop_collation(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "COLLATION", o);
}

static bool
is_that(const char *text, const char *collation)
{
	return text != NULL && strcmp(text, collation) == 0;
}

/* Which object has the collation, in words; NULL: none. */
static const char *
find_user(struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *collation)
{
	const struct sm_object *o = sm_pgsql_object_now(w, item);
	const struct sm_column *c;
	size_t i;

	if (o == NULL || o->unreadable || o->kind->record == NULL)
		return NULL;
	if (is_that(o->domain.collation, collation) ||
	    is_that(sm_option_text(w->arena, &o->options, "collation"),
	        collation))
		return sm_sprintf(w->arena, "%s %s", o->kind->noun,
		    sm_pgsql_object_name(w, o));
	for (i = 0; i < o->columns.n; i++) {
		c = o->kind->has_parts
		    ? sm_pgsql_column_by_now(w, item, o->columns.v[i].name)
		    : &o->columns.v[i];
		if (c != NULL && is_that(c->collation, collation))
			return sm_sprintf(w->arena, "%s of %s",
			    sm_pgsql_name(w, c->name),
			    sm_pgsql_object_name(w, o));
	}
	return NULL;
}

bool
sm_pgsql_modify_collation(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const char *name = sm_pgsql_object_name(w, old), *user = NULL;
	size_t i;

	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "provider locale lc_collate lc_ctype "
	        "deterministic rules"))
		return false;
	if (!sm_type_made_anew(w->t->plan, w->op, old, new_))
		return sm_pgsql_modify_access(w, "COLLATION", name, old,
		    new_);
	for (i = 0; i < w->t->items.n && user == NULL; i++)
		user = find_user(w, w->t->items.v[i], name);
	if (user == NULL)
		return sm_pgsql_keep_object(w, old, new_) &&
		    sm_pgsql_drop_collation(w, old, NULL) &&
		    sm_pgsql_add_collation(w, new_, NULL) &&
		    sm_pgsql_keep_object_again(w, new_);
	sm_pgsql_refuse(w, "it must be dropped and made again, and %s has it",
	    sm_printable_str(w->arena, user));
	return sm_pgsql_procedure(w, "make the new collation under another "
	    "name, change %s to it, drop the old one and rename the new one; "
	    "then run the pipeline again", sm_printable_str(w->arena, user));
}
