/*
 * For PostgreSQL's renderer only: what schemas, types and collations share.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_TYPE_H
#define SM_STAGES_SQL_POSTGRESQL_TYPE_H

#include "stages/sql_postgresql_rows.h"

/*
 * Are all of the op's changes among the words ("version schema"), or comment,
 * owner and grants?  Refuses otherwise.
 */
bool sm_pgsql_knows(struct sm_pgsql *, const char *words);

/* "TYPE" and the name: what DROP and COMMENT ON call the object. */
bool sm_pgsql_drop_plain(struct sm_pgsql *, const char *what,
    const struct sm_object *);

/* The text as it must stand in the first argument of format(). */
const char *sm_pgsql_for_format(struct sm_pgsql *, const char *);
/* At most so much of the name that `more` bytes fit behind it. */
const char *sm_pgsql_clip(struct sm_pgsql *, const char *name, size_t more);

/* Append COLLATE and the name; nothing for NULL.  Refuses what is none. */
bool sm_pgsql_add_collate(struct sm_pgsql *, struct sm_buf *,
    const char *collation);

/*
 * Another definition for a type that columns hold (sql_postgresql_replace.c):
 * the old one is renamed aside, the new one is made, the columns are cast, the
 * old one is dropped.
 */
struct sm_pgsql_replacement {
	const char *what;  /* "TYPE", "DOMAIN" */
	bool (*create)(struct sm_pgsql *, const struct sm_object *);
	const char *through; /* type that values are cast through; NULL: none,
	                        the server assigns old to new by itself */
	struct sm_strings removed; /* an enum's values that no row may hold */
};
bool sm_pgsql_replace_type(struct sm_pgsql *, const struct sm_object *old,
    const struct sm_object *new_, const struct sm_pgsql_replacement *);

/* Do columns hold arrays of the type? */
bool sm_pgsql_in_arrays(struct sm_pgsql *, const struct sm_object *type);
/* What the old one is called for a while. */
const char *sm_pgsql_name_aside(struct sm_pgsql *, const char *name);

/*
 * How a type's text names that type: 'x' as such, '[' in an array, '\0' not at
 * all.
 */
char sm_pgsql_type_use(struct sm_pgsql *, const char *text,
    const struct sm_object *type);

/* The object, if it is there now. */
const struct sm_object *sm_pgsql_object_now(struct sm_pgsql *,
    const struct sm_sql_item *);
/* The column as the table has it now, NULL: it hasn't. */
const struct sm_column *sm_pgsql_column_by_now(struct sm_pgsql *,
    const struct sm_sql_item *table, const char *name);

#endif
