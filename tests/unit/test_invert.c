/* The plan that leads back: verbs, names, sides, verdicts. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/stream.h"
#include "model/plan.h"
#include "tap.h"

#define RISK                                                                   \
	",\"risk\":\"SAFE\",\"reason\":\"up\",\"down\":{\"risk\":\"DANGER\","  \
	"\"reason\":\"down\",\"rules\":[\"r\"]},\"step\":1}\n"
#define OP(id, rest) "{\"record\":\"op\",\"id\":\"" id "\"," rest RISK
#define COLUMN(name) "{\"name\":\"" name "\",\"type\":\"INT\",\"nullable\":true}"

static const char text[] =
    "{\"record\":\"plan\",\"format\":1,\"dialect\":\"sqlite\",\"server\":"
    "\"3.40.1\",\"stages\":[\"diff\",\"renames\",\"risk\",\"order\"],"
    "\"old\":{\"label\":\"O\"},\"new\":{\"label\":\"N\"},"
    "\"compare\":{\"column_order\":true}}\n"
    "{\"record\":\"change\",\"kind\":\"table\",\"old\":{\"record\":\"table\","
    "\"name\":\"t\",\"columns\":[" COLUMN("a") "," COLUMN("gone") "],"
    "\"indexes\":[{\"name\":\"i\",\"keys\":[{\"column\":\"a\"}]}]},\"new\":{"
    "\"record\":\"table\",\"name\":\"u\",\"columns\":[" COLUMN("b") "]}}\n"
    "{\"record\":\"change\",\"kind\":\"table\",\"old\":{\"record\":\"table\","
    "\"name\":\"d\",\"columns\":[" COLUMN("x") "],\"indexes\":[{\"name\":"
    "\"di\",\"keys\":[{\"column\":\"x\"}]},{\"name\":\"dj\",\"keys\":[{"
    "\"column\":\"x\"}]}]}}\n"
    OP("000000000001", "\"op\":\"RENAME_TABLE\",\"table\":\"u\",\"from\":\"t\"")
    OP("000000000002", "\"op\":\"RENAME_COLUMN\",\"table\":\"u\",\"column\":"
        "\"b\",\"from\":\"a\",\"score\":0.725")
    OP("000000000003", "\"op\":\"MODIFY_COLUMN\",\"table\":\"u\",\"column\":"
        "\"b\",\"old\":" COLUMN("b") ",\"new\":" COLUMN("b")
        ",\"changes\":[\"type\"]")
    OP("000000000004", "\"op\":\"DROP_COLUMN\",\"table\":\"t\",\"column\":"
        "\"gone\",\"old\":" COLUMN("gone"))
    OP("000000000005", "\"op\":\"DROP_TABLE\",\"table\":\"d\"")
    OP("000000000006", "\"op\":\"DROP_INDEX\",\"table\":\"d\",\"name\":\"dj\","
        "\"old\":{\"name\":\"dj\",\"keys\":[{\"column\":\"x\"}]}")
    OP("000000000007", "\"op\":\"SHAKE_TABLE\",\"table\":\"u\"")
    "{\"record\":\"end\"}\n";

static const struct {
	const char *id, *op, *table, *name, *from, *after;
} wanted[] = {
	{"000000000001", "RENAME_TABLE", "t", NULL, "u", NULL},
	{"000000000002", "RENAME_COLUMN", "t", "a", "b", NULL},
	{"000000000003", "MODIFY_COLUMN", "t", "a", NULL, NULL},
	{"000000000004", "ADD_COLUMN", "t", "gone", NULL, "a"},
	{"000000000005", "ADD_TABLE", "d", NULL, NULL, NULL},
	{NULL, "ADD_INDEX", "d", "di", NULL, NULL},
	{"000000000006", "ADD_INDEX", "d", "dj", NULL, NULL},
	{"000000000007", "SHAKE_TABLE", "u", NULL, NULL, NULL},
};
#define NWANTED (sizeof wanted / sizeof wanted[0])

static struct sm_plan *
read_plan(struct sm_arena *a, const char *what, size_t len)
{
	struct sm_reader *r = sm_reader_memory("plan", what, len);
	struct sm_error e = SM_ERROR_INIT;
	struct sm_plan *p;

	if (!sm_plan_read(r, a, false, &p, &e)) {
		printf("Bail out! %s\n", e.message);
		exit(1);
	}
	sm_reader_close(r);
	return p;
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_plan *up = read_plan(a, text, sizeof text - 1), *down, *again;
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	down = sm_plan_invert(up);
	is(down->old.label, "N", "the sides change places");
	is(down->new_.label, "O", "both of them");
	is_int((long long)down->ops.n, NWANTED, "an op each, and an index");
	for (i = 0; i < NWANTED && i < down->ops.n; i++) {
		const struct sm_op *op = down->ops.v[i];

		if (wanted[i].id != NULL)
			is_str(op->id, wanted[i].id, "%s: id", wanted[i].op);
		is_str(op->op, wanted[i].op, "%s: verb", wanted[i].op);
		is_str(op->table, wanted[i].table, "%s: table", wanted[i].op);
		is_str(op->name, wanted[i].name, "%s: name", wanted[i].op);
		is_str(op->from, wanted[i].from, "%s: from", wanted[i].op);
		is_str(op->after, wanted[i].after, "%s: after", wanted[i].op);
		is_int(op->step, 0, "%s: no step", wanted[i].op);
	}
	is_int(down->ops.v[0]->risk, SM_DANGER, "the way down's risk");
	is(down->ops.v[0]->reason, "down", "and reason");
	is_int(down->ops.v[0]->down_risk, SM_SAFE, "the way up's as its down");
	is_int(down->ops.v[5]->risk, SM_SAFE, "an index with its table is safe");
	ok(sm_plan_find_old(down, "table", NULL, "u") != NULL,
	    "what was new is old");
	ok(sm_plan_find_new(down, "table", NULL, "d") != NULL,
	    "what was dropped comes");
	ok(down->ops.v[3]->new_ != NULL && down->ops.v[3]->old == NULL,
	    "a part's definition changes its side");

	/* As a stream it says the same as in memory. */
	sm_plan_write(&b, down);
	again = read_plan(a, sm_buf_str(&b), b.len);
	is_int((long long)again->ops.n, (long long)down->ops.n,
	    "it can be written and read");
	for (i = 0; i < again->ops.n && i < down->ops.n; i++) {
		is_str(again->ops.v[i]->id, down->ops.v[i]->id, "read: id");
		is_int(again->ops.v[i]->risk, down->ops.v[i]->risk,
		    "read: risk");
		is_str(again->ops.v[i]->name, down->ops.v[i]->name,
		    "read: name");
	}
	is(again->old.label, "N", "read: the sides");
	ok(strstr(sm_buf_str(&b), "\"score\"") == NULL,
	    "a score is none of the way back");
	sm_buf_free(&b);
	sm_arena_free(a);
	return tap_end();
}
