/*
 * What snapshots and plans have in common as streams: a header, records, an end
 * (design, section 2).  Inside model only.
 */
#ifndef SM_MODEL_SEGMENT_H
#define SM_MODEL_SEGMENT_H

#include <jansson.h>
#include <stdint.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/stream.h"
#include "model/shape.h"
#include "text/dialect.h"

/* The format that is read and written. */
#define SM_FORMAT 1

struct sm_segment_header {
	const struct sm_dialect *dialect;
	const char *server;
};

/*
 * The first record of the next segment of the kind ("snapshot", "plan"), or an
 * error record between segments; json NULL at the end of input.  Anything else
 * is refused with a hint, and so is input without any segment.
 */
bool sm_segment_start(struct sm_reader *, const char *kind, struct sm_record *,
    struct sm_error *);
/*
 * The next record of the body; *more false at its end record, and at the end of
 * the input if `partial` allows that (then rec->json is NULL).
 */
bool sm_segment_next(struct sm_reader *, bool partial, struct sm_record *,
    bool *more, struct sm_error *);

/* Format, dialect and server of a header record. */
bool sm_segment_header_read(struct sm_arena *, const json_t *,
    struct sm_segment_header *, struct sm_error *);
/* {"record":kind,"format":1,"dialect":…,"server":… : the start of a header. */
void sm_segment_header_write(struct sm_buf *, const char *kind,
    const struct sm_segment_header *);

/* A string member in the arena, NULL if it isn't there. */
const char *sm_segment_string(struct sm_arena *, const json_t *,
    const char *key);
/* Read a member that is a part; absent: nothing is done. */
bool sm_segment_part(struct sm_arena *, const json_t *, const char *key,
    const struct sm_shape *, void *to, struct sm_error *);
/* An array of strings member; absent: empty. */
bool sm_segment_strings(struct sm_arena *, const json_t *, const char *key,
    struct sm_strings *, struct sm_error *);
/* All members but the known ones (ending in NULL), as text, or NULL. */
const char *sm_segment_rest(struct sm_arena *, const json_t *,
    const char *const *known);
/* Append ,"key":"value" unless value is NULL. */
void sm_segment_add_string(struct sm_buf *, const char *key,
    const char *value);
/* Append the members of an object's text. */
void sm_segment_add_rest(struct sm_buf *, const char *rest);

#endif
