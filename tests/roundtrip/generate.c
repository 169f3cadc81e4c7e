/*
 * Tables and their parts.
 */
#include <string.h>

#include "generate.h"
#include "words.h"

struct rt_table *
rt_any_table(struct rt_schema *s, struct rt_random *r)
{
	return s->ntables == 0 ? NULL
	                       : &s->table[rt_below(r, (size_t)s->ntables)];
}

struct rt_column *
rt_any_column(struct rt_random *r, struct rt_table *t)
{
	return &t->column[rt_below(r, (size_t)t->ncolumns)];
}

bool
rt_make_generated(struct rt_schema *s, struct rt_random *r, struct rt_table *t,
    struct rt_column *c)
{
	struct rt_column *a = rt_any_column(r, t), *b = rt_any_column(r, t);

	if (a->generated || b->generated || a->id == c->id || b->id == c->id)
		return false;
	c->generated = rt_chance(r, 50) ? RT_VIRTUAL : RT_STORED;
	c->expression = rt_expression(s, r, a->id, b->id);
	c->def = NULL;
	/* SQLite checks the type of what is computed now and then only. */
	if (t->strict)
		c->type = "ANY";
	return true;
}

bool
rt_add_column(struct rt_schema *s, struct rt_random *r, struct rt_table *t)
{
	struct rt_column *c;

	if (t->ncolumns == RT_COLUMNS)
		return false;
	c = &t->column[t->ncolumns];
	memset(c, 0, sizeof *c);
	c->id = s->next++;
	c->name = rt_new_column_name(s, r, t);
	c->type = rt_type(r, t->strict);
	c->collation = rt_collation(r, 12);
	if (rt_chance(r, 40))
		c->def = rt_default(r);
	if (rt_chance(r, 20)) {
		c->not_null = true;
		c->not_null_conflict = rt_conflict(r, 10);
		if (rt_chance(r, 10))
			c->not_null_name = rt_new_name(s, r, "nn");
	}
	t->ncolumns++;
	if (t->ncolumns > 2 && rt_chance(r, 10))
		rt_make_generated(s, r, t, c);
	return true;
}

/* Different columns for a key. */
static int
some_columns(struct rt_random *r, struct rt_table *t, struct rt_part *part,
    int most)
{
	int n = 0, want = 1 + rt_below(r, (size_t)most), tries, k;

	for (tries = 0; n < want && tries < 12; tries++) {
		struct rt_column *c = rt_any_column(r, t);

		for (k = 0; k < n && part[k].column != c->id; k++)
			;
		if (k < n)
			continue;
		memset(&part[n], 0, sizeof part[n]);
		part[n].column = c->id;
		part[n].desc = rt_chance(r, 15);
		part[n].collation = rt_collation(r, 8);
		n++;
	}
	return n;
}

bool
rt_add_primary_key(struct rt_schema *s, struct rt_random *r,
    struct rt_table *t)
{
	struct rt_key *k = &t->key;
	struct rt_column *c;
	int i;

	memset(k, 0, sizeof *k);
	k->id = s->next++;
	k->there = true;
	if (rt_chance(r, 15))
		k->name = rt_new_name(s, r, "pk");
	if (rt_chance(r, 60)) {
		k->n = 1;
		for (i = 0; i < t->ncolumns; i++)
			if (strcmp(t->column[i].type, "INTEGER") == 0 &&
			    !t->column[i].generated)
				k->part[0].column = t->column[i].id;
		if (k->part[0].column != 0) {
			k->autoincrement = !t->without_rowid &&
			    rt_chance(r, 35);
			k->no_alias = !k->autoincrement && rt_chance(r, 10);
			k->part[0].desc = k->no_alias;
			k->conflict = rt_conflict(r, 10);
			return true;
		}
	}
	k->n = some_columns(r, t, k->part, 3);
	for (i = 0; i < k->n; i++) {
		c = rt_column_of(t, k->part[i].column);
		if (c->generated)
			return k->there = false;
	}
	k->conflict = rt_conflict(r, 12);
	/* A lone INTEGER column with a direction is another thing inline. */
	if (k->n == 1)
		k->part[0].desc = false;
	return true;
}

bool
rt_add_unique(struct rt_schema *s, struct rt_random *r, struct rt_table *t)
{
	struct rt_key *k;

	if (t->nuniques == RT_KEYS)
		return false;
	k = &t->unique[t->nuniques++];
	memset(k, 0, sizeof *k);
	k->id = s->next++;
	k->n = some_columns(r, t, k->part, 2);
	if (rt_chance(r, 30))
		k->name = rt_new_name(s, r, "uq");
	k->conflict = rt_conflict(r, 15);
	return true;
}

bool
rt_add_check(struct rt_schema *s, struct rt_random *r, struct rt_table *t)
{
	struct rt_check *c;

	if (t->nchecks == RT_KEYS)
		return false;
	c = &t->check[t->nchecks++];
	memset(c, 0, sizeof *c);
	c->id = s->next++;
	c->expression = rt_condition(s, r, t, rt_any_column(r, t)->id,
	    rt_any_column(r, t)->id);
	if (rt_chance(r, 40))
		c->name = rt_new_name(s, r, "ck");
	return true;
}

