/*
 * Ops that must be one transaction are a node of a graph; so are all others.
 * What then is on a cycle must be in the transaction, too; the order of what is
 * left keeps the ops of each node beside one another.
 */
#include "stages/sql_postgresql_group.h"

#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "stages/digraph.h"

struct work {
	struct sm_plan *plan;
	struct sm_arena *arena;
	struct sm_map places; /* id -> its place, from 1 */
	size_t *leader;       /* of each op: the first op of its group */
};

static size_t
leader(struct work *w, size_t i)
{
	while (w->leader[i] != i)
		i = w->leader[i] = w->leader[w->leader[i]];
	return i;
}

static void
unite(struct work *w, size_t x, size_t y)
{
	x = leader(w, x);
	y = leader(w, y);
	if (x < y)
		w->leader[y] = x;
	else
		w->leader[x] = y;
}

/* 0: the plan has no such op. */
static size_t
place_of(struct work *w, const char *id)
{
	const size_t *place = sm_map_get(&w->places, id);

	return place != NULL ? *place : 0;
}

/* "1f2e-" and "1f2e+" are the halves of one op. */
static size_t
other_half(struct work *w, const char *id)
{
	size_t n = strlen(id);
	char *other;

	if (n == 0 || id[n - 1] != '-')
		return 0;
	other = sm_memdup(w->arena, id, n);
	other[n - 1] = '+';
	return place_of(w, other);
}

static void
unite_what_belongs_together(struct work *w)
{
	size_t i, k, at;

	for (i = 0; i < w->plan->ops.n; i++) {
		const struct sm_op *op = w->plan->ops.v[i];

		for (k = 0; k < op->because.n; k++)
			if ((at = place_of(w, op->because.v[k])) != 0)
				unite(w, i, at - 1);
		if ((at = other_half(w, op->id)) != 0)
			unite(w, i, at - 1);
	}
}

/* Between the leaders; an op that the order has before another comes before. */
static void
add_edges(struct work *w, struct sm_digraph *g)
{
	size_t i, k, at;

	for (i = 0; i < w->plan->ops.n; i++) {
		const struct sm_op *op = w->plan->ops.v[i];

		for (k = 0; k < op->depends_on.n; k++)
			if ((at = place_of(w, op->depends_on.v[k])) != 0)
				sm_digraph_edge(g, leader(w, at - 1),
				    leader(w, i), SM_EDGE_HARD, NULL);
	}
}

static void
unite_cycles(struct work *w)
{
	size_t n = w->plan->ops.n, i;
	size_t *component = sm_alloc(w->arena, (n + 1) * sizeof *component);
	size_t *first = sm_alloc(w->arena, (n + 1) * sizeof *first);
	struct sm_digraph g;

	sm_digraph_init(&g, w->arena, n);
	add_edges(w, &g);
	sm_digraph_components(&g, component);
	for (i = 0; i < n; i++) {
		size_t l = leader(w, i);

		if (first[component[l]] == 0)
			first[component[l]] = l + 1;
		else
			unite(w, first[component[l]] - 1, l);
	}
}

/* The groups in their order, the ops of each in theirs. */
static struct sm_pgsql_group *
put_in_order(struct work *w)
{
	size_t n = w->plan->ops.n, i, k, done = 0, bytes;
	struct sm_pgsql_group *groups =
	    sm_alloc(w->arena, (n + 1) * sizeof *groups);
	struct sm_op **ops = sm_alloc(w->arena, (n + 1) * sizeof *ops);
	size_t *order, *next, *last;
	struct sm_digraph g;

	bytes = (n + 1) * sizeof *order;
	order = sm_alloc(w->arena, bytes);
	next = sm_alloc(w->arena, bytes); /* of the same group, from 1 */
	last = sm_alloc(w->arena, bytes);
	sm_digraph_init(&g, w->arena, n);
	add_edges(w, &g);
	sm_digraph_sort(&g, NULL, SM_EDGE_HARD, order, NULL);
	for (i = 0; i < n; i++) {
		size_t l = leader(w, i);

		if (l != i)
			next[last[l]] = i + 1;
		last[l] = i;
	}
	for (i = 0; i < n; i++) {
		if (leader(w, order[i]) != order[i])
			continue;
		for (k = order[i] + 1; k != 0; k = next[k - 1]) {
			groups[done].number = order[i];
			groups[done].many = next[order[i]] != 0;
			ops[done++] = w->plan->ops.v[k - 1];
		}
	}
	w->plan->ops.v = ops;
	w->plan->ops.cap = n;
	return groups;
}

struct sm_pgsql_group *
sm_pgsql_groups(struct sm_plan *p)
{
	struct work w = {.plan = p, .arena = p->arena};
	size_t n = p->ops.n, i;
	size_t *places = sm_alloc(w.arena, (n + 1) * sizeof *places);

	if (!p->online)
		return sm_alloc(w.arena,
		    (n + 1) * sizeof(struct sm_pgsql_group));
	w.leader = sm_alloc(w.arena, (n + 1) * sizeof *w.leader);
	sm_map_init(&w.places, w.arena);
	for (i = 0; i < n; i++) {
		places[i] = i + 1;
		w.leader[i] = i;
		sm_map_set(&w.places, p->ops.v[i]->id, &places[i]);
	}
	unite_what_belongs_together(&w);
	unite_cycles(&w);
	return put_in_order(&w);
}
