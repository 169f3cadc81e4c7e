/*
 * Changes of unique constraints, checks, foreign keys and indexes.
 */
#include <string.h>

#include "generate.h"
#include "mutate.h"
#include "words.h"

#define HAS(what, count)                                                       \
	static bool has_##what(const struct rt_table *t)                       \
	{                                                                      \
		return t->count > 0;                                           \
	}
HAS(unique, nuniques)
HAS(check, nchecks)
HAS(fk, nfks)
HAS(index, nindexes)

#define rt_add_unique_any rt_add_unique
#define has_unique_any has_unique
#define ADD_AND_DROP(what, list, count)                                        \
	static bool add_##what(struct rt_schema *s, struct rt_random *r)       \
	{                                                                      \
		return rt_add_##what(s, r, rt_any_table(s, r));                \
	}                                                                      \
	static bool drop_##what(struct rt_schema *s, struct rt_random *r)      \
	{                                                                      \
		struct rt_table *t = rt_table_where(s, r, has_##what);         \
                                                                               \
		if (t == NULL)                                                 \
			return false;                                          \
		RT_REMOVE(t->list, t->count, rt_below(r, (size_t)t->count));   \
		return true;                                                   \
	}
ADD_AND_DROP(unique_any, unique, nuniques)
ADD_AND_DROP(check, check, nchecks)
ADD_AND_DROP(fk, fk, nfks)
ADD_AND_DROP(index, index, nindexes)

/* Two constraints that say the same are as one. */
static int
twins(const struct rt_schema *s)
{
	int i, j, k, n = 0, p;

	for (i = 0; i < s->ntables; i++)
		for (j = 0; j < s->table[i].nuniques; j++)
			for (k = 0; k < j; k++) {
				const struct rt_key *a = &s->table[i].unique[j],
				                    *b = &s->table[i].unique[k];

				for (p = 0; p < a->n && p < b->n; p++)
					if (a->part[p].column !=
					    b->part[p].column)
						break;
				n += p == a->n && p == b->n;
			}
	return n;
}

static bool
add_unique(struct rt_schema *s, struct rt_random *r)
{
	int before = twins(s);

	return add_unique_any(s, r) && twins(s) == before;
}

static bool
drop_unique(struct rt_schema *s, struct rt_random *r)
{
	int before = twins(s);

	return drop_unique_any(s, r) && twins(s) == before;
}

static struct rt_key *
any_unique(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_unique);

	return t == NULL ? NULL : &t->unique[rt_below(r, (size_t)t->nuniques)];
}

static struct rt_key *
any_index(struct rt_schema *s, struct rt_random *r, struct rt_table **t)
{
	*t = rt_table_where(s, r, has_index);
	return *t == NULL ? NULL
	                  : &(*t)->index[rt_below(r, (size_t)(*t)->nindexes)];
}

static struct rt_fk *
any_fk(struct rt_schema *s, struct rt_random *r, struct rt_table **t)
{
	*t = rt_table_where(s, r, has_fk);
	return *t == NULL ? NULL : &(*t)->fk[rt_below(r, (size_t)(*t)->nfks)];
}

static bool
unique_conflict(struct rt_schema *s, struct rt_random *r)
{
	struct rt_key *k = any_unique(s, r);
	const char *conflict = rt_conflict(r, 70);

	if (k == NULL || !rt_differs(conflict, k->conflict))
		return false;
	k->conflict = conflict;
	return true;
}

static bool
unique_keys(struct rt_schema *s, struct rt_random *r)
{
	struct rt_key *k = any_unique(s, r);
	struct rt_table *t;

	if (k == NULL)
		return false;
	/* Its own collation says nothing beside the column's same one. */
	t = rt_table_with(s, k->part[0].column);
	if (rt_column_of(t, k->part[0].column)->collation != NULL)
		return false;
	k->part[0].collation = k->part[0].collation == NULL ? "NOCASE" : NULL;
	return true;
}

/* A named one is changed; an unnamed one is another. */
static bool
unique_columns(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_unique);
	struct rt_key *k;
	int was;

	if (t == NULL)
		return false;
	k = &t->unique[rt_below(r, (size_t)t->nuniques)];
	if (k->name == NULL || k->n > 1)
		return false;
	was = k->part[0].column;
	k->part[0].column = rt_any_column(r, t)->id;
	return was != k->part[0].column;
}

static bool
check_expression(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_check);
	struct rt_check *c;
	const char *was;
	int a;

	if (t == NULL)
		return false;
	c = &t->check[rt_below(r, (size_t)t->nchecks)];
	if (c->name == NULL)
		return false;
	was = c->expression;
	a = rt_any_column(r, t)->id;
	c->expression = rt_condition(s, r, t, a, a);
	return rt_differs(was, c->expression);
}

static bool
fk_on_delete(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_fk *f = any_fk(s, r, &t);
	const char *action = rt_action(r, 70);

	if (f == NULL || !rt_differs(action, f->on_delete))
		return false;
	f->on_delete = action;
	return true;
}

static bool
fk_on_update(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_fk *f = any_fk(s, r, &t);
	const char *action = rt_action(r, 70);

	if (f == NULL || !rt_differs(action, f->on_update))
		return false;
	f->on_update = action;
	return true;
}

