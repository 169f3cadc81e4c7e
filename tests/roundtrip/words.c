/*
 * The words; each list holds the plain and the nasty.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "words.h"

static const char *const stems[] = {
    "user_account", "order_items", "product", "invoice_line", "customer",
    "address_book", "session_log", "message", "category", "warehouse",
    "shipment", "payment_method"};
static const char *const column_stems[] = {
    "title", "description", "quantity", "unit_price", "created_at", "status",
    "email_address", "first_name", "position", "weight", "parent_ref",
    "comment_text", "score", "amount", "code", "kind", "payload", "enabled"};
/* Each is a trap for someone who reads or writes SQL by hand. */
static const char *const odd[] = {"select", "order", "two words", "it's",
    "dq\"dq", "back`tick", "[bracket]", "half]", "new\nline", "-- comment",
    "end */ here", "/* open", "caf\303\251", "\360\237\230\200 smile",
    "dotted.name", "%s%n", "MixedCase", "UPPER_CASE", "1st", "semi;colon",
    "null", "rowid", "tab\there", "control\033x", "CHECK (", "$dollar",
    "it''s", "x\\y", "sqlitelike", "_rowid_", "excluded", "new", "old",
    "columns", "trailing ", " leading", "comma,comma", "(", "unique", "true",
    "sm_old_x", "tmp", "values", "index", "create table x (y)", "current_date"};

static const char *
decorate(struct rt_schema *s, struct rt_random *r, const char *stem, int tries)
{
	if (rt_chance(r, 12))
		stem = RT_PICK(r, odd);
	if (tries > 0)
		return sm_sprintf(s->arena, "%s%d", stem,
		    rt_below(r, 10 + (size_t)tries * 10));
	return stem;
}

const char *
rt_new_name(struct rt_schema *s, struct rt_random *r, const char *stem)
{
	const char *name;
	int tries = 0;

	do
		name = decorate(s, r, stem != NULL ? stem : RT_PICK(r, stems),
		    tries++);
	while (rt_name_taken(s, name));
	return name;
}

const char *
rt_new_column_name(struct rt_schema *s, struct rt_random *r,
    const struct rt_table *t)
{
	const char *name;
	int tries = 0;

	do
		name = decorate(s, r, RT_PICK(r, column_stems), tries++ / 4);
	while (rt_column_taken(t, name));
	return name;
}

const char *
rt_like_name(struct rt_schema *s, struct rt_random *r, const char *name)
{
	static const char *const tails[] = {"s", "_x", "2", "_new", "_id"};

	return sm_sprintf(s->arena, "%s%s", name, RT_PICK(r, tails));
}

const char *
rt_type(struct rt_random *r, bool strict)
{
	static const char *const free_types[] = {"INTEGER", "TEXT", "REAL",
	    "BLOB", "", "INT", "BIGINT", "VARCHAR(20)", "CHARACTER(3)",
	    "NUMERIC", "DECIMAL(10,2)", "BOOLEAN", "DATETIME",
	    "DOUBLE PRECISION", "UNSIGNED BIG INT", "\"odd type\"", "JSON",
	    "INTEGER", "TEXT"};
	static const char *const strict_types[] = {"INTEGER", "INT", "TEXT",
	    "REAL", "BLOB", "ANY"};

	return strict ? RT_PICK(r, strict_types) : RT_PICK(r, free_types);
}

const char *
rt_default(struct rt_random *r)
{
	static const char *const defaults[] = {"0", "1", "-1", "+7", "1.5",
	    "-2.5", "''", "'x'", "'it''s'", "'a;b'", "'-- no comment'",
	    "'two\nlines'", "x'00ff'", "NULL", "TRUE", "FALSE",
	    "CURRENT_TIMESTAMP", "CURRENT_DATE", "(1 + 2)",
	    "(lower('ABC') || ')')", "(strftime('%s', 'now'))",
	    "9223372036854775807", "-9223372036854775808", "0x1F", "'('",
	    "(abs(random()) % 10)", "'\"dq\"'", "(NULL)", "('x')",
	    "'/* no comment */'", "bareword", "\"quoted\""};

	return RT_PICK(r, defaults);
}

const char *
rt_collation(struct rt_random *r, int percent)
{
	static const char *const names[] = {"NOCASE", "RTRIM", "NOCASE"};

	return rt_chance(r, percent) ? RT_PICK(r, names) : NULL;
}

const char *
rt_conflict(struct rt_random *r, int percent)
{
	static const char *const names[] = {"REPLACE", "IGNORE", "FAIL",
	    "ROLLBACK"};

	return rt_chance(r, percent) ? RT_PICK(r, names) : NULL;
}

const char *
rt_action(struct rt_random *r, int percent)
{
	static const char *const names[] = {"CASCADE", "SET NULL",
	    "SET DEFAULT", "RESTRICT"};

	return rt_chance(r, percent) ? RT_PICK(r, names) : NULL;
}

/* In a pattern A and B are columns, T. a table's name and a dot. */
static const char *
fill_in(struct rt_schema *s, const char *pattern, int t, int a, int b)
{
	struct sm_buf out = SM_BUF_INIT;
	const char *p, *copy;
	char quote = 0;

	for (p = pattern; *p != '\0'; p++) {
		if (*p == '\'')
			quote = (char)!quote;
		if (!quote && p[0] == '@' && p[1] != '\0')
			sm_buf_addf(&out, "%c%d%c", RT_OPEN,
			    *++p == 'A' ? a : *p == 'B' ? b : t, RT_CLOSE);
		else
			sm_buf_addc(&out, *p);
	}
	copy = sm_memdup(s->arena, sm_buf_str(&out), out.len);
	sm_buf_free(&out);
	return copy;
}

/* Most rows pass; some don't, which the engine then tells. */
static const char *const conditions[] = {
    "@A IS NOT NULL",
    "@A IS NULL OR @A <> 'it''s -- not; a comment'",
    "length(@A) < 4000",
    "typeof(@A) <> 'blob'",
    "@A > -5000000000",
    "@T.@A IS NOT '/*'",
    "@A NOT LIKE '%)%' OR @B IS NULL",
    "coalesce(@A, 0) <> 77",
    "@A IN (1, 2, 3) OR @A NOT IN (4, 5)",
    "(@A <> 'CHECK (') AND (@B IS NOT 'x')",
    "@A BETWEEN -9e18 AND 9e18 OR @T.@B IS NULL",
    "CASE WHEN @A IS NULL THEN 1 ELSE length(@A) >= 0 END",
    "@A <> '\"' OR @A GLOB '[a-z]*'",
};
static const char *const expressions[] = {
    "@A + 1", "length(@A)", "lower(@A)", "@A || '-' || @B",
    "coalesce(@A, 'none')", "typeof(@A)", "(@A) * 2", "abs(length(@B))",
    "CASE WHEN @A > 0 THEN 'pos;itive' ELSE 'it''s' END",
    "substr(@A, 1, 3) || ')'", "@A IS NULL", "-@A",
};

const char *
rt_condition(struct rt_schema *s, struct rt_random *r,
    const struct rt_table *t, int a, int b)
{
	const char *pattern = RT_PICK(r, conditions);

	return fill_in(s, pattern, t->id, a, b);
}

const char *
rt_expression(struct rt_schema *s, struct rt_random *r, int a, int b)
{
	const char *pattern = RT_PICK(r, expressions);

	return fill_in(s, pattern, 0, a, b);
}
