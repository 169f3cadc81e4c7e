/*
 * A tokenizer of SQL: what is a name, a string, a comment, an operator.  The
 * lexical grammar of each dialect is data (which quotes, which comments, dollar
 * quotes, …; lexer.c).  It never fails: what fits nothing is one SM_TOKEN_OTHER
 * byte, and an unterminated quote or comment is a token with `open` set.
 */
#ifndef SM_TEXT_LEXER_H
#define SM_TEXT_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/dialect.h"

enum sm_token_kind {
	SM_TOKEN_END,      /* no more text */
	SM_TOKEN_SPACE,    /* blanks and newlines */
	SM_TOKEN_COMMENT,  /* -- … newline (exclusive), slash-star … star-slash */
	SM_TOKEN_WORD,     /* keyword or bare identifier */
	SM_TOKEN_NAME,     /* quoted identifier: "x", `x`, [x] */
	SM_TOKEN_STRING,   /* 'x', x'00', E'x', $tag$x$tag$ */
	SM_TOKEN_NUMBER,   /* 1, 1.5e3, 0x1f */
	SM_TOKEN_PARAM,    /* ?1 :a @a $a */
	SM_TOKEN_OP,       /* operator or punctuation, the longest that fits */
	SM_TOKEN_OTHER     /* a byte that fits nothing */
};

struct sm_token {
	enum sm_token_kind kind;
	const char *text; /* into the text given; not NUL-terminated */
	size_t len;
	bool open; /* a quote or comment that the text ends in */
};

struct sm_lexer {
	const struct sm_dialect *dialect;
	const char *at, *end;
};

void sm_lexer_init(struct sm_lexer *, const struct sm_dialect *,
    const char *text, size_t len);
/* The next token of any kind, SM_TOKEN_END again and again at the end. */
struct sm_token sm_lexer_next(struct sm_lexer *);
/* The next token that is neither space nor comment. */
struct sm_token sm_lexer_next_solid(struct sm_lexer *);

/* Is the token that keyword (a bare word, ASCII case ignored)? */
bool sm_token_is(const struct sm_token *, const char *keyword);
/* Is the token that operator or punctuation? */
bool sm_token_is_op(const struct sm_token *, const char *op);
/*
 * The identifier that a WORD, NAME (or, SQLite, a STRING in a name's place)
 * stands for: quotes taken off, doubled quotes made one.  In the arena.
 */
const char *sm_token_name(struct sm_arena *, const struct sm_token *);

/* All solid tokens of the text. */
struct sm_tokens {
	struct sm_token *v;
	size_t n, cap;
};
void sm_tokenize(struct sm_arena *, const struct sm_dialect *,
    const char *text, size_t len, struct sm_tokens *out);

#endif
