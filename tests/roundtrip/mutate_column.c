/*
 * Changes of what a column is, a row for each field.
 */
#include <string.h>

#include "generate.h"
#include "mutate.h"
#include "words.h"

static bool
is_plain(const struct rt_table *t, const struct rt_column *c)
{
	(void)t;
	return c->generated == RT_PLAIN;
}

static bool
is_plain_not_key(const struct rt_table *t, const struct rt_column *c)
{
	return c->generated == RT_PLAIN && !rt_in_key(t, c);
}

static bool
is_generated(const struct rt_table *t, const struct rt_column *c)
{
	(void)t;
	return c->generated != RT_PLAIN;
}

static bool
is_not_null(const struct rt_table *t, const struct rt_column *c)
{
	return c->not_null && !rt_in_key(t, c);
}

/* A column that fits, of any table. */
static struct rt_column *
find(struct rt_schema *s, struct rt_random *r, struct rt_table **t,
    bool (*fits)(const struct rt_table *, const struct rt_column *))
{
	int start = rt_below(r, (size_t)s->ntables), i;
	struct rt_column *c;

	for (i = 0; i < s->ntables; i++) {
		*t = &s->table[(start + i) % s->ntables];
		c = rt_column_where(r, *t, fits);
		if (c != NULL)
			return c;
	}
	return NULL;
}

static bool
change_type(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_plain);
	const char *type;

	if (c == NULL)
		return false;
	type = rt_type(r, t->strict);
	if (rt_same_name(type, c->type))
		return false;
	c->type = type;
	/* Only an INTEGER can count; only that one has an odd DESC. */
	if (rt_in_key(t, c))
		t->key.autoincrement = t->key.no_alias = false;
	return true;
}

static bool
change_nullable(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_plain_not_key);

	if (c == NULL)
		return false;
	c->not_null = !c->not_null;
	c->not_null_conflict = c->not_null_name = NULL;
	return true;
}

static bool
change_default(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_plain);
	const char *def;

	if (c == NULL)
		return false;
	def = rt_chance(r, 25) ? NULL : rt_default(r);
	/* DEFAULT NULL is none, and 1 is (1): no difference to ask for. */
	if (!rt_differs(def, c->def) ||
	    (def != NULL && strstr(def, "NULL") != NULL) ||
	    (c->def != NULL && strstr(c->def, "NULL") != NULL) ||
	    (def != NULL && c->def != NULL &&
	        strstr(def, "'x'") != NULL && strstr(c->def, "'x'") != NULL))
		return false;
	c->def = def;
	return true;
}

static bool
change_collation(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, NULL);
	const char *collation = rt_collation(r, 60);

	if (!rt_differs(collation, c->collation))
		return false;
	c->collation = collation;
	return true;
}

static bool
change_expression(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_generated), *a;
	const char *was;

	if (c == NULL)
		return false;
	was = c->expression;
	a = rt_column_where(r, t, is_plain);
	if (a == NULL)
		return false;
	c->expression = rt_expression(s, r, a->id, a->id);
	return rt_differs(was, c->expression);
}

static bool
change_stored(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_generated);

	if (c == NULL)
		return false;
	c->generated = c->generated == RT_STORED ? RT_VIRTUAL : RT_STORED;
	return true;
}

static bool
make_plain(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_generated);

	if (c == NULL)
		return false;
	c->generated = RT_PLAIN;
	c->expression = NULL;
	return true;
}

static bool
make_generated(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_plain_not_key);

	return c != NULL && rt_make_generated(s, r, t, c);
}

static bool
change_not_null_conflict(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t;
	struct rt_column *c = find(s, r, &t, is_not_null);
	const char *conflict = rt_conflict(r, 70);

	if (c == NULL || !rt_differs(conflict, c->not_null_conflict))
		return false;
	c->not_null_conflict = conflict;
	return true;
}

const struct rt_mutation rt_column_mutations[] = {
    {"type", "MODIFY_COLUMN", "type", change_type, 7},
    {"nullable", "MODIFY_COLUMN", "nullable", change_nullable, 7},
    {"default", "MODIFY_COLUMN", "default", change_default, 7},
    {"collation", "MODIFY_COLUMN", "collation", change_collation, 4},
    {"expression", "MODIFY_COLUMN", "expression", change_expression, 4},
    {"stored or virtual", "MODIFY_COLUMN", "generated", change_stored, 4},
    {"generated to plain", "MODIFY_COLUMN", "generated", make_plain, 3},
    {"plain to generated", "MODIFY_COLUMN", "generated", make_generated, 3},
    {"NOT NULL ON CONFLICT", "MODIFY_COLUMN", "not_null_conflict",
        change_not_null_conflict, 4},
    {NULL, NULL, NULL, NULL, 0},
};
