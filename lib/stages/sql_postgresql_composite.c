/*
 * Composite types.  Attributes come, go and change one by one; what the server
 * can't do, or would do with the rows of a table, is left to people.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_postgresql_type.h"

/* --- a new one ------------------------------------------------------------ */

/* "a" integer COLLATE x */
static bool
add_attribute(struct sm_pgsql *w, struct sm_buf *b, const struct sm_column *c,
    const char *between)
{
	if (c->type == NULL)
		return sm_pgsql_refuse(w, "an attribute has no type");
	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, c->type,
	        "the type of an attribute"))
		return false;
	sm_buf_addf(b, "%s%s%s", sm_pgsql_name(w, c->name), between, c->type);
	return sm_pgsql_add_collate(w, b, c->collation);
}

static void
comment_on(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_column *c)
{
	sm_pgsql_comment(w, "COLUMN", sm_sprintf(w->arena, "%s.%s",
	    sm_pgsql_object_name(w, o), sm_pgsql_name(w, c->name)),
	    c->comment);
}

bool
sm_pgsql_add_composite_type(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = true;
	size_t i;

	(void)part;
	for (i = 0; i < o->columns.n && fine; i++) {
		if (i > 0)
			sm_buf_adds(&b, ", ");
		fine = add_attribute(w, &b, &o->columns.v[i], " ");
	}
	if (fine)
		sm_pgsql_run(&w->script, "CREATE TYPE %s AS (%s)",
		    sm_pgsql_object_name(w, o), sm_buf_str(&b));
	sm_buf_free(&b);
	for (i = 0; i < o->columns.n && fine; i++)
		if (o->columns.v[i].comment != NULL)
			comment_on(w, o, &o->columns.v[i]);
	return fine && sm_pgsql_add_access(w, "TYPE",
	    sm_pgsql_object_name(w, o), o);
}

bool
sm_pgsql_drop_composite_type(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "TYPE", o);
}

/* --- what changes --------------------------------------------------------- */

struct work {
	struct sm_pgsql *w;
	const struct sm_object *old, *new_;
	struct sm_sql_items typed; /* tables OF the type, which follow it */
	bool anew; /* nothing needs it: it can be dropped and made again */
};

static const struct sm_column *
attribute(const struct sm_object *o, const char *name)
{
	size_t i;

	for (i = 0; i < o->columns.n; i++)
		if (strcmp(o->columns.v[i].name, name) == 0)
			return &o->columns.v[i];
	return NULL;
}

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static bool
retyped(const struct sm_column *old, const struct sm_column *new_)
{
	return !same(old->type, new_->type) ||
	    !same(old->collation, new_->collation);
}

static bool
refuse(struct work *k, const char *why)
{
	sm_pgsql_refuse(k->w, "%s", why);
	return sm_pgsql_procedure(k->w, "make the new type under another name, "
	    "move what holds %s to it (with its data), drop the old one and "
	    "rename the new one; then run the pipeline again",
	    sm_printable_str(k->w->arena,
	        sm_pgsql_object_name(k->w, k->old)));
}

/* ADD ATTRIBUTE has no place to say: new ones are behind all others. */
static bool
keeps_order(const struct work *k)
{
	const struct sm_columns *old = &k->old->columns;
	const struct sm_columns *new_ = &k->new_->columns;
	size_t i, at = 0;

	for (i = 0; i < old->n; i++) {
		if (attribute(k->new_, old->v[i].name) == NULL)
			continue;
		if (strcmp(new_->v[at].name, old->v[i].name) != 0)
			return false;
		at++;
	}
	return true;
}

/* A column of the type; a type of its own that has such an attribute. */
static const char *
find_user(struct work *k)
{
	struct sm_pgsql *w = k->w;
	const struct sm_object *o;
	const struct sm_column *c;
	size_t i, n;

	for (i = 0; i < w->t->items.n; i++) {
		o = sm_pgsql_object_now(w, w->t->items.v[i]);
		if (o == NULL || o->unreadable || o->kind->record == NULL ||
		    w->t->items.v[i] == w->item)
			continue;
		for (n = 0; n < o->columns.n; n++) {
			c = o->kind->has_parts
			    ? sm_pgsql_column_by_now(w, w->t->items.v[i],
			          o->columns.v[n].name)
			    : &o->columns.v[n];
			if (c != NULL && sm_pgsql_type_use(w, c->type,
			        k->old) != '\0')
				return sm_sprintf(w->arena, "%s of %s",
				    sm_pgsql_name(w, c->name),
				    sm_pgsql_object_name(w, o));
		}
	}
	return NULL;
}

