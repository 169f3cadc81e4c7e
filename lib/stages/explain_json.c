/*
 * The safety report, for machines: one object on one line.
 */
#include "base/json.h"
#include "stages/explain.h"

static void
add_notes(struct sm_buf *b, const struct sm_plan *p)
{
	const char *message;
	bool first = true;
	size_t i;

	sm_buf_adds(b, ",\"notes\":[");
	for (i = 0; i < p->others.n; i++) {
		message = sm_plan_note_message(p->arena, p->others.v[i]);
		if (message == NULL)
			continue;
		if (!first)
			sm_buf_addc(b, ',');
		first = false;
		sm_json_add_string(b, message);
	}
	sm_buf_addc(b, ']');
}

void
sm_explain_json(const struct sm_plan *p, struct sm_buf *b)
{
	struct sm_summary s = sm_summary(p);
	size_t i;

	sm_buf_addf(b, "{\"operations\":%zu,\"risk_counts\":{\"safe\":%zu,"
		       "\"caution\":%zu,\"danger\":%zu},\"not_judged\":%zu",
	    p->ops.n, s.risks[SM_SAFE], s.risks[SM_CAUTION],
	    s.risks[SM_DANGER], s.risks[SM_RISK_NONE]);
	sm_buf_adds(b, ",\"ops\":{");
	for (i = 0; i < s.ncounts; i++) {
		if (i > 0)
			sm_buf_addc(b, ',');
		sm_json_add_string(b, s.counts[i].op);
		sm_buf_addf(b, ":%zu", s.counts[i].n);
	}
	sm_buf_adds(b, "},\"worst\":");
	if (s.worst == SM_RISK_NONE)
		sm_buf_adds(b, "null");
	else
		sm_json_add_string(b, sm_risk_name(s.worst));
	/* Of an op that wasn't judged nobody knows. */
	sm_buf_addf(b, ",\"reversible\":%s", !s.reversible ? "false"
	        : s.risks[SM_RISK_NONE] > 0              ? "null"
	                                                 : "true");
	add_notes(b, p);
	sm_buf_adds(b, "}\n");
}
