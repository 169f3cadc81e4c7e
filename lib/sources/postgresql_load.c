#include "sources/postgresql_load.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/utf8.h"
#include "sources/ddl.h"
#include "sources/ddl_script.h"
#include "text/quote.h"

/* So many roles may be missing in one statement. */
#define ROLES 100

void
sm_pg_load_say(const struct sm_pg_load *l, const char *message)
{
	const struct sm_source_options *o = l->options;

	if (o->say != NULL && o->verbose != 0)
		o->say(sm_sprintf(l->arena, "%s:%ld", l->file->name,
		    sm_line_of(l->file->text, l->statement)), message);
}

/* --- one statement -------------------------------------------------------- */

static bool
is_done(ExecStatusType status)
{
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    status == PGRES_EMPTY_QUERY;
}

/*
 * The role that the server missed, or NULL.  Where roles are made its messages
 * are the untranslated ones (postgresql_scratch.c).
 */
static const char *
missing_role(const struct sm_pg_load *l, const PGresult *r)
{
	static const char before[] = "role \"", after[] = "\" does not exist";
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	size_t n = text != NULL ? strlen(text) : 0;

	if (state == NULL || strcmp(state, "42704") != 0 ||
	    n < sizeof before + sizeof after ||
	    strncmp(text, before, sizeof before - 1) != 0 ||
	    strcmp(text + n - (sizeof after - 1), after) != 0)
		return NULL;
	return sm_memdup(l->arena, text + sizeof before - 1,
	    n - (sizeof before - 1) - (sizeof after - 1));
}

/* On a throw-away server nobody minds a role more. */
static bool
make_role(struct sm_pg_load *l, const char *name)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	sm_buf_adds(&sql, "CREATE ROLE ");
	sm_quote_name(&sql, sm_dialect_get(SM_POSTGRESQL), name);
	done = sm_pg_run(l->db, sm_buf_str(&sql),
	    &(struct sm_error)SM_ERROR_INIT);
	sm_buf_free(&sql);
	if (done)
		sm_pg_load_say(l, sm_sprintf(l->arena,
		    "the role %s is made on the scratch server", name));
	return done;
}

static bool
send(struct sm_pg_load *l, struct sm_error *e)
{
	PGconn *conn = sm_pg_conn(l->db);
	bool done = false, again = true;
	const char *role;
	PGresult *r;
	int i;

	sm_buf_reset(&l->sql);
	sm_buf_add(&l->sql, l->statement, l->len);
	for (i = 0; again && i < ROLES; i++) {
		r = sm_pg_execute(l->db, l->sql.text);
		done = is_done(PQresultStatus(r));
		role = l->make_roles ? missing_role(l, r) : NULL;
		again = !done && role != NULL &&
		    PQtransactionStatus(conn) == PQTRANS_IDLE &&
		    make_role(l, role);
		if (!done && !again)
			sm_pg_load_error(l, r, e);
		PQclear(r);
	}
	return done;
}

/*
 * The role is there: it is as the text wants it, near enough.  Otherwise only
 * a throw-away server gets it.
 */
