#include "stages/sql_postgresql_group.h"

#include <string.h>

#include "base/map.h"

/* The last place up to which what begins at an op must stay together. */
struct reach {
	const struct sm_plan *plan;
	struct sm_map places; /* id -> its place, from 1 */
	size_t *until;
};

static void
stretch(struct reach *r, size_t from, size_t to)
{
	if (from > to) {
		size_t swap = from;

		from = to;
		to = swap;
	}
	if (r->until[from] < to)
		r->until[from] = to;
}

static size_t
place_of(struct reach *r, const char *id)
{
	const size_t *place = sm_map_get(&r->places, id);

	return place != NULL ? *place : 0;
}

/* "1f2e-" and "1f2e+" are the halves of one op. */
static size_t
other_half(struct reach *r, const char *id)
{
	size_t n = strlen(id);
	char *other;

	if (n == 0 || id[n - 1] != '-')
		return 0;
	other = sm_memdup(r->plan->arena, id, n);
	other[n - 1] = '+';
	return place_of(r, other);
}

struct sm_pgsql_group *
sm_pgsql_groups(const struct sm_plan *p)
{
	struct reach r = {.plan = p};
	size_t n = p->ops.n, i, k, at, end = 0, number = 0;
	struct sm_pgsql_group *groups =
	    sm_alloc(p->arena, (n + 1) * sizeof *groups);
	size_t *places = sm_alloc(p->arena, (n + 1) * sizeof *places);

	r.until = sm_alloc(p->arena, (n + 1) * sizeof *r.until);
	sm_map_init(&r.places, p->arena);
	for (i = 0; i < n; i++) {
		places[i] = i + 1;
		r.until[i] = i;
		sm_map_set(&r.places, p->ops.v[i]->id, &places[i]);
	}
	for (i = 0; i < n; i++) {
		const struct sm_op *op = p->ops.v[i];

		for (k = 0; k < op->because.n; k++)
			if ((at = place_of(&r, op->because.v[k])) != 0)
				stretch(&r, i, at - 1);
		if ((at = other_half(&r, op->id)) != 0)
			stretch(&r, i, at - 1);
	}
	for (i = 0; i < n; i++) {
		if (i > 0 && i > end)
			number++;
		if (r.until[i] > end || i > end)
			end = r.until[i];
		groups[i].number = number;
	}
	for (i = 0; i < n; i++)
		groups[i].many =
		    (i > 0 && groups[i - 1].number == groups[i].number) ||
		    (i + 1 < n && groups[i + 1].number == groups[i].number);
	return groups;
}
