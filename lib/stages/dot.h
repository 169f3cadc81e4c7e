/*
 * A plan as a drawing: the ops are nodes, "must run before" is an arrow.
 */
#ifndef SM_STAGES_DOT_H
#define SM_STAGES_DOT_H

#include "base/buf.h"
#include "model/plan.h"
#include "stages/graph.h"

/* Append DOT: colour by risk, a cluster a table, an arrow a dependency. */
void sm_dot(struct sm_plan *, struct sm_buf *);
/* Append the same graph for a terminal of so many columns. */
void sm_dot_ascii(struct sm_plan *, int columns, bool colour, struct sm_buf *);

/*
 * For each op the indexes in plan->ops of those that it waits for: as sm-order
 * wrote them, or, in a plan that wasn't ordered, what the ops need.
 */
struct sm_edges *sm_dot_edges(struct sm_plan *);
/*
 * The op's table, by which ops are drawn together, under one name whatever the
 * plan renames; NULL of an op that has none.
 */
const char *sm_dot_cluster(struct sm_plan *, const struct sm_op *);
/*
 * The indexes of the ops, line by line: each behind what it waits for, unless
 * that is a cycle, and a table's ops together where they can be.
 */
size_t *sm_dot_lines(struct sm_plan *, const struct sm_edges *);
/* Printable text, cut to so many columns with an ellipsis. */
const char *sm_dot_cut(struct sm_arena *, const char *text, size_t columns);
/*
 * The sentence of an op, cut to so many columns with an ellipsis; within: of one
 * that stands under its table's name.
 */
const char *sm_dot_sentence(struct sm_arena *, const struct sm_op *,
    bool within, size_t columns);
/* Its number for people: the step, or its place in a plan without steps. */
long sm_dot_number(const struct sm_plan *, size_t op);

#endif
