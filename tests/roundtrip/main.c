/*
 * roundtrip: judge pairs of schemas, generated or written.
 *
 *	roundtrip -b DIR [-s SEED] [-n COUNT] [-m] [-f COUNT] [-R] [-k DIR]
 *	roundtrip -b DIR -p OLD.sql NEW.sql [-s SEED]
 *	roundtrip -b DIR -c CASE
 *
 * -b where the tools are; -n pairs to generate, from seed -s on; -m fail where
 * a form of an op is missing; -f give up after that many failures; -R don't
 * reduce a failing pair; -k keep what failed there; -p a pair of files, filled
 * with rows at random; -c a written case: old.sql, new.sql, and maybe rows.sql,
 * expect.sql and expect-down.sql (queries that answer 1 after up and down),
 * again.sql (OLD spelled another way), edit.jq (a change of the plan), ops (the
 * names of the plan's ops, one a line), fails or fails-down (the data doesn't
 * fit; nothing may change).
 *
 * Runs in the current directory and leaves its files there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coverage.h"
#include "pair.h"

struct options {
	struct tools tools;
	uint64_t seed;
	long count, failures;
	bool all_forms, no_reduce, files;
	const char *keep, *test_case;
};

static void
print_lines(const char *text, int most)
{
	const char *eol;

	for (; text != NULL && *text != '\0' && most-- > 0; text = eol + 1) {
		eol = strchr(text, '\n');
		if (eol == NULL) {
			printf("  %.1000s\n", text);
			return;
		}
		printf("  %.*s\n",
		    (int)(eol - text < 1000 ? eol - text : 1000), text);
	}
}

static void
keep_files(const struct options *o, uint64_t seed, const struct made *m)
{
	static const char *const files[] = {"before.db", "o.ndjson",
	    "n.ndjson", "plan.ndjson", "up.sql", "down.sql", "o.db",
	    "plan0.ndjson", "up0.sql", "n.db"};
	struct stat st;
	char path[4096];
	size_t i;

	if (o->keep == NULL)
		return;
	snprintf(path, sizeof path, "%s/%llu", o->keep,
	    (unsigned long long)seed);
	mkdir(path, 0777);
	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		if (stat(files[i], &st) != 0)
			continue;
		snprintf(path, sizeof path, "%s/%llu/%s", o->keep,
		    (unsigned long long)seed, files[i]);
		file_copy(files[i], path);
	}
	snprintf(path, sizeof path, "%s/%llu/old.sql", o->keep,
	    (unsigned long long)seed);
	file_write(path, m->pair.old_sql);
	snprintf(path, sizeof path, "%s/%llu/new.sql", o->keep,
	    (unsigned long long)seed);
	file_write(path, m->pair.new_sql);
}

static void
report(const struct options *o, uint64_t seed, const struct verdict *first)
{
	struct sm_arena *a = sm_arena_new();
	char *kind = sm_strdup(a, first->kind);
	struct recipe recipe;
	struct made m;
	struct verdict v;
	int i;

	recipe_init(&recipe, seed);
	if (!o->no_reduce)
		pair_reduce(&o->tools, &recipe, kind);
	pair_make(a, &recipe, &m);
	judge(a, &o->tools, &m.pair, &v);
	keep_files(o, seed, &m);
	printf("FAILED seed %llu: %s\n  again: roundtrip -b %s -s %llu -n 1\n",
	    (unsigned long long)seed, kind, o->tools.bin,
	    (unsigned long long)seed);
	for (i = 0; i < m.nmutations; i++)
		printf("  change: %s\n", m.mutation[i]->name);
	print_lines(v.kind != NULL ? v.text : first->text, 30);
	printf(" old:\n");
	print_lines(m.pair.old_sql, 40);
	printf(" new:\n");
	print_lines(m.pair.new_sql, 40);
	fflush(stdout);
	sm_arena_free(a);
}

static int
generated(const struct options *o)
{
	struct coverage c = {.arena = sm_arena_new()};
	long i, failed = 0, up = 0, down = 0, load = 0, ran = 0;
	int missing;

	for (i = 0; i < o->count && failed < o->failures; i++) {
		struct sm_arena *a = sm_arena_new();
		uint64_t seed = o->seed + (uint64_t)i;
		struct recipe recipe;
		struct made m;
		struct verdict v;
		size_t k;

		recipe_init(&recipe, seed);
		pair_make(a, &recipe, &m);
		judge(a, &o->tools, &m.pair, &v);
		for (k = 0; v.planned && k < v.plan.forms.n; k++)
			coverage_op(&c, v.plan.forms.v[k].form);
		for (k = 0; k < (size_t)m.nmutations; k++)
			coverage_mutation(&c, m.mutation[k]->name);
		ran++;
		up += v.failed_up;
		down += v.failed_down;
		if (v.kind != NULL && strcmp(v.kind, "load") == 0) {
			load++;
			printf("not a pair: seed %llu: %s\n",
			    (unsigned long long)seed, v.text);
		} else if (v.kind != NULL) {
			failed++;
			report(o, seed, &v);
		}
		sm_arena_free(a);
	}
	missing = coverage_print(&c);
	printf("%ld pairs from seed %llu, %ld failed; the data did not fit in "
	    "%ld, on the way back in %ld\n", ran, (unsigned long long)o->seed,
	    failed, up, down);
	sm_arena_free(c.arena);
	return failed > 0 || load * 20 > ran || (o->all_forms && missing > 0);
}

static char *
case_file(struct sm_arena *a, const char *dir, const char *name)
{
	return file_read(a, sm_sprintf(a, "%s/%s", dir, name));
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the plan's ops, sorted, a line each. */
static const char *
names_of_ops(struct sm_arena *a, const struct plan_summary *p)
{
	SM_LIST(const char *) names = {NULL, 0, 0};
	const char *all = "";
	size_t i;

	for (i = 0; i < p->forms.n; i++)
		if (strchr(p->forms.v[i].form, ' ') == NULL)
			*sm_push(a, &names) = p->forms.v[i].form;
	if (names.n > 1)
		qsort(names.v, names.n, sizeof *names.v, by_name);
	for (i = 0; i < names.n; i++)
		all = sm_sprintf(a, "%s%s\n", all, names.v[i]);
	return all;
}

