#include "stages/sql_postgresql_rows.h"

bool
sm_pgsql_add_index(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_index(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_index(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_rename_index(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_make_index(struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_index *index, bool attach)
{
	(void)table;
	(void)index;
	(void)attach;
	return sm_pgsql_refuse(w, "TODO");
}
