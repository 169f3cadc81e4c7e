#include "text/duration.h"

#include <string.h>

#include "text/ascii.h"

/* What servers keep time-outs in: a signed number of 32 bits. */
#define MAX 2147483647L

static const struct {
	const char *unit;
	long milliseconds;
} units[] = {
	{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000},
};

bool
sm_duration(const char *text, long *milliseconds)
{
	long n = 0;
	size_t i;

	if (!sm_is_digit(*text))
		return false;
	for (; sm_is_digit(*text); text++) {
		n = n * 10 + (*text - '0');
		if (n > MAX)
			return false;
	}
	*milliseconds = 0;
	if (*text == '\0')
		return n == 0;
	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(text, units[i].unit) == 0) {
			if (n > MAX / units[i].milliseconds)
				return false;
			*milliseconds = n * units[i].milliseconds;
			return true;
		}
	return false;
}
