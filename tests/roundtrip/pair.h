/*
 * A generated pair: all of it follows from a seed.
 */
#ifndef RT_PAIR_H
#define RT_PAIR_H

#include "judge.h"
#include "mutate.h"
#include "write.h"

enum { PAIR_MUTATIONS = 8, PAIR_DROPPED = 64 };

/* What to make; the reducer takes away from it. */
struct recipe {
	uint64_t seed;
	unsigned skipped; /* bits: mutations not to apply */
	int noise;        /* at most (write.h) */
	bool bare;        /* without rows */
	int dropped[PAIR_DROPPED], ndropped; /* statements not to write */
};

struct made {
	struct pair pair;
	struct rt_script old, new;
	const struct rt_mutation *mutation[PAIR_MUTATIONS]; /* applied */
	int nmutations, wanted;
};

void recipe_init(struct recipe *, uint64_t seed);
void pair_make(struct sm_arena *, const struct recipe *, struct made *);

/*
 * Make it smaller as long as judge says the same kind; the files of the
 * smallest are in the current directory then.
 */
void pair_reduce(const struct tools *, struct recipe *, const char *kind);

#endif
