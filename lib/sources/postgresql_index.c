/*
 * pg_index: indexes, and those behind primary keys, unique and exclusion
 * constraints, which postgresql_constraint.c shows.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_catalog.h"

/* A row a column of an index; all but the last ones only in its first row. */
enum {
	OID,
	NUMBER,
	TABLE,
	SCHEMA,
	NAME,
	METHOD,
	UNIQUE,
	NULLS_NOT_DISTINCT,
	VALID,
	CLUSTERED,
	REPLICA_IDENTITY,
	WHERE,
	PARTIAL,
	PARAMETERS,
	TABLESPACE,
	PARENT_SCHEMA,
	PARENT,
	CONSTRAINT,
	/* Of the column. */
	COLUMN_NUMBER,
	COLUMN_NAME,
	IS_INCLUDED,
	FLAGS,
	COLLATION,
	OPCLASS,
	OPCLASS_OPTIONS,
	STATISTICS,
	TEXT,
	IN_DOUBT,
	DEFINITION,
	COLUMNS
};

/*
 * Whether an operator class and a collation are the default is plain for most
 * columns: the class is marked as the default of just this type, and a column's
 * collation is in the catalog.  Where a class is the default of another type
 * that this one passes for (anyarray, a domain's base type), or the key is an
 * expression, whose type and collation no catalog has, the server's own text
 * shows it by what it leaves out (pg_get_indexdef_worker in ruleutils.c): that
 * is `doubt`.
 */
#define FIRST(x) "CASE WHEN a.attnum = 1 THEN " x " END, "
#define AT "[a.attnum - 1]"
static const char query[] =
    "SELECT i.indexrelid, a.attnum, "
    "i.indrelid, " FIRST("n.nspname") FIRST("c.relname") FIRST("am.amname")
    "i.indisunique, %s, i.indisvalid, i.indisclustered, i.indisreplident, "
    FIRST("pg_get_expr(i.indpred, i.indrelid)")
    "i.indpred IS NOT NULL, " FIRST("c.reloptions") FIRST("ts.spcname")
    FIRST("pn.nspname") FIRST("p.relname") FIRST("o.contype")
    "i.indkey" AT ", a.attname, a.attnum > i.indnkeyatts, i.indoption" AT ", "
    "CASE WHEN i.indcollation" AT " <> coalesce(ta.attcollation, 0) THEN "
    SM_PG_COLLATION_NAME("co", "cn.nspname") " END, "
    /* Options can't be written without the name of the class. */
    "CASE WHEN NOT oc.opcdefault OR doubt OR a.attoptions IS NOT NULL THEN "
    "CASE WHEN ocn.nspname = 'pg_catalog' THEN quote_ident(oc.opcname) "
    "ELSE quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END END, "
    "a.attoptions, "
    "CASE WHEN i.indkey" AT " = 0 THEN a.attstattarget END, "
    "CASE WHEN i.indkey" AT " = 0 "
    "THEN pg_get_indexdef(i.indexrelid, a.attnum, false) "
    "WHEN doubt THEN quote_ident(ta.attname) END, "
    "doubt, CASE WHEN doubt THEN pg_get_indexdef(i.indexrelid) END "
    "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_am am ON am.oid = c.relam "
    "JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum > 0 "
    "LEFT JOIN pg_attribute ta ON ta.attrelid = i.indrelid "
    "AND ta.attnum = i.indkey" AT " "
    "LEFT JOIN pg_opclass oc ON oc.oid = i.indclass" AT " "
    "LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace "
    "LEFT JOIN pg_collation co ON co.oid = i.indcollation" AT " "
    "LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "
    "LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace "
    "LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid "
    "LEFT JOIN pg_class p ON p.oid = h.inhparent "
    "LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace "
    "LEFT JOIN pg_constraint o ON o.conindid = i.indexrelid "
    "AND o.conrelid = i.indrelid AND o.contype IN ('p', 'u', 'x') "
    "CROSS JOIN LATERAL (SELECT a.attnum <= i.indnkeyatts AND "
    "(i.indkey" AT " = 0 AND i.indcollation" AT " <> 0 OR oc.opcdefault AND "
    "oc.opcintype <> coalesce(ta.atttypid, a.atttypid) AND NOT "
    /* The one that is everywhere: text's class on character varying, which
       is the default where nobody made one. */
    "(oc.opcintype = 25 AND coalesce(ta.atttypid, a.atttypid) = 1043 AND "
    "NOT EXISTS (SELECT FROM pg_opclass WHERE opcdefault AND opcintype = 1043)"
    ")) AS doubt) d "
    "WHERE c.relpersistence <> 't' AND " SM_PG_USER_SCHEMA("c.relnamespace")
    " ORDER BY i.indexrelid, a.attnum";

