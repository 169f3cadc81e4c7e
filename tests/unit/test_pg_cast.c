#include "text/pg_cast.h"

#include "tap.h"

#define V15 15000000L

/* What pg_cast and the I/O conversions of PostgreSQL 15 say. */
static const struct {
	const char *from, *to;
	enum sm_pg_cast want;
} casts[] = {
	{"integer", "integer", SM_PG_CAST_SAME},
	{"integer", "bigint", SM_PG_CAST_ASSIGNMENT},
	{"bigint", "integer", SM_PG_CAST_ASSIGNMENT},
	{"numeric", "integer", SM_PG_CAST_ASSIGNMENT},
	{"integer", "boolean", SM_PG_CAST_EXPLICIT},
	{"boolean", "integer", SM_PG_CAST_EXPLICIT},
	{"text", "integer", SM_PG_CAST_EXPLICIT},
	{"integer", "text", SM_PG_CAST_ASSIGNMENT},
	{"date", "integer", SM_PG_CAST_NONE},
	{"timestamp without time zone", "bigint", SM_PG_CAST_NONE},
	{"timestamp without time zone", "date", SM_PG_CAST_ASSIGNMENT},
	{"character varying", "text", SM_PG_CAST_BINARY},
	{"json", "jsonb", SM_PG_CAST_ASSIGNMENT},
};

int
main(void)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_pg_type x, y;
	size_t i;

	for (i = 0; i < sizeof casts / sizeof casts[0]; i++)
		ok(sm_pg_cast(casts[i].from, casts[i].to, V15) ==
		        casts[i].want,
		    "%s to %s", casts[i].from, casts[i].to);
	x = sm_pg_type_parse(a, "character varying(20)");
	y = sm_pg_type_parse(a, "character varying(10)");
	is(x.base, "character varying", "the base of a type");
	ok(x.args == 1 && x.arg[0] == 20 && !x.array, "and its length");
	ok(sm_pg_type_holds(&x, &y), "a longer one holds a shorter one");
	ok(!sm_pg_type_holds(&y, &x), "and not the other way round");
	x = sm_pg_type_parse(a, "numeric(12,2)");
	y = sm_pg_type_parse(a, "numeric(10,2)");
	ok(sm_pg_type_holds(&x, &y), "more digits before the point");
	y = sm_pg_type_parse(a, "numeric(10,3)");
	ok(!sm_pg_type_holds(&x, &y), "fewer digits behind it");
	x = sm_pg_type_parse(a, "integer[]");
	ok(x.array && x.args == 0, "an array");
	ok(sm_pg_type_known("integer") && !sm_pg_type_known("app.mood"),
	    "what is built in");
	sm_arena_free(a);
	return tap_end();
}
