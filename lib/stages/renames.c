/*
 * Tables first, then the columns of every table that both sides have, the ones
 * just renamed among them; what follows from it is renames_apply.c's.
 */
#include "stages/renames.h"

#include <string.h>

#include "base/json.h"
#include "stages/diff.h"
#include "stages/lean.h"
#include "stages/renames_work.h"

static bool
is_table(const struct sm_object *o)
{
	return o != NULL && !o->unreadable && strcmp(o->record, "table") == 0;
}

static const char *
key_of(const struct sm_rename_work *w, const struct sm_op *op)
{
	const struct sm_kind *kind = op->target->kind;

	if (op->target->part != SM_PART_NONE)
		return sm_object_key(w->arena, w->dialect, "table", op->schema,
		    NULL, op->table, NULL);
	return sm_object_key(w->arena, w->dialect, kind->record, op->schema,
	    kind->on_table ? op->table : NULL,
	    op->name != NULL ? op->name : op->table, op->arguments);
}

struct sm_rename_unit *
sm_rename_unit_of(const struct sm_rename_work *w, const struct sm_op *op)
{
	struct sm_rename_unit *u;
	const char *key;

	if (op->target == NULL)
		return NULL;
	key = key_of(w, op);
	/* What is taken away is named as OLD names it, all else as NEW does. */
	u = sm_map_get(op->verb == SM_DROP ? &w->by_old : &w->by_new, key);
	if (u == NULL)
		u = sm_map_get(op->verb == SM_DROP ? &w->by_new : &w->by_old,
		    key);
	return u;
}

bool
sm_rename_is_column(const struct sm_op *op, enum sm_verb verb)
{
	return op->target != NULL && op->target->part == SM_PART_COLUMN &&
	    op->verb == verb && op->because.n == 0;
}

struct sm_op *
sm_rename_whole_op(const struct sm_rename_unit *u, enum sm_verb verb)
{
	size_t i;

	for (i = 0; i < u->ops.n; i++) {
		struct sm_op *op = u->ops.v[i];

		if (op->target->part == SM_PART_NONE && op->verb == verb &&
		    op->because.n == 0)
			return op;
	}
	return NULL;
}

bool
sm_rename_has_both(const struct sm_rename_unit *u)
{
	return u->into == NULL && is_table(u->old) && is_table(u->new_);
}

static void
take_apart(struct sm_rename_work *w)
{
	struct sm_rename_unit *u;
	size_t i;

	memset(&w->units, 0, sizeof w->units);
	sm_map_init(&w->by_old, w->arena);
	sm_map_init(&w->by_new, w->arena);
	for (i = 0; i < w->plan->changes.n; i++) {
		u = sm_alloc(w->arena, sizeof *u);
		u->change = w->plan->changes.v[i];
		u->old = u->change->old;
		u->new_ = u->change->new_;
		*sm_push(w->arena, &w->units) = u;
		if (u->old != NULL)
			sm_map_set(&w->by_old, u->old->key, u);
		if (u->new_ != NULL)
			sm_map_set(&w->by_new, u->new_->key, u);
	}
	for (i = 0; i < w->plan->ops.n; i++) {
		u = sm_rename_unit_of(w, w->plan->ops.v[i]);
		if (u != NULL)
			*sm_push(w->arena, &u->ops) = w->plan->ops.v[i];
	}
}

/* The renames that the plan came with, from an earlier run or by hand. */
static void
take_given(struct sm_rename_work *w)
{
	const struct sm_rename_unit *u;
	const struct sm_op *op;
	bool is_column;
	size_t i;

	for (i = 0; i < w->plan->ops.n; i++) {
		op = w->plan->ops.v[i];
		u = op->verb == SM_RENAME ? sm_rename_unit_of(w, op) : NULL;
		if (u == NULL || !is_table(u->old))
			continue;
		is_column = op->target->part == SM_PART_COLUMN;
		if (!is_column && op->target->part != SM_PART_NONE)
			continue;
		*sm_push(w->arena, &w->given) = (struct sm_rename){
		    u->old->schema, u->old->name, is_column ? op->from : NULL,
		    is_column ? op->name : op->table, false};
	}
	for (i = 0; i < w->given.n; i++)
		*sm_push(w->arena, &w->all) = w->given.v[i];
}

static void
add_rename(struct sm_rename_work *w, struct sm_rename_unit *u,
    struct sm_op *op)
{
	bool is_column = op->target->part == SM_PART_COLUMN;

	op->schema = u->new_->schema;
	op->table = u->new_->name;
	op->has_score = true;
	sm_op_finish(w->arena, op, NULL, NULL);
	*sm_push(w->arena, &u->found) = op;
	w->nfound++;
	*sm_push(w->arena, &w->all) = (struct sm_rename){u->old->schema,
	    u->old->name, is_column ? op->from : NULL,
	    is_column ? op->name : op->table, false};
}

