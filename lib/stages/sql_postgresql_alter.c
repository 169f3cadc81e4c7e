/*
 * What the ops of all constraints have in common.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/anew.h"
#include "stages/sql_postgresql_key.h"
#include "stages/sql_postgresql_table.h"

const char *
sm_pgsql_table_here(const struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_sql_item *item = w->item;

	if (item != NULL && item->old != NULL &&
	    (o == item->target || o == item->moved || o == item->old))
		return sm_pgsql_qualified(w, item->old->schema,
		    sm_pgsql_table_now(w, item->old->schema,
		        item->old->name));
	return sm_pgsql_qualified(w, o->schema, o->name);
}

const char *
sm_pgsql_part_now(const struct sm_pgsql *w, enum sm_part part,
    const char *old_name)
{
	size_t i;

	for (i = 0; old_name != NULL && i < w->item->ops.n; i++) {
		const struct sm_op *op = w->item->ops.v[i];

		if (op->verb == SM_RENAME && op->target->part == part &&
		    op->from != NULL && strcmp(op->from, old_name) == 0 &&
		    sm_map_get(&w->said, op->id) != NULL)
			return op->name;
	}
	return old_name;
}

bool
sm_pgsql_anew(const struct sm_pgsql *w)
{
	return sm_made_anew(w->t->plan, w->op, w->item->moved,
	    w->item->target);
}

bool
sm_pgsql_unknown_change(struct sm_pgsql *w, const char *word)
{
	return sm_pgsql_refuse(w, "no statement changes \"%.100s\" of it",
	    sm_printable_str(w->arena, word));
}

bool
sm_pgsql_rename_constraint(struct sm_pgsql *w, const struct sm_object *o)
{
	if (w->op->from == NULL || w->op->name == NULL)
		return sm_pgsql_refuse(w, "the constraint has no name");
	sm_pgsql_run(&w->script, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s",
	    sm_pgsql_table_here(w, o), sm_pgsql_name(w, w->op->from),
	    sm_pgsql_name(w, w->op->name));
	return true;
}

void
sm_pgsql_constraint_comment(struct sm_pgsql *w, const struct sm_object *o,
    const char *name, const char *comment)
{
	sm_pgsql_comment(w, "CONSTRAINT", sm_sprintf(w->arena, "%s ON %s",
	    sm_pgsql_name(w, name), sm_pgsql_table_here(w, o)), comment);
}

bool
sm_pgsql_drop_constraint(struct sm_pgsql *w, const struct sm_object *o,
    enum sm_part kind, const void *part)
{
	const char *name = sm_pgsql_part_now(w, kind,
	    sm_part_name(kind, part));
	enum sm_pgsql_going going = sm_pgsql_going(w, kind, part);

	if (name == NULL)
		return sm_pgsql_refuse(w, "the constraint has no name");
	if (going == SM_PGSQL_GOES_ALONG) {
		sm_pgsql_say(&w->script, "  it goes with its parent's");
		return true;
	}
	if (going == SM_PGSQL_STAYS)
		return sm_pgsql_refuse(w, "it is there because the table that "
		    "this is a partition of has it");
	sm_pgsql_leave_parents(w, kind, part);
	sm_pgsql_run(&w->script, "ALTER TABLE %s DROP CONSTRAINT %s%s",
	    sm_pgsql_table_here(w, o), going == SM_PGSQL_GOES_MAYBE ||
	    sm_pgsql_is_left_over(w, name) ? "IF EXISTS " : "",
	    sm_pgsql_name(w, name));
	return true;
}
