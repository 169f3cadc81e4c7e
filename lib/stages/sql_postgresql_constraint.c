#include "stages/sql_postgresql_rows.h"

bool
sm_pgsql_add_primary_key(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_primary_key(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_primary_key(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_rename_primary_key(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_unique(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_unique(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_unique(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_rename_unique(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_check(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_check(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_check(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_rename_check(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_exclusion(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_exclusion(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_exclusion(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_rename_exclusion(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_foreign_key(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_foreign_key(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_foreign_key(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_rename_foreign_key(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_constraint_text(struct sm_pgsql *w, struct sm_buf *b,
    enum sm_part kind, const struct sm_object *table, const void *part)
{
	(void)b;
	(void)kind;
	(void)table;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_constraint_rest(struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part)
{
	(void)w;
	(void)kind;
	(void)table;
	(void)part;
	return true;
}
