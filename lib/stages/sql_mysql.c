/*
 * MySQL and MariaDB: groups of ops, a statement each.
 */
#include "stages/sql_mysql.h"

#include <string.h>

#include "model/kind.h"
#include "stages/sql_split.h"

/* How the ops on a whole object are rendered that is no table. */
static const struct {
	const char *record;
	sm_mysql_object *add, *drop, *modify;
} objects[] = {
	{"view", sm_mysql_add_view, sm_mysql_drop_view, sm_mysql_modify_view},
	{"trigger", sm_mysql_add_trigger, sm_mysql_drop_trigger,
	    sm_mysql_modify_trigger},
	{"function", sm_mysql_add_routine, sm_mysql_drop_routine,
	    sm_mysql_modify_routine},
	{"procedure", sm_mysql_add_routine, sm_mysql_drop_routine,
	    sm_mysql_modify_routine},
	{"event", sm_mysql_add_event, sm_mysql_drop_event,
	    sm_mysql_modify_event},
	{"sequence", sm_mysql_add_sequence, sm_mysql_drop_sequence,
	    sm_mysql_modify_sequence},
};

static bool
render_object(struct sm_mysql *w, const struct sm_sql_item *item)
{
	sm_mysql_object *render = NULL;
	size_t i;

	for (i = 0; i < sizeof objects / sizeof objects[0]; i++)
		if (strcmp(objects[i].record, w->op->target->kind->record) == 0)
			render = w->op->verb == SM_ADD ? objects[i].add
			    : w->op->verb == SM_DROP   ? objects[i].drop
			    : w->op->verb == SM_MODIFY ? objects[i].modify
			                               : NULL;
	return render != NULL && render(w, item);
}

static bool
drop_table(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	sm_mysql_run(&w->script, "DROP TABLE %s",
	    sm_mysql_name(w, sm_mysql_now(w, g->item)));
	return true;
}

static bool
render_table(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	const struct sm_op *first = g->ops.v[0];
	bool dangles = sm_mysql_dangles(w, g), fine;

	if (dangles) {
		sm_mysql_say(&w->script, "  a foreign key to a table that "
		    "isn't there: nothing checks it");
		sm_mysql_check_keys(&w->script, false);
	}
	fine = first->verb == SM_ADD && first->target->part == SM_PART_NONE
	    ? sm_mysql_create_table(w, g) : sm_mysql_alter_table(w, g);
	if (dangles)
		sm_mysql_check_keys(&w->script, true);
	return fine;
}

/* Nothing is known of it but its name, and an SQL that isn't ours. */
static bool
is_readable(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	const struct sm_object *o = g->item == NULL ? NULL
	    : g->item->target != NULL ? g->item->target : g->item->old;

	return o == NULL || !o->unreadable ||
	    sm_mysql_refuse(w, "its definition could not be read");
}

static bool
render_group(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	w->op = g->ops.v[0];
	if (!is_readable(w, g))
		return false;
	switch (g->form) {
	case SM_MYSQL_TABLE:
		return render_table(w, g);
	case SM_MYSQL_GONE:
		return drop_table(w, g);
	case SM_MYSQL_RENAME:
		return sm_mysql_rename_tables(w, g);
	case SM_MYSQL_ALONE:
		break;
	}
	return render_object(w, g->item);
}

/* The comments on a half say which half it is. */
static void
say_ops(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	size_t i;

	for (i = 0; i < g->ops.n; i++) {
		const struct sm_op *op = g->ops.v[i];
		const struct sm_op *whole = sm_sql_whole(w->t->plan, op);

		sm_mysql_say_op(w, whole);
		if (op->verb != whole->verb)
			sm_mysql_say(&w->script, "  it can't be changed as it "
			    "stands: here it %s", op->verb == SM_DROP
			    ? "goes" : "comes again as it is to be");
	}
}

static bool
render_groups(struct sm_mysql *w)
{
	size_t i;

	for (i = 0; i < w->groups.n; i++) {
		const struct sm_mysql_group *g = w->groups.v[i];

		if (g->ops.n == 0)
			continue;
		if (i == 0 || !w->groups.v[i - 1]->folded)
			sm_mysql_gap(&w->script);
		say_ops(w, g);
		if (g->folded || render_group(w, g))
			continue;
		if (w->e->message == NULL)
			sm_sql_refuse(w->t, sm_sql_whole(w->t->plan, w->op), w->e,
			    "can't be rendered for %s", w->dialect->title);
		if (w->e->line == 0)
			sm_error_at(w->e, w->t->plan->input,
			    sm_sql_whole(w->t->plan, w->op)->line);
		return false;
	}
	return true;
}

static bool
write_body(struct sm_mysql *w)
{
	struct sm_plan *ops = sm_sql_split(w->t, &w->item_of, false, w->e);
	size_t i;

	if (ops == NULL)
		return false;
	for (i = 0; i < ops->ops.n; i++)
		if (sm_map_get(&w->item_of, ops->ops.v[i]->id) == NULL)
			sm_map_set(&w->item_of, ops->ops.v[i]->id,
			    sm_map_get(&w->item_of,
			        sm_sql_whole(w->t->plan, ops->ops.v[i])->id));
	for (i = 0; i < w->t->idle.n; i++)
		sm_mysql_say(&w->script, "not done, for what it was for is "
		    "not: %s (%s)", sm_op_describe(w->arena, w->t->idle.v[i]),
		    w->t->idle.v[i]->id);
	sm_mysql_group(w, ops);
	return render_groups(w);
}

/* Triggers that stay, and tables that keep a history. */
static void
look_around(struct sm_mysql *w)
{
	size_t i;

	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];

		if (item->old == NULL)
			continue;
		if (strcmp(item->old->record, "trigger") == 0 &&
		    item->target != NULL)
			sm_map_set(&w->there, item->old->name, item);
		if (sm_option(&item->old->options, "system_versioned") != NULL)
			w->script.versioning = true;
	}
}

static void
start(struct sm_mysql *w, struct sm_sql_target *t, struct sm_error *e)
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
	sm_map_init(&w->now, w->arena);
	sm_map_init(&w->there, w->arena);
	sm_sql_items_of_ops(t, &w->item_of);
	sm_mysql_script_init(&w->script, t->plan);
	w->script.read_only = sm_mysql_has(w, SM_MYSQL_READ_ONLY)
	    ? "transaction_read_only" : "tx_read_only";
	w->script.hidden_key = sm_mysql_has(w, SM_MYSQL_HIDDEN_KEY);
	look_around(w);
}

static bool
render(struct sm_plan *plan, const struct sm_sql_options *options,
    struct sm_buf *out, struct sm_error *e)
{
	struct sm_sql_target t;
	struct sm_mysql w;
	bool fine;

	if (!sm_sql_target(plan, &t, e) || !sm_sql_check(&t, e))
		return false;
	start(&w, &t, e);
	if (options->has_lock_timeout)
		w.script.lock_timeout = options->lock_timeout;
	fine = write_body(&w);
	if (fine)
		sm_mysql_script_end(&w.script, plan, out);
	sm_mysql_script_free(&w.script);
	return fine;
}

const struct sm_sql_renderer sm_sql_mysql = {SM_MYSQL, render};
const struct sm_sql_renderer sm_sql_mariadb = {SM_MARIADB, render};
