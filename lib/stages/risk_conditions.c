/*
 * Conditions on columns: what must hold for a rule of risk_rules.c.
 */
#include <string.h>

#include "stages/risk_rules.h"
#include "text/default.h"
#include "text/type.h"

bool
sm_risk_changed(const struct sm_op *op, const char *word)
{
	return sm_strings_has(&op->changes, word);
}

void
sm_risk_list(struct sm_risk_case *c, const char *name)
{
	/* a sentence shows a few of them */
	if (c->list.len > 200)
		return;
	if (c->list.len > 0)
		sm_buf_adds(&c->list, ", ");
	sm_buf_adds(&c->list, name);
}

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
in_primary_key(const struct sm_risk_case *c, const struct sm_object *table,
    const char *column)
{
	return table && table->primary_key &&
	    sm_names_column(c->dialect, &table->primary_key->columns, column);
}

/* SQLite numbers the rows of a table without being told: no value is needed. */
static bool
is_rowid(const struct sm_risk_case *c, const char *column)
{
	return c->new_ && c->new_->primary_key &&
	    c->new_->primary_key->rowid_alias &&
	    in_primary_key(c, c->new_, column);
}

/* Is it a column that is filled by nothing but its default? */
static bool
is_plain(const struct sm_risk_case *c, const struct sm_column *column)
{
	return !column->generated && !column->identity &&
	    !is_rowid(c, column->name);
}

static enum sm_default_class
class_of(const struct sm_risk_case *c)
{
	return sm_default_class(c->dialect, column_new(c)->default_text);
}

bool
sm_if_default_fixed(struct sm_risk_case *c)
{
	enum sm_default_class class = class_of(c);

	return column_new(c)->nullable && is_plain(c, column_new(c)) &&
	    (class == SM_DEFAULT_NONE || class == SM_DEFAULT_CONSTANT ||
	        class == SM_DEFAULT_STABLE);
}

bool
sm_if_not_null_default_fixed(struct sm_risk_case *c)
{
	enum sm_default_class class = class_of(c);

	return !column_new(c)->nullable && is_plain(c, column_new(c)) &&
	    (class == SM_DEFAULT_CONSTANT || class == SM_DEFAULT_STABLE);
}

bool
sm_if_no_value(struct sm_risk_case *c)
{
	return !column_new(c)->nullable && is_plain(c, column_new(c)) &&
	    class_of(c) == SM_DEFAULT_NONE;
}

bool
sm_if_default_on_old_server(struct sm_risk_case *c)
{
	static const long since[SM_DIALECTS] = {
		[SM_POSTGRESQL] = 11000000,
		[SM_MYSQL] = 8000012,
		[SM_MARIADB] = 10003000,
	};
	long version = sm_version(c->facts->server);

	return version && version < since[c->dialect->id] &&
	    is_plain(c, column_new(c)) && class_of(c) != SM_DEFAULT_NONE;
}

bool
sm_if_default_volatile(struct sm_risk_case *c)
{
	return is_plain(c, column_new(c)) && class_of(c) == SM_DEFAULT_VOLATILE;
}

bool
sm_if_default_unknown(struct sm_risk_case *c)
{
	return is_plain(c, column_new(c)) && class_of(c) == SM_DEFAULT_UNKNOWN;
}

bool
sm_if_default_expression(struct sm_risk_case *c)
{
	enum sm_default_class class = class_of(c);

	return is_plain(c, column_new(c)) && class != SM_DEFAULT_NONE &&
	    class != SM_DEFAULT_CONSTANT && class != SM_DEFAULT_STABLE;
}

static bool
is_generated(const struct sm_column *column, const char *how)
{
	return column && column->generated && !strcmp(column->generated, how);
}

bool
sm_if_stored(struct sm_risk_case *c)
{
	return is_generated(column_new(c), "stored");
}

bool
sm_if_virtual(struct sm_risk_case *c)
{
	return is_generated(column_new(c), "virtual");
}

bool
sm_if_virtual_not_null(struct sm_risk_case *c)
{
	return sm_if_virtual(c) && !column_new(c)->nullable;
}

bool
sm_if_identity(struct sm_risk_case *c)
{
	return column_new(c)->identity != NULL;
}

/* In the key of a table that is there already. */
bool
sm_if_new_in_primary_key(struct sm_risk_case *c)
{
	return c->old && in_primary_key(c, c->new_, c->op->name);
}

bool
sm_if_plain_column(struct sm_risk_case *c)
{
	return !column_old(c)->generated;
}

bool
sm_if_old_generated(struct sm_risk_case *c)
{
	return column_old(c)->generated != NULL;
}

bool
sm_if_old_in_primary_key(struct sm_risk_case *c)
{
	return in_primary_key(c, c->old, c->op->name);
}

