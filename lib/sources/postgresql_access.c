/*
 * Who owns what (--owners), and who may do what with it (--grants): one query
 * each, of which every row finds its object by (catalog, oid).  What isn't an
 * object here (an index, a member of an extension) has none.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_catalog.h"

#define SM_PG_DEFAULT_ACL 826

/*
 * The oid of pg_subscription is only a superuser's to read before 14; the view
 * has it (postgresql_opaque_kinds.c).
 */
#define SUBSCRIPTIONS                                                          \
	"(SELECT 'pg_subscription'::regclass::oid AS tableoid, "               \
	"v.subid AS oid, s.subowner FROM pg_subscription s "                   \
	"JOIN pg_stat_subscription v ON v.subname = s.subname "                \
	"WHERE s.subdbid = (SELECT oid FROM pg_database "                      \
	"WHERE datname = current_database()))"

/*
 * Every catalog with an owner: the columns of its oid, its owner and its ACL,
 * the letter of acldefault(); what of it is an object at all.
 */
static const struct {
	const char *catalog, *owner, *acl, *letter, *where;
} catalogs[] = {
	{"pg_class", "relowner", "relacl",
	    "CASE x.relkind WHEN 'S' THEN 's' ELSE 'r' END",
	    "x.relkind NOT IN ('i', 'I', 't', 'c') "
	    "AND x.relpersistence <> 't'"},
	{"pg_namespace", "nspowner", "nspacl", "'n'", NULL},
	{"pg_proc", "proowner", "proacl", "'f'", NULL},
	/* An array, a table's row, a multirange have the rights of another. */
	{"pg_type", "typowner", "typacl", "'T'",
	    "x.typtype <> 'm' AND NOT (x.typelem <> 0 AND x.typlen = -1 AND "
	    "EXISTS (SELECT FROM pg_type e WHERE e.typarray = x.oid)) AND "
	    "(x.typrelid = 0 OR EXISTS (SELECT FROM pg_class c "
	    "WHERE c.oid = x.typrelid AND c.relkind = 'c'))"},
	{"pg_language", "lanowner", "lanacl", "'l'", NULL},
	{"pg_foreign_data_wrapper", "fdwowner", "fdwacl", "'F'", NULL},
	{"pg_foreign_server", "srvowner", "srvacl", "'S'", NULL},
	{"pg_extension", "extowner", NULL, NULL, NULL},
	{"pg_collation", "collowner", NULL, NULL, NULL},
	{"pg_conversion", "conowner", NULL, NULL, NULL},
	{"pg_operator", "oprowner", NULL, NULL, NULL},
	{"pg_opclass", "opcowner", NULL, NULL, NULL},
	{"pg_opfamily", "opfowner", NULL, NULL, NULL},
	{"pg_statistic_ext", "stxowner", NULL, NULL, NULL},
	{"pg_event_trigger", "evtowner", NULL, NULL, NULL},
	{"pg_publication", "pubowner", NULL, NULL, NULL},
	{SUBSCRIPTIONS, "subowner", NULL, NULL, NULL},
	{"pg_ts_dict", "dictowner", NULL, NULL, NULL},
	{"pg_ts_config", "cfgowner", NULL, NULL, NULL},
};
#define N_CATALOGS (sizeof catalogs / sizeof *catalogs)

/* Objects that initdb made aren't shown, but for the schema public. */
static void
add_where(struct sm_buf *sql, size_t i)
{
	sm_buf_addf(sql, " FROM %s x WHERE (x.oid >= 16384 OR "
			 "x.tableoid = 'pg_namespace'::regclass)",
	    catalogs[i].catalog);
	if (catalogs[i].where != NULL)
		sm_buf_addf(sql, " AND %s", catalogs[i].where);
}

/* The object of a row, where it is one itself and not a part of another. */
static struct sm_pg_thing *
thing_of(const struct sm_pg_catalog *c, const char *catalog, const char *oid)
{
	struct sm_pg_thing *t = sm_pg_find(c, sm_pg_oid(catalog),
	    sm_pg_oid(oid));

	return t != NULL && !t->member && t->main && t->part == NULL &&
	    !t->object->unreadable ? t : NULL;
}

/* --- owners --------------------------------------------------------------- */

static bool
owner_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t = thing_of(c, v[0], v[1]);

	(void)e;
	if (t != NULL)
		t->object->owner = sm_strdup(c->arena, v[2]);
	return true;
}

bool
sm_pg_read_owners(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;
	size_t i;

	if (!c->options->owners)
		return true;
	for (i = 0; i < N_CATALOGS; i++) {
		sm_buf_addf(&sql, "%sSELECT x.tableoid, x.oid, "
				  "pg_get_userbyid(x.%s)",
		    i > 0 ? " UNION ALL " : "", catalogs[i].owner);
		add_where(&sql, i);
	}
	done = sm_pg_rows(c->db, sm_buf_str(&sql), 3, owner_row, c, e);
	sm_buf_free(&sql);
	return done;
}