static bool
fk_deferred(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_fk *f = any_fk(s, r, &t);

	if (f == NULL)
		return false;
	f->deferred = !f->deferred;
	return true;
}

/* To another parent, or another of its keys. */
static bool
fk_target(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_fk *f = any_fk(s, r, &t), was;

	if (f == NULL || f->name == NULL || t->nfks == RT_KEYS)
		return false;
	was = *f;
	if (!rt_add_fk(s, r, t) || t->fk[t->nfks - 1].n != was.n ||
	    (t->fk[t->nfks - 1].parent == was.parent &&
	        t->fk[t->nfks - 1].to[0] == was.to[0]))
		return false;
	t->nfks--;
	f->parent = t->fk[t->nfks].parent;
	f->parent_name = t->fk[t->nfks].parent_name;
	memcpy(f->to, t->fk[t->nfks].to, sizeof f->to);
	f->implied = false;
	return true;
}

static bool
index_unique(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);

	if (k == NULL)
		return false;
	k->unique = !k->unique;
	return true;
}

static bool
index_where(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);
	const char *was;
	int a;

	if (k == NULL)
		return false;
	was = k->where;
	a = rt_any_column(r, t)->id;
	k->where = was != NULL && rt_chance(r, 50)
	    ? NULL : rt_condition(s, r, t, a, a);
	return rt_differs(was, k->where);
}

static bool
index_direction(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);

	if (k == NULL)
		return false;
	k->part[0].desc = !k->part[0].desc;
	return true;
}

static bool
index_collation(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);
	struct rt_column *c;

	if (k == NULL)
		return false;
	c = rt_column_of(t, k->part[0].column);
	if (c != NULL && c->collation != NULL)
		return false;
	k->part[0].collation = k->part[0].collation == NULL ? "RTRIM" : NULL;
	return true;
}

static bool
index_expression(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);
	const char *was;
	int a;

	if (k == NULL)
		return false;
	was = k->part[0].expression;
	a = rt_any_column(r, t)->id;
	k->part[0].column = 0;
	k->part[0].expression = rt_expression(s, r, a, a);
	return rt_differs(was, k->part[0].expression);
}

static bool
index_columns(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);

	if (k == NULL || k->n == RT_PARTS)
		return false;
	k->part[k->n++] =
	    (struct rt_part){.column = rt_any_column(r, t)->id};
	return true;
}

/* The same index under another name: nothing that SQLite can rename. */
static bool
rename_index(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_key *k = any_index(s, r, &t);
	const char *name;

	if (k == NULL)
		return false;
	name = rt_like_name(s, r, k->name);
	if (rt_name_taken(s, name))
		return false;
	k->name = name;
	return true;
}

/* A named constraint without its name is another spelling of the same. */
static bool
constraint_name(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_check);

	if (t == NULL)
		return false;
	t->check[0].name = t->check[0].name == NULL ? "named_check" : NULL;
	return true;
}

const struct rt_mutation rt_part_mutations[] = {
    {"add unique", "ADD_UNIQUE", NULL, add_unique, 5},
    {"drop unique", "DROP_UNIQUE", NULL, drop_unique, 4},
    {"unique's ON CONFLICT", "MODIFY_UNIQUE", "conflict", unique_conflict, 4},
    {"unique's collation", "MODIFY_UNIQUE", "keys", unique_keys, 3},
    {"unique's columns", "MODIFY_UNIQUE", "columns", unique_columns, 4},
    {"add check", "ADD_CHECK", NULL, add_check, 5},
    {"drop check", "DROP_CHECK", NULL, drop_check, 4},
    {"check's expression", "MODIFY_CHECK", "expression", check_expression, 5},
    {"a check's name", NULL, NULL, constraint_name, 2},
    {"add foreign key", "ADD_FK", NULL, add_fk, 6},
    {"drop foreign key", "DROP_FK", NULL, drop_fk, 4},
    {"ON DELETE", "MODIFY_FK", "on_delete", fk_on_delete, 4},
    {"ON UPDATE", "MODIFY_FK", "on_update", fk_on_update, 4},
    {"INITIALLY DEFERRED", "MODIFY_FK", "initially_deferred", fk_deferred, 5},
    {"foreign key's target", "MODIFY_FK", "references", fk_target, 6},
    {"add index", "ADD_INDEX", NULL, add_index, 5},
    {"drop index", "DROP_INDEX", NULL, drop_index, 4},
    {"rename index", NULL, NULL, rename_index, 2},
    {"index's UNIQUE", "MODIFY_INDEX", "unique", index_unique, 3},
    {"index's WHERE", "MODIFY_INDEX", "where", index_where, 4},
    {"index's DESC", "MODIFY_INDEX", "keys", index_direction, 3},
    {"index's COLLATE", "MODIFY_INDEX", "keys", index_collation, 2},
    {"index's expression", "MODIFY_INDEX", "keys", index_expression, 3},
    {"index's columns", "MODIFY_INDEX", "keys", index_columns, 3},
    {NULL, NULL, NULL, NULL, 0},
};
