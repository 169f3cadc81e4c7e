/*
 * Indexes and constraints while others write (--online).
 *
 * What a failure leaves behind has a name of ours ("sm_new_x", "sm_drop_x"): the
 * next plan finds it as an index too many, and drops it.
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

const char *
sm_pgsql_new_name(const struct sm_pgsql *w, const char *name)
{
	return with_prefix(w, "sm_new_", name);
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

/* Is there an index of that name of ours, which a script left? */
static bool
is_left_over(const struct sm_pgsql *w, const char *name)
{
	const struct sm_object *old = w->item->old;

	return sm_object_index(old, w->dialect, name) != NULL &&
	    (w->item->target == NULL ||
	        sm_object_index(w->item->target, w->dialect, name) == NULL);
}

static void
drop_left_over(struct sm_pgsql *w, const char *schema, const char *name)
{
	if (!is_left_over(w, name))
		return;
	sm_pgsql_say(&w->script, "  what an earlier script has left:");
	sm_pgsql_alone(&w->script, "DROP INDEX CONCURRENTLY IF EXISTS %s",
	    sm_pgsql_qualified(w, schema, name));
}

static void
require_valid(struct sm_pgsql *w, const char *index)
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
		require_valid(w, index);
	}
	sm_buf_free(&b);
	return fine;
}

static const char away[] = "sm_drop_";

/* One that a script left; it had its rename. */
static bool
is_away(const char *name)
{
	return strncmp(name, away, strlen(away)) == 0;
}

void
sm_pgsql_give_way(struct sm_pgsql *w, const char *schema, const char *name)
{
	if (!is_away(name))
		sm_pgsql_run(&w->script, "ALTER INDEX %s RENAME TO %s",
		    sm_pgsql_qualified(w, schema, name),
		    sm_pgsql_name(w, with_prefix(w, away, name)));
}

void
sm_pgsql_drop_given_way(struct sm_pgsql *w, const char *schema,
    const char *name)
{
	bool again = is_away(name);

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
