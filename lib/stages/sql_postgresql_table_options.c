/*
 * Options of a table (unlogged, row security, ...) and its storage parameters.
 */
#include <string.h>

#include "model/anew.h"
#include "stages/sql_postgresql_table.h"

/* toast.autovacuum_enabled: two names with a dot between them. */
static const char *
parameter_name(const struct sm_pgsql *w, const char *name)
{
	if (strncmp(name, "toast.", 6) == 0)
		return sm_pgsql_qualified(w, "toast", name + 6);
	return sm_pgsql_name(w, name);
}

const char *
sm_pgsql_parameters(const struct sm_pgsql *w, const struct sm_options *list)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;
	size_t i;

	for (i = 0; i < list->n; i++)
		sm_buf_addf(&b, "%s%s=%s", i == 0 ? "(" : ", ",
		    parameter_name(w, list->v[i].name), sm_pgsql_string(w,
		        sm_option_text(w->arena, list, list->v[i].name)));
	sm_buf_addc(&b, ')');
	text = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

/* The op that makes an index, or a constraint's, of the table; or NULL. */
static const struct sm_op *
op_of_index(const struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *index)
{
	size_t i;

	for (i = 0; item != NULL && i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if ((op->verb == SM_ADD ||
		        sm_made_anew(w->t->plan, op, item->moved,
		            item->target)) &&
		    (op->target->part == SM_PART_INDEX ||
		        op->target->part == SM_PART_UNIQUE ||
		        op->target->part == SM_PART_PRIMARY_KEY ||
		        op->target->part == SM_PART_EXCLUSION) &&
		    op->name != NULL &&
		    sm_same_table(w->dialect, op->name, index))
			return op;
	}
	return NULL;
}

bool
sm_pgsql_index_is_there(const struct sm_pgsql *w,
    const struct sm_sql_item *item, const char *index)
{
	const struct sm_op *op = op_of_index(w, item, index);

	return op == NULL || sm_map_get(&w->made, sm_sprintf(w->arena,
	    "index %s", sm_pgsql_qualified(w, item->target->schema,
	        index))) != NULL;
}

/* One that is said by ALTER TABLE: a new value, or none. */
struct row {
	const char *name;
	bool (*say)(struct sm_pgsql *, const char *table,
	    const char *value);
	bool in_create; /* CREATE TABLE says it */
};

static bool
say_unlogged(struct sm_pgsql *w, const char *table, const char *value)
{
	if (w->online)
		sm_pgsql_say(&w->script, "  the table is written anew under a "
		    "lock: there is no other way");
	sm_pgsql_run(&w->script, "ALTER TABLE %s SET %s", table,
	    value != NULL ? "UNLOGGED" : "LOGGED");
	return true;
}

static bool
say_tablespace(struct sm_pgsql *w, const char *table, const char *value)
{
	if (w->online)
		sm_pgsql_say(&w->script, "  the table is copied under a lock: "
		    "there is no other way");
	sm_pgsql_run(&w->script, "ALTER TABLE %s SET TABLESPACE %s", table,
	    sm_pgsql_name(w, value != NULL ? value : "pg_default"));
	return true;
}

static bool
say_access_method(struct sm_pgsql *w, const char *table, const char *value)
{
	if (w->version < SM_PGSQL_VERSION(15)) {
		sm_pgsql_refuse(w, "the access method of %s can't be changed "
		    "before PostgreSQL 15", table);
		return sm_pgsql_procedure(w, "make a new table (LIKE %s "
		    "INCLUDING ALL) USING %s, move the rows into it, then "
		    "rename both in one transaction and make a plan anew",
		    table, value != NULL ? value : "heap");
	}
	sm_pgsql_run(&w->script, "ALTER TABLE %s SET ACCESS METHOD %s", table,
	    sm_pgsql_name(w, value != NULL ? value : "heap"));
	return true;
}

static bool
say_replica_identity(struct sm_pgsql *w, const char *table,
    const char *value)
{
	const char *to = "DEFAULT";

	if (value != NULL && strncmp(value, "index ", 6) == 0) {
		if (!sm_pgsql_index_is_there(w, w->item, value + 6))
			return true;
		to = sm_sprintf(w->arena, "USING INDEX %s",
		    sm_pgsql_name(w, value + 6));
	} else if (value != NULL) {
		to = strcmp(value, "full") == 0 ? "FULL" : "NOTHING";
	}
	sm_pgsql_run(&w->script, "ALTER TABLE %s REPLICA IDENTITY %s", table,
	    to);
	return true;
}

static bool
say_row_security(struct sm_pgsql *w, const char *table, const char *value)
{
	sm_pgsql_run(&w->script, "ALTER TABLE %s %s ROW LEVEL SECURITY", table,
	    value != NULL ? "ENABLE" : "DISABLE");
	return true;
}

static bool
say_force_row_security(struct sm_pgsql *w, const char *table,
    const char *value)
{
	sm_pgsql_run(&w->script, "ALTER TABLE %s %s ROW LEVEL SECURITY", table,
	    value != NULL ? "FORCE" : "NO FORCE");
	return true;
}

static bool
say_cluster_on(struct sm_pgsql *w, const char *table, const char *value)
{
	if (value == NULL)
		sm_pgsql_run(&w->script, "ALTER TABLE %s SET WITHOUT CLUSTER",
		    table);
	else if (sm_pgsql_index_is_there(w, w->item, value))
		sm_pgsql_run(&w->script, "ALTER TABLE %s CLUSTER ON %s", table,
		    sm_pgsql_name(w, value));
	return true;
}

static const struct row rows[] = {
	{"unlogged", say_unlogged, true},
	{"tablespace", say_tablespace, true},
	{"access_method", say_access_method, true},
	{"replica_identity", say_replica_identity, false},
	{"row_security", say_row_security, false},
	{"force_row_security", say_force_row_security, false},
	{"cluster_on", say_cluster_on, false},
};
#define NROWS (sizeof rows / sizeof rows[0])

bool
sm_pgsql_table_options_add(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *value;
	size_t i;

	for (i = 0; i < NROWS; i++) {
		value = sm_option_text(w->arena, &o->options, rows[i].name);
		if (value != NULL && !rows[i].in_create &&
		    !rows[i].say(w, sm_pgsql_object_name(w, o), value))
			return false;
	}
	return true;
}

static void
say_parameter(struct sm_pgsql *w, const char *table, const char *name,
    const char *value)
{
	if (value != NULL)
		sm_pgsql_run(&w->script, "ALTER TABLE %s SET (%s=%s)", table,
		    parameter_name(w, name), sm_pgsql_string(w, value));
	else
		sm_pgsql_run(&w->script, "ALTER TABLE %s RESET (%s)", table,
		    parameter_name(w, name));
}

bool
sm_pgsql_table_option_modify(struct sm_pgsql *w, const char *table,
    const struct sm_object *old, const struct sm_object *new_,
    const char *word, bool *known)
{
	size_t i;

	*known = true;
	for (i = 0; i < NROWS; i++)
		if (strcmp(rows[i].name, word) == 0)
			return rows[i].say(w, table,
			    sm_option_text(w->arena, &new_->options, word));
	*known = sm_option(&old->parameters, word) != NULL ||
	    sm_option(&new_->parameters, word) != NULL;
	if (*known)
		say_parameter(w, table, word,
		    sm_option_text(w->arena, &new_->parameters, word));
	return true;
}
