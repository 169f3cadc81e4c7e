/*
 * Choosing mutations, and what they all need.
 */
#include <string.h>

#include "mutate.h"

static const struct rt_mutation *const all[] = {rt_table_mutations,
    rt_column_mutations, rt_key_mutations, rt_part_mutations,
    rt_object_mutations};
#define NALL (sizeof all / sizeof all[0])

const struct rt_mutation *
rt_any_mutation(struct rt_random *r)
{
	const struct rt_mutation *m;
	int sum = 0, at;
	size_t i;

	for (i = 0; i < NALL; i++)
		for (m = all[i]; m->name != NULL; m++)
			sum += m->weight;
	at = rt_below(r, (size_t)sum);
	for (i = 0; i < NALL; i++)
		for (m = all[i]; m->name != NULL; m++)
			if ((at -= m->weight) < 0)
				return m;
	return NULL;
}

const struct rt_mutation *
rt_find_mutation(const char *name)
{
	const struct rt_mutation *m;
	size_t i;

	for (i = 0; i < NALL; i++)
		for (m = all[i]; m->name != NULL; m++)
			if (strcmp(m->name, name) == 0)
				return m;
	return NULL;
}

struct rt_table *
rt_table_where(struct rt_schema *s, struct rt_random *r,
    bool (*fits)(const struct rt_table *))
{
	int start = rt_below(r, (size_t)s->ntables), i;
	struct rt_table *t;

	for (i = 0; i < s->ntables; i++) {
		t = &s->table[(start + i) % s->ntables];
		if (fits == NULL || fits(t))
			return t;
	}
	return NULL;
}

struct rt_column *
rt_column_where(struct rt_random *r, struct rt_table *t,
    bool (*fits)(const struct rt_table *, const struct rt_column *))
{
	int start = rt_below(r, (size_t)t->ncolumns), i;
	struct rt_column *c;

	for (i = 0; i < t->ncolumns; i++) {
		c = &t->column[(start + i) % t->ncolumns];
		if (fits == NULL || fits(t, c))
			return c;
	}
	return NULL;
}

bool
rt_in_key(const struct rt_table *t, const struct rt_column *c)
{
	int i;

	for (i = 0; t->key.there && i < t->key.n; i++)
		if (t->key.part[i].column == c->id)
			return true;
	return false;
}

bool
rt_differs(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a != b : strcmp(a, b) != 0;
}

static bool
key_is_whole(struct rt_schema *s, struct rt_table *t, const struct rt_key *k)
{
	int i;

	for (i = 0; i < k->n; i++)
		if ((k->part[i].column != 0 &&
		        rt_column_of(t, k->part[i].column) == NULL) ||
		    rt_dangling(s, k->part[i].expression))
			return false;
	return !rt_dangling(s, k->where);
}

static bool
fk_is_whole(struct rt_schema *s, struct rt_table *t, const struct rt_fk *f)
{
	struct rt_table *p = rt_table_of(s, f->parent);
	int i;

	for (i = 0; i < f->n; i++)
		if (rt_column_of(t, f->column[i]) == NULL ||
		    (p != NULL && rt_column_of(p, f->to[i]) == NULL))
			return false;
	/* A key that is implied doesn't need its parent's columns' names. */
	return p != NULL || f->implied;
}

/* Does it refer to its parent's primary key, if that is there at all? */
static bool
to_key(struct rt_schema *s, const struct rt_fk *f)
{
	struct rt_table *p = rt_table_of(s, f->parent);
	int i;

	if (p == NULL)
		return true;
	if (!p->key.there || p->key.n != f->n)
		return false;
	for (i = 0; i < f->n; i++)
		if (p->key.part[i].column != f->to[i])
			return false;
	return true;
}

static void
settle_table(struct rt_schema *s, struct rt_table *t)
{
	int i;

	for (i = t->ncolumns - 1; i >= 0; i--)
		if (rt_dangling(s, t->column[i].expression))
			RT_REMOVE(t->column, t->ncolumns, i);
	if (t->key.there && !key_is_whole(s, t, &t->key))
		t->key.there = t->without_rowid = false;
	for (i = t->nuniques - 1; i >= 0; i--)
		if (!key_is_whole(s, t, &t->unique[i]))
			RT_REMOVE(t->unique, t->nuniques, i);
	for (i = t->nindexes - 1; i >= 0; i--)
		if (!key_is_whole(s, t, &t->index[i]))
			RT_REMOVE(t->index, t->nindexes, i);
	for (i = t->nchecks - 1; i >= 0; i--)
		if (rt_dangling(s, t->check[i].expression))
			RT_REMOVE(t->check, t->nchecks, i);
	for (i = t->nfks - 1; i >= 0; i--) {
		if (t->fk[i].implied && !to_key(s, &t->fk[i]))
			t->fk[i].implied = false;
		if (!fk_is_whole(s, t, &t->fk[i]))
			RT_REMOVE(t->fk, t->nfks, i);
	}
}

void
rt_settle(struct rt_schema *s, struct rt_random *r)
{
	int i, pass;

	for (pass = 0; pass < 3; pass++) {
		for (i = 0; i < s->ntables; i++)
			settle_table(s, &s->table[i]);
		for (i = s->nobjects - 1; i >= 0; i--) {
			struct rt_object *o = &s->object[i];
			bool lost = o->kind == RT_TRIGGER &&
			    rt_name_of(s, o->on) == NULL;

			if (!lost && !rt_dangling(s, o->text))
				continue;
			/* "gone" is what the writer puts for what is gone: a
			   broken text, of another wording than OLD's. */
			if (lost || pass > 0 || !rt_chance(r, 8))
				RT_REMOVE(s->object, s->nobjects, i);
			else
				o->broken = true;
		}
	}
}
