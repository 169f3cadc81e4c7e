/*
 * In which order a terminal shows the ops: one that works, as the plan's own
 * does, but what belongs to a table together, as far as that can be, and what
 * belongs to none (a view) right behind what it waits for.
 */
#include "stages/dot.h"

/* A table's ops. */
struct table {
	struct sm_edges ops;
	size_t done; /* all before this one are drawn */
};

struct lines {
	struct sm_plan *plan;
	struct sm_edges *next; /* of each op: those that wait for it */
	size_t *waits;         /* … and for how many it waits yet */
	bool *drawn;
	struct table **table;  /* of each op; NULL: it has none */
	struct sm_edges free;  /* ops without a table that may be drawn now */
	size_t *v, n;
};

static void
count(struct lines *l, const struct sm_edges *edges)
{
	size_t i, k;

	for (i = 0; i < l->plan->ops.n; i++) {
		l->waits[i] = edges[i].n;
		for (k = 0; k < edges[i].n; k++)
			*sm_push(l->plan->arena,
			    &l->next[edges[i].v[k]]) = i;
	}
}

/*
 * The ops so that each comes behind what it waits for: as they stand in an
 * ordered plan, as it can be had in another one.  What is left over hangs in a
 * cycle, and comes last.
 */
static size_t *
base_order(struct lines *l)
{
	size_t n = l->plan->ops.n, i, k, head, tail = 0;
	size_t *order = sm_alloc(l->plan->arena, n * sizeof *order + 1);
	size_t *waits;

	if (sm_plan_has_stage(l->plan, "order")) {
		for (i = 0; i < n; i++)
			order[i] = i;
		return order;
	}
	waits = sm_alloc(l->plan->arena, n * sizeof *waits + 1);
	for (i = 0; i < n; i++)
		waits[i] = l->waits[i];
	for (i = 0; i < n; i++)
		if (waits[i] == 0)
			order[tail++] = i;
	for (head = 0; head < tail; head++)
		for (k = 0; k < l->next[order[head]].n; k++)
			if (--waits[l->next[order[head]].v[k]] == 0)
				order[tail++] = l->next[order[head]].v[k];
	for (i = 0; i < n; i++)
		if (waits[i] > 0)
			order[tail++] = i;
	return order;
}

static void
find_tables(struct lines *l, const size_t *base)
{
	struct sm_arena *a = l->plan->arena;
	struct sm_map by_name;
	const char *name;
	size_t i, op;

	sm_map_init(&by_name, a);
	for (i = 0; i < l->plan->ops.n; i++) {
		op = base[i];
		name = sm_dot_cluster(l->plan, l->plan->ops.v[op]);
		if (name == NULL)
			continue;
		l->table[op] = sm_map_get(&by_name, name);
		if (l->table[op] == NULL) {
			l->table[op] = sm_alloc(a, sizeof **l->table);
			sm_map_set(&by_name, name, l->table[op]);
		}
		*sm_push(a, &l->table[op]->ops) = op;
	}
}

static void
draw(struct lines *l, size_t op)
{
	size_t k, other;

	l->drawn[op] = true;
	l->v[l->n++] = op;
	for (k = 0; k < l->next[op].n; k++) {
		other = l->next[op].v[k];
		if (--l->waits[other] == 0 && l->table[other] == NULL)
			*sm_push(l->plan->arena, &l->free) = other;
	}
}

/* What else of the table can be drawn now. */
static void
draw_table(struct lines *l, struct table *t)
{
	size_t k;

	for (k = t->done; k < t->ops.n; k++) {
		if (!l->drawn[t->ops.v[k]] && l->waits[t->ops.v[k]] == 0)
			draw(l, t->ops.v[k]);
		if (l->drawn[t->ops.v[k]] && k == t->done)
			t->done++;
	}
}

size_t *
sm_dot_lines(struct sm_plan *p, const struct sm_edges *edges)
{
	struct lines l = {.plan = p};
	size_t n = p->ops.n, i, k = 0, *base;

	l.next = sm_alloc(p->arena, n * sizeof *l.next + 1);
	l.waits = sm_alloc(p->arena, n * sizeof *l.waits + 1);
	l.drawn = sm_alloc(p->arena, n * sizeof *l.drawn + 1);
	l.table = sm_alloc(p->arena, n * sizeof *l.table + 1);
	l.v = sm_alloc(p->arena, n * sizeof *l.v + 1);
	count(&l, edges);
	base = base_order(&l);
	find_tables(&l, base);
	for (i = 0; i < n; i++) {
		if (l.drawn[base[i]])
			continue;
		draw(&l, base[i]);
		if (l.table[base[i]] != NULL)
			draw_table(&l, l.table[base[i]]);
		for (; k < l.free.n; k++)
			if (!l.drawn[l.free.v[k]])
				draw(&l, l.free.v[k]);
	}
	return l.v;
}
