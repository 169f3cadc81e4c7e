/*
 * sm-risk: judge what each operation of a plan costs.
 */
#include "cli.h"
#include "model/plan.h"
#include "stages/risk.h"

struct judging {
	struct sm_risk_options options;
	enum sm_risk fail_on;
};

static bool
judge(struct sm_plan *plan, struct sm_buf *out, void *ctx, int *status,
    struct sm_error *e)
{
	const struct judging *j = ctx;
	size_t i;

	if (!sm_risk(plan, &j->options, e))
		return false;
	for (i = 0; i < plan->ops.n; i++)
		if (j->fail_on != SM_RISK_NONE &&
		    plan->ops.v[i]->risk >= j->fail_on)
			*status = CLI_FINDING;
	sm_plan_write(out, plan);
	return true;
}

static int
list_rules(struct cli *c)
{
	struct sm_buf out = SM_BUF_INIT;
	bool done;

	sm_risk_list_rules(&out);
	done = cli_write(c, &out);
	sm_buf_free(&out);
	return cli_end(c, done ? CLI_DONE : CLI_TROUBLE);
}

int
main(int argc, char **argv)
{
	const char *fail_on = NULL;
	bool list = false;
	struct judging j = {{NULL, false}, SM_RISK_NONE};
	const struct cli_option options[] = {
		{"fail-on", 0, "LEVEL",
		    "exit 1 at SAFE, CAUTION, DANGER or worse",
		    NULL, &fail_on, NULL},
		{"list-rules", 0, NULL, "write the catalogue of rules and exit",
		    &list, NULL, NULL},
		{"online", 0, NULL, "judge the forms that hold no long lock",
		    &j.options.online, NULL, NULL},
		{"server-version", 0, "VERSION",
		    "judge for this server, not the header's", NULL,
		    &j.options.server_version, NULL},
		{NULL, 0, NULL, NULL, NULL, NULL, NULL},
	};
	struct cli c = {
		.name = "sm-risk",
		.synopsis = "[options] [PLAN...]",
		.purpose = "judge what each operation of a plan costs",
		.examples =
		    "  sm-diff prod.ndjson new.ndjson | sm-renames | sm-risk\n"
		    "  sm-risk --fail-on DANGER plan.ndjson >/dev/null\n"
		    "  sm-risk --list-rules | jq -r .rule\n",
		.options = options,
		.reads_stream = true,
	};

	cli_start(&c, argc, argv);
	if (list)
		return list_rules(&c);
	if (fail_on && (j.fail_on = sm_risk_find(fail_on)) == SM_RISK_NONE)
		return cli_end(&c, cli_trouble(&c, NULL,
		    "--fail-on: \"%s\" is not SAFE, CAUTION or DANGER",
		    fail_on));
	return cli_end(&c, cli_each_plan(&c, judge, &j));
}
