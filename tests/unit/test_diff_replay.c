/*
 * Random pairs of tables: what the ops say, done to the old one, gives one that
 * differs from the new one in nothing.  The ops are done by hand here: an old
 * part goes, a new part comes; the places of columns don't count.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/stream.h"
#include "model/kind.h"
#include "model/snapshot.h"
#include "stages/diff.h"
#include "tap.h"

#define PAIRS 3000
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct sm_arena *arena;
static uint64_t state;

static size_t
below(size_t n)
{
	state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

static const char *
one_of(const char *const *words, size_t n)
{
	return words[below(n)];
}

/* Parts as JSON without braces; some say the same in other words. */
static const char *const columns[] = {"\"name\":\"%s\",\"type\":\"INT\"",
    "\"name\":\"%s\",\"type\":\"int\",\"default\":\"1\"",
    "\"name\":\"%s\",\"type\":\"TEXT\",\"default\":\"(1)\"",
    "\"name\":\"%s\",\"type\":\"TEXT\",\"default\":\"NULL\""};
static const char *const keys[] = {"\"columns\":[\"a\"]",
    "\"columns\":[\"A\"],\"conflict\":\"IGNORE\"", "\"columns\":[\"b\"]",
    "\"columns\":[\"a\",\"b\"]"};
static const char *const checks[] = {"\"expression\":\"a > 0\"",
    "\"expression\":\"(A>0)\"", "\"expression\":\"b = 'x'\"",
    "\"expression\":\"b = 'X'\"", "\"expression\":\"a > 0\",\"comment\":\"c\""};
static const char *const foreign_keys[] = {
    "\"columns\":[\"a\"],\"references\":{\"table\":\"u\",\"columns\":[\"x\"]}",
    "\"columns\":[\"A\"],\"references\":{\"table\":\"U\"},\"match\":\"FULL\"",
    "\"columns\":[\"a\"],\"references\":{\"table\":\"u\",\"columns\":[\"y\"]}",
    "\"columns\":[\"b\"],\"references\":{\"table\":\"v\"}"};
static const char *const indexes[] = {"\"keys\":[{\"column\":\"a\"}]",
    "\"keys\":[{\"column\":\"A\",\"desc\":true}]",
    "\"keys\":[{\"expression\":\"lower( a )\"}],\"where\":\"b IS NULL\"",
    "\"keys\":[{\"expression\":\"LOWER(A)\"}],\"where\":\"(b is null)\""};

static const struct list {
	const char *member;
	size_t offset;
	const struct sm_shape *shape;
	const char *const *parts;
	size_t n;
	bool must_be_named;
} lists[] = {
	{"uniques", offsetof(struct sm_object, uniques), &sm_shape_key, keys,
	    LEN(keys), false},
	{"checks", offsetof(struct sm_object, checks), &sm_shape_check, checks,
	    LEN(checks), false},
	{"foreign_keys", offsetof(struct sm_object, foreign_keys),
	    &sm_shape_foreign_key, foreign_keys, LEN(foreign_keys), false},
	{"indexes", offsetof(struct sm_object, indexes), &sm_shape_index,
	    indexes, LEN(indexes), true},
};

/* A name that a user gave (once), that the server gave, or none. */
static void
add_name(struct sm_buf *b, const struct list *l, size_t i)
{
	switch (below(l->must_be_named ? 2 : 3)) {
	case 0:
		sm_buf_addf(b, ",\"name\":\"%c%zu\"", below(2) ? 'n' : 'N', i);
		break;
	case 1:
		sm_buf_addf(b, ",\"name\":\"s%zu\",\"implicit\":true",
		    below(100));
		break;
	default:
		break;
	}
}

static void
add_list(struct sm_buf *b, const struct list *l)
{
	size_t i, n = below(5);

	sm_buf_addf(b, ",\"%s\":[", l->member);
	for (i = 0; i < n; i++) {
		sm_buf_addf(b, "%s{%s", i > 0 ? "," : "",
		    one_of(l->parts, l->n));
		add_name(b, l, i);
		sm_buf_addc(b, '}');
	}
	sm_buf_addc(b, ']');
}

static void
add_columns(struct sm_buf *b)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	const char *before = "";
	size_t i;

	sm_buf_adds(b, "\"columns\":[");
	for (i = 0; i < LEN(names); i++) {
		const char *rest = strstr(one_of(columns, LEN(columns)), "\",");

		if (below(3) == 0)
			continue;
		sm_buf_addf(b, "%s{\"name\":\"%s%s,\"nullable\":%s}", before,
		    names[i], rest, below(2) ? "true" : "false");
		before = ",";
	}
	sm_buf_addc(b, ']');
}

