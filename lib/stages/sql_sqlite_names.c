/*
 * Renames, which the engine itself carries into views, triggers and the foreign
 * keys of others; and names that nothing has.
 */
#include <string.h>

#include "stages/sql_sqlite.h"

/* A rename yet to be done. */
struct pending {
	const char *from, *to;
	const struct sm_op *op; /* NULL: it only makes room */
	bool done;
};
struct pendings {
	struct pending *v;
	size_t n, cap;
	const struct sm_object *table; /* of columns; NULL: of tables */
};

const char *
sm_sqlite_free_name(struct sm_sqlite *w, const char *prefix, const char *name)
{
	const char *free_name = sm_sprintf(w->arena, "%s%s", prefix, name);
	int i;

	for (i = 2; sm_map_get(&w->names, sm_fold_table(w->arena, w->dialect,
	         free_name)) != NULL; i++)
		free_name = sm_sprintf(w->arena, "%s%s_%d", prefix, name, i);
	sm_map_set(&w->names, sm_fold_table(w->arena, w->dialect, free_name),
	    w);
	sm_strings_add(w->arena, &w->script.taken, free_name);
	return free_name;
}

static const char *
parked_key(const struct sm_sqlite *w, const struct sm_sql_item *item,
    size_t column)
{
	return sm_sprintf(w->arena, "%s#%zu", item->old->name, column);
}

const char *
sm_sqlite_column_now(const struct sm_sqlite *w,
    const struct sm_sql_item *item, size_t column)
{
	const char *parked =
	    sm_map_get(&w->parked, parked_key(w, item, column));

	return parked != NULL ? parked : item->moved->columns.v[column].name;
}

/* A column name that the table has neither before nor after. */
static const char *
free_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *name)
{
	const struct sm_object *sides[3] = {item->old, item->moved,
	    item->target};
	const char *free_name = sm_sprintf(w->arena, "sm_old_%s", name);
	bool used = true;
	int i, k;

	for (i = 2; used; i++) {
		for (k = 0, used = false; k < 3; k++)
			if (sides[k] != NULL && sm_object_column(sides[k],
			        w->dialect, free_name) != NULL)
				used = true;
		if (used)
			free_name = sm_sprintf(w->arena, "sm_old_%s_%d", name,
			    i);
	}
	return free_name;
}

/* The renames of the item's columns, those that only make room first. */
static void
collect_columns(struct sm_sqlite *w, struct sm_sql_item *item,
    struct pendings *list)
{
	struct pending *p;
	size_t i, k;

	for (i = 0; i < item->old->columns.n; i++) {
		const char *name = item->old->columns.v[i].name;

		if (item->gone.columns == NULL || !item->gone.columns[i])
			continue;
		for (k = 0; k < item->ops.n; k++) {
			const struct sm_op *op = item->ops.v[k];

			if (op->verb == SM_RENAME &&
			    op->target->part == SM_PART_COLUMN &&
			    sm_same_column(w->dialect, op->name, name))
				break;
		}
		if (k == item->ops.n)
			continue;
		p = sm_push(w->arena, list);
		p->from = name;
		p->to = free_column(w, item, name);
		sm_map_set(&w->parked, parked_key(w, item, i),
		    sm_strdup(w->arena, p->to));
	}
	for (k = 0; k < item->ops.n; k++) {
		const struct sm_op *op = item->ops.v[k];

		if (op->verb != SM_RENAME ||
		    op->target->part != SM_PART_COLUMN)
			continue;
		p = sm_push(w->arena, list);
		p->op = op;
		p->from = op->from;
		p->to = op->name;
	}
	list->table = item->old;
}

static void
rename_one(struct sm_sqlite *w, const struct pendings *list,
    const struct pending *p, const char *to)
{
	struct sm_script *s = &w->script;
	const char *from = sm_script_name(s, p->from);
	const char *new_name = sm_script_name(s, to);

	if (list->table == NULL) {
		sm_script_run(s, "ALTER TABLE %s RENAME TO %s", from, new_name);
		sm_script_guard(s, SM_GUARD_DONE,
		    "(SELECT sum(name=%s)=0 AND sum(name=%s)=1 FROM "
		    "sqlite_master)", sm_script_string(s, p->from),
		    sm_script_string(s, to));
		return;
	}
	sm_script_run(s, "ALTER TABLE %s RENAME COLUMN %s TO %s",
	    sm_script_name(s, list->table->name), from, new_name);
	sm_script_guard(s, SM_GUARD_DONE,
	    "(SELECT sum(name=%s)=0 AND sum(name=%s)=1 FROM "
	    "pragma_table_xinfo(%s))", sm_script_string(s, p->from),
	    sm_script_string(s, to),
	    sm_script_string(s, list->table->name));
}

/* Is the name one that another of the list has yet to give up? */
static bool
in_use(const struct sm_sqlite *w, const struct pendings *list, size_t me)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (i != me && !list->v[i].done &&
		    sm_same_table(w->dialect, list->v[i].from,
		        list->v[me].to))
			return true;
	return false;
}

static void
say(struct sm_sqlite *w, const struct pending *p)
{
	if (p->op != NULL)
		sm_sqlite_say_op(w, p->op);
	else
		sm_script_say(&w->script, "%s makes room for a column that is "
		    "renamed to it; it is dropped below", p->from);
}

/* Do them all; a cycle goes through a temporary name. */
static void
rename_list(struct sm_sqlite *w, struct pendings *list,
    const struct sm_sql_item *item)
{
	size_t left = list->n, i, done;

	while (left > 0) {
		for (i = done = 0; i < list->n; i++) {
			struct pending *p = &list->v[i];

			if (p->done || in_use(w, list, i))
				continue;
			say(w, p);
			rename_one(w, list, p, p->to);
			p->done = true;
			done++;
		}
		left -= done;
		for (i = 0; done == 0 && left > 0; i++) {
			struct pending *p = &list->v[i];
			const char *temporary;

			if (p->done)
				continue;
			temporary = item != NULL
			    ? free_column(w, item, p->from)
			    : sm_sqlite_free_name(w, "sm_old_", p->from);
			say(w, p);
			sm_script_say(&w->script,
			    "by way of %s, since names change places",
			    temporary);
			rename_one(w, list, p, temporary);
			p->from = temporary;
			break;
		}
	}
}

bool
sm_sqlite_rename_all(struct sm_sqlite *w)
{
	struct pendings tables = {NULL, 0, 0, NULL};
	size_t i, k;

	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];
		struct pendings columns = {NULL, 0, 0, NULL};

		if (item->old == NULL || item->target == NULL)
			continue;
		if (sm_sqlite_trips(w, item) && !sm_sqlite_strip(w, item))
			return false;
		collect_columns(w, item, &columns);
		if (columns.n > 0 && !sm_can(w->dialect, w->server,
		        SM_CAN_RENAME_COLUMN))
			return sm_sql_refuse(w->t, item->ops.v[0], w->e,
			    "can't be done: %s %s cannot rename columns",
			    w->dialect->title, w->server);
		rename_list(w, &columns, item);
		for (k = 0; k < item->ops.n; k++) {
			const struct sm_op *op = item->ops.v[k];
			struct pending *p;

			if (op->verb != SM_RENAME ||
			    op->target->part != SM_PART_NONE)
				continue;
			p = sm_push(w->arena, &tables);
			p->op = op;
			p->from = item->old->name;
			p->to = item->target->name;
		}
	}
	rename_list(w, &tables, NULL);
	return true;
}
