/*
 * The snapshots of two streams, pair by pair: one of the streams may hold many,
 * each of which goes with the other's one (design, section 2, rule 6).
 */
#ifndef SM_MODEL_PAIRS_H
#define SM_MODEL_PAIRS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/stream.h"
#include "model/snapshot.h"

struct sm_pairs_side {
	struct sm_reader *reader; /* NULL: there is none, /dev/null */
	struct sm_snapshot *now;  /* NULL: the empty schema */
	struct sm_arena *arena;   /* of now */
	/* read ahead; next is NULL at the end */
	struct sm_snapshot *next;
	struct sm_arena *next_arena;
	struct sm_buf failures; /* error records that stood before next */
};

/* To begin with all zero but for the readers, which become the pairs'. */
struct sm_pairs {
	struct sm_pairs_side old, new_;
	struct sm_pairs_side *many; /* which of them has many; NULL: neither */
	bool started;
};

/*
 * Go on to the next pair, old.now and new_.now; *more is false where there is
 * none.  The error records that stand before it are appended to failures, also
 * where the reading fails.  No more than two snapshots of a side are held.
 */
bool sm_pairs_next(struct sm_pairs *, bool partial, struct sm_buf *failures,
    bool *more, struct sm_error *);
void sm_pairs_close(struct sm_pairs *);

#endif
