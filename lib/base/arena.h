/*
 * A bump allocator: the one owner of everything that is read or made for a
 * segment.  Nothing in it is freed singly; the arena is freed as a whole.
 *
 * Running out of memory ends the process with status 2 and a message (there is
 * nothing sensible that a filter could still do): no function here fails.
 */
#ifndef SM_BASE_ARENA_H
#define SM_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct sm_arena;

/* A new, empty arena; the caller frees it with sm_arena_free. */
struct sm_arena *sm_arena_new(void);
/* Free the arena and all that was allocated from it.  NULL is allowed. */
void sm_arena_free(struct sm_arena *);

/* size zeroed bytes, aligned for any object. */
void *sm_alloc(struct sm_arena *, size_t size);
/*
 * A copy of the len bytes at p, with a NUL after them; of text: it is not
 * aligned for anything else.
 */
char *sm_memdup(struct sm_arena *, const void *p, size_t len);
/* A copy of the string s; NULL gives NULL. */
char *sm_strdup(struct sm_arena *, const char *s);
/* A string made as by printf. */
char *sm_sprintf(struct sm_arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *sm_vsprintf(struct sm_arena *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/*
 * malloc, realloc and strdup that end the process when memory runs out; for
 * the few things that don't live in an arena.  Freed with free().
 */
void *sm_xmalloc(size_t);
void *sm_xrealloc(void *, size_t);
char *sm_xstrdup(const char *);

#endif
