/*
 * Tables: made, dropped, renamed, changed.
 */
#include <stdint.h>
#include <string.h>

#include "model/snapshot.h"
#include "stages/sql_postgresql_table.h"

const char *
sm_pgsql_table_name(const struct sm_pgsql *w, const struct sm_sql_item *item)
{
	const struct sm_object *o = item->old;

	if (o == NULL)
		return sm_pgsql_object_name(w, item->target);
	return sm_pgsql_qualified(w, o->schema,
	    sm_pgsql_table_now(w, o->schema, o->name));
}

/*
 * What a child has from its parents and nowhere else isn't written, but in a
 * partition, which is made by itself and attached then, as pg_dump does: so it
 * keeps an order of columns and names of its own.
 */
static bool
is_written(const struct sm_object *o, bool inherited, bool local)
{
	return o->partition_of != NULL || !inherited || local;
}

/* Has a typed table's column anything that its type doesn't say? */
static bool
says_more_than_type(const struct sm_column *c)
{
	return !c->nullable || c->default_text != NULL ||
	    c->identity != NULL || c->generated != NULL;
}

static void
begin_element(struct sm_buf *b, size_t *n)
{
	sm_buf_adds(b, (*n)++ == 0 ? " (\n\t" : ",\n\t");
}

static bool
put_columns(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o,
    size_t *n)
{
	size_t i;

	for (i = 0; i < o->columns.n; i++) {
		const struct sm_column *c = &o->columns.v[i];

		if (!is_written(o, c->inherited, c->local) ||
		    (o->of_type != NULL && !says_more_than_type(c)))
			continue;
		begin_element(b, n);
		if (!sm_pgsql_column_text(w, b, o, c))
			return false;
	}
	return true;
}

static bool
same_columns(const struct sm_strings *x, const struct sm_strings *y)
{
	size_t i;

	for (i = 0; i < x->n && i < y->n; i++)
		if (strcmp(x->v[i], y->v[i]) != 0)
			return false;
	return x->n == y->n;
}

/*
 * CREATE TABLE makes one of two keys over the same columns (parse_utilcmd.c,
 * transformIndexConstraints).
 */
static bool
is_double(const struct sm_object *o, const struct sm_key *key)
{
	const struct sm_key *other;

	if (o->primary_key != NULL &&
	    same_columns(&o->primary_key->columns, &key->columns))
		return true;
	for (other = o->uniques.v; other < key; other++)
		if (same_columns(&other->columns, &key->columns))
			return true;
	return false;
}

/* Does it come by an op of its own, and can't be written with the table? */
static bool
is_later(enum sm_part part, const struct sm_object *o, const void *of)
{
	const struct sm_check *c = of;

	if (part == SM_PART_UNIQUE)
		return is_double(o, of);
	if (part != SM_PART_CHECK)
		return false;
	return !is_written(o, c->inherited, c->local) || c->not_valid;
}

/* A check that doesn't hold for rows before it, which a new table's can't. */
static bool
is_for_new_rows(const struct sm_object *o, const struct sm_check *c)
{
	return c->not_valid && is_written(o, c->inherited, c->local);
}

static bool
put_constraint(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_object *o, enum sm_part part, const void *of, size_t *n)
{
	if (is_later(part, o, of))
		return true;
	begin_element(b, n);
	return sm_pgsql_constraint_text(w, b, part, o, of);
}

static bool
put_constraints(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_object *o, size_t *n)
{
	size_t i;

	if (o->primary_key != NULL && !put_constraint(w, b, o,
	        SM_PART_PRIMARY_KEY, o->primary_key, n))
		return false;
	for (i = 0; i < o->uniques.n; i++)
		if (!put_constraint(w, b, o, SM_PART_UNIQUE,
		        &o->uniques.v[i], n))
			return false;
	for (i = 0; i < o->checks.n; i++)
		if (!put_constraint(w, b, o, SM_PART_CHECK, &o->checks.v[i],
		        n))
			return false;
	for (i = 0; i < o->exclusions.n; i++)
		if (!put_constraint(w, b, o, SM_PART_EXCLUSION,
		        &o->exclusions.v[i], n))
			return false;
	return true;
}

static void
put_inherits(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->inherits.n; i++)
		sm_buf_addf(b, "%s%s", i == 0 ? " INHERITS (" : ", ",
		    sm_pgsql_qualified(w, o->inherits.v[i].schema,
		        o->inherits.v[i].name));
	if (o->inherits.n > 0)
		sm_buf_addc(b, ')');
}

