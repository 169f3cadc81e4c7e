/*
 * Values that have been lost, rounded or mangled before by somebody.
 */
#include <string.h>

#include "fill.h"
#include "model.h"

enum affinity { INTEGER, REAL, TEXT, BLOB, NAFFINITIES };

static enum affinity
affinity_of(const struct db_column *c)
{
	static const struct {
		const char *part;
		enum affinity affinity;
	} parts[] = {{"INT", INTEGER}, {"CHAR", TEXT}, {"TEXT", TEXT},
	    {"BLOB", BLOB}, {"REAL", REAL}, {"DOUB", REAL}, {"NUM", REAL},
	    {"DEC", REAL}, {"BOOL", INTEGER}, {"DATE", TEXT}};
	size_t i;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (strstr(c->type, parts[i].part) != NULL)
			return parts[i].affinity;
	return BLOB;
}

static void
bind_integer(sqlite3_stmt *st, int at, struct rt_random *r)
{
	static const sqlite3_int64 odd[] = {0, 1, -1, 2, 3,
	    9007199254740993, 9223372036854775807, -9223372036854775807 - 1,
	    -9007199254740993, 2147483648};

	if (rt_chance(r, 40))
		sqlite3_bind_int64(st, at,
		    odd[rt_below(r, sizeof odd / sizeof odd[0])]);
	else
		sqlite3_bind_int64(st, at, rt_below(r, 200));
}

static void
bind_real(sqlite3_stmt *st, int at, struct rt_random *r)
{
	static const double odd[] = {0.1, 1e300, -2.5, 3.0, 1e-5, -0.0, 12.5};

	sqlite3_bind_double(st, at,
	    odd[rt_below(r, sizeof odd / sizeof odd[0])] * rt_below(r, 50));
}

static void
bind_text(sqlite3_stmt *st, int at, struct rt_random *r)
{
	static const char *const odd[] = {"", "x", "it's", "new\nline\r\n",
	    "1", "12.50", "abc", "ABC ", "\303\251t\303\251 \360\237\230\200",
	    "-- no comment", "/*", "NULL", "2024-01-31", "a;b", "\"q\"", "1e5",
	    "0x10", "\001\002\033", "9007199254740993"};
	char text[32];

	if (rt_chance(r, 2)) {
		char *big = sqlite3_malloc(9001);

		memset(big, "ab'\n"[rt_below(r, 4)], 9000);
		big[9000] = '\0';
		sqlite3_bind_text(st, at, big, 9000, sqlite3_free);
	} else if (rt_chance(r, 50)) {
		sqlite3_bind_text(st, at, RT_PICK(r, odd), -1, SQLITE_STATIC);
	} else {
		sqlite3_snprintf(sizeof text, text, "word %d",
		    rt_below(r, 1000));
		sqlite3_bind_text(st, at, text, -1, SQLITE_TRANSIENT);
	}
}

static void
bind_blob(sqlite3_stmt *st, int at, struct rt_random *r)
{
	static const unsigned char bytes[] = "\0\377abc\0\n'";

	sqlite3_bind_blob(st, at, bytes, rt_below(r, sizeof bytes),
	    SQLITE_STATIC);
}

static void
bind_any(sqlite3_stmt *st, int at, const struct db_table *t, int column,
    struct rt_random *r)
{
	static void (*const binds[])(sqlite3_stmt *, int, struct rt_random *) =
	    {bind_integer, bind_real, bind_text, bind_blob};
	enum affinity a = affinity_of(&t->column[column]);

	if (column == t->alias) {
		if (rt_chance(r, 50))
			bind_integer(st, at, r);
		return;
	}
	if (!t->column[column].not_null && rt_chance(r, 15))
		return; /* NULL */
	if (!t->strict && rt_chance(r, 15))
		a = (enum affinity)rt_below(r, NAFFINITIES);
	binds[a](st, at, r);
}

/* A value that is there in the parent; false: any will do. */
static bool
bind_parent(sqlite3 *db, const char *table, const char *column,
    sqlite3_stmt *st, int at, struct rt_random *r)
{
	sqlite3_stmt *q = db_query(db,
	    "SELECT \"%w\" FROM \"%w\" LIMIT 1 OFFSET (SELECT %d %% "
	    "max(1, count(*)) FROM \"%w\")", column, table,
	    rt_below(r, 1000), table);
	bool found = q != NULL && sqlite3_step(q) == SQLITE_ROW;

	if (found)
		sqlite3_bind_value(st, at, sqlite3_column_value(q, 0));
	sqlite3_finalize(q);
	return found;
}

