/*
 * Rules.
 */
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_state.h"
#include "stages/sql_postgresql_type.h"

bool
sm_pgsql_add_rule(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *text = sm_pgsql_rule_text(w, o->definition,
	    "its definition");

	(void)part;
	if (text == NULL)
		return false;
	sm_pgsql_run(&w->script, "CREATE RULE %s %s",
	    sm_pgsql_name(w, o->name), text);
	if (o->enabled != NULL && !sm_pgsql_set_state(w, sm_pgsql_its_table(w),
	        "RULE", o, o->enabled))
		return false;
	if (o->comment != NULL)
		sm_pgsql_comment(w, "RULE", sm_pgsql_on_table(w, o),
		    o->comment);
	return true;
}

bool
sm_pgsql_drop_rule(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	sm_pgsql_run(&w->script, "DROP RULE %s", sm_pgsql_on_table(w, o));
	return true;
}

bool
sm_pgsql_modify_rule(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "enabled"))
		return false;
	if (sm_pgsql_changes(w, "enabled") && !sm_pgsql_set_state(w,
	        sm_pgsql_its_table(w), "RULE", new_, new_->enabled))
		return false;
	if (sm_pgsql_changes(w, "comment"))
		sm_pgsql_comment(w, "RULE", sm_pgsql_on_table(w, new_),
		    new_->comment);
	return true;
}
