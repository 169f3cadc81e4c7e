/*
 * The transitive reduction of an acyclic graph: an edge is redundant if its
 * end can be reached the long way round.
 *
 * Most questions "does u lead to w?" are answered with no by labels: a
 * depth-first search numbers the nodes as it leaves them, and a node's interval
 * holds those of all that it leads to; what is not inside can't be reached
 * (Yildirim, Chaoji, Zaki: GRAIL, 2010).  Two searches, in opposite orders,
 * make the labels sharp enough.  The rest is searched.
 */
#include <stdlib.h>

#include "base/list.h"
#include "stages/digraph.h"

#define LABELS 2

/* Up to this many edges into a node are compared pair by pair. */
#define FEW 12

/* All searches together may follow so many edges: about a second. */
#define WORK_MAX ((size_t)200 * 1000 * 1000)

struct reducer {
	struct sm_digraph *g;
	const size_t *position;
	const struct sm_adjacency *in, *out;
	size_t *low[LABELS], *high[LABELS];
	size_t *seen, stamp;
	size_t *stack;
	size_t work;
};

/* Number what a root leads to as the search leaves it; the next number. */
static size_t
label_from(struct reducer *r, int which, size_t root, size_t *next,
    size_t count)
{
	size_t *high = r->high[which], depth = 0, node, to, s, degree;

	r->stack[depth++] = root;
	while (depth > 0) {
		node = r->stack[depth - 1];
		s = r->out->start[node];
		degree = r->out->start[node + 1] - s;
		if (next[node] == degree) {
			high[node] = ++count;
			depth--;
			continue;
		}
		/* the second search goes the other way round */
		s += which ? degree - 1 - next[node] : next[node];
		next[node]++;
		to = r->g->edges.v[r->out->edge[s]].to;
		if (!high[to]) {
			high[to] = r->g->nodes + 1; /* being searched */
			r->stack[depth++] = to;
		}
	}
	return count;
}

static void
label(struct reducer *r, int which, const size_t *by_position)
{
	const struct sm_adjacency *out = r->out;
	size_t n = r->g->nodes, i, k, node, to, count = 0;
	size_t *next = sm_alloc(r->g->arena, (n + 1) * sizeof(*next));
	size_t *high = r->high[which], *low = r->low[which];

	for (i = 0; i < n; i++) {
		node = by_position[which ? n - 1 - i : i];
		if (r->in->start[node] == r->in->start[node + 1])
			count = label_from(r, which, node, next, count);
	}
	/* what a node leads to comes after it: the last first */
	for (i = n; i-- > 0;) {
		node = by_position[i];
		low[node] = high[node];
		for (k = out->start[node]; k < out->start[node + 1]; k++) {
			to = r->g->edges.v[out->edge[k]].to;
			if (low[to] < low[node])
				low[node] = low[to];
		}
	}
}

static bool
may_lead(const struct reducer *r, size_t from, size_t to)
{
	int i;

	if (r->position[from] >= r->position[to])
		return false;
	for (i = 0; i < LABELS; i++)
		if (r->low[i][to] < r->low[i][from] ||
		    r->high[i][to] > r->high[i][from])
			return false;
	return true;
}

/* Is there a path?  Backwards from `to`, where the labels allow. */
static bool
leads(struct reducer *r, size_t from, size_t to)
{
	size_t depth = 0, node, k, prev;

	if (!may_lead(r, from, to))
		return false;
	r->stamp++;
	r->stack[depth++] = to;
	r->seen[to] = r->stamp;
	while (depth > 0) {
		node = r->stack[--depth];
		for (k = r->in->start[node]; k < r->in->start[node + 1]; k++) {
			prev = r->g->edges.v[r->in->edge[k]].from;
			if (prev == from)
				return true;
			if (++r->work > WORK_MAX)
				return false;
			if (r->seen[prev] == r->stamp ||
			    !may_lead(r, from, prev))
				continue;
			r->seen[prev] = r->stamp;
			r->stack[depth++] = prev;
		}
	}
	return false;
}