/* pg_index.indoption (INDOPTION_DESC, INDOPTION_NULLS_FIRST). */
#define DESC 1
#define NULLS_FIRST 2

/* The index whose rows are being read. */
struct reading {
	struct sm_pg_catalog *c;
	struct sm_pg_thing *table; /* NULL: it isn't shown */
	struct sm_pg_thing *thing;
	struct sm_index index;
	struct sm_strings names; /* its columns', for a name made of them */
	char constraint;         /* pg_constraint.contype; '\0': none */
};

/* --- what the server's text leaves out ------------------------------------ */

/* Behind the quoted thing, a name or a string, that begins there. */
static const char *
skip_quoted(const char *s)
{
	char quote = *s++;

	while (*s != '\0') {
		if (*s == quote && s[1] != quote)
			return s + 1;
		s += *s == quote ? 2 : 1;
	}
	return s;
}

/*
 * The end of what begins there: before a character of `ends` that stands in no
 * parentheses and no quotes.  The server's text has no comments, and doubles
 * quotes in strings, those that begin with E too.
 */
static const char *
skip_to(const char *s, const char *ends)
{
	int depth = 0;

	while (*s != '\0' && (depth > 0 || strchr(ends, *s) == NULL))
		if (*s == '"' || *s == '\'') {
			s = skip_quoted(s);
		} else {
			depth += *s == '(' || *s == '[';
			depth -= *s == ')' || *s == ']';
			s++;
		}
	return s;
}

/*
 * What stands behind the nth key, whose text that is, in CREATE INDEX … (key,
 * …) …; NULL: the text is not there.
 */
static const char *
behind_key(const char *definition, int n, const char *text)
{
	const char *s = skip_to(definition, "(");
	size_t len = strlen(text);

	for (; n > 0 && *s != '\0'; n--) {
		s = skip_to(s + 1, ",)");
		if (*s == ')')
			return NULL;
	}
	if (*s == '\0')
		return NULL;
	s += strspn(s + 1, " ") + 1;
	return strncmp(s, text, len) == 0 ? s + len : NULL;
}

#define COLLATE " COLLATE "

/* Drop what the key's text leaves out. */
static bool
resolve_doubt(struct sm_index_key *k, const char *const *v,
    struct sm_error *e)
{
	size_t len = k->opclass != NULL ? strlen(k->opclass) : 0;
	const char *s = v[TEXT] == NULL ? NULL
	    : behind_key(v[DEFINITION], (int)sm_pg_oid(v[NUMBER]) - 1, v[TEXT]);

	if (s == NULL)
		return sm_error_set(e, "the text of an index is not what was "
				       "expected: %s", v[DEFINITION]);
	if (strncmp(s, COLLATE, strlen(COLLATE)) == 0)
		s = skip_to(s + strlen(COLLATE), " ,)(");
	else if (k->column == NULL)
		k->collation = NULL;
	if (len == 0 || *s != ' ' || strncmp(s + 1, k->opclass, len) != 0 ||
	    strchr(" ,)", s[1 + len]) == NULL)
		k->opclass = NULL;
	return true;
}

/* --- a key ---------------------------------------------------------------- */

/* (a + b) of ((a + b)), which is how an expression that isn't a call stands. */
static const char *
expression(struct sm_pg_catalog *c, const char *text)
{
	size_t len = strlen(text);

	return *text == '(' && text[len - 1] == ')'
	    ? sm_memdup(c->arena, text + 1, len - 2)
	    : sm_strdup(c->arena, text);
}

