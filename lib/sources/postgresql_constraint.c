/*
 * pg_constraint: primary keys, unique, check, foreign key, exclusion and (from
 * 18 on) NOT NULL constraints of tables; checks and NOT NULL of domains.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_catalog.h"

enum {
	OID,
	RELATION,
	DOMAIN,
	TYPE,
	NAME,
	DEFERRABLE,
	DEFERRED,
	VALID,
	ENFORCED,
	NO_INHERIT,
	LOCAL,
	INHERITED,
	PARENT_RELATION,
	PERIOD,
	INDEX,
	KEY,
	EXPRESSION,
	OPERATORS,
	OTHER,
	OTHER_SCHEMA,
	OTHER_NAME,
	OTHER_KEY,
	ON_UPDATE,
	ON_DELETE,
	MATCH,
	ON_DELETE_KEY,
	COLUMNS
};

/* %s: what versions have or haven't.  Constraint triggers ('t') aren't here. */
static const char query[] =
    "SELECT o.oid, o.conrelid, o.contypid, o.contype, o.conname, "
    "o.condeferrable, o.condeferred, o.convalidated, %s, o.connoinherit, "
    "o.conislocal, o.coninhcount > 0, p.conrelid, %s, o.conindid, o.conkey, "
    "CASE WHEN o.contype = 'c' THEN pg_get_expr(o.conbin, o.conrelid) END, "
    "CASE WHEN o.contype = 'x' THEN (SELECT array_agg("
    "CASE WHEN n.nspname = 'pg_catalog' THEN op.oprname::text "
    "ELSE quote_ident(n.nspname) || '.' || op.oprname END ORDER BY u.place) "
    "FROM unnest(o.conexclop) WITH ORDINALITY u(oid, place) "
    "JOIN pg_operator op ON op.oid = u.oid "
    "JOIN pg_namespace n ON n.oid = op.oprnamespace) END, "
    "o.confrelid, fn.nspname, f.relname, o.confkey, o.confupdtype, "
    "o.confdeltype, o.confmatchtype, %s "
    "FROM pg_constraint o LEFT JOIN pg_constraint p ON p.oid = o.conparentid "
    "LEFT JOIN pg_class f ON f.oid = o.confrelid "
    "LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace "
    "WHERE o.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND "
    SM_PG_USER_SCHEMA("o.connamespace");

/* What is being read, and the constraint of the row. */
struct reading {
	struct sm_pg_catalog *c;
	struct sm_map heirs; /* "schema name" -> object: of those with parents */
	struct sm_pg_thing *owner; /* a table or a domain */
	struct sm_object *object;  /* the owner's */
	const char *name, *comment;
	bool inherited;
};

/* --- names ---------------------------------------------------------------- */

/* More ancestors than that are not looked at: the name is then a given one. */
#define MAX_ANCESTORS 64

struct ancestors {
	const struct sm_name *names[MAX_ANCESTORS];
	size_t n;
};

static void
add_ancestor(struct ancestors *a, const struct sm_name *name)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (strcmp(a->names[i]->name, name->name) == 0 &&
		    strcmp(a->names[i]->schema, name->schema) == 0)
			return;
	if (a->n < MAX_ANCESTORS)
		a->names[a->n++] = name;
}

static void
add_parents(struct ancestors *a, const struct sm_object *o)
{
	size_t i;

	if (o->partition_of != NULL)
		add_ancestor(a, o->partition_of);
	for (i = 0; i < o->inherits.n; i++)
		add_ancestor(a, &o->inherits.v[i]);
}

static const char *
heir_key(struct sm_pg_catalog *c, const char *schema, const char *name)
{
	return sm_sprintf(c->scratch, "%zu %s.%s", strlen(schema), schema,
	    name);
}

static void
note_heirs(struct reading *r)
{
	struct sm_object *o;
	size_t i;

	sm_map_init(&r->heirs, r->c->scratch);
	for (i = 0; i < r->c->objects.n; i++) {
		o = r->c->objects.v[i];
		if (o->partition_of != NULL || o->inherits.n > 0)
			sm_map_set(&r->heirs,
			    heir_key(r->c, o->schema, o->name), o);
	}
}

/*
 * Did the server make the name?  What is inherited has the name that it has in
 * the table that it comes from.
 */
