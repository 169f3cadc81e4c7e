/*
 * Indexes and constraints while others write (--online).
 *
 * What a failure leaves behind has a name of ours ("sm_new_x", "sm_drop_x"):
 * the next plan finds one too many, and drops it; it needn't do so before that
 * name is needed again.
 */
#include <string.h>

#include "stages/sql_postgresql_key.h"

/* NAMEDATALEN - 1 */
#define LONGEST 63

static const char *
with_prefix(const struct sm_pgsql *w, const char *prefix, const char *name)
{
	size_t room = LONGEST - strlen(prefix), len = strlen(name);

	if (len > room) {
		len = room;
		while (len > 0 && ((unsigned char)name[len] & 0xc0) == 0x80)
			len--;
	}
	return sm_sprintf(w->arena, "%s%.*s", prefix, (int)len, name);
}

bool
sm_pgsql_can_build(const struct sm_pgsql *w, const struct sm_object *table)
{
	/* Nobody writes to a table that isn't there yet; the server refuses
	   CONCURRENTLY for a partitioned one. */
	return w->online && !w->script.together && w->item->old != NULL &&
	    !sm_pgsql_is_parent(table);
}

void
sm_pgsql_say_locked(struct sm_pgsql *w, const struct sm_object *table)
{
	if (w->online && w->item->old != NULL &&
	    !sm_pgsql_is_parent(table))
		sm_pgsql_say(&w->script, "  it must be done together with what "
		    "is beside it: writers wait until it is built");
}

static const char built[] = "sm_new_", away[] = "sm_drop_";

const char *
sm_pgsql_new_name(const struct sm_pgsql *w, const char *name)
{
	return with_prefix(w, built, name);
}

/* To another statement's leftovers a drop may come second. */
bool
sm_pgsql_is_left_over(const struct sm_pgsql *w, const char *name)
{
	return w->online && (strncmp(name, built, strlen(built)) == 0 ||
	    strncmp(name, away, strlen(away)) == 0);
}

/* Has the table an index of that name of ours, which is to go? */
static bool
is_in_the_way(const struct sm_pgsql *w, const char *name)
{
	return sm_pgsql_is_left_over(w, name) &&
	    sm_object_index(w->item->old, w->dialect, name) != NULL &&
	    sm_object_index(w->item->target, w->dialect, name) == NULL;
}

static void
drop_left_over(struct sm_pgsql *w, const char *schema, const char *name)
{
	if (!is_in_the_way(w, name))
		return;
	sm_pgsql_say(&w->script, "  what an earlier script has left:");
	sm_pgsql_alone(&w->script, "DROP INDEX CONCURRENTLY IF EXISTS %s",
	    sm_pgsql_qualified(w, schema, name));
}

void
sm_pgsql_require_valid(struct sm_pgsql *w, const char *index)
{
	sm_pgsql_require(&w->script,
	    sm_sprintf(w->arena, "not done: the index %s was not built",
	        index),
	    sm_sprintf(w->arena, "SELECT i.indisvalid FROM pg_index i "
	        "WHERE i.indexrelid = to_regclass(%s)",
	        sm_pgsql_string(w, index)));
}

bool
sm_pgsql_build(struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_index *x, const char *name)
{
	const char *index = sm_pgsql_qualified(w, table->schema, name);
	struct sm_buf b = SM_BUF_INIT;
	bool fine;

	drop_left_over(w, table->schema, name);
	fine = sm_pgsql_index_text(w, &b, sm_pgsql_table_here(w, table), false,
	    x);
	if (fine) {
		sm_pgsql_say(&w->script, "  where it fails it leaves an "
		    "INVALID index: make a new plan, which sees it, or");
		sm_pgsql_say(&w->script, "  DROP INDEX CONCURRENTLY %s;",
		    index);
		sm_pgsql_alone(&w->script, "CREATE %sINDEX CONCURRENTLY %s%s",
		    x->unique ? "UNIQUE " : "", sm_pgsql_name(w, name),
		    sm_buf_str(&b));
		sm_pgsql_require_valid(w, index);
	}
	sm_buf_free(&b);
	return fine;
}

void
sm_pgsql_give_way(struct sm_pgsql *w, const char *schema, const char *name)
{
	if (!sm_pgsql_is_left_over(w, name))
		sm_pgsql_run(&w->script, "ALTER INDEX %s RENAME TO %s",
		    sm_pgsql_qualified(w, schema, name),
		    sm_pgsql_name(w, with_prefix(w, away, name)));
}

void
sm_pgsql_drop_given_way(struct sm_pgsql *w, const char *schema,
    const char *name)
{
	bool again = sm_pgsql_is_left_over(w, name);

	sm_pgsql_alone(&w->script, "DROP INDEX CONCURRENTLY %s%s",
	    again ? "IF EXISTS " : "", sm_pgsql_qualified(w, schema,
	        again ? name : with_prefix(w, away, name)));
}

void
sm_pgsql_drop_left_over(struct sm_pgsql *w, const char *schema,
    const char *name)
{
	drop_left_over(w, schema, with_prefix(w, away, name));
}

bool
sm_pgsql_can_validate_later(const struct sm_pgsql *w)
{
	return w->online && !w->script.together && w->item->old != NULL;
}

void
sm_pgsql_validate(struct sm_pgsql *w, const struct sm_object *table,
    const char *name)
{
	/* Beside a lock that only schema changes wait for. */
	sm_pgsql_break(&w->script);
	sm_pgsql_run(&w->script, "ALTER TABLE %s VALIDATE CONSTRAINT %s",
	    sm_pgsql_table_here(w, table), sm_pgsql_name(w, name));
}

void
sm_pgsql_swap_constraint(struct sm_pgsql *w, const struct sm_object *table,
    const char *old_name, const char *made, const char *name)
{
	const char *here = sm_pgsql_table_here(w, table);

	sm_pgsql_validate(w, table, made);
	sm_pgsql_break(&w->script);
	sm_pgsql_run(&w->script, "ALTER TABLE %s DROP CONSTRAINT %s", here,
	    sm_pgsql_name(w, old_name));
	sm_pgsql_run(&w->script, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s",
	    here, sm_pgsql_name(w, made), sm_pgsql_name(w, name));
}
