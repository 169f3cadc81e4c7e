/*
 * What a rename does to objects and texts.  The texts wanted are those that
 * SQLite 3.40.1 itself writes at ALTER TABLE … RENAME, or, where it refuses or
 * what a name stands for can't be told, the text as it was.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "model/kind.h"
#include "model/rename.h"
#include "model/snapshot.h"
#include "tap.h"
#include "text/sqltext.h"

static struct sm_arena *arena;
static const struct sm_dialect *sqlite;

static struct sm_object *
object(const char *json)
{
	struct sm_error e = SM_ERROR_INIT;
	json_t *root = json_loads(json, 0, NULL);
	struct sm_object *o = root == NULL ? NULL
	    : sm_object_read(arena, sqlite, root, &e);

	if (o == NULL)
		printf("Bail out! %s: %s\n", e.message, json);
	json_decref(root);
	return o;
}

#define COLUMN(name) "{\"name\":\"" name "\",\"type\":\"INT\",\"nullable\":true}"

static const char *const tables[] = {
	"{\"record\":\"table\",\"name\":\"t\",\"columns\":[" COLUMN("id") ","
	COLUMN("a") "," COLUMN("c")
	",{\"name\":\"g\",\"type\":\"\",\"nullable\":true,"
	"\"generated\":\"virtual\",\"expression\":\"a || c\"}],"
	"\"primary_key\":{\"columns\":[\"id\",\"a\"]},"
	"\"uniques\":[{\"columns\":[\"a\",\"c\"],"
	"\"keys\":[{\"column\":\"a\",\"desc\":true},{\"column\":\"c\"}]}],"
	"\"checks\":[{\"expression\":\"t.a <> 'a' AND \\\"a\\\" > a(1)\","
	"\"column\":\"a\"}],"
	"\"foreign_keys\":[{\"columns\":[\"c\"],"
	"\"references\":{\"table\":\"T\",\"columns\":[\"A\"]}}],"
	"\"indexes\":[{\"name\":\"i\",\"keys\":[{\"column\":\"A\"},"
	"{\"expression\":\"lower(a)\"}],\"where\":\"a IS NOT NULL\"}]}",
	"{\"record\":\"table\",\"name\":\"u\",\"columns\":[" COLUMN("id") ","
	COLUMN("a") "," COLUMN("tid") "," COLUMN("d") "],"
	"\"foreign_keys\":[{\"columns\":[\"a\"],"
	"\"references\":{\"table\":\"t\",\"columns\":[\"a\"]}}]}",
	"{\"record\":\"table\",\"name\":\"log\",\"columns\":[" COLUMN("a") ","
	COLUMN("b") "," COLUMN("x") "]}",
};
#define NTABLES (sizeof tables / sizeof tables[0])

/* View definitions before and after t.a becomes b; NULL: as it was. */
static const struct {
	const char *old, *new_;
} views[] = {
	{"SELECT a FROM t", "SELECT b FROM t"},
	{"SELECT t.a, u.a ua, x.a xa FROM t JOIN u ON t.id=u.tid JOIN t x "
	 "USING(id)",
	    "SELECT t.b, u.a ua, x.b xa FROM t JOIN u ON t.id=u.tid JOIN t x "
	    "USING(id)"},
	{"SELECT a FROM t JOIN log l USING(a)", NULL},
	{"SELECT a AS a, c FROM t ORDER BY a", "SELECT b AS a, c FROM t ORDER BY a"},
	{"SELECT a, c FROM t GROUP BY a ORDER BY a",
	    "SELECT b, c FROM t GROUP BY b ORDER BY b"},
	{"SELECT a FROM t UNION SELECT a FROM u",
	    "SELECT b FROM t UNION SELECT a FROM u"},
	{"SELECT a FROM t UNION SELECT a FROM u ORDER BY a", NULL},
	{"SELECT a FROM (SELECT a FROM t)", NULL},
	{"WITH q AS (SELECT a FROM t) SELECT a FROM q", NULL},
	{"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
	 "SELECT t.a FROM t JOIN n ON n.i=t.id",
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
	    "SELECT t.b FROM t JOIN n ON n.i=t.id"},
	{"SELECT a,(SELECT max(u.a) FROM u WHERE tid=t.id) m FROM t",
	    "SELECT b,(SELECT max(u.a) FROM u WHERE tid=t.id) m FROM t"},
	{"SELECT d FROM u WHERE d > (SELECT min(c) FROM t WHERE a = u.a)",
	    "SELECT d FROM u WHERE d > (SELECT min(c) FROM t WHERE b = u.a)"},
	{"SELECT T.\"a\", [a], `a`, 'a' FROM main.t",
	    "SELECT T.\"b\", [b], `b`, 'a' FROM main.t"},
	{"SELECT count(*) a FROM t WHERE a>1",
	    "SELECT count(*) a FROM t WHERE b>1"},
	{"SELECT a(a) FROM t", "SELECT a(b) FROM t"},
	{"SELECT c COLLATE a, CAST(a AS a) FROM t",
	    "SELECT c COLLATE a, CAST(b AS a) FROM t"},
	{"SELECT CASE WHEN a>1 THEN a ELSE c END AS e FROM t",
	    "SELECT CASE WHEN b>1 THEN b ELSE c END AS e FROM t"},
	{"SELECT sum(a) OVER (PARTITION BY a ORDER BY a ROWS BETWEEN 1 "
	 "PRECEDING AND CURRENT ROW) s FROM t",
	    "SELECT sum(b) OVER (PARTITION BY b ORDER BY b ROWS BETWEEN 1 "
	    "PRECEDING AND CURRENT ROW) s FROM t"},
	{"SELECT sum(c) FILTER (WHERE a>1) OVER w s FROM t WINDOW w AS "
	 "(ORDER BY a)",
	    "SELECT sum(c) FILTER (WHERE b>1) OVER w s FROM t WINDOW w AS "
	    "(ORDER BY b)"},
	{"SELECT u.a FROM u AS t, u", NULL},
	{"SELECT t.a, j.value FROM t, json_each(t.c) AS j",
	    "SELECT t.b, j.value FROM t, json_each(t.c) AS j"},
	{"SELECT u.id FROM t JOIN u ON t.a IS DISTINCT FROM u.a",
	    "SELECT u.id FROM t JOIN u ON t.b IS DISTINCT FROM u.a"},
	{"SELECT a -- a comment, a\n , c /* a */ FROM t",
	    "SELECT b -- a comment, a\n , c /* a */ FROM t"},
	{"SELECT \"b\", a FROM t", "SELECT 'b', b FROM t"},
	{"SELECT a FROM nowhere", NULL},
	{"SELECT t.a FROM t, nowhere", "SELECT t.b FROM t, nowhere"},
	{"SELECT a FROM t, nowhere", NULL},
	{"SELECT (", NULL},
	{"", NULL},
};