struct sm_match
sm_rename_match_tables(const struct sm_rename_work *w,
    struct sm_table_pairing *p)
{
	return (struct sm_match){p->old.n, p->new_.n, p, sm_pairing_candidates,
	    w->scorer->table};
}

void
sm_rename_merge(struct sm_rename_unit *old, struct sm_rename_unit *new_,
    struct sm_arena *a)
{
	size_t i;

	old->into = new_;
	new_->old = old->old;
	new_->merged = new_->changed = true;
	for (i = 0; i < old->ops.n; i++)
		*sm_push(a, &new_->ops) = old->ops.v[i];
}

/* A partition of another bound holds other rows; NULL of what is no partition. */
static const char *
place_key(const struct sm_rename_work *w, const struct sm_object *o, bool old)
{
	const struct sm_name *parent = o->partition_of;

	if (parent == NULL)
		return NULL;
	return sm_sprintf(w->arena, "%c%s\x1f%s\x1f%s", old ? 'o' : 'n',
	    parent->schema != NULL ? parent->schema : "", parent->name,
	    o->bound != NULL ? o->bound : "");
}

/* Which places among a parent's partitions come, and which go. */
static void
note_places(const struct sm_rename_work *w, struct sm_map *places)
{
	const char *key;
	size_t i;

	sm_map_init(places, w->arena);
	for (i = 0; i < w->units.n; i++) {
		struct sm_rename_unit *u = w->units.v[i];

		if (is_table(u->old) && u->new_ == NULL &&
		    (key = place_key(w, u->old, true)) != NULL)
			sm_map_set(places, key, u);
		if (is_table(u->new_) && u->old == NULL &&
		    (key = place_key(w, u->new_, false)) != NULL)
			sm_map_set(places, key, u);
	}
}

/* Is it no partition, or one in whose place there is another? */
static bool
has_place(const struct sm_rename_work *w, const struct sm_map *places,
    const struct sm_object *o, bool old)
{
	return o->partition_of == NULL ||
	    sm_map_get(places, place_key(w, o, !old)) != NULL;
}

void
sm_rename_tables_of(struct sm_rename_work *w, struct sm_table_pairing *p)
{
	struct sm_map places;
	struct sm_op *op;
	size_t i;

	note_places(w, &places);
	for (i = 0; i < w->units.n; i++) {
		struct sm_rename_unit *u = w->units.v[i];

		if (is_table(u->old) && u->new_ == NULL &&
		    (op = sm_rename_whole_op(u, SM_DROP)) != NULL &&
		    has_place(w, &places, u->old, true))
			sm_pairing_add_table(w->arena, &p->old, u->old, op);
		else if (is_table(u->new_) && u->old == NULL &&
		    (op = sm_rename_whole_op(u, SM_ADD)) != NULL &&
		    has_place(w, &places, u->new_, false))
			sm_pairing_add_table(w->arena, &p->new_, u->new_, op);
	}
	sm_pairing_start_tables(w->arena, p);
}

static void
pair_tables(struct sm_rename_work *w)
{
	struct sm_table_pairing p = {.dialect = w->dialect,
	    .floor = w->options->table_threshold};
	struct sm_rename_unit *old, *new_;
	struct sm_partners found;
	struct sm_match m;
	struct sm_op *op;
	size_t i, k;

	sm_rename_tables_of(w, &p);
	m = sm_rename_match_tables(w, &p);
	sm_match_greedy(w->arena, &m, p.floor, &found);
	for (i = 0; i < p.old.n; i++) {
		k = found.of_old[i];
		if (k == SM_NO_MATCH)
			continue;
		old = sm_rename_unit_of(w, p.old.v[i].op);
		new_ = sm_rename_unit_of(w, p.new_.v[k].op);
		sm_rename_merge(old, new_, w->arena);
		op = sm_op_new(w->arena, SM_RENAME, sm_target_object("table"));
		op->from = old->old->name;
		op->score = found.old_score[i];
		op->evidence = w->scorer->table_evidence(w->arena, &p, i, k);
		add_rename(w, new_, op);
	}
	sm_ratio_room_free(&p.room);
}

/* All of the columns that the two tables don't share, by their names now. */
static void
columns_of_merged(struct sm_rename_work *w, const struct sm_rename_unit *u,
    struct sm_column_pairing *p)
{
	const struct sm_columns *old = &u->old->columns;
	const struct sm_columns *new_ = &u->new_->columns;
	struct sm_map in_old, in_new;
	const char *name;
	size_t i;

