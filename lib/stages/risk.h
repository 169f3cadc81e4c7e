/*
 * What each op costs, on the way and on the way back: rules as data
 * (risk_rules.c), each with its condition, level, reason and suggestion.
 */
#ifndef SM_STAGES_RISK_H
#define SM_STAGES_RISK_H

#include "base/buf.h"
#include "base/error.h"
#include "model/plan.h"

struct sm_risk_options {
	const char *server_version; /* judge for this one; NULL: the header's */
	bool online;
};

/*
 * Judge every op of the plan: risk, reason, suggestion, category, rules, down,
 * reversible, transactional go into struct and text; the stage is marked.
 */
bool sm_risk(struct sm_plan *, const struct sm_risk_options *,
    struct sm_error *);

/* Append the catalogue as NDJSON, a rule a line. */
void sm_risk_list_rules(struct sm_buf *);

#endif
