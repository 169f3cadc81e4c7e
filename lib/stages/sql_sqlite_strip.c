/*
 * RENAME COLUMN fails on the INTEGER PRIMARY KEY of a WITHOUT ROWID table
 * where a UNIQUE constraint has it too ("error in table t after rename: no
 * such column", 3.40.1 to 3.53.4).  There the table is made anew without that
 * constraint first, under its old names and with its indexes and triggers, for
 * the engine to carry the rename; the rebuild afterwards brings the constraint
 * back.
 */
#include <string.h>
#include <strings.h>

#include "stages/sql_sqlite.h"

/* The name of the key's column, where the table is of that sort. */
static const char *
key_column(const struct sm_sqlite *w, const struct sm_object *o)
{
	const struct sm_column *c;

	if (!sm_sqlite_without_rowid(o) || o->primary_key == NULL ||
	    o->primary_key->columns.n != 1)
		return NULL;
	c = sm_object_column(o, w->dialect, o->primary_key->columns.v[0]);
	return c != NULL && c->type != NULL &&
	        strcasecmp(c->type, "INTEGER") == 0
	    ? c->name : NULL;
}

static bool
is_renamed(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *column)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_RENAME &&
		    op->target->part == SM_PART_COLUMN &&
		    sm_same_column(w->dialect, op->from, column))
			return true;
	}
	return false;
}

bool
sm_sqlite_trips(const struct sm_sqlite *w, const struct sm_sql_item *item)
{
	const char *key;
	size_t i;

	if (item->old == NULL || item->target == NULL)
		return false;
	key = key_column(w, item->old);
	if (key == NULL || !is_renamed(w, item, key))
		return false;
	for (i = 0; i < item->old->uniques.n; i++)
		if (sm_names_column(w->dialect,
		        &item->old->uniques.v[i].columns, key))
			return true;
	return false;
}

/* The old table without the constraints that are in the way. */
static struct sm_object *
stripped(const struct sm_sqlite *w, const struct sm_object *old)
{
	struct sm_object *o = sm_shape_copy(w->arena, old->kind->shape, old);
	const char *key = key_column(w, old);
	size_t i, keep = 0;

	for (i = 0; i < o->uniques.n; i++)
		if (!sm_names_column(w->dialect, &o->uniques.v[i].columns, key))
			o->uniques.v[keep++] = o->uniques.v[i];
	o->uniques.n = keep;
	return o;
}

/* What went with the old table is put up again, for the rename to reach it. */
static bool
put_up_again(struct sm_sqlite *w, const struct sm_sql_item *item)
{
	const struct sm_object *o = item->old;
	const char *create;
	size_t i;

	for (i = 0; i < o->indexes.n; i++) {
		if (!sm_sqlite_index_stays(item, i))
			continue;
		create = sm_sqlite_create_index(w, o, &o->indexes.v[i]);
		if (create == NULL)
			return false;
		sm_script_run(&w->script, "%s", create);
		sm_sqlite_guard_there(w, "index", o->indexes.v[i].name, true);
	}
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *t = w->t->items.v[i];

		if (t->old == NULL || t->down || t->old->table == NULL ||
		    !sm_same_table(w->dialect, t->old->table, o->name))
			continue;
		create = sm_sqlite_create_object(w, t->old);
		if (create == NULL)
			return false;
		sm_script_run(&w->script, "%s", create);
		sm_sqlite_guard_there(w, "trigger", t->old->name, true);
	}
	return true;
}

bool
sm_sqlite_strip(struct sm_sqlite *w, const struct sm_sql_item *item)
{
	struct sm_sql_item first = *item;
	struct sm_sqlite_table tab = {.item = &first, .rebuild = true,
	    .why = "RENAME COLUMN fails on a key that a UNIQUE has too"};

	first.moved = item->old;
	first.target = stripped(w, item->old);
	memset(&first.gone, 0, sizeof first.gone);
	first.gone.indexes = item->gone.indexes;
	tab.aside = sm_sqlite_free_name(w, "sm_old_", item->old->name);
	tab.copies_twice = sm_sqlite_names_itself(w, item->old);
	sm_script_gap(&w->script);
	return sm_sqlite_rebuild(w, &tab) && put_up_again(w, item);
}
