/*
 * What went wrong in a text that was loaded: where, and what to do about it.
 */
#include <libpq-fe.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "sources/ddl.h"
#include "sources/postgresql_error.h"
#include "sources/postgresql_load.h"
#include "text/lexer.h"

/*
 * By SQLSTATE, and by what the message holds (NULL: anything; messages may be
 * translated, so what depends on words is only a hint).  The first row counts;
 * the server's own hint stands behind those with `ours`, before the others.
 */
static const struct {
	const char *state, *words, *hint;
	bool ours;
} hints[] = {
	{"42704", "role", "make the role on the scratch server (CREATE ROLE), "
	    "or dump without roles: pg_dump --no-owner --no-privileges; beside "
	    "sm-scratch's server roles are made by themselves, outside of "
	    "BEGIN and COMMIT", true},
	{"42704", "tablespace", "a scratch server has none: pg_dump "
	    "--no-tablespaces", true},
	{"42704", "access method", "is a CREATE EXTENSION missing before it?",
	    false},
	{"42704", "type", "is the statement that makes it missing, or a CREATE "
	    "EXTENSION?", false},
	{"42704", "operator class", "is a CREATE EXTENSION missing before it?",
	    false},
	{"42704", "extension", "is its CREATE EXTENSION missing before it?",
	    false},
	{"58P01", "extension", "install it on the scratch server (its package, "
	    "or postgresql-contrib), or name a server that has it: --scratch",
	    true},
	{"0A000", "extension", "install it on the scratch server (its package, "
	    "or postgresql-contrib), or name a server that has it: --scratch",
	    true},
	{"58P01", NULL, "a library is missing on the scratch server: install "
	    "the extension that brings it", false},
	{"42501", NULL, "the scratch server's role may not do that: let a "
	    "superuser of a throw-away server do it (sm-scratch postgresql "
	    "sm-reflect ...)", false},
	{"3F000", NULL, "is its CREATE SCHEMA missing? a dump of one schema "
	    "(pg_dump -n) leaves others out", false},
	{"42883", NULL, "is the statement that makes it missing, or a CREATE "
	    "EXTENSION?", false},
	{"42P01", NULL, "is the statement that makes it missing, or does it "
	    "come later?", false},
	{"42P07", NULL, "the text makes it twice, or makes what the server "
	    "itself has", false},
	{"53200", "shared memory", "too much in one transaction: take BEGIN "
	    "and COMMIT out, or raise max_locks_per_transaction", true},
	{"55P03", NULL, "another session holds it; --lock-timeout says how "
	    "long to wait", true},
	{"57014", NULL, "DDL is run for its schema: take out what fills "
	    "tables, or let it take longer (--statement-timeout)", true},
	{"57P", NULL, "the scratch server was stopped or has crashed: see its "
	    "log", true},
	{"08", NULL, "the connection to the scratch server was lost: see its "
	    "log", true},
};

/* --- places --------------------------------------------------------------- */

/* Set the place, whatever was set before. */
static void
place(const struct sm_pg_load *l, const char *at, bool column,
    struct sm_error *e)
{
	const char *line = at;
	long n = 1;

	sm_error_at(e, l->file->name, 0);
	e->line = sm_line_of(l->file->text, at);
	while (line > l->file->text && line[-1] != '\n')
		line--;
	for (; line < at; line++)
		n += ((unsigned char)*line & 0xc0) != 0x80;
	e->column = column ? n : 0;
}

bool
sm_pg_load_refuse(const struct sm_pg_load *l, const char *at,
    struct sm_error *e, const char *fmt, ...)
{
	const char *message;
	va_list ap;

	va_start(ap, fmt);
	message = sm_vsprintf(l->arena, fmt, ap);
	va_end(ap);
	sm_error_free(e);
	place(l, at, true, e);
	return sm_error_set(e, "%s", sm_printable_str(l->arena, message));
}

