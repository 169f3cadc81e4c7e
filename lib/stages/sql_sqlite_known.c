/*
 * Is the database what the plan was made from?  Whatever the plan doesn't know
 * would be lost in a rebuild, and a statement that fails because its work was
 * done already must not pass for one that did it.  So, ahead of everything:
 * what is touched is there, with the columns, indexes, triggers and foreign
 * keys that it is thought to have, and what is made isn't there yet.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_sqlite.h"

/* Names in a line of the script, at most. */
#define CHUNK 200

static bool
is_table(const struct sm_object *o)
{
	return strcmp(o->record, "table") == 0;
}

/* Triggers by the old name of what they are on: folded -> size_t. */
static void
count_triggers(struct sm_sqlite *w, struct sm_map *counts)
{
	size_t i, *n;

	sm_map_init(counts, w->arena);
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_object *o = w->t->items.v[i]->old;
		const char *table;

		if (o == NULL || !o->kind->on_table || o->table == NULL)
			continue;
		table = sm_fold_table(w->arena, w->dialect, o->table);
		n = sm_map_get(counts, table);
		if (n == NULL) {
			n = sm_alloc(w->arena, sizeof *n);
			sm_map_set(counts, table, n);
		}
		++*n;
	}
}

static void
guard_table(struct sm_sqlite *w, const struct sm_object *o, size_t triggers)
{
	struct sm_script *s = &w->script;
	struct sm_strings names = {NULL, 0, 0};
	const char *table = sm_script_string(s, o->name);
	size_t i;

	for (i = 0; i < o->columns.n; i++)
		sm_strings_add(w->arena, &names, o->columns.v[i].name);
	sm_script_guard(s, SM_GUARD_SCHEMA,
	    "(SELECT count(*)=%zu AND sum(name IN %s)=%zu FROM "
	    "pragma_table_xinfo(%s)) AND (SELECT count(*) FROM sqlite_master "
	    "WHERE type='index' AND sql IS NOT NULL AND lower(tbl_name)="
	    "lower(%s))=%zu AND (SELECT count(*) FROM sqlite_master WHERE "
	    "type='trigger' AND lower(tbl_name)=lower(%s))=%zu AND (SELECT "
	    "count(DISTINCT id) FROM pragma_foreign_key_list(%s))=%zu",
	    names.n, sm_script_strings(s, &names), names.n, table, table,
	    o->indexes.n, table, triggers, table, o->foreign_keys.n);
}

/* All of the list are there, as (type, name), or none is. */
static void
guard_list(struct sm_sqlite *w, struct sm_strings *list, bool there)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	for (i = 0; i < list->n; i++) {
		sm_buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", list->v[i]);
		if ((i + 1) % CHUNK != 0 && i + 1 < list->n)
			continue;
		if (there)
			sm_script_guard(&w->script, SM_GUARD_SCHEMA,
			    "(SELECT count(*)=%zu FROM sqlite_master WHERE "
			    "(type, name) IN (VALUES %s))", i % CHUNK + 1,
			    b.text);
		else
			sm_script_guard(&w->script, SM_GUARD_SCHEMA,
			    "(SELECT count(*)=0 FROM sqlite_master WHERE name "
			    "COLLATE NOCASE IN (%s))", b.text);
		sm_buf_reset(&b);
	}
	sm_buf_free(&b);
}

static void
add_there(struct sm_sqlite *w, struct sm_strings *list, const char *type,
    const char *name)
{
	sm_strings_add(w->arena, list, sm_sprintf(w->arena, "('%s', %s)", type,
	    sm_script_string(&w->script, name)));
}

/* Names that something has before the script, folded. */
static void
take_old_names(struct sm_sqlite *w, struct sm_map *names)
{
	size_t i, k;

	sm_map_init(names, w->arena);
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_object *o = w->t->items.v[i]->old;

		/* An object of an unknown kind may have no name. */
		if (o == NULL || o->name == NULL)
			continue;
		sm_map_set(names, sm_fold_table(w->arena, w->dialect, o->name),
		    w);
		for (k = 0; k < o->indexes.n; k++)
			sm_map_set(names, sm_fold_table(w->arena, w->dialect,
			    o->indexes.v[k].name), w);
	}
}

/* What comes, unless its name is one that is freed on the way. */
static void
add_absent(struct sm_sqlite *w, struct sm_strings *list,
    const struct sm_map *old, const char *name)
{
	if (sm_map_get(old, sm_fold_table(w->arena, w->dialect, name)) == NULL)
		sm_strings_add(w->arena, list,
		    sm_script_string(&w->script, name));
}

static const char *
type_of(const struct sm_object *o)
{
	return strcmp(o->record, "virtual_table") == 0 ? "table" : o->record;
}

static void
look_at(struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_map *old_names, struct sm_strings *there,
    struct sm_strings *absent)
{
	size_t k;

	if (item->old != NULL && !is_table(item->old))
		add_there(w, there, type_of(item->old), item->old->name);
	for (k = 0; item->old != NULL && k < item->old->indexes.n; k++)
		add_there(w, there, "index", item->old->indexes.v[k].name);
	if (item->target == NULL)
		return;
	add_absent(w, absent, old_names, item->target->name);
	for (k = 0; k < item->target->indexes.n; k++)
		add_absent(w, absent, old_names,
		    item->target->indexes.v[k].name);
}

void
sm_sqlite_guard_known(struct sm_sqlite *w)
{
	struct sm_strings there = {NULL, 0, 0}, absent = {NULL, 0, 0};
	struct sm_map triggers, old_names;
	size_t i;

	count_triggers(w, &triggers);
	take_old_names(w, &old_names);
	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];
		const struct sm_object *o = item->old;
		const size_t *n;

		if (item->ops.n == 0 && !item->down)
			continue;
		look_at(w, item, &old_names, &there, &absent);
		if (o == NULL || !is_table(o) || o->unreadable)
			continue;
		n = sm_map_get(&triggers, sm_fold_table(w->arena, w->dialect,
		    o->name));
		guard_table(w, o, n != NULL ? *n : 0);
	}
	guard_list(w, &there, true);
	guard_list(w, &absent, false);
}
