/*
 * A type that can't be changed as it stands: the old one is renamed aside, a
 * new one takes its name, the columns that hold it are cast, the old one goes.
 * All else that leans on it has made way (stages/lean.h); what was overlooked
 * makes DROP TYPE fail, and all is rolled back.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/anew.h"
#include "model/kind.h"
#include "stages/sql_postgresql_keep.h"
#include "stages/sql_postgresql_type.h"
#include "text/lexer.h"

#define ASIDE "sm_old_"

struct work {
	struct sm_pgsql *w;
	const struct sm_object *old, *new_;
	const struct sm_pgsql_replacement *how;
};

/* A column that holds the type. */
struct holder {
	const struct sm_sql_item *item;
	const char *table; /* as SQL, by now */
	const struct sm_column *column; /* as it is now */
	bool array;
};
struct holders {
	struct holder *v;
	size_t n, cap;
};

char
sm_pgsql_type_use(struct sm_pgsql *w, const char *text,
    const struct sm_object *type)
{
	struct sm_tokens tokens = {NULL, 0, 0};
	size_t at = 0;

	if (text == NULL)
		return '\0';
	sm_tokenize(w->arena, w->dialect, text, strlen(text), &tokens);
	if (type->schema != NULL) {
		if (tokens.n < 2 || !sm_token_is_op(&tokens.v[1], ".") ||
		    strcmp(sm_token_name(w->arena, &tokens.v[0]),
		        type->schema) != 0)
			return '\0';
		at = 2;
	}
	if (tokens.n <= at || strcmp(sm_token_name(w->arena, &tokens.v[at]),
	        type->name) != 0)
		return '\0';
	if (tokens.n == at + 1)
		return 'x';
	return sm_token_is_op(&tokens.v[at + 1], "[") ? '[' : '\0';
}

/* --- what is there by now ------------------------------------------------- */

static const struct sm_column *
find_column(const struct sm_object *o, const char *name)
{
	size_t i;

	for (i = 0; o != NULL && i < o->columns.n; i++)
		if (strcmp(o->columns.v[i].name, name) == 0)
			return &o->columns.v[i];
	return NULL;
}

/* Renames come first in every plan: a column has its new name by now. */
const struct sm_column *
sm_pgsql_column_by_now(struct sm_pgsql *w, const struct sm_sql_item *table,
    const char *name)
{
	const struct sm_column *now = find_column(table->moved, name);
	size_t i;

	if (table->whole != NULL && sm_pgsql_is_said(w, table->whole))
		return find_column(table->target, name);
	for (i = 0; i < table->ops.n; i++) {
		const struct sm_op *op = table->ops.v[i];

		if (op->target->part != SM_PART_COLUMN ||
		    op->name == NULL || strcmp(op->name, name) != 0 ||
		    !sm_pgsql_is_said(w, op))
			continue;
		if (op->verb == SM_DROP || sm_made_anew(w->t->plan, op,
		        table->moved, table->target))
			now = NULL;
		else if (op->verb == SM_MODIFY || op->verb == SM_ADD)
			return find_column(table->target, name);
	}
	return now;
}

static void
add_holders(struct work *k, const struct sm_sql_item *item,
    struct holders *list)
{
	const struct sm_object *o = item->moved != NULL ? item->moved
	                                                : item->target;
	struct sm_pgsql *w = k->w;
	size_t i;

	for (i = 0; i < o->columns.n; i++) {
		const struct sm_column *c = sm_pgsql_column_by_now(w, item,
		    o->columns.v[i].name);
		char use = c == NULL ? '\0'
		                     : sm_pgsql_type_use(w, c->type, k->old);
		struct holder *h;

		if (use == '\0')
			continue;
		h = sm_push(w->arena, list);
		h->item = item;
		h->table = sm_pgsql_qualified(w, o->schema, o->name);
		h->column = c;
		h->array = use == '[';
	}
}

static bool
is_partition_key(struct sm_pgsql *w, const struct holder *h)
{
	const char *key = h->item->moved != NULL
	    ? h->item->moved->partition_key : h->item->target->partition_key;
	struct sm_tokens tokens = {NULL, 0, 0};
	size_t i;

	if (key == NULL)
		return false;
	sm_tokenize(w->arena, w->dialect, key, strlen(key), &tokens);
	for (i = 1; i < tokens.n; i++)
		if ((tokens.v[i].kind == SM_TOKEN_WORD ||
		        tokens.v[i].kind == SM_TOKEN_NAME) &&
		    strcmp(sm_token_name(w->arena, &tokens.v[i]),
		        h->column->name) == 0)
			return true;
	return false;
}

/* --- what can't be cast --------------------------------------------------- */

static bool
refuse_holder(struct work *k, const char *what, const char *name)
{
	struct sm_pgsql *w = k->w;

	sm_pgsql_refuse(w, "a new type must take its name, and %s %s holds it",
	    what, sm_printable_str(w->arena, name));
	return sm_pgsql_procedure(w, "make the new type under another name, "
	    "move %s %s to it (with its data), drop the old one and rename the "
	    "new one; then run the pipeline again", what,
	    sm_printable_str(w->arena, name));
}

