/*
 * Constraints as CREATE TABLE and ADD have them (create_table.sgml).
 */
#include <string.h>
#include <strings.h>

#include "stages/sql_postgresql_key.h"

static void
add_name(struct sm_pgsql *w, struct sm_buf *b, const char *name)
{
	if (name != NULL)
		sm_buf_addf(b, "CONSTRAINT %s ", sm_pgsql_name(w, name));
}

static void
add_deferral(struct sm_buf *b, bool deferrable, bool deferred)
{
	if (deferrable || deferred)
		sm_buf_adds(b, " DEFERRABLE");
	if (deferred)
		sm_buf_adds(b, " INITIALLY DEFERRED");
}

/* WITH ... USING INDEX TABLESPACE ... */
static void
add_storage(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_options *parameters, const char *tablespace)
{
	sm_buf_adds(b, sm_pgsql_with(w, parameters));
	if (tablespace != NULL)
		sm_buf_addf(b, " USING INDEX TABLESPACE %s",
		    sm_pgsql_name(w, tablespace));
}

/*
 * The index of a constraint has nothing but its columns' defaults: neither ADD
 * nor USING INDEX take anything else (parse_utilcmd.c, "does not have default
 * sorting behavior").  A server may have it where a default was changed.
 */
static bool
is_plain(const struct sm_key *key)
{
	const struct sm_index_key *k;
	size_t i;

	for (i = 0; i < key->keys.n; i++) {
		k = &key->keys.v[i];
		if (k->column == NULL || k->collation != NULL ||
		    k->opclass != NULL || k->desc || k->nulls != NULL)
			return false;
	}
	return true;
}

static bool
add_key(struct sm_pgsql *w, struct sm_buf *b, enum sm_part kind,
    const struct sm_key *key)
{
	bool primary = kind == SM_PART_PRIMARY_KEY;

	if (!is_plain(key))
		return sm_pgsql_refuse(w, "the index of %s has an order, a "
		    "collation or an operator class of its own, which no "
		    "statement gives to a constraint",
		    sm_sql_part_words(w->t, kind, key));
	add_name(w, b, key->name);
	sm_buf_addf(b, "%s%s (%s%s)%s", primary ? "PRIMARY KEY" : "UNIQUE",
	    key->nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
	    sm_pgsql_names(w, &key->columns),
	    key->without_overlaps ? " WITHOUT OVERLAPS" : "",
	    sm_pgsql_including(w, &key->include));
	add_storage(w, b, &key->parameters, key->tablespace);
	add_deferral(b, key->deferrable, key->initially_deferred);
	return true;
}

static bool
add_exclusion(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_exclusion *x)
{
	add_name(w, b, x->name);
	sm_buf_addf(b, "EXCLUDE USING %s ",
	    sm_pgsql_name(w, x->method != NULL ? x->method : "btree"));
	if (!sm_pgsql_index_keys(w, b, &x->keys))
		return false;
	sm_buf_adds(b, sm_pgsql_including(w, &x->include));
	add_storage(w, b, &x->parameters, x->tablespace);
	if (x->where != NULL) {
		if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, x->where,
		        "the predicate of an exclusion constraint"))
			return false;
		sm_buf_adds(b, " WHERE (");
		sm_fragment_add(b, w->dialect, x->where);
		sm_buf_addc(b, ')');
	}
	add_deferral(b, x->deferrable, x->initially_deferred);
	return true;
}

/* A constraint that isn't enforced isn't checked: NOT VALID is implied. */
static void
add_state(struct sm_buf *b, bool not_valid, bool not_enforced)
{
	if (not_enforced)
		sm_buf_adds(b, " NOT ENFORCED");
	else if (not_valid)
		sm_buf_adds(b, " NOT VALID");
}

static bool
add_check(struct sm_pgsql *w, struct sm_buf *b, const struct sm_check *c)
{
	if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, c->expression,
	        "the expression of a check"))
		return false;
	add_name(w, b, c->name);
	sm_buf_adds(b, "CHECK (");
	sm_fragment_add(b, w->dialect, c->expression);
	sm_buf_addc(b, ')');
	if (c->no_inherit)
		sm_buf_adds(b, " NO INHERIT");
	add_state(b, c->not_valid, c->not_enforced);
	return true;
}