/* Overwrite what foreign keys hold with what they may point to. */
static void
bind_keys(struct sm_arena *a, sqlite3 *db, const struct db_table *t,
    sqlite3_stmt *st, struct rt_random *r)
{
	sqlite3_stmt *q = db_query(db,
	    "SELECT f.\"table\", f.\"from\", coalesce(f.\"to\", (SELECT name "
	    "FROM pragma_table_info(f.\"table\") WHERE pk = f.seq + 1)) FROM "
	    "pragma_foreign_key_list(%Q) f", t->name);
	int at;

	while (q != NULL && sqlite3_step(q) == SQLITE_ROW) {
		at = db_find_column(t, sm_strdup(a,
		    (const char *)sqlite3_column_text(q, 1)));
		if (at >= 0 && rt_chance(r, 80) &&
		    !t->column[at].generated)
			bind_parent(db,
			    (const char *)sqlite3_column_text(q, 0),
			    (const char *)sqlite3_column_text(q, 2), st,
			    at + 1, r);
	}
	sqlite3_finalize(q);
}

static sqlite3_stmt *
insert_into(sqlite3 *db, const struct db_table *t, bool with_rowid)
{
	struct sm_buf names = SM_BUF_INIT, marks = SM_BUF_INIT;
	sqlite3_stmt *st;
	char *quoted;
	int i;

	for (i = 0; i < t->ncolumns; i++) {
		if (t->column[i].generated)
			continue;
		quoted = sqlite3_mprintf("%s\"%w\"", names.len > 0 ? "," : "",
		    t->column[i].name);
		sm_buf_adds(&names, quoted);
		sqlite3_free(quoted);
		sm_buf_addf(&marks, "%s?%d", marks.len > 0 ? "," : "", i + 1);
	}
	if (with_rowid) {
		sm_buf_addf(&names, ",%s", t->rowid);
		sm_buf_addf(&marks, ",?%d", t->ncolumns + 1);
	}
	st = db_query(db, "INSERT OR IGNORE INTO \"%w\"(%s) VALUES(%s)",
	    t->name, sm_buf_str(&names), sm_buf_str(&marks));
	sm_buf_free(&names);
	sm_buf_free(&marks);
	return st;
}

static void
fill_table(struct sm_arena *a, sqlite3 *db, const struct db_table *t,
    struct rt_random *r, int rows)
{
	bool with_rowid = !t->is_virtual && t->rowid != NULL &&
	    rt_chance(r, 50);
	sqlite3_stmt *st = insert_into(db, t, with_rowid);
	int i;

	while (st != NULL && rows-- > 0) {
		sqlite3_reset(st);
		sqlite3_clear_bindings(st);
		for (i = 0; i < t->ncolumns; i++)
			if (!t->column[i].generated)
				bind_any(st, i + 1, t, i, r);
		if (!t->is_virtual)
			bind_keys(a, db, t, st, r);
		if (with_rowid && rt_chance(r, 70))
			bind_integer(st, t->ncolumns + 1, r);
		sqlite3_step(st);
	}
	sqlite3_finalize(st);
}

void
rt_fill(struct sm_arena *a, sqlite3 *db, struct rt_random *r)
{
	struct db_catalog c;
	sqlite3_stmt *st;
	int pass;
	size_t i;

	db_read_catalog(a, db, &c);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	db_run(a, db, "PRAGMA foreign_keys=OFF; BEGIN", NULL);
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < c.n; i++)
			if (!rt_chance(r, 15))
				fill_table(a, db, &c.v[i], r, rt_below(r, 7));
	for (i = 0; i < c.n; i++) {
		if (c.v[i].is_virtual || !rt_chance(r, 30))
			continue;
		/* The highest go first: an AUTOINCREMENT remembers them. */
		st = db_query(db, "DELETE FROM \"%w\" WHERE rowid = (SELECT "
		    "max(rowid) FROM \"%w\")", c.v[i].name, c.v[i].name);
		if (st != NULL)
			sqlite3_step(st);
		sqlite3_finalize(st);
	}
	db_run(a, db, "COMMIT", NULL);
}
