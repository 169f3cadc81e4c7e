/*
 * Conditions on types, sequences, routines and partitions.
 */
#include <stdlib.h>
#include <string.h>

#include "stages/risk_rules.h"

static bool
both(const struct sm_risk_case *c)
{
	return c->old && c->new_;
}

bool
sm_if_materialized(struct sm_risk_case *c)
{
	return c->new_ && c->new_->materialized && !c->new_->unpopulated;
}

/* Are the values of one all in the other, in whatever order? */
static bool
has_all(struct sm_risk_case *c, const struct sm_strings *these,
    const struct sm_strings *in)
{
	bool all = true;
	size_t i;

	for (i = 0; i < these->n; i++)
		if (!sm_strings_has(in, these->v[i])) {
			sm_risk_list(c, these->v[i]);
			all = false;
		}
	return all;
}

static bool
in_order(const struct sm_strings *these, const struct sm_strings *in)
{
	size_t i, k = 0;

	for (i = 0; i < these->n; i++, k++) {
		while (k < in->n && strcmp(these->v[i], in->v[k]) != 0)
			k++;
		if (k == in->n)
			return false;
	}
	return true;
}

/* The old values, as those that are renamed are called now. */
static struct sm_strings
old_values(struct sm_risk_case *c)
{
	struct sm_strings values = {NULL, 0, 0};

	sm_values_rename(c->arena, &c->old->values, &c->op->renamed_values,
	    &values);
	return values;
}

bool
sm_if_values_renamed(struct sm_risk_case *c)
{
	size_t i;

	for (i = 0; i < c->op->renamed_values.n; i++)
		sm_risk_list(c, c->op->renamed_values.v[i].from);
	return i > 0;
}

bool
sm_if_values_added(struct sm_risk_case *c)
{
	struct sm_strings old;

	if (!sm_risk_changed(c->op, "values") || !both(c))
		return false;
	old = old_values(c);
	return old.n < c->new_->values.n && in_order(&old, &c->new_->values);
}

bool
sm_if_values_go(struct sm_risk_case *c)
{
	struct sm_strings old;

	if (!sm_risk_changed(c->op, "values"))
		return false;
	if (!both(c))
		return true;
	old = old_values(c);
	return !has_all(c, &old, &c->new_->values);
}

bool
sm_if_values_move(struct sm_risk_case *c)
{
	struct sm_strings old;

	if (!sm_risk_changed(c->op, "values") || !both(c))
		return false;
	old = old_values(c);
	return has_all(c, &old, &c->new_->values) &&
	    !in_order(&old, &c->new_->values);
}

bool
sm_if_domain_type(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "type") ||
	    sm_risk_changed(c->op, "collation");
}

/* Is the number y, as far as either is known, nearer to 0 than x? */
static bool
is_less(const char *x, const char *y)
{
	if (!y)
		return false; /* the type's own end */
	return !x || llabs(strtoll(y, NULL, 10)) < llabs(strtoll(x, NULL, 10));
}

bool
sm_if_sequence_shrinks(struct sm_risk_case *c)
{
	static const char *const types[] = {"smallint", "integer", NULL};
	size_t was = 2, is = 2, i;

	if (!both(c))
		return false;
	for (i = 0; i < 2; i++) {
		if (c->old->number_type &&
		    !strcmp(c->old->number_type, types[i]))
			was = i;
		if (c->new_->number_type &&
		    !strcmp(c->new_->number_type, types[i]))
			is = i;
	}
	return is < was ||
	    (sm_risk_changed(c->op, "max") &&
	        is_less(c->old->counter.maximum, c->new_->counter.maximum));
}

bool
sm_if_sequence_counts(struct sm_risk_case *c)
{
	return !sm_if_only_access(c);
}

bool
sm_if_signature(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "returns") ||
	    sm_risk_changed(c->op, "signature");
}

bool
sm_if_volatility(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "volatility");
}

bool
sm_if_same_signature(struct sm_risk_case *c)
{
	return !sm_if_signature(c) && !sm_if_only_access(c) &&
	    !(c->op->changes.n == 1 && sm_if_volatility(c));
}

/* Nothing but who may do what, who owns it and what is said of it. */
bool
sm_if_only_access(struct sm_risk_case *c)
{
	size_t i;
	bool access = false;

	for (i = 0; i < c->op->changes.n; i++) {
		const char *word = c->op->changes.v[i];

		if (!strcmp(word, "grants") || !strcmp(word, "owner"))
			access = true;
		else if (strcmp(word, "comment") != 0)
			return false;
	}
	return access;
}

bool
sm_if_opaque_anew(struct sm_risk_case *c)
{
	return !sm_if_only_access(c);
}

bool
sm_if_row_security(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "row_security") ||
	    sm_risk_changed(c->op, "force_row_security");
}

static bool
changes_parent(const struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "partition_of") ||
	    sm_risk_changed(c->op, "bound");
}

bool
sm_if_attached(struct sm_risk_case *c)
{
	return changes_parent(c) && c->new_ && c->new_->partition_of;
}

bool
sm_if_detached(struct sm_risk_case *c)
{
	return changes_parent(c) && c->old && c->old->partition_of;
}
