/*
 * The reader of stored CREATE statements: what it understands (the rest of that
 * is in tests/cases/sm-reflect), and above all what it refuses.
 */
#include "base/arena.h"
#include "sources/sqlite_schema_sql.h"
#include "tap.h"

static struct sm_arena *arena;

/* Each is no CREATE TABLE that SQLite would have stored. */
static const char *const no_tables[] = {
	"", ";", "CREATE", "CREATE TABLE", "CREATE TABLE t", "CREATE TABLE t(",
	"CREATE TABLE t()", "CREATE TABLE t(a", "CREATE TABLE t(a,",
	"CREATE TABLE t(a,)x", "CREATE TABLE t(a) x",
	"CREATE TABLE t(a) WITHOUT",
	"CREATE TABLE t(a) STRICT,", "CREATE TABLE t(a) STRICT WITHOUT ROWID",
	"CREATE TABLE t(a) AS SELECT 1", "CREATE VIEW t AS SELECT 1",
	"CREATE TABLE t(a CHECK)", "CREATE TABLE t(a CHECK(1)",
	"CREATE TABLE 1(a)", "CREATE TABLE t(PRIMARY KEY(a))",
	"CREATE TABLE t(a DEFAULT)", "CREATE TABLE t(a DEFAULT -)",
	"CREATE TABLE t(a DEFAULT (1)", "CREATE TABLE t(a NOT)",
	"CREATE TABLE t(a NOT NULL ON CONFLICT)",
	"CREATE TABLE t(a NOT NULL ON CONFLICT MAYBE)",
	"CREATE TABLE t(a PRIMARY)", "CREATE TABLE t(a REFERENCES)",
	"CREATE TABLE t(a REFERENCES b ON DELETE)",
	"CREATE TABLE t(a REFERENCES b ON DELETE SET)",
	"CREATE TABLE t(a REFERENCES b ON DROP CASCADE)",
	"CREATE TABLE t(a REFERENCES b(c)", "CREATE TABLE t(a COLLATE)",
	"CREATE TABLE t(a GENERATED ALWAYS)", "CREATE TABLE t(a AS 1)",
	"CREATE TABLE t(a DEFERRABLE INITIALLY)",
	"CREATE TABLE t(a, CONSTRAINT)",
	"CREATE TABLE t(a, UNIQUE)", "CREATE TABLE t(a, UNIQUE(a)",
	"CREATE TABLE t(a, UNIQUE(a+1))", "CREATE TABLE t(a, UNIQUE())",
	"CREATE TABLE t(a, FOREIGN KEY(a))",
	"CREATE TABLE t(a, b, CHECK(a), c)",
	"CREATE TABLE t(a PRIMARY KEY, PRIMARY KEY(a))", "CREATE TABLE t(a 'x)",
	"CREATE TABLE \"t(a)", "CREATE TABLE t(a [b)", "CREATE TABLE t(a \x01)",
};

static void
test_refused_tables(void)
{
	struct sm_stored_table t;
	const char *why;
	size_t i;

	for (i = 0; i < sizeof no_tables / sizeof no_tables[0]; i++) {
		why = NULL;
		ok(!sm_stored_table_read(arena, no_tables[i], &t, &why) &&
		        why != NULL,
		    "refused: %s", no_tables[i]);
	}
	sm_stored_table_read(arena, "CREATE TABLE t(a CHECK\n\x1b[1m)", &t,
	    &why);
	ok(strchr(why, '\x1b') == NULL, "no control character in: %s", why);
}

static void
test_depth(void)
{
	enum { DEPTH = 200000 };
	char *sql = sm_alloc(arena, 2 * DEPTH + 100);
	struct sm_stored_table t;
	const char *why = NULL;
	size_t n;

	strcpy(sql, "CREATE TABLE t(a CHECK");
	n = strlen(sql);
	memset(sql + n, '(', DEPTH);
	sql[n + DEPTH] = '1';
	memset(sql + n + DEPTH + 1, ')', DEPTH);
	strcpy(sql + n + 2 * DEPTH + 1, ")");
	ok(sm_stored_table_read(arena, sql, &t, &why), "deep parentheses");
	sql[n + DEPTH + 1000] = '\0';
	ok(!sm_stored_table_read(arena, sql, &t, &why), "… that don't close");
}

