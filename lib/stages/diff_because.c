#include "stages/diff_because.h"

#include <string.h>

#include "base/map.h"
#include "model/kind.h"
#include "stages/diff.h"

/*
 * SQLite needs none: its table rebuild leaves views, triggers and the foreign
 * keys of others where they are (sql_sqlite).
 */
static const struct sm_because_need needs[] = {
	{SM_DIALECTS, SM_VERB_OTHER, SM_PART_NONE, NULL, NULL},
};

/* An op for whose sake others make way, and the columns that it is about. */
struct cause {
	const struct sm_op *op;
	const struct sm_because_need *need;
	struct sm_strings columns;
	struct cause *next; /* of the same table */
};

/* A view, or whatever else makes way, and for whose sake. */
struct dependent {
	const struct sm_change *change;
	struct sm_strings because;
	bool done; /* its pair has been made */
};
struct dependents {
	struct dependent **v;
	size_t n, cap;
};

struct because {
	struct sm_plan *plan;
	struct sm_arena *arena;
	struct sm_map causes;     /* table -> the first struct cause of it */
	struct sm_map dependents; /* relation -> struct dependents */
	struct sm_map busy;       /* keys of what has an op of its own */
	struct dependents making_way;
};

static const char *
table_key(struct because *b, const char *schema, const char *table)
{
	const struct sm_dialect *d = b->plan->dialect;

	return sm_sprintf(b->arena, "%s\x1f%s",
	    schema != NULL ? sm_fold_table(b->arena, d, schema) : "",
	    sm_fold_table(b->arena, d, table != NULL ? table : ""));
}

/* Add the string if it isn't there; has the list grown? */
static bool
add_once(struct sm_arena *a, struct sm_strings *list, const char *s)
{
	if (sm_strings_has(list, s))
		return false;
	sm_strings_add(a, list, s);
	return true;
}

/* Causes. */

static struct sm_strings
columns_of(struct because *b, const struct sm_op *op)
{
	const struct sm_key *key = op->old != NULL ? op->old : op->new_;
	struct sm_strings columns = {NULL, 0, 0};

	if (op->target->part == SM_PART_COLUMN)
		sm_strings_add(b->arena, &columns, op->name);
	else if (op->target->part == SM_PART_PRIMARY_KEY ||
	    op->target->part == SM_PART_UNIQUE)
		columns = key->columns;
	return columns;
}

static void
add_cause(struct because *b, const struct sm_op *op,
    const struct sm_because_need *need)
{
	struct cause *c;

	if (need->dialect != b->plan->dialect->id || need->verb != op->verb ||
	    op->target == NULL || need->part != op->target->part ||
	    (need->field != NULL &&
	        !sm_strings_has(&op->changes, need->field)))
		return;
	c = sm_alloc(b->arena, sizeof *c);
	c->op = op;
	c->need = need;
	c->columns = columns_of(b, op);
	c->next = sm_map_set(&b->causes, table_key(b, op->schema, op->table),
	    c);
}

/* Is a column of the cause among these?  None named: all are. */
static bool
shares_column(struct because *b, const struct cause *c,
    const struct sm_strings *columns)
{
	size_t i;

	for (i = 0; i < c->columns.n; i++)
		if (sm_names_column(b->plan->dialect, columns,
		        c->columns.v[i]))
			return true;
	return columns->n == 0;
}

