/*
 * The comparison of two snapshots: which objects are compared with which, and
 * which aren't compared at all.
 */
#include "stages/diff.h"

#include <string.h>

#include "base/utf8.h"
#include "model/snapshot.h"
#include "stages/diff_closure.h"
#include "stages/diff_work.h"
#include "stages/lean.h"

/* How many names a note lists before it only counts. */
#define NAMES_MAX 5

/* Objects that one side didn't look at. */
struct unseen {
	struct sm_buf names;
	size_t n;
};

/* Both are sorted by key: one walk along the two. */
static struct sm_diff_boths
put_side_by_side(struct sm_arena *a, const struct sm_objects *old,
    const struct sm_objects *new_)
{
	struct sm_diff_boths all = {NULL, 0, 0};
	size_t i = 0, k = 0;

	while (i < old->n || k < new_->n) {
		struct sm_diff_both *both = sm_push(a, &all);
		int order = i == old->n ? 1
		    : k == new_->n      ? -1
		                   : strcmp(old->v[i]->key, new_->v[k]->key);

		if (order <= 0)
			both->old = old->v[i++];
		if (order >= 0)
			both->new_ = new_->v[k++];
	}
	return all;
}

static void
count_unseen(struct sm_plan *plan, struct unseen *u,
    const struct sm_object *o)
{
	if (u->n++ < NAMES_MAX)
		sm_buf_addf(&u->names, "%s%s", u->n > 1 ? ", " : "",
		    sm_diff_subject(plan->arena, o));
}

static void
note_unseen(struct sm_plan *plan, struct unseen *u, const char *side)
{
	if (u->n > NAMES_MAX)
		sm_buf_addf(&u->names, " and %zu more", u->n - NAMES_MAX);
	if (u->n > 0)
		sm_plan_note(plan, "warning",
		    "%zu %s not compared, since %s didn't look at %s: %s",
		    u->n, u->n == 1 ? "object was" : "objects were", side,
		    u->n == 1 ? "it" : "them", sm_buf_str(&u->names));
	sm_buf_free(&u->names);
}

static void
compare(struct sm_plan *plan, const struct sm_snapshot *old,
    const struct sm_snapshot *new_, const struct sm_diff_boths *all)
{
	const struct sm_scope wanted = {.tables = plan->compare.tables,
	    .exclude = plan->compare.exclude};
	struct unseen by_old = {SM_BUF_INIT, 0}, by_new = {SM_BUF_INIT, 0};
	size_t i, before;

	for (i = 0; i < all->n; i++) {
		struct sm_diff_both *both = &all->v[i];
		const struct sm_object *any =
		    both->old != NULL ? both->old : both->new_;

		if (!sm_scope_covers(&wanted, plan->dialect, any))
			continue;
		if (!sm_scope_covers(&new_->scope, plan->dialect, any)) {
			count_unseen(plan, &by_new, any);
			continue;
		}
		if (!sm_scope_covers(&old->scope, plan->dialect, any)) {
			count_unseen(plan, &by_old, any);
			continue;
		}
		before = plan->ops.n;
		sm_diff_pair(plan, old, new_, both->old, both->new_);
		both->touched = plan->ops.n > before;
	}
	note_unseen(plan, &by_old, "OLD");
	note_unseen(plan, &by_new, "NEW");
}

/* What a reader had to say of its side goes on with the plan, once. */
static void
pass_on(struct sm_plan *plan, const struct sm_strings *records,
    struct sm_map *seen)
{
	size_t i;

	for (i = 0; i < records->n; i++)
		if (sm_map_set(seen, records->v[i], plan) == NULL)
			sm_strings_add(plan->arena, &plan->others,
			    records->v[i]);
}

static void
note_circumstances(struct sm_plan *plan, const struct sm_snapshot *old,
    const struct sm_snapshot *new_)
{
	/* sm_version: the first number of a version counts millions. */
	long was = sm_version(old->server != NULL ? old->server : "");
	long is = sm_version(new_->server != NULL ? new_->server : "");
	struct sm_map seen;

	if (was != 0 && is != 0 && was / 1000000 != is / 1000000)
		sm_plan_note(plan, "warning",
		    "OLD is %s %s, NEW %s: what the two spell differently may "
		    "look like a difference",
		    plan->dialect->title,
		    sm_printable_str(plan->arena, old->server),
		    sm_printable_str(plan->arena, new_->server));
	if (old->partial)
		sm_plan_note(plan, "warning",
		    "OLD was cut off: what is missing counts as absent");
	if (new_->partial)
		sm_plan_note(plan, "warning",
		    "NEW was cut off: what is missing counts as absent");
	sm_map_init(&seen, plan->arena);
	pass_on(plan, &old->notes, &seen);
	pass_on(plan, &new_->notes, &seen);
	pass_on(plan, &old->others, &seen);
	pass_on(plan, &new_->others, &seen);
}

bool
sm_diff(struct sm_arena *a, const struct sm_snapshot *old,
    const struct sm_snapshot *new_, const struct sm_compare *compare_,
    struct sm_plan **out, struct sm_error *e)
{
	struct sm_diff_boths all;
	struct sm_plan *plan;

	if (old->dialect != new_->dialect) {
		sm_error_set(e, "OLD is %s and NEW is %s: two dialects can't "
				"be compared",
		    old->dialect->title, new_->dialect->title);
		return sm_error_hint(e, "run the model's DDL on the engine "
					"that OLD is (sm-reflect -d %s)",
		    old->dialect->name);
	}
	plan = sm_plan_new(a, old, new_, compare_);
	all = put_side_by_side(a, &old->objects, &new_->objects);
	note_circumstances(plan, old, new_);
	compare(plan, old, new_, &all);
	sm_diff_closure(plan, &all);
	sm_lean_pairs(plan);
	*out = plan;
	return true;
}
