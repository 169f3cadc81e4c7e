/*
 * What the files of sm-renames share: the plan taken apart, object by object.
 * Nobody else includes this.
 */
#ifndef SM_STAGES_RENAMES_WORK_H
#define SM_STAGES_RENAMES_WORK_H

#include "base/map.h"
#include "model/kind.h"
#include "model/plan.h"
#include "model/rename.h"
#include "stages/renames.h"
#include "stages/renames_score.h"

/* An object and the ops that are about it. */
struct sm_rename_unit {
	struct sm_change *change;
	struct sm_object *old, *new_; /* as the change has them; either may be
	                                 NULL */
	struct sm_object *before; /* old, under the renames the plan came with */
	struct sm_object *after;  /* old, under all renames */
	struct sm_ops ops;        /* present in the plan, in its order */
	struct sm_ops found;      /* renames that were found */
	struct sm_rename_unit *into; /* merged into this one, as its old side */
	bool merged;              /* old and new_ came as two changes */
	bool done;                /* its ops have been written out again */
	bool changed;             /* its change record has to be written anew */
};
struct sm_rename_units {
	struct sm_rename_unit **v;
	size_t n, cap;
};

struct sm_rename_work {
	struct sm_plan *plan;
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	const struct sm_renames_options *options;
	const struct sm_rename_scorer *scorer;
	struct sm_rename_units units; /* one a change, in their order */
	struct sm_map by_old, by_new; /* sm_object_key -> unit */
	struct sm_rename_list given;  /* renames that the plan came with */
	struct sm_rename_list all;    /* and those that were found */
	size_t nfound;                /* how many those are */
};

/* The unit that an op is about, or NULL. */
struct sm_rename_unit *sm_rename_unit_of(const struct sm_rename_work *,
    const struct sm_op *);
/* Is the op that verb of a column, and no half of a pair made for others? */
bool sm_rename_is_column(const struct sm_op *, enum sm_verb);
/* The unit's op that drops (adds) its object as a whole, or NULL. */
struct sm_op *sm_rename_whole_op(const struct sm_rename_unit *, enum sm_verb);
/* Is it a table that both sides have? */
bool sm_rename_has_both(const struct sm_rename_unit *);
/* The tables that the plan drops and adds. */
void sm_rename_tables_of(struct sm_rename_work *, struct sm_table_pairing *);
/* The columns of the unit that went and came, as far as the plan says so. */
void sm_rename_columns_of(struct sm_rename_work *,
    const struct sm_rename_unit *, struct sm_column_pairing *);
struct sm_match sm_rename_match_columns(const struct sm_rename_work *,
    struct sm_column_pairing *);
struct sm_match sm_rename_match_tables(const struct sm_rename_work *,
    struct sm_table_pairing *);

/* The old and the new object, which came as two, become one unit: the new one's. */
void sm_rename_merge(struct sm_rename_unit *old, struct sm_rename_unit *new_,
    struct sm_arena *);
/*
 * Values of enums that only have another name (renames_values.c), where the
 * dialect can rename them.
 */
void sm_renames_values(struct sm_rename_work *);
/*
 * The sequences of serial columns, whose names follow their tables and columns
 * (renames_serial.c).
 */
void sm_renames_serial(struct sm_rename_work *);

/*
 * Compare again what the renames have touched, and put what is left of the
 * differences in the place of the ops that there were (renames_apply.c).
 */
void sm_renames_apply(struct sm_rename_work *);
/* The part of `to` that stands where `part` stands in `from`, or NULL. */
void *sm_rename_counterpart(const struct sm_target *, const void *part,
    const struct sm_object *from, const struct sm_object *to);
/*
 * Indexes and constraints that only have another name (renames_parts.c), where
 * the dialect can rename them.  Were there any?
 */
bool sm_renames_parts(struct sm_rename_work *);
/* Mark what may belong together (renames_doubt.c). */
void sm_renames_doubt(struct sm_rename_work *);

#endif