static bool
same_word(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/* Add the causes in that table for a thing of the kind with those columns. */
static void
add_because(struct because *b, const char *record, const char *schema,
    const char *table, const struct sm_strings *columns,
    struct sm_strings *because)
{
	const struct cause *c =
	    sm_map_get(&b->causes, table_key(b, schema, table));

	for (; c != NULL; c = c->next)
		if (same_word(c->need->record, record) &&
		    shares_column(b, c, columns))
			add_once(b->arena, because, c->op->id);
}

/* What makes way. */

static void
put_pair(struct because *b, const struct sm_op *like,
    const struct sm_strings *because, const struct sm_change *c)
{
	static const enum sm_verb verbs[] = {SM_DROP, SM_ADD};
	size_t i;

	for (i = 0; i < 2; i++) {
		struct sm_op *op = sm_op_new(b->arena, verbs[i], like->target);
		const struct sm_object *o = i == 0 ? c->old : c->new_;
		bool is_part = like->target->part != SM_PART_NONE;

		op->schema = o->schema;
		op->table = is_part ? o->name : o->table;
		op->name = is_part ? like->name : o->name;
		op->arguments = is_part ? NULL : o->arguments;
		op->old = i == 0 ? like->old : NULL;
		op->new_ = i == 1 ? like->new_ : NULL;
		op->because = *because;
		sm_op_finish(b->arena, op, is_part || i == 1 ? NULL : c->old,
		    is_part || i == 0 ? NULL : c->new_);
		*sm_push(b->arena, &b->plan->ops) = op;
	}
}

static const char *
foreign_key_key(struct because *b, const char *schema, const char *table,
    const struct sm_foreign_key *fk)
{
	struct sm_buf text = SM_BUF_INIT;
	const char *key;

	if (fk->name != NULL)
		sm_buf_adds(&text, sm_fold_column(b->arena, b->plan->dialect,
		                       fk->name));
	else
		sm_shape_write(&text, &sm_shape_foreign_key, fk);
	key = sm_sprintf(b->arena, "%s\x1f%s", table_key(b, schema, table),
	    sm_buf_str(&text));
	sm_buf_free(&text);
	return key;
}

/* The same foreign key in the other table; NULL if it has none. */
static struct sm_foreign_key *
counterpart(struct because *b, const struct sm_foreign_key *fk,
    struct sm_object *in)
{
	struct sm_strings changes;
	size_t i;

	for (i = 0; i < in->foreign_keys.n; i++) {
		changes = (struct sm_strings){NULL, 0, 0};
		sm_shape_compare(b->arena, b->plan->dialect,
		    &sm_shape_foreign_key, fk, &in->foreign_keys.v[i],
		    &changes);
		if (changes.n == 0)
			return &in->foreign_keys.v[i];
	}
	return NULL;
}

static void
foreign_keys_make_way(struct because *b, const struct sm_change *c)
{
	struct sm_op like = {.target = sm_target_part(SM_PART_FK)};
	struct sm_foreign_key *fk, *other;
	struct sm_strings because;
	size_t i;

	for (i = 0; c->old != NULL && c->new_ != NULL &&
	     i < c->old->foreign_keys.n; i++) {
		fk = &c->old->foreign_keys.v[i];
		because = (struct sm_strings){NULL, 0, 0};
		add_because(b, NULL, c->old->schema, c->old->name,
		    &fk->columns, &because);
		if (fk->references != NULL)
			add_because(b, NULL, fk->references->schema,
			    fk->references->table, &fk->references->columns,
			    &because);
		if (because.n == 0 ||
		    sm_map_get(&b->busy, foreign_key_key(b, c->old->schema,
		                             c->old->name, fk)) != NULL ||
		    (other = counterpart(b, fk, c->new_)) == NULL)
			continue;
		like.name = fk->name;
		like.old = fk;
		like.new_ = other;
		put_pair(b, &like, &because, c);
	}
}

/* Let what the object needs know of it, and see whether it must make way. */
static void
look_at(struct because *b, struct dependent *d)
{
	const struct sm_needs *list = &d->change->old->needs;
	struct dependents *on;
	const char *key;
	size_t i;

	for (i = 0; i < list->n; i++) {
		key = table_key(b, list->v[i].schema, list->v[i].name);
		on = sm_map_get(&b->dependents, key);
		if (on == NULL) {
			on = sm_alloc(b->arena, sizeof *on);
			sm_map_set(&b->dependents, key, on);
		}
		*sm_push(b->arena, on) = d;
		add_because(b, d->change->kind, list->v[i].schema,
		    list->v[i].name, &list->v[i].columns, &d->because);
	}
	if (d->because.n > 0)
		*sm_push(b->arena, &b->making_way) = d;
}

/* Views over views: what is over one that makes way does so too. */
static void
spread(struct because *b)
{
	const struct dependents *over;
	struct dependent *d, *other;
	size_t i, k, j;
	bool grown;

	for (i = 0; i < b->making_way.n; i++) {
		d = b->making_way.v[i];
		over = sm_map_get(&b->dependents,
		    table_key(b, d->change->old->schema, d->change->old->name));
		for (k = 0; over != NULL && k < over->n; k++) {
			other = over->v[k];
			if (strcmp(other->change->kind, d->change->kind) != 0)
				continue;
			grown = false;
			for (j = 0; j < d->because.n; j++)
				grown |= add_once(b->arena, &other->because,
				    d->because.v[j]);
			if (grown)
				*sm_push(b->arena, &b->making_way) = other;
		}
	}
}

static void
objects_make_way(struct because *b)
{
	struct sm_op like = {.target = NULL};
	struct dependent *d;
	size_t i;

	for (i = 0; i < b->plan->changes.n; i++) {
		const struct sm_change *c = b->plan->changes.v[i];

		if (c->old == NULL || c->new_ == NULL || c->old->unreadable ||
		    c->new_->unreadable || c->old->needs.n == 0)
			continue;
		d = sm_alloc(b->arena, sizeof *d);
		d->change = c;
		look_at(b, d);
	}
	spread(b);
	for (i = 0; i < b->making_way.n; i++) {
		d = b->making_way.v[i];
		like.target = sm_target_object(d->change->kind);
		if (like.target != NULL && !d->done &&
		    sm_map_get(&b->busy, d->change->old->key) == NULL)
			put_pair(b, &like, &d->because, d->change);
		d->done = true;
	}
}

/* Pairs made earlier are forgotten: what they rest on may have changed. */
static void
forget_pairs(struct sm_plan *plan)
{
	size_t i, kept = 0;

	for (i = 0; i < plan->ops.n; i++) {
		const struct sm_op *op = plan->ops.v[i];

		if (op->because.n == 0 ||
		    (op->verb != SM_ADD && op->verb != SM_DROP))
			plan->ops.v[kept++] = plan->ops.v[i];
	}
	plan->ops.n = kept;
}

/* What has an op of its own is that op's business. */
static void
note_busy(struct because *b, const struct sm_op *op)
{
	const char *key = NULL;

	if (op->target == NULL)
		return;
	if (op->target->part == SM_PART_FK)
		key = foreign_key_key(b, op->schema, op->table,
		    op->old != NULL ? op->old : op->new_);
	else if (op->target->part == SM_PART_NONE && op->name != NULL)
		key = sm_object_key(b->arena, b->plan->dialect,
		    op->target->kind->record, op->schema, op->table, op->name,
		    op->arguments);
	if (key != NULL)
		sm_map_set(&b->busy, key, b);
}

void
sm_diff_because_needs(struct sm_plan *plan, const struct sm_because_need *table)
{
	struct because b = {.plan = plan, .arena = plan->arena};
	const struct sm_because_need *n;
	size_t i;

	sm_map_init(&b.causes, b.arena);
	sm_map_init(&b.dependents, b.arena);
	sm_map_init(&b.busy, b.arena);
	forget_pairs(plan);
	for (i = 0; i < plan->ops.n; i++) {
		note_busy(&b, plan->ops.v[i]);
		for (n = table; n->dialect != SM_DIALECTS; n++)
			add_cause(&b, plan->ops.v[i], n);
	}
	if (b.causes.n == 0)
		return;
	for (i = 0; i < plan->changes.n; i++)
		foreign_keys_make_way(&b, plan->changes.v[i]);
	objects_make_way(&b);
}

void
sm_diff_because(struct sm_plan *plan)
{
	const struct sm_because_need *n;

	for (n = needs; n->dialect != SM_DIALECTS; n++)
		if (n->dialect == plan->dialect->id) {
			sm_diff_because_needs(plan, needs);
			return;
		}
}
