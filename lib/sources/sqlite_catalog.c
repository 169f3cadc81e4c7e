#include "sources/sqlite_catalog.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "sources/sqlite_db.h"
#include "text/dialect.h"

/*
 * The joins are forced into the order written (CROSS JOIN): a pragma asked for
 * a broken view or for a virtual table whose module is missing fails the whole
 * query, so only real tables (they have a root page) get there.
 */
static const char schema_sql[] =
    "SELECT type, name, tbl_name, sql, rootpage FROM main.sqlite_schema";
static const char list_sql[] =
    "SELECT name, type, wr, strict FROM pragma_table_list"
    " WHERE schema = 'main'";
static const char columns_sql[] =
    "SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value IS NOT NULL,"
    " x.pk, x.hidden FROM main.sqlite_schema AS m"
    " CROSS JOIN pragma_table_xinfo(m.name, 'main') AS x"
    " WHERE m.type = 'table' AND m.rootpage > 0";
static const char indexes_sql[] =
    "SELECT m.name, i.name, i.\"unique\", i.origin, i.partial, x.cid, x.name,"
    " x.\"desc\", x.coll, x.key FROM main.sqlite_schema AS m"
    " CROSS JOIN pragma_index_list(m.name, 'main') AS i"
    " CROSS JOIN pragma_index_xinfo(i.name, 'main') AS x"
    " WHERE m.type = 'table' AND m.rootpage > 0";
static const char foreign_keys_sql[] =
    "SELECT m.name, f.id, f.\"table\", f.\"from\", f.on_update, f.on_delete"
    " FROM main.sqlite_schema AS m"
    " CROSS JOIN pragma_foreign_key_list(m.name, 'main') AS f"
    " WHERE m.type = 'table' AND m.rootpage > 0";

/* A row of one of the queries above. */
struct row {
	struct sm_catalog *c;
	sqlite3_stmt *stmt;
	struct sm_catalog_relation *relation; /* of the first column */
};

static const char *
folded(struct sm_arena *a, const char *name)
{
	return sm_fold_table(a, sm_dialect_get(SM_SQLITE), name);
}

struct sm_catalog_relation *
sm_catalog_find(const struct sm_catalog *c, const char *name)
{
	struct sm_arena *scratch = sm_arena_new();
	struct sm_catalog_relation *r =
	    sm_map_get(&c->by_name, folded(scratch, name));

	sm_arena_free(scratch);
	return r;
}

struct sm_catalog_column *
sm_catalog_column(const struct sm_catalog_relation *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->columns.n; i++)
		if (sqlite3_stricmp(r->columns.v[i].name, name) == 0)
			return &r->columns.v[i];
	return NULL;
}

const char *
sm_catalog_record(const struct sm_catalog_relation *r)
{
	return r->kind == SM_RELATION_VIEW ? "view"
	    : r->kind == SM_RELATION_VIRTUAL ? "virtual_table" : "table";
}

static const char *
text(struct row *r, int column, const char **bad)
{
	return sm_sqlite_text(r->c->arena, r->stmt, column, bad);
}

/* SQLite's own: sqlite_sequence, sqlite_stat1, sqlite_autoindex_… */
static bool
is_internal(const char *name)
{
	return sqlite3_strnicmp(name, "sqlite_", 7) == 0;
}

static void
add_relation(struct row *r, bool view, const char *name, const char *sql,
    const char *bad)
{
	struct sm_catalog *c = r->c;
	struct sm_catalog_relation *rel = sm_alloc(c->arena, sizeof *rel);

	rel->name = name;
	rel->sql = sql;
	rel->bad = bad;
	rel->kind = view ? SM_RELATION_VIEW
	    : sqlite3_column_int(r->stmt, 4) > 0 ? SM_RELATION_TABLE
	    : SM_RELATION_VIRTUAL;
	*sm_push(c->arena, &c->relations) = rel;
	sm_map_set(&c->by_name, folded(c->arena, name), rel);
}

static void
schema_row(struct row *r)
{
	struct sm_catalog *c = r->c;
	const char *bad = NULL;
	const char *type = text(r, 0, &bad), *name = text(r, 1, &bad);
	const char *table = text(r, 2, &bad), *sql = text(r, 3, &bad);
	struct sm_catalog_trigger *t;

	if (type == NULL || name == NULL || is_internal(name))
		return;
	if (strcmp(type, "table") == 0 || strcmp(type, "view") == 0) {
		add_relation(r, *type == 'v', name, sql, bad);
	} else if (strcmp(type, "index") == 0 && sql != NULL) {
		sm_map_set(&c->indexes, folded(c->arena, name),
		    (void *)(uintptr_t)sql);
	} else if (strcmp(type, "trigger") == 0) {
		t = sm_push(c->arena, &c->triggers);
		*t = (struct sm_catalog_trigger){name, table, sql, bad};
	}
}

