/*
 * An enum's value that goes and one that comes are one under another name,
 * where both stand between the same values that stay and their names are alike.
 */
#include <string.h>

#include "stages/renames_work.h"

/* The ratio of the names that is asked for. */
#define ALIKE 0.6

/* A value that one side alone has. */
struct value {
	const char *label;
	struct sm_prepared name;
	size_t gap; /* how many that both have stand before it */
};
struct values {
	struct value *v;
	size_t n, cap;
};

struct pairing {
	struct values old, new_;
	struct sm_ratio_room room;
};

static void
map_values(struct sm_rename_work *w, const struct sm_strings *list,
    struct sm_map *map)
{
	size_t i;

	sm_map_init(map, w->arena);
	for (i = 0; i < list->n; i++)
		sm_map_set(map, list->v[i], w);
}

/* Those that the other side hasn't; the others go into `kept`. */
static void
take_values(struct sm_rename_work *w, const struct sm_strings *list,
    const struct sm_strings *other, struct values *out,
    struct sm_strings *kept)
{
	struct sm_map has;
	struct value *v;
	size_t i;

	map_values(w, other, &has);
	for (i = 0; i < list->n; i++) {
		if (sm_map_get(&has, list->v[i]) != NULL) {
			sm_strings_add(w->arena, kept, list->v[i]);
			continue;
		}
		v = sm_push(w->arena, out);
		v->label = list->v[i];
		v->gap = kept->n;
		sm_prepare_name(w->arena, v->label, &v->name);
	}
}

static bool
same_order(const struct sm_strings *x, const struct sm_strings *y)
{
	size_t i;

	for (i = 0; i < x->n && i < y->n; i++)
		if (strcmp(x->v[i], y->v[i]) != 0)
			return false;
	return x->n == y->n;
}

static size_t
same_gap(void *ctx, size_t i, size_t *list)
{
	const struct pairing *p = ctx;
	size_t k, n = 0;

	for (k = 0; k < p->new_.n; k++)
		if (p->new_.v[k].gap == p->old.v[i].gap)
			list[n++] = k;
	return n;
}

static double
score(void *ctx, size_t i, size_t k, double least)
{
	struct pairing *p = ctx;
	const struct sm_prepared *a = &p->old.v[i].name;
	const struct sm_prepared *b = &p->new_.v[k].name;
	double ratio;

	if (sm_length_bound(a, b) < least || sm_letters_bound(a, b) < least)
		return -1;
	ratio = sm_prepared_ratio(a, b, &p->room);
	return ratio < least ? -1 : ratio;
}

/* What is found leaves the order as it is: of two that cross only one. */
static struct sm_value_renames
find(struct sm_rename_work *w, const struct sm_strings *old,
    const struct sm_strings *new_)
{
	struct sm_value_renames found = {NULL, 0, 0};
	struct sm_strings old_kept = {NULL, 0, 0}, new_kept = old_kept;
	struct pairing p = {.old = {NULL, 0, 0}};
	struct sm_partners partners;
	struct sm_match m;
	size_t i, k, next = 0;

	take_values(w, old, new_, &p.old, &old_kept);
	take_values(w, new_, old, &p.new_, &new_kept);
	if (!same_order(&old_kept, &new_kept))
		return found;
	m = (struct sm_match){p.old.n, p.new_.n, &p, same_gap, score};
	sm_match_greedy(w->arena, &m, ALIKE, &partners);
	for (i = 0; i < p.old.n; i++) {
		k = partners.of_old[i];
		if (k == SM_NO_MATCH || k < next)
			continue;
		*sm_push(w->arena, &found) = (struct sm_value_rename){
		    p.old.v[i].label, p.new_.v[k].label};
		next = k + 1;
	}
	sm_ratio_room_free(&p.room);
	return found;
}

/*
 * Does the op's id say what it renames?  Else somebody has added that by hand,
 * and the rest of the plan doesn't know of it.
 */
static bool
is_known(struct sm_rename_work *w, const struct sm_op *op,
    const struct sm_rename_unit *u)
{
	struct sm_op copy = *op;

	sm_op_finish(w->arena, &copy, u->old, u->new_);
	return strcmp(copy.id, op->id) == 0;
}

static void
take_renames(struct sm_rename_work *w, const struct sm_rename_unit *u,
    const struct sm_op *op, struct sm_rename_list *list)
{
	size_t i;

	for (i = 0; i < op->renamed_values.n; i++)
		*sm_push(w->arena, list) = (struct sm_rename){
		    .schema = u->old->schema, .table = u->old->name,
		    .column = op->renamed_values.v[i].from,
		    .to = op->renamed_values.v[i].to, .is_value = true};
}

void
sm_renames_values(struct sm_rename_work *w)
{
	struct sm_rename_unit *u;
	struct sm_op *op;
	size_t i;

	for (i = 0; w->dialect->renames_values && i < w->units.n; i++) {
		u = w->units.v[i];
		op = sm_rename_whole_op(u, SM_MODIFY);
		if (op == NULL || u->old == NULL || u->new_ == NULL ||
		    strcmp(u->old->record, "enum") != 0 ||
		    !sm_strings_has(&op->changes, "values"))
			continue;
		if (op->renamed_values.n > 0 && is_known(w, op, u)) {
			take_renames(w, u, op, &w->given);
		} else {
			if (op->renamed_values.n == 0)
				op->renamed_values = find(w, &u->old->values,
				    &u->new_->values);
			if (op->renamed_values.n == 0)
				continue;
			sm_op_finish(w->arena, op, u->old, u->new_);
			w->nfound++;
		}
		take_renames(w, u, op, &w->all);
	}
	if (w->nfound > 0)
		sm_plan_reindex(w->plan);
}
