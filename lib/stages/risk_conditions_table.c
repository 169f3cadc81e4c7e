/*
 * Conditions on tables, renames, indexes and constraints.
 */
#include <string.h>

#include "stages/risk_rules.h"
#include "text/sqltext.h"
#include "text/type.h"

struct sm_op *
sm_risk_op_on(const struct sm_risk_case *c, const struct sm_risk_relation *r,
    enum sm_verb verb, enum sm_part part, const char *name)
{
	size_t i;

	for (i = 0; r && i < r->ops.n; i++) {
		struct sm_op *op = r->ops.v[i];

		if (op->verb != verb || op->target->part != part)
			continue;
		if (part == SM_PART_NONE && op->target->kind->on_table)
			continue; /* a trigger's */
		if (!name || (op->name &&
		                 sm_same_column(c->dialect, op->name, name)))
			return op;
	}
	return NULL;
}

bool
sm_risk_same_columns(const struct sm_dialect *d, const struct sm_strings *a,
    const struct sm_strings *b, size_t n)
{
	size_t i;

	if (a->n < n || b->n < n)
		return false;
	for (i = 0; i < n; i++)
		if (!sm_same_column(d, a->v[i], b->v[i]))
			return false;
	return true;
}

bool
sm_risk_fk_goes(const struct sm_risk_case *c, struct sm_risk_relation *r,
    const struct sm_foreign_key *fk)
{
	size_t i;

	if (sm_risk_op_on(c, r, SM_DROP, SM_PART_NONE, NULL))
		return true;
	for (i = 0; i < r->ops.n; i++) {
		const struct sm_op *op = r->ops.v[i];
		const struct sm_foreign_key *old = op->old;

		if (op->target->part == SM_PART_FK && old &&
		    old->columns.n == fk->columns.n &&
		    sm_risk_same_columns(c->dialect, &old->columns,
		        &fk->columns, fk->columns.n))
			return true;
		if (op->target->part == SM_PART_COLUMN &&
		    op->verb == SM_DROP &&
		    sm_names_column(c->dialect, &fk->columns, op->name))
			return true;
	}
	return false;
}

bool
sm_if_children_stay(struct sm_risk_case *c)
{
	size_t i;

	for (i = 0; c->relation && i < c->relation->children.n; i++) {
		const struct sm_risk_child *child = &c->relation->children.v[i];

		if (child->old && child->on && child->on != c->relation &&
		    !sm_risk_fk_goes(c, child->on, child->fk))
			sm_risk_list(c, child->on->old->name);
	}
	return c->list.len > 0;
}

bool
sm_if_views_stay(struct sm_risk_case *c)
{
	size_t i;

	for (i = 0; c->relation && i < c->relation->users.n; i++) {
		const struct sm_risk_user *user = &c->relation->users.v[i];

		if (!user->op && user->change->old->kind->is_relation)
			sm_risk_list(c, user->change->old->name);
	}
	return c->list.len > 0;
}

/* An ADD of the same name beside the DROP, and neither for another's sake. */
bool
sm_if_recreated(struct sm_risk_case *c)
{
	const struct sm_op *op = c->op, *add;
	struct sm_risk_relation *r = c->relation;
	const char *name = op->target->part == SM_PART_NONE ? NULL : op->name;

	if (op->because.n > 0)
		return false;
	if (op->target->part == SM_PART_NONE)
		r = sm_risk_named(c->facts, false, op->schema,
		    op->name ? op->name : op->table);
	else if (!name)
		return false;
	add = sm_risk_op_on(c, r, SM_ADD, op->target->part, name);
	return add && add->because.n == 0 && add->target == op->target;
}

/* Renames that nobody confirmed. */

/* The seed's threshold for tables; a tenth above it is a safe distance. */
#define TABLE_SCORE_SAFE 0.75
#define PROBABILITY_SAFE 0.9
#define PROBABILITY_EVEN 0.5

