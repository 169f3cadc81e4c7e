/*
 * The target: change.old with the ops present applied, object by object.
 */
#include "stages/sql_target.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"

#define PUT_BACK "put back what was taken out of the plan, or take this op " \
    "out too"

bool
sm_sql_refuse(const struct sm_sql_target *t, const struct sm_op *op,
    struct sm_error *e, const char *fmt, ...)
{
	va_list ap;
	const char *text;

	va_start(ap, fmt);
	text = sm_vsprintf(t->arena, fmt, ap);
	va_end(ap);
	if (op != NULL && op->line > 0)
		sm_error_at(e, t->plan->input, op->line);
	if (op != NULL)
		return sm_error_set(e, "%s (%.20s) %s",
		    sm_op_describe(t->arena, op), op->id, text);
	return sm_error_set(e, "%s", text);
}

static const char *
key_of(const struct sm_sql_target *t, const char *record, const char *schema,
    const char *name)
{
	return sm_object_key(t->arena, t->dialect, record, schema, NULL, name,
	    NULL);
}

/*
 * Where triggers have names of their own in each table, the table tells them
 * apart; elsewhere it may be renamed, and the name alone is enough.
 */
static const char *
object_key(const struct sm_sql_target *t, const struct sm_object *o)
{
	return sm_object_key(t->arena, t->dialect, o->record, o->schema,
	    t->dialect->names_in_table ? o->table : NULL, o->name,
	    o->arguments);
}

static const char *
object_name(const struct sm_op *op)
{
	return op->name != NULL ? op->name : op->table;
}

/* The same of what a whole object's op is about. */
static const char *
op_key(const struct sm_sql_target *t, const struct sm_op *op)
{
	const struct sm_kind *kind = op->target->kind;

	return sm_object_key(t->arena, t->dialect, kind->record, op->schema,
	    kind->on_table && t->dialect->names_in_table ? op->table : NULL,
	    object_name(op), op->arguments);
}

struct sm_sql_item *
sm_sql_old(const struct sm_sql_target *t, const char *record,
    const char *schema, const char *name)
{
	return sm_map_get(&t->by_old, key_of(t, record, schema, name));
}

struct sm_sql_item *
sm_sql_new(const struct sm_sql_target *t, const char *record,
    const char *schema, const char *name)
{
	return sm_map_get(&t->by_target, key_of(t, record, schema, name));
}

struct sm_sql_item *
sm_sql_relation(const struct sm_sql_target *t, const char *schema,
    const char *name)
{
	const struct sm_kind *k;
	struct sm_sql_item *item = NULL;

	for (k = sm_kinds; k->record != NULL && item == NULL; k++)
		if (k->is_relation)
			item = sm_sql_new(t, k->record, schema, name);
	return item;
}

static struct sm_sql_item *
new_item(struct sm_sql_target *t, const struct sm_change *change)
{
	struct sm_sql_item *item = sm_alloc(t->arena, sizeof *item);

	item->change = change;
	*sm_push(t->arena, &t->items) = item;
	return item;
}

/* An item for each object that the database has. */
static void
take_old(struct sm_sql_target *t)
{
	size_t i;

	for (i = 0; i < t->plan->changes.n; i++) {
		struct sm_change *c = t->plan->changes.v[i];
		struct sm_sql_item *item;

		if (c->new_ != NULL)
			sm_map_set(&t->by_new, object_key(t, c->new_), c);
		if (c->old == NULL)
			continue;
		item = new_item(t, c);
		item->old = c->old;
		sm_map_set(&t->by_old, object_key(t, c->old), item);
	}
}

static bool
is_whole(const struct sm_op *op)
{
	return op->target->part == SM_PART_NONE;
}

static const struct sm_change *
find_new_change(const struct sm_sql_target *t, const struct sm_op *op)
{
	return sm_map_get(&t->by_new, op_key(t, op));
}

/* What halves are looked for by: the table may have another name by then. */
static const char *
half_key(const struct sm_sql_target *t, char what, const char *record,
    const char *schema, const char *name, const char *arguments)
{
	return sm_sprintf(t->arena, "%c%s", what, sm_object_key(t->arena,
	    t->dialect, record, schema, NULL, name, arguments));
}

