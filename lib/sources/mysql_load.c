#include "sources/mysql_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "sources/ddl.h"
#include "sources/ddl_script.h"
#include "sources/mysql_catalog.h"
#include "text/quote.h"

static void
say(const struct sm_my_load *l, const char *message)
{
	const struct sm_source_options *o = l->options;

	if (o->say != NULL && o->verbose != 0)
		o->say(sm_sprintf(l->arena, "%s:%ld", l->file->name,
		    sm_line_of(l->file->text, l->statement)), message);
}

static bool
refuse(const struct sm_my_load *l, struct sm_error *e)
{
	sm_error_at(e, l->file->name,
	    sm_line_of(l->file->text, l->statement));
	return false;
}

/* "… near 'x' at line 3" counts from the statement's first line. */
static bool
server_error(const struct sm_my_load *l, struct sm_error *e)
{
	static const char mark[] = " at line ";
	const char *at = e->message, *next;
	long line = 0;

	while (at != NULL && (next = strstr(at, mark)) != NULL) {
		at = next + sizeof mark - 1;
		line = strtol(at, NULL, 10) - 1;
	}
	sm_error_at(e, l->file->name,
	    sm_line_of(l->file->text, l->statement) + (line > 0 ? line : 0));
	return false;
}

/* --- one statement -------------------------------------------------------- */

/* With backslashes that are only backslashes, '\' is a whole string. */
static bool
check_settings(struct sm_my_load *l, struct sm_error *e)
{
	const char *mode;

	if (!sm_my_has(l->text, "sql_mode"))
		return true;
	mode = sm_my_value(l->db, l->arena, "SELECT @@sql_mode", e);
	if (mode == NULL)
		return server_error(l, e);
	if (strstr(mode, "NO_BACKSLASH_ESCAPES") == NULL)
		return true;
	sm_error_set(e, "the sql_mode NO_BACKSLASH_ESCAPES");
	sm_error_hint(e, "text is read without it: take it out");
	return refuse(l, e);
}

static bool
send(struct sm_my_load *l, struct sm_error *e)
{
	return sm_my_run_text(l->db, l->statement, l->len, e)
	    ? check_settings(l, e) : server_error(l, e);
}

/* A drop of what isn't there yet. */
static bool
try(struct sm_my_load *l, struct sm_error *e)
{
	static const unsigned missing[] = {1008, 1051, 1091, 1146, 1305, 1347,
	    1360, 1539, 4092};
	size_t i;

	if (sm_my_run_text(l->db, l->statement, l->len, e))
		return true;
	for (i = 0; i < sizeof missing / sizeof *missing; i++)
		if (sm_my_errno(l->db) == missing[i]) {
			say(l, sm_sprintf(l->arena, "%s: passed over, there "
			    "is nothing yet", e->message));
			sm_error_free(e);
			return true;
		}
	return server_error(l, e);
}

static bool
take_name(struct sm_my_load *l, const char *name, struct sm_error *e)
{
	if (name == NULL || (l->database != NULL &&
	    strcmp(l->database, name) != 0)) {
		sm_error_set(e, "a second database, %s", name == NULL ? ""
		    : sm_printable_str(l->arena, name));
		sm_error_hint(e, "a snapshot is of one: give the text of each "
				 "as an operand of its own");
		return refuse(l, e);
	}
	l->database = name;
	return true;
}

/* Its character set is what tables get that name none. */
static bool
take_database(struct sm_my_load *l, struct sm_error *e)
{
	const char *rest, *name = sm_my_database_name(l, &rest);
	struct sm_buf sql = SM_BUF_INIT;
	bool done = true;

	if (!take_name(l, name, e))
		return false;
	say(l, "no other database is made: its settings are the scratch "
	       "database's");
	if (rest[strspn(rest, " \t\r\n")] != '\0') {
		sm_buf_addf(&sql, "ALTER DATABASE %s %s", l->scratch, rest);
		done = sm_my_run(l->db, sql.text, e) || server_error(l, e);
	}
	sm_buf_free(&sql);
	return done;
}

static bool
run_statement(struct sm_my_load *l, struct sm_error *e)
{
	const char *what, *why = NULL, *rest;

	l->text = sm_memdup(l->arena, l->statement, l->len);
	if (strstr(l->text, "/*") != NULL)
		l->text = sm_my_uncomment(l->arena, l->dialect, l->text);
	switch (sm_my_judge(l, &what, &why)) {
	case SM_MY_PASS:
		say(l, sm_sprintf(l->arena,
		    "%s is no part of a schema: passed over", what));
		return true;
	case SM_MY_QUIET:
		return true;
	case SM_MY_USE:
		return take_name(l, sm_my_database_name(l, &rest), e);
	case SM_MY_DATABASE:
		return take_database(l, e);
	case SM_MY_TRY:
		return try(l, e);
	case SM_MY_REFUSE:
		sm_error_set(e, "%s is not allowed in DDL", what);
		sm_error_hint(e, "%s", why);
		return refuse(l, e);
	default:
		return send(l, e);
	}
}

/* --- a file --------------------------------------------------------------- */

static bool
take_piece(struct sm_my_load *l, const struct sm_ddl_piece *p,
    const char **start, struct sm_error *e)
{
	const struct sm_token *t = &p->token;
	struct sm_arena *outer = l->arena;
	bool good;

	switch (p->kind) {
	case SM_DDL_TOKEN:
		if (*start == NULL)
			*start = t->text;
		return true;
	case SM_DDL_COMMAND:
		if (!sm_token_is(&(struct sm_token){SM_TOKEN_WORD, t->text,
		    t->len < 6 ? t->len : 6, false}, "SOURCE"))
			return true;
		l->statement = t->text;
		sm_error_set(e, "another file is to be read here");
		sm_error_hint(e, "put them into one directory, and name that");
		return refuse(l, e);
	case SM_DDL_SEMICOLON:
		if (*start == NULL)
			return true;
		l->statement = *start;
		l->len = (size_t)(t->text - *start);
		*start = NULL;
		/* A dump has many statements, and none is needed later. */
		l->arena = sm_arena_new();
		good = run_statement(l, e);
		if (l->database != NULL)
			l->database = sm_strdup(outer, l->database);
		sm_arena_free(l->arena);
		l->arena = outer;
		return good;
	default:
		return true;
	}
}

static bool
load_file(struct sm_my_load *l, const struct sm_ddl_file *file,
    struct sm_error *e)
{
	struct sm_ddl_script script;
	struct sm_ddl_piece piece;
	const char *start = NULL;
	bool good = true;

	l->file = file;
	l->statement = file->text;
	l->dump = sm_ddl_dump_of(file) != NULL;
	sm_ddl_script_init(&script, l->dialect, file->text, file->len);
	while (good && (piece = sm_ddl_script_next(&script)).kind != SM_DDL_END)
		good = take_piece(l, &piece, &start, e);
	return good;
}

bool
sm_my_load(struct sm_my_load *l, struct sm_error *e)
{
	bool good = true;
	size_t i;

	for (i = 0; good && i < l->ddl->n; i++)
		good = load_file(l, &l->ddl->v[i], e);
	return good;
}
