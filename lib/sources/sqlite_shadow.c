/*
 * What a view or trigger reads, exactly.
 *
 * Preparing it on the database itself doesn't tell: the authorizer names the
 * innermost view or common table expression for which something is read, but a
 * view that SQLite flattens into the query above it is not reported at all, one
 * broken trigger spoils the others of its table, and triggers that fire others
 * report these too.  So each is prepared in a database in memory that has the
 * same tables (by their stored SQL, written straight into its schema table, so
 * that this takes linear time) but no triggers, and in which every view is a
 * plain table of its columns: there, everything reported is its own.  The
 * database is never read or written: its root pages are not what they say.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/sqlite_db.h"
#include "sources/sqlite_objects.h"
#include "sources/sqlite_schema_sql.h"
#include "text/quote.h"

/*
 * Root pages that are there: an index must not share one with its neighbours.
 */
#define PAGES 64

struct sm_shadow {
	const struct sm_catalog *catalog;
	sqlite3 *db;
	struct sm_need_set *set; /* what is collected now, or NULL */
	bool of_trigger;         /* only what is read for something named */
};

/* --- the authorizer ------------------------------------------------------- */

/* The trigger's statement itself has no accessor: it reads for nobody. */
static int
authorize(void *ctx, int action, const char *x, const char *y,
    const char *database, const char *accessor)
{
	struct sm_shadow *s = ctx;

	(void)database;
	if (s->set == NULL || x == NULL ||
	    (s->of_trigger && accessor == NULL))
		return SQLITE_OK;
	switch (action) {
	case SQLITE_READ:
	case SQLITE_UPDATE:
		sm_need_set_add(s->set, x, y);
		break;
	case SQLITE_INSERT:
	case SQLITE_DELETE:
		sm_need_set_add(s->set, x, NULL);
		break;
	}
	return SQLITE_OK;
}

/* --- making it ------------------------------------------------------------ */

static void
quote(struct sm_buf *b, const char *name)
{
	sm_quote_name(b, sm_dialect_get(SM_SQLITE), name);
}

/* CREATE TABLE of the relation's columns, and nothing else of it. */
static void
plain_table(struct sm_buf *b, const struct sm_catalog_relation *r)
{
	size_t i;

	sm_buf_adds(b, "CREATE TABLE ");
	quote(b, r->name);
	for (i = 0; i < r->columns.n; i++) {
		sm_buf_addc(b, i == 0 ? '(' : ',');
		quote(b, r->columns.v[i].name);
	}
	sm_buf_addc(b, ')');
}

