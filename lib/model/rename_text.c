/*
 * What a column's or table's new name does to a text, measured on what SQLite
 * 3.40.1 does by itself at ALTER TABLE … RENAME.  Where SQLite refuses (a view
 * over a view or subquery whose output takes its name from the column, USING;
 * x IN table) the text stays as it is: the comparison then finds a changed
 * view, which is taken down and put back, and that is always right.
 */
#include "model/rename_text.h"

#include <string.h>

#include "base/buf.h"
#include "model/kind.h"
#include "model/sqlscan.h"
#include "text/keyword.h"
#include "text/quote.h"
#include "text/sqltext.h"

/* What a name can turn out to be. */
enum found {
	FOUND_NOT,    /* nothing in reach has it */
	FOUND_TABLE,  /* a column of the table given */
	FOUND_OTHER,  /* something that isn't renamed */
	FOUND_UNCLEAR /* could be one or the other */
};

struct resolver {
	const struct sm_rename_set *set;
	const struct sm_object *owner; /* whose text it is */
	struct sm_scan scan;
	const char **to; /* a word's new text, NULL: keeps its own */
	bool unclear;    /* a column was */
	size_t steps;    /* names looked at */
};

/*
 * So much is looked at in one text, which is far more than any view has and a
 * second's work: what is made up to take longer is left as it is.
 */
#define STEPS_MAX ((size_t)4000000)

const char *
sm_rename_key(const struct sm_rename_set *set, const char *schema,
    const char *table)
{
	return sm_object_key(set->arena, set->dialect, "", schema, NULL, table,
	    NULL);
}

const struct sm_renamed_table *
sm_renamed_table(const struct sm_rename_set *set, const char *schema,
    const char *table)
{
	return sm_map_get(&set->tables, sm_rename_key(set, schema, table));
}

const char *
sm_renamed_column(const struct sm_rename_set *set,
    const struct sm_renamed_table *t, const char *column)
{
	size_t i;

	for (i = 0; t != NULL && column != NULL && i < t->n; i++)
		if (sm_same_column(set->dialect, t->v[i].from, column))
			return t->v[i].to;
	return column;
}

static bool
is_trigger(const struct resolver *r)
{
	return r->owner->kind->on_table;
}

/* What the owner's needs say of an item, or NULL. */
static const struct sm_need *
need_of(const struct resolver *r, const struct sm_item *item)
{
	const struct sm_needs *needs = &r->owner->needs;
	const struct sm_need *found = NULL;
	size_t i;

	for (i = 0; i < needs->n; i++) {
		const struct sm_need *n = &needs->v[i];

		if (!sm_same_table(r->set->dialect, n->name, item->name) ||
		    (item->schema != NULL && n->schema != NULL &&
		        !sm_same_table(r->set->dialect, n->schema,
		            item->schema)))
			continue;
		if (found != NULL)
			return NULL;
		found = n;
	}
	return found;
}

/*
 * The schema that an item's table is in.  SQLite has none, there a qualifier
 * is the database's name.
 */
static const char *
schema_of(const struct resolver *r, const struct sm_item *item)
{
	const struct sm_need *n = need_of(r, item);

	if (!r->set->dialect->schemas)
		return NULL;
	if (item->schema != NULL)
		return item->schema;
	return n != NULL ? n->schema : r->owner->schema;
}

static bool
is_cte(struct resolver *r, const char *name)
{
	size_t i;

	r->steps += r->scan.ctes.n;
	if (r->steps > STEPS_MAX)
		return false;
	for (i = 0; i < r->scan.ctes.n; i++)
		if (sm_same_table(r->set->dialect, r->scan.ctes.v[i], name))
			return true;
	return false;
}

/* Is the item something other than a table or view by its own name? */
static bool
is_made(struct resolver *r, const struct sm_item *item)
{
	return item->name == NULL ||
	    (item->schema == NULL && is_cte(r, item->name));
}

static const struct sm_object *
object_of(const struct resolver *r, const struct sm_item *item)
{
	return sm_map_get(&r->set->objects,
	    sm_rename_key(r->set, schema_of(r, item), item->name));
}

static const struct sm_renamed_table *
renamed_item(struct resolver *r, const struct sm_item *item)
{
	if (is_made(r, item))
		return NULL;
	return sm_renamed_table(r->set, schema_of(r, item), item->name);
}