static void
read_order(struct sm_index_key *k, uint32_t flags)
{
	bool first = (flags & NULLS_FIRST) != 0;

	k->desc = (flags & DESC) != 0;
	if (first != k->desc)
		k->nulls = first ? "first" : "last";
}

/* The server's functions give NULL for what was dropped meanwhile. */
static bool
vanished(const struct reading *r, struct sm_error *e)
{
	return sm_error_set(e, "the index %s is gone that was there a moment "
			       "ago", r->index.name);
}

static bool
read_key(struct reading *r, struct sm_index_key *k, const char *column,
    const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = r->c;
	bool in_doubt = sm_pg_true(v[IN_DOUBT]);

	if ((column == NULL && v[TEXT] == NULL) ||
	    (in_doubt && v[DEFINITION] == NULL))
		return vanished(r, e);
	k->column = column;
	if (column == NULL)
		k->expression = expression(c, v[TEXT]);
	k->collation = sm_pg_text(c, v[COLLATION]);
	k->opclass = sm_pg_text(c, v[OPCLASS]);
	if (in_doubt && !resolve_doubt(k, v, e))
		return false;
	sm_pg_reloptions(c, &k->opclass_options, v[OPCLASS_OPTIONS], "");
	read_order(k, sm_pg_oid(v[FLAGS]));
	if (v[STATISTICS] != NULL && *v[STATISTICS] != '-')
		k->statistics = sm_strdup(c->arena, v[STATISTICS]);
	return true;
}

static bool
read_column(struct reading *r, const char *const *v, struct sm_error *e)
{
	const char *column =
	    sm_pg_column(r->table, (int)sm_pg_oid(v[COLUMN_NUMBER]));
	struct sm_index *x = &r->index;
	struct sm_index_key *k;

	sm_strings_add(r->c->scratch, &r->names, column != NULL
	    ? column : sm_strdup(r->c->scratch, v[COLUMN_NAME]));
	if (!sm_pg_true(v[IS_INCLUDED])) {
		k = sm_push(r->c->scratch, &x->keys);
		memset(k, 0, sizeof *k);
		return read_key(r, k, column, v, e);
	}
	if (column != NULL)
		sm_strings_add(r->c->arena, &x->include, column);
	return true;
}

/* --- an index ------------------------------------------------------------- */

/* Options of the table that say "this index". */
static void
read_uses(struct reading *r, const char *const *v)
{
	struct sm_options *list = &r->table->object->options;
	const char *name = r->index.name;

	if (sm_pg_true(v[CLUSTERED]))
		sm_pg_option(r->c, list, "cluster_on", name);
	if (sm_pg_true(v[REPLICA_IDENTITY]))
		sm_pg_option(r->c, list, "replica_identity",
		    sm_sprintf(r->c->scratch, "index %s", name));
}

/* The index and its table, where they are shown. */
static bool
find(struct reading *r, const char *const *v)
{
	struct sm_pg_thing *t =
	    sm_pg_find(r->c, SM_PG_CLASS, sm_pg_oid(v[TABLE]));

	if (t == NULL || t->member || t->object->unreadable)
		return false;
	r->thing = sm_pg_enter(r->c, SM_PG_CLASS, v[OID], t->object,
	    r->index.name);
	if (r->thing->member)
		return false;
	r->table = t;
	return true;
}

static bool
begin(struct reading *r, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = r->c;
	struct sm_index *x = &r->index;

	/* The lists are filled again and again in the same room. */
	*r = (struct reading){.c = c, .names = {r->names.v, 0, r->names.cap},
	    .index.keys = {x->keys.v, 0, x->keys.cap}};
	x->name = sm_strdup(c->arena, v[NAME]);
	if (!find(r, v))
		return true;
	if (strcmp(v[METHOD], "btree") != 0)
		x->method = sm_strdup(c->arena, v[METHOD]);
	x->unique = sm_pg_true(v[UNIQUE]);
	x->nulls_not_distinct = sm_pg_true(v[NULLS_NOT_DISTINCT]);
	x->invalid = !sm_pg_true(v[VALID]);
	x->where = sm_pg_text(c, v[WHERE]);
	if (x->where == NULL && sm_pg_true(v[PARTIAL]))
		return vanished(r, e);
	sm_pg_reloptions(c, &x->parameters, v[PARAMETERS], "");
	x->tablespace = sm_pg_text(c, v[TABLESPACE]);
	x->comment = sm_pg_comment(c, SM_PG_CLASS, v[OID], "0");
	r->constraint = v[CONSTRAINT] != NULL ? *v[CONSTRAINT] : '\0';
	if (v[PARENT] != NULL && r->constraint == '\0') {
		x->partition_of = sm_alloc(c->arena, sizeof *x->partition_of);
		x->partition_of->schema = sm_strdup(c->arena, v[PARENT_SCHEMA]);
		x->partition_of->name = sm_strdup(c->arena, v[PARENT]);
	}
	read_uses(r, v);
	return true;
}

