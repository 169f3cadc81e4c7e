/*
 * Column types: one table maps each dialect's names to a base type and its
 * family (type.c).
 */
#ifndef SM_TEXT_TYPE_H
#define SM_TEXT_TYPE_H

#include <stdbool.h>

#include "base/arena.h"
#include "text/dialect.h"

/*
 * Families in which two types are near relations (renames/spec.md, section 3:
 * any type outside these is compatible only with itself).
 */
enum sm_family {
	SM_FAMILY_NONE, /* only compatible with itself */
	SM_FAMILY_INTEGER, /* smallint int bigint */
	SM_FAMILY_TEXT,    /* varchar text char citext enum */
	SM_FAMILY_NUMERIC, /* decimal float double */
	SM_FAMILY_TIME,    /* timestamp timestamptz date */
	SM_FAMILY_JSON     /* json jsonb hstore */
};

/* SQLite's column affinities (datatype3.html, section 3.1). */
enum sm_affinity {
	SM_AFFINITY_INTEGER,
	SM_AFFINITY_TEXT,
	SM_AFFINITY_BLOB,
	SM_AFFINITY_REAL,
	SM_AFFINITY_NUMERIC
};

struct sm_type {
	const char *base;      /* canonical base name: "int", "varchar", …; a name
	                          that the table doesn't know: itself, lower case */
	enum sm_family family;
	int args;              /* how many of arg[] are there */
	long arg[2];           /* length, or precision and scale */
	bool is_unsigned;
};

/* Read a type as the catalog spells it; strings in the arena. */
struct sm_type sm_type_parse(struct sm_arena *, const struct sm_dialect *,
    const char *text);

/*
 * Do the two spell one type?  Case, blanks and the dialect's aliases don't
 * count (SQLite has no aliases: INT and INTEGER are two there, since INT
 * PRIMARY KEY is no rowid).
 */
bool sm_type_same(const struct sm_dialect *, const char *, const char *);

enum sm_affinity sm_affinity(const char *type);
const char *sm_affinity_name(enum sm_affinity);

#endif