const struct sm_object *
sm_pgsql_object_now(struct sm_pgsql *w, const struct sm_sql_item *item)
{
	bool said = item->whole != NULL && sm_pgsql_is_said(w, item->whole);

	if (item->whole == NULL)
		return item->moved;
	if (item->whole->verb == SM_DROP)
		return said ? NULL : item->moved;
	return said ? item->target : item->moved;
}

/* A domain over the type, a composite type with an attribute of it, a range. */
static bool
check_other(struct work *k, const struct sm_object *o)
{
	struct sm_pgsql *w = k->w;
	const char *subtype;
	size_t i;

	if (o == NULL || o->unreadable || !o->kind->is_type ||
	    strcmp(o->record, "table") == 0)
		return true;
	if (sm_pgsql_type_use(w, o->domain.type, k->old) != '\0')
		return refuse_holder(k, "domain",
		    sm_pgsql_object_name(w, o));
	for (i = 0; i < o->columns.n; i++)
		if (sm_pgsql_type_use(w, o->columns.v[i].type, k->old) != '\0')
			return refuse_holder(k, "composite type",
			    sm_pgsql_object_name(w, o));
	subtype = sm_option_text(w->arena, &o->options, "subtype");
	if (sm_pgsql_type_use(w, subtype, k->old) != '\0')
		return refuse_holder(k, "range type",
		    sm_pgsql_object_name(w, o));
	return true;
}

static bool
check_holder(struct work *k, const struct holder *h)
{
	const char *name = sm_sprintf(k->w->arena, "%s.%s", h->table,
	    sm_pgsql_name(k->w, h->column->name));

	/* ALTER COLUMN TYPE refuses both (ATPrepAlterColumnType). */
	if (is_partition_key(k->w, h))
		return refuse_holder(k, "the partition key", name);
	if (h->column->generated != NULL)
		return refuse_holder(k, "the generated column", name);
	return true;
}

static bool
find_holders(struct work *k, struct holders *list)
{
	size_t i;

	for (i = 0; i < k->w->t->items.n; i++) {
		const struct sm_sql_item *item = k->w->t->items.v[i];
		const struct sm_object *o = sm_pgsql_object_now(k->w, item);

		if (o == NULL || o == k->old || item == k->w->item)
			continue;
		if (strcmp(o->record, "table") != 0) {
			if (!check_other(k, o))
				return false;
		} else if (!o->unreadable) {
			add_holders(k, item, list);
		}
	}
	for (i = 0; i < list->n; i++)
		if (!check_holder(k, &list->v[i]))
			return false;
	return true;
}

bool
sm_pgsql_in_arrays(struct sm_pgsql *w, const struct sm_object *type)
{
	struct work k = {.w = w, .old = type};
	struct holders list = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];
		const struct sm_object *o = sm_pgsql_object_now(w, item);

		if (o != NULL && !o->unreadable &&
		    strcmp(o->record, "table") == 0)
			add_holders(&k, item, &list);
	}
	for (i = 0; i < list.n; i++)
		if (list.v[i].array)
			return true;
	return false;
}

/* --- values that go ------------------------------------------------------- */

static const char *
removed_values(struct work *k)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;
	size_t i;

	for (i = 0; i < k->how->removed.n; i++)
		sm_buf_addf(&b, "%s%s", i > 0 ? ", " : "",
		    sm_pgsql_string(k->w, k->how->removed.v[i]));
	text = sm_memdup(k->w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

/* Fail, with the way out, while a row holds one of the values. */
static void
check_rows(struct work *k, const struct holder *h)
{
	struct sm_pgsql *w = k->w;
	const char *column = sm_pgsql_name(w, h->column->name);
	const char *from = h->array
	    ? sm_sprintf(w->arena, "%s t, unnest(t.%s::text[]) v", h->table,
	          column)
	    : sm_sprintf(w->arena, "%s t, LATERAL (SELECT t.%s::text) l(v)",
	          h->table, column);
	const char *type = sm_pgsql_object_name(w, k->new_);

	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w, sm_sprintf(
	    w->arena, "DECLARE\n\tr record;\nBEGIN\n"
	    "\tSELECT v, count(*) AS n INTO r FROM %s\n"
	    "\t    WHERE v IN (%s) GROUP BY v ORDER BY v LIMIT 1;\n"
	    "\tIF FOUND THEN\n\t\tRAISE EXCEPTION USING MESSAGE =\n"
	    "\t\t    pg_catalog.format('%%s of %%s holds %%L (%%s times), which "
	    "%%s loses', %s, %s, r.v, r.n, %s),\n\t\t    HINT = %s;\n"
	    "\tEND IF;\nEND", from, removed_values(k),
	    sm_pgsql_string(w, column), sm_pgsql_string(w, h->table),
	    sm_pgsql_string(w, type),
	    sm_pgsql_string(w, sm_sprintf(w->arena, "UPDATE the rows to "
	    "another value first; is it a value by another name: ALTER TYPE %s "
	    "RENAME VALUE ... TO ..., then run the pipeline again", type)))));
}

