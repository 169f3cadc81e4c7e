/*
 * Defaults that call what is taken down for a while: they are taken off before,
 * and put back after.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql.h"
#include "stages/sql_postgresql_default.h"
#include "stages/sql_postgresql_table.h"

struct user {
	struct sm_sql_item *table;
	const char *column; /* of the old table, after the renames */
	struct user *next;
};

static const char *
key_of(const struct sm_pgsql *w, const char *record, const char *schema,
    const char *name, const char *arguments)
{
	return sm_object_key(w->arena, w->dialect, record, schema, NULL, name,
	    arguments);
}

void
sm_pgsql_index_defaults(struct sm_pgsql *w)
{
	size_t i, k, j;

	sm_map_init(&w->defaults, w->arena);
	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];
		const struct sm_object *o = item->moved;

		if (o == NULL || !o->kind->holds_rows)
			continue;
		for (k = 0; k < o->needs.n; k++)
			for (j = 0; j < o->needs.v[k].by.n; j++) {
				const struct sm_need *n = &o->needs.v[k];
				struct user *u = sm_alloc(w->arena, sizeof *u);

				u->table = item;
				u->column = n->by.v[j];
				u->next = sm_map_set(&w->defaults,
				    key_of(w, n->record, n->schema, n->name,
				        n->arguments), u);
			}
	}
}

/* The plan's op that gives the column another default, if any. */
static const struct sm_op *
own_op(const struct sm_pgsql *w, const struct user *u)
{
	size_t i;

	for (i = 0; i < u->table->ops.n; i++) {
		const struct sm_op *op = u->table->ops.v[i];

		if (op->target->part != SM_PART_COLUMN || op->name == NULL ||
		    !sm_same_column(w->dialect, op->name, u->column))
			continue;
		if (op->verb == SM_DROP || (op->verb == SM_MODIFY &&
		        (sm_strings_has(&op->changes, "default") ||
		            sm_strings_has(&op->changes, "type"))))
			return op;
	}
	return NULL;
}

static const struct sm_column *
column_of(const struct sm_pgsql *w, const struct sm_object *o,
    const struct user *u)
{
	const struct sm_column *c =
	    o == NULL ? NULL : sm_object_column(o, w->dialect, u->column);

	return c != NULL && c->default_text != NULL && c->generated == NULL
	    ? c : NULL;
}

static const struct user *
users_of(const struct sm_pgsql *w, const struct sm_object *o)
{
	if (!o->kind->is_routine && strcmp(o->record, "sequence") != 0)
		return NULL;
	return sm_map_get(&w->defaults, key_of(w, o->record, o->schema,
	    o->name, o->arguments));
}

void
sm_pgsql_take_defaults_off(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct user *u;
	const struct sm_op *own;

	for (u = users_of(w, o); u != NULL; u = u->next) {
		own = own_op(w, u);
		if (column_of(w, u->table->moved, u) == NULL ||
		    (own != NULL && sm_pgsql_is_said(w, own)) ||
		    (u->table->whole != NULL &&
		        sm_pgsql_is_said(w, u->table->whole)))
			continue;
		sm_pgsql_say(&w->script, "  a default uses it: that is taken "
		    "off before");
		sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER COLUMN %s "
		    "DROP DEFAULT", sm_pgsql_table_name(w, u->table),
		    sm_pgsql_name(w, u->column));
	}
}

bool
sm_pgsql_put_defaults_back(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct user *u;
	const struct sm_column *c;

	for (u = users_of(w, o); u != NULL; u = u->next) {
		c = column_of(w, u->table->target, u);
		if (c == NULL || own_op(w, u) != NULL ||
		    column_of(w, u->table->moved, u) == NULL)
			continue;
		if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, c->default_text,
		        "the default"))
			return false;
		sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER COLUMN %s "
		    "SET DEFAULT %s", sm_pgsql_table_name(w, u->table),
		    sm_pgsql_name(w, c->name), c->default_text);
	}
	return true;
}
