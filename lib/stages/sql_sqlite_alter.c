/*
 * What SQLite's ALTER TABLE can do of what a table's ops ask for, and doing it.
 * It must hold with rows in the table: what is refused only then (NOT NULL
 * without a default, a default that is no constant) counts as refused.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "stages/sql_sqlite.h"
#include "text/default.h"
#include "text/sqltext.h"

static bool
can(const struct sm_sqlite *w, enum sm_capability what)
{
	return sm_can(w->dialect, w->server, what);
}

/* The op that adds the column, or NULL. */
static const struct sm_op *
adder(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *column)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_ADD && op->target->part == SM_PART_COLUMN &&
		    sm_same_column(w->dialect, op->name, column))
			return op;
	}
	return NULL;
}

/* Does the text mention a column that is added, other than this one? */
static bool
mentions_added(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *text, const char *but)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_ADD && op->target->part == SM_PART_COLUMN &&
		    !sm_same_column(w->dialect, op->name, but) &&
		    sm_sql_mentions(w->dialect, text, op->name))
			return true;
	}
	return false;
}

/* NULL: ADD COLUMN can do it; else why it can't. */
static const char *
no_add_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_object *o = item->target;
	const struct sm_column *c =
	    sm_object_column(o, w->dialect, op->name);
	enum sm_default_class class =
	    sm_default_class(w->dialect, c->default_text);
	size_t i;

	if (op->after != NULL)
		return "ADD COLUMN knows no place but the last";
	if (c->generated != NULL && strcasecmp(c->generated, "stored") == 0)
		return "ADD COLUMN cannot add a stored generated column";
	if (c->generated != NULL &&
	    mentions_added(w, item, c->expression, c->name))
		return "the new columns depend on each other";
	if (class != SM_DEFAULT_NONE && class != SM_DEFAULT_CONSTANT)
		return "ADD COLUMN takes only a constant default";
	if (!c->nullable && class == SM_DEFAULT_NONE && c->generated == NULL)
		return "ADD COLUMN NOT NULL needs a default: this works only "
		    "while the table is empty";
	if (sm_sqlite_in_key(w->dialect, o, c->name))
		return "ADD COLUMN cannot add a primary key";
	for (i = 0; i < o->uniques.n; i++)
		if (sm_names_column(w->dialect, &o->uniques.v[i].columns,
		        c->name))
			return "ADD COLUMN cannot add a unique column";
	return NULL;
}

bool
sm_sqlite_with_column(const struct sm_sqlite *w,
    const struct sm_sql_item *item, const struct sm_foreign_key *fk,
    const char **column)
{
	const struct sm_op *op;

	if (fk->columns.n != 1)
		return false;
	op = adder(w, item, fk->columns.v[0]);
	*column = fk->columns.v[0];
	return op != NULL && no_add_column(w, item, op) == NULL;
}

static bool
same_or_gone(const struct sm_sqlite *w, const struct sm_sql_item *item,
    size_t check, const char *column)
{
	const struct sm_check *c = &item->moved->checks.v[check];

	return c->column != NULL &&
	    sm_same_column(w->dialect, c->column, column) &&
	    item->gone.checks != NULL && item->gone.checks[check];
}

/* The place of the dropped column in the old table. */
static size_t
old_place(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *name)
{
	size_t i;

	for (i = 0; i < item->old->columns.n; i++)
		if (sm_same_column(w->dialect, item->old->columns.v[i].name,
		        name))
			break;
	return i;
}

static const char *
no_drop_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_object *o = item->moved;
	const char *name =
	    o->columns.v[old_place(w, item, op->name)].name;
	size_t i;

	if (!can(w, SM_CAN_DROP_COLUMN))
		return "this version has no DROP COLUMN";
	if (sm_sqlite_in_key(w->dialect, o, name))
		return "DROP COLUMN cannot drop a primary key";
	for (i = 0; i < o->uniques.n; i++)
		if (sm_names_column(w->dialect, &o->uniques.v[i].columns, name))
			return "DROP COLUMN cannot drop a unique column";
	for (i = 0; i < o->foreign_keys.n; i++)
		if (sm_names_column(w->dialect, &o->foreign_keys.v[i].columns,
		        name))
			return "DROP COLUMN cannot drop a foreign key";
	for (i = 0; i < o->checks.n; i++)
		if (sm_sql_mentions(w->dialect, o->checks.v[i].expression,
		        name) && !same_or_gone(w, item, i, name))
			return "DROP COLUMN cannot drop what a CHECK uses";
	for (i = 0; i < o->columns.n; i++)
		if (o->columns.v[i].expression != NULL &&
		    !sm_same_column(w->dialect, o->columns.v[i].name, name) &&
		    sm_sql_mentions(w->dialect, o->columns.v[i].expression,
		        name))
			return "DROP COLUMN cannot drop what a generated "
			    "column uses";
	return NULL;
}

static const char *
no_modify_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_column *old = op->old, *new_ = op->new_;

	if (op->changes.n != 1 || strcmp(op->changes.v[0], "nullable") != 0 ||
	    !can(w, SM_CAN_ALTER_NULLABILITY))
		return "ALTER TABLE cannot change this of a column";
	if (old->not_null_name != NULL || new_->not_null_name != NULL ||
	    old->not_null_conflict != NULL || new_->not_null_conflict != NULL)
		return "the NOT NULL has a name or a conflict clause";
	if (sm_sqlite_in_key(w->dialect, item->target, op->name))
		return "the column is of the primary key";
	return NULL;
}

