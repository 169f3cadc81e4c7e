/*
 * An object that is dropped and made again keeps its owner, its grants and its
 * security labels, although the snapshot doesn't know them: a block before the
 * DROP looks at them and puts the statements that give them again into a
 * setting that is local to the transaction, one after the CREATE runs them.
 */
#include "stages/sql_postgresql_keep.h"

#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql_opaque.h"
#include "stages/sql_postgresql_table.h"

struct kind {
	const char *record;
	const char *catalog;
	const char *prefix; /* of its columns: "rel" of relname, relacl */
	const char *cast;   /* from the name; NULL: it is looked up by name */
	const char *alter;  /* ALTER … OWNER TO */
	const char *grant;  /* GRANT … ON; NULL: nothing to grant */
};

#define RELATION "pg_class", "rel", "regclass"
#define ROUTINE "pg_proc", "pro", "regprocedure", "ROUTINE", "ROUTINE"
#define TYPE "pg_type", "typ", "regtype", "TYPE", "TYPE"

static const struct kind kinds[] = {
	{"table", RELATION, "TABLE", "TABLE"},
	{"view", RELATION, "TABLE", "TABLE"},
	{"foreign_table", RELATION, "TABLE", "TABLE"},
	{"sequence", RELATION, "SEQUENCE", "SEQUENCE"},
	{"function", ROUTINE},
	{"procedure", ROUTINE},
	{"aggregate", ROUTINE},
	{"enum", TYPE},
	{"domain", TYPE},
	{"composite_type", TYPE},
	{"range_type", TYPE},
	{"foreign_data_wrapper", "pg_foreign_data_wrapper", "fdw", NULL,
	    "FOREIGN DATA WRAPPER", "FOREIGN DATA WRAPPER"},
	{"foreign_server", "pg_foreign_server", "srv", NULL, "SERVER",
	    "FOREIGN SERVER"},
	{"language", "pg_language", "lan", NULL, "LANGUAGE", "LANGUAGE"},
	{"statistics", "pg_statistic_ext", "stx", NULL, "STATISTICS", NULL},
	{"publication", "pg_publication", "pub", NULL, "PUBLICATION", NULL},
	{"event_trigger", "pg_event_trigger", "evt", NULL, "EVENT TRIGGER",
	    NULL},
	{"collation", "pg_collation", "coll", NULL, "COLLATION", NULL},
	{"conversion", "pg_conversion", "con", NULL, "CONVERSION", NULL},
	{"operator", "pg_operator", "opr", "regoperator", "OPERATOR", NULL},
	{"operator_class", "pg_opclass", "opc", NULL, "OPERATOR CLASS", NULL},
	{"operator_family", "pg_opfamily", "opf", NULL, "OPERATOR FAMILY",
	    NULL},
	{"text_search_dictionary", "pg_ts_dict", "dict", NULL,
	    "TEXT SEARCH DICTIONARY", NULL},
	{"text_search_configuration", "pg_ts_config", "cfg", NULL,
	    "TEXT SEARCH CONFIGURATION", NULL},
};
#define NKINDS (sizeof kinds / sizeof kinds[0])

/* What is kept: an object, or a column of it. */
struct keep {
	struct sm_pgsql *w;
	const struct kind *kind;
	const char *setting; /* what it is noted in */
	const char *name;    /* of the new object, as SQL */
	const char *label;   /* "VIEW": as in SECURITY LABEL ON */
	const char *where;   /* finds it, old or new, in the catalog k */
	const char *columns; /* which count, as an array; "NULL": all */
	const char *column;  /* what it becomes; NULL: the object as a whole */
};

static const struct kind *
kind_of(const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (strcmp(kinds[i].record, o->record) == 0)
			return &kinds[i];
	return NULL;
}

bool
sm_pgsql_keeps(const struct sm_pgsql *w, const char *extra)
{
	const struct sm_change *c = w->item->change;
	const struct sm_plan *p = w->t->plan;

	return c->old != NULL && c->new_ != NULL &&
	    !(sm_strings_has(&p->old.scope.extras, extra) &&
	        sm_strings_has(&p->new_.scope.extras, extra));
}

