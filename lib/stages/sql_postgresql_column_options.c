/*
 * What is said of a column by statements of their own: how its values are
 * stored, what is kept of them as statistics, its NOT NULL's details.
 */
#include <string.h>

#include "stages/sql_postgresql_table.h"

/*
 * Statements on one table alone: its children have settings of their own, to
 * which ALTER TABLE without ONLY would hand these down.
 */
#define ALTER "ALTER TABLE ONLY %s ALTER COLUMN %s "

struct row {
	const char *name;
	bool (*say)(struct sm_pgsql *, const char *table,
	    const struct sm_column *, const char *value);
};

/*
 * SET STORAGE DEFAULT came with 16; before that the type is asked for what it
 * stores its values as.
 */
static void
reset_storage(struct sm_pgsql *w, const char *table,
    const struct sm_column *c)
{
	const char *column = sm_pgsql_name(w, c->name);

	if (w->version >= SM_PGSQL_VERSION(16)) {
		sm_pgsql_run(&w->script, ALTER "SET STORAGE DEFAULT", table,
		    column);
		return;
	}
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w,
	    sm_sprintf(w->arena, "BEGIN\n\tEXECUTE %s || (SELECT CASE "
	        "t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' "
	        "WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END\n\t    FROM "
	        "pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid "
	        "= a.atttypid\n\t    WHERE a.attrelid = %s::regclass AND "
	        "a.attname = %s AND NOT a.attisdropped);\nEND",
	        sm_pgsql_string(w, sm_sprintf(w->arena, ALTER "SET STORAGE ",
	            table, column)),
	        sm_pgsql_string(w, table), sm_pgsql_string(w, c->name))));
}

static bool
say_word(struct sm_pgsql *w, const char *table, const struct sm_column *c,
    const char *what, const char *value)
{
	if (!sm_pgsql_fits(w, SM_FRAGMENT_WORD, value, what))
		return false;
	sm_pgsql_run(&w->script, ALTER "SET %s %s", table,
	    sm_pgsql_name(w, c->name), what, value);
	return true;
}

static bool
say_storage(struct sm_pgsql *w, const char *table, const struct sm_column *c,
    const char *value)
{
	if (value != NULL)
		return say_word(w, table, c, "STORAGE", value);
	reset_storage(w, table, c);
	return true;
}

static bool
say_compression(struct sm_pgsql *w, const char *table,
    const struct sm_column *c, const char *value)
{
	if (w->version < SM_PGSQL_VERSION(14))
		return sm_pgsql_refuse(w, "columns have no compression before "
		    "PostgreSQL 14");
	return say_word(w, table, c, "COMPRESSION",
	    value != NULL ? value : "default");
}

static bool
say_statistics(struct sm_pgsql *w, const char *table,
    const struct sm_column *c, const char *value)
{
	if (value != NULL && (strspn(value, "0123456789") != strlen(value) ||
	        *value == '\0'))
		return sm_pgsql_refuse(w, "the statistics target of %s is no "
		    "number", sm_pgsql_name(w, c->name));
	sm_pgsql_run(&w->script, ALTER "SET STATISTICS %s", table,
	    sm_pgsql_name(w, c->name), value != NULL ? value : "-1");
	return true;
}

/* Attribute options: n_distinct and the like. */
static void
say_parameter(struct sm_pgsql *w, const char *table,
    const struct sm_column *c, const char *name, const char *value)
{
	if (value != NULL)
		sm_pgsql_run(&w->script, ALTER "SET (%s=%s)", table,
		    sm_pgsql_name(w, c->name), sm_pgsql_name(w, name),
		    sm_pgsql_string(w, value));
	else
		sm_pgsql_run(&w->script, ALTER "RESET (%s)", table,
		    sm_pgsql_name(w, c->name), sm_pgsql_name(w, name));
}

/* Where the server made the name up it isn't in the plan. */
void
sm_pgsql_not_null_run(struct sm_pgsql *w, const char *table,
    const struct sm_column *c, const char *statement)
{
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w,
	    sm_sprintf(w->arena, "DECLARE\n\tn name;\nBEGIN\n\tSELECT "
	        "c.conname INTO STRICT n FROM pg_catalog.pg_constraint c\n"
	        "\t    JOIN pg_catalog.pg_attribute a ON a.attrelid = "
	        "c.conrelid AND c.conkey = ARRAY[a.attnum]\n\t    WHERE "
	        "c.contype = 'n' AND c.conrelid = %s::regclass AND a.attname "
	        "= %s;\n\tEXECUTE format(%s, n);\nEND",
	        sm_pgsql_string(w, table), sm_pgsql_string(w, c->name),
	        sm_pgsql_string(w, statement))));
}

