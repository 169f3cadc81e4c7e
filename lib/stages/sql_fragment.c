/*
 * Pieces of SQL that are taken over as they stand: does each end where it
 * should?
 */
#include <string.h>

#include "stages/sql_script.h"
#include "text/lexer.h"

/* What has been seen of a fragment so far. */
struct scan {
	long depth;          /* of open parentheses and brackets */
	size_t solid;        /* tokens */
	bool comma, semicolon, ended; /* `;` END: a trigger's end */
	bool after_end;      /* something comes after that */
	bool only_words;
};

static bool
step(struct scan *s, const struct sm_token *tok, const struct sm_token *last)
{
	if (tok->open || tok->kind == SM_TOKEN_OTHER)
		return false;
	if (tok->kind == SM_TOKEN_SPACE || tok->kind == SM_TOKEN_COMMENT)
		return true;
	if (s->ended)
		s->after_end = true;
	if (sm_token_is_op(tok, "(") || sm_token_is_op(tok, "["))
		s->depth++;
	else if ((sm_token_is_op(tok, ")") || sm_token_is_op(tok, "]")) &&
	    --s->depth < 0)
		return false;
	else if (sm_token_is_op(tok, ",") && s->depth == 0)
		s->comma = true;
	else if (sm_token_is_op(tok, ";"))
		s->semicolon = true;
	else if (sm_token_is(tok, "END") && last->kind == SM_TOKEN_OP &&
	    sm_token_is_op(last, ";"))
		s->ended = true;
	if (tok->kind != SM_TOKEN_WORD && tok->kind != SM_TOKEN_NAME)
		s->only_words = false;
	s->solid++;
	return true;
}

bool
sm_fragment_fits(const struct sm_dialect *d, enum sm_fragment kind,
    const char *text)
{
	struct scan s = {.only_words = true};
	struct sm_token tok, last = {.kind = SM_TOKEN_END};
	struct sm_lexer lx;

	sm_lexer_init(&lx, d, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END) {
		if (!step(&s, &tok, &last))
			return false;
		if (tok.kind != SM_TOKEN_SPACE && tok.kind != SM_TOKEN_COMMENT)
			last = tok;
	}
	if (s.depth != 0 || s.solid == 0)
		return false;
	switch (kind) {
	case SM_FRAGMENT_EXPRESSION:
		return !s.semicolon;
	case SM_FRAGMENT_DEFAULT:
		return !s.semicolon && !s.comma && s.solid <= 2000000;
	case SM_FRAGMENT_WORD:
		return s.only_words && s.solid <= 2;
	case SM_FRAGMENT_QUERY:
		return !s.semicolon;
	case SM_FRAGMENT_TRIGGER:
		return s.ended && !s.after_end;
	}
	return false;
}

void
sm_fragment_add(struct sm_buf *b, const struct sm_dialect *d, const char *text)
{
	struct sm_token tok, last = {.kind = SM_TOKEN_END};
	struct sm_lexer lx;

	sm_buf_adds(b, text);
	sm_lexer_init(&lx, d, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END)
		last = tok;
	if (last.kind == SM_TOKEN_COMMENT && last.len >= 2 &&
	    last.text[0] == '-')
		sm_buf_addc(b, '\n');
}