/* --- names ---------------------------------------------------------------- */

static const struct sm_pgsql_opaque *
opaque_of(const struct sm_object *o)
{
	const struct sm_pgsql_opaque *k = sm_pgsql_opaque_kinds;

	while (k->record != NULL && strcmp(k->record, o->record) != 0)
		k++;
	return k->record != NULL ? k : NULL;
}

/* NULL: refused. */
static const char *
name_of(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_pgsql_opaque *opaque = opaque_of(o);

	return opaque != NULL ? opaque->named(w, o)
	                      : sm_pgsql_object_name(w, o);
}

/* The word of SECURITY LABEL ON, which knows a view from a table. */
static const char *
label_word(const struct kind *k, const struct sm_object *o)
{
	if (strcmp(o->record, "view") == 0)
		return o->materialized ? "MATERIALIZED VIEW" : "VIEW";
	if (strcmp(o->record, "foreign_table") == 0)
		return "FOREIGN TABLE";
	if (strcmp(o->record, "domain") == 0)
		return "DOMAIN";
	return k->alter;
}

static const char *
find_by_name(struct sm_pgsql *w, const struct kind *k,
    const struct sm_object *o)
{
	const char *where = sm_sprintf(w->arena, "k.%sname = %s", k->prefix,
	    sm_pgsql_string(w, o->name));

	if (o->schema != NULL)
		where = sm_sprintf(w->arena, "%s AND k.%snamespace = "
		    "%s::regnamespace", where, k->prefix,
		    sm_pgsql_string(w, sm_pgsql_name(w, o->schema)));
	/* Classes and families are one for each access method. */
	if (strncmp(k->alter, "OPERATOR ", strlen("OPERATOR ")) == 0)
		where = sm_sprintf(w->arena, "%s AND k.%smethod = (SELECT oid "
		    "FROM pg_am WHERE amname = %s)", where, k->prefix,
		    sm_pgsql_string(w, o->arguments != NULL ? o->arguments
		                                            : ""));
	return where;
}

static bool
find(struct sm_pgsql *w, const struct kind *k, const struct sm_object *o,
    const char **where)
{
	const char *name = name_of(w, o);

	if (name == NULL)
		return false;
	*where = k->cast == NULL ? find_by_name(w, k, o)
	    : sm_sprintf(w->arena, "k.oid = %s::%s", sm_pgsql_string(w, name),
	          k->cast);
	return true;
}

/* --- what it says now ----------------------------------------------------- */

/*
 * A query for $1 the catalog, $2 the object, $3 its name, $4 the word of GRANT,
 * $5 of SECURITY LABEL, $6 the columns that count, $7 what the column becomes
 * that alone is meant (with those that its table's children have from it), $8
 * the owner.
 *
 * "state": who may do what, whoever granted it, as it is to be again.  "give":
 * the statements for it; what was passed on by somebody else than the owner
 * comes after what gave him the right to, and only he can do it.  "take": the
 * statements that take all away.  "labels": those that label it, and that let
 * it go with an extension.
 */
