/*
 * Checks.
 */
#include <string.h>

#include "stages/sql_postgresql_key.h"

static bool
run_add(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_check *c)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_constraint_text(w, &b, SM_PART_CHECK, o, c);

	if (fine)
		sm_pgsql_run(&w->script, "ALTER TABLE %s ADD %s",
		    sm_pgsql_table_here(w, o), sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

bool
sm_pgsql_add_check(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_check *c = part;
	struct sm_check first = *c;
	bool later = c->name != NULL && !c->not_valid && !c->not_enforced &&
	    sm_pgsql_can_validate_later(w);

	first.not_valid |= later;
	if (!run_add(w, o, &first) ||
	    !sm_pgsql_constraint_rest(w, SM_PART_CHECK, o, c))
		return false;
	if (later)
		sm_pgsql_validate(w, o, c->name);
	return true;
}

bool
sm_pgsql_drop_check(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_drop_constraint(w, o, SM_PART_CHECK, part);
}

static bool
has_check(const struct sm_object *o, const char *name)
{
	size_t i;

	for (i = 0; i < o->checks.n; i++)
		if (o->checks.v[i].name != NULL &&
		    strcmp(o->checks.v[i].name, name) == 0)
			return true;
	return false;
}

/* Online: the new one holds before the old one goes. */
static bool
make_anew(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const struct sm_check *was,
    const struct sm_check *is)
{
	struct sm_check first = *is;

	if (was->name == NULL || is->name == NULL || is->not_valid ||
	    is->not_enforced || !sm_pgsql_can_validate_later(w))
		return sm_pgsql_drop_check(w, old, was) &&
		    run_add(w, new_, is) &&
		    sm_pgsql_constraint_rest(w, SM_PART_CHECK, new_, is);
	first.name = sm_pgsql_new_name(w, is->name);
	first.not_valid = true;
	if (has_check(old, first.name))
		sm_pgsql_run(&w->script, "ALTER TABLE %s DROP CONSTRAINT IF "
		    "EXISTS %s", sm_pgsql_table_here(w, old),
		    sm_pgsql_name(w, first.name));
	if (!run_add(w, new_, &first))
		return false;
	sm_pgsql_swap_constraint(w, new_, sm_pgsql_part_now(w, SM_PART_CHECK,
	    was->name), first.name, is->name);
	return sm_pgsql_constraint_rest(w, SM_PART_CHECK, new_, is);
}

/*
 * "local" is said of what a parent hands down.  Where it is only now handed
 * down, or no more, the parent's op does that.  One that the table has from a
 * parent becomes its own, too, when it is added again (heap.c,
 * MergeWithExistingConstraint); nothing takes that back.
 */
static bool
change_local(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_check *was, const struct sm_check *is)
{
	if (was->inherited != is->inherited)
		return true;
	if (is->local)
		return run_add(w, o, is);
	sm_pgsql_refuse(w, "a check that a table has of its own and from a "
	    "parent can't become the parent's alone");
	return sm_pgsql_procedure(w, "ALTER TABLE ... NO INHERIT, DROP "
	    "CONSTRAINT and INHERIT again");
}

bool
sm_pgsql_modify_check(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const struct sm_check *was = old_part, *is = new_part;
	const char *name = sm_pgsql_part_now(w, SM_PART_CHECK, was->name);
	size_t i;

	if (sm_pgsql_anew(w))
		return make_anew(w, old, new_, was, is);
	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];

		if (name == NULL)
			return sm_pgsql_refuse(w, "the check has no name");
		if (strcmp(word, "comment") == 0)
			sm_pgsql_constraint_comment(w, new_, name,
			    is->comment);
		else if (strcmp(word, "not_valid") == 0 && !is->not_valid)
			sm_pgsql_validate(w, new_, name);
		else if (strcmp(word, "local") != 0)
			return sm_pgsql_unknown_change(w, word);
		else if (!change_local(w, new_, was, is))
			return false;
	}
	return true;
}

/* The parent's rename reaches what its children have from it. */
bool
sm_pgsql_rename_check(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_check *c = part;

	if (c != NULL && c->inherited) {
		sm_pgsql_say(&w->script, "  it gets its name with its "
		    "parent's");
		return true;
	}
	return sm_pgsql_rename_constraint(w, o);
}
