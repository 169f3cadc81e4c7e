#include "model/anew.h"

#include <string.h>

#include "model/kind.h"
#include "text/lexer.h"

struct question {
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	long version;
	const struct sm_op *op;
	const struct sm_object *old, *new_;
};

/* One kind or part, the words of `changes`, and what else must hold. */
struct row {
	enum sm_dialect_id dialect;
	const char *record; /* NULL: a part */
	enum sm_part part;
	const char *words;  /* "a b": one of them is enough; NULL: any */
	bool (*when)(const struct question *); /* NULL: always */
};

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/* Views.  CREATE OR REPLACE keeps the columns and may add some at the end. */
static bool
view_differs(const struct question *q)
{
	const struct sm_columns *old = &q->old->output, *new_ =
	    &q->new_->output;
	size_t i;

	/* Of a materialized one only what is said beside its query changes. */
	if (q->old->materialized != q->new_->materialized ||
	    (q->new_->materialized &&
	        sm_strings_has(&q->op->changes, "definition")))
		return true;
	if (new_->n < old->n)
		return true;
	for (i = 0; i < old->n; i++)
		if (!same(old->v[i].name, new_->v[i].name) ||
		    !same(old->v[i].type, new_->v[i].type) ||
		    !same(old->v[i].collation, new_->v[i].collation))
			return true;
	return false;
}

/*
 * A parameter with its name, mode and type, and behind it whether it has a
 * default; NULL at the end of the list.
 */
static const char *
next_parameter(struct sm_arena *a, struct sm_lexer *lx, bool *has_default)
{
	const char *from = NULL, *to = NULL;
	struct sm_token tok;
	long depth = 0;

	*has_default = false;
	for (;;) {
		tok = sm_lexer_next_solid(lx);
		if (tok.kind == SM_TOKEN_END ||
		    (depth == 0 && sm_token_is_op(&tok, ",")))
			break;
		if (sm_token_is_op(&tok, "(") || sm_token_is_op(&tok, "["))
			depth++;
		if (sm_token_is_op(&tok, ")") || sm_token_is_op(&tok, "]"))
			depth--;
		if (depth == 0 && tok.kind == SM_TOKEN_WORD &&
		    sm_token_is(&tok, "DEFAULT"))
			*has_default = true;
		if (*has_default)
			continue;
		from = from != NULL ? from : tok.text;
		to = tok.text + tok.len;
	}
	return from == NULL ? NULL : sm_memdup(a, from, (size_t)(to - from));
}

static const char *
signature(const struct sm_object *o)
{
	if (o->signature != NULL)
		return o->signature;
	return o->arguments != NULL ? o->arguments : "";
}

/*
 * CREATE OR REPLACE keeps names and types of parameters, and takes no default
 * away (create_function.sgml; a view may call it without the argument).
 */
static bool
signature_differs(const struct question *q)
{
	const char *was = signature(q->old), *is = signature(q->new_);
	struct sm_lexer old, new_;
	const char *x, *y;
	bool x_default, y_default;

	sm_lexer_init(&old, q->dialect, was, strlen(was));
	sm_lexer_init(&new_, q->dialect, is, strlen(is));
	do {
		x = next_parameter(q->arena, &old, &x_default);
		y = next_parameter(q->arena, &new_, &y_default);
		if (!same(x, y) || (x_default && !y_default))
			return true;
	} while (x != NULL);
	return false;
}

/* ALTER POLICY sets an expression, and can't take one away. */
static bool
expression_goes(const struct question *q)
{
	return (q->old->using_ != NULL && q->new_->using_ == NULL) ||
	    (q->old->with_check != NULL && q->new_->with_check == NULL);
}

static bool
not_a_copy(const struct question *q)
{
	return !q->old->inherited && !q->new_->inherited;
}

/* Columns. */
static bool
generation_differs(const struct question *q)
{
	const struct sm_column *old = q->op->old, *new_ = q->op->new_;

	/* DROP EXPRESSION: 13; a virtual one has nothing to leave behind. */
	if (new_->generated == NULL)
		return q->version < 13000000 ||
		    strcmp(old->generated, "stored") != 0;
	return true;
}

static bool
expression_differs(const struct question *q)
{
	const struct sm_column *old = q->op->old, *new_ = q->op->new_;

	return old->generated != NULL && new_->generated != NULL &&
	    q->version < 17000000; /* SET EXPRESSION */
}

