/*
 * A table as a whole: new, gone, or compared part by part.
 */
#include <string.h>

#include "stages/diff_work.h"

/*
 * Indexes and foreign keys are ops of their own, so that a cycle of foreign
 * keys is no special case: columns, keys and checks come with the table.
 */
static void
add_table(struct sm_diff_work *w)
{
	const struct sm_object *t = w->new_;
	size_t i;

	sm_diff_object_op(w, SM_ADD, NULL);
	for (i = 0; i < t->foreign_keys.n; i++)
		sm_diff_part_op(w, SM_ADD, SM_PART_FK,
		    t->foreign_keys.v[i].name, NULL, &t->foreign_keys.v[i],
		    NULL, NULL);
	for (i = 0; i < t->indexes.n; i++)
		sm_diff_part_op(w, SM_ADD, SM_PART_INDEX, t->indexes.v[i].name,
		    NULL, &t->indexes.v[i], NULL, NULL);
}

static void
drop_table(struct sm_diff_work *w)
{
	const struct sm_object *t = w->old;
	size_t i;

	sm_diff_object_op(w, SM_DROP, NULL);
	for (i = 0; i < t->foreign_keys.n; i++)
		sm_diff_part_op(w, SM_DROP, SM_PART_FK,
		    t->foreign_keys.v[i].name, &t->foreign_keys.v[i], NULL,
		    NULL, NULL);
}

static void
compare_primary_keys(struct sm_diff_work *w)
{
	const struct sm_key *old = w->old->primary_key;
	const struct sm_key *new_ = w->new_->primary_key;
	struct sm_strings all, changes = {NULL, 0, 0};
	size_t i;

	if (old == NULL && new_ == NULL)
		return;
	if (old == NULL || new_ == NULL) {
		sm_diff_part_op(w, old == NULL ? SM_ADD : SM_DROP,
		    SM_PART_PRIMARY_KEY, old == NULL ? new_->name : old->name,
		    old, new_, NULL, NULL);
		return;
	}
	all = sm_diff_changes(w, &sm_shape_key, old, new_);
	for (i = 0; i < all.n; i++)
		if (strcmp(all.v[i], "name") != 0 ||
		    !(old->implicit || new_->implicit))
			sm_strings_add(w->plan->arena, &changes, all.v[i]);
	if (old->implicit && new_->implicit)
		sm_diff_follow_name(w, SM_PART_PRIMARY_KEY, old->name,
		    new_->name);
	if (changes.n > 0)
		sm_diff_part_op(w, SM_MODIFY, SM_PART_PRIMARY_KEY, new_->name,
		    old, new_, &changes, NULL);
}

void
sm_diff_table(struct sm_diff_work *w)
{
	struct sm_strings changes;

	if (w->old == NULL) {
		add_table(w);
		return;
	}
	if (w->new_ == NULL) {
		drop_table(w);
		return;
	}
	changes = sm_diff_changes(w, w->new_->kind->shape, w->old, w->new_);
	if (changes.n > 0)
		sm_diff_object_op(w, SM_MODIFY, &changes);
	sm_diff_columns(w);
	compare_primary_keys(w);
	sm_diff_parts(w);
}