static bool
put_clauses(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	const char *method =
	    sm_option_text(w->arena, &o->options, "access_method");
	const char *space = sm_option_text(w->arena, &o->options, "tablespace");

	put_inherits(w, b, o);
	if (o->partition_key != NULL) {
		if (!sm_pgsql_fits(w, SM_FRAGMENT_QUERY, o->partition_key,
		        "the partition key"))
			return false;
		sm_buf_addf(b, " PARTITION BY %s", o->partition_key);
	}
	if (method != NULL)
		sm_buf_addf(b, " USING %s", sm_pgsql_name(w, method));
	if (o->parameters.n > 0)
		sm_buf_addf(b, " WITH %s", sm_pgsql_parameters(w,
		    &o->parameters));
	if (space != NULL)
		sm_buf_addf(b, " TABLESPACE %s", sm_pgsql_name(w, space));
	return true;
}

static bool
put_table(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	size_t n = 0;

	sm_buf_addf(b, "CREATE %sTABLE %s",
	    sm_option_on(&o->options, "unlogged") ? "UNLOGGED " : "",
	    sm_pgsql_object_name(w, o));
	if (o->of_type != NULL)
		sm_buf_addf(b, " OF %s", sm_pgsql_qualified(w,
		    o->of_type->schema, o->of_type->name));
	if (!put_columns(w, b, o, &n) || !put_constraints(w, b, o, &n))
		return false;
	if (n > 0)
		sm_buf_adds(b, "\n)");
	else if (o->of_type == NULL)
		sm_buf_adds(b, " ()");
	return put_clauses(w, b, o);
}

static bool
add_later(struct sm_pgsql *w, const struct sm_object *o, enum sm_part part,
    const void *of)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_constraint_text(w, &b, part, o, of);

	if (fine)
		sm_pgsql_run(&w->script, "ALTER TABLE %s ADD %s",
		    sm_pgsql_object_name(w, o), sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

static bool
add_constraint_rests(struct sm_pgsql *w, const struct sm_object *o)
{
	size_t i;

	if (o->primary_key != NULL && !sm_pgsql_constraint_rest(w,
	        SM_PART_PRIMARY_KEY, o, o->primary_key))
		return false;
	for (i = 0; i < o->uniques.n; i++)
		if ((is_double(o, &o->uniques.v[i]) &&
		        !add_later(w, o, SM_PART_UNIQUE, &o->uniques.v[i])) ||
		    !sm_pgsql_constraint_rest(w, SM_PART_UNIQUE, o,
		        &o->uniques.v[i]))
			return false;
	for (i = 0; i < o->checks.n; i++)
		if ((is_for_new_rows(o, &o->checks.v[i]) &&
		        !add_later(w, o, SM_PART_CHECK, &o->checks.v[i])) ||
		    !sm_pgsql_constraint_rest(w, SM_PART_CHECK, o,
		        &o->checks.v[i]))
			return false;
	for (i = 0; i < o->exclusions.n; i++)
		if (!sm_pgsql_constraint_rest(w, SM_PART_EXCLUSION, o,
		        &o->exclusions.v[i]))
			return false;
	return true;
}

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/* What a child says otherwise than the parent that it has the column from. */
static bool
differ_from_parent(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_column *c)
{
	const struct sm_column *p = sm_pgsql_parent_column(w, o, c->name);
	const char *table = sm_pgsql_object_name(w, o);
	const char *column = sm_pgsql_name(w, c->name), *text = NULL;

	if (c->generated != NULL)
		return true;
	if (c->default_text != NULL &&
	    (text = sm_pgsql_default(w, c->default_text)) == NULL)
		return false;
	if (p != NULL ? !same(p->default_text, c->default_text)
	              : c->default_text != NULL)
		sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER COLUMN %s "
		    "%s%s", table, column, text != NULL ? "SET DEFAULT "
		                                        : "DROP DEFAULT",
		    text != NULL ? text : "");
	if (!c->nullable && (p == NULL || p->nullable))
		sm_pgsql_run(&w->script, "ALTER TABLE %s ALTER COLUMN %s "
		    "SET NOT NULL", table, column);
	return true;
}

