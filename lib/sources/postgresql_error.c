#include "sources/postgresql_error.h"

#include <libpq-fe.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"

/*
 * By SQLSTATE (PostgreSQL's documentation, appendix A); one that ends early
 * stands for the class.
 */
static const struct {
	const char *state, *message, *hint;
} states[] = {
	{"55P03", "another session holds a lock that is needed to read this",
	    "wait for it and run this again, or let it wait longer "
	    "(--lock-timeout); select pid, query from pg_stat_activity where "
	    "cardinality(pg_blocking_pids(pid)) > 0 names who waits for whom"},
	{"57014", NULL,
	    "it was cancelled: by --statement-timeout, if nobody did it by "
	    "hand"},
	{"57P", NULL, "the server went away: nothing was written"},
	{"08", NULL, "the connection was lost: nothing was written"},
	{"42501", NULL,
	    "the role may not see that: connect as one that may, or leave it "
	    "out"},
	{"53200", NULL,
	    "the server ran out of its lock table or of memory: see "
	    "max_locks_per_transaction"},
	{"53300", NULL, "the server has no connection left: try again later"},
	/* A SQL_ASCII database, whose bytes the server doesn't know. */
	{"22021", "the database holds text that is not UTF-8",
	    "a snapshot is UTF-8: load a dump of it (pg_dump -E LATIN1, or what "
	    "the text is in) into a database with a real encoding"},
	{"22P05", NULL,
	    "a name or text of the database can't be converted to UTF-8"},
};

/* By what libpq says: it has no code for a connection that wasn't made. */
static const struct {
	const char *text, *hint;
} connecting[] = {
	{"password authentication failed",
	    "check user and password: in the URL, PGPASSWORD, ~/.pgpass or the "
	    "service file"},
	{"no password supplied",
	    "give one in ~/.pgpass or PGPASSWORD (in the URL others may see "
	    "it)"},
	{"no pg_hba.conf entry",
	    "the server doesn't let this user in from here (pg_hba.conf), or "
	    "only with TLS (sslmode=require)"},
	{"Peer authentication failed",
	    "the server takes the operating system's user: run as that one, or "
	    "connect by host and password"},
	{"Connection refused",
	    "is the server running there, and is the port right?"},
	{"No such file or directory",
	    "is the server running? host=DIRECTORY says where its socket is"},
	{"could not translate host name", "check the host's name"},
	{"timeout expired",
	    "the host doesn't answer: check it, or wait longer "
	    "(connect_timeout)"},
	{"does not exist", "check the name of the database and of the role"},
	{"definition of service",
	    "look into ~/.pg_service.conf, or where PGSERVICEFILE points"},
	{"SSL", "see sslmode and sslrootcert in libpq's documentation"},
	{"invalid connection option", "libpq's documentation lists its options"},
	{"invalid URI query parameter",
	    "libpq's documentation lists its options"},
};

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* libpq's message: its first line, without what it puts before every one. */
static const char *
one_line(struct sm_arena *a, const char *text)
{
	static const char *const prefixes[] = {"ERROR:", "FATAL:", "PANIC:"};
	size_t i;

	if (text == NULL)
		return "no answer";
	for (i = 0; i < LEN(prefixes); i++)
		if (strncmp(text, prefixes[i], strlen(prefixes[i])) == 0) {
			text += strlen(prefixes[i]);
			text += strspn(text, " ");
		}
	return sm_printable_str(a, sm_memdup(a, text, strcspn(text, "\n")));
}

bool
sm_pg_connect_error(PGconn *conn, struct sm_error *e)
{
	struct sm_arena *a = sm_arena_new();
	const char *text = PQerrorMessage(conn);
	size_t i;

	sm_error_set(e, "%s", one_line(a, text));
	for (i = 0; i < LEN(connecting); i++)
		if (strstr(text, connecting[i].text) != NULL) {
			sm_error_hint(e, "%s", connecting[i].hint);
			break;
		}
	sm_arena_free(a);
	return false;
}

bool
sm_pg_lost_error(PGconn *conn, struct sm_error *e)
{
	struct sm_arena *a = sm_arena_new();

	sm_error_set(e, "%s", one_line(a, PQerrorMessage(conn)));
	if (PQstatus(conn) != CONNECTION_OK)
		sm_error_hint(e, "the connection was lost: nothing was "
				 "written");
	sm_arena_free(a);
	return false;
}

bool
sm_pg_statement_error(PGconn *conn, const PGresult *r, struct sm_error *e)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	struct sm_arena *a;
	size_t i;

	if (state == NULL || text == NULL)
		return sm_pg_lost_error(conn, e);
	a = sm_arena_new();
	sm_error_set(e, "%s", one_line(a, text));
	for (i = 0; i < LEN(states); i++)
		if (strncmp(state, states[i].state, strlen(states[i].state)) ==
		    0) {
			if (states[i].message != NULL)
				sm_error_set(e, "%s (%s)", states[i].message,
				    one_line(a, text));
			sm_error_hint(e, "%s", states[i].hint);
			break;
		}
	sm_arena_free(a);
	return false;
}

bool
sm_pg_check_operand(const char *operand, struct sm_error *e)
{
	const char *authority = strstr(operand, "://"), *end, *at, *colon;

	if (authority == NULL)
		return true;
	authority += 3;
	end = authority + strcspn(authority, "/?");
	at = memchr(authority, '@', (size_t)(end - authority));
	colon = memchr(authority, ':', (size_t)(end - authority));
	/* Two @, or one behind a slash that the password holds. */
	if ((at != NULL && memchr(at + 1, '@', (size_t)(end - at - 1)) !=
	                       NULL) ||
	    (at == NULL && colon != NULL && *end == '/' &&
	        strchr(end, '@') != NULL)) {
		sm_error_set(e, "the password in the URL holds an @ or a / "
				"that isn't escaped");
		return sm_error_hint(e, "write @ as %%40, / as %%2F, : as %%3A "
					"and %% as %%25, or leave the password "
					"to ~/.pgpass");
	}
	return true;
}
