/*
 * What comes before any SQL: is the plan judged and ordered, may it be done,
 * and which way round?  Then the dialect's renderer does the rest.
 */
#include "stages/sql.h"

#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "stages/graph.h"
#include "stages/lean.h"
#include "stages/sql_target.h"
#include "text/quote.h"
#include "text/sqltext.h"

#define PIPELINE "sm-diff OLD NEW | sm-renames | sm-risk | sm-order | sm-sql"

static const struct sm_sql_renderer *const renderers[] = {&sm_sql_sqlite,
    &sm_sql_postgresql, &sm_sql_mysql, &sm_sql_mariadb};

static const struct sm_sql_renderer *
renderer_of(const struct sm_dialect *d)
{
	size_t i;

	for (i = 0; i < sizeof renderers / sizeof renderers[0]; i++)
		if (renderers[i]->dialect == d->id)
			return renderers[i];
	return NULL;
}

static enum sm_risk
risk_of(const struct sm_op *op, const struct sm_sql_options *o)
{
	return o->down ? op->down_risk : op->risk;
}

bool
sm_sql_blocks(const struct sm_op *op, const struct sm_sql_options *o)
{
	return !o->allow_danger && risk_of(op, o) == SM_DANGER;
}

/* What a filter would have said of every op. */
static bool
is_ready(const struct sm_plan *p, const struct sm_sql_options *o,
    struct sm_error *e)
{
	size_t i;

	for (i = 0; i < p->ops.n; i++) {
		const struct sm_op *op = p->ops.v[i];
		const char *lacks = NULL;

		if (op->risk == SM_RISK_NONE)
			lacks = "\"risk\"";
		else if (o->down && op->down_risk == SM_RISK_NONE)
			lacks = "\"down\", the risk of its way back";
		else if (op->step == 0)
			lacks = "\"step\"";
		if (lacks == NULL)
			continue;
		sm_error_at(e, p->input, op->line);
		sm_error_set(e, "%s (%.20s) has no %s: a plan must be judged "
		    "and ordered first", sm_op_describe(p->arena, op), op->id,
		    lacks);
		return sm_error_hint(e, "the whole pipeline is: " PIPELINE);
	}
	return true;
}

static bool
is_allowed(const struct sm_plan *p, const struct sm_sql_options *o,
    struct sm_error *e)
{
	const struct sm_op *first = NULL;
	const char *reason;
	size_t i, n = 0;

	for (i = 0; i < p->ops.n; i++)
		if (sm_sql_blocks(p->ops.v[i], o)) {
			n++;
			if (first == NULL)
				first = p->ops.v[i];
		}
	if (n == 0)
		return true;
	reason = o->down ? first->down_reason : first->reason;
	e->block = true;
	if (n == 1)
		sm_error_set(e, "blocked by a DANGER operation: %s (%.20s): %s",
		    sm_op_describe(p->arena, first), first->id,
		    reason != NULL ? reason : "no reason given");
	else
		sm_error_set(e, "blocked by %zu DANGER operations", n);
	return sm_error_hint(e, "read what each would lose (sm-explain); then "
	    "take them out of the plan (jq -c 'select(.record != \"op\" or "
	    ".%srisk != \"DANGER\")'), or say --allow-danger",
	    o->down ? "down." : "");
}

/* Does the stored SQL of what is broken say what the object says? */
static bool
says_the_same(const struct sm_plan *p, const struct sm_object *o,
    const struct sm_object *broken)
{
	const char *text, *sql;
	size_t n, all;

	if (o == NULL || o->unreadable || o->definition == NULL ||
	    broken->sql == NULL)
		return true;
	text = sm_sql_normal(p->arena, p->dialect, o->definition, NULL);
	sql = sm_sql_normal(p->arena, p->dialect, broken->sql, NULL);
	n = strlen(text);
	all = strlen(sql);
	return all >= n && strcmp(sql + all - n, text) == 0;
}

/* The second half of what is taken down and put back: one object for all that. */
static bool
is_put_back(const struct sm_sql_item *item)
{
	return item->old == NULL && item->target != NULL &&
	    item->change->old != NULL;
}

/*
 * The plan's other end is what the ops present make of the old objects, not
 * what the new schema has: a plan may have been cut, and its ops are all that
 * was done.  What is broken there stays known as broken.
 */
static struct sm_plan *
done_plan(struct sm_plan *p, struct sm_error *e)
{
	struct sm_plan *done = sm_alloc(p->arena, sizeof *done);
	struct sm_sql_target t;
	struct sm_map back;
	size_t i;

	if (!sm_sql_target(p, &t, e) || !sm_sql_check(&t, e))
		return NULL;
	*done = *p;
	memset(&done->changes, 0, sizeof done->changes);
	sm_map_init(&back, p->arena);
	for (i = 0; i < t.items.n; i++)
		if (is_put_back(t.items.v[i]))
			sm_map_set(&back, t.items.v[i]->change->old->key,
			    t.items.v[i]->target);
	for (i = 0; i < t.items.n; i++) {
		const struct sm_sql_item *item = t.items.v[i];
		struct sm_object *new_ = item->target;

		if (is_put_back(item))
			continue;
		if (new_ == NULL)
			new_ = sm_map_get(&back, item->old->key);

		if (item->whole == NULL && item->change->new_ != NULL &&
		    item->change->new_->unreadable &&
		    says_the_same(p, new_, item->change->new_))
			new_ = item->change->new_;
		sm_plan_change(done, item->old, new_);
	}
	done->ops = t.ops;
	sm_plan_reindex(done);
	return done;
}

static bool
nothing(const struct sm_plan *p, struct sm_buf *out)
{
	sm_quote_comment(out, "smartmigrate: nothing to do, the plan has no "
	    "operations");
	(void)p;
	return true;
}

bool
sm_sql(struct sm_plan *p, const struct sm_sql_options *o, struct sm_buf *out,
    struct sm_error *e)
{
	const struct sm_sql_renderer *r = renderer_of(p->dialect);

	if (r == NULL) {
		sm_error_at(e, p->input, p->line);
		sm_error_set(e, "no SQL can be made for %s",
		    p->dialect->title);
		return sm_error_hint(e, "sm-explain tells what the plan does, "
					"sm-dot draws it");
	}
	if (!is_ready(p, o, e) || !is_allowed(p, o, e))
		return false;
	if (p->ops.n == 0)
		return nothing(p, out);
	if (!o->down)
		return r->render(p, o, out, e);
	p = done_plan(p, e);
	if (p == NULL)
		return false;
	p = sm_plan_invert(p);
	/* What makes way on the way back need not be what did on the way. */
	sm_lean_pairs(p);
	return sm_order(p, e) && r->render(p, o, out, e);
}
