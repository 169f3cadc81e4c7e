/*
 * sm-diff: what differs between two snapshots, as a plan.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/stream.h"
#include "base/utf8.h"
#include "cli.h"
#include "model/pairs.h"
#include "stages/diff.h"
#include "text/operand.h"

/* Of the operands, in messages. */
static const char *const names[] = {"OLD", "NEW"};

struct run {
	struct cli *cli;
	struct sm_compare compare;
	bool exit_code;
	int status;
	struct sm_error e;
};

static void
find(struct run *run, int status)
{
	if (status > run->status)
		run->status = status;
}

/* Databases and DDL are sm-reflect's to read. */
static bool
is_source(const char *path)
{
	size_t len = strlen(path);
	char start[16] = "";
	struct stat st;
	FILE *f;

	if (stat(path, &st) != 0)
		return sm_operand_dialect(path) != NULL;
	if (len > 4 && strcmp(path + len - 4, ".sql") == 0)
		return true;
	if (S_ISDIR(st.st_mode))
		return true;
	if (!S_ISREG(st.st_mode) || (f = fopen(path, "rb")) == NULL)
		return false;
	len = fread(start, 1, sizeof start, f);
	fclose(f);
	return len == sizeof start && memcmp(start, "SQLite format 3", 16) == 0;
}

static bool
open_side(struct run *run, int operand, struct sm_pairs_side *s)
{
	const char *path = run->cli->operands[operand];

	if (strcmp(path, "/dev/null") == 0)
		return true;
	if (is_source(path)) {
		sm_error_at(&run->e, path, 0);
		sm_error_set(&run->e, "%s is no snapshot but a source of one",
		    names[operand]);
		return sm_error_hint(&run->e,
		    "sm-reflect reads it: sm-diff <(sm-reflect OLD) "
		    "<(sm-reflect -d sqlite NEW.sql)");
	}
	s->reader = sm_reader_open(path, &run->e);
	return s->reader != NULL;
}

/* Where one of many can't be compared, the others are. */
static bool
report(struct run *run, const struct sm_snapshot *s)
{
	struct sm_buf out = SM_BUF_INIT;
	bool done;

	sm_buf_adds(&out, "{\"record\":\"error\",\"label\":");
	sm_json_add_string(&out, s->label != NULL ? s->label
	        : s->source != NULL               ? s->source
	                                          : s->input);
	sm_buf_adds(&out, ",\"message\":");
	sm_json_add_string(&out, run->e.message);
	sm_buf_adds(&out, "}\n");
	done = cli_write(run->cli, &out);
	sm_buf_free(&out);
	cli_error(run->cli, &run->e);
	find(run, CLI_TROUBLE);
	return done;
}

static bool
write_plan(struct run *run, const struct sm_plan *plan)
{
	struct sm_buf out = SM_BUF_INIT;
	bool done;

	sm_plan_write(&out, plan);
	done = cli_write(run->cli, &out);
	sm_buf_free(&out);
	if (plan->ops.n > 0 && run->exit_code)
		find(run, CLI_FINDING);
	cli_say(run->cli, "%s: %zu operations, %zu objects",
	    plan->old.label != NULL        ? plan->old.label
	        : plan->old.source != NULL ? plan->old.source
	                                   : "OLD",
	    plan->ops.n, plan->changes.n);
	return done;
}

/* -d: what both sides must be. */
static bool
check_dialect(struct run *run, int operand, const struct sm_snapshot *s)
{
	const char *want = run->cli->dialect;

	if (want == NULL || s == NULL || strcmp(s->dialect->name, want) == 0)
		return true;
	sm_error_at(&run->e, s->input, 0);
	return sm_error_set(&run->e, "%s is %s, not %s as -d says",
	    names[operand], s->dialect->title, sm_dialect_find(want)->title);
}

/* A name with a slip in it would be compared as equal. */
static void
warn_of_idle(const struct run *run, const struct sm_snapshot *x,
    const struct sm_snapshot *y)
{
	const char *glob = sm_globs_idle(&run->compare.tables, x->dialect,
	    &x->objects, &y->objects);

	if (glob != NULL)
		cli_warn(run->cli, "-t %s matches nothing in OLD or NEW", glob);
}

static bool
compare(struct run *run, const struct sm_pairs *p)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_snapshot *x = p->old.now, *y = p->new_.now;
	struct sm_plan *plan;
	bool done;

	if (x == NULL)
		x = sm_snapshot_empty(a, y);
	else if (y == NULL)
		y = sm_snapshot_empty(a, x);
	warn_of_idle(run, x, y);
	if (check_dialect(run, 0, p->old.now) &&
	    check_dialect(run, 1, p->new_.now) &&
	    sm_diff(a, x, y, &run->compare, &plan, &run->e))
		done = write_plan(run, plan);
	else
		done = p->many != NULL && report(run, p->many->now);
	sm_arena_free(a);
	return done;
}

