/*
 * Random numbers that are the same on every machine for the same seed.
 */
#ifndef RT_RANDOM_H
#define RT_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_random {
	uint64_t state;
};

void rt_seed(struct rt_random *, uint64_t seed);
uint64_t rt_next(struct rt_random *);
/* 0 .. n - 1; 0 for n = 0. */
int rt_below(struct rt_random *, size_t n);
/* True in that many of a hundred cases. */
bool rt_chance(struct rt_random *, int percent);
/* One of the n strings. */
const char *rt_one_of(struct rt_random *, const char *const *v, size_t n);
#define RT_PICK(r, array) rt_one_of(r, array, sizeof(array) / sizeof(array)[0])

#endif