static int
complain(const char *what, const char *text)
{
	printf("%s\n", what);
	print_lines(text, 40);
	return 1;
}

static int
written(const struct options *o)
{
	struct sm_arena *a = sm_arena_new();
	const char *dir = o->test_case, *ops = case_file(a, dir, "ops"), *got;
	bool fails = case_file(a, dir, "fails") != NULL,
	     fails_down = case_file(a, dir, "fails-down") != NULL;
	struct pair p = {.old_sql = case_file(a, dir, "old.sql"),
	    .new_sql = case_file(a, dir, "new.sql"),
	    .again_sql = case_file(a, dir, "again.sql"),
	    .rows_sql = case_file(a, dir, "rows.sql"),
	    .expect_sql = case_file(a, dir, "expect.sql"),
	    .down_sql = case_file(a, dir, "expect-down.sql"),
	    .edit_jq = case_file(a, dir, "edit.jq"), .seed = o->seed,
	    .extras = EXTRA_SHELL | EXTRA_SAME_BYTES | EXTRA_FROM_NOTHING};
	struct verdict v;
	int status = 0;

	if (p.old_sql == NULL || p.new_sql == NULL)
		return complain("no old.sql or new.sql", dir);
	judge(a, &o->tools, &p, &v);
	got = names_of_ops(a, &v.plan);
	if (v.kind != NULL)
		status = complain(v.kind, v.text);
	else if (v.failed_up != fails)
		status = complain(fails ? "up didn't fail" : "up failed",
		    v.why);
	else if (v.failed_down != fails_down)
		status = complain(fails_down ? "down didn't fail"
		                             : "down failed", v.why);
	else if (ops != NULL && strcmp(ops, got) != 0)
		status = complain("other ops", got);
	sm_arena_free(a);
	return status;
}

static int
files(const struct options *o, const char *old, const char *new)
{
	struct sm_arena *a = sm_arena_new();
	struct pair p = {.old_sql = file_read(a, old),
	    .new_sql = file_read(a, new), .seed = o->seed,
	    .extras = EXTRA_SHELL | EXTRA_FROM_NOTHING};
	struct verdict v;
	int status = 0;

	if (p.old_sql == NULL || p.new_sql == NULL)
		return complain("no such file", old);
	judge(a, &o->tools, &p, &v);
	if (v.kind != NULL)
		status = complain(v.kind, v.text);
	else if (v.failed_up || v.failed_down)
		printf("the data doesn't fit%s: %s\n",
		    v.failed_up ? "" : " on the way back", v.why);
	sm_arena_free(a);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = {.tools = {"build/bin"}, .seed = 1, .count = 1,
	    .failures = 5};
	int opt;

	while ((opt = getopt(argc, argv, "b:s:n:f:k:c:mRp")) != -1)
		switch (opt) {
		case 'b':
			o.tools.bin = optarg;
			break;
		case 's':
			o.seed = strtoull(optarg, NULL, 10);
			break;
		case 'n':
			o.count = atol(optarg);
			break;
		case 'f':
			o.failures = atol(optarg);
			break;
		case 'k':
			o.keep = optarg;
			break;
		case 'c':
			o.test_case = optarg;
			break;
		case 'm':
			o.all_forms = true;
			break;
		case 'R':
			o.no_reduce = true;
			break;
		case 'p':
			o.files = true;
			break;
		default:
			return 2;
		}
	if (o.test_case != NULL)
		return written(&o);
	if (o.files && argc - optind == 2)
		return files(&o, argv[optind], argv[optind + 1]);
	return generated(&o);
}
