#include "sources/sqlite_db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "sources/input.h"

/* How long to wait for a lock: a writer's commit is a matter of moments. */
#define BUSY_MS 5000
/* pragma table_list and STRICT came with 3.37. */
#define OLDEST 3037000

/* What to do about an error, by its primary code. */
static const struct {
	int code;
	const char *hint;
} hints[] = {
	{SQLITE_NOTADB,
	    "is it encrypted, or no SQLite database at all?"},
	{SQLITE_CORRUPT,
	    "see what `sqlite3 FILE 'PRAGMA integrity_check'` says of it"},
	{SQLITE_BUSY,
	    "another program holds a lock on it: try again when that is done"},
	{SQLITE_LOCKED,
	    "another program holds a lock on it: try again when that is done"},
	{SQLITE_READONLY,
	    "open the database once with a program that may write to it (the "
	    "sqlite3 shell will do), which rolls it back"},
	{SQLITE_NOMEM, "the schema needs more memory than there is"},
	{SQLITE_INTERRUPT, "a statement took too long"},
};

bool
sm_sqlite_fail(sqlite3 *db, struct sm_error *e)
{
	int code = sqlite3_errcode(db) & 0xff;
	size_t i;

	/* A journal is there, and rolling back is writing. */
	sm_error_set(e, "%s", code == SQLITE_READONLY
	    ? "holds a transaction that was interrupted"
	    : sqlite3_errmsg(db));
	for (i = 0; i < sizeof hints / sizeof hints[0]; i++)
		if (hints[i].code == code)
			sm_error_hint(e, "%s", hints[i].hint);
	return false;
}

sqlite3_stmt *
sm_sqlite_prepare(sqlite3 *db, const char *sql, struct sm_error *e)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		sm_sqlite_fail(db, e);
	return stmt;
}

bool
sm_sqlite_run(sqlite3 *db, const char *sql, struct sm_error *e)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	    sm_sqlite_fail(db, e);
}

const char *
sm_sqlite_text(struct sm_arena *a, sqlite3_stmt *stmt, int column,
    const char **bad)
{
	const char *s = (const char *)sqlite3_column_text(stmt, column);
	size_t len = (size_t)sqlite3_column_bytes(stmt, column);

	if (s == NULL)
		return NULL;
	if (!sm_utf8_valid(s, len) && *bad == NULL)
		*bad = "its stored text is not valid UTF-8";
	return sm_memdup(a, s, len);
}

void
sm_sqlite_close(sqlite3 *db)
{
	if (db == NULL)
		return;
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
}

/* What every connection has: no extensions, no foreign keys at work. */
static sqlite3 *
connect(const char *uri, int flags, struct sm_error *e)
{
	sqlite3 *db = NULL;

	if (sqlite3_libversion_number() < OLDEST) {
		sm_error_set(e, "SQLite %s is too old", sqlite3_libversion());
		sm_error_hint(e, "3.37 or later is needed");
		return NULL;
	}
	if (sqlite3_open_v2(uri, &db, flags | SQLITE_OPEN_URI, NULL) !=
	    SQLITE_OK) {
		sm_sqlite_fail(db, e);
		sqlite3_close(db);
		return NULL;
	}
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	return db;
}

sqlite3 *
sm_sqlite_memory(struct sm_error *e)
{
	return connect("file::memory:",
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, e);
}

/*
 * A path as a URI, so that no character of it (: ? # %) means anything; with
 * immutable, SQLite takes no lock and wants no file beside it.
 */
static void
uri_of(struct sm_buf *b, const char *path, bool immutable)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-";

	sm_buf_reset(b);
	sm_buf_adds(b, *path == '/' ? "file://" : "file:./");
	for (; *path != '\0'; path++) {
		if (strchr(plain, *path) != NULL)
			sm_buf_addc(b, *path);
		else
			sm_buf_addf(b, "%%%02X", (unsigned char)*path);
	}
	if (immutable)
		sm_buf_adds(b, "?immutable=1");
}

/* BEGIN alone reads nothing: the first read takes the lock. */
static bool
start_reading(sqlite3 *db)
{
	return sqlite3_exec(db,
	    "BEGIN; SELECT count(*) FROM main.sqlite_schema", NULL, NULL,
	    NULL) == SQLITE_OK;
}