/* Where the server points to: it counts characters of the statement. */
static const char *
pointed(const struct sm_pg_load *l, const PGresult *r)
{
	const char *text = PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION);
	const char *at = l->statement, *end = at + l->len;
	int encoding = PQclientEncoding(sm_pg_conn(l->db));
	long n = 0;

	for (; text != NULL && *text >= '0' && *text <= '9' && n < 1L << 40;
	     text++)
		n = n * 10 + (*text - '0');
	if (n == 0)
		return NULL;
	while (--n > 0 && at < end)
		at += PQmblen(at, encoding);
	/* At the end of the input: the last that there is. */
	if (at >= end)
		for (at = end; at > l->statement &&
		     strchr(" \t\r\n", at[-1]) != NULL; at--)
			;
	return at;
}

/* --- what the server says ------------------------------------------------- */

static const char *
field(const struct sm_pg_load *l, const PGresult *r, int code)
{
	const char *text = PQresultErrorField(r, code);

	return text == NULL ? NULL : sm_printable_str(l->arena,
	    sm_memdup(l->arena, text, strcspn(text, "\n")));
}

static bool
set_state_hint(const char *state, const char *message, const char *servers,
    struct sm_error *e)
{
	size_t i;

	for (i = 0; i < sizeof hints / sizeof *hints; i++) {
		if (strncmp(state, hints[i].state, strlen(hints[i].state)) !=
		        0 || (hints[i].words != NULL &&
		    strstr(message, hints[i].words) == NULL))
			continue;
		sm_error_hint(e, "%s", hints[i].ours || servers == NULL
		    ? hints[i].hint : servers);
		return true;
	}
	if (servers != NULL)
		sm_error_hint(e, "%s", servers);
	return servers != NULL;
}

/* :'x', :"x": what psql would have put a variable's value for. */
static bool
is_variable(const char *at, const char *end)
{
	return end - at > 2 && *at == ':' && strchr("'\"", at[1]) != NULL;
}

static void
set_hint(const struct sm_pg_load *l, const PGresult *r, const char *at,
    struct sm_error *e)
{
	const char *state = field(l, r, PG_DIAG_SQLSTATE);
	const char *detail = field(l, r, PG_DIAG_MESSAGE_DETAIL);
	const char *context = field(l, r, PG_DIAG_CONTEXT);
	const struct sm_dialect *d = sm_ddl_dump_of(l->file);

	if (d != NULL && d->id != SM_POSTGRESQL)
		sm_error_hint(e, "it is a dump of %s: say -d %s", d->title,
		    d->name);
	else if (at != NULL && is_variable(at, l->statement + l->len))
		sm_error_hint(e, "psql's variables aren't known here: write "
				 "the value");
	else if (strcmp(state, "23503") == 0 && l->data)
		sm_error_hint(e, "the data of COPY are passed over: take out "
				 "the INSERTs that refer to them, too");
	else if (set_state_hint(state, e->message, field(l, r,
	    PG_DIAG_MESSAGE_HINT), e))
		return;
	else if (context != NULL)
		sm_error_hint(e, "in %s", context);
	else if (detail != NULL)
		sm_error_hint(e, "%s", detail);
	else if (l->ddl->n > 1)
		sm_error_hint(e, "the files are run in version order, from %s "
				 "to %s", l->ddl->v[0].name,
		    l->ddl->v[l->ddl->n - 1].name);
	else
		sm_error_hint(e, "PostgreSQL %s itself runs the SQL, in a "
				 "scratch database",
		    sm_pg_version_text(l->db, l->arena));
}

bool
sm_pg_load_error(struct sm_pg_load *l, const PGresult *r, struct sm_error *e)
{
	const char *message = field(l, r, PG_DIAG_MESSAGE_PRIMARY);
	const char *state = field(l, r, PG_DIAG_SQLSTATE);
	const char *at = pointed(l, r);

	sm_error_free(e);
	l->state[0] = '\0';
	if (state != NULL)
		strncat(l->state, state, sizeof l->state - 1);
	if (message == NULL || state == NULL) {
		sm_pg_lost_error(sm_pg_conn(l->db), e);
		sm_error_hint(e, "the connection to the scratch server was "
				 "lost: see its log");
	} else {
		sm_error_set(e, "%s", message);
		set_hint(l, r, at, e);
	}
	place(l, at != NULL ? at : l->statement, at != NULL, e);
	return false;
}
