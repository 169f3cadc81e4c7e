/*
 * What only code can see of the diff: one object at a time, the fewest moves,
 * and the pairs that make way, by a table of needs that no dialect has yet.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/stream.h"
#include "model/snapshot.h"
#include "stages/diff.h"
#include "stages/lean.h"
#include "tap.h"

#define HEADER "{\"record\":\"snapshot\",\"format\":1,\"dialect\":\"%s\"}\n"
#define END "{\"record\":\"end\"}\n"
#define COLUMN(name, type)                                                     \
	"{\"name\":\"" name "\",\"type\":\"" type "\",\"nullable\":true}"

static struct sm_arena *arena;
static const char *dialect = "sqlite";

static struct sm_snapshot *
read_objects(const char *objects)
{
	char *text = sm_sprintf(arena, HEADER "%s" END, dialect,
	    objects);
	struct sm_reader *r = sm_reader_memory("test", text, strlen(text));
	struct sm_error e = SM_ERROR_INIT;
	struct sm_snapshot *s = NULL;

	if (!sm_snapshot_read(r, arena, false, &s, &e)) {
		printf("Bail out! %s\n", e.message);
		exit(1);
	}
	sm_reader_close(r);
	return s;
}

static struct sm_plan *
diff(const char *old, const char *new_, bool column_order)
{
	const struct sm_compare compare = {.column_order = column_order};
	struct sm_error e = SM_ERROR_INIT;
	struct sm_plan *p = NULL;

	ok(sm_diff(arena, read_objects(old), read_objects(new_), &compare, &p,
	       &e),
	    "the two are compared");
	return p;
}

/* "ADD_COLUMN t.a; DROP_VIEW v; " */
static const char *
ops(const struct sm_plan *p)
{
	const char *s = "";
	size_t i;

	for (i = 0; i < p->ops.n; i++) {
		const struct sm_op *op = p->ops.v[i];

		s = sm_sprintf(arena, "%s%s %s%s%s%s; ", s, op->op,
		    op->table != NULL ? op->table : "",
		    op->table != NULL && op->name != NULL ? "." : "",
		    op->name != NULL ? op->name : "",
		    op->because.n > 0 ? " because" : "");
	}
	return s;
}

/* A table t with a column of each letter. */
static const char *
table_of(const char *letters)
{
	const char *s = "{\"record\":\"table\",\"name\":\"t\",\"columns\":[";
	size_t i;

	for (i = 0; letters[i] != '\0'; i++)
		s = sm_sprintf(arena,
		    "%s%s{\"name\":\"%c\",\"type\":\"T\",\"nullable\":true}", s,
		    i > 0 ? "," : "", letters[i]);
	return sm_sprintf(arena, "%s]}\n", s);
}

/* The order of columns that the ops lead to, each put behind its `after`. */
static const char *
replay(const char *old, const struct sm_plan *p)
{
	char *order = sm_sprintf(arena, "%s", old), *at, *to;
	size_t i, pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < p->ops.n; i++) {
			const struct sm_op *op = p->ops.v[i];

			at = strchr(order, op->name[0]);
			if (pass == 0 && op->verb != SM_ADD)
				memmove(at, at + 1, strlen(at));
			if (pass == 0 || op->verb == SM_DROP)
				continue;
			to = op->after[0] == '\0'
			    ? order
			    : strchr(order, op->after[0]) + 1;
			order = sm_sprintf(arena, "%.*s%c%s",
			    (int)(to - order), order, op->name[0], to);
		}
	return order;
}

static void
test_moves(void)
{
	static const struct {
		const char *old, *new_;
		size_t moves;
	} rows[] = {
		{"abcdef", "abcdef", 0},
		{"abcdef", "fabcde", 1},
		{"abcdef", "bcdefa", 1},
		{"abcdef", "fedcba", 5},
		{"abcdef", "badcfe", 3},
		{"abcdef", "axbycz", 6}, /* d e f go, x y z come */
		{"abcdef", "cxabyfde", 4},
		{"abc", "xyz", 6},
	};
	struct sm_plan *p;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		p = diff(table_of(rows[i].old), table_of(rows[i].new_), true);
		ok(p->ops.n == rows[i].moves, "%s to %s takes %zu ops: %s",
		    rows[i].old, rows[i].new_, rows[i].moves, ops(p));
		is(replay(rows[i].old, p), rows[i].new_, "which lead there");
		p = diff(table_of(rows[i].old), table_of(rows[i].old), true);
		ok(p->ops.n == 0, "the same order is no difference");
	}
}

