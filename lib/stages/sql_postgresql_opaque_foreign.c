/*
 * What CREATE FOREIGN TABLE can't say: that it is a partition, what is kept of
 * its columns.
 */
#include <string.h>

#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_opaque.h"

static const char partition_of[] = "partition_of", bound[] = "bound";

static bool
attach(struct sm_pgsql *w, const char *name, const struct sm_object *o)
{
	const char *parent = sm_option_text(w->arena, &o->options,
	    partition_of);
	const char *values = sm_option_text(w->arena, &o->options, bound);

	if (parent == NULL)
		return true;
	parent = sm_pgsql_text(w, SM_FRAGMENT_DEFAULT, parent, "its parent");
	values = parent == NULL ? NULL
	    : sm_pgsql_text(w, SM_FRAGMENT_QUERY,
	          values != NULL ? values : "", "its bound");
	if (values == NULL)
		return false;
	sm_pgsql_run(&w->script, "ALTER TABLE %s ATTACH PARTITION %s %s",
	    parent, name, values);
	return true;
}

static bool
detach(struct sm_pgsql *w, const char *name, const struct sm_object *o)
{
	const char *parent = sm_option_text(w->arena, &o->options,
	    partition_of);

	if (parent == NULL)
		return true;
	parent = sm_pgsql_text(w, SM_FRAGMENT_DEFAULT, parent, "its parent");
	if (parent == NULL)
		return false;
	sm_pgsql_run(&w->script, "ALTER TABLE %s DETACH PARTITION %s", parent,
	    name);
	return true;
}

/* "x.statistics": no name of an option has a dot in it. */
static bool
column_option(struct sm_pgsql *w, const char *name, const char *option,
    const char *value)
{
	const char *dot = strrchr(option, '.'), *column;

	if (dot == NULL)
		return sm_pgsql_no_option(w, option);
	column = sm_memdup(w->arena, option, (size_t)(dot - option));
	if (strcmp(dot + 1, "comment") != 0)
		return sm_pgsql_column_option(w, "FOREIGN TABLE", name,
		    column, dot + 1, value);
	sm_pgsql_comment(w, "COLUMN", sm_sprintf(w->arena, "%s.%s", name,
	    sm_pgsql_name(w, column)), value);
	return true;
}

bool
sm_pgsql_foreign_table_options(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	struct sm_strings names = sm_pgsql_options_turned(w, old, new_);
	bool moves = sm_strings_has(&names, partition_of) ||
	    sm_strings_has(&names, bound);
	const char *was, *is;
	size_t i;

	if (moves && ((old != NULL && !detach(w, name, old)) ||
	        !attach(w, name, new_)))
		return false;
	for (i = 0; i < names.n; i++)
		if (strcmp(names.v[i], partition_of) != 0 &&
		    strcmp(names.v[i], bound) != 0 &&
		    sm_pgsql_option_turns(w, old, new_, names.v[i], &was,
		        &is) && !column_option(w, name, names.v[i], is))
			return false;
	return true;
}