/* May values of one type stand for values of the other? */
static bool
compatible(const struct sm_risk_case *c, const char *a, const char *b)
{
	struct sm_type x, y;

	if (!a || !b)
		return a == b;
	x = sm_type_parse(c->arena, c->dialect, a);
	y = sm_type_parse(c->arena, c->dialect, b);
	return !strcmp(x.base, y.base) ||
	    (x.family != SM_FAMILY_NONE && x.family == y.family);
}

bool
sm_if_maybe_renamed(struct sm_risk_case *c)
{
	struct sm_maybe maybe;
	size_t i;

	if (column_old(c)->generated)
		return false; /* whatever it held can be computed again */
	if (sm_op_maybe(c->arena, c->op->maybe_renamed_to, &maybe)) {
		c->other = maybe.name;
		return true;
	}
	if (sm_plan_has_stage(c->facts->plan, "renames") || !c->relation)
		return false;
	for (i = 0; i < c->relation->ops.n; i++) {
		const struct sm_op *op = c->relation->ops.v[i];
		const struct sm_column *add = op->new_;

		if (op->verb == SM_ADD &&
		    op->target->part == SM_PART_COLUMN && !add->generated &&
		    compatible(c, column_old(c)->type, add->type)) {
			c->other = op->name;
			return true;
		}
	}
	return false;
}

/* Nullability, default, identity, generation, collation of a MODIFY. */

bool
sm_if_set_not_null(struct sm_risk_case *c)
{
	return column_old(c)->nullable && !column_new(c)->nullable;
}

bool
sm_if_drop_not_null(struct sm_risk_case *c)
{
	return !column_old(c)->nullable && column_new(c)->nullable;
}

bool
sm_if_drop_not_null_of_key(struct sm_risk_case *c)
{
	return sm_if_drop_not_null(c) &&
	    (in_primary_key(c, c->new_, c->op->name) ||
	        column_new(c)->identity);
}

bool
sm_if_set_default(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "default") && column_new(c)->default_text;
}

bool
sm_if_drop_default(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "default") &&
	    !column_new(c)->default_text;
}

bool
sm_if_add_identity(struct sm_risk_case *c)
{
	return !column_old(c)->identity && column_new(c)->identity;
}

bool
sm_if_drop_identity(struct sm_risk_case *c)
{
	return column_old(c)->identity && !column_new(c)->identity;
}

bool
sm_if_identity_always(struct sm_risk_case *c)
{
	return column_old(c)->identity && column_new(c)->identity &&
	    strcmp(column_old(c)->identity, column_new(c)->identity) &&
	    !strcmp(column_new(c)->identity, "always");
}

bool
sm_if_expression_stored(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "expression") &&
	    is_generated(column_old(c), "stored") && sm_if_stored(c);
}

bool
sm_if_expression_virtual(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "expression") &&
	    is_generated(column_old(c), "virtual") && sm_if_virtual(c);
}

bool
sm_if_drop_expression(struct sm_risk_case *c)
{
	return column_old(c)->generated && !column_new(c)->generated;
}

bool
sm_if_to_generated(struct sm_risk_case *c)
{
	return !column_old(c)->generated && column_new(c)->generated;
}

bool
sm_if_stored_virtual(struct sm_risk_case *c)
{
	return column_old(c)->generated && column_new(c)->generated &&
	    strcmp(column_old(c)->generated, column_new(c)->generated);
}

/* Is the column in something that must be unique, after the plan? */
static bool
in_unique(const struct sm_risk_case *c)
{
	const struct sm_object *o = c->new_;
	const char *name = c->op->name;
	size_t i, k;

	if (in_primary_key(c, o, name))
		return true;
	for (i = 0; o && i < o->uniques.n; i++)
		if (sm_names_column(c->dialect, &o->uniques.v[i].columns, name))
			return true;
	for (i = 0; o && i < o->indexes.n; i++)
		for (k = 0; k < o->indexes.v[i].keys.n; k++)
			if (o->indexes.v[i].unique &&
			    o->indexes.v[i].keys.v[k].column &&
			    sm_same_column(c->dialect,
			        o->indexes.v[i].keys.v[k].column, name))
				return true;
	return false;
}

bool
sm_if_collation(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "collation") && !in_unique(c);
}

bool
sm_if_collation_unique(struct sm_risk_case *c)
{
	return sm_risk_changed(c->op, "collation") && in_unique(c);
}

bool
sm_if_position(struct sm_risk_case *c)
{
	return c->op->changes.n == 1 && sm_risk_changed(c->op, "position");
}

bool
sm_if_only_comment(struct sm_risk_case *c)
{
	return c->op->changes.n == 1 && sm_risk_changed(c->op, "comment");
}
