/* base/json: splicing members into an object's text, and writing values. */
#include "base/json.h"

#include <stdlib.h>

#include "tap.h"

static const struct {
	const char *name, *text;
	struct sm_member set[3];
	const char *want;
} cases[] = {
	{"a new member comes last", "{\"a\":1}", {{"b", "2"}},
	    "{\"a\":1,\"b\":2}"},
	{"an old one is replaced in its place", "{\"a\":1,\"b\":2}",
	    {{"a", "[3]"}}, "{\"a\":[3],\"b\":2}"},
	{"one is taken out in front", "{\"a\":1,\"b\":2}", {{"a", NULL}},
	    "{\"b\":2}"},
	{"one is taken out at the end", "{\"a\":1,\"b\":2}", {{"b", NULL}},
	    "{\"a\":1}"},
	{"the only one is taken out", "{\"a\":1}", {{"a", NULL}}, "{}"},
	{"into an empty object", "{}", {{"a", "1"}}, "{\"a\":1}"},
	{"numbers keep their bytes", "{\"s\":0.725,\"n\":1e400}", {{"b", "1"}},
	    "{\"s\":0.725,\"n\":1e400,\"b\":1}"},
	{"braces and quotes in strings don't count",
	    "{\"a\":\"}\\\"],{\",\"b\":{\"a\":[1,{\"b\":2}]}}", {{"b", "0"}},
	    "{\"a\":\"}\\\"],{\",\"b\":0}"},
	{"members inside members are left alone", "{\"x\":{\"a\":1},\"a\":2}",
	    {{"a", "3"}}, "{\"x\":{\"a\":1},\"a\":3}"},
	{"blanks between members may go", "{ \"a\" : 1 , \"b\" : 2 }",
	    {{"a", "9"}, {"c", "3"}}, "{\"a\" : 9,\"b\" : 2,\"c\":3}"},
	{"taking out what isn't there", "{\"a\":true}", {{"z", NULL}},
	    "{\"a\":true}"},
};

static void
test_splice(void)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		for (n = 0; n < 3 && cases[i].set[n].key != NULL; n++)
			continue;
		sm_buf_reset(&b);
		sm_json_splice(&b, cases[i].text, strlen(cases[i].text),
		    cases[i].set, n);
		is(sm_buf_str(&b), cases[i].want, cases[i].name);
	}
	sm_buf_free(&b);
}

static void
test_scores(void)
{
	static const struct {
		double score;
		const char *want;
	} scores[] = {{0.725, "0.725"}, {1, "1.0"}, {0, "0.0"},
	    {2.0 / 3, "0.666667"}, {0.5, "0.5"}, {0.1234564, "0.123456"}};
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof scores / sizeof scores[0]; i++) {
		sm_buf_reset(&b);
		sm_json_add_score(&b, scores[i].score);
		is(sm_buf_str(&b), scores[i].want, "a score");
	}
	sm_buf_reset(&b);
	sm_json_add_string(&b, "a\"\\\n\t\r\x01\x1f\x7f\xc3\xa9/");
	is(sm_buf_str(&b),
	    "\"a\\\"\\\\\\n\\t\\r\\u0001\\u001f\x7f\xc3\xa9/\"",
	    "a string with everything that must be escaped");
	sm_buf_free(&b);
}

static void
test_parse(void)
{
	static const struct {
		const char *name, *text, *hint;
	} bad[] = {
		{"a duplicate key", "{\"a\":1,\"a\":2}", "jq -c"},
		{"half an object", "{", "jq -c"},
		{"an array", "[1]", "jq -c"},
		{"a number", "12", "NDJSON"},
		{"invalid UTF-8", "{\"a\":\"\xff\"}", "jq -c"},
		{"a byte order mark", "\xef\xbb\xbf{}", "byte order mark"},
		{"an SQLite file", "SQLite format 3", "sm-reflect"},
	};
	struct sm_error e = SM_ERROR_INIT;
	json_t *json;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		json = sm_json_parse(bad[i].text, strlen(bad[i].text), &e);
		ok(json == NULL && e.message != NULL && e.hint != NULL &&
		        strstr(e.hint, bad[i].hint) != NULL,
		    "%s is refused, with a hint", bad[i].name);
		sm_error_free(&e);
	}
}

int
main(void)
{
	test_splice();
	test_scores();
	test_parse();
	return tap_end();
}
