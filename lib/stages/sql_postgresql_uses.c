/*
 * Options of a table that name an index, which is lost with it.
 */
#include <string.h>

#include "stages/sql_postgresql_key.h"

/*
 * State them again for an index that was made: the op that made the table, or
 * changed the option, may have come before there was one.
 */
void
sm_pgsql_index_uses(struct sm_pgsql *w, const struct sm_object *table,
    const char *name)
{
	const char *what = strcmp(table->kind->record, "view") == 0
	    ? "MATERIALIZED VIEW" : "TABLE";
	const char *cluster = sm_option_text(w->arena, &table->options,
	    "cluster_on");
	const char *identity = sm_option_text(w->arena, &table->options,
	    "replica_identity");
	const char *here = sm_pgsql_table_here(w, table);

	if (cluster != NULL && strcmp(cluster, name) == 0)
		sm_pgsql_run(&w->script, "ALTER %s %s CLUSTER ON %s", what,
		    here, sm_pgsql_name(w, name));
	if (identity != NULL && strncmp(identity, "index ", 6) == 0 &&
	    strcmp(identity + 6, name) == 0)
		sm_pgsql_run(&w->script, "ALTER %s %s REPLICA IDENTITY USING "
		    "INDEX %s", what, here, sm_pgsql_name(w, name));
}
