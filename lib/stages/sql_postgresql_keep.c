/*
 * An object that is dropped and made again keeps its owner, its grants and its
 * security labels, although the snapshot doesn't know them: a block before the
 * DROP puts the statements that give them again into a setting that is local to
 * the transaction, one after the CREATE runs them.
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
	const char *acl;    /* acldefault()'s letter */
};

#define RELATION "pg_class", "rel", "regclass"
#define ROUTINE "pg_proc", "pro", "regprocedure", "ROUTINE", "ROUTINE", "f"
#define TYPE "pg_type", "typ", "regtype", "TYPE", "TYPE", "T"

static const struct kind kinds[] = {
	{"table", RELATION, "TABLE", "TABLE", "r"},
	{"view", RELATION, "TABLE", "TABLE", "r"},
	{"foreign_table", RELATION, "TABLE", "TABLE", "r"},
	{"sequence", RELATION, "SEQUENCE", "SEQUENCE", "s"},
	{"function", ROUTINE},
	{"procedure", ROUTINE},
	{"aggregate", ROUTINE},
	{"enum", TYPE},
	{"domain", TYPE},
	{"composite_type", TYPE},
	{"range_type", TYPE},
	{"foreign_data_wrapper", "pg_foreign_data_wrapper", "fdw", NULL,
	    "FOREIGN DATA WRAPPER", "FOREIGN DATA WRAPPER", "F"},
	{"foreign_server", "pg_foreign_server", "srv", NULL, "SERVER",
	    "FOREIGN SERVER", "S"},
	{"language", "pg_language", "lan", NULL, "LANGUAGE", "LANGUAGE", "l"},
	{"statistics", "pg_statistic_ext", "stx", NULL, "STATISTICS", NULL,
	    NULL},
	{"publication", "pg_publication", "pub", NULL, "PUBLICATION", NULL,
	    NULL},
	{"event_trigger", "pg_event_trigger", "evt", NULL, "EVENT TRIGGER",
	    NULL, NULL},
	{"collation", "pg_collation", "coll", NULL, "COLLATION", NULL, NULL},
	{"conversion", "pg_conversion", "con", NULL, "CONVERSION", NULL, NULL},
	{"operator", "pg_operator", "opr", "regoperator", "OPERATOR", NULL,
	    NULL},
	{"operator_class", "pg_opclass", "opc", NULL, "OPERATOR CLASS", NULL,
	    NULL},
	{"operator_family", "pg_opfamily", "opf", NULL, "OPERATOR FAMILY",
	    NULL, NULL},
	{"text_search_dictionary", "pg_ts_dict", "dict", NULL,
	    "TEXT SEARCH DICTIONARY", NULL, NULL},
	{"text_search_configuration", "pg_ts_config", "cfg", NULL,
	    "TEXT SEARCH CONFIGURATION", NULL, NULL},
};
#define NKINDS (sizeof kinds / sizeof kinds[0])

/* What is kept: an object, or a column of it. */
struct keep {
	struct sm_pgsql *w;
	const struct kind *kind;
	const char *setting; /* what it is noted in; more words follow */
	const char *name;    /* of the new object, as SQL */
	const char *label;   /* "VIEW": as in SECURITY LABEL ON */
	const char *where;   /* finds it, old or new, in the catalog k */
	const char *columns; /* which of pg_attribute count; "": none */
	const char *column;  /* quoted; NULL: the object as a whole */
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
	const struct sm_plan *p = w->t->plan;

