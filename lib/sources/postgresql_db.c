#include "sources/postgresql_db.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_error.h"
#include "text/operand.h"

struct sm_pg {
	PGconn *conn;
	const struct sm_source_options *options;
	int stop;         /* readable: nothing more is to be done; -1: none */
	bool stopped;
};

/*
 * What the server's spelling of defaults, checks and definitions depends on
 * (ruleutils.c and the types' output functions), and what a role's own settings
 * could otherwise bend.  pg_dump pins the like in setup_connection().
 */
static const struct {
	const char *name, *value;
} settings[] = {
	{"search_path", ""},
	{"TimeZone", "UTC"},
	{"DateStyle", "ISO, YMD"},
	{"IntervalStyle", "postgres"},
	{"extra_float_digits", "3"},
	{"bytea_output", "hex"},
	{"lc_monetary", "C"},
	{"quote_all_identifiers", "off"},
	{"standard_conforming_strings", "on"},
	{"array_nulls", "on"},
	{"idle_in_transaction_session_timeout", "0"},
	/* The queries join and sort whole catalogs: what is good for an
	   application's small ones is not for these. */
	{"enable_hashjoin", "on"},
	{"jit", "off"},
	{"work_mem", "64MB"},
};

/* Seconds that a connection may take where nothing else says how many. */
#define CONNECT_TIMEOUT "10"

static bool
connect_to(struct sm_pg *db, const char *operand, const char *name,
    struct sm_error *e)
{
	/* What stands behind dbname overrides what the operand says, what
	   stands before it is overridden by that. */
	const char *keys[] = {"fallback_application_name", "connect_timeout",
	    "dbname", "dbname", "client_encoding", NULL};
	const char *values[] = {"sm-reflect",
	    getenv("PGCONNECT_TIMEOUT") == NULL ? CONNECT_TIMEOUT : NULL,
	    operand, name, "UTF8", NULL};

	if (!sm_pg_check_operand(operand, e))
		return false;
	db->conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK)
		return sm_pg_connect_error(db->conn, e);
	return true;
}

/* Notices are for psql's users; what matters here comes as an error. */
static void
no_notice(void *ctx, const PGresult *r)
{
	(void)ctx;
	(void)r;
}

static bool
set_timeouts(struct sm_pg *db, struct sm_error *e)
{
	char sql[128];

	snprintf(sql, sizeof sql,
	    "SET lock_timeout = %ld; SET statement_timeout = %ld",
	    db->options->lock_timeout, db->options->statement_timeout);
	return sm_pg_run(db, sql, e);
}

struct sm_pg *
sm_pg_open(const char *operand, const struct sm_source_options *o,
    struct sm_error *e)
{
	return sm_pg_open_database(operand, NULL, o, e);
}

struct sm_pg *
sm_pg_open_database(const char *operand, const char *name,
    const struct sm_source_options *o, struct sm_error *e)
{
	struct sm_pg *db = sm_xmalloc(sizeof *db);

	*db = (struct sm_pg){.options = o, .stop = -1};
	if (!connect_to(db, operand, name, e)) {
		sm_pg_close(db);
		return NULL;
	}
	PQsetNoticeReceiver(db->conn, no_notice, NULL);
	if (sm_pg_version(db) < 120000) {
		sm_error_set(e, "the server is PostgreSQL %s",
		    PQparameterStatus(db->conn, "server_version"));
		sm_error_hint(e, "PostgreSQL 12 and later can be read");
	} else if (set_timeouts(db, e)) {
		return db;
	}
	sm_pg_close(db);
	return NULL;
}

void
sm_pg_close(struct sm_pg *db)
{
	if (db == NULL)
		return;
	PQfinish(db->conn);
	free(db);
}

int
sm_pg_version(const struct sm_pg *db)
{
	return PQserverVersion(db->conn);
}

const char *
sm_pg_version_text(const struct sm_pg *db, struct sm_arena *a)
{
	const char *text = PQparameterStatus(db->conn, "server_version");

	/* "15.18 (Debian 15.18-0+deb12u1)": who packed it is no matter. */
	return sm_memdup(a, text, strcspn(text, " "));
}

struct pg_conn *
sm_pg_conn(struct sm_pg *db)
{
	return db->conn;
}

/* --- statements ----------------------------------------------------------- */

void
sm_pg_stop_by(struct sm_pg *db, int descriptor)
{
	db->stop = descriptor;
}

bool
sm_pg_is_stopped(struct sm_pg *db)
{
	struct pollfd stop = {.fd = db->stop, .events = POLLIN};

	if (!db->stopped && db->stop >= 0)
		db->stopped = poll(&stop, 1, 0) > 0;
	return db->stopped;
}

static void
cancel(struct sm_pg *db)
{
	PGcancel *c = PQgetCancel(db->conn);
	char why[256];

	db->stopped = true;
	if (c != NULL)
		PQcancel(c, why, sizeof why);
	PQfreeCancel(c);
}

/* Wait for what the server sends; false: the connection is gone. */
static bool
wait_for_input(struct sm_pg *db)
{
	struct pollfd fds[] = {
		{.fd = PQsocket(db->conn), .events = POLLIN},
		{.fd = db->stopped ? -1 : db->stop, .events = POLLIN},
	};

	while (poll(fds, 2, -1) < 0)
		if (errno != EINTR)
			return false;
	if (fds[1].revents != 0)
		cancel(db);
	return fds[0].revents == 0 || PQconsumeInput(db->conn);
}