static const char *
no_add_check(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_check *check = op->new_;
	const struct sm_op *column = check->column != NULL
	    ? adder(w, item, check->column) : NULL;

	if (column != NULL && no_add_column(w, item, column) == NULL &&
	    !mentions_added(w, item, check->expression, check->column))
		return NULL;
	if (!can(w, SM_CAN_ADD_CHECK))
		return "ALTER TABLE cannot add a CHECK";
	return NULL;
}

/* How many constraints of the old table have that name? */
static size_t
same_names(const struct sm_sqlite *w, const struct sm_object *o,
    const char *name)
{
	size_t i, n = 0;

#define COUNT(list)                                                            \
	for (i = 0; i < o->list.n; i++)                                        \
	n += o->list.v[i].name != NULL &&                                      \
	    sm_same_column(w->dialect, o->list.v[i].name, name)
	COUNT(checks);
	COUNT(uniques);
	COUNT(foreign_keys);
#undef COUNT
	for (i = 0; i < o->columns.n; i++)
		n += o->columns.v[i].not_null_name != NULL &&
		    sm_same_column(w->dialect, o->columns.v[i].not_null_name,
		        name);
	return n + (o->primary_key != NULL && o->primary_key->name != NULL &&
	               sm_same_column(w->dialect, o->primary_key->name, name));
}

/* The column of this check, if it goes by DROP COLUMN, or NULL. */
static const struct sm_op *
goes_with(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *check)
{
	const char *column = ((const struct sm_check *)check->old)->column;
	size_t i;

	for (i = 0; column != NULL && i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_DROP && op->target->part == SM_PART_COLUMN &&
		    sm_same_column(w->dialect, op->name, column))
			return no_drop_column(w, item, op) == NULL ? op : NULL;
	}
	return NULL;
}

static const char *
no_drop_check(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	if (goes_with(w, item, op) != NULL)
		return NULL;
	if (!can(w, SM_CAN_DROP_CONSTRAINT) || op->name == NULL)
		return "ALTER TABLE cannot drop a CHECK";
	if (same_names(w, item->old, op->name) != 1)
		return "two constraints have that name";
	return NULL;
}

/* Why the op needs a rebuild of its table; NULL: it doesn't. */
static const char *
no_alter(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const char *column;

	switch (op->target->part) {
	case SM_PART_INDEX:
		return NULL;
	case SM_PART_COLUMN:
		if (op->verb == SM_RENAME)
			return NULL;
		if (op->verb == SM_ADD)
			return no_add_column(w, item, op);
		if (op->verb == SM_DROP)
			return no_drop_column(w, item, op);
		return no_modify_column(w, item, op);
	case SM_PART_CHECK:
		if (op->verb == SM_ADD)
			return no_add_check(w, item, op);
		if (op->verb == SM_DROP)
			return no_drop_check(w, item, op);
		return "ALTER TABLE cannot change a CHECK";
	case SM_PART_FK:
		if (op->verb == SM_ADD &&
		    sm_sqlite_with_column(w, item, op->new_, &column))
			return NULL;
		return "ALTER TABLE cannot change foreign keys";
	case SM_PART_PRIMARY_KEY:
		return "ALTER TABLE cannot change the primary key";
	case SM_PART_UNIQUE:
		return "ALTER TABLE cannot change unique constraints";
	case SM_PART_NONE:
		return op->verb == SM_RENAME
		    ? NULL : "ALTER TABLE cannot change table options";
	}
	return NULL;
}

static int
by_step(const void *a, const void *b)
{
	const struct sm_sqlite_table *x = a, *y = b;

	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return strcmp(x->item->target->name, y->item->target->name);
}

/* A CHECK that names its table makes the table's renaming fail. */
static bool
names_itself(const struct sm_sqlite *w, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->checks.n; i++)
		if (sm_sql_mentions(w->dialect, o->checks.v[i].expression,
		        o->name))
			return true;
	return false;
}

bool
sm_sqlite_plan_tables(struct sm_sqlite *w)
{
	size_t i, k;

	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];
		struct sm_sqlite_table *tab;

		if (item->target == NULL || item->ops.n == 0 ||
		    strcmp(item->target->record, "table") != 0)
			continue;
		tab = sm_push(w->arena, &w->tables);
		tab->item = item;
		tab->step = item->ops.v[0]->step;
		for (k = 0; k < item->ops.n; k++) {
			const struct sm_op *op = item->ops.v[k];
			const char *why = item->old != NULL
			    ? no_alter(w, item, op) : NULL;

			if (op->step < tab->step)
				tab->step = op->step;
			if (why != NULL && tab->why == NULL)
				tab->why = why;
		}
		tab->rebuild = tab->why != NULL;
		if (tab->rebuild) {
			tab->aside = sm_sqlite_free_name(w, "sm_old_",
			    item->target->name);
			tab->copies_twice = names_itself(w, item->moved);
			w->script.keys_off = true;
		}
	}
	if (w->tables.n > 1)
		qsort(w->tables.v, w->tables.n, sizeof *w->tables.v, by_step);
	return true;
}

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
		    !mentions_added(w, item, check->expression, c->name)) {
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
	    old_place(w, item, op->name));
	size_t i;

	sm_sqlite_say_op(w, op);
	for (i = 0; i < item->ops.n; i++)
		if (item->ops.v[i]->verb == SM_DROP &&
		    item->ops.v[i]->target->part == SM_PART_CHECK &&
		    goes_with(w, item, item->ops.v[i]) == op)
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
			           goes_with(w, item, op) != NULL) ||
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
