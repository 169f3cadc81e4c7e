/*
 * pg_attribute: the columns of tables, views and foreign tables, the attributes
 * of composite types.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_catalog.h"

enum {
	RELATION,
	NUMBER,
	NAME,
	TYPE,
	NOT_NULL,
	IDENTITY,
	GENERATED,
	EXPRESSION,
	DEFAULT_OID,
	COLLATION,
	STORAGE,
	COMPRESSION,
	STATISTICS,
	OPTIONS,
	INHERITED,
	LOCAL,
	COLUMNS
};

/* %s: what versions have or haven't. */
static const char query[] =
    "SELECT a.attrelid, a.attnum, a.attname, "
    "format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, "
    "a.attgenerated, pg_get_expr(d.adbin, d.adrelid), d.oid, "
    "CASE WHEN a.attcollation <> t.typcollation THEN "
    SM_PG_COLLATION_NAME("co", "cn.nspname") " END, "
    "CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, "
    "%s, a.attstattarget, a.attoptions, a.attinhcount, a.attislocal "
    "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "JOIN pg_type t ON t.oid = a.atttypid "
    "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
    "LEFT JOIN pg_collation co ON co.oid = a.attcollation "
    "AND a.attcollation <> t.typcollation "
    "LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "
    "WHERE a.attnum > 0 AND NOT a.attisdropped "
    "AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') "
    "AND c.relpersistence <> 't' AND " SM_PG_USER_SCHEMA("c.relnamespace")
    " ORDER BY a.attrelid, a.attnum";

static const char *
word(char code, const char *codes, const char *const *words)
{
	const char *at = code != '\0' ? strchr(codes, code) : NULL;

	return at != NULL ? words[at - codes] : NULL;
}

/* Keep the name at its number's place: gaps are columns that were dropped. */
static void
enter_name(struct sm_pg_catalog *c, struct sm_pg_thing *t, size_t number,
    const char *name)
{
	while (t->columns.n < number)
		sm_strings_add(c->scratch, &t->columns, NULL);
	t->columns.v[number - 1] = name;
}

static void
read_options(struct sm_pg_catalog *c, struct sm_options *list,
    const char *const *v)
{
	static const char *const storages[] = {"plain", "external", "extended",
	    "main"};
	static const char *const compressions[] = {"pglz", "lz4"};

	if (v[STORAGE] != NULL)
		sm_pg_option(c, list, "storage",
		    word(*v[STORAGE], "pexm", storages));
	if (v[COMPRESSION] != NULL)
		sm_pg_option(c, list, "compression",
		    word(*v[COMPRESSION], "pl", compressions));
	/* -1 before 17, NULL since: the default. */
	if (v[STATISTICS] != NULL && *v[STATISTICS] != '-')
		sm_pg_option(c, list, "statistics", v[STATISTICS]);
	if (v[OPTIONS] != NULL)
		sm_pg_reloptions(c, list, v[OPTIONS], "");
	/* The server's own mark (from 15.20 on), which pg_dump passes over. */
	sm_option_unset(list, "pg_attver");
}

static void
read_default(struct sm_pg_catalog *c, struct sm_pg_thing *t,
    struct sm_column *col, const char *const *v)
{
	const char *text = sm_pg_text(c, v[EXPRESSION]);

	if (text == NULL)
		return;
	if (*v[GENERATED] == '\0') {
		col->default_text = text;
	} else {
		col->generated = *v[GENERATED] == 'v' ? "virtual" : "stored";
		col->expression = text;
	}
	sm_pg_enter(c, SM_PG_ATTRDEF, v[DEFAULT_OID], t->object, col->name);
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t =
	    sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[RELATION]));
	struct sm_column *col;
	struct sm_object *o;

	(void)e;
	if (t == NULL)
		return true;
	if (t->member) {
		/* A foreign key may name them. */
		enter_name(c, t, sm_pg_oid(v[NUMBER]),
		    sm_strdup(c->arena, v[NAME]));
		return true;
	}
	if (t->object->unreadable)
		return true;
	o = t->object;
	col = strcmp(o->record, "view") == 0 ? sm_push(c->arena, &o->output)
	                                     : sm_push(c->arena, &o->columns);
	col->name = sm_strdup(c->arena, v[NAME]);
	enter_name(c, t, sm_pg_oid(v[NUMBER]), col->name);
	col->type = sm_strdup(c->arena, v[TYPE]);
	col->nullable = !sm_pg_true(v[NOT_NULL]);
	col->identity = *v[IDENTITY] == 'a' ? "always"
	    : *v[IDENTITY] == 'd'           ? "by default" : NULL;
	read_default(c, t, col, v);
	col->collation = sm_pg_text(c, v[COLLATION]);
	read_options(c, &col->options, v);
	col->inherited = strcmp(v[INHERITED], "0") != 0;
	/* A partition's column is never its own, whatever a dump made of it. */
	col->local = col->inherited && sm_pg_true(v[LOCAL]) &&
	    o->bound == NULL;
	col->comment = sm_pg_comment(c, SM_PG_CLASS, v[RELATION], v[NUMBER]);
	return true;
}

bool
sm_pg_read_columns(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	sm_buf_addf(&sql, query,
	    sm_pg_since(c, 140000, "a.attcompression", "NULL"));
	done = sm_pg_rows(c->db, sm_buf_str(&sql), COLUMNS, row, c, e);
	sm_buf_free(&sql);
	return done;
}
