/*
 * Parents: partitions are attached and detached, children inherit or don't,
 * typed tables get their type.
 */
#include <string.h>

#include "model/snapshot.h"
#include "stages/sql_postgresql_table.h"

static const struct sm_object *
parent_object(const struct sm_pgsql *w, const struct sm_name *n)
{
	const struct sm_sql_item *item =
	    sm_pgsql_relation_new(w, n->schema, n->name);

	return item != NULL ? item->target : NULL;
}

const struct sm_column *
sm_pgsql_parent_column(const struct sm_pgsql *w,
    const struct sm_object *child, const char *column)
{
	const struct sm_object *parent;
	const struct sm_column *c = NULL;
	size_t i;

	if (child->partition_of != NULL) {
		parent = parent_object(w, child->partition_of);
		return parent == NULL ? NULL
		                      : sm_object_column(parent, w->dialect,
		                            column);
	}
	for (i = 0; i < child->inherits.n && c == NULL; i++) {
		parent = parent_object(w, &child->inherits.v[i]);
		if (parent != NULL)
			c = sm_object_column(parent, w->dialect, column);
	}
	return c;
}

/* The plan's op that makes the index or constraint of that name, or NULL. */
static const struct sm_op *
op_that_makes(const struct sm_pgsql *w, const struct sm_sql_item *item,
    enum sm_part part, const char *name)
{
	size_t i;

	for (i = 0; item != NULL && name != NULL && i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_ADD && op->name != NULL &&
		    op->target->part == part &&
		    sm_same_column(w->dialect, op->name, name))
			return op;
	}
	return NULL;
}

/* Has the table it because a parent has it? */
static bool
is_of_parent(enum sm_part part, const void *of)
{
	switch (part) {
	case SM_PART_COLUMN:
		return ((const struct sm_column *)of)->inherited;
	case SM_PART_FK:
		return ((const struct sm_foreign_key *)of)->inherited;
	case SM_PART_CHECK:
		return ((const struct sm_check *)of)->inherited;
	case SM_PART_PRIMARY_KEY:
	case SM_PART_UNIQUE:
		return ((const struct sm_key *)of)->inherited;
	case SM_PART_EXCLUSION:
		return ((const struct sm_exclusion *)of)->inherited;
	case SM_PART_INDEX:
		return ((const struct sm_index *)of)->partition_of != NULL;
	case SM_PART_NONE:
	case SM_PARTS:
		break;
	}
	return false;
}

static bool
make_part(struct sm_pgsql *w, const struct sm_object *o, enum sm_part part,
    const void *of)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine;

	if (part == SM_PART_INDEX)
		return sm_pgsql_make_index(w, o, of, false);
	if (part == SM_PART_COLUMN)
		return sm_pgsql_add_column(w, o, of);
	fine = sm_pgsql_constraint_text(w, &b, part, o, of);
	if (fine)
		sm_pgsql_run(&w->script, "ALTER TABLE %s ADD %s",
		    sm_pgsql_table_name(w, w->item), sm_buf_str(&b));
	sm_buf_free(&b);
	return fine && sm_pgsql_constraint_rest(w, part, o, of);
}

/* Does it come only once the parent has it, or with ATTACH by itself? */
static bool
comes_later(const struct sm_pgsql *w, const struct sm_object *o,
    enum sm_part part, const void *of)
{
	const struct sm_op *op;

	if (part == SM_PART_FK)
		return true;
	if (part != SM_PART_INDEX || o->partition_of == NULL)
		return false;
	op = op_that_makes(w, sm_pgsql_relation_new(w,
	    o->partition_of->schema, o->partition_of->name), part,
	    ((const struct sm_index *)of)->partition_of->name);
	return op != NULL && !sm_pgsql_is_said(w, op);
}

/*
 * A child must have the checks of its parent.  ATTACH makes keys and indexes of
 * its own choice of name for those of the parent that the table has no match
 * for: so those that the plan makes in the table are made before, but where the
 * parent's comes later itself.
 */
static bool
make_parts(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_op *at_hand = w->op;
	bool fine = true;
	size_t i;

	for (i = 0; fine && i < w->item->ops.n; i++) {
		const struct sm_op *op = w->item->ops.v[i];

		if (op->verb != SM_ADD || op->new_ == NULL ||
		    sm_pgsql_is_said(w, op) ||
		    !is_of_parent(op->target->part, op->new_) ||
		    comes_later(w, o, op->target->part, op->new_))
			continue;
		sm_pgsql_say_op(w, op);
		w->op = op;
		fine = make_part(w, o, op->target->part, op->new_);
		sm_map_set(&w->done, op->id, w);
	}
	w->op = fine ? at_hand : w->op;
	return fine;
}

bool
sm_pgsql_attach(struct sm_pgsql *w, const char *table,
    const struct sm_object *o)
{
	const char *parent = sm_pgsql_qualified(w, o->partition_of->schema,
	    o->partition_of->name);

	if (o->bound == NULL)
		return sm_pgsql_refuse(w, "%s is a partition without a bound",
		    table);
	if (!sm_pgsql_fits(w, SM_FRAGMENT_QUERY, o->bound, "the bound") ||
	    !sm_pgsql_make_part_keys(w, o) || !make_parts(w, o))
		return false;
	if (w->online && w->op->verb == SM_MODIFY)
		sm_pgsql_say(&w->script, "  the rows are read under a lock, "
		    "unless a valid CHECK says that they fit the bound");
	sm_pgsql_run(&w->script, "ALTER TABLE %s ATTACH PARTITION %s %s",
	    parent, table, o->bound);
	return true;
}

