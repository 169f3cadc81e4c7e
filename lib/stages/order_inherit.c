/*
 * What partitions and children have to do with their parents: the selectors for
 * that.
 */
#include "stages/order_rules.h"

/* A partition's index is part of its parent's: that comes first. */
void
sm_things_index_new(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_NEW_OBJECT, op->schema, op->name, "index");
}

void
sm_things_parent_index(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_index *x = op->new_;
	const struct sm_key *key = op->new_;
	const struct sm_object *o;

	if (!x)
		return;
	if (op->target->part == SM_PART_INDEX) {
		if (x->partition_of)
			sm_order_end(w, SM_NEW_OBJECT,
			    x->partition_of->schema, x->partition_of->name,
			    "index");
		return;
	}
	o = key->inherited ? sm_order_whole(w, op, false) : NULL;
	if (o && o->partition_of)
		sm_order_columns(w, SM_NEW_KEY, o->partition_of->schema,
		    o->partition_of->name, &key->columns);
}

void
sm_things_partition_new(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o = sm_order_object(w, op, false);

	if (o && o->partition_of)
		sm_order_end(w, SM_PARTITION, o->partition_of->schema,
		    o->partition_of->name, NULL);
}

/* A foreign key to a partitioned table leans on every partition, too. */
void
sm_things_referred_old(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_foreign_key *fk = op->old;

	if (fk && fk->references)
		sm_order_end(w, SM_REFERRED, fk->references->schema,
		    fk->references->table, NULL);
}

void
sm_things_parents_referred(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o = sm_order_object(w, op, true);
	const struct sm_change *change;
	int depth;

	/* a file may claim that a table is its own parent */
	for (depth = 0; depth < 64 && o && o->partition_of; depth++) {
		sm_order_end(w, SM_REFERRED, o->partition_of->schema,
		    o->partition_of->name, NULL);
		change = sm_map_get(&w->old_objects, sm_object_key(w->arena,
		    w->plan->dialect, "table", o->partition_of->schema, NULL,
		    o->partition_of->name, NULL));
		o = change ? change->old : NULL;
	}
}

void
sm_things_partitions(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_PARTITION, op->schema, op->table, NULL);
}

/* What is done to the columns of a parent is done to a partition's too. */
void
sm_things_parent_left(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o = sm_order_object(w, op, true);
	const struct sm_object *new_ = sm_order_object(w, op, false);

	if (!o || !o->partition_of ||
	    !sm_strings_has(&op->changes, "partition_of"))
		return;
	sm_order_end(w, SM_LEFT, o->partition_of->schema,
	    o->partition_of->name, NULL);
	/* and nothing can be done to its own before */
	if (new_ && !new_->partition_of)
		sm_order_end(w, SM_LEFT, o->schema, o->name, NULL);
}

/* A table can be attached if it has all the checks of its parent. */
void
sm_things_unchecked(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_UNCHECKED, op->schema, op->verb == SM_DROP ?
	    sm_order_new_table(w, op->schema, op->table) : op->table, NULL);
}

void
sm_things_parent_unchecked(struct sm_order_work *w, const struct sm_op *op)
{
	const struct sm_object *o = sm_order_object(w, op, false);

	if (!o || !o->partition_of || (op->verb != SM_ADD &&
	        !sm_strings_has(&op->changes, "partition_of")))
		return;
	sm_order_end(w, SM_UNCHECKED, o->partition_of->schema,
	    o->partition_of->name, NULL);
	/* and no column more or less */
	sm_order_end(w, SM_ANY_COLUMN, op->schema, op->table, NULL);
}

void
sm_things_own_left(struct sm_order_work *w, const struct sm_op *op)
{
	sm_order_end(w, SM_LEFT, op->schema, op->verb == SM_DROP ? op->table :
	    sm_order_old_table(w, op->schema, op->table), NULL);
}