	return w->item->old != NULL && w->item->target != NULL &&
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

/* Of a relation's columns those count that the new one has as well. */
static const char *
which_columns(struct sm_pgsql *w, const struct kind *k,
    const struct sm_object *new_)
{
	const struct sm_columns *list = new_->columns.n > 0 ? &new_->columns
	                                                    : &new_->output;
	const char *names = "";
	size_t i;

	if (strcmp(k->catalog, "pg_class") != 0)
		return "";
	for (i = 0; i < list->n; i++)
		names = sm_sprintf(w->arena, "%s%s%s", names, i > 0 ? ", " : "",
		    sm_pgsql_string(w, list->v[i].name));
	return list->n == 0 ? "NOT attisdropped"
	    : sm_sprintf(w->arena, "attname IN (%s)", names);
}

/*
 * All that was granted, a row each right: r on which object, c on which column
 * ('': the object), o the owner.  What no statement has touched is as
 * acldefault() says.
 */
static const char *
grants_now(const struct keep *k)
{
	struct sm_arena *a = k->w->arena;
	const struct kind *kind = k->kind;
	const char *r = k->column != NULL ? "k.oid::regclass::text"
	                                  : sm_pgsql_string(k->w, k->name);
	const char *p = kind->prefix, *columns = "";

	if (*k->columns != '\0')
		columns = sm_sprintf(a, "\n\t    UNION ALL SELECT %s, %s, "
		    "relowner, x.*\n\t    FROM pg_class k JOIN pg_attribute "
		    "ON attrelid = k.oid, aclexplode(attacl) x\n"
		    "\t    WHERE %s AND %s", r, k->column != NULL
		        ? sm_pgsql_string(k->w, sm_sprintf(a, " (%s)",
		              k->column))
		        : "format(' (%I)', attname)", k->where, k->columns);
	return sm_sprintf(a, "SELECT %s AS r, '' AS c, %sowner AS o, x.*\n"
	    "\t    FROM %s k, aclexplode(coalesce(%sacl,\n"
	    "\t    acldefault('%s', %sowner))) x WHERE %s%s", r, p,
	    kind->catalog, p, kind->acl, p, k->where, columns);
}

static const char *
counted(const struct keep *k)
{
	return k->column != NULL ? " WHERE c <> ''" : "";
}

/* Who may do what, whoever granted it: to be the same again. */
static const char *
state_now(const struct keep *k)
{
	return sm_sprintf(k->w->arena, "(SELECT coalesce(string_agg(concat_ws("
	    "' ', r, c, grantee, privilege_type, g), ','\n"
	    "\t    ORDER BY r, c, grantee, privilege_type), '') FROM (\n"
	    "\t    SELECT r, c, grantee, privilege_type, bool_or(is_grantable) "
	    "AS g FROM (\n\t    %s\n\t    ) i%s GROUP BY 1, 2, 3, 4) s)",
	    grants_now(k), counted(k));
}

/*
 * The statements that grant it again.  What was passed on by somebody else (the
 * grantor isn't the owner) comes after what gave him the right to, and only he
 * can do it.
 */
static const char *
grants_again(const struct keep *k)
{
	const char *grant = sm_pgsql_string(k->w, k->kind->grant);

	return sm_sprintf(k->w->arena, "(WITH RECURSIVE a AS (\n\t    %s\n"
	    "\t    ), l AS (SELECT a.*, 0 AS n FROM a WHERE grantor = o\n"
	    "\t    UNION SELECT a.*, n + 1 FROM l JOIN a ON a.r = l.r AND "
	    "l.c IN ('', a.c)\n\t    AND a.grantor = l.grantee AND "
	    "a.grantor <> a.o\n\t    AND a.privilege_type = l.privilege_type "
	    "WHERE l.is_grantable AND n < 99)\n"
	    "\t    SELECT string_agg(concat(CASE WHEN grantor <> o THEN "
	    "format('SET LOCAL ROLE %%I; ',\n\t    pg_get_userbyid(grantor)) "
	    "END, format('GRANT %%s%%s ON %%s %%s TO %%s%%s',\n"
	    "\t    privilege_type, c, %s, r, CASE grantee WHEN 0 THEN "
	    "'PUBLIC'\n\t    ELSE quote_ident(pg_get_userbyid(grantee)) END,\n"
	    "\t    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END),\n"
	    "\t    CASE WHEN grantor <> o THEN format('; SET LOCAL ROLE "
	    "%%L',\n\t    current_setting('role')) END), E';\\n' ORDER BY n)\n"
	    "\t    FROM (SELECT r, c, o, grantor, grantee, privilege_type, "
	    "is_grantable,\n\t    min(n) AS n FROM l%s "
	    "GROUP BY 1, 2, 3, 4, 5, 6, 7) m)",
	    grants_now(k), grant, counted(k));
}

static const char *
owner_now(const struct keep *k)
{
	return sm_sprintf(k->w->arena, "(SELECT quote_ident(pg_get_userbyid("
	    "%sowner))\n\t    FROM %s k WHERE %s)", k->kind->prefix,
	    k->kind->catalog, k->where);
}

/* A label each of the object and of its columns. */
static const char *
labels_now(const struct keep *k)
{
	struct sm_arena *a = k->w->arena;
	const char *columns = "", *object = "";

	if (*k->columns != '\0')
		columns = sm_sprintf(a, "SELECT format('SECURITY LABEL FOR %%I "
		    "ON COLUMN %%s.%%s IS %%L',\n\t    provider, %s, %s, "
		    "label) AS t\n\t    FROM pg_class k JOIN pg_attribute ON "
		    "attrelid = k.oid JOIN pg_seclabel\n\t    ON classoid = "
		    "'pg_class'::regclass AND objoid = k.oid AND objsubid = "
		    "attnum\n\t    WHERE %s AND %s", k->column != NULL
		        ? "k.oid::regclass::text"
		        : sm_pgsql_string(k->w, k->name),
		    k->column != NULL ? sm_pgsql_string(k->w, k->column)
		                      : "quote_ident(attname)",
		    k->where, k->columns);
	if (k->column != NULL)
		return columns;
	object = sm_sprintf(a, "SELECT format('SECURITY LABEL FOR %%I ON %%s "
	    "%%s IS %%L', provider,\n\t    %s, %s, label) AS t\n"
	    "\t    FROM %s k JOIN pg_seclabel ON classoid = '%s'::regclass\n"
	    "\t    AND objoid = k.oid AND objsubid = 0 WHERE %s",
	    sm_pgsql_string(k->w, k->label), sm_pgsql_string(k->w, k->name),
	    k->kind->catalog, k->kind->catalog, k->where);
	return *columns == '\0' ? object
	    : sm_sprintf(a, "%s\n\t    UNION ALL %s", object, columns);
}

/* ALTER … DEPENDS ON EXTENSION: what has such a statement. */
static const char *
extensions_now(const struct keep *k)
{
	const char *what = strcmp(k->kind->catalog, "pg_proc") == 0
	    ? "ROUTINE"
	    : strcmp(k->label, "MATERIALIZED VIEW") == 0 ? k->label : NULL;

	if (what == NULL || k->column != NULL)
		return "";
	return sm_sprintf(k->w->arena, "\n\t    UNION ALL SELECT format("
	    "'ALTER %s %%s DEPENDS ON EXTENSION %%I', %s, extname)\n"
	    "\t    FROM %s k JOIN pg_depend d ON classid = '%s'::regclass "
	    "AND objid = k.oid\n\t    AND deptype = 'x' JOIN pg_extension e "
	    "ON e.oid = refobjid WHERE %s", what,
	    sm_pgsql_string(k->w, k->name), k->kind->catalog,
	    k->kind->catalog, k->where);
}

static const char *
labels_again(const struct keep *k)
{
	return sm_sprintf(k->w->arena, "(SELECT string_agg(t, E';\\n') FROM (\n"
	    "\t    %s%s) q)", labels_now(k), extensions_now(k));
}

/* --- the two blocks ------------------------------------------------------- */

static bool
keeps_grants(const struct keep *k)
{
	return k->kind->grant != NULL && sm_pgsql_keeps(k->w, "grants");
}

static void
note(const struct keep *k, struct sm_buf *b, const char *word,
    const char *value)
{
	sm_buf_addf(b, "\tPERFORM set_config('%s_%s', coalesce(%s, ''), "
	    "true);\n", k->setting, word, value);
}

static void
write_before(const struct keep *k)
{
	struct sm_pgsql *w = k->w;
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_adds(&b, "BEGIN\n");
	if (k->column == NULL)
		note(k, &b, "owner", owner_now(k));
	if (keeps_grants(k)) {
		note(k, &b, "state", state_now(k));
		note(k, &b, "grants", grants_again(k));
	}
	note(k, &b, "labels", labels_again(k));
	sm_buf_adds(&b, "END");
	sm_pgsql_say(&w->script, "  owner and grants are not in the plan: "
	    "noted, to be given again");
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w, sm_buf_str(&b)));
	sm_buf_free(&b);
}

