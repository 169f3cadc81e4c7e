/*
 * Names, strings, fragments and refusals of MySQL's and MariaDB's renderer.
 */
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_mysql.h"
#include "text/lexer.h"
#include "text/quote.h"

static const char *
taken(const struct sm_mysql *w, struct sm_buf *b)
{
	const char *text = sm_memdup(w->arena, sm_buf_str(b), b->len);

	sm_buf_free(b);
	return text;
}

const char *
sm_mysql_name(const struct sm_mysql *w, const char *name)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_quote_name(&b, w->dialect, name);
	return taken(w, &b);
}

const char *
sm_mysql_names(const struct sm_mysql *w, const struct sm_strings *names)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	for (i = 0; i < names->n; i++) {
		if (i > 0)
			sm_buf_adds(&b, ", ");
		sm_quote_name(&b, w->dialect, names->v[i]);
	}
	return taken(w, &b);
}

/* The client turns CR LF into LF, and a backslash into nothing of its own. */
const char *
sm_mysql_string(const struct sm_mysql *w, const char *s)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_addc(&b, '\'');
	for (; *s != '\0'; s++)
		switch (*s) {
		case '\'':
			sm_buf_adds(&b, "''");
			break;
		case '\\':
			sm_buf_adds(&b, "\\\\");
			break;
		case '\n':
			sm_buf_adds(&b, "\\n");
			break;
		case '\r':
			sm_buf_adds(&b, "\\r");
			break;
		default:
			sm_buf_addc(&b, *s);
		}
	sm_buf_addc(&b, '\'');
	return taken(w, &b);
}

/* --- fragments ------------------------------------------------------------ */

/* What the server runs, though it looks like a comment. */
static bool
is_executed(const struct sm_token *tok)
{
	return tok->kind == SM_TOKEN_COMMENT && tok->len > 3 &&
	    (memcmp(tok->text, "/*!", 3) == 0 ||
	        (tok->len > 4 && memcmp(tok->text, "/*M!", 4) == 0));
}

static bool
has_executed(const struct sm_mysql *w, const char *text)
{
	struct sm_token tok;
	struct sm_lexer lx;

	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END)
		if (is_executed(&tok))
			return true;
	return false;
}

/* What follows must be no part of a comment that the text ends in. */
static const char *
closed(const struct sm_mysql *w, const char *text)
{
	struct sm_token tok, last = {.kind = SM_TOKEN_END};
	struct sm_lexer lx;

	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END)
		last = tok;
	return last.kind == SM_TOKEN_COMMENT && last.text[0] != '/'
	    ? sm_sprintf(w->arena, "%s\n", text) : text;
}

static const char *
no_fit(struct sm_mysql *w, const char *text, const char *what)
{
	if (text == NULL)
		sm_mysql_refuse(w, "the plan doesn't say %s", what);
	else
		sm_mysql_refuse(w, "%s is not SQL that can stand there: %.200s",
		    what, sm_printable_str(w->arena, text));
	return NULL;
}

const char *
sm_mysql_fit(struct sm_mysql *w, enum sm_fragment kind, const char *text,
    const char *what)
{
	if (text == NULL || !sm_fragment_fits(w->dialect, kind, text) ||
	    has_executed(w, text))
		return no_fit(w, text, what);
	return closed(w, text);
}

/* --- statements of stored programs ---------------------------------------- */

/* What is open: an expression's CASE closes with END alone. */
#define DEPTH 200
struct scan {
	char open[DEPTH]; /* 'b' a block, 'c' an expression's CASE */
	size_t depth;
	long parens;
	bool starts; /* a statement may start here */
	bool ended;  /* the outermost block was closed */
	int after_end;
};

static bool
is_any(const struct sm_token *tok, const char *const *words)
{
	for (; *words != NULL; words++)
		if (sm_token_is(tok, *words))
			return true;
	return false;
}

static const char *const blocks[] = {"BEGIN", "IF", "CASE", "LOOP", "WHILE",
    "REPEAT", "FOR", NULL};
/* A statement follows on these. */
static const char *const leads[] = {"BEGIN", "THEN", "ELSE", "DO", "LOOP",
    "REPEAT", "ATOMIC", "ROW", NULL};

static bool
close_block(struct scan *s, struct sm_lexer *lx)
{
	struct sm_lexer ahead = *lx;
	struct sm_token next = sm_lexer_next_solid(&ahead);
	bool block;

	if (s->depth == 0)
		return false;
	block = s->open[--s->depth] == 'b';
	if (block && is_any(&next, blocks) && !sm_token_is(&next, "BEGIN"))
		*lx = ahead;
	s->ended = block && s->depth == 0;
	return true;
}

