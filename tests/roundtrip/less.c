/*
 * Cutting an op out of a plan, as `jq -c select` does.
 */
#include <string.h>

#include "base/buf.h"
#include "less.h"

static const char start[] = "{\"record\":\"op\"";

static unsigned long
count_ops(const char *text)
{
	unsigned long n = 0;

	for (; (text = strstr(text, start)) != NULL; text++)
		n++;
	return n;
}

const char *
less_write(struct sm_arena *a, const char *plan, const char *to,
    unsigned long n)
{
	const char *text = file_read(a, plan), *eol, *op = NULL;
	unsigned long ops = count_ops(text), at = 0;
	struct sm_buf b = SM_BUF_INIT;

	if (ops == 0)
		return NULL;
	for (; (eol = strchr(text, '\n')) != NULL; text = eol + 1) {
		if (strncmp(text, start, sizeof start - 1) == 0 &&
		    at++ == n % ops)
			op = sm_memdup(a, text, (size_t)(eol - text));
		else
			sm_buf_add(&b, text, (size_t)(eol - text) + 1);
	}
	file_write(to, sm_buf_str(&b));
	sm_buf_free(&b);
	return op;
}
