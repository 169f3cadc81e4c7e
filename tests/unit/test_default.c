#include "text/default.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "tap.h"
#include "text/sqltext.h"

static const struct {
	enum sm_dialect_id dialect;
	const char *text;
	enum sm_default_class want;
} classes[] = {
	{SM_SQLITE, NULL, SM_DEFAULT_NONE},
	{SM_SQLITE, " ", SM_DEFAULT_NONE},
	{SM_SQLITE, "NULL", SM_DEFAULT_NONE},
	{SM_SQLITE, "(null)", SM_DEFAULT_NONE},
	{SM_SQLITE, "\"null\"", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "1", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "-1", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "+ 1.5", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "(1)", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "'x'", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "x'00'", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "foo", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "\"current_date\"", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "true", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "FALSE", SM_DEFAULT_CONSTANT},
	{SM_SQLITE, "CURRENT_TIMESTAMP", SM_DEFAULT_EXPRESSION},
	{SM_SQLITE, "current_date", SM_DEFAULT_EXPRESSION},
	{SM_SQLITE, "1+2", SM_DEFAULT_EXPRESSION},
	{SM_SQLITE, "datetime('now')", SM_DEFAULT_EXPRESSION},
	{SM_SQLITE, "(random())", SM_DEFAULT_EXPRESSION},

	{SM_POSTGRESQL, NULL, SM_DEFAULT_NONE},
	{SM_POSTGRESQL, "NULL", SM_DEFAULT_NONE},
	{SM_POSTGRESQL, "NULL::character varying", SM_DEFAULT_NONE},
	{SM_POSTGRESQL, "(NULL::text)::public.d", SM_DEFAULT_NONE},
	{SM_POSTGRESQL, "5", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'-1'::integer", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "''::character varying", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'x'::character varying(20)", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'1.5'::numeric(10,2)", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'{}'::jsonb", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'{}'::text[]", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "ARRAY[]::integer[]", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "ARRAY['a'::text, 'b'::text]", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "(1 + 2)", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "true", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'now'::timestamp without time zone",
	    SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'2020-01-01'::timestamp(3) with time zone",
	    SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "concat('a', 'b')", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "lower('A'::text)", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "md5('x'::text)", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "COALESCE(1, 2)", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'b'::public.mood", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'b'::public.\"Mood (2)\"", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "'now()'::text", SM_DEFAULT_CONSTANT},
	{SM_POSTGRESQL, "now()", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "NOW()", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "pg_catalog.now()", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "CURRENT_TIMESTAMP", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "CURRENT_TIMESTAMP(3)", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "CURRENT_DATE", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "LOCALTIMESTAMP", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "statement_timestamp()", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "(now() + '1 day'::interval)", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "(now() AT TIME ZONE 'utc'::text)", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "timezone('utc'::text, now())", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "CURRENT_USER", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "txid_current()", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "(now())::date", SM_DEFAULT_STABLE},
	{SM_POSTGRESQL, "random()", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "gen_random_uuid()", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "public.gen_random_uuid()", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "extensions.uuid_generate_v4()", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "clock_timestamp()", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "nextval('public.t_c_seq'::regclass)",
	    SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "md5((random())::text)", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "(f() + random())", SM_DEFAULT_VOLATILE},
	{SM_POSTGRESQL, "public.f()", SM_DEFAULT_UNKNOWN},
	{SM_POSTGRESQL, "\"F\"()", SM_DEFAULT_UNKNOWN},
	{SM_POSTGRESQL, "app.now()", SM_DEFAULT_UNKNOWN},
	{SM_POSTGRESQL, "public.lower('A')", SM_DEFAULT_UNKNOWN},
	{SM_POSTGRESQL, "(now() + f())", SM_DEFAULT_UNKNOWN},
	{SM_POSTGRESQL, "('a'::text OPERATOR(public.+) 'b'::text)",
	    SM_DEFAULT_UNKNOWN},

	{SM_MYSQL, NULL, SM_DEFAULT_NONE},
	{SM_MARIADB, "NULL", SM_DEFAULT_NONE},
	{SM_MARIADB, "5", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "'it''s'", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "'NULL'", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "b'101'", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "-1.5", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "current_timestamp()", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "current_timestamp(6)", SM_DEFAULT_CONSTANT},
	{SM_MARIADB, "now()", SM_DEFAULT_CONSTANT},
	{SM_MYSQL, "CURRENT_TIMESTAMP", SM_DEFAULT_CONSTANT},
	{SM_MYSQL, "_utf8mb4'x'", SM_DEFAULT_CONSTANT},
	{SM_MYSQL, "(1 + 2)", SM_DEFAULT_EXPRESSION},
	{SM_MYSQL, "uuid()", SM_DEFAULT_EXPRESSION},
	{SM_MYSQL, "current_timestamp() + interval 1 day",
	    SM_DEFAULT_EXPRESSION},
	{SM_MYSQL, "(`order`)", SM_DEFAULT_EXPRESSION},
	{SM_MARIADB, "concat('a','b')", SM_DEFAULT_EXPRESSION},
};

