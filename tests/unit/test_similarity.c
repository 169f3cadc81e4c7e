/*
 * Likeness of names against numbers from Python's difflib, and pairing with all
 * its shortcuts against pairing without any.
 *
 * With the argument - it reads pairs (a, tab, b) and prints the ratio of each, so
 * that a test can hold it against the difflib that is installed.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "model/schema.h"
#include "ratios.h"
#include "stages/renames_match.h"
#include "stages/renames_score.h"
#include "stages/similarity.h"
#include "tap.h"

#define NRATIOS (sizeof ratios / sizeof ratios[0])

/* Equal to the last bit. */
static bool
equal(double x, double y)
{
	return memcmp(&x, &y, sizeof x) == 0;
}

static void
test_stored(void)
{
	size_t i, wrong = 0, low = 0;

	for (i = 0; i < NRATIOS; i++) {
		double want = ratios[i].total == 0 ? 1.0
		    : 2.0 * ratios[i].matches / ratios[i].total;
		struct sm_arena *arena = sm_arena_new();
		struct sm_prepared a, b;

		if (!equal(sm_name_ratio(ratios[i].a, ratios[i].b), want)) {
			printf("# %s %s: not %.17g\n", ratios[i].a, ratios[i].b,
			    want);
			wrong++;
		}
		sm_prepare_name(arena, ratios[i].a, &a);
		sm_prepare_name(arena, ratios[i].b, &b);
		if (sm_length_bound(&a, &b) < want ||
		    sm_letters_bound(&a, &b) < want ||
		    sm_letters_bound(&a, &b) > sm_length_bound(&a, &b))
			low++;
		sm_arena_free(arena);
	}
	is_int((long long)wrong, 0, "%zu ratios as difflib has them", NRATIOS);
	is_int((long long)low, 0, "no bound is below its ratio");
}

static void
test_by_hand(void)
{
	ok(equal(sm_name_ratio("price", "cost"), 2.0 / 9), "price and cost");
	ok(equal(sm_ratio("", ""), 1), "two empty names");
	ok(equal(sm_ratio("", "a"), 0), "one empty name");
	ok(equal(sm_name_ratio("UserName", "username"), 1), "ASCII case");
	ok(equal(sm_ratio("UserName", "username"), 0.75), "not by sm_ratio");
	ok(equal(sm_name_ratio("\xc3\x84", "\xc3\xa4"), 0), "no other case");
	ok(!equal(sm_ratio("tide", "diet"), sm_ratio("diet", "tide")),
	    "the order counts");
	ok(equal(sm_ratio("\xff\xfe", "\xff"), 2.0 / 3), "invalid bytes");
	ok(equal(sm_jaccard(2, 3, 4), 0.4), "jaccard");
	ok(equal(sm_jaccard(0, 0, 0), 1), "jaccard of nothing");
}

/* 10,000 characters, of which n different ones. */
static char *
long_name(unsigned n, unsigned seed)
{
	char *s = malloc(10001);
	size_t i;

	for (i = 0; i < 10000; i++) {
		seed = seed * 1103515245u + 12345u;
		s[i] = (char)('a' + (seed >> 16) % n);
	}
	s[10000] = '\0';
	return s;
}

static void
test_long(void)
{
	char *a = long_name(1, 1), *b = long_name(26, 2), *c = long_name(2, 3);

	ok(equal(sm_ratio(a, a), 1), "10 KB of one letter");
	ok(equal(sm_ratio(b, b), 1), "10 KB of many");
	ok(sm_ratio(b, c) > 0, "10 KB against 10 KB");
	free(a);
	free(b);
	free(c);
}

/* A table of scores, to be paired in both ways. */
struct grid {
	size_t nold, nnew;
	double score[64][64];
	size_t asked;
};

static double
grid_score(void *ctx, size_t i, size_t k, double least)
{
	struct grid *g = ctx;

	g->asked++;
	return g->score[i][k] < least ? -1 : g->score[i][k];
}

/* All pairs, best first, then by old and new ordinal: as the definition is. */
static void
plain_greedy(const struct sm_match *m, double threshold, size_t *of_old)
{
	bool gone[512] = {false};
	size_t i, k, at, other;
	double best, s;

	for (i = 0; i < m->nold; i++)
		of_old[i] = SM_NO_MATCH;
	for (;;) {
		best = threshold;
		at = SM_NO_MATCH;
		other = 0;
		for (i = 0; i < m->nold; i++) {
			size_t list[512];

			if (m->candidates != NULL)
				m->candidates(m->ctx, i, list);
			for (k = 0; k < m->nnew && of_old[i] == SM_NO_MATCH;
			     k++) {
				if (gone[k])
					continue;
				s = m->score(m->ctx, i, k, -1);
				if (s > best ||
				    (at == SM_NO_MATCH && s >= best)) {
					best = s;
					at = i;
					other = k;
				}
			}
		}
		if (at == SM_NO_MATCH)
			return;
		of_old[at] = other;
		gone[other] = true;
	}
}

static bool
same_pairs(const struct sm_match *m, double threshold)
{
	struct sm_arena *arena = sm_arena_new();
	struct sm_partners found;
	size_t want[512], i;
	bool same = true;

	plain_greedy(m, threshold, want);
	sm_match_greedy(arena, m, threshold, &found);
	for (i = 0; i < m->nold; i++)
		same = same && want[i] == found.of_old[i] &&
		    (want[i] == SM_NO_MATCH || found.of_new[want[i]] == i);
	sm_arena_free(arena);
	return same;
}

