/*
 * Which names an op frees and takes: the selectors for that.
 */
#include "stages/order_rules.h"

/* How far a name must be unique: by dialect and sort of object. */
enum reach {
	NOWHERE,   /* nothing is in the way of two of one name */
	RELATIONS, /* shared with tables and views */
	SCHEMA,    /* among its own sort */
	TABLE      /* in its table */
};

/*
 * SQLite: lang_createindex.html ("there is already a table named"), triggers
 * apart, names of constraints free.  PostgreSQL: pg_class holds tables, views,
 * indexes and the indexes of constraints.  MySQL, MariaDB: facts, section 5.
 */
static const struct {
	enum reach index, trigger, key, check, fk;
} reach[SM_DIALECTS] = {
	[SM_SQLITE] = {RELATIONS, SCHEMA, NOWHERE, NOWHERE, NOWHERE},
	[SM_POSTGRESQL] = {RELATIONS, TABLE, RELATIONS, TABLE, TABLE},
	[SM_MYSQL] = {TABLE, SCHEMA, TABLE, SCHEMA, SCHEMA},
	[SM_MARIADB] = {TABLE, SCHEMA, TABLE, TABLE, SCHEMA},
};

static enum reach
reach_of(const struct sm_order_work *w, const struct sm_op *op)
{
	enum sm_dialect_id d = w->plan->dialect->id;

	switch (op->target->part) {
	case SM_PART_COLUMN:
		return TABLE;
	case SM_PART_PRIMARY_KEY:
	case SM_PART_UNIQUE:
	case SM_PART_EXCLUSION:
		return reach[d].key;
	case SM_PART_CHECK:
		return reach[d].check;
	case SM_PART_FK:
		return reach[d].fk;
	case SM_PART_INDEX:
		return reach[d].index;
	case SM_PART_NONE:
	case SM_PARTS:
		break;
	}
	/* PostgreSQL's tables are types too. */
	if (op->target->kind->is_relation || op->target->kind->is_type)
		return RELATIONS;
	return op->target->kind->on_table ? reach[d].trigger : SCHEMA;
}

static const char *
own_name(const struct sm_op *op)
{
	return sm_order_target(op) == SM_OF_TABLE ? op->table : op->name;
}

/* One name of a sort, as far as it reaches. */
static void
name(struct sm_order_work *w, const struct sm_op *op, const char *called)
{
	const char *sort = sm_order_sort(w, op->target->kind &&
	    op->target->kind->is_routine ? "ROUTINE" : op->target->word,
	    op->arguments);

	if (!called)
		return;
	switch (reach_of(w, op)) {
	case NOWHERE:
		break;
	case RELATIONS:
		sm_order_end(w, SM_FREE_NAME, op->schema, called, NULL);
		break;
	case SCHEMA:
		sm_order_end(w, SM_FREE_NAME, op->schema, called, sort);
		break;
	case TABLE:
		/* \xfe: in no name, so this is no object of the schema */
		sm_order_end(w, SM_FREE_NAME,
		    sm_sprintf(w->arena, "%s\xfe%s\xfe%s",
		        op->schema ? op->schema : "", sort,
		        sm_fold_table(w->arena, w->plan->dialect,
		            op->verb == SM_DROP ? sm_order_new_table(w,
		                op->schema, op->table) : op->table)),
		    NULL, called);
		break;
	}
}

/* What comes and goes with a table and has its name among the tables'. */
static void
keys(struct sm_order_work *w, const char *schema, const struct sm_object *o)
{
	size_t i;

	if (!o || reach[w->plan->dialect->id].key != RELATIONS)
		return;
	if (o->primary_key && o->primary_key->name)
		sm_order_end(w, SM_FREE_NAME, schema, o->primary_key->name,
		    NULL);
	for (i = 0; i < o->uniques.n; i++)
		if (o->uniques.v[i].name)
			sm_order_end(w, SM_FREE_NAME, schema,
			    o->uniques.v[i].name, NULL);
	for (i = 0; i < o->exclusions.n; i++)
		if (o->exclusions.v[i].name)
			sm_order_end(w, SM_FREE_NAME, schema,
			    o->exclusions.v[i].name, NULL);
}

void
sm_things_freed(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o;
	size_t i;

	if (op->verb == SM_RENAME) {
		name(w, op, op->from);
		return;
	}
	name(w, op, own_name(op));
	if (sm_order_target(op) != SM_OF_TABLE || reach[w->plan->dialect->id].index != RELATIONS)
		return;
	/* a table's indexes go with it */
	o = sm_order_object(w, op, true);
	for (i = 0; o && i < o->indexes.n; i++)
		sm_order_end(w, SM_FREE_NAME, op->schema,
		    o->indexes.v[i].name, NULL);
	keys(w, op->schema, o);
}

void
sm_things_taken(struct sm_order_work *w, const struct sm_op *op)
{
	name(w, op, own_name(op));
	if (sm_order_target(op) == SM_OF_TABLE && op->verb == SM_ADD)
		keys(w, op->schema, sm_order_object(w, op, false));
}