static bool
is_made_up(struct reading *r, const struct sm_strings *columns,
    const char *label)
{
	struct ancestors a = {.n = 0};
	const struct sm_object *o = r->object;
	size_t i;

	if (sm_pg_is_made_up(r->name, o->name, columns, label))
		return true;
	if (!r->inherited)
		return false;
	add_parents(&a, o);
	for (i = 0; i < a.n; i++) {
		if (sm_pg_is_made_up(r->name, a.names[i]->name, columns, label))
			return true;
		o = sm_map_get(&r->heirs, heir_key(r->c, a.names[i]->schema,
		    a.names[i]->name));
		if (o != NULL)
			add_parents(&a, o);
	}
	return false;
}

/* --- primary keys, unique and exclusion constraints ----------------------- */

/* Of a table whose index is looked up. */
static bool
find_index(const struct reading *r, const char *const *v,
    const struct sm_index **x, struct sm_error *e)
{
	const struct sm_pg_thing *t =
	    sm_pg_find(r->c, SM_PG_CLASS, sm_pg_oid(v[INDEX]));

	*x = t != NULL ? t->index : NULL;
	return *x != NULL || sm_error_set(e, "the index of the constraint %s "
					     "on %s was not found", r->name,
	    r->object->name);
}

static bool
read_key(struct reading *r, struct sm_key *k, const char *const *v,
    struct sm_error *e)
{
	const struct sm_index *x;

	if (!find_index(r, v, &x, e))
		return false;
	k->name = r->name;
	k->columns = sm_pg_columns(r->c, r->owner, v[KEY]);
	k->keys = x->keys;
	k->nulls_not_distinct = x->nulls_not_distinct;
	k->without_overlaps = sm_pg_true(v[PERIOD]);
	k->include = x->include;
	k->deferrable = sm_pg_true(v[DEFERRABLE]);
	k->initially_deferred = sm_pg_true(v[DEFERRED]);
	k->parameters = x->parameters;
	k->tablespace = x->tablespace;
	k->invalid = x->invalid;
	k->implicit = x->implicit;
	k->inherited = r->inherited;
	k->comment = r->comment;
	k->index_comment = x->comment;
	return true;
}

static bool
read_primary_key(struct reading *r, const char *const *v, struct sm_error *e)
{
	r->object->primary_key =
	    sm_alloc(r->c->arena, sizeof *r->object->primary_key);
	return read_key(r, r->object->primary_key, v, e);
}

static bool
read_unique(struct reading *r, const char *const *v, struct sm_error *e)
{
	return read_key(r, sm_push(r->c->arena, &r->object->uniques), v, e);
}

static bool
read_exclusion(struct reading *r, const char *const *v, struct sm_error *e)
{
	struct sm_exclusion *x = sm_push(r->c->arena, &r->object->exclusions);
	struct sm_strings operators = sm_pg_array(r->c, v[OPERATORS]);
	const struct sm_index *index;
	size_t i;

	if (!find_index(r, v, &index, e))
		return false;
	if (operators.n != index->keys.n)
		return sm_error_set(e, "the exclusion constraint %s has not an "
				       "operator for each key", r->name);
	x->name = r->name;
	x->method = index->method;
	x->keys = index->keys;
	for (i = 0; i < operators.n; i++)
		x->keys.v[i].operator_ = operators.v[i];
	x->include = index->include;
	x->where = index->where;
	x->deferrable = sm_pg_true(v[DEFERRABLE]);
	x->initially_deferred = sm_pg_true(v[DEFERRED]);
	x->parameters = index->parameters;
	x->tablespace = index->tablespace;
	x->invalid = index->invalid;
	x->implicit = index->implicit;
	x->inherited = r->inherited;
	x->comment = r->comment;
	x->index_comment = index->comment;
	return true;
}

/* --- checks and NOT NULL -------------------------------------------------- */

/* The one system column that a check may name (parse_relation.c). */
#define TABLEOID "{-6}"

/* A check of one column has it in its name (AddRelationNewConstraints). */
static bool
is_made_up_check(struct reading *r, const char *const *v)
{
	struct sm_strings columns = sm_pg_columns(r->c, r->owner, v[KEY]);

	if (v[KEY] != NULL && strcmp(v[KEY], TABLEOID) == 0)
		sm_strings_add(r->c->scratch, &columns, "tableoid");
	return is_made_up(r, columns.n == 1 ? &columns : NULL, "check");
}

