#include "stages/lean.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "model/anew.h"
#include "model/kind.h"
#include "stages/lean_work.h"
#include "text/sqltext.h"

/*
 * What dialects take away that others may lean on, beside all that is made anew
 * (model/anew.h).  SQLite has no row: its table rebuild leaves views, triggers
 * and the foreign keys of others where they are (sql_sqlite).  PostgreSQL:
 * ALTER COLUMN TYPE fails under views, rules, policies, triggers that name the
 * column and generated columns (tablecmds.c, ATExecAlterColumnType); DROP
 * CONSTRAINT under a foreign key (facts, section 4).  In MySQL and MariaDB only
 * foreign keys lean on a column: views are names until they are used.
 */
static const struct seed {
	enum sm_dialect_id dialect;
	enum sm_verb verb;
	enum sm_part part;
	const char *field; /* only if it is among the changes; NULL: always */
	enum sm_lean_what what;
} seeds[] = {
	{SM_POSTGRESQL, SM_MODIFY, SM_PART_COLUMN, "type", SM_LEAN_COLUMN},
	{SM_POSTGRESQL, SM_MODIFY, SM_PART_COLUMN, "collation",
	    SM_LEAN_COLUMN},
	{SM_POSTGRESQL, SM_DROP, SM_PART_PRIMARY_KEY, NULL, SM_LEAN_KEY},
	{SM_POSTGRESQL, SM_DROP, SM_PART_UNIQUE, NULL, SM_LEAN_KEY},
	{SM_POSTGRESQL, SM_DROP, SM_PART_INDEX, NULL, SM_LEAN_KEY},
	/*
	 * Another type, sign or collation of either side of a foreign key is
	 * refused even under foreign_key_checks=0 (3780, 1833: facts, section
	 * 5).
	 */
	{SM_MYSQL, SM_MODIFY, SM_PART_COLUMN, "type", SM_LEAN_COLUMN},
	{SM_MYSQL, SM_MODIFY, SM_PART_COLUMN, "collation", SM_LEAN_COLUMN},
	{SM_MARIADB, SM_MODIFY, SM_PART_COLUMN, "type", SM_LEAN_COLUMN},
	{SM_MARIADB, SM_MODIFY, SM_PART_COLUMN, "collation", SM_LEAN_COLUMN},
};
#define NSEEDS (sizeof seeds / sizeof seeds[0])

static const struct sm_change *
change_of_part(const struct sm_lean_work *w, const struct sm_op *op)
{
	const char *schema = op->schema;
	struct sm_change *c;

	/* What is taken away is named as OLD names it. */
	if (op->verb == SM_DROP) {
		c = sm_plan_find_old(w->plan, "table", schema, op->table);
		return c != NULL ? c : sm_plan_find_old(w->plan, "view",
		                           schema, op->table);
	}
	c = sm_plan_find_new(w->plan, "table", schema, op->table);
	return c != NULL ? c
	                 : sm_plan_find_new(w->plan, "view", schema, op->table);
}

static const struct sm_change *
change_of(const struct sm_lean_work *w, const struct sm_op *op)
{
	if (op->target->part != SM_PART_NONE)
		return change_of_part(w, op);
	return sm_map_get(op->verb == SM_DROP ? &w->old_objects
	                                      : &w->new_objects,
	    sm_object_key(w->arena, w->plan->dialect,
	        op->target->kind->record, op->schema,
	        op->target->kind->on_table ? op->table : NULL,
	        op->name != NULL ? op->name : op->table, op->arguments));
}

static const char *
column_key(const struct sm_lean_work *w, const struct sm_op *op)
{
	return sm_object_key(w->arena, w->plan->dialect, "", op->schema,
	    op->table, op->name, NULL);
}

/* What OLD calls the column that an op calls as NEW does. */
static const char *
old_column(const struct sm_lean_work *w, const struct sm_op *op)
{
	const struct sm_op *rename = op->verb == SM_DROP ? NULL
	    : sm_map_get(&w->renames, column_key(w, op));

	return rename != NULL ? rename->from : op->name;
}

/* The columns that have the table's default collation get another with it. */
static void
start_with_collation(struct sm_lean_work *w, const struct sm_op *op,
    const struct sm_change *c)
{
	size_t i;

	if (c->old == NULL || op->verb != SM_MODIFY ||
	    !w->plan->dialect->table_collation ||
	    strcmp(c->old->record, "table") != 0 ||
	    !sm_strings_has(&op->changes, "collation"))
		return;
	for (i = 0; i < c->old->columns.n; i++)
		if (c->old->columns.v[i].collation == NULL)
			sm_lean_column(w, c, c->old->columns.v[i].name,
			    &op->id);
}

