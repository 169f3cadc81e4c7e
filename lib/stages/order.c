/*
 * Ordering a plan: edges, cycles, steps, direct dependencies.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/list.h"
#include "base/utf8.h"
#include "stages/graph.h"
#include "stages/order_rules.h"

/*
 * Renames come first, and what they need before them: all else compares by the
 * order it came in.
 */
static size_t *
rank_ops(struct sm_plan *p, struct sm_digraph *g)
{
	size_t bytes = (p->ops.n + 1) * sizeof(size_t), i, k, n = 0;
	const struct sm_adjacency *in = sm_digraph_in(g);
	size_t *rank = sm_alloc(g->arena, bytes);
	size_t *stack = sm_alloc(g->arena, bytes);

	for (i = 0; i < p->ops.n; i++) {
		rank[i] = p->ops.v[i]->verb != SM_RENAME;
		if (rank[i] == 0)
			stack[n++] = i;
	}
	while (n > 0) {
		i = stack[--n];
		for (k = in->start[i]; k < in->start[i + 1]; k++) {
			const struct sm_edge *e = &g->edges.v[in->edge[k]];

			if (e->strength == SM_EDGE_SOFT || rank[e->from] == 0)
				continue;
			rank[e->from] = 0;
			stack[n++] = e->from;
		}
	}
	return rank;
}

/* "ADD_VIEW 1f2e3d4c5b6a (add view v)" */
static void
name_op(struct sm_buf *b, struct sm_plan *p, size_t i)
{
	const struct sm_op *op = p->ops.v[i];

	sm_printable(b, op->op, strlen(op->op));
	sm_buf_addc(b, ' ');
	sm_printable(b, op->id, strlen(op->id));
	sm_buf_addf(b, " (%s)", sm_op_describe(p->arena, op));
}

static bool
refuse_cycle(struct sm_plan *p, const struct sm_cycle *cycle,
    struct sm_error *e)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	sm_buf_addf(&b, "no order is possible, %zu ops wait for one another: ",
	    cycle->n);
	for (i = 0; i < cycle->n; i++) {
		const struct sm_edge *edge = cycle->v[i];

		if (i > 0)
			sm_buf_adds(&b, "; ");
		name_op(&b, p, edge->to);
		sm_buf_adds(&b, " waits for ");
		name_op(&b, p, edge->from);
		if (edge->why)
			sm_buf_addf(&b, ", since it %s", edge->why);
	}
	sm_error_set(e, "%s", sm_buf_str(&b));
	sm_error_at(e, p->input, p->ops.v[cycle->v[0]->to]->line);
	sm_buf_free(&b);
	return sm_error_hint(e, "take one of them out of the plan and apply it "
	    "in a plan of its own: jq -c 'select(.id != \"...\")'");
}

/* The plan's graph without cycles, its order, and no edge that needn't be. */
struct ordered {
	struct sm_digraph graph;
	size_t *order, *position;
};

/* False with the cycle that can't be broken; all memory from the arena. */
static bool
put_in_order(struct sm_plan *p, struct sm_arena *a, struct ordered *o,
    struct sm_cycle *cycle)
{
	struct sm_digraph *g = &o->graph;
	size_t n = p->ops.n, bytes = (n + 1) * sizeof(size_t), i;

	o->order = sm_alloc(a, bytes);
	o->position = sm_alloc(a, bytes);
	sm_digraph_init(g, a, n);
	sm_order_edges(p, g);
	if (sm_digraph_sort(g, rank_ops(p, g), SM_EDGE_SOFT, o->order, NULL) <
	    n) {
		if (!sm_digraph_break_cycles(g, cycle))
			return false;
		sm_digraph_sort(g, rank_ops(p, g), SM_EDGE_SOFT, o->order,
		    NULL);
	}
	for (i = 0; i < n; i++)
		o->position[o->order[i]] = i;
	sm_digraph_reduce(g, o->position);
	return true;
}

static int
compare_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* Say in the op which step it is and what it depends on. */
static void
annotate(struct sm_plan *p, struct sm_op *op, size_t step,
    const size_t *order, size_t *needs, size_t n)
{
	struct sm_buf list = SM_BUF_INIT;
	char number[24];
	struct sm_member members[] = {{"step", number}, {"depends_on", NULL}};
	size_t i;

	op->step = (long)step;
	op->depends_on = (struct sm_strings){NULL, 0, 0};
	qsort(needs, n, sizeof(*needs), compare_size);
	for (i = 0; i < n; i++) {
		const char *id = p->ops.v[order[needs[i]]]->id;

		sm_strings_add(p->arena, &op->depends_on, id);
		sm_buf_addc(&list, i == 0 ? '[' : ',');
		sm_json_add_string(&list, id);
	}
	sm_buf_addc(&list, ']');
	snprintf(number, sizeof(number), "%zu", step);
	if (n > 0)
		members[1].value = sm_buf_str(&list);
	sm_op_splice(p->arena, op, members, 2);
	sm_buf_free(&list);
}

/* Tell every op its step; sort them by it. */
static void
annotate_all(struct sm_plan *p, struct ordered *o)
{
	const struct sm_adjacency *in = sm_digraph_in(&o->graph);
	struct sm_op **sorted;
	size_t i, k, n, *needs;

	needs = sm_alloc(o->graph.arena, (p->ops.n + 1) * sizeof(*needs));
	sorted = sm_alloc(p->arena, (p->ops.n + 1) * sizeof(*sorted));
	for (i = 0; i < p->ops.n; i++) {
		size_t node = o->order[i];

		n = 0;
		for (k = in->start[node]; k < in->start[node + 1]; k++) {
			const struct sm_edge *edge =
			    &o->graph.edges.v[in->edge[k]];

			if (!edge->redundant)
				needs[n++] = o->position[edge->from];
		}
		sorted[i] = p->ops.v[node];
		annotate(p, sorted[i], i + 1, o->order, needs, n);
	}
	p->ops.v = sorted;
	p->ops.cap = p->ops.n;
	sm_plan_reindex(p);
}

bool
sm_order(struct sm_plan *p, struct sm_error *e)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_cycle cycle = {NULL, 0, 0};
	struct ordered o;
	bool done = put_in_order(p, a, &o, &cycle);

	if (o.graph.full) {
		done = sm_error_set(e, "too many dependencies between %zu ops",
		    p->ops.n);
		sm_error_hint(e, "is the same change there many times?");
		sm_error_at(e, p->input, p->line);
	} else if (done) {
		annotate_all(p, &o);
		sm_plan_stage(p, "order");
	} else {
		refuse_cycle(p, &cycle, e);
	}
	sm_arena_free(a);
	return done;
}

struct sm_edges *
sm_graph_needs(struct sm_plan *p)
{
	struct sm_edges *edges = sm_alloc(p->arena,
	    (p->ops.n + 1) * sizeof(*edges));
	struct sm_arena *a = sm_arena_new();
	struct sm_cycle cycle = {NULL, 0, 0};
	struct ordered o;
	size_t i;

	/* with a cycle that can't be broken the edges are as they are */
	put_in_order(p, a, &o, &cycle);
	for (i = 0; i < o.graph.edges.n; i++) {
		const struct sm_edge *edge = &o.graph.edges.v[i];

		if (!edge->out && !edge->redundant)
			*sm_push(p->arena, &edges[edge->to]) = edge->from;
	}
	sm_arena_free(a);
	return edges;
}