static const char query[] =
    "WITH RECURSIVE tree(id) AS (\n"
    "\tSELECT $2 UNION SELECT inhrelid FROM tree JOIN pg_inherits\n"
    "\t    ON inhparent = id WHERE $7 IS NOT NULL\n"
    "), owned(id, o, acl) AS (\n"
    "\tSELECT oid, relowner, coalesce(relacl, acldefault(\n"
    "\t    CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relowner))\n"
    "\t    FROM pg_class WHERE $1 = 'pg_class'::regclass\n"
    "\tUNION ALL SELECT oid, proowner, coalesce(proacl,\n"
    "\t    acldefault('f', proowner)) FROM pg_proc\n"
    "\t    WHERE $1 = 'pg_proc'::regclass\n"
    "\tUNION ALL SELECT oid, typowner, coalesce(typacl,\n"
    "\t    acldefault('T', typowner)) FROM pg_type\n"
    "\t    WHERE $1 = 'pg_type'::regclass\n"
    "\tUNION ALL SELECT oid, srvowner, coalesce(srvacl,\n"
    "\t    acldefault('S', srvowner)) FROM pg_foreign_server\n"
    "\t    WHERE $1 = 'pg_foreign_server'::regclass\n"
    "\tUNION ALL SELECT oid, fdwowner, coalesce(fdwacl,\n"
    "\t    acldefault('F', fdwowner)) FROM pg_foreign_data_wrapper\n"
    "\t    WHERE $1 = 'pg_foreign_data_wrapper'::regclass\n"
    "\tUNION ALL SELECT oid, lanowner, coalesce(lanacl,\n"
    "\t    acldefault('l', lanowner)) FROM pg_language\n"
    "\t    WHERE $1 = 'pg_language'::regclass\n"
    "), object AS (\n"
    "\tSELECT *, CASE WHEN $7 IS NULL THEN $3 ELSE id::regclass::text\n"
    "\t    END AS r FROM owned JOIN tree USING (id)\n"
    "), a AS (\n"
    "\tSELECT o, r, '' AS c, x.* FROM object, aclexplode(acl) x\n"
    "\tUNION ALL SELECT o, r, format(' (%I)', coalesce($7, attname)), x.*\n"
    "\t    FROM object JOIN pg_attribute ON attrelid = id\n"
    "\t    AND $1 = 'pg_class'::regclass, aclexplode(attacl) x\n"
    "\t    WHERE NOT attisdropped AND ($6 IS NULL OR attname = ANY ($6))\n"
    "), l AS (\n"
    "\tSELECT a.*, 0 AS n FROM a WHERE grantor = o\n"
    "\tUNION SELECT a.*, n + 1 FROM l JOIN a ON a.r = l.r\n"
    "\t    AND l.c IN ('', a.c) AND a.grantor = l.grantee\n"
    "\t    AND a.grantor <> a.o AND a.privilege_type = l.privilege_type\n"
    "\t    WHERE l.is_grantable AND n < 99\n"
    "), m AS (\n"
    "\tSELECT r, c, o, grantor, grantee, privilege_type, is_grantable,\n"
    "\t    CASE grantee WHEN 0 THEN 'PUBLIC'\n"
    "\t    ELSE quote_ident(pg_get_userbyid(grantee)) END AS g, min(n) AS n\n"
    "\t    FROM l WHERE c <> '' OR $7 IS NULL\n"
    "\t    GROUP BY 1, 2, 3, 4, 5, 6, 7\n"
    "), label AS (\n"
    "\tSELECT format('SECURITY LABEL FOR %I ON %s IS %L', provider,\n"
    "\t    CASE objsubid WHEN 0 THEN format('%s %s', $5, $3)\n"
    "\t    ELSE format('COLUMN %s.%I', CASE WHEN $7 IS NULL THEN $3\n"
    "\t    ELSE id::regclass::text END, coalesce($7, attname)) END,\n"
    "\t    label) AS s FROM tree JOIN pg_seclabel ON classoid = $1\n"
    "\t    AND objoid = id LEFT JOIN pg_attribute ON attrelid = id\n"
    "\t    AND $1 = 'pg_class'::regclass AND attnum = objsubid\n"
    "\t    WHERE CASE objsubid WHEN 0 THEN $7 IS NULL\n"
    "\t    ELSE $6 IS NULL OR attname = ANY ($6) END\n"
    "\tUNION ALL SELECT format('ALTER %s %s DEPENDS ON EXTENSION %I',\n"
    "\t    CASE $1 WHEN 'pg_proc'::regclass THEN 'ROUTINE' ELSE $5 END,\n"
    "\t    $3, extname) FROM pg_depend JOIN pg_extension e\n"
    "\t    ON e.oid = refobjid WHERE classid = $1 AND objid = $2\n"
    "\t    AND deptype = 'x' AND $7 IS NULL\n"
    "\t    AND ($1 = 'pg_proc'::regclass OR $5 = 'MATERIALIZED VIEW')\n"
    ")\n"
    "SELECT $8 AS owner, (SELECT coalesce(string_agg(concat_ws(' ',\n"
    "\t    r, c, grantee, privilege_type, s), ','\n"
    "\t    ORDER BY r, c, grantee, privilege_type), '')\n"
    "\t    FROM (SELECT r, c, grantee, privilege_type,\n"
    "\t    bool_or(is_grantable) AS s FROM m GROUP BY 1, 2, 3, 4) m\n"
    "\t) AS state, (SELECT coalesce(string_agg(concat(\n"
    "\t    CASE WHEN grantor <> o THEN format('SET LOCAL ROLE %I; ',\n"
    "\t    pg_get_userbyid(grantor)) END, format('GRANT %s%s ON %s %s TO %s',\n"
    "\t    privilege_type, c, $4, r, g), CASE WHEN is_grantable\n"
    "\t    THEN ' WITH GRANT OPTION' END, CASE WHEN grantor <> o THEN\n"
    "\t    format('; SET LOCAL ROLE %L', current_setting('role')) END),\n"
    "\t    E';\\n' ORDER BY n), '') FROM m\n"
    "\t) AS give, (SELECT coalesce(string_agg(DISTINCT format(\n"
    "\t    'REVOKE ALL%s ON %s %s FROM %s', CASE WHEN $7 IS NOT NULL\n"
    "\t    THEN c END, $4, r, g), E';\\n'), '') FROM m\n"
    "\t) AS take, (SELECT coalesce(string_agg(s, E';\\n'), '') FROM label\n"
    "\t) AS labels";