/* The name of an old parent by now. */
static const char *
parent_name(const struct sm_pgsql *w, const struct sm_name *n)
{
	return sm_pgsql_qualified(w, n->schema,
	    sm_pgsql_table_now(w, n->schema, n->name));
}

/* The parents as OLD names them: renames are in the moved object's names. */
static const struct sm_object *
before(const struct sm_pgsql *w)
{
	return w->item->old;
}

static const char *
detached_key(const struct sm_pgsql *w, const struct sm_op *op)
{
	return sm_sprintf(w->arena, "detached %s", op->id);
}

static void
detach(struct sm_pgsql *w, const struct sm_op *op, const char *table)
{
	const struct sm_name *parent = before(w)->partition_of;

	if (parent != NULL && sm_map_set(&w->made, detached_key(w, op), w) ==
	                          NULL)
		sm_pgsql_run(&w->script, "ALTER TABLE %s DETACH PARTITION %s",
		    parent_name(w, parent), table);
}

static bool
modify_partition(struct sm_pgsql *w, const char *table,
    const struct sm_object *new_)
{
	detach(w, w->op, table);
	return new_->partition_of == NULL || sm_pgsql_attach(w, table, new_);
}

static bool
has_parent(const struct sm_pgsql *w, const struct sm_names *list,
    const struct sm_name *n)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (sm_same_name(w->dialect, &list->v[i], n))
			return true;
	return false;
}

/*
 * The order of parents is that in which they were added: from the first that
 * differs on all go and come again.  How many of the new ones stay?
 */
static size_t
count_kept(const struct sm_pgsql *w, const struct sm_names *was,
    const struct sm_names *is)
{
	struct sm_names left = {NULL, 0, 0};
	size_t i, kept = 0;

	for (i = 0; i < was->n; i++)
		if (has_parent(w, is, &was->v[i]))
			*sm_push(w->arena, &left) = was->v[i];
	while (kept < left.n && kept < is->n &&
	    sm_same_name(w->dialect, &left.v[kept], &is->v[kept]))
		kept++;
	return kept;
}

static void
disinherit(struct sm_pgsql *w, const struct sm_op *op, const char *table,
    size_t kept)
{
	const struct sm_names *was = &w->item->moved->inherits;
	const struct sm_names first = {w->item->target->inherits.v, kept,
	    kept};
	size_t i;

	if (sm_map_set(&w->made, detached_key(w, op), w) != NULL)
		return;
	for (i = 0; i < was->n; i++)
		if (!has_parent(w, &first, &was->v[i]))
			sm_pgsql_run(&w->script, "ALTER TABLE %s NO INHERIT "
			    "%s", table, parent_name(w,
			        &before(w)->inherits.v[i]));
}

static bool
modify_inherits(struct sm_pgsql *w, const char *table)
{
	const struct sm_names *is = &w->item->target->inherits;
	size_t kept = count_kept(w, &w->item->moved->inherits, is), i;

	disinherit(w, w->op, table, kept);
	if (kept < is->n && !make_parts(w, w->item->target))
		return false;
	for (i = kept; i < is->n; i++)
		sm_pgsql_run(&w->script, "ALTER TABLE %s INHERIT %s", table,
		    sm_pgsql_qualified(w, is->v[i].schema, is->v[i].name));
	return true;
}

void
sm_pgsql_leave_now(struct sm_pgsql *w)
{
	const struct sm_sql_item *item = w->item;
	const char *table = sm_pgsql_table_name(w, item);
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];
		bool inherits = sm_strings_has(&op->changes, "inherits");

		if (op->verb != SM_MODIFY || sm_pgsql_is_said(w, op) ||
		    op->target->part != SM_PART_NONE ||
		    !(inherits || sm_strings_has(&op->changes, "bound") ||
		        sm_strings_has(&op->changes, "partition_of")))
			continue;
		sm_pgsql_say(&w->script, "  the table leaves its parents "
		    "before, for what is below (%s)", op->id);
		if (inherits)
			disinherit(w, op, table, count_kept(w,
			    &item->moved->inherits, &item->target->inherits));
		detach(w, op, table);
	}
}

void
sm_pgsql_leave_parents(struct sm_pgsql *w, enum sm_part part, const void *of)
{
	if (is_of_parent(part, of))
		sm_pgsql_leave_now(w);
}

bool
sm_pgsql_modify_parents(struct sm_pgsql *w, const char *table,
    const struct sm_object *new_)
{
	if (sm_pgsql_changes(w, "inherits") && !modify_inherits(w, table))
		return false;
	if (sm_pgsql_changes(w, "of_type")) {
		if (new_->of_type != NULL)
			sm_pgsql_run(&w->script, "ALTER TABLE %s OF %s", table,
			    sm_pgsql_qualified(w, new_->of_type->schema,
			        new_->of_type->name));
		else
			sm_pgsql_run(&w->script, "ALTER TABLE %s NOT OF",
			    table);
	}
	if (sm_pgsql_changes(w, "partition_of") || sm_pgsql_changes(w, "bound"))
		return modify_partition(w, table, new_);
	return true;
}