static const struct sm_snapshot *
snapshot_of(const char *members)
{
	char *text = sm_sprintf(arena,
	    "{\"record\":\"snapshot\",\"format\":1,\"dialect\":\"sqlite\"}\n"
	    "{\"record\":\"table\",\"name\":\"t\",%s}\n{\"record\":\"end\"}\n",
	    members);
	struct sm_reader *r = sm_reader_memory("test", text, strlen(text));
	struct sm_error e = SM_ERROR_INIT;
	struct sm_snapshot *s = NULL;

	if (!sm_snapshot_read(r, arena, false, &s, &e)) {
		printf("Bail out! %s: %s\n", e.message, text);
		exit(1);
	}
	sm_reader_close(r);
	return s;
}

static const struct sm_snapshot *
random_table(void)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_snapshot *s;
	size_t i;

	add_columns(&b);
	if (below(2))
		sm_buf_addf(&b, ",\"primary_key\":{%s}",
		    one_of(keys, LEN(keys)));
	for (i = 0; i < LEN(lists); i++)
		add_list(&b, &lists[i]);
	s = snapshot_of(sm_buf_str(&b));
	sm_buf_free(&b);
	return s;
}

static struct sm_plan *
diff(const struct sm_snapshot *old, const struct sm_snapshot *new_)
{
	struct sm_error e = SM_ERROR_INIT;
	struct sm_plan *p = NULL;

	sm_diff(arena, old, new_, &(struct sm_compare){0}, &p, &e);
	return p;
}

static bool
is_gone(const struct sm_plan *p, const void *part)
{
	size_t i;

	for (i = 0; i < p->ops.n; i++)
		if (p->ops.v[i]->old == part)
			return true;
	return false;
}

/* The list after the ops: what stays of the old parts, then the new ones. */
static void
replay_list(struct sm_buf *b, const struct sm_plan *p, const char *member,
    const struct sm_shape *shape, enum sm_part part, const void *list)
{
	struct {
		const char *v;
		size_t n, cap;
	} old;
	const char *before = "";
	size_t i;

	memcpy(&old, list, sizeof old);
	sm_buf_addf(b, "%s\"%s\":[", b->len > 0 ? "," : "", member);
	for (i = 0; i < old.n; i++) {
		if (is_gone(p, old.v + i * shape->size))
			continue;
		sm_buf_adds(b, before);
		sm_shape_write(b, shape, old.v + i * shape->size);
		before = ",";
	}
	for (i = 0; i < p->ops.n; i++) {
		const struct sm_op *op = p->ops.v[i];

		if (op->target->part != part || op->new_ == NULL)
			continue;
		sm_buf_adds(b, before);
		sm_shape_write(b, shape, op->new_);
		before = ",";
	}
	sm_buf_addc(b, ']');
}

static const struct sm_snapshot *
replay(const struct sm_snapshot *old, const struct sm_plan *p)
{
	static const enum sm_part part_of[] = {SM_PART_UNIQUE, SM_PART_CHECK,
	    SM_PART_FK, SM_PART_INDEX};
	const struct sm_object *t = old->objects.v[0];
	const struct sm_key *pk = t->primary_key;
	const struct sm_snapshot *s;
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	replay_list(&b, p, "columns", &sm_shape_column, SM_PART_COLUMN,
	    &t->columns);
	for (i = 0; i < p->ops.n; i++)
		if (p->ops.v[i]->target->part == SM_PART_PRIMARY_KEY)
			pk = p->ops.v[i]->new_;
	if (pk != NULL) {
		sm_buf_adds(&b, ",\"primary_key\":");
		sm_shape_write(&b, &sm_shape_key, pk);
	}
	for (i = 0; i < LEN(lists); i++)
		replay_list(&b, p, lists[i].member, lists[i].shape, part_of[i],
		    (const char *)t + lists[i].offset);
	s = snapshot_of(sm_buf_str(&b));
	sm_buf_free(&b);
	return s;
}

int
main(void)
{
	size_t i, ops = 0;

	for (i = 1; i <= PAIRS; i++) {
		const struct sm_snapshot *old, *new_;
		struct sm_plan *p, *left;

		state = i;
		arena = sm_arena_new();
		old = random_table();
		new_ = random_table();
		p = diff(old, new_);
		left = diff(replay(old, p), new_);
		ops += p->ops.n;
		if (left->ops.n > 0) {
			ok(false, "pair %zu: nothing is left: %s", i,
			    left->ops.v[0]->text);
			printf("# old: %s\n# new: %s\n", old->objects.v[0]->text,
			    new_->objects.v[0]->text);
		}
		sm_arena_free(arena);
	}
	ok(ops > PAIRS, "%d pairs, %zu ops", PAIRS, ops);
	return tap_end();
}