static void
alter_owner(const struct keep *k, struct sm_buf *b, const char *to)
{
	sm_buf_addf(b, "\tEXECUTE %s || %s;\n", sm_pgsql_string(k->w,
	    sm_sprintf(k->w->arena, "ALTER %s %s OWNER TO ", k->kind->alter,
	        k->name)), to);
}

/* Nothing is left as default privileges, or the plan, have it. */
static void
grant_again(const struct keep *k, struct sm_buf *b)
{
	const char *message = sm_pgsql_string(k->w, sm_sprintf(k->w->arena,
	    "the grants on %s can't be given again as they were", k->name));

	sm_buf_addf(b, "\tFOR turn IN 1 .. 2 LOOP\n"
	    "\t\tEXIT WHEN current_setting('%s_state') = %s;\n"
	    "\t\tIF turn = 2 THEN\n"
	    "\t\t\tRAISE EXCEPTION USING MESSAGE = %s;\n\t\tEND IF;\n",
	    k->setting, state_now(k), message);
	sm_buf_addf(b, "\t\tFOR take IN SELECT DISTINCT format('REVOKE "
	    "ALL%%s ON %s %%s FROM %%s', %s, r,\n\t    CASE grantee WHEN 0 "
	    "THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)\n"
	    "\t    FROM (%s) i%s LOOP\n\t\t\tEXECUTE take;\n\t\tEND LOOP;\n"
	    "\t\tEXECUTE current_setting('%s_grants');\n\tEND LOOP;\n",
	    k->kind->grant, k->column != NULL ? "c" : "''", grants_now(k),
	    counted(k), k->setting);
}

