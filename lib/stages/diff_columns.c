/*
 * Columns: matched by name, in the order of the new table; where the place of a
 * column counts, the fewest are moved.
 */
#include <string.h>

#include "stages/diff_work.h"

static const char *
fold(const struct sm_diff_work *w, const char *name)
{
	return sm_fold_column(w->arena, w->dialect, name);
}

/* The columns by folded name. */
static void
index_columns(struct sm_diff_work *w, const struct sm_columns *columns,
    struct sm_map *map)
{
	size_t i;

	sm_map_init(map, w->arena);
	for (i = 0; i < columns->n; i++)
		sm_map_set(map, fold(w, columns->v[i].name), &columns->v[i]);
}

/*
 * Which of the values (distinct) are in one longest increasing subsequence:
 * patience sorting; tails[k] is where the best sequence of k + 1 values ends.
 *
 *	0 3 1 2  ->  yes no yes yes
 */
static void
longest_increasing(struct sm_arena *a, const size_t *values, size_t n,
    bool *in)
{
	size_t *tails = sm_alloc(a, (n + 1) * sizeof *tails);
	size_t *before = sm_alloc(a, (n + 1) * sizeof *before);
	size_t i, at, low, high, length = 0;

	for (i = 0; i < n; i++) {
		for (low = 0, high = length; low < high;) {
			size_t mid = low + (high - low) / 2;

			if (values[tails[mid]] < values[i])
				low = mid + 1;
			else
				high = mid;
		}
		before[i] = low > 0 ? tails[low - 1] : i;
		tails[low] = i;
		if (low == length)
			length++;
	}
	if (length == 0)
		return;
	for (at = tails[length - 1]; length > 0; length--, at = before[at])
		in[at] = true;
}

/*
 * Which new columns have another place among those that stay.  NULL where
 * places aren't compared.
 */
static const bool *
moved_columns(struct sm_diff_work *w, const struct sm_map *old)
{
	const struct sm_columns *columns = &w->new_->columns;
	size_t *places, *which, n = 0, i;
	bool *stay, *moved;

	if (!(w->dialect->column_order || w->plan->compare.column_order) ||
	    sm_diff_skips(w, "position"))
		return NULL;
	places = sm_alloc(w->arena, (columns->n + 1) * sizeof *places);
	which = sm_alloc(w->arena, (columns->n + 1) * sizeof *which);
	stay = sm_alloc(w->arena, columns->n + 1);
	moved = sm_alloc(w->arena, columns->n + 1);
	for (i = 0; i < columns->n; i++) {
		const struct sm_column *c =
		    sm_map_get(old, fold(w, columns->v[i].name));

		if (c == NULL)
			continue;
		places[n] = (size_t)(c - w->old->columns.v);
		which[n++] = i;
	}
	longest_increasing(w->arena, places, n, stay);
	for (i = 0; i < n; i++)
		moved[which[i]] = !stay[i];
	return moved;
}

static void
modify(struct sm_diff_work *w, const struct sm_column *old,
    const struct sm_column *new_, bool moved, const char *after)
{
	struct sm_strings changes =
	    sm_diff_changes(w, &sm_shape_column, old, new_);

	sm_diff_leave_to_parent(w, old, new_, &changes);
	if (moved)
		sm_strings_add(w->plan->arena, &changes, "position");
	if (changes.n > 0)
		sm_diff_part_op(w, SM_MODIFY, SM_PART_COLUMN, new_->name, old,
		    new_, &changes, moved ? after : NULL);
}

void
sm_diff_columns(struct sm_diff_work *w)
{
	const struct sm_columns *old = &w->old->columns;
	const struct sm_columns *new_ = &w->new_->columns;
	struct sm_map old_map, new_map;
	const char *after = "";
	const bool *moved;
	size_t i;

	index_columns(w, old, &old_map);
	index_columns(w, new_, &new_map);
	moved = moved_columns(w, &old_map);
	for (i = 0; i < old->n; i++)
		if (sm_map_get(&new_map, fold(w, old->v[i].name)) == NULL)
			sm_diff_part_op(w, SM_DROP, SM_PART_COLUMN,
			    old->v[i].name, &old->v[i], NULL, NULL, NULL);
	for (i = 0; i < new_->n; i++) {
		const struct sm_column *c = &new_->v[i];
		const struct sm_column *was =
		    sm_map_get(&old_map, fold(w, c->name));

		if (was != NULL)
			modify(w, was, c, moved != NULL && moved[i], after);
		else
			sm_diff_part_op(w, SM_ADD, SM_PART_COLUMN, c->name,
			    NULL, c, NULL, moved != NULL ? after : NULL);
		after = c->name;
	}
}
