/*
 * For PostgreSQL's renderer only: what a snapshot wasn't asked for, and DROP
 * loses, is looked at when the script runs.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_KEEP_H
#define SM_STAGES_SQL_POSTGRESQL_KEEP_H

#include "stages/sql_postgresql.h"

/*
 * Of an object that is there before and after: is its "owners" or "grants" not
 * known, so that it must be kept?  Both sides must have been asked for it.
 */
bool sm_pgsql_keeps(const struct sm_pgsql *, const char *extra);

/*
 * Before the DROP of an object, or of a column, that the plan makes again: note
 * owner, grants and security labels.  After the ADD, in the same transaction:
 * give them to the new one, if they were noted.  op is the one at hand, maybe a
 * half (sm_sql_split) of the whole one.  False: refused.
 */
bool sm_pgsql_keep(struct sm_pgsql *, const struct sm_op *whole,
    const struct sm_op *op);
bool sm_pgsql_keep_again(struct sm_pgsql *, const struct sm_op *op);

/*
 * Are the grants of the object at hand, or of the column (not NULL), noted?
 * Then none are to be given from the plan when it is made.
 */
bool sm_pgsql_gets_grants_again(struct sm_pgsql *, const char *column);

/* sm_pgsql_keep() of any object that is about to become the other one. */
bool sm_pgsql_keep_object(struct sm_pgsql *, const struct sm_object *old,
    const struct sm_object *new_);
bool sm_pgsql_keep_object_again(struct sm_pgsql *,
    const struct sm_object *new_);

#endif
