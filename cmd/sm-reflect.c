/*
 * sm-reflect: a database, DDL or a saved snapshot as a snapshot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "cli.h"
#include "hold.h"
#include "sources/source.h"
#include "text/duration.h"

/* The tool, for what is said on the way. */
static struct cli *tool;

static void
say(const char *source, const char *message)
{
	cli_say(tool, "%s: %s", source, message);
}

static void
warn(const char *source, const char *message)
{
	cli_warn(tool, "%s: %s", source, message);
}

static void
versions(void)
{
	const char *last = "", *text;
	size_t i;

	/* One library may be behind two. */
	for (i = 0; sm_backends[i] != NULL; i++) {
		text = sm_backends[i]->version();
		if (strcmp(text, last) != 0)
			printf("%s\n", text);
		last = text;
	}
	if (i == 0)
		printf("no database built in\n");
}

/* The place of an operand that failed, among others that did not. */
static void
add_failure(struct sm_buf *out, const struct sm_source_options *o,
    const char *shown, const struct sm_error *e)
{
	const char *message = e->message != NULL ? e->message : "failed";
	struct sm_buf text = SM_BUF_INIT;

	if (e->input != NULL && strcmp(e->input, shown) != 0)
		sm_buf_addf(&text, "%s: ", e->input);
	if (e->line > 0 && e->column > 0)
		sm_buf_addf(&text, "line %ld, column %ld: ", e->line,
		    e->column);
	else if (e->line > 0)
		sm_buf_addf(&text, "line %ld: ", e->line);
	sm_buf_adds(&text, message);
	sm_buf_adds(out, "{\"record\":\"error\",\"label\":");
	sm_json_add_string(out, o->label != NULL ? o->label : shown);
	sm_buf_adds(out, ",\"message\":");
	sm_json_add_string(out, sm_buf_str(&text));
	sm_buf_adds(out, "}\n");
	sm_buf_free(&text);
}

/* One operand; false if it failed, and that was said. */
static bool
reflect(struct cli *c, const struct sm_source_options *o, const char *operand,
    bool alone, struct sm_buf *out)
{
	struct sm_error e = SM_ERROR_INIT;
	const char *shown;
	int failures = 0;

	if (sm_source_reflect(operand, o, out, &failures, &e))
		return failures == 0;
	shown = sm_printable_str(c->arena, sm_source_public(c->arena, operand));
	if (!alone)
		add_failure(out, o, shown, &e);
	cli_error(c, &e);
	return false;
}

static bool
check_operands(struct cli *c, const struct sm_strings *labels)
{
	int i, inputs = 0;

	for (i = 0; i < c->noperands; i++)
		inputs += strcmp(c->operands[i], "-") == 0;
	if (inputs > 1)
		cli_trouble(c, NULL, "standard input can be read only once");
	else if (labels->n > 0 && labels->n != (size_t)c->noperands)
		cli_trouble(c, "give as many as there are sources, in their "
			       "order",
		    "%zu label%s for %d source%s", labels->n,
		    labels->n == 1 ? "" : "s", c->noperands,
		    c->noperands == 1 ? "" : "s");
	else
		return true;
	return false;
}

/* What a snapshot's text goes to as soon as it is all in memory. */
struct output {
	struct cli *cli;
	bool lost; /* that was said */
};

static bool
drain(void *ctx, struct sm_buf *text)
{
	struct output *to = ctx;

	to->lost = to->lost || !cli_write(to->cli, text);
	return !to->lost;
}

static int
reflect_all(struct cli *c, struct sm_source_options *o,
    const struct sm_strings *labels)
{
	struct sm_buf out = SM_BUF_INIT;
	struct output to = {c, false};
	int i, status = CLI_DONE;

	o->drain = drain;
	o->drain_ctx = &to;
	for (i = 0; i < c->noperands; i++) {
		o->label = labels->n > 0 ? labels->v[i] : NULL;
		if (!reflect(c, o, c->operands[i], c->noperands == 1, &out))
			status = CLI_TROUBLE;
		if (!drain(&to, &out)) {
			status = CLI_TROUBLE;
			break;
		}
	}
	sm_buf_free(&out);
	return status;
}

