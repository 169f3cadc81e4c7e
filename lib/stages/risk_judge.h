/*
 * Judging an op: which rules of the catalogue hold for it.
 */
#ifndef SM_STAGES_RISK_JUDGE_H
#define SM_STAGES_RISK_JUDGE_H

#include "stages/risk_rules.h"

/* A rule that holds for an op. */
struct sm_finding {
	const struct sm_risk_rule *rule;
	const struct sm_risk_impact *impact;
	enum sm_risk risk;
	size_t at; /* place in the catalogue */
	const char *list, *other; /* what its condition found */
	bool replaced;
};

/* What is said of an op: the findings, the decisive one first. */
struct sm_verdict {
	struct sm_finding *v;
	size_t n, cap;
};

struct sm_judge {
	struct sm_arena *arena;
	struct sm_risk_facts facts;
	struct sm_map by_op; /* name of an op -> its rules */
	const struct sm_risk_impact **impacts; /* by place in the catalogue */
};

/*
 * Make ready to judge the plan's ops as on a server of that version (NULL: the
 * dialect's assumed one).  Everything lives in the arena.
 */
void sm_judge_init(struct sm_judge *, struct sm_plan *, struct sm_arena *,
    const char *server);
/*
 * Judge op i of the plan.  The case is set up for it; the verdict's list is
 * emptied first and has one finding at least afterwards.
 */
void sm_judge_op(struct sm_judge *, size_t i, struct sm_risk_case *,
    struct sm_verdict *);
/* Is the op a part of a table that the same plan makes? */
bool sm_judge_is_on_new(const struct sm_risk_case *);

#endif
