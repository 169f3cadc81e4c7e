/*
 * Extended statistics.
 */
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_type.h"

static const char what[] = "STATISTICS";

static bool
set_target(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *target = sm_option_text(w->arena, &o->options,
	    "statistics");

	target = sm_pgsql_text(w, SM_FRAGMENT_DEFAULT,
	    target != NULL ? target : "-1", "its target");
	if (target == NULL)
		return false;
	if (w->version < SM_PGSQL_VERSION(13))
		return sm_pgsql_refuse(w, "before PostgreSQL 13 statistics "
		    "have no target of their own");
	sm_pgsql_run(&w->script, "ALTER STATISTICS %s SET STATISTICS %s",
	    sm_pgsql_object_name(w, o), target);
	return true;
}

bool
sm_pgsql_add_statistics(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = sm_pgsql_object_name(w, o);
	const char *text = sm_pgsql_text(w, SM_FRAGMENT_QUERY, o->definition,
	    "its definition");

	(void)part;
	if (text == NULL)
		return false;
	sm_pgsql_run(&w->script, "CREATE STATISTICS %s %s", name, text);
	return (sm_option(&o->options, "statistics") == NULL ||
	           set_target(w, o)) &&
	    sm_pgsql_add_access(w, what, name, o);
}

bool
sm_pgsql_drop_statistics(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, what, o);
}

bool
sm_pgsql_modify_statistics(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old_part;
	(void)new_part;
	return sm_pgsql_knows(w, "statistics") &&
	    (!sm_pgsql_changes(w, "statistics") || set_target(w, new_)) &&
	    sm_pgsql_modify_access(w, what, sm_pgsql_object_name(w, new_),
	        old, new_);
}