bool
sm_if_improbable(struct sm_risk_case *c)
{
	return !c->op->confirmed && c->op->has_probability &&
	    c->op->probability < PROBABILITY_EVEN;
}

bool
sm_if_low_confidence(struct sm_risk_case *c)
{
	const struct sm_op *op = c->op;

	if (op->confirmed)
		return false;
	if (op->target->part == SM_PART_NONE)
		return op->has_score && op->score < TABLE_SCORE_SAFE;
	if (op->evidence && strstr(op->evidence, "\"order\":\"ignored\""))
		return true;
	return op->has_probability && op->probability < PROBABILITY_SAFE;
}

/* Indexes. */

static const struct sm_index *
index_new(const struct sm_risk_case *c)
{
	return c->op->new_;
}

static const struct sm_index *
index_old(const struct sm_risk_case *c)
{
	return c->op->old;
}

bool
sm_if_not_unique(struct sm_risk_case *c)
{
	return !index_new(c)->unique;
}

bool
sm_if_unique(struct sm_risk_case *c)
{
	return index_new(c)->unique;
}

/* Where the index is made anew, unique over rows that another one let in. */
bool
sm_if_unique_anew(struct sm_risk_case *c)
{
	static const char *const words[] = {"unique", "keys", "where"};
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (sm_strings_has(&c->op->changes, words[i]))
			return index_new(c)->unique;
	return false;
}

bool
sm_if_old_unique(struct sm_risk_case *c)
{
	return index_old(c)->unique;
}

/* The column that the key has in the table before the plan. */
static bool
has_key(const struct sm_risk_case *c, const struct sm_index *x,
    const char *column)
{
	size_t i;

	for (i = 0; i < x->keys.n; i++)
		if (x->keys.v[i].column && sm_same_column(c->dialect,
		        x->keys.v[i].column, column))
			return true;
	return false;
}

/* Is every column of the old unique index in the new one, as it is there? */
static bool
is_subset(const struct sm_risk_case *c, const struct sm_index *old,
    const struct sm_index *new_)
{
	size_t i, k;

	if (!old->unique || old->where || old->keys.n == 0)
		return false;
	for (i = 0; i < old->keys.n; i++) {
		const struct sm_index_key *key = &old->keys.v[i];

		if (!key->column || !has_key(c, new_, key->column))
			return false;
		/* equality under another collation forbids other pairs */
		for (k = 0; k < new_->keys.n; k++)
			if (new_->keys.v[k].column &&
			    sm_same_column(c->dialect, new_->keys.v[k].column,
			        key->column) &&
			    (key->collation ||
			        new_->keys.v[k].collation) &&
			    (!key->collation || !new_->keys.v[k].collation ||
			        strcmp(key->collation,
			            new_->keys.v[k].collation)))
				return false;
	}
	return true;
}

/* Do the columns keep their names, types and collations in the plan? */
static bool
columns_stay(const struct sm_risk_case *c, const struct sm_index *x)
{
	size_t i;

	for (i = 0; i < x->keys.n; i++) {
		const char *name = x->keys.v[i].column;

		if (!name || sm_risk_op_on(c, c->relation, SM_ADD,
		                 SM_PART_COLUMN, name) ||
		    sm_risk_op_on(c, c->relation, SM_RENAME, SM_PART_COLUMN,
		        name) ||
		    sm_risk_op_on(c, c->relation, SM_MODIFY, SM_PART_COLUMN,
		        name))
			return false;
	}
	return true;
}

bool
sm_if_unique_relaxed(struct sm_risk_case *c)
{
	size_t i;

	if (!sm_if_unique(c) || !c->relation)
		return false;
	for (i = 0; i < c->relation->ops.n; i++) {
		const struct sm_op *op = c->relation->ops.v[i];

		if (op->verb == SM_DROP &&
		    op->target->part == SM_PART_INDEX &&
		    is_subset(c, op->old, index_new(c)) &&
		    columns_stay(c, op->old))
			return true;
	}
	return false;
}

