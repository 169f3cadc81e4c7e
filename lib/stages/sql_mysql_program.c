/*
 * Triggers, routines and events, which hold statements of their own.  They are
 * made under the sql_mode that they are to run under.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_mysql.h"
#include "text/lexer.h"

/* The sql_mode as SQL; one that isn't said is the server's own. */
static const char *
mode_of(struct sm_mysql *w, const struct sm_object *o)
{
	const char *mode = sm_mysql_option(w, &o->options, "sql_mode");

	return mode == NULL ? "@@GLOBAL.sql_mode" : sm_mysql_string(w, mode);
}

static const char *
body_of(struct sm_mysql *w, const struct sm_object *o, const char *text)
{
	return sm_mysql_body(w, text,
	    sm_mysql_option(w, &o->options, "sql_mode"),
	    sm_sprintf(w->arena, "the definition of %s",
	        sm_sql_object_words(w->t, o)));
}

/*
 * Make it, in the other's place: MariaDB in one statement, MySQL with a moment
 * between the two in which there is none.
 */
static bool
create(struct sm_mysql *w, const struct sm_sql_item *item, const char *what,
    const char *rest)
{
	const struct sm_object *o = item->target;
	bool replaces = item->old != NULL;
	bool at_once = sm_mysql_has(w, SM_MYSQL_OR_REPLACE);

	if (rest == NULL)
		return false;
	if (replaces)
		sm_mysql_say_definer(w, o);
	if (replaces && !at_once)
		sm_mysql_run(&w->script, "DROP %s %s", what,
		    sm_mysql_name(w, item->old->name));
	sm_mysql_run_program(&w->script, mode_of(w, o), sm_sprintf(w->arena,
	    "CREATE %s%s%s%s %s%s", replaces && at_once ? "OR REPLACE " : "",
	    sm_mysql_definer(w, o),
	    sm_option(&o->options, "aggregate") != NULL ? "AGGREGATE " : "",
	    what, sm_mysql_name(w, o->name), rest));
	return true;
}

static bool
drop(struct sm_mysql *w, const struct sm_sql_item *item, const char *what)
{
	sm_mysql_run(&w->script, "DROP %s %s", what,
	    sm_mysql_name(w, item->old->name));
	return true;
}

/* --- triggers ------------------------------------------------------------- */

/* Behind FOR EACH ROW, where FOLLOWS stands; 0: it isn't there. */
static size_t
behind_row(const struct sm_mysql *w, const char *text)
{
	struct sm_lexer lx;
	struct sm_token tok;
	bool each = false;

	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END) {
		if (each && sm_token_is(&tok, "ROW"))
			return (size_t)(tok.text + tok.len - text);
		each = sm_token_is(&tok, "EACH");
	}
	return 0;
}

/* The trigger that comes right behind it, if the plan knows one. */
static const struct sm_object *
follower(const struct sm_mysql *w, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_object *x = w->t->items.v[i]->target;
		const char *name;

		if (x == NULL || strcmp(x->record, "trigger") != 0)
			continue;
		name = sm_mysql_option(w, &x->options, "follows");
		if (name != NULL && strcmp(name, o->name) == 0)
			return x;
	}
	return NULL;
}

static bool
is_made(const struct sm_mysql *w, const char *name)
{
	return sm_map_get(&w->there, name) != NULL;
}

/* Is it one that the plan makes, but hasn't yet? */
static bool
is_to_come(const struct sm_mysql *w, const char *name)
{
	size_t i;

	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_object *x = w->t->items.v[i]->target;

		if (x != NULL && strcmp(x->record, "trigger") == 0 &&
		    strcmp(x->name, name) == 0)
			return !is_made(w, name);
	}
	return false;
}

/* Its place among those of its table, time and event. */
static const char *
place(struct sm_mysql *w, const struct sm_object *o)
{
	const char *name = sm_mysql_option(w, &o->options, "follows");
	const struct sm_object *next = follower(w, o);

	if (name != NULL && !is_to_come(w, name))
		return sm_sprintf(w->arena, " FOLLOWS %s",
		    sm_mysql_name(w, name));
	if (next != NULL && is_made(w, next->name))
		return sm_sprintf(w->arena, " PRECEDES %s",
		    sm_mysql_name(w, next->name));
	return "";
}

static bool
write_trigger(struct sm_mysql *w, const struct sm_sql_item *item)
{
	const struct sm_object *o = item->target;
	const char *text = body_of(w, o, o->definition);
	size_t at = text != NULL ? behind_row(w, text) : 0;

	if (text == NULL)
		return false;
	if (at == 0)
		return sm_mysql_refuse(w, "its definition has no FOR EACH ROW");
	sm_map_set(&w->there, o->name, (struct sm_sql_item *)(uintptr_t)item);
	return create(w, item, "TRIGGER", sm_sprintf(w->arena, " %.*s%s%s",
	    (int)at, text, place(w, o), text + at));
}

bool
sm_mysql_add_trigger(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_trigger(w, item);
}

bool
sm_mysql_modify_trigger(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_trigger(w, item);
}

bool
sm_mysql_drop_trigger(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return drop(w, item, "TRIGGER");
}

/* --- routines ------------------------------------------------------------- */

static const char *
word_of(const struct sm_object *o)
{
	return strcmp(o->record, "procedure") == 0 ? "PROCEDURE" : "FUNCTION";
}

