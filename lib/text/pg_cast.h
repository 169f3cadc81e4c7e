/*
 * Which of PostgreSQL's built-in types a column can become, and what that
 * takes: the server's pg_cast as data, measured on PostgreSQL 15 and 18.
 */
#ifndef SM_TEXT_PG_CAST_H
#define SM_TEXT_PG_CAST_H

#include <stdbool.h>

#include "base/arena.h"

enum sm_pg_cast {
	SM_PG_CAST_NONE,
	SM_PG_CAST_TEXT,       /* by way of text only: both ends can do that */
	SM_PG_CAST_EXPLICIT,   /* only where a cast is written */
	SM_PG_CAST_ASSIGNMENT, /* by itself */
	SM_PG_CAST_BINARY,     /* by itself, and the values stay as they are */
	SM_PG_CAST_SAME        /* it is the same type */
};

/* A type's text, as format_type spells it, in its parts. */
struct sm_pg_type {
	const char *base;  /* without modifiers and brackets */
	bool array;
	int args;          /* how many of arg[] are there */
	long arg[2];
};
struct sm_pg_type sm_pg_type_parse(struct sm_arena *, const char *text);

/* Does the table know the (base) type? */
bool sm_pg_type_known(const char *base);
/* One whose values are text: text, character varying, ... */
bool sm_pg_type_is_string(const char *base);

/*
 * How a value gets from one base type to the other; for two known types.
 * version as sm_version gives it.
 */
enum sm_pg_cast sm_pg_cast(const char *from, const char *to, long version);

/*
 * Do all values of the one type fit the other of the same base as they are
 * (varchar growing, numeric with the same scale), so that the server need not
 * look at them?
 */
bool sm_pg_type_holds(const struct sm_pg_type *wider,
    const struct sm_pg_type *narrower);

#endif
