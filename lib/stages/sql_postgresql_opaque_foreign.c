/*
 * What CREATE FOREIGN TABLE can't say: that it is a partition, what is kept of
 * its columns.
 */
#include <string.h>

#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_opaque.h"
#include "stages/sql_postgresql_table.h"

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
    const struct sm_object *old, const struct sm_object *new_)
{
	const char *dot = strrchr(option, '.'), *word;
	const char *was = old != NULL ? sm_option(&old->options, option)
	                              : NULL;
	const char *is = sm_option(&new_->options, option);
	struct sm_column from = {.name = ""}, to;
	bool known = false;

	if (dot == NULL)
		return sm_pgsql_no_option(w, option);
	word = dot + 1;
	from.name = sm_memdup(w->arena, option, (size_t)(dot - option));
	to = from;
	if (strcmp(word, "comment") == 0) {
		sm_pgsql_comment(w, "COLUMN", sm_sprintf(w->arena, "%s.%s",
		    name, sm_pgsql_name(w, from.name)),
		    sm_option_text(w->arena, &new_->options, option));
		return true;
	}
	if (was != NULL)
		sm_option_set(w->arena, &from.options, word, was);
	if (is != NULL)
		sm_option_set(w->arena, &to.options, word, is);
	if (!sm_pgsql_column_option_modify(w, name, &from, &to, word, &known))
		return false;
	return known || sm_pgsql_no_option(w, option);
}

bool
sm_pgsql_foreign_table_options(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	struct sm_strings names = sm_pgsql_options_turned(w, old, new_);
	bool moves = sm_strings_has(&names, partition_of) ||
	    sm_strings_has(&names, bound);
	size_t i;

	if (moves && ((old != NULL && !detach(w, name, old)) ||
	        !attach(w, name, new_)))
		return false;
	for (i = 0; i < names.n; i++)
		if (strcmp(names.v[i], partition_of) != 0 &&
		    strcmp(names.v[i], bound) != 0 &&
		    !column_option(w, name, names.v[i], old, new_))
			return false;
	return true;
}
