/*
 * The plan that leads back (model/plan.h).
 */
#include <string.h>

#include "base/json.h"
#include "model/kind.h"
#include "model/plan.h"

struct invert {
	const struct sm_plan *from;
	struct sm_plan *to;
	struct sm_arena *arena;
	struct sm_map renames; /* part, table and name as NEW has them -> op */
	struct sm_map dropped; /* table and index as OLD has them -> op */
};

static const char *
key_of(const struct invert *v, const char *what, const char *schema,
    const char *table, const char *name)
{
	return sm_object_key(v->arena, v->from->dialect, what, schema, table,
	    name, NULL);
}

static bool
is_object(const struct sm_op *op)
{
	return op->target == NULL || op->target->part == SM_PART_NONE;
}

static const char *
object_name(const struct sm_op *op)
{
	return op->name != NULL ? op->name : op->table;
}

/* Renames by what they lead to; indexes that have their own DROP. */
static void
take_names(struct invert *v)
{
	size_t i;

	sm_map_init(&v->renames, v->arena);
	sm_map_init(&v->dropped, v->arena);
	for (i = 0; i < v->from->ops.n; i++) {
		struct sm_op *op = v->from->ops.v[i];

		if (op->target == NULL)
			continue;
		if (op->verb == SM_RENAME)
			sm_map_set(&v->renames, is_object(op)
			    ? key_of(v, op->target->word, op->schema, NULL,
			          object_name(op))
			    : key_of(v, op->target->word, op->schema,
			          op->table, op->name), op);
		else if (op->verb == SM_DROP &&
		    op->target->part == SM_PART_INDEX)
			sm_map_set(&v->dropped, key_of(v, "INDEX", op->schema,
			    op->table, op->name), op);
	}
}

/* The old name of the table that NEW calls so. */
static const char *
old_table(const struct invert *v, const char *schema, const char *table)
{
	const struct sm_op *op;

	if (table == NULL)
		return NULL;
	op = sm_map_get(&v->renames, key_of(v, "TABLE", schema, NULL, table));
	return op != NULL ? op->from : table;
}

/* The old name of the part of a table that NEW calls so. */
static const char *
old_part(const struct invert *v, const struct sm_op *op)
{
	const struct sm_op *r;

	if (op->name == NULL)
		return NULL;
	r = sm_map_get(&v->renames, key_of(v, op->target->word, op->schema,
	    op->table, op->name));
	if (r != NULL)
		return r->from;
	/* Of what the server named the name may be another one unsaid. */
	return op->verb == SM_MODIFY && op->old != NULL && !is_object(op)
	    ? sm_part_name(op->target->part, op->old) : op->name;
}

/* The old name of what NEW calls so: a sequence may be renamed. */
static const char *
old_object(const struct invert *v, const struct sm_op *op)
{
	const struct sm_op *r;

	if (op->name == NULL || op->target == NULL)
		return op->name;
	r = sm_map_get(&v->renames, key_of(v, op->target->word, op->schema,
	    NULL, op->name));
	return r != NULL ? r->from : op->name;
}

/* The column before that one in the old table; "" for the first. */
static const char *
column_before(const struct invert *v, const char *schema, const char *table,
    const char *column)
{
	const struct sm_dialect *d = v->from->dialect;
	struct sm_change *c = sm_plan_find_new(v->to, "table", schema, table);
	const char *before = "";
	size_t i;

	for (i = 0; c != NULL && i < c->new_->columns.n; i++) {
		if (sm_same_column(d, c->new_->columns.v[i].name, column))
			return before;
		before = c->new_->columns.v[i].name;
	}
	return NULL;
}

static void
turn_names(const struct invert *v, const struct sm_op *op, struct sm_op *back)
{
	back->schema = op->schema;
	back->arguments = op->arguments;
	back->table = op->table;
	back->name = op->name;
	switch (op->verb) {
	case SM_RENAME:
		back->from = object_name(op);
		if (!is_object(op))
			back->table = old_table(v, op->schema, op->table);
		if (op->name != NULL)
			back->name = op->from;
		else
			back->table = op->from;
		break;
	case SM_MODIFY:
		/* A trigger's own table may have been renamed as well. */
		back->table = old_table(v, op->schema, op->table);
		back->name = is_object(op) ? old_object(v, op)
		                           : old_part(v, op);
		break;
	default:
		break;
	}
}

/* Where a column goes: only where anybody asks. */
static void
turn_place(const struct invert *v, const struct sm_op *op, struct sm_op *back)
{
	if (is_object(op) || op->target->part != SM_PART_COLUMN)
		return;
	if ((op->verb == SM_DROP && (v->from->dialect->column_order ||
	        v->from->compare.column_order)) ||
	    (op->verb == SM_MODIFY && op->after != NULL))
		back->after = column_before(v, back->schema, back->table,
		    back->name);
}

static const char *
json_of(struct sm_arena *a, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return value == NULL ? NULL : sm_json_text(a, value, false);
}