/* The server would cast the expression, and spell the cast into it. */
static bool
is_generated(const struct question *q)
{
	const struct sm_column *old = q->op->old, *new_ = q->op->new_;

	return old->generated != NULL && new_->generated != NULL;
}

/* Constraints: what becomes valid is validated. */
static bool
check_becomes_invalid(const struct question *q)
{
	return ((const struct sm_check *)q->op->new_)->not_valid;
}

static bool
key_becomes_invalid(const struct question *q)
{
	return ((const struct sm_foreign_key *)q->op->new_)->not_valid;
}

static bool
before_18(const struct question *q)
{
	return q->version < 18000000;
}

/* All but the statistics targets of its expressions, which ALTER INDEX sets. */
static bool
keys_differ(const struct question *q)
{
	const struct sm_index *old = q->op->old, *new_ = q->op->new_;
	struct sm_strings changes;
	size_t i, k;

	if (old->keys.n != new_->keys.n)
		return true;
	for (i = 0; i < old->keys.n; i++) {
		changes = (struct sm_strings){NULL, 0, 0};
		sm_shape_compare(q->arena, q->dialect, &sm_shape_index_key,
		    &old->keys.v[i], &new_->keys.v[i], &changes);
		for (k = 0; k < changes.n; k++)
			if (strcmp(changes.v[k], "statistics") != 0)
				return true;
	}
	return false;
}

/* ALTER INDEX SET (...) is refused for a partitioned table's index. */
static bool
parameters_differ(const struct question *q)
{
	const struct sm_index *old = q->op->old, *new_ = q->op->new_;
	size_t i;

	for (i = 0; q->new_->partition_key != NULL && i < q->op->changes.n;
	     i++)
		if (sm_option(&old->parameters, q->op->changes.v[i]) != NULL ||
		    sm_option(&new_->parameters, q->op->changes.v[i]) != NULL)
			return true;
	return false;
}

/* A part of a parent's index can't be taken off it. */
static bool
was_part(const struct question *q)
{
	return ((const struct sm_index *)q->op->old)->partition_of != NULL;
}

#define PG SM_POSTGRESQL
#define OF(record) PG, record, SM_PART_NONE
#define PART(part) PG, NULL, SM_PART_##part
static const struct row rows[] = {
	{OF("view"), "definition materialized output columns", view_differs},
	{OF("function"), "returns window language", NULL},
	{OF("function"), "signature", signature_differs},
	{OF("procedure"), "signature", signature_differs},
	{OF("aggregate"), "returns signature hypothetical", NULL},
	{OF("trigger"), "definition constraint", not_a_copy},
	{OF("rule"), "definition", NULL},
	{OF("policy"), "command restrictive", NULL},
	{OF("policy"), "using with_check", expression_goes},
	{OF("statistics"), "definition", NULL},
	{OF("event_trigger"), "definition", NULL},
	{OF("publication"), "definition", NULL},
	{OF("foreign_data_wrapper"), "definition", NULL},
	{OF("foreign_server"), "definition", NULL},
	{OF("user_mapping"), "definition", NULL},
	{OF("foreign_table"), "definition", NULL},
	{OF("cast"), "definition", NULL},
	{OF("operator"), "definition", NULL},
	{OF("operator_class"), "definition", NULL},
	{OF("operator_family"), "definition", NULL},
	{OF("conversion"), "definition", NULL},
	{OF("transform"), "definition", NULL},
	{OF("text_search_parser"), "definition", NULL},
	{OF("text_search_dictionary"), "definition", NULL},
	{OF("text_search_template"), "definition", NULL},
	{OF("text_search_configuration"), "definition", NULL},

	{PART(COLUMN), "generated", generation_differs},
	{PART(COLUMN), "expression", expression_differs},
	{PART(COLUMN), "type collation", is_generated},
	{PART(PRIMARY_KEY), "columns keys nulls_not_distinct "
	    "without_overlaps include deferrable initially_deferred", NULL},
	{PART(UNIQUE), "columns keys nulls_not_distinct without_overlaps "
	    "include deferrable initially_deferred", NULL},
	{PART(CHECK), "expression no_inherit not_enforced", NULL},
	{PART(CHECK), "not_valid", check_becomes_invalid},
	{PART(EXCLUSION), "method keys include where deferrable "
	    "initially_deferred", NULL},
	{PART(FK), "columns references on_delete on_delete_columns on_update "
	    "match period", NULL},
	{PART(FK), "not_valid", key_becomes_invalid},
	{PART(FK), "not_enforced", before_18},
	{PART(INDEX), "unique method include nulls_not_distinct where", NULL},
	{PART(INDEX), "keys", keys_differ},
	{PART(INDEX), "partition_of", was_part},
	{PART(INDEX), NULL, parameters_differ},

	/* A foreign key's name is free only after the statement that drops it
	   (1826, errno 121). */
	{SM_MYSQL, NULL, SM_PART_FK, NULL, NULL},
	{SM_MARIADB, NULL, SM_PART_FK, NULL, NULL},
};
#define NROWS (sizeof rows / sizeof rows[0])

