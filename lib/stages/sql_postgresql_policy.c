/*
 * Policies of row security.
 */
#include <string.h>

#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_state.h"
#include "stages/sql_postgresql_type.h"

static const char *const commands[] = {
	"SELECT", "INSERT", "UPDATE", "DELETE", NULL,
};

static bool
add_expression(struct sm_pgsql *w, struct sm_buf *b, const char *word,
    const char *text)
{
	if (text == NULL)
		return true;
	text = sm_pgsql_text(w, SM_FRAGMENT_EXPRESSION, text,
	    sm_sprintf(w->arena, "its %s", word));
	if (text == NULL)
		return false;
	sm_buf_addf(b, "\n%s (%s)", word, text);
	return true;
}

static void
add_roles(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	sm_buf_addf(b, "\nTO %s", o->roles.n == 0
	    ? "PUBLIC" : sm_pgsql_names(w, &o->roles));
}

static const char *
command_of(struct sm_pgsql *w, const struct sm_object *o)
{
	size_t i;

	if (o->command == NULL)
		return "ALL";
	for (i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i], o->command) == 0)
			return commands[i];
	sm_pgsql_refuse(w, "there is no policy for such a command");
	return NULL;
}

static bool
create(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	const char *command = command_of(w, o);

	if (command == NULL)
		return false;
	sm_buf_addf(b, "CREATE POLICY %s%s\nFOR %s", sm_pgsql_on_table(w, o),
	    o->restrictive ? " AS RESTRICTIVE" : "", command);
	add_roles(w, b, o);
	return add_expression(w, b, "USING", o->using_) &&
	    add_expression(w, b, "WITH CHECK", o->with_check);
}

bool
sm_pgsql_add_policy(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = create(w, &b, o);

	(void)part;
	if (fine)
		sm_pgsql_run(&w->script, "%s", sm_buf_str(&b));
	sm_buf_free(&b);
	if (fine && o->comment != NULL)
		sm_pgsql_comment(w, "POLICY", sm_pgsql_on_table(w, o),
		    o->comment);
	return fine;
}

bool
sm_pgsql_drop_policy(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	sm_pgsql_run(&w->script, "DROP POLICY %s", sm_pgsql_on_table(w, o));
	return true;
}

/* What isn't named stays as it is. */
static bool
alter(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	sm_buf_addf(b, "ALTER POLICY %s", sm_pgsql_on_table(w, o));
	if (sm_pgsql_changes(w, "roles"))
		add_roles(w, b, o);
	return (!sm_pgsql_changes(w, "using") ||
	           add_expression(w, b, "USING", o->using_)) &&
	    (!sm_pgsql_changes(w, "with_check") ||
	        add_expression(w, b, "WITH CHECK", o->with_check));
}

bool
sm_pgsql_modify_policy(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_knows(w, "roles using with_check");
	bool all = sm_pgsql_changes(w, "roles") ||
	    sm_pgsql_changes(w, "using") || sm_pgsql_changes(w, "with_check");

	(void)old;
	(void)old_part;
	(void)new_part;
	if (fine && all && (fine = alter(w, &b, new_)))
		sm_pgsql_run(&w->script, "%s", sm_buf_str(&b));
	sm_buf_free(&b);
	if (fine && sm_pgsql_changes(w, "comment"))
		sm_pgsql_comment(w, "POLICY", sm_pgsql_on_table(w, new_),
		    new_->comment);
	return fine;
}