static bool
read_check(struct reading *r, const char *const *v, struct sm_error *e)
{
	struct sm_check *x = sm_push(r->c->arena, &r->object->checks);

	if (v[EXPRESSION] == NULL)
		return sm_error_set(e, "%s is gone, whose constraint %s was "
				       "there a moment ago", r->object->name,
		    r->name);
	x->name = r->name;
	x->expression = sm_strdup(r->c->arena, v[EXPRESSION]);
	x->no_inherit = sm_pg_true(v[NO_INHERIT]);
	x->not_enforced = !sm_pg_true(v[ENFORCED]);
	/* What isn't enforced is never valid. */
	x->not_valid = !sm_pg_true(v[VALID]) && !x->not_enforced;
	x->implicit = is_made_up_check(r, v);
	x->inherited = r->inherited;
	/* A partition's is never its own, whatever a dump made of it. */
	x->local = x->inherited && sm_pg_true(v[LOCAL]) &&
	    r->object->bound == NULL;
	x->comment = r->comment;
	return true;
}

/* Of a domain: it is there only by its name and its comment. */
static void
read_domain_not_null(struct reading *r)
{
	if (!is_made_up(r, NULL, "not_null"))
		r->object->domain.not_null_name = r->name;
	r->object->domain.not_null_comment = r->comment;
}

/* From 18 on; before that NOT NULL has neither a name nor options. */
static bool
read_not_null(struct reading *r, const char *const *v, struct sm_error *e)
{
	bool no_inherit = sm_pg_true(v[NO_INHERIT]);
	bool valid = sm_pg_true(v[VALID]), made_up;
	struct sm_strings columns;
	struct sm_column *col;

	(void)e;
	if (sm_pg_oid(v[DOMAIN]) != 0) {
		read_domain_not_null(r);
		return true;
	}
	columns = sm_pg_columns(r->c, r->owner, v[KEY]);
	made_up = is_made_up(r, &columns, "not_null");
	/* Most have nothing to say. */
	if (columns.n != 1 ||
	    (made_up && valid && !no_inherit && r->comment == NULL))
		return true;
	col = sm_pg_column_named(r->c, r->object, columns.v[0]);
	if (col == NULL)
		return true;
	if (!made_up)
		col->not_null_name = r->name;
	col->not_null_comment = r->comment;
	sm_pg_option_true(r->c, &col->options, "not_null_no_inherit",
	    no_inherit);
	sm_pg_option_true(r->c, &col->options, "not_null_not_valid", !valid);
	return true;
}

/* --- foreign keys --------------------------------------------------------- */

static const char *
action(const char *code)
{
	static const char codes[] = "rcnd"; /* and a: NO ACTION */
	static const char *const words[] = {"RESTRICT", "CASCADE", "SET NULL",
	    "SET DEFAULT"};
	const char *at = *code != '\0' ? strchr(codes, *code) : NULL;

	return at != NULL ? words[at - codes] : NULL;
}

static const char *
match(const char *code)
{
	return *code == 'f' ? "FULL" : *code == 'p' ? "PARTIAL" : NULL;
}

/* Up to 11 only the first column was in the name, which pg_upgrade has kept. */
static bool
is_made_up_foreign_key(struct reading *r, const struct sm_strings *columns)
{
	struct sm_strings first = {columns->v, columns->n > 0, 1};

	return is_made_up(r, columns, "fkey") || is_made_up(r, &first, "fkey");
}

static bool
read_references(struct reading *r, struct sm_foreign_key *f,
    const char *const *v, struct sm_error *e)
{
	const struct sm_pg_thing *other =
	    sm_pg_find(r->c, SM_PG_CLASS, sm_pg_oid(v[OTHER]));

	f->references = sm_alloc(r->c->arena, sizeof *f->references);
	if (other == NULL || v[OTHER_NAME] == NULL)
		return sm_error_set(e, "the table that the foreign key %s of "
				       "%s refers to was not found", r->name,
		    r->object->name);
	f->references->schema = sm_strdup(r->c->arena, v[OTHER_SCHEMA]);
	f->references->table = sm_strdup(r->c->arena, v[OTHER_NAME]);
	f->references->columns = sm_pg_columns(r->c, other, v[OTHER_KEY]);
	return true;
}

