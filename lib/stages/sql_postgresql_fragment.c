/*
 * Texts of the plan that are written as they stand, and lists of options.
 */
#include "stages/sql_postgresql_fragment.h"

#include <string.h>

#include "base/utf8.h"
#include "text/lexer.h"

static const char *
whole(struct sm_pgsql *w, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *s;

	sm_fragment_add(&b, w->dialect, text);
	s = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return s;
}

static bool
is_there(struct sm_pgsql *w, const char *text, const char *what)
{
	return text != NULL || sm_pgsql_refuse(w, "the plan doesn't say %s",
	    what);
}

const char *
sm_pgsql_text(struct sm_pgsql *w, enum sm_fragment kind, const char *text,
    const char *what)
{
	return is_there(w, text, what) && sm_pgsql_fits(w, kind, text, what)
	    ? whole(w, text) : NULL;
}

/* What has been seen of a text with semicolons in it. */
struct scan {
	long parens, cases;
	size_t solid;
	bool ended; /* the END of BEGIN ATOMIC was there */
};

static bool
step_parens(struct scan *s, const struct sm_token *tok)
{
	if (tok->open || tok->kind == SM_TOKEN_OTHER)
		return false;
	if (sm_token_is_op(tok, "("))
		s->parens++;
	return !sm_token_is_op(tok, ")") || --s->parens >= 0;
}

static bool
rule_fits(const struct sm_dialect *d, const char *text)
{
	struct scan s = {0, 0, 0, false};
	struct sm_lexer lx;
	struct sm_token tok;

	sm_lexer_init(&lx, d, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END)
		if (!step_parens(&s, &tok) ||
		    (sm_token_is_op(&tok, ";") && s.parens == 0))
			return false;
	return s.parens == 0;
}

/*
 * The server quotes CASE and END where they are names (ruleutils.c,
 * quote_identifier), so that every other is one half of CASE ... END, or ends
 * it all.
 */
static bool
step_atomic(struct scan *s, const struct sm_token *tok)
{
	static const char *const start[] = {"BEGIN", "ATOMIC"};

	if (!step_parens(s, tok))
		return false;
	if (tok->kind == SM_TOKEN_SPACE || tok->kind == SM_TOKEN_COMMENT)
		return true;
	if (s->ended)
		return false;
	if (s->solid < 2)
		return sm_token_is(tok, start[s->solid++]);
	if (sm_token_is(tok, "CASE"))
		s->cases++;
	else if (sm_token_is(tok, "END") && s->cases-- == 0)
		s->ended = s->parens == 0;
	return s->cases >= 0 || s->ended;
}

static bool
atomic_fits(const struct sm_dialect *d, const char *text)
{
	struct scan s = {0, 0, 0, false};
	struct sm_lexer lx;
	struct sm_token tok;

	sm_lexer_init(&lx, d, text, strlen(text));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END)
		if (!step_atomic(&s, &tok))
			return false;
	return s.ended;
}

static const char *
refuse_text(struct sm_pgsql *w, const char *text, const char *what)
{
	sm_pgsql_refuse(w, "%s is not SQL that can stand there: %.200s", what,
	    sm_printable_str(w->arena, text));
	return NULL;
}

const char *
sm_pgsql_rule_text(struct sm_pgsql *w, const char *text, const char *what)
{
	if (!is_there(w, text, what))
		return NULL;
	return rule_fits(w->dialect, text) ? whole(w, text)
	                                   : refuse_text(w, text, what);
}

const char *
sm_pgsql_body_text(struct sm_pgsql *w, const char *text, const char *what)
{
	struct sm_lexer lx;
	struct sm_token first;

	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	first = sm_lexer_next_solid(&lx);
	if (sm_token_is(&first, "RETURN"))
		return sm_pgsql_text(w, SM_FRAGMENT_QUERY, text, what);
	return atomic_fits(w->dialect, text) ? whole(w, text)
	                                     : refuse_text(w, text, what);
}

/* --- options -------------------------------------------------------------- */

const char *
sm_pgsql_setting_name(struct sm_pgsql *w, const char *name)
{
	const char *dot = strchr(name, '.');

	if (dot == NULL)
		return sm_pgsql_name(w, name);
	return sm_pgsql_qualified(w,
	    sm_memdup(w->arena, name, (size_t)(dot - name)), dot + 1);
}

const char *
sm_pgsql_settings(struct sm_pgsql *w, const struct sm_options *list)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->n; i++)
		text = sm_sprintf(w->arena, "%s%s%s=%s", text,
		    i > 0 ? ", " : "",
		    sm_pgsql_setting_name(w, list->v[i].name),
		    sm_pgsql_string(w, sm_option_text(w->arena, list,
		        list->v[i].name)));
	return text;
}

const char *
sm_pgsql_option_words(struct sm_pgsql *w, const char *words,
    const struct sm_options *x, const struct sm_options *y)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		words = sm_sprintf(w->arena, "%s %s", words, x->v[i].name);
	for (i = 0; i < y->n; i++)
		words = sm_sprintf(w->arena, "%s %s", words, y->v[i].name);
	return words;
}
