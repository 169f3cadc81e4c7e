/*
 * For PostgreSQL's renderer only: what is on a table, and can be switched off.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_STATE_H
#define SM_STAGES_SQL_POSTGRESQL_STATE_H

#include "stages/sql_postgresql_rows.h"

/*
 * The table that the object at hand is on, as it is called by now, qualified.
 */
const char *sm_pgsql_its_table(const struct sm_pgsql *);
/*
 * ALTER TABLE ... ENABLE what name, DISABLE, ENABLE ALWAYS, ENABLE REPLICA:
 * `enabled` as in the record, NULL as it is made.
 */
bool sm_pgsql_set_state(struct sm_pgsql *, const char *table, const char *what,
    const struct sm_object *, const char *enabled);
/* DISABLE, ENABLE ALWAYS, ...; NULL: there is no such state. */
const char *sm_pgsql_state_words(const char *enabled);
/* "name ON table", as DROP and COMMENT ON call it. */
const char *sm_pgsql_on_table(const struct sm_pgsql *,
    const struct sm_object *);

#endif
