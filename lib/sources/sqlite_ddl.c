#include "sources/sqlite_ddl.h"

#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "sources/ddl.h"
#include "sources/sqlite_db.h"
#include "text/lexer.h"

/* A statement that runs longer than this is not going to end. */
#define SECONDS 60
/* Opcodes between two looks at the clock. */
#define OPCODES 100000
/* The most memory that the database and its statements may take. */
#define HEAP ((sqlite3_int64)1 << 30)
/* From so many statements on, the engine's growth is worth a word. */
#define MANY 500

struct run {
	sqlite3 *db;
	struct sm_arena *arena;
	const struct sm_ddl_file *file;
	const char *statement; /* its first token */
	const char *last;      /* that of the one before */
	const char *refused;   /* by the authorizer */
	time_t deadline;
};

/* --- what is not allowed -------------------------------------------------- */

/* Pragmas that name places in the file system, when they set something. */
static bool
is_unsafe_pragma(const char *name, const char *value)
{
	return value != NULL &&
	    (sqlite3_stricmp(name, "temp_store_directory") == 0 ||
	        sqlite3_stricmp(name, "data_store_directory") == 0);
}

static int
authorize(void *ctx, int action, const char *x, const char *y,
    const char *database, const char *accessor)
{
	struct run *r = ctx;

	(void)database;
	(void)accessor;
	switch (action) {
	case SQLITE_ATTACH:
		r->refused = "ATTACH";
		break;
	case SQLITE_FUNCTION:
		if (y == NULL || sqlite3_stricmp(y, "load_extension") != 0)
			return SQLITE_OK;
		r->refused = "load_extension()";
		break;
	case SQLITE_PRAGMA:
		/* Temporary tables stay in memory, whatever the text says. */
		if (sqlite3_stricmp(x, "temp_store") == 0)
			return SQLITE_IGNORE;
		if (!is_unsafe_pragma(x, y))
			return SQLITE_OK;
		r->refused = sm_sprintf(r->arena, "PRAGMA %s", x);
		break;
	default:
		return SQLITE_OK;
	}
	return SQLITE_DENY;
}

static int
is_too_late(void *ctx)
{
	const struct run *r = ctx;

	return time(NULL) > r->deadline;
}

/* --- errors --------------------------------------------------------------- */

/* Words of other dialects, to tell whose SQL it probably is. */
static const struct foreign {
	const char *word, *dialect; /* dialect: NULL: of more than one */
} foreign_words[] = {
	{"AUTO_INCREMENT", "mysql"}, {"ENGINE", "mysql"},
	{"CHARSET", "mysql"}, {"ENUM", "mysql"}, {"USE", "mysql"},
	{"SERIAL", "postgresql"}, {"BIGSERIAL", "postgresql"},
	{"EXTENSION", "postgresql"}, {"OWNER", "postgresql"},
	{"SEQUENCE", "postgresql"}, {"TYPE", "postgresql"},
	{"DOMAIN", "postgresql"}, {"SCHEMA", NULL}, {"SET", NULL},
	{"COMMENT", NULL},
};

/* The first such word of the statement, or NULL. */
static const struct foreign *
foreign_word(const char *text, size_t len)
{
	struct sm_lexer lexer;
	struct sm_token t;
	size_t i;

	sm_lexer_init(&lexer, sm_dialect_get(SM_SQLITE), text, len);
	do {
		t = sm_lexer_next_solid(&lexer);
		for (i = 0; i < sizeof foreign_words / sizeof *foreign_words;
		     i++)
			if (sm_token_is(&t, foreign_words[i].word))
				return &foreign_words[i];
	} while (t.kind != SM_TOKEN_END && !sm_token_is_op(&t, ";"));
	return NULL;
}

/* A syntax error in SQL that isn't SQLite's, as far as one can tell. */
static bool
hint_foreign(const struct run *r, size_t len, struct sm_error *e)
{
	const struct sm_dialect *d = sm_ddl_dump_of(r->file);
	const struct foreign *f = foreign_word(r->statement, len);

	if (d != NULL)
		sm_error_hint(e, "it is a dump of %s: say -d %s", d->title,
		    d->name);
	else if (f != NULL && f->dialect != NULL)
		sm_error_hint(e, "is this SQLite's SQL? -d says of which "
				 "dialect it is, perhaps -d %s", f->dialect);
	else if (f != NULL)
		sm_error_hint(e, "is this SQLite's SQL? -d says of which "
				 "dialect it is");
	return d != NULL || f != NULL;
}

