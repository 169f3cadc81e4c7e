/*
 * Columns that count: identities, and their change from and to serials.
 */
#include <string.h>

#include "model/kind.h"
#include "model/snapshot.h"
#include "stages/sql_postgresql_default.h"
#include "stages/sql_postgresql_table.h"
#include "text/pg_name.h"

static const struct sm_counter no_counter = {0};

static const struct sm_counter *
counter_of(const struct sm_column *c)
{
	return c->sequence != NULL ? c->sequence : &no_counter;
}

/* The sequence's name: its own, or the one that the server makes up. */
static const char *
sequence_name(const struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_column *c)
{
	const char *name = counter_of(c)->name;
	char made[SM_PG_NAME_SIZE];

	if (name == NULL) {
		sm_pg_name_make(made, table->name, c->name, "seq");
		name = sm_strdup(w->arena, made);
	}
	return name;
}

static const char *
qualified_sequence(const struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_column *c)
{
	return sm_pgsql_qualified(w, table->schema,
	    sequence_name(w, table, c));
}

static const char *
generated_word(struct sm_pgsql *w, const struct sm_column *c)
{
	if (strcmp(c->identity, "always") == 0)
		return "ALWAYS";
	if (strcmp(c->identity, "by default") == 0)
		return "BY DEFAULT";
	sm_pgsql_refuse(w, "column %s: PostgreSQL knows no identity \"%.40s\"",
	    sm_pgsql_name(w, c->name), c->identity);
	return NULL;
}

bool
sm_pgsql_identity_is_parents(const struct sm_pgsql *w,
    const struct sm_object *table, const struct sm_column *c)
{
	return c->identity != NULL && c->inherited && table != NULL &&
	    table->partition_of != NULL && w->version >= SM_PGSQL_VERSION(17);
}

bool
sm_pgsql_identity_text(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_object *table, const struct sm_column *c)
{
	const struct sm_counter *n = counter_of(c);
	const char *when = generated_word(w, c);
	const char *counting = sm_pgsql_counting(w, &n->by), *name = "";

	if (when == NULL || counting == NULL)
		return false;
	if (n->name != NULL)
		name = sm_sprintf(w->arena, " SEQUENCE NAME %s",
		    qualified_sequence(w, table, c));
	sm_buf_addf(b, "GENERATED %s AS IDENTITY", when);
	if (*name != '\0' || *counting != '\0')
		sm_buf_addf(b, " (%s)", sm_sprintf(w->arena, "%s%s", name,
		    counting) + 1);
	return true;
}

/* An SQL expression of what the column's sequence is called. */
static const char *
serial_sequence(const struct sm_pgsql *w, const char *table,
    const char *column)
{
	return sm_sprintf(w->arena,
	    "pg_catalog.pg_get_serial_sequence(%s, %s)",
	    sm_pgsql_string(w, table), sm_pgsql_string(w, column));
}

/*
 * ALTER SEQUENCE of an identity's, by the name that it has: the server may have
 * put a number behind the one it makes up.
 */
static void
alter_sequence(struct sm_pgsql *w, const char *table, const char *column,
    const char *what)
{
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w,
	    sm_sprintf(w->arena, "BEGIN\n\tEXECUTE 'ALTER SEQUENCE ' || "
	        "%s || %s;\nEND", serial_sequence(w, table, column),
	        sm_pgsql_string(w, sm_sprintf(w->arena, " %s", what)))));
}

/* From 15 on the sequence is logged as its table is, unless it is told. */
static void
set_logged(struct sm_pgsql *w, const char *table, const struct sm_column *c)
{
	const struct sm_counter *n = counter_of(c);

	if (n->by.unlogged || n->logged)
		alter_sequence(w, table, c->name,
		    n->logged ? "SET LOGGED" : "SET UNLOGGED");
}

bool
sm_pgsql_identity_rest(struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_column *c)
{
	const char *name;

	if (c->identity == NULL || sm_pgsql_identity_is_parents(w, table, c))
		return true;
	name = qualified_sequence(w, table, c);
	set_logged(w, sm_pgsql_object_name(w, table), c);
	if (counter_of(c)->comment != NULL)
		sm_pgsql_comment(w, "SEQUENCE", name, counter_of(c)->comment);
	return sm_pgsql_grants(w, "SEQUENCE", name, NULL, NULL,
	    &counter_of(c)->grants);
}

/*
 * After the last number in use, also where it counts down; where there is none,
 * or the sequence is beyond it already, it stays as it is.
 */