/* How the server names it (ChooseIndexName in indexcmds.c). */
static bool
is_made_up(const struct reading *r)
{
	const char *table = r->table->object->name;

	if (r->constraint == 'p')
		return sm_pg_is_made_up(r->index.name, table, NULL, "pkey");
	return sm_pg_is_made_up(r->index.name, table, &r->names,
	    r->constraint == 'u' ? "key" : r->constraint == 'x' ? "excl" : "idx");
}

/* Does a key say more than its column's name? */
static bool
says_more(const struct sm_index_keys *keys)
{
	const struct sm_index_key *k;
	size_t i;

	for (i = 0; i < keys->n; i++) {
		k = &keys->v[i];
		if (k->column == NULL || k->collation != NULL ||
		    k->opclass != NULL || k->opclass_options.n > 0 ||
		    k->desc || k->nulls != NULL || k->statistics != NULL)
			return true;
	}
	return false;
}

/* The keys in the arena, in no more room than they take. */
static struct sm_index_keys
kept(struct sm_pg_catalog *c, const struct sm_index_keys *keys)
{
	struct sm_index_keys copy = {NULL, keys->n, keys->n};

	copy.v = sm_alloc(c->arena, keys->n * sizeof *copy.v + 1);
	if (keys->n > 0)
		memcpy(copy.v, keys->v, keys->n * sizeof *copy.v);
	return copy;
}

/*
 * What a constraint takes over from its index.  Of a primary key or a unique
 * constraint that is mostly nothing but whether the server made its name.
 */
static const struct sm_index *
for_constraint(struct reading *r)
{
	static const struct sm_index plain, made_up = {.implicit = true};
	const struct sm_index *x = &r->index;
	struct sm_index *copy;
	bool keys = r->constraint == 'x' || says_more(&x->keys);

	if (!keys && x->include.n == 0 && !x->nulls_not_distinct &&
	    x->parameters.n == 0 && x->tablespace == NULL && !x->invalid &&
	    x->comment == NULL)
		return x->implicit ? &made_up : &plain;
	copy = sm_alloc(r->c->scratch, sizeof *copy);
	*copy = *x;
	copy->keys = (struct sm_index_keys){NULL, 0, 0};
	if (keys)
		copy->keys = kept(r->c, &x->keys);
	return copy;
}

/* The rows of an index have all been there. */
static void
finish(struct reading *r)
{
	struct sm_index *x;

	if (r->table == NULL)
		return;
	r->index.implicit = is_made_up(r);
	if (r->constraint != '\0') {
		r->thing->index = for_constraint(r);
		return;
	}
	x = sm_push(r->c->arena, &r->table->object->indexes);
	*x = r->index;
	x->keys = kept(r->c, &r->index.keys);
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct reading *r = ctx;

	if (strcmp(v[NUMBER], "1") == 0) {
		finish(r);
		if (!begin(r, v, e))
			return false;
	}
	return r->table == NULL || read_column(r, v, e);
}

bool
sm_pg_read_indexes(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct reading r = {.c = c};
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	sm_buf_addf(&sql, query,
	    sm_pg_since(c, 150000, "i.indnullsnotdistinct", "false"));
	done = sm_pg_rows(c->db, sm_buf_str(&sql), COLUMNS, row, &r, e);
	sm_buf_free(&sql);
	if (done)
		finish(&r);
	return done;
}