/* Few edges into a node: each against each. */
static void
reduce_pairs(struct reducer *r, size_t *edge, size_t n)
{
	struct sm_edge *e = r->g->edges.v;
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < n && !e[edge[i]].redundant; k++)
			if (k != i && !e[edge[k]].redundant &&
			    leads(r, e[edge[i]].from, e[edge[k]].from))
				e[edge[i]].redundant = true;
}

/* Many: one search back from all of them marks what they imply. */
static void
reduce_search(struct reducer *r, size_t *edge, size_t n)
{
	struct sm_edge *e = r->g->edges.v;
	size_t i, k, node, prev, depth = 0, least = (size_t)-1;

	r->stamp++;
	for (i = 0; i < n; i++) {
		node = e[edge[i]].from;
		if (r->position[node] < least)
			least = r->position[node];
	}
	for (i = 0; i <= n; i++) {
		while (depth > 0) {
			node = r->stack[--depth];
			k = r->in->start[node];
			for (; k < r->in->start[node + 1]; k++) {
				prev = e[r->in->edge[k]].from;
				if (r->seen[prev] == r->stamp ||
				    r->position[prev] < least)
					continue;
				if (++r->work > WORK_MAX)
					return;
				r->seen[prev] = r->stamp;
				r->stack[depth++] = prev;
			}
		}
		if (i < n)
			r->stack[depth++] = e[edge[i]].from;
	}
	for (i = 0; i < n; i++)
		if (r->seen[e[edge[i]].from] == r->stamp)
			e[edge[i]].redundant = true;
}

/* Of several edges between the same two nodes keep the strongest. */
static size_t
drop_doubles(struct reducer *r, size_t *edge, size_t n, size_t *strongest)
{
	struct sm_edge *e = r->g->edges.v;
	size_t i, kept = 0;

	for (i = 0; i < n; i++) {
		size_t *best = &strongest[e[edge[i]].from];

		if (*best == 0) {
			*best = edge[i] + 1;
			continue;
		}
		if (e[edge[i]].strength > e[*best - 1].strength) {
			e[*best - 1].redundant = true;
			*best = edge[i] + 1;
		} else {
			e[edge[i]].redundant = true;
		}
	}
	for (i = 0; i < n; i++) {
		strongest[e[edge[i]].from] = 0;
		if (!e[edge[i]].redundant)
			edge[kept++] = edge[i];
	}
	return kept;
}

void
sm_digraph_reduce(struct sm_digraph *g, const size_t *position)
{
	size_t bytes = (g->nodes + 1) * sizeof(size_t), i, n;
	size_t *by_position = sm_alloc(g->arena, bytes);
	size_t *strongest = sm_alloc(g->arena, bytes);
	size_t *edge = sm_alloc(g->arena, (g->edges.n + 1) * sizeof(*edge));
	struct reducer r = {.g = g, .position = position};
	int k;

	r.in = sm_digraph_in(g);
	r.out = sm_digraph_out(g);
	r.seen = sm_alloc(g->arena, bytes);
	r.stack = sm_alloc(g->arena, bytes);
	for (i = 0; i < g->nodes; i++)
		by_position[position[i]] = i;
	for (k = 0; k < LABELS; k++) {
		r.low[k] = sm_alloc(g->arena, bytes);
		r.high[k] = sm_alloc(g->arena, bytes);
		label(&r, k, by_position);
	}
	for (i = 0; i < g->nodes; i++) {
		size_t from = r.in->start[i], j;

		n = r.in->start[i + 1] - from;
		for (j = 0; j < n; j++)
			edge[j] = r.in->edge[from + j];
		n = drop_doubles(&r, edge, n, strongest);
		if (n > FEW)
			reduce_search(&r, edge, n);
		else if (n > 1)
			reduce_pairs(&r, edge, n);
	}
}