/* A time-out from its text; exits 2 where it is none. */
static long
timeout(struct cli *c, const char *option, const char *text)
{
	long milliseconds;

	if (!sm_duration(text, &milliseconds)) {
		cli_trouble(c, "a number and a unit, e.g. 500ms, 10s, 2min; 0: "
			       "none", "--%s: not a span of time: %s", option,
		    text);
		exit(CLI_TROUBLE);
	}
	return milliseconds;
}

int
main(int argc, char **argv)
{
	static char standard[] = "-";
	static char *no_operand[] = {standard, NULL};
	struct sm_strings labels = {NULL, 0, 0};
	struct sm_source_options o = {.say = say, .warn = warn,
	    .hold = hold_signals, .release = release_signals};
	const char *lock = "10s", *statement = "5min";
	const struct cli_option options[] = {
		{"label", 0, "NAME", "a name for it (one for each source)",
		    NULL, NULL, &labels},
		{"stats", 0, NULL, "count rows and bytes too", &o.stats, NULL,
		    NULL},
		{"grants", 0, NULL, "read who may do what", &o.grants, NULL,
		    NULL},
		{"owners", 0, NULL, "read who owns what", &o.owners, NULL,
		    NULL},
		{"schema", 'n', "NAME", "only what is in that schema", NULL,
		    NULL, &o.schemas},
		{"table", 't', "GLOB", "only the tables and views that match",
		    NULL, NULL, &o.tables},
		{"exclude", 'x', "GLOB", "without those that match", NULL,
		    NULL, &o.exclude},
		{"all", 0, NULL, "migration tools' own tables too", &o.all,
		    NULL, NULL},
		{"scratch", 0, "URL", "a server to run the SQL on "
		    "(SM_SCRATCH_URL)", NULL, &o.scratch, NULL},
		{"scratch-here", 0, NULL, "even if it is one that is read",
		    &o.scratch_here, NULL, NULL},
		{"lock-timeout", 0, "TIME", "wait for a lock (10s)", NULL,
		    &lock, NULL},
		{"statement-timeout", 0, "TIME", "for each query (5min)", NULL,
		    &statement, NULL},
		{NULL, 0, NULL, NULL, NULL, NULL, NULL},
	};
	struct cli cli = {.name = "sm-reflect",
	    .synopsis = "[options] [SOURCE...]",
	    .purpose = "a database, DDL or a saved snapshot as a snapshot",
	    .examples =
	        "  sm-reflect app.db >app.ndjson       a SQLite file; also "
	        "sqlite:PATH, file:URI\n"
	        "  sm-reflect -d sqlite schema.sql     DDL, run in memory\n"
	        "  sm-reflect -d sqlite migrations/    a directory, in "
	        "version order\n"
	        "  sm-reflect postgresql://me@db/app   also service=NAME, "
	        "host=... dbname=...\n"
	        "  sm-reflect --scratch postgresql://localhost/postgres "
	        "schema.sql\n"
	        "  sm-reflect --stats -x 'tmp_*' app.db\n"
	        "  sm-reflect a.db b.db | sm-diff - model.ndjson\n",
	    .options = options,
	    .reads_stream = true,
	    .versions = versions};
	int i, status;

	tool = &cli;
	cli_start(&cli, argc, argv);
	if (cli.noperands == 0) {
		cli_waits(&cli);
		cli.operands = no_operand;
		cli.noperands = 1;
	}
	o.lock_timeout = timeout(&cli, "lock-timeout", lock);
	o.statement_timeout = timeout(&cli, "statement-timeout", statement);
	o.dialect = cli.dialect;
	o.partial = cli.partial;
	o.verbose = cli.verbose;
	for (i = 0; i < cli.noperands; i++)
		sm_strings_add(cli.arena, &o.reads, cli.operands[i]);
	status = check_operands(&cli, &labels)
	    ? reflect_all(&cli, &o, &labels) : CLI_TROUBLE;
	return cli_end(&cli, status);
}
