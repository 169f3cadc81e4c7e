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

/*
 * One that the table has from a parent becomes its own, too, when it is added
 * again (heap.c, MergeWithExistingConstraint); nothing takes that back.
 */
static bool
make_local(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_check *c)
{
	if (c->local)
		return run_add(w, o, c);
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

	(void)old;
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
		else if (!make_local(w, new_, is))
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
