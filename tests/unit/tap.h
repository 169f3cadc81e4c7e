/*
 * TAP for unit tests: a program a file, run by prove.
 *
 *	int main(void) { ok(1 + 1 == 2, "sums"); return tap_end(); }
 */
#ifndef SM_TESTS_TAP_H
#define SM_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_tests, tap_failed;

/* One test, named as by printf. */
__attribute__((format(printf, 2, 3))) static inline bool
ok(bool passed, const char *fmt, ...)
{
	va_list ap;

	if (!passed)
		tap_failed++;
	printf("%sok %d - ", passed ? "" : "not ", ++tap_tests);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	return passed;
}

/* The two strings are equal (NULL is equal to NULL). */
static inline bool
is(const char *got, const char *want, const char *name)
{
	bool same = got == NULL || want == NULL ? got == want :
	    strcmp(got, want) == 0;

	if (!same)
		printf("# got:  %s\n# want: %s\n", got != NULL ? got : "NULL",
		    want != NULL ? want : "NULL");
	return ok(same, "%s", name);
}

/* The same, the test named as by printf. */
__attribute__((format(printf, 3, 4))) static inline bool
is_str(const char *got, const char *want, const char *fmt, ...)
{
	char name[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof name, fmt, ap);
	va_end(ap);
	return is(got, want, name);
}

/* The two numbers are equal. */
__attribute__((format(printf, 3, 4))) static inline bool
is_int(long long got, long long want, const char *fmt, ...)
{
	char name[512];
	va_list ap;

	if (got != want)
		printf("# got:  %lld\n# want: %lld\n", got, want);
	va_start(ap, fmt);
	vsnprintf(name, sizeof name, fmt, ap);
	va_end(ap);
	return ok(got == want, "%s", name);
}

/* The plan, and the exit status for main. */
static inline int
tap_end(void)
{
	printf("1..%d\n", tap_tests);
	return tap_failed != 0;
}

#endif
