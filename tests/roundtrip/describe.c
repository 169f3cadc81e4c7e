/*
 * Whole databases as text.
 */
#include <ctype.h>
#include <string.h>

#include "database.h"

/* All rows of a query, each after the prefix. */
static void
add_rows(struct sm_arena *a, struct db_lines *l, const char *prefix,
    sqlite3_stmt *st)
{
	struct sm_buf b = SM_BUF_INIT;
	int i, n = st != NULL ? sqlite3_column_count(st) : 0;

	while (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		sm_buf_reset(&b);
		sm_buf_adds(&b, prefix);
		for (i = 0; i < n; i++) {
			sm_buf_addc(&b, '|');
			db_put_value(&b, st, i);
		}
		*sm_push(a, l) = sm_memdup(a, sm_buf_str(&b), b.len);
	}
	sqlite3_finalize(st);
	sm_buf_free(&b);
}

const char *
db_dump(struct sm_arena *a, sqlite3 *db)
{
	struct db_lines l = {NULL, 0, 0};
	sqlite3_stmt *st, *rows;
	const char *name;

	add_rows(a, &l, "schema", db_query(db,
	    "SELECT type, name, tbl_name, sql FROM sqlite_schema"));
	add_rows(a, &l, "version", db_query(db, "PRAGMA user_version"));
	add_rows(a, &l, "application", db_query(db, "PRAGMA application_id"));
	st = db_query(db, "SELECT name FROM sqlite_schema WHERE type='table'");
	while (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(st, 0);
		rows = db_query(db, "SELECT rowid, * FROM \"%w\"", name);
		if (rows == NULL)
			rows = db_query(db, "SELECT * FROM \"%w\"", name);
		add_rows(a, &l, sm_sprintf(a, "row of %s", name), rows);
	}
	sqlite3_finalize(st);
	return db_join(a, &l);
}

/* Lower case, without blanks: how a type's text is compared. */
static void
squeeze(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *s = (const char *)sqlite3_value_text(argv[0]);
	struct sm_buf b = SM_BUF_INIT;

	(void)argc;
	for (; s != NULL && *s != '\0'; s++)
		if (!isspace((unsigned char)*s))
			sm_buf_addc(&b, (char)tolower((unsigned char)*s));
	sqlite3_result_text(ctx, sm_buf_str(&b), -1, SQLITE_TRANSIENT);
	sm_buf_free(&b);
}

const char *
db_describe(struct sm_arena *a, sqlite3 *db)
{
	struct db_lines l = {NULL, 0, 0};

	sqlite3_create_function(db, "squeeze", 1, SQLITE_UTF8, NULL, squeeze,
	    NULL, NULL);
	add_rows(a, &l, "table", db_query(db, "SELECT lower(l.name), l.type, "
	    "l.wr, l.strict FROM pragma_table_list l WHERE schema='main' AND "
	    "name NOT LIKE 'sqlite~_%%' ESCAPE '~'"));
	add_rows(a, &l, "column", db_query(db,
	    "SELECT lower(m.name), lower(x.name), squeeze(x.type), x.\"notnull\""
	    ", x.dflt_value, x.pk, x.hidden FROM (SELECT m.name FROM "
	    "sqlite_schema m JOIN pragma_table_list l ON l.name = m.name AND "
	    "l.type = 'table' AND l.schema = 'main' WHERE m.type = 'table') m "
	    "JOIN pragma_table_xinfo(m.name) x"));
	/* Whose automatic index it is where a key is also a UNIQUE depends on
	   which was written first. */
	add_rows(a, &l, "index", db_query(db,
	    "SELECT lower(m.name), CASE i.origin WHEN 'c' THEN lower(i.name) "
	    "END, i.\"unique\", i.partial, group_concat(coalesce(lower(x.name), "
	    "'?') || ' ' || x.\"desc\" || ' ' || lower(x.coll)) FROM "
	    "sqlite_schema m JOIN pragma_index_list(m.name) i JOIN "
	    "pragma_index_xinfo(i.name) x WHERE m.type = 'table' AND x.key "
	    "GROUP BY m.name, i.name"));
	add_rows(a, &l, "key", db_query(db,
	    "SELECT lower(m.name), lower(f.\"table\"), "
	    "group_concat(lower(f.\"from\") || '>' || "
	    "coalesce(lower(f.\"to\"), (SELECT lower(name) FROM "
	    "pragma_table_info(f.\"table\") WHERE pk = f.seq + 1), '?')), "
	    "f.on_update, f.on_delete FROM sqlite_schema m JOIN "
	    "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' "
	    "GROUP BY m.name, f.id"));
	add_rows(a, &l, "other", db_query(db,
	    "SELECT type, lower(name), lower(tbl_name) FROM sqlite_schema "
	    "WHERE type IN ('view', 'trigger')"));
	return db_join(a, &l);
}
