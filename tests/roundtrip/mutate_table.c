/*
 * Changes of tables as a whole, and of their columns' being there.
 */
#include <string.h>

#include "generate.h"
#include "mutate.h"
#include "words.h"

static bool
add_table(struct rt_schema *s, struct rt_random *r)
{
	if (!rt_add_table(s, r))
		return false;
	while (rt_chance(r, 40) && rt_add_fk(s, r, &s->table[s->ntables - 1]))
		;
	return true;
}

static bool
drop_table(struct rt_schema *s, struct rt_random *r)
{
	if (s->ntables < 2)
		return false;
	RT_REMOVE(s->table, s->ntables, rt_below(r, (size_t)s->ntables));
	rt_settle(s, r);
	return true;
}

static bool
rename_table(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	const char *name = rt_like_name(s, r, t->name);

	if (rt_name_taken(s, name))
		return false;
	t->name = name;
	return true;
}

static bool
rename_table_far(struct rt_schema *s, struct rt_random *r)
{
	rt_any_table(s, r)->name = rt_new_name(s, r, NULL);
	return true;
}

/* Onto a name that became free, by another's drop or rename. */
static bool
rename_table_onto(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	const char *name = t->name;

	if (s->ntables < 2)
		return false;
	if (rt_chance(r, 50)) {
		t->name = rt_like_name(s, r, name);
		if (rt_name_of(s, t->id) != t->name ||
		    rt_same_name(t->name, name))
			return false;
		rt_any_table(s, r)->name = name;
	} else {
		RT_REMOVE(s->table, s->ntables, (int)(t - s->table));
		rt_settle(s, r);
		rt_any_table(s, r)->name = name;
	}
	return true;
}

static bool
swap_tables(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r), *u = rt_any_table(s, r);
	const char *name = t->name;

	t->name = u->name;
	u->name = name;
	return t != u;
}

static bool
add_column(struct rt_schema *s, struct rt_random *r)
{
	return rt_add_column(s, r, rt_any_table(s, r));
}

static struct rt_column *
added(struct rt_schema *s, struct rt_random *r, struct rt_table **t)
{
	struct rt_column *c;

	*t = rt_any_table(s, r);
	if (!rt_add_column(s, r, *t))
		return NULL;
	c = &(*t)->column[(*t)->ncolumns - 1];
	*c = (struct rt_column){.id = c->id, .name = c->name,
	    .type = c->type};
	return c;
}

static bool
add_column_first(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = added(s, r, &t), copy;

	if (c == NULL)
		return false;
	copy = *c;
	memmove(&t->column[1], &t->column[0],
	    (size_t)(t->ncolumns - 1) * sizeof copy);
	t->column[0] = copy;
	return true;
}

static bool
add_column_default(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = added(s, r, &t);

	if (c == NULL)
		return false;
	c->def = rt_default(r);
	c->not_null = rt_chance(r, 50);
	return true;
}

/* Fails over rows by its nature. */
static bool
add_column_not_null(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = added(s, r, &t);

	if (c == NULL)
		return false;
	c->not_null = true;
	return true;
}

static bool
add_column_generated(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = added(s, r, &t);

	return c != NULL && rt_make_generated(s, r, t, c);
}

static bool
add_column_constrained(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = added(s, r, &t);
	int what = rt_below(r, 3);

	if (c == NULL)
		return false;
	if (what == 0 && rt_add_unique(s, r, t)) {
		struct rt_key *k = &t->unique[t->nuniques - 1];

		k->n = 1;
		k->part[0] = (struct rt_part){.column = c->id};
	} else if (what == 1 && t->nchecks < RT_KEYS) {
		t->check[t->nchecks++] = (struct rt_check){.id = s->next++,
		    .expression = rt_condition(s, r, t, c->id, c->id)};
	} else if (rt_add_fk(s, r, t)) {
		t->fk[t->nfks - 1].column[0] = c->id;
		if (rt_chance(r, 30))
			c->def = "1";
	}
	return true;
}

static bool
drop_column(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);

	if (t->ncolumns < 2)
		return false;
	RT_REMOVE(t->column, t->ncolumns, rt_below(r, (size_t)t->ncolumns));
	rt_settle(s, r);
	return t->ncolumns > 0;
}

static bool
rename_column(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	struct rt_column *c = rt_any_column(r, t);
	const char *name = rt_like_name(s, r, c->name);

	if (rt_column_taken(t, name))
		return false;
	c->name = name;
	return true;
}

static bool
rename_column_far(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);

	rt_any_column(r, t)->name = rt_new_column_name(s, r, t);
	return true;
}

static bool
swap_columns(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	struct rt_column *a = rt_any_column(r, t), *b = rt_any_column(r, t);
	const char *name = a->name;

	a->name = b->name;
	b->name = name;
	return a != b;
}

/* a goes, b becomes a. */
static bool
rename_column_onto(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	struct rt_column *c = rt_any_column(r, t);
	const char *name = c->name;

	if (t->ncolumns < 3)
		return false;
	RT_REMOVE(t->column, t->ncolumns, (int)(c - t->column));
	rt_settle(s, r);
	if (t->ncolumns == 0)
		return false;
	rt_any_column(r, t)->name = name;
	return true;
}

static bool
move_column(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	struct rt_column *a = rt_any_column(r, t), *b = rt_any_column(r, t),
	    copy = *a;

	*a = *b;
	*b = copy;
	return true;
}

/* A rename of the table with one of its column. */
static bool
rename_both(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_any_table(s, r);
	struct rt_column *c = rt_any_column(r, t);
	const char *name = rt_like_name(s, r, t->name),
	           *column = rt_like_name(s, r, c->name);

	if (rt_name_taken(s, name) || rt_column_taken(t, column))
		return false;
	t->name = name;
	c->name = column;
	return true;
}

static bool
nothing(struct rt_schema *s, struct rt_random *r)
{
	(void)s;
	(void)r;
	return true;
}

const struct rt_mutation rt_table_mutations[] = {
    {"spelling only", "", NULL, nothing, 4},
    {"add table", "ADD_TABLE", NULL, add_table, 6},
    {"drop table", "DROP_TABLE", NULL, drop_table, 5},
    {"rename table", NULL, NULL, rename_table, 8},
    {"rename table far", NULL, NULL, rename_table_far, 3},
    {"rename table onto a free name", NULL, NULL, rename_table_onto, 3},
    {"swap tables", NULL, NULL, swap_tables, 2},
    {"add column", "ADD_COLUMN", NULL, add_column, 6},
    {"add column first", "ADD_COLUMN", NULL, add_column_first, 2},
    {"add column with default", "ADD_COLUMN", NULL, add_column_default, 6},
    {"add column NOT NULL", "ADD_COLUMN", NULL, add_column_not_null, 2},
    {"add column generated", "ADD_COLUMN", NULL, add_column_generated, 4},
    {"add column constrained", "ADD_COLUMN", NULL, add_column_constrained, 5},
    {"drop column", "DROP_COLUMN", NULL, drop_column, 9},
    {"rename column", NULL, NULL, rename_column, 9},
    {"rename column far", NULL, NULL, rename_column_far, 4},
    {"rename column onto a free name", NULL, NULL, rename_column_onto, 3},
    {"swap columns", NULL, NULL, swap_columns, 2},
    {"move column", NULL, NULL, move_column, 2},
    {"rename table and column", NULL, NULL, rename_both, 4},
    {NULL, NULL, NULL, NULL, 0},
};
