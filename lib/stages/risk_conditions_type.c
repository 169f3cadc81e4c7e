/*
 * Conditions on a column's type, on who uses the column, and on what SQLite
 * can't alter.
 */
#include <string.h>

#include "stages/risk_rules.h"
#include "text/sqltext.h"
#include "text/type.h"

static const struct sm_column *
column_old(const struct sm_risk_case *c)
{
	return c->op->old;
}

static const struct sm_column *
column_new(const struct sm_risk_case *c)
{
	return c->op->new_;
}

static bool
retyped(const struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "type");
}

/*
 * What becomes of stored values when a column of one affinity is copied into
 * one of another (risk-rules.md, section 4.3).
 */
enum outcome {
	UNLISTED,
	SAME,
	REINTERPRET,
	TO_NUMBER,       /* text that looks like a number becomes one */
	TO_TEXT,         /* numbers become text */
	REAL_TO_INTEGER, /* whole ones become integers, the others don't */
	TO_REAL          /* integers beyond 2^53 lose digits */
};
#define A(affinity) [SM_AFFINITY_##affinity]
static const enum outcome outcomes[][SM_AFFINITY_NUMERIC + 1] = {
	A(INTEGER) = {A(INTEGER) = SAME, A(TEXT) = TO_TEXT,
	    A(BLOB) = REINTERPRET, A(REAL) = TO_REAL,
	    A(NUMERIC) = REINTERPRET},
	A(TEXT) = {A(INTEGER) = TO_NUMBER, A(TEXT) = SAME,
	    A(BLOB) = REINTERPRET, A(REAL) = TO_NUMBER,
	    A(NUMERIC) = TO_NUMBER},
	A(BLOB) = {A(BLOB) = SAME},
	A(REAL) = {A(INTEGER) = REAL_TO_INTEGER, A(TEXT) = TO_TEXT,
	    A(BLOB) = REINTERPRET, A(REAL) = SAME},
	A(NUMERIC) = {A(TEXT) = TO_TEXT, A(BLOB) = REINTERPRET,
	    A(REAL) = TO_REAL, A(NUMERIC) = SAME},
};
#undef A

static bool
is_strict(const struct sm_object *o)
{
	return o && sm_option_on(&o->options, "strict");
}

/* ANY keeps every value as it is in a STRICT table, as BLOB does elsewhere. */
static bool
is_any(const struct sm_object *o, const struct sm_column *column)
{
	return is_strict(o) && column->type &&
	    sm_same_column(sm_dialect_get(SM_SQLITE), column->type, "ANY");
}

static enum sm_affinity
affinity(const struct sm_object *o, const struct sm_column *column)
{
	return is_any(o, column) ? SM_AFFINITY_BLOB : sm_affinity(column->type);
}

static enum outcome
outcome(const struct sm_risk_case *c)
{
	return outcomes[affinity(c->old, column_old(c))]
	    [affinity(c->new_, column_new(c))];
}

static bool
turns(const struct sm_risk_case *c, enum outcome how)
{
	return c->dialect->id == SM_SQLITE && retyped(c) && outcome(c) == how;
}

/* Of the other dialects no pair is known to be harmless yet. */
bool
sm_if_type_other_family(struct sm_risk_case *c)
{
	return c->dialect->id != SM_SQLITE ? retyped(c) : turns(c, UNLISTED);
}

bool
sm_if_type_to_number(struct sm_risk_case *c)
{
	return turns(c, TO_NUMBER);
}

bool
sm_if_type_to_text(struct sm_risk_case *c)
{
	return turns(c, TO_TEXT);
}

bool
sm_if_type_real_to_integer(struct sm_risk_case *c)
{
	return turns(c, REAL_TO_INTEGER);
}

bool
sm_if_type_to_real(struct sm_risk_case *c)
{
	return turns(c, TO_REAL);
}

bool
sm_if_type_reinterpret(struct sm_risk_case *c)
{
	return turns(c, REINTERPRET);
}

/* A STRICT table's BLOB column takes blobs only. */
bool
sm_if_type_strict_blob(struct sm_risk_case *c)
{
	return retyped(c) && is_strict(c->new_) &&
	    !is_any(c->new_, column_new(c)) &&
	    affinity(c->new_, column_new(c)) == SM_AFFINITY_BLOB;
}

bool
sm_if_strict(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "strict") && is_strict(c->new_);
}

