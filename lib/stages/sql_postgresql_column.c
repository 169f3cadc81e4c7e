/*
 * Columns: as CREATE TABLE has them, added, dropped, renamed, changed.
 */
#include <stdint.h>
#include <string.h>

#include "stages/sql_postgresql_table.h"
#include "text/default.h"

const char *
sm_pgsql_default(struct sm_pgsql *w, const char *text)
{
	/* ARRAY['a', 'b'] has commas, which end it where it stands bare. */
	if (sm_fragment_fits(w->dialect, SM_FRAGMENT_DEFAULT, text))
		return text;
	if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, text, "the default"))
		return NULL;
	return sm_sprintf(w->arena, "(%s)", text);
}

static bool
put_generated(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_column *c)
{
	if (c->expression == NULL)
		return sm_pgsql_refuse(w, "the generated column %s has no "
		    "expression", sm_pgsql_name(w, c->name));
	if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, c->expression,
	        "the expression"))
		return false;
	sm_buf_addf(b, " GENERATED ALWAYS AS (%s) %s", c->expression,
	    strcmp(c->generated, "virtual") == 0 ? "VIRTUAL" : "STORED");
	return true;
}

/* From 18 on the constraint has a name, and words of its own. */
static void
put_not_null(struct sm_pgsql *w, struct sm_buf *b, const struct sm_column *c)
{
	bool named = w->version >= SM_PGSQL_VERSION(18);

	if (c->nullable ||
	    sm_option_on(&c->options, "not_null_not_valid"))
		return;
	if (named && c->not_null_name != NULL)
		sm_buf_addf(b, " CONSTRAINT %s",
		    sm_pgsql_name(w, c->not_null_name));
	sm_buf_adds(b, " NOT NULL");
	if (named && sm_option_on(&c->options, "not_null_no_inherit"))
		sm_buf_adds(b, " NO INHERIT");
}

static bool
put_type(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *table,
    const struct sm_column *c)
{
	if (table->of_type != NULL) {
		sm_buf_adds(b, " WITH OPTIONS");
		return true;
	}
	if (c->type == NULL)
		return sm_pgsql_refuse(w, "column %s has no type",
		    sm_pgsql_name(w, c->name));
	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, c->type, "the type"))
		return false;
	sm_buf_addf(b, " %s", c->type);
	return sm_pgsql_add_collate(w, b, c->collation);
}

bool
sm_pgsql_column_text(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_object *table, const struct sm_column *c)
{
	const char *text;

	sm_buf_adds(b, sm_pgsql_name(w, c->name));
	if (!put_type(w, b, table, c))
		return false;
	if (c->generated != NULL) {
		if (!put_generated(w, b, c))
			return false;
	} else if (c->identity != NULL &&
	    !sm_pgsql_identity_is_parents(w, table, c)) {
		sm_buf_addc(b, ' ');
		if (!sm_pgsql_identity_text(w, b, table, c))
			return false;
	} else if (c->default_text != NULL) {
		text = sm_pgsql_default(w, c->default_text);
		if (text == NULL)
			return false;
		sm_buf_addf(b, " DEFAULT %s", text);
	}
	put_not_null(w, b, c);
	return true;
}

/* The lock is held until every row has got its value. */
static void
say_what_it_costs(struct sm_pgsql *w, const struct sm_column *c)
{
	enum sm_default_class class =
	    sm_default_class(w->dialect, c->default_text);

	if (!w->online || c->identity != NULL ||
	    (c->generated != NULL && strcmp(c->generated, "stored") != 0))
		class = w->online && c->identity != NULL
		    ? SM_DEFAULT_VOLATILE : SM_DEFAULT_NONE;
	else if (c->generated != NULL)
		class = SM_DEFAULT_VOLATILE;
	if (class == SM_DEFAULT_VOLATILE || class == SM_DEFAULT_UNKNOWN)
		sm_pgsql_say(&w->script, "  every row gets a value of its own "
		    "under a lock: there is no other way");
}