/* --- grants --------------------------------------------------------------- */

enum {
	CATALOG,
	OID,
	NUMBER,
	ROLE,
	PRIVILEGES,
	GRANTABLE,
	GRANT_COLUMNS
};

/*
 * The owner, whoever it is: so that another owner alone is no other grant.  No
 * role can be called so: names that begin with pg_ are the server's
 * (IsReservedName() in catalog.c), and it has none of this name.
 */
#define OWNER "pg_owner"

/*
 * Of acls(catalog, oid, number, owner, letter, acl): a row for each object and
 * grantee.  A grantor is not kept, and an owner may always pass on what it has.
 * What the owner has by default goes without saying; where that is not all it
 * has, its row is there, be it without any privilege: hence the one that is put
 * in for it.
 */
static const char grantees[] =
    ", full_rights(letter, n) AS (SELECT l.letter, count(*) "
    "FROM (VALUES ('r'), ('s'), ('n'), ('f'), ('T'), ('l'), ('F'), ('S'), "
    "('L')) l(letter), aclexplode(acldefault(l.letter::\"char\", 10)) d "
    "WHERE d.grantee = 10 GROUP BY 1), "
    "rights AS (SELECT a.catalog, a.oid, a.number, a.letter, "
    "g.grantee = a.owner AS own, CASE g.grantee WHEN 0 THEN 'public' "
    "WHEN a.owner THEN '" OWNER "' ELSE pg_get_userbyid(g.grantee)::text END "
    "AS role, g.privilege_type AS privilege, g.is_grantable "
    "FROM acls a, aclexplode(a.acl) g UNION ALL "
    "SELECT a.catalog, a.oid, a.number, a.letter, true, '" OWNER "', NULL, "
    "NULL FROM acls a WHERE a.letter IS NOT NULL) "
    "SELECT r.catalog, r.oid, r.number, r.role, "
    "array_agg(DISTINCT r.privilege COLLATE \"C\") "
    "FILTER (WHERE r.privilege IS NOT NULL), "
    "array_agg(DISTINCT r.privilege COLLATE \"C\") "
    "FILTER (WHERE r.is_grantable AND NOT r.own) "
    "FROM rights r LEFT JOIN full_rights f ON f.letter = r.letter AND r.own "
    "GROUP BY r.catalog, r.oid, r.number, r.role, f.n "
    "HAVING count(DISTINCT r.privilege) IS DISTINCT FROM f.n "
    "ORDER BY r.catalog, r.oid, r.number, r.role COLLATE \"C\"";

/*
 * A NULL ACL is what acldefault() says: of most kinds only the owner's rights,
 * which are passed over here at once.  A column has none of its own.
 */
static void
add_acls(struct sm_buf *sql)
{
	size_t i;

	sm_buf_adds(sql, "WITH acls(catalog, oid, number, owner, letter, acl) "
			 "AS (SELECT 'pg_class'::regclass::oid, x.attrelid, "
			 "x.attnum::int, c.relowner, NULL, x.attacl "
			 "FROM pg_attribute x "
			 "JOIN pg_class c ON c.oid = x.attrelid "
			 "WHERE x.attacl IS NOT NULL AND NOT x.attisdropped "
			 "AND x.attrelid >= 16384");
	for (i = 0; i < N_CATALOGS; i++) {
		if (catalogs[i].acl == NULL)
			continue;
		sm_buf_addf(sql, " UNION ALL SELECT x.tableoid, x.oid, 0, "
				 "x.%s, %s, coalesce(x.%s, "
				 "acldefault((%s)::\"char\", x.%s))",
		    catalogs[i].owner, catalogs[i].letter, catalogs[i].acl,
		    catalogs[i].letter, catalogs[i].owner);
		add_where(sql, i);
		if (strchr("fTl", catalogs[i].letter[1]) == NULL)
			sm_buf_addf(sql, " AND x.%s IS NOT NULL",
			    catalogs[i].acl);
	}
	sm_buf_adds(sql, " UNION ALL SELECT d.tableoid, d.oid, 0, "
			 "d.defaclrole, CASE WHEN d.defaclnamespace = 0 THEN "
			 "replace(d.defaclobjtype::text, 'S', 's') END, "
			 "d.defaclacl FROM pg_default_acl d)");
}

static int
by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static int
by_role(const void *x, const void *y)
{
	return strcmp(((const struct sm_grant *)x)->role,
	    ((const struct sm_grant *)y)->role);
}

