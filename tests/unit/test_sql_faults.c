/*
 * The scripts of sm-sql under faults, on the real engine: whatever fails where,
 * and whatever the client makes of it, the database is afterwards exactly what it
 * was or exactly what it should become.
 *
 * A client that goes on after an error is the worst there is; each statement is
 * replaced by an error, by a ROLLBACK and an error, interrupted while it runs; a
 * client stops there; the disk is full; somebody else holds the lock for a while.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "model/snapshot.h"
#include "sources/source.h"
#include "stages/diff.h"
#include "stages/graph.h"
#include "stages/renames.h"
#include "stages/risk.h"
#include "stages/sql.h"
#include "tap.h"

/* A schema with rows, and what it should become. */
struct scenario {
	const char *name, *old, *new_;
	bool refused; /* the rows don't allow it: nothing may change */
};

#define PARENT                                                                 \
	"CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b INT);" \
	"CREATE TABLE c(id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id)"     \
	" ON DELETE CASCADE, x);"                                              \
	"CREATE VIEW v AS SELECT id, a FROM p;"                                \
	"CREATE VIEW w AS SELECT count(*) AS n FROM v;"                        \
	"CREATE INDEX i ON p(a);"
#define PARENT_ROWS                                                            \
	"INSERT INTO p VALUES(1,'one',1),(2,NULL,2),(9,'nine',9);"             \
	"DELETE FROM p WHERE id=9;"                                            \
	"INSERT INTO c VALUES(1,1,'x'),(2,2,'y'),(3,77,'orphan');ANALYZE;"
#define TRIGGERS                                                               \
	"CREATE TRIGGER t1 AFTER INSERT ON p BEGIN INSERT INTO c(p_id)"        \
	" VALUES(NEW.id); UPDATE c SET x='t' WHERE id=1; END;"                 \
	"CREATE TRIGGER t2 AFTER DELETE ON c BEGIN DELETE FROM p"              \
	" WHERE id=OLD.p_id; END;"