static void
test_classes(void)
{
	size_t i;

	for (i = 0; i < sizeof classes / sizeof *classes; i++)
		is_int(sm_default_class(sm_dialect_get(classes[i].dialect),
			   classes[i].text),
		    classes[i].want, "%s: class of %s",
		    sm_dialect_get(classes[i].dialect)->name,
		    classes[i].text == NULL ? "no default" : classes[i].text);
}

static const struct {
	enum sm_dialect_id dialect;
	bool same;
	const char *a, *b;
} pairs[] = {
	{SM_SQLITE, true, "1", "(1)"},
	{SM_SQLITE, true, "1", "((1))"},
	{SM_SQLITE, true, "-1", "- 1"},
	{SM_SQLITE, true, "-1", "(-1)"},
	{SM_SQLITE, true, "+1", "1"},
	{SM_SQLITE, false, "-1", "1"},
	{SM_SQLITE, true, "1+2", "(1 + 2)"},
	{SM_SQLITE, false, "1", "1.0"},
	{SM_SQLITE, false, "1", "'1'"},
	{SM_SQLITE, false, "1", "true"},
	{SM_SQLITE, true, "TRUE", "true"},
	{SM_SQLITE, true, "NULL", "null"},
	{SM_SQLITE, true, "CURRENT_TIMESTAMP", "current_timestamp"},
	{SM_SQLITE, true, "foo", "'foo'"},
	{SM_SQLITE, true, "\"foo\"", "'foo'"},
	{SM_SQLITE, true, "[foo]", "`foo`"},
	{SM_SQLITE, true, "\"it's\"", "'it''s'"},
	{SM_SQLITE, true, "\"a\"\"b\"", "'a\"b'"},
	{SM_SQLITE, true, "key", "'key'"},
	{SM_SQLITE, false, "Foo", "'foo'"},
	{SM_SQLITE, true, "\"true\"", "'true'"},
	{SM_SQLITE, false, "\"true\"", "true"},
	{SM_SQLITE, false, "\"null\"", "null"},
	{SM_SQLITE, false, "'current_date'", "current_date"},
	{SM_SQLITE, false, "foo()", "'foo'"},
	{SM_POSTGRESQL, false, "foo", "'foo'"},
	{SM_POSTGRESQL, true, "(1 + 2)", "1 + 2"},
	{SM_POSTGRESQL, false, "now()", "CURRENT_TIMESTAMP"},
	{SM_POSTGRESQL, false, "'x'::text", "'x'::character varying"},
	{SM_POSTGRESQL, true, "'x'::TEXT", "'x'::text"},
	{SM_MYSQL, true, "CURRENT_TIMESTAMP", "current_timestamp()"},
	{SM_MYSQL, true, "now()", "LOCALTIME"},
	{SM_MYSQL, true, "now(0)", "localtimestamp()"},
	{SM_MYSQL, true, "now(6)", "current_timestamp(6)"},
	{SM_MYSQL, false, "now(6)", "now()"},
	{SM_MYSQL, false, "now() + 1", "now()"},
	{SM_MYSQL, false, "now", "now()"},
	{SM_MYSQL, true, "'a'", "\"a\""},
	{SM_MYSQL, false, "'5'", "5"},
};

static void
test_pairs(struct sm_arena *a)
{
	const struct sm_dialect *d;
	const char *x, *y;
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		d = sm_dialect_get(pairs[i].dialect);
		x = sm_default_normal(a, d, pairs[i].a, NULL);
		y = sm_default_normal(a, d, pairs[i].b, NULL);
		if (!ok((strcmp(x, y) == 0) == pairs[i].same,
			"%s: default %s %s %s", d->name, pairs[i].a,
			pairs[i].same ? "is" : "is not", pairs[i].b))
			printf("# %s\n# %s\n", x, y);
	}
	is(sm_default_normal(a, sm_dialect_get(SM_SQLITE), NULL, NULL), NULL,
	    "NULL stays NULL");
	is(sm_default_normal(a, sm_dialect_get(SM_SQLITE), "", NULL), "",
	    "nothing stays nothing");
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();

	test_classes();
	test_pairs(a);
	sm_arena_free(a);
	return tap_end();
}
