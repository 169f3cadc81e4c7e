/*
 * In which order a terminal shows the ops: one that works, as the plan's own
 * does, but what belongs to a table together, as far as that can be, and what
 * belongs to none (a view) right behind what it waits for.
 *
 * The same is tried from the end: where much is taken away, what only makes way
 * for a later op then stands right before that.  The order whose rails are
 * shorter is taken.
 */
#include "stages/dot.h"

/* A table's ops. */
struct table {
	struct sm_edges ops;
	size_t done; /* all before this one are drawn */
};

struct lines {
	struct sm_plan *plan;
	const struct sm_edges *next; /* of each op: those that wait for it */
	size_t *waits;         /* … and for how many it waits yet */
	bool *drawn;
	struct table **table;  /* of each op; NULL: it has none */
	struct sm_edges free;  /* ops without a table that may be drawn now */
	struct sm_edges fresh; /* the others, the latest last */
	size_t *v, n;
};

static size_t *
new_list(const struct sm_plan *p)
{
	return sm_alloc(p->arena, p->ops.n * sizeof(size_t) + 1);
}

/* The edges the other way round. */
static struct sm_edges *
turned(struct sm_plan *p, const struct sm_edges *edges)
{
	struct sm_edges *to =
	    sm_alloc(p->arena, p->ops.n * sizeof *to + 1);
	size_t i, k;

	for (i = 0; i < p->ops.n; i++)
		for (k = 0; k < edges[i].n; k++)
			*sm_push(p->arena, &to[edges[i].v[k]]) = i;
	return to;
}

static void
turn_around(size_t *v, size_t n)
{
	size_t i, x;

	for (i = 0; i < n / 2; i++) {
		x = v[i];
		v[i] = v[n - 1 - i];
		v[n - 1 - i] = x;
	}
}

/*
 * The ops so that each comes behind what it waits for: as they stand in an
 * ordered plan, as it can be had in another one.  What is left over hangs in a
 * cycle, and comes last.
 */
static size_t *
base_order(struct sm_plan *p, const struct sm_edges *edges,
    const struct sm_edges *next)
{
	size_t n = p->ops.n, i, k, head, tail = 0;
	size_t *order = new_list(p), *waits = new_list(p);
	bool ordered = sm_plan_has_stage(p, "order");

	for (i = 0; i < n; i++) {
		waits[i] = edges[i].n;
		if (ordered || waits[i] == 0)
			order[tail++] = i;
	}
	for (head = 0; !ordered && head < tail; head++)
		for (k = 0; k < next[order[head]].n; k++)
			if (--waits[next[order[head]].v[k]] == 0)
				order[tail++] = next[order[head]].v[k];
	for (i = 0; i < n && tail < n; i++)
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
		if (--l->waits[other] > 0)
			continue;
		*sm_push(l->plan->arena, l->table[other] == NULL
		    ? &l->free : &l->fresh) = other;
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

/* The op, what else of its table can be drawn, and what that sets free. */
static void
draw_together(struct lines *l, size_t op, size_t *nfree)
{
	if (l->drawn[op])
		return;
	draw(l, op);
	if (l->table[op] != NULL)
		draw_table(l, l->table[op]);
	for (; *nfree < l->free.n; ++*nfree)
		if (!l->drawn[l->free.v[*nfree]])
			draw(l, l->free.v[*nfree]);
}

/*
 * The order that follows the base order, but keeps together; deep: goes on with
 * what has just become possible.
 */
static size_t *
arrange(struct sm_plan *p, const size_t *base, const struct sm_edges *edges,
    const struct sm_edges *next, bool deep)
{
	struct lines l = {.plan = p, .next = next, .waits = new_list(p),
	    .v = new_list(p)};
	size_t n = p->ops.n, i, k = 0;

	l.drawn = sm_alloc(p->arena, n * sizeof *l.drawn + 1);
	l.table = sm_alloc(p->arena, n * sizeof *l.table + 1);
	for (i = 0; i < n; i++)
		l.waits[i] = edges[i].n;
	find_tables(&l, base);
	for (i = 0; i < n; i++) {
		draw_together(&l, base[i], &k);
		while (deep && l.fresh.n > 0)
			draw_together(&l, l.fresh.v[--l.fresh.n], &k);
	}
	return l.v;
}

/* The length of all rails. */
static size_t
length(struct sm_plan *p, const size_t *lines, const struct sm_edges *next)
{
	size_t *at = new_list(p), i, k, end, sum = 0;

	for (i = 0; i < p->ops.n; i++)
		at[lines[i]] = i;
	for (i = 0; i < p->ops.n; i++) {
		end = at[i];
		for (k = 0; k < next[i].n; k++)
			if (at[next[i].v[k]] > end)
				end = at[next[i].v[k]];
		sum += end - at[i];
	}
	return sum;
}

size_t *
sm_dot_lines(struct sm_plan *p, const struct sm_edges *edges)
{
	struct sm_edges *next = turned(p, edges);
	size_t *base = base_order(p, edges, next), *forth, *back;

	forth = arrange(p, base, edges, next, false);
	turn_around(base, p->ops.n);
	back = arrange(p, base, next, edges, true);
	turn_around(back, p->ops.n);
	/* The plan's own order is the better one, if not much worse to see. */
	return length(p, back, next) < length(p, forth, next) / 4 * 3 ? back
	                                                              : forth;
}
