/*
 * What an op gives and waits for: the selectors of the rules in order_rules.c.
 * Each calls sm_order_end once for every thing of its sort.
 */
#include <stdlib.h>
#include <string.h>

#include "stages/order_rules.h"
#include "text/lexer.h"

static bool
is_table(const struct sm_op *op)
{
	return sm_order_target(op) == SM_OF_TABLE;
}

/* The old name of the table that the op is on. */
static const char *
old_table(const struct sm_order_work *w, const struct sm_op *op)
{
	return op->verb == SM_DROP ? op->table :
	    sm_order_old_table(w, op->schema, op->table);
}

/* The table as NEW names it: columns are kept track of under that name. */
static const char *
new_table(const struct sm_order_work *w, const struct sm_op *op)
{
	return op->verb == SM_DROP ?
	    sm_order_new_table(w, op->schema, op->table) : op->table;
}

/* Routines of one name are told apart by what they take. */
const char *
sm_order_sort(const struct sm_order_work *w, const char *sort,
    const char *arguments)
{
	return arguments ? sm_sprintf(w->arena, "%s\xfe%s", sort, arguments) :
	    sort;
}

static void
object_called(struct sm_order_work *w, enum sm_thing thing,
    const char *record, const char *schema, const char *name,
    const char *arguments)
{
	const struct sm_kind *kind = sm_kind_find(record);

	/* tables, views and their like are one sort: they share names */
	sm_order_end(w, thing, schema, name, kind->is_relation ? NULL :
	    sm_order_sort(w, record, arguments));
}

static void
object(struct sm_order_work *w, enum sm_thing thing, const char *record,
    const char *schema, const char *name)
{
	object_called(w, thing, record, schema, name, NULL);
}

/* The object that an op is about. */
static void
object_of_op(struct sm_order_work *w, enum sm_thing thing,
    const struct sm_op *op)
{
	object_called(w, thing, op->target->kind->record, op->schema,
	    is_table(op) ? op->table : op->name, op->arguments);
}

void
sm_things_own_table(struct sm_order_work *w, const struct sm_op *op)
{
	if (op->table)
		object(w, SM_NEW_OBJECT, "table", op->schema, op->table);
}

void
sm_things_object_new(struct sm_order_work *w, const struct sm_op *op)
{
	/* What uses a sequence doesn't wait for it to get its owner. */
	if (op->verb == SM_MODIFY && sm_strings_has(&op->changes, "owned_by"))
		return;
	object_of_op(w, SM_NEW_OBJECT, op);
}

void
sm_things_object_old(struct sm_order_work *w, const struct sm_op *op)
{
	object_of_op(w, SM_OLD_OBJECT, op);
}

void
sm_things_column_new(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_NEW_COLUMN, op->schema, op->table, op->name);
	sm_order_end(w, SM_ANY_COLUMN, op->schema, op->table, NULL);
}

/* Who needs all columns of a table needs those that go to be gone. */
void
sm_things_any_column(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_ANY_COLUMN, op->schema, new_table(w, op), NULL);
}

void
sm_things_column_named(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_NAMED_COLUMN, op->schema, op->table, op->name);
}

void
sm_things_column_old(struct sm_order_work *w, const struct sm_op *op)
{
	const char *column = op->name;

	if (op->verb != SM_DROP)
		column = sm_order_old_column(w, op->schema, op->table, column);
	sm_order_end(w, SM_OLD_COLUMN, op->schema, old_table(w, op), column);
}

/* A list of columns of a table. */
static void
columns(struct sm_order_work *w, enum sm_thing thing, const char *schema,
    const char *table, const struct sm_strings *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		sm_order_end(w, thing, schema, table, list->v[i]);
}

/* Every name in the text: those that are no columns name nothing. */
static void
mentioned(struct sm_order_work *w, enum sm_thing thing, const char *schema,
    const char *table, const char *text)
{
	struct sm_lexer lexer;
	struct sm_token token;

	if (!text)
		return;
	sm_lexer_init(&lexer, w->plan->dialect, text, strlen(text));
	for (;;) {
		token = sm_lexer_next_solid(&lexer);
		if (token.kind == SM_TOKEN_END)
			return;
		if (token.kind == SM_TOKEN_WORD || token.kind == SM_TOKEN_NAME)
			sm_order_end(w, thing, schema, table,
			    sm_token_name(w->arena, &token));
	}
}

