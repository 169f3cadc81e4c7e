#include "text/type.h"

#include <string.h>

#include "base/arena.h"
#include "tap.h"

static const struct {
	enum sm_dialect_id dialect;
	const char *text, *want; /* base/family(args), u: unsigned */
} parses[] = {
	{SM_SQLITE, "", "/0"},
	{SM_SQLITE, NULL, "/0"},
	{SM_SQLITE, "INTEGER", "int/1"},
	{SM_SQLITE, "INT", "int/1"},
	{SM_SQLITE, "BIGINT", "bigint/1"},
	{SM_SQLITE, "INT8", "bigint/1"},
	{SM_SQLITE, "UNSIGNED BIG INT", "bigint/1u"},
	{SM_SQLITE, "INTEGER UNSIGNED", "int/1u"},
	{SM_SQLITE, "VARCHAR(255)", "varchar/2(255)"},
	{SM_SQLITE, "varchar (255)", "varchar/2(255)"},
	{SM_SQLITE, "CHARACTER VARYING(20)", "varchar/2(20)"},
	{SM_SQLITE, "VARYING CHARACTER(20)", "varchar/2(20)"},
	{SM_SQLITE, "NVARCHAR(20)", "varchar/2(20)"},
	{SM_SQLITE, "CHAR(3)", "char/2(3)"},
	{SM_SQLITE, "TEXT", "text/2"},
	{SM_SQLITE, "CLOB", "text/2"},
	{SM_SQLITE, "DECIMAL(10, 2)", "decimal/3(10,2)"},
	{SM_SQLITE, "NUMERIC", "decimal/3"},
	{SM_SQLITE, "NUMERIC(5,-2)", "decimal/3(5,-2)"},
	{SM_SQLITE, "BOOLEAN", "boolean/0"},
	{SM_SQLITE, "bool", "boolean/0"},
	{SM_SQLITE, "DATETIME", "timestamp/4"},
	{SM_SQLITE, "TIMESTAMP", "timestamp/4"},
	{SM_SQLITE, "DATE", "date/4"},
	{SM_SQLITE, "BLOB", "blob/0"},
	{SM_SQLITE, "REAL", "double/3"},
	{SM_SQLITE, "FLOAT", "float/3"},
	{SM_SQLITE, "DOUBLE  PRECISION", "double/3"},
	{SM_SQLITE, "JSON", "json/5"},
	{SM_SQLITE, "UUID", "uuid/0"},
	{SM_SQLITE, "\"My Type\"", "my type/0"},
	{SM_SQLITE, "x(1,2,3)", "x/0"},
	{SM_SQLITE, "varchar(99999999999999999999)", "varchar/2(999999999)"},
	{SM_SQLITE, "varchar(", "varchar/2"},
	{SM_SQLITE, "varchar(20", "varchar/2"},
	{SM_SQLITE, "varchar(max)", "varchar/2"},
	{SM_SQLITE, "(5)", "/0(5)"},

	{SM_POSTGRESQL, "integer", "int/1"},
	{SM_POSTGRESQL, "smallint", "smallint/1"},
	{SM_POSTGRESQL, "character varying(255)", "varchar/2(255)"},
	{SM_POSTGRESQL, "character varying", "varchar/2"},
	{SM_POSTGRESQL, "character(1)", "char/2(1)"},
	{SM_POSTGRESQL, "char", "char/2(1)"},
	{SM_POSTGRESQL, "bpchar", "char/2"},
	{SM_POSTGRESQL, "\"char\"", "\"char\"/0"},
	{SM_POSTGRESQL, "numeric(10,2)", "decimal/3(10,2)"},
	{SM_POSTGRESQL, "numeric(10)", "decimal/3(10,0)"},
	{SM_POSTGRESQL, "numeric", "decimal/3"},
	{SM_POSTGRESQL, "numeric(3,-1)", "decimal/3(3,-1)"},
	{SM_POSTGRESQL, "double precision", "double/3"},
	{SM_POSTGRESQL, "real", "float/3"},
	{SM_POSTGRESQL, "float", "double/3"},
	{SM_POSTGRESQL, "float(10)", "float/3"},
	{SM_POSTGRESQL, "float(53)", "double/3"},
	{SM_POSTGRESQL, "timestamp without time zone", "timestamp/4"},
	{SM_POSTGRESQL, "timestamp(3) with time zone", "timestamptz/4(3)"},
	{SM_POSTGRESQL, "timestamptz", "timestamptz/4"},
	{SM_POSTGRESQL, "time with time zone", "timetz/0"},
	{SM_POSTGRESQL, "interval day to second(3)", "interval/0(3)"},
	{SM_POSTGRESQL, "integer[]", "int[]/0"},
	{SM_POSTGRESQL, "character varying(20)[]", "varchar[]/0(20)"},
	{SM_POSTGRESQL, "int[3][4]", "int[]/0"},
	{SM_POSTGRESQL, "jsonb", "jsonb/5"},
	{SM_POSTGRESQL, "public.hstore", "hstore/5"},
	{SM_POSTGRESQL, "public.citext", "citext/2"},
	{SM_POSTGRESQL, "citext", "citext/2"},
	{SM_POSTGRESQL, "public.text", "public.text/0"},
	{SM_POSTGRESQL, "pg_catalog.int4", "int/1"},
	{SM_POSTGRESQL, "public.mood", "public.mood/0"},
	{SM_POSTGRESQL, "public.\"Mood\"", "public.\"Mood\"/0"},
	{SM_POSTGRESQL, "public.vector(384)", "public.vector/0(384)"},
	{SM_POSTGRESQL, "bit varying(5)", "varbit/0(5)"},
	{SM_POSTGRESQL, "bytea", "bytea/0"},

	{SM_MARIADB, "int(11)", "int/1"},
	{SM_MARIADB, "int(10) unsigned", "int/1u"},
	{SM_MARIADB, "int(6) unsigned zerofill", "int/1(6)u"},
	{SM_MARIADB, "bigint(20)", "bigint/1"},
	{SM_MARIADB, "tinyint(1)", "tinyint/0(1)"},
	{SM_MARIADB, "boolean", "tinyint/0(1)"},
	{SM_MARIADB, "tinyint(4)", "tinyint/0"},
	{SM_MARIADB, "tinyint(1) unsigned", "tinyint/0u"},
	{SM_MARIADB, "year(4)", "year/0"},
	{SM_MARIADB, "varchar(20)", "varchar/2(20)"},
	{SM_MARIADB, "varchar(20) character set utf8mb4 collate utf8mb4_bin",
	    "varchar/2(20)"},
	{SM_MARIADB, "decimal(10,2)", "decimal/3(10,2)"},
	{SM_MARIADB, "decimal", "decimal/3(10,0)"},
	{SM_MARIADB, "float", "float/3"},
	{SM_MARIADB, "float(7,4)", "float/3(7,4)"},
	{SM_MARIADB, "float(53)", "double/3"},
	{SM_MARIADB, "double", "double/3"},
	{SM_MARIADB, "enum('a','b')", "enum/2"},
	{SM_MARIADB, "set('a','b')", "set/0"},
	{SM_MARIADB, "datetime(6)", "datetime/4(6)"},
	{SM_MARIADB, "datetime(0)", "datetime/4"},
	{SM_MARIADB, "timestamp", "timestamp/4"},
	{SM_MARIADB, "longtext", "longtext/2"},
	{SM_MARIADB, "binary", "binary/0(1)"},
	{SM_MYSQL, "json", "json/5"},
};

