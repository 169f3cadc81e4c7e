/*
 * A plan told to people: what, why, and what to do about it.
 */
#ifndef SM_STAGES_EXPLAIN_H
#define SM_STAGES_EXPLAIN_H

#include "base/buf.h"
#include "model/plan.h"

/* What all forms of the report say of a plan as a whole. */
struct sm_summary {
	size_t risks[SM_DANGER + 1]; /* ops by risk; [SM_RISK_NONE]: not judged */
	enum sm_risk worst;
	bool reversible;             /* of those judged: the way back of none
	                                fails to bring something back */
	struct sm_op_count {
		const char *op; /* "ADD_COLUMN" */
		size_t n;
	} *counts;                   /* by op, in bytewise order */
	size_t ncounts;
};
/* Count; the lists are in the plan's arena. */
struct sm_summary sm_summary(const struct sm_plan *);

/* An op's number for people: its step, or its place in a plan without steps. */
long sm_explain_number(const struct sm_plan *, size_t op);
/*
 * The numbers of the ops that the test picks, as "2, 3" (of many the first
 * ones, and how many more); NULL where it picks none.
 */
const char *sm_explain_list(const struct sm_plan *,
    bool (*picks)(const struct sm_op *));
bool sm_explain_is_danger(const struct sm_op *);
bool sm_explain_is_final(const struct sm_op *);
/* Does undoing it lose what came in since? */
bool sm_explain_is_lossy(const struct sm_op *);
/* What to do about an op; NULL where nothing needs doing. */
const char *sm_explain_advice(const struct sm_op *);
/* What a rename was taken for one by; NULL of other ops. */
const char *sm_explain_guess(struct sm_arena *, const struct sm_op *);

/* How a side is called: its label, else its source, else "old" or "new". */
const char *sm_side_name(const struct sm_plan *, bool new_side);

/*
 * What a DROP or an ADD that may be half of a rename carries: the other name and
 * the score, as a sentence; NULL where it carries nothing.
 */
const char *sm_maybe_rename(struct sm_arena *, const struct sm_op *);

/* Append the report for a terminal of so many columns. */
void sm_explain_text(const struct sm_plan *, int width, bool colour,
    struct sm_buf *);
/* Append the changelog, in Markdown. */
void sm_explain_markdown(const struct sm_plan *, struct sm_buf *);
/*
 * Append the safety report, one JSON object on a line: risk_counts (safe,
 * caution, danger), ops, worst, reversible, notes.
 */
void sm_explain_json(const struct sm_plan *, struct sm_buf *);

#endif
