/*
 * Which op gives what, which op waits for it: the table, and the edges that
 * come of it.
 */
#include <string.h>

#include "base/list.h"
#include "stages/order_rules.h"

#define ADD    SM_OF(SM_ADD)
#define DROP   SM_OF(SM_DROP)
#define RENAME SM_OF(SM_RENAME)
#define MODIFY SM_OF(SM_MODIFY)

#define COLUMN SM_OF(SM_PART_COLUMN)
#define KEY    (SM_OF(SM_PART_PRIMARY_KEY) | SM_OF(SM_PART_UNIQUE))
#define CHECK  SM_OF(SM_PART_CHECK)
#define FK     SM_OF(SM_PART_FK)
#define EXCLUDE SM_OF(SM_PART_EXCLUSION)
#define INDEX  SM_OF(SM_PART_INDEX)
#define PARTS  (COLUMN | KEY | CHECK | EXCLUDE | FK | INDEX)
#define TABLE  SM_OF_TABLE
#define OBJECT SM_OF_OBJECT

#define GIVES false, SM_EDGE_HARD
#define WAITS true, SM_EDGE_HARD
/*
 * A MODIFY stands for taking the old away and putting the new in its place.
 * Where its two ends would pull both ways the old one yields: the statements of
 * one op can still be taken apart.
 */
#define GIVES_WAY false, SM_EDGE_YIELDING
#define WAITS_MAYBE true, SM_EDGE_YIELDING

