#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool
sm_error_errno(struct sm_error *e, int code)
{
	static const struct {
		int code;
		const char *hint;
	} hints[] = {
		{ENOENT, "check the path: it is looked for from the directory "
			 "you are in"},
		{ENOTDIR, "check the path: a part of it is no directory"},
		{EACCES, "who may read it, and enter its directory? ls -ld "
			 "shows that; run this as one who may"},
		{EISDIR, "name a file in it"},
	};
	size_t i;

	sm_error_set(e, "%s", strerror(code));
	for (i = 0; i < sizeof hints / sizeof hints[0]; i++)
		if (hints[i].code == code)
			sm_error_hint(e, "%s", hints[i].hint);
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
