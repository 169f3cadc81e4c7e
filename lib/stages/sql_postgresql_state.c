/*
 * What is on a table: its name there, and whether it is switched off.
 */
#include "stages/sql_postgresql_state.h"

#include <string.h>

#include "base/utf8.h"

const char *
sm_pgsql_its_table(const struct sm_pgsql *w)
{
	const struct sm_object *o = w->item->old;

	/* What is put on it is spelled as the new schema names it. */
	if (o == NULL || w->op->verb == SM_ADD)
		return sm_pgsql_qualified(w, w->item->target->schema,
		    w->item->target->table);
	return sm_pgsql_qualified(w, o->schema,
	    sm_pgsql_table_now(w, o->schema, o->table));
}

const char *
sm_pgsql_on_table(const struct sm_pgsql *w, const struct sm_object *o)
{
	return sm_sprintf(w->arena, "%s ON %s", sm_pgsql_name(w, o->name),
	    sm_pgsql_its_table(w));
}

static const struct {
	const char *enabled, *words;
} states[] = {
	{NULL, "ENABLE"},
	{"disabled", "DISABLE"},
	{"always", "ENABLE ALWAYS"},
	{"replica", "ENABLE REPLICA"},
};
#define NSTATES (sizeof states / sizeof states[0])

const char *
sm_pgsql_state_words(const char *enabled)
{
	size_t i;

	for (i = 0; i < NSTATES; i++)
		if (enabled == NULL || states[i].enabled == NULL
		        ? enabled == states[i].enabled
		        : strcmp(states[i].enabled, enabled) == 0)
			return states[i].words;
	return NULL;
}

bool
sm_pgsql_set_state(struct sm_pgsql *w, const char *table, const char *what,
    const struct sm_object *o, const char *enabled)
{
	const char *words = sm_pgsql_state_words(enabled);
	const struct sm_sql_item *on =
	    sm_pgsql_relation_new(w, o->schema, o->table);

	if (words == NULL)
		return sm_pgsql_refuse(w, "there is no state \"%.40s\"",
		    sm_printable_str(w->arena, enabled));
	/* ATPrepCmd() in tablecmds.c. */
	if (on != NULL && on->target != NULL &&
	    strcmp(on->target->record, "view") == 0)
		return sm_pgsql_refuse(w, "the server can't switch off what "
		    "is on a view");
	sm_pgsql_run(&w->script, "ALTER TABLE %s %s %s %s", table, words, what,
	    sm_pgsql_name(w, o->name));
	return true;
}
