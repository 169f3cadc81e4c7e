/*
 * A hash map from strings to pointers, in an arena.  Keys are kept by
 * reference.  Used for lookups only: nothing is ever written in its order.
 */
#ifndef SM_BASE_MAP_H
#define SM_BASE_MAP_H

#include <stddef.h>

#include "base/arena.h"

struct sm_map {
	struct sm_arena *arena;
	struct sm_map_slot *slots;
	size_t n, cap;
};

void sm_map_init(struct sm_map *, struct sm_arena *);
/* The value of key, or NULL. */
void *sm_map_get(const struct sm_map *, const char *key);
/* Set key to value (not NULL); returns the value it replaces, or NULL. */
void *sm_map_set(struct sm_map *, const char *key, void *value);

#endif