static const struct scenario scenarios[] = {
	{"a parent rebuilt, with children, views, triggers and a mark",
	    PARENT PARENT_ROWS TRIGGERS,
	    "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, a VARCHAR,"
	    " b INT CHECK(b>0), d TEXT DEFAULT (1+1));"
	    "CREATE TABLE c(id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id)"
	    " ON DELETE CASCADE, x);"
	    "CREATE VIEW v AS SELECT id, a FROM p;"
	    "CREATE VIEW w AS SELECT count(*) AS n FROM v;"
	    "CREATE INDEX i ON p(a);" TRIGGERS,
	    false},
	{"two tables rebuilt, rowids and statistics kept",
	    "CREATE TABLE a(x TEXT, y);CREATE TABLE b(rowid TEXT, z);"
	    "CREATE INDEX ix ON a(x);INSERT INTO a(rowid,x,y) VALUES(5,1,2),"
	    "(50,3,x'00'),(500,NULL,1e300);"
	    "INSERT INTO b(_rowid_,z) VALUES(7,'q'),(70,'r');ANALYZE;",
	    "CREATE TABLE a(x TEXT UNIQUE, y);"
	    "CREATE TABLE b(rowid TEXT, z, CHECK(z<>'s'));"
	    "CREATE INDEX ix ON a(x);",
	    false},
	{"renames, and a rebuild on top of them",
	    "CREATE TABLE customer_accounts(id INTEGER PRIMARY KEY,"
	    " email_address TEXT, created_at INT, note TEXT);"
	    "CREATE TABLE orders(id INTEGER PRIMARY KEY, who INT REFERENCES"
	    " customer_accounts(id));"
	    "CREATE VIEW v AS SELECT email_address FROM customer_accounts;"
	    "CREATE TRIGGER t AFTER UPDATE ON customer_accounts BEGIN"
	    " DELETE FROM orders WHERE who=OLD.id AND"
	    " NEW.email_address='x'; END;"
	    "INSERT INTO customer_accounts VALUES(1,'e',2,'n'),(2,NULL,3,'m');"
	    "INSERT INTO orders VALUES(1,1),(2,2);",
	    "CREATE TABLE customer_account(id INTEGER PRIMARY KEY,"
	    " email_addresses TEXT, created_at INT CHECK(created_at>0), note"
	    " TEXT);"
	    "CREATE TABLE orders(id INTEGER PRIMARY KEY, who INT REFERENCES"
	    " customer_account(id));"
	    "CREATE VIEW v AS SELECT email_addresses FROM customer_account;"
	    "CREATE TRIGGER t AFTER UPDATE ON customer_account BEGIN"
	    " DELETE FROM orders WHERE who=OLD.id AND"
	    " NEW.email_addresses='x'; END;",
	    false},
	{"columns added and dropped directly, a view and an index changed",
	    "CREATE TABLE t(a, b, gone);CREATE INDEX i ON t(a);"
	    "CREATE VIEW v AS SELECT a, gone FROM t;"
	    "INSERT INTO t VALUES(1,2,3),(4,5,6);",
	    "CREATE TABLE t(a, b, fresh TEXT DEFAULT 'f');"
	    "CREATE INDEX i ON t(a, b);CREATE VIEW v AS SELECT a, fresh FROM t;",
	    false},
	{"a table that names itself in a CHECK, with a mark",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, b CHECK(p.b>0),"
	    " z);INSERT INTO p VALUES(1,1,1),(8,8,8);DELETE FROM p WHERE id=8;",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT,"
	    " b TEXT CHECK(p.b>0), z);",
	    false},
	{"the same, empty",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, b CHECK(p.b>0),"
	    " z);INSERT INTO p VALUES(1,1,1);DELETE FROM p;",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT,"
	    " b TEXT CHECK(p.b>0), z);",
	    false},
	{"a broken view, dropped and new tables",
	    "CREATE TABLE t(a UNIQUE, b);CREATE TABLE u(x REFERENCES t(a)"
	    " ON DELETE CASCADE);"
	    "CREATE TABLE gone(g);CREATE VIEW bad AS SELECT nosuch FROM nope;"
	    "INSERT INTO t VALUES(1,2);INSERT INTO u VALUES(1);"
	    "INSERT INTO gone VALUES(1);",
	    "CREATE TABLE t(a UNIQUE, b, c);CREATE TABLE u(x REFERENCES t(a));"
	    "CREATE TABLE fresh(f PRIMARY KEY, g REFERENCES t(a));"
	    "CREATE INDEX fi ON fresh(g);"
	    "CREATE VIEW bad AS SELECT nosuch FROM nope;",
	    false},
	{"a new foreign key that the rows obey",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY);CREATE TABLE c(x, y);"
	    "INSERT INTO p VALUES(1),(2);INSERT INTO c VALUES(1,1),(NULL,5);",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY);"
	    "CREATE TABLE c(x REFERENCES p(id), y);",
	    false},
	{"full text",
	    "CREATE VIRTUAL TABLE f USING fts5(a, b);"
	    "INSERT INTO f(rowid,a,b) VALUES(3,'some words','b'),(9,'x','y');",
	    "CREATE VIRTUAL TABLE f USING fts5(a, b, c, tokenize='porter');",
	    false},
	{"orphans under a new foreign key",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY);CREATE TABLE c(x, y);"
	    "INSERT INTO p VALUES(1);INSERT INTO c VALUES(1,1),(3,5);",
	    "CREATE TABLE p(id INTEGER PRIMARY KEY);"
	    "CREATE TABLE c(x REFERENCES p(id), y);",
	    true},
	{"a NULL under a new NOT NULL",
	    "CREATE TABLE t(a TEXT, b);INSERT INTO t VALUES(NULL,1);",
	    "CREATE TABLE t(a TEXT NOT NULL DEFAULT 'd', b);", true},
	{"a NULL under a NOT NULL that would replace it",
	    "CREATE TABLE t(a TEXT, b);INSERT INTO t VALUES(NULL,1);",
	    "CREATE TABLE t(a TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'd',"
	    " b);",
	    true},
	{"a NULL that would be numbered",
	    "CREATE TABLE t(a INTEGER, b);INSERT INTO t VALUES(NULL,1),(4,4);",
	    "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b);", true},
	{"a NOT NULL column without a default, with rows",
	    "CREATE TABLE t(a);INSERT INTO t VALUES(1);",
	    "CREATE TABLE t(a, b INT NOT NULL);", true},
	{"rows against a new CHECK",
	    "CREATE TABLE t(a);INSERT INTO t VALUES(1);",
	    "CREATE TABLE t(a CHECK(a>1));", true},
	{"values against STRICT",
	    "CREATE TABLE t(a INT);INSERT INTO t VALUES('words');",
	    "CREATE TABLE t(a INT) STRICT;", true},
	{"duplicates under a new UNIQUE that would drop them",
	    "CREATE TABLE t(a, b);INSERT INTO t VALUES(1,1),(1,2);",
	    "CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE, b);", true},
	{"duplicates under a new unique index",
	    "CREATE TABLE t(a, b);INSERT INTO t VALUES(1,1),(1,2);",
	    "CREATE TABLE t(a, b, c);CREATE UNIQUE INDEX i ON t(a);", true},
};
#define NSCENARIOS (sizeof scenarios / sizeof scenarios[0])