/* Of an index, or of a constraint that is kept by one. */
static void
index_columns(struct sm_order_work *w, enum sm_thing thing,
    const char *schema, const char *table, const struct sm_index_keys *keys,
    const struct sm_strings *include, const char *where)
{
	size_t i;

	for (i = 0; i < keys->n; i++) {
		const struct sm_index_key *key = &keys->v[i];

		if (key->column)
			sm_order_end(w, thing, schema, table, key->column);
		mentioned(w, thing, schema, table, key->expression);
	}
	columns(w, thing, schema, table, include);
	mentioned(w, thing, schema, table, where);
}

/* The columns that a part of a table is made of. */
static void
used(struct sm_order_work *w, enum sm_thing thing, const struct sm_op *op,
    const char *table, const void *part)
{
	const struct sm_exclusion *exclusion = part;
	const struct sm_index *x = part;

	if (!part)
		return;
	switch (op->target->part) {
	case SM_PART_COLUMN:
		mentioned(w, thing, op->schema, table,
		    ((const struct sm_column *)part)->expression);
		break;
	case SM_PART_PRIMARY_KEY:
	case SM_PART_UNIQUE:
		columns(w, thing, op->schema, table,
		    &((const struct sm_key *)part)->columns);
		break;
	case SM_PART_CHECK:
		mentioned(w, thing, op->schema, table,
		    ((const struct sm_check *)part)->expression);
		break;
	case SM_PART_FK:
		columns(w, thing, op->schema, table,
		    &((const struct sm_foreign_key *)part)->columns);
		break;
	case SM_PART_EXCLUSION:
		index_columns(w, thing, op->schema, table, &exclusion->keys,
		    &exclusion->include, exclusion->where);
		break;
	case SM_PART_INDEX:
		index_columns(w, thing, op->schema, table, &x->keys,
		    &x->include, x->where);
		break;
	case SM_PART_NONE:
	case SM_PARTS:
		break;
	}
}

void
sm_things_used_new(struct sm_order_work *w, const struct sm_op *op)
{
	used(w, SM_NEW_COLUMN, op, op->table, op->new_);
}

