/*
 * The kinds that are held whole: a query for each, all of them run as one.
 * Inside sources only.
 */
#ifndef SM_SOURCES_POSTGRESQL_OPAQUE_H
#define SM_SOURCES_POSTGRESQL_OPAQUE_H

#include <stdint.h>

struct sm_pg_opaque {
	const char *record;
	uint32_t catalog;
	/* The versions that it is for, in sm_pg_version's form: from `since`
	   on, up to those before `until`; 0: any. */
	int since, until;
	/*
	 * What follows "SELECT 'record', catalog, ": oid, schema, name,
	 * arguments, definition, options, and FROM what.  Options are a text[]
	 * of name=value, or the name alone for true; a NULL in it is passed
	 * over.  A definition that is NULL: it can't be read.
	 */
	const char *sql;
	const char *why; /* it can't */
};

/* Ends in a row without a record. */
extern const struct sm_pg_opaque sm_pg_opaque_kinds[], sm_pg_foreign_kinds[];

/* name.name in quotes where they are needed, for queries. */
#define SM_PG_QUALIFIED(schema, name)                                          \
	"quote_ident(" schema ") || '.' || quote_ident(" name ")"
/* Order texts bytewise, whatever the database's collation is. */
#define SM_PG_BYTEWISE " COLLATE \"C\""

#endif
