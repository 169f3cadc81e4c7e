/*
 * Keys, indexes, foreign keys and checks, as CREATE TABLE has them and ADD.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_mysql.h"

static const char *
printable(const struct sm_mysql *w, const char *name)
{
	return name != NULL ? sm_printable_str(w->arena, name) : "without name";
}

static bool
add_part(struct sm_mysql *w, struct sm_buf *b, const struct sm_index_key *key,
    const char *of)
{
	const char *text;

	if (key->column != NULL) {
		sm_buf_adds(b, sm_mysql_name(w, key->column));
	} else {
		text = sm_mysql_fit(w, SM_FRAGMENT_EXPRESSION, key->expression,
		    sm_sprintf(w->arena, "an expression of %s", of));
		if (text == NULL)
			return false;
		sm_buf_addf(b, "(%s)", text);
	}
	if (key->length != NULL) {
		text = sm_mysql_fit(w, SM_FRAGMENT_DEFAULT, key->length,
		    sm_sprintf(w->arena, "a prefix length of %s", of));
		if (text == NULL)
			return false;
		sm_buf_addf(b, "(%s)", text);
	}
	sm_buf_adds(b, key->desc ? " DESC" : "");
	return true;
}

static bool
add_parts(struct sm_mysql *w, struct sm_buf *b,
    const struct sm_index_keys *keys, const char *of)
{
	size_t i;

	sm_buf_addc(b, '(');
	for (i = 0; i < keys->n; i++) {
		sm_buf_adds(b, i > 0 ? ", " : "");
		if (!add_part(w, b, &keys->v[i], of))
			return false;
	}
	sm_buf_addc(b, ')');
	return true;
}

/* How an index is asked for: before INDEX, or by USING behind the parts. */
static const struct method {
	const char *name, *before, *using_;
} methods[] = {
	{"fulltext", "FULLTEXT ", ""},
	{"spatial", "SPATIAL ", ""},
	{"vector", "VECTOR ", ""},
	{"hash", "", " USING HASH"},
	{"btree", "", ""},
	{"rtree", "", " USING RTREE"},
};
#define NMETHODS (sizeof methods / sizeof methods[0])

static const struct method *
method_of(struct sm_mysql *w, const struct sm_index *x)
{
	size_t i;

	for (i = 0; i < NMETHODS; i++)
		if (strcmp(methods[i].name,
		        x->method != NULL ? x->method : "btree") == 0)
			return &methods[i];
	sm_mysql_refuse(w, "nobody told sm-sql what an index of the method %s "
	    "is", sm_printable_str(w->arena, x->method));
	return NULL;
}

/* Options of an index: how each is written, %s being its value. */
static const struct {
	const char *name;
	const char *before;
} parameters[] = {
	{"parser", " WITH PARSER "},
	{"key_block_size", " KEY_BLOCK_SIZE="},
	{"m", " M="},
	{"distance", " DISTANCE="},
};
#define NPARAMETERS (sizeof parameters / sizeof parameters[0])

static bool
add_parameter(struct sm_mysql *w, struct sm_buf *b, const struct sm_index *x,
    const char *name)
{
	const char *value = sm_mysql_option(w, &x->parameters, name);
	size_t i;

	if (strcmp(name, "invisible") == 0) {
		sm_buf_adds(b, sm_mysql_has(w, SM_MYSQL_IGNORED)
		    ? " IGNORED" : " INVISIBLE");
		return true;
	}
	for (i = 0; i < NPARAMETERS; i++)
		if (strcmp(parameters[i].name, name) == 0)
			break;
	if (i == NPARAMETERS)
		return sm_mysql_refuse(w, "nobody told sm-sql what the option "
		    "%s of index %s is", sm_printable_str(w->arena, name),
		    printable(w, x->name));
	value = sm_mysql_fit(w, strcmp(name, "parser") == 0 ? SM_FRAGMENT_WORD
	    : SM_FRAGMENT_DEFAULT, value, name);
	if (value != NULL)
		sm_buf_addf(b, "%s%s", parameters[i].before, value);
	return value != NULL;
}

static bool
index_text(struct sm_mysql *w, struct sm_buf *b, const struct sm_index *x)
{
	const struct method *method = method_of(w, x);
	size_t i;

	if (method == NULL)
		return false;
	sm_buf_addf(b, "%s%sINDEX %s ", x->unique ? "UNIQUE " : "",
	    method->before, sm_mysql_name(w, x->name));
	if (!add_parts(w, b, &x->keys,
	        sm_sprintf(w->arena, "index %s", printable(w, x->name))))
		return false;
	sm_buf_adds(b, method->using_);
	for (i = 0; i < x->parameters.n; i++)
		if (!add_parameter(w, b, x, x->parameters.v[i].name))
			return false;
	if (x->comment != NULL)
		sm_buf_addf(b, " COMMENT %s", sm_mysql_string(w, x->comment));
	return true;
}

