/*
 * What the files of the diff share: the pair of objects at work, and how an op
 * of it is put into the plan.  Nobody else includes this.
 */
#ifndef SM_STAGES_DIFF_WORK_H
#define SM_STAGES_DIFF_WORK_H

#include "base/map.h"
#include "model/kind.h"
#include "model/plan.h"

struct sm_diff_work {
	struct sm_plan *plan;
	struct sm_arena *arena; /* freed after the pair: what goes into the plan
	                           is made in the plan's */
	const struct sm_dialect *dialect; /* the plan's */
	const struct sm_object *old, *new_;
	/* Where tables that a foreign key names are looked up; NULL: in the
	   plan's changes. */
	const struct sm_snapshot *old_all, *new_all;
	struct sm_strings skip; /* words that are no difference */
	bool no_texts;     /* a side isn't in its server's spelling */
	bool texts_differ; /* something was not compared for that reason */
	struct sm_map ids; /* of the ops made for this pair */
};

/*
 * The words that differ, without those that are not to be compared; in the
 * plan's arena.
 */
struct sm_strings sm_diff_changes(struct sm_diff_work *,
    const struct sm_shape *, const void *old, const void *new_);

/* Is the word one that is not to be compared? */
bool sm_diff_skips(const struct sm_diff_work *, const char *word);

/*
 * Is the verb's op to be made?  Not where it would say that something isn't
 * there which the side may merely not see: then a note says so.  `what` is for
 * the note: "column users.email".
 */
bool sm_diff_may(struct sm_diff_work *, enum sm_verb, const char *what);

/*
 * Make an op of a part of the table at work, old and new as far as the verb has
 * them, and put it into the plan.  changes may be NULL.  `after` as in the op.
 */
void sm_diff_part_op(struct sm_diff_work *, enum sm_verb, enum sm_part,
    const char *name, const void *old, const void *new_,
    const struct sm_strings *changes, const char *after);
/*
 * Of a part whose name the server made up on both sides: it follows the renamed
 * table or column, where the dialect can rename it.
 */
void sm_diff_follow_name(struct sm_diff_work *, enum sm_part, const char *from,
    const char *to);
/* The same of the object at work itself. */
void sm_diff_object_op(struct sm_diff_work *, enum sm_verb,
    const struct sm_strings *changes);

/* The steps of a table, each on the pair at work (both there). */
void sm_diff_columns(struct sm_diff_work *);
void sm_diff_parts(struct sm_diff_work *);
/* A table, whichever sides are there. */
void sm_diff_table(struct sm_diff_work *);

/*
 * The pair at work, foreign keys being looked up in the snapshots: what
 * sm_diff_object does with a plan alone.
 */
void sm_diff_pair(struct sm_plan *, const struct sm_snapshot *old_all,
    const struct sm_snapshot *new_all, const struct sm_object *old,
    const struct sm_object *new_);

/*
 * What a part says, as a string in the arena: equal exactly for parts of equal
 * content.  Its name, its comment and the words that are skipped don't count.
 */
const char *sm_diff_content(const struct sm_diff_work *,
    const struct sm_shape *, const void *part);
/* The same of one field of a struct. */
const char *sm_diff_field_content(const struct sm_diff_work *,
    const struct sm_field *, const void *from);

/*
 * diff_inherited.c: is the new (old) part of the table at work one that the op of
 * its parent makes (takes away)?  And which changes of a column are done by the
 * parent's op: they are taken out.
 */
bool sm_diff_comes_with_parent(const struct sm_diff_work *, enum sm_part,
    const void *new_);
bool sm_diff_goes_with_parent(const struct sm_diff_work *, enum sm_part,
    const void *old);
void sm_diff_leave_to_parent(struct sm_diff_work *, const struct sm_column *old,
    const struct sm_column *new_, struct sm_strings *changes);

/* "view v", "trigger t on users": for notes. */
const char *sm_diff_subject(struct sm_arena *, const struct sm_object *);

#endif
