/*
 * PostgreSQL: the ops one by one, in an order of their own (the plan's, but for
 * those that are split in two).
 */
#include "stages/sql_postgresql.h"

#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_postgresql_default.h"
#include "stages/sql_postgresql_group.h"
#include "stages/sql_postgresql_keep.h"
#include "stages/sql_split.h"

static const struct sm_pgsql_row *
row_of(const struct sm_op *op)
{
	const struct sm_pgsql_row *r;

	for (r = sm_pgsql_rows; r->part != SM_PARTS; r++)
		if (r->part == op->target->part &&
		    (r->record == NULL ||
		        strcmp(r->record, op->target->kind->record) == 0))
			return r;
	return NULL;
}

static bool
render_one(struct sm_pgsql *w, const struct sm_pgsql_row *r,
    const struct sm_op *op, const struct sm_op *whole,
    const struct sm_sql_item *item)
{
	const void *old;
	/* A sequence that was just made may get its owner later. */
	const struct sm_object *now = item->moved != NULL ? item->moved
	                                                  : item->target;

	old = sm_map_get(&w->t->found, whole->id);
	if (old == NULL)
		old = op->old;
	/* Nothing is known of it but its name, and an SQL that isn't ours. */
	if ((op->verb == SM_DROP ? now : item->target)->unreadable)
		return sm_pgsql_refuse(w, "its definition could not be read");
	switch (op->verb) {
	case SM_ADD:
		return r->add != NULL && r->add(w, item->target, op->new_) &&
		    sm_pgsql_keep_again(w, op) &&
		    (op->new_ != NULL ||
		        sm_pgsql_put_defaults_back(w, item->target));
	case SM_DROP:
		if (op->old == NULL)
			sm_pgsql_take_defaults_off(w, now);
		return r->drop != NULL && sm_pgsql_keep(w, whole, op) &&
		    r->drop(w, now, old);
	case SM_MODIFY:
		return r->modify != NULL &&
		    r->modify(w, now, item->target, old, op->new_);
	case SM_RENAME:
		return r->rename != NULL &&
		    r->rename(w, item->target, op->new_);
	case SM_VERB_OTHER:
		break;
	}
	return false;
}

static bool
render_op(struct sm_pgsql *w, struct sm_op *op)
{
	const struct sm_op *whole = sm_sql_whole(w->t->plan, op);
	const struct sm_pgsql_row *r = row_of(op);
	const struct sm_sql_item *item = sm_map_get(&w->item_of, whole->id);

	w->op = op->verb == whole->verb ? whole : op;
	w->item = item;
	if (sm_map_get(&w->done, op->id) != NULL)
		return true;
	sm_pgsql_say_op(w, whole);
	if (op->verb != whole->verb && whole->verb == SM_MODIFY)
		sm_pgsql_say(&w->script, "  %s", op->verb == SM_DROP
		    ? "it can't be changed as it stands: it goes here,"
		    : "and comes again as it is to be");
	if (r != NULL && item != NULL && render_one(w, r, op, whole, item))
		return true;
	if (w->e->message == NULL)
		sm_sql_refuse(w->t, whole, w->e, "can't be rendered for %s",
		    w->dialect->title);
	if (w->e->line == 0)
		sm_error_at(w->e, w->t->plan->input, whole->line);
	return false;
}

static bool
write_body(struct sm_pgsql *w)
{
	struct sm_plan *ops = sm_sql_split(w->t, &w->item_of, w->online,
	    w->e);
	struct sm_pgsql_group *groups;
	size_t i;

	if (ops == NULL)
		return false;
	for (i = 0; i < w->t->idle.n; i++)
		sm_pgsql_say(&w->script, "not done, for what it was for is not: "
		    "%s (%s)", sm_op_describe(w->arena, w->t->idle.v[i]),
		    w->t->idle.v[i]->id);
	groups = sm_pgsql_groups(ops);
	for (i = 0; i < ops->ops.n; i++) {
		w->script.together = false;
		if (i == 0 || groups[i].number != groups[i - 1].number)
			sm_pgsql_break(&w->script);
		w->script.together = groups[i].many;
		if (!render_op(w, ops->ops.v[i]))
			return false;
	}
	for (i = 0; i < w->t->ops.n; i++)
		if (!sm_pgsql_is_said(w, w->t->ops.v[i])) {
			sm_pgsql_say_op(w, w->t->ops.v[i]);
			sm_pgsql_say(&w->script, "  it came with another");
		}
	return true;
}

static void
start(struct sm_pgsql *w, struct sm_sql_target *t, struct sm_error *e)
{
	memset(w, 0, sizeof *w);
	w->t = t;
	w->arena = t->arena;
	w->dialect = t->dialect;
	w->e = e;
	w->server = t->plan->server != NULL ? t->plan->server
	                                    : t->dialect->assumed_version;
	w->version = sm_version(w->server);
	w->online = t->plan->online;
	w->total = t->plan->ops.n;
	sm_map_init(&w->said, w->arena);
	sm_map_init(&w->done, w->arena);
	sm_map_init(&w->renamed, w->arena);
	sm_map_init(&w->made, w->arena);
	sm_sql_items_of_ops(t, &w->item_of);
	sm_pgsql_index_items(w);
	sm_pgsql_index_defaults(w);
	sm_pgsql_script_init(&w->script, t->plan);
}

static bool
render(struct sm_plan *plan, const struct sm_sql_options *options,
    struct sm_buf *out, struct sm_error *e)
{
	struct sm_sql_target t;
	struct sm_pgsql w;
	bool fine;

	if (!sm_sql_target(plan, &t, e) || !sm_sql_check(&t, e))
		return false;
	start(&w, &t, e);
	if (options->has_lock_timeout)
		w.script.lock_timeout = options->lock_timeout;
	fine = write_body(&w);
	if (fine)
		sm_pgsql_script_end(&w.script, plan, out);
	sm_pgsql_script_free(&w.script);
	return fine;
}

const struct sm_sql_renderer sm_sql_postgresql = {SM_POSTGRESQL, render};
