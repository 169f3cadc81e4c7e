#include "model/sqlscan.h"

#include <string.h>

#include "model/sqlscan_work.h"

size_t
sm_scan_new_scope(struct scanner *s, size_t parent)
{
	sm_push(s->arena, &s->scan->scopes)->parent = parent;
	return s->scan->scopes.n - 1;
}

static void
push_frame(struct scanner *s, enum frame_kind kind, size_t in)
{
	struct frame *f = sm_push(s->arena, &s->frames);

	f->kind = kind;
	f->scope = f->base = in;
}

/* Which parenthesis closes which; the end of the text closes what is open. */
static void
match_parens(struct scanner *s)
{
	struct {
		size_t *v;
		size_t n, cap;
	} open = {NULL, 0, 0};
	size_t n = s->scan->words.n, i;

	s->closing = sm_alloc(s->arena, (n + 1) * sizeof *s->closing);
	for (i = 0; i < n; i++) {
		s->closing[i] = n - 1;
		if (is_op(s, i, "("))
			*sm_push(s->arena, &open) = i;
		else if (is_op(s, i, ")") && open.n > 0)
			s->closing[open.v[--open.n]] = i;
	}
}

/* No table has more columns, so that no list of names takes long. */
#define COLUMNS_MAX 70000

/* WITH a (x, y) AS [NOT] [MATERIALIZED] (query), b AS … : names, not columns. */
static void
scan_with(struct scanner *s, size_t i)
{
	size_t k, body;

	if (is(s, ++i, "recursive"))
		i++;
	for (;;) {
		body = i + 1;
		if (is_op(s, body, "("))
			body = s->closing[body] + 1;
		if (!is_name(s, i) || !is(s, body, "as") ||
		    body - i > COLUMNS_MAX)
			return;
		sm_strings_add(s->arena, &s->scan->ctes,
		    sm_token_name(s->arena, token(s, i)));
		body++;
		if (is(s, body, "not"))
			body++;
		if (is(s, body, "materialized"))
			body++;
		if (!is_op(s, body, "("))
			return;
		for (k = i; k < body; k++)
			s->skip[k] = true;
		s->cte_body[body] = true;
		i = s->closing[body] + 1;
		if (!is_op(s, i, ","))
			return;
		s->skip[i++] = true;
	}
}

static void
set_role(struct scanner *s, size_t i, enum sm_role role)
{
	struct sm_word *w = &s->scan->words.v[i];

	w->role = role;
	w->name = sm_token_name(s->arena, &w->token);
	w->scope = top(s)->scope;
}

/* FROM t, JOIN main.t, INTO 't': a table, with its schema. */
static void
scan_table(struct scanner *s)
{
	struct frame *f = top(s);
	struct sm_item item = {NULL, NULL, NULL};

	if (is_op(s, s->i + 1, ".")) {
		set_role(s, s->i, SM_ROLE_OTHER);
		item.schema = s->scan->words.v[s->i].name;
		s->i += 2;
	}
	f->expect = false;
	if (!is_name(s, s->i) && token(s, s->i)->kind != SM_TOKEN_STRING)
		return;
	set_role(s, s->i, SM_ROLE_TABLE);
	item.name = s->scan->words.v[s->i].name;
	*sm_push(s->arena, &scope(s)->items) = item;
	if (f->target)
		scope(s)->target = item;
	f->after = true;
	if (f->target && is_op(s, s->i + 1, "(")) {
		s->i++;
		push_frame(s, FRAME_TARGET, f->scope);
	}
	top(s)->target = false;
}

/* An alias, after AS or an operand, of a table or of a result column. */
void
sm_scan_alias(struct scanner *s)
{
	struct sm_scan_scope *in = scope(s);
	const char *name = sm_token_name(s->arena, token(s, s->i));

	if (top(s)->after && in->items.n > 0)
		in->items.v[in->items.n - 1].alias = name;
	else
		sm_strings_add(s->arena, &in->aliases, name);
	top(s)->after = false;
}