/* Does the item have a column of that name?  FOUND_OTHER: yes. */
static enum found
item_has(struct resolver *r, const struct sm_item *item,
    const char *column)
{
	const struct sm_object *o;
	const struct sm_need *n;

	if (is_made(r, item))
		return FOUND_UNCLEAR;
	o = object_of(r, item);
	if (o != NULL && o->columns.n > 0)
		return sm_object_column(o, r->set->dialect, column) != NULL
		    ? FOUND_OTHER
		    : FOUND_NOT;
	if (o != NULL && o->names.n > 0)
		return sm_names_column(r->set->dialect, &o->names, column)
		    ? FOUND_OTHER
		    : FOUND_NOT;
	n = need_of(r, item);
	if (n == NULL || n->inexact)
		return FOUND_UNCLEAR;
	if (sm_names_column(r->set->dialect, &n->columns, column))
		return FOUND_OTHER;
	/* A view's columns may be reported as those of what it reads. */
	return n->columns.n > 0 || strcmp(n->record, "view") != 0
	    ? FOUND_NOT
	    : FOUND_UNCLEAR;
}

/* The items of one scope that have the column. */
static enum found
look_in(struct resolver *r, const struct sm_scan_scope *s,
    const char *column, const struct sm_item **out)
{
	size_t i, n = 0;

	r->steps += s->items.n + 1;
	if (r->steps > STEPS_MAX)
		return FOUND_UNCLEAR;
	for (i = 0; i < s->items.n; i++)
		switch (item_has(r, &s->items.v[i], column)) {
		case FOUND_UNCLEAR:
			return FOUND_UNCLEAR;
		case FOUND_NOT:
			break;
		default:
			*out = &s->items.v[i];
			n++;
		}
	/* In two tables without an error: one that a join has in common. */
	return n == 0 ? FOUND_NOT : n == 1 ? FOUND_TABLE : FOUND_UNCLEAR;
}

static bool
has_alias(const struct resolver *r, const struct sm_scan_scope *s,
    const char *name)
{
	return sm_names_column(r->set->dialect, &s->aliases, name);
}

static enum found
find_column(struct resolver *r, const struct sm_word *w,
    const struct sm_item **out)
{
	const struct sm_scan_scope *s;
	enum found f;
	size_t i;

	for (i = w->scope; i != SM_SCAN_NONE; i = s->parent) {
		s = &r->scan.scopes.v[i];
		if (w->order_term && i == w->scope) {
			if (s->compound)
				return FOUND_UNCLEAR;
			if (has_alias(r, s, w->name))
				return FOUND_OTHER;
		}
		f = look_in(r, s, w->name, out);
		if (f != FOUND_NOT)
			return f;
		if (has_alias(r, s, w->name))
			return FOUND_OTHER;
	}
	return FOUND_NOT;
}

/* The item that a qualifier names. */
static enum found
find_item(struct resolver *r, size_t from, const char *name,
    const struct sm_item **out)
{
	const struct sm_dialect *d = r->set->dialect;
	const struct sm_scan_scope *s;
	const struct sm_item *item;
	size_t i, k;

	if (is_trigger(r) && (sm_same_table(d, name, "new") ||
	                         sm_same_table(d, name, "old"))) {
		*out = &r->scan.scopes.v[0].target;
		return FOUND_TABLE;
	}
	for (i = from; i != SM_SCAN_NONE; i = s->parent) {
		s = &r->scan.scopes.v[i];
		r->steps += s->items.n + 1;
		if (r->steps > STEPS_MAX)
			return FOUND_NOT;
		for (k = 0; k < s->items.n; k++) {
			item = &s->items.v[k];
			if (item->alias != NULL
			        ? sm_same_table(d, item->alias, name)
			        : item->name != NULL &&
			            sm_same_table(d, item->name, name)) {
				*out = item;
				return FOUND_TABLE;
			}
		}
		if (s->target.name != NULL &&
		    sm_same_table(d, name, "excluded")) {
			*out = &s->target;
			return FOUND_TABLE;
		}
	}
	return FOUND_NOT;
}

/* Does any rename concern a column of that name? */
static bool
concerns(const struct resolver *r, const char *name)
{
	return sm_map_get(&r->set->columns, sm_fold_column(r->set->arena,
	                                        r->set->dialect, name)) != NULL;
}

