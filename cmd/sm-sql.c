/*
 * sm-sql: the SQL that does what a plan says.
 */
#include <string.h>

#include "cli.h"
#include "model/plan.h"
#include "stages/sql.h"
#include "text/duration.h"

/* The one plan on the input; anything more or less is refused. */
static bool
read_plan(const struct cli *c, struct sm_reader *r, struct sm_arena *a,
    struct sm_plan **plan, struct sm_error *e)
{
	struct sm_plan *more;

	if (!sm_plan_read(r, a, c->partial, plan, e))
		return false;
	if (*plan == NULL)
		return sm_error_set(e, "there is no plan");
	if ((*plan)->failure != NULL) {
		sm_error_at(e, sm_reader_name(r), sm_reader_line(r));
		return sm_error_set(e, "an earlier tool failed: %s",
		    (*plan)->failure);
	}
	if (!sm_plan_read(r, a, c->partial, &more, e))
		return false;
	if (more != NULL) {
		sm_error_at(e, sm_reader_name(r), sm_reader_line(r));
		sm_error_set(e, "more than one plan: sm-sql takes one");
		return sm_error_hint(e, "give each plan of the stream to an "
		    "sm-sql of its own");
	}
	if (c->dialect != NULL &&
	    strcmp(c->dialect, (*plan)->dialect->name) != 0) {
		sm_error_at(e, (*plan)->input, (*plan)->line);
		return sm_error_set(e, "the plan's dialect is %s, not %s",
		    (*plan)->dialect->name, c->dialect);
	}
	return true;
}

/* Name all that blocks, where there is more than the message itself names. */
static void
name_blocking(const struct cli *c, const struct sm_plan *plan,
    const struct sm_sql_options *o)
{
	size_t i, n = 0;

	for (i = 0; i < plan->ops.n; i++)
		n += sm_sql_blocks(plan->ops.v[i], o);
	for (i = 0; i < plan->ops.n && n > 1; i++) {
		const struct sm_op *op = plan->ops.v[i];
		const char *reason = o->down ? op->down_reason : op->reason;

		if (sm_sql_blocks(op, o))
			cli_trouble(c, NULL, "DANGER: %s (%s): %s",
			    sm_op_describe(plan->arena, op), op->id,
			    reason != NULL ? reason : "no reason given");
	}
}

static int
run(struct cli *c, const struct sm_sql_options *o)
{
	struct sm_error e = SM_ERROR_INIT;
	struct sm_buf out = SM_BUF_INIT;
	struct sm_arena *a = sm_arena_new();
	struct sm_plan *plan = NULL;
	struct sm_reader *r =
	    sm_reader_open(c->noperands > 0 ? c->operands[0] : "-", &e);
	int status = CLI_DONE;

	if (r == NULL || !read_plan(c, r, a, &plan, &e) ||
	    !sm_sql(plan, o, &out, &e)) {
		status = e.block ? CLI_FINDING : CLI_TROUBLE;
		if (e.block)
			name_blocking(c, plan, o);
		cli_error(c, &e);
	} else if (!cli_write(c, &out)) {
		status = CLI_TROUBLE;
	}
	sm_buf_free(&out);
	sm_reader_close(r);
	sm_arena_free(a);
	return status;
}

int
main(int argc, char **argv)
{
	struct sm_sql_options o = {.down = false};
	const char *lock = NULL;
	const struct cli_option options[] = {
		{.name = "down", .help = "the way back", .flag = &o.down},
		{.name = "allow-danger",
		    .help = "render operations that lose data, too",
		    .flag = &o.allow_danger},
		{.name = "lock-timeout", .arg = "TIME",
		    .help = "wait so long for a lock "
		            "(online: 3s)",
		    .value = &lock},
		{.name = NULL},
	};
	struct cli c = {
		.name = "sm-sql",
		.synopsis = "[options] [PLAN]",
		.purpose = "write the SQL that does what a plan says, or undoes "
		           "it",
		.examples =
		    "  sm-diff old.ndjson new.ndjson | sm-renames | sm-risk |"
		    " sm-order |\n"
		    "      tee plan.ndjson | sm-sql >up.sql\n"
		    "  sm-sql --down plan.ndjson >down.sql\n"
		    "  sqlite3 app.db <up.sql\n",
		.options = options,
		.reads_stream = true,
	};

	cli_start(&c, argc, argv);
	if (c.noperands == 0)
		cli_waits(&c);
	if (lock != NULL && !sm_duration(lock, &o.lock_timeout))
		return cli_end(&c, cli_trouble(&c,
		    "a number and a unit, e.g. 500ms, 3s, 2min; 0: none",
		    "--lock-timeout: not a span of time: %s", lock));
	o.has_lock_timeout = lock != NULL;
	if (c.noperands > 1)
		return cli_end(&c, cli_trouble(&c,
		    "give each plan to an sm-sql of its own",
		    "more than one plan: sm-sql takes one"));
	return cli_end(&c, run(&c, &o));
}
