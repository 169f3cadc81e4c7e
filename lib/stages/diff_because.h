/*
 * What a dialect can't change while something else depends on it: that must be
 * taken away before and put back afterwards.
 */
#ifndef SM_STAGES_DIFF_BECAUSE_H
#define SM_STAGES_DIFF_BECAUSE_H

#include "model/plan.h"

/*
 * A need: where the dialect makes such an op of a part, every object of the
 * kind `record` (NULL: every foreign key) that uses one of the part's columns
 * makes way.  What makes way takes along the objects of its own kind that need
 * it.
 */
struct sm_because_need {
	enum sm_dialect_id dialect; /* SM_DIALECTS ends the table */
	enum sm_verb verb;
	enum sm_part part; /* SM_PART_COLUMN or a key */
	const char *field; /* only if it is among the changes; NULL: always */
	const char *record;
};

/* sm_diff_because by another table: for its test. */
void sm_diff_because_needs(struct sm_plan *, const struct sm_because_need *);

#endif
