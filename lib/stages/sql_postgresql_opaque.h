/*
 * For PostgreSQL's renderer only: the kinds that the snapshot holds whole, as
 * the words of CREATE behind the name.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_OPAQUE_H
#define SM_STAGES_SQL_POSTGRESQL_OPAQUE_H

#include "stages/sql_postgresql_rows.h"

/* A name as a statement has it; NULL: refused. */
typedef const char *sm_pgsql_opaque_name(struct sm_pgsql *,
    const struct sm_object *);

struct sm_pgsql_opaque {
	const char *record;
	const char *what; /* as in CREATE, DROP and COMMENT ON */
	sm_pgsql_opaque_name *made;  /* what stands before the definition */
	sm_pgsql_opaque_name *named; /* what DROP and COMMENT ON say */
	const char *flag;      /* an option that is a word of CREATE, or NULL */
	const char *flag_word; /* "DEFAULT": before `what` */
	bool replaces; /* CREATE OR REPLACE changes definition and flag */
	/*
	 * Options that are set by statements of their own, from one state to
	 * the other (old NULL: it was just made); NULL: the kind has none.
	 * Only those that op->changes names, if old isn't NULL.
	 */
	bool (*options)(struct sm_pgsql *, const char *name,
	    const struct sm_object *old, const struct sm_object *new_);
	/* Why it can't be made, dropped or changed; NULL: it can. */
	bool (*refuse)(struct sm_pgsql *, const struct sm_object *);
};
extern const struct sm_pgsql_opaque sm_pgsql_opaque_kinds[];

/* sql_postgresql_opaque_options.c, _opaque_foreign.c */
bool sm_pgsql_event_trigger_options(struct sm_pgsql *, const char *name,
    const struct sm_object *old, const struct sm_object *new_);
bool sm_pgsql_subscription_options(struct sm_pgsql *, const char *name,
    const struct sm_object *old, const struct sm_object *new_);
bool sm_pgsql_family_options(struct sm_pgsql *, const char *name,
    const struct sm_object *old, const struct sm_object *new_);
bool sm_pgsql_configuration_options(struct sm_pgsql *, const char *name,
    const struct sm_object *old, const struct sm_object *new_);
bool sm_pgsql_foreign_table_options(struct sm_pgsql *, const char *name,
    const struct sm_object *old, const struct sm_object *new_);

/* Refuse an option that no statement changes. */
bool sm_pgsql_no_option(struct sm_pgsql *, const char *option);
/*
 * The option's value in either object, as text; false: it is no concern of the
 * op's, for it doesn't differ or isn't to be changed.
 */
bool sm_pgsql_option_turns(struct sm_pgsql *, const struct sm_object *old,
    const struct sm_object *new_, const char *option, const char **was,
    const char **is);
/* The names of all options that differ so. */
struct sm_strings sm_pgsql_options_turned(struct sm_pgsql *,
    const struct sm_object *old, const struct sm_object *new_);

#endif
