/*
 * Field tables: what members a record or a part of one has, where each is
 * kept, and how two of it are compared.  Reading, writing, comparing and
 * documenting (a test holds man/sm-ndjson.5 against them) all go by these
 * tables: a new field is a member of a struct and a row.
 */
#ifndef SM_MODEL_SHAPE_H
#define SM_MODEL_SHAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/list.h"
#include "text/dialect.h"

enum sm_field_type {
	SM_FIELD_STRING,  /* const char *; NULL: absent */
	SM_FIELD_BOOL,    /* bool; false: absent */
	SM_FIELD_ALWAYS,  /* bool, always written ("nullable" alone) */
	SM_FIELD_COUNT,   /* long long; -1: absent */
	SM_FIELD_STRINGS, /* struct sm_strings; empty: absent */
	SM_FIELD_OPTIONS, /* struct sm_options; empty: absent */
	SM_FIELD_PART,    /* pointer to a struct of `shape`; NULL: absent */
	SM_FIELD_PARTS    /* list of structs of `shape`; empty: absent */
};

/* How the field is compared, when two of its kind are (model/compare.h). */
enum sm_compare_how {
	SM_COMPARE_NOT,     /* never a difference */
	SM_COMPARE_EXACT,   /* byte for byte */
	SM_COMPARE_FOLDED,  /* ASCII letters without case (actions, modes) */
	SM_COMPARE_TABLE,   /* a table's name: folded */
	SM_COMPARE_COLUMN,  /* names of columns: folded */
	SM_COMPARE_MATCH,   /* folded, where the engine obeys a MATCH clause */
	SM_COMPARE_TYPE,    /* sm_type_same */
	SM_COMPARE_SQL,     /* sm_sql_normal */
	SM_COMPARE_DEFAULT, /* sm_default_normal */
	SM_COMPARE_PARTS    /* part by part, in order, by their own tables */
};

struct sm_field {
	const char *name;
	enum sm_field_type type;
	enum sm_compare_how how;
	size_t offset;
	const struct sm_shape *shape; /* of a part */
	bool required;                /* a record without it is refused */
};

struct sm_shape {
	const char *what; /* "column": for messages */
	size_t size;      /* of the struct */
	size_t extra;     /* offset of its const char *extra: unknown members,
	                     as the text of a JSON object, or NULL */
	const struct sm_field *fields;
	size_t n;
};

/* An option: a name and its value as JSON text. */
struct sm_option {
	const char *name, *value;
};
struct sm_options {
	struct sm_option *v;
	size_t n, cap;
};
/* The JSON text of an option's value, or NULL. */
const char *sm_option(const struct sm_options *, const char *name);
/* Is the option there and true? */
bool sm_option_on(const struct sm_options *, const char *name);
/* Its value as text, strings without their quotes; NULL: it isn't there. */
const char *sm_option_text(struct sm_arena *, const struct sm_options *,
    const char *name);
/* The strings of one that is a list of them; empty: it isn't there. */
struct sm_strings sm_option_strings(struct sm_arena *,
    const struct sm_options *, const char *name);
/* Set the option (both strings kept by reference), replacing an older value. */
void sm_option_set(struct sm_arena *, struct sm_options *, const char *name,
    const char *value);
/* The same to a string, which is copied, quoted; NULL: nothing happens. */
void sm_option_set_text(struct sm_arena *, struct sm_options *,
    const char *name, const char *text);
/* Take the option out; nothing happens where it isn't. */
void sm_option_unset(struct sm_options *, const char *name);

/* Fill the struct at `to` (zeroed, of the shape) from a JSON object. */
bool sm_shape_read(struct sm_arena *, const struct sm_shape *, void *to,
    const json_t *, struct sm_error *);
/* Append the struct's members, without braces; *first is kept for the comma. */
void sm_shape_write_members(struct sm_buf *, const struct sm_shape *,
    const void *from, bool *first);
/* Append the struct as a JSON object. */
void sm_shape_write(struct sm_buf *, const struct sm_shape *, const void *);
/* A new zeroed struct of the shape (counts -1). */
void *sm_shape_new(struct sm_arena *, const struct sm_shape *);
/* A deep copy of the lists, strings by reference. */
void *sm_shape_copy(struct sm_arena *, const struct sm_shape *, const void *);

/*
 * Compare two structs of one shape; the words of the fields that differ are
 * added to `changes`, unknown members by their keys.  Renames are not its
 * business: model/rename.h gives the old side its new names beforehand.
 */
void sm_shape_compare(struct sm_arena *, const struct sm_dialect *,
    const struct sm_shape *, const void *old, const void *new_,
    struct sm_strings *changes);

#endif
