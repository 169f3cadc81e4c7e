#include "base/map.h"

#include <string.h>

#include "base/digest.h"

struct sm_map_slot {
	const char *key; /* NULL: free */
	void *value;
};

void
sm_map_init(struct sm_map *m, struct sm_arena *a)
{
	m->arena = a;
	m->slots = NULL;
	m->n = m->cap = 0;
}

/* The slot of key, or the free one where it would go; cap is not 0. */
static struct sm_map_slot *
find(const struct sm_map *m, const char *key)
{
	size_t i = (size_t)sm_hash(key, strlen(key)) & (m->cap - 1);

	while (m->slots[i].key != NULL && strcmp(m->slots[i].key, key) != 0)
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

void *
sm_map_get(const struct sm_map *m, const char *key)
{
	return m->cap == 0 || key == NULL ? NULL : find(m, key)->value;
}

static void
grow(struct sm_map *m)
{
	struct sm_map old = *m;
	size_t i;

	m->cap = old.cap ? old.cap * 2 : 16;
	m->slots = sm_alloc(m->arena, m->cap * sizeof *m->slots);
	for (i = 0; i < old.cap; i++)
		if (old.slots[i].key != NULL)
			*find(m, old.slots[i].key) = old.slots[i];
}

void *
sm_map_set(struct sm_map *m, const char *key, void *value)
{
	struct sm_map_slot *s;
	void *was;

	if ((m->n + 1) * 2 > m->cap)
		grow(m);
	s = find(m, key);
	was = s->value;
	if (s->key == NULL) {
		s->key = key;
		m->n++;
	}
	s->value = value;
	return was;
}
