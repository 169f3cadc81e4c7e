/*
 * Parts in one order, and which of their names the server made.
 */
#include <stdlib.h>
#include <string.h>

#include "sources/mysql_catalog.h"
#include "text/ascii.h"

/* Digits to the end? */
static bool
is_count(const char *s)
{
	if (!sm_is_digit(*s))
		return false;
	while (sm_is_digit(*s))
		s++;
	return *s == '\0';
}

/* t_ibfk_1, t_chk_1: the table's name, a word, a number. */
static bool
is_made(const char *name, const char *table, const char *word)
{
	size_t n = strlen(table), len = strlen(word);

	return strncmp(name, table, n) == 0 &&
	    strncmp(name + n, word, len) == 0 && is_count(name + n + len);
}

/* The name itself, or it with _2, _3, ... */
static bool
is_numbered(const char *name, const char *base)
{
	size_t n = strlen(base);

	if (!sm_is_word(name, n < strlen(name) ? n : strlen(name), base))
		return false;
	return name[n] == '\0' || (name[n] == '_' && is_count(name + n + 1));
}

static bool
index_is_made(const struct sm_index *x)
{
	return is_numbered(x->name, x->keys.v[0].column != NULL
	    ? x->keys.v[0].column : "functional_index");
}

/* An index that came with the foreign key of its name. */
static bool
came_with(const struct sm_object *o, const struct sm_index *x)
{
	size_t i, k;

	for (i = 0; i < o->foreign_keys.n; i++) {
		const struct sm_foreign_key *fk = &o->foreign_keys.v[i];

		if (strcmp(fk->name, x->name) != 0 || x->unique ||
		    fk->columns.n != x->keys.n)
			continue;
		for (k = 0; k < x->keys.n; k++)
			if (x->keys.v[k].column == NULL ||
			    x->keys.v[k].length != NULL ||
			    strcmp(x->keys.v[k].column,
			        fk->columns.v[k]) != 0)
				break;
		if (k == x->keys.n)
			return true;
	}
	return false;
}

static bool
check_is_made(const struct sm_my_catalog *c, const struct sm_object *o,
    const struct sm_check *check)
{
	static const char made[] = "CONSTRAINT_";
	size_t n = sizeof made - 1;

	if (check->name == NULL)
		return false;
	return c->maria ? strncmp(check->name, made, n) == 0 &&
	        is_count(check->name + n)
	    : is_made(check->name, o->name, "_chk_");
}

/* Newer servers give foreign keys numbers: they are unique in a table. */
static bool
key_is_made(const struct sm_object *o, const char *name)
{
	return is_made(name, o->name, "_ibfk_") || is_count(name);
}

static void
mark(const struct sm_my_catalog *c, struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->indexes.n; i++)
		o->indexes.v[i].implicit = index_is_made(&o->indexes.v[i]) ||
		    came_with(o, &o->indexes.v[i]);
	for (i = 0; i < o->foreign_keys.n; i++)
		o->foreign_keys.v[i].implicit =
		    key_is_made(o, o->foreign_keys.v[i].name);
	for (i = 0; i < o->checks.n; i++)
		o->checks.v[i].implicit =
		    check_is_made(c, o, &o->checks.v[i]);
}

static int
by_index(const void *x, const void *y)
{
	return strcmp(((const struct sm_index *)x)->name,
	    ((const struct sm_index *)y)->name);
}

static int
by_key(const void *x, const void *y)
{
	return strcmp(((const struct sm_foreign_key *)x)->name,
	    ((const struct sm_foreign_key *)y)->name);
}

/* Those of columns first; then by name. */
static int
by_check(const void *x, const void *y)
{
	const struct sm_check *p = x, *q = y;

	if (p->column != NULL && q->column != NULL)
		return strcmp(p->column, q->column);
	if (p->name == NULL || q->name == NULL)
		return (p->name != NULL) - (q->name != NULL);
	return strcmp(p->name, q->name);
}

static int
by_need(const void *x, const void *y)
{
	const struct sm_need *p = x, *q = y;
	int order = strcmp(p->record, q->record);

	return order != 0 ? order : strcmp(p->name, q->name);
}

#define SORT(list, order)                                                      \
	((list).n > 1 ? qsort((list).v, (list).n, sizeof (list).v[0], order)  \
	              : (void)0)

void
sm_my_finish(struct sm_my_catalog *c)
{
	struct sm_object *o;
	size_t i, k;

	for (i = 0; i < c->objects.n; i++) {
		o = c->objects.v[i];
		mark(c, o);
		SORT(o->indexes, by_index);
		SORT(o->foreign_keys, by_key);
		SORT(o->checks, by_check);
		SORT(o->needs, by_need);
		sm_my_sort_options(&o->options);
		for (k = 0; k < o->columns.n; k++)
			sm_my_sort_options(&o->columns.v[k].options);
		if (o->primary_key != NULL) {
			struct sm_index_keys *keys = &o->primary_key->keys;
			size_t j;

			for (j = 0; j < keys->n; j++)
				if (keys->v[j].length != NULL ||
				    keys->v[j].desc)
					break;
			if (j == keys->n)
				*keys = (struct sm_index_keys){NULL, 0, 0};
		}
	}
}