static void
hint(const struct run *r, const struct sm_ddl *ddl, const char *message,
    struct sm_error *e)
{
	size_t len = r->file->len - (size_t)(r->statement - r->file->text);

	if (strstr(message, "no such function") != NULL ||
	    strstr(message, "no such collation") != NULL ||
	    strstr(message, "no such module") != NULL)
		sm_error_hint(e, "it belongs to the application or an "
				 "extension: reflect a database that was made "
				 "with it");
	else if (strstr(message, "syntax error") != NULL &&
	    hint_foreign(r, len, e))
		return;
	else if (ddl->n > 1)
		sm_error_hint(e, "the files are run in version order, from %s "
				 "to %s", ddl->v[0].name,
		    ddl->v[ddl->n - 1].name);
	else
		sm_error_hint(e, "SQLite %s itself runs the SQL, in an empty "
				 "database in memory", sqlite3_libversion());
}

/* The engine's message; where it is about another line, that too. */
static bool
fail(struct run *r, const struct sm_ddl *ddl, const char *from,
    struct sm_error *e)
{
	const char *message = sm_strdup(r->arena, sqlite3_errmsg(r->db));
	long line = sm_line_of(r->file->text, r->statement), inner = line;
	int offset = -1;

	sm_error_at(e, r->file->name, line);
	if (r->refused != NULL) {
		sm_error_set(e, "%s is not allowed in DDL", r->refused);
		return sm_error_hint(e, "it would reach files outside of the "
					"database in memory: take it out");
	}
#if SQLITE_VERSION_NUMBER >= 3038000
	offset = sqlite3_error_offset(r->db);
#endif
	if (offset >= 0)
		inner = sm_line_of(r->file->text, from + offset);
	if (inner != line)
		sm_error_set(e, "%s (line %ld)", message, inner);
	else
		sm_error_set(e, "%s", message);
	hint(r, ddl, message, e);
	if ((sqlite3_errcode(r->db) & 0xff) == SQLITE_INTERRUPT) {
		sm_error_set(e, "takes longer than %d seconds", SECONDS);
		sm_error_hint(e, "DDL is run for its schema: take out what "
				 "fills tables");
	}
	return false;
}

/* --- running -------------------------------------------------------------- */

/*
 * CREATE TABLE sqlite_sequence(…): the shell's .schema shows what SQLite
 * makes by itself, and lets nobody else make.
 */
static bool
is_internal(struct run *r, struct sm_lexer after)
{
	static const char *const words[] = {"CREATE", "TABLE", NULL};
	struct sm_token t = sm_lexer_next_solid(&after);
	size_t i;

	for (i = 0; words[i] != NULL; i++) {
		if (!sm_token_is(&t, words[i]))
			return false;
		t = sm_lexer_next_solid(&after);
	}
	return t.kind != SM_TOKEN_END &&
	    sqlite3_strnicmp(sm_token_name(r->arena, &t), "sqlite_", 7) == 0;
}

/* VACUUM has no use in memory, and with INTO it writes a file. */
static bool
is_vacuum(struct run *r, struct sm_lexer after)
{
	struct sm_token t = sm_lexer_next_solid(&after);

	if (!sm_token_is(&t, "VACUUM"))
		return false;
	while (t.kind != SM_TOKEN_END && !sm_token_is_op(&t, ";")) {
		if (sm_token_is(&t, "INTO"))
			r->refused = "VACUUM INTO";
		t = sm_lexer_next_solid(&after);
	}
	return true;
}

/* Behind the semicolon that ends a statement without a body. */
static const char *
statement_end(struct sm_lexer lexer)
{
	struct sm_token t;

	do
		t = sm_lexer_next_solid(&lexer);
	while (t.kind != SM_TOKEN_END && !sm_token_is_op(&t, ";"));
	return lexer.at;
}

