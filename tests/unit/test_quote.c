#include "text/quote.h"

#include <string.h>

#include "base/arena.h"
#include "tap.h"
#include "text/lexer.h"

typedef void quoter(struct sm_buf *, const struct sm_dialect *, const char *);

static const struct {
	quoter *quote;
	enum sm_dialect_id dialect;
	const char *text, *want;
} cases[] = {
	{sm_quote_name, SM_SQLITE, "a", "\"a\""},
	{sm_quote_name, SM_SQLITE, "", "\"\""},
	{sm_quote_name, SM_SQLITE, "a\"b`c]", "\"a\"\"b`c]\""},
	{sm_quote_name, SM_POSTGRESQL, "A b\"", "\"A b\"\"\""},
	{sm_quote_name, SM_MYSQL, "a`b\"\\", "`a``b\"\\`"},
	{sm_quote_name, SM_MARIADB, "order", "`order`"},

	{sm_quote_string, SM_SQLITE, "it's\n\\", "'it''s\n\\'"},
	{sm_quote_string, SM_SQLITE, "", "''"},
	{sm_quote_string, SM_POSTGRESQL, "it's \\n", "'it''s \\n'"},
	{sm_quote_string, SM_MYSQL, "it's \\n", "'it''s \\\\n'"},
	{sm_quote_string, SM_MARIADB, "\\'", "'\\\\'''"},

	{sm_quote_name_if_needed, SM_SQLITE, "users", "users"},
	{sm_quote_name_if_needed, SM_SQLITE, "Users_2", "Users_2"},
	{sm_quote_name_if_needed, SM_SQLITE, "order", "\"order\""},
	{sm_quote_name_if_needed, SM_SQLITE, "Order", "\"Order\""},
	{sm_quote_name_if_needed, SM_SQLITE, "key", "key"},
	{sm_quote_name_if_needed, SM_SQLITE, "2fa", "\"2fa\""},
	{sm_quote_name_if_needed, SM_SQLITE, "", "\"\""},
	{sm_quote_name_if_needed, SM_SQLITE, "a-b", "\"a-b\""},
	{sm_quote_name_if_needed, SM_SQLITE, "a$", "\"a$\""},
	{sm_quote_name_if_needed, SM_SQLITE, "\xc3\xa4", "\"\xc3\xa4\""},
	{sm_quote_name_if_needed, SM_POSTGRESQL, "users", "users"},
	{sm_quote_name_if_needed, SM_POSTGRESQL, "Users", "\"Users\""},
	{sm_quote_name_if_needed, SM_POSTGRESQL, "user", "\"user\""},
	{sm_quote_name_if_needed, SM_POSTGRESQL, "name", "name"},
	{sm_quote_name_if_needed, SM_MYSQL, "rank", "`rank`"},
	{sm_quote_name_if_needed, SM_MARIADB, "rank", "rank"},
	{sm_quote_name_if_needed, SM_MARIADB, "key", "`key`"},
	{sm_quote_name_if_needed, SM_MYSQL, "Users", "Users"},
};

static void
test_cases(void)
{
	struct sm_buf b;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		b = (struct sm_buf)SM_BUF_INIT;
		cases[i].quote(&b, sm_dialect_get(cases[i].dialect),
		    cases[i].text);
		is_str(sm_buf_str(&b), cases[i].want, "%s: quote %d",
		    sm_dialect_get(cases[i].dialect)->name, (int)i);
		sm_buf_free(&b);
	}
}

/* What is quoted is one token that stands for what it was. */
static void
test_round(struct sm_arena *a)
{
	static const char *const names[] = {
		"a", "a b", "a\"b", "a`b", "a]b", "a'b", "--", "/*", "a\nb",
		"\\", "$$", "\"", "``", "select", "\xf0\x9f\x92\xa9",
	};
	const struct sm_dialect *d;
	struct sm_token t, end;
	struct sm_lexer l;
	struct sm_buf b;
	size_t i, k;

	for (k = 0; k < SM_DIALECTS; k++)
		for (i = 0; i < sizeof names / sizeof *names; i++) {
			d = sm_dialect_get((enum sm_dialect_id)k);
			b = (struct sm_buf)SM_BUF_INIT;
			sm_quote_name(&b, d, names[i]);
			sm_lexer_init(&l, d, b.text, b.len);
			t = sm_lexer_next(&l);
			end = sm_lexer_next(&l);
			ok(t.kind == SM_TOKEN_NAME && !t.open &&
				end.kind == SM_TOKEN_END &&
				strcmp(sm_token_name(a, &t), names[i]) == 0,
			    "%s: name %d comes back", d->name, (int)i);
			sm_buf_reset(&b);
			sm_quote_string(&b, d, names[i]);
			sm_lexer_init(&l, d, b.text, b.len);
			t = sm_lexer_next(&l);
			end = sm_lexer_next(&l);
			ok(t.kind == SM_TOKEN_STRING && !t.open &&
				end.kind == SM_TOKEN_END,
			    "%s: string %d is one token", d->name, (int)i);
			sm_buf_free(&b);
		}
}

static void
test_comment(void)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_quote_comment(&b, "drop a\nDROP TABLE b; \r\033[2J");
	is(sm_buf_str(&b), "-- drop a\\nDROP TABLE b; \\r\\x1b[2J\n",
	    "a comment is one line");
	sm_buf_free(&b);
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();

	test_cases();
	test_round(a);
	test_comment();
	sm_arena_free(a);
	return tap_end();
}
