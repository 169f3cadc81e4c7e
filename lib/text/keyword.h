/*
 * Reserved words: a bare word that is not, or not everywhere, taken for a name.
 * So a name spelled like one has to be quoted, and "null" is not null.
 */
#ifndef SM_TEXT_KEYWORD_H
#define SM_TEXT_KEYWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "text/dialect.h"

/* Is the word of len bytes (case ignored) reserved? */
bool sm_is_reserved(const struct sm_dialect *, const char *word, size_t len);
/* Is it reserved in every place? */
bool sm_is_never_name(const struct sm_dialect *, const char *word, size_t len);

#endif