/* Of a relation's columns those count that the new one has as well. */
static const char *
which_columns(struct sm_pgsql *w, const struct kind *k,
    const struct sm_object *new_)
{
	const struct sm_columns *list = new_->columns.n > 0 ? &new_->columns
	                                                    : &new_->output;
	const char *names = "";
	size_t i;

	if (strcmp(k->catalog, "pg_class") != 0 || list->n == 0)
		return "NULL";
	for (i = 0; i < list->n; i++)
		names = sm_sprintf(w->arena, "%s%s%s", names, i > 0 ? ", " : "",
		    sm_pgsql_string(w, list->v[i].name));
	return sm_sprintf(w->arena, "ARRAY[%s]", names);
}

static const char *
owner_now(const struct keep *k)
{
	return sm_sprintf(k->w->arena, "quote_ident(pg_get_userbyid((\n"
	    "\t    SELECT %sowner FROM %s k WHERE %s)))", k->kind->prefix,
	    k->kind->catalog, k->where);
}

/* Let `has` be what the query says. */
static void
look(const struct keep *k, struct sm_buf *b)
{
	struct sm_pgsql *w = k->w;

	sm_buf_addf(b, "\tEXECUTE current_setting('smartmigrate.access') INTO "
	    "has USING\n\t    '%s'::regclass, (SELECT k.oid FROM %s k\n"
	    "\t    WHERE %s),\n\t    %s, '%s', '%s', %s::text[], %s::text,\n"
	    "\t    %s;\n", k->kind->catalog, k->kind->catalog, k->where,
	    sm_pgsql_string(w, k->name),
	    k->kind->grant != NULL ? k->kind->grant : "", k->label, k->columns,
	    k->column != NULL ? sm_pgsql_string(w, k->column) : "NULL",
	    k->column != NULL ? "NULL" : owner_now(k));
}

/* --- the two blocks ------------------------------------------------------- */

static void
run_block(const struct keep *k, struct sm_buf *b)
{
	struct sm_pgsql *w = k->w;

	sm_pgsql_begin_with(&w->script, sm_sprintf(w->arena,
	    "-- What can be said of owners, grants and labels: a query that "
	    "blocks below use.\n"
	    "-- Snapshots read with --grants --owners do without.\nSET LOCAL smartmigrate.access = %s;\n",
	    sm_pgsql_dollar(w, query)));
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w, sm_buf_str(b)));
}