static char dir[] = "/tmp/sm-faults.XXXXXX";
static size_t stride = 1; /* of the faults: more under valgrind */

static void
must(int rc, sqlite3 *db, const char *what)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE)
		return;
	printf("Bail out! %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static sqlite3 *
open_db(const char *path)
{
	sqlite3 *db;

	must(sqlite3_open(path, &db), db, path);
	must(sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL), db,
	    "pragma");
	return db;
}

/* --- the pipeline, in this process ------------------------------------------ */

static struct sm_snapshot *
reflect(struct sm_arena *a, const char *path)
{
	struct sm_source_options o = {.dialect = "sqlite"};
	struct sm_error e = SM_ERROR_INIT;
	struct sm_snapshot *s;

	if (!sm_backends[0]->reflect(a, path, &o, &s, &e)) {
		printf("Bail out! %s\n", e.message);
		exit(1);
	}
	sm_snapshot_sort(s);
	return s;
}

static void
add_sql(const struct scenario *sc, const char *old, const char *new_,
    struct sm_buf *sql)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_compare compare = {.column_order = false};
	const struct sm_renames_options renames = {0.72, 0.65, "seed"};
	const struct sm_risk_options risk = {NULL, false};
	const struct sm_sql_options options = {.allow_danger = true};
	struct sm_error e = SM_ERROR_INIT;
	struct sm_plan *plan;

	if (!sm_diff(a, reflect(a, old), reflect(a, new_), &compare, &plan,
	        &e) ||
	    !sm_renames(plan, &renames, &e) || !sm_risk(plan, &risk, &e) ||
	    !sm_order(plan, &e) || !sm_sql(plan, &options, sql, &e)) {
		printf("Bail out! %s: %s\n", sc->name, e.message);
		exit(1);
	}
	sm_arena_free(a);
}

/* How many ops lead from the one to the other? */
static size_t
ops_between(const char *old, const char *new_)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_compare compare = {.column_order = false};
	struct sm_error e = SM_ERROR_INIT;
	struct sm_plan *plan;
	size_t n = 1;

	if (sm_diff(a, reflect(a, old), reflect(a, new_), &compare, &plan, &e))
		n = plan->ops.n;
	sm_arena_free(a);
	return n;
}