static bool
read_foreign_key(struct reading *r, const char *const *v, struct sm_error *e)
{
	struct sm_foreign_key *f = sm_push(r->c->arena,
	    &r->object->foreign_keys);

	f->name = r->name;
	f->columns = sm_pg_columns(r->c, r->owner, v[KEY]);
	if (!read_references(r, f, v, e))
		return false;
	f->on_delete = action(v[ON_DELETE]);
	f->on_update = action(v[ON_UPDATE]);
	f->on_delete_columns = sm_pg_columns(r->c, r->owner, v[ON_DELETE_KEY]);
	f->match = match(v[MATCH]);
	f->deferrable = sm_pg_true(v[DEFERRABLE]);
	f->initially_deferred = sm_pg_true(v[DEFERRED]);
	f->period = sm_pg_true(v[PERIOD]);
	f->not_enforced = !sm_pg_true(v[ENFORCED]);
	f->not_valid = !sm_pg_true(v[VALID]) && !f->not_enforced;
	f->implicit = is_made_up_foreign_key(r, &f->columns);
	f->inherited = r->inherited;
	f->comment = r->comment;
	return true;
}

/* --- rows ----------------------------------------------------------------- */

/* By pg_constraint.contype. */
static const struct {
	char type;
	bool (*read)(struct reading *, const char *const *, struct sm_error *);
} readers[] = {
	{'p', read_primary_key}, {'u', read_unique}, {'x', read_exclusion},
	{'c', read_check}, {'n', read_not_null}, {'f', read_foreign_key},
};

/*
 * A foreign key that refers to a partitioned table has a row for each of the
 * partitions too, on the same table, for its actions only; a partition's own
 * copy is on the partition (addFkRecurseReferenced and addFkRecurseReferencing
 * in tablecmds.c).
 */
static bool
is_action(const char *const *v)
{
	return v[PARENT_RELATION] != NULL &&
	    strcmp(v[PARENT_RELATION], v[RELATION]) == 0;
}

static bool
begin(struct reading *r, const char *const *v)
{
	struct sm_pg_catalog *c = r->c;
	struct sm_pg_thing *t;
	bool of_domain = sm_pg_oid(v[DOMAIN]) != 0;

	r->owner = sm_pg_find(c, of_domain ? SM_PG_TYPE : SM_PG_CLASS,
	    sm_pg_oid(v[of_domain ? DOMAIN : RELATION]));
	if (r->owner == NULL || r->owner->member ||
	    r->owner->object->unreadable)
		return false;
	r->object = r->owner->object;
	r->name = sm_strdup(c->arena, v[NAME]);
	/* A foreign key says itself what it needs, and nothing needs it. */
	if (*v[TYPE] == 'f')
		t = sm_pg_find(c, SM_PG_CONSTRAINT, sm_pg_oid(v[OID]));
	else
		t = sm_pg_enter(c, SM_PG_CONSTRAINT, v[OID], r->object,
		    r->name);
	if (t != NULL && t->member)
		return false;
	r->comment = sm_pg_comment(c, SM_PG_CONSTRAINT, v[OID], "0");
	r->inherited = v[PARENT_RELATION] != NULL || sm_pg_true(v[INHERITED]);
	return !is_action(v);
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct reading *r = ctx;
	size_t i;

	if (!begin(r, v))
		return true;
	for (i = 0; i < sizeof readers / sizeof *readers; i++)
		if (readers[i].type == *v[TYPE])
			return readers[i].read(r, v, e);
	return true;
}

bool
sm_pg_read_constraints(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct reading r = {.c = c};
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	note_heirs(&r);
	sm_buf_addf(&sql, query,
	    sm_pg_since(c, 180000, "o.conenforced", "true"),
	    sm_pg_since(c, 180000, "o.conperiod", "false"),
	    sm_pg_since(c, 150000, "o.confdelsetcols", "NULL"));
	done = sm_pg_rows(c->db, sm_buf_str(&sql), COLUMNS, row, &r, e);
	sm_buf_free(&sql);
	return done;
}
