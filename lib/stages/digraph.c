/*
 * Building a graph, and its stable topological order.
 */
#include <string.h>

#include "base/list.h"
#include "stages/digraph.h"

void
sm_digraph_init(struct sm_digraph *g, struct sm_arena *arena, size_t nodes)
{
	memset(g, 0, sizeof(*g));
	g->arena = arena;
	g->nodes = nodes;
}

void
sm_digraph_edge(struct sm_digraph *g, size_t from, size_t to,
    enum sm_strength strength, const char *why)
{
	struct sm_edge *e;

	if (from == to)
		return;
	if (g->edges.n >= 1000000 + 64 * g->nodes) {
		g->full = true;
		return;
	}
	e = sm_push(g->arena, &g->edges);
	e->from = (uint32_t)from;
	e->to = (uint32_t)to;
	e->strength = (unsigned char)strength;
	e->why = why;
}

/* A counting sort of the edges by one of their ends. */
static struct sm_adjacency
adjacency(const struct sm_digraph *g, bool by_to)
{
	struct sm_adjacency a;
	uint32_t *fill, node;
	size_t i;

	a.start = sm_alloc(g->arena, (g->nodes + 2) * sizeof(*a.start));
	a.edge = sm_alloc(g->arena, (g->edges.n + 1) * sizeof(*a.edge));
	/* one ahead of where they begin: filling moves them there */
	fill = a.start + 1;
	for (i = 0; i < g->edges.n; i++) {
		node = by_to ? g->edges.v[i].to : g->edges.v[i].from;
		if (!g->edges.v[i].out && node + 1 < g->nodes)
			fill[node + 1]++;
	}
	for (i = 1; i < g->nodes; i++)
		fill[i] += fill[i - 1];
	for (i = 0; i < g->edges.n; i++) {
		node = by_to ? g->edges.v[i].to : g->edges.v[i].from;
		if (!g->edges.v[i].out)
			a.edge[fill[node]++] = (uint32_t)i;
	}
	return a;
}

const struct sm_adjacency *
sm_digraph_in(struct sm_digraph *g)
{
	if (!g->in.start || g->in_n != g->edges.n) {
		g->in = adjacency(g, true);
		g->in_n = g->edges.n;
	}
	return &g->in;
}

const struct sm_adjacency *
sm_digraph_out(struct sm_digraph *g)
{
	if (!g->out.start || g->out_n != g->edges.n) {
		g->out = adjacency(g, false);
		g->out_n = g->edges.n;
	}
	return &g->out;
}

/* A binary heap of node numbers, least (rank, number) first. */
struct heap {
	size_t *v, n;
	const size_t *rank;
};

static bool
before(const struct heap *h, size_t a, size_t b)
{
	if (h->rank && h->rank[a] != h->rank[b])
		return h->rank[a] < h->rank[b];
	return a < b;
}

static void
heap_push(struct heap *h, size_t node)
{
	size_t i = h->n++;

	while (i > 0 && before(h, node, h->v[(i - 1) / 2])) {
		h->v[i] = h->v[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	h->v[i] = node;
}

static size_t
heap_pop(struct heap *h)
{
	size_t top = h->v[0], last = h->v[--h->n], i = 0, child;

	while ((child = 2 * i + 1) < h->n) {
		if (child + 1 < h->n && before(h, h->v[child + 1], h->v[child]))
			child++;
		if (!before(h, h->v[child], last))
			break;
		h->v[i] = h->v[child];
		i = child;
	}
	h->v[i] = last;
	return top;
}

size_t
sm_digraph_sort(struct sm_digraph *g, const size_t *rank,
    enum sm_strength least, size_t *order, bool *left)
{
	const struct sm_adjacency *out = sm_digraph_out(g);
	struct heap h = {sm_alloc(g->arena, (g->nodes + 1) * sizeof(size_t)),
	    0, rank};
	size_t *waits = sm_alloc(g->arena, (g->nodes + 1) * sizeof(*waits));
	size_t i, k, node, placed = 0;

	for (i = 0; i < g->edges.n; i++)
		if (!g->edges.v[i].out && g->edges.v[i].strength >= least)
			waits[g->edges.v[i].to]++;
	for (i = 0; i < g->nodes; i++) {
		if (left)
			left[i] = true;
		if (waits[i] == 0)
			heap_push(&h, i);
	}
	while (h.n > 0) {
		node = heap_pop(&h);
		order[placed++] = node;
		if (left)
			left[node] = false;
		for (k = out->start[node]; k < out->start[node + 1]; k++) {
			const struct sm_edge *e = &g->edges.v[out->edge[k]];

			if (e->strength >= least && --waits[e->to] == 0)
				heap_push(&h, e->to);
		}
	}
	return placed;
}