/* A text that format() is to leave alone. */
static const char *
without_percents(const struct sm_pgsql *w, const char *text)
{
	char *out = sm_alloc(w->arena, 2 * strlen(text) + 1), *to = out;

	for (; *text != '\0'; text++) {
		*to++ = *text;
		if (*text == '%')
			*to++ = '%';
	}
	return out;
}

static bool
say_no_inherit(struct sm_pgsql *w, const char *table,
    const struct sm_column *c, const char *value)
{
	if (c->nullable)
		return true;
	sm_pgsql_not_null_run(w, table, c, sm_sprintf(w->arena,
	    "ALTER TABLE %s ALTER CONSTRAINT %%I %sINHERIT",
	    without_percents(w, table), value != NULL ? "NO " : ""));
	return true;
}

/* What holds already can't be unsaid but by making it anew. */
static bool
say_not_valid(struct sm_pgsql *w, const char *table,
    const struct sm_column *c, const char *value)
{
	const char *column = sm_pgsql_name(w, c->name);

	if (c->nullable)
		return true;
	if (value == NULL) {
		sm_pgsql_not_null_run(w, table, c, sm_sprintf(w->arena,
		    "ALTER TABLE %s VALIDATE CONSTRAINT %%I",
		    without_percents(w, table)));
		return true;
	}
	sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s DROP NOT "
	    "NULL", table, column);
	sm_pgsql_run(&w->script, "ALTER TABLE %s ADD %s%s NOT NULL %s NOT "
	    "VALID", table, c->not_null_name != NULL ? "CONSTRAINT " : "",
	    c->not_null_name != NULL ? sm_pgsql_name(w, c->not_null_name) : "",
	    column);
	return true;
}

static void
comment_not_null(struct sm_pgsql *w, const char *table,
    const struct sm_column *c)
{
	if (c->not_null_comment == NULL && c->nullable)
		return;
	sm_pgsql_not_null_run(w, table, c, sm_sprintf(w->arena,
	    "COMMENT ON CONSTRAINT %%I ON %s IS %s",
	    without_percents(w, table), c->not_null_comment != NULL
	        ? without_percents(w, sm_pgsql_string(w, c->not_null_comment))
	        : "NULL"));
}

static const struct row rows[] = {
	{"storage", say_storage},
	{"compression", say_compression},
	{"statistics", say_statistics},
	{"not_null_no_inherit", say_no_inherit},
	{"not_null_not_valid", say_not_valid},
};
#define NROWS (sizeof rows / sizeof rows[0])

bool
sm_pgsql_column_option_modify(struct sm_pgsql *w, const char *table,
    const struct sm_column *old, const struct sm_column *new_,
    const char *word, bool *known)
{
	const char *value = sm_option_text(w->arena, &new_->options, word);
	size_t i;

	*known = true;
	for (i = 0; i < NROWS; i++)
		if (strcmp(rows[i].name, word) == 0)
			return rows[i].say(w, table, new_, value);
	if (strcmp(word, "not_null_comment") == 0) {
		comment_not_null(w, table, new_);
		return true;
	}
	*known = sm_option(&old->options, word) != NULL || value != NULL;
	if (*known)
		say_parameter(w, table, new_, word, value);
	return true;
}

bool
sm_pgsql_column_rest(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_column *c)
{
	static const struct sm_column nothing = {0};
	const char *table = sm_pgsql_object_name(w, o);
	bool known;
	size_t i;

	for (i = 0; i < c->options.n; i++) {
		const char *word = c->options.v[i].name;

		/* The column's own words say it (sm_pgsql_column_text). */
		if (strcmp(word, "not_null_no_inherit") == 0)
			continue;
		if (!sm_pgsql_column_option_modify(w, table, &nothing, c,
		        word, &known))
			return false;
	}
	if (c->not_null_comment != NULL)
		comment_not_null(w, table, c);
	if (c->comment != NULL)
		sm_pgsql_comment(w, "COLUMN", sm_sprintf(w->arena, "%s.%s",
		    table, sm_pgsql_name(w, c->name)), c->comment);
	return sm_pgsql_identity_rest(w, o, c) &&
	    sm_pgsql_grants(w, "TABLE", table, c->name, NULL, &c->grants);
}
