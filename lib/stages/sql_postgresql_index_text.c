/*
 * Indexes in PostgreSQL's words (CREATE INDEX; create_index.sgml), and what
 * constraints that have one say in the same words.
 */
#include <stdlib.h>
#include <string.h>

#include "stages/sql_postgresql_key.h"

/* "name" = 'value', ... */
static void
add_options(const struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_options *list)
{
	const char *value;
	size_t i;

	for (i = 0; i < list->n; i++) {
		value = sm_option_text(w->arena, list, list->v[i].name);
		sm_buf_addf(b, "%s%s = %s", i > 0 ? ", " : "",
		    sm_pgsql_name(w, list->v[i].name),
		    sm_pgsql_string(w, value));
	}
}

static bool
add_opclass(struct sm_pgsql *w, struct sm_buf *b, const struct sm_index_key *k)
{
	if (k->opclass == NULL && k->opclass_options.n > 0)
		return sm_pgsql_refuse(w, "an operator class has options but "
		    "no name");
	if (k->opclass == NULL)
		return true;
	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, k->opclass,
	        "the operator class"))
		return false;
	sm_buf_addc(b, ' ');
	sm_fragment_add(b, w->dialect, k->opclass);
	if (k->opclass_options.n > 0) {
		sm_buf_adds(b, " (");
		add_options(w, b, &k->opclass_options);
		sm_buf_addc(b, ')');
	}
	return true;
}

/* A snapshot says "&&", or "schema"."op" of one that isn't in pg_catalog. */
static bool
add_operator(struct sm_pgsql *w, struct sm_buf *b, const char *operator_)
{
	static const char marks[] = "+-*/<>=~!@#%^&|`?";
	const char *name = strrchr(operator_, '.');

	name = name != NULL ? name + 1 : operator_;
	/* An operator holds no beginning of a comment (scan.l). */
	if (*name == '\0' || name[strspn(name, marks)] != '\0' ||
	    strstr(name, "--") != NULL || strstr(name, "/*") != NULL ||
	    !sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, operator_, "the operator"))
		return sm_pgsql_refuse(w, "the exclusion constraint names no "
		    "operator");
	sm_buf_addf(b, " WITH OPERATOR(%s%s)",
	    name == operator_ ? "pg_catalog." : "", operator_);
	return true;
}

static bool
add_key(struct sm_pgsql *w, struct sm_buf *b, const struct sm_index_key *k)
{
	const char *collation;

	if (k->column != NULL) {
		sm_buf_adds(b, sm_pgsql_name(w, k->column));
	} else if (k->expression == NULL) {
		return sm_pgsql_refuse(w, "an index key says neither column "
		    "nor expression");
	} else {
		if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, k->expression,
		        "the expression of an index key"))
			return false;
		sm_buf_addc(b, '(');
		sm_fragment_add(b, w->dialect, k->expression);
		sm_buf_addc(b, ')');
	}
	if (k->collation != NULL) {
		if ((collation = sm_pgsql_collation(w, k->collation)) == NULL)
			return false;
		sm_buf_addf(b, " COLLATE %s", collation);
	}
	if (!add_opclass(w, b, k))
		return false;
	if (k->desc)
		sm_buf_adds(b, " DESC");
	if (k->nulls != NULL)
		sm_buf_addf(b, " NULLS %s",
		    strcmp(k->nulls, "first") == 0 ? "FIRST" : "LAST");
	return k->operator_ == NULL || add_operator(w, b, k->operator_);
}

bool
sm_pgsql_index_keys(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_index_keys *keys)
{
	size_t i;

	sm_buf_addc(b, '(');
	for (i = 0; i < keys->n; i++) {
		if (i > 0)
			sm_buf_adds(b, ", ");
		if (!add_key(w, b, &keys->v[i]))
			return false;
	}
	sm_buf_addc(b, ')');
	return true;
}

const char *
sm_pgsql_including(const struct sm_pgsql *w, const struct sm_strings *columns)
{
	if (columns->n == 0)
		return "";
	return sm_sprintf(w->arena, " INCLUDE (%s)",
	    sm_pgsql_names(w, columns));
}

const char *
sm_pgsql_with(const struct sm_pgsql *w, const struct sm_options *list)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;

	if (list->n == 0)
		return "";
	add_options(w, &b, list);
	text = sm_sprintf(w->arena, " WITH (%s)", sm_buf_str(&b));
	sm_buf_free(&b);
	return text;
}

static bool
add_where(struct sm_pgsql *w, struct sm_buf *b, const char *where)
{
	if (where == NULL)
		return true;
	if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, where,
	        "the predicate of an index"))
		return false;
	sm_buf_adds(b, " WHERE (");
	sm_fragment_add(b, w->dialect, where);
	sm_buf_addc(b, ')');
	return true;
}

bool
sm_pgsql_index_text(struct sm_pgsql *w, struct sm_buf *b, const char *table,
    bool only, const struct sm_index *x)
{
	sm_buf_addf(b, " ON %s%s USING %s ", only ? "ONLY " : "", table,
	    sm_pgsql_name(w, x->method != NULL ? x->method : "btree"));
	if (!sm_pgsql_index_keys(w, b, &x->keys))
		return false;
	sm_buf_adds(b, sm_pgsql_including(w, &x->include));
	if (x->nulls_not_distinct)
		sm_buf_adds(b, " NULLS NOT DISTINCT");
	sm_buf_adds(b, sm_pgsql_with(w, &x->parameters));
	if (x->tablespace != NULL)
		sm_buf_addf(b, " TABLESPACE %s",
		    sm_pgsql_name(w, x->tablespace));
	return add_where(w, b, x->where);
}

struct sm_index
sm_pgsql_index_of_key(const struct sm_pgsql *w, const struct sm_key *key)
{
	struct sm_index x = {.name = key->name, .unique = true,
	    .keys = key->keys, .include = key->include,
	    .nulls_not_distinct = key->nulls_not_distinct,
	    .parameters = key->parameters, .tablespace = key->tablespace,
	    .invalid = key->invalid, .comment = key->index_comment};
	size_t i;

	for (i = 0; key->keys.n == 0 && i < key->columns.n; i++)
		sm_push(w->arena, &x.keys)->column = key->columns.v[i];
	return x;
}

struct sm_index
sm_pgsql_index_of_exclusion(const struct sm_exclusion *e)
{
	struct sm_index x = {.name = e->name, .method = e->method,
	    .keys = e->keys, .include = e->include, .where = e->where,
	    .parameters = e->parameters, .tablespace = e->tablespace,
	    .invalid = e->invalid, .comment = e->index_comment};

	return x;
}

/* A plan may hold anything: what is no number is 0. */
long
sm_pgsql_statistics(const struct sm_index_key *k)
{
	return k->statistics != NULL ? strtol(k->statistics, NULL, 10) : -1;
}

void
sm_pgsql_index_rest(struct sm_pgsql *w, const struct sm_object *table,
    const struct sm_index *x)
{
	const char *name = sm_pgsql_qualified(w, table->schema, x->name);
	size_t i;

	for (i = 0; i < x->keys.n; i++)
		if (x->keys.v[i].statistics != NULL)
			sm_pgsql_run(&w->script, "ALTER INDEX %s ALTER COLUMN "
			    "%zu SET STATISTICS %ld", name, i + 1,
			    sm_pgsql_statistics(&x->keys.v[i]));
	if (x->comment != NULL)
		sm_pgsql_comment(w, "INDEX", name, x->comment);
}
