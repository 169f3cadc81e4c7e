/*
 * The words that may stand in `changes`: the compared fields of every part and
 * every kind of object, from their field tables, and what no table holds.
 */
#include <stdlib.h>
#include <string.h>

#include "model/kind.h"
#include "model/op.h"
#include "stages/diff.h"

/*
 * The place of a column, members that only an extra of the reader makes, and
 * the names of options, by dialect: SQLite's.
 */
static const char *const others[] = {"position", "owner", "grants",
    "without_rowid", "strict"};
#define NOTHERS (sizeof others / sizeof others[0])

static void
add(struct sm_arena *a, struct sm_strings *words, const char *word)
{
	if (!sm_strings_has(words, word))
		sm_strings_add(a, words, word);
}

static void
add_shape(struct sm_arena *a, struct sm_strings *words,
    const struct sm_shape *shape)
{
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (shape->fields[i].how != SM_COMPARE_NOT)
			add(a, words, shape->fields[i].name);
}

static int
by_bytes(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

static struct sm_strings
all_words(struct sm_arena *a)
{
	struct sm_strings words = {NULL, 0, 0};
	const struct sm_kind *k = sm_kinds;
	enum sm_part part;
	size_t i;

	for (part = SM_PART_COLUMN; part < SM_PARTS; part++)
		add_shape(a, &words, sm_target_part(part)->shape);
	do
		add_shape(a, &words, k->shape);
	while ((k++)->record != NULL);
	for (i = 0; i < NOTHERS; i++)
		add(a, &words, others[i]);
	qsort(words.v, words.n, sizeof words.v[0], by_bytes);
	return words;
}

bool
sm_diff_word_known(const char *word)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_strings words = all_words(a);
	bool known = sm_strings_has(&words, word);

	sm_arena_free(a);
	return known;
}

const char *
sm_diff_words(struct sm_arena *a)
{
	struct sm_strings words = all_words(a);
	struct sm_buf b = SM_BUF_INIT;
	const char *text;
	size_t i;

	for (i = 0; i < words.n; i++)
		sm_buf_addf(&b, "%s%s", i == 0 ? "" : ", ", words.v[i]);
	text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}