static const struct sm_order_rule rules[] = {
	/* what is there from now on */
	{ADD | RENAME, TABLE, GIVES, sm_things_object_new, NULL},
	{ADD | MODIFY | RENAME, OBJECT, GIVES, sm_things_object_new, NULL},
	{ADD | MODIFY | RENAME, COLUMN, GIVES, sm_things_column_new, NULL},
	{ADD | RENAME, COLUMN, GIVES, sm_things_column_named, NULL},
	{DROP, COLUMN, GIVES, sm_things_any_column, NULL},
	{ADD | MODIFY, KEY | INDEX, GIVES, sm_things_key_new, NULL},
	/* and who waits for it */
	{ADD | MODIFY | RENAME, PARTS | OBJECT, WAITS, sm_things_own_table,
	    "is on what it makes"},
	{MODIFY, TABLE, WAITS, sm_things_own_table, "is on what it makes"},
	{MODIFY, COLUMN, WAITS, sm_things_column_named,
	    "changes the column it makes"},
	{ADD | MODIFY, PARTS, WAITS, sm_things_used_new, "uses what it makes"},
	{ADD | MODIFY, FK, WAITS, sm_things_reference_new,
	    "refers to what it makes"},
	{ADD | MODIFY, OBJECT | TABLE, WAITS, sm_things_needs_new,
	    "needs what it makes"},
	{ADD | MODIFY, PARTS, WAITS, sm_things_part_needs_new,
	    "needs what it makes"},
	{ADD | RENAME | MODIFY, OBJECT | TABLE, WAITS, sm_things_schema_new,
	    "is in what it makes"},
	{MODIFY, OBJECT, WAITS, sm_things_owner_new, "goes with what it makes"},
	{MODIFY, TABLE, GIVES, sm_things_settled, NULL},
	{MODIFY, OBJECT, WAITS, sm_things_owner_settled,
	    "would be logged as it is"},
	{ADD, INDEX, GIVES, sm_things_index_new, NULL},
	{ADD | MODIFY, TABLE, GIVES, sm_things_partition_new, NULL},
	{ADD, INDEX, WAITS, sm_things_partitions,
	    "has a part on what it makes"},
	{ADD | MODIFY, KEY | INDEX, WAITS, sm_things_parent_index,
	    "is a part of what it makes"},

	/* what nothing uses any more */
	{DROP, PARTS | OBJECT, GIVES, sm_things_table_of_part, NULL},
	{DROP, PARTS, GIVES, sm_things_used_old, NULL},
	{MODIFY, PARTS, GIVES_WAY, sm_things_used_old, NULL},
	{DROP, FK, GIVES, sm_things_reference_old, NULL},
	{MODIFY, FK, GIVES_WAY, sm_things_reference_old, NULL},
	{DROP, FK, GIVES, sm_things_referred_old, NULL},
	{DROP, TABLE, WAITS, sm_things_parents_referred,
	    "takes away what it lets go"},
	{DROP, OBJECT, GIVES, sm_things_needs_old, NULL},
	{MODIFY, OBJECT, GIVES_WAY, sm_things_needs_old, NULL},
	{DROP, TABLE, GIVES, sm_things_needs_old, NULL},
	{MODIFY, TABLE, GIVES_WAY, sm_things_needs_old, NULL},
	{DROP, PARTS, GIVES, sm_things_part_needs_old, NULL},
	{MODIFY, PARTS, GIVES_WAY, sm_things_part_needs_old, NULL},
	{DROP, OBJECT | TABLE, GIVES, sm_things_schema_old, NULL},
	{MODIFY, OBJECT, GIVES_WAY, sm_things_schema_old, NULL},
	{MODIFY, OBJECT, GIVES, sm_things_owner_old, NULL},
	{DROP, CHECK, GIVES, sm_things_unchecked, NULL},
	{ADD | MODIFY, TABLE, WAITS, sm_things_parent_unchecked,
	    "would need the check it drops"},
	{MODIFY, TABLE, GIVES_WAY, sm_things_parent_left, NULL},
	{ADD | DROP | MODIFY, COLUMN, WAITS_MAYBE, sm_things_own_left,
	    "would change what it lets go"},
	/* and who takes it away */
	{DROP, TABLE | OBJECT, WAITS, sm_things_object_old,
	    "takes away what it lets go"},
	{MODIFY, OBJECT, WAITS_MAYBE, sm_things_object_old,
	    "changes what it lets go"},
	{DROP, COLUMN, WAITS, sm_things_column_old,
	    "takes away what it lets go"},
	{MODIFY, COLUMN, WAITS_MAYBE, sm_things_column_old,
	    "changes what it lets go"},
	{DROP, KEY | INDEX, WAITS, sm_things_key_old,
	    "takes away what it lets go"},
	{MODIFY, KEY | INDEX, WAITS_MAYBE, sm_things_key_old,
	    "changes what it lets go"},

	/* names */
	{DROP | RENAME, TABLE | OBJECT | PARTS, GIVES, sm_things_freed, NULL},
	{ADD | RENAME, TABLE | OBJECT | PARTS, WAITS, sm_things_taken,
	    "takes the name it frees"},
};
#define NRULES (sizeof(rules) / sizeof(rules[0]))

/* The ops that give a thing; the first stands for it in the map. */
struct giver {
	size_t op;
	enum sm_strength strength;
	struct giver *next;
};

const char *
sm_order_key(const struct sm_order_work *w, char kind, const char *schema,
    const char *table, const char *part)
{
	struct sm_arena *a = w->arena;
	const struct sm_dialect *d = w->plan->dialect;
	struct sm_buf *key = (struct sm_buf *)&w->key;

	/* \xff is in no name: it is in no UTF-8 */
	sm_buf_reset(key);
	sm_buf_addc(key, kind);
	sm_buf_adds(key, schema ? schema : "");
	sm_buf_addc(key, '\xff');
	sm_buf_adds(key, table ? sm_fold_table(a, d, table) : "");
	sm_buf_addc(key, '\xff');
	sm_buf_adds(key, part ? sm_fold_column(a, d, part) : "");
	return sm_buf_str(key);
}

const char *
sm_order_old_table(const struct sm_order_work *w, const char *schema,
    const char *table)
{
	const char *old;

	old = sm_map_get(&w->to_old, sm_order_key(w, 'T', schema, table, NULL));
	return old ? old : table;
}

const char *
sm_order_old_column(const struct sm_order_work *w, const char *schema,
    const char *table, const char *column)
{
	const char *old;

	old = sm_map_get(&w->to_old,
	    sm_order_key(w, 'C', schema, table, column));
	return old ? old : column;
}

