/*
 * The order of an object's parts: by name, which is unique among them, so that
 * neither the order of the catalog nor of the oids shows.  Columns keep theirs.
 */
#include <stdlib.h>
#include <string.h>

#include "sources/postgresql_catalog.h"

static int
order(const char *a, const char *b)
{
	/* What has no name comes last. */
	if (a == NULL || b == NULL)
		return (a == NULL) - (b == NULL);
	return strcmp(a, b);
}

/* Of a list whose elements begin with their name. */
static int
by_name(const void *x, const void *y)
{
	return order(*(const char *const *)x, *(const char *const *)y);
}

#define SORT_BY(list, by)                                                      \
	do {                                                                   \
		if ((list)->n > 1)                                             \
			qsort((list)->v, (list)->n, sizeof *(list)->v, by);    \
	} while (0)
#define SORT(list) SORT_BY(list, by_name)

static int
by_strings(const struct sm_strings *a, const struct sm_strings *b)
{
	size_t i;
	int o = 0;

	for (i = 0; i < a->n && i < b->n && o == 0; i++)
		o = order(a->v[i], b->v[i]);
	return o != 0 ? o : (a->n > b->n) - (a->n < b->n);
}

static int
by_need(const void *x, const void *y)
{
	const struct sm_need *a = x, *b = y;
	int o = order(a->record, b->record);

	o = o != 0 ? o : order(a->schema, b->schema);
	o = o != 0 ? o : order(a->name, b->name);
	o = o != 0 ? o : order(a->arguments, b->arguments);
	o = o != 0 ? o : by_strings(&a->columns, &b->columns);
	return o != 0 ? o : by_strings(&a->by, &b->by);
}

static void
sort_keys(struct sm_index_keys *keys)
{
	size_t i;

	for (i = 0; i < keys->n; i++)
		SORT(&keys->v[i].opclass_options);
}

static void
sort_columns(struct sm_columns *columns)
{
	size_t i;

	for (i = 0; i < columns->n; i++) {
		SORT(&columns->v[i].options);
		SORT(&columns->v[i].grants);
	}
}

static void
sort_needs(struct sm_needs *needs)
{
	size_t i;

	for (i = 0; i < needs->n; i++) {
		SORT(&needs->v[i].columns);
		SORT(&needs->v[i].by);
	}
	SORT_BY(needs, by_need);
}

static void
sort_key(struct sm_key *k)
{
	sort_keys(&k->keys);
	SORT(&k->parameters);
}

static void
sort_object(struct sm_object *o)
{
	size_t i;

	if (o->primary_key != NULL)
		sort_key(o->primary_key);
	for (i = 0; i < o->uniques.n; i++)
		sort_key(&o->uniques.v[i]);
	for (i = 0; i < o->exclusions.n; i++) {
		sort_keys(&o->exclusions.v[i].keys);
		SORT(&o->exclusions.v[i].parameters);
	}
	for (i = 0; i < o->indexes.n; i++) {
		sort_keys(&o->indexes.v[i].keys);
		SORT(&o->indexes.v[i].parameters);
	}
	SORT(&o->uniques);
	SORT(&o->checks);
	SORT(&o->exclusions);
	SORT(&o->foreign_keys);
	SORT(&o->indexes);
	for (i = 0; i < o->packed.n; i++)
		if (o->packed.v[i].full != NULL)
			sort_columns(&(struct sm_columns){
			    o->packed.v[i].full, 1, 1});
	sort_columns(&o->columns);
	sort_columns(&o->output);
	SORT(&o->options);
	SORT(&o->parameters);
	SORT(&o->grants);
	sort_needs(&o->needs);
}

void
sm_pg_sort_parts(struct sm_pg_catalog *c)
{
	size_t i;

	for (i = 0; i < c->objects.n; i++)
		sort_object(c->objects.v[i]);
}
