/*
 * Operations: one difference each.  A row for each verb and each object; the
 * name of an op is VERB_OBJECT.
 */
#ifndef SM_MODEL_OP_H
#define SM_MODEL_OP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "model/kind.h"
#include "model/schema.h"
#include "model/value_rename.h"

enum sm_verb {
	SM_ADD,
	SM_DROP,
	SM_RENAME,
	SM_MODIFY,
	SM_VERB_OTHER /* an op we don't know */
};

enum sm_risk {
	SM_RISK_NONE, /* not judged yet */
	SM_SAFE,
	SM_CAUTION,
	SM_DANGER
};

struct sm_op {
	const char *id;
	const char *op; /* "ADD_COLUMN" */
	enum sm_verb verb;
	const struct sm_target *target; /* NULL: an op we don't know */
	const char *schema, *table;
	const char *name; /* of the part or object ("column" of a column);
	                     NULL of an unnamed constraint; of a table: NULL */
	const char *arguments; /* of a function */
	const char *from; /* of a rename: the old name */
	const char *after; /* where the column goes: the column before it, "" for
	                      the first place; NULL: not asked */
	void *old, *new_;  /* struct of target->shape; NULL where there is none */
	struct sm_strings changes, because;
	struct sm_value_renames renamed_values; /* of a MODIFY of an enum */

	/* sm-renames */
	bool has_score, has_probability, confirmed;
	double score, probability;
	const char *evidence; /* JSON text */
	const char *maybe_renamed_to, *maybe_renamed_from; /* JSON text */

	/* sm-risk */
	enum sm_risk risk;
	const char *reason, *suggestion, *category;
	struct sm_strings rules;
	enum sm_risk down_risk;
	const char *down_reason, *down_suggestion;
	bool irreversible; /* "reversible":false */

	/* sm-order */
	long step; /* 0: not ordered yet */
	struct sm_strings depends_on;

	const char *text; /* the record as it stands */
	size_t len;
	long line;        /* where it was read; 0: made here */
};
struct sm_ops {
	struct sm_op **v;
	size_t n, cap;
};

/* Names of risks: "SAFE". */
const char *sm_risk_name(enum sm_risk);
/* The risk of that name (case ignored), SM_RISK_NONE if there is none. */
enum sm_risk sm_risk_find(const char *);

/* Of a part; the objects' targets come from their kind. */
const struct sm_target *sm_target_part(enum sm_part);
/* The name of such a part (a struct of its shape), or NULL. */
const char *sm_part_name(enum sm_part, const void *part);
/* Of a kind of object by its record ("view"). */
const struct sm_target *sm_target_object(const char *record);

/*
 * A new op: verb and target give its name.  Strings are kept by reference.
 */
struct sm_op *sm_op_new(struct sm_arena *, enum sm_verb,
    const struct sm_target *);
/*
 * Set the op's id and text from its fields, once they are complete.  object is
 * what a whole object's op is about (the new one, of a DROP the old one; of a
 * MODIFY both), so that its id says what it does.
 */
void sm_op_finish(struct sm_arena *, struct sm_op *,
    const struct sm_object *old, const struct sm_object *new_);
/* Read an op record; unknown fields stay in its text. */
struct sm_op *sm_op_read(struct sm_arena *, const json_t *, const char *text,
    size_t len, long line, struct sm_error *);

/*
 * Replace members of the op's text (base/json.h); the struct's fields are the
 * caller's business.
 */
struct sm_member;
void sm_op_splice(struct sm_arena *, struct sm_op *, const struct sm_member *,
    size_t n);
/* Take out what sm-risk and sm-order had said, from text and struct. */
void sm_op_strip(struct sm_arena *, struct sm_op *);

/*
 * The other half that an op's maybe_renamed_to or maybe_renamed_from (JSON text)
 * names.  False where there is none.
 */
struct sm_maybe {
	const char *name;
	double score;
};
bool sm_op_maybe(struct sm_arena *, const char *json, struct sm_maybe *);

/* "add column users.email" : what the op does, in words; printable. */
const char *sm_op_describe(struct sm_arena *, const struct sm_op *);
/* The same under a heading that names the table: "add column email". */
const char *sm_op_describe_within(struct sm_arena *, const struct sm_op *);
/*
 * Of a MODIFY of a part what its fields were and are, as far as a line can say
 * it: "type INTEGER -> NUMERIC, nullable no -> yes"; NULL of all other ops.
 */
const char *sm_op_values(struct sm_arena *, const struct sm_op *);
/* "users.email", "users", "index i_email on users": what it is about. */
const char *sm_op_subject(struct sm_arena *, const struct sm_op *);

#endif
