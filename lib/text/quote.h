/*
 * Writing names, strings and comments into SQL, by the dialect's own rules.
 * A name may hold any character but NUL.
 */
#ifndef SM_TEXT_QUOTE_H
#define SM_TEXT_QUOTE_H

#include "base/buf.h"
#include "text/dialect.h"

/* Append name, quoted always ("a""b", `a``b`). */
void sm_quote_name(struct sm_buf *, const struct sm_dialect *, const char *);
/*
 * Append name, quoted only where it must be (a reserved word, a character
 * outside [A-Za-z0-9_], a leading digit, an upper-case letter where the dialect
 * folds): for people.
 */
void sm_quote_name_if_needed(struct sm_buf *, const struct sm_dialect *,
    const char *);
/* Append s as a string literal. */
void sm_quote_string(struct sm_buf *, const struct sm_dialect *, const char *);
/*
 * Append "-- " and s as a comment of one line, ending in a newline: nothing in
 * s can end the comment early (base/utf8.h).
 */
void sm_quote_comment(struct sm_buf *, const char *s);

#endif