const char *
sm_order_new_table(const struct sm_order_work *w, const char *schema,
    const char *table)
{
	const char *name;

	name = sm_map_get(&w->to_new,
	    sm_order_key(w, 'T', schema, table, NULL));
	return name ? name : table;
}

/* Two renames of one name go through a temporary one, if they must. */
static enum sm_strength
weaker(const struct sm_order_work *w, enum sm_thing kind,
    const struct giver *giver)
{
	enum sm_strength mine = w->rule->strength;

	if (kind == SM_FREE_NAME &&
	    w->plan->ops.v[w->op]->verb == SM_RENAME &&
	    w->plan->ops.v[giver->op]->verb == SM_RENAME)
		return SM_EDGE_YIELDING;
	return giver->strength < mine ? giver->strength : mine;
}

/* The op at hand gives the thing of that key. */
static void
give(struct sm_order_work *w, const char *key, struct giver *first)
{
	struct giver *giver;

	/* an expression may name a column twice */
	if (first && (first->op == w->op ||
	                 (first->next && first->next->op == w->op)))
		return;
	giver = sm_alloc(w->arena, sizeof(*giver));
	giver->op = w->op;
	giver->strength = w->rule->strength;
	if (first) {
		giver->next = first->next;
		first->next = giver;
	} else {
		sm_map_set(&w->things, sm_strdup(w->arena, key), giver);
	}
}

void
sm_order_end(struct sm_order_work *w, enum sm_thing kind, const char *schema,
    const char *table, const char *part)
{
	const char *key = sm_order_key(w, (char)kind, schema, table, part);
	struct giver *giver = sm_map_get(&w->things, key);

	if (!w->rule->waits)
		give(w, key, giver);
	else
		for (; giver; giver = giver->next)
			sm_digraph_edge(w->graph, giver->op, w->op,
			    weaker(w, kind, giver), w->rule->why);
}

unsigned
sm_order_target(const struct sm_op *op)
{
	if (!op->target)
		return 0;
	if (op->target->part != SM_PART_NONE)
		return SM_OF(op->target->part);
	return strcmp(op->target->kind->record, "table") ? SM_OF_OBJECT :
	    SM_OF_TABLE;
}

static void
run_rules(struct sm_order_work *w, bool waits)
{
	unsigned verb, target;
	size_t k;

	for (w->op = 0; w->op < w->plan->ops.n; w->op++) {
		const struct sm_op *op = w->plan->ops.v[w->op];

		verb = SM_OF(op->verb);
		target = sm_order_target(op);
		for (k = 0; k < NRULES; k++) {
			w->rule = &rules[k];
			if (w->rule->waits == waits &&
			    (w->rule->verbs & verb) &&
			    (w->rule->targets & target))
				w->rule->things(w, op);
		}
	}
}

/* What must be taken away around a change, and put back after it. */
static void
because(struct sm_order_work *w)
{
	struct sm_plan *p = w->plan;
	struct sm_map ids;
	size_t i, k, *at;

	at = sm_alloc(w->arena, (p->ops.n + 1) * sizeof(*at));
	sm_map_init(&ids, w->arena);
	for (i = 0; i < p->ops.n; i++) {
		at[i] = i;
		sm_map_set(&ids, p->ops.v[i]->id, &at[i]);
	}
	for (i = 0; i < p->ops.n; i++)
		for (k = 0; k < p->ops.v[i]->because.n; k++) {
			const size_t *cause = sm_map_get(&ids,
			    p->ops.v[i]->because.v[k]);

			if (!cause)
				continue;
			if (p->ops.v[i]->verb == SM_DROP)
				sm_digraph_edge(w->graph, i, *cause,
				    SM_EDGE_HARD, "changes what it lets go");
			else
				sm_digraph_edge(w->graph, *cause, i,
				    SM_EDGE_HARD, "is there because of it");
		}
}

