/*
 * psql's commands in a script: what has no bearing on a schema is passed over,
 * files are included, and what would change what the SQL says is refused.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/ddl.h"
#include "sources/input.h"
#include "sources/postgresql_load.h"
#include "text/ascii.h"

/* Files that include files. */
#define DEPTH 16

struct command {
	const char *text;       /* its backslash */
	const char *name;       /* without it */
	const char *args, *end; /* blanks at both ends off */
};

typedef bool action(struct sm_pg_load *, const struct command *,
    struct sm_error *);

static bool
pass(struct sm_pg_load *l, const struct command *c, struct sm_error *e)
{
	(void)l;
	(void)c;
	(void)e;
	return true;
}

/* --- \set ----------------------------------------------------------------- */

/* psql's own variables that only say what it shows, or whether it goes on. */
static const char *const own_variables[] = {
	"ON_ERROR_STOP", "ON_ERROR_ROLLBACK", "QUIET", "ECHO", "ECHO_HIDDEN",
	"VERBOSITY", "SHOW_CONTEXT", "FETCH_COUNT", "HISTCONTROL", "HISTFILE",
	"HISTSIZE", "PROMPT1", "PROMPT2", "PROMPT3", "COMP_KEYWORD_CASE",
	"HIDE_TABLEAM", "HIDE_TOAST_COMPRESSION", "IGNOREEOF",
	"SHOW_ALL_RESULTS",
};

static bool
set(struct sm_pg_load *l, const struct command *c, struct sm_error *e)
{
	size_t n = 0, i;

	while (c->args + n < c->end && sm_is_name(c->args[n]))
		n++;
	for (i = 0; i < sizeof own_variables / sizeof *own_variables; i++)
		if (sm_is_word(c->args, n, own_variables[i]))
			return true;
	sm_pg_load_refuse(l, c->text, e, "psql's variables aren't known here");
	return sm_error_hint(e, "write what they stand for into the SQL, or "
				"let psql fill a database and reflect that");
}

/* --- names that commands take --------------------------------------------- */

/* 'a name', "a name" or a bare one, which a semicolon may follow. */
static const char *
argument(const struct sm_pg_load *l, const char *from, const char *end)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *value;
	char quote = '\0';

	for (; from < end; from++) {
		if (quote == '\0' && strchr(" \t", *from) != NULL)
			break;
		if (quote == '\0' && (*from == '\'' || *from == '"'))
			quote = *from;
		else if (*from != quote)
			sm_buf_addc(&b, *from);
		else if (from + 1 < end && from[1] == quote)
			sm_buf_addc(&b, *from++);
		else
			quote = '\0';
	}
	while (b.len > 0 && b.text[b.len - 1] == ';')
		b.len--;
	value = sm_memdup(l->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return value;
}

static bool
include(struct sm_pg_load *l, const struct command *c, const char *directory,
    struct sm_error *e)
{
	const struct sm_dialect *d = sm_dialect_get(SM_POSTGRESQL);
	const char *path = argument(l, c->args, c->end);
	struct sm_buf text = SM_BUF_INIT;
	struct sm_ddl one = {0};
	bool pipe, done;

	if (*path == '\0')
		return sm_pg_load_refuse(l, c->text, e, "\\%s names no file",
		    c->name);
	if (l->depth == DEPTH)
		return sm_pg_load_refuse(l, c->text, e, "files that include "
		    "files, %d deep", DEPTH);
	if (*path != '/' && *directory != '\0')
		path = sm_sprintf(l->arena, "%s/%s", directory, path);
	done = strcmp(path, "-") != 0 && sm_input_read(path, &text, &pipe, e);
	if (!done) {
		const char *why = e->message != NULL
		    ? sm_strdup(l->arena, e->message) : "is no file";

		sm_buf_free(&text);
		return sm_pg_load_refuse(l, c->text, e, "\\%s %s: %s", c->name,
		    path, why);
	}
	sm_ddl_add(l->arena, d, &one, path, sm_buf_str(&text), text.len);
	sm_buf_free(&text);
	l->depth++;
	done = sm_ddl_check(d, &one.v[0], e) &&
	    sm_pg_load_file(l, &one.v[0], e);
	l->depth--;
	return done;
}

static bool
include_file(struct sm_pg_load *l, const struct command *c, struct sm_error *e)
{
	return include(l, c, "", e);
}

/* Relative to the file that says so; standard input has no place. */
static bool
include_relative(struct sm_pg_load *l, const struct command *c,
    struct sm_error *e)
{
	const char *slash = strrchr(l->file->name, '/');
	const char *directory = slash == NULL ? "" :
	    slash == l->file->name ? "/." :
	    sm_memdup(l->arena, l->file->name,
	        (size_t)(slash - l->file->name));

	return include(l, c, directory, e);
}

