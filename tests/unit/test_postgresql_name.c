#include "sources/postgresql_catalog.h"

#include "tap.h"

#define LONG_COLUMN \
	"a_column_with_a_name_that_is_as_long_as_it_gets_in_postgresql_6"
#define LONG_TABLE \
	"a_table_with_a_name_that_is_as_long_as_it_gets_in_postgresql_63"
#define LATIN_COLUMN \
	"çölümn-ñàmé-çölümn-ñàmé-çölümn-ñàmé-çö"
#define LATIN_TABLE \
	"ünïcödé-tàblé-ñàmé-ünïcödé-tàblé-nam"
#define CJK_COLUMN \
	"列の名前列の名前列の名前列の名前列の名前"
#define CJK_TABLE \
	"日本語の表日本語の表日本語の表日本語の表"
#define EMOJI_COLUMN \
	"x🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀"
#define EMOJI_TABLE \
	"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"

/*
 * Names that servers made, all of them the same in PostgreSQL 12, 15 and 18:
 * CREATE TABLE and CREATE INDEX without a name, read back from the catalog.  An
 * expression's column is what the server calls it.
 */
static const struct {
	const char *table;
	const char *columns[4];
	const char *label, *name;
} made[] = {
	{"Qu'o\"te. d", {"a\"b", "c.d"}, "key", "Qu'o\"te. d_a\"b_c.d_key"},
	{"Qu'o\"te. d", {"a\"b"}, "fkey", "Qu'o\"te. d_a\"b_fkey"},
	{"Qu'o\"te. d", {"a\"b"}, "key", "Qu'o\"te. d_a\"b_key"},
	{"Qu'o\"te. d", {"c.d"}, "seq", "Qu'o\"te. d_c.d_seq"},
	{LONG_TABLE, {LONG_COLUMN}, "check",
	    "a_table_with_a_name_that_is__a_column_with_a_name_that_is_check"},
	{LONG_TABLE, {LONG_COLUMN, LONG_COLUMN}, "idx",
	    "a_table_with_a_name_that_is_a_a_column_with_a_name_that_is__idx"},
	{LONG_TABLE, {LONG_COLUMN}, "seq",
	    "a_table_with_a_name_that_is_a_a_column_with_a_name_that_is__seq"},
	{LONG_TABLE, {LONG_COLUMN}, "fkey",
	    "a_table_with_a_name_that_is_a_a_column_with_a_name_that_is_fkey"},
	{LONG_TABLE, {"b", LONG_COLUMN, "c"}, "idx",
	    "a_table_with_a_name_that_is_a_b_a_column_with_a_name_that_i_idx"},
	{LONG_TABLE, {"b"}, "key",
	    "a_table_with_a_name_that_is_as_long_as_it_gets_in_postgre_b_key"},
	{LONG_TABLE, {"b"}, "seq",
	    "a_table_with_a_name_that_is_as_long_as_it_gets_in_postgre_b_seq"},
	{LONG_TABLE, {NULL}, "check",
	    "a_table_with_a_name_that_is_as_long_as_it_gets_in_postgre_check"},
	{LONG_TABLE, {NULL}, "pkey",
	    "a_table_with_a_name_that_is_as_long_as_it_gets_in_postgres_pkey"},
	{"t", {"a", "a", "a"}, "idx", "t_a_a1_a2_idx"},
	{"t", {"a", "b"}, "idx", "t_a_b_idx"},
	{"t", {"a", "b"}, "idx", "t_a_b_idx1"},
	{"t", {"a", "expr"}, "excl", "t_a_expr_excl"},
	{"t", {"b", "c", "d"}, "key", "t_b_c_d_key"},
	{"t", {"b", "c"}, "fkey", "t_b_c_fkey"},
	{"t", {"b", "c"}, "key", "t_b_c_key"},
	{"t", {"b", "c"}, "key", "t_b_c_key1"},
	{"t", {"b"}, "key", "t_b_key"},
	{"t", {"c"}, "check", "t_c_check"},
	{"t", {"c"}, "check", "t_c_check1"},
	{"t", {"c"}, "idx", "t_c_idx"},
	{"t", {"c"}, "idx", "t_c_idx1"},
	{"t", {"c"}, "idx", "t_c_idx10"},
	{"t", {"c"}, "idx", "t_c_idx11"},
	{"t", {"c"}, "idx", "t_c_idx2"},
	{"t", {"c"}, "idx", "t_c_idx3"},
	{"t", {"c"}, "idx", "t_c_idx4"},
	{"t", {"c"}, "idx", "t_c_idx5"},
	{"t", {"c"}, "idx", "t_c_idx6"},
	{"t", {"c"}, "idx", "t_c_idx7"},
	{"t", {"c"}, "idx", "t_c_idx8"},
	{"t", {"c"}, "idx", "t_c_idx9"},
	{"t", {NULL}, "check", "t_check"},
	{"t", {"d"}, "fkey", "t_d_fkey"},
	{"t", {"e"}, "seq", "t_e_seq"},
	{"t", {"expr", "expr1", "a", "f"}, "idx", "t_expr_expr1_a_f_idx"},
	{"t", {"expr"}, "idx", "t_expr_idx"},
	{"t", {"g"}, "idx", "t_g_idx"},
	{"t", {"int4range"}, "excl", "t_int4range_excl"},
	{"t", {"lower"}, "idx", "t_lower_idx"},
	{"t", {NULL}, "pkey", "t_pkey"},
	{LATIN_TABLE, {LATIN_COLUMN}, "check",
	    "ünïcödé-tàblé-ñàmé-_çölümn-ñàmé-çölümn-_check"},
	{LATIN_TABLE, {LATIN_COLUMN}, "key",
	    "ünïcödé-tàblé-ñàmé-_çölümn-ñàmé-çölümn-_key"},
	{LATIN_TABLE, {LATIN_COLUMN}, "seq",
	    "ünïcödé-tàblé-ñàmé-_çölümn-ñàmé-çölümn-_seq"},
	{LATIN_TABLE, {"b"}, "key",
	    "ünïcödé-tàblé-ñàmé-ünïcödé-tàblé-nam_b_key"},
	{CJK_TABLE, {CJK_COLUMN}, "key", "日本語の表日本語の_列の名前列の名前列_key"},
	{CJK_TABLE, {CJK_COLUMN}, "seq", "日本語の表日本語の_列の名前列の名前列_seq"},
	{CJK_TABLE, {"k"}, "check", "日本語の表日本語の表日本語の表日本語_k_check"},
	{CJK_TABLE, {"k"}, "check", "日本語の表日本語の表日本語の表日本語_k_check1"},
	{CJK_TABLE, {"l"}, "key", "日本語の表日本語の表日本語の表日本語の_l_key"},
	{EMOJI_TABLE, {EMOJI_COLUMN}, "check", "😀😀😀😀😀😀😀_x🚀🚀🚀🚀🚀🚀_check"},
	{EMOJI_TABLE, {EMOJI_COLUMN, EMOJI_COLUMN}, "idx",
	    "😀😀😀😀😀😀😀_x🚀🚀🚀🚀🚀🚀🚀_idx"},
	{EMOJI_TABLE, {EMOJI_COLUMN}, "seq", "😀😀😀😀😀😀😀_x🚀🚀🚀🚀🚀🚀🚀_seq"},
	{EMOJI_TABLE, {"Q\"uo.te d\nn"}, "fkey",
	    "😀😀😀😀😀😀😀😀😀😀😀_Q\"uo.te d\nn_fkey"},
	{EMOJI_TABLE, {"Q\"uo.te d\nn"}, "key",
	    "😀😀😀😀😀😀😀😀😀😀😀_Q\"uo.te d\nn_key"},
	{EMOJI_TABLE, {NULL}, "pkey", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀_pkey"},
};

/* Names that somebody gave, or that were made before something was renamed. */
static const struct {
	const char *name, *table, *column, *label;
} given[] = {
	{"t_b_key", "t", "a", "key"},
	{"u_a_key", "t", "a", "key"},
	{"t_a_key", "t", "a", "idx"},
	{"t_a_key0", "t", "a", "key"},
	{"t_a_key01", "t", "a", "key"},
	{"t_a_key1234567890", "t", "a", "key"},
	{"t_a_key1x", "t", "a", "key"},
	{"t_a_KEY", "t", "a", "key"},
	{"key", "t", "a", "key"},
	{"1", "t", "a", "key"},
	{"", "t", "a", "key"},
	{"t_a_key", "t", NULL, "key"},
	{"t_key", "t", "a", "key"},
	{"ta_key", "t", "a", "key"},
	{"t_a", "t", "a", "key"},
	{"t__key", "t", "a", "key"},
	{LONG_TABLE "_pkey", LONG_TABLE, NULL, "pkey"},
	{LONG_TABLE, LONG_TABLE, NULL, "pkey"},
};

static void
test_made(void)
{
	struct sm_strings columns;
	size_t i;

	for (i = 0; i < sizeof made / sizeof *made; i++) {
		columns = (struct sm_strings){
		    (const char **)made[i].columns, 0, 0};
		while (columns.n < 4 && made[i].columns[columns.n] != NULL)
			columns.n++;
		ok(sm_pg_is_made_up(made[i].name, made[i].table, &columns,
		    made[i].label), "made up: %d, %s", (int)i, made[i].label);
	}
}

static void
test_given(void)
{
	struct sm_strings columns;
	const char *column;
	size_t i;

	for (i = 0; i < sizeof given / sizeof *given; i++) {
		column = given[i].column;
		columns = (struct sm_strings){&column, column != NULL, 1};
		ok(!sm_pg_is_made_up(given[i].name, given[i].table, &columns,
		    given[i].label), "given: %d, %s", (int)i, given[i].label);
	}
	ok(!sm_pg_is_made_up(NULL, "t", NULL, "key"), "no name");
	ok(sm_pg_is_made_up("t_pkey", "t", NULL, "pkey"), "no columns");
	column = "a";
	columns = (struct sm_strings){&column, 1, 1};
	ok(sm_pg_is_made_up("t_a", "t", &columns, NULL), "no label");
	ok(!sm_pg_is_made_up("t_a1", "t", &columns, NULL),
	    "no number without a label");
}

int
main(void)
{
	test_made();
	test_given();
	return tap_end();
}
