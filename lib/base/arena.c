#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/list.h"

#define BLOCK_MIN ((size_t)16 * 1024)
#define BLOCK_MAX ((size_t)1024 * 1024)

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

struct sm_arena {
	struct block *head;
	size_t next_size;
};

static _Noreturn void
out_of_memory(void)
{
	static const char text[] = "smartmigrate: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

	(void)ignored;
	_exit(2);
}

void *
sm_xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
sm_xrealloc(void *old, size_t size)
{
	void *p = realloc(old, size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

char *
sm_xstrdup(const char *s)
{
	size_t len = strlen(s) + 1;

	return memcpy(sm_xmalloc(len), s, len);
}

struct sm_arena *
sm_arena_new(void)
{
	struct sm_arena *a = sm_xmalloc(sizeof *a);

	a->head = NULL;
	a->next_size = BLOCK_MIN;
	return a;
}

void
sm_arena_free(struct sm_arena *a)
{
	struct block *b, *next;

	if (a == NULL)
		return;
	for (b = a->head; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

/* size bytes, not zeroed, beginning at a multiple of align (a power of two). */
static void *
take(struct sm_arena *a, size_t size, size_t align)
{
	struct block *b = a->head;
	size_t room, used;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	used = b == NULL ? 0 : (b->used + align - 1) & ~(align - 1);
	if (b == NULL || b->size < used || b->size - used < size) {
		room = size > a->next_size ? size : a->next_size;
		b = sm_xmalloc(sizeof *b + room);
		b->size = room;
		b->used = 0;
		b->next = a->head;
		a->head = b;
		if (a->next_size < BLOCK_MAX)
			a->next_size *= 2;
	} else {
		b->used = used;
	}
	b->used += size;
	return b->data + b->used - size;
}

void *
sm_alloc(struct sm_arena *a, size_t size)
{
	return memset(take(a, size, alignof(max_align_t)), 0, size);
}

char *
sm_memdup(struct sm_arena *a, const void *p, size_t len)
{
	char *copy = take(a, len + 1, 1);

	if (len > 0)
		memcpy(copy, p, len);
	copy[len] = '\0';
	return copy;
}

char *
sm_strdup(struct sm_arena *a, const char *s)
{
	return s == NULL ? NULL : sm_memdup(a, s, strlen(s));
}

char *
sm_vsprintf(struct sm_arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		out_of_memory();
	s = take(a, (size_t)n + 1, 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

char *
sm_sprintf(struct sm_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = sm_vsprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

void
sm_list_grow(struct sm_arena *a, void **items, size_t size, size_t *n,
    size_t *cap)
{
	void *old, *grown;

	/* The element type is the caller's: copy the pointer, don't alias it. */
	memcpy(&old, items, sizeof old);
	if (*n == *cap) {
		/* Of what is large there is often only one. */
		*cap = *cap ? *cap * 2 : size > 32 ? 1 : 2;
		grown = sm_alloc(a, *cap * size);
		if (*n > 0)
			memcpy(grown, old, *n * size);
		memcpy(items, &grown, sizeof grown);
	}
	(*n)++;
}

void
sm_strings_add(struct sm_arena *a, struct sm_strings *list, const char *s)
{
	*sm_push(a, list) = s;
}

int
sm_strings_has(const struct sm_strings *list, const char *s)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], s) == 0)
			return 1;
	return 0;
}