static bool
add_row(sqlite3_stmt *insert, const char *type, const char *name,
    const char *table, int page, const char *sql)
{
	int rc;

	sqlite3_bind_text(insert, 1, type, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(insert, 2, name, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(insert, 3, table, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int(insert, 4, page);
	sqlite3_bind_text(insert, 5, sql, -1, SQLITE_TRANSIENT);
	rc = sqlite3_step(insert);
	sqlite3_reset(insert);
	return rc == SQLITE_DONE;
}

/*
 * A unique index decides whether an upsert is understood; others don't matter.
 */
static bool
add_table(sqlite3_stmt *insert, const struct sm_catalog_relation *r)
{
	const struct sm_catalog_index *x;
	int page = 2;
	size_t i;

	if (!add_row(insert, "table", r->name, r->name, page, r->sql))
		return false;
	for (i = 0; i < r->indexes.n; i++) {
		x = &r->indexes.v[i];
		if (!x->unique || x->bad != NULL || page == PAGES ||
		    (r->without_rowid && x->origin == 'p'))
			continue;
		if (!add_row(insert, "index", x->name, r->name, ++page, x->sql))
			return false;
	}
	return true;
}

static bool
add_plain(sqlite3_stmt *insert, const struct sm_catalog_relation *r)
{
	struct sm_buf b = SM_BUF_INIT;
	bool added;

	if (r->columns.n == 0)
		return true; /* broken: its columns are not known */
	plain_table(&b, r);
	added = add_row(insert, "table", r->name, r->name, 2, sm_buf_str(&b));
	sm_buf_free(&b);
	return added;
}

/* Is there a table of that name in the shadow already? */
static bool
has_table(sqlite3 *db, const char *name)
{
	return sqlite3_table_column_metadata(db, "main", name, NULL, NULL, NULL,
	    NULL, NULL, NULL) == SQLITE_OK;
}

/* All relations but the virtual ones that were made for real. */
static bool
fill(struct sm_shadow *s)
{
	const struct sm_catalog_relation *r;
	sqlite3_stmt *insert = NULL;
	bool done = true;
	size_t i;

	if (sqlite3_prepare_v2(s->db, "INSERT INTO sqlite_schema"
	    "(type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)", -1,
	    &insert, NULL) != SQLITE_OK)
		return false;
	for (i = 0; i < s->catalog->relations.n && done; i++) {
		r = s->catalog->relations.v[i];
		if (r->sql == NULL || has_table(s->db, r->name))
			continue;
		if (r->kind == SM_RELATION_TABLE ||
		    r->kind == SM_RELATION_SHADOW)
			done = add_table(insert, r);
		else
			done = add_plain(insert, r);
	}
	sqlite3_finalize(insert);
	return done;
}

/*
 * A module reads tables of its own, or that with its content, when a virtual
 * table is first used: not while the authorizer is listening.
 */
static void
connect_all(struct sm_shadow *s)
{
	const struct sm_catalog_relation *r;
	struct sm_buf b = SM_BUF_INIT;
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < s->catalog->relations.n; i++) {
		r = s->catalog->relations.v[i];
		if (r->kind != SM_RELATION_VIRTUAL)
			continue;
		sm_buf_reset(&b);
		sm_buf_adds(&b, "SELECT * FROM ");
		quote(&b, r->name);
		stmt = NULL;
		sqlite3_prepare_v2(s->db, sm_buf_str(&b), -1, &stmt, NULL);
		sqlite3_finalize(stmt);
	}
	sm_buf_free(&b);
}

/*
 * A virtual table is made by its module where that works in an empty database,
 * so that its functions are understood; else it is a plain table.
 */
static bool
make(struct sm_shadow *s)
{
	const struct sm_catalog_relation *r;
	char *reserve;
	bool done;
	size_t i;

	/* AUTOINCREMENT, since that makes sqlite_sequence. */
	reserve = sqlite3_mprintf("CREATE TABLE sm_shadow_pages("
	    "id INTEGER PRIMARY KEY AUTOINCREMENT, x);"
	    "INSERT INTO sm_shadow_pages(x) VALUES(zeroblob(%d))",
	    PAGES * 4096);
	done = reserve != NULL &&
	    sqlite3_exec(s->db, reserve, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_free(reserve);
	for (i = 0; i < s->catalog->relations.n && done; i++) {
		r = s->catalog->relations.v[i];
		if (r->kind == SM_RELATION_VIRTUAL && r->broken == NULL &&
		    r->sql != NULL)
			sqlite3_exec(s->db, r->sql, NULL, NULL, NULL);
	}
	done = done && sqlite3_exec(s->db, "PRAGMA writable_schema=ON", NULL,
	    NULL, NULL) == SQLITE_OK && fill(s) &&
	    /* The schema is read anew, with what was written into it. */
	    sqlite3_exec(s->db, "PRAGMA writable_schema=RESET;"
	        "PRAGMA ignore_check_constraints=ON;"
	        "SELECT 1 FROM sm_shadow_pages WHERE 0", NULL, NULL, NULL) ==
	    SQLITE_OK;
	if (done)
		connect_all(s);
	return done;
}

/* Collations belong to the application; here nothing is ever sorted. */
static int
collate_any(void *ctx, int m, const void *x, int n, const void *y)
{
	(void)ctx;
	(void)x;
	(void)y;
	return (m > n) - (m < n);
}

static void
need_collation(void *ctx, sqlite3 *db, int encoding, const char *name)
{
	(void)ctx;
	(void)encoding;
	sqlite3_create_collation(db, name, SQLITE_UTF8, NULL, collate_any);
}

struct sm_shadow *
sm_shadow_new(const struct sm_catalog *c)
{
	struct sm_error e = SM_ERROR_INIT;
	struct sm_shadow *s = sm_alloc(c->arena, sizeof *s);

	s->catalog = c;
	s->db = sm_sqlite_memory(&e);
	sm_error_free(&e);
	if (s->db == NULL)
		return s;
	sqlite3_collation_needed(s->db, NULL, need_collation);
	if (!make(s)) {
		sm_sqlite_close(s->db);
		s->db = NULL;
		return s;
	}
	sqlite3_set_authorizer(s->db, authorize, s);
	return s;
}

void
sm_shadow_free(struct sm_shadow *s)
{
	if (s == NULL)
		return;
	sm_sqlite_close(s->db);
	s->db = NULL;
}

/* --- asking it ------------------------------------------------------------ */

static bool
prepare(struct sm_shadow *s, const char *sql, const char **message)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		*message = sm_strdup(s->catalog->arena, sqlite3_errmsg(s->db));
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK;
}

bool
sm_shadow_query(struct sm_shadow *s, const char *sql, struct sm_needs *needs,
    const char **message)
{
	struct sm_arena *scratch;
	bool done;

	if (s->db == NULL)
		return false;
	scratch = sm_arena_new();
	s->set = sm_need_set_new(s->catalog, scratch);
	s->of_trigger = false;
	done = prepare(s, sql, message);
	if (done)
		sm_need_set_list(s->set, s->catalog->arena, needs);
	s->set = NULL;
	sm_arena_free(scratch);
	return done;
}

/* The view that a trigger is on, for the trigger to be made on it. */
static bool
make_view(struct sm_shadow *s, const struct sm_catalog_relation *r)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;
	bool done;

	sm_buf_adds(&b, "CREATE TEMP VIEW ");
	quote(&b, r->name);
	for (i = 0; i < r->columns.n; i++) {
		sm_buf_addc(&b, i == 0 ? '(' : ',');
		quote(&b, r->columns.v[i].name);
	}
	sm_buf_adds(&b, ") AS SELECT NULL");
	for (i = 1; i < r->columns.n; i++)
		sm_buf_adds(&b, ", NULL");
	done = r->columns.n > 0 &&
	    sqlite3_exec(s->db, sm_buf_str(&b), NULL, NULL, NULL) == SQLITE_OK;
	sm_buf_free(&b);
	return done;
}

static void
drop_view(struct sm_shadow *s, const struct sm_catalog_relation *r)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_adds(&b, "DROP VIEW IF EXISTS temp.");
	quote(&b, r->name);
	sqlite3_exec(s->db, sm_buf_str(&b), NULL, NULL, NULL);
	sm_buf_free(&b);
}

