#include "stages/sql_postgresql_rows.h"

bool
sm_pgsql_add_domain(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_domain(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_domain(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_composite_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_composite_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_composite_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_range_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_range_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_range_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_collation(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_collation(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_collation(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}