/* " SQL SECURITY INVOKER COMMENT …": what ALTER can change, too. */
static bool
add_manners(struct sm_mysql *w, struct sm_buf *b, const struct sm_object *o,
    bool alters)
{
	const char *access = sm_mysql_option(w, &o->options, "data_access");
	const char *security = sm_mysql_option(w, &o->options, "security");

	if (access != NULL &&
	    strcmp(access, "no sql") != 0 &&
	    strcmp(access, "reads sql data") != 0 &&
	    strcmp(access, "modifies sql data") != 0)
		return sm_mysql_refuse(w, "nobody told sm-sql what the data "
		    "access %s is", sm_printable_str(w->arena, access));
	if (security != NULL && (security = sm_mysql_fit(w, SM_FRAGMENT_WORD,
	        security, "the security")) == NULL)
		return false;
	if (access != NULL || alters)
		sm_buf_addf(b, " %s", access != NULL ? access : "CONTAINS SQL");
	if (security != NULL || alters)
		sm_buf_addf(b, " SQL SECURITY %s",
		    security != NULL ? security : "DEFINER");
	if (o->comment != NULL || alters)
		sm_buf_addf(b, " COMMENT %s", sm_mysql_string(w,
		    o->comment != NULL ? o->comment : ""));
	return true;
}

static bool
routine_text(struct sm_mysql *w, struct sm_buf *b, const struct sm_object *o)
{
	const char *parameters = o->signature, *returns = o->returns;
	const char *body = body_of(w, o, o->body);

	if (body == NULL ||
	    (parameters != NULL && *parameters != '\0' &&
	        (parameters = sm_mysql_fit(w, SM_FRAGMENT_EXPRESSION,
	            parameters, "the parameters")) == NULL) ||
	    (returns != NULL && (returns = sm_mysql_fit(w, SM_FRAGMENT_DEFAULT,
	        returns, "the type returned")) == NULL))
		return false;
	sm_buf_addf(b, "(%s)%s%s", parameters != NULL ? parameters : "",
	    returns != NULL ? " RETURNS " : "", returns != NULL ? returns : "");
	sm_buf_adds(b, sm_option_on(&o->options, "deterministic")
	    ? " DETERMINISTIC" : "");
	if (!add_manners(w, b, o, false))
		return false;
	sm_buf_addf(b, "\n%s", body);
	return true;
}

bool
sm_mysql_add_routine(struct sm_mysql *w, const struct sm_sql_item *item)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = routine_text(w, &b, item->target) &&
	    create(w, item, word_of(item->target), sm_buf_str(&b));

	sm_buf_free(&b);
	return fine;
}

bool
sm_mysql_modify_routine(struct sm_mysql *w, const struct sm_sql_item *item)
{
	static const char *const manners[] = {"data_access", "security",
	    "comment"};
	const struct sm_object *o = item->target;
	struct sm_buf b = SM_BUF_INIT;
	size_t i, k, n = sizeof manners / sizeof manners[0];
	bool fine;

	for (i = 0; i < w->op->changes.n; i++) {
		for (k = 0; k < n; k++)
			if (strcmp(manners[k], w->op->changes.v[i]) == 0)
				break;
		if (k == n)
			return sm_mysql_add_routine(w, item);
	}
	/* ALTER keeps definer and privileges. */
	fine = add_manners(w, &b, o, true);
	if (fine)
		sm_mysql_run(&w->script, "ALTER %s %s%s", word_of(o),
		    sm_mysql_name(w, o->name), sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

bool
sm_mysql_drop_routine(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return drop(w, item, word_of(item->old));
}

/* --- events --------------------------------------------------------------- */

/* Where DO stands, between the schedule and the statement; 0: nowhere. */
static size_t
before_do(const struct sm_mysql *w, const char *text)
{
	struct sm_lexer lx;
	struct sm_token tok;
	long depth = 0;

	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END) {
		if (sm_token_is_op(&tok, "("))
			depth++;
		if (sm_token_is_op(&tok, ")"))
			depth--;
		if (depth == 0 && sm_token_is(&tok, "DO"))
			return (size_t)(tok.text - text);
	}
	return 0;
}

static const char *
state_of(const struct sm_mysql *w, const struct sm_object *o)
{
	const char *disabled = sm_mysql_option(w, &o->options, "disabled");

	if (disabled == NULL)
		return " ENABLE";
	return strcmp(disabled, "on slave") == 0 ? " DISABLE ON SLAVE"
	                                         : " DISABLE";
}

static bool
write_event(struct sm_mysql *w, const struct sm_sql_item *item)
{
	const struct sm_object *o = item->target;
	const char *text = body_of(w, o, o->definition);
	size_t at = text != NULL ? before_do(w, text) : 0;

	if (text == NULL)
		return false;
	if (at == 0)
		return sm_mysql_refuse(w, "its definition has no DO");
	return create(w, item, "EVENT", sm_sprintf(w->arena,
	    " %.*sON COMPLETION %sPRESERVE%s%s%s %s", (int)at, text,
	    sm_option(&o->options, "preserve") != NULL ? "" : "NOT ",
	    state_of(w, o), o->comment != NULL ? " COMMENT " : "",
	    o->comment != NULL ? sm_mysql_string(w, o->comment) : "",
	    text + at));
}

bool
sm_mysql_add_event(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_event(w, item);
}

bool
sm_mysql_modify_event(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_event(w, item);
}

bool
sm_mysql_drop_event(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return drop(w, item, "EVENT");
}