bool
sm_if_unique_over_new(struct sm_risk_case *c)
{
	const struct sm_index *x = index_new(c);
	size_t i;

	if (!x->unique || x->keys.n == 0)
		return false;
	for (i = 0; i < x->keys.n; i++) {
		const struct sm_op *op;
		const struct sm_column *column;

		if (!x->keys.v[i].column)
			return false;
		op = sm_risk_op_on(c, c->relation, SM_ADD, SM_PART_COLUMN,
		    x->keys.v[i].column);
		column = op ? op->new_ : NULL;
		if (!column || !column->nullable || column->default_text ||
		    column->generated || column->identity)
			return false;
	}
	return true;
}

/* Does the index serve every lookup that the first n keys of x serve? */
static bool
covers(const struct sm_risk_case *c, const struct sm_index *wide,
    const struct sm_index *x)
{
	size_t i;

	if (wide->keys.n < x->keys.n || wide->method || x->method ||
	    !wide->where != !x->where ||
	    (x->where && strcmp(wide->where, x->where)))
		return false;
	for (i = 0; i < x->keys.n; i++) {
		const struct sm_index_key *a = &wide->keys.v[i];
		const struct sm_index_key *b = &x->keys.v[i];

		if (!a->column || !b->column || a->desc != b->desc ||
		    !sm_same_column(c->dialect, a->column, b->column) ||
		    !a->collation != !b->collation ||
		    (a->collation && strcmp(a->collation, b->collation)))
			return false;
	}
	return x->keys.n > 0;
}

/* An index of that side, other than x itself, that covers x. */
static bool
covered_by(struct sm_risk_case *c, const struct sm_object *side,
    const struct sm_index *x)
{
	size_t i;

	for (i = 0; side && i < side->indexes.n; i++) {
		const struct sm_index *other = &side->indexes.v[i];

		if (sm_same_column(c->dialect, other->name, x->name) ||
		    !covers(c, other, x) ||
		    sm_risk_op_on(c, c->relation, SM_DROP, SM_PART_INDEX,
		        other->name))
			continue;
		c->other = other->name;
		return true;
	}
	return false;
}

bool
sm_if_duplicate(struct sm_risk_case *c)
{
	return !index_new(c)->unique && covered_by(c, c->old, index_new(c));
}

bool
sm_if_covered(struct sm_risk_case *c)
{
	return !index_old(c)->unique && covered_by(c, c->new_, index_old(c));
}

/* Is there an index or key that begins with these columns? */
static bool
indexed(const struct sm_risk_case *c, const struct sm_object *o,
    const struct sm_strings *columns)
{
	size_t i, k;

	if (o->primary_key && sm_risk_same_columns(c->dialect,
	        &o->primary_key->columns, columns, columns->n))
		return true;
	for (i = 0; i < o->uniques.n; i++)
		if (sm_risk_same_columns(c->dialect, &o->uniques.v[i].columns,
		        columns, columns->n))
			return true;
	for (i = 0; i < o->indexes.n; i++) {
		const struct sm_index *x = &o->indexes.v[i];

		for (k = 0; k < columns->n && k < x->keys.n && !x->where &&
		     x->keys.v[k].column; k++)
			if (!sm_names_column(c->dialect, columns,
			        x->keys.v[k].column))
				break;
		if (k == columns->n)
			return true;
	}
	return false;
}

bool
sm_if_leaves_fk_unindexed(struct sm_risk_case *c)
{
	const struct sm_index *x = index_old(c);
	size_t i;

	for (i = 0; c->new_ && i < c->new_->foreign_keys.n; i++) {
		const struct sm_foreign_key *fk = &c->new_->foreign_keys.v[i];

		if (fk->references && x->keys.n > 0 && x->keys.v[0].column &&
		    sm_names_column(c->dialect, &fk->columns,
		        x->keys.v[0].column) &&
		    !indexed(c, c->new_, &fk->columns)) {
			c->other = fk->references->table;
			return true;
		}
	}
	return false;
}

