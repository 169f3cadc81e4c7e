/*
 * How often each op occurred, in each form.
 */
#ifndef RT_COVERAGE_H
#define RT_COVERAGE_H

#include "plan.h"

struct coverage {
	SM_LIST(struct plan_form) ops, mutations;
	struct sm_arena *arena;
};

void coverage_op(struct coverage *, const char *form);
void coverage_mutation(struct coverage *, const char *name);
/* Print all; returns how many that must occur didn't. */
int coverage_print(const struct coverage *);

#endif