/* Which objects are there on either side, and which are added and dropped. */
static void
note_halves(struct sm_sql_target *t, struct sm_map *halves)
{
	size_t i;

	sm_map_init(halves, t->arena);
	for (i = 0; i < t->plan->changes.n; i++) {
		struct sm_change *c = t->plan->changes.v[i];

		if (c->old != NULL)
			sm_map_set(halves, half_key(t, 'o', c->old->record,
			    c->old->schema, c->old->name, c->old->arguments),
			    c);
		if (c->new_ != NULL)
			sm_map_set(halves, half_key(t, 'n', c->new_->record,
			    c->new_->schema, c->new_->name,
			    c->new_->arguments), c);
	}
	for (i = 0; i < t->plan->ops.n; i++) {
		struct sm_op *op = t->plan->ops.v[i];

		if (op->target != NULL && is_whole(op) &&
		    (op->verb == SM_ADD || op->verb == SM_DROP))
			sm_map_set(halves, half_key(t, op->verb == SM_ADD
			        ? 'a' : 'd', op->target->kind->record,
			    op->schema, object_name(op), op->arguments), op);
	}
}

/*
 * Is op one half of a pair whose other half is missing?  Of an object (or part)
 * that both sides have, which is only taken down and put back for the sake of
 * others.
 */
static bool
is_half(const struct sm_sql_target *t, const struct sm_map *halves,
    const struct sm_op *op)
{
	static const char others[] = {[SM_ADD] = 'd', [SM_DROP] = 'a'};
	const char looked_for[] = {'o', 'n', '\0'};
	const char *what, *record;

	if ((op->verb != SM_DROP && op->verb != SM_ADD) || !is_whole(op))
		return false; /* of a part the target tells: what is needed is
		                 missing */
	record = op->target->kind->record;
	for (what = looked_for; *what != '\0'; what++)
		if (sm_map_get(halves, half_key(t, *what, record, op->schema,
		        object_name(op), op->arguments)) == NULL)
			return false;
	return sm_map_get(halves, half_key(t, others[op->verb], record,
	    op->schema, object_name(op), op->arguments)) == NULL;
}

