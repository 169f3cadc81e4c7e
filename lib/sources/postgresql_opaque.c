/*
 * The kinds that are held whole, by one query of many (postgresql_opaque.h),
 * and whatever else there is, so that nothing is passed over in silence.
 *
 * Every catalog that pg_depend can name (getObjectClass() in dependency.c, 12
 * to 18), and who reads it:
 *
 *   pg_class, pg_inherits       postgresql_relation.c; indexes: _index.c
 *   pg_attribute, pg_attrdef    postgresql_column.c
 *   pg_constraint               postgresql_constraint.c
 *   pg_type, pg_enum, pg_range, pg_collation
 *                               postgresql_type.c
 *   pg_proc, pg_aggregate       postgresql_routine.c
 *   pg_rewrite                  postgresql_rule.c
 *   pg_trigger, pg_policy, pg_statistic_ext
 *                               a file each
 *   pg_namespace, pg_extension  postgresql_namespace.c
 *   pg_default_acl              postgresql_access.c
 *   pg_event_trigger, pg_publication and its pg_publication_rel and
 *   pg_publication_namespace, pg_subscription, pg_foreign_data_wrapper,
 *   pg_foreign_server, pg_user_mapping, pg_foreign_table, pg_cast, pg_operator,
 *   pg_opclass, pg_opfamily and their pg_amop and pg_amproc, pg_conversion,
 *   pg_transform, pg_am, pg_language, pg_ts_*
 *                               here
 *   pg_seclabel                 here, as an object of a kind without a model
 *   pg_largeobject              nobody: it is data
 *   pg_authid, pg_auth_members, pg_database, pg_tablespace, pg_parameter_acl,
 *   pg_shseclabel               nobody: they are the cluster's
 *   pg_db_role_setting, pg_init_privs
 *                               nobody: a setting of the database or a role is
 *                               no object; what an extension grants is its own
 *
 * A catalog that isn't among these is a later server's.
 */
#include "sources/postgresql_opaque.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "sources/postgresql_catalog.h"
#include "text/operand.h"

enum {
	RECORD,
	CATALOG,
	OID,
	SCHEMA,
	NAME,
	ARGUMENTS,
	DEFINITION,
	OPTIONS,
	COLUMNS
};

/* The records of what no query here is about. */
static const char label[] = "security_label", other[] = "other";

/*
 * Labels of providers (SELinux, an anonymizer): what they are on is named in
 * words, as pg_identify_object() does.
 */
static const char labels[] =
    "SELECT '%s', l.classoid, l.objoid, i.schema, "
    "coalesce(i.type || ' ' || i.identity, '?'), l.provider, "
    "l.label, NULL FROM pg_seclabel l, "
    "pg_identify_object(l.classoid, l.objoid, l.objsubid) i "
    "WHERE l.classoid <> 'pg_largeobject'::regclass";

/* Rows of catalogs that this file's list doesn't have. */
static const char others[] =
    "SELECT '%s', d.classid, d.objid, i.schema, "
    "coalesce(i.identity, '?'), NULL, NULL, "
    "ARRAY[coalesce(replace(i.type, ' ', '_'), 'object')] FROM ("
    "SELECT classid, objid FROM pg_depend WHERE objid >= 16384 "
    "AND classid NOT IN (SELECT oid FROM known) UNION "
    "SELECT refclassid, refobjid FROM pg_depend WHERE refobjid >= 16384 "
    "AND refclassid NOT IN (SELECT oid FROM known)) d, "
    "pg_identify_object(d.classid, d.objid, 0) i "
    "WHERE i.schema IS NULL OR i.schema !~ '^pg_'";