	sm_map_init(&in_old, w->arena);
	sm_map_init(&in_new, w->arena);
	for (i = 0; i < new_->n; i++)
		sm_map_set(&in_new,
		    sm_fold_column(w->arena, w->dialect, new_->v[i].name), p);
	for (i = 0; i < old->n; i++) {
		name = sm_fold_column(w->arena, w->dialect, old->v[i].name);
		sm_map_set(&in_old, name, p);
		if (sm_map_get(&in_new, name) == NULL)
			sm_pairing_add_column(w->arena, w->dialect, &p->old,
			    &old->v[i], i, NULL);
	}
	for (i = 0; i < new_->n; i++) {
		name = sm_fold_column(w->arena, w->dialect, new_->v[i].name);
		if (sm_map_get(&in_old, name) == NULL)
			sm_pairing_add_column(w->arena, w->dialect, &p->new_,
			    &new_->v[i], i, NULL);
	}
}

/* The columns of the table that an op of that verb is there for. */
static void
columns_of_ops(struct sm_rename_work *w, const struct sm_rename_unit *u,
    enum sm_verb verb, const struct sm_object *table,
    struct sm_rename_columns *list)
{
	struct sm_map named;
	struct sm_op *op;
	size_t i;

	sm_map_init(&named, w->arena);
	for (i = 0; i < u->ops.n; i++)
		if (sm_rename_is_column(u->ops.v[i], verb))
			sm_map_set(&named, sm_fold_column(w->arena, w->dialect,
			    u->ops.v[i]->name), u->ops.v[i]);
	for (i = 0; named.n > 0 && i < table->columns.n; i++) {
		op = sm_map_get(&named, sm_fold_column(w->arena, w->dialect,
		    table->columns.v[i].name));
		if (op != NULL)
			sm_pairing_add_column(w->arena, w->dialect, list,
			    &table->columns.v[i], i, op);
	}
}

void
sm_rename_columns_of(struct sm_rename_work *w, const struct sm_rename_unit *u,
    struct sm_column_pairing *p)
{
	size_t nold = u->old->columns.n, nnew = u->new_->columns.n;

	p->width = nold > nnew ? nold : nnew;
	columns_of_ops(w, u, SM_DROP, u->old, &p->old);
	columns_of_ops(w, u, SM_ADD, u->new_, &p->new_);
}

struct sm_match
sm_rename_match_columns(const struct sm_rename_work *w,
    struct sm_column_pairing *p)
{
	return (struct sm_match){p->old.n, p->new_.n, p, NULL,
	    w->scorer->column};
}

static void
pair_columns(struct sm_rename_work *w, struct sm_rename_unit *u)
{
	struct sm_column_pairing p = {.doubtful = false};
	struct sm_partners found;
	struct sm_match m;
	struct sm_op *op;
	size_t i, k;

	sm_rename_columns_of(w, u, &p);
	if (u->merged)
		columns_of_merged(w, u, &p);
	m = sm_rename_match_columns(w, &p);
	sm_match_greedy(w->arena, &m, w->options->column_threshold, &found);
	for (i = 0; i < p.old.n; i++) {
		k = found.of_old[i];
		if (k == SM_NO_MATCH)
			continue;
		op = sm_op_new(w->arena, SM_RENAME,
		    sm_target_part(SM_PART_COLUMN));
		op->name = p.new_.v[k].column->name;
		op->from = p.old.v[i].column->name;
		op->old = (void *)(uintptr_t)p.old.v[i].column;
		op->new_ = (void *)(uintptr_t)p.new_.v[k].column;
		op->score = found.old_score[i];
		op->evidence = w->scorer->column_evidence(w->arena, &p, i, k);
		add_rename(w, u, op);
	}
	sm_ratio_room_free(&p.room);
}

bool
sm_renames(struct sm_plan *plan, const struct sm_renames_options *options,
    struct sm_error *e)
{
	struct sm_rename_work w = {.plan = plan, .arena = plan->arena,
	    .dialect = plan->dialect, .options = options,
	    .scorer = sm_rename_scorer(options->scorer)};
	size_t i;

	if (w.scorer == NULL) {
		sm_error_set(e, "no scorer is called \"%s\"", options->scorer);
		return sm_error_hint(e, "there are: %s", sm_rename_scorers());
	}
	sm_plan_unstage(plan, "renames");
	sm_plan_stage(plan, "renames");
	for (i = 0; i < plan->ops.n; i++)
		sm_op_strip(w.arena, plan->ops.v[i]);
	take_apart(&w);
	take_given(&w);
	sm_renames_values(&w);
	pair_tables(&w);
	for (i = 0; i < w.units.n; i++)
		if (sm_rename_has_both(w.units.v[i]))
			pair_columns(&w, w.units.v[i]);
	sm_renames_serial(&w);
	if (w.nfound > 0) {
		sm_renames_apply(&w);
		sm_lean_pairs(plan);
		take_apart(&w);
	}
	if (sm_renames_parts(&w)) {
		sm_lean_pairs(plan);
		take_apart(&w);
	}
	sm_renames_doubt(&w);
	return true;
}
