#include "text/array_cast.h"

#include <stdbool.h>
#include <string.h>

#include "base/list.h"

/* What is put in for each element: its tokens are the type's and these. */
static const struct sm_token open_token = {SM_TOKEN_OP, "(", 1, false};
static const struct sm_token close_token = {SM_TOKEN_OP, ")", 1, false};
static const struct sm_token cast_token = {SM_TOKEN_OP, "::", 2, false};

static bool
is_op(const struct sm_tokens *t, size_t i, const char *op)
{
	return i < t->n && sm_token_is_op(&t->v[i], op);
}

/* The place of the bracket that closes the one at i; t->n: there is none. */
static size_t
closing(const struct sm_tokens *t, size_t i)
{
	size_t depth = 0;

	for (; i < t->n; i++) {
		if (is_op(t, i, "(") || is_op(t, i, "["))
			depth++;
		else if ((is_op(t, i, ")") || is_op(t, i, "]")) &&
		    --depth == 0)
			return i;
	}
	return t->n;
}

/* The end of a type's words from i on, up to its []; i: there is no such. */
static size_t
type_end(const struct sm_tokens *t, size_t i)
{
	size_t from = i;

	while (i < t->n && (t->v[i].kind == SM_TOKEN_WORD ||
	                       t->v[i].kind == SM_TOKEN_NAME ||
	                       is_op(t, i, ".")))
		i++;
	if (i > from && is_op(t, i, "("))
		i = closing(t, i) + 1;
	return is_op(t, i, "[") && is_op(t, i + 1, "]") ? i : from;
}

static void
add(struct sm_arena *a, struct sm_tokens *out, const struct sm_token *v,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		*sm_push(a, out) = v[i];
}

/* The elements between the brackets, each in parentheses and with the cast. */
static void
add_elements(struct sm_arena *a, struct sm_tokens *out,
    const struct sm_tokens *t, size_t from, size_t to, size_t type,
    size_t type_to)
{
	size_t i, first = from, depth = 0;

	for (i = from; i <= to; i++) {
		if (i < to && (is_op(t, i, "(") || is_op(t, i, "[")))
			depth++;
		else if (i < to && (is_op(t, i, ")") || is_op(t, i, "]")))
			depth--;
		if (i < to && (depth > 0 || !is_op(t, i, ",")))
			continue;
		add(a, out, &open_token, 1);
		add(a, out, &t->v[first], i - first);
		add(a, out, &close_token, 1);
		add(a, out, &cast_token, 1);
		add(a, out, &t->v[type], type_to - type);
		if (i < to)
			add(a, out, &t->v[i], 1);
		first = i + 1;
	}
}

/* Where the spelling that starts at i ends, rewritten; i: it isn't one. */
static size_t
spread(struct sm_arena *a, struct sm_tokens *out, const struct sm_tokens *t,
    size_t i)
{
	size_t close, type, type_to;

	/* ( ARRAY [ … ] ) :: type [ ] */
	if (!is_op(t, i, "(") || i + 2 >= t->n ||
	    !sm_token_is(&t->v[i + 1], "array") || !is_op(t, i + 2, "["))
		return i;
	close = closing(t, i + 2);
	type = close + 3;
	/* An array of arrays has other elements than its casts. */
	if (close == i + 3 || sm_token_is(&t->v[i + 3], "array") ||
	    !is_op(t, close + 1, ")") ||
	    !is_op(t, close + 2, "::") ||
	    (type_to = type_end(t, type)) == type)
		return i;
	add(a, out, &t->v[i + 1], 2);
	add_elements(a, out, t, i + 3, close, type, type_to);
	add(a, out, &t->v[close], 1);
	return type_to + 2;
}

void
sm_array_casts_spread(struct sm_arena *a, struct sm_tokens *tokens)
{
	struct sm_tokens out = {NULL, 0, 0};
	size_t i = 0, next;

	while (i < tokens->n) {
		next = spread(a, &out, tokens, i);
		if (next == i)
			*sm_push(a, &out) = tokens->v[i++];
		else
			i = next;
	}
	*tokens = out;
}
