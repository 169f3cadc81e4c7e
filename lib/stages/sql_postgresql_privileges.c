/*
 * ALTER DEFAULT PRIVILEGES: what objects that are made later will have.
 */
#include <ctype.h>
#include <string.h>

#include "stages/sql_postgresql_grants.h"
#include "stages/sql_postgresql_type.h"

/* "TABLES" */
static const char *
capitals(struct sm_pgsql *w, const char *word)
{
	char *copy = sm_strdup(w->arena, word), *c;

	for (c = copy; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return copy;
}

/*
 * From one record to the other; NULL: there is none.  Without a schema it
 * stands in the place of the server's own rules, in a schema it comes on top of
 * them.
 */
static bool
move(struct sm_pgsql *w, const struct sm_object *about,
    const struct sm_object *old, const struct sm_object *new_)
{
	const struct sm_pgsql_rights *rights = about->arguments != NULL
	    ? sm_pgsql_rights_default(about->arguments) : NULL;
	const char *role = sm_pgsql_name(w, about->name);
	struct sm_pgsql_place place = {.rights = rights, .owner = role};
	const struct sm_object *sides[] = {old, new_};
	struct sm_grants states[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
	size_t i;

	if (rights == NULL)
		return sm_pgsql_refuse(w, "no objects of that kind are known "
		    "here");
	place.on = capitals(w, rights->defaults);
	place.before = sm_sprintf(w->arena,
	    "ALTER DEFAULT PRIVILEGES FOR ROLE %s%s%s ", role,
	    about->schema != NULL ? " IN SCHEMA " : "",
	    about->schema != NULL ? sm_pgsql_name(w, about->schema) : "");
	for (i = 0; i < 2; i++) {
		if (about->schema != NULL && sides[i] != NULL)
			states[i] = sides[i]->grants;
		else if (about->schema == NULL)
			states[i] = sides[i] != NULL
			    ? sm_pgsql_full_grants(w, rights,
			          &sides[i]->grants)
			    : sm_pgsql_server_grants(w, rights);
	}
	return sm_pgsql_move_grants(w, &place, &states[0], &states[0],
	    &states[1]);
}

bool
sm_pgsql_add_default_privileges(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return move(w, o, NULL, o);
}

bool
sm_pgsql_drop_default_privileges(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return move(w, o, o, NULL);
}

bool
sm_pgsql_modify_default_privileges(struct sm_pgsql *w,
    const struct sm_object *old, const struct sm_object *new_,
    const void *old_part, const void *new_part)
{
	(void)old_part;
	(void)new_part;
	return sm_pgsql_knows(w, "") && move(w, new_, old, new_);
}
