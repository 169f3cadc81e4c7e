#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static void
reserve(struct sm_buf *b, size_t more)
{
	if (b->len + more + 1 <= b->cap)
		return;
	b->cap = b->cap ? b->cap : 256;
	while (b->cap < b->len + more + 1)
		b->cap *= 2;
	b->text = sm_xrealloc(b->text, b->cap);
}

void
sm_buf_free(struct sm_buf *b)
{
	free(b->text);
	b->text = NULL;
	b->len = b->cap = 0;
}

void
sm_buf_reset(struct sm_buf *b)
{
	b->len = 0;
	if (b->text != NULL)
		b->text[0] = '\0';
}

void
sm_buf_add(struct sm_buf *b, const void *p, size_t len)
{
	reserve(b, len);
	if (len > 0)
		memcpy(b->text + b->len, p, len);
	b->len += len;
	b->text[b->len] = '\0';
}

void
sm_buf_adds(struct sm_buf *b, const char *s)
{
	sm_buf_add(b, s, strlen(s));
}

void
sm_buf_addc(struct sm_buf *b, char c)
{
	sm_buf_add(b, &c, 1);
}

void
sm_buf_addf(struct sm_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	reserve(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->text + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

const char *
sm_buf_str(const struct sm_buf *b)
{
	return b->text == NULL ? "" : b->text;
}
