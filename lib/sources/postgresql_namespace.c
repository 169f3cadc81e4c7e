/*
 * Extensions, with all that is theirs, and schemas.
 */
#include <string.h>

#include "sources/postgresql_catalog.h"

/* --- extensions ------------------------------------------------------------ */

enum { EXTENSION, EXTENSION_NAME, VERSION, SCHEMA, OWN_COMMENT, COLUMNS };

/*
 * plpgsql too, which initdb makes: a database where it was dropped is another
 * one, and what is written in it needs it.
 */
static const char extensions[] =
    "SELECT x.oid, x.extname, x.extversion, n.nspname, a.comment "
    "FROM pg_extension x "
    "LEFT JOIN pg_namespace n ON n.oid = x.extnamespace "
    "LEFT JOIN pg_available_extensions a ON a.name = x.extname";

static bool
extension_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_object *o = sm_pg_object(c, "extension", SM_PG_EXTENSION,
	    v[EXTENSION], NULL, v[EXTENSION_NAME]);

	(void)e;
	if (o == NULL)
		return true;
	sm_pg_option(c, &o->options, "version", v[VERSION]);
	sm_pg_option(c, &o->options, "schema", v[SCHEMA]);
	/* CREATE EXTENSION takes it from the control file. */
	if (o->comment != NULL && v[OWN_COMMENT] != NULL &&
	    strcmp(o->comment, v[OWN_COMMENT]) == 0)
		o->comment = NULL;
	return true;
}

/*
 * An extension's members are its script's doing, and what the server made for
 * them goes with them: by 'i' row and array types, TOAST tables, a view's
 * rule, the functions of a range; by 'a' what is on a table (pg_depend in the
 * documentation's chapter on catalogs).  By 'a' other things hang that are
 * objects of their own, and may be the user's: a partition of a member's table,
 * an operator class in a member's family, a publication's table, a trigger
 * somewhere else that is told a member's table by FROM.
 */
static const char members[] =
    "WITH RECURSIVE m AS ("
    "SELECT classid, objid, refobjid AS extension FROM pg_depend "
    "WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' "
    "UNION SELECT d.classid, d.objid, m.extension FROM m "
    "JOIN pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid "
    "LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass "
    "AND c.oid = d.objid "
    "LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass "
    "AND t.oid = d.objid "
    "WHERE d.deptype = 'i' OR d.deptype = 'a' AND "
    "(c.relkind IN ('i', 'I', 'S', 't') OR t.tgrelid = m.objid OR "
    "d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass, "
    "'pg_policy'::regclass, 'pg_rewrite'::regclass, "
    "'pg_statistic_ext'::regclass, 'pg_amop'::regclass, "
    "'pg_amproc'::regclass))) "
    "SELECT classid, objid, extension FROM m";

static bool
member_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *extension =
	    sm_pg_find(c, SM_PG_EXTENSION, sm_pg_oid(v[2]));

	(void)e;
	if (extension != NULL)
		sm_pg_enter(c, sm_pg_oid(v[0]), v[1], extension->object,
		    NULL)->member = true;
	return true;
}

bool
sm_pg_read_extensions(struct sm_pg_catalog *c, struct sm_error *e)
{
	return sm_pg_rows(c->db, extensions, COLUMNS, extension_row, c, e) &&
	    sm_pg_rows(c->db, members, 3, member_row, c, e);
}

/* --- schemas ----------------------------------------------------------------- */

/*
 * public as well, which initdb makes: it can be dropped, and its comment, owner
 * and grants can be others.  The comment that it comes with says nothing
 * (pg_dump passes over it too, in getNamespaces).
 */
static const char schemas[] =
    "SELECT n.oid, n.nspname FROM pg_namespace n "
    "WHERE " SM_PG_USER_SCHEMA("n.oid");

static bool
schema_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_object *o = sm_pg_object(c, "schema", SM_PG_NAMESPACE, v[0],
	    NULL, v[1]);

	(void)e;
	if (o != NULL && o->comment != NULL && strcmp(v[1], "public") == 0 &&
	    strcmp(o->comment, "standard public schema") == 0)
		o->comment = NULL;
	return true;
}

bool
sm_pg_read_schemas(struct sm_pg_catalog *c, struct sm_error *e)
{
	return sm_pg_rows(c->db, schemas, 2, schema_row, c, e);
}
