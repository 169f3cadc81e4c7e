/*
 * pg_rewrite: the queries of views, and rules.
 */
#include <string.h>

#include "sources/postgresql_catalog.h"

enum {
	OID,
	RELATION,
	NAME,
	ENABLED,
	IS_QUERY,
	SCHEMA,
	TABLE,
	TEXT,
	PREFIX,
	COLUMNS
};

/* The query of a view is its rule ON SELECT, which has this name. */
#define IS_QUERY_OF_VIEW                                                       \
	"(r.rulename = '_RETURN' AND c.relkind IN ('v', 'm'))"
#define FROM                                                                   \
	"FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "             \
	"JOIN pg_namespace n ON n.oid = c.relnamespace "                       \
	"WHERE c.relpersistence <> 't' AND "                                   \
	SM_PG_USER_SCHEMA("c.relnamespace")

static const char query[] =
    "SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled, "
    IS_QUERY_OF_VIEW ", n.nspname, c.relname, "
    "CASE WHEN " IS_QUERY_OF_VIEW " THEN pg_get_viewdef(c.oid, false) "
    "ELSE pg_get_ruledef(r.oid, false) END, "
    "CASE WHEN " IS_QUERY_OF_VIEW " THEN '' "
    "ELSE 'CREATE RULE ' || quote_ident(r.rulename) || ' ' END "
    FROM;

static const char names[] =
    "SELECT CASE WHEN " IS_QUERY_OF_VIEW " THEN 'pg_class'::regclass::oid "
    "ELSE 'pg_rewrite'::regclass::oid END, "
    "CASE WHEN " IS_QUERY_OF_VIEW " THEN c.oid ELSE r.oid END, c.oid, "
    "CASE WHEN " IS_QUERY_OF_VIEW " THEN 'view' ELSE 'rule' END, "
    "n.nspname, CASE WHEN NOT " IS_QUERY_OF_VIEW " THEN c.relname END, "
    "CASE WHEN " IS_QUERY_OF_VIEW " THEN c.relname ELSE r.rulename END, NULL "
    FROM;

/* The query of a view, which is the view's. */
static void
read_query(struct sm_pg_catalog *c, const char *const *v)
{
	struct sm_pg_thing *view =
	    sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[RELATION]));
	const char *text = sm_pg_after(c, v[TEXT], v[PREFIX]);

	if (view == NULL || view->member)
		return;
	sm_pg_enter(c, SM_PG_REWRITE, v[OID], view->object, NULL);
	if (text != NULL)
		view->object->definition = text;
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_object *o;

	(void)e;
	if (sm_pg_true(v[IS_QUERY])) {
		read_query(ctx, v);
		return true;
	}
	o = sm_pg_spelled_object(ctx, &(struct sm_pg_spelled){"rule",
	    SM_PG_REWRITE, v[OID], v[RELATION], v[SCHEMA], v[TABLE], v[NAME],
	    v[TEXT], v[PREFIX]});
	if (o != NULL)
		o->enabled = sm_pg_enabled(v[ENABLED]);
	return true;
}

/* A view is never without its query, unless its rule is lost. */
static void
check_views(struct sm_pg_catalog *c)
{
	struct sm_object *o;
	size_t i;

	for (i = 0; i < c->objects.n; i++) {
		o = c->objects.v[i];
		if (strcmp(o->record, "view") == 0 && !o->unreadable &&
		    *o->definition == '\0') {
			o->unreadable = true;
			o->why = "the server doesn't give its query";
		}
	}
}

bool
sm_pg_read_rules(struct sm_pg_catalog *c, struct sm_error *e)
{
	const struct sm_pg_reading reading = {.query = query, .oid = "r.oid",
	    .columns = COLUMNS, .row = row, .names = names};

	if (!sm_pg_read_each(c, &reading, e))
		return false;
	check_views(c);
	return true;
}
