#include "sources/mysql_db.h"

#include <errno.h>
#include <mysql.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "sources/mysql_error.h"
#include "sources/mysql_url.h"

struct sm_my {
	MYSQL *conn;
	struct sm_arena *arena;
	const struct sm_source_options *options;
	const struct sm_dialect *dialect;
	const char *version;
	const char *operand;
	int stop; /* readable: nothing more is to be done; -1: none */
	bool stopped;
};

/* Seconds that a connection may take where nothing else says how many. */
#define CONNECT_TIMEOUT 10
/* Statements of sm_my_each that are sent at once. */
#define BATCH 200

static bool
failed(struct sm_my *db, struct sm_error *e)
{
	return sm_my_error(mysql_errno(db->conn), mysql_error(db->conn), e);
}

/* --- opening -------------------------------------------------------------- */

#ifdef MARIADB_PACKAGE_VERSION
static bool
set_ssl_mode(MYSQL *conn, const char *mode, struct sm_error *e)
{
	char on = 1;

	if (strcasecmp(mode, "DISABLED") == 0 ||
	    strcasecmp(mode, "PREFERRED") == 0)
		return true;
	if (strcasecmp(mode, "REQUIRED") == 0 ||
	    strcasecmp(mode, "VERIFY_CA") == 0) {
		mysql_options(conn, MYSQL_OPT_SSL_ENFORCE, &on);
		return true;
	}
	if (strcasecmp(mode, "VERIFY_IDENTITY") != 0)
		return sm_my_bad_ssl_mode(e);
	mysql_options(conn, MYSQL_OPT_SSL_ENFORCE, &on);
	mysql_options(conn, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
	return true;
}
#else
static bool
set_ssl_mode(MYSQL *conn, const char *mode, struct sm_error *e)
{
	static const struct {
		const char *name;
		unsigned mode;
	} modes[] = {
		{"DISABLED", SSL_MODE_DISABLED},
		{"PREFERRED", SSL_MODE_PREFERRED},
		{"REQUIRED", SSL_MODE_REQUIRED},
		{"VERIFY_CA", SSL_MODE_VERIFY_CA},
		{"VERIFY_IDENTITY", SSL_MODE_VERIFY_IDENTITY},
	};
	size_t i;

	for (i = 0; i < sizeof modes / sizeof *modes; i++)
		if (strcasecmp(mode, modes[i].name) == 0) {
			mysql_options(conn, MYSQL_OPT_SSL_MODE,
			    &modes[i].mode);
			return true;
		}
	return sm_my_bad_ssl_mode(e);
}
#endif

static bool
set_options(MYSQL *conn, const struct sm_my_url *u, struct sm_error *e)
{
	unsigned seconds = u->connect_timeout > 0 ? u->connect_timeout
	                                          : CONNECT_TIMEOUT;
	const struct {
		enum mysql_option option;
		const char *value;
	} strings[] = {
		{MYSQL_OPT_SSL_CA, u->ssl_ca},
		{MYSQL_OPT_SSL_CAPATH, u->ssl_capath},
		{MYSQL_OPT_SSL_CERT, u->ssl_cert},
		{MYSQL_OPT_SSL_KEY, u->ssl_key},
		{MYSQL_OPT_SSL_CIPHER, u->ssl_cipher},
	};
	size_t i;

	mysql_options(conn, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
	mysql_options(conn, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (u->option_file != NULL)
		mysql_options(conn, MYSQL_READ_DEFAULT_FILE, u->option_file);
	mysql_options(conn, MYSQL_READ_DEFAULT_GROUP, "smartmigrate");
	for (i = 0; i < sizeof strings / sizeof *strings; i++)
		if (strings[i].value != NULL)
			mysql_options(conn, strings[i].option,
			    strings[i].value);
	return u->ssl_mode == NULL || set_ssl_mode(conn, u->ssl_mode, e);
}

/*
 * Of the environment: what mysql(1) reads of it, and not every library does.
 * MYSQL_PWD is the library's business.
 */
static void
ask_environment(struct sm_my_url *u)
{
	const char *port = getenv("MYSQL_TCP_PORT");
	bool local;

	if (u->host == NULL && u->socket == NULL)
		u->host = getenv("MYSQL_HOST");
	local = u->host == NULL || strcmp(u->host, "localhost") == 0;
	if (u->socket == NULL && u->port == 0 && local)
		u->socket = getenv("MYSQL_UNIX_PORT");
	if (u->port == 0 && port != NULL)
		u->port = (unsigned)strtoul(port, NULL, 10);
}

static bool
connect_to(struct sm_my *db, const char *operand, const char *database,
    struct sm_error *e)
{
	struct sm_my_url u;

	if (!sm_my_url_parse(db->arena, operand, &u, e))
		return false;
	if (database != NULL)
		u.database = *database != '\0' ? database : NULL;
	else if (u.database == NULL) {
		sm_error_set(e, "the URL names no database");
		return sm_error_hint(e, "put its name at the end: "
		    "mysql://HOST/DATABASE");
	}
	db->conn = mysql_init(NULL);
	if (db->conn == NULL)
		return sm_error_set(e, "the client library doesn't start");
	if (!set_options(db->conn, &u, e))
		return false;
	ask_environment(&u);
	if (mysql_real_connect(db->conn, u.host, u.user, u.password, u.database,
	    u.port, u.socket, CLIENT_MULTI_STATEMENTS) == NULL)
		return failed(db, e);
	return true;
}

/* The library's own word on the version may be another server's. */
static bool
ask_version(struct sm_my *db, struct sm_error *e)
{
	const char *comment;

	db->version = sm_my_value(db, db->arena, "SELECT VERSION()", e);
	comment = db->version == NULL ? NULL : sm_my_value(db, db->arena,
	    "SELECT @@version_comment", e);
	if (comment == NULL)
		return false;
	db->version = sm_memdup(db->arena, db->version,
	    strcspn(db->version, " "));
	db->dialect = sm_dialect_get(strstr(db->version, "MariaDB") != NULL ||
	    strstr(comment, "MariaDB") != NULL ? SM_MARIADB : SM_MYSQL);
	if (sm_my_version(db) < (db->dialect->id == SM_MARIADB
	    ? sm_version("10.4") : sm_version("8.0.13"))) {
		sm_error_set(e, "the server is %s %s", db->dialect->title,
		    db->version);
		return sm_error_hint(e, "MySQL from 8.0.13 and MariaDB from "
		    "10.4 on can be read");
	}
	return true;
}

struct sm_my *
sm_my_open(const char *operand, const char *database,
    const struct sm_source_options *o, struct sm_error *e)
{
	struct sm_my *db = sm_xmalloc(sizeof *db);

	*db = (struct sm_my){.options = o, .stop = -1};
	db->arena = sm_arena_new();
	db->operand = sm_strdup(db->arena, operand);
	if (connect_to(db, operand, database, e) && ask_version(db, e))
		return db;
	sm_my_close(db);
	return NULL;
}

void
sm_my_close(struct sm_my *db)
{
	if (db == NULL)
		return;
	if (db->conn != NULL)
		mysql_close(db->conn);
	sm_arena_free(db->arena);
	free(db);
}

const struct sm_dialect *
sm_my_dialect(const struct sm_my *db)
{
	return db->dialect;
}

long
sm_my_version(const struct sm_my *db)
{
	return sm_version(db->version);
}

const char *
sm_my_version_text(const struct sm_my *db)
{
	return db->version;
}

unsigned
sm_my_errno(const struct sm_my *db)
{
	return mysql_errno(db->conn);
}

bool
sm_my_is_lost(const struct sm_my *db)
{
	return sm_my_lost(mysql_errno(db->conn));
}

/* --- settings ------------------------------------------------------------- */

bool
sm_my_begin_reading(struct sm_my *db, struct sm_error *e)
{
	bool maria = db->dialect->id == SM_MARIADB, done;
	long lock = (db->options->lock_timeout + 999) / 1000;
	long statement = db->options->statement_timeout;
	struct sm_buf sql = SM_BUF_INIT;

	sm_buf_adds(&sql, "SET SESSION sql_mode = '', sql_quote_show_create = 1,"
	    " time_zone = '+00:00', group_concat_max_len = 1048576");
	/* Statistics that are a day old would be shown as today's. */
	if (!maria)
		sm_buf_adds(&sql, ", information_schema_stats_expiry = 0");
	if (lock > 0)
		sm_buf_addf(&sql, ", lock_wait_timeout = %ld", lock);
	if (statement > 0 && maria)
		sm_buf_addf(&sql, ", max_statement_time = %ld.%03ld",
		    statement / 1000, statement % 1000);
	else if (statement > 0)
		sm_buf_addf(&sql, ", max_execution_time = %ld", statement);
	done = sm_my_run(db, "SET NAMES utf8mb4", e) &&
	    sm_my_run(db, sm_buf_str(&sql), e) &&
	    sm_my_run(db, "SET SESSION TRANSACTION READ ONLY", e);
	sm_buf_free(&sql);
	return done;
}

/* --- statements ----------------------------------------------------------- */

void
sm_my_stop_by(struct sm_my *db, int descriptor)
{
	db->stop = descriptor;
	db->stopped = false;
}

bool
sm_my_is_stopped(struct sm_my *db)
{
	struct pollfd stop = {.fd = db->stop, .events = POLLIN};

	if (!db->stopped && db->stop >= 0)
		db->stopped = poll(&stop, 1, 0) > 0;
	return db->stopped;
}

/* End the statement that runs, by another connection. */
static void
cancel(struct sm_my *db)
{
	struct sm_error ignored = SM_ERROR_INIT;
	struct sm_my *other = sm_my_open(db->operand, "", db->options,
	    &ignored);

	db->stopped = true;
	if (other != NULL)
		sm_my_run(other, sm_sprintf(db->arena, "KILL QUERY %lu",
		    mysql_thread_id(db->conn)), &ignored);
	sm_my_close(other);
	sm_error_free(&ignored);
}

/* Until the server answers, or nothing more is to be done. */
static void
wait_for_answer(struct sm_my *db)
{
#ifdef MARIADB_PACKAGE_VERSION
	int fd = (int)mysql_get_socket(db->conn);
#else
	int fd = (int)db->conn->net.fd;
#endif
	struct pollfd fds[] = {{.fd = fd, .events = POLLIN},
	    {.fd = db->stop, .events = POLLIN}};

	while (poll(fds, 2, -1) < 0)
		if (errno != EINTR)
			return;
	if (fds[0].revents == 0 && fds[1].revents != 0)
		cancel(db);
}

static bool
send(struct sm_my *db, const char *sql, size_t len, struct sm_error *e)
{
	bool sent;

	if (sm_my_is_stopped(db))
		return sm_error_set(e, "was broken off");
	if (db->stop < 0)
		return mysql_real_query(db->conn, sql, (unsigned long)len) == 0
		    ? true : failed(db, e);
	sent = mysql_send_query(db->conn, sql, (unsigned long)len) == 0;
	if (sent)
		wait_for_answer(db);
	if (sent && mysql_read_query_result(db->conn) == 0)
		return true;
	return failed(db, e);
}

/* Pass over what else a statement (CALL) returns. */
static bool
drain(struct sm_my *db, struct sm_error *e)
{
	int more;

	for (;;) {
		mysql_free_result(mysql_store_result(db->conn));
		more = mysql_next_result(db->conn);
		if (more > 0)
			return failed(db, e);
		if (more < 0)
			return true;
	}
}

bool
sm_my_run_text(struct sm_my *db, const char *sql, size_t len,
    struct sm_error *e)
{
	return send(db, sql, len, e) && drain(db, e);
}

bool
sm_my_run(struct sm_my *db, const char *sql, struct sm_error *e)
{
	return sm_my_run_text(db, sql, strlen(sql), e);
}

struct value {
	struct sm_arena *arena;
	const char *text;
};

static bool
value_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct value *value = ctx;

	(void)e;
	if (value->text == NULL)
		value->text = sm_strdup(value->arena, v[0]);
	return true;
}

const char *
sm_my_value(struct sm_my *db, struct sm_arena *a, const char *sql,
    struct sm_error *e)
{
	struct value value = {a, NULL};

	if (!sm_my_rows(db, sql, 1, value_row, &value, e))
		return NULL;
	return value.text != NULL ? value.text : "";
}

/* --- rows ----------------------------------------------------------------- */

/*
 * The first warning that isn't about a broken view (1356): where information
 * schema can't open a table it leaves it out and says so here.
 */
static bool
check_warnings(struct sm_my *db, struct sm_error *e)
{
	bool good = true;
	MYSQL_RES *r;
	MYSQL_ROW row;

	if (mysql_warning_count(db->conn) == 0)
		return true;
	if (!send(db, "SHOW WARNINGS", 13, e))
		return false;
	r = mysql_store_result(db->conn);
	while (r != NULL && good && (row = mysql_fetch_row(r)) != NULL)
		if (row[1] != NULL && row[2] != NULL &&
		    sm_my_matters((unsigned)strtoul(row[1], NULL, 10)))
			good = sm_my_error(
			    (unsigned)strtoul(row[1], NULL, 10), row[2], e);
	mysql_free_result(r);
	return good && drain(db, e);
}

bool
sm_my_rows(struct sm_my *db, const char *query, unsigned columns,
    sm_my_row *take, void *ctx, struct sm_error *e)
{
	bool good = true;
	MYSQL_RES *r;
	MYSQL_ROW row;

	if (!send(db, query, strlen(query), e))
		return false;
	r = mysql_use_result(db->conn);
	if (r == NULL)
		return failed(db, e);
	if (mysql_num_fields(r) != columns)
		good = sm_error_set(e, "the catalog has another number of "
		    "columns than was asked for");
	while ((row = mysql_fetch_row(r)) != NULL)
		good = good && take(ctx, (const char *const *)row, e);
	if (good && mysql_errno(db->conn) != 0)
		good = failed(db, e);
	mysql_free_result(r);
	return good && check_warnings(db, e);
}

/* --- many statements ------------------------------------------------------ */

struct each {
	struct sm_my *db;
	const struct sm_strings *statements;
	sm_my_one *take;
	void *ctx;
	size_t at; /* the statement whose result comes next */
};

/* The first warning of the statement before it, or NULL. */
static const char *
warning_of(struct sm_my *db, struct sm_arena *a, struct sm_error *e,
    bool *good)
{
	const char *why = NULL;
	MYSQL_RES *r;
	MYSQL_ROW row;

	*good = mysql_next_result(db->conn) == 0;
	if (!*good) {
		failed(db, e);
		return NULL;
	}
	r = mysql_store_result(db->conn);
	if (r != NULL && (row = mysql_fetch_row(r)) != NULL)
		why = sm_strdup(a, row[2]);
	mysql_free_result(r);
	return why;
}

/* Take the results of a batch; false: it ended early, or in an error. */
static bool
take_batch(struct each *w, size_t end, struct sm_error *e)
{
	struct sm_arena *a = sm_arena_new();
	bool good = true, more = true;
	const char *why;
	MYSQL_RES *r;
	MYSQL_ROW row;

	while (good && more && w->at < end) {
		r = mysql_store_result(w->db->conn);
		if (r == NULL)
			break;
		row = mysql_fetch_row(r);
		why = warning_of(w->db, a, e, &good);
		if (good && row != NULL)
			good = w->take(w->ctx, w->at,
			    (const char *const *)row, why, e);
		w->at++;
		mysql_free_result(r);
		more = mysql_next_result(w->db->conn) == 0;
	}
	sm_arena_free(a);
	return good;
}

/* The statement at hand failed: the rest of the batch was not run. */
static bool
take_failure(struct each *w, struct sm_error *e)
{
	unsigned code = mysql_errno(w->db->conn);
	bool good;
	char *why;

	if (code == 0 || sm_my_lost(code) || sm_my_matters(code))
		return failed(w->db, e);
	why = sm_xstrdup(mysql_error(w->db->conn));
	good = w->take(w->ctx, w->at++, NULL, why, e);
	free(why);
	return good;
}

bool
sm_my_each(struct sm_my *db, const struct sm_strings *statements,
    sm_my_one *take, void *ctx, struct sm_error *e)
{
	struct each w = {db, statements, take, ctx, 0};
	struct sm_buf sql = SM_BUF_INIT;
	bool good = true;
	size_t i, end;

	while (good && w.at < statements->n) {
		sm_buf_reset(&sql);
		end = w.at + BATCH < statements->n ? w.at + BATCH
		                                   : statements->n;
		for (i = w.at; i < end; i++)
			sm_buf_addf(&sql, "%s;SHOW WARNINGS;",
			    statements->v[i]);
		if (sm_my_is_stopped(db))
			good = sm_error_set(e, "was broken off");
		else if (mysql_real_query(db->conn, sql.text,
		    (unsigned long)sql.len) == 0)
			good = take_batch(&w, end, e);
		if (good && w.at < end)
			good = take_failure(&w, e);
	}
	sm_buf_free(&sql);
	return good;
}