static bool
starts_query(const struct scanner *s, size_t i)
{
	static const char *const words[] = {"select", "with", "values", NULL};

	return is_one(s, i, words);
}

static void
open_paren(struct scanner *s)
{
	struct frame f = *top(s);
	size_t in = f.scope;
	bool is_set = f.set &&
	    (is(s, s->i - 1, "set") || is_op(s, s->i - 1, ","));

	top(s)->after = false;
	/* A table-valued function may get an alias as a subquery does. */
	if (s->i > 0 && s->scan->words.v[s->i - 1].role == SM_ROLE_TABLE)
		top(s)->derived = true;
	if (starts_query(s, s->i + 1)) {
		if (s->cte_body[s->i]) {
			in = SM_SCAN_NONE;
		} else if (f.expect) {
			sm_push(s->arena, &scope(s)->items);
			top(s)->expect = false;
			top(s)->derived = true;
			in = scope(s)->parent;
		}
		push_frame(s, FRAME_PLAIN, sm_scan_new_scope(s, in));
	} else if (f.expect) {
		top(s)->expect = false;
		push_frame(s, FRAME_JOIN, in);
		top(s)->expect = top(s)->in_from = true;
	} else if (is_set) {
		push_frame(s, FRAME_TARGET, in);
	} else if (s->i > 0 && is(s, s->i - 1, "using")) {
		push_frame(s, FRAME_COMMON, in);
	} else {
		push_frame(s,
		    s->i > 0 && is(s, s->i - 1, "cast") ? FRAME_CAST
		                                        : FRAME_PLAIN, in);
	}
}

static void
close_paren(struct scanner *s)
{
	if (s->frames.n < 2)
		return;
	s->frames.n--;
	top(s)->after = top(s)->derived;
	top(s)->derived = false;
}

/* All of a term of ORDER BY, so that an alias of the result goes first? */
static bool
is_order_term(struct scanner *s)
{
	const struct sm_token *next = token(s, s->i + 1);

	return top(s)->order &&
	    (is(s, s->i - 1, "by") || is_op(s, s->i - 1, ",")) &&
	    (next->kind != SM_TOKEN_OP || is_op(s, s->i + 1, ",") ||
	        is_op(s, s->i + 1, ")"));
}

/* The left side of an assignment: after SET or a comma of it. */
static bool
is_assigned(struct scanner *s)
{
	return top(s)->kind == FRAME_TARGET ||
	    (top(s)->set && s->i > 0 &&
	        (is(s, s->i - 1, "set") || is_op(s, s->i - 1, ",")));
}

/* a.b and a.b.c: qualifiers, then a column (or a star). */
static void
scan_qualified(struct scanner *s)
{
	top(s)->after = false;
	while (is_op(s, s->i + 1, ".")) {
		set_role(s, s->i, SM_ROLE_QUALIFIER);
		s->i += 2;
	}
	if (!is_name(s, s->i) && token(s, s->i)->kind != SM_TOKEN_STRING)
		return;
	if (is_op(s, s->i + 1, "("))
		return;
	set_role(s, s->i, SM_ROLE_QUALIFIED);
	s->scan->words.v[s->i].qualifier = s->i - 2;
}

static void
scan_name(struct scanner *s)
{
	struct frame *f = top(s);

	if (f->expect) {
		scan_table(s);
	} else if (is_op(s, s->i + 1, ".")) {
		scan_qualified(s);
	} else if (s->i > 0 && is(s, s->i - 1, "in")) {
		/* A table, which SQLite's RENAME TABLE passes over. */
		f->after = false;
	} else if (is_op(s, s->i + 1, "(")) {
		f->after = false;
	} else if (sm_scan_ends_operand(s, s->i)) {
		sm_scan_alias(s);
	} else {
		set_role(s, s->i, f->kind == FRAME_COMMON ? SM_ROLE_COMMON
		    : is_assigned(s)                      ? SM_ROLE_TARGET
		                                          : SM_ROLE_COLUMN);
		s->scan->words.v[s->i].order_term = is_order_term(s);
	}
}

