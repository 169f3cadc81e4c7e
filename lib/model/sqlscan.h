/*
 * What each name in a piece of SQL stands for, as far as the text itself tells:
 * a table, a qualifier, a column of one of the tables in reach.  Enough of a
 * SELECT's, an INSERT's and a trigger's grammar to follow scopes; no more is
 * understood, and what isn't is left alone by those who use it.
 */
#ifndef SM_MODEL_SQLSCAN_H
#define SM_MODEL_SQLSCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "text/lexer.h"

#define SM_SCAN_NONE ((size_t)-1)

enum sm_role {
	SM_ROLE_OTHER,     /* keyword, function, alias, type, no name at all */
	SM_ROLE_TABLE,     /* a table or view */
	SM_ROLE_QUALIFIER, /* before a dot: a table, an alias, a schema */
	SM_ROLE_COLUMN,    /* a column of a table in reach, unqualified */
	SM_ROLE_QUALIFIED, /* a column, after a qualifier */
	SM_ROLE_TARGET,    /* a column of the statement's target table */
	SM_ROLE_COMMON     /* a column that a join has in common (USING) */
};

struct sm_word {
	struct sm_token token;
	enum sm_role role;
	const char *name;  /* of a name: unquoted */
	size_t scope;      /* where it is looked up */
	size_t qualifier;  /* index of the word before the dot, or none */
	bool order_term;   /* all of a term of ORDER BY: an alias goes first */
};

/* A table, view, subquery or common table expression that a scope reads. */
struct sm_item {
	const char *name;  /* NULL: a subquery */
	const char *schema, *alias;
};
struct sm_scan_scope {
	size_t parent;
	struct {
		struct sm_item *v;
		size_t n, cap;
	} items;
	struct sm_strings aliases; /* of the result */
	struct sm_item target;     /* of INSERT, UPDATE; name NULL: none */
	bool compound;             /* one of several joined by UNION */
	bool select;               /* a SELECT has begun */
	bool natural;              /* has a NATURAL JOIN */
};
struct sm_scan {
	const struct sm_dialect *dialect;
	const char *text;
	size_t len;
	struct {
		struct sm_word *v; /* the solid tokens */
		size_t n, cap;
	} words;
	struct {
		struct sm_scan_scope *v; /* the first is the outermost */
		size_t n, cap;
	} scopes;
	struct sm_strings ctes; /* names made by WITH */
};

/*
 * Scan an expression or query.  table: what the unqualified columns of an
 * expression belong to (a check's own table); NULL: nothing.
 */
void sm_scan_text(struct sm_arena *, const struct sm_dialect *,
    const char *text, const struct sm_item *table, struct sm_scan *);
/* Scan a trigger from BEFORE or AFTER on; its table is the outer target. */
void sm_scan_trigger(struct sm_arena *, const struct sm_dialect *,
    const char *text, struct sm_scan *);

#endif