/* Of triggers on t. */
static const struct {
	const char *old, *new_;
} triggers[] = {
	{"AFTER UPDATE OF a, c ON t WHEN NEW.a<>OLD.a BEGIN INSERT INTO "
	 "log(a,b) VALUES(NEW.a, OLD.a); UPDATE t SET a=1,c=2 WHERE a=NEW.a "
	 "AND t.a=3; INSERT INTO t(a,c) SELECT a,c FROM t WHERE true ON "
	 "CONFLICT(id) DO UPDATE SET a=excluded.a; DELETE FROM t WHERE a IN "
	 "(SELECT a FROM log); END",
	    "AFTER UPDATE OF b, c ON t WHEN NEW.b<>OLD.b BEGIN INSERT INTO "
	    "log(a,b) VALUES(NEW.b, OLD.b); UPDATE t SET b=1,c=2 WHERE b=NEW.b "
	    "AND t.b=3; INSERT INTO t(b,c) SELECT b,c FROM t WHERE true ON "
	    "CONFLICT(id) DO UPDATE SET b=excluded.b; DELETE FROM t WHERE b IN "
	    "(SELECT a FROM log); END"},
	{"BEFORE INSERT ON t FOR EACH ROW WHEN (new.a > 1) BEGIN SELECT "
	 "RAISE(ABORT, 'a') WHERE NEW.a IS NULL; END",
	    "BEFORE INSERT ON t FOR EACH ROW WHEN (new.b > 1) BEGIN SELECT "
	    "RAISE(ABORT, 'a') WHERE NEW.b IS NULL; END"},
	{"AFTER DELETE ON t BEGIN UPDATE log SET (a,b)=(OLD.a, 1), x = a; END",
	    "AFTER DELETE ON t BEGIN UPDATE log SET (a,b)=(OLD.b, 1), x = a; "
	    "END"},
};

