/*
 * What differs between two snapshots: changes and ops.
 */
#ifndef SM_STAGES_DIFF_H
#define SM_STAGES_DIFF_H

#include "base/error.h"
#include "model/plan.h"
#include "model/schema.h"

/*
 * Compare the snapshots into a new plan in the arena, which refers to both:
 * they must live as long.  Only what both scopes cover is compared; what is not
 * gets a note.  False with the error set if they can't be compared (two
 * dialects).
 */
bool sm_diff(struct sm_arena *, const struct sm_snapshot *old,
    const struct sm_snapshot *new_, const struct sm_compare *,
    struct sm_plan **out, struct sm_error *);

/*
 * The ops that lead from one object to the other, added to the plan's ops: old
 * NULL adds, new_ NULL drops.  Both sides under the same names: renames have
 * been applied to old (model/rename.h).  For sm_diff and sm-renames alike.
 */
void sm_diff_object(struct sm_plan *, const struct sm_object *old,
    const struct sm_object *new_);

/*
 * Is the word one that may stand in `changes` of some op (sm-diff --ignore)?
 * "options" stands for all options of a table.
 */
bool sm_diff_word_known(const char *word);
/* All of them, sorted, as "collation, columns, …": for messages. */
const char *sm_diff_words(struct sm_arena *);

#endif
