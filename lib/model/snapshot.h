/*
 * Snapshots as streams (design, section 2; sm-ndjson(5)).
 */
#ifndef SM_MODEL_SNAPSHOT_H
#define SM_MODEL_SNAPSHOT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/stream.h"
#include "model/schema.h"

/*
 * Read the next segment into the arena.  *out is NULL at the end of the input;
 * an error record between segments comes as a snapshot with `failure` set.
 * Refused (false, error with the place): a segment that stops before its end
 * record (unless partial), a header of another format, an unknown dialect, a
 * plan, two objects of one key, a record that lacks what its kind requires.
 * Input without any segment is refused by the first call.
 */
bool sm_snapshot_read(struct sm_reader *, struct sm_arena *, bool partial,
    struct sm_snapshot **out, struct sm_error *);

/*
 * The empty schema in the dialect of `like` (the operand /dev/null).
 */
struct sm_snapshot *sm_snapshot_empty(struct sm_arena *,
    const struct sm_snapshot *like);

/* A new snapshot without objects. */
struct sm_snapshot *sm_snapshot_new(struct sm_arena *,
    const struct sm_dialect *);
/*
 * Add an object that was made rather than read.  False with the error set if
 * one of that key is there already.
 */
bool sm_snapshot_add(struct sm_snapshot *, struct sm_object *,
    struct sm_error *);
/* Sort the objects by key: after the last sm_snapshot_add. */
void sm_snapshot_sort(struct sm_snapshot *);

/*
 * Append the whole segment, a record a line.  Where drain is given it is called
 * whenever there is some text, to write it out and empty the buffer: the segment
 * need not be in memory a second time.  False: it returned false.
 */
typedef bool sm_drain(void *ctx, struct sm_buf *);
bool sm_snapshot_write(struct sm_buf *, const struct sm_snapshot *, sm_drain *,
    void *ctx);
/* Append an object as a record, without a newline. */
void sm_object_write(struct sm_buf *, const struct sm_object *);
/* Read an object from a record, or from the old or new of a change. */
struct sm_object *sm_object_read(struct sm_arena *, const struct sm_dialect *,
    const json_t *, struct sm_error *);

/*
 * Does the scope cover the object?  Its globs match the table (of a part, the
 * table it is on), its schema is among those looked at, it is none of those
 * left out.
 */
bool sm_scope_covers(const struct sm_scope *, const struct sm_dialect *,
    const struct sm_object *);
/* Is the name matched by one of the globs (fnmatch, folded by the dialect)? */
bool sm_globs_match(const struct sm_strings *globs, const struct sm_dialect *,
    const char *schema, const char *name);
/* The first of the globs that matches no object of either list, or NULL. */
const char *sm_globs_idle(const struct sm_strings *globs,
    const struct sm_dialect *, const struct sm_objects *x,
    const struct sm_objects *y);

#endif