static const char known[] =
    "known(oid) AS (SELECT c.oid FROM pg_class c "
    "WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relname IN ("
    "'pg_class', 'pg_attrdef', 'pg_constraint', 'pg_type', 'pg_collation', "
    "'pg_proc', 'pg_rewrite', 'pg_trigger', 'pg_policy', 'pg_statistic_ext', "
    "'pg_namespace', 'pg_extension', 'pg_default_acl', 'pg_event_trigger', "
    "'pg_publication', 'pg_publication_rel', 'pg_publication_namespace', "
    "'pg_subscription', 'pg_foreign_data_wrapper', 'pg_foreign_server', "
    "'pg_user_mapping', 'pg_cast', 'pg_operator', 'pg_opclass', "
    "'pg_opfamily', 'pg_amop', 'pg_amproc', 'pg_conversion', 'pg_transform', "
    "'pg_am', 'pg_language', 'pg_ts_parser', 'pg_ts_template', 'pg_ts_dict', "
    "'pg_ts_config', 'pg_largeobject', 'pg_authid', 'pg_auth_members', "
    "'pg_database', 'pg_tablespace', 'pg_parameter_acl'))";

/*
 * The rows that belong to an object here: the operators and functions of
 * operator classes and families, a publication's tables and schemas, a range
 * type's own cast.
 */
static const char parts[] =
    "SELECT classid, objid, refclassid, refobjid FROM pg_depend "
    "WHERE objid >= 16384 AND (deptype IN ('a', 'i') "
    "AND classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) "
    "AND refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass) "
    "OR deptype = 'i' AND classid = 'pg_cast'::regclass) "
    "UNION ALL SELECT 'pg_publication_rel'::regclass, oid, "
    "'pg_publication'::regclass, prpubid FROM pg_publication_rel";
static const char parts_15[] =
    " UNION ALL SELECT 'pg_publication_namespace'::regclass, oid, "
    "'pg_publication'::regclass, pnpubid FROM pg_publication_namespace";

/* --- values --------------------------------------------------------------- */

/* name=value, or the name alone: true. */
static void
read_options(struct sm_pg_catalog *c, struct sm_object *o, const char *text)
{
	struct sm_strings items = sm_pg_array(c, text);
	const char *equals;
	size_t i;

	for (i = 0; i < items.n; i++) {
		equals = strchr(items.v[i], '=');
		if (equals == NULL)
			sm_pg_option_true(c, &o->options, items.v[i], true);
		else
			sm_pg_option(c, &o->options, sm_memdup(c->arena,
			    items.v[i], (size_t)(equals - items.v[i])),
			    equals + 1);
	}
}

/*
 * What CREATE FOREIGN TABLE has no words for: comments on columns, and what
 * ALTER COLUMN sets.
 */
static void
read_columns(struct sm_pg_catalog *c, struct sm_object *o)
{
	const struct sm_column *col;
	const struct sm_option *option;
	size_t i, k;

	for (i = 0; i < o->columns.n; i++) {
		col = &o->columns.v[i];
		sm_pg_option(c, &o->options,
		    sm_sprintf(c->arena, "%s.comment", col->name),
		    col->comment);
		for (k = 0; k < col->options.n; k++) {
			option = &col->options.v[k];
			sm_option_set(c->arena, &o->options,
			    sm_sprintf(c->arena, "%s.%s", col->name,
			        option->name),
			    option->value);
		}
	}
}

/* --- rows ----------------------------------------------------------------- */

static void
read_label(struct sm_pg_catalog *c, const char *const *v)
{
	struct sm_pg_thing *t =
	    sm_pg_find(c, sm_pg_oid(v[CATALOG]), sm_pg_oid(v[OID]));
	struct sm_buf b = SM_BUF_INIT;
	struct sm_object *o;

	/* On what isn't read there is nothing to say. */
	if (t == NULL || t->member)
		return;
	o = sm_object_new(c->arena, label);
	o->schema = sm_pg_text(c, v[SCHEMA]);
	o->name = sm_strdup(c->arena, v[NAME]);
	o->arguments = sm_strdup(c->arena, v[ARGUMENTS]);
	sm_buf_adds(&b, "{\"label\":");
	sm_json_add_string(&b, v[DEFINITION]);
	sm_buf_addc(&b, '}');
	o->extra = sm_memdup(c->arena, b.text, b.len);
	sm_buf_free(&b);
	*sm_push(c->arena, &c->objects) = o;
}