void
sm_pgsql_go_on_counting(struct sm_pgsql *w, const char *table,
    const char *column)
{
	const char *name = sm_pgsql_name(w, column);

	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w,
	    sm_sprintf(w->arena, "BEGIN\n"
	        "\tPERFORM pg_catalog.setval(s.seqrelid::regclass, u.last)\n"
	        "\tFROM pg_catalog.pg_sequence s, LATERAL (SELECT CASE WHEN "
	        "s.seqincrement > 0\n"
	        "\t        THEN max(%s) ELSE min(%s) END::bigint FROM %s) "
	        "u(last),\n"
	        "\t    LATERAL (SELECT coalesce(pg_catalog."
	        "pg_sequence_last_value(s.seqrelid), s.seqstart)) q(at)\n"
	        "\tWHERE s.seqrelid = %s::regclass\n"
	        "\t    AND CASE WHEN s.seqincrement > 0 THEN u.last >= q.at "
	        "ELSE u.last <= q.at END;\nEND",
	        name, name, table, serial_sequence(w, table, column))));
}

/*
 * The name that the server made up keeps the old names in it when the column or
 * its table is renamed: it gets the one that would be made up for the new ones.
 */
void
sm_pgsql_identity_renamed(struct sm_pgsql *w, const struct sm_sql_item *item,
    size_t column)
{
	const struct sm_column *was = &item->old->columns.v[column];
	const char *name = item->moved->columns.v[column].name, *key;
	const struct sm_column *is = item->target == NULL ? NULL
	    : sm_object_column(item->target, w->dialect, name);

	if (is == NULL || was->identity == NULL || is->identity == NULL ||
	    counter_of(was)->name != NULL || counter_of(is)->name != NULL ||
	    sm_pgsql_identity_is_parents(w, item->old, was) ||
	    strcmp(sequence_name(w, item->old, was),
	        sequence_name(w, item->target, is)) == 0)
		return;
	key = sm_sprintf(w->arena, "identity of %s.%s",
	    sm_pgsql_object_name(w, item->target), is->name);
	if (sm_map_set(&w->made, key, w) != NULL)
		return;
	alter_sequence(w, sm_pgsql_table_name(w, item),
	    sm_pgsql_column_called(w, item, was->name),
	    sm_sprintf(w->arena, "RENAME TO %s", sm_pgsql_name(w,
	        sequence_name(w, item->target, is))));
}

/* The plan's op on the column at hand; NULL: on none. */
static const struct sm_op *
op_that_takes_off(const struct sm_sql_item *item,
    const struct sm_dialect *d, const char *column)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];
		const struct sm_column *was = op->old, *is = op->new_;

		if (op->verb == SM_MODIFY &&
		    op->target->part == SM_PART_COLUMN && was != NULL &&
		    is != NULL && was->identity != NULL &&
		    is->identity == NULL && sm_same_column(d, is->name, column))
			return op;
	}
	return NULL;
}

bool
sm_pgsql_identity_makes_room(struct sm_pgsql *w,
    const struct sm_object *sequence)
{
	const struct sm_name *owner = sequence->owned_by;
	const struct sm_sql_item *item;
	const struct sm_op *op;

	if (owner == NULL || owner->column == NULL)
		return true;
	item = sm_pgsql_relation_new(w, owner->schema, owner->name);
	if (item == NULL || item->old == NULL)
		return true;
	op = op_that_takes_off(item, w->dialect, owner->column);
	if (op == NULL || sm_pgsql_is_said(w, op) || strcmp(sequence->name,
	        sequence_name(w, item->moved, op->old)) != 0)
		return true;
	sm_pgsql_say(&w->script, "  the identity's sequence, which goes "
	    "below, makes room");
	alter_sequence(w, sm_pgsql_table_name(w, item), owner->column,
	    sm_sprintf(w->arena, "RENAME TO %s", sm_pgsql_name(w,
	        sm_sprintf(w->arena, "sm_%s", op->id))));
	return true;
}

bool
sm_pgsql_identity_goes(struct sm_pgsql *w, const char *table,
    const struct sm_column *old, const struct sm_column *new_)
{
	if (sm_pgsql_changes(w, "identity") && old->identity != NULL &&
	    new_->identity == NULL &&
	    !sm_pgsql_identity_is_parents(w, w->item->old, old))
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s DROP "
		    "IDENTITY", table, sm_pgsql_name(w, new_->name));
	return true;
}

static bool
is_owned_by(const struct sm_pgsql *w, const struct sm_object *sequence,
    const struct sm_object *table, const char *column)
{
	const struct sm_name *owner = sequence->owned_by;
	const struct sm_name name = {.schema = table->schema,
	    .name = table->name};

	return owner != NULL && owner->column != NULL &&
	    sm_same_name(w->dialect, owner, &name) &&
	    sm_same_column(w->dialect, owner->column, column);
}

/* The plan's op that adds (drops) a sequence of the item's column, or NULL. */
static const struct sm_op *
sequence_op(const struct sm_pgsql *w, enum sm_verb verb, const char *column)
{
	const struct sm_ops *ops = &w->t->ops;
	size_t i;

	for (i = 0; i < ops->n; i++) {
		const struct sm_op *op = ops->v[i];
		const struct sm_sql_item *of;

		if (op->verb != verb || op->target->part != SM_PART_NONE ||
		    strcmp(op->target->kind->record, "sequence") != 0)
			continue;
		of = sm_map_get(&w->item_of, op->id);
		if (of != NULL && is_owned_by(w,
		        verb == SM_ADD ? of->target : of->moved,
		        verb == SM_ADD ? w->item->target : w->item->moved,
		        column))
			return op;
	}
	return NULL;
}

