/*
 * How alike two names, two tables are: numbers, no schema knowledge.
 */
#ifndef SM_STAGES_SIMILARITY_H
#define SM_STAGES_SIMILARITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * So many characters of a name are looked at; no engine's names are as long, but
 * what is made up may be, and the time grows as the product of the lengths.
 */
#define SM_RATIO_MAX ((size_t)16384)

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

/* A name made ready to be compared with many others. */
struct sm_prepared {
	uint32_t *points; /* the name's code points, ASCII lower-cased */
	uint32_t *sorted; /* the same, sorted */
	uint32_t *places; /* where each of the sorted stands in the name */
	size_t n;
};
void sm_prepare_name(struct sm_arena *, const char *name,
    struct sm_prepared *out);

/* Working memory for any number of comparisons; zeroed at first. */
struct sm_ratio_room {
	uint32_t *numbers;
	size_t size;
	struct sm_ratio_span *spans;
	size_t nspans, capspans;
};
void sm_ratio_room_free(struct sm_ratio_room *);

/* sm_name_ratio of prepared names. */
double sm_prepared_ratio(const struct sm_prepared *a,
    const struct sm_prepared *b, struct sm_ratio_room *);
/*
 * No less than the ratio, for a fraction of its price: by the lengths, and by
 * the characters the two have in common, wherever they stand.
 */
double sm_length_bound(const struct sm_prepared *a,
    const struct sm_prepared *b);
double sm_letters_bound(const struct sm_prepared *a,
    const struct sm_prepared *b);

#endif