/* Types that columns hold: a new one takes the name. */
static bool
values_go(const struct question *q)
{
	struct sm_strings renamed = {NULL, 0, 0};
	const struct sm_strings *old = &q->old->values, *new_ =
	    &q->new_->values;
	size_t i, k = 0;

	if (q->op->renamed_values.n > 0) {
		sm_values_rename(q->arena, old, &q->op->renamed_values,
		    &renamed);
		old = &renamed;
	}
	/* All old values in their order: the others are added in between. */
	for (i = 0; i < old->n; i++, k++) {
		while (k < new_->n && strcmp(old->v[i], new_->v[k]) != 0)
			k++;
		if (k == new_->n)
			return true;
	}
	return false;
}

static const struct row type_rows[] = {
	{OF("enum"), "values", values_go},
	{OF("domain"), "type collation", NULL},
	{OF("range_type"), NULL, NULL},
	{OF("collation"), NULL, NULL},
};
#define NTYPE_ROWS (sizeof type_rows / sizeof type_rows[0])

static bool
has_word(const struct sm_strings *changes, const char *words)
{
	size_t i, n;

	for (i = 0; i < changes->n; i++) {
		const char *at = words;

		for (; *at != '\0'; at += n + (at[n] == ' ')) {
			n = strcspn(at, " ");
			if (strlen(changes->v[i]) == n &&
			    memcmp(changes->v[i], at, n) == 0)
				return true;
		}
	}
	return false;
}

/* Said beside the definition: ALTER, COMMENT and GRANT change these. */
static bool
only_beside(const struct sm_strings *changes)
{
	size_t i;

	for (i = 0; i < changes->n; i++)
		if (!sm_strings_has(&(struct sm_strings){(const char *[]){
		        "comment", "owner", "grants"}, 3, 3}, changes->v[i]))
			return false;
	return true;
}

static bool
applies(const struct row *r, const struct question *q)
{
	const struct sm_op *op = q->op;

	if (r->dialect != q->dialect->id || r->part != op->target->part ||
	    (r->record != NULL &&
	        strcmp(r->record, op->target->kind->record) != 0))
		return false;
	if (r->words != NULL ? !has_word(&op->changes, r->words)
	                     : only_beside(&op->changes))
		return false;
	return r->when == NULL || r->when(q);
}

static bool
ask(const struct sm_plan *p, const struct row *table, size_t n,
    const struct sm_op *op, const struct sm_object *old,
    const struct sm_object *new_)
{
	struct question q = {p->arena, p->dialect, sm_version(p->server), op,
	    old, new_};
	size_t i;

	if (op->verb != SM_MODIFY || op->target == NULL || old == NULL ||
	    new_ == NULL || old->unreadable || new_->unreadable ||
	    (op->target->part != SM_PART_NONE &&
	        (op->old == NULL || op->new_ == NULL)))
		return false;
	if (q.version == 0)
		q.version = sm_version(p->dialect->assumed_version);
	for (i = 0; i < n; i++)
		if (applies(&table[i], &q))
			return true;
	return false;
}

bool
sm_made_anew(const struct sm_plan *p, const struct sm_op *op,
    const struct sm_object *old, const struct sm_object *new_)
{
	return ask(p, rows, NROWS, op, old, new_);
}

bool
sm_type_made_anew(const struct sm_plan *p, const struct sm_op *op,
    const struct sm_object *old, const struct sm_object *new_)
{
	return ask(p, type_rows, NTYPE_ROWS, op, old, new_);
}