/* A serial's sequence goes before the identity's takes its name. */
static void
drop_serial(struct sm_pgsql *w, const struct sm_column *c)
{
	const struct sm_op *op = sequence_op(w, SM_DROP, c->name);
	const struct sm_sql_item *item;

	if (op == NULL || sm_pgsql_is_said(w, op))
		return;
	item = sm_map_get(&w->item_of, op->id);
	sm_pgsql_say_op(w, op);
	sm_pgsql_take_defaults_off(w, item->old);
	sm_pgsql_run(&w->script, "DROP SEQUENCE %s",
	    sm_pgsql_object_name(w, item->old));
	sm_map_set(&w->done, op->id, w);
}

static bool
add_identity(struct sm_pgsql *w, const char *table,
    const struct sm_object *new_table, const struct sm_column *c)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_identity_text(w, &b, new_table, c);

	if (fine) {
		drop_serial(w, c);
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s ADD "
		    "%s", table, sm_pgsql_name(w, c->name), sm_buf_str(&b));
		sm_pgsql_go_on_counting(w, table, c->name);
	}
	sm_buf_free(&b);
	return fine && sm_pgsql_identity_rest(w, new_table, c);
}

static bool
modify_counting(struct sm_pgsql *w, const char *table,
    const struct sm_counter *old, const struct sm_column *c)
{
	return sm_pgsql_change_counting(w, sm_sprintf(w->arena, "ALTER TABLE "
	    "%s ALTER COLUMN %s", table, sm_pgsql_name(w, c->name)),
	    serial_sequence(w, table, c->name), "SET ", &old->by,
	    &counter_of(c)->by, NULL);
}

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static bool
modify_sequence(struct sm_pgsql *w, const char *table,
    const struct sm_object *new_table, const struct sm_column *was,
    const struct sm_column *is)
{
	const struct sm_counter *old = counter_of(was), *new_ = counter_of(is);
	const char *name = qualified_sequence(w, new_table, is);

	if (!modify_counting(w, table, old, is))
		return false;
	if (!same(old->name, new_->name))
		alter_sequence(w, table, is->name, sm_sprintf(w->arena,
		    "RENAME TO %s", sm_pgsql_name(w,
		        sequence_name(w, new_table, is))));
	if (old->logged != new_->logged ||
	    old->by.unlogged != new_->by.unlogged)
		alter_sequence(w, table, is->name,
		    new_->by.unlogged || (old->logged && !new_->logged)
		        ? "SET UNLOGGED" : "SET LOGGED");
	if (!same(old->comment, new_->comment))
		sm_pgsql_comment(w, "SEQUENCE", name, new_->comment);
	return sm_pgsql_grants(w, "SEQUENCE", name, NULL, &old->grants,
	    &new_->grants);
}

/* The sequence that the default counts with now is the column's from now on. */
static void
serial_comes(struct sm_pgsql *w, const char *table, const struct sm_column *c)
{
	const struct sm_op *op = sequence_op(w, SM_ADD, c->name);
	const struct sm_sql_item *of;

	if (op == NULL || !sm_pgsql_is_said(w, op))
		return;
	of = sm_map_get(&w->item_of, op->id);
	sm_pgsql_run(&w->script, "ALTER SEQUENCE %s OWNED BY %s.%s",
	    sm_pgsql_object_name(w, of->target), table,
	    sm_pgsql_name(w, c->name));
	sm_pgsql_go_on_counting(w, table, c->name);
	/* Its second half: sql_split.c. */
	sm_map_set(&w->done, sm_sprintf(w->arena, "%s+", op->id), w);
}

bool
sm_pgsql_identity_comes(struct sm_pgsql *w, const char *table,
    const struct sm_object *new_table, const struct sm_column *old,
    const struct sm_column *new_)
{
	const char *when;

	if (sm_pgsql_changes(w, "default") && new_->default_text != NULL)
		serial_comes(w, table, new_);
	if (new_->identity == NULL ||
	    sm_pgsql_identity_is_parents(w, new_table, new_))
		return true;
	if (old->identity == NULL)
		return !sm_pgsql_changes(w, "identity") ||
		    add_identity(w, table, new_table, new_);
	if (sm_pgsql_changes(w, "identity")) {
		when = generated_word(w, new_);
		if (when == NULL)
			return false;
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s SET "
		    "GENERATED %s", table, sm_pgsql_name(w, new_->name), when);
	}
	return !sm_pgsql_changes(w, "sequence") ||
	    modify_sequence(w, table, new_table, old, new_);
}
