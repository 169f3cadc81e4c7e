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

/* The end of the comment at p, or p where there is none. */
static const char *
past_comment(const char *p)
{
	const char *end = NULL;

	if (p[0] == '/' && p[1] == '*') {
		end = strstr(p + 2, "*/");
		return end != NULL ? end + 2 : p + strlen(p);
	}
	if (p[0] == '-' && p[1] == '-') {
		end = strchr(p, '\n');
		return end != NULL ? end : p + strlen(p);
	}
	return p;
}

/*
 * Lower case, without blanks: how a type's text is compared.  Without the
 * comments and the "generated always" that SQLite keeps in the type of a
 * generated column where a comment stands in them, too.
 */
static void
squeeze(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *s = (const char *)sqlite3_value_text(argv[0]), *next;
	static const char *const tails[] = {"always", "generated"};
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	(void)argc;
	for (; s != NULL && *s != '\0'; s = next) {
		next = past_comment(s);
		if (next != s)
			continue;
		if (!isspace((unsigned char)*s))
			sm_buf_addc(&b, (char)tolower((unsigned char)*s));
		next = s + 1;
	}
	for (i = 0; i < sizeof tails / sizeof tails[0]; i++)
		if (b.len >= strlen(tails[i]) &&
		    strcmp(b.text + b.len - strlen(tails[i]), tails[i]) == 0)
			b.text[b.len -= strlen(tails[i])] = '\0';
	sqlite3_result_text(ctx, sm_buf_str(&b), -1, SQLITE_TRANSIENT);
	sm_buf_free(&b);
}

/* Can the view be read, the trigger be fired? */
static bool
is_broken(sqlite3 *db, const char *type, const char *table)
{
	static const char *const probes[] = {"DELETE FROM \"%w\"",
	    "INSERT INTO \"%w\" SELECT * FROM \"%w\"",
	    "REPLACE INTO \"%w\" DEFAULT VALUES"};
	sqlite3_stmt *st;
	bool broken = false;
	int i;

	if (strcmp(type, "view") == 0) {
		st = db_query(db, "SELECT * FROM \"%w\"", table);
		broken = st == NULL;
		sqlite3_finalize(st);
		return broken;
	}
	for (i = 0; i < 3; i++) {
		st = db_query(db, probes[i], table, table);
		if (st == NULL && strstr(sqlite3_errmsg(db), "may not") == NULL)
			broken = true;
		sqlite3_finalize(st);
	}
	return broken;
}

/*
 * Views and triggers; of those that don't work (in `judge`) only those that
 * `kept` has, too: what is broken in the new schema alone is not made.
 */
static void
add_texts(struct sm_arena *a, struct db_lines *l, sqlite3 *db, sqlite3 *kept,
    sqlite3 *judge)
{
	sqlite3_stmt *st = db_query(db, "SELECT type, name, tbl_name FROM "
	    "sqlite_schema WHERE type IN ('view', 'trigger')"), *in;
	const char *type, *name, *table;
	bool there;

	sqlite3_db_config(judge, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		type = (const char *)sqlite3_column_text(st, 0);
		name = (const char *)sqlite3_column_text(st, 1);
		table = (const char *)sqlite3_column_text(st, 2);
		in = db_query(kept, "SELECT 1 FROM sqlite_schema WHERE "
		    "type = %Q AND name = %Q COLLATE NOCASE AND (type = "
		    "'view' OR tbl_name = %Q COLLATE NOCASE)", type, name,
		    table);
		there = in != NULL && sqlite3_step(in) == SQLITE_ROW;
		sqlite3_finalize(in);
		if (!there && is_broken(judge, type, table))
			continue;
		add_rows(a, l, type, db_query(db,
		    "SELECT lower(%Q), lower(%Q)", name, table));
	}
	sqlite3_finalize(st);
}

const char *
db_describe(struct sm_arena *a, sqlite3 *db, sqlite3 *kept,
    sqlite3 *judge)
{
	struct db_lines l = {NULL, 0, 0};

	sqlite3_create_function(db, "squeeze", 1, SQLITE_UTF8, NULL, squeeze,
	    NULL, NULL);
	add_rows(a, &l, "table", db_query(db, "SELECT lower(l.name), l.type, "
	    "l.wr, l.strict FROM pragma_table_list l WHERE "
	    "schema = 'main' AND type IN ('table', 'shadow') AND "
	    "name NOT LIKE 'sqlite~_%%' ESCAPE '~'"));
	add_rows(a, &l, "virtual table", db_query(db, "SELECT lower(name) FROM "
	    "sqlite_schema WHERE type = 'table' AND rootpage = 0"));
	add_rows(a, &l, "column", db_query(db,
	    "SELECT lower(m.name), lower(x.name), squeeze(x.type), "
	    "CASE WHEN x.pk = 0 OR squeeze(x.type) <> 'integer' THEN "
	    "x.\"notnull\" END, CASE WHEN upper(x.dflt_value) <> 'NULL' THEN "
	    "x.dflt_value END, x.pk, x.hidden FROM (SELECT m.name FROM "
	    "sqlite_schema m JOIN pragma_table_list l ON l.name = m.name AND "
	    "l.type = 'table' AND l.schema = 'main' WHERE m.type = 'table' "
	    "AND m.name NOT LIKE 'sqlite~_%%' ESCAPE '~') m "
	    "JOIN pragma_table_xinfo(m.name) x"));
	/* Two constraints over the same columns share the index of the one that
	   was written first: whose it is, and its directions, say nothing. */
	add_rows(a, &l, "index", db_query(db,
	    "SELECT lower(m.name), CASE i.origin WHEN 'c' THEN "
	    "lower(i.name) END, i.\"unique\", i.partial, "
	    "group_concat(coalesce(lower(x.name), '?') || "
	    " iif(i.origin = 'c', ' ' || x.\"desc\", '') || ' ' || "
	    "lower(x.coll)) FROM "
	    "sqlite_schema m JOIN pragma_index_list(m.name) i JOIN "
	    "pragma_index_xinfo(i.name) x WHERE m.type = 'table' AND x.key "
	    "GROUP BY m.name, i.name"));
	add_rows(a, &l, "key", db_query(db,
	    "SELECT lower(m.name), lower(f.\"table\"), "
	    "group_concat(lower(f.\"from\") || '>' || "
	    "iif(EXISTS(SELECT 1 FROM sqlite_schema WHERE "
	    "type = 'table' AND name = f.\"table\" COLLATE NOCASE), "
	    "coalesce(lower(f.\"to\"), (SELECT lower(name) FROM "
	    "pragma_table_info(f.\"table\") WHERE pk = f.seq + 1), '?'), "
	    "'?')), "
	    "f.on_update, f.on_delete FROM sqlite_schema m JOIN "
	    "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' "
	    "GROUP BY m.name, f.id"));
	add_texts(a, &l, db, kept, judge);
	return db_join(a, &l);
}
