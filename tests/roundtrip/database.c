/*
 * Catalogs and values.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "model.h"

sqlite3 *
db_open(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open(path != NULL ? path : ":memory:", &db) != SQLITE_OK) {
		fprintf(stderr, "roundtrip: %s: %s\n", path,
		    sqlite3_errmsg(db));
		exit(2);
	}
	sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
	return db;
}

bool
db_run(struct sm_arena *a, sqlite3 *db, const char *sql, const char **why)
{
	char *message = NULL;
	bool ok = sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK;

	if (!ok && why != NULL)
		*why = sm_strdup(a, message != NULL ? message : "?");
	sqlite3_free(message);
	return ok;
}

sqlite3_stmt *
db_query(sqlite3 *db, const char *fmt, ...)
{
	sqlite3_stmt *st = NULL;
	char *sql;
	va_list ap;

	va_start(ap, fmt);
	sql = sqlite3_vmprintf(fmt, ap);
	va_end(ap);
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		st = NULL;
	sqlite3_free(sql);
	return st;
}

static const char *
text(struct sm_arena *a, sqlite3_stmt *st, int i)
{
	return sm_strdup(a, (const char *)sqlite3_column_text(st, i));
}

static void
read_columns(struct sm_arena *a, sqlite3 *db, struct db_table *t)
{
	SM_LIST(struct db_column) list = {NULL, 0, 0};
	struct db_column *c;
	sqlite3_stmt *st = db_query(db, "SELECT name, type, dflt_value, hidden,"
	    " \"notnull\", pk FROM pragma_table_xinfo(%Q) WHERE hidden <> 1",
	    t->name);

	while (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		c = sm_push(a, &list);
		c->name = text(a, st, 0);
		c->type = text(a, st, 1);
		c->def = text(a, st, 2);
		c->generated = sqlite3_column_int(st, 3) > 1;
		c->not_null = sqlite3_column_int(st, 4);
		c->pk = sqlite3_column_int(st, 5);
	}
	sqlite3_finalize(st);
	t->column = list.v;
	t->ncolumns = (int)list.n;
}

/* A single INTEGER column without an index of its own is the rowid. */
static int
find_alias(sqlite3 *db, const struct db_table *t)
{
	sqlite3_stmt *st;
	int i, at = -1, n = 0;
	bool indexed;

	for (i = 0; i < t->ncolumns; i++)
		if (t->column[i].pk) {
			at = i;
			n++;
		}
	if (n != 1 || t->without_rowid ||
	    !rt_same_name(t->column[at].type, "INTEGER"))
		return -1;
	st = db_query(db, "SELECT 1 FROM pragma_index_list(%Q) WHERE "
	    "origin = 'pk'", t->name);
	indexed = sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return indexed ? -1 : at;
}

static void
finish_table(struct sm_arena *a, sqlite3 *db, struct db_table *t)
{
	static const char *const names[] = {"rowid", "_rowid_", "oid"};
	int i, yes = 0;

	read_columns(a, db, t);
	t->alias = t->is_virtual ? -1 : find_alias(db, t);
	for (i = 0; i < 3 && !t->without_rowid && t->rowid == NULL; i++)
		if (db_find_column(t, names[i]) < 0)
			t->rowid = names[i];
	if (t->alias >= 0) {
		t->rowid = NULL;
		sqlite3_table_column_metadata(db, "main", t->name,
		    t->column[t->alias].name, NULL, NULL, NULL, NULL, &yes);
		t->autoincrement = yes;
	}
}

void
db_read_catalog(struct sm_arena *a, sqlite3 *db, struct db_catalog *c)
{
	sqlite3_stmt *st = db_query(db,
	    "SELECT l.name, l.type, l.wr, l.strict, m.sql FROM "
	    "pragma_table_list l JOIN sqlite_schema m ON m.name = l.name AND "
	    "m.type = 'table' WHERE l.schema = 'main' AND l.type IN "
	    "('table', 'virtual') AND l.name NOT LIKE 'sqlite~_%%' ESCAPE '~' "
	    "ORDER BY l.name");
	struct db_table *t;
	size_t i;

	memset(c, 0, sizeof *c);
	while (sqlite3_step(st) == SQLITE_ROW) {
		t = sm_push(a, c);
		t->name = text(a, st, 0);
		t->is_virtual = strcmp(text(a, st, 1), "virtual") == 0;
		t->without_rowid = sqlite3_column_int(st, 2);
		t->strict = sqlite3_column_int(st, 3);
		t->sql = text(a, st, 4);
	}
	sqlite3_finalize(st);
	for (i = 0; i < c->n; i++)
		finish_table(a, db, &c->v[i]);
}

const struct db_table *
db_find(const struct db_catalog *c, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < c->n; i++)
		if (rt_same_name(c->v[i].name, name))
			return &c->v[i];
	return NULL;
}

int
db_find_column(const struct db_table *t, const char *name)
{
	int i;

	for (i = 0; i < t->ncolumns; i++)
		if (rt_same_name(t->column[i].name, name))
			return i;
	return -1;
}

void
db_put_value(struct sm_buf *b, sqlite3_stmt *st, int i)
{
	const unsigned char *p;
	int n, k;

	switch (sqlite3_column_type(st, i)) {
	case SQLITE_NULL:
		sm_buf_adds(b, "NULL");
		return;
	case SQLITE_INTEGER:
		sm_buf_addf(b, "%lld",
		    (long long)sqlite3_column_int64(st, i));
		return;
	case SQLITE_FLOAT:
		sm_buf_addf(b, "%a", sqlite3_column_double(st, i));
		return;
	case SQLITE_TEXT:
		n = sqlite3_column_bytes(st, i);
		sm_buf_addf(b, "'%d:", n);
		sm_buf_add(b, sqlite3_column_text(st, i), (size_t)n);
		return;
	default:
		n = sqlite3_column_bytes(st, i);
		p = sqlite3_column_blob(st, i);
		sm_buf_adds(b, "x'");
		for (k = 0; k < n; k++)
			sm_buf_addf(b, "%02x", p[k]);
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *
db_join(struct sm_arena *a, struct db_lines *l)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *all;
	size_t i;

	if (l->n > 1)
		qsort(l->v, l->n, sizeof *l->v, by_text);
	for (i = 0; i < l->n; i++) {
		sm_buf_adds(&b, l->v[i]);
		sm_buf_addc(&b, '\n');
	}
	all = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return all;
}

/* Is the line (of n bytes) in the text, as a whole? */
static bool
has_line(const char *text, const char *line, size_t n)
{
	const char *eol;

	for (; (eol = strchr(text, '\n')) != NULL; text = eol + 1)
		if ((size_t)(eol - text) == n && memcmp(text, line, n) == 0)
			return true;
	return false;
}

static void
add_missing(struct sm_buf *b, char sign, const char *text, const char *other)
{
	const char *eol;

	for (; (eol = strchr(text, '\n')) != NULL; text = eol + 1)
		if (!has_line(other, text, (size_t)(eol - text))) {
			sm_buf_addc(b, sign);
			sm_buf_add(b, text, (size_t)(eol - text) + 1);
		}
}

const char *
db_difference(struct sm_arena *a, const char *expected, const char *got)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *all;

	add_missing(&b, '-', expected, got);
	add_missing(&b, '+', got, expected);
	all = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return all;
}
