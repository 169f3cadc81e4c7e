/*
 * Enums.  Values are added where they are to be; where one goes, or changes its
 * place, a new type takes the name.
 */
#include "model/anew.h"
#include "stages/sql_postgresql_type.h"

static bool
create(struct sm_pgsql *w, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	for (i = 0; i < o->values.n; i++)
		sm_buf_addf(&b, "%s%s", i > 0 ? ", " : "",
		    sm_pgsql_string(w, o->values.v[i]));
	sm_pgsql_run(&w->script, "CREATE TYPE %s AS ENUM (%s)",
	    sm_pgsql_object_name(w, o), sm_buf_str(&b));
	sm_buf_free(&b);
	return true;
}

bool
sm_pgsql_add_enum(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return create(w, o) &&
	    sm_pgsql_add_access(w, "TYPE", sm_pgsql_object_name(w, o), o);
}

bool
sm_pgsql_drop_enum(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "TYPE", o);
}

/* The first of the values from `from` on that the list has too, or NULL. */
static const char *
next_old(const struct sm_strings *values, size_t from,
    const struct sm_strings *old)
{
	for (; from < values->n; from++)
		if (sm_strings_has(old, values->v[from]))
			return values->v[from];
	return NULL;
}

/* Each behind the value before it, which is there by then. */
static void
add_values(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	const char *name = sm_pgsql_object_name(w, new_);
	size_t i;

	for (i = 0; i < new_->values.n; i++) {
		const char *value = new_->values.v[i];
		const char *before = next_old(&new_->values, i,
		    &old->values);
		const char *where = "", *at = NULL;

		if (sm_strings_has(&old->values, value))
			continue;
		if (i > 0) {
			where = " AFTER ";
			at = new_->values.v[i - 1];
		} else if (before != NULL) {
			where = " BEFORE ";
			at = before;
		}
		sm_pgsql_run_first(&w->script, "ALTER TYPE %s ADD VALUE %s%s%s",
		    name, sm_pgsql_string(w, value), where,
		    at != NULL ? sm_pgsql_string(w, at) : "");
		sm_pgsql_new_value(&w->script, value);
	}
}

static bool
replace(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	struct sm_pgsql_replacement how = {.what = "TYPE", .create = create,
	    .through = "text"};
	size_t i;

	for (i = 0; i < old->values.n; i++)
		if (!sm_strings_has(&new_->values, old->values.v[i]))
			sm_strings_add(w->arena, &how.removed,
			    old->values.v[i]);
	return sm_pgsql_replace_type(w, old, new_, &how);
}

bool
sm_pgsql_modify_enum(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "values"))
		return false;
	if (sm_type_made_anew(w->t->plan, w->op, old, new_))
		return replace(w, old, new_);
	if (sm_pgsql_changes(w, "values"))
		add_values(w, old, new_);
	return sm_pgsql_modify_access(w, "TYPE",
	    sm_pgsql_object_name(w, new_), old, new_);
}
