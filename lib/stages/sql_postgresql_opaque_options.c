/*
 * The options of opaque kinds that statements of their own set.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_opaque.h"
#include "text/lexer.h"

/* --- on and off ----------------------------------------------------------- */

static const struct {
	const char *enabled, *words;
} states[] = {
	{"disabled", "DISABLE"},
	{"always", "ENABLE ALWAYS"},
	{"replica", "ENABLE REPLICA"},
};
#define NSTATES (sizeof states / sizeof states[0])

static bool
set_enabled(struct sm_pgsql *w, const char *what, const char *name,
    const struct sm_object *old, const struct sm_object *new_, size_t nstates)
{
	const char *was, *is, *words = NULL;
	size_t i;

	if (!sm_pgsql_option_turns(w, old, new_, "enabled", &was, &is))
		return true;
	for (i = 0; is != NULL && i < nstates; i++)
		if (strcmp(states[i].enabled, is) == 0)
			words = states[i].words;
	if (is != NULL && words == NULL)
		return sm_pgsql_refuse(w, "there is no state \"%.40s\"",
		    sm_printable_str(w->arena, is));
	sm_pgsql_run(&w->script, "ALTER %s %s %s", what, name,
	    is != NULL ? words : "ENABLE");
	return true;
}

bool
sm_pgsql_event_trigger_options(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	return set_enabled(w, "EVENT TRIGGER", name, old, new_, NSTATES);
}

bool
sm_pgsql_subscription_options(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	return set_enabled(w, "SUBSCRIPTION", name, old, new_, 1);
}

/* --- text search ---------------------------------------------------------- */

bool
sm_pgsql_configuration_options(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	struct sm_strings tokens = sm_pgsql_options_turned(w, old, new_);
	const char *was, *is, *token;
	size_t i;

	for (i = 0; i < tokens.n; i++) {
		if (!sm_pgsql_option_turns(w, old, new_, tokens.v[i], &was,
		        &is))
			continue;
		token = sm_pgsql_name(w, tokens.v[i]);
		if (is == NULL) {
			sm_pgsql_run(&w->script, "ALTER TEXT SEARCH "
			    "CONFIGURATION %s DROP MAPPING FOR %s", name,
			    token);
			continue;
		}
		is = sm_pgsql_text(w, SM_FRAGMENT_EXPRESSION, is,
		    "its list of dictionaries");
		if (is == NULL)
			return false;
		sm_pgsql_run(&w->script, "ALTER TEXT SEARCH CONFIGURATION %s "
		    "%s MAPPING FOR %s WITH %s", name,
		    was == NULL ? "ADD" : "ALTER", token, is);
	}
	return true;
}

/* --- operator families ---------------------------------------------------- */

/* A member, and how DROP calls it: without the operator or function. */
struct member {
	const char *text, *short_text;
};
struct members {
	struct member *v;
	size_t n, cap;
};

/* OPERATOR 1 s.<<(a,b): the first parentheses are the types. */
static struct member
member(struct sm_pgsql *w, const char *from, const char *to)
{
	struct member m = {sm_memdup(w->arena, from, (size_t)(to - from)), ""};
	struct sm_lexer lx;
	struct sm_token tok;
	const char *open = NULL;
	long depth = 0;
	size_t i;

	sm_lexer_init(&lx, w->dialect, from, (size_t)(to - from));
	for (i = 0; (tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END;
	     i++) {
		if (i < 2)
			m.short_text = sm_sprintf(w->arena, "%s%.*s ",
			    m.short_text, (int)tok.len, tok.text);
		if (sm_token_is_op(&tok, "(") && depth++ == 0)
			open = tok.text;
		if (sm_token_is_op(&tok, ")") && --depth == 0)
			break;
	}
	if (open != NULL && tok.kind != SM_TOKEN_END)
		m.short_text = sm_sprintf(w->arena, "%s%.*s", m.short_text,
		    (int)(tok.text + tok.len - open), open);
	return m;
}

static struct members
members_of(struct sm_pgsql *w, const char *text)
{
	struct members list = {NULL, 0, 0};
	struct sm_lexer lx;
	struct sm_token tok;
	const char *from = text;
	long depth = 0;

	if (text == NULL)
		return list;
	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	do {
		tok = sm_lexer_next_solid(&lx);
		depth += sm_token_is_op(&tok, "(");
		depth -= sm_token_is_op(&tok, ")");
		if (tok.kind == SM_TOKEN_END)
			tok.text = text + strlen(text);
		else if (depth > 0 || !sm_token_is_op(&tok, ","))
			continue;
		while (*from == ' ')
			from++;
		*sm_push(w->arena, &list) = member(w, from, tok.text);
		from = tok.text + 1;
	} while (tok.kind != SM_TOKEN_END);
	return list;
}

static bool
has(const struct members *list, const char *text)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].text, text) == 0)
			return true;
	return false;
}

static void
alter_family(struct sm_pgsql *w, const char *name, const char *word,
    const struct members *list, const struct members *other, bool whole)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!has(other, list->v[i].text))
			text = sm_sprintf(w->arena, "%s%s%s", text,
			    *text != '\0' ? ", " : "", whole
			        ? list->v[i].text : list->v[i].short_text);
	if (*text != '\0')
		sm_pgsql_run(&w->script, "ALTER OPERATOR FAMILY %s %s %s",
		    name, word, text);
}

bool
sm_pgsql_family_options(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	const char *was, *is;
	struct members old_list, new_list;

	if (!sm_pgsql_option_turns(w, old, new_, "members", &was, &is))
		return true;
	if ((was != NULL && !sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, was,
	        "the list of its members")) ||
	    (is != NULL && !sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, is,
	        "the list of its members")))
		return false;
	old_list = members_of(w, was);
	new_list = members_of(w, is);
	alter_family(w, name, "DROP", &old_list, &new_list, false);
	alter_family(w, name, "ADD", &new_list, &old_list, true);
	return true;
}