static void
write_before(const struct keep *k)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_adds(&b, "DECLARE\n\thas record;\nBEGIN\n");
	look(k, &b);
	sm_buf_addf(&b, "\tPERFORM set_config('%s', to_json(has)::text, true);"
	    "\nEND", k->setting);
	sm_pgsql_say(&k->w->script, "  who owns it and who may use it isn't in "
	    "the plan: it is noted here,");
	run_block(k, &b);
	sm_buf_free(&b);
}

static void
alter_owner(const struct keep *k, struct sm_buf *b, const char *to)
{
	sm_buf_addf(b, "\tEXECUTE %s || %s;\n", sm_pgsql_string(k->w,
	    sm_sprintf(k->w->arena, "ALTER %s %s OWNER TO ", k->kind->alter,
	        k->name)), to);
}

/* Nothing is left as default privileges have it. */
static void
grant_again(const struct keep *k, struct sm_buf *b)
{
	sm_buf_adds(b, "\tFOR turn IN 1 .. 2 LOOP\n");
	look(k, b);
	sm_buf_addf(b, "\tEXIT WHEN has.state = was->>'state';\n"
	    "\tIF turn = 2 THEN\n\t\tRAISE EXCEPTION USING MESSAGE =\n"
	    "\t\t    %s;\n\tEND IF;\n\tEXECUTE has.take;\n"
	    "\tEXECUTE was->>'give';\n\tEND LOOP;\n",
	    sm_pgsql_string(k->w, sm_sprintf(k->w->arena, "the grants on %s "
	        "can't be given again as they were", k->name)));
}

/*
 * The grants are the old owner's: they are given while he owns the new object,
 * and go over to the next owner as ALTER … OWNER TO does it.
 */
static void
write_after(const struct keep *k)
{
	struct sm_pgsql *w = k->w;
	bool grants = k->kind->grant != NULL && sm_pgsql_keeps(w, "grants");
	bool owner_too = k->column == NULL && !sm_pgsql_keeps(w, "owners");
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_addf(&b, "DECLARE\n\twas json := current_setting('%s');\n",
	    k->setting);
	if (grants)
		sm_buf_adds(&b, "\thas record;\n");
	if (owner_too)
		sm_buf_addf(&b, "\tnext text := %s;\n", owner_now(k));
	sm_buf_addf(&b, "BEGIN\n");
	if (k->column == NULL)
		alter_owner(k, &b, "(was->>'owner')");
	if (grants)
		grant_again(k, &b);
	sm_buf_adds(&b, "\tEXECUTE was->>'labels';\n");
	if (owner_too)
		alter_owner(k, &b, "next");
	sm_buf_adds(&b, "END");
	sm_pgsql_say(&w->script, "  and given again");
	run_block(k, &b);
	sm_buf_free(&b);
}

/* --- objects -------------------------------------------------------------- */

static const char *
key_of(struct sm_pgsql *w, const struct sm_object *o, const char *column)
{
	return sm_sprintf(w->arena, "keep %s %s%s%s", o->record,
	    sm_pgsql_object_name(w, o), column != NULL ? "\x1f" : "",
	    column != NULL ? column : "");
}

/* A name of its own in the script, known by the key. */
static const char *
new_setting(struct sm_pgsql *w, const char *key)
{
	char *setting = sm_sprintf(w->arena, "smartmigrate.keep_%zu",
	    ++w->kept);

	sm_map_set(&w->made, key, setting);
	return setting;
}

static bool
describe(struct keep *k, const struct sm_object *found,
    const struct sm_object *new_)
{
	struct sm_pgsql *w = k->w;

	k->name = strcmp(k->kind->catalog, "pg_proc") == 0
	    ? sm_pgsql_object_name(w, new_) : name_of(w, new_);
	k->label = label_word(k->kind, new_);
	k->columns = which_columns(w, k->kind, new_);
	return k->name != NULL && find(w, k->kind, found, &k->where);
}

bool
sm_pgsql_keep_object(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	struct keep k = {.w = w, .kind = kind_of(new_)};

	if (k.kind == NULL || !(sm_pgsql_keeps(w, "owners") ||
	        (sm_pgsql_keeps(w, "grants") && k.kind->grant != NULL)))
		return true;
	if (!describe(&k, old, new_))
		return false;
	k.setting = new_setting(w, key_of(w, new_, NULL));
	write_before(&k);
	return true;
}