/* What needs the type, in whatever way. */
static const char *
find_needing(struct work *k)
{
	struct sm_pgsql *w = k->w;
	size_t i, n;

	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_object *o = sm_pgsql_object_now(w,
		    w->t->items.v[i]);

		for (n = 0; o != NULL && n < o->needs.n; n++)
			if (strcmp(o->needs.v[n].record, k->old->record) == 0 &&
			    same(o->needs.v[n].schema, k->old->schema) &&
			    same(o->needs.v[n].name, k->old->name))
				return sm_pgsql_object_name(w, o);
	}
	return NULL;
}

static bool
check_order(struct work *k)
{
	const char *user;

	if (keeps_order(k))
		return true;
	user = find_needing(k);
	k->anew = user == NULL;
	return user == NULL || refuse(k, sm_sprintf(k->w->arena,
	    "its attributes would come in another order, and %s holds it",
	    sm_printable_str(k->w->arena, user)));
}

/* The server doesn't rewrite what is in rows (find_composite_type_dependencies
   in tablecmds.c). */
static bool
check_retyped(struct work *k)
{
	const struct sm_column *to;
	const char *user;
	size_t i;

	for (i = 0; i < k->old->columns.n; i++) {
		to = attribute(k->new_, k->old->columns.v[i].name);
		if (to == NULL || !retyped(&k->old->columns.v[i], to) ||
		    (user = find_user(k)) == NULL)
			continue;
		return refuse(k, sm_sprintf(k->w->arena, "the type of its "
		    "attribute %s changes, and %s holds it",
		    sm_pgsql_name(k->w, to->name),
		    sm_printable_str(k->w->arena, user)));
	}
	return true;
}

/* --- tables of the type --------------------------------------------------- */

static bool
is_of(const struct sm_object *o, const struct sm_object *type)
{
	return o != NULL && o->of_type != NULL &&
	    same(o->of_type->schema, type->schema) &&
	    strcmp(o->of_type->name, type->name) == 0;
}

static void
find_typed(struct work *k)
{
	struct sm_pgsql *w = k->w;
	size_t i;

	for (i = 0; i < w->t->items.n; i++)
		if (is_of(sm_pgsql_object_now(w, w->t->items.v[i]), k->old))
			*sm_push(w->arena, &k->typed) = w->t->items.v[i];
}

static struct sm_op *
column_op(const struct sm_sql_item *table, enum sm_verb verb, const char *name)
{
	size_t i;

	for (i = 0; i < table->ops.n; i++)
		if (table->ops.v[i]->target->part == SM_PART_COLUMN &&
		    table->ops.v[i]->verb == verb &&
		    table->ops.v[i]->name != NULL &&
		    strcmp(table->ops.v[i]->name, name) == 0)
			return table->ops.v[i];
	return NULL;
}

/* A column that came with the type: what the type can't say of it. */
static bool
finish_column(struct work *k, const struct sm_sql_item *table,
    const char *name)
{
	struct sm_pgsql *w = k->w;
	const struct sm_column *c = attribute(table->target, name);
	const char *at;

	if (c == NULL)
		return true;
	at = sm_sprintf(w->arena, "ALTER TABLE %s ALTER COLUMN %s",
	    sm_pgsql_object_name(w, table->target), sm_pgsql_name(w, name));
	if (c->default_text != NULL) {
		if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, c->default_text,
		        "the default of a column"))
			return false;
		sm_pgsql_run(&w->script, "%s SET DEFAULT %s", at,
		    c->default_text);
	}
	if (!c->nullable)
		sm_pgsql_run(&w->script, "%s SET NOT NULL", at);
	return sm_pgsql_column_rest(w, table->target, c);
}

