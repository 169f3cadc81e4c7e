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
#include "model/snapshot.h"
#include "stages/diff.h"
#include "text/operand.h"

/* An operand: a stream of snapshots, or nothing at all. */
struct side {
	const char *name, *path;
	struct sm_reader *reader; /* NULL: /dev/null */
	struct sm_arena *arena;   /* of the segment read ahead */
	struct sm_snapshot *next; /* read ahead; NULL: no more */
	struct sm_buf failures;   /* error records that stood before it */
	struct sm_arena *kept_arena;
	struct sm_snapshot *kept;
};

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
open_side(struct run *run, struct side *s)
{
	if (strcmp(s->path, "/dev/null") == 0)
		return true;
	if (is_source(s->path)) {
		sm_error_set(&run->e, "%s is no snapshot but a source of one",
		    s->name);
		return sm_error_hint(&run->e,
		    "sm-reflect reads it: sm-diff <(sm-reflect OLD) "
		    "<(sm-reflect -d sqlite NEW.sql)");
	}
	s->reader = sm_reader_open(s->path, &run->e);
	return s->reader != NULL;
}

/* Read the next snapshot ahead. */
static bool
read_ahead(struct run *run, struct side *s)
{
	s->next = NULL;
	while (s->reader != NULL) {
		sm_arena_free(s->arena);
		s->arena = sm_arena_new();
		if (!sm_snapshot_read(s->reader, s->arena, run->cli->partial,
		        &s->next, &run->e))
			return false;
		if (s->next == NULL || s->next->failure == NULL)
			return true;
		sm_buf_addf(&s->failures, "%s\n", s->next->failure);
		find(run, CLI_TROUBLE);
	}
	return true;
}

/*
 * The snapshot read ahead becomes the one at hand; the one before is freed.
 * What failed in between is passed on.
 */
static bool
keep(struct run *run, struct side *s)
{
	sm_arena_free(s->kept_arena);
	s->kept_arena = s->arena;
	s->kept = s->next;
	s->arena = NULL;
	s->next = NULL;
	return cli_write(run->cli, &s->failures);
}

/* Where one of many can't be compared, the others are. */
static bool
report(struct run *run, const struct side *many)
{
	struct sm_buf out = SM_BUF_INIT;
	const struct sm_snapshot *s = many->kept;
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
check_dialect(struct run *run, const struct side *s)
{
	const char *want = run->cli->dialect;

	if (want == NULL || s->kept == NULL ||
	    strcmp(s->kept->dialect->name, want) == 0)
		return true;
	sm_error_at(&run->e, s->kept->input, 0);
	return sm_error_set(&run->e, "%s is %s, not %s as -d says", s->name,
	    s->kept->dialect->title, sm_dialect_find(want)->title);
}

/* Compare what the two sides have at hand; many: NULL where there is one. */
static bool
compare(struct run *run, const struct side *old, const struct side *new_,
    const struct side *many)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_snapshot *x = old->kept, *y = new_->kept;
	struct sm_plan *plan;
	bool done;

	if (x == NULL)
		x = sm_snapshot_empty(a, y);
	else if (y == NULL)
		y = sm_snapshot_empty(a, x);
	if (check_dialect(run, old) && check_dialect(run, new_) &&
	    sm_diff(a, x, y, &run->compare, &plan, &run->e))
		done = write_plan(run, plan);
	else
		done = many != NULL && report(run, many);
	sm_arena_free(a);
	return done;
}

/* Is there a snapshot at hand on the side, as far as it needs one? */
static bool
has_some(const struct side *s)
{
	return s->kept != NULL || s->reader == NULL;
}

static bool
compare_all(struct run *run, struct side *old, struct side *new_)
{
	struct side *sides[2] = {new_, old}, *many = NULL;
	size_t i;

	/* Of a side that has many, no more than two are held at a time. */
	for (i = 0; i < 2; i++) {
		if (!read_ahead(run, sides[i]) || !keep(run, sides[i]) ||
		    !read_ahead(run, sides[i]))
			return false;
		if (sides[i]->next == NULL)
			continue;
		if (many != NULL) {
			sm_error_set(&run->e, "both OLD and NEW hold more "
					      "than one snapshot");
			return sm_error_hint(&run->e, "one of the two may hold "
						      "many, the other one");
		}
		many = sides[i];
	}
	/* Where all of a side failed, that has been passed on. */
	while (has_some(old) && has_some(new_)) {
		if (!compare(run, old, new_, many))
			return false;
		if (many == NULL)
			break;
		if (many->next == NULL && !read_ahead(run, many))
			return false;
		if (many->next == NULL)
			break;
		if (!keep(run, many))
			return false;
	}
	return cli_write(run->cli, &old->failures) &&
	    cli_write(run->cli, &new_->failures);
}

static void
close_side(struct side *s)
{
	sm_reader_close(s->reader);
	sm_arena_free(s->arena);
	sm_arena_free(s->kept_arena);
	sm_buf_free(&s->failures);
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
	struct side old = {.name = "OLD", .path = run->cli->operands[0],
	    .failures = SM_BUF_INIT};
	struct side new_ = {.name = "NEW", .path = run->cli->operands[1],
	    .failures = SM_BUF_INIT};
	struct side *at = &old;

	if (open_side(run, &old) && open_side(run, (at = &new_)))
		compare_all(run, &old, &new_);
	if (run->e.message != NULL) {
		if (old.reader == NULL || new_.reader == NULL)
			sm_error_at(&run->e, at->path, 0);
		cli_error(run->cli, &run->e);
		find(run, CLI_TROUBLE);
	}
	close_side(&old);
	close_side(&new_);
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
