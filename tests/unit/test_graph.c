/* Graphs: order, cycles, reduction; against plain searches on random ones. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "stages/digraph.h"
#include "tap.h"

#define N 24

static uint32_t seed = 1;

static unsigned
random_below(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

/* Does `from` lead to `to` over edges that are kept? */
static bool
leads(const struct sm_digraph *g, size_t from, size_t to, bool direct_only,
    size_t depth)
{
	size_t i;

	if (depth > g->nodes)
		return false;
	for (i = 0; i < g->edges.n; i++) {
		const struct sm_edge *e = &g->edges.v[i];

		if (e->out || (direct_only && e->redundant) || e->from != from)
			continue;
		if (e->to == to || leads(g, e->to, to, direct_only, depth + 1))
			return true;
	}
	return false;
}

/* Is every edge that is kept obeyed by the order? */
static bool
obeyed(const struct sm_digraph *g, const size_t *order)
{
	size_t position[N], i;

	for (i = 0; i < g->nodes; i++)
		position[order[i]] = i;
	for (i = 0; i < g->edges.n; i++)
		if (!g->edges.v[i].out && position[g->edges.v[i].from] >
		    position[g->edges.v[i].to])
			return false;
	return true;
}

static void
test_sort(struct sm_arena *a)
{
	struct sm_digraph g;
	size_t order[4], rank[4] = {1, 1, 0, 1};

	sm_digraph_init(&g, a, 4);
	sm_digraph_edge(&g, 3, 0, SM_EDGE_HARD, NULL);
	sm_digraph_edge(&g, 1, 1, SM_EDGE_HARD, NULL);
	is_int((long long)g.edges.n, 1, "an edge to itself is none");
	is_int((long long)sm_digraph_sort(&g, NULL, SM_EDGE_SOFT, order, NULL),
	    4, "all are placed");
	ok(order[0] == 1 && order[1] == 2 && order[2] == 3 && order[3] == 0,
	    "by number where there is a choice");
	sm_digraph_sort(&g, rank, SM_EDGE_SOFT, order, NULL);
	ok(order[0] == 2 && order[1] == 1, "by rank first");
}

static void
test_cycles(struct sm_arena *a)
{
	struct sm_digraph g;
	struct sm_cycle cycle = {NULL, 0, 0};
	size_t order[4];

	sm_digraph_init(&g, a, 3);
	sm_digraph_edge(&g, 0, 1, SM_EDGE_HARD, NULL);
	sm_digraph_edge(&g, 1, 2, SM_EDGE_YIELDING, NULL);
	sm_digraph_edge(&g, 2, 0, SM_EDGE_SOFT, NULL);
	ok(sm_digraph_break_cycles(&g, &cycle), "a soft edge gives way");
	ok(!g.edges.v[0].out && !g.edges.v[1].out && g.edges.v[2].out,
	    "and no other");
	ok(sm_digraph_sort(&g, NULL, SM_EDGE_SOFT, order, NULL) == 3 &&
	        order[0] == 0, "then there is an order");

	sm_digraph_init(&g, a, 4);
	sm_digraph_edge(&g, 3, 0, SM_EDGE_HARD, "w");
	sm_digraph_edge(&g, 0, 1, SM_EDGE_HARD, "x");
	sm_digraph_edge(&g, 1, 2, SM_EDGE_HARD, "y");
	sm_digraph_edge(&g, 2, 0, SM_EDGE_HARD, "z");
	ok(!sm_digraph_break_cycles(&g, &cycle), "hard edges don't");
	is_int((long long)cycle.n, 3, "the cycle without what leads to it");
	ok(cycle.v[0]->to == cycle.v[1]->from &&
	        cycle.v[1]->to == cycle.v[2]->from &&
	        cycle.v[2]->to == cycle.v[0]->from, "goes round");
}

static void
test_random(struct sm_arena *a, unsigned edges)
{
	struct sm_digraph g;
	struct sm_cycle cycle = {NULL, 0, 0};
	size_t order[N], position[N], i, k;
	bool minimal = true, complete = true;

	sm_digraph_init(&g, a, N);
	for (i = 0; i < edges; i++) {
		size_t x = random_below(N), y = random_below(N);

		/* hard ones go one way only, so that an order exists */
		if (i % 3 == 0 && x != y)
			sm_digraph_edge(&g, x < y ? x : y, x < y ? y : x,
			    SM_EDGE_HARD, NULL);
		else
			sm_digraph_edge(&g, x, y,
			    i % 3 == 1 ? SM_EDGE_YIELDING : SM_EDGE_SOFT, NULL);
	}
	ok(sm_digraph_break_cycles(&g, &cycle), "seed %u: broken", seed);
	ok(sm_digraph_sort(&g, NULL, SM_EDGE_SOFT, order, NULL) == N &&
	        obeyed(&g, order), "an order that obeys what is kept");
	for (i = 0; i < g.edges.n; i++)
		if (g.edges.v[i].out &&
		    !leads(&g, g.edges.v[i].to, g.edges.v[i].from, false, 0))
			complete = false;
	ok(complete, "only edges that would close a cycle are left out");

	for (i = 0; i < N; i++)
		position[order[i]] = i;
	sm_digraph_reduce(&g, position);
	complete = true;
	for (i = 0; i < g.edges.n; i++) {
		struct sm_edge *e = &g.edges.v[i];

		if (e->out)
			continue;
		if (!leads(&g, e->from, e->to, true, 0))
			complete = false;
		if (e->redundant)
			continue;
		e->out = true; /* without it there must be no other way */
		for (k = 0; k < g.edges.n; k++)
			if (!g.edges.v[k].out &&
			    g.edges.v[k].from == e->from &&
			    leads(&g, g.edges.v[k].to, e->to, true, 0))
				minimal = false;
		e->out = false;
	}
	ok(complete, "the reduction leads wherever the graph did");
	ok(minimal, "and has no edge too many");
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();
	unsigned i;

	test_sort(a);
	test_cycles(a);
	for (i = 0; i < 40; i++)
		test_random(a, 8 + i);
	sm_arena_free(a);
	return tap_end();
}