/* The text, taken into the arena; NULL where it isn't fine. */
static const char *
taken(struct sm_mysql *w, struct sm_buf *b, bool fine)
{
	const char *text = fine ? sm_memdup(w->arena, sm_buf_str(b), b->len)
	                        : NULL;

	sm_buf_free(b);
	return text;
}

const char *
sm_mysql_index(struct sm_mysql *w, const struct sm_index *x)
{
	struct sm_buf b = SM_BUF_INIT;

	return taken(w, &b, index_text(w, &b, x));
}

const char *
sm_mysql_primary_key(struct sm_mysql *w, const struct sm_key *key)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = true;

	sm_buf_adds(&b, "PRIMARY KEY ");
	if (key->keys.n > 0)
		fine = add_parts(w, &b, &key->keys, "the primary key");
	else
		sm_buf_addf(&b, "(%s)", sm_mysql_names(w, &key->columns));
	if (key->comment != NULL)
		sm_buf_addf(&b, " COMMENT %s", sm_mysql_string(w,
		    key->comment));
	return taken(w, &b, fine);
}

/* A name that the server made up may be another's by now: then it makes one. */
static bool
says_name(const struct sm_mysql *w, const struct sm_object *table,
    enum sm_part part, const char *name, bool implicit)
{
	const struct sm_sql_list *l = sm_sql_list(part);
	const struct sm_sql_any *list =
	    sm_sql_parts((struct sm_object *)(uintptr_t)table, l);
	size_t i, n = 0;

	if (name == NULL || !implicit)
		return name != NULL;
	for (i = 0; i < list->n; i++) {
		const char *other = sm_sql_part_name(l,
		    sm_sql_part(table, l, i));

		n += other != NULL && sm_same_column(w->dialect, other, name);
	}
	return n <= 1;
}

/* The name that the server makes up for a table's only one. */
static bool
is_first(const struct sm_mysql *w, const struct sm_object *table,
    const struct sm_foreign_key *fk)
{
	return fk->implicit && table->foreign_keys.n == 1 &&
	    fk->name != NULL && strcmp(fk->name, sm_sprintf(w->arena,
	        "%s_ibfk_1", table->name)) == 0;
}

static const char *
constraint(const struct sm_mysql *w, const struct sm_object *table,
    enum sm_part part, const char *name, bool implicit)
{
	return says_name(w, table, part, name, implicit)
	    ? sm_sprintf(w->arena, "CONSTRAINT %s ", sm_mysql_name(w, name))
	    : "";
}

static bool
add_action(struct sm_mysql *w, struct sm_buf *b, const char *when,
    const char *action)
{
	if (action == NULL)
		return true;
	action = sm_mysql_fit(w, SM_FRAGMENT_WORD, action,
	    "the action of a foreign key");
	if (action != NULL)
		sm_buf_addf(b, " ON %s %s", when, action);
	return action != NULL;
}

const char *
sm_mysql_foreign_key(struct sm_mysql *w, const struct sm_object *table,
    const struct sm_foreign_key *fk)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_references *to = fk->references;
	bool fine;

	sm_buf_addf(&b, "%sFOREIGN KEY (%s) REFERENCES %s%s%s (%s)",
	    is_first(w, table, fk) ? ""
	        : constraint(w, table, SM_PART_FK, fk->name, fk->implicit),
	    sm_mysql_names(w, &fk->columns),
	    to->schema != NULL ? sm_mysql_name(w, to->schema) : "",
	    to->schema != NULL ? "." : "", sm_mysql_name(w, to->table),
	    sm_mysql_names(w, &to->columns));
	fine = add_action(w, &b, "DELETE", fk->on_delete) &&
	    add_action(w, &b, "UPDATE", fk->on_update);
	return taken(w, &b, fine);
}

bool
sm_mysql_dangles(const struct sm_mysql *w, const struct sm_mysql_group *g)
{
	size_t i;

	for (i = 0; i < g->ops.n; i++) {
		const struct sm_op *op = g->ops.v[i];
		const struct sm_foreign_key *fk = op->new_;

		if (op->verb == SM_ADD && op->target->part == SM_PART_FK &&
		    fk->references->schema == NULL &&
		    sm_sql_relation(w->t, NULL, fk->references->table) == NULL)
			return true;
	}
	return false;
}

const char *
sm_mysql_check(struct sm_mysql *w, const struct sm_object *table,
    const struct sm_check *check)
{
	const char *text = sm_mysql_fit(w, SM_FRAGMENT_EXPRESSION,
	    check->expression, sm_sprintf(w->arena, "check %s",
	        printable(w, check->name)));

	if (text == NULL)
		return NULL;
	if (check->not_enforced && !sm_mysql_has(w, SM_MYSQL_ENFORCED)) {
		sm_mysql_refuse(w, "check %s is NOT ENFORCED, which %s %s "
		    "doesn't have", printable(w, check->name),
		    w->dialect->title, w->server);
		return NULL;
	}
	return sm_sprintf(w->arena, "%sCHECK (%s)%s", constraint(w, table,
	    SM_PART_CHECK, check->name, check->implicit), text,
	    check->not_enforced ? " NOT ENFORCED" : "");
}
