/*
 * Growing arrays that live in an arena.
 *
 * Every list in the model has the same three members in the same order, so
 * that the field tables of the model (model/shape.h) can read and write any
 * list without knowing its element type.
 */
#ifndef SM_BASE_LIST_H
#define SM_BASE_LIST_H

#include <stddef.h>

#include "base/arena.h"

#define SM_LIST(type)                                                          \
	struct {                                                               \
		type *v;    /* elements; NULL while n is 0 */                  \
		size_t n;   /* how many there are */                           \
		size_t cap; /* how many there is room for */                   \
	}

/* A list of strings: the commonest of all. */
struct sm_strings {
	const char **v;
	size_t n, cap;
};

/*
 * Make room for one more element and return its index; the new element is
 * zeroed.  Elements may move: keep no pointer to one across a push.
 */
#define sm_push(arena, list)                                                   \
	(sm_list_grow((arena), (void **)&(list)->v, sizeof(*(list)->v),        \
	     &(list)->n, &(list)->cap),                                        \
	    &(list)->v[(list)->n - 1])

/* The function behind sm_push: grows by doubling, zeroes the new element. */
void sm_list_grow(struct sm_arena *, void **items, size_t size, size_t *n,
    size_t *cap);

/* Append string s (kept by reference: it must live as long as the list). */
void sm_strings_add(struct sm_arena *, struct sm_strings *, const char *s);

/* Is s in the list, byte for byte? */
int sm_strings_has(const struct sm_strings *, const char *s);

#endif