static bool
add_column_rests(struct sm_pgsql *w, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->columns.n; i++) {
		const struct sm_column *c = &o->columns.v[i];

		if (!is_written(o, c->inherited, c->local) &&
		    !differ_from_parent(w, o, c))
			return false;
		if (!sm_pgsql_column_rest(w, o, c))
			return false;
	}
	return true;
}

bool
sm_pgsql_add_table(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = sm_pgsql_object_name(w, o);
	struct sm_buf b = SM_BUF_INIT;
	bool fine = put_table(w, &b, o);

	(void)part;
	if (fine)
		sm_pgsql_run(&w->script, "%s", sm_buf_str(&b));
	sm_buf_free(&b);
	/* What is revoked from a table goes from its columns, too. */
	return fine && add_constraint_rests(w, o) &&
	    (o->partition_of == NULL || sm_pgsql_attach(w, name, o)) &&
	    sm_pgsql_table_options_add(w, o) &&
	    sm_pgsql_add_access(w, "TABLE", name, o) && add_column_rests(w, o);
}

bool
sm_pgsql_drop_table(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)o;
	(void)part;
	sm_pgsql_run(&w->script, "DROP TABLE %s",
	    sm_pgsql_table_name(w, w->item));
	return true;
}

/*
 * The table that has the name is renamed, too, and was to be later: names that
 * change places.  It makes way under a name that nothing has.
 */
static void
make_way(struct sm_pgsql *w, const char *schema, const char *name)
{
	struct sm_sql_item *other = sm_pgsql_relation_old(w, schema, name);
	const char *parked;
	size_t i;

	for (i = 0; other != NULL && i < other->ops.n; i++) {
		const struct sm_op *op = other->ops.v[i];

		if (op->verb != SM_RENAME || sm_pgsql_is_said(w, op) ||
		    op->target->part != SM_PART_NONE)
			continue;
		parked = sm_sprintf(w->arena, "sm_%s", op->id);
		sm_pgsql_say(&w->script, "  names change places, by way of %s",
		    parked);
		sm_pgsql_run(&w->script, "ALTER TABLE %s RENAME TO %s",
		    sm_pgsql_table_name(w, other), sm_pgsql_name(w, parked));
		sm_pgsql_table_renamed(w, schema, name, parked);
		return;
	}
}

bool
sm_pgsql_rename_table(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	size_t i;

	(void)part;
	make_way(w, o->schema, o->name);
	sm_pgsql_run(&w->script, "ALTER TABLE %s RENAME TO %s",
	    sm_pgsql_table_name(w, w->item), sm_pgsql_name(w, o->name));
	sm_pgsql_table_renamed(w, w->item->old->schema, w->item->old->name,
	    o->name);
	for (i = 0; i < w->item->old->columns.n; i++)
		sm_pgsql_identity_renamed(w, w->item, i);
	return true;
}

static bool
refuse_key(struct sm_pgsql *w, const char *table, const struct sm_object *o)
{
	sm_pgsql_refuse(w, "PostgreSQL can't change how %s is partitioned",
	    table);
	return sm_pgsql_procedure(w, "make a new table with the partitions "
	    "that are wanted%s%s, move the rows into it (INSERT INTO ... "
	    "SELECT * FROM %s), then rename both in one transaction and make "
	    "a plan anew", o->partition_key != NULL ? ", PARTITION BY " : "",
	    o->partition_key != NULL ? o->partition_key : "", table);
}

static bool
is_access(const char *word)
{
	return strcmp(word, "comment") == 0 || strcmp(word, "owner") == 0 ||
	    strcmp(word, "grants") == 0;
}

static bool
is_of_parents(const char *word)
{
	return strcmp(word, "partition_of") == 0 ||
	    strcmp(word, "bound") == 0 || strcmp(word, "inherits") == 0 ||
	    strcmp(word, "of_type") == 0;
}

bool
sm_pgsql_modify_table(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const char *table = sm_pgsql_table_name(w, w->item);
	size_t i;

	(void)old_part;
	(void)new_part;
	if (sm_pgsql_changes(w, "partition_key"))
		return refuse_key(w, table, new_);
	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];
		bool known = is_access(word) || is_of_parents(word);

		if (!known && !sm_pgsql_table_option_modify(w, table, old,
		        new_, word, &known))
			return false;
		if (!known)
			return sm_pgsql_refuse(w, "what \"%s\" of a table is "
			    "isn't known here", word);
	}
	return sm_pgsql_modify_parents(w, table, new_) &&
	    sm_pgsql_modify_access(w, "TABLE", table, old, new_);
}
