/*
 * Greedy, best first, without a list of all pairs: every old one knows its best
 * partner among the new ones that are free, and a heap knows the best of those.
 * Where the partner is gone when its turn comes, the next best is looked for:
 * it can't be better, so nothing that was passed over comes too late.
 */
#include "stages/renames_match.h"

/* An old one and its best partner. */
struct offer {
	size_t old, new_;
	double score;
};

struct work {
	const struct sm_match *match;
	const bool *gone; /* new ones that have a partner */
	size_t *list;     /* candidates of the old one at hand */
	struct offer *heap;
	size_t n;
};

static void
partners_init(struct sm_arena *a, const struct sm_match *m,
    struct sm_partners *p)
{
	size_t i;

	p->of_old = sm_alloc(a, (m->nold + 1) * sizeof *p->of_old);
	p->of_new = sm_alloc(a, (m->nnew + 1) * sizeof *p->of_new);
	p->old_score = sm_alloc(a, (m->nold + 1) * sizeof *p->old_score);
	p->new_score = sm_alloc(a, (m->nnew + 1) * sizeof *p->new_score);
	for (i = 0; i < m->nold; i++)
		p->of_old[i] = SM_NO_MATCH;
	for (i = 0; i < m->nnew; i++)
		p->of_new[i] = SM_NO_MATCH;
}

static size_t
list_candidates(const struct sm_match *m, size_t i, size_t *list)
{
	size_t k;

	if (m->candidates != NULL)
		return m->candidates(m->ctx, i, list);
	for (k = 0; k < m->nnew; k++)
		list[k] = k;
	return m->nnew;
}

/* Does x go before y? */
static bool
before(const struct offer *x, const struct offer *y)
{
	if (x->score > y->score || x->score < y->score)
		return x->score > y->score;
	return x->old < y->old;
}

static void
push(struct work *w, struct offer o)
{
	size_t at = w->n++, up;

	for (; at > 0; at = up) {
		up = (at - 1) / 2;
		if (!before(&o, &w->heap[up]))
			break;
		w->heap[at] = w->heap[up];
	}
	w->heap[at] = o;
}

static struct offer
pop(struct work *w)
{
	struct offer top = w->heap[0], last = w->heap[--w->n];
	size_t at = 0, down;

	for (; (down = 2 * at + 1) < w->n; at = down) {
		if (down + 1 < w->n &&
		    before(&w->heap[down + 1], &w->heap[down]))
			down++;
		if (!before(&w->heap[down], &last))
			break;
		w->heap[at] = w->heap[down];
	}
	w->heap[at] = last;
	return top;
}

/* The best partner that old i can still get, if it scores enough. */
static bool
look(struct work *w, size_t i, double threshold, struct offer *best)
{
	size_t n = list_candidates(w->match, i, w->list), at, k;
	double score;

	*best = (struct offer){i, SM_NO_MATCH, threshold};
	for (at = 0; at < n; at++) {
		k = w->list[at];
		if (w->gone[k])
			continue;
		score = w->match->score(w->match->ctx, i, k, best->score);
		if (score > best->score ||
		    (best->new_ == SM_NO_MATCH && score >= best->score)) {
			best->new_ = k;
			best->score = score;
		}
	}
	return best->new_ != SM_NO_MATCH;
}

void
sm_match_greedy(struct sm_arena *a, const struct sm_match *m,
    double threshold, struct sm_partners *out)
{
	bool *gone = sm_alloc(a, m->nnew + 1);
	struct work w = {.match = m, .gone = gone};
	struct offer o;
	size_t i;

	partners_init(a, m, out);
	if (m->nold == 0 || m->nnew == 0)
		return;
	w.list = sm_alloc(a, m->nnew * sizeof *w.list);
	w.heap = sm_alloc(a, m->nold * sizeof *w.heap);
	for (i = 0; i < m->nold; i++)
		if (look(&w, i, threshold, &o))
			push(&w, o);
	while (w.n > 0) {
		o = pop(&w);
		if (gone[o.new_]) {
			if (look(&w, o.old, threshold, &o))
				push(&w, o);
			continue;
		}
		gone[o.new_] = true;
		out->of_old[o.old] = o.new_;
		out->of_new[o.new_] = o.old;
		out->old_score[o.old] = out->new_score[o.new_] = o.score;
	}
}

static void
take_better(size_t *who, double *best, size_t candidate, double score)
{
	if (*who != SM_NO_MATCH && score <= *best)
		return;
	*who = candidate;
	*best = score;
}

void
sm_match_best(struct sm_arena *a, const struct sm_match *m, double floor,
    struct sm_partners *out)
{
	size_t *list = sm_alloc(a, (m->nnew + 1) * sizeof *list);
	size_t i, k, at, n;
	double least, score;

	partners_init(a, m, out);
	for (i = 0; i < m->nold; i++)
		out->old_score[i] = floor;
	for (k = 0; k < m->nnew; k++)
		out->new_score[k] = floor;
	for (i = 0; i < m->nold; i++) {
		n = list_candidates(m, i, list);
		for (at = 0; at < n; at++) {
			k = list[at];
			least = out->old_score[i] < out->new_score[k]
			    ? out->old_score[i]
			    : out->new_score[k];
			score = m->score(m->ctx, i, k, least);
			if (score < least)
				continue;
			if (score >= out->old_score[i])
				take_better(&out->of_old[i], &out->old_score[i],
				    k, score);
			if (score >= out->new_score[k])
				take_better(&out->of_new[k], &out->new_score[k],
				    i, score);
		}
	}
}
