/*
 * Has the text its end?  SQL on a pipe has no end record, so all that can be
 * told of one is looked at (design, section 3).
 */
#include <string.h>

#include "sources/ddl.h"
#include "sources/ddl_script.h"

/* What ends the DDL of sm-models, and what it starts with. */
static const char end_mark[] = "-- sm:end";
static const char models_mark[] = "-- sm-models";
/* pg_dump's first comment, and its last. */
static const char pg_dump_head[] = "-- PostgreSQL database dump";
static const char pg_dump_end[] = "-- PostgreSQL database dump complete";
/* mysqldump's and mariadb-dump's. */
static const char *const my_dump_heads[] = {"-- MySQL dump ",
    "-- MariaDB dump "};
static const char my_dump_end[] = "-- Dump completed";
/* A dump says in its first lines whose it is. */
#define HEAD 1024

struct checker {
	const struct sm_dialect *dialect;
	const struct sm_ddl_file *file;
	struct sm_ddl_script script;
	bool between;              /* no statement is open */
	struct sm_token words[4];  /* the first tokens of the text */
	size_t nwords;
	struct sm_token opening;   /* the first word of the last statement */
	struct sm_token closing;   /* … of the last whole one */
	const char *end;           /* the mark that ends the text */
	bool models;
	bool pg_dump, my_dump, trailer; /* its first and its last comment */
};

const struct sm_dialect *
sm_ddl_dump_of(const struct sm_ddl_file *file)
{
	static const struct {
		const char *line;
		enum sm_dialect_id dialect;
	} dumps[] = {
		{"-- PostgreSQL database ", SM_POSTGRESQL},
		{"-- MySQL dump ", SM_MYSQL},
		{"-- phpMyAdmin SQL Dump", SM_MYSQL},
		{"-- MariaDB dump ", SM_MARIADB},
	};
	const char *at;
	size_t i;

	for (i = 0; i < sizeof dumps / sizeof dumps[0]; i++) {
		at = strstr(file->text, dumps[i].line);
		if (at != NULL && at - file->text < HEAD)
			return sm_dialect_get(dumps[i].dialect);
	}
	return NULL;
}