const char *
sm_shadow_firing(struct sm_arena *a, const struct sm_stored_trigger *t,
    const struct sm_catalog_relation *on, const char *schema)
{
	static const char *const verbs[] = {
		[SM_ON_INSERT] = "INSERT INTO ",
		[SM_ON_UPDATE] = "UPDATE ",
		[SM_ON_DELETE] = "DELETE FROM ",
	};
	struct sm_buf b = SM_BUF_INIT;
	const char *sep = " SET ", *text;
	size_t i;

	sm_buf_adds(&b, verbs[t->event]);
	sm_buf_addf(&b, "%s.", schema);
	quote(&b, on->name);
	if (t->event == SM_ON_INSERT)
		sm_buf_adds(&b, " DEFAULT VALUES");
	for (i = 0; t->event == SM_ON_UPDATE && i < on->columns.n; i++) {
		if (on->columns.v[i].hidden != 0)
			continue; /* a generated one can't be set */
		sm_buf_adds(&b, sep);
		quote(&b, on->columns.v[i].name);
		sm_buf_addc(&b, '=');
		quote(&b, on->columns.v[i].name);
		sep = ", ";
	}
	text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

/* What only the text says: columns of INSERTs and of UPDATE OF. */
static void
add_named_columns(struct sm_need_set *set, const struct sm_stored_trigger *t,
    const struct sm_catalog_relation *on)
{
	const struct sm_stored_insert *insert;
	size_t i, j;

	sm_need_set_add(set, on->name, NULL);
	for (i = 0; i < t->of.n; i++)
		sm_need_set_add(set, on->name, t->of.v[i]);
	for (i = 0; i < t->inserts.n; i++) {
		insert = &t->inserts.v[i];
		for (j = 0; j < insert->columns.n; j++)
			sm_need_set_add(set, insert->table,
			    insert->columns.v[j]);
	}
}

/*
 * The trigger is made as a temporary one: making and dropping it costs the same
 * however large the schema is.
 */
bool
sm_shadow_trigger(struct sm_shadow *s, const struct sm_stored_trigger *t,
    const struct sm_catalog_relation *on, struct sm_needs *needs,
    const char **message)
{
	bool view = on->kind == SM_RELATION_VIEW, done = false;
	struct sm_arena *scratch;
	const char *create;

	if (s->db == NULL || (view && !make_view(s, on)))
		return false;
	scratch = sm_arena_new();
	create = sm_sprintf(scratch, "CREATE TEMP TRIGGER sm_probe %s",
	    t->definition);
	if (sqlite3_exec(s->db, create, NULL, NULL, NULL) == SQLITE_OK) {
		s->set = sm_need_set_new(s->catalog, scratch);
		s->of_trigger = true;
		done = prepare(s, sm_shadow_firing(scratch, t, on,
		    view ? "temp" : "main"), message);
		if (done) {
			add_named_columns(s->set, t, on);
			sm_need_set_list(s->set, s->catalog->arena, needs);
		}
		s->set = NULL;
		sqlite3_exec(s->db, "DROP TRIGGER temp.sm_probe", NULL, NULL,
		    NULL);
	} else {
		*message = sm_strdup(s->catalog->arena,
		    sqlite3_errmsg(s->db));
	}
	if (view)
		drop_view(s, on);
	sm_arena_free(scratch);
	return done;
}