static bool
take_role(struct sm_pg_load *l, struct sm_error *e)
{
	struct sm_lexer lexer;
	struct sm_token t;
	const char *name, *found;
	struct sm_buf sql = SM_BUF_INIT;

	sm_lexer_init(&lexer, sm_dialect_get(SM_POSTGRESQL), l->statement,
	    l->len);
	sm_lexer_next_solid(&lexer);
	sm_lexer_next_solid(&lexer);
	t = sm_lexer_next_solid(&lexer);
	name = sm_token_name(l->arena, &t);
	sm_buf_adds(&sql, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ");
	if (t.kind == SM_TOKEN_WORD) {
		sm_buf_adds(&sql, "pg_catalog.lower(");
		sm_quote_string(&sql, sm_dialect_get(SM_POSTGRESQL), name);
		sm_buf_addc(&sql, ')');
	} else {
		sm_quote_string(&sql, sm_dialect_get(SM_POSTGRESQL), name);
	}
	found = sm_pg_value(l->db, l->arena, sm_buf_str(&sql), e);
	sm_buf_free(&sql);
	if (found == NULL)
		return sm_pg_load_refuse(l, l->statement, e, "%s",
		    sm_strdup(l->arena, e->message));
	if (*found != '\0') {
		sm_pg_load_say(l, "the role is there already: passed over");
		return true;
	}
	if (l->make_roles)
		return send(l, e);
	sm_pg_load_refuse(l, l->statement, e, "the role %s would outlive the "
	    "scratch database", name);
	return sm_error_hint(e, "make it on the scratch server once, by hand: "
				"then this statement is passed over; or run "
				"the text beside a server of its own: "
				"sm-scratch postgresql sm-reflect ...");
}

/* What a statement has changed of how the next ones are read. */
static bool
check_settings(struct sm_pg_load *l, struct sm_error *e)
{
	/* Where a byte that is part of a character may look like a backslash
	   or a quote. */
	static const char *const unsafe[] = {"SJIS", "SHIFT_JIS_2004", "BIG5",
	    "GBK", "UHC", "GB18030", "JOHAB"};
	PGconn *conn = sm_pg_conn(l->db);
	const char *strings =
	    PQparameterStatus(conn, "standard_conforming_strings");
	const char *encoding = PQparameterStatus(conn, "client_encoding");
	size_t i;

	l->backslashes = strings != NULL && strcmp(strings, "off") == 0;
	for (i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
		if (encoding != NULL && strcmp(encoding, unsafe[i]) == 0) {
			sm_pg_load_refuse(l, l->statement, e, "text in %s",
			    encoding);
			return sm_error_hint(e, "convert it to UTF-8 (pg_dump "
						"--encoding=UTF8)");
		}
	return true;
}

/* With standard_conforming_strings off, '\'' is a string, and a' isn't. */
static bool
check_backslashes(const struct sm_pg_load *l, struct sm_error *e)
{
	struct sm_lexer lexer;
	struct sm_token t;

	sm_lexer_init(&lexer, sm_dialect_get(SM_POSTGRESQL), l->statement,
	    l->len);
	while ((t = sm_lexer_next_solid(&lexer)).kind != SM_TOKEN_END)
		if (t.kind == SM_TOKEN_STRING && *t.text == '\'' &&
		    memchr(t.text, '\\', t.len) != NULL) {
			sm_pg_load_refuse(l, t.text, e, "a backslash in a "
			    "string while standard_conforming_strings is off");
			return sm_error_hint(e, "write the string as E'...', "
						"or set it on");
		}
	return true;
}

/*
 * pg_dump --clean starts with drops (and ALTER TABLE … DROP), which fail where
 * there is nothing, and psql goes on.
 */
static bool
try(struct sm_pg_load *l, struct sm_error *e)
{
	static const char *const missing[] = {"42P01", "42704", "3F000",
	    "42883"};
	size_t i;

	if (send(l, e))
		return true;
	for (i = 0; i < sizeof missing / sizeof *missing; i++)
		if (strcmp(l->state, missing[i]) == 0 && PQtransactionStatus(
		    sm_pg_conn(l->db)) == PQTRANS_IDLE) {
			sm_pg_load_say(l, sm_sprintf(l->arena, "%s: passed "
			    "over, there is nothing yet", e->message));
			sm_error_free(e);
			return true;
		}
	return false;
}

static bool
run_statement(struct sm_pg_load *l, struct sm_error *e)
{
	const char *what, *why = NULL;
	bool done;

	if (l->backslashes && !check_backslashes(l, e))
		return false;
	switch (sm_pg_judge(l, &what, &why)) {
	case SM_PG_PASS:
		sm_pg_load_say(l, sm_sprintf(l->arena,
		    "%s is no part of a schema: passed over", what));
		return true;
	case SM_PG_QUIET:
		return true;
	case SM_PG_ROLE:
		return take_role(l, e);
	case SM_PG_REFUSE:
		sm_pg_load_refuse(l, l->statement, e, "%s is not allowed in "
		    "DDL", what);
		return sm_error_hint(e, "%s", why);
	case SM_PG_TRY:
		return try(l, e);
	default:
		done = send(l, e);
		return done && check_settings(l, e);
	}
}

/* --- a file --------------------------------------------------------------- */

static bool
end_file(const struct sm_pg_load *l, struct sm_error *e)
{
	if (l->depth > 0 ||
	    PQtransactionStatus(sm_pg_conn(l->db)) == PQTRANS_IDLE)
		return true;
	sm_pg_load_refuse(l, l->statement, e, "ends inside a transaction");
	return sm_error_hint(e, "the COMMIT is missing: has the text been cut "
				"short?");
}

static bool
take_piece(struct sm_pg_load *l, const struct sm_ddl_piece *p,
    const char **start, struct sm_error *e)
{
	const struct sm_token *t = &p->token;

	switch (p->kind) {
	case SM_DDL_TOKEN:
		if (*start == NULL)
			*start = t->text;
		return true;
	case SM_DDL_SEMICOLON:
		if (*start == NULL)
			return true;
		l->statement = *start;
		l->len = (size_t)(t->text - *start);
		*start = NULL;
		return run_statement(l, e);
	case SM_DDL_COMMAND:
		if (*start != NULL) {
			sm_pg_load_refuse(l, t->text, e, "a command of psql "
			    "inside of a statement");
			return sm_error_hint(e, "end the statement with a "
						"semicolon first");
		}
		return sm_pg_command(l, t->text, t->len, e);
	default:
		return true;
	}
}

bool
sm_pg_load_file(struct sm_pg_load *l, const struct sm_ddl_file *file,
    struct sm_error *e)
{
	const struct sm_ddl_file *outer = l->file;
	const char *statement = l->statement, *start = NULL;
	struct sm_ddl_piece piece;
	struct sm_ddl_script script;
	bool good = true;

	l->file = file;
	l->statement = file->text;
	sm_ddl_script_init(&script, sm_dialect_get(SM_POSTGRESQL), file->text,
	    file->len);
	while (good && (piece = sm_ddl_script_next(&script)).kind != SM_DDL_END)
		good = take_piece(l, &piece, &start, e);
	good = good && end_file(l, e);
	l->file = outer;
	l->statement = statement;
	return good;
}

bool
sm_pg_load(struct sm_pg_load *l, struct sm_error *e)
{
	bool good = true;
	size_t i;

	for (i = 0; good && i < l->ddl->n; i++)
		good = sm_pg_load_file(l, &l->ddl->v[i], e);
	sm_buf_free(&l->sql);
	return good;
}
