/*
 * pg_trigger: what a user made.  The triggers of foreign keys and of deferred
 * unique constraints are these constraints.
 */
#include "sources/postgresql_catalog.h"

enum {
	OID,
	RELATION,
	NAME,
	IS_CONSTRAINT,
	ENABLED,
	IS_COPY,
	SCHEMA,
	TABLE,
	TEXT,
	PREFIX,
	COLUMNS
};

/*
 * A partition has a copy of each trigger for rows of its parent; pg_depend tells
 * them in all versions (tgparentid since 13; tgisinternal is true of them up to
 * 14).  One says something where it was enabled or disabled by itself, as
 * pg_dump's getTriggers has it.
 */
#define FROM                                                                   \
	"FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "              \
	"JOIN pg_namespace n ON n.oid = c.relnamespace "                       \
	"LEFT JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass "         \
	"AND d.objid = t.oid AND d.refclassid = 'pg_trigger'::regclass "       \
	"AND d.deptype = 'P' LEFT JOIN pg_trigger p ON p.oid = d.refobjid "    \
	"LEFT JOIN pg_constraint o ON o.oid = t.tgconstraint "                 \
	"WHERE c.relpersistence <> 't' "                                       \
	"AND CASE WHEN p.oid IS NULL THEN NOT t.tgisinternal "                 \
	"ELSE coalesce(o.contype, 't') = 't' "                                 \
	"AND t.tgenabled <> p.tgenabled END "                                  \
	"AND " SM_PG_USER_SCHEMA("c.relnamespace")

static const char query[] =
    "SELECT t.oid, c.oid, t.tgname, t.tgconstraint <> 0, t.tgenabled, "
    "p.oid IS NOT NULL, n.nspname, c.relname, "
    "pg_get_triggerdef(t.oid, false), "
    "CASE WHEN t.tgconstraint <> 0 THEN 'CREATE CONSTRAINT TRIGGER ' "
    "ELSE 'CREATE TRIGGER ' END || quote_ident(t.tgname) || ' ' "
    FROM;

static const char names[] =
    "SELECT 'pg_trigger'::regclass::oid, t.oid, c.oid, 'trigger', n.nspname, "
    "c.relname, t.tgname, NULL "
    FROM;

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_object *o = sm_pg_spelled_object(ctx,
	    &(struct sm_pg_spelled){"trigger", SM_PG_TRIGGER, v[OID],
	        v[RELATION], v[SCHEMA], v[TABLE], v[NAME], v[TEXT], v[PREFIX]});

	(void)e;
	if (o == NULL)
		return true;
	o->constraint = sm_pg_true(v[IS_CONSTRAINT]);
	o->enabled = sm_pg_enabled(v[ENABLED]);
	o->inherited = sm_pg_true(v[IS_COPY]);
	return true;
}

bool
sm_pg_read_triggers(struct sm_pg_catalog *c, struct sm_error *e)
{
	const struct sm_pg_reading reading = {.query = query, .oid = "t.oid",
	    .columns = COLUMNS, .row = row, .names = names};

	return sm_pg_read_each(c, &reading, e);
}
