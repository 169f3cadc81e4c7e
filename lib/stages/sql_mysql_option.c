/*
 * Options of a table.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_mysql.h"
#include "text/ascii.h"

enum how {
	BARE,   /* NAME=value */
	STRING, /* NAME='value' */
	ENGINE, /* `name`='value': the storage engine's own */
	NEVER   /* only CREATE TABLE says it: NAME='value' */
};

/* How each is said, and what is said to be rid of it; NULL: it can't be. */
static const struct option {
	const char *name, *sql;
	enum how how;
	const char *none;
} options[] = {
	{"engine", "ENGINE", BARE, NULL},
	{"row_format", "ROW_FORMAT", BARE, "DEFAULT"},
	{"collation", "DEFAULT COLLATE", BARE, NULL},
	{"key_block_size", "KEY_BLOCK_SIZE", BARE, "0"},
	{"avg_row_length", "AVG_ROW_LENGTH", BARE, "0"},
	{"max_rows", "MAX_ROWS", BARE, "0"},
	{"min_rows", "MIN_ROWS", BARE, "0"},
	{"checksum", "CHECKSUM", BARE, "0"},
	{"page_checksum", "PAGE_CHECKSUM", BARE, "0"},
	{"delay_key_write", "DELAY_KEY_WRITE", BARE, "0"},
	{"pack_keys", "PACK_KEYS", BARE, "DEFAULT"},
	{"stats_persistent", "STATS_PERSISTENT", BARE, "DEFAULT"},
	{"stats_auto_recalc", "STATS_AUTO_RECALC", BARE, "DEFAULT"},
	{"stats_sample_pages", "STATS_SAMPLE_PAGES", BARE, "DEFAULT"},
	{"transactional", "TRANSACTIONAL", BARE, "DEFAULT"},
	{"insert_method", "INSERT_METHOD", BARE, "NO"},
	{"autoextend_size", "AUTOEXTEND_SIZE", BARE, "0"},
	{"tablespace", "TABLESPACE", BARE, NULL},
	{"compression", "COMPRESSION", STRING, "''"},
	{"connection", "CONNECTION", STRING, "''"},
	{"encryption", "ENCRYPTION", STRING, "'N'"},
	{"secondary_engine", "SECONDARY_ENGINE", BARE, "NULL"},
	{"engine_attribute", "ENGINE_ATTRIBUTE", STRING, "''"},
	{"secondary_engine_attribute", "SECONDARY_ENGINE_ATTRIBUTE", STRING,
	    "''"},
	{"data_directory", "DATA DIRECTORY", NEVER, NULL},
	{"index_directory", "INDEX DIRECTORY", NEVER, NULL},
	{"page_compressed", "`PAGE_COMPRESSED`", ENGINE, "DEFAULT"},
	{"page_compression_level", "`PAGE_COMPRESSION_LEVEL`", ENGINE,
	    "DEFAULT"},
	{"encrypted", "`ENCRYPTED`", ENGINE, "DEFAULT"},
	{"encryption_key_id", "`ENCRYPTION_KEY_ID`", ENGINE, "DEFAULT"},
};
#define NOPTIONS (sizeof options / sizeof options[0])

/* Said by clauses of their own. */
static bool
is_clause(const char *name)
{
	static const char *const clauses[] = {"system_versioned",
	    "system_period", "period", "partitioned"};
	size_t i;

	for (i = 0; i < sizeof clauses / sizeof clauses[0]; i++)
		if (strcmp(clauses[i], name) == 0)
			return true;
	return false;
}

/* One that we don't know may be a storage engine's; MySQL has no such. */
static const struct option *
find(struct sm_mysql *w, const char *name)
{
	struct option *other;
	size_t i;

	for (i = 0; i < NOPTIONS; i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	if (!sm_mysql_has(w, SM_MYSQL_ENGINE_OPTIONS)) {
		sm_mysql_refuse(w, "nobody told sm-sql what the table's option "
		    "%s is", sm_printable_str(w->arena, name));
		return NULL;
	}
	other = sm_alloc(w->arena, sizeof *other);
	other->name = name;
	other->sql = sm_mysql_name(w, name);
	other->how = ENGINE;
	other->none = "DEFAULT";
	return other;
}

static bool
is_bare(const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++)
		if (!sm_is_name(*p) || *p == '$')
			return false;
	return p > value;
}

static const char *
said(struct sm_mysql *w, const struct option *o, const char *value)
{
	if (o->how == BARE && !is_bare(value)) {
		sm_mysql_refuse(w, "the table's option %s can't be %s",
		    o->name, sm_printable_str(w->arena, value));
		return NULL;
	}
	return sm_sprintf(w->arena, "%s=%s", o->sql,
	    o->how == BARE ? value : sm_mysql_string(w, value));
}

