/* base/stream and model/snapshot, model/plan: reading segments. */
#include "base/stream.h"

#include <stdlib.h>

#include "model/plan.h"
#include "model/snapshot.h"
#include "tap.h"

#define HEADER "{\"record\":\"snapshot\",\"format\":1,\"dialect\":\"sqlite\"}\n"
#define TABLE                                                                  \
	"{\"record\":\"table\",\"name\":\"t\",\"columns\":["                   \
	"{\"name\":\"a\",\"type\":\"int\",\"nullable\":true}]}\n"
#define END "{\"record\":\"end\"}\n"
#define PLAN "{\"record\":\"plan\",\"format\":1,\"dialect\":\"sqlite\"}\n"

/* Read all segments; the number of them, -1 with the message on an error. */
static int
read_all(const char *text, bool plans, bool partial, char *message)
{
	struct sm_reader *r = sm_reader_memory("in", text, strlen(text));
	struct sm_arena *a = sm_arena_new();
	struct sm_error e = SM_ERROR_INIT;
	struct sm_snapshot *s = NULL;
	struct sm_plan *p = NULL;
	int n = 0;
	bool done;

	do {
		done = plans ? sm_plan_read(r, a, partial, &p, &e)
		             : sm_snapshot_read(r, a, partial, &s, &e);
		n += done && (plans ? p != NULL : s != NULL);
	} while (done && (plans ? p != NULL : s != NULL));
	message[0] = '\0';
	if (!done) {
		snprintf(message, 512, "%ld: %s", e.line, e.message);
		n = -1;
	}
	sm_error_free(&e);
	sm_arena_free(a);
	sm_reader_close(r);
	return n;
}

static const struct {
	const char *name, *text;
	bool plans, partial;
	int want;
	const char *message;
} cases[] = {
	{"a snapshot", HEADER TABLE END, false, false, 1, ""},
	{"two of them, blank lines between", HEADER END "\n \n" HEADER END,
	    false, false, 2, ""},
	{"an error record between two", HEADER END
	    "{\"record\":\"error\",\"message\":\"x\"}\n" HEADER END, false, false,
	    3, ""},
	{"no newline at the end", HEADER "{\"record\":\"end\"}", false, false, 1,
	    ""},
	{"empty input", "", false, false, -1, "empty input"},
	{"blank input", " \n\n", false, false, -1, "empty input"},
	{"no end record", HEADER TABLE, false, false, -1, "2: the stream stops"},
	{"no end record, which is allowed", HEADER TABLE, false, true, 1, ""},
	{"a header inside a segment", HEADER HEADER END, false, false, -1,
	    "2: a new header"},
	{"no header", TABLE END, false, false, -1, "1: a \"table\" record"},
	{"two tables of one name", HEADER TABLE TABLE END, false, false, -1,
	    "3: two objects of one name"},
	{"another format",
	    "{\"record\":\"snapshot\",\"format\":2,\"dialect\":\"sqlite\"}\n" END,
	    false, false, -1, "format"},
	{"an unknown dialect",
	    "{\"record\":\"snapshot\",\"format\":1,\"dialect\":\"dbase\"}\n" END,
	    false, false, -1, "unknown dialect"},
	{"a plan for a snapshot", PLAN END, false, false, -1, "a plan where"},
	{"a snapshot for a plan", HEADER END, true, false, -1,
	    "a snapshot where"},
	{"a table without columns",
	    HEADER "{\"record\":\"table\",\"name\":\"t\"}\n" END, false, false, -1,
	    "table without \"columns\""},
	{"a column without nullable",
	    HEADER "{\"record\":\"table\",\"name\":\"t\",\"columns\":["
	           "{\"name\":\"a\"}]}\n" END,
	    false, false, -1, "column without \"nullable\""},
	{"a name that is a number",
	    HEADER "{\"record\":\"table\",\"name\":1,\"columns\":[]}\n" END, false,
	    false, -1, "table: \"name\" must be a string"},
	{"a record of an unknown kind",
	    HEADER "{\"record\":\"galaxy\",\"name\":\"g\",\"x\":[1]}\n" END, false,
	    false, 1, ""},
	{"no record member", HEADER "{\"a\":1}\n" END, false, false, -1,
	    "no \"record\""},
	{"a plan", PLAN END, true, false, 1, ""},
	{"an op without id",
	    PLAN "{\"record\":\"op\",\"op\":\"ADD_TABLE\",\"table\":\"t\"}\n" END,
	    true, false, -1, "without \"id\""},
	{"an op of an unknown kind",
	    PLAN "{\"record\":\"op\",\"id\":\"1\",\"op\":\"WARP_DRIVE\"}\n" END,
	    true, false, 1, ""},
	{"two ops of one id",
	    PLAN "{\"record\":\"op\",\"id\":\"1\",\"op\":\"X\"}\n"
	         "{\"record\":\"op\",\"id\":\"1\",\"op\":\"Y\"}\n" END,
	    true, false, -1, "two ops of the id"},
	{"a change after an op",
	    PLAN "{\"record\":\"op\",\"id\":\"1\",\"op\":\"X\"}\n"
	         "{\"record\":\"change\",\"kind\":\"x\",\"old\":"
	         "{\"record\":\"x\",\"name\":\"y\"}}\n" END,
	    true, false, -1, "a change after an op"},
};