/* The statements, as the sqlite3 shell splits them: a line after a line. */
static void
split(struct sm_arena *a, const char *sql, struct sm_strings *out)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *end;

	for (; *sql != '\0'; sql = end) {
		end = strchr(sql, '\n');
		end = end == NULL ? sql + strlen(sql) : end + 1;
		if (b.len == 0 && (*sql == '\n' || strncmp(sql, "--", 2) == 0))
			continue;
		sm_buf_add(&b, sql, (size_t)(end - sql));
		if (!sqlite3_complete(b.text))
			continue;
		sm_strings_add(a, out, sm_memdup(a, b.text, b.len));
		sm_buf_reset(&b);
	}
	ok(b.len == 0, "the script ends with a whole statement");
	sm_buf_free(&b);
}

/* --- what is in a database --------------------------------------------------- */

static void
add_query(sqlite3 *db, struct sm_buf *b, const char *sql)
{
	sqlite3_stmt *stmt;
	int i;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
		sm_buf_addf(b, "%s: %s\n", sql, sqlite3_errmsg(db));
		return;
	}
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (i = 0; i < sqlite3_column_count(stmt); i++) {
			const unsigned char *text = sqlite3_column_text(stmt, i);

			sm_buf_addf(b, "|%d:%s", sqlite3_column_type(stmt, i),
			    text != NULL ? (const char *)text : "");
		}
		sm_buf_addc(b, '\n');
	}
	sqlite3_finalize(stmt);
}

/* Everything: the schema, all rows with their rowids, the marks. */
static char *
contents(sqlite3 *db)
{
	struct sm_buf b = SM_BUF_INIT;
	sqlite3_stmt *stmt;
	char *sql;

	add_query(db, &b, "SELECT type, name, tbl_name, sql FROM sqlite_master "
	    "ORDER BY type, name");
	must(sqlite3_prepare_v2(db, "SELECT name, name='b' FROM sqlite_master "
	    "WHERE type='table' AND name NOT LIKE 'f~_%' ESCAPE '~' ORDER BY "
	    "name", -1, &stmt, NULL), db, "tables");
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		sql = sqlite3_mprintf("SELECT '%q', _rowid_, * FROM \"%w\" "
		    "ORDER BY 2", sqlite3_column_text(stmt, 0),
		    sqlite3_column_text(stmt, 0));
		add_query(db, &b, sql);
		sqlite3_free(sql);
	}
	sqlite3_finalize(stmt);
	return b.text;
}

static sqlite3 *
copy_of(const char *path, const char *to)
{
	sqlite3 *from = open_db(path), *db = open_db(to);
	sqlite3_backup *b = sqlite3_backup_init(db, "main", from, "main");

	must(sqlite3_backup_step(b, -1), db, "backup");
	sqlite3_backup_finish(b);
	sqlite3_close(from);
	return db;
}

/* --- clients and faults ------------------------------------------------------- */

enum fault {
	NO_FAULT,
	AN_ERROR,       /* in the statement's place */
	A_ROLLBACK,     /* in the statement's place, and an error */
	AN_INTERRUPT,   /* while the statement runs */
	A_STOP          /* the client goes away before the statement */
};

static int
interrupt(void *ctx)
{
	(void)ctx;
	return 1;
}