bool
sm_pgsql_keep_object_again(struct sm_pgsql *w, const struct sm_object *new_)
{
	struct keep k = {.w = w, .kind = kind_of(new_)};

	k.setting = sm_map_get(&w->made, key_of(w, new_, NULL));
	if (k.setting == NULL)
		return true;
	if (!describe(&k, new_, new_))
		return false;
	write_after(&k);
	return true;
}

/* --- columns -------------------------------------------------------------- */

/* The children's copies go and come with it. */
static void
describe_column(struct keep *k, const char *found, const char *name)
{
	struct sm_pgsql *w = k->w;

	k->kind = kind_of(w->item->target);
	k->name = sm_pgsql_table_name(w, w->item);
	k->label = "COLUMN";
	k->column = name;
	k->columns = sm_sprintf(w->arena, "ARRAY[%s]",
	    sm_pgsql_string(w, found));
	k->where = sm_sprintf(w->arena, "k.oid = %s::regclass",
	    sm_pgsql_string(w, k->name));
}

/* What the column that is dropped is called when it is made again, or NULL. */
static const char *
comes_again_as(const struct sm_pgsql *w, const struct sm_op *whole,
    const struct sm_op *drop)
{
	const struct sm_ops *ops = &w->item->ops;
	size_t i;

	if (whole->verb == SM_MODIFY)
		return sm_part_name(SM_PART_COLUMN, whole->new_);
	for (i = 0; i < ops->n; i++)
		if (ops->v[i]->verb == SM_ADD &&
		    ops->v[i]->target->part == SM_PART_COLUMN &&
		    sm_same_column(w->dialect, ops->v[i]->name, drop->name))
			return ops->v[i]->name;
	return NULL;
}

static void
keep_column(struct sm_pgsql *w, const struct sm_op *whole,
    const struct sm_op *drop)
{
	const char *name = comes_again_as(w, whole, drop);
	struct keep k = {.w = w};

	if (name == NULL || !sm_pgsql_keeps(w, "grants"))
		return;
	describe_column(&k, sm_pgsql_column_called(w, w->item,
	    sm_part_name(SM_PART_COLUMN, drop->old)), name);
	k.setting = new_setting(w, key_of(w, w->item->target, name));
	write_before(&k);
}

static void
keep_column_again(struct sm_pgsql *w, const struct sm_op *add)
{
	const char *name = sm_part_name(SM_PART_COLUMN, add->new_);
	struct keep k = {.w = w};

	k.setting = sm_map_get(&w->made, key_of(w, w->item->target, name));
	if (k.setting == NULL)
		return;
	describe_column(&k, name, name);
	write_after(&k);
}

bool
sm_pgsql_gets_grants_again(struct sm_pgsql *w, const char *column)
{
	if (w->op->target->part == SM_PART_NONE)
		column = NULL;
	return sm_pgsql_keeps(w, "grants") && sm_map_get(&w->made,
	    key_of(w, w->item->target, column)) != NULL;
}

/* --- around an op --------------------------------------------------------- */

bool
sm_pgsql_keep(struct sm_pgsql *w, const struct sm_op *whole,
    const struct sm_op *op)
{
	const struct sm_sql_item *item = w->item;
	const struct sm_object *new_ = item->target;

	/* What another op of a pair makes is of the same change. */
	if (new_ == NULL)
		new_ = item->change->new_;
	if (op->target->part == SM_PART_NONE && new_ != NULL)
		return sm_pgsql_keep_object(w, item->moved, new_);
	if (op->target->part == SM_PART_COLUMN)
		keep_column(w, whole, op);
	return true;
}

bool
sm_pgsql_keep_again(struct sm_pgsql *w, const struct sm_op *op)
{
	if (op->target->part == SM_PART_NONE)
		return sm_pgsql_keep_object_again(w, w->item->target);
	if (op->target->part == SM_PART_COLUMN)
		keep_column_again(w, op);
	return true;
}
