/*
 * Views and sequences.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_mysql.h"

/* user@host, where the user may hold an @; a role has no host. */
const char *
sm_mysql_definer(struct sm_mysql *w, const struct sm_object *o)
{
	const char *at;

	if (o->owner == NULL)
		return "";
	at = strrchr(o->owner, '@');
	if (at == NULL)
		return sm_sprintf(w->arena, "DEFINER=%s ",
		    sm_mysql_name(w, o->owner));
	return sm_sprintf(w->arena, "DEFINER=%s@%s ", sm_mysql_name(w,
	    sm_memdup(w->arena, o->owner, (size_t)(at - o->owner))),
	    sm_mysql_name(w, at + 1));
}

void
sm_mysql_say_definer(struct sm_mysql *w, const struct sm_object *o)
{
	if (o->owner == NULL)
		sm_mysql_say(&w->script, "  its definer will be the user who "
		    "runs this (sm-reflect --owners)");
}

static bool
write_view(struct sm_mysql *w, const struct sm_sql_item *item,
    const char *create)
{
	const struct sm_object *o = item->target;
	const char *definition = sm_mysql_fit(w, SM_FRAGMENT_QUERY,
	    o->definition, "the view's query");
	const char *algorithm = sm_mysql_option(w, &o->options, "algorithm");
	const char *security = sm_mysql_option(w, &o->options, "security");
	const char *check = sm_mysql_option(w, &o->options, "check_option");

	if (definition == NULL ||
	    (algorithm != NULL && (algorithm = sm_mysql_fit(w,
	        SM_FRAGMENT_WORD, algorithm, "the algorithm")) == NULL) ||
	    (security != NULL && (security = sm_mysql_fit(w,
	        SM_FRAGMENT_WORD, security, "the security")) == NULL) ||
	    (check != NULL && (check = sm_mysql_fit(w, SM_FRAGMENT_WORD,
	        check, "the check option")) == NULL))
		return false;
	sm_mysql_run(&w->script, "%s %s%s%s%s%s%sVIEW %s%s%s%s AS %s%s%s%s",
	    create, algorithm != NULL ? "ALGORITHM=" : "",
	    algorithm != NULL ? algorithm : "", algorithm != NULL ? " " : "",
	    sm_mysql_definer(w, o), security != NULL ? "SQL SECURITY " : "",
	    security != NULL ? sm_sprintf(w->arena, "%s ", security) : "",
	    sm_mysql_name(w, o->name), o->names.n > 0 ? " (" : "",
	    sm_mysql_names(w, &o->names), o->names.n > 0 ? ")" : "",
	    definition, check != NULL ? " WITH " : "",
	    check != NULL ? check : "", check != NULL ? " CHECK OPTION" : "");
	return true;
}

bool
sm_mysql_add_view(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_view(w, item, "CREATE");
}

bool
sm_mysql_modify_view(struct sm_mysql *w, const struct sm_sql_item *item)
{
	sm_mysql_say_definer(w, item->target);
	return write_view(w, item, "CREATE OR REPLACE");
}

bool
sm_mysql_drop_view(struct sm_mysql *w, const struct sm_sql_item *item)
{
	sm_mysql_run(&w->script, "DROP VIEW %s",
	    sm_mysql_name(w, item->old->name));
	return true;
}

/* --- sequences ------------------------------------------------------------ */

static bool
add_number(struct sm_mysql *w, struct sm_buf *b, const char *words,
    const char *number, const char *none)
{
	if (number == NULL) {
		sm_buf_adds(b, none);
		return true;
	}
	number = sm_mysql_fit(w, SM_FRAGMENT_DEFAULT, number, words);
	if (number != NULL)
		sm_buf_addf(b, " %s %s", words, number);
	return number != NULL;
}

/* What is not said is set to what the server would take for it. */
static bool
write_sequence(struct sm_mysql *w, const struct sm_object *o,
    const char *verb, bool alters)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *type = o->number_type;
	bool down = o->counter.increment != NULL &&
	    *o->counter.increment == '-';
	bool fine = true;

	if (!sm_mysql_has(w, SM_MYSQL_SEQUENCE))
		return sm_mysql_refuse(w, "%s %s has no sequences",
		    w->dialect->title, w->server);
	sm_buf_addf(&b, "%s SEQUENCE %s", verb, sm_mysql_name(w, o->name));
	if (type != NULL) {
		type = sm_mysql_fit(w, SM_FRAGMENT_WORD, type, "the type");
		fine = type != NULL;
		sm_buf_addf(&b, " AS %s", fine ? type : "");
	}
	fine = fine && add_number(w, &b, "INCREMENT BY", o->counter.increment,
	        alters ? " INCREMENT BY 1" : "") &&
	    add_number(w, &b, "MINVALUE", o->counter.minimum,
	        alters ? " NO MINVALUE" : "") &&
	    add_number(w, &b, "MAXVALUE", o->counter.maximum,
	        alters ? " NO MAXVALUE" : "") &&
	    add_number(w, &b, "START WITH", o->counter.start, !alters ? ""
	        : down ? " START WITH -1" : " START WITH 1") &&
	    add_number(w, &b, "CACHE", o->counter.cache,
	        alters ? " CACHE 1000" : "");
	sm_buf_adds(&b, o->counter.cycle ? " CYCLE" : alters ? " NOCYCLE" : "");
	if (fine)
		sm_mysql_run(&w->script, "%s", sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

bool
sm_mysql_add_sequence(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_sequence(w, item->target, "CREATE", false);
}

bool
sm_mysql_modify_sequence(struct sm_mysql *w, const struct sm_sql_item *item)
{
	return write_sequence(w, item->target, "ALTER", true);
}

bool
sm_mysql_drop_sequence(struct sm_mysql *w, const struct sm_sql_item *item)
{
	sm_mysql_run(&w->script, "DROP SEQUENCE %s",
	    sm_mysql_name(w, item->old->name));
	return true;
}
