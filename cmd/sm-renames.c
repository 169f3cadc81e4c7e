/*
 * sm-renames: DROP and ADD pairs that are renames become renames.
 */
#include <stdlib.h>

#include "cli.h"
#include "model/plan.h"
#include "stages/renames.h"

/* A threshold: where it may be set, and what it is if it isn't. */
struct threshold {
	const char *option, *variable;
	double value;
};

static double
threshold(const struct cli *c, const struct threshold *t, const char *given)
{
	const char *set = getenv(t->variable);

	if (given != NULL)
		return cli_fraction(c, t->option, given);
	if (set != NULL && *set != '\0')
		return cli_fraction(c, t->variable, set);
	return t->value;
}

static bool
work(struct sm_plan *plan, struct sm_buf *out, void *ctx, int *status,
    struct sm_error *e)
{
	(void)status;
	if (!sm_renames(plan, ctx, e))
		return false;
	sm_plan_write(out, plan);
	return true;
}

int
main(int argc, char **argv)
{
	static const struct threshold columns = {"--column-threshold",
	    "SMARTMIG_COL_RENAME_THRESHOLD", 0.72};
	static const struct threshold tables = {"--table-threshold",
	    "SMARTMIG_TABLE_RENAME_THRESHOLD", 0.65};
	struct sm_renames_options options = {.scorer = "seed"};
	const char *column_threshold = NULL, *table_threshold = NULL;
	const struct cli_option table[] = {
		{"column-threshold", 0, "N",
		    "least score of a renamed column (0.72)", NULL,
		    &column_threshold, NULL},
		{"table-threshold", 0, "N",
		    "least score of a renamed table (0.65)", NULL,
		    &table_threshold, NULL},
		{"scorer", 0, "NAME", "how pairs are scored: seed", NULL,
		    &options.scorer, NULL},
		{NULL, 0, NULL, NULL, NULL, NULL, NULL},
	};
	struct cli cli = {.name = "sm-renames",
	    .synopsis = "[options] [PLAN…]",
	    .purpose = "turn DROP and ADD pairs that belong together into "
	               "renames",
	    .examples =
	        "  sm-diff old.ndjson new.ndjson | sm-renames\n"
	        "  sm-renames --column-threshold 0.55 plan.ndjson\n"
	        "  sm-renames plan.ndjson | jq -c "
	        "'select(.maybe_renamed_to)'\n",
	    .options = table,
	    .reads_stream = true};
	int status;

	cli_start(&cli, argc, argv);
	options.column_threshold = threshold(&cli, &columns, column_threshold);
	options.table_threshold = threshold(&cli, &tables, table_threshold);
	status = cli_each_plan(&cli, work, &options);
	return cli_end(&cli, status);
}
