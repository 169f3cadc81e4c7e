/*
 * A growing byte buffer, for text that is put together piece by piece.
 * Memory is malloc'd; the holder calls sm_buf_free.  Nothing here fails
 * (base/arena.h says what happens when memory runs out).
 */
#ifndef SM_BASE_BUF_H
#define SM_BASE_BUF_H

#include <stddef.h>

struct sm_buf {
	char *text; /* always NUL-terminated once something was added */
	size_t len, cap;
};

#define SM_BUF_INIT {NULL, 0, 0}

void sm_buf_free(struct sm_buf *);
/* Forget the text, keep the room. */
void sm_buf_reset(struct sm_buf *);
void sm_buf_add(struct sm_buf *, const void *p, size_t len);
void sm_buf_adds(struct sm_buf *, const char *s);
void sm_buf_addc(struct sm_buf *, char c);
void sm_buf_addf(struct sm_buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The text as a string, "" while it is empty. */
const char *sm_buf_str(const struct sm_buf *);

#endif
