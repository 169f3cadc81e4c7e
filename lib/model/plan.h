/*
 * A plan: changes (whole objects before and after) and ops.  One arena.
 */
#ifndef SM_MODEL_PLAN_H
#define SM_MODEL_PLAN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/stream.h"
#include "model/op.h"
#include "model/schema.h"

/* A whole object before and after; one side may be NULL. */
struct sm_change {
	const char *kind; /* record of the object: "table" */
	struct sm_object *old, *new_;
	const char *text; /* the record as it was read; NULL if it was made */
	size_t len;
};
struct sm_changes {
	struct sm_change **v;
	size_t n, cap;
};

/* What sm-diff was told, so that sm-renames does the same. */
struct sm_compare {
	struct sm_strings ignore;          /* words of `changes` */
	struct sm_strings tables, exclude; /* globs */
	bool column_order;
	const char *extra;
};

/* Label, source and scope of a side. */
struct sm_side {
	const char *label, *source, *server;
	struct sm_scope scope;
	const char *extra;
};

struct sm_plan {
	struct sm_arena *arena;
	const struct sm_dialect *dialect; /* of the database the SQL runs on */
	const char *server;
	bool online;
	bool follow_names; /* old objects are under the plan's renames: names
	                      that the server made up follow (not written) */
	struct sm_strings stages;
	struct sm_side old, new_;
	struct sm_compare compare;
	const char *header; /* the record's text as it stands */
	struct sm_changes changes;
	struct sm_ops ops;
	/*
	 * Everything between header and end that is no change and no op (notes,
	 * records we don't know), as text.  Written after the changes, before the
	 * ops, in the order read.
	 */
	struct sm_strings others;
	/* For sm_plan_find_old, …: see sm_plan_reindex. */
	struct sm_map by_old, by_new, by_id;
	size_t indexed_changes, indexed_ops;
	const char *failure; /* not a plan but an error record, as text */
	const char *input;
	long line;           /* of the header */
	bool partial;
};

/*
 * Read the next segment into the arena; as sm_snapshot_read, of plans.  Changes
 * and ops are parsed; two ops of one id are refused.
 */
bool sm_plan_read(struct sm_reader *, struct sm_arena *, bool partial,
    struct sm_plan **out, struct sm_error *);
/* Append the whole segment. */
void sm_plan_write(struct sm_buf *, const struct sm_plan *);

/* A new plan from old to new: header, no changes, no ops; stage "diff". */
struct sm_plan *sm_plan_new(struct sm_arena *, const struct sm_snapshot *old,
    const struct sm_snapshot *new_, const struct sm_compare *);
/* Say in the header that the plan has been through the stage. */
void sm_plan_stage(struct sm_plan *, const char *stage);
/* Take out the stages that come after `stage` in the pipeline. */
void sm_plan_unstage(struct sm_plan *, const char *stage);
bool sm_plan_has_stage(const struct sm_plan *, const char *stage);
/* Set members of the header's text. */
void sm_plan_splice(struct sm_plan *, const struct sm_member *, size_t n);
/* Add a change; it is written from the objects' own texts. */
struct sm_change *sm_plan_change(struct sm_plan *, struct sm_object *old,
    struct sm_object *new_);
/* Add a note. */
void sm_plan_note(struct sm_plan *, const char *level, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * What an error record (plan->failure) says: the label of the source that failed
 * and its message; NULL where the record lacks them.
 */
void sm_plan_failure(struct sm_arena *, const char *record,
    const char **label, const char **message);

/* A note among plan->others: its message; NULL: the record is no note. */
const char *sm_plan_note_message(struct sm_arena *, const char *record);

/*
 * The change whose old (new) object has that kind and name, or NULL.  Not for
 * kinds that belong to a table (triggers), whose names need not be unique.
 */
struct sm_change *sm_plan_find_old(struct sm_plan *, const char *record,
    const char *schema, const char *name);
struct sm_change *sm_plan_find_new(struct sm_plan *, const char *record,
    const char *schema, const char *name);
/* The op with that id, or NULL. */
struct sm_op *sm_plan_op(struct sm_plan *, const char *id);
/*
 * Forget the index behind these three.  It is made when first needed, and anew
 * when the number of changes or ops is another one; who puts one change or op in
 * another's place, or gives an object a new name, calls this.
 */
void sm_plan_reindex(struct sm_plan *);

/*
 * The plan that leads back: old and new change places, ADD and DROP too, renames
 * are turned round, what was named as NEW names it is named as OLD does.  Ids
 * are kept (the op undone is the op done), and what sm-risk said of the way down
 * becomes what it says of the way; steps are gone.  In the same arena.
 */
struct sm_plan *sm_plan_invert(const struct sm_plan *);

#endif
