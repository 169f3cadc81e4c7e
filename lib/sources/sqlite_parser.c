#include "sources/sqlite_parser.h"

#include <string.h>

#include "base/utf8.h"

bool
sm_parser_init(struct sm_parser *p, struct sm_arena *a, const char *sql)
{
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	struct sm_lexer lexer;
	struct sm_token t;

	*p = (struct sm_parser){.arena = a, .scratch = sm_arena_new()};
	sm_lexer_init(&lexer, d, sql, strlen(sql));
	for (;;) {
		t = sm_lexer_next(&lexer);
		/*
		 * SQLite lets a comment run to the end of the text; what comes
		 * after it then is nothing, also for us.
		 */
		if (t.open && t.kind != SM_TOKEN_COMMENT) {
			p->why = "its stored SQL has an unterminated quote";
			return false;
		}
		if (t.kind == SM_TOKEN_END)
			return true;
		if (t.kind != SM_TOKEN_SPACE && t.kind != SM_TOKEN_COMMENT)
			*sm_push(p->scratch, &p->tokens) = t;
	}
}

bool
sm_parser_end(struct sm_parser *p, bool read, const char **why)
{
	sm_arena_free(p->scratch);
	if (!read)
		*why = p->why;
	return read;
}

const struct sm_token *
sm_peek(const struct sm_parser *p, size_t ahead)
{
	static const struct sm_token end = {SM_TOKEN_END, "", 0, false};

	return p->at + ahead < p->tokens.n ? &p->tokens.v[p->at + ahead] : &end;
}

bool
sm_parser_fail(struct sm_parser *p, const char *expected)
{
	const struct sm_token *t = sm_peek(p, 0);
	size_t len = t->len < 40 ? t->len : 40;

	if (p->why != NULL)
		return false;
	if (t->kind == SM_TOKEN_END)
		p->why = sm_sprintf(p->arena,
		    "its stored SQL ends where %s was expected", expected);
	else
		p->why = sm_sprintf(p->arena,
		    "its stored SQL has \"%s\" where %s was expected",
		    sm_printable_str(p->arena,
		        sm_memdup(p->arena, t->text, len)),
		    expected);
	return false;
}

bool
sm_next_is(const struct sm_parser *p, const char *keyword)
{
	return sm_token_is(sm_peek(p, 0), keyword);
}

bool
sm_next_is_op(const struct sm_parser *p, const char *op)
{
	return sm_token_is_op(sm_peek(p, 0), op);
}

bool
sm_accept(struct sm_parser *p, const char *keyword)
{
	if (!sm_next_is(p, keyword))
		return false;
	p->at++;
	return true;
}

bool
sm_accept_op(struct sm_parser *p, const char *op)
{
	if (!sm_next_is_op(p, op))
		return false;
	p->at++;
	return true;
}

bool
sm_expect(struct sm_parser *p, const char *keyword)
{
	return sm_accept(p, keyword) || sm_parser_fail(p, keyword);
}

bool
sm_expect_op(struct sm_parser *p, const char *op)
{
	return sm_accept_op(p, op) || sm_parser_fail(p, op);
}

bool
sm_expect_name(struct sm_parser *p, const char **name)
{
	const struct sm_token *t = sm_peek(p, 0);

	if (t->kind != SM_TOKEN_WORD && t->kind != SM_TOKEN_NAME &&
	    t->kind != SM_TOKEN_STRING)
		return sm_parser_fail(p, "a name");
	*name = sm_token_name(p->arena, t);
	p->at++;
	return true;
}

bool
sm_expect_names(struct sm_parser *p, struct sm_strings *names)
{
	const char *name;

	if (!sm_expect_op(p, "("))
		return false;
	do {
		if (!sm_expect_name(p, &name))
			return false;
		sm_strings_add(p->arena, names, name);
		/* Old schemas may have these; they mean nothing here. */
		if (sm_accept(p, "COLLATE") && !sm_expect_name(p, &name))
			return false;
		if (!sm_accept(p, "ASC"))
			sm_accept(p, "DESC");
	} while (sm_accept_op(p, ","));
	return sm_expect_op(p, ")");
}

bool
sm_skip_parens(struct sm_parser *p)
{
	size_t depth = 0;

	if (!sm_next_is_op(p, "("))
		return sm_parser_fail(p, "(");
	for (; p->at < p->tokens.n; p->at++) {
		if (sm_next_is_op(p, "(")) {
			depth++;
		} else if (sm_next_is_op(p, ")") && --depth == 0) {
			p->at++;
			return true;
		}
	}
	return sm_parser_fail(p, ")");
}

const char *
sm_slice(const struct sm_parser *p, size_t from, size_t to)
{
	const struct sm_token *first, *last;

	if (from >= to || to > p->tokens.n)
		return "";
	first = &p->tokens.v[from];
	last = &p->tokens.v[to - 1];
	return sm_memdup(p->arena, first->text,
	    (size_t)(last->text + last->len - first->text));
}

bool
sm_expect_expression(struct sm_parser *p, const char **text)
{
	size_t from = p->at;

	if (!sm_skip_parens(p))
		return false;
	*text = sm_slice(p, from + 1, p->at - 1);
	return true;
}

bool
sm_expect_end(struct sm_parser *p)
{
	while (sm_accept_op(p, ";"))
		;
	return sm_peek(p, 0)->kind == SM_TOKEN_END ||
	    sm_parser_fail(p, "the end");
}

bool
sm_expect_create(struct sm_parser *p, const char *const *words,
    const char *keyword, const char **name)
{
	if (!sm_expect(p, "CREATE"))
		return false;
	for (; *words != NULL; words++)
		sm_accept(p, *words);
	if (!sm_expect(p, keyword))
		return false;
	if (sm_next_is(p, "IF") && sm_token_is(sm_peek(p, 1), "NOT")) {
		p->at += 2;
		if (!sm_expect(p, "EXISTS"))
			return false;
	}
	if (!sm_expect_name(p, name))
		return false;
	return !sm_accept_op(p, ".") || sm_expect_name(p, name);
}