/* SELECT as SELECT (column): of a foreign table, whose columns are no parts. */
static void
add_privileges(struct sm_pg_catalog *c, struct sm_strings *list,
    const char *array, const char *column)
{
	struct sm_strings words = sm_pg_array(c, array);
	struct sm_buf b = SM_BUF_INIT;
	const char *s;
	size_t i;

	for (i = 0; i < words.n; i++) {
		sm_buf_reset(&b);
		sm_buf_adds(&b, words.v[i]);
		if (column != NULL) {
			sm_buf_adds(&b, " (\"");
			for (s = column; *s != '\0'; s++)
				sm_buf_addf(&b, *s == '"' ? "\"\"" : "%c", *s);
			sm_buf_adds(&b, "\")");
		}
		sm_strings_add(c->arena, list,
		    sm_memdup(c->arena, b.text, b.len));
	}
	sm_buf_free(&b);
	if (column != NULL && list->n > 1)
		qsort(list->v, list->n, sizeof *list->v, by_text);
}

/* The role's grant in the list, which may be new. */
static struct sm_grant *
grant_of(struct sm_pg_catalog *c, struct sm_grants *list, const char *role)
{
	struct sm_grant *g;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].role, role) == 0)
			return &list->v[i];
	g = sm_push(c->arena, list);
	g->role = sm_strdup(c->arena, role);
	return g;
}

/* Of an identity's sequence, which is its column's business. */
static struct sm_grants *
grants_of_identity(struct sm_pg_catalog *c, const char *const *v)
{
	const struct sm_pg_thing *t =
	    sm_pg_find(c, sm_pg_oid(v[CATALOG]), sm_pg_oid(v[OID]));
	struct sm_column *col;

	if (t == NULL || t->member || t->part == NULL ||
	    t->catalog != SM_PG_CLASS || t->object->unreadable)
		return NULL;
	col = sm_pg_column_named(c, t->object, t->part);
	if (col == NULL || col->identity == NULL)
		return NULL;
	if (col->sequence == NULL)
		col->sequence = sm_alloc(c->arena, sizeof *col->sequence);
	return &col->sequence->grants;
}

/*
 * Where the row's grants belong, NULL: nowhere; *column is the name of a foreign
 * table's column, whose grants are among its table's.
 */
static struct sm_grants *
grants_for(struct sm_pg_catalog *c, const char *const *v, const char **column)
{
	struct sm_pg_thing *t = thing_of(c, v[CATALOG], v[OID]);
	int number = (int)strtol(v[NUMBER], NULL, 10);
	struct sm_column *col;
	const char *name;

	*column = NULL;
	if (t == NULL)
		return grants_of_identity(c, v);
	if (number == 0 || (name = sm_pg_column(t, number)) == NULL)
		return &t->object->grants;
	if (strcmp(t->object->record, "foreign_table") == 0) {
		*column = name;
		return &t->object->grants;
	}
	col = sm_pg_column_named(c, t->object, name);
	return col != NULL ? &col->grants : NULL;
}

static bool
grant_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	const char *column;
	struct sm_grants *list = grants_for(c, v, &column);
	struct sm_grant *g;

	(void)e;
	if (list == NULL)
		return true;
	g = grant_of(c, list, v[ROLE]);
	add_privileges(c, &g->privileges, v[PRIVILEGES], column);
	add_privileges(c, &g->grantable, v[GRANTABLE], column);
	/* The rows of a foreign table come column by column. */
	if (column != NULL)
		qsort(list->v, list->n, sizeof *list->v, by_role);
	return true;
}

/*
 * What ALTER DEFAULT PRIVILEGES said: without a schema all rights in the place
 * of the server's own, in a schema what is granted on top of those.
 */
static const char defaults[] =
    "SELECT d.oid, n.nspname, pg_get_userbyid(d.defaclrole), "
    "CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' "
    "WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' "
    "WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects' "
    "ELSE d.defaclobjtype::text END FROM pg_default_acl d "
    "LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace";

static bool
default_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_object *o = sm_pg_object(c, "default_privileges",
	    SM_PG_DEFAULT_ACL, v[0], v[1], v[2]);

	(void)e;
	if (o != NULL)
		o->arguments = sm_strdup(c->arena, v[3]);
	return true;
}

bool
sm_pg_read_grants(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	if (!c->options->grants)
		return true;
	add_acls(&sql);
	sm_buf_adds(&sql, grantees);
	done = sm_pg_rows(c->db, defaults, 4, default_row, c, e) &&
	    sm_pg_rows(c->db, sm_buf_str(&sql), GRANT_COLUMNS, grant_row, c,
	        e);
	sm_buf_free(&sql);
	return done;
}
