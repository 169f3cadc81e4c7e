/*
 * Operands, the order of migrations, down sections, texts without an end.
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "sources/ddl.h"
#include "sources/input.h"
#include "text/operand.h"
#include "tap.h"

static struct sm_arena *arena;

static void
test_version_order(void)
{
	static const struct {
		const char *less, *more;
	} pairs[] = {
		{"2.sql", "10.sql"}, {"2_b.sql", "10_a.sql"},
		{"002_x.sql", "3_x.sql"}, {"V2__b.sql", "V10__a.sql"},
		{"V1__a.sql", "V1.1__b.sql"}, {"V1.9__a.sql", "V1.10__a.sql"},
		{"V1_2__a.sql", "V1_10__a.sql"}, {"V9__z.sql", "R__views.sql"},
		{"1_a2.sql", "1_a10.sql"}, {"1_a.sql", "1_b.sql"},
		{"20240131120000_x.sql", "20240201000000_a.sql"},
		{"99999999999999999999_x.sql", "100000000000000000000_x.sql"},
		{"2024-01-31-120000_x/up.sql", "2024-02-01-110000_a/up.sql"},
		{"0001_x.sql", "schema.sql"},
		{"schema_v2.sql", "schema_v10.sql"},
		{"2_3rd.sql", "2_4th.sql"}, {"1_z.sql", "2_3rd.sql"},
		{"A.sql", "a.sql"}, {"1.sql", "01.sql"}, {"v1.sql", "v2.sql"},
	};
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		int there = sm_version_order(pairs[i].less, pairs[i].more);
		int back = sm_version_order(pairs[i].more, pairs[i].less);

		/* 1 and 01 are one version: any order, but always that. */
		ok((there < 0 && back > 0) ||
		    (strcmp(pairs[i].less, "1.sql") == 0 && there * back < 0),
		    "%s before %s", pairs[i].less, pairs[i].more);
	}
	ok(sm_version_order("1_a.sql", "1_a.sql") == 0, "itself");
}

static void
test_down_files(void)
{
	static const char *const down[] = {"1_x.down.sql", "1_x_down.sql",
	    "down.sql", "2024_x/down.sql", "U2__x.sql", "1-down.SQL",
	    "U1.2__x.sql"};
	static const char *const up[] = {"1_x.up.sql", "1_markdown.sql",
	    "slowdown.sql", "up.sql", "U__x.sql", "UPDATE.sql", "down/1.sql",
	    "V2__x.sql", "sundown.sql"};
	size_t i;

	for (i = 0; i < sizeof down / sizeof down[0]; i++)
		ok(sm_is_down_file(down[i]), "undoes: %s", down[i]);
	for (i = 0; i < sizeof up / sizeof up[0]; i++)
		ok(!sm_is_down_file(up[i]), "does: %s", up[i]);
}

static char *
without_blanks(const char *text)
{
	char *copy = sm_strdup(arena, text), *to = copy;

	for (; *text != '\0'; text++)
		if (*text != ' ')
			*to++ = *text;
	*to = '\0';
	return copy;
}

/* What is cut is blank: its newlines stay, so that lines keep their numbers. */
static void
test_down_sections(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"-- +goose Up\na;\n-- +goose Down\nb;\n",
		    "-- +goose Up\na;\n\n\n"},
		{"a;\n-- migrate:down transaction:false\nb;", "a;\n\n"},
		{"--+micrate Down\nb;\n-- +micrate Up\na;",
		    "\n\n-- +micrate Up\na;"},
		{"a;\n--//@UNDO\nb;\n", "a;\n\n\n"},
		{"a;\n---- create above / drop below ----\nb;", "a;\n\n"},
		{"-- Up\na;\n-- Down\nb;", "-- Up\na;\n\n"},
		{"a;\n-- Down\nb;", "a;\n-- Down\nb;"},
		{"-- Up\na;\n-- down here it is dark\nb;",
		    "-- Up\na;\n-- down here it is dark\nb;"},
		{"'\n-- +goose Down\n' b;", "'\n-- +goose Down\n' b;"},
		{"-- +goose Down", ""},
		{"-- +goose Downhill\na;", "-- +goose Downhill\na;"},
	};
	size_t i, n;
	char *text;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		n = strlen(cases[i].text);
		text = sm_memdup(arena, cases[i].text, n);
		sm_ddl_cut_down(sm_dialect_get(SM_SQLITE), text, n);
		ok(strlen(text) == n, "its length stays");
		is_str(without_blanks(text), without_blanks(cases[i].want),
		    "cut: %s",
		    sm_printable_str(arena, cases[i].text));
	}
}