/* Texts before and after t becomes "t 9". */
static const struct {
	const char *record, *old, *new_;
} table_texts[] = {
	{"view", "SELECT t.a, x.a AS t FROM t, log, main.t AS x, (t AS y)",
	    "SELECT \"t 9\".a, x.a AS t FROM \"t 9\", log, main.\"t 9\" AS x, "
	    "(\"t 9\" AS y)"},
	{"view", "SELECT t.a FROM u AS t", NULL},
	{"view", "WITH t AS (SELECT 1 a) SELECT t.a FROM t", NULL},
	{"view", "SELECT [t].a FROM [t]", "SELECT [t 9].a FROM [t 9]"},
	{"view", "SELECT 1 FROM 't'", "SELECT 1 FROM 't 9'"},
	{"view", "SELECT id FROM u WHERE tid IN t", NULL},
	{"trigger",
	    "AFTER INSERT ON t BEGIN INSERT INTO log(a,b) SELECT t.a, 't' FROM "
	    "t; UPDATE OR IGNORE t SET a=1 WHERE t.a=2; INSERT OR REPLACE INTO "
	    "t(a) VALUES(1); DELETE FROM t; END",
	    "AFTER INSERT ON \"t 9\" BEGIN INSERT INTO log(a,b) SELECT \"t "
	    "9\".a, 't' FROM \"t 9\"; UPDATE OR IGNORE \"t 9\" SET a=1 WHERE "
	    "\"t 9\".a=2; INSERT OR REPLACE INTO \"t 9\"(a) VALUES(1); DELETE "
	    "FROM \"t 9\"; END"},
};

/* The tables, and one object with that definition, which needs t. */
static struct sm_objects
with(const char *record, const char *definition)
{
	struct sm_objects in = {NULL, 0, 0};
	struct sm_object *o;
	size_t i;

	for (i = 0; i < NTABLES; i++)
		*sm_push(arena, &in) = object(tables[i]);
	o = sm_object_new(arena, record);
	o->name = "o";
	o->table = strcmp(record, "trigger") == 0 ? "t" : NULL;
	o->definition = definition;
	*sm_push(arena, &o->needs) = (struct sm_need){.record = "table",
	    .name = "t"};
	sm_strings_add(arena, &o->needs.v[0].columns, "a");
	*sm_push(arena, &in) = o;
	return in;
}

static const char *
renamed(const char *record, const char *definition, struct sm_rename r)
{
	struct sm_objects in = with(record, definition), out = {NULL, 0, 0};
	struct sm_rename_list list = {&r, 1, 1};

	sm_objects_rename(arena, sqlite, &in, &list, &out);
	return out.v[NTABLES]->definition;
}

static void
test_texts(void)
{
	const struct sm_rename column = {NULL, "T", "A", "b", false};
	const struct sm_rename table = {NULL, "T", NULL, "t 9", false};
	size_t i;

	for (i = 0; i < sizeof views / sizeof views[0]; i++)
		is_str(renamed("view", views[i].old, column),
		    views[i].new_ != NULL ? views[i].new_ : views[i].old,
		    "view %zu", i);
	for (i = 0; i < sizeof triggers / sizeof triggers[0]; i++)
		is_str(renamed("trigger", triggers[i].old, column),
		    triggers[i].new_, "trigger %zu", i);
	for (i = 0; i < sizeof table_texts / sizeof table_texts[0]; i++)
		is_str(renamed(table_texts[i].record, table_texts[i].old,
		           table),
		    table_texts[i].new_ != NULL ? table_texts[i].new_
		                                : table_texts[i].old,
		    "table in text %zu", i);
}