/*
 * A foreign key of a new table is made with the table, and one of a dropped
 * table goes with it, where the dialect has no other way: then the table's op
 * takes the edge, softly, since two tables may refer to each other.
 */
static void
folded(struct sm_order_work *w)
{
	static const struct sm_order_rule made = {0, 0, true, SM_EDGE_SOFT,
	    NULL, NULL};
	struct sm_plan *p = w->plan;
	const struct sm_foreign_key *fk;
	const struct giver *own;
	const size_t *parent;
	size_t i;

	for (i = 0; p->dialect->folds_keys && i < p->ops.n; i++) {
		const struct sm_op *op = p->ops.v[i];

		if (!op->target || op->target->part != SM_PART_FK)
			continue;
		fk = op->verb == SM_ADD ? op->new_ : op->old;
		if (!fk || !fk->references || !fk->references->table)
			continue;
		if (op->verb == SM_ADD) {
			own = sm_map_get(&w->things, sm_order_key(w,
			    SM_NEW_OBJECT, op->schema, op->table, NULL));
			if (!own || p->ops.v[own->op]->verb != SM_ADD)
				continue;
			w->rule = &made;
			w->op = own->op;
			sm_order_end(w, SM_NEW_OBJECT, fk->references->schema,
			    fk->references->table, NULL);
		} else if (op->verb == SM_DROP) {
			const size_t *child = sm_map_get(&w->dropped,
			    sm_order_key(w, 'T', op->schema, op->table, NULL));

			parent = sm_map_get(&w->dropped, sm_order_key(w, 'T',
			    fk->references->schema, fk->references->table,
			    NULL));
			if (child && parent)
				sm_digraph_edge(w->graph, *child, *parent,
				    SM_EDGE_SOFT, NULL);
		}
	}
}

static void
set(struct sm_order_work *w, struct sm_map *map, const char *key, void *value)
{
	sm_map_set(map, sm_strdup(w->arena, key), value);
}

/* Who is who: renames, dropped tables, objects. */
static void
look_up_names(struct sm_order_work *w)
{
	struct sm_plan *p = w->plan;
	size_t i, *at;

	for (i = 0; i < p->changes.n; i++) {
		struct sm_change *c = p->changes.v[i];

		if (c->old && c->old->key)
			sm_map_set(&w->old_objects, c->old->key, c);
		if (c->new_ && c->new_->key)
			sm_map_set(&w->new_objects, c->new_->key, c);
	}
	for (i = 0; i < p->ops.n; i++) {
		struct sm_op *op = p->ops.v[i];
		unsigned target = sm_order_target(op);

		if (op->verb == SM_DROP && target == SM_OF_TABLE) {
			at = sm_alloc(w->arena, sizeof(*at));
			*at = i;
			set(w, &w->dropped, sm_order_key(w, 'T', op->schema,
			    op->table, NULL), at);
		}
		if (op->verb != SM_RENAME || !op->from)
			continue;
		if (target == SM_OF_TABLE) {
			set(w, &w->to_old, sm_order_key(w, 'T', op->schema,
			    op->table, NULL), (void *)op->from);
			set(w, &w->to_new, sm_order_key(w, 'T', op->schema,
			    op->from, NULL), (void *)op->table);
		} else if (target == SM_OF(SM_PART_COLUMN)) {
			set(w, &w->to_old, sm_order_key(w, 'C', op->schema,
			    op->table, op->name), (void *)op->from);
		}
	}
}

void
sm_order_edges(struct sm_plan *p, struct sm_digraph *g)
{
	struct sm_order_work w = {.plan = p, .graph = g, .arena = g->arena,
	    .key = SM_BUF_INIT};
	struct sm_map *maps[] = {&w.things, &w.to_old, &w.to_new, &w.dropped,
	    &w.old_objects, &w.new_objects};
	size_t i;

	for (i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		sm_map_init(maps[i], g->arena);
	look_up_names(&w);
	run_rules(&w, false);
	run_rules(&w, true);
	because(&w);
	folded(&w);
	sm_order_chains(&w);
	sm_buf_free(&w.key);
}
