/*
 * Any text, in every dialect: the tokens tile it exactly; what takes a text
 * takes this one; and the normal form is its own normal form.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/default.h"
#include "text/lexer.h"
#include "text/quote.h"
#include "text/sqltext.h"
#include "text/type.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(int holds)
{
	if (!holds)
		abort();
}

static void
tile(const struct sm_dialect *d, const char *text, size_t len)
{
	struct sm_lexer l;
	struct sm_token t;
	const char *at = text;

	sm_lexer_init(&l, d, text, len);
	while (t = sm_lexer_next(&l), t.kind != SM_TOKEN_END) {
		check(t.text == at && t.len > 0);
		at += t.len;
		check(!t.open || at == text + len);
	}
	check(at == text + len);
}

/* A quoted text is one token, and as a name stands for what it was. */
static void
quote(struct sm_arena *a, const struct sm_dialect *d, const char *s)
{
	struct sm_buf b = SM_BUF_INIT;
	struct sm_lexer l;
	struct sm_token t;

	sm_quote_name(&b, d, s);
	sm_lexer_init(&l, d, b.text, b.len);
	t = sm_lexer_next(&l);
	check(t.kind == SM_TOKEN_NAME && t.len == b.len && !t.open);
	check(strcmp(sm_token_name(a, &t), s) == 0);
	sm_buf_reset(&b);
	sm_quote_string(&b, d, s);
	sm_lexer_init(&l, d, b.text, b.len);
	t = sm_lexer_next(&l);
	check(t.kind == SM_TOKEN_STRING && t.len == b.len && !t.open);
	sm_buf_reset(&b);
	sm_quote_comment(&b, s);
	sm_lexer_init(&l, d, b.text, b.len);
	t = sm_lexer_next(&l);
	check(t.kind == SM_TOKEN_COMMENT && t.len == b.len - 1);
	sm_buf_free(&b);
}

static void
texts(struct sm_arena *a, const struct sm_dialect *d, const char *s)
{
	struct sm_renaming one[] = {{"a", "b c", false}, {"t", "u", true}};
	struct sm_renamings r = {one, 2, 2};
	const char *normal = sm_sql_normal(a, d, s, NULL);

	/*
	 * Of several introducers before one string only the last goes, and
	 * after a blank a \v is a blank of SQLite's too: neither is SQL.
	 */
	if (strpbrk(s, "_\v") == NULL)
		check(strcmp(sm_sql_normal(a, d, normal, NULL), normal) == 0);
	sm_sql_normal(a, d, s, &r);
	sm_default_normal(a, d, s, &r);
	sm_default_class(d, s);
	sm_sql_mentions(d, s, "a");
	/* MySQL: two dashes that come to stand at the end are a comment. */
	if (strchr(s, '\v') == NULL && strstr(s, "--") == NULL)
		check(strcmp(sm_sql_normal(a, d, sm_sql_unwrap(a, d, s), NULL),
			  normal) == 0);
	sm_type_parse(a, d, s);
	check(sm_type_same(d, s, s));
	sm_affinity(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_dialect *d;
	char *s = sm_memdup(a, data, size); /* ends at its first NUL */
	char *exact = malloc(size == 0 ? 1 : size); /* no NUL after it */
	size_t i;

	if (exact == NULL)
		abort();
	if (size > 0)
		memcpy(exact, data, size);
	for (i = 0; i < SM_DIALECTS; i++) {
		d = sm_dialect_get((enum sm_dialect_id)i);
		tile(d, exact, size);
		quote(a, d, s);
		texts(a, d, s);
	}
	free(exact);
	sm_arena_free(a);
	return 0;
}