static int
by_step(const void *a, const void *b)
{
	const struct sm_op *x = *(struct sm_op *const *)a;
	const struct sm_op *y = *(struct sm_op *const *)b;

	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* Which ops are rendered: not those whose causes are all gone. */
static bool
choose_ops(struct sm_sql_target *t, struct sm_error *e)
{
	struct sm_map halves;
	size_t i, k;

	note_halves(t, &halves);
	for (i = 0; i < t->plan->ops.n; i++) {
		struct sm_op *op = t->plan->ops.v[i];
		bool alive = op->because.n == 0;

		for (k = 0; k < op->because.n && !alive; k++)
			alive = sm_plan_op(t->plan, op->because.v[k]) != NULL;
		if (!alive) {
			*sm_push(t->arena, &t->idle) = op;
			continue;
		}
		if (op->verb == SM_VERB_OTHER || op->target == NULL) {
			sm_sql_refuse(t, op, e, "is no operation that sm-sql "
			    "can render for %s", t->dialect->title);
			return sm_error_hint(e, "take it out of the plan and "
			    "do it by hand");
		}
		if (op->because.n > 0 && is_half(t, &halves, op)) {
			sm_sql_refuse(t, op, e,
			    "is half of a pair: the op that %s is missing",
			    op->verb == SM_DROP ? "puts it back"
			                        : "takes it down first");
			return sm_error_hint(e, PUT_BACK);
		}
		*sm_push(t->arena, &t->ops) = op;
	}
	if (t->ops.n > 1)
		qsort(t->ops.v, t->ops.n, sizeof *t->ops.v, by_step);
	return true;
}

/* A copy whose lists can be changed. */
static struct sm_object *
copy_object(const struct sm_sql_target *t, const struct sm_object *o)
{
	const struct sm_shape *shape =
	    o->unreadable ? &sm_shape_unreadable : o->kind->shape;
	struct sm_object *copy = sm_shape_copy(t->arena, shape, o);

	copy->text = NULL;
	copy->len = 0;
	return copy;
}

static bool
missing(const struct sm_sql_target *t, const struct sm_op *op, const char *noun,
    const char *name, struct sm_error *e)
{
	sm_sql_refuse(t, op, e, "needs the %s %s, which is neither in the old "
	    "schema nor made by the plan", noun,
	    sm_printable_str(t->arena, name));
	return sm_error_hint(e, PUT_BACK);
}

static bool
is_rename(const struct sm_op *op)
{
	return op->verb == SM_RENAME &&
	    (op->target->part == SM_PART_COLUMN ||
	        (is_whole(op) && op->target->kind->is_renamed));
}

static bool
start_whole(struct sm_sql_target *t, struct sm_op *op, struct sm_error *e)
{
	struct sm_sql_item *item = NULL;
	const struct sm_change *c;

	if (op->verb == SM_ADD) {
		c = find_new_change(t, op);
		if (c == NULL)
			return sm_sql_refuse(t, op, e,
			    "has no change record that says what to add");
		if (c->new_->unreadable && c->new_->sql == NULL)
			return sm_sql_refuse(t, op, e, "can't be rendered: the "
			    "new schema's definition could not be read");
		item = new_item(t, c);
		item->target = copy_object(t, c->new_);
		memset(&item->target->indexes, 0,
		    sizeof item->target->indexes);
		memset(&item->target->foreign_keys, 0,
		    sizeof item->target->foreign_keys);
	} else if (op->verb == SM_DROP) {
		item = sm_map_get(&t->by_old, op_key(t, op));
	} else if (op->verb == SM_RENAME && !is_rename(op)) {
		return sm_sql_refuse(t, op, e, "can't be rendered: only tables "
		    "and sequences can be renamed");
	} else {
		return true;
	}
	if (item == NULL)
		return missing(t, op, op->target->noun, object_name(op), e);
	if (item->whole != NULL)
		return sm_sql_refuse(t, op, e, "comes with another op (%.20s) "
		    "on the same object", item->whole->id);
	item->whole = op;
	*sm_push(t->arena, &item->ops) = op;
	return true;
}

/* The old name of the table that the ops call `table`. */
static const char *
old_table(const struct sm_sql_target *t, const char *schema, const char *table)
{
	const struct sm_op *op =
	    sm_map_get(&t->renamed, key_of(t, "table", schema, table));

	return op != NULL ? op->from : table;
}

static bool
add_rename(struct sm_sql_target *t, struct sm_op *op, struct sm_error *e)
{
	struct sm_rename *r;
	struct sm_sql_item *item;
	const char *record = is_whole(op) ? op->target->kind->record : "table";
	const char *table = is_whole(op) ? op->from
	                                 : old_table(t, op->schema, op->table);

	item = sm_sql_old(t, record, op->schema, table);
	if (item == NULL)
		return missing(t, op, is_whole(op) ? op->target->noun : "table",
		    table, e);
	if (item->whole != NULL)
		return sm_sql_refuse(t, op, e, "is about what another op "
		    "(%.20s) drops", item->whole->id);
	if (!is_whole(op) &&
	    sm_object_column(item->old, t->dialect, op->from) == NULL)
		return missing(t, op, "column", op->from, e);
	*sm_push(t->arena, &item->ops) = op;
	r = sm_push(t->arena, &t->renames);
	r->schema = op->schema;
	r->table = item->old->name;
	r->column = is_whole(op) ? NULL : op->from;
	r->to = is_whole(op) ? object_name(op) : op->name;
	return true;
}

/* The renamed values of an enum, which texts show. */
static void
add_value_renames(struct sm_sql_target *t, const struct sm_op *op)
{
	size_t i;

	for (i = 0; i < op->renamed_values.n; i++)
		*sm_push(t->arena, &t->renames) = (struct sm_rename){
		    .schema = op->schema, .table = op->name,
		    .column = op->renamed_values.v[i].from,
		    .to = op->renamed_values.v[i].to, .is_value = true};
}

/* The old enum with its values under their new names. */
static bool
move_values(struct sm_sql_target *t, struct sm_sql_item *item,
    const struct sm_op *op, struct sm_error *e)
{
	struct sm_strings values = {NULL, 0, 0};
	const char *wrong;

	if (op->renamed_values.n == 0)
		return true;
	wrong = sm_values_rename(t->arena, &item->old->values,
	    &op->renamed_values, &values);
	if (wrong != NULL) {
		sm_sql_refuse(t, op, e, "%s", wrong);
		return sm_error_hint(e, "look at the op's renamed_values");
	}
	item->moved = copy_object(t, item->moved);
	item->moved->values = values;
	return true;
}

/* Give everything that stays its new names. */
static bool
move_all(struct sm_sql_target *t, struct sm_error *e)
{
	struct sm_objects in = {NULL, 0, 0}, out = {NULL, 0, 0};
	size_t i, k = 0;

	for (i = 0; i < t->ops.n; i++)
		if (is_rename(t->ops.v[i]) && is_whole(t->ops.v[i]))
			sm_map_set(&t->renamed, key_of(t, "table",
			    t->ops.v[i]->schema, object_name(t->ops.v[i])),
			    t->ops.v[i]);
	for (i = 0; i < t->ops.n; i++)
		if (is_rename(t->ops.v[i]) && !add_rename(t, t->ops.v[i], e))
			return false;
	for (i = 0; i < t->ops.n; i++)
		add_value_renames(t, t->ops.v[i]);
	for (i = 0; i < t->items.n; i++)
		if (t->items.v[i]->old != NULL)
			*sm_push(t->arena, &in) = t->items.v[i]->old;
	out = in;
	if (t->renames.n > 0) {
		memset(&out, 0, sizeof out);
		sm_objects_rename(t->arena, t->dialect, &in, &t->renames, &out);
	}
	for (i = 0; i < t->items.n; i++) {
		struct sm_sql_item *item = t->items.v[i];

		if (item->old == NULL)
			continue;
		item->moved = out.v[k++];
		if (item->whole == NULL)
			item->target = copy_object(t, item->moved);
	}
	return true;
}

/* The targets by name; two of one name are refused. */
static bool
index_targets(struct sm_sql_target *t, struct sm_error *e)
{
	size_t i;

	for (i = 0; i < t->items.n; i++) {
		struct sm_sql_item *item = t->items.v[i];
		struct sm_sql_item *other;

		if (item->target == NULL)
			continue;
		other = item->target->kind->is_relation
		    ? sm_sql_relation(t, item->target->schema,
		          item->target->name)
		    : sm_map_get(&t->by_target, object_key(t, item->target));
		if (other != NULL) {
			const struct sm_sql_item *who =
			    item->ops.n > 0 ? item : other;

			sm_sql_refuse(t, who->ops.n > 0 ? who->ops.v[0] : NULL,
			    e, "needs a name that %s has, and no op of the "
			    "plan frees it",
			    sm_sql_object_words(t, who == item ? other->target
			                                       : item->target));
			return sm_error_hint(e, PUT_BACK);
		}
		sm_map_set(&t->by_target, object_key(t, item->target), item);
	}
	return true;
}

/* What MODIFY_TABLE changes is options; of anything else, the whole text. */
static bool
modify_whole(struct sm_sql_target *t, struct sm_op *op, struct sm_error *e)
{
	const char *record = op->target->kind->record;
	struct sm_sql_item *item = sm_map_get(&t->by_target, op_key(t, op));
	const struct sm_change *c = find_new_change(t, op);

	if (item == NULL || c == NULL)
		return missing(t, op, op->target->noun, object_name(op), e);
	if (c->new_->unreadable && c->new_->sql == NULL)
		return sm_sql_refuse(t, op, e, "can't be rendered: the new "
		    "schema's definition could not be read");
	if (!move_values(t, item, op, e))
		return false;
	*sm_push(t->arena, &item->ops) = op;
	if (!op->target->kind->holds_rows ||
	    strcmp(record, "virtual_table") == 0) {
		item->whole = op;
		item->target = copy_object(t, c->new_);
		/* its indexes have ops of their own */
		if (item->target->kind->has_parts)
			item->target->indexes =
			    copy_object(t, item->moved)->indexes;
		return true;
	}
	return sm_sql_take_fields(t, op, c->new_->kind->shape, c->new_,
	    item->target, e);
}

/* The table that an op of a part is about. */
static struct sm_sql_item *
table_of(const struct sm_sql_target *t, const struct sm_op *op)
{
	struct sm_sql_item *item = NULL;

	/* What is taken away is named as OLD names it, all else as NEW does. */
	if (op->verb == SM_DROP)
		item = sm_sql_old(t, "table", op->schema, op->table);
	if (item == NULL && op->verb == SM_DROP)
		item = sm_sql_old(t, "view", op->schema, op->table);
	if (item == NULL)
		item = sm_sql_new(t, "table", op->schema, op->table);
	if (item == NULL)
		item = sm_sql_new(t, "view", op->schema, op->table);
	return item;
}

/* Who says where a column goes, by its table and name. */
static const char *
place_key(const struct sm_sql_target *t, const struct sm_op *op,
    const char *column)
{
	const struct sm_sql_item *item = table_of(t, op);

	return sm_sprintf(t->arena, "%s\x1f%s",
	    item != NULL && item->target != NULL ? item->target->key : "",
	    sm_fold_column(t->arena, t->dialect, column));
}

static bool
has_place(const struct sm_op *op)
{
	return op->target->part == SM_PART_COLUMN && op->after != NULL &&
	    op->verb != SM_DROP;
}

/* A column goes behind another once that is where it is to be. */
static bool
apply_places(struct sm_sql_target *t, struct sm_error *e)
{
	struct sm_ops chain = {NULL, 0, 0};
	struct sm_map left, begun;
	struct sm_op *op;
	size_t i;

	sm_map_init(&left, t->arena);
	sm_map_init(&begun, t->arena);
	for (i = 0; i < t->ops.n; i++)
		if (has_place(t->ops.v[i]))
			sm_map_set(&left, place_key(t, t->ops.v[i],
			    t->ops.v[i]->name), t->ops.v[i]);
	for (i = 0; i < t->ops.n; i++) {
		op = has_place(t->ops.v[i]) ? t->ops.v[i] : NULL;
		while (op != NULL && sm_map_set(&begun, op->id, op) == NULL) {
			*sm_push(t->arena, &chain) = op;
			op = *op->after == '\0' ? NULL
			    : sm_map_get(&left, place_key(t, op, op->after));
		}
		for (; chain.n > 0; chain.n--) {
			op = chain.v[chain.n - 1];
			if (!sm_sql_apply_place(t, table_of(t, op), op, e))
				return false;
		}
	}
	return true;
}

static bool
apply_parts(struct sm_sql_target *t, struct sm_error *e)
{
	struct sm_sql_item *item;
	size_t i;

	for (i = 0; i < t->ops.n; i++) {
		struct sm_op *op = t->ops.v[i];

		if (is_whole(op) || is_rename(op))
			continue;
		item = table_of(t, op);
		if (item == NULL)
			return missing(t, op, "table", op->table, e);
		*sm_push(t->arena, &item->ops) = op;
		if (op->verb != SM_ADD &&
		    !sm_sql_apply_change(t, item, op, e))
			return false;
	}
	for (i = 0; i < t->items.n; i++)
		if (t->items.v[i]->target != NULL)
			sm_sql_apply_gone(t, t->items.v[i]);
	for (i = 0; i < t->ops.n; i++) {
		struct sm_op *op = t->ops.v[i];

		if (op->verb == SM_ADD && !is_whole(op) &&
		    !sm_sql_apply_add(t, table_of(t, op), op, e))
			return false;
	}
	return apply_places(t, e);
}

bool
sm_sql_target(struct sm_plan *plan, struct sm_sql_target *t,
    struct sm_error *e)
{
	size_t i;

	memset(t, 0, sizeof *t);
	t->plan = plan;
	t->arena = plan->arena;
	t->dialect = plan->dialect;
	sm_map_init(&t->by_old, t->arena);
	sm_map_init(&t->by_target, t->arena);
	sm_map_init(&t->by_new, t->arena);
	sm_map_init(&t->renamed, t->arena);
	sm_map_init(&t->found, t->arena);
	if (!choose_ops(t, e))
		return false;
	take_old(t);
	for (i = 0; i < t->ops.n; i++)
		if (is_whole(t->ops.v[i]) && !start_whole(t, t->ops.v[i], e))
			return false;
	if (!move_all(t, e) || !index_targets(t, e))
		return false;
	for (i = 0; i < t->ops.n; i++)
		if (is_whole(t->ops.v[i]) && t->ops.v[i]->verb == SM_MODIFY &&
		    !modify_whole(t, t->ops.v[i], e))
			return false;
	if (!apply_parts(t, e))
		return false;
	sm_sql_settle_needs(t);
	sm_sql_hand_down(t);
	return true;
}

void
sm_sql_items_of_ops(const struct sm_sql_target *t, struct sm_map *map)
{
	size_t i, k;

	sm_map_init(map, t->arena);
	for (i = 0; i < t->items.n; i++)
		for (k = 0; k < t->items.v[i]->ops.n; k++)
			sm_map_set(map, t->items.v[i]->ops.v[k]->id,
			    t->items.v[i]);
}
