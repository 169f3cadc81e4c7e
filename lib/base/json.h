/*
 * Small helps around jansson, which does all parsing: writing values into a
 * buffer, and changing members of an object's text without touching the rest.
 */
#ifndef SM_BASE_JSON_H
#define SM_BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

/*
 * Parse one record: strict JSON, no duplicate keys, no NUL.  Returns an object
 * (the caller decrefs it) or NULL with the error's message and hint set.
 */
json_t *sm_json_parse(const char *text, size_t len, struct sm_error *);

/* Append value, compact, keys in the order they were set. */
void sm_json_add(struct sm_buf *, const json_t *value);
/* Append s as a JSON string. */
void sm_json_add_string(struct sm_buf *, const char *s);
/* value as compact text in the arena; sorted: keys in bytewise order. */
char *sm_json_text(struct sm_arena *, const json_t *value, bool sorted);
/* A score: six decimals at most, no trailing zeros ("0.725", "1.0"). */
void sm_json_add_score(struct sm_buf *, double);

/* A member to set in an object's text; value NULL: to take out. */
struct sm_member {
	const char *key;   /* plain ASCII, no escapes */
	const char *value; /* JSON text */
};

/*
 * Append to out the object text (valid JSON, as read by sm_json_parse) with the
 * members set: where a key is there its value is replaced in its place, else it
 * comes at the end, in the order given.  Every other byte stays as it was, so
 * that 0.725 isn't printed as 0.72499999999999998 (design, section 2, rule 5).
 */
void sm_json_splice(struct sm_buf *out, const char *text, size_t len,
    const struct sm_member *members, size_t n);

#endif