/* What was said of the way down is said of the way, and the other way round. */
static void
turn_verdict(const struct invert *v, const struct sm_op *op,
    struct sm_op *back)
{
	static const char *const said[] = {"risk", "reason", "suggestion",
	    "category", "rules"};
	struct sm_member m[8] = {{"id", NULL}};
	json_t *json = json_loadb(op->text, op->len, 0, NULL);
	const json_t *down = json_object_get(json, "down");
	json_t *up = json_object();
	size_t i, n = 1;

	m[0].value = sm_sprintf(v->arena, "\"%s\"", op->id);
	for (i = 0; i < sizeof said / sizeof said[0]; i++) {
		json_object_set(up, said[i], json_object_get(json, said[i]));
		m[n].key = said[i];
		m[n].value = json_of(v->arena, down, said[i]);
		n += m[n].value != NULL;
	}
	if (json_object_size(up) > 0) {
		m[n].key = "down";
		m[n++].value = sm_json_text(v->arena, up, false);
	}
	json_decref(up);
	json_decref(json);
	back->risk = op->down_risk;
	back->reason = op->down_reason;
	back->suggestion = op->down_suggestion;
	back->down_risk = op->risk;
	back->down_reason = op->reason;
	back->down_suggestion = op->suggestion;
	back->id = op->id;
	sm_op_splice(v->arena, back, m, n);
}

static void
put_op(struct invert *v, struct sm_op *op)
{
	*sm_push(v->arena, &v->to->ops) = op;
}

static void
turn(struct invert *v, const struct sm_op *op)
{
	static const enum sm_verb other[] = {
		[SM_ADD] = SM_DROP,
		[SM_DROP] = SM_ADD,
		[SM_RENAME] = SM_RENAME,
		[SM_MODIFY] = SM_MODIFY,
	};
	struct sm_op *back;

	if (op->verb == SM_VERB_OTHER || op->target == NULL) {
		/* Nobody knows what undoes it: it stays, to be refused. */
		back = sm_alloc(v->arena, sizeof *back);
		*back = *op;
		back->step = 0;
		put_op(v, back);
		return;
	}
	back = sm_op_new(v->arena, other[op->verb], op->target);
	back->old = op->new_;
	back->new_ = op->old;
	back->changes = op->changes;
	back->renamed_values = sm_value_renames_turn(v->arena,
	    &op->renamed_values);
	back->because = op->because;
	back->line = op->line;
	turn_names(v, op, back);
	turn_place(v, op, back);
	sm_op_finish(v->arena, back, NULL, NULL);
	turn_verdict(v, op, back);
	put_op(v, back);
}

/*
 * The indexes of a dropped table (or materialized view) went with it, unsaid; a
 * new one's each have an op of their own.
 */
static void
add_indexes(struct invert *v, const struct sm_op *op)
{
	static const struct sm_member safe[] = {{"risk", "\"SAFE\""},
	    {"reason", "\"It comes with its table.\""}};
	const char *name;
	struct sm_change *c;
	size_t i;

	if (op->verb != SM_DROP || !is_object(op) || op->target == NULL ||
	    !op->target->kind->has_parts)
		return;
	name = object_name(op);
	c = sm_plan_find_new(v->to, op->target->kind->record, op->schema, name);
	for (i = 0; c != NULL && i < c->new_->indexes.n; i++) {
		struct sm_index *index = &c->new_->indexes.v[i];
		struct sm_op *add;

		if (sm_map_get(&v->dropped, key_of(v, "INDEX", op->schema,
		        name, index->name)) != NULL)
			continue;
		add = sm_op_new(v->arena, SM_ADD,
		    sm_target_part(SM_PART_INDEX));
		add->schema = op->schema;
		add->table = name;
		add->name = index->name;
		add->new_ = index;
		add->line = op->line;
		sm_op_finish(v->arena, add, NULL, NULL);
		add->risk = SM_SAFE;
		add->reason = "It comes with its table.";
		sm_op_splice(v->arena, add, safe, 2);
		put_op(v, add);
	}
}

/* The sides of the header change places. */
static void
turn_header(struct sm_plan *p)
{
	json_t *json = json_loads(p->header, 0, NULL);
	struct sm_side side = p->old;
	struct sm_member m[2] = {{"old", NULL}, {"new", NULL}};

	m[0].value = json_of(p->arena, json, "new");
	m[1].value = json_of(p->arena, json, "old");
	json_decref(json);
	if (m[0].value != NULL && m[1].value != NULL)
		sm_plan_splice(p, m, 2);
	p->old = p->new_;
	p->new_ = side;
}

struct sm_plan *
sm_plan_invert(const struct sm_plan *from)
{
	struct sm_plan *to = sm_alloc(from->arena, sizeof *to);
	struct invert v = {.from = from, .to = to, .arena = from->arena};
	size_t i;

	*to = *from;
	memset(&to->changes, 0, sizeof to->changes);
	memset(&to->ops, 0, sizeof to->ops);
	turn_header(to);
	for (i = 0; i < from->changes.n; i++)
		sm_plan_change(to, from->changes.v[i]->new_,
		    from->changes.v[i]->old);
	sm_plan_reindex(to);
	take_names(&v);
	for (i = 0; i < from->ops.n; i++) {
		turn(&v, from->ops.v[i]);
		add_indexes(&v, from->ops.v[i]);
	}
	sm_plan_unstage(to, "risk");
	sm_plan_reindex(to);
	return to;
}
