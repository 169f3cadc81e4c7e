/*
 * A plan as a drawing.
 */
#ifndef SM_STAGES_DOT_H
#define SM_STAGES_DOT_H

#include "base/buf.h"
#include "model/plan.h"

/* Append DOT: colour by risk, a cluster a table, an arrow a dependency. */
void sm_dot(struct sm_plan *, struct sm_buf *);
/* Append the same graph for a terminal of so many columns. */
void sm_dot_ascii(struct sm_plan *, int columns, bool colour, struct sm_buf *);

#endif