static void
test_parse(struct sm_arena *a)
{
	struct sm_type t;
	const char *s;
	size_t i;

	for (i = 0; i < sizeof parses / sizeof *parses; i++) {
		t = sm_type_parse(a, sm_dialect_get(parses[i].dialect),
		    parses[i].text);
		s = t.args == 0 ? "" :
		    t.args == 1 ? sm_sprintf(a, "(%ld)", t.arg[0]) :
		    sm_sprintf(a, "(%ld,%ld)", t.arg[0], t.arg[1]);
		s = sm_sprintf(a, "%s/%d%s%s", t.base, (int)t.family, s,
		    t.is_unsigned ? "u" : "");
		is_str(s, parses[i].want, "%s: %s",
		    sm_dialect_get(parses[i].dialect)->name,
		    parses[i].text == NULL ? "no type" : parses[i].text);
	}
}

static const struct {
	enum sm_dialect_id dialect;
	bool same;
	const char *a, *b;
} pairs[] = {
	{SM_SQLITE, true, "VARCHAR (20)", "varchar(20)"},
	{SM_SQLITE, true, "DOUBLE  PRECISION", "double precision"},
	{SM_SQLITE, true, "DECIMAL(10,2)", "decimal( 10 , 2 )"},
	{SM_SQLITE, true, NULL, ""},
	{SM_SQLITE, true, "", " "},
	{SM_SQLITE, false, "", "BLOB"},
	{SM_SQLITE, false, "INT", "INTEGER"},
	{SM_SQLITE, false, "VARCHAR(20)", "VARCHAR(21)"},
	{SM_SQLITE, false, "DOUBLE PRECISION", "DOUBLEPRECISION"},
	{SM_SQLITE, false, "DATETIME", "TIMESTAMP"},

	{SM_POSTGRESQL, true, "int4", "integer"},
	{SM_POSTGRESQL, true, "INT", "integer"},
	{SM_POSTGRESQL, true, "varchar(5)", "character varying(5)"},
	{SM_POSTGRESQL, true, "decimal(8)", "numeric(8,0)"},
	{SM_POSTGRESQL, true, "float8", "double precision"},
	{SM_POSTGRESQL, true, "float(24)", "real"},
	{SM_POSTGRESQL, true, "bool", "boolean"},
	{SM_POSTGRESQL, true, "timestamptz", "timestamp with time zone"},
	{SM_POSTGRESQL, true, "timestamptz(3)", "timestamp(3) with time zone"},
	{SM_POSTGRESQL, true, "timestamp", "timestamp without time zone"},
	{SM_POSTGRESQL, true, "char", "character(1)"},
	{SM_POSTGRESQL, true, "int[3]", "integer[]"},
	{SM_POSTGRESQL, true, "int[][]", "integer[]"},
	{SM_POSTGRESQL, true, "varbit(3)", "bit varying(3)"},
	{SM_POSTGRESQL, true, "bit", "bit(1)"},
	{SM_POSTGRESQL, true, "public.\"mood\"", "public.mood"},
	{SM_POSTGRESQL, true, "pg_catalog.int4", "integer"},
	{SM_POSTGRESQL, false, "bpchar", "character(1)"},
	{SM_POSTGRESQL, false, "\"char\"", "char"},
	{SM_POSTGRESQL, false, "numeric", "numeric(10,0)"},
	{SM_POSTGRESQL, false, "timestamp", "timestamptz"},
	{SM_POSTGRESQL, false, "timestamp", "timestamp(6)"},
	{SM_POSTGRESQL, false, "public.mood", "public.\"Mood\""},
	{SM_POSTGRESQL, false, "public.mood", "app.mood"},
	{SM_POSTGRESQL, false, "public.citext", "app.citext"},
	{SM_POSTGRESQL, false, "integer", "integer[]"},
	{SM_POSTGRESQL, false, "interval day to second", "interval"},
	{SM_POSTGRESQL, true, "INTERVAL DAY TO SECOND (3)",
	    "interval day to second(3)"},
	{SM_POSTGRESQL, false, "public.vector(3)", "public.vector(4)"},
	{SM_POSTGRESQL, false, "text", "character varying"},

	{SM_MARIADB, true, "int(11)", "int"},
	{SM_MARIADB, true, "integer", "int(11)"},
	{SM_MARIADB, true, "int(10) unsigned", "INT UNSIGNED"},
	{SM_MARIADB, true, "bool", "tinyint(1)"},
	{SM_MARIADB, true, "dec", "decimal(10,0)"},
	{SM_MARIADB, true, "numeric(5)", "decimal(5,0)"},
	{SM_MARIADB, true, "real", "double"},
	{SM_MARIADB, true, "double precision", "double"},
	{SM_MARIADB, true, "float(24)", "float"},
	{SM_MARIADB, true, "float(25)", "double"},
	{SM_MARIADB, true, "char", "char(1)"},
	{SM_MARIADB, true, "char byte", "binary(1)"},
	{SM_MARIADB, true, "bit", "bit(1)"},
	{SM_MARIADB, true, "long varchar", "mediumtext"},
	{SM_MARIADB, true, "datetime(0)", "datetime"},
	{SM_MARIADB, true, "year(4)", "year"},
	{SM_MARIADB, true, "int zerofill", "int unsigned zerofill"},
	{SM_MARIADB, true, "enum('a', 'b')", "ENUM('a','b')"},
	{SM_MARIADB, true, "geometrycollection", "geomcollection"},
	{SM_MARIADB, false, "enum('a','b')", "enum('a','B')"},
	{SM_MARIADB, false, "enum('a','b')", "enum('b','a')"},
	{SM_MARIADB, false, "tinyint(1)", "tinyint(4)"},
	{SM_MARIADB, false, "int(6) zerofill", "int(5) zerofill"},
	{SM_MARIADB, false, "int", "int unsigned"},
	{SM_MARIADB, false, "datetime", "timestamp"},
	{SM_MARIADB, false, "datetime(3)", "datetime"},
	{SM_MARIADB, false, "double(10,2)", "double"},
	{SM_MARIADB, false, "text", "longtext"},
	{SM_MARIADB, false, "longtext", "json"},
};

