/*
 * Doing by ALTER TABLE what it can do (sql_sqlite_can.c).
 */
#include <string.h>

#include "stages/sql_sqlite.h"

static bool
add_column(struct sm_sqlite *w, struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_object *o = item->target;
	const struct sm_column *c = sm_object_column(o, w->dialect, op->name);
	struct sm_buf b = SM_BUF_INIT;
	const char *column;
	size_t i;
	bool fine;

	sm_sqlite_say_op(w, op);
	fine = sm_sqlite_column(w, &b, o, c);
	for (i = 0; i < item->ops.n && fine; i++) {
		const struct sm_op *other = item->ops.v[i];
		const struct sm_check *check = other->new_;

		if (other->verb != SM_ADD)
			continue;
		if (other->target->part == SM_PART_FK &&
		    sm_sqlite_with_column(w, item, other->new_, &column) &&
		    sm_same_column(w->dialect, column, c->name)) {
			const struct sm_foreign_key *fk = other->new_;

			sm_sqlite_say_op(w, other);
			sm_buf_addc(&b, ' ');
			sm_sqlite_constraint_name(w, &b, fk->name);
			fine = sm_sqlite_references(w, &b, fk);
			w->script.keys_off = true;
		}
		if (other->target->part == SM_PART_CHECK &&
		    check->column != NULL && sm_same_column(w->dialect,
		        check->column, c->name) &&
		    !sm_sqlite_mentions_added(w, item, check->expression,
		        c->name)) {
			sm_sqlite_say_op(w, other);
			sm_buf_addc(&b, ' ');
			fine = sm_sqlite_check(w, &b, check);
		}
	}
	sm_script_run(&w->script, "ALTER TABLE %s ADD COLUMN %s",
	    sm_script_name(&w->script, o->name), sm_buf_str(&b));
	sm_script_guard(&w->script, SM_GUARD_DONE, "(SELECT count(*) FROM "
	    "pragma_table_xinfo(%s) WHERE name=%s)",
	    sm_script_string(&w->script, o->name),
	    sm_script_string(&w->script, c->name));
	sm_buf_free(&b);
	return fine;
}

static void
drop_column(struct sm_sqlite *w, struct sm_sql_item *item,
    const struct sm_op *op)
{
	struct sm_script *s = &w->script;
	const char *table = item->target->name;
	const char *name = sm_sqlite_column_now(w, item,
	    sm_sqlite_old_place(w, item, op->name));
	size_t i;

	sm_sqlite_say_op(w, op);
	for (i = 0; i < item->ops.n; i++)
		if (item->ops.v[i]->verb == SM_DROP &&
		    item->ops.v[i]->target->part == SM_PART_CHECK &&
		    sm_sqlite_goes_with(w, item, item->ops.v[i]) == op)
			sm_sqlite_say_op(w, item->ops.v[i]);
	sm_script_run(s, "ALTER TABLE %s DROP COLUMN %s",
	    sm_script_name(s, table), sm_script_name(s, name));
	sm_script_guard(s, SM_GUARD_DONE, "(SELECT count(*)=0 FROM "
	    "pragma_table_xinfo(%s) WHERE name=%s)",
	    sm_script_string(s, table), sm_script_string(s, name));
}

/* A statement that shows only in the table's stored text: it must change. */
static void
run_on_text(struct sm_sqlite *w, const char *table, const char *statement)
{
	struct sm_script *s = &w->script;
	const char *text = sm_sprintf(w->arena, "(SELECT sql FROM "
	    "sqlite_master WHERE type='table' AND name=%s)",
	    sm_script_string(s, table));

	sm_script_guard_keep(s, text);
	sm_script_run(s, "ALTER TABLE %s %s", sm_script_name(s, table),
	    statement);
	sm_script_guard(s, SM_GUARD_DONE, "%s IS NOT (SELECT kept FROM "
	    "temp.sm_guard WHERE n=%ld)", text, s->guards);
}

static bool
alter_check(struct sm_sqlite *w, struct sm_sql_item *item,
    const struct sm_op *op)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = true;

	sm_sqlite_say_op(w, op);
	if (op->verb == SM_DROP) {
		sm_buf_addf(&b, "DROP CONSTRAINT %s",
		    sm_script_name(&w->script, op->name));
	} else {
		sm_buf_adds(&b, "ADD ");
		fine = sm_sqlite_check(w, &b, op->new_);
	}
	run_on_text(w, item->target->name, sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

static void
alter_nullability(struct sm_sqlite *w, struct sm_sql_item *item,
    const struct sm_op *op)
{
	struct sm_script *s = &w->script;
	bool nullable = ((const struct sm_column *)op->new_)->nullable;

	sm_sqlite_say_op(w, op);
	sm_script_run(s, "ALTER TABLE %s ALTER COLUMN %s %s NOT NULL",
	    sm_script_name(s, item->target->name),
	    sm_script_name(s, op->name), nullable ? "DROP" : "SET");
	sm_script_guard(s, SM_GUARD_DONE, "(SELECT \"notnull\"=%d FROM "
	    "pragma_table_xinfo(%s) WHERE name=%s)", nullable ? 0 : 1,
	    sm_script_string(s, item->target->name),
	    sm_script_string(s, sm_object_column(item->target, w->dialect,
	        op->name)->name));
}

/* One turn of the order in which ALTERs don't get into each other's way. */
static bool
alter_those(struct sm_sqlite *w, struct sm_sql_item *item, enum sm_verb verb,
    enum sm_part part)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];
		bool fine = true;

		if (op->verb != verb || op->target->part != part ||
		    sm_map_get(&w->said, op->id) != NULL)
			continue;
		if (part == SM_PART_CHECK)
			fine = (verb == SM_DROP &&
			           sm_sqlite_goes_with(w, item, op) != NULL) ||
			    alter_check(w, item, op);
		else if (verb == SM_ADD)
			fine = add_column(w, item, op);
		else if (verb == SM_DROP)
			drop_column(w, item, op);
		else
			alter_nullability(w, item, op);
		if (!fine)
			return false;
	}
	return true;
}

/* Columns come before others go: a table is never without any. */
bool
sm_sqlite_alter(struct sm_sqlite *w, struct sm_sqlite_table *tab)
{
	return alter_those(w, tab->item, SM_DROP, SM_PART_CHECK) &&
	    alter_those(w, tab->item, SM_ADD, SM_PART_COLUMN) &&
	    alter_those(w, tab->item, SM_DROP, SM_PART_COLUMN) &&
	    alter_those(w, tab->item, SM_MODIFY, SM_PART_COLUMN) &&
	    alter_those(w, tab->item, SM_ADD, SM_PART_CHECK);
}
