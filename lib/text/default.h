/*
 * Classes of column defaults (risk-rules.md, section 5): what a default does to
 * the rows that are there when a column comes with it.
 */
#ifndef SM_TEXT_DEFAULT_H
#define SM_TEXT_DEFAULT_H

#include "text/dialect.h"

enum sm_default_class {
	SM_DEFAULT_NONE,       /* no default, or the default NULL */
	SM_DEFAULT_CONSTANT,   /* a literal: one value for all rows */
	SM_DEFAULT_STABLE,     /* one value for a statement: now() */
	SM_DEFAULT_VOLATILE,   /* a value a row: random(), nextval() */
	SM_DEFAULT_EXPRESSION, /* SQLite, MySQL: anything but a literal */
	SM_DEFAULT_UNKNOWN     /* calls a function that isn't in the table */
};

/* The class of a default as the catalog spells it; NULL: none. */
enum sm_default_class sm_default_class(const struct sm_dialect *,
    const char *text);

#endif
