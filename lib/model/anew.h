/*
 * Which changes the server can't make in place: the object (or part) is dropped
 * and made again, and what depends on it must make way for that.
 */
#ifndef SM_MODEL_ANEW_H
#define SM_MODEL_ANEW_H

#include "model/plan.h"

/*
 * Is the MODIFY one that takes a DROP and a CREATE, on the plan's server?  old
 * and new_ are the whole objects of the change, for a part the table's.  False
 * for every other op, and where the dialect has a way of its own (SQLite).
 */
bool sm_made_anew(const struct sm_plan *, const struct sm_op *,
    const struct sm_object *old, const struct sm_object *new_);

/*
 * Is it an enum, a domain, ... that is made again behind the columns that hold
 * it: a new type takes the name, and every column is cast to it?  The old enum
 * is the one before the op's renamed_values.
 */
bool sm_type_made_anew(const struct sm_plan *, const struct sm_op *,
    const struct sm_object *old, const struct sm_object *new_);

#endif