/* Does the database at path keep its changes in a log (WAL)? */
static bool
has_wal_mode(const char *path)
{
	unsigned char head[20];

	/* Bytes 18 and 19 of the header are 2 (fileformat2.html, 1.3). */
	return sm_input_head(path, head, sizeof head) == sizeof head &&
	    head[18] == 2 && head[19] == 2;
}

static bool
wal_is_empty(const char *path)
{
	struct sm_buf name = SM_BUF_INIT;
	struct stat st;
	bool empty;

	sm_buf_addf(&name, "%s-wal", path);
	errno = 0;
	empty = stat(sm_buf_str(&name), &st) != 0 ? errno == ENOENT
	                                          : st.st_size == 0;
	sm_buf_free(&name);
	return empty;
}

/*
 * A database in WAL mode needs a file of shared memory beside it, which can't
 * be made in a directory that one can't write to.  Where the log is empty too,
 * all of the database is in its file.
 */
static sqlite3 *
open_without_wal(const char *path, struct sm_error *e)
{
	struct sm_buf uri = SM_BUF_INIT;
	sqlite3 *db;

	if (!wal_is_empty(path)) {
		sm_error_set(e, "has a write-ahead log, and its directory "
				"can't be written to");
		sm_error_hint(e, "copy the database with its -wal file to "
				 "another directory, or checkpoint it there "
				 "where it is written");
		return NULL;
	}
	uri_of(&uri, path, true);
	db = connect(sm_buf_str(&uri), SQLITE_OPEN_READONLY, e);
	sm_buf_free(&uri);
	if (db != NULL && !start_reading(db)) {
		sm_sqlite_fail(db, e);
		sm_sqlite_close(db);
		db = NULL;
	}
	return db;
}

/* The file must be there and be one: SQLite would say less. */
static bool
check_file(const char *path, struct sm_error *e)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		sm_error_errno(e, errno);
		if (strncmp(path, "//", 2) == 0)
			sm_error_hint(e, "a path is what follows sqlite: as in "
					 "sqlite:%s here, sqlite:/srv/app.db "
					 "elsewhere",
			    path + strspn(path, "/"));
		return false;
	}
	if (S_ISDIR(st.st_mode))
		return sm_error_set(e, "is a directory, not a database");
	if (!S_ISREG(st.st_mode)) {
		sm_error_set(e, "is not a regular file");
		return sm_error_hint(e, "SQLite needs the file itself: a "
					"database can't be read from a pipe");
	}
	return access(path, R_OK) == 0 || sm_error_errno(e, errno);
}

static sqlite3 *
open_path(const char *path, struct sm_error *e)
{
	struct sm_buf uri = SM_BUF_INIT;
	sqlite3 *db;
	int code;

	if (!check_file(path, e))
		return NULL;
	uri_of(&uri, path, false);
	db = connect(sm_buf_str(&uri), SQLITE_OPEN_READONLY, e);
	sm_buf_free(&uri);
	if (db == NULL || start_reading(db))
		return db;
	code = sqlite3_errcode(db) & 0xff;
	sm_sqlite_fail(db, e);
	sm_sqlite_close(db);
	if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) ||
	    !has_wal_mode(path))
		return NULL;
	sm_error_free(e);
	return open_without_wal(path, e);
}

/* A URI says itself how it wants to be opened, but never to write. */
static sqlite3 *
open_uri(const char *uri, struct sm_error *e)
{
	sqlite3 *db = connect(uri, SQLITE_OPEN_READONLY, e);
	const char *file;

	if (db == NULL)
		return NULL;
	file = sqlite3_db_filename(db, "main");
	if (file == NULL || *file == '\0') {
		sm_error_set(e, "is a new database in memory");
	} else if (start_reading(db)) {
		return db;
	} else {
		sm_sqlite_fail(db, e);
	}
	sm_sqlite_close(db);
	return NULL;
}

sqlite3 *
sm_sqlite_open(const char *operand, struct sm_error *e)
{
	if (strncasecmp(operand, "file:", 5) == 0)
		return open_uri(operand, e);
	if (strncasecmp(operand, "sqlite:", 7) == 0)
		operand += 7;
	return open_path(operand, e);
}
