/*
 * The kinds of objects: a row each, with the members that the kind uses.
 */
#ifndef SM_MODEL_KIND_H
#define SM_MODEL_KIND_H

#include "model/schema.h"
#include "model/shape.h"

/* What an op is about: a part of a table, or an object. */
struct sm_target {
	const char *word; /* "COLUMN" in ADD_COLUMN */
	const char *noun; /* "column" in sentences */
	enum sm_part {
		SM_PART_NONE, /* a whole object: its record's kind is `kind` */
		SM_PART_COLUMN,
		SM_PART_PRIMARY_KEY,
		SM_PART_UNIQUE,
		SM_PART_CHECK,
		SM_PART_EXCLUSION,
		SM_PART_FK,
		SM_PART_INDEX,
		SM_PARTS /* how many */
	} part;
	const struct sm_shape *shape; /* of old and new; NULL for objects */
	const struct sm_kind *kind;   /* of objects; of parts the table's */
};

struct sm_kind {
	const char *record; /* "view"; NULL: a kind that we don't know */
	const char *noun;   /* "view", "virtual table": for sentences */
	const struct sm_shape *shape; /* of struct sm_object, for this kind */
	bool on_table;      /* belongs to a table (trigger): `table` is set */
	bool holds_rows;    /* is dropping it a loss of data? */
	bool is_renamed;    /* may get another name by a RENAME op */
	bool is_relation;   /* shares the tables' name space */
	bool is_routine;    /* shares the functions' name space */
	bool is_type;       /* shares the types' name space */
	bool has_parts;     /* indexes and constraints are ops of their own */
	bool opaque;        /* held whole: its definition is what is compared */
	struct sm_target target; /* of the ops on it */
};

/* The kind of a record's name; a row with record NULL for an unknown one. */
const struct sm_kind *sm_kind_find(const char *record);
/* All rows, ending in the one with record NULL. */
extern const struct sm_kind sm_kinds[];

/* The shapes of the parts of a table, and of a header's scope. */
extern const struct sm_shape sm_shape_column, sm_shape_key, sm_shape_check,
    sm_shape_exclusion, sm_shape_foreign_key, sm_shape_references,
    sm_shape_index, sm_shape_index_key, sm_shape_counter, sm_shape_name,
    sm_shape_grant, sm_shape_attribute, sm_shape_output_column, sm_shape_need,
    sm_shape_stats, sm_shape_scope, sm_shape_unreadable;

#endif
