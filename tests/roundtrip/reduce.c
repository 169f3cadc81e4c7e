/*
 * Making a failing pair smaller: fewer mutations, plainer spelling, no rows,
 * fewer statements.
 */
#include <string.h>

#include "pair.h"

/* Does this recipe fail in the same way? */
static bool
still(const struct tools *t, const struct recipe *recipe, const char *kind)
{
	struct sm_arena *a = sm_arena_new();
	struct made m;
	struct verdict v;
	bool same;

	pair_make(a, recipe, &m);
	judge(a, t, &m.pair, &v);
	same = v.kind != NULL && strcmp(v.kind, kind) == 0;
	sm_arena_free(a);
	return same;
}

static bool
attempt(const struct tools *t, struct recipe *recipe, const struct recipe *next,
    const char *kind)
{
	if (!still(t, next, kind))
		return false;
	*recipe = *next;
	return true;
}

/* The numbers of all statements, each once. */
static int
numbers(const struct recipe *recipe, int *ids, int most)
{
	struct sm_arena *a = sm_arena_new();
	const struct rt_script *scripts[2];
	struct made m;
	int n = 0, i, k;
	size_t j;

	pair_make(a, recipe, &m);
	scripts[0] = &m.old;
	scripts[1] = &m.new;
	for (i = 0; i < 2; i++)
		for (j = 0; j < scripts[i]->n && n < most; j++) {
			for (k = 0; k < n; k++)
				if (ids[k] == scripts[i]->v[j].id)
					break;
			if (k == n)
				ids[n++] = scripts[i]->v[j].id;
		}
	sm_arena_free(a);
	return n;
}

void
pair_reduce(const struct tools *t, struct recipe *recipe, const char *kind)
{
	struct recipe next;
	int ids[PAIR_DROPPED], n, i;

	for (i = 0; i < PAIR_MUTATIONS; i++) {
		next = *recipe;
		next.skipped |= 1u << i;
		attempt(t, recipe, &next, kind);
	}
	next = *recipe;
	next.bare = true;
	attempt(t, recipe, &next, kind);
	n = numbers(recipe, ids, PAIR_DROPPED);
	for (i = n - 1; i >= 0; i--) {
		next = *recipe;
		next.dropped[next.ndropped++] = ids[i];
		attempt(t, recipe, &next, kind);
	}
	for (i = 0; i < 2; i++) {
		next = *recipe;
		next.noise = i;
		if (attempt(t, recipe, &next, kind))
			break;
	}
	still(t, recipe, kind);
}