/* PERIOD FOR …, as CREATE TABLE has it among the columns. */
static const char *
period_text(struct sm_mysql *w, const struct sm_options *list,
    const char *name)
{
	const char *text = sm_mysql_option(w, list, name);

	text = sm_mysql_fit(w, SM_FRAGMENT_DEFAULT, text, "the period");
	if (text == NULL)
		return NULL;
	return sm_sprintf(w->arena, "PERIOD FOR %s%s",
	    strcmp(name, "period") == 0 ? "" : "SYSTEM_TIME ", text);
}

bool
sm_mysql_periods(struct sm_mysql *w, const struct sm_object *o,
    struct sm_strings *out)
{
	static const char *const names[] = {"system_period", "period"};
	const char *text;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (sm_option(&o->options, names[i]) == NULL)
			continue;
		text = period_text(w, &o->options, names[i]);
		if (text == NULL)
			return false;
		sm_strings_add(w->arena, out, text);
	}
	return true;
}

bool
sm_mysql_options(struct sm_mysql *w, const struct sm_object *o,
    struct sm_strings *out)
{
	const struct option *option;
	const char *text;
	size_t i;

	for (i = 0; i < o->options.n; i++) {
		const char *name = o->options.v[i].name;

		if (is_clause(name))
			continue;
		option = find(w, name);
		text = option == NULL ? NULL : said(w, option,
		    sm_mysql_option(w, &o->options, name));
		if (text == NULL)
			return false;
		sm_strings_add(w->arena, out, text);
	}
	if (o->comment != NULL)
		sm_strings_add(w->arena, out, sm_sprintf(w->arena,
		    "COMMENT=%s", sm_mysql_string(w, o->comment)));
	if (sm_option(&o->options, "system_versioned") != NULL)
		sm_strings_add(w->arena, out, "WITH SYSTEM VERSIONING");
	return true;
}

static bool
modify_period(struct sm_mysql *w, const struct sm_object *old,
    const struct sm_object *new_, const char *word, struct sm_strings *out)
{
	const char *name = strcmp(word, "period") == 0 ? NULL : "SYSTEM_TIME";
	const char *text;

	if (sm_option(&old->options, word) != NULL) {
		text = sm_mysql_option(w, &old->options, word);
		/* `p` (`a`, `b`): its name stands before the columns. */
		if (name == NULL)
			name = sm_memdup(w->arena, text, strcspn(text, "("));
		name = sm_mysql_fit(w, SM_FRAGMENT_WORD, name, "a period");
		if (name == NULL)
			return false;
		sm_strings_add(w->arena, out, sm_sprintf(w->arena,
		    "DROP PERIOD FOR %s", name));
	}
	if (sm_option(&new_->options, word) == NULL)
		return true;
	text = period_text(w, &new_->options, word);
	if (text != NULL)
		sm_strings_add(w->arena, out, sm_sprintf(w->arena, "ADD %s",
		    text));
	return text != NULL;
}

static bool
modify_clause(struct sm_mysql *w, const struct sm_object *old,
    const struct sm_object *new_, const char *word, struct sm_strings *out)
{
	if (strcmp(word, "system_versioned") != 0)
		return modify_period(w, old, new_, word, out);
	if (!sm_mysql_has(w, SM_MYSQL_VERSIONING))
		return sm_mysql_refuse(w, "%s %s has no system versioning",
		    w->dialect->title, w->server);
	sm_strings_add(w->arena, out,
	    sm_option(&new_->options, word) != NULL ? "ADD SYSTEM VERSIONING"
	                                            : "DROP SYSTEM VERSIONING");
	return true;
}

bool
sm_mysql_modify_option(struct sm_mysql *w, const struct sm_object *old,
    const struct sm_object *new_, const char *word, struct sm_strings *out)
{
	const struct option *o;
	const char *value, *text;

	if (strcmp(word, "comment") == 0) {
		sm_strings_add(w->arena, out, sm_sprintf(w->arena,
		    "COMMENT=%s", sm_mysql_string(w,
		        new_->comment != NULL ? new_->comment : "")));
		return true;
	}
	if (is_clause(word))
		return modify_clause(w, old, new_, word, out);
	if (sm_option(&old->options, word) == NULL &&
	    sm_option(&new_->options, word) == NULL)
		return sm_mysql_refuse(w, "nobody told sm-sql what \"%s\" is",
		    sm_printable_str(w->arena, word));
	o = find(w, word);
	if (o == NULL)
		return false;
	value = sm_mysql_option(w, &new_->options, word);
	if (o->how == NEVER || (value == NULL && o->none == NULL)) {
		sm_mysql_refuse(w, "%s of a table that is there can't be "
		    "changed", o->sql);
		return sm_mysql_procedure(w, "make a table as it is to be, "
		    "copy the rows into it and let the two change names "
		    "(RENAME TABLE)");
	}
	text = value == NULL ? sm_sprintf(w->arena, "%s=%s", o->sql, o->none)
	                     : said(w, o, value);
	if (text != NULL)
		sm_strings_add(w->arena, out, text);
	return text != NULL;
}