/* --- the columns ---------------------------------------------------------- */

static void
change_default(struct work *k, const struct holder *h, const char *how)
{
	sm_pgsql_run(&k->w->script, "ALTER TABLE ONLY %s ALTER COLUMN %s %s",
	    h->table, sm_pgsql_name(k->w, h->column->name), how);
}

/* Without a USING the server assigns, and fails rather than cut off. */
static bool
add_cast(struct work *k, const struct holder *h, struct sm_buf *b)
{
	struct sm_pgsql *w = k->w;
	const char *column = sm_pgsql_name(w, h->column->name);
	const char *type = sm_pgsql_object_name(w, k->new_);
	const char *list = h->array ? "[]" : "";

	sm_buf_addf(b, "%sALTER COLUMN %s TYPE %s%s", b->len > 0 ? ", " : "",
	    column, type, list);
	if (!sm_pgsql_add_collate(w, b, h->column->collation))
		return false;
	if (k->how->through != NULL)
		sm_buf_addf(b, " USING %s::%s%s::%s%s", column,
		    k->how->through, list, type, list);
	return true;
}

/*
 * All of the i-th one's table at once: it is written again once.  A parent's
 * goes down to its children.
 */
static bool
cast_columns(struct work *k, const struct holders *list, size_t i)
{
	const struct sm_sql_item *table = list->v[i].item;
	struct sm_buf b = SM_BUF_INIT;
	const char *name = NULL;
	bool fine = true;

	for (; i < list->n && list->v[i].item == table && fine; i++) {
		const struct holder *h = &list->v[i];

		if (h->column->inherited)
			continue;
		name = h->table;
		fine = add_cast(k, h, &b);
	}
	if (fine && name != NULL)
		sm_pgsql_run(&k->w->script, "ALTER TABLE %s %s", name,
		    sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

/*
 * The default comes back.  Where another op sets another one, what it was may
 * be of the type as it no longer is: it is left to that op, which is in the
 * same transaction; online it may not be, and nobody must see it missing.
 */
static bool
default_again(struct work *k, const struct holder *h)
{
	const struct sm_column *to = find_column(h->item->target,
	    h->column->name);
	const char *text = h->column->default_text;

	if (text == NULL || to == NULL || to->default_text == NULL ||
	    (strcmp(text, to->default_text) != 0 && !k->w->online))
		return true;
	if (!sm_pgsql_fits(k->w, SM_FRAGMENT_EXPRESSION, to->default_text,
	        "the default of a column"))
		return false;
	change_default(k, h, sm_sprintf(k->w->arena, "SET DEFAULT %s",
	    to->default_text));
	return true;
}

static bool
cast_all(struct work *k, const struct holders *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].column->default_text != NULL)
			change_default(k, &list->v[i], "DROP DEFAULT");
	for (i = 0; i < list->n; i++)
		if ((i == 0 || list->v[i].item != list->v[i - 1].item) &&
		    !cast_columns(k, list, i))
			return false;
	for (i = 0; i < list->n; i++)
		if (!default_again(k, &list->v[i]))
			return false;
	return true;
}

/* --- all of it ------------------------------------------------------------ */

const char *
sm_pgsql_name_aside(struct sm_pgsql *w, const char *name)
{
	return sm_sprintf(w->arena, ASIDE "%s",
	    sm_pgsql_clip(w, name, strlen(ASIDE)));
}

bool
sm_pgsql_replace_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const struct sm_pgsql_replacement *how)
{
	struct work k = {w, old, new_, how};
	const char *aside = sm_pgsql_name_aside(w, old->name);
	struct sm_object renamed = *old;
	const char *name = sm_pgsql_object_name(w, new_);
	struct holders list = {NULL, 0, 0};
	size_t i;

	if (!find_holders(&k, &list))
		return false;
	for (i = 0; i < list.n && how->removed.n > 0; i++)
		if (!list.v[i].column->inherited)
			check_rows(&k, &list.v[i]);
	sm_pgsql_run(&w->script, "ALTER %s %s RENAME TO %s", how->what,
	    sm_pgsql_object_name(w, old), sm_pgsql_name(w, aside));
	renamed.name = aside;
	if (!how->create(w, new_) || !cast_all(&k, &list) ||
	    !sm_pgsql_add_access(w, how->what, name, new_) ||
	    !sm_pgsql_keep_object(w, &renamed, new_) ||
	    !sm_pgsql_keep_object_again(w, new_))
		return false;
	sm_pgsql_run(&w->script, "DROP %s %s", how->what,
	    sm_pgsql_qualified(w, old->schema, aside));
	return true;
}
