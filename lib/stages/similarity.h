/*
 * How alike two names, two tables are: numbers, no schema knowledge.
 */
#ifndef SM_STAGES_SIMILARITY_H
#define SM_STAGES_SIMILARITY_H

#include <stddef.h>

/*
 * Python's difflib.SequenceMatcher(None, a, b).ratio() to the last bit, over the
 * code points of the two UTF-8 strings, without difflib's junk heuristic (which
 * acts on b of 200 and more characters only).  Not symmetric.
 */
double sm_ratio(const char *a, const char *b);

/* The same on the names with ASCII letters lower-cased. */
double sm_name_ratio(const char *a, const char *b);

/* |common| / |union|, 1 for two empty sets. */
double sm_jaccard(size_t common, size_t na, size_t nb);

#endif
