/*
 * The changes from OLD to NEW, a row each.
 */
#ifndef RT_MUTATE_H
#define RT_MUTATE_H

#include "model.h"

struct rt_mutation {
	const char *name;
	/* What sm-diff | sm-renames must say when this is the only change: an
	   op, with a word in its `changes` (NULL: none); op NULL: it depends,
	   "": nothing. */
	const char *op, *change;
	/* False where it isn't applicable: the schema may be spoilt then. */
	bool (*apply)(struct rt_schema *, struct rt_random *);
	int weight; /* how often it is chosen, beside the others */
};

extern const struct rt_mutation rt_table_mutations[], rt_column_mutations[],
    rt_key_mutations[], rt_part_mutations[], rt_object_mutations[];

/* One of all of them, by weight. */
const struct rt_mutation *rt_any_mutation(struct rt_random *);
/* The one of that name, or NULL. */
const struct rt_mutation *rt_find_mutation(const char *name);

/*
 * After something was taken away: what can't be there without it goes too; a
 * view or trigger sometimes stays, broken.
 */
void rt_settle(struct rt_schema *, struct rt_random *);

/* For the files of mutations: one of those that satisfy, or NULL. */
struct rt_table *rt_table_where(struct rt_schema *, struct rt_random *,
    bool (*)(const struct rt_table *));
struct rt_column *rt_column_where(struct rt_random *, struct rt_table *,
    bool (*)(const struct rt_table *, const struct rt_column *));
/* Is the column part of the primary key? */
bool rt_in_key(const struct rt_table *, const struct rt_column *);
/* Another string than `than` (NULL is one too) from choose. */
bool rt_differs(const char *a, const char *b);

#endif
