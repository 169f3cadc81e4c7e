/*
 * What went wrong, where, and what to do next.  A library function that can
 * fail returns bool (true: done) and fills one of these; it never prints and
 * never ends the process.  cmd/ prints it as
 *
 *	sm-diff: prod.ndjson:17: what is wrong
 *	hint: what to do next
 */
#ifndef SM_BASE_ERROR_H
#define SM_BASE_ERROR_H

#include <stdbool.h>

struct sm_error {
	char *input;   /* file, or a source without its password; NULL: none */
	long line;     /* 1-based line of input; 0: none */
	char *message; /* one line, lower case, no full stop */
	char *hint;    /* what the reader can do about it; NULL: nothing */
	long column;   /* 1-based character of line; 0: not known */
	bool block;    /* a finding or a block (exit 1), not trouble (exit 2) */
};

#define SM_ERROR_INIT {NULL, 0, NULL, NULL, 0, false}

void sm_error_free(struct sm_error *);
/* Set the message (replacing another); always returns false. */
bool sm_error_set(struct sm_error *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same of a file that can't be opened or read: errno's text, and a hint. */
bool sm_error_errno(struct sm_error *, int code);
/* Set the place; keeps one that is already there. */
void sm_error_at(struct sm_error *, const char *input, long line);
/* Set the hint, replacing another; always returns false. */
bool sm_error_hint(struct sm_error *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
