/*
 * "x" is a string in SQLite where it names no column.  Whichever way it was
 * written, a snapshot says 'x': SQLite itself turns one into the other in the
 * whole schema when a column is renamed or dropped anywhere.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/sqlite_objects.h"
#include "text/lexer.h"
#include "text/quote.h"

static bool
is_column(const struct sm_object *table, const char *name)
{
	static const char *const rowids[] = {"rowid", "oid", "_rowid_"};
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	size_t i;

	for (i = 0; i < sizeof rowids / sizeof rowids[0]; i++)
		if (sm_same_column(d, name, rowids[i]))
			return true;
	return sm_object_column(table, d, name) != NULL;
}

/*
 * A function's, a type's, a collation's or a table's name is none of these:
 * `before` and `after` are the solid tokens beside it.
 */
static bool
is_string(struct sm_arena *a, const struct sm_object *table,
    const struct sm_token *t, const struct sm_token *before,
    const struct sm_token *after)
{
	return t->kind == SM_TOKEN_NAME && t->text[0] == '"' &&
	    !sm_token_is_op(before, ".") && !sm_token_is(before, "COLLATE") &&
	    !sm_token_is(before, "AS") && !sm_token_is_op(after, ".") &&
	    !sm_token_is_op(after, "(") &&
	    !is_column(table, sm_token_name(a, t));
}

static const char *
with_strings(struct sm_arena *a, const struct sm_object *table,
    const char *text)
{
	static const struct sm_token none = {SM_TOKEN_END, "", 0, false};
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	struct sm_tokens tokens = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	const char *at = text;
	size_t i;

	if (text == NULL || strchr(text, '"') == NULL)
		return text;
	sm_tokenize(a, d, text, strlen(text), &tokens);
	for (i = 0; i < tokens.n; i++) {
		const struct sm_token *t = &tokens.v[i];

		if (!is_string(a, table, t, i > 0 ? t - 1 : &none,
		        i + 1 < tokens.n ? t + 1 : &none))
			continue;
		sm_buf_add(&b, at, (size_t)(t->text - at));
		sm_quote_string(&b, d, sm_token_name(a, t));
		at = t->text + t->len;
	}
	sm_buf_adds(&b, at);
	if (at != text)
		text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

void
sm_sqlite_strings(struct sm_arena *a, struct sm_object *t)
{
	size_t i;

	for (i = 0; i < t->columns.n; i++)
		t->columns.v[i].expression =
		    with_strings(a, t, t->columns.v[i].expression);
	for (i = 0; i < t->checks.n; i++)
		t->checks.v[i].expression =
		    with_strings(a, t, t->checks.v[i].expression);
	/* The keys of an index stay: a string alone is a column's name there. */
	for (i = 0; i < t->indexes.n; i++)
		t->indexes.v[i].where =
		    with_strings(a, t, t->indexes.v[i].where);
}