/* What is done to the column with the type is not done again. */
static void
take_words(struct work *k, struct sm_op *op)
{
	struct sm_strings left = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < op->changes.n; i++)
		if (strcmp(op->changes.v[i], "type") != 0 &&
		    strcmp(op->changes.v[i], "collation") != 0)
			sm_strings_add(k->w->arena, &left, op->changes.v[i]);
	op->changes = left;
	if (left.n == 0)
		sm_map_set(&k->w->done, op->id, op);
}

/*
 * The tables of the type do the same: each must have been meant to.  Their ops
 * are done with this one.
 */
static bool
take_along(struct work *k, enum sm_verb verb, const char *name)
{
	struct sm_pgsql *w = k->w;
	struct sm_op *op;
	size_t i;

	for (i = 0; i < k->typed.n; i++) {
		const struct sm_sql_item *table = k->typed.v[i];

		if (table->whole != NULL)
			continue;
		op = column_op(table, verb, name);
		if (op == NULL || sm_pgsql_is_said(w, op))
			return sm_pgsql_refuse(w, "its table %s would get the "
			    "same change of %s, and no op of the plan says so",
			    sm_pgsql_object_name(w, table->target),
			    sm_pgsql_name(w, name));
		sm_pgsql_say_op(w, op);
		if (verb == SM_MODIFY)
			take_words(k, op);
		else
			sm_map_set(&w->done, op->id, op);
	}
	return true;
}

static bool
finish_columns(struct work *k, const char *name)
{
	size_t i;

	for (i = 0; i < k->typed.n; i++)
		if (k->typed.v[i]->whole == NULL &&
		    !finish_column(k, k->typed.v[i], name))
			return false;
	return true;
}

/* --- one by one ----------------------------------------------------------- */

static bool
alter(struct work *k, const char *how, const struct sm_column *c,
    const char *between)
{
	struct sm_pgsql *w = k->w;
	struct sm_buf b = SM_BUF_INIT;
	bool fine = true;

	if (between == NULL)
		sm_buf_adds(&b, sm_pgsql_name(w, c->name));
	else
		fine = add_attribute(w, &b, c, between);
	if (fine)
		sm_pgsql_run(&w->script, "ALTER TYPE %s %s ATTRIBUTE %s%s",
		    sm_pgsql_object_name(w, k->new_), how, sm_buf_str(&b),
		    k->typed.n > 0 ? " CASCADE" : "");
	sm_buf_free(&b);
	return fine;
}

static bool
change_attributes(struct work *k)
{
	const struct sm_columns *old = &k->old->columns;
	const struct sm_columns *new_ = &k->new_->columns;
	const struct sm_column *was;
	size_t i;

	for (i = 0; i < old->n; i++)
		if (attribute(k->new_, old->v[i].name) == NULL &&
		    (!take_along(k, SM_DROP, old->v[i].name) ||
		        !alter(k, "DROP", &old->v[i], NULL)))
			return false;
	for (i = 0; i < new_->n; i++) {
		was = attribute(k->old, new_->v[i].name);
		if (was == NULL &&
		    (!take_along(k, SM_ADD, new_->v[i].name) ||
		        !alter(k, "ADD", &new_->v[i], " ") ||
		        !finish_columns(k, new_->v[i].name)))
			return false;
		if (was != NULL && retyped(was, &new_->v[i]) &&
		    (!take_along(k, SM_MODIFY, was->name) ||
		        !alter(k, "ALTER", &new_->v[i], " TYPE ")))
			return false;
		if (!same(was != NULL ? was->comment : NULL,
		        new_->v[i].comment))
			comment_on(k->w, k->new_, &new_->v[i]);
	}
	return true;
}

bool
sm_pgsql_modify_composite_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	struct work k = {.w = w, .old = old, .new_ = new_};

	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "attributes"))
		return false;
	if (sm_pgsql_changes(w, "attributes")) {
		find_typed(&k);
		if (!check_order(&k) || !check_retyped(&k))
			return false;
		if (k.anew)
			return sm_pgsql_drop_composite_type(w, old, NULL) &&
			    sm_pgsql_add_composite_type(w, new_, NULL);
		if (!change_attributes(&k))
			return false;
	}
	return sm_pgsql_modify_access(w, "TYPE",
	    sm_pgsql_object_name(w, new_), old, new_);
}