static bool
step_to_end(struct run *r, sqlite3_stmt *stmt)
{
	int rc;

	r->deadline = time(NULL) + SECONDS;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		;
	return rc == SQLITE_DONE;
}

static bool
run_file(struct run *r, const struct sm_ddl *ddl, struct sm_error *e)
{
	const char *at = r->file->text, *end = at + r->file->len, *tail;
	struct sm_lexer lexer;
	sqlite3_stmt *stmt;
	bool done = true;

	while (done && at < end) {
		sm_lexer_init(&lexer, sm_dialect_get(SM_SQLITE), at,
		    (size_t)(end - at));
		r->statement = sm_lexer_next_solid(&lexer).text;
		if (r->statement == NULL || r->statement >= end)
			break;
		sm_lexer_init(&lexer, sm_dialect_get(SM_SQLITE), r->statement,
		    (size_t)(end - r->statement));
		r->last = r->statement;
		stmt = NULL;
		tail = end;
		done = sqlite3_prepare_v2(r->db, at, (int)(end - at), &stmt,
		    &tail) == SQLITE_OK;
		if (is_vacuum(r, lexer))
			done = r->refused == NULL;
		else if (!done && is_internal(r, lexer))
			done = (tail = statement_end(lexer)) != NULL;
		else if (done && stmt != NULL)
			done = step_to_end(r, stmt);
		if (!done)
			fail(r, ddl, at, e);
		sqlite3_finalize(stmt);
		at = tail;
	}
	if (done && !sqlite3_get_autocommit(r->db)) {
		sm_error_at(e, r->file->name, sm_line_of(r->file->text,
		    r->last));
		sm_error_set(e, "ends inside a transaction");
		return sm_error_hint(e, "the COMMIT is missing: has the text "
					"been cut short?");
	}
	return done;
}

/* SQLite reads its schema table once for every CREATE. */
static void
warn_of_size(const struct sm_ddl *ddl, const struct sm_source_options *o)
{
	struct sm_arena *a;
	size_t i, n = 0;
	const char *p;

	for (i = 0; i < ddl->n; i++)
		for (p = ddl->v[i].text; (p = strchr(p, ';')) != NULL; p++)
			n++;
	if (n < MANY || o->say == NULL || o->verbose == 0)
		return;
	a = sm_arena_new();
	o->say(ddl->source, sm_sprintf(a, "running about %zu statements: "
	    "SQLite's time for that grows with the square of the number of "
	    "tables (2,000 take seconds, 10,000 minutes)", n));
	sm_arena_free(a);
}

static bool
run_all(struct run *r, const struct sm_ddl *ddl, struct sm_error *e)
{
	size_t i;

	for (i = 0; i < ddl->n; i++) {
		r->file = &ddl->v[i];
		if (!run_file(r, ddl, e))
			return false;
	}
	/*
	 * What was written into sqlite_schema itself (.dump does that for
	 * virtual tables) is only seen once the schema is read anew.
	 */
	return sm_sqlite_run(r->db, "PRAGMA writable_schema=RESET", e);
}

sqlite3 *
sm_sqlite_run_ddl(struct sm_arena *a, const struct sm_ddl *ddl,
    const struct sm_source_options *o, struct sm_error *e)
{
	struct run r = {.arena = a};
	sqlite3_int64 heap;
	bool done;

	r.db = sm_sqlite_memory(e);
	if (r.db == NULL)
		return NULL;
	warn_of_size(ddl, o);
	sqlite3_exec(r.db, "PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
	heap = sqlite3_hard_heap_limit64(HEAP);
	sqlite3_limit(r.db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_set_authorizer(r.db, authorize, &r);
	sqlite3_progress_handler(r.db, OPCODES, is_too_late, &r);
	done = run_all(&r, ddl, e);
	sqlite3_progress_handler(r.db, 0, NULL, NULL);
	sqlite3_set_authorizer(r.db, NULL, NULL);
	sqlite3_hard_heap_limit64(heap);
	if (done)
		return r.db;
	sm_sqlite_close(r.db);
	return NULL;
}