/* The new name as the token before it was written, quoted where it must be. */
static const char *
in_style(const struct resolver *r, const struct sm_token *t, const char *name)
{
	const struct sm_dialect *d = r->set->dialect;
	struct sm_buf b = SM_BUF_INIT;
	char quote = *t->text;
	const char *s;

	if (t->kind == SM_TOKEN_WORD) {
		sm_quote_name_if_needed(&b, d, name);
	} else if (quote == '[' && strchr(name, ']') == NULL) {
		sm_buf_addf(&b, "[%s]", name);
	} else if (quote == '[') {
		sm_quote_name(&b, d, name);
	} else {
		sm_buf_addc(&b, quote);
		for (s = name; *s != '\0'; s++) {
			if (*s == quote)
				sm_buf_addc(&b, quote);
			sm_buf_addc(&b, *s);
		}
		sm_buf_addc(&b, quote);
	}
	s = sm_memdup(r->set->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return s;
}

static void
rename_column(struct resolver *r, size_t i, const struct sm_item *item)
{
	const struct sm_word *w = &r->scan.words.v[i];
	const struct sm_renamed_table *t = renamed_item(r, item);
	const char *to = sm_renamed_column(r->set, t, w->name);

	if (strcmp(to, w->name) != 0 && t != NULL)
		r->to[i] = in_style(r, &w->token, to);
}

/*
 * SQLite reads "x" that names nothing as a string.  A column that becomes x
 * would take its place: SQLite writes 'x' there, and so do we.
 */
static void
keep_string(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	const struct sm_renamed_table *t;
	const struct sm_scan_scope *s;
	struct sm_buf b = SM_BUF_INIT;
	size_t at, k, c;
	bool taken = false;

	r->steps++;
	if (r->set->dialect->id != SM_SQLITE || *w->token.text != '"')
		return;
	for (at = w->scope; at != SM_SCAN_NONE; at = s->parent) {
		s = &r->scan.scopes.v[at];
		for (k = 0; k < s->items.n; k++) {
			t = renamed_item(r, &s->items.v[k]);
			r->steps += t != NULL ? t->n : 1;
			for (c = 0; t != NULL && c < t->n; c++)
				taken = taken || sm_same_column(r->set->dialect,
				    t->v[c].to, w->name);
		}
	}
	if (!taken)
		return;
	sm_quote_string(&b, r->set->dialect, w->name);
	r->to[i] = sm_memdup(r->set->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
}

static void
resolve_column(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	const struct sm_item *item = NULL;

	switch (find_column(r, w, &item)) {
	case FOUND_TABLE:
		rename_column(r, i, item);
		break;
	case FOUND_UNCLEAR:
		r->unclear = true;
		break;
	case FOUND_NOT:
		keep_string(r, i);
		break;
	case FOUND_OTHER:
		break;
	}
}

static void
resolve_qualified(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	const struct sm_word *q = &r->scan.words.v[w->qualifier];
	const struct sm_item *item = NULL;

	if (find_item(r, w->scope, q->name, &item) == FOUND_NOT)
		r->unclear = true;
	else if (is_made(r, item))
		r->unclear = true; /* its output may be what is renamed */
	else
		rename_column(r, i, item);
}

static void
resolve_target(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	size_t at = w->scope;

	/* UPDATE OF before ON: the trigger's own; else the statement's. */
	if (r->scan.scopes.v[at].target.name != NULL)
		rename_column(r, i, &r->scan.scopes.v[at].target);
	else
		resolve_column(r, i);
}

/* A column of USING is one of several tables: no rename reaches it. */
static void
resolve_common(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	const struct sm_scan_scope *s = &r->scan.scopes.v[w->scope];
	const struct sm_renamed_table *t;
	size_t k;

	for (k = 0; k < s->items.n; k++) {
		t = renamed_item(r, &s->items.v[k]);
		if (is_made(r, &s->items.v[k]) ||
		    sm_renamed_column(r->set, t, w->name) != w->name)
			r->unclear = true;
	}
}

static void
resolve_table(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	struct sm_item item = {w->name, NULL, NULL};
	const struct sm_renamed_table *t;

	if (i >= 2 && sm_token_is_op(&r->scan.words.v[i - 1].token, "."))
		item.schema = r->scan.words.v[i - 2].name;
	t = renamed_item(r, &item);
	if (t != NULL && t->to != NULL)
		r->to[i] = in_style(r, &w->token, t->to);
}

static void
resolve_qualifier(struct resolver *r, size_t i)
{
	const struct sm_word *w = &r->scan.words.v[i];
	const struct sm_renamed_table *t;
	const struct sm_item *item = NULL;

	if (find_item(r, w->scope, w->name, &item) != FOUND_TABLE ||
	    item->alias != NULL || item->name == NULL ||
	    !sm_same_table(r->set->dialect, item->name, w->name))
		return;
	t = renamed_item(r, item);
	if (t != NULL && t->to != NULL)
		r->to[i] = in_style(r, &w->token, t->to);
}

static void (*const resolve[])(struct resolver *, size_t) = {
	[SM_ROLE_OTHER] = NULL,
	[SM_ROLE_TABLE] = resolve_table,
	[SM_ROLE_QUALIFIER] = resolve_qualifier,
	[SM_ROLE_COLUMN] = resolve_column,
	[SM_ROLE_QUALIFIED] = resolve_qualified,
	[SM_ROLE_TARGET] = resolve_target,
	[SM_ROLE_COMMON] = resolve_common,
};

static bool
is_column_role(enum sm_role role)
{
	return role >= SM_ROLE_COLUMN;
}

/* The text with every word that has a new one replaced. */
static const char *
put_together(struct sm_arena *a, const struct sm_scan *scan,
    const char *const *to)
{
	const char *at = scan->text, *result;
	struct sm_buf b = SM_BUF_INIT;
	bool changed = false;
	size_t i;

	for (i = 0; i < scan->words.n; i++) {
		const struct sm_token *t = &scan->words.v[i].token;

		if (to[i] == NULL)
			continue;
		changed = true;
		sm_buf_add(&b, at, (size_t)(t->text - at));
		sm_buf_adds(&b, to[i]);
		at = t->text + t->len;
	}
	if (!changed)
		return scan->text;
	sm_buf_adds(&b, at);
	result = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}

static const char *
rename_scanned(struct resolver *r)
{
	const struct sm_word *w;
	size_t i;

	r->to = sm_alloc(r->set->arena, (r->scan.words.n + 1) *
	    sizeof *r->to);
	for (i = 0; i < r->scan.words.n; i++) {
		w = &r->scan.words.v[i];
		if (resolve[w->role] == NULL || (is_column_role(w->role) &&
		                                    !concerns(r, w->name)))
			continue;
		resolve[w->role](r, i);
		if (r->steps > STEPS_MAX)
			return r->scan.text;
	}
	for (i = 0; r->unclear && i < r->scan.words.n; i++)
		if (is_column_role(r->scan.words.v[i].role))
			r->to[i] = NULL;
	return put_together(r->set->arena, &r->scan, r->to);
}

const char *
sm_rename_expression(const struct sm_rename_set *set,
    const struct sm_object *table, const char *text)
{
	struct resolver r = {.set = set, .owner = table};
	const struct sm_item self = {table->name, table->schema, NULL};

	if (text == NULL)
		return NULL;
	sm_scan_text(set->arena, set->dialect, text, &self, &r.scan);
	return rename_scanned(&r);
}

const char *
sm_rename_definition(const struct sm_rename_set *set,
    const struct sm_object *o)
{
	struct resolver r = {.set = set, .owner = o};

	if (o->definition == NULL)
		return NULL;
	if (o->kind->on_table)
		sm_scan_trigger(set->arena, set->dialect, o->definition,
		    &r.scan);
	else
		sm_scan_text(set->arena, set->dialect, o->definition, NULL,
		    &r.scan);
	return rename_scanned(&r);
}

/* One text without any knowledge of what its names stand for. */
const char *
sm_sql_rename(struct sm_arena *a, const struct sm_dialect *d, const char *text,
    const struct sm_renamings *list)
{
	const struct sm_rename_set set = {.arena = a, .dialect = d};
	struct resolver r = {.set = &set};
	const struct sm_renaming *n;
	const struct sm_word *w;
	bool is_table;
	size_t i, k;

	if (text == NULL)
		return NULL;
	sm_scan_text(a, d, text, NULL, &r.scan);
	r.to = sm_alloc(a, (r.scan.words.n + 1) * sizeof *r.to);
	for (i = 0; i < r.scan.words.n; i++) {
		w = &r.scan.words.v[i];
		if (w->role == SM_ROLE_OTHER)
			continue;
		is_table = !is_column_role(w->role);
		for (k = 0; k < list->n && r.to[i] == NULL; k++) {
			n = &list->v[k];
			if (n->is_table == is_table &&
			    (is_table ? sm_same_table : sm_same_column)(d,
			        n->from, w->name))
				r.to[i] = in_style(&r, &w->token, n->to);
		}
	}
	return put_together(a, &r.scan, r.to);
}
