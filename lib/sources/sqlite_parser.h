/*
 * The cursor over the tokens of a stored CREATE statement, shared by the files
 * that read it.  Inside sources only.
 */
#ifndef SM_SOURCES_SQLITE_PARSER_H
#define SM_SOURCES_SQLITE_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "text/lexer.h"

struct sm_parser {
	struct sm_arena *arena;   /* of what is read */
	struct sm_arena *scratch; /* of the tokens */
	struct sm_tokens tokens;  /* solid ones */
	size_t at;
	const char *why; /* the first thing that wasn't understood */
};

/*
 * False with p->why set if a quote is left open.  The caller ends it with
 * sm_parser_end in any case.
 */
bool sm_parser_init(struct sm_parser *, struct sm_arena *, const char *sql);
/*
 * Free the tokens; `read` false: *why is what wasn't understood.  Returns read.
 */
bool sm_parser_end(struct sm_parser *, bool read, const char **why);
/* Say what was expected; keeps the first; always returns false. */
bool sm_parser_fail(struct sm_parser *, const char *expected);

/* The token `ahead` places on; SM_TOKEN_END behind the last. */
const struct sm_token *sm_peek(const struct sm_parser *, size_t ahead);
/* Is the next token that keyword (operator)?  `accept` takes it if it is. */
bool sm_next_is(const struct sm_parser *, const char *keyword);
bool sm_next_is_op(const struct sm_parser *, const char *op);
bool sm_accept(struct sm_parser *, const char *keyword);
bool sm_accept_op(struct sm_parser *, const char *op);
/* Take the next token if it is that, else fail. */
bool sm_expect(struct sm_parser *, const char *keyword);
bool sm_expect_op(struct sm_parser *, const char *op);
/* Take a name: bare, quoted, or a string in its place. */
bool sm_expect_name(struct sm_parser *, const char **name);
/* "(" name {"," name} ")", a collation and an order after each passed over. */
bool sm_expect_names(struct sm_parser *, struct sm_strings *);
/* Pass over what is in parentheses, to the place behind the closing one. */
bool sm_skip_parens(struct sm_parser *);
/* The text from token `from` up to, not including, token `to`. */
const char *sm_slice(const struct sm_parser *, size_t from, size_t to);
/* The text of what is in parentheses, which are passed over. */
bool sm_expect_expression(struct sm_parser *, const char **text);
/* An optional semicolon and nothing more. */
bool sm_expect_end(struct sm_parser *);

/*
 * CREATE, the words (ending in NULL; each may be there or not) before the
 * object's own keyword, IF NOT EXISTS, the name.
 */
bool sm_expect_create(struct sm_parser *, const char *const *words,
    const char *keyword, const char **name);

#endif
