/*
 * What a table has from its parent, as a partition or by INHERITS: the parent's
 * op makes, changes and takes it away, in the children too.
 */
#include <string.h>

#include "model/inherit.h"
#include "model/snapshot.h"
#include "stages/diff_work.h"

/* Has the table on either side a parent that the other side gives it, too? */
static bool
keeps_parents(const struct sm_diff_work *w, const struct sm_object *of,
    const struct sm_object *other)
{
	size_t i;

	if (of == NULL || other == NULL)
		return false;
	if (of->partition_of != NULL)
		return sm_has_parent(w->dialect, other, of->partition_of);
	for (i = 0; i < of->inherits.n; i++)
		if (!sm_has_parent(w->dialect, other, &of->inherits.v[i]))
			return false;
	return of->inherits.n > 0;
}

bool
sm_diff_comes_with_parent(const struct sm_diff_work *w, enum sm_part part,
    const void *new_)
{
	if (!sm_is_handed_down(part, new_))
		return false;
	/* A part of an index has a name of its own, and is made by itself. */
	if (part != SM_PART_COLUMN && part != SM_PART_CHECK &&
	    part != SM_PART_FK)
		return false;
	/* ATTACH PARTITION makes foreign keys; the rest must be there. */
	return part == SM_PART_FK || keeps_parents(w, w->new_, w->old);
}

bool
sm_diff_goes_with_parent(const struct sm_diff_work *w, enum sm_part part,
    const void *old)
{
	return sm_is_handed_down(part, old) &&
	    (w->new_ == NULL || keeps_parents(w, w->old, w->new_));
}

static const struct sm_object *
parent_of(struct sm_diff_work *w, bool of_new, const struct sm_object *child,
    const char *column)
{
	const struct sm_snapshot *s = of_new ? w->new_all : w->old_all;
	const struct sm_names one = {child->partition_of, 1, 1};
	const struct sm_names *names =
	    child->partition_of != NULL ? &one : &child->inherits;
	const struct sm_object *o;
	const struct sm_change *c;
	size_t i;

	for (i = 0; i < names->n; i++) {
		const struct sm_name *n = &names->v[i];

		if (s != NULL) {
			o = sm_snapshot_find(s, w->arena, "table", n->schema,
			    n->name);
		} else {
			c = of_new ? sm_plan_find_new(w->plan, "table",
			                 n->schema, n->name)
			           : sm_plan_find_old(w->plan, "table",
			                 n->schema, n->name);
			o = c == NULL ? NULL : of_new ? c->new_ : c->old;
		}
		if (o != NULL && sm_object_column(o, w->dialect, column) !=
		                     NULL)
			return o;
	}
	return NULL;
}

static bool
differs(struct sm_diff_work *w, const struct sm_column *x,
    const struct sm_column *y, const char *word)
{
	struct sm_strings changes = {NULL, 0, 0};

	sm_shape_compare(w->arena, w->dialect, &sm_shape_column, x, y,
	    &changes);
	return sm_strings_has(&changes, word);
}

void
sm_diff_leave_to_parent(struct sm_diff_work *w, const struct sm_column *old,
    const struct sm_column *new_, struct sm_strings *changes)
{
	const struct sm_object *was, *is;
	const struct sm_column *x, *y;
	size_t i, kept = 0;

	if (!old->inherited || !new_->inherited ||
	    !keeps_parents(w, w->old, w->new_))
		return;
	was = parent_of(w, false, w->old, old->name);
	is = parent_of(w, true, w->new_, new_->name);
	if (was == NULL || is == NULL)
		return;
	x = sm_object_column(was, w->dialect, old->name);
	y = sm_object_column(is, w->dialect, new_->name);
	for (i = 0; i < changes->n; i++) {
		const char *word = changes->v[i];

		if (!sm_word_is_handed_down(word) || differs(w, x, old, word) ||
		    differs(w, y, new_, word))
			changes->v[kept++] = word;
	}
	changes->n = kept;
}