static void
compare_all(struct run *run, struct sm_pairs *p)
{
	struct sm_buf failures = SM_BUF_INIT;
	bool more = true;

	while (more) {
		if (!sm_pairs_next(p, run->cli->partial, &failures, &more,
		        &run->e))
			more = false;
		if (failures.len > 0)
			find(run, CLI_TROUBLE);
		if (!cli_write(run->cli, &failures) ||
		    (more && !compare(run, p)))
			break;
	}
	sm_buf_free(&failures);
}

/* --ignore a,b --ignore c: the words, each of which must be one. */
static bool
read_words(struct run *run, const struct sm_strings *values)
{
	struct sm_arena *a = run->cli->arena;
	const char *p, *word;
	size_t i, len;

	for (i = 0; i < values->n; i++) {
		for (p = values->v[i]; *p != '\0'; p += len + (p[len] == ',')) {
			len = strcspn(p, ",");
			word = sm_memdup(a, p, len);
			if (sm_strings_has(&run->compare.ignore, word))
				continue;
			if (!sm_diff_word_known(word)) {
				cli_trouble(run->cli,
				    sm_sprintf(a, "the words are those of "
						  "\"changes\": %s",
				        sm_diff_words(a)),
				    "--ignore: no difference is called \"%s\"",
				    word);
				return false;
			}
			sm_strings_add(a, &run->compare.ignore, word);
		}
	}
	return true;
}

static bool
check_operands(struct cli *c)
{
	const char *hint = "sm-diff OLD NEW; one of the two may be - for "
			   "standard input";

	if (c->noperands != 2)
		cli_trouble(c, hint, "%d operand%s where OLD and NEW are "
				     "expected",
		    c->noperands, c->noperands == 1 ? "" : "s");
	else if (strcmp(c->operands[0], "-") == 0 &&
	    strcmp(c->operands[1], "-") == 0)
		cli_trouble(c, hint, "OLD and NEW can't both be standard "
				     "input");
	else if (strcmp(c->operands[0], "/dev/null") == 0 &&
	    strcmp(c->operands[1], "/dev/null") == 0)
		cli_trouble(c, "/dev/null is the empty schema in the other "
			       "side's dialect",
		    "OLD and NEW are both /dev/null");
	else
		return true;
	return false;
}

static void
work(struct run *run)
{
	struct sm_pairs pairs = {.started = false};

	if (open_side(run, 0, &pairs.old) && open_side(run, 1, &pairs.new_))
		compare_all(run, &pairs);
	if (run->e.message != NULL) {
		cli_error(run->cli, &run->e);
		find(run, CLI_TROUBLE);
	}
	sm_pairs_close(&pairs);
}

int
main(int argc, char **argv)
{
	struct sm_strings ignore = {NULL, 0, 0};
	struct run run = {.e = SM_ERROR_INIT};
	const struct cli_option options[] = {
		{"exit-code", 0, NULL, "exit 1 if there is a difference",
		    &run.exit_code, NULL, NULL},
		{"ignore", 0, "WORDS",
		    "differences not to report: comment,position,…", NULL,
		    NULL, &ignore},
		{"table", 't', "GLOB", "compare only the tables that match",
		    NULL, NULL, &run.compare.tables},
		{"exclude", 'x', "GLOB", "leave out the tables that match",
		    NULL, NULL, &run.compare.exclude},
		{"column-order", 0, NULL, "the order of columns counts",
		    &run.compare.column_order, NULL, NULL},
		{NULL, 0, NULL, NULL, NULL, NULL, NULL},
	};
	struct cli cli = {.name = "sm-diff",
	    .synopsis = "[options] OLD NEW",
	    .purpose = "what differs between two snapshots, as a plan",
	    .examples =
	        "  sm-diff <(sm-reflect app.db) "
	        "<(sm-reflect -d sqlite schema.sql)\n"
	        "  sm-diff --exit-code old.ndjson new.ndjson >plan.ndjson\n"
	        "  sm-reflect *.db | sm-diff - model.ndjson  "
	        "# each with the one\n",
	    .options = options,
	    .reads_stream = true};

	run.cli = &cli;
	cli_start(&cli, argc, argv);
	if (!check_operands(&cli) || !read_words(&run, &ignore))
		return cli_end(&cli, CLI_TROUBLE);
	work(&run);
	return cli_end(&cli, run.status);
}
