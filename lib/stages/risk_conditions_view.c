/*
 * Conditions on views: as far as their columns are known, from the server
 * (output) or because they were written.
 */
#include "stages/risk_rules.h"
#include "text/type.h"

static size_t
width(const struct sm_object *view)
{
	return view->output.n > 0 ? view->output.n : view->names.n;
}

static bool
same_type(const struct sm_dialect *d, const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : sm_type_same(d, x, y);
}

/* Are the first n columns the same, before and after? */
static bool
same_up_to(const struct sm_risk_case *c, size_t n)
{
	const struct sm_columns *old = &c->old->output, *new_ = &c->new_->output;
	size_t i;

	if (old->n == 0 || new_->n == 0)
		return sm_risk_same_columns(c->dialect, &c->old->names,
		    &c->new_->names, n);
	for (i = 0; i < n; i++)
		if (!sm_same_column(c->dialect, old->v[i].name,
		        new_->v[i].name) ||
		    !same_type(c->dialect, old->v[i].type, new_->v[i].type))
			return false;
	return true;
}

static bool
columns_known(const struct sm_risk_case *c)
{
	return c->old && c->new_ && width(c->old) > 0 && width(c->new_) > 0;
}

bool
sm_if_view_appends(struct sm_risk_case *c)
{
	return columns_known(c) && width(c->new_) > width(c->old) &&
	    same_up_to(c, width(c->old));
}

static bool
has_other_columns(const struct sm_risk_case *c)
{
	if (!columns_known(c))
		return sm_risk_changed(c->op, "columns");
	return width(c->new_) != width(c->old) || !same_up_to(c, width(c->old));
}

bool
sm_if_view_body(struct sm_risk_case *c)
{
	return !has_other_columns(c);
}

bool
sm_if_view_columns_differ(struct sm_risk_case *c)
{
	return has_other_columns(c) && !sm_if_view_appends(c);
}
