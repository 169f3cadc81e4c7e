/*
 * UTF-8: is it valid, and how is a name shown to a person safely.
 */
#ifndef SM_BASE_UTF8_H
#define SM_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Is the text valid UTF-8 (no surrogates, nothing overlong, no NUL)? */
bool sm_utf8_valid(const char *s, size_t len);

/*
 * Append s so that no byte of it can end a line, move a cursor or turn text
 * around: control characters (C0, DEL, C1, the bidirectional and line
 * separators) and invalid bytes are written as \n, \t, \xNN or \u{NNNN},
 * a backslash as it is.  For messages, SQL comments and drawings.
 */
void sm_printable(struct sm_buf *, const char *s, size_t len);

/* The same as a string in the arena. */
struct sm_arena;
const char *sm_printable_str(struct sm_arena *, const char *s);

/*
 * Columns that the text takes in a terminal, a code point counted as one (which
 * is too few for CJK and too many for combining marks: good enough to wrap by).
 */
size_t sm_utf8_columns(const char *s, size_t len);

#endif