bool
sm_pgsql_add_column(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_column *c = part;
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_column_text(w, &b, o, c);

	if (fine) {
		say_what_it_costs(w, c);
		sm_pgsql_run(&w->script, "ALTER TABLE %s ADD COLUMN %s",
		    sm_pgsql_table_name(w, w->item), sm_buf_str(&b));
	}
	sm_buf_free(&b);
	return fine && sm_pgsql_column_rest(w, o, c);
}

/*
 * Does a child have the column also when the parent hasn't?  No op says so, and
 * the target goes by ops: the new schema tells.
 */
static bool
child_keeps(const struct sm_pgsql *w, const struct sm_column *c)
{
	struct sm_sql_items children = sm_pgsql_children(w, w->item);
	bool comes_back = w->item->target != NULL &&
	    sm_object_column(w->item->target, w->dialect, c->name) != NULL;
	const struct sm_column *kept;
	size_t i;

	for (i = 0; i < children.n; i++) {
		const struct sm_object *o = children.v[i]->change->new_;

		if (o == NULL || o->partition_of != NULL)
			continue;
		kept = sm_object_column(o, w->dialect, c->name);
		/* What the children have from the parent comes back with it. */
		if (kept != NULL &&
		    !(comes_back && kept->inherited && !kept->local))
			return true;
	}
	return false;
}

bool
sm_pgsql_drop_column(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_column *c = part;

	(void)o;
	sm_pgsql_leave_parents(w, SM_PART_COLUMN, c);
	sm_pgsql_run(&w->script, "ALTER TABLE %s%s DROP COLUMN %s",
	    child_keeps(w, c) ? "ONLY " : "",
	    sm_pgsql_table_name(w, w->item),
	    sm_pgsql_name(w, sm_pgsql_column_called(w, w->item, c->name)));
	return true;
}

static const char *
column_key(const struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *column)
{
	return sm_sprintf(w->arena, "%s\x1f%s\x1f%s",
	    item->old->schema != NULL ? item->old->schema : "",
	    item->old->name, column);
}

const char *
sm_pgsql_column_called(const struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *old_name)
{
	const char *now = item->old == NULL ? NULL
	    : sm_map_get(&w->renamed, column_key(w, item, old_name));

	return now != NULL ? now : old_name;
}

void
sm_pgsql_column_renamed(struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *old_name, const char *name)
{
	sm_map_set(&w->renamed, column_key(w, item, old_name),
	    (void *)(uintptr_t)name);
}

static void
rename_column(struct sm_pgsql *w, const char *from, const char *to)
{
	sm_pgsql_run(&w->script, "ALTER TABLE %s RENAME COLUMN %s TO %s",
	    sm_pgsql_table_name(w, w->item),
	    sm_pgsql_name(w, sm_pgsql_column_called(w, w->item, from)),
	    sm_pgsql_name(w, to));
	sm_pgsql_column_renamed(w, w->item, from, to);
}

/* Is it an op, still to come, that frees the column's name? */
static bool
frees(const struct sm_pgsql *w, const struct sm_op *op, const char *name)
{
	if (op->target->part != SM_PART_COLUMN || sm_pgsql_is_said(w, op))
		return false;
	return (op->verb == SM_RENAME &&
	           sm_same_column(w->dialect, op->from, name)) ||
	    (op->verb == SM_DROP && sm_same_column(w->dialect, op->name, name));
}

bool
sm_pgsql_rename_column(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_ops *ops = &w->item->ops;
	const char *name = w->op->name;
	size_t i;

	(void)o;
	(void)part;
	for (i = 0; i < ops->n; i++)
		if (frees(w, ops->v[i], name)) {
			sm_pgsql_say(&w->script, "  the name is in use yet: "
			    "its column makes way");
			rename_column(w, name, sm_sprintf(w->arena, "sm_%s",
			    ops->v[i]->id));
		}
	rename_column(w, w->op->from, name);
	for (i = 0; i < w->item->old->columns.n; i++)
		if (sm_same_column(w->dialect, w->op->from,
		        w->item->old->columns.v[i].name))
			sm_pgsql_identity_renamed(w, w->item, i);
	return true;
}
