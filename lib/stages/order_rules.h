/*
 * Which ops must run before which: the edges of a plan, from a table of rules.
 */
#ifndef SM_STAGES_ORDER_RULES_H
#define SM_STAGES_ORDER_RULES_H

#include "model/plan.h"
#include "stages/digraph.h"

/* Add to the graph (a node an op) every edge between the plan's ops. */
void sm_order_edges(struct sm_plan *, struct sm_digraph *);

/*
 * A rule has one op give something and another wait for it.  What that is, is
 * said by a key: a kind of thing, and names.  Both sides' rules make the same
 * keys, each from its own op.
 */
struct sm_order_work {
	struct sm_plan *plan;
	struct sm_digraph *graph;
	struct sm_arena *arena; /* the graph's: goes with it */
	struct sm_map things;   /* key -> the ops that give it */
	struct sm_map to_old;   /* new table, new column -> old name */
	struct sm_map to_new;   /* old table -> new name */
	struct sm_map dropped;  /* old table -> its DROP_TABLE */
	struct sm_map old_objects, new_objects; /* key -> struct sm_change */
	struct sm_buf key;      /* room to make a key in */
	/* the rule and the op at hand */
	const struct sm_order_rule *rule;
	size_t op;
};

/* The kinds of things; a letter each in the keys. */
enum sm_thing {
	SM_NEW_OBJECT = 'O',  /* an object as NEW has it */
	SM_OLD_OBJECT = 'o',  /* an object as OLD has it */
	SM_NEW_COLUMN = 'C',  /* a column as NEW has it, in its final form */
	SM_NAMED_COLUMN = 'N', /* a column under its new name */
	SM_ANY_COLUMN = 'A',  /* all columns of a table */
	SM_OLD_COLUMN = 'c',
	SM_NEW_KEY = 'K',     /* a unique set of columns, "" the primary key */
	SM_OLD_KEY = 'k',
	SM_PARTITION = 'p',   /* a partition of a table */
	SM_SETTLED = 's',     /* a table whose options are what NEW says */
	SM_UNCHECKED = 'u',   /* a table that has a check less */
	SM_LEFT = 'l',        /* a table that a partition leaves */
	SM_REFERRED = 'r',    /* a table that foreign keys refer to */
	SM_FREE_NAME = 'f',   /* a name that nothing has any more */
	SM_CHANGED_OBJECT = 'x' /* an object that goes or changes */
};

/* Give, or wait for, the thing: what selectors call for each of theirs. */
void sm_order_end(struct sm_order_work *, enum sm_thing, const char *schema,
    const char *table, const char *part);

/* Which ops a rule is for. */
#define SM_OF(target) (1u << (target))
#define SM_OF_TABLE   SM_OF(0)
#define SM_OF_OBJECT  SM_OF(20) /* a whole object that is no table */

struct sm_order_rule {
	unsigned verbs;   /* of SM_OF(SM_ADD) … */
	unsigned targets; /* of SM_OF(SM_PART_COLUMN) …, SM_OF_TABLE, … */
	bool waits;       /* it waits, else it gives */
	enum sm_strength strength; /* an edge has the weaker of its ends' */
	/* calls sm_order_end for each thing */
	void (*things)(struct sm_order_work *, const struct sm_op *);
	const char *why;  /* of one that waits: "uses it" */
};
/* Add the soft edges within each table: order_chain.c. */
void sm_order_chains(struct sm_order_work *);
/* The bit that stands for an op's target in the rules; 0 of an unknown op. */
unsigned sm_order_target(const struct sm_op *);

/* The object before or after, from its change; NULL: the plan has none. */
const struct sm_object *sm_order_object(struct sm_order_work *,
    const struct sm_op *, bool old);
/* The table, the materialized view, that the op's part is of; NULL likewise. */
const struct sm_object *sm_order_whole(struct sm_order_work *,
    const struct sm_op *, bool old);
/* A unique set of columns; none: the primary key, whatever it is. */
void sm_order_columns(struct sm_order_work *, enum sm_thing,
    const char *schema, const char *table, const struct sm_strings *);
/* The sort of an object, with what it takes where that tells it apart. */
const char *sm_order_sort(const struct sm_order_work *, const char *sort,
    const char *arguments);

/* order_things.c, order_inherit.c, order_names.c: the selectors, named for the things they find. */
typedef void sm_order_things(struct sm_order_work *, const struct sm_op *);
sm_order_things sm_things_own_table, sm_things_object_new,
    sm_things_object_old, sm_things_column_new, sm_things_column_named,
    sm_things_column_old, sm_things_used_new, sm_things_used_old,
    sm_things_key_new, sm_things_key_old, sm_things_reference_new,
    sm_things_reference_old, sm_things_needs_new, sm_things_needs_old,
    sm_things_table_of_part, sm_things_freed, sm_things_taken,
    sm_things_part_needs_new, sm_things_part_needs_old, sm_things_schema_new,
    sm_things_schema_old, sm_things_owner_new, sm_things_owner_old,
    sm_things_any_column, sm_things_index_new, sm_things_parent_index, sm_things_partition_new,
    sm_things_referred_old, sm_things_parents_referred,
    sm_things_partitions, sm_things_parent_left, sm_things_own_left, sm_things_settled, sm_things_owner_settled,
    sm_things_unchecked, sm_things_parent_unchecked;

/* The old name of a table, of a column of a table, both named as NEW does. */
const char *sm_order_old_table(const struct sm_order_work *,
    const char *schema, const char *table);
const char *sm_order_old_column(const struct sm_order_work *,
    const char *schema, const char *table, const char *column);
/* The new name of a table that OLD names so. */
const char *sm_order_new_table(const struct sm_order_work *,
    const char *schema, const char *table);
/* A key of names in the work's buffer, good until the next call. */
const char *sm_order_key(const struct sm_order_work *, char kind,
    const char *schema, const char *table, const char *part);

#endif
