/*
 * Triggers on tables and views, and what partitions have of them.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_state.h"
#include "stages/sql_postgresql_type.h"

static bool
is_trigger(const struct sm_object *o)
{
	return o != NULL && !o->unreadable &&
	    strcmp(o->record, "trigger") == 0;
}

static const struct sm_object *
new_table(const struct sm_pgsql *w, const char *schema, const char *name)
{
	const struct sm_sql_item *item = sm_pgsql_relation_new(w, schema,
	    name);

	return item != NULL ? item->target : NULL;
}

/*
 * Is the table a partition of that one, or of a partition of it?  The plan may
 * not know the tables between: `maybe` is said then.
 */
static bool
is_under(const struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_object *top, bool maybe)
{
	size_t depth = w->t->items.n;

	for (; table != NULL && table->partition_of != NULL && depth > 0;
	     depth--) {
		table = new_table(w, table->partition_of->schema,
		    table->partition_of->name);
		if (table == top)
			return true;
		if (table == NULL)
			return maybe;
	}
	return false;
}

/* A copy's record of a state of its own; has it that by now? */
static bool
has_own_state(const struct sm_pgsql *w, const struct sm_sql_item *item)
{
	if (!is_trigger(item->target) || !item->target->inherited)
		return false;
	return item->old != NULL || (item->ops.n > 0 &&
	    sm_pgsql_is_said(w, item->ops.v[0]));
}

static bool set_state(struct sm_pgsql *, const char *table,
    const struct sm_object *, const char *enabled);

/*
 * A trigger that is made on a partitioned table is made on its partitions (see
 * CreateTriggerFiringOn() in trigger.c), and those that were as it was change
 * with it: what has a state of its own gets it again.
 */
static bool
copies_again(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_object *top = new_table(w, o->schema, o->table);
	size_t i;

	if (top == NULL || top->partition_key == NULL)
		return true;
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];
		const struct sm_object *c = item->target, *was = item->old;

		if (!has_own_state(w, item) || strcmp(c->name, o->name) != 0 ||
		    !is_under(w, new_table(w, c->schema, c->table), top,
		        !o->inherited))
			continue;
		if (!set_state(w, was == NULL
		        ? sm_pgsql_qualified(w, c->schema, c->table)
		        : sm_pgsql_qualified(w, was->schema,
		              sm_pgsql_table_now(w, was->schema, was->table)),
		        c, c->enabled))
			return false;
	}
	return true;
}

/*
 * The trigger and the copies that have its state: the others have one of their
 * own, which the plan may not know, and ALTER TABLE without ONLY would take it
 * from them.  words NULL: the state of its parent's trigger; nothing is done
 * where that is gone.
 */
static void
set_with_copies(struct sm_pgsql *w, const char *table, const char *name,
    const char *words)
{
	static const char of_parent[] = "CASE p.tgenabled WHEN 'D' THEN "
	    "'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS'\n"
	    "\t    WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END";
	static const char edge[] = "JOIN pg_catalog.pg_depend d ON d.deptype = "
	    "'P'\n\t    AND d.classid = "
	    "'pg_catalog.pg_trigger'::pg_catalog.regclass\n"
	    "\t    AND d.refclassid = d.classid AND ";
	const char *parent = sm_sprintf(w->arena, "\t    %sd.objid = t.oid\n"
	    "\t    JOIN pg_catalog.pg_trigger p ON p.oid = d.refobjid\n",
	    edge);
	const char *body = sm_sprintf(w->arena, "DECLARE\n\tstatement text;\n"
	    "BEGIN\n\tFOR statement IN WITH RECURSIVE copies AS (\n"
	    "\t    SELECT t.oid, t.tgrelid, t.tgenabled, %s AS words\n"
	    "\t    FROM pg_catalog.pg_trigger t\n%s"
	    "\t    WHERE t.tgrelid = pg_catalog.to_regclass(%s) "
	    "AND t.tgname = %s\n"
	    "\t    UNION ALL SELECT t.oid, t.tgrelid, t.tgenabled, c.words "
	    "FROM copies c\n\t    %sd.refobjid = c.oid\n"
	    "\t    JOIN pg_catalog.pg_trigger t ON t.oid = d.objid "
	    "AND t.tgenabled = c.tgenabled)\n"
	    "\t    SELECT format('ALTER TABLE ONLY %%s %%s TRIGGER %%I', "
	    "c.tgrelid::pg_catalog.regclass,\n"
	    "\t        c.words, %s) FROM copies c\n"
	    "\tLOOP\n\t\tEXECUTE statement;\n\tEND LOOP;\nEND",
	    words != NULL ? sm_pgsql_string(w, words) : of_parent,
	    words != NULL ? "" : parent, sm_pgsql_string(w, table),
	    sm_pgsql_string(w, name), edge, sm_pgsql_string(w, name));

	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w, body));
}

static bool
set_state(struct sm_pgsql *w, const char *table, const struct sm_object *o,
    const char *enabled)
{
	const struct sm_object *on = new_table(w, o->schema, o->table);
	const char *words = sm_pgsql_state_words(enabled);

	if (on == NULL || on->partition_key == NULL || words == NULL)
		return sm_pgsql_set_state(w, table, "TRIGGER", o, enabled);
	set_with_copies(w, table, o->name, words);
	return copies_again(w, o);
}

static void
say_comment(struct sm_pgsql *w, const struct sm_object *o)
{
	if (o->comment != NULL)
		sm_pgsql_comment(w, "TRIGGER", sm_pgsql_on_table(w, o),
		    o->comment);
}

bool
sm_pgsql_add_trigger(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *table = sm_pgsql_its_table(w), *text;

	(void)part;
	if (o->inherited) {
		if (!set_state(w, table, o, o->enabled))
			return false;
		say_comment(w, o);
		return true;
	}
	text = sm_pgsql_text(w, SM_FRAGMENT_QUERY, o->definition,
	    "its definition");
	if (text == NULL)
		return false;
	sm_pgsql_run(&w->script, "CREATE %sTRIGGER %s %s",
	    o->constraint ? "CONSTRAINT " : "", sm_pgsql_name(w, o->name),
	    text);
	if (o->enabled != NULL && !set_state(w, table, o, o->enabled))
		return false;
	say_comment(w, o);
	return copies_again(w, o);
}

bool
sm_pgsql_drop_trigger(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	if (o->inherited)
		set_with_copies(w, sm_pgsql_its_table(w), o->name, NULL);
	else
		sm_pgsql_run(&w->script, "DROP TRIGGER %s",
		    sm_pgsql_on_table(w, o));
	return true;
}

bool
sm_pgsql_modify_trigger(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, new_->inherited
	        ? "enabled definition constraint" : "enabled"))
		return false;
	/* It is made with its parent's, and has its state from there. */
	if (sm_pgsql_changes(w, "definition") ||
	    sm_pgsql_changes(w, "constraint"))
		sm_pgsql_say(&w->script, "  it comes with that of the parent");
	else if (sm_pgsql_changes(w, "enabled") &&
	    !set_state(w, sm_pgsql_its_table(w), new_, new_->enabled))
		return false;
	if (sm_pgsql_changes(w, "comment"))
		sm_pgsql_comment(w, "TRIGGER", sm_pgsql_on_table(w, new_),
		    new_->comment);
	return true;
}
