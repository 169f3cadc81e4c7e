/*
 * Pairing by score: greedy, best first.  Of two pairs of one score the one with
 * the lower old ordinal goes first, then the one with the lower new ordinal.
 */
#ifndef SM_STAGES_RENAMES_MATCH_H
#define SM_STAGES_RENAMES_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define SM_NO_MATCH ((size_t)-1)

/* What can be paired with what. */
struct sm_match {
	size_t nold, nnew;
	void *ctx;
	/*
	 * The new ones that old i may go with, in ascending order, into list (of
	 * room for nnew); returns how many.  NULL: all of them.
	 */
	size_t (*candidates)(void *ctx, size_t i, size_t *list);
	/*
	 * The score of old i and new k if it is at least `least`; else -1, which
	 * it may find out cheaply.
	 */
	double (*score)(void *ctx, size_t i, size_t k, double least);
};

/* A partner of each: an index, SM_NO_MATCH where there is none. */
struct sm_partners {
	size_t *of_old, *of_new;
	double *old_score, *new_score;
};

/* Pair what scores at least the threshold: each has at most one partner. */
void sm_match_greedy(struct sm_arena *, const struct sm_match *,
    double threshold, struct sm_partners *);

/* For each, the best that scores at least `floor`; not one to one. */
void sm_match_best(struct sm_arena *, const struct sm_match *, double floor,
    struct sm_partners *);

#endif