/* What an op takes away, and for which columns. */
static void
start_with(struct sm_lean_work *w, const struct sm_op *op,
    const struct sm_change *c)
{
	const struct sm_key *key = op->old;
	const struct sm_index *index = op->old;
	size_t i, k;
	bool anew = sm_made_anew(w->plan, op, c->old, c->new_);

	if (op->target->part == SM_PART_NONE) {
		if (anew)
			sm_lean_object(w, c, &op->id, op);
		else if (sm_type_made_anew(w->plan, op, c->old, c->new_))
			sm_lean_type(w, c, &op->id);
		else
			start_with_collation(w, op, c);
		return;
	}
	for (i = 0; i < NSEEDS; i++)
		if (seeds[i].dialect == w->plan->dialect->id &&
		    seeds[i].part == op->target->part &&
		    (anew || (seeds[i].verb == op->verb &&
		        (seeds[i].field == NULL || sm_strings_has(&op->changes,
		            seeds[i].field)))))
			break;
	if (i == NSEEDS || c->old == NULL)
		return;
	if (seeds[i].what == SM_LEAN_COLUMN) {
		(anew ? sm_lean_gone_column : sm_lean_column)(w, c,
		    old_column(w, op), &op->id);
	} else if (op->target->part != SM_PART_INDEX) {
		sm_lean_key(w, c, &key->columns, &op->id);
	} else if (index->unique) {
		struct sm_strings columns = {NULL, 0, 0};

		for (k = 0; k < index->keys.n; k++)
			if (index->keys.v[k].column != NULL)
				sm_strings_add(w->arena, &columns,
				    index->keys.v[k].column);
		sm_lean_key(w, c, &columns, &op->id);
	}
}

/* A pair that is there already: what it takes down, others may lean on. */
static bool
is_pair(const struct sm_op *op)
{
	return op->because.n > 0 && op->verb == SM_DROP;
}

static void
start(struct sm_lean_work *w)
{
	const struct sm_change *c;
	struct sm_op *op;
	size_t i, k;

	for (i = 0; i < w->plan->ops.n; i++) {
		op = w->plan->ops.v[i];
		if (op->target == NULL || (c = change_of(w, op)) == NULL)
			continue;
		sm_lean_busy(w, op, c);
		if (op->verb == SM_RENAME &&
		    op->target->part == SM_PART_COLUMN)
			sm_map_set(&w->renames, column_key(w, op), op);
	}
	for (i = 0; i < w->plan->ops.n; i++) {
		op = w->plan->ops.v[i];
		if (op->target == NULL || (c = change_of(w, op)) == NULL)
			continue;
		if (!is_pair(op))
			start_with(w, op, c);
		for (k = 0; is_pair(op) && k < op->because.n; k++)
			if (op->target->part == SM_PART_NONE)
				sm_lean_object(w, c, &op->because.v[k], op);
			else if (op->target->part == SM_PART_COLUMN)
				sm_lean_gone_column(w, c, op->name,
				    &op->because.v[k]);
	}
}

static int
by_place(const void *x, const void *y)
{
	const struct sm_lean *a = *(struct sm_lean *const *)x;
	const struct sm_lean *b = *(struct sm_lean *const *)y;

	/* The changes are in an array of pointers: their keys tell. */
	const struct sm_object *p = a->change->old, *q = b->change->old;
	int order = strcmp(p->key, q->key);

	if (order != 0)
		return order;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	if (a->name == NULL || b->name == NULL)
		return (a->name != NULL) - (b->name != NULL);
	return strcmp(a->name, b->name);
}

bool
sm_lean_knows(const struct sm_dialect *d)
{
	size_t i;

	for (i = 0; i < NSEEDS; i++)
		if (seeds[i].dialect == d->id)
			return true;
	return false;
}

struct sm_leans
sm_lean_find(struct sm_plan *plan)
{
	struct sm_lean_work w = {.plan = plan, .arena = plan->arena};

	if (!sm_lean_knows(plan->dialect))
		return w.all;
	sm_lean_index(&w);
	start(&w);
	sm_lean_follow(&w);
	if (w.all.n > 1)
		qsort(w.all.v, w.all.n, sizeof *w.all.v, by_place);
	return w.all;
}
