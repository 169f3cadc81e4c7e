/*
 * pg_class: tables, views, sequences, foreign tables, composite types; and
 * pg_inherits.  Indexes are read by postgresql_index.c.
 */
#include <string.h>

#include "model/kind.h"
#include "sources/postgresql_catalog.h"

enum {
	OID,
	KIND,
	SCHEMA,
	NAME,
	PERSISTENCE,
	METHOD,
	TABLESPACE,
	OPTIONS,
	TOAST_OPTIONS,
	REPLICA_IDENTITY,
	ROW_SECURITY,
	FORCE_ROW_SECURITY,
	PARTITION_KEY,
	BOUND,
	ROW_TYPE,
	ARRAY_TYPE,
	OF_SCHEMA,
	OF_TYPE,
	POPULATED,
	COLUMNS
};

static const char query[] =
    "SELECT c.oid, c.relkind, n.nspname, c.relname, c.relpersistence, "
    "am.amname, ts.spcname, c.reloptions, toast.reloptions, c.relreplident, "
    "c.relrowsecurity, c.relforcerowsecurity, "
    "CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, "
    "CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END, "
    "c.reltype, t.typarray, ofn.nspname, oft.typname, c.relispopulated "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_am am ON am.oid = c.relam "
    "LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace "
    "LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid "
    "LEFT JOIN pg_type t ON t.oid = c.reltype "
    "LEFT JOIN pg_type oft ON oft.oid = c.reloftype "
    "LEFT JOIN pg_namespace ofn ON ofn.oid = oft.typnamespace "
    /* What another session keeps for itself isn't the schema's. */
    "WHERE c.relkind NOT IN ('i', 'I', 't') AND c.relpersistence <> 't' "
    "AND " SM_PG_USER_SCHEMA("c.relnamespace");

/* Which record a relkind is; the catalog says what it is on. */
static const struct {
	char kind;
	const char *record;
} records[] = {
	{'r', "table"}, {'p', "table"}, {'v', "view"}, {'m', "view"},
	{'S', "sequence"}, {'f', "foreign_table"}, {'c', "composite_type"},
};

static const char *
record_of(const char *kind)
{
	size_t i;

	for (i = 0; i < sizeof records / sizeof *records; i++)
		if (records[i].kind == *kind)
			return records[i].record;
	return NULL;
}

static struct sm_name *
name_of(struct sm_pg_catalog *c, const char *schema, const char *name)
{
	struct sm_name *n;

	if (name == NULL)
		return NULL;
	n = sm_alloc(c->arena, sizeof *n);
	n->schema = sm_strdup(c->arena, schema);
	n->name = sm_strdup(c->arena, name);
	return n;
}

static const char *
replica_identity(char c)
{
	return c == 'f' ? "full" : c == 'n' ? "nothing" : NULL;
}

/* What tables and materialized views have. */
static void
read_storage(struct sm_pg_catalog *c, struct sm_object *o,
    const char *const *v)
{
	sm_pg_option_true(c, &o->options, "unlogged", *v[PERSISTENCE] == 'u');
	if (v[METHOD] != NULL && strcmp(v[METHOD], "heap") != 0)
		sm_pg_option(c, &o->options, "access_method", v[METHOD]);
	sm_pg_option(c, &o->options, "tablespace", v[TABLESPACE]);
	sm_pg_reloptions(c, &o->parameters, v[OPTIONS], "");
	sm_pg_reloptions(c, &o->parameters, v[TOAST_OPTIONS], "toast.");
}

static void
read_table(struct sm_pg_catalog *c, struct sm_object *o,
    const char *const *v)
{
	read_storage(c, o, v);
	sm_pg_option(c, &o->options, "replica_identity",
	    replica_identity(*v[REPLICA_IDENTITY]));
	sm_pg_option_true(c, &o->options, "row_security",
	    sm_pg_true(v[ROW_SECURITY]));
	sm_pg_option_true(c, &o->options, "force_row_security",
	    sm_pg_true(v[FORCE_ROW_SECURITY]));
	o->partition_key = sm_pg_text(c, v[PARTITION_KEY]);
	o->bound = sm_pg_text(c, v[BOUND]);
	o->of_type = name_of(c, v[OF_SCHEMA], v[OF_TYPE]);
}

static void
read_view(struct sm_pg_catalog *c, struct sm_object *o, const char *const *v)
{
	o->materialized = *v[KIND] == 'm';
	/* Its rule gives it (postgresql_rule.c). */
	o->definition = "";
	if (!o->materialized) {
		sm_pg_reloptions(c, &o->options, v[OPTIONS], "");
		return;
	}
	read_storage(c, o, v);
	o->unpopulated = !sm_pg_true(v[POPULATED]);
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	const char *record = record_of(v[KIND]);
	struct sm_object *o;
	bool is_type = *v[KIND] == 'c';

	(void)e;
	if (record == NULL) {
		sm_pg_unreadable(c, "relation", SM_PG_CLASS, v[OID], v[SCHEMA],
		    NULL, v[NAME], sm_sprintf(c->arena,
		        "a relation of a kind that is not known here (%s)",
		        v[KIND]));
		return true;
	}
	/* A composite type is one for pg_type, and for its columns this row. */
	o = sm_pg_object(c, record, is_type ? SM_PG_TYPE : SM_PG_CLASS,
	    is_type ? v[ROW_TYPE] : v[OID], v[SCHEMA], v[NAME]);
	if (o == NULL)
		return true;
	if (is_type)
		sm_pg_enter(c, SM_PG_CLASS, v[OID], o, NULL);
	else if (sm_pg_oid(v[ROW_TYPE]) != 0)
		sm_pg_enter(c, SM_PG_TYPE, v[ROW_TYPE], o, NULL);
	if (sm_pg_oid(v[ARRAY_TYPE]) != 0)
		sm_pg_enter(c, SM_PG_TYPE, v[ARRAY_TYPE], o, NULL);
	if (strcmp(record, "table") == 0)
		read_table(c, o, v);
	else if (strcmp(record, "view") == 0)
		read_view(c, o, v);
	return true;
}

bool
sm_pg_read_relations(struct sm_pg_catalog *c, struct sm_error *e)
{
	return sm_pg_rows(c->db, query, COLUMNS, row, c, e);
}

/* --- parents -------------------------------------------------------------- */

static const char inheritance[] =
    "SELECT i.inhrelid, n.nspname, p.relname "
    "FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent "
    "JOIN pg_namespace n ON n.oid = p.relnamespace "
    "WHERE p.relkind NOT IN ('i', 'I') ORDER BY i.inhrelid, i.inhseqno";

static bool
inheritance_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t = sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[0]));
	struct sm_name *parent;

	(void)e;
	if (t == NULL || t->member)
		return true;
	parent = name_of(c, v[1], v[2]);
	if (t->object->bound != NULL)
		t->object->partition_of = parent;
	else
		*sm_push(c->arena, &t->object->inherits) = *parent;
	return true;
}

bool
sm_pg_read_inheritance(struct sm_pg_catalog *c, struct sm_error *e)
{
	return sm_pg_rows(c->db, inheritance, 3, inheritance_row, c, e);
}