static void
test_index(void)
{
	struct sm_stored_index x;
	const char *why;

	ok(sm_stored_index_read(arena, "CREATE UNIQUE INDEX \"i\" ON t (a DESC,"
	    " (b, c) /* x */ ASC, desc, f(',')) WHERE a = ';' -- end", &x,
	    &why), "an index");
	is(x.keys.v[1].expression, "(b, c)", "parentheses in a key");
	is(x.keys.v[2].expression, "desc", "a key that is called desc");
	ok(!x.keys.v[2].desc && x.keys.v[0].desc, "which isn't descending");
	is(x.where, "a = ';'", "its condition");
	ok(!sm_stored_index_read(arena, "CREATE INDEX i ON t()", &x, &why),
	    "no key");
	ok(!sm_stored_index_read(arena, "CREATE INDEX i ON t(a", &x, &why),
	    "no end");
	ok(!sm_stored_index_read(arena, "CREATE INDEX i ON t(a) WHERE", &x,
	    &why), "no condition");
	ok(!sm_stored_index_read(arena, "CREATE INDEX i ON t(a NULLS FIRST)",
	    &x, &why), "NULLS FIRST");
}

static void
test_trigger(void)
{
	struct sm_stored_trigger t;
	const char *why;

	ok(sm_stored_trigger_read(arena, "CREATE TRIGGER [x y] /* c */ INSTEAD "
	    "OF UPDATE OF a, \"b c\" ON 'v' BEGIN INSERT OR REPLACE INTO "
	    "\"in\"\"to\"(x, [y]) VALUES('into (z)', 2); INSERT INTO u SELECT "
	    "1; END;", &t, &why), "a trigger");
	is(t.name, "x y", "its name");
	is(t.table, "v", "its table");
	ok(t.instead && t.event == SM_ON_UPDATE, "its event");
	ok(t.of.n == 2 && strcmp(t.of.v[1], "b c") == 0, "its columns");
	ok(t.inserts.n == 1 && t.inserts.v[0].columns.n == 2,
	    "the columns of an INSERT");
	is(t.inserts.v[0].table, "in\"to", "its table");
	ok(strncmp(t.definition, "INSTEAD", 7) == 0 &&
	    strcmp(t.definition + strlen(t.definition) - 3, "END") == 0,
	    "its definition");
	ok(!sm_stored_trigger_read(arena, "CREATE TRIGGER x", &t, &why),
	    "no trigger");
	ok(!sm_stored_trigger_read(arena, "CREATE TRIGGER x AFTER TRUNCATE ON "
	    "t BEGIN SELECT 1; END", &t, &why), "an unknown event");
}

static void
test_others(void)
{
	struct sm_object *o = sm_object_new(arena, "view");
	const char *why;

	ok(sm_stored_view_read(arena, "CREATE VIEW v(a, [b c]) AS\n SELECT 1, "
	    "';' ; -- end", o, &why), "a view");
	is(o->definition, "SELECT 1, ';'", "its query");
	ok(o->names.n == 2, "its columns");
	ok(!sm_stored_view_read(arena, "CREATE VIEW v AS ;", o, &why),
	    "no query");

	o = sm_object_new(arena, "virtual_table");
	ok(sm_stored_virtual_read(arena, "CREATE VIRTUAL TABLE f USING FTS5 "
	    "(a, content = 'my docs', tokenize=\"x\")", o, &why),
	    "a virtual table");
	is(o->module, "FTS5", "its module");
	is(sm_stored_content_table(arena, o), "my docs", "its content");
	ok(sm_stored_virtual_read(arena,
	    "CREATE VIRTUAL TABLE f USING fts5(a, content='')", o, &why) &&
	    sm_stored_content_table(arena, o) == NULL, "without content");
	ok(sm_stored_virtual_read(arena, "CREATE VIRTUAL TABLE d USING dbstat",
	    o, &why), "without arguments");
	is(o->definition, "dbstat", "its definition");
}

int
main(void)
{
	arena = sm_arena_new();
	test_refused_tables();
	test_depth();
	test_index();
	test_trigger();
	test_others();
	sm_arena_free(arena);
	return tap_end();
}