/* The table's row for the record. */
static const struct sm_pg_opaque *
kind_of(const char *record)
{
	const struct sm_pg_opaque *k;

	for (k = sm_pg_opaque_kinds; k->record != NULL; k++)
		if (strcmp(k->record, record) == 0)
			return k;
	for (k = sm_pg_foreign_kinds; k->record != NULL; k++)
		if (strcmp(k->record, record) == 0)
			return k;
	return k;
}

static void
read_object(struct sm_pg_catalog *c, const char *const *v)
{
	const struct sm_pg_opaque *kind = kind_of(v[RECORD]);
	struct sm_pg_thing *t =
	    sm_pg_find(c, kind->catalog, sm_pg_oid(v[OID]));
	struct sm_object *o;

	/* A foreign table is a relation, too, which made the object. */
	if (t != NULL && t->member)
		return;
	o = t != NULL ? t->object
	    : sm_pg_object(c, kind->record, kind->catalog, v[OID], v[SCHEMA],
	        v[NAME]);
	o->arguments = sm_pg_text(c, v[ARGUMENTS]);
	if (v[DEFINITION] == NULL) {
		o->unreadable = true;
		o->why = kind->why != NULL ? kind->why
		                           : "the server doesn't say all of it";
		return;
	}
	/* It may be empty: a publication of nothing. */
	o->definition = sm_strdup(c->arena, v[DEFINITION]);
	read_options(c, o, v[OPTIONS]);
	read_columns(c, o);
}

static void
read_other(struct sm_pg_catalog *c, const char *const *v)
{
	uint32_t catalog = sm_pg_oid(v[CATALOG]);

	/* A member of an extension. */
	if (sm_pg_find(c, catalog, sm_pg_oid(v[OID])) != NULL)
		return;
	sm_pg_unreadable(c, sm_pg_array(c, v[OPTIONS]).v[0], catalog, v[OID],
	    v[SCHEMA], NULL, v[NAME],
	    "objects of this kind are not known here");
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;

	(void)e;
	if (strcmp(v[RECORD], label) == 0)
		read_label(c, v);
	else if (strcmp(v[RECORD], other) == 0)
		read_other(c, v);
	else
		read_object(c, v);
	return true;
}

static bool
part_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	const struct sm_pg_thing *of =
	    sm_pg_find(c, sm_pg_oid(v[2]), sm_pg_oid(v[3]));
	struct sm_pg_thing *t;

	(void)e;
	if (of == NULL)
		return true;
	t = sm_pg_enter(c, sm_pg_oid(v[0]), v[1], of->object, NULL);
	t->member = of->member;
	return true;
}

/* --- the queries ---------------------------------------------------------- */

static void
add_kinds(const struct sm_pg_catalog *c, struct sm_buf *sql,
    const struct sm_pg_opaque *k)
{
	for (; k->record != NULL; k++)
		if (c->version >= k->since &&
		    (k->until == 0 || c->version < k->until))
			sm_buf_addf(sql, "SELECT '%s', %u::oid, %s UNION ALL ",
			    k->record, (unsigned)k->catalog, k->sql);
}

bool
sm_pg_read_opaque(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	const char *const *s;
	bool done;

	sm_buf_adds(&sql, "WITH secrets(word) AS (SELECT unnest(ARRAY[''");
	for (s = sm_operand_secrets; *s != NULL; s++)
		sm_buf_addf(&sql, ", '%s'", *s);
	sm_buf_addf(&sql, "])), %s ", known);
	add_kinds(c, &sql, sm_pg_opaque_kinds);
	add_kinds(c, &sql, sm_pg_foreign_kinds);
	sm_buf_addf(&sql, labels, label);
	sm_buf_adds(&sql, " UNION ALL ");
	sm_buf_addf(&sql, others, other);
	done = sm_pg_rows(c->db, sm_buf_str(&sql), COLUMNS, row, c, e);
	sm_buf_reset(&sql);
	sm_buf_adds(&sql, parts);
	sm_buf_adds(&sql, sm_pg_since(c, 150000, parts_15, ""));
	done = done &&
	    sm_pg_rows(c->db, sm_buf_str(&sql), 4, part_row, c, e);
	sm_buf_free(&sql);
	return done;
}