static void
test_object(void)
{
	struct sm_snapshot *old = read_objects(table_of("ab"));
	struct sm_snapshot *new_ = read_objects(table_of("bc"));
	struct sm_plan *p =
	    sm_plan_new(arena, old, new_, &(struct sm_compare){0});
	const char *first;

	sm_diff_object(p, old->objects.v[0], new_->objects.v[0]);
	is(ops(p), "DROP_COLUMN t.a; ADD_COLUMN t.c; ",
	    "one pair of objects, no snapshots");
	first = p->ops.v[0]->id;
	p->ops.n = 0;
	sm_diff_object(p, old->objects.v[0], new_->objects.v[0]);
	is(p->ops.v[0]->id, first, "the same ids again");
	p->ops.n = 0;
	sm_diff_object(p, NULL, new_->objects.v[0]);
	sm_diff_object(p, old->objects.v[0], NULL);
	is(ops(p), "ADD_TABLE t; DROP_TABLE t; ", "and one side alone");
}

#define VIEW(name, needs)                                                      \
	"{\"record\":\"view\",\"name\":\"" name                                \
	"\",\"definition\":\"x\",\"needs\":[" needs "]}\n"
#define NEED(record, name, columns)                                            \
	"{\"record\":\"" record "\",\"name\":\"" name                          \
	"\",\"columns\":[" columns "]}"
#define VIEWS                                                                  \
	VIEW("direct", NEED("table", "t", "\"a\""))                            \
	VIEW("over", NEED("view", "direct", "\"a\""))                          \
	VIEW("top", NEED("view", "over", "\"a\"") ","                          \
	    NEED("table", "t", "\"b\""))                                       \
	VIEW("beside", NEED("table", "t", "\"b\""))                            \
	VIEW("whole", NEED("table", "t", ""))
#define TABLE(type)                                                            \
	"{\"record\":\"table\",\"name\":\"t\",\"columns\":["                   \
	    COLUMN("a", type) "," COLUMN("b", "integer") "]}\n"
#define CHILD(extra)                                                           \
	"{\"record\":\"table\",\"name\":\"child\",\"columns\":["               \
	COLUMN("x", "integer") "],\"foreign_keys\":[{\"name\":\"fk\","          \
	"\"columns\":[\"x\"],\"references\":{\"table\":\"t\","                  \
	"\"columns\":[\"a\"]}" extra "}]}\n"

/* PostgreSQL, where a column's type can't change under a view. */
static void
test_because(void)
{
	static const char want[] = "MODIFY_COLUMN t.a; "
				   "DROP_FK child.fk because; "
				   "ADD_FK child.fk because; "
				   "DROP_VIEW direct because; "
				   "ADD_VIEW direct because; "
				   "DROP_VIEW over because; "
				   "ADD_VIEW over because; "
				   "DROP_VIEW top because; "
				   "ADD_VIEW top because; ";
	struct sm_plan *p = diff(VIEWS TABLE("integer") CHILD(""),
	    VIEWS TABLE("text") CHILD(""), false);
	size_t i, wrong = 0;

	is(ops(p), "MODIFY_COLUMN t.a; ", "SQLite needs no pairs");
	dialect = "postgresql";
	p = diff(VIEWS TABLE("integer") CHILD(""), VIEWS TABLE("text")
	    CHILD(""), false);
	is(ops(p), want, "what depends on the column makes way");
	for (i = 1; i < p->ops.n; i++)
		wrong += p->ops.v[i]->because.n != 1 ||
		    strcmp(p->ops.v[i]->because.v[0], p->ops.v[0]->id) != 0 ||
		    strstr(p->ops.v[i]->text, "\"because\":[\"") == NULL;
	ok(wrong == 0, "for the op's sake, as its id says");
	sm_lean_pairs(p);
	is(ops(p), want, "made anew, they are the same");
	p->ops.v[0] = p->ops.v[1];
	sm_lean_pairs(p);
	is(ops(p), "", "without the cause, they are gone");

	p = diff(VIEWS TABLE("integer") CHILD(""),
	    VIEWS TABLE("text") CHILD(",\"on_delete\":\"CASCADE\""), false);
	ok(strncmp(ops(p), "MODIFY_FK child.fk; MODIFY_COLUMN t.a; DROP_VIEW",
	       48) == 0,
	    "what has an op of its own makes no way: %s", ops(p));
	p = diff(VIEWS TABLE("integer") CHILD(""), VIEWS TABLE("bigint")
	    CHILD(""), false);
	ok(strstr(ops(p), "_FK") == NULL,
	    "a foreign key holds while an integer grows: %s", ops(p));
	dialect = "sqlite";
}

static void
test_words(void)
{
	ok(sm_diff_word_known("type") && sm_diff_word_known("position") &&
	        sm_diff_word_known("definition") && sm_diff_word_known("keys"),
	    "words of differences");
	ok(!sm_diff_word_known("needs") && !sm_diff_word_known("stats") &&
	        !sm_diff_word_known("") && !sm_diff_word_known("renamed_from"),
	    "and what never is one");
}

int
main(void)
{
	arena = sm_arena_new();
	test_moves();
	test_object();
	test_because();
	test_words();
	sm_arena_free(arena);
	return tap_end();
}