/* ANY columns that a table keeps while it stops being STRICT. */
bool
sm_if_loses_any(struct sm_risk_case *c)
{
	size_t i;

	if (!sm_risk_changed(c->op, "strict") || !is_strict(c->old) || !c->new_)
		return false;
	for (i = 0; i < c->new_->columns.n; i++) {
		const struct sm_column *column = &c->new_->columns.v[i];

		if (column->type && sm_same_column(c->dialect, column->type,
		        "ANY"))
			sm_risk_list(c, column->name);
	}
	return c->list.len > 0;
}

static bool
can(const struct sm_risk_case *c, enum sm_capability what)
{
	return sm_can(c->dialect, c->facts->server, what);
}

/* Has the server's ALTER TABLE a form for it? */
static bool
altered_in_place(const struct sm_risk_case *c)
{
	const struct sm_op *op = c->op;
	bool named = op->name != NULL;

	switch (op->target->part) {
	case SM_PART_COLUMN:
		if (sm_risk_changed(op, "comment") && op->changes.n == 1)
			return true;
		return op->changes.n == 1 && sm_risk_changed(op, "nullable") &&
		    can(c, SM_CAN_ALTER_NULLABILITY);
	case SM_PART_CHECK:
		if (op->verb == SM_ADD)
			return can(c, SM_CAN_ADD_CHECK);
		return named && can(c, SM_CAN_DROP_CONSTRAINT) &&
		    (op->verb == SM_DROP || can(c, SM_CAN_ADD_CHECK));
	case SM_PART_NONE: /* the table itself */
		return !sm_risk_changed(op, "strict") &&
		    !sm_risk_changed(op, "without_rowid");
	default:
		return false;
	}
}

/* The table is made or goes by the same plan: nothing is rebuilt. */
static bool
table_comes_or_goes(const struct sm_risk_case *c)
{
	return c->relation && c->relation->comes_or_goes;
}

/* The name of a type is all that changes: no value does. */
bool
sm_if_rebuild_for_name_of_type(struct sm_risk_case *c)
{
	return turns(c, SAME) && c->op->changes.n == 1;
}

bool
sm_if_rebuild(struct sm_risk_case *c)
{
	if (c->op->target->part == SM_PART_COLUMN &&
	    sm_if_rebuild_for_name_of_type(c))
		return false;
	return !altered_in_place(c) && !table_comes_or_goes(c);
}

/* A user still reads it: the plan neither drops nor changes it. */
static bool
still_reads(const struct sm_risk_user *user, const char *record)
{
	return !user->op && user->change->old->record &&
	    (!record || !strcmp(user->change->old->record, record));
}

bool
sm_if_type_in_view(struct sm_risk_case *c)
{
	const char *column = column_old(c)->name;
	size_t i;

	if (!retyped(c) || !c->relation)
		return false;
	for (i = 0; i < c->relation->users.n; i++) {
		const struct sm_risk_user *user = &c->relation->users.v[i];

		if (still_reads(user, "view") &&
		    sm_names_column(c->dialect, &user->need->columns, column))
			sm_risk_list(c, user->change->old->name);
	}
	return c->list.len > 0;
}

/* Foreign keys of NEW over the column: its own, and those that refer to it. */
bool
sm_if_type_in_fk(struct sm_risk_case *c)
{
	const char *name = c->op->name;
	size_t i;

	if (!retyped(c))
		return false;
	for (i = 0; c->new_ && i < c->new_->foreign_keys.n; i++)
		if (sm_names_column(c->dialect,
		        &c->new_->foreign_keys.v[i].columns, name))
			return true;
	for (i = 0; c->relation && i < c->relation->children.n; i++) {
		const struct sm_risk_child *child = &c->relation->children.v[i];

		if (!child->old && sm_names_column(c->dialect,
		        &child->fk->references->columns, name))
			return true;
	}
	return false;
}

/* Does the child's column, which keeps its type, differ from the new one? */
static bool
drifts(const struct sm_risk_case *c, const struct sm_risk_child *child,
    const char *name)
{
	const struct sm_column *column = sm_object_column(child->on->new_,
	    c->dialect, name);
	const struct sm_op *op = sm_risk_op_on(c, child->on, SM_MODIFY,
	    SM_PART_COLUMN, name);

	return column && !(op && sm_risk_changed(op, "type")) &&
	    sm_risk_types_differ(c, column->type, column_new(c)->type);
}

