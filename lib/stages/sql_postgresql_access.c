#include "stages/sql_postgresql.h"

bool
sm_pgsql_add_access(struct sm_pgsql *w, const char *what, const char *name,
    const struct sm_object *o)
{
	(void)w; (void)what; (void)name; (void)o;
	return true;
}

bool
sm_pgsql_modify_access(struct sm_pgsql *w, const char *what, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	(void)w; (void)what; (void)name; (void)old; (void)new_;
	return true;
}

void
sm_pgsql_comment(struct sm_pgsql *w, const char *what, const char *name,
    const char *comment)
{
	sm_pgsql_run(&w->script, "COMMENT ON %s %s IS %s", what, name,
	    comment != NULL ? sm_pgsql_string(w, comment) : "NULL");
}

bool
sm_pgsql_grants(struct sm_pgsql *w, const char *what, const char *name,
    const char *column, const struct sm_grants *old,
    const struct sm_grants *new_)
{
	(void)w; (void)what; (void)name; (void)column; (void)old; (void)new_;
	return true;
}