static int
run_one(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* Run the script with the fault at one statement, errors being ignored. */
static void
run(sqlite3 *db, const struct sm_strings *script, enum fault fault, size_t at)
{
	size_t i;

	for (i = 0; i < script->n; i++) {
		if (i != at || fault == NO_FAULT) {
			run_one(db, script->v[i]);
			continue;
		}
		if (fault == A_STOP)
			break;
		if (fault == A_ROLLBACK)
			run_one(db, "ROLLBACK");
		if (fault == AN_INTERRUPT) {
			sqlite3_progress_handler(db, 1, interrupt, NULL);
			run_one(db, script->v[i]);
			sqlite3_progress_handler(db, 0, NULL, NULL);
		}
	}
	/* What a client leaves open is rolled back when it goes. */
	run_one(db, "ROLLBACK");
}

/*
 * ROLLBACK in the place of what writes nothing and can't fail so is no fault that
 * happens: a statement behind it would run alone.
 */
static bool
happens(const struct scenario *sc, enum fault fault, const char *statement)
{
	/* Without the guards' table nothing tells that the rows were refused. */
	if (sc->refused && strncmp(statement, "CREATE TEMP", 11) == 0)
		return false;
	return fault != A_ROLLBACK ||
	    (strncmp(statement, "SAVEPOINT", 9) != 0 &&
	        strncmp(statement, "BEGIN", 5) != 0 &&
	        strncmp(statement, "PRAGMA", 6) != 0);
}

struct trial {
	const struct scenario *sc;
	const char *path; /* of the old database */
	struct sm_strings script;
	char *old, *new_; /* contents */
	size_t runs, bad;
};

static void
judge(struct trial *t, sqlite3 *db, const char *what, size_t at)
{
	char *got = contents(db);
	bool fine = strcmp(got, t->old) == 0 || strcmp(got, t->new_) == 0;

	t->runs++;
	if (!fine && t->bad++ < 3)
		printf("# %s at %zu: %s\n# left:\n%s\n", what, at,
		    at < t->script.n ? t->script.v[at] : "", got);
	free(got);
}

static void
try_faults(struct trial *t, enum fault fault, const char *what)
{
	size_t i;

	t->runs = t->bad = 0;
	for (i = 0; i < t->script.n; i += stride) {
		sqlite3 *db;

		if (!happens(t->sc, fault, t->script.v[i]))
			continue;
		db = copy_of(t->path, ":memory:");
		run(db, &t->script, fault, i);
		judge(t, db, what, i);
		sqlite3_close(db);
	}
	ok(t->bad == 0 && t->runs > 0, "%s: %s, at each of %zu statements",
	    t->sc->name, what, t->runs);
}

/* The disk fills up, page by page later. */
static void
try_full_disk(struct trial *t)
{
	char path[64], pragma[64];
	int pages;

	t->runs = t->bad = 0;
	for (pages = 0; pages < 24; pages += (int)stride) {
		sqlite3 *db;

		snprintf(path, sizeof path, "%s/full", dir);
		unlink(path);
		db = copy_of(t->path, path);
		snprintf(pragma, sizeof pragma, "PRAGMA max_page_count=%d",
		    pages + 1);
		run_one(db, pragma);
		run(db, &t->script, NO_FAULT, 0);
		run_one(db, "PRAGMA max_page_count=1000000");
		judge(t, db, "a full disk", t->script.n);
		sqlite3_close(db);
	}
	ok(t->bad == 0, "%s: a full disk", t->sc->name);
}

/* Another process has the database, up to some statement of ours. */
static void
try_lock(struct trial *t)
{
	char path[64];
	size_t i, k;

	t->runs = t->bad = 0;
	for (i = 0; i < t->script.n; i += 1 + stride) {
		sqlite3 *db, *other;

		snprintf(path, sizeof path, "%s/locked", dir);
		unlink(path);
		db = copy_of(t->path, path);
		other = open_db(path);
		must(run_one(other, i % 2 ? "BEGIN EXCLUSIVE"
		                          : "BEGIN IMMEDIATE"), other, "lock");
		for (k = 0; k < t->script.n; k++) {
			if (k == i)
				run_one(other, "ROLLBACK");
			run_one(db, t->script.v[k]);
		}
		run_one(db, "ROLLBACK");
		judge(t, db, "a lock", i);
		sqlite3_close(other);
		sqlite3_close(db);
	}
	ok(t->bad == 0, "%s: a lock, let go at each of %zu statements",
	    t->sc->name, t->runs);
}

/* Clients that aren't in the state that the script wants. */
static void
try_clients(struct trial *t)
{
	static const char *const states[] = {
	    "PRAGMA foreign_keys=ON; BEGIN",
	    "PRAGMA foreign_keys=ON",
	    "PRAGMA legacy_alter_table=ON",
	    "PRAGMA ignore_check_constraints=ON",
	    "CREATE TEMP TABLE p(x); CREATE TEMP TABLE t(x)",
	    "CREATE TEMP TABLE sm_guard(n, what, ok, kept)",
	    "PRAGMA foreign_keys=ON; SAVEPOINT mine",
	    "PRAGMA recursive_triggers=ON",
	    "PRAGMA query_only=ON",
	};
	size_t i;

	t->runs = t->bad = 0;
	for (i = 0; i < sizeof states / sizeof states[0]; i++) {
		sqlite3 *db = copy_of(t->path, ":memory:");

		run_one(db, states[i]);
		run(db, &t->script, NO_FAULT, 0);
		run_one(db, "PRAGMA query_only=OFF; DROP TABLE temp.p; "
		    "DROP TABLE temp.t");
		judge(t, db, states[i], t->script.n);
		sqlite3_close(db);
	}
	ok(t->bad == 0, "%s: clients in odd states", t->sc->name);
}

static void
make(const char *path, const char *sql)
{
	sqlite3 *db;

	unlink(path);
	db = open_db(path);
	must(run_one(db, sql), db, sql);
	sqlite3_close(db);
}

static void
try(const struct scenario *sc)
{
	struct trial t = {.sc = sc};
	struct sm_arena *a = sm_arena_new();
	struct sm_buf sql = SM_BUF_INIT;
	char old[64], new_[64], done[64];
	sqlite3 *db;

	snprintf(old, sizeof old, "%s/old", dir);
	snprintf(new_, sizeof new_, "%s/new", dir);
	make(old, sc->old);
	make(new_, sc->new_);
	add_sql(sc, old, new_, &sql);
	split(a, sm_buf_str(&sql), &t.script);
	t.path = old;
	db = open_db(old);
	t.old = contents(db);
	sqlite3_close(db);
	snprintf(done, sizeof done, "%s/done", dir);
	unlink(done);
	db = copy_of(old, done);
	run(db, &t.script, NO_FAULT, 0);
	t.new_ = contents(db);
	sqlite3_close(db);
	ok((ops_between(done, new_) == 0) != sc->refused,
	    "%s: it is what was wanted", sc->name);
	ok((strcmp(t.old, t.new_) == 0) == sc->refused, "%s: %s", sc->name,
	    sc->refused ? "nothing changes" : "it is done");
	if (strcmp(t.old, t.new_) == 0 && !sc->refused)
		printf("# the script:\n%s\n", sm_buf_str(&sql));
	try_faults(&t, AN_ERROR, "an error");
	try_faults(&t, A_ROLLBACK, "a rollback");
	try_faults(&t, AN_INTERRUPT, "an interrupt");
	try_faults(&t, A_STOP, "the client goes away");
	try_full_disk(&t);
	try_lock(&t);
	try_clients(&t);
	free(t.old);
	free(t.new_);
	sm_buf_free(&sql);
	sm_arena_free(a);
}

int
main(void)
{
	static const char *const files[] = {"old", "new", "full", "locked",
	    "done"};
	const char *variant = getenv("SM_VARIANT");
	char path[64];
	size_t i;

	if (mkdtemp(dir) == NULL) {
		printf("Bail out! no scratch directory\n");
		return 1;
	}
	if (variant != NULL && strcmp(variant, "valgrind") == 0)
		stride = 11;
	for (i = 0; i < NSCENARIOS; i++)
		try(&scenarios[i]);
	for (i = 0; i < 5; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, files[i]);
		unlink(path);
	}
	rmdir(dir);
	return tap_end();
}
