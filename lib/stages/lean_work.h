/*
 * What the files of lean.h share.  Nobody else includes this.
 */
#ifndef SM_STAGES_LEAN_WORK_H
#define SM_STAGES_LEAN_WORK_H

#include "base/map.h"
#include "stages/lean.h"

enum sm_lean_what {
	SM_LEAN_COLUMN,
	SM_LEAN_KEY
};

struct sm_lean_work {
	struct sm_plan *plan;
	struct sm_arena *arena;
	struct sm_map old_objects, new_objects; /* key -> struct sm_change */
	struct sm_map needing;   /* object -> who needs it, with the need */
	struct sm_map referring; /* table -> its foreign keys of others */
	struct sm_map taken;     /* thing -> struct sm_lean */
	struct sm_map busy;      /* thing -> the plan's op on it */
	struct sm_map renames;   /* column as NEW calls it -> its RENAME */
	struct sm_map columns;   /* columns that were followed, and for whom */
	struct sm_leans all, queue;
};

/* Index the changes by what they need. */
void sm_lean_index(struct sm_lean_work *);
/* The plan has an op on that thing. */
void sm_lean_busy(struct sm_lean_work *, struct sm_op *,
    const struct sm_change *);
/*
 * Something is taken away for the sake of the op with that id: all that leans on
 * it is too.  op: the one that takes it away.
 */
void sm_lean_object(struct sm_lean_work *, const struct sm_change *,
    const char *const *id, const struct sm_op *op);
void sm_lean_column(struct sm_lean_work *, const struct sm_change *table,
    const char *column, const char *const *id);
/* The same of one that is dropped and made again. */
void sm_lean_gone_column(struct sm_lean_work *, const struct sm_change *table,
    const char *column, const char *const *id);
void sm_lean_key(struct sm_lean_work *, const struct sm_change *table,
    const struct sm_strings *columns, const char *const *id);
/* A type whose columns are cast to another of its name. */
void sm_lean_type(struct sm_lean_work *, const struct sm_change *,
    const char *const *id);
/* Follow what was taken to all that leans on it. */
void sm_lean_follow(struct sm_lean_work *);

#endif
