/*
 * A column that is changed in place: any of its words, in the order that the
 * server asks for.
 */
#include <string.h>

#include "stages/sql_postgresql_table.h"

/* The words that are done here; the others are options. */
static const char *const words[] = {"type", "collation", "nullable",
    "default", "generated", "expression", "identity", "sequence", "grants",
    "comment", "local"};

static bool
is_known(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool
refuse_local(struct sm_pgsql *w, const char *table,
    const struct sm_column *new_)
{
	const char *column = sm_pgsql_name(w, new_->name);

	sm_pgsql_refuse(w, "whether %s.%s is the child's own can't be set",
	    table, column);
	if (!new_->local)
		return sm_pgsql_procedure(w, "nothing depends on it until the "
		    "parent drops the column: leave it as it is (sm-diff "
		    "--ignore local)");
	return sm_pgsql_procedure(w, "ALTER TABLE %s NO INHERIT the parent, "
	    "then INHERIT it again: the child's columns are its own from then "
	    "on; or leave it as it is (sm-diff --ignore local)", table);
}

static bool
modify_generated(struct sm_pgsql *w, const char *table,
    const struct sm_column *old, const struct sm_column *new_)
{
	const char *column = sm_pgsql_name(w, new_->name);

	if (old->generated != NULL && new_->generated == NULL) {
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s DROP "
		    "EXPRESSION", table, column);
		return true;
	}
	if (!sm_pgsql_changes(w, "expression"))
		return true;
	if (new_->expression == NULL || !sm_pgsql_fits(w,
	        SM_FRAGMENT_EXPRESSION, new_->expression, "the expression"))
		return false;
	sm_pgsql_say(&w->script, "  the values are computed anew");
	sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s SET "
	    "EXPRESSION AS (%s)", table, column, new_->expression);
	return true;
}

/* From 18 on the constraint has a name. */
static void
set_not_null(struct sm_pgsql *w, const char *table, const struct sm_column *c)
{
	const char *column = sm_pgsql_name(w, c->name);

	if (c->not_null_name != NULL && w->version >= SM_PGSQL_VERSION(18))
		sm_pgsql_run(&w->script, "ALTER TABLE %s ADD CONSTRAINT %s NOT "
		    "NULL %s", table, sm_pgsql_name(w, c->not_null_name),
		    column);
	else
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s SET "
		    "NOT NULL", table, column);
}

/*
 * Online: a check that holds for new rows at once and is then validated beside
 * the writers is proof enough for SET NOT NULL, which need not read the table
 * itself (since 12).  A check that an earlier attempt left goes first.
 */
static void
set_not_null_online(struct sm_pgsql *w, const char *table,
    const struct sm_column *c)
{
	const char *column = sm_pgsql_name(w, c->name);
	const char *check = sm_pgsql_name(w,
	    sm_sprintf(w->arena, "sm_not_null_%s", c->name));

	sm_pgsql_break(&w->script);
	sm_pgsql_run(&w->script, "ALTER TABLE %s DROP CONSTRAINT IF EXISTS "
	    "%s, ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID", table,
	    check, check, column);
	sm_pgsql_break(&w->script);
	sm_pgsql_run(&w->script, "ALTER TABLE %s VALIDATE CONSTRAINT %s",
	    table, check);
	sm_pgsql_break(&w->script);
	set_not_null(w, table, c);
	sm_pgsql_run(&w->script, "ALTER TABLE %s DROP CONSTRAINT %s", table,
	    check);
}

/* DROP NOT NULL goes down to all children: those that keep it get it back. */
static void
restore_children(struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *old_name, const char *column)
{
	struct sm_sql_items children = sm_pgsql_children(w, item);
	size_t i;

	for (i = 0; i < children.n; i++) {
		const struct sm_sql_item *child = children.v[i];
		const struct sm_column *was, *is;

		if (child->target == NULL || child->change->new_ == NULL)
			continue;
		/* No op says that it stays, and the target goes by ops. */
		was = sm_object_column(child->old, w->dialect, old_name);
		is = sm_object_column(child->change->new_, w->dialect, column);
		if (was == NULL || is == NULL)
			continue;
		if (!was->nullable && !is->nullable)
			sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN "
			    "%s SET NOT NULL", sm_pgsql_table_name(w, child),
			    sm_pgsql_name(w, column));
		else
			restore_children(w, child, old_name, column);
	}
}

static const char *
old_name_of(const struct sm_pgsql *w, const struct sm_column *c)
{
	const struct sm_object *o = w->item->moved;
	size_t i;

	for (i = 0; o != NULL && i < o->columns.n; i++)
		if (sm_same_column(w->dialect, o->columns.v[i].name, c->name))
			return w->item->old->columns.v[i].name;
	return c->name;
}

static void
modify_nullable(struct sm_pgsql *w, const char *table,
    const struct sm_column *new_)
{
	const char *column = sm_pgsql_name(w, new_->name);

	if (new_->nullable) {
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s DROP "
		    "NOT NULL", table, column);
		restore_children(w, w->item, old_name_of(w, new_), new_->name);
	} else if (sm_option_on(&new_->options, "not_null_not_valid")) {
		return; /* the option says it */
	} else if (w->online && !w->script.together) {
		set_not_null_online(w, table, new_);
	} else {
		set_not_null(w, table, new_);
	}
}

static bool
modify_options(struct sm_pgsql *w, const char *table,
    const struct sm_column *old, const struct sm_column *new_)
{
	const struct sm_strings *changes = &w->op->changes;
	bool known;
	size_t i;

	for (i = 0; i < changes->n; i++) {
		if (is_known(changes->v[i]))
			continue;
		if (!sm_pgsql_column_option_modify(w, table, old, new_,
		        changes->v[i], &known))
			return false;
		if (!known)
			return sm_pgsql_refuse(w, "what \"%s\" of a column is "
			    "isn't known here", changes->v[i]);
	}
	return true;
}

bool
sm_pgsql_modify_column(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const struct sm_column *was = old_part, *is = new_part;
	const char *table = sm_pgsql_table_name(w, w->item);

	/* Whoever inherits keeps what it had, and what it leaves is its own. */
	if (sm_pgsql_changes(w, "local") && was->inherited && is->inherited)
		return refuse_local(w, table, is);
	sm_pgsql_leave_parents(w, SM_PART_COLUMN, was);
	/*
	 * An identity is never NULL: before the default goes, so that online a
	 * row that says nothing of the column finds one of the two.
	 */
	if (is->identity != NULL && sm_pgsql_changes(w, "nullable"))
		modify_nullable(w, table, is);
	if (!modify_generated(w, table, was, is) ||
	    !sm_pgsql_identity_goes(w, table, was, is) ||
	    !sm_pgsql_retype(w, table, old, new_, was, is))
		return false;
	if (is->identity == NULL && sm_pgsql_changes(w, "nullable"))
		modify_nullable(w, table, is);
	if (!sm_pgsql_identity_comes(w, table, new_, was, is) ||
	    !modify_options(w, table, was, is))
		return false;
	if (sm_pgsql_changes(w, "comment"))
		sm_pgsql_comment(w, "COLUMN", sm_sprintf(w->arena, "%s.%s",
		    table, sm_pgsql_name(w, is->name)), is->comment);
	return !sm_pgsql_changes(w, "grants") ||
	    sm_pgsql_grants(w, "TABLE", table, is->name, &was->grants,
	        &is->grants);
}