/* A column that refers to this one keeps its type while this one's changes. */
bool
sm_if_type_drift(struct sm_risk_case *c)
{
	size_t i, k;

	for (i = 0; retyped(c) && c->relation &&
	     i < c->relation->children.n; i++) {
		const struct sm_risk_child *child = &c->relation->children.v[i];
		const struct sm_foreign_key *fk = child->fk;

		if (child->old || !child->on || !child->on->new_)
			continue;
		for (k = 0; k < fk->references->columns.n &&
		     k < fk->columns.n; k++)
			if (sm_same_column(c->dialect,
			        fk->references->columns.v[k], c->op->name) &&
			    drifts(c, child, fk->columns.v[k]))
				sm_risk_list(c, child->on->new_->name);
	}
	return c->list.len > 0;
}

/* Does the plan drop that check, which may have no name? */
static bool
check_goes(const struct sm_risk_case *c, const struct sm_check *check)
{
	size_t i;

	for (i = 0; i < c->relation->ops.n; i++) {
		const struct sm_op *op = c->relation->ops.v[i];
		const struct sm_check *old = op->old;

		if (op->target->part == SM_PART_CHECK && old &&
		    !strcmp(old->expression, check->expression))
			return true;
	}
	return false;
}

/* What else of the table is made of the column and stays. */
static void
used_by_parts(struct sm_risk_case *c, const char *column)
{
	const struct sm_object *o = c->old;
	size_t i;

	for (i = 0; i < o->checks.n; i++) {
		const struct sm_check *check = &o->checks.v[i];

		if (check->column &&
		    sm_same_column(c->dialect, check->column, column))
			continue; /* its own: goes with it */
		if (sm_sql_mentions(c->dialect, check->expression, column) &&
		    !check_goes(c, check))
			sm_risk_list(c,
			    check->name ? check->name : check->expression);
	}
	for (i = 0; i < o->columns.n; i++) {
		const struct sm_column *other = &o->columns.v[i];

		if (other->expression &&
		    !sm_same_column(c->dialect, other->name, column) &&
		    sm_sql_mentions(c->dialect, other->expression, column) &&
		    !sm_risk_op_on(c, c->relation, SM_DROP, SM_PART_COLUMN,
		        other->name) &&
		    !sm_risk_op_on(c, c->relation, SM_MODIFY, SM_PART_COLUMN,
		        other->name))
			sm_risk_list(c, other->name);
	}
	for (i = 0; i < o->indexes.n; i++)
		if (o->indexes.v[i].where &&
		    sm_sql_mentions(c->dialect, o->indexes.v[i].where,
		        column) &&
		    !sm_risk_op_on(c, c->relation, SM_DROP, SM_PART_INDEX,
		        o->indexes.v[i].name))
			sm_risk_list(c, o->indexes.v[i].name);
}

bool
sm_if_column_used(struct sm_risk_case *c)
{
	const char *column = c->op->name;
	struct sm_risk_relation *r = c->relation;
	size_t i;

	if (!r || !c->old)
		return false;
	used_by_parts(c, column);
	for (i = 0; i < r->children.n; i++) {
		const struct sm_risk_child *child = &r->children.v[i];

		if (child->old && child->on &&
		    sm_names_column(c->dialect,
		        &child->fk->references->columns, column) &&
		    !sm_risk_fk_goes(c, child->on, child->fk))
			sm_risk_list(c, child->on->old->name);
	}
	for (i = 0; i < r->users.n; i++)
		if (still_reads(&r->users.v[i], NULL) &&
		    sm_names_column(c->dialect, &r->users.v[i].need->columns,
		        column))
			sm_risk_list(c, r->users.v[i].change->old->name);
	return c->list.len > 0;
}

static bool
in_index(const struct sm_risk_case *c, const struct sm_index *x,
    const char *column)
{
	size_t i;

	for (i = 0; i < x->keys.n; i++)
		if (x->keys.v[i].column &&
		    sm_same_column(c->dialect, x->keys.v[i].column, column))
			return true;
	return false;
}

bool
sm_if_column_indexed(struct sm_risk_case *c)
{
	size_t i;

	for (i = 0; c->old && i < c->old->indexes.n; i++) {
		const struct sm_index *x = &c->old->indexes.v[i];

		if (in_index(c, x, c->op->name) &&
		    !sm_risk_op_on(c, c->relation, SM_DROP, SM_PART_INDEX,
		        x->name) &&
		    !sm_risk_op_on(c, c->relation, SM_MODIFY, SM_PART_INDEX,
		        x->name))
			sm_risk_list(c, x->name);
	}
	return c->list.len > 0;
}
