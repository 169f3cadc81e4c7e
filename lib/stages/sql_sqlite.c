/*
 * SQLite: the phases of a script.  They make the order right whatever was cut
 * from the plan or moved in it; within a phase the plan's own order holds.
 *
 *	is the database what the plan was made from?
 *	what goes, what is broken and what leans on either is taken down;
 *	indexes and tables that go;
 *	renames, which the engine carries everywhere;
 *	each table with its indexes: made, altered or rebuilt;
 *	rows against new foreign keys;
 *	views and triggers, new ones and those that were taken down.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_sqlite.h"

/* Before it, ALTER TABLE RENAME and the pragmas are too weak for all this. */
#define OLDEST 3026000

void
sm_sqlite_say_op(struct sm_sqlite *w, const struct sm_op *op)
{
	if (sm_map_set(&w->said, op->id, w) == NULL)
		sm_script_op(&w->script, op, w->total);
}

void
sm_sqlite_guard_there(struct sm_sqlite *w, const char *record,
    const char *name, bool there)
{
	sm_script_guard(&w->script, SM_GUARD_DONE, "(SELECT count(*)=%d FROM "
	    "sqlite_master WHERE type='%s' AND name=%s)", there ? 1 : 0,
	    strcmp(record, "virtual_table") == 0 ? "table" : record,
	    sm_script_string(&w->script, name));
}

static void
take_name(struct sm_sqlite *w, const char *name)
{
	if (name != NULL)
		sm_map_set(&w->names, sm_fold_table(w->arena, w->dialect,
		    name), w);
}

/* The names that the plan knows to be in use, before or after. */
static void
take_names(struct sm_sqlite *w)
{
	const struct sm_plan *p = w->t->plan;
	size_t i, k, s;

	for (i = 0; i < p->changes.n; i++) {
		const struct sm_object *sides[2] = {p->changes.v[i]->old,
		    p->changes.v[i]->new_};

		for (s = 0; s < 2; s++) {
			if (sides[s] == NULL)
				continue;
			take_name(w, sides[s]->name);
			for (k = 0; k < sides[s]->indexes.n; k++)
				take_name(w, sides[s]->indexes.v[k].name);
		}
	}
}

static bool
is_index(const struct sm_op *op)
{
	return op->target->part == SM_PART_INDEX;
}

/* Has the plan a statement that reads every view and trigger there is? */
static bool
reads_schema(const struct sm_sqlite *w)
{
	size_t i, k;

	if (w->t->renames.n > 0)
		return true;
	for (i = 0; i < w->tables.n; i++) {
		const struct sm_sqlite_table *tab = &w->tables.v[i];

		if (tab->rebuild)
			return true;
		for (k = 0; k < tab->item->ops.n; k++) {
			const struct sm_op *op = tab->item->ops.v[k];

			if (op->verb == SM_DROP &&
			    op->target->part == SM_PART_COLUMN)
				return true;
		}
	}
	return false;
}

/* The exact name of an index that the database has. */
static const char *
index_name(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const char *name = op->verb == SM_RENAME ? op->from : op->name;
	const struct sm_index *index =
	    sm_object_index(item->old, w->dialect, name);

	return index != NULL ? index->name : name;
}

/* An index that changes or gets another name is dropped and made again. */
static void
drop_indexes(struct sm_sqlite *w)
{
	struct sm_script *s = &w->script;
	size_t i;

	for (i = 0; i < w->t->ops.n; i++) {
		const struct sm_op *op = w->t->ops.v[i];
		const struct sm_sql_item *item;
		const char *name;

		if (!is_index(op) || op->verb == SM_ADD)
			continue;
		item = sm_map_get(&w->of_op, op->id);
		if (item->target == NULL)
			continue; /* it goes with its table */
		name = index_name(w, item, op);
		if (op->verb == SM_DROP) {
			sm_sqlite_say_op(w, op);
		} else {
			sm_script_gap(s);
			sm_script_say(s, "index %s goes down here and up again "
			    "below", name);
		}
		sm_script_run(s, "DROP INDEX %s", sm_script_name(s, name));
		sm_sqlite_guard_there(w, "index", name, false);
	}
}

static void
say_all(struct sm_sqlite *w, const struct sm_sql_item *item, bool indexes)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++)
		if (indexes || !is_index(item->ops.v[i]))
			sm_sqlite_say_op(w, item->ops.v[i]);
}

static void
drop_tables(struct sm_sqlite *w)
{
	struct sm_script *s = &w->script;
	size_t i;

	for (i = 0; i < w->t->ops.n; i++) {
		const struct sm_op *op = w->t->ops.v[i];
		const struct sm_sql_item *item;

		if (op->verb != SM_DROP || op->target->part != SM_PART_NONE ||
		    !op->target->kind->holds_rows)
			continue;
		item = sm_map_get(&w->of_op, op->id);
		say_all(w, item, true);
		w->script.keys_off = true;
		sm_script_run(s, "DROP TABLE %s",
		    sm_script_name(s, item->old->name));
		sm_sqlite_guard_there(w, item->old->record, item->old->name,
		    false);
	}
}

/* The op that makes the index what it is; NULL: it was so before. */
static const struct sm_op *
index_op(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *name)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (is_index(op) && op->verb != SM_DROP &&
		    sm_same_column(w->dialect, op->name, name))
			return op;
	}
	return NULL;
}