/* IF, REPEAT and CASE are blocks where a statement starts, else functions. */
static bool
opens(struct scan *s, const struct sm_token *tok, bool starts)
{
	bool block = sm_token_is(tok, "BEGIN") || (starts &&
	    is_any(tok, blocks));

	if (!block && !sm_token_is(tok, "CASE"))
		return true;
	if (s->depth == DEPTH)
		return false;
	s->open[s->depth++] = block ? 'b' : 'c';
	return true;
}

static bool
step(struct scan *s, struct sm_lexer *lx, const struct sm_token *tok,
    const struct sm_token *last)
{
	bool starts = s->starts;

	if (tok->open || tok->kind == SM_TOKEN_OTHER || is_executed(tok))
		return false;
	if (tok->kind == SM_TOKEN_SPACE || tok->kind == SM_TOKEN_COMMENT)
		return true;
	/* Behind the last END at most its label. */
	if (s->ended)
		return (tok->kind == SM_TOKEN_WORD ||
		           tok->kind == SM_TOKEN_NAME) && s->after_end++ == 0;
	s->starts = s->parens == 0 &&
	    (s->depth == 0 || s->open[s->depth - 1] == 'b') &&
	    (is_any(tok, leads) || sm_token_is_op(tok, ":"));
	if (sm_token_is_op(tok, "("))
		s->parens++;
	if (sm_token_is_op(tok, ")"))
		return --s->parens >= 0;
	if (sm_token_is_op(tok, ";")) {
		s->starts = true;
		return s->depth > 0 && s->parens == 0;
	}
	if (last->kind == SM_TOKEN_OP && sm_token_is_op(last, "."))
		return true; /* a column's name */
	if (sm_token_is(tok, "END"))
		return close_block(s, lx);
	return opens(s, tok, starts);
}

static bool
body_fits(const struct sm_mysql *w, const char *text)
{
	struct scan s = {.starts = true};
	struct sm_token tok, last = {.kind = SM_TOKEN_END};
	struct sm_lexer lx;

	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END) {
		if (!step(&s, &lx, &tok, &last))
			return false;
		if (tok.kind != SM_TOKEN_SPACE && tok.kind != SM_TOKEN_COMMENT)
			last = tok;
	}
	return s.depth == 0 && s.parens == 0 && last.kind != SM_TOKEN_END;
}

/* Under these a backslash before a quote isn't what our lexer takes it for. */
static bool
is_clear(const char *text, const char *mode)
{
	const char *p;

	if (mode == NULL || (strstr(mode, "NO_BACKSLASH_ESCAPES") == NULL &&
	                        strstr(mode, "ANSI") == NULL))
		return true;
	for (p = text; (p = strchr(p, '\\')) != NULL; p++)
		if (p[1] != '\0' && strchr("\\'\"`", p[1]) != NULL)
			return false;
	return true;
}

const char *
sm_mysql_body(struct sm_mysql *w, const char *text, const char *sql_mode,
    const char *what)
{
	if (text == NULL || !is_clear(text, sql_mode) || !body_fits(w, text))
		return no_fit(w, text, what);
	return closed(w, text);
}

/* --- messages ------------------------------------------------------------- */

bool
sm_mysql_refuse(struct sm_mysql *w, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = sm_vsprintf(w->arena, fmt, ap);
	va_end(ap);
	return sm_sql_refuse(w->t, w->op, w->e, "can't be rendered: %s", text);
}

bool
sm_mysql_procedure(struct sm_mysql *w, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = sm_vsprintf(w->arena, fmt, ap);
	va_end(ap);
	return sm_error_hint(w->e, "%s", text);
}

void
sm_mysql_say_op(struct sm_mysql *w, const struct sm_op *op)
{
	if (sm_map_set(&w->said, op->id, w) != NULL)
		return;
	/* A pair that only the way back takes has no verdict. */
	sm_mysql_say(&w->script, op->risk == SM_RISK_NONE ? "%ld/%zu %s %s"
	    : "%ld/%zu %s %s  [%s]", op->step, w->total, op->id,
	    sm_op_describe(w->arena, op), sm_risk_name(op->risk));
	if (op->reason != NULL && *op->reason != '\0')
		sm_mysql_say(&w->script, "  %s", op->reason);
}

const char *
sm_mysql_option(const struct sm_mysql *w, const struct sm_options *options,
    const char *name)
{
	return sm_option_text(w->arena, options, name);
}

const char *
sm_mysql_now(const struct sm_mysql *w, const struct sm_sql_item *item)
{
	const char *now;

	if (item->old == NULL)
		return item->target->name;
	now = sm_map_get(&w->now, item->old->key);
	return now != NULL ? now : item->old->name;
}