/* Foreign keys. */

static const struct sm_foreign_key *
fk_new(const struct sm_risk_case *c)
{
	return c->op->new_;
}

bool
sm_if_fk_unindexed(struct sm_risk_case *c)
{
	return c->new_ && !indexed(c, c->new_, &fk_new(c)->columns);
}

static const struct sm_object *
parent_of(const struct sm_risk_case *c)
{
	const struct sm_references *to = fk_new(c)->references;
	const struct sm_risk_relation *r;

	if (!to || !to->table)
		return NULL;
	r = sm_risk_named(c->facts, false, to->schema, to->table);
	return r ? r->new_ : NULL;
}

bool
sm_risk_types_differ(const struct sm_risk_case *c, const char *a, const char *b)
{
	if (c->dialect->id == SM_SQLITE)
		return sm_affinity(a) != sm_affinity(b);
	return a && b && !sm_type_same(c->dialect, a, b);
}

bool
sm_if_fk_types_differ(struct sm_risk_case *c)
{
	const struct sm_foreign_key *fk = fk_new(c);
	const struct sm_object *parent = parent_of(c);
	size_t i;

	for (i = 0; parent && c->new_ && i < fk->columns.n &&
	     i < fk->references->columns.n; i++) {
		const struct sm_column *a, *b;

		a = sm_object_column(c->new_, c->dialect, fk->columns.v[i]);
		b = sm_object_column(parent, c->dialect,
		    fk->references->columns.v[i]);
		if (a && b && sm_risk_types_differ(c, a->type, b->type))
			return true;
	}
	return false;
}

bool
sm_if_fk_without_key(struct sm_risk_case *c)
{
	const struct sm_object *parent = parent_of(c);
	const struct sm_strings *to;
	size_t i;

	if (!parent)
		return false;
	to = &fk_new(c)->references->columns;
	if (to->n == 0)
		return !parent->primary_key;
	if (parent->primary_key && parent->primary_key->columns.n == to->n &&
	    sm_risk_same_columns(c->dialect, to, &parent->primary_key->columns,
	        to->n))
		return false;
	for (i = 0; i < parent->uniques.n; i++)
		if (parent->uniques.v[i].columns.n == to->n &&
		    sm_risk_same_columns(c->dialect, to,
		        &parent->uniques.v[i].columns, to->n))
			return false;
	for (i = 0; i < parent->indexes.n; i++)
		if (parent->indexes.v[i].unique)
			return false; /* perhaps this one */
	return true;
}

/* Does deleting a parent do something to its children? */
static bool
acts(const char *action)
{
	return action && strcmp(action, "RESTRICT") &&
	    strcmp(action, "NO ACTION");
}

bool
sm_if_fk_acts(struct sm_risk_case *c)
{
	return acts(fk_new(c)->on_delete);
}

bool
sm_if_fk_acts_now(struct sm_risk_case *c)
{
	const struct sm_foreign_key *old = c->op->old;

	return acts(fk_new(c)->on_delete) && !acts(old->on_delete);
}

/* Keys. */

bool
sm_if_columns_change(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "columns") ||
	    sm_risk_changed(c->op, "keys");
}

bool
sm_if_key_nullable(struct sm_risk_case *c)
{
	const struct sm_key *key = c->op->new_;
	size_t i;

	for (i = 0; i < key->columns.n; i++) {
		const struct sm_column *column = c->old ?
		    sm_object_column(c->old, c->dialect, key->columns.v[i]) :
		    NULL;

		if (column && column->nullable)
			return true;
	}
	return false;
}

bool
sm_if_key_not_nullable(struct sm_risk_case *c)
{
	return !sm_if_key_nullable(c);
}

bool
sm_if_key_not_replaced(struct sm_risk_case *c)
{
	return !sm_risk_op_on(c, c->relation, SM_ADD, SM_PART_PRIMARY_KEY,
	    NULL);
}
