#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

__attribute__((format(printf, 1, 0))) static char *
format(const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return sm_xstrdup(fmt);
	s = sm_xmalloc((size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

void
sm_error_free(struct sm_error *e)
{
	free(e->input);
	free(e->message);
	free(e->hint);
	*e = (struct sm_error)SM_ERROR_INIT;
}

bool
sm_error_set(struct sm_error *e, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = format(fmt, ap);
	va_end(ap);
	free(e->message);
	e->message = s;
	return false;
}

void
sm_error_at(struct sm_error *e, const char *input, long line)
{
	if (e->input != NULL || input == NULL)
		return;
	e->input = sm_xstrdup(input);
	e->line = line;
}

bool
sm_error_hint(struct sm_error *e, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = format(fmt, ap);
	va_end(ap);
	free(e->hint);
	e->hint = s;
	return false;
}