static bool
add_action(struct sm_pgsql *w, struct sm_buf *b, const char *on,
    const char *action, const struct sm_strings *columns)
{
	static const char *const words[] = {"CASCADE", "SET NULL",
	    "SET DEFAULT", "RESTRICT", "NO ACTION", NULL};
	const char *const *word;

	if (action == NULL)
		return true;
	for (word = words; *word != NULL; word++)
		if (strcasecmp(*word, action) == 0)
			break;
	if (*word == NULL)
		return sm_pgsql_refuse(w, "a foreign key's ON %s is no action",
		    on);
	sm_buf_addf(b, " ON %s %s", on, *word);
	if (columns != NULL && columns->n > 0)
		sm_buf_addf(b, " (%s)", sm_pgsql_names(w, columns));
	return true;
}

/* (a, b, PERIOD c) */
static void
add_columns(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_strings *columns, bool period)
{
	size_t i;

	sm_buf_addc(b, '(');
	for (i = 0; i < columns->n; i++)
		sm_buf_addf(b, "%s%s%s", i > 0 ? ", " : "",
		    period && i + 1 == columns->n ? "PERIOD " : "",
		    sm_pgsql_name(w, columns->v[i]));
	sm_buf_addc(b, ')');
}

/* "FULL" is the only one that says anything: no server can do PARTIAL. */
static bool
add_match(struct sm_pgsql *w, struct sm_buf *b, const char *match)
{
	if (match == NULL || strcasecmp(match, "SIMPLE") == 0)
		return true;
	if (strcasecmp(match, "FULL") != 0)
		return sm_pgsql_refuse(w, "%s can't MATCH like that",
		    w->dialect->title);
	sm_buf_adds(b, " MATCH FULL");
	return true;
}

static bool
add_foreign_key(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_foreign_key *fk)
{
	const struct sm_references *r = fk->references;

	add_name(w, b, fk->name);
	sm_buf_adds(b, "FOREIGN KEY ");
	add_columns(w, b, &fk->columns, fk->period);
	sm_buf_addf(b, " REFERENCES %s",
	    sm_pgsql_qualified(w, r->schema, r->table));
	if (r->columns.n > 0) {
		sm_buf_addc(b, ' ');
		add_columns(w, b, &r->columns, fk->period);
	}
	if (!add_match(w, b, fk->match) ||
	    !add_action(w, b, "DELETE", fk->on_delete,
	        &fk->on_delete_columns) ||
	    !add_action(w, b, "UPDATE", fk->on_update, NULL))
		return false;
	add_deferral(b, fk->deferrable, fk->initially_deferred);
	add_state(b, fk->not_valid, fk->not_enforced);
	return true;
}

bool
sm_pgsql_constraint_text(struct sm_pgsql *w, struct sm_buf *b,
    enum sm_part kind, const struct sm_object *table, const void *part)
{
	(void)table;
	switch (kind) {
	case SM_PART_PRIMARY_KEY:
	case SM_PART_UNIQUE:
		return add_key(w, b, kind, part);
	case SM_PART_CHECK:
		return add_check(w, b, part);
	case SM_PART_EXCLUSION:
		return add_exclusion(w, b, part);
	case SM_PART_FK:
		return add_foreign_key(w, b, part);
	default:
		return sm_pgsql_refuse(w, "it is no constraint");
	}
}

static const char *
comment_of(enum sm_part kind, const void *part)
{
	switch (kind) {
	case SM_PART_CHECK:
		return ((const struct sm_check *)part)->comment;
	case SM_PART_FK:
		return ((const struct sm_foreign_key *)part)->comment;
	case SM_PART_EXCLUSION:
		return ((const struct sm_exclusion *)part)->comment;
	default:
		return ((const struct sm_key *)part)->comment;
	}
}

bool
sm_pgsql_constraint_rest(struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *table, const void *part)
{
	const char *name = sm_part_name(kind, part);
	const char *comment = comment_of(kind, part);
	struct sm_index x = {.name = NULL};

	if (kind == SM_PART_PRIMARY_KEY || kind == SM_PART_UNIQUE)
		x = sm_pgsql_index_of_key(w, part);
	else if (kind == SM_PART_EXCLUSION)
		x = sm_pgsql_index_of_exclusion(part);
	if (name == NULL && (comment != NULL || x.comment != NULL))
		return sm_pgsql_refuse(w, "a constraint without a name has a "
		    "comment");
	if (comment != NULL)
		sm_pgsql_constraint_comment(w, table, name, comment);
	if (x.name != NULL)
		sm_pgsql_index_rest(w, table, &x);
	return true;
}
