/*
 * Enums.  Values are renamed, then added where they are to be; where one goes,
 * or changes its place, a new type takes the name.
 */
#include "base/map.h"
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

static void
rename_value(struct sm_pgsql *w, const char *type, const char *from,
    const char *to)
{
	sm_pgsql_run_first(&w->script, "ALTER TYPE %s RENAME VALUE %s TO %s",
	    type, sm_pgsql_string(w, from), sm_pgsql_string(w, to));
}

/* A label that neither side has. */
static const char *
free_label(struct sm_pgsql *w, const struct sm_object *new_, size_t *n)
{
	const char *label;

	do
		label = sm_sprintf(w->arena, "smartmigrate_%zu", ++*n);
	while (sm_strings_has(&w->item->old->values, label) ||
	    sm_strings_has(&w->item->moved->values, label) ||
	    sm_strings_has(&new_->values, label));
	return label;
}

/*
 * Ahead of the values that are added, which are placed by the new names.  A
 * label that another value is to get makes way first.
 */
static void
rename_values(struct sm_pgsql *w, const struct sm_object *new_)
{
	const struct sm_value_renames *list = &w->op->renamed_values;
	const char *type = sm_pgsql_object_name(w, new_);
	const char **now = sm_alloc(w->arena, (list->n + 1) * sizeof *now);
	struct sm_map taken;
	size_t i, n = 0;

	sm_map_init(&taken, w->arena);
	for (i = 0; i < list->n; i++)
		sm_map_set(&taken, list->v[i].to, &taken);
	for (i = 0; i < list->n; i++) {
		now[i] = list->v[i].from;
		if (sm_map_get(&taken, now[i]) == NULL)
			continue;
		now[i] = free_label(w, new_, &n);
		rename_value(w, type, list->v[i].from, now[i]);
	}
	for (i = 0; i < list->n; i++)
		rename_value(w, type, now[i], list->v[i].to);
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
	rename_values(w, new_);
	if (sm_type_made_anew(w->t->plan, w->op, w->item->old, new_))
		return replace(w, old, new_);
	if (sm_pgsql_changes(w, "values"))
		add_values(w, old, new_);
	return sm_pgsql_modify_access(w, "TYPE",
	    sm_pgsql_object_name(w, new_), old, new_);
}