static bool
create_indexes(struct sm_sqlite *w, const struct sm_sqlite_table *tab)
{
	const struct sm_object *o = tab->item->target;
	size_t i;

	for (i = 0; i < o->indexes.n; i++) {
		const struct sm_index *index = &o->indexes.v[i];
		const struct sm_op *op = index_op(w, tab->item, index->name);
		const char *create;

		if (op == NULL && !tab->rebuild)
			continue;
		create = sm_sqlite_create_index(w, o, index);
		if (create == NULL)
			return false;
		if (op != NULL)
			sm_sqlite_say_op(w, op);
		sm_script_run(&w->script, "%s", create);
		sm_sqlite_guard_there(w, "index", index->name, true);
	}
	return true;
}

static bool
create_table(struct sm_sqlite *w, const struct sm_sqlite_table *tab)
{
	const struct sm_object *o = tab->item->target;
	const char *create = sm_sqlite_create_table(w, o);

	if (create == NULL)
		return false;
	say_all(w, tab->item, false);
	sm_script_run(&w->script, "%s", create);
	sm_sqlite_guard_there(w, "table", o->name, true);
	return true;
}

static bool
do_tables(struct sm_sqlite *w)
{
	size_t i;

	for (i = 0; i < w->tables.n; i++) {
		struct sm_sqlite_table *tab = &w->tables.v[i];
		bool fine;

		if (tab->item->old == NULL) {
			fine = create_table(w, tab);
		} else if (tab->rebuild) {
			say_all(w, tab->item, false);
			sm_map_set(&w->rebuilt, sm_fold_table(w->arena,
			    w->dialect, tab->item->target->name), tab);
			fine = sm_sqlite_rebuild(w, tab);
		} else {
			fine = sm_sqlite_alter(w, tab);
		}
		if (!fine || !create_indexes(w, tab))
			return false;
	}
	return true;
}

/* After the tables: what a virtual table holds may be theirs. */
static bool
do_virtual_tables(struct sm_sqlite *w)
{
	size_t i;

	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];
		const char *create;

		if (item->target == NULL || item->whole == NULL ||
		    strcmp(item->target->record, "virtual_table") != 0)
			continue;
		if (item->whole->verb == SM_MODIFY) {
			if (!sm_sqlite_remake_virtual(w, item))
				return false;
			continue;
		}
		create = sm_sqlite_create_object(w, item->target);
		if (create == NULL)
			return false;
		sm_sqlite_say_op(w, item->whole);
		sm_script_run(&w->script, "%s", create);
		sm_sqlite_guard_there(w, "table", item->target->name, true);
	}
	return true;
}

static bool
all_said(struct sm_sqlite *w)
{
	size_t i;

	for (i = 0; i < w->t->ops.n; i++)
		if (sm_map_get(&w->said, w->t->ops.v[i]->id) == NULL)
			return sm_sql_refuse(w->t, w->t->ops.v[i], w->e,
			    "can't be rendered for %s", w->dialect->title);
	return true;
}

static bool
write_body(struct sm_sqlite *w)
{
	size_t i;

	for (i = 0; i < w->t->idle.n; i++)
		sm_script_say(&w->script, "not done, for what it was for is "
		    "not: %s (%s)", sm_op_describe(w->arena,
		    w->t->idle.v[i]), w->t->idle.v[i]->id);
	if (!sm_sqlite_check_tables(w) || !sm_sqlite_plan_tables(w))
		return false;
	w->reads_schema = reads_schema(w);
	sm_sqlite_mark_down(w);
	sm_sqlite_guard_known(w);
	sm_sqlite_take_down(w);
	drop_indexes(w);
	drop_tables(w);
	if (!sm_sqlite_rename_all(w) || !do_tables(w) ||
	    !do_virtual_tables(w))
		return false;
	for (i = 0; i < w->tables.n; i++)
		sm_sqlite_guard_keys(w, &w->tables.v[i]);
	return sm_sqlite_put_up(w) && all_said(w);
}

static void
start(struct sm_sqlite *w, struct sm_sql_target *t, struct sm_error *e)
{
	memset(w, 0, sizeof *w);
	w->t = t;
	w->arena = t->arena;
	w->dialect = t->dialect;
	w->e = e;
	w->server = t->plan->server != NULL ? t->plan->server
	                                    : t->dialect->assumed_version;
	w->total = t->plan->ops.n;
	sm_map_init(&w->said, w->arena);
	sm_map_init(&w->names, w->arena);
	sm_map_init(&w->parked, w->arena);
	sm_map_init(&w->rebuilt, w->arena);
	sm_sql_items_of_ops(t, &w->of_op);
	take_names(w);
	sm_script_init(&w->script, t->plan);
}

static bool
render(struct sm_plan *plan, const struct sm_sql_options *options,
    struct sm_buf *out, struct sm_error *e)
{
	struct sm_sql_target t;
	struct sm_sqlite w;
	bool fine;

	(void)options; /* no statement waits for a lock longer than others */
	if (plan->server != NULL && sm_version(plan->server) != 0 &&
	    sm_version(plan->server) < OLDEST) {
		sm_error_at(e, plan->input, plan->line);
		return sm_error_set(e, "SQLite %s is too old: 3.26 is the "
		    "first whose ALTER TABLE can be relied on", plan->server);
	}
	if (!sm_sql_target(plan, &t, e) || !sm_sql_check(&t, e))
		return false;
	start(&w, &t, e);
	fine = write_body(&w);
	if (fine)
		sm_script_end(&w.script, plan, out);
	else
		sm_error_at(e, plan->input, plan->line);
	sm_script_free(&w.script);
	return fine;
}

const struct sm_sql_renderer sm_sql_sqlite = {SM_SQLITE, render};