/*
 * \connect NAME: the scratch database stands for the one that the text names,
 * as long as it names one only.
 */
static bool
connect_to(struct sm_pg_load *l, const struct command *c, struct sm_error *e)
{
	static const char reuse[] = "-reuse-previous=on", key[] = "dbname=";
	const char *at = c->args, *name;

	if ((size_t)(c->end - at) > sizeof reuse &&
	    strncmp(at, reuse, sizeof reuse - 1) == 0)
		for (at += sizeof reuse - 1; *at == ' '; at++)
			;
	name = argument(l, at, c->end);
	if (strncmp(name, key, sizeof key - 1) == 0)
		name = argument(l, name + sizeof key - 1,
		    name + strlen(name));
	if (*name == '\0' || strcmp(name, "-") == 0 ||
	    (l->database != NULL && strcmp(l->database, name) == 0))
		return true;
	if (!l->made && l->database == NULL) {
		l->database = name;
		return true;
	}
	sm_pg_load_refuse(l, c->text, e, "from here on it is about another "
	    "database, %s", name);
	return sm_error_hint(e, "a snapshot is of one: split the text there");
}

static bool
encoding(struct sm_pg_load *l, const struct command *c, struct sm_error *e)
{
	const char *name = argument(l, c->args, c->end);

	if (*name == '\0' || sm_is_word(name, strlen(name), "UTF8") ||
	    sm_is_word(name, strlen(name), "UTF-8") ||
	    sm_is_word(name, strlen(name), "unicode"))
		return true;
	sm_pg_load_refuse(l, c->text, e, "text in %s", name);
	return sm_error_hint(e, "convert it: iconv -f %s -t UTF-8", name);
}

/* --- all of them ---------------------------------------------------------- */

static bool
unfounded(struct sm_pg_load *l, const struct command *c, struct sm_error *e)
{
	sm_pg_load_refuse(l, c->text, e, "ends the data of no COPY");
	return sm_error_hint(e, "is the line COPY ... FROM stdin; missing?");
}

/* A name that ends in * stands for all that begin so. */
static const struct {
	const char *name;
	action *run;
	bool whole; /* takes its whole line */
} commands[] = {
	{"restrict", pass, false},
	{"unrestrict", pass, false},
	{"echo", pass, false},
	{"qecho", pass, false},
	{"warn", pass, false},
	{"pset", pass, false},
	{"timing", pass, false},
	{"unset", pass, false},
	{"set", set, false},
	{"connect", connect_to, false},
	{"c", connect_to, false},
	{"conninfo", pass, false},
	{"i", include_file, false},
	{"include", include_file, false},
	{"ir", include_relative, false},
	{"include_relative", include_relative, false},
	{"encoding", encoding, false},
	{"copy", pass, true},
	{".", unfounded, true},
	{"a", pass, false},
	{"C", pass, false},
	{"f", pass, false},
	{"H", pass, false},
	{"h", pass, true},
	{"l", pass, false},
	{"l+", pass, false},
	{"t", pass, false},
	{"T", pass, false},
	{"x", pass, false},
	{"z", pass, false},
	{"d*", pass, false},
};

static bool
is_named(const char *name, const char *row)
{
	size_t n = strlen(row) - 1;

	return row[n] == '*' ? strncmp(name, row, n) == 0
	                     : strcmp(name, row) == 0;
}

/* Where a backslash outside of quotes starts another command, or \\ SQL. */
static const char *
second(const struct command *c)
{
	const char *p;
	bool quoted = false;

	for (p = c->args; p < c->end; p++) {
		if (*p == '\'')
			quoted = !quoted;
		else if (*p == '\\' && !quoted)
			return p;
		else if (*p == '\\' && p + 1 < c->end)
			p++;
	}
	return NULL;
}

bool
sm_pg_command(struct sm_pg_load *l, const char *text, size_t len,
    struct sm_error *e)
{
	struct command c = {.text = text, .end = text + len};
	size_t i, n = 1;

	while (n < len && strchr(" \t\r\\", text[n]) == NULL)
		n++;
	c.name = sm_memdup(l->arena, text + 1, n - 1);
	for (c.args = text + n; c.args < c.end &&
	     strchr(" \t\r", *c.args) != NULL; c.args++)
		;
	while (c.end > c.args && strchr(" \t\r", c.end[-1]) != NULL)
		c.end--;
	for (i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (!is_named(c.name, commands[i].name))
			continue;
		if (commands[i].whole || second(&c) == NULL)
			return commands[i].run(l, &c, e);
		sm_pg_load_refuse(l, second(&c), e, "more than one command on "
		    "a line");
		return sm_error_hint(e, "put each on a line of its own");
	}
	sm_pg_load_refuse(l, text, e, "psql's \\%s has no meaning here",
	    c.name);
	return sm_error_hint(e, "take it out, or let psql run the text and "
				"reflect the database that it makes");
}