long
sm_line_of(const char *text, const char *at)
{
	long line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

static bool
refuse(const struct checker *c, const char *at, const char *message,
    const char *hint, struct sm_error *e)
{
	const struct sm_dialect *d = sm_ddl_dump_of(c->file);

	sm_error_set(e, "%s", message);
	sm_error_at(e, c->file->name, sm_line_of(c->file->text, at));
	if (d != NULL && d != c->dialect)
		return sm_error_hint(e, "it is a dump of %s: say -d %s",
		    d->title, d->name);
	return sm_error_hint(e, "%s", hint);
}

/* Does the token say that, whatever stands behind it on its line? */
static bool
starts_with(const struct sm_token *t, const char *mark, bool whole)
{
	size_t n = strlen(mark), len = t->len;

	while (len > 0 && (t->text[len - 1] == '\r' ||
	    t->text[len - 1] == ' '))
		len--;
	return (whole ? len == n : len >= n) && memcmp(t->text, mark, n) == 0;
}

static bool
take_comment(struct checker *c, const struct sm_token *t, struct sm_error *e)
{
	if (t->open)
		return refuse(c, t->text, "a comment that starts here never "
		    "ends", "has the text been cut short?", e);
	if (starts_with(t, models_mark, false) && t->text == c->file->text)
		c->models = true;
	if (starts_with(t, end_mark, true))
		c->end = t->text;
	/* Only at its head: what is joined to another text has an end, too. */
	if (c->nwords == 0 && starts_with(t, pg_dump_head, true))
		c->pg_dump = true;
	if (starts_with(t, my_dump_heads[0], false) ||
	    starts_with(t, my_dump_heads[1], false))
		c->my_dump = true;
	if (starts_with(t, pg_dump_end, true) ||
	    starts_with(t, my_dump_end, false))
		c->trailer = true;
	return true;
}

/* .mode, .read: commands of the sqlite3 shell. */
static bool
is_dot_command(const struct checker *c, const struct sm_token *t)
{
	return sm_token_is_op(t, ".") &&
	    (t->text == c->file->text || t->text[-1] == '\n');
}

static bool
check_token(const struct checker *c, const struct sm_token *t,
    struct sm_error *e)
{
	if (t->open)
		return refuse(c, t->text, "a quote that starts here never "
		    "ends", "has the text been cut short?", e);
	if (c->end != NULL)
		return refuse(c, t->text, "there is SQL behind the line "
		    "\"-- sm:end\"", "were two outputs joined? give each as "
		    "an operand of its own", e);
	if (c->between && is_dot_command(c, t))
		return refuse(c, t->text, "a command of the sqlite3 shell is "
		    "no SQL", "take the lines that start with a dot out, or "
		    "make a database with sqlite3 and name that", e);
	if (c->between && *t->text == '\\')
		return refuse(c, t->text, "a command of psql is no SQL",
		    "is this PostgreSQL's SQL? -d says of which dialect it is",
		    e);
	return true;
}

static bool
take_token(struct checker *c, const struct sm_ddl_piece *piece,
    struct sm_error *e)
{
	const struct sm_token *t = &piece->token;

	if (!check_token(c, t, e))
		return false;
	if (c->nwords < 4)
		c->words[c->nwords++] = *t;
	if (piece->kind == SM_DDL_SEMICOLON) {
		if (!c->between)
			c->closing = c->opening;
	} else if (c->between) {
		c->opening = *t;
	}
	c->between = c->script.statement == NULL;
	return true;
}

static bool
take(struct checker *c, const struct sm_ddl_piece *piece,
    struct sm_error *e)
{
	const struct sm_token *t = &piece->token;

	switch (piece->kind) {
	case SM_DDL_BLANK:
		return t->kind != SM_TOKEN_COMMENT || take_comment(c, t, e);
	case SM_DDL_TOKEN:
	case SM_DDL_SEMICOLON:
		return take_token(c, piece, e);
	case SM_DDL_STRAY:
		return refuse(c, t->text, "stands between a COPY and the end "
		    "of its line", "the data of COPY ... FROM stdin start on "
		    "the next line: put this behind them", e);
	case SM_DDL_DATA:
		if (t->open)
			return refuse(c, t->text, "the data that start here "
			    "have no end (a line \\.)", "has the text been cut "
			    "short?", e);
		return true;
	default: /* a command: not for the engine, and not for us to judge */
		return true;
	}
}

/* What sqlite3's .dump begins with. */
static bool
is_dump(const struct checker *c)
{
	return c->nwords == 4 && sm_token_is(&c->words[0], "PRAGMA") &&
	    sm_token_is(&c->words[1], "foreign_keys") &&
	    sm_token_is_op(&c->words[2], "=") &&
	    sm_token_is(&c->words[3], "OFF");
}

/* .dump ends in COMMIT; or, if it met an error, in ROLLBACK. */
static bool
check_end(const struct checker *c, struct sm_error *e)
{
	const char *text = c->file->text, *end = text + c->file->len;

	if (c->script.data)
		return refuse(c, end, "the data of a COPY are missing",
		    "has the text been cut short?", e);
	if (c->script.paren != NULL)
		return refuse(c, c->script.paren, "a parenthesis that starts "
		    "here never ends", "is one missing in this statement, or "
		    "has the text been cut short?", e);
	if (!c->between)
		return refuse(c, c->script.statement, "the last statement has "
		    "no semicolon", "has the text been cut short? if not, end it "
		    "with one", e);
	if (c->models && c->end == NULL)
		return refuse(c, end, "the line \"-- sm:end\" is missing",
		    "sm-models has failed: see its message", e);
	if (c->pg_dump && !c->trailer)
		return refuse(c, end, "the dump has no \"PostgreSQL database "
		    "dump complete\" at its end", "pg_dump has failed, or the "
		    "text has been cut short", e);
	if (c->my_dump && !c->trailer)
		return refuse(c, end, "the dump has no \"Dump completed\" at "
		    "its end", "the program that wrote it has failed, or the "
		    "text has been cut short", e);
	if (is_dump(c) && sm_token_is(&c->closing, "ROLLBACK"))
		return refuse(c, c->closing.text, "the dump ends in ROLLBACK",
		    "sqlite3 met errors in that database: see what its "
		    ".dump says", e);
	return true;
}

bool
sm_ddl_check(const struct sm_dialect *d, const struct sm_ddl_file *file,
    struct sm_error *e)
{
	struct checker c = {.dialect = d, .file = file, .between = true};
	struct sm_ddl_piece piece;

	sm_ddl_script_init(&c.script, d, file->text, file->len);
	while ((piece = sm_ddl_script_next(&c.script)).kind != SM_DDL_END)
		if (!take(&c, &piece, e))
			return false;
	return check_end(&c, e);
}
