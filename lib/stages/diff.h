/*
 * What differs between two snapshots: changes and ops.
 */
#ifndef SM_STAGES_DIFF_H
#define SM_STAGES_DIFF_H

#include "base/error.h"
#include "model/plan.h"
#include "model/schema.h"

/*
 * Compare the snapshots into a new plan in old's arena.  Only what both scopes
 * cover is compared; what is not gets a note.  False with the error set if they
 * can't be compared (two dialects).
 */
bool sm_diff(const struct sm_snapshot *old, const struct sm_snapshot *new_,
    const struct sm_compare *, struct sm_plan **out, struct sm_error *);

/*
 * The ops that lead from one object to the other, added to the plan's ops: old
 * NULL adds, new_ NULL drops.  Both sides under the same names: renames have been
 * applied to old (model/rename.h).  For sm_diff and sm-renames alike.
 */
void sm_diff_object(struct sm_plan *, const struct sm_object *old,
    const struct sm_object *new_);

#endif