static void
test_prefixes(void)
{
	static const char whole[] = HEADER TABLE END;
	char message[512], *text;
	size_t len, i;
	int bad = 0;

	/* The end record may lack its newline, and is then whole. */
	for (len = 0; len < sizeof whole - 2; len++) {
		text = malloc(len + 1);
		for (i = 0; i < len; i++)
			text[i] = whole[i];
		text[len] = '\0';
		if (read_all(text, false, false, message) != -1)
			bad++;
		free(text);
	}
	ok(bad == 0, "every prefix that ends inside the segment is refused");
}

static void
test_round_trip(void)
{
	static const char text[] =
	    "{\"record\":\"snapshot\",\"format\":1,\"dialect\":\"sqlite\","
	    "\"server\":\"3.40.1\",\"label\":\"l\",\"source\":\"s\","
	    "\"scope\":{\"exclude\":[\"x*\"]},\"new\":[1]}\n"
	    "{\"record\":\"galaxy\",\"name\":\"g\",\"x\":[1,2.5]}\n"
	    "{\"record\":\"table\",\"name\":\"t\",\"columns\":[{\"name\":\"a\","
	    "\"type\":\"int\",\"nullable\":false,\"default\":\"1\",\"odd\":{}}],"
	    "\"primary_key\":{\"columns\":[\"a\"],\"rowid_alias\":true},"
	    "\"foreign_keys\":[{\"columns\":[\"a\"],\"references\":"
	    "{\"table\":\"u\",\"columns\":[\"b\"]},\"on_delete\":\"CASCADE\"}],"
	    "\"indexes\":[{\"name\":\"i\",\"unique\":true,\"keys\":[{\"column\":"
	    "\"a\",\"desc\":true}]}],\"options\":{\"strict\":true},\"stats\":"
	    "{\"rows\":0}}\n"
	    "{\"record\":\"unreadable\",\"kind\":\"view\",\"name\":\"v\","
	    "\"why\":\"w\",\"sql\":\"CREATE\"}\n"
	    "{\"record\":\"end\"}\n";
	struct sm_reader *r = sm_reader_memory("in", text, strlen(text));
	struct sm_arena *a = sm_arena_new();
	struct sm_error e = SM_ERROR_INIT;
	struct sm_buf b = SM_BUF_INIT;
	struct sm_snapshot *s;

	if (ok(sm_snapshot_read(r, a, false, &s, &e), "all kinds are read")) {
		sm_snapshot_write(&b, s, NULL, NULL);
		is(sm_buf_str(&b), text, "and written as they were");
		ok(sm_snapshot_find(s, a, "table", NULL, "T") != NULL,
		    "names are found as the dialect folds them");
	}
	sm_buf_free(&b);
	sm_error_free(&e);
	sm_arena_free(a);
	sm_reader_close(r);
}

int
main(void)
{
	char message[512];
	size_t i;
	int n;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		n = read_all(cases[i].text, cases[i].plans, cases[i].partial,
		    message);
		if (!ok(n == cases[i].want &&
		            strstr(message, cases[i].message) != NULL,
		        "%s", cases[i].name))
			printf("# got %d, %s\n", n, message);
	}
	test_prefixes();
	test_round_trip();
	return tap_end();
}
