/*
 * What must be in a database after a plan: the target schema, made by the
 * engine in memory, with the source's rows put into it one by one by the
 * engine, under the names that they had or were given.  Defaults, affinities,
 * generated values and refusals are thus the engine's own.
 */
#ifndef RT_EXPECT_H
#define RT_EXPECT_H

#include "database.h"
#include "plan.h"

enum outcome {
	MUST_WORK,
	MUST_FAIL, /* rows are there that the target refuses */
	MAY_FAIL   /* it can't be told: unchanged or right are both well */
};

struct expectation {
	sqlite3 *db; /* the target with its rows; closed by expect_close */
	const char *source; /* path of the database before */
	const struct plan_summary *plan;
	int down;
	enum outcome outcome;
	const char *why; /* it must fail */
	bool by_chance;  /* a random default may have kept rows out */
};

/*
 * source: a copy of the database before; schema: the SQL of the target; down:
 * which way the plan's renames are read.
 */
void expect_make(struct sm_arena *, struct expectation *, const char *source,
    const char *schema, const struct plan_summary *, int down);
/* Compare the result with it; NULL: it is as it must be. */
const char *expect_compare(struct sm_arena *, const struct expectation *,
    sqlite3 *result);
void expect_close(struct expectation *);

#endif
