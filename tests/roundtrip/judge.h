/*
 * The judgement of one pair of schemas.
 */
#ifndef RT_JUDGE_H
#define RT_JUDGE_H

#include "plan.h"
#include "random.h"
#include "tools.h"

enum {
	EXTRA_SAME_BYTES = 1, /* two runs give the same bytes */
	EXTRA_FROM_NOTHING = 2, /* /dev/null to OLD, applied, is OLD */
	EXTRA_SHELL = 4, /* apply with the sqlite3 shell, not in the process */
	EXTRA_ONE_LESS = 8 /* an op taken out of the plan */
};

struct pair {
	const char *old_sql, *new_sql;
	const char *again_sql; /* OLD spelled another way; NULL: none */
	const char *rows_sql;  /* NULL: filled at random from the seed */
	const char *expect_sql, *down_sql; /* queries that must each answer 1 */
	const char *edit_jq;   /* a filter for the plan, ahead of sm-risk */
	bool bare;             /* nothing is filled in */
	uint64_t seed;
	unsigned extras;
	/* What the plan must hold (struct rt_mutation); NULL: anything. */
	const char *want_op, *want_change;
};

struct verdict {
	const char *kind; /* NULL: it is well; "load": the pair is none */
	const char *text; /* what is wrong */
	struct plan_summary plan;
	bool refused;     /* sm-sql said that it can't, as it may */
	bool planned;     /* `plan` is there */
	bool failed_up, failed_down; /* the data didn't fit: nothing changed */
	const char *why;  /* they couldn't fit */
};

/* Judge in the current directory, leaving all files there. */
void judge(struct sm_arena *, const struct tools *, const struct pair *,
    struct verdict *);

#endif
