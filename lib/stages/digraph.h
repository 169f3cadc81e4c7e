/*
 * Directed graphs of numbered nodes: cycles, a stable topological order, the
 * transitive reduction.  Knows nothing of plans.
 *
 * Every edge has a strength.  Where edges close a cycle the weakest yield: soft
 * ones first, then yielding ones; hard ones never do.
 */
#ifndef SM_STAGES_DIGRAPH_H
#define SM_STAGES_DIGRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum sm_strength {
	SM_EDGE_SOFT,     /* a preference */
	SM_EDGE_YIELDING, /* needed, but there is a way round */
	SM_EDGE_HARD
};

/* from runs before to. */
struct sm_edge {
	uint32_t from, to;
	const char *why; /* "needs it": for messages; kept by reference */
	unsigned char strength;
	bool out;       /* left out: it would have closed a cycle */
	bool redundant; /* follows from other edges */
};

/* For each node the indexes of its edges: edge[start[i] .. start[i + 1]). */
struct sm_adjacency {
	uint32_t *start, *edge;
};

struct sm_digraph {
	struct sm_arena *arena;
	size_t nodes;
	struct {
		struct sm_edge *v;
		size_t n, cap;
	} edges;
	bool full; /* an edge was refused: more than any honest plan has */
	struct sm_adjacency in, out; /* once asked for */
	size_t in_n, out_n;          /* of so many edges */
};

/* A list of edges: a cycle, each edge leading to the next one's start. */
struct sm_cycle {
	const struct sm_edge **v;
	size_t n, cap;
};

/* An empty graph of so many nodes, all memory from the arena. */
void sm_digraph_init(struct sm_digraph *, struct sm_arena *, size_t nodes);
/*
 * Add an edge; one from a node to itself is passed over.  Beyond a million
 * edges and 64 a node, none is added any more and the graph is `full`.
 */
void sm_digraph_edge(struct sm_digraph *, size_t from, size_t to,
    enum sm_strength, const char *why);

/* The edges that are in, by the node they lead to, or come from. */
const struct sm_adjacency *sm_digraph_in(struct sm_digraph *);
const struct sm_adjacency *sm_digraph_out(struct sm_digraph *);

/*
 * Leave edges out until there is no cycle.  Edges are tried strongest first, of
 * those of one strength the ones from a lower to a higher number.  False with a
 * cycle of hard edges, if there is one.
 */
bool sm_digraph_break_cycles(struct sm_digraph *, struct sm_cycle *);
/*
 * The strongly connected component of each node; returns how many there are.
 * Nodes of one number lie on a common cycle.
 */
size_t sm_digraph_components(struct sm_digraph *, size_t *component);

/*
 * The topological order that comes first if nodes are compared by (rank,
 * number): order[0] runs first.  rank may be NULL.  Edges weaker than `least`
 * don't count.  Returns how many nodes were placed; fewer than all: the rest is
 * on or behind a cycle, and `left` (may be NULL) is true for them.
 */
size_t sm_digraph_sort(struct sm_digraph *, const size_t *rank,
    enum sm_strength least, size_t *order, bool *left);

/*
 * Mark as redundant every edge of the acyclic graph that other edges imply.
 * position[node] is its place in a topological order.  In graphs far from
 * ordinary (a search that would take minutes) some redundant edges may remain.
 */
void sm_digraph_reduce(struct sm_digraph *, const size_t *position);

#endif
