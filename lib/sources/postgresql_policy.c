/*
 * pg_policy: row security.
 */
#include "sources/postgresql_catalog.h"

enum {
	OID,
	RELATION,
	NAME,
	COMMAND,
	PERMISSIVE,
	ROLES,
	SCHEMA,
	TABLE,
	USING,
	WITH_CHECK,
	COLUMNS
};

#define FROM                                                                   \
	"FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "              \
	"JOIN pg_namespace n ON n.oid = c.relnamespace "                       \
	"WHERE c.relpersistence <> 't' AND "                                   \
	SM_PG_USER_SCHEMA("c.relnamespace")

static const char query[] =
    "SELECT p.oid, c.oid, p.polname, p.polcmd, p.polpermissive, "
    /* 0: everybody, and then it stands alone. */
    "CASE WHEN p.polroles <> '{0}' THEN "
    "(SELECT array_agg(coalesce(r.rolname::text, u.id::text) "
    "ORDER BY coalesce(r.rolname::text, u.id::text) COLLATE \"C\") "
    "FROM unnest(p.polroles) u(id) LEFT JOIN pg_roles r ON r.oid = u.id) END, "
    "n.nspname, c.relname, pg_get_expr(p.polqual, p.polrelid), "
    "pg_get_expr(p.polwithcheck, p.polrelid) "
    FROM;

static const char names[] =
    "SELECT 'pg_policy'::regclass::oid, p.oid, c.oid, 'policy', n.nspname, "
    "c.relname, p.polname, NULL "
    FROM;

static const char *
command_of(char code)
{
	return code == 'r' ? "SELECT"
	    : code == 'a'  ? "INSERT"
	    : code == 'w'  ? "UPDATE"
	    : code == 'd'  ? "DELETE"
	                   : NULL;
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t =
	    sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[RELATION]));
	struct sm_object *o;

	(void)e;
	if (t == NULL || t->member ||
	    sm_pg_find(c, SM_PG_POLICY, sm_pg_oid(v[OID])) != NULL)
		return true;
	o = sm_pg_object(c, "policy", SM_PG_POLICY, v[OID], v[SCHEMA],
	    v[NAME]);
	o->table = sm_strdup(c->arena, v[TABLE]);
	o->command = command_of(*v[COMMAND]);
	o->restrictive = !sm_pg_true(v[PERMISSIVE]);
	o->roles = sm_pg_array(c, v[ROLES]);
	o->using_ = sm_pg_text(c, v[USING]);
	o->with_check = sm_pg_text(c, v[WITH_CHECK]);
	return true;
}

bool
sm_pg_read_policies(struct sm_pg_catalog *c, struct sm_error *e)
{
	const struct sm_pg_reading reading = {.query = query, .oid = "p.oid",
	    .columns = COLUMNS, .row = row, .names = names};

	return sm_pg_read_each(c, &reading, e);
}
