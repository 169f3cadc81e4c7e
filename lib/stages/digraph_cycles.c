/*
 * Cycles: which nodes lie on one, and which edges to leave out.
 */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "stages/digraph.h"

/*
 * Tarjan's algorithm with a stack of its own, since a chain of a hundred
 * thousand ops would be as deep a recursion.
 */
struct tarjan {
	const struct sm_digraph *g;
	const struct sm_adjacency *out;
	size_t *number, *low, *next, *component;
	size_t *open, nopen; /* nodes whose component isn't known yet */
	size_t *path, npath; /* the search's stack */
	size_t numbered, components;
};

#define NOT_YET ((size_t)-1)

static void
enter(struct tarjan *t, size_t node)
{
	t->number[node] = t->low[node] = ++t->numbered;
	t->next[node] = t->out->start[node];
	t->open[t->nopen++] = node;
	t->path[t->npath++] = node;
}

static void
leave(struct tarjan *t, size_t node)
{
	size_t other;

	t->npath--;
	if (t->npath > 0) {
		other = t->path[t->npath - 1];
		if (t->low[node] < t->low[other])
			t->low[other] = t->low[node];
	}
	if (t->low[node] != t->number[node])
		return;
	do {
		other = t->open[--t->nopen];
		t->component[other] = t->components;
	} while (other != node);
	t->components++;
}

static void
search(struct tarjan *t, size_t root)
{
	const struct sm_edge *e;
	size_t node;

	enter(t, root);
	while (t->npath > 0) {
		node = t->path[t->npath - 1];
		if (t->next[node] == t->out->start[node + 1]) {
			leave(t, node);
			continue;
		}
		e = &t->g->edges.v[t->out->edge[t->next[node]++]];
		if (t->number[e->to] == 0)
			enter(t, e->to);
		else if (t->component[e->to] == NOT_YET &&
		    t->number[e->to] < t->low[node])
			t->low[node] = t->number[e->to];
	}
}

size_t
sm_digraph_components(struct sm_digraph *g, size_t *component)
{
	size_t bytes = (g->nodes + 1) * sizeof(size_t), i;
	struct tarjan t = {.g = g, .component = component};

	t.out = sm_digraph_out(g);
	t.number = sm_alloc(g->arena, bytes);
	t.low = sm_alloc(g->arena, bytes);
	t.next = sm_alloc(g->arena, bytes);
	t.open = sm_alloc(g->arena, bytes);
	t.path = sm_alloc(g->arena, bytes);
	for (i = 0; i < g->nodes; i++)
		component[i] = NOT_YET;
	for (i = 0; i < g->nodes; i++)
		if (t.number[i] == 0)
			search(&t, i);
	return t.components;
}

/*
 * The graph while edges come in one by one: linked lists of those that are in,
 * and a topological order of the nodes so far (Pearce and Kelly, A Dynamic
 * Topological Sort Algorithm, 2006).
 */
struct growing {
	struct sm_digraph *g;
	size_t *position, *node_at; /* each the other's inverse */
	size_t *first_in, *next_in, *first_out, *next_out; /* NOT_YET: none */
	size_t *seen, stamp;
	size_t *ahead, nahead, *behind, nbehind;
	size_t *places, *moved; /* room to work in */
};

static void
link_edge(struct growing *w, size_t i)
{
	const struct sm_edge *e = &w->g->edges.v[i];

	w->next_out[i] = w->first_out[e->from];
	w->first_out[e->from] = i;
	w->next_in[i] = w->first_in[e->to];
	w->first_in[e->to] = i;
}

/* Collect what `start` leads to, up to place `last`; true: `target` is met. */
static bool
look_ahead(struct growing *w, size_t start, size_t last, size_t target)
{
	size_t at, i, to;

	w->stamp++;
	w->nahead = 0;
	w->ahead[w->nahead++] = start;
	w->seen[start] = w->stamp;
	for (at = 0; at < w->nahead; at++) {
		i = w->first_out[w->ahead[at]];
		for (; i != NOT_YET; i = w->next_out[i]) {
			to = w->g->edges.v[i].to;
			if (to == target)
				return true;
			if (w->seen[to] == w->stamp || w->position[to] > last)
				continue;
			w->seen[to] = w->stamp;
			w->ahead[w->nahead++] = to;
		}
	}
	return false;
}

/* Collect what leads to `start`, down to place `first`. */
static void
look_behind(struct growing *w, size_t start, size_t first)
{
	size_t at, i, from;

	w->stamp++;
	w->nbehind = 0;
	w->behind[w->nbehind++] = start;
	w->seen[start] = w->stamp;
	for (at = 0; at < w->nbehind; at++) {
		i = w->first_in[w->behind[at]];
		for (; i != NOT_YET; i = w->next_in[i]) {
			from = w->g->edges.v[i].from;
			if (w->seen[from] == w->stamp ||
			    w->position[from] < first)
				continue;
			w->seen[from] = w->stamp;
			w->behind[w->nbehind++] = from;
		}
	}
}

