/*
 * RENAME TABLE, all in one statement, from left to right: names that change
 * places go through one that nothing has.
 */
#include <stdint.h>
#include <string.h>

#include "model/kind.h"
#include "stages/sql_mysql.h"

struct move {
	const char *from, *to;
};
struct moves {
	struct move *v;
	size_t n, cap;
};

static bool
is_in_use(const struct sm_mysql *w, const char *name)
{
	const struct sm_plan *p = w->t->plan;
	size_t i;

	for (i = 0; i < p->changes.n; i++) {
		const struct sm_object *sides[2] = {p->changes.v[i]->old,
		    p->changes.v[i]->new_};

		if ((sides[0] != NULL && sides[0]->name != NULL &&
		        strcmp(sides[0]->name, name) == 0) ||
		    (sides[1] != NULL && sides[1]->name != NULL &&
		        strcmp(sides[1]->name, name) == 0))
			return true;
	}
	return false;
}

static const char *
free_name(const struct sm_mysql *w)
{
	const char *name = "sm_rename";
	size_t i;

	for (i = 1; is_in_use(w, name); i++)
		name = sm_sprintf(w->arena, "sm_rename_%zu", i);
	return name;
}

/* The next whose new name nothing of the rest has; n: there is none. */
static size_t
next_move(const struct sm_mysql *w, const struct moves *left)
{
	size_t i, k;

	for (i = 0; i < left->n; i++) {
		for (k = 0; k < left->n; k++)
			if (k != i && sm_same_table(w->dialect,
			        left->v[k].from, left->v[i].to))
				break;
		if (k == left->n)
			break;
	}
	return i;
}

static void
add(const struct sm_mysql *w, struct sm_buf *b, const char *from,
    const char *to)
{
	sm_buf_addf(b, "%s%s TO %s", b->len > 0 ? ", " : "",
	    sm_mysql_name(w, from), sm_mysql_name(w, to));
}

bool
sm_mysql_rename_tables(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	struct moves left = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	const char *aside;
	size_t i;

	for (i = 0; i < g->ops.n; i++) {
		struct sm_sql_item *item = sm_map_get(&w->item_of,
		    g->ops.v[i]->id);
		struct move *m = sm_push(w->arena, &left);

		m->from = sm_mysql_now(w, item);
		m->to = item->target->name;
		sm_map_set(&w->now, item->old->key,
		    (char *)(uintptr_t)m->to);
	}
	while (left.n > 0) {
		i = next_move(w, &left);
		if (i == left.n) {
			aside = free_name(w);
			add(w, &b, left.v[0].from, aside);
			left.v[0].from = aside;
			continue;
		}
		add(w, &b, left.v[i].from, left.v[i].to);
		left.v[i] = left.v[--left.n];
	}
	sm_mysql_run(&w->script, "RENAME TABLE %s", sm_buf_str(&b));
	sm_buf_free(&b);
	return true;
}