static PGresult *
next_result(struct sm_pg *db)
{
	while (db->stop >= 0 && PQisBusy(db->conn) && wait_for_input(db))
		;
	return PQgetResult(db->conn);
}

PGresult *
sm_pg_execute(struct sm_pg *db, const char *sql)
{
	PGresult *last = NULL, *r;

	if (db->stop < 0)
		return PQexec(db->conn, sql);
	if (sm_pg_is_stopped(db) || !PQsendQuery(db->conn, sql))
		return NULL;
	while ((r = next_result(db)) != NULL) {
		PQclear(last);
		last = r;
		switch (PQresultStatus(r)) {
		case PGRES_COPY_IN:
		case PGRES_COPY_OUT:
		case PGRES_COPY_BOTH:
			return last;
		default:
			if (PQstatus(db->conn) != CONNECTION_OK)
				return last;
		}
	}
	return last;
}

bool
sm_pg_run(struct sm_pg *db, const char *sql, struct sm_error *e)
{
	PGresult *r = sm_pg_execute(db, sql);
	ExecStatusType status = PQresultStatus(r);
	bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!done)
		sm_pg_statement_error(db->conn, r, e);
	PQclear(r);
	return done;
}

const char *
sm_pg_value(struct sm_pg *db, struct sm_arena *a, const char *sql,
    struct sm_error *e)
{
	PGresult *r = sm_pg_execute(db, sql);
	const char *value = NULL;

	if (PQresultStatus(r) == PGRES_TUPLES_OK)
		value = PQntuples(r) > 0 ? sm_strdup(a, PQgetvalue(r, 0, 0))
		                         : "";
	else
		sm_pg_statement_error(db->conn, r, e);
	PQclear(r);
	return value;
}

bool
sm_pg_begin_reading(struct sm_pg *db, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;
	size_t i;

	sm_buf_adds(&sql, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	for (i = 0; i < sizeof settings / sizeof *settings; i++)
		sm_buf_addf(&sql, "; SET LOCAL %s = '%s'", settings[i].name,
		    settings[i].value);
	done = sm_pg_run(db, sm_buf_str(&sql), e);
	sm_buf_free(&sql);
	return done;
}

bool
sm_pg_end_reading(struct sm_pg *db, struct sm_error *e)
{
	return sm_pg_run(db, "COMMIT", e);
}

/* --- rows ----------------------------------------------------------------- */

/* The character that \c stands for in COPY's text format. */
static char
unescaped(char c)
{
	static const char codes[] = "b\bf\fn\nr\rt\tv\v";
	size_t i;

	for (i = 0; codes[i] != '\0'; i += 2)
		if (c == codes[i])
			return codes[i + 1];
	return c;
}

/*
 * Take a line of COPY's text format apart, in place; false: it has another
 * number of columns.
 */
static bool
split(char *line, const char **values, int columns)
{
	char *from = line, *to;
	int i = 0;

	for (;;) {
		if (i == columns)
			return false;
		values[i] = to = from;
		if (from[0] == '\\' && from[1] == 'N') {
			values[i] = NULL;
			from += 2;
		}
		for (; *from != '\t' && *from != '\n' && *from != '\0'; from++)
			*to++ = *from == '\\' ? unescaped(*++from) : *from;
		i++;
		if (*from != '\t') {
			*to = '\0';
			return i == columns;
		}
		*to = '\0';
		from++;
	}
}

#define MAX_COLUMNS 64

static int
next_line(struct sm_pg *db, char **line)
{
	int n;

	do
		n = PQgetCopyData(db->conn, line, db->stop >= 0);
	while (n == 0 && wait_for_input(db));
	return n;
}

/* All lines that the server sends; each is freed when it has been used. */
static bool
copy_out(struct sm_pg *db, int columns, sm_pg_row *row, void *ctx,
    struct sm_error *e)
{
	const char *values[MAX_COLUMNS];
	bool good = true;
	char *line;

	/* -1: the end, or an error that PQgetResult tells. */
	while (next_line(db, &line) > 0) {
		if (good && !split(line, values, columns))
			good = sm_error_set(e, "a row of the catalog has "
					       "another number of columns than "
					       "was asked for");
		good = good && row(ctx, values, e);
		PQfreemem(line);
	}
	return good;
}

bool
sm_pg_rows(struct sm_pg *db, const char *query, int columns, sm_pg_row *row,
    void *ctx, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	PGresult *r;
	bool good;

	/* COPY sends a row at a time, at half the cost of a result that is
	   fetched row by row, and in the same transaction. */
	sm_buf_addf(&sql, "COPY (%s) TO STDOUT", query);
	r = sm_pg_execute(db, sm_buf_str(&sql));
	sm_buf_free(&sql);
	good = PQresultStatus(r) == PGRES_COPY_OUT;
	if (!good) {
		sm_pg_statement_error(db->conn, r, e);
		PQclear(r);
		return false;
	}
	PQclear(r);
	good = copy_out(db, columns, row, ctx, e);
	while ((r = next_result(db)) != NULL) {
		if (good && PQresultStatus(r) != PGRES_COMMAND_OK) {
			sm_pg_statement_error(db->conn, r, e);
			good = false;
		}
		PQclear(r);
	}
	return good;
}
