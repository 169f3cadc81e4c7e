#include "stages/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static int
by_op(const void *x, const void *y)
{
	const struct sm_op_count *a = x, *b = y;

	return strcmp(a->op, b->op);
}

/* One count for each name: the counts come sorted, one an op. */
static size_t
merge(struct sm_op_count *counts, size_t n)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		if (kept > 0 && strcmp(counts[kept - 1].op, counts[i].op) == 0)
			counts[kept - 1].n++;
		else
			counts[kept++] = counts[i];
	return kept;
}

struct sm_summary
sm_summary(const struct sm_plan *p)
{
	struct sm_summary s = {.worst = SM_RISK_NONE, .reversible = true};
	size_t i;

	s.counts = sm_alloc(p->arena, p->ops.n * sizeof *s.counts + 1);
	for (i = 0; i < p->ops.n; i++) {
		const struct sm_op *op = p->ops.v[i];

		s.risks[op->risk]++;
		if (op->risk > s.worst)
			s.worst = op->risk;
		if (op->irreversible)
			s.reversible = false;
		s.counts[i] = (struct sm_op_count){op->op, 1};
	}
	if (p->ops.n > 0)
		qsort(s.counts, p->ops.n, sizeof s.counts[0], by_op);
	s.ncounts = merge(s.counts, p->ops.n);
	return s;
}

const char *
sm_side_name(const struct sm_plan *p, bool new_side)
{
	const struct sm_side *side = new_side ? &p->new_ : &p->old;
	const char *name = side->label != NULL ? side->label : side->source;

	if (name == NULL)
		return new_side ? "new" : "old";
	return sm_printable_str(p->arena, name);
}

const char *
sm_maybe_rename(struct sm_arena *a, const struct sm_op *op)
{
	struct sm_maybe m;

	if (sm_op_maybe(a, op->maybe_renamed_to, &m))
		return sm_sprintf(a,
		    "%s may have become %s (score %.2f): if so, dropping it "
		    "loses its data",
		    sm_op_subject(a, op), sm_printable_str(a, m.name), m.score);
	if (sm_op_maybe(a, op->maybe_renamed_from, &m))
		return sm_sprintf(a, "%s may have been %s (score %.2f)",
		    sm_op_subject(a, op), sm_printable_str(a, m.name), m.score);
	return NULL;
}
