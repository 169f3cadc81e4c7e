/*
 * Aggregates.
 */
#include <string.h>

#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_type.h"

enum how {
	FLAG,   /* the word alone */
	STRING, /* in quotes */
	SQL     /* the name of a function, a type, a number */
};

/* CREATE AGGREGATE's parameters, those of sm-ndjson(5), "function". */
static const struct {
	const char *name;
	enum how how;
} options[] = {
	{"sfunc", SQL},
	{"stype", SQL},
	{"sspace", SQL},
	{"finalfunc", SQL},
	{"finalfunc_extra", FLAG},
	{"finalfunc_modify", SQL},
	{"combinefunc", SQL},
	{"serialfunc", SQL},
	{"deserialfunc", SQL},
	{"initcond", STRING},
	{"msfunc", SQL},
	{"minvfunc", SQL},
	{"mstype", SQL},
	{"msspace", SQL},
	{"mfinalfunc", SQL},
	{"mfinalfunc_extra", FLAG},
	{"mfinalfunc_modify", SQL},
	{"minitcond", STRING},
	{"sortop", SQL},
	{"parallel", SQL},
	{"hypothetical", FLAG},
};
#define NOPTIONS (sizeof options / sizeof options[0])

/*
 * The name with its parameters: here the list isn't empty but a star, and an
 * ordered-set one's has ORDER BY.  NULL: refused.
 */
static const char *
name_of(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *list = o->signature != NULL ? o->signature : o->arguments;

	if (list == NULL || *list == '\0')
		list = "*";
	else if ((list = sm_pgsql_text(w, SM_FRAGMENT_EXPRESSION, list,
	              "the list of its parameters")) == NULL)
		return NULL;
	return sm_sprintf(w->arena, "%s(%s)",
	    sm_pgsql_qualified(w, o->schema, o->name), list);
}

static bool
add_option(struct sm_pgsql *w, struct sm_buf *b, size_t i, const char *value)
{
	if (options[i].how == FLAG) {
		sm_buf_addf(b, "%s", options[i].name);
		return true;
	}
	value = options[i].how == STRING ? sm_pgsql_string(w, value)
	    : sm_pgsql_text(w, SM_FRAGMENT_DEFAULT, value, options[i].name);
	if (value == NULL)
		return false;
	/* An operator with a schema is spelled app.<: for it alone, this. */
	if (strcmp(options[i].name, "sortop") == 0)
		value = sm_sprintf(w->arena, "OPERATOR(%s)", value);
	sm_buf_addf(b, "%s = %s", options[i].name, value);
	return true;
}

static bool
create(struct sm_pgsql *w, struct sm_buf *b, const char *word,
    const struct sm_object *o)
{
	const char *name = name_of(w, o), *value;
	bool first = true;
	size_t i;

	if (name == NULL)
		return false;
	sm_buf_addf(b, "%s AGGREGATE %s (", word, name);
	for (i = 0; i < NOPTIONS; i++) {
		value = sm_option_text(w->arena, &o->options, options[i].name);
		if (value == NULL || (options[i].how == FLAG &&
		        !sm_option_on(&o->options, options[i].name)))
			continue;
		sm_buf_adds(b, first ? "\n\t" : ",\n\t");
		first = false;
		if (!add_option(w, b, i, value))
			return false;
	}
	sm_buf_adds(b, "\n)");
	return true;
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
sm_pgsql_add_aggregate(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return run_create(w, "CREATE", o) &&
	    sm_pgsql_add_access(w, "AGGREGATE", name_of(w, o), o);
}

bool
sm_pgsql_drop_aggregate(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = name_of(w, o);

	(void)part;
	if (name == NULL)
		return false;
	sm_pgsql_run(&w->script, "DROP AGGREGATE %s", name);
	return true;
}

static const char *
words_of_all(struct sm_pgsql *w)
{
	const char *words = "";
	size_t i;

	for (i = 0; i < NOPTIONS; i++)
		words = sm_sprintf(w->arena, "%s%s%s", words,
		    i > 0 ? " " : "", options[i].name);
	return words;
}

static bool
changes_option(const struct sm_pgsql *w)
{
	size_t i;

	for (i = 0; i < NOPTIONS; i++)
		if (sm_pgsql_changes(w, options[i].name))
			return true;
	return false;
}

bool
sm_pgsql_modify_aggregate(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const char *name = name_of(w, new_);

	(void)old_part;
	(void)new_part;
	if (name == NULL || !sm_pgsql_knows(w, words_of_all(w)))
		return false;
	if (changes_option(w) && !run_create(w, "CREATE OR REPLACE", new_))
		return false;
	return sm_pgsql_modify_access(w, "AGGREGATE", name, old, new_);
}
