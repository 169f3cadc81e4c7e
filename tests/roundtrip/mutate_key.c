/*
 * Changes of primary keys and of what kind of table it is.
 */
#include <string.h>

#include "generate.h"
#include "mutate.h"
#include "words.h"

static bool
has_key(const struct rt_table *t)
{
	return t->key.there;
}

static bool
has_no_key(const struct rt_table *t)
{
	return !t->key.there;
}

static bool
may_lose_key(const struct rt_table *t)
{
	return t->key.there && !t->without_rowid;
}

static bool
has_long_key(const struct rt_table *t)
{
	return t->key.there && t->key.n > 1;
}

/* A lone INTEGER column of a rowid table. */
static bool
has_integer_key(const struct rt_table *t)
{
	int i;

	if (!t->key.there || t->key.n != 1 || t->without_rowid ||
	    t->key.part[0].collation != NULL)
		return false;
	for (i = 0; i < t->ncolumns; i++)
		if (t->column[i].id == t->key.part[0].column)
			return strcmp(t->column[i].type, "INTEGER") == 0;
	return false;
}

static bool
add_key(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_no_key);

	return t != NULL && rt_add_primary_key(s, r, t);
}

static bool
drop_key(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, may_lose_key);

	if (t == NULL)
		return false;
	t->key.there = false;
	return true;
}

static bool
change_key_columns(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_key);
	struct rt_key old;

	if (t == NULL)
		return false;
	old = t->key;
	if (!rt_add_primary_key(s, r, t))
		return false;
	t->key.id = old.id;
	t->key.name = old.name;
	return old.n != t->key.n ||
	    old.part[0].column != t->key.part[0].column;
}

/* Which is then a key of DESC parts. */
static bool
change_key_order(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_long_key);

	if (t == NULL)
		return false;
	t->key.part[1].desc = !t->key.part[1].desc;
	return true;
}

static bool
change_key_conflict(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_key);
	const char *conflict = rt_conflict(r, 70);

	if (t == NULL || !rt_differs(conflict, t->key.conflict))
		return false;
	t->key.conflict = conflict;
	return true;
}

static bool
change_autoincrement(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_integer_key);

	if (t == NULL || t->key.no_alias)
		return false;
	t->key.autoincrement = !t->key.autoincrement;
	return true;
}

static bool
change_alias(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_integer_key);

	if (t == NULL || t->key.autoincrement)
		return false;
	t->key.no_alias = !t->key.no_alias;
	t->key.part[0].desc = t->key.no_alias;
	return true;
}

static bool
change_without_rowid(struct rt_schema *s, struct rt_random *r)
{
	struct rt_table *t = rt_table_where(s, r, has_key);

	if (t == NULL)
		return false;
	t->without_rowid = !t->without_rowid;
	t->key.autoincrement = t->key.no_alias = false;
	t->key.part[0].desc = false;
	return true;
}

static bool
change_strict(struct rt_schema *s, struct rt_random *r)
{
	static const char *const fits[] = {"INTEGER", "INT", "TEXT", "REAL",
	    "BLOB"};
	struct rt_table *t = rt_any_table(s, r);
	int i;
	size_t k;

	t->strict = !t->strict;
	for (i = 0; t->strict && i < t->ncolumns; i++) {
		for (k = 0; k < sizeof fits / sizeof fits[0]; k++)
			if (strcmp(t->column[i].type, fits[k]) == 0)
				break;
		if (t->column[i].generated ||
		    k == sizeof fits / sizeof fits[0])
			t->column[i].type = "ANY";
	}
	return true;
}

const struct rt_mutation rt_key_mutations[] = {
    {"add primary key", "ADD_PRIMARY_KEY", NULL, add_key, 4},
    {"drop primary key", "DROP_PRIMARY_KEY", NULL, drop_key, 4},
    {"primary key's columns", "MODIFY_PRIMARY_KEY", "columns",
        change_key_columns, 4},
    {"primary key's order", "MODIFY_PRIMARY_KEY", "keys", change_key_order, 4},
    {"primary key's ON CONFLICT", "MODIFY_PRIMARY_KEY", "conflict",
        change_key_conflict, 4},
    {"AUTOINCREMENT", "MODIFY_PRIMARY_KEY", "autoincrement",
        change_autoincrement, 4},
    {"rowid alias", "MODIFY_PRIMARY_KEY", "rowid_alias", change_alias, 3},
    {"WITHOUT ROWID", "MODIFY_TABLE", "without_rowid",
        change_without_rowid, 4},
    {"STRICT", "MODIFY_TABLE", "strict", change_strict, 4},
    {NULL, NULL, NULL, NULL, 0},
};