static int
compare_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* Turn a list of nodes into their places, in ascending order. */
static void
to_places(const struct growing *w, size_t *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		v[i] = w->position[v[i]];
	qsort(v, n, sizeof(*v), compare_size);
}

/* The nodes behind and ahead share their places anew, those behind first. */
static void
reorder(struct growing *w)
{
	size_t i, n = w->nbehind + w->nahead;

	to_places(w, w->behind, w->nbehind);
	to_places(w, w->ahead, w->nahead);
	for (i = 0; i < n; i++) {
		w->places[i] = i < w->nbehind ? w->behind[i] :
		    w->ahead[i - w->nbehind];
		w->moved[i] = w->node_at[w->places[i]];
	}
	qsort(w->places, n, sizeof(*w->places), compare_size);
	for (i = 0; i < n; i++) {
		w->position[w->moved[i]] = w->places[i];
		w->node_at[w->places[i]] = w->moved[i];
	}
}

/* Take edge i in, or leave it out where it would close a cycle. */
static void
try_edge(struct growing *w, size_t i)
{
	struct sm_edge *e = &w->g->edges.v[i];

	if (w->position[e->from] > w->position[e->to]) {
		if (look_ahead(w, e->to, w->position[e->from], e->from)) {
			e->out = true;
			return;
		}
		look_behind(w, e->from, w->position[e->to]);
		reorder(w);
	}
	link_edge(w, i);
}

/* A cycle among the nodes that the sort left: each has one such before it. */
static void
find_cycle(struct sm_digraph *g, const bool *left,
    struct sm_cycle *cycle)
{
	const struct sm_adjacency *in = sm_digraph_in(g);
	size_t *via = sm_alloc(g->arena, (g->nodes + 1) * sizeof(*via));
	bool *met = sm_alloc(g->arena, g->nodes + 1);
	const struct sm_edge *e;
	size_t node = 0, k, start;

	while (!left[node])
		node++;
	while (!met[node]) {
		met[node] = true;
		for (k = in->start[node];; k++) {
			e = &g->edges.v[in->edge[k]];
			if (e->strength == SM_EDGE_HARD && left[e->from])
				break;
		}
		via[node] = in->edge[k];
		node = e->from;
	}
	/* node is on the cycle; via[] leads round it backwards */
	start = node;
	do {
		e = &g->edges.v[via[node]];
		*sm_push(g->arena, cycle) = e;
		node = e->from;
	} while (node != start);
	for (k = 0; k < cycle->n / 2; k++) {
		e = cycle->v[k];
		cycle->v[k] = cycle->v[cycle->n - 1 - k];
		cycle->v[cycle->n - 1 - k] = e;
	}
}

static void
grow(struct sm_digraph *g, const size_t *component, const size_t *order)
{
	size_t nodes = (g->nodes + 1) * sizeof(size_t);
	size_t edges = (g->edges.n + 1) * sizeof(size_t);
	size_t i;
	struct growing w = {.g = g};
	int round;

	w.position = sm_alloc(g->arena, nodes);
	w.first_in = sm_alloc(g->arena, nodes);
	w.first_out = sm_alloc(g->arena, nodes);
	w.next_in = sm_alloc(g->arena, edges);
	w.next_out = sm_alloc(g->arena, edges);
	w.seen = sm_alloc(g->arena, nodes);
	w.ahead = sm_alloc(g->arena, nodes);
	w.behind = sm_alloc(g->arena, nodes);
	w.places = sm_alloc(g->arena, nodes);
	w.moved = sm_alloc(g->arena, nodes);
	w.node_at = sm_alloc(g->arena, nodes);
	for (i = 0; i < g->nodes; i++) {
		w.position[order[i]] = i;
		w.node_at[i] = order[i];
		w.first_in[i] = w.first_out[i] = NOT_YET;
	}
	/*
	 * Of two that can't both be kept the one that agrees with the nodes'
	 * numbers stays, so that an order, given back as numbers, is kept.
	 */
	for (round = 0; round < 2 * (SM_EDGE_HARD + 1); round++)
		for (i = 0; i < g->edges.n; i++) {
			const struct sm_edge *e = &g->edges.v[i];

			/* an edge between components is on no cycle */
			if (e->strength == SM_EDGE_HARD - round / 2 &&
			    (e->from > e->to) == round % 2 &&
			    component[e->from] == component[e->to])
				try_edge(&w, i);
		}
}

bool
sm_digraph_break_cycles(struct sm_digraph *g, struct sm_cycle *cycle)
{
	size_t *component, *order;
	bool *left;

	component = sm_alloc(g->arena, (g->nodes + 1) * sizeof(*component));
	if (sm_digraph_components(g, component) == g->nodes)
		return true;
	order = sm_alloc(g->arena, (g->nodes + 1) * sizeof(*order));
	left = sm_alloc(g->arena, g->nodes + 1);
	if (sm_digraph_sort(g, NULL, SM_EDGE_HARD, order, left) < g->nodes) {
		find_cycle(g, left, cycle);
		return false;
	}
	grow(g, component, order);
	g->in.start = g->out.start = NULL;
	return true;
}