static void
test_greedy(void)
{
	static struct grid g;
	struct sm_match m = {0, 0, &g, NULL, grid_score};
	size_t round, i, k, wrong = 0;

	srand(1);
	for (round = 0; round < 300; round++) {
		m.nold = (size_t)rand() % 20;
		m.nnew = (size_t)rand() % 20;
		for (i = 0; i < m.nold; i++)
			for (k = 0; k < m.nnew; k++) /* few values: many ties */
				g.score[i][k] = (double)(rand() % 6) / 5;
		wrong += !same_pairs(&m, (double)(rand() % 6) / 5);
	}
	is_int((long long)wrong, 0, "the heap pairs as the definition does");
}

static void
test_best(void)
{
	static struct grid g = {2, 3, {{0.1, 0.5, 0.5}, {0.2, 0.6, 0.3}}, 0};
	struct sm_match m = {2, 3, &g, NULL, grid_score};
	struct sm_arena *arena = sm_arena_new();
	struct sm_partners p;

	sm_match_best(arena, &m, 0.2, &p);
	is_int((long long)p.of_old[0], 1, "of two equal ones the first");
	is_int((long long)p.of_old[1], 1, "not one to one");
	is_int((long long)p.of_new[1], 1, "the other side's own best");
	is_int((long long)p.of_new[0], 1, "a score of just the floor");
	sm_match_best(arena, &m, 0.7, &p);
	ok(p.of_old[0] == SM_NO_MATCH && p.of_new[2] == SM_NO_MATCH,
	    "none below the floor");
	sm_arena_free(arena);
}

static const char *const words[] = {"id", "user", "name", "email", "created_at",
    "order", "price", "Total", "is_active", "addr", "city", "zip"};
#define NWORDS (sizeof words / sizeof words[0])

static const char *
random_name(struct sm_arena *arena)
{
	const char *a = words[(size_t)rand() % NWORDS];
	const char *b = words[(size_t)rand() % NWORDS];

	return rand() % 3 == 0 ? a : sm_sprintf(arena, "%s_%s", a, b);
}

static struct sm_object *
random_table(struct sm_arena *arena)
{
	struct sm_object *o = sm_object_new(arena, "table");
	size_t n = (size_t)rand() % 8, i;
	const char *name;

	o->name = sm_sprintf(arena, "%s%d", random_name(arena), rand() % 3);
	for (i = 0; i < n; i++) {
		name = random_name(arena);
		if (sm_object_column(o, sm_dialect_get(SM_SQLITE), name) != NULL)
			continue;
		sm_push(arena, &o->columns)->name = name;
	}
	return o;
}

static void
test_tables(void)
{
	const struct sm_rename_scorer *seed = sm_rename_scorer("seed");
	size_t round, i, wrong = 0;

	srand(2);
	for (round = 0; round < 200; round++) {
		struct sm_arena *arena = sm_arena_new();
		struct sm_table_pairing p = {
		    .dialect = sm_dialect_get(SM_SQLITE)};
		struct sm_match m = {0, 0, &p, sm_pairing_candidates,
		    seed->table};

		m.nold = (size_t)rand() % 12;
		m.nnew = (size_t)rand() % 12;
		for (i = 0; i < m.nold; i++)
			sm_pairing_add_table(arena, &p.old,
			    random_table(arena), NULL);
		for (i = 0; i < m.nnew; i++)
			sm_pairing_add_table(arena, &p.new_,
			    random_table(arena), NULL);
		sm_pairing_start_tables(arena, &p);
		p.floor = (double)(rand() % 101) / 100;
		wrong += !same_pairs(&m, p.floor);
		sm_ratio_room_free(&p.room);
		sm_arena_free(arena);
	}
	is_int((long long)wrong, 0, "tables are paired as without bounds");
}

static void
test_columns(void)
{
	static const char *const types[] = {"INT", "INTEGER", "BIGINT", "TEXT",
	    "VARCHAR(20)", "BLOB", "", "DATE"};
	const struct sm_rename_scorer *seed = sm_rename_scorer("seed");
	size_t round, i, wrong = 0;

	srand(3);
	for (round = 0; round < 200; round++) {
		struct sm_arena *arena = sm_arena_new();
		struct sm_column_pairing p = {.width = 12,
		    .doubtful = rand() % 2 == 0};
		struct sm_match m = {12, 12, &p, NULL, seed->column};
		struct sm_column *c;

		for (i = 0; i < 24; i++) {
			c = sm_alloc(arena, sizeof *c);
			c->name = random_name(arena);
			c->type = types[rand() % 8];
			sm_pairing_add_column(arena, sm_dialect_get(SM_SQLITE),
			    i < 12 ? &p.old : &p.new_, c, i % 12, NULL);
		}
		wrong += !same_pairs(&m, (double)(rand() % 101) / 100);
		sm_ratio_room_free(&p.room);
		sm_arena_free(arena);
	}
	is_int((long long)wrong, 0, "columns are paired as without bounds");
}

static int
answer(void)
{
	char *line = NULL, *tab;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) > 0) {
		line[n - 1] = '\0';
		tab = strchr(line, '\t');
		if (tab == NULL)
			return 2;
		*tab = '\0';
		printf("%.17g\n", sm_name_ratio(line, tab + 1));
	}
	free(line);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "-") == 0)
		return answer();
	test_stored();
	test_by_hand();
	test_long();
	test_greedy();
	test_best();
	test_tables();
	test_columns();
	return tap_end();
}
