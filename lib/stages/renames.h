/*
 * Which DROP and ADD belong together: pairs become renames.
 */
#ifndef SM_STAGES_RENAMES_H
#define SM_STAGES_RENAMES_H

#include "base/error.h"
#include "model/plan.h"

struct sm_renames_options {
	double column_threshold; /* 0..1; the seed's is 0.72 */
	double table_threshold;  /* 0..1; the seed's is 0.65 */
	/* room for a second scorer: a row of the table in renames.c */
	const char *scorer;      /* "seed" */
};

/*
 * Pair the DROPs and ADDs of the plan, compare renamed tables with their old
 * selves, and put what follows from it into the plan: renames, ops made anew,
 * maybe_renamed_to.  Strips what later stages had said, marks the stage.
 */
bool sm_renames(struct sm_plan *, const struct sm_renames_options *,
    struct sm_error *);

#endif