void
sm_things_used_old(struct sm_order_work *w, const struct sm_op *op)
{
	used(w, SM_OLD_COLUMN, op, old_table(w, op), op->old);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A unique set of columns as one string: the order doesn't matter. */
void
sm_order_columns(struct sm_order_work *w, enum sm_thing thing, const char *schema,
    const char *table, const struct sm_strings *list)
{
	struct sm_arena *a = w->arena;
	struct sm_buf set = SM_BUF_INIT;
	const char **v;
	size_t i;

	v = sm_alloc(a, (list->n + 1) * sizeof(*v));
	for (i = 0; i < list->n; i++)
		v[i] = sm_fold_column(a, w->plan->dialect, list->v[i]);
	if (list->n > 1)
		qsort(v, list->n, sizeof(*v), compare_names);
	for (i = 0; i < list->n; i++)
		sm_buf_addf(&set, "%s\xfe", v[i]);
	sm_order_end(w, thing, schema, table, sm_buf_str(&set));
	sm_buf_free(&set);
}

static void
key_of(struct sm_order_work *w, enum sm_thing thing, const struct sm_op *op,
    const char *table, const void *part)
{
	const struct sm_index *x = part;
	struct sm_strings list = {NULL, 0, 0};
	size_t i;

	if (!part)
		return;
	if (op->target->part == SM_PART_PRIMARY_KEY)
		/* what a foreign key without columns refers to */
		sm_order_columns(w, thing, op->schema, table, &list);
	if (op->target->part != SM_PART_INDEX) {
		sm_order_columns(w, thing, op->schema, table,
		    &((const struct sm_key *)part)->columns);
		return;
	}
	if (!x->unique)
		return;
	for (i = 0; i < x->keys.n; i++)
		if (x->keys.v[i].column)
			sm_strings_add(w->arena, &list,
			    x->keys.v[i].column);
	sm_order_columns(w, thing, op->schema, table, &list);
}

void
sm_things_key_new(struct sm_order_work *w, const struct sm_op *op)
{
	key_of(w, SM_NEW_KEY, op, op->table, op->new_);
}

void
sm_things_key_old(struct sm_order_work *w, const struct sm_op *op)
{
	key_of(w, SM_OLD_KEY, op, old_table(w, op), op->old);
}

void
sm_things_reference_new(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_foreign_key *fk = op->new_;
	const struct sm_references *to = fk ? fk->references : NULL;

	if (!to || !to->table)
		return;
	object(w, SM_NEW_OBJECT, "table", to->schema, to->table);
	columns(w, SM_NEW_COLUMN, to->schema, to->table, &to->columns);
	sm_order_columns(w, SM_NEW_KEY, to->schema, to->table, &to->columns);
}

void
sm_things_reference_old(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_foreign_key *fk = op->old;
	const struct sm_references *to = fk ? fk->references : NULL;

	if (!to || !to->table)
		return;
	object(w, SM_OLD_OBJECT, "table", to->schema, to->table);
	columns(w, SM_OLD_COLUMN, to->schema, to->table, &to->columns);
	sm_order_columns(w, SM_OLD_KEY, to->schema, to->table, &to->columns);
}

/* The object before or after, from its change. */
const struct sm_object *
sm_order_object(struct sm_order_work *w, const struct sm_op *op, bool old)
{
	const struct sm_kind *kind = op->target->kind;
	const struct sm_change *change;
	const char *key;

	key = sm_object_key(w->arena, w->plan->dialect, kind->record,
	    op->schema, kind->on_table ? op->table : NULL,
	    is_table(op) ? op->table : op->name, op->arguments);
	change = sm_map_get(op->verb == SM_DROP ? &w->old_objects :
	    &w->new_objects, key);
	if (!change)
		return NULL;
	return old ? change->old : change->new_;
}

/*
 * What an object needs: all, what the part `by` needs of it, or, by "", what no
 * part does.
 */
static void
needed(struct sm_order_work *w, bool new_, const struct sm_object *o,
    const char *by)
{
	size_t i;

	for (i = 0; o && i < o->needs.n; i++) {
		const struct sm_need *need = &o->needs.v[i];

		if (by && (*by ? !sm_names_column(w->plan->dialect, &need->by,
		        by) : need->by.n > 0))
			continue;
		object_called(w, new_ ? SM_NEW_OBJECT : SM_OLD_OBJECT,
		    need->record, need->schema, need->name, need->arguments);
		columns(w, new_ ? SM_NEW_COLUMN : SM_OLD_COLUMN, need->schema,
		    need->name, &need->columns);
		if (new_ && need->columns.n == 0)
			sm_order_end(w, SM_ANY_COLUMN, need->schema,
			    need->name, NULL);
	}
}

/* Parts of a table that stays have ops of their own. */
static const char *
asked(const struct sm_op *op)
{
	return is_table(op) && op->verb == SM_MODIFY ? "" : NULL;
}

void
sm_things_needs_new(struct sm_order_work *w, const struct sm_op *op)
{
	needed(w, true, sm_order_object(w, op, false), asked(op));
}

void
sm_things_needs_old(struct sm_order_work *w, const struct sm_op *op)
{
	needed(w, false, sm_order_object(w, op, true), asked(op));
}

/* The part of a table, of a materialized view, that the op is about. */
const struct sm_object *
sm_order_whole(struct sm_order_work *w, const struct sm_op *op, bool old)
{
	const char *table = old ? old_table(w, op) : new_table(w, op);
	const struct sm_map *map = old ? &w->old_objects : &w->new_objects;
	static const char *const records[] = {"table", "view"};
	const struct sm_change *change = NULL;
	size_t i;

	for (i = 0; i < 2 && !change; i++)
		change = sm_map_get(map, sm_object_key(w->arena,
		    w->plan->dialect, records[i], op->schema, NULL, table,
		    NULL));
	if (!change)
		return NULL;
	return old ? change->old : change->new_;
}

void
sm_things_part_needs_new(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o = sm_order_whole(w, op, false);

	if (op->name)
		needed(w, true, o, op->name);
	/* The columns of a typed table are its type's. */
	if (o && o->of_type && op->target->part == SM_PART_COLUMN)
		object(w, SM_NEW_OBJECT, "composite_type", o->of_type->schema,
		    o->of_type->name);
}

void
sm_things_part_needs_old(struct sm_order_work *w, const struct sm_op *op)
{
	const char *name = op->name;

	if (op->target->part == SM_PART_COLUMN && op->verb != SM_DROP)
		name = sm_order_old_column(w, op->schema, op->table, name);
	else if (op->old && op->target->part != SM_PART_COLUMN)
		name = sm_part_name(op->target->part, op->old);
	if (name)
		needed(w, false, sm_order_whole(w, op, true), name);
}

/* The schema that the object is in, or that an extension's objects are in. */
static void
schema(struct sm_order_work *w, enum sm_thing thing, const struct sm_op *op,
    bool old)
{
	const struct sm_object *o;
	const char *name = op->schema;

	if (!strcmp(op->target->kind->record, "extension")) {
		o = sm_order_object(w, op, old);
		name = o ? sm_option_text(w->arena, &o->options, "schema") :
		    NULL;
	}
	if (name)
		object(w, thing, "schema", NULL, name);
}

void
sm_things_schema_new(struct sm_order_work *w, const struct sm_op *op)
{
	schema(w, SM_NEW_OBJECT, op, false);
}

void
sm_things_schema_old(struct sm_order_work *w, const struct sm_op *op)
{
	schema(w, SM_OLD_OBJECT, op, true);
}

/* A sequence goes with the column that owns it, unless it is taken off it. */
static void
owner(struct sm_order_work *w, enum sm_thing thing, const struct sm_object *o)
{
	if (o && o->owned_by)
		sm_order_end(w, thing, o->owned_by->schema, o->owned_by->name,
		    o->owned_by->column);
}

void
sm_things_owner_new(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o;

	if (strcmp(op->target->kind->record, "sequence") ||
	    !sm_strings_has(&op->changes, "owned_by"))
		return;
	o = sm_order_object(w, op, false);
	owner(w, SM_NEW_COLUMN, o);
	if (o && o->owned_by)
		object(w, SM_NEW_OBJECT, "table", o->owned_by->schema,
		    o->owned_by->name);
}

void
sm_things_owner_old(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o;

	if (strcmp(op->target->kind->record, "sequence") ||
	    !sm_strings_has(&op->changes, "owned_by"))
		return;
	o = sm_order_object(w, op, true);
	owner(w, SM_OLD_COLUMN, o);
	if (o && o->owned_by)
		object(w, SM_OLD_OBJECT, "table", o->owned_by->schema,
		    o->owned_by->name);
}

/* SET LOGGED is of the sequences that a table owns, too. */
void
sm_things_settled(struct sm_order_work *w, const struct sm_op *op)
{
	if (sm_strings_has(&op->changes, "unlogged"))
		sm_order_end(w, SM_SETTLED, op->schema, op->table, NULL);
}

void
sm_things_owner_settled(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o;

	if (!strcmp(op->target->kind->record, "sequence") &&
	    sm_strings_has(&op->changes, "owned_by") &&
	    (o = sm_order_object(w, op, false)) != NULL && o->owned_by)
		sm_order_end(w, SM_SETTLED, o->owned_by->schema,
		    o->owned_by->name, NULL);
}

/* A part that is taken away is done with before its table is. */
void
sm_things_table_of_part(struct sm_order_work *w, const struct sm_op *op)
{
	if (op->table)
		object(w, SM_OLD_OBJECT, "table", op->schema, old_table(w, op));
}
