/*
 * Indexes that are no constraint's: of tables and materialized views.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/sql_postgresql_key.h"
#include "stages/sql_postgresql_table.h"

/* What comes after CREATE INDEX, concurrently or not. */
static bool
finish(struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_index *x, bool only)
{
	sm_pgsql_index_rest(w, table, x);
	sm_pgsql_index_made(w, table, x->name);
	if (only && !sm_pgsql_attach_parts(w, SM_PART_INDEX, table, x))
		return false;
	sm_pgsql_index_uses(w, table, x->name);
	return true;
}

bool
sm_pgsql_make_index(struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_index *x, bool attach)
{
	bool only = sm_pgsql_is_parent(table) && (x->invalid ||
	    sm_pgsql_parts_follow(w, SM_PART_INDEX, table, x));
	struct sm_buf b = SM_BUF_INIT;
	bool fine;

	if (only && !x->invalid)
		sm_pgsql_leave_first(w, table);
	fine = sm_pgsql_index_text(w, &b, sm_pgsql_table_here(w, table), only,
	    x);
	if (fine)
		sm_pgsql_run(&w->script, "CREATE %sINDEX %s%s",
		    x->unique ? "UNIQUE " : "", sm_pgsql_name(w, x->name),
		    sm_buf_str(&b));
	sm_buf_free(&b);
	if (!fine || !finish(w, table, x, only && !x->invalid))
		return false;
	if (attach)
		sm_pgsql_attach_part(w, SM_PART_INDEX, table, x);
	return true;
}

bool
sm_pgsql_add_index(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_index *x = part;

	if (x->invalid && !sm_pgsql_is_parent(o))
		sm_pgsql_say(&w->script, "  it isn't valid where the plan was "
		    "made for; here it will be");
	if (!sm_pgsql_can_build(w, o)) {
		sm_pgsql_say_locked(w, o);
		return sm_pgsql_make_index(w, o, x, x->partition_of != NULL);
	}
	if (!sm_pgsql_build(w, o, x, x->name) || !finish(w, o, x, false))
		return false;
	if (x->partition_of != NULL)
		sm_pgsql_attach_part(w, SM_PART_INDEX, o, x);
	return true;
}

/* Is the index of the parent's that it was a part of gone by now? */
static bool
went_with_parents(const struct sm_pgsql *w, const struct sm_index *x)
{
	const struct sm_name *of = w->item->old->partition_of;
	const struct sm_sql_item *parent = of == NULL ||
	        x->partition_of == NULL
	    ? NULL : sm_pgsql_relation_old(w, of->schema, of->name);
	size_t i;

	for (i = 0; parent != NULL && i < parent->ops.n; i++) {
		const struct sm_op *op = parent->ops.v[i];

		if (op->verb == SM_DROP && op->target->part == SM_PART_INDEX &&
		    strcmp(op->name, x->partition_of->name) == 0)
			return sm_pgsql_is_said(w, op);
	}
	return false;
}

bool
sm_pgsql_drop_index(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_index *x = part;
	const char *name = sm_pgsql_part_now(w, SM_PART_INDEX, x->name);
	enum sm_pgsql_going going = sm_pgsql_going(w, SM_PART_INDEX, x);

	if (going == SM_PGSQL_GOES_ALONG) {
		sm_pgsql_say(&w->script, "  it goes with its parent's");
		return true;
	}
	if (going == SM_PGSQL_STAYS) {
		sm_pgsql_refuse(w, "it is a part of the index %s, and can't "
		    "be taken off it", sm_printable_str(w->arena,
		        x->partition_of->name));
		return sm_pgsql_procedure(w, "detach the partition, or drop "
		    "and make again the index of the parent, too");
	}
	if (!went_with_parents(w, x))
		sm_pgsql_leave_parents(w, SM_PART_INDEX, x);
	if (going == SM_PGSQL_GOES_ALONE && sm_pgsql_can_build(w, o)) {
		sm_pgsql_drop_left_over(w, o->schema, name);
		sm_pgsql_give_way(w, o->schema, name);
		sm_pgsql_drop_given_way(w, o->schema, name);
		return true;
	}
	sm_pgsql_run(&w->script, "DROP INDEX %s%s",
	    going == SM_PGSQL_GOES_MAYBE || sm_pgsql_is_left_over(w, name)
	        ? "IF EXISTS " : "",
	    sm_pgsql_qualified(w, o->schema, name));
	return true;
}

/* Online: the new one is there before the old one goes. */
static bool
swap(struct sm_pgsql *w, const struct sm_object *o, const struct sm_index *old,
    const struct sm_index *new_)
{
	const char *built = sm_pgsql_new_name(w, new_->name);
	const char *was = sm_pgsql_part_now(w, SM_PART_INDEX, old->name);

	sm_pgsql_drop_left_over(w, o->schema, was);
	if (!sm_pgsql_build(w, o, new_, built))
		return false;
	sm_pgsql_give_way(w, o->schema, was);
	sm_pgsql_run(&w->script, "ALTER INDEX %s RENAME TO %s",
	    sm_pgsql_qualified(w, o->schema, built),
	    sm_pgsql_name(w, new_->name));
	if (!finish(w, o, new_, false))
		return false;
	sm_pgsql_drop_given_way(w, o->schema, was);
	return true;
}

static bool
make_anew(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const struct sm_index *was,
    const struct sm_index *is)
{
	if (sm_pgsql_going(w, SM_PART_INDEX, was) == SM_PGSQL_GOES_ALONE &&
	    is->partition_of == NULL && sm_pgsql_can_build(w, new_))
		return swap(w, new_, was, is);
	return sm_pgsql_drop_index(w, old, was) &&
	    sm_pgsql_add_index(w, new_, is);
}

bool
sm_pgsql_modify_index(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const struct sm_index *was = old_part, *is = new_part;
	const char *now = sm_pgsql_part_now(w, SM_PART_INDEX, was->name);
	size_t i;
	bool known;

	if (sm_pgsql_anew(w))
		return make_anew(w, old, new_, was, is);
	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];

		if (!sm_pgsql_index_modify(w, new_, now, was, is, word,
		        &known))
			return false;
		if (known)
			continue;
		if (strcmp(word, "comment") == 0)
			sm_pgsql_comment(w, "INDEX", sm_pgsql_qualified(w,
			    new_->schema, now), is->comment);
		else if (strcmp(word, "partition_of") == 0)
			sm_pgsql_attach_part(w, SM_PART_INDEX, new_, is);
		else
			return sm_pgsql_unknown_change(w, word);
	}
	return true;
}

bool
sm_pgsql_rename_index(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	if (w->op->from == NULL || w->op->name == NULL)
		return sm_pgsql_refuse(w, "the index has no name");
	sm_pgsql_run(&w->script, "ALTER INDEX %s RENAME TO %s",
	    sm_pgsql_qualified(w, o->schema, w->op->from),
	    sm_pgsql_name(w, w->op->name));
	return true;
}
