/*
 * Which objects a plan must carry, so that no later stage needs the snapshots.
 */
#ifndef SM_STAGES_DIFF_CLOSURE_H
#define SM_STAGES_DIFF_CLOSURE_H

#include "model/plan.h"

/* An object on both sides, or on one. */
struct sm_diff_both {
	struct sm_object *old, *new_;
	bool touched; /* an op is about it, or about a part of it */
};
struct sm_diff_boths {
	struct sm_diff_both *v; /* sorted by key */
	size_t n, cap;
};

/*
 * Add to the plan, if it has ops, the changes of all objects that are touched,
 * of whatever depends on them (by needs or foreign key, transitively), of the
 * tables that their foreign keys refer to or that they are on, and of what was
 * unreadable.  Linear in the sizes of the objects.
 */
void sm_diff_closure(struct sm_plan *, const struct sm_diff_boths *);

#endif