static void
test_same(void)
{
	const struct sm_dialect *d;
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		d = sm_dialect_get(pairs[i].dialect);
		ok(sm_type_same(d, pairs[i].a, pairs[i].b) == pairs[i].same &&
			sm_type_same(d, pairs[i].b, pairs[i].a) ==
			    pairs[i].same,
		    "%s: %s %s %s", d->name,
		    pairs[i].a == NULL ? "no type" : pairs[i].a,
		    pairs[i].same ? "is" : "is not", pairs[i].b);
	}
}

/* Checked against typeof() of SQLite 3.40.1: see datatype3.html, 3.1.1. */
static const struct {
	const char *type, *want;
} affinities[] = {
	{NULL, "BLOB"},
	{"", "BLOB"},
	{"INT", "INTEGER"},
	{"UNSIGNED BIG INT", "INTEGER"},
	{"int8", "INTEGER"},
	{"CHARINT", "INTEGER"},
	{"FLOATING POINT", "INTEGER"},
	{"CHARACTER(20)", "TEXT"},
	{"NVARCHAR(100)", "TEXT"},
	{"CLOB", "TEXT"},
	{"BLOBTEXT", "TEXT"},
	{"BLOB", "BLOB"},
	{"REALBLOB", "BLOB"},
	{"REAL", "REAL"},
	{"DOUBLE PRECISION", "REAL"},
	{"FLOAT", "REAL"},
	{"NUMERIC", "NUMERIC"},
	{"DECIMAL(10,5)", "NUMERIC"},
	{"BOOLEAN", "NUMERIC"},
	{"DATETIME", "NUMERIC"},
	{"STRING", "NUMERIC"},
	{"JSON", "NUMERIC"},
};

static void
test_affinity(void)
{
	size_t i;

	for (i = 0; i < sizeof affinities / sizeof *affinities; i++)
		is_str(sm_affinity_name(sm_affinity(affinities[i].type)),
		    affinities[i].want, "affinity of %s",
		    affinities[i].type == NULL ? "no type"
					       : affinities[i].type);
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();

	test_parse(a);
	test_same();
	test_affinity();
	sm_arena_free(a);
	return tap_end();
}
