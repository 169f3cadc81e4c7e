/*
 * The order within a table as a chain of soft edges: each op after the one
 * before it, not each after all.
 */
#include <stdlib.h>

#include "stages/order_rules.h"

/*
 * The seed's order within a table: renames, new columns, what must go before
 * columns change, changed columns, what must be there before others use it.
 */
static int
place(const struct sm_op *op)
{
	static const signed char places[][4] = {
		/* ADD, DROP, RENAME, MODIFY */
		[SM_PART_NONE] = {0, 18, 0, 10},
		[SM_PART_COLUMN] = {2, 11, 1, 9},
		[SM_PART_PRIMARY_KEY] = {12, 8, 12, 12},
		[SM_PART_UNIQUE] = {13, 7, 13, 13},
		[SM_PART_CHECK] = {14, 5, 14, 14},
		[SM_PART_EXCLUSION] = {13, 7, 13, 13},
		[SM_PART_FK] = {16, 4, 16, 16},
		[SM_PART_INDEX] = {15, 6, 15, 15},
	};

	if (sm_order_target(op) == SM_OF_OBJECT) /* a trigger on the table */
		return op->verb == SM_DROP ? 3 : 17;
	return places[op->target->part][op->verb];
}

/* The chain of a table, or NULL where the op stands on no table. */
static const char *
chain_of(struct sm_order_work *w, const struct sm_op *op)
{
	if (!op->target || op->verb == SM_VERB_OTHER || !op->table)
		return NULL;
	if (op->verb != SM_DROP)
		return sm_order_key(w, 'T', op->schema, op->table, NULL);
	if (sm_map_get(&w->dropped,
	        sm_order_key(w, 'T', op->schema, op->table, NULL)))
		return sm_order_key(w, 'D', op->schema, op->table, NULL);
	return sm_order_key(w, 'T', op->schema,
	    sm_order_new_table(w, op->schema, op->table), NULL);
}

struct link {
	size_t chain, at; /* number of the chain; place in the hard order */
	size_t op;
	int place;
};

static int
compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->chain != y->chain)
		return x->chain < y->chain ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The ops that stand on a table, with the chain of each. */
static size_t
collect(struct sm_order_work *w, struct link *links)
{
	struct sm_plan *p = w->plan;
	struct sm_map chains;
	size_t i, n = 0, count = 0;

	sm_map_init(&chains, w->arena);
	for (i = 0; i < p->ops.n; i++) {
		const char *key = chain_of(w, p->ops.v[i]);
		size_t *number;

		if (!key)
			continue;
		number = sm_map_get(&chains, key);
		if (!number) {
			number = sm_alloc(w->arena, sizeof(*number));
			*number = count++;
			sm_map_set(&chains, sm_strdup(w->arena, key), number);
		}
		links[n].chain = *number;
		links[n].op = i;
		links[n].place = place(p->ops.v[i]);
		n++;
	}
	return n;
}

void
sm_order_chains(struct sm_order_work *w)
{
	struct sm_plan *p = w->plan;
	size_t bytes = (p->ops.n + 1) * sizeof(size_t), i, n;
	size_t *order = sm_alloc(w->arena, bytes);
	size_t *at = sm_alloc(w->arena, bytes);
	struct link *links;

	/* ops of one sort are chained as the hard edges already have them */
	n = sm_digraph_sort(w->graph, NULL, SM_EDGE_HARD, order, NULL);
	for (i = 0; i < n; i++)
		at[order[i]] = i;
	links = sm_alloc(w->arena, (p->ops.n + 1) * sizeof(*links));
	n = collect(w, links);
	for (i = 0; i < n; i++)
		links[i].at = at[links[i].op];
	qsort(links, n, sizeof(*links), compare_links);
	for (i = 1; i < n; i++)
		if (links[i].chain == links[i - 1].chain)
			sm_digraph_edge(w->graph, links[i - 1].op,
			    links[i].op, SM_EDGE_SOFT, NULL);
}