/* A new statement of a trigger's body. */
static void
start_statement(struct scanner *s)
{
	s->frames.n = 0;
	push_frame(s, FRAME_PLAIN, sm_scan_new_scope(s, SM_SCAN_NONE));
}

static void
scan_one(struct scanner *s)
{
	const struct sm_token *t = token(s, s->i);

	if (s->skip[s->i])
		return;
	if (t->kind == SM_TOKEN_OP) {
		if (is_op(s, s->i, "("))
			open_paren(s);
		else if (is_op(s, s->i, ")"))
			close_paren(s);
		else if (is_op(s, s->i, ";"))
			start_statement(s);
		else if (is_op(s, s->i, ",")) {
			top(s)->expect = top(s)->in_from;
			top(s)->after = false;
		}
	} else if (t->kind == SM_TOKEN_WORD && sm_scan_keyword(s)) {
		return;
	} else if (is_name(s, s->i) ||
	    (t->kind == SM_TOKEN_STRING && top(s)->expect)) {
		scan_name(s);
	}
}

static void
scanner_init(struct scanner *s, struct sm_arena *a, const struct sm_dialect *d,
    const char *text, struct sm_scan *out)
{
	struct sm_tokens tokens = {NULL, 0, 0};
	size_t i;

	memset(s, 0, sizeof *s);
	memset(out, 0, sizeof *out);
	s->arena = a;
	s->scan = out;
	out->dialect = d;
	out->text = text;
	out->len = strlen(text);
	sm_tokenize(a, d, text, out->len, &tokens);
	for (i = 0; i < tokens.n; i++)
		*sm_push(a, &out->words) = (struct sm_word){
		    .token = tokens.v[i], .qualifier = SM_SCAN_NONE};
	s->skip = sm_alloc(a, tokens.n + 1);
	s->cte_body = sm_alloc(a, tokens.n + 1);
	match_parens(s);
	for (i = 0; i < tokens.n; i++)
		if (is(s, i, "with"))
			scan_with(s, i);
	push_frame(s, FRAME_PLAIN, sm_scan_new_scope(s, SM_SCAN_NONE));
}

static void
scan_rest(struct scanner *s)
{
	for (; s->i < s->scan->words.n; s->i++)
		scan_one(s);
}

void
sm_scan_text(struct sm_arena *a, const struct sm_dialect *d, const char *text,
    const struct sm_item *table, struct sm_scan *out)
{
	struct scanner s;

	scanner_init(&s, a, d, text, out);
	if (table != NULL)
		*sm_push(a, &out->scopes.v[0].items) = *table;
	scan_rest(&s);
}

void
sm_scan_trigger(struct sm_arena *a, const struct sm_dialect *d,
    const char *text, struct sm_scan *out)
{
	struct scanner s;

	scanner_init(&s, a, d, text, out);
	for (; s.i < out->words.n && !is(&s, s.i, "on"); s.i++)
		if (is(&s, s.i, "of")) {
			while (is_name(&s, s.i + 1) || is_op(&s, s.i + 1, ","))
				if (is_name(&s, ++s.i))
					set_role(&s, s.i, SM_ROLE_TARGET);
		}
	top(&s)->expect = top(&s)->target = true;
	s.i++;
	if (is_name(&s, s.i) || token(&s, s.i)->kind == SM_TOKEN_STRING)
		scan_table(&s);
	/* Only NEW and OLD reach the table itself. */
	out->scopes.v[0].items.n = 0;
	top(&s)->after = false;
	for (s.i++; s.i < out->words.n && !is(&s, s.i, "begin"); s.i++)
		scan_one(&s);
	s.i++;
	start_statement(&s);
	scan_rest(&s);
}