static void
test_public(void)
{
	static const struct {
		const char *operand, *want;
	} cases[] = {
		{"app.db", "app.db"}, {"a:b@c.db", "a:b@c.db"},
		{"/dev/fd/63", "-"}, {"-", "-"},
		{"postgres://u:pw@h:5432/d", "postgres://u@h:5432/d"},
		{"postgres://u@h/d", "postgres://u@h/d"},
		{"postgres://u:p@w@h/d", "postgres://u@h/d"},
		{"postgres://u:p/w@h/d", "postgres://u@h/d"},
		{"postgres://u:p?w@h/d", "postgres://u@h/d"},
		{"postgres://u:12/w@h/d", "postgres://u@h/d"},
		{"postgres://:pw@h/d", "postgres://@h/d"},
		{"postgres://h:5432/d?user=a@b",
		    "postgres://h:5432/d?user=a@b"},
		{"postgres://h/d?password=x", "postgres://h/d"},
		{"postgres://h/d?a=b&password=x&c=d", "postgres://h/d?a=b&c=d"},
		{"postgres://h/d?PassWord=x&c=d", "postgres://h/d?c=d"},
		{"mysql://u:pw@h/d?ssl=1", "mysql://u@h/d?ssl=1"},
		{"host=h password=x dbname=d", "host=h dbname=d"},
		{"password = 'a b\\' c' dbname = d", "dbname = d"},
		{"dbname=d password='open", "dbname=d"},
		{"host=h %password=x", "host=h"},
		{"file:x.db?key=secret&mode=ro", "file:x.db?mode=ro"},
		{"other://u:pw@h", "other://u@h"},
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(sm_operand_public(arena, cases[i].operand),
		    cases[i].want, "shown: %s", cases[i].operand);
}

static void
test_check(void)
{
	static const struct {
		const char *text;
		bool whole;
		long line;
	} cases[] = {
		{"CREATE TABLE a(b);", true, 0},
		{"CREATE TABLE a(b); -- end", true, 0},
		{"-- only\n/* comments */", true, 0},
		{"CREATE TABLE a(b);;\n;", true, 0},
		{"SELECT '.';\n.5;", true, 0},
		{"CREATE TABLE a(b);\n\nCREATE TABLE b(c)", false, 3},
		{"CREATE TABLE a(b);\nSELECT 'x;", false, 2},
		{"SELECT 1; /* x", false, 1},
		{"SELECT 1;\n.mode csv\n", false, 2},
		{"SELECT 1;\n-- sm:end\n-- more\n", true, 0},
		{"SELECT 1;\n-- sm:end\nSELECT 2;", false, 3},
		{"SELECT '\n-- sm:end\n'; SELECT 2;", true, 0},
		{"-- sm-models x\nSELECT 1;\n-- sm:end\r\n", true, 0},
		{"-- sm-models x\nSELECT 1;\n", false, 3},
		{"PRAGMA foreign_keys=OFF;\nBEGIN;\nSELECT 1;\nROLLBACK;\n",
		    false, 4},
	};
	struct sm_ddl_file file = {.name = "f"};
	struct sm_error e;
	size_t i;
	bool whole;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		e = (struct sm_error)SM_ERROR_INIT;
		file.text = cases[i].text;
		file.len = strlen(file.text);
		whole = sm_ddl_check(sm_dialect_get(SM_SQLITE), &file, &e);
		ok(whole == cases[i].whole && e.line == cases[i].line,
		    "%s: %s (line %ld)", whole ? "whole" : "refused",
		    sm_printable_str(arena, cases[i].text), e.line);
		sm_error_free(&e);
	}
}

int
main(void)
{
	arena = sm_arena_new();
	test_version_order();
	test_down_files();
	test_down_sections();
	test_public();
	test_check();
	ok(sm_input_named_sqlite("x.db") &&
	    sm_input_named_sqlite("x.SQLITE3") &&
	    !sm_input_named_sqlite("db") && !sm_input_named_sqlite(".db") &&
	    !sm_input_named_sqlite("x.dbx"), "names of databases");
	sm_arena_free(arena);
	return tap_end();
}
