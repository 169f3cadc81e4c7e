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
    "a.attgenerated, "
    /* With the table's oid it would wait for a lock on the table, which only an
       expression with columns in it needs. */
    "pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0::oid "
    "ELSE d.adrelid END), d.oid, "
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
	sm_pg_reloptions(c, list, v[OPTIONS], "");
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

/* The rows of one relation, which come one after the other. */
struct pending {
	struct sm_pg_catalog *catalog;
	struct sm_pg_thing *relation;
	struct sm_columns columns;
	struct sm_strings names; /* by attnum - 1; NULL: it was dropped */
};

/* Does it say no more than a packed one can? */
static bool
is_plain(const struct sm_column *c)
{
	return c->collation == NULL && c->generated == NULL &&
	    c->identity == NULL && c->options.n == 0 && !c->local &&
	    c->comment == NULL;
}

static void
pack(struct sm_arena *a, const struct sm_columns *columns,
    struct sm_packed_columns *to)
{
	struct sm_packed_column *p;
	size_t i;

	to->n = to->cap = columns->n;
	to->v = sm_alloc(a, to->n * sizeof *to->v);
	for (i = 0; i < to->n; i++) {
		const struct sm_column *c = &columns->v[i];

		p = &to->v[i];
		*p = (struct sm_packed_column){c->name, c->type,
		    c->default_text, NULL, c->nullable, c->inherited};
		if (is_plain(c))
			continue;
		p->full = sm_alloc(a, sizeof *p->full);
		*p->full = *c;
	}
}

/* Give the relation its columns, in no more room than they take. */
static void
finish(struct pending *p)
{
	struct sm_pg_catalog *c = p->catalog;
	struct sm_pg_thing *t = p->relation;
	struct sm_columns *to;

	if (t == NULL || p->columns.n == 0)
		return;
	if (strcmp(t->object->record, "table") == 0) {
		pack(c->arena, &p->columns, &t->object->packed);
	} else {
		to = strcmp(t->object->record, "view") == 0
		    ? &t->object->output : &t->object->columns;
		to->n = to->cap = p->columns.n;
		to->v = sm_alloc(c->arena, to->n * sizeof *to->v);
		memcpy(to->v, p->columns.v, to->n * sizeof *to->v);
	}
	t->ncolumns = (short)p->names.n; /* PostgreSQL has 1,600 at most */
	t->columns = sm_alloc(c->scratch, p->names.n * sizeof(char *));
	memcpy(t->columns, p->names.v, p->names.n * sizeof(char *));
	p->columns.n = p->names.n = 0;
}

static void
read_column(struct pending *p, const char *const *v)
{
	struct sm_pg_catalog *c = p->catalog;
	struct sm_column *col = sm_push(c->scratch, &p->columns);

	memset(col, 0, sizeof *col);
	col->name = sm_pg_shared(c, v[NAME]);
	while (p->names.n + 1 < sm_pg_oid(v[NUMBER]))
		sm_strings_add(c->scratch, &p->names, NULL);
	sm_strings_add(c->scratch, &p->names, col->name);
	col->type = sm_pg_shared(c, v[TYPE]);
	col->nullable = !sm_pg_true(v[NOT_NULL]);
	col->identity = *v[IDENTITY] == 'a' ? "always"
	    : *v[IDENTITY] == 'd'           ? "by default" : NULL;
	read_default(c, p->relation, col, v);
	col->collation = sm_pg_shared(c, v[COLLATION]);
	read_options(c, &col->options, v);
	col->inherited = strcmp(v[INHERITED], "0") != 0;
	/* A partition's column is never its own, whatever a dump made of it. */
	col->local = col->inherited && sm_pg_true(v[LOCAL]) &&
	    p->relation->object->bound == NULL;
	col->comment = sm_pg_comment(c, SM_PG_CLASS, v[RELATION], v[NUMBER]);
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct pending *p = ctx;
	struct sm_pg_thing *t =
	    sm_pg_find(p->catalog, SM_PG_CLASS, sm_pg_oid(v[RELATION]));

	(void)e;
	if (t != p->relation) {
		finish(p);
		p->relation = t;
	}
	if (t != NULL && !t->member && !t->object->unreadable)
		read_column(p, v);
	return true;
}

bool
sm_pg_read_columns(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct pending p = {.catalog = c};
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	sm_buf_addf(&sql, query,
	    sm_pg_since(c, 140000, "a.attcompression", "NULL"));
	done = sm_pg_rows(c->db, sm_buf_str(&sql), COLUMNS, row, &p, e);
	sm_buf_free(&sql);
	finish(&p);
	return done;
}