static struct sm_object *
table_after(const struct sm_rename *renames, size_t n, size_t which)
{
	struct sm_objects in = with("view", "SELECT 1"), out = {NULL, 0, 0};
	struct sm_rename_list list = {(struct sm_rename *)renames, n, n};

	sm_objects_rename(arena, sqlite, &in, &list, &out);
	return out.v[which];
}

static void
test_table(void)
{
	static const struct sm_rename both[] = {{NULL, "t", "a", "order", false},
	    {NULL, "t", NULL, "p", false}};
	struct sm_object *o = table_after(both, 2, 0);
	struct sm_buf b = SM_BUF_INIT;

	is(o->name, "p", "the table's name");
	is(o->columns.v[1].name, "order", "the column");
	is(o->columns.v[3].expression, "\"order\" || c", "a generated column");
	is(o->primary_key->columns.v[1], "order", "the primary key");
	is(o->uniques.v[0].columns.v[0], "order", "a unique constraint");
	is(o->uniques.v[0].keys.v[0].column, "order", "its keys");
	is(o->checks.v[0].expression,
	    "p.\"order\" <> 'a' AND \"order\" > a(1)", "a check");
	is(o->checks.v[0].column, "order", "the column it was written with");
	is(o->foreign_keys.v[0].references->table, "p", "a key to itself");
	is(o->foreign_keys.v[0].references->columns.v[0], "order",
	    "and its column");
	is(o->indexes.v[0].keys.v[0].column, "order", "an index");
	is(o->indexes.v[0].keys.v[1].expression, "lower(\"order\")",
	    "its expression");
	is(o->indexes.v[0].where, "\"order\" IS NOT NULL", "its predicate");
	is(o->key, sm_object_key(arena, sqlite, "table", NULL, NULL, "p", NULL),
	    "the key");
	sm_object_write(&b, object(tables[0]));
	is(sm_buf_str(&b), tables[0], "the table itself is as it was");
	sm_buf_free(&b);

	o = table_after(both, 2, 1);
	is(o->foreign_keys.v[0].references->table, "p", "another's key");
	is(o->foreign_keys.v[0].references->columns.v[0], "order",
	    "and the column it refers to");
	is(o->foreign_keys.v[0].columns.v[0], "a", "not its own");
	o = table_after(both, 2, 3);
	is(o->needs.v[0].name, "p", "a need");
	is(o->needs.v[0].columns.v[0], "order", "and its column");
}

static void
test_at_once(void)
{
	static const struct sm_rename swap[] = {{NULL, "t", "a", "c", false},
	    {NULL, "t", "c", "a", false}};
	static const struct sm_rename tables_swap[] = {{NULL, "t", NULL, "u", false},
	    {NULL, "u", NULL, "t", false}};
	struct sm_object *o = table_after(swap, 2, 0);

	is(o->columns.v[1].name, "c", "two columns change places");
	is(o->columns.v[2].name, "a", "both of them");
	is(o->columns.v[3].expression, "c || a", "in texts too");
	o = table_after(tables_swap, 2, 0);
	is(o->name, "u", "two tables change places");
	is(o->foreign_keys.v[0].references->table, "u", "with their keys");
	o = table_after(tables_swap, 2, 1);
	is(o->name, "t", "the other one");
	is(o->foreign_keys.v[0].references->table, "u", "and its keys");
	o = table_after(NULL, 0, 0);
	is(o->name, "t", "no renames, nothing changes");
}

