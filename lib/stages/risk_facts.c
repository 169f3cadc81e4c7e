/*
 * What is known of a whole plan: who is on, refers to and reads which table.
 */
#include <string.h>

#include "base/list.h"
#include "stages/risk_rules.h"

/* Relations share their names: one key for tables, views and their like. */
static const char *
relation_key(const struct sm_risk_facts *f, const char *schema,
    const char *name)
{
	return sm_object_key(f->arena, f->plan->dialect, "", schema, NULL, name,
	    NULL);
}

struct sm_risk_relation *
sm_risk_named(const struct sm_risk_facts *f, bool old, const char *schema,
    const char *name)
{
	return sm_map_get(old ? &f->by_old : &f->by_new,
	    relation_key(f, schema, name));
}

static void
add_relation(struct sm_risk_facts *f, const struct sm_change *change)
{
	struct sm_risk_relation *r;

	if (!sm_kind_find(change->kind)->is_relation)
		return;
	r = sm_alloc(f->arena, sizeof(*r));
	r->change = change;
	r->old = change->old;
	r->new_ = change->new_;
	if (r->old)
		sm_map_set(&f->by_old,
		    relation_key(f, r->old->schema, r->old->name), r);
	if (r->new_)
		sm_map_set(&f->by_new,
		    relation_key(f, r->new_->schema, r->new_->name), r);
}

static void
add_children(struct sm_risk_facts *f, const struct sm_object *o, bool old)
{
	struct sm_risk_relation *on, *parent;
	struct sm_risk_child *child;
	size_t i;

	if (!o || o->foreign_keys.n == 0)
		return;
	on = sm_risk_named(f, old, o->schema, o->name);
	for (i = 0; i < o->foreign_keys.n; i++) {
		const struct sm_foreign_key *fk = &o->foreign_keys.v[i];

		if (!fk->references || !fk->references->table)
			continue;
		parent = sm_risk_named(f, old, fk->references->schema,
		    fk->references->table);
		if (!parent)
			continue;
		child = sm_push(f->arena, &parent->children);
		child->on = on;
		child->fk = fk;
		child->old = old;
	}
}

static void
add_users(struct sm_risk_facts *f, const struct sm_change *change)
{
	struct sm_risk_relation *used;
	struct sm_risk_user *user;
	size_t i;

	for (i = 0; change->old && i < change->old->needs.n; i++) {
		const struct sm_need *need = &change->old->needs.v[i];

		used = sm_risk_named(f, true, need->schema, need->name);
		if (!used || used->change == change)
			continue;
		user = sm_push(f->arena, &used->users);
		user->change = change;
		user->need = need;
		user->op = change->old->key ?
		    sm_map_get(&f->objects, change->old->key) : NULL;
	}
}

/* A type or a function may be called as a table is. */
static bool
is_on_relation(const struct sm_op *op)
{
	return op->target && (op->target->part != SM_PART_NONE ||
	    op->target->kind->is_relation || op->target->kind->on_table);
}

/* The relation that the op is on or about. */
static struct sm_risk_relation *
relation_of(const struct sm_risk_facts *f, const struct sm_op *op)
{
	const char *name = op->table ? op->table : op->name;

	if (!name || !is_on_relation(op))
		return NULL;
	return sm_risk_named(f, op->verb == SM_DROP, op->schema, name);
}

/* A relation that the plan has ops on, but no change of. */
static struct sm_risk_relation *
add_unknown(struct sm_risk_facts *f, const struct sm_op *op)
{
	const char *name = op->table ? op->table : op->name;
	struct sm_risk_relation *r;

	if (!name || !is_on_relation(op))
		return NULL;
	r = sm_alloc(f->arena, sizeof(*r));
	sm_map_set(op->verb == SM_DROP ? &f->by_old : &f->by_new,
	    relation_key(f, op->schema, name), r);
	return r;
}

/* Does the op make or drop a whole relation? */
static bool
comes_or_goes(const struct sm_op *op)
{
	return op->target->part == SM_PART_NONE && !op->target->kind->on_table &&
	    (op->verb == SM_ADD || op->verb == SM_DROP);
}

/* The op that takes an object away or puts another in its place. */
static void
add_object_op(struct sm_risk_facts *f, struct sm_op *op)
{
	const struct sm_kind *kind = op->target ? op->target->kind : NULL;

	if (!kind || op->target->part != SM_PART_NONE ||
	    (op->verb != SM_DROP && op->verb != SM_MODIFY))
		return;
	sm_map_set(&f->objects,
	    sm_object_key(f->arena, f->plan->dialect, kind->record, op->schema,
	        kind->on_table ? op->table : NULL,
	        op->name ? op->name : op->table, op->arguments), op);
}

const struct sm_change *
sm_risk_object(const struct sm_risk_facts *f, const struct sm_op *op)
{
	const char *key;

	if (!op->target || op->target->part != SM_PART_NONE ||
	    is_on_relation(op) || !op->target->kind->record)
		return NULL;
	key = sm_object_key(f->arena, f->plan->dialect,
	    op->target->kind->record, op->schema, NULL, op->name,
	    op->arguments);
	return sm_map_get(&f->changes, key);
}

void
sm_risk_facts(struct sm_risk_facts *f, struct sm_plan *p, struct sm_arena *a,
    const char *server)
{
	struct sm_risk_relation *r;
	size_t i;

	memset(f, 0, sizeof(*f));
	f->plan = p;
	f->arena = a;
	f->server = server;
	f->relations = sm_alloc(a, (p->ops.n + 1) * sizeof(*f->relations));
	sm_map_init(&f->by_old, a);
	sm_map_init(&f->by_new, a);
	sm_map_init(&f->objects, a);
	sm_map_init(&f->changes, a);
	for (i = 0; i < p->changes.n; i++) {
		const struct sm_change *c = p->changes.v[i];
		const struct sm_object *o = c->new_ ? c->new_ : c->old;

		add_relation(f, p->changes.v[i]);
		if (o && o->key)
			sm_map_set(&f->changes, o->key, p->changes.v[i]);
	}
	for (i = 0; i < p->ops.n; i++) {
		r = relation_of(f, p->ops.v[i]);
		if (!r)
			r = add_unknown(f, p->ops.v[i]);
		f->relations[i] = r;
		if (r) {
			*sm_push(a, &r->ops) = p->ops.v[i];
			r->comes_or_goes |= comes_or_goes(p->ops.v[i]);
		}
		add_object_op(f, p->ops.v[i]);
	}
	for (i = 0; i < p->changes.n; i++) {
		add_children(f, p->changes.v[i]->old, true);
		add_children(f, p->changes.v[i]->new_, false);
		add_users(f, p->changes.v[i]);
	}
}
