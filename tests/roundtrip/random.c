/*
 * SplitMix64 (Steele, Lea, Flood 2014): every seed is as good as any other, so
 * that the seeds of a run may simply be counted.
 */
#include "random.h"

void
rt_seed(struct rt_random *r, uint64_t seed)
{
	r->state = seed;
}

uint64_t
rt_next(struct rt_random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

int
rt_below(struct rt_random *r, size_t n)
{
	return n == 0 ? 0 : (int)((rt_next(r) >> 33) % n);
}

bool
rt_chance(struct rt_random *r, int percent)
{
	return rt_below(r, 100) < percent;
}

const char *
rt_one_of(struct rt_random *r, const char *const *v, size_t n)
{
	return v[rt_below(r, n)];
}
