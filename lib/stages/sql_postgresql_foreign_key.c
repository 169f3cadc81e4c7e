/*
 * Foreign keys.
 */
#include <string.h>

#include "stages/sql_postgresql_key.h"

/*
 * A partitioned table takes no NOT VALID before 18 (tablecmds.c,
 * ATAddForeignKeyConstraint).
 */
static bool
can_be_not_valid(const struct sm_pgsql *w, const struct sm_object *o)
{
	return !sm_pgsql_is_parent(o) || w->version >= SM_PGSQL_VERSION(18);
}

static bool
run_add(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_foreign_key *fk)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_constraint_text(w, &b, SM_PART_FK, o, fk);

	if (fine)
		sm_pgsql_run(&w->script, "ALTER TABLE %s ADD %s",
		    sm_pgsql_table_here(w, o), sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

bool
sm_pgsql_add_foreign_key(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_foreign_key *fk = part;
	struct sm_foreign_key first = *fk;
	bool later = fk->name != NULL && !fk->not_valid && !fk->not_enforced &&
	    sm_pgsql_can_validate_later(w);

	if (later && !can_be_not_valid(w, o)) {
		sm_pgsql_say(&w->script, "  writers of both tables wait until "
		    "the rows are checked: a partitioned table has no other "
		    "way");
		later = false;
	}
	first.not_valid |= later;
	if (!run_add(w, o, &first) ||
	    !sm_pgsql_constraint_rest(w, SM_PART_FK, o, fk))
		return false;
	if (later)
		sm_pgsql_validate(w, o, fk->name);
	return true;
}

bool
sm_pgsql_drop_foreign_key(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_drop_constraint(w, o, SM_PART_FK, part);
}

static bool
has_key(const struct sm_object *o, const char *name)
{
	size_t i;

	for (i = 0; i < o->foreign_keys.n; i++)
		if (o->foreign_keys.v[i].name != NULL &&
		    strcmp(o->foreign_keys.v[i].name, name) == 0)
			return true;
	return false;
}

/* Online: the new one holds before the old one goes. */
static bool
make_anew(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const struct sm_foreign_key *was,
    const struct sm_foreign_key *is)
{
	struct sm_foreign_key first = *is;

	if (was->name == NULL || is->name == NULL || is->not_valid ||
	    is->not_enforced || !can_be_not_valid(w, new_) ||
	    !sm_pgsql_can_validate_later(w))
		return sm_pgsql_drop_foreign_key(w, old, was) &&
		    run_add(w, new_, is) &&
		    sm_pgsql_constraint_rest(w, SM_PART_FK, new_, is);
	first.name = sm_pgsql_new_name(w, is->name);
	first.not_valid = true;
	if (has_key(old, first.name))
		sm_pgsql_run(&w->script, "ALTER TABLE %s DROP CONSTRAINT IF "
		    "EXISTS %s", sm_pgsql_table_here(w, old),
		    sm_pgsql_name(w, first.name));
	if (!run_add(w, new_, &first))
		return false;
	sm_pgsql_swap_constraint(w, new_, sm_pgsql_part_now(w, SM_PART_FK,
	    was->name), first.name, is->name);
	return sm_pgsql_constraint_rest(w, SM_PART_FK, new_, is);
}

/* ALTER CONSTRAINT says all that differs at once. */
static void
alter(struct sm_pgsql *w, const struct sm_object *o, const char *name,
    const struct sm_foreign_key *is)
{
	const char *deferral = "", *enforced = "";

	if (sm_pgsql_changes(w, "deferrable") ||
	    sm_pgsql_changes(w, "initially_deferred"))
		deferral = is->initially_deferred
		    ? " DEFERRABLE INITIALLY DEFERRED"
		    : is->deferrable ? " DEFERRABLE INITIALLY IMMEDIATE"
		                     : " NOT DEFERRABLE";
	if (sm_pgsql_changes(w, "not_enforced"))
		enforced = is->not_enforced ? " NOT ENFORCED" : " ENFORCED";
	if (*deferral != '\0' || *enforced != '\0')
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER CONSTRAINT "
		    "%s%s%s", sm_pgsql_table_here(w, o),
		    sm_pgsql_name(w, name), deferral, enforced);
}

bool
sm_pgsql_modify_foreign_key(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const struct sm_foreign_key *was = old_part, *is = new_part;
	const char *name = sm_pgsql_part_now(w, SM_PART_FK, was->name);
	size_t i;

	if (sm_pgsql_anew(w))
		return make_anew(w, old, new_, was, is);
	if (name == NULL)
		return sm_pgsql_refuse(w, "the foreign key has no name");
	alter(w, new_, name, is);
	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];

		if (strcmp(word, "comment") == 0)
			sm_pgsql_constraint_comment(w, new_, name,
			    is->comment);
		else if (strcmp(word, "not_valid") == 0 && !is->not_valid)
			sm_pgsql_validate(w, new_, name);
		else if (strcmp(word, "deferrable") != 0 &&
		    strcmp(word, "initially_deferred") != 0 &&
		    strcmp(word, "not_enforced") != 0)
			return sm_pgsql_unknown_change(w, word);
	}
	return true;
}

bool
sm_pgsql_rename_foreign_key(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_rename_constraint(w, o);
}
