/*
 * What leans on what a plan takes away for a while: an object that is made anew,
 * a column that gets another type, a key.  sm-diff makes pairs of it
 * (lean_pairs.c); a renderer learns which of the plan's own MODIFYs can't be
 * done in place for that reason.
 */
#ifndef SM_STAGES_LEAN_H
#define SM_STAGES_LEAN_H

#include "model/plan.h"

/* A thing that is taken away and comes back. */
struct sm_lean {
	const struct sm_change *change;
	enum sm_part part;         /* SM_PART_NONE: the object itself */
	void *old, *new_;          /* of a part, on either side */
	const char *name;          /* of the part; NULL: it has none */
	struct sm_strings because; /* the ops for whose sake */
	const struct sm_op *op;    /* the plan's own op on it; NULL: none, it is
	                              a pair that is to be made */
	bool queued;
};
struct sm_leans {
	struct sm_lean **v;
	size_t n, cap;
};

/*
 * Find all of them, in the plan's arena, by key.  What can't make way (a type
 * that columns hold) is left out, and the server refuses.  Ops that are one half
 * of a pair count as there.
 */
struct sm_leans sm_lean_find(struct sm_plan *);
/*
 * Make the pairs DROP_x, ADD_x of all that has no op of its own.  Pairs that are
 * there are made anew: to be called again whenever the ops have changed.  The
 * changes must be there.
 */
void sm_lean_pairs(struct sm_plan *);
/* Has the dialect anything to lean on? */
bool sm_lean_knows(const struct sm_dialect *);

#endif