/*
 * The grants are the old owner's: they are given while he owns the new object,
 * and go over to the next owner as ALTER … OWNER TO does it.
 */
static void
write_after(const struct keep *k)
{
	struct sm_pgsql *w = k->w;
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_addf(&b, "DECLARE\n\ttake text;\n");
	if (k->column == NULL)
		sm_buf_addf(&b, "\tnew_owner text := %s;\n", owner_now(k));
	sm_buf_addf(&b, "BEGIN\n");
	if (k->column == NULL)
		alter_owner(k, &b, sm_sprintf(w->arena,
		    "current_setting('%s_owner')", k->setting));
	if (keeps_grants(k))
		grant_again(k, &b);
	sm_buf_addf(&b, "\tEXECUTE current_setting('%s_labels');\n",
	    k->setting);
	if (k->column == NULL && !sm_pgsql_keeps(w, "owners"))
		alter_owner(k, &b, "new_owner");
	sm_buf_adds(&b, "END");
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w, sm_buf_str(&b)));
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
	k->column = sm_pgsql_name(w, name);
	k->columns = sm_sprintf(w->arena, "attname = %s",
	    sm_pgsql_string(w, found));
	k->where = sm_sprintf(w->arena, "k.oid IN (WITH RECURSIVE t(id) AS (\n"
	    "\t    SELECT %s::regclass::oid UNION SELECT inhrelid\n"
	    "\t    FROM t JOIN pg_inherits ON inhparent = id) SELECT id FROM "
	    "t)", sm_pgsql_string(w, k->name));
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

/* --- around an op --------------------------------------------------------- */

bool
sm_pgsql_keep(struct sm_pgsql *w, const struct sm_op *whole,
    const struct sm_op *op)
{
	const struct sm_sql_item *item = w->item;

	if (item->moved == NULL || item->target == NULL)
		return true;
	if (op->target->part == SM_PART_NONE)
		return sm_pgsql_keep_object(w, item->moved, item->target);
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
