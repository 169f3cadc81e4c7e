#include "stages/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Nobody reads a longer list of numbers. */
#define LISTED 50

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

long
sm_explain_number(const struct sm_plan *p, size_t op)
{
	return p->ops.v[op]->step > 0 ? p->ops.v[op]->step : (long)op + 1;
}

bool
sm_explain_is_danger(const struct sm_op *op)
{
	return op->risk == SM_DANGER;
}

bool
sm_explain_is_final(const struct sm_op *op)
{
	return op->irreversible;
}

bool
sm_explain_is_lossy(const struct sm_op *op)
{
	return op->down_risk == SM_DANGER;
}

const char *
sm_explain_list(const struct sm_plan *p, bool (*picks)(const struct sm_op *))
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;
	size_t i, n = 0;

	for (i = 0; i < p->ops.n; i++)
		if (picks(p->ops.v[i]) && n++ < LISTED)
			sm_buf_addf(&b, "%s%ld", b.len > 0 ? ", " : "",
			    sm_explain_number(p, i));
	if (n > LISTED)
		sm_buf_addf(&b, " and %zu more", n - LISTED);
	text = b.len > 0 ? sm_memdup(p->arena, b.text, b.len) : NULL;
	sm_buf_free(&b);
	return text;
}

const char *
sm_explain_advice(const struct sm_op *op)
{
	/* sm-risk says so where there is nothing to say (risk_words.h). */
	if (op->suggestion != NULL && strcmp(op->suggestion, "None needed.") == 0)
		return NULL;
	return op->suggestion;
}

const char *
sm_explain_guess(struct sm_arena *a, const struct sm_op *op)
{
	if (op->verb != SM_RENAME)
		return NULL;
	if (op->confirmed)
		return "A person has confirmed that it is a rename.";
	if (!op->has_score)
		return NULL;
	return sm_sprintf(a,
	    "Is it a rename? It was taken for one with score %.2f.",
	    op->score);
}

/*
 * The threshold that would take it: rounded down, so that it does.
 */
static const char *
way_to_take(struct sm_arena *a, const struct sm_op *op, double score)
{
	bool column = op->target != NULL && op->target->part == SM_PART_COLUMN;

	return sm_sprintf(a, "sm-renames --%s-threshold %.2f takes it for a "
			     "rename.",
	    column ? "column" : "table", (double)(int)(score * 100) / 100);
}

const char *
sm_maybe_rename(struct sm_arena *a, const struct sm_op *op)
{
	struct sm_maybe m;

	if (sm_op_maybe(a, op->maybe_renamed_to, &m))
		return sm_sprintf(a,
		    "Has it become %s (score %.2f)? Then dropping it loses its "
		    "data; %s",
		    sm_printable_str(a, m.name), m.score,
		    way_to_take(a, op, m.score));
	if (sm_op_maybe(a, op->maybe_renamed_from, &m))
		return sm_sprintf(a, "Was it %s (score %.2f)?",
		    sm_printable_str(a, m.name), m.score);
	return NULL;
}