/* The columns of the parent's key, or any one column, made unique for it. */
static bool
point_at(struct rt_schema *s, struct rt_random *r, struct rt_fk *f,
    struct rt_table *p)
{
	struct rt_key *k = NULL;
	int i;

	if (p->key.there && rt_chance(r, 80))
		k = &p->key;
	else if (p->nuniques > 0)
		k = &p->unique[rt_below(r, (size_t)p->nuniques)];
	else if (rt_add_unique(s, r, p))
		k = &p->unique[p->nuniques - 1];
	if (k == NULL)
		return false;
	f->n = k->n;
	for (i = 0; i < k->n; i++)
		f->to[i] = k->part[i].column;
	f->implied = k == &p->key && rt_chance(r, 40);
	f->parent = p->id;
	f->parent_name = p->name;
	return true;
}

bool
rt_add_fk(struct rt_schema *s, struct rt_random *r, struct rt_table *t)
{
	struct rt_table *p = rt_any_table(s, r);
	struct rt_part own[RT_PARTS];
	struct rt_fk *f;
	int i;

	if (t->nfks == RT_KEYS)
		return false;
	f = &t->fk[t->nfks];
	memset(f, 0, sizeof *f);
	f->id = s->next++;
	if (!point_at(s, r, f, p) || some_columns(r, t, own, 1) == 0)
		return false;
	for (i = 0; i < f->n; i++) {
		if (i > 0 && t->ncolumns < f->n)
			return false;
		f->column[i] = i == 0 ? own[0].column
		                      : t->column[(i * 7) % t->ncolumns].id;
	}
	if (f->n > 1 && f->column[0] == f->column[1])
		return false;
	if (rt_chance(r, 30))
		f->name = rt_new_name(s, r, "fk");
	f->on_delete = rt_action(r, 40);
	f->on_update = rt_action(r, 20);
	f->deferred = rt_chance(r, 15);
	t->nfks++;
	return true;
}

bool
rt_add_index(struct rt_schema *s, struct rt_random *r, struct rt_table *t)
{
	struct rt_key *k;
	int a = rt_any_column(r, t)->id, b = rt_any_column(r, t)->id;

	if (t->nindexes == RT_KEYS)
		return false;
	k = &t->index[t->nindexes];
	memset(k, 0, sizeof *k);
	k->id = s->next++;
	k->name = rt_new_name(s, r, sm_sprintf(s->arena, "ix_%s", t->name));
	t->nindexes++;
	k->n = some_columns(r, t, k->part, 3);
	k->unique = rt_chance(r, 15);
	if (rt_chance(r, 25)) {
		k->part[0].column = 0;
		k->part[0].expression = rt_expression(s, r, a, b);
	}
	if (rt_chance(r, 25))
		k->where = rt_condition(s, r, t, a, b);
	return true;
}

/* Times to try each thing, in a hundred. */
static const struct {
	int percent, most;
	bool (*add)(struct rt_schema *, struct rt_random *, struct rt_table *);
} extras[] = {{30, 2, rt_add_unique}, {35, 2, rt_add_check},
    {45, 3, rt_add_index}};

bool
rt_add_table(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	int n, i, k;

	if (s->ntables == RT_TABLES)
		return false;
	t = &s->table[s->ntables];
	memset(t, 0, sizeof *t);
	t->name = rt_new_name(s, r, NULL);
	t->id = s->next++;
	s->ntables++;
	t->strict = rt_chance(r, 15);
	n = 1 + rt_below(r, rt_chance(r, 10) ? 10 : 6);
	if (rt_chance(r, 65)) {
		rt_add_column(s, r, t);
		t->column[0].type = "INTEGER";
		if (rt_chance(r, 80))
			t->column[0] = (struct rt_column){
			    .id = t->column[0].id,
			    .name = rt_chance(r, 80) ? "id"
			                             : t->column[0].name,
			    .type = "INTEGER"};
	}
	while (t->ncolumns < n)
		rt_add_column(s, r, t);
	t->without_rowid = rt_chance(r, 12);
	if (t->without_rowid || rt_chance(r, 75))
		rt_add_primary_key(s, r, t);
	t->without_rowid = t->without_rowid && t->key.there;
	for (i = 0; i < (int)(sizeof extras / sizeof extras[0]); i++)
		for (k = 0; k < extras[i].most; k++)
			if (rt_chance(r, extras[i].percent))
				extras[i].add(s, r, t);
	return true;
}

void
rt_generate(struct rt_schema *s, struct rt_random *r)
{
	int n = 1 + rt_below(r, rt_chance(r, 30) ? 8 : 4), i;

	s->next = 1;
	while (s->ntables < n)
		rt_add_table(s, r);
	for (i = 0; i < n; i++)
		while (rt_chance(r, 35) && rt_add_fk(s, r, &s->table[i]))
			;
	while (rt_chance(r, 40) && rt_add_view(s, r))
		;
	while (rt_chance(r, 40) && rt_add_trigger(s, r))
		;
	if (rt_chance(r, 10))
		rt_add_virtual(s, r);
}
