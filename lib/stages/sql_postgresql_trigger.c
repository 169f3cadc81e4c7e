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

/* Is the table a partition of that one, or of a partition of it? */
static bool
is_under(const struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_object *top)
{
	size_t depth = w->t->items.n;

	for (; table != NULL && table->partition_of != NULL && depth > 0;
	     depth--) {
		table = new_table(w, table->partition_of->schema,
		    table->partition_of->name);
		if (table == top)
			return true;
	}
	return false;
}

/*
 * What is done to a trigger of a partitioned table is done to the copies that
 * its partitions have (ExecCreateTrigger, EnableDisableTrigger in trigger.c):
 * those with a state of their own get it again.
 */
static bool
copies_again(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_object *top = new_table(w, o->schema, o->table);
	size_t i;

	if (top == NULL || top->partition_key == NULL)
		return true;
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_object *c = w->t->items.v[i]->target,
		    *was = w->t->items.v[i]->old;

		/* What gets its state only now has an op for it. */
		if (!is_trigger(c) || !c->inherited || was == NULL ||
		    strcmp(c->name, o->name) != 0 ||
		    !is_under(w, new_table(w, c->schema, c->table), top))
			continue;
		if (!sm_pgsql_set_state(w, sm_pgsql_qualified(w, was->schema,
		        sm_pgsql_table_now(w, was->schema, was->table)),
		        "TRIGGER", c, c->enabled))
			return false;
	}
	return true;
}

/* The trigger that the copy is of, as it is to be; NULL: it has gone. */
static const struct sm_object *
original(const struct sm_pgsql *w, const struct sm_object *copy)
{
	const struct sm_object *table = new_table(w, copy->schema,
	    copy->table), *top = table;
	size_t i, depth = w->t->items.n;

	for (; top != NULL && top->partition_of != NULL && depth > 0; depth--)
		top = new_table(w, top->partition_of->schema,
		    top->partition_of->name);
	for (i = 0; top != table && i < w->t->items.n; i++) {
		const struct sm_object *o = w->t->items.v[i]->target;

		if (is_trigger(o) && !o->inherited &&
		    strcmp(o->name, copy->name) == 0 &&
		    is_under(w, table, new_table(w, o->schema, o->table)))
			return o;
	}
	return NULL;
}

bool
sm_pgsql_add_trigger(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *table = sm_pgsql_its_table(w), *text;

	(void)part;
	if (o->inherited)
		return sm_pgsql_set_state(w, table, "TRIGGER", o, o->enabled);
	text = sm_pgsql_text(w, SM_FRAGMENT_QUERY, o->definition,
	    "its definition");
	if (text == NULL)
		return false;
	sm_pgsql_run(&w->script, "CREATE %sTRIGGER %s %s",
	    o->constraint ? "CONSTRAINT " : "", sm_pgsql_name(w, o->name),
	    text);
	if (o->enabled != NULL &&
	    !sm_pgsql_set_state(w, table, "TRIGGER", o, o->enabled))
		return false;
	if (o->comment != NULL)
		sm_pgsql_comment(w, "TRIGGER", sm_pgsql_on_table(w, o),
		    o->comment);
	return copies_again(w, o);
}

/* Its table's trigger is still there; the copy only has its state again. */
static bool
drop_copy(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_object *from = original(w, o);

	if (from == NULL) {
		sm_pgsql_say(&w->script, "  it goes with that of the parent");
		return true;
	}
	return sm_pgsql_set_state(w, sm_pgsql_its_table(w), "TRIGGER", o,
	    from->enabled);
}

bool
sm_pgsql_drop_trigger(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	if (o->inherited)
		return drop_copy(w, o);
	sm_pgsql_run(&w->script, "DROP TRIGGER %s", sm_pgsql_on_table(w, o));
	return true;
}

bool
sm_pgsql_modify_trigger(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	bool known = sm_pgsql_knows(w, new_->inherited
	    ? "enabled definition constraint" : "enabled");

	(void)old;
	(void)old_part;
	(void)new_part;
	/* A copy has its definition from its parent's. */
	if (!known)
		return false;
	if ((sm_pgsql_changes(w, "enabled") || new_->inherited) &&
	    !sm_pgsql_set_state(w, sm_pgsql_its_table(w), "TRIGGER", new_,
	        new_->enabled))
		return false;
	if (sm_pgsql_changes(w, "comment"))
		sm_pgsql_comment(w, "TRIGGER", sm_pgsql_on_table(w, new_),
		    new_->comment);
	return !sm_pgsql_changes(w, "enabled") || new_->inherited ||
	    copies_again(w, new_);
}
