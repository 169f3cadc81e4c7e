/*
 * pg_depend: what an object can't exist without, and which of its parts need
 * it.
 */
#include <stdlib.h>
#include <string.h>

#include "sources/postgresql_catalog.h"

/* A row that counts: somebody's part needs a column, or all, of another. */
struct link {
	struct sm_object *from, *to;
	const char *column; /* of `to`; NULL: the object as a whole */
	int number;         /* the column's: for the order */
	const char *by;     /* part of `from`; NULL: the object as a whole */
};
struct links {
	struct link *v;
	size_t n, cap;
};

struct needs {
	struct sm_pg_catalog *catalog;
	struct links links;
};

/*
 * Of the system's own objects nothing needs to be said; extensions' members are
 * told by their extension.  P and S are a partition's hold on its parent's
 * constraint or index, e is the membership itself.
 */
static const char query[] =
    "SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid "
    "FROM pg_depend WHERE deptype IN ('n', 'a', 'i') "
    "AND objid >= 16384 AND refobjid >= 16384 "
    "AND refclassid <> 'pg_namespace'::regclass";

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/* Is it told by another field already? */
static bool
is_told(const struct sm_object *from, const struct sm_object *to)
{
	const struct sm_name *owner = from->owned_by;

	/* The table that a trigger, a rule or a policy is on. */
	if (from->table != NULL && same(from->table, to->name) &&
	    same(from->schema, to->schema))
		return true;
	return owner != NULL && same(owner->name, to->name) &&
	    same(owner->schema, to->schema);
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct needs *n = ctx;
	const struct sm_pg_thing *from =
	    sm_pg_find(n->catalog, sm_pg_oid(v[0]), sm_pg_oid(v[1]));
	const struct sm_pg_thing *to =
	    sm_pg_find(n->catalog, sm_pg_oid(v[3]), sm_pg_oid(v[4]));
	struct link *link;

	(void)e;
	if (from == NULL || to == NULL || from->member ||
	    from->object == to->object || from->object->unreadable)
		return true;
	/* A trigger's own columns (UPDATE OF a) count, its table doesn't. */
	if (is_told(from->object, to->object) &&
	    (from->object->table == NULL || strcmp(v[5], "0") == 0))
		return true;
	link = sm_push(n->catalog->scratch, &n->links);
	link->from = from->object;
	link->to = to->object;
	link->number = to->member ? 0 : (int)sm_pg_oid(v[5]);
	link->column = sm_pg_column(to, link->number);
	link->by = from->part != NULL ? from->part
	                              : sm_pg_column(from,
	                                    (int)sm_pg_oid(v[2]));
	return true;
}

/* By who needs what; addresses only bring together what is one need. */
static int
by_pair(const void *x, const void *y)
{
	const struct link *a = x, *b = y;

	if (a->from != b->from)
		return (uintptr_t)a->from < (uintptr_t)b->from ? -1 : 1;
	if (a->to != b->to)
		return (uintptr_t)a->to < (uintptr_t)b->to ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	if (a->by == NULL || b->by == NULL)
		return (a->by != NULL) - (b->by != NULL);
	return strcmp(a->by, b->by);
}

static int
by_bytes(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The links of one pair, from v[0] on, as a need. */
static void
put(struct sm_arena *a, const struct link *v, size_t n)
{
	struct sm_need *need = sm_push(a, &v->from->needs);
	const struct sm_object *to = v->to;
	bool whole = false;
	size_t i, kept = 0;

	need->record = to->record;
	need->schema = to->schema;
	need->name = to->name;
	need->arguments = to->arguments;
	for (i = 0; i < n; i++) {
		if (v[i].column != NULL &&
		    (i == 0 || v[i].number != v[i - 1].number))
			sm_strings_add(a, &need->columns, v[i].column);
		if (v[i].by != NULL)
			sm_strings_add(a, &need->by, v[i].by);
		whole = whole || v[i].by == NULL;
	}
	if (whole)
		need->by = (struct sm_strings){NULL, 0, 0};
	if (need->by.n > 1)
		qsort(need->by.v, need->by.n, sizeof need->by.v[0], by_bytes);
	for (i = 0; i < need->by.n; i++)
		if (kept == 0 ||
		    strcmp(need->by.v[kept - 1], need->by.v[i]) != 0)
			need->by.v[kept++] = need->by.v[i];
	need->by.n = kept;
}

bool
sm_pg_read_needs(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct needs n = {.catalog = c};
	size_t i, first;

	if (!sm_pg_rows(c->db, query, 6, row, &n, e))
		return false;
	if (n.links.n > 0)
		qsort(n.links.v, n.links.n, sizeof n.links.v[0], by_pair);
	for (first = 0, i = 1; i <= n.links.n; i++)
		if (i == n.links.n ||
		    n.links.v[i].from != n.links.v[first].from ||
		    n.links.v[i].to != n.links.v[first].to) {
			put(c->arena, &n.links.v[first], i - first);
			first = i;
		}
	return true;
}