static void
test_untouched(void)
{
	struct sm_objects in = with("view", "SELECT 1"), out = {NULL, 0, 0};
	struct sm_rename r = {NULL, "log", "x", "y", false};
	struct sm_rename_list list = {&r, 1, 1};

	sm_objects_rename(arena, sqlite, &in, &list, &out);
	ok(out.v[0] == in.v[0] && out.v[1] == in.v[1] && out.v[3] == in.v[3],
	    "what no rename touches is the object itself");
	ok(out.v[2] != in.v[2], "and what one does is another");
}

static void
test_sql_rename(void)
{
	struct sm_renaming v[] = {{"a", "b", false}, {"t", "select", true}};
	struct sm_renamings list = {v, 2, 2};

	is(sm_sql_rename(arena, sqlite, "SELECT a, x.a, a(a) AS a FROM t", &list),
	    "SELECT b, x.b, a(b) AS a FROM \"select\"", "names in a text");
	is(sm_sql_rename(arena, sqlite, "a > 'a' AND \"A\" < [a]", &list),
	    "b > 'a' AND \"b\" < [b]", "in the style they had");
	ok(sm_sql_rename(arena, sqlite, NULL, &list) == NULL, "no text");
}

/* Whatever the text is, it comes out as one, and nothing breaks. */
static void
test_soup(void)
{
	static const char *const soup[] = {"SELECT", "FROM", "WITH", "AS", "(",
	    ")", ",", ".", "t", "a", "b", "\"a\"", "[t]", "JOIN", "ON", "USING",
	    "WHERE", "UPDATE", "SET", "INSERT", "INTO", "VALUES", "BEGIN",
	    "END", ";", "OF", "NEW", "OLD", "excluded", "CONFLICT", "DO",
	    "ORDER", "BY", "GROUP", "UNION", "CASE", "WHEN", "CAST", "COLLATE",
	    "IN", "NATURAL", "RETURNING", "WINDOW", "INDEXED", "'t'", "=", "1",
	    "x'", "\"", "/*", "RECURSIVE", "log", "u", "AFTER"};
	const struct sm_rename column = {NULL, "t", "a", "b", false};
	const struct sm_rename table = {NULL, "t", NULL, "t 9", false};
	struct sm_buf text = SM_BUF_INIT;
	size_t round, i, n, lost = 0;

	srand(1);
	for (round = 0; round < 3000; round++) {
		struct sm_arena *keep = arena;

		arena = sm_arena_new();
		sm_buf_reset(&text);
		n = (size_t)rand() % 40;
		for (i = 0; i < n; i++)
			sm_buf_addf(&text, "%s ", soup[(size_t)rand() %
			    (sizeof soup / sizeof soup[0])]);
		lost += renamed(round % 2 ? "view" : "trigger",
		    sm_buf_str(&text), round % 3 ? column : table) == NULL;
		sm_arena_free(arena);
		arena = keep;
	}
	sm_buf_free(&text);
	is_int((long long)lost, 0, "any words in any order");
}

/* Texts made to take long: nested queries, long lists of tables. */
static void
test_patience(void)
{
	static const char *const parts[] = {"(SELECT a FROM ", "t, t, ",
	    "WITH a AS (", "a.a,", "((", "CASE "};
	const struct sm_rename column = {NULL, "t", "a", "b", false};
	struct sm_buf text = SM_BUF_INIT;
	size_t i, k;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		sm_buf_reset(&text);
		sm_buf_adds(&text, "SELECT a, t.a FROM t, ");
		for (k = 0; k < 20000; k++)
			sm_buf_adds(&text, parts[i]);
		sm_buf_adds(&text, " SELECT a, a, t.a, t.a");
		ok(renamed("view", sm_buf_str(&text), column) != NULL,
		    "20,000 times %s", parts[i]);
	}
	sm_buf_free(&text);
}

int
main(void)
{
	arena = sm_arena_new();
	sqlite = sm_dialect_get(SM_SQLITE);
	test_texts();
	test_table();
	test_at_once();
	test_untouched();
	test_sql_rename();
	test_soup();
	test_patience();
	sm_arena_free(arena);
	return tap_end();
}
