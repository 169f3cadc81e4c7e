/*
 * Functions and procedures.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_set.h"
#include "stages/sql_postgresql_type.h"

static const char *
what_of(const struct sm_object *o)
{
	return strcmp(o->record, "procedure") == 0 ? "PROCEDURE" : "FUNCTION";
}

/* What the record says of it, as far as CREATE and DROP take it as it is. */
static const char *
fits(struct sm_pgsql *w, const char *text, const char *what)
{
	/* No parameters, nothing returned. */
	if (text == NULL || *text == '\0')
		return "";
	return sm_pgsql_text(w, SM_FRAGMENT_EXPRESSION, text, what);
}

/* --- the options ---------------------------------------------------------- */

static const struct {
	const char *name;
	const char *words; /* %s: the value; else the option is a flag */
	enum sm_fragment kind; /* of the value, but for the language's name */
} options[] = {
	{"language", "LANGUAGE %s", SM_FRAGMENT_WORD},
	{"window", "WINDOW", SM_FRAGMENT_WORD},
	{"volatility", "%s", SM_FRAGMENT_WORD},
	{"leakproof", "LEAKPROOF", SM_FRAGMENT_WORD},
	{"strict", "STRICT", SM_FRAGMENT_WORD},
	{"security_definer", "SECURITY DEFINER", SM_FRAGMENT_WORD},
	{"parallel", "PARALLEL %s", SM_FRAGMENT_WORD},
	{"cost", "COST %s", SM_FRAGMENT_DEFAULT},
	{"rows", "ROWS %s", SM_FRAGMENT_DEFAULT},
	{"support", "SUPPORT %s", SM_FRAGMENT_DEFAULT},
};
#define NOPTIONS (sizeof options / sizeof options[0])
static const char words_of_all[] =
    "signature returns body sql_body language window volatility leakproof "
    "strict security_definer parallel cost rows support transforms set library";

static bool
add_option(struct sm_pgsql *w, struct sm_buf *b, size_t i, const char *value)
{
	const char *words = options[i].words, *at = strstr(words, "%s");

	if (at == NULL) {
		if (strcmp(value, "true") == 0)
			sm_buf_addf(b, "\n%s", words);
		return true;
	}
	value = i == 0 ? sm_pgsql_name(w, value)
	    : sm_pgsql_text(w, options[i].kind, value, options[i].name);
	if (value == NULL)
		return false;
	sm_buf_addf(b, "\n%.*s%s", (int)(at - words), words, value);
	return true;
}

static bool
add_options(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	const char *value;
	size_t i;

	for (i = 0; i < NOPTIONS; i++) {
		value = sm_option_text(w->arena, &o->options, options[i].name);
		if (value != NULL && !add_option(w, b, i, value))
			return false;
	}
	return true;
}

static bool
add_transforms(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	struct sm_strings types = sm_option_strings(w->arena, &o->options,
	    "transforms");
	const char *type;
	size_t i;

	for (i = 0; i < types.n; i++) {
		type = sm_pgsql_text(w, SM_FRAGMENT_DEFAULT, types.v[i],
		    "a type of its transforms");
		if (type == NULL)
			return false;
		sm_buf_addf(b, "%s FOR TYPE %s", i == 0 ? "\nTRANSFORM" : ",",
		    type);
	}
	return true;
}

/* --- the body ------------------------------------------------------------- */

static bool
is_language(struct sm_pgsql *w, const struct sm_object *o, const char *name)
{
	const char *language = sm_option_text(w->arena, &o->options,
	    "language");

	return language != NULL && strcmp(language, name) == 0;
}

static bool
add_body(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	const char *library = sm_option_text(w->arena, &o->options, "library");
	const char *body = o->body != NULL ? o->body : "";
	const char *text;

	if (o->sql_body != NULL) {
		text = sm_pgsql_body_text(w, o->sql_body, "its body");
		if (text == NULL)
			return false;
		sm_buf_addf(b, "\n%s", text);
	} else if (library != NULL) {
		sm_buf_addf(b, "\nAS %s, %s", sm_pgsql_string(w, library),
		    sm_pgsql_string(w, body));
	} else if (is_language(w, o, "internal")) {
		sm_buf_addf(b, "\nAS %s", sm_pgsql_string(w, body));
	} else {
		sm_buf_addf(b, "\nAS %s", sm_pgsql_dollar(w, body));
	}
	return true;
}

/* --- all of it ------------------------------------------------------------ */

/* Everything is said: CREATE OR REPLACE takes away what isn't. */
static bool
create(struct sm_pgsql *w, struct sm_buf *b, const char *word,
    const struct sm_object *o)
{
	const char *parameters = fits(w, o->signature != NULL ? o->signature
	                                                      : o->arguments,
	    "the list of its parameters");
	const char *returns = fits(w, o->returns, "its result");

	if (parameters == NULL || returns == NULL)
		return false;
	if (sm_option(&o->options, "language") == NULL)
		return sm_pgsql_refuse(w, "the plan doesn't say its language");
	sm_buf_addf(b, "%s %s %s(%s)", word, what_of(o),
	    sm_pgsql_qualified(w, o->schema, o->name), parameters);
	if (*returns != '\0')
		sm_buf_addf(b, "\nRETURNS %s", returns);
	return add_options(w, b, o) && add_transforms(w, b, o) &&
	    sm_pgsql_add_set(w, b, &o->options) && add_body(w, b, o);
}

static bool
run_create(struct sm_pgsql *w, const char *word, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = create(w, &b, word, o);

	if (fine)
		sm_pgsql_run(&w->script, "%s", sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

bool
sm_pgsql_add_routine(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return fits(w, o->arguments, "its arguments") != NULL &&
	    run_create(w, "CREATE", o) &&
	    sm_pgsql_add_access(w, what_of(o), sm_pgsql_object_name(w, o), o);
}

bool
sm_pgsql_drop_routine(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return fits(w, o->arguments, "its arguments") != NULL &&
	    sm_pgsql_drop_plain(w, what_of(o), o);
}

static bool
only_access(const struct sm_pgsql *w)
{
	size_t i;

	for (i = 0; i < w->op->changes.n; i++)
		if (strcmp(w->op->changes.v[i], "comment") != 0 &&
		    strcmp(w->op->changes.v[i], "owner") != 0 &&
		    strcmp(w->op->changes.v[i], "grants") != 0)
			return false;
	return true;
}

bool
sm_pgsql_modify_routine(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old_part;
	(void)new_part;
	return sm_pgsql_knows(w, words_of_all) &&
	    fits(w, new_->arguments, "its arguments") != NULL &&
	    (only_access(w) || run_create(w, "CREATE OR REPLACE", new_)) &&
	    sm_pgsql_modify_access(w, what_of(new_),
	        sm_pgsql_object_name(w, new_), old, new_);
}