static void
list_row(struct row *r)
{
	const char *bad = NULL, *type = text(r, 1, &bad);

	if (type != NULL && strcmp(type, "shadow") == 0)
		r->relation->kind = SM_RELATION_SHADOW;
	r->relation->without_rowid = sqlite3_column_int(r->stmt, 2) != 0;
	r->relation->strict = sqlite3_column_int(r->stmt, 3) != 0;
}

static void
column_row(struct row *r)
{
	struct sm_catalog_column *c =
	    sm_push(r->c->arena, &r->relation->columns);

	c->name = text(r, 1, &r->relation->bad);
	c->type = text(r, 2, &r->relation->bad);
	c->not_null = sqlite3_column_int(r->stmt, 3) != 0;
	c->has_default = sqlite3_column_int(r->stmt, 4) != 0;
	c->key = sqlite3_column_int(r->stmt, 5);
	c->hidden = sqlite3_column_int(r->stmt, 6);
}

/* The index of the row: its keys come one after the other. */
static struct sm_catalog_index *
index_of(struct row *r)
{
	struct sm_catalog_relation *rel = r->relation;
	const char *bad = NULL, *name = text(r, 1, &bad), *origin;
	struct sm_catalog_index *x =
	    rel->indexes.n > 0 ? &rel->indexes.v[rel->indexes.n - 1] : NULL;

	if (x != NULL && strcmp(x->name, name) == 0)
		return x;
	x = sm_push(r->c->arena, &rel->indexes);
	x->name = name;
	x->sql = sm_map_get(&r->c->indexes, folded(r->c->arena, name));
	x->unique = sqlite3_column_int(r->stmt, 2) != 0;
	origin = text(r, 3, &bad);
	x->origin = origin != NULL ? *origin : 'c';
	x->partial = sqlite3_column_int(r->stmt, 4) != 0;
	if (bad == NULL && x->sql != NULL &&
	    !sm_utf8_valid(x->sql, strlen(x->sql)))
		bad = "its stored text is not valid UTF-8";
	x->bad = bad;
	return x;
}

static void
index_row(struct row *r)
{
	struct sm_catalog_index *x = index_of(r);
	struct sm_catalog_key *k;

	if (!sqlite3_column_int(r->stmt, 9))
		return;
	k = sm_push(r->c->arena, &x->keys);
	k->column = sqlite3_column_int(r->stmt, 5);
	k->name = text(r, 6, &x->bad);
	k->desc = sqlite3_column_int(r->stmt, 7) != 0;
	k->collation = text(r, 8, &x->bad);
}

static void
foreign_key_row(struct row *r)
{
	struct sm_catalog_relation *rel = r->relation;
	int id = sqlite3_column_int(r->stmt, 1);
	struct sm_catalog_fk *fk =
	    rel->fks.n > 0 ? &rel->fks.v[rel->fks.n - 1] : NULL;

	if (fk == NULL || fk->id != id) {
		fk = sm_push(r->c->arena, &rel->fks);
		fk->id = id;
		fk->table = text(r, 2, &rel->bad);
		fk->on_update = text(r, 4, &rel->bad);
		fk->on_delete = text(r, 5, &rel->bad);
	}
	sm_strings_add(r->c->arena, &fk->from, text(r, 3, &rel->bad));
}

/* The queries, in order: the later ones need the relations. */
static const struct query {
	const char *sql;
	bool of_relation; /* the first column names one */
	void (*row)(struct row *);
} queries[] = {
	{schema_sql, false, schema_row},
	{list_sql, true, list_row},
	{columns_sql, true, column_row},
	{indexes_sql, true, index_row},
	{foreign_keys_sql, true, foreign_key_row},
};

static bool
run(struct sm_catalog *c, sqlite3 *db, const struct query *q,
    struct sm_error *e)
{
	struct row r = {.c = c};
	const char *name, *last = NULL;
	int rc;

	r.stmt = sm_sqlite_prepare(db, q->sql, e);
	if (r.stmt == NULL)
		return false;
	while ((rc = sqlite3_step(r.stmt)) == SQLITE_ROW) {
		if (q->of_relation) {
			name = (const char *)sqlite3_column_text(r.stmt, 0);
			/* Rows of one relation come together. */
			if (name != NULL &&
			    (last == NULL || strcmp(name, last) != 0)) {
				r.relation = sm_catalog_find(c, name);
				last = r.relation != NULL ? r.relation->name
				                          : NULL;
			}
			if (name == NULL || last == NULL)
				continue; /* SQLite's own */
		}
		q->row(&r);
	}
	if (rc != SQLITE_DONE)
		sm_sqlite_fail(db, e);
	sqlite3_finalize(r.stmt);
	return rc == SQLITE_DONE;
}

bool
sm_catalog_load(struct sm_arena *a, sqlite3 *db, struct sm_catalog *c,
    struct sm_error *e)
{
	size_t i;

	*c = (struct sm_catalog){.arena = a};
	sm_map_init(&c->by_name, a);
	sm_map_init(&c->indexes, a);
	for (i = 0; i < sizeof queries / sizeof queries[0]; i++)
		if (!run(c, db, &queries[i], e))
			return false;
	return true;
}
