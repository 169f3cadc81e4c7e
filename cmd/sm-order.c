/*
 * sm-order: put the ops of a plan into an order in which they can be applied.
 */
#include "cli.h"
#include "model/plan.h"
#include "stages/graph.h"

static bool
order(struct sm_plan *plan, struct sm_buf *out, void *ctx, int *status,
    struct sm_error *e)
{
	(void)ctx;
	(void)status;
	if (!sm_order(plan, e))
		return false;
	sm_plan_write(out, plan);
	return true;
}

int
main(int argc, char **argv)
{
	struct cli c = {
		.name = "sm-order",
		.synopsis = "[options] [PLAN...]",
		.purpose = "put a plan's operations in an order that works",
		.examples =
		    "  sm-diff old.ndjson new.ndjson | sm-renames | sm-risk |\n"
		    "      sm-order >plan.ndjson\n"
		    "  jq -r 'select(.step) | [.step, .op, .table // .name] |\n"
		    "      @tsv' plan.ndjson\n",
		.reads_stream = true,
	};

	cli_start(&c, argc, argv);
	return cli_end(&c, cli_each_plan(&c, order, NULL));
}
