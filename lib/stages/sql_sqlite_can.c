/*
 * What SQLite's ALTER TABLE can do of what a table's ops ask for; what it
 * can't is a rebuild.  It must hold with rows in the table: what is refused
 * only then (NOT NULL without a default, a default that is no constant) counts
 * as refused.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "stages/sql_sqlite.h"
#include "text/default.h"
#include "text/lexer.h"
#include "text/sqltext.h"

static bool
can(const struct sm_sqlite *w, enum sm_capability what)
{
	return sm_can(w->dialect, w->server, what);
}

/* The op that adds the column, or NULL. */
static const struct sm_op *
adder(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *column)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_ADD && op->target->part == SM_PART_COLUMN &&
		    sm_same_column(w->dialect, op->name, column))
			return op;
	}
	return NULL;
}

/* Does the text mention a column that is added, other than this one? */
bool
sm_sqlite_mentions_added(const struct sm_sqlite *w,
    const struct sm_sql_item *item, const char *text, const char *but)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_ADD && op->target->part == SM_PART_COLUMN &&
		    !sm_same_column(w->dialect, op->name, but) &&
		    sm_sql_mentions(w->dialect, text, op->name))
			return true;
	}
	return false;
}

/*
 * Would rows get what they'd get from an INSERT?  ADD COLUMN hands out a
 * default as it is written: TRUE is a number then even in a TEXT column, and a
 * value that STRICT forbids isn't refused (measured on 3.40.1).
 */
static bool
is_safe_default(const struct sm_sqlite *w, const struct sm_object *o,
    const struct sm_column *c)
{
	static const struct {
		const char *type;
		enum sm_token_kind kind;
		bool blob;
	} fits[] = {{"INT", SM_TOKEN_NUMBER, false},
	    {"INTEGER", SM_TOKEN_NUMBER, false},
	    {"REAL", SM_TOKEN_NUMBER, false}, {"TEXT", SM_TOKEN_STRING, false},
	    {"BLOB", SM_TOKEN_STRING, true}};
	struct sm_lexer lx;
	struct sm_token tok;
	size_t i;

	sm_lexer_init(&lx, w->dialect, c->default_text,
	    strlen(c->default_text));
	tok = sm_lexer_next_solid(&lx);
	if (sm_token_is_op(&tok, "-") || sm_token_is_op(&tok, "+"))
		tok = sm_lexer_next_solid(&lx);
	if (tok.kind == SM_TOKEN_WORD)
		return false;
	if (!sm_option_on(&o->options, "strict"))
		return true;
	for (i = 0; i < sizeof fits / sizeof fits[0]; i++)
		if (strcasecmp(fits[i].type, c->type != NULL ? c->type : "") ==
		        0 && tok.kind == fits[i].kind &&
		    (tok.text[0] != '\'') == (fits[i].blob ||
		        tok.kind == SM_TOKEN_NUMBER) &&
		    !(i < 2 && strcspn(tok.text, ".eE") < tok.len))
			return true;
	return false;
}

/* NULL: ADD COLUMN can do it; else why it can't. */
static const char *
no_add_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_object *o = item->target;
	const struct sm_column *c =
	    sm_object_column(o, w->dialect, op->name);
	enum sm_default_class class =
	    sm_default_class(w->dialect, c->default_text);
	size_t i;

	if (op->after != NULL)
		return "ADD COLUMN knows no place but the last";
	if (c->generated != NULL && strcasecmp(c->generated, "stored") == 0)
		return "ADD COLUMN cannot add a stored generated column";
	if (c->generated != NULL &&
	    sm_sqlite_mentions_added(w, item, c->expression, c->name))
		return "the new columns depend on each other";
	if (class != SM_DEFAULT_NONE && class != SM_DEFAULT_CONSTANT)
		return "ADD COLUMN takes only a constant default";
	if (class == SM_DEFAULT_CONSTANT && !is_safe_default(w, o, c))
		return "ADD COLUMN doesn't fit this default to the column";
	if (!c->nullable && class == SM_DEFAULT_NONE && c->generated == NULL)
		return "ADD COLUMN NOT NULL needs a default: this works only "
		    "while the table is empty";
	if (sm_sqlite_in_key(w->dialect, o, c->name))
		return "ADD COLUMN cannot add a primary key";
	for (i = 0; i < o->uniques.n; i++)
		if (sm_names_column(w->dialect, &o->uniques.v[i].columns,
		        c->name))
			return "ADD COLUMN cannot add a unique column";
	return NULL;
}

bool
sm_sqlite_with_column(const struct sm_sqlite *w,
    const struct sm_sql_item *item, const struct sm_foreign_key *fk,
    const char **column)
{
	const struct sm_op *op;

	if (fk->columns.n != 1)
		return false;
	op = adder(w, item, fk->columns.v[0]);
	*column = fk->columns.v[0];
	return op != NULL && no_add_column(w, item, op) == NULL;
}

static bool
same_or_gone(const struct sm_sqlite *w, const struct sm_sql_item *item,
    size_t check, const char *column)
{
	const struct sm_check *c = &item->moved->checks.v[check];

	return c->column != NULL &&
	    sm_same_column(w->dialect, c->column, column) &&
	    item->gone.checks != NULL && item->gone.checks[check];
}

/* The place of the dropped column in the old table. */
size_t
sm_sqlite_old_place(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *name)
{
	size_t i;

	for (i = 0; i < item->old->columns.n; i++)
		if (sm_same_column(w->dialect, item->old->columns.v[i].name,
		        name))
			break;
	return i;
}

static const char *
no_drop_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_object *o = item->moved;
	const char *name =
	    o->columns.v[sm_sqlite_old_place(w, item, op->name)].name;
	size_t i;

	if (!can(w, SM_CAN_DROP_COLUMN))
		return "this version has no DROP COLUMN";
	if (sm_sqlite_in_key(w->dialect, o, name))
		return "DROP COLUMN cannot drop a primary key";
	for (i = 0; i < o->uniques.n; i++)
		if (sm_names_column(w->dialect, &o->uniques.v[i].columns, name))
			return "DROP COLUMN cannot drop a unique column";
	for (i = 0; i < o->foreign_keys.n; i++)
		if (sm_names_column(w->dialect, &o->foreign_keys.v[i].columns,
		        name))
			return "DROP COLUMN cannot drop a foreign key";
	for (i = 0; i < o->checks.n; i++) {
		const struct sm_check *c = &o->checks.v[i];

		if (same_or_gone(w, item, i, name))
			continue;
		if (c->column != NULL &&
		    sm_same_column(w->dialect, c->column, name))
			return "DROP COLUMN takes along the CHECK that stands "
			    "with the column";
		if (sm_sql_mentions(w->dialect, c->expression, name))
			return "DROP COLUMN cannot drop what a CHECK uses";
	}
	for (i = 0; i < o->columns.n; i++)
		if (o->columns.v[i].expression != NULL &&
		    !sm_same_column(w->dialect, o->columns.v[i].name, name) &&
		    sm_sql_mentions(w->dialect, o->columns.v[i].expression,
		        name))
			return "DROP COLUMN cannot drop what a generated "
			    "column uses";
	return NULL;
}

static const char *
no_modify_column(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_column *old = op->old, *new_ = op->new_;

	if (op->changes.n != 1 || strcmp(op->changes.v[0], "nullable") != 0 ||
	    !can(w, SM_CAN_ALTER_NULLABILITY))
		return "ALTER TABLE cannot change this of a column";
	if (old->not_null_name != NULL || new_->not_null_name != NULL ||
	    old->not_null_conflict != NULL || new_->not_null_conflict != NULL)
		return "the NOT NULL has a name or a conflict clause";
	if (sm_sqlite_in_key(w->dialect, item->target, op->name))
		return "the column is of the primary key";
	return NULL;
}

/* How many constraints of the table have that name? */
static size_t
same_names(const struct sm_sqlite *w, const struct sm_object *o,
    const char *name)
{
	size_t i, n = 0;

#define COUNT(list)                                                            \
	for (i = 0; i < o->list.n; i++)                                        \
	n += o->list.v[i].name != NULL &&                                      \
	    sm_same_column(w->dialect, o->list.v[i].name, name)
	COUNT(checks);
	COUNT(uniques);
	COUNT(foreign_keys);
#undef COUNT
	for (i = 0; i < o->columns.n; i++)
		n += o->columns.v[i].not_null_name != NULL &&
		    sm_same_column(w->dialect, o->columns.v[i].not_null_name,
		        name);
	return n + (o->primary_key != NULL && o->primary_key->name != NULL &&
	               sm_same_column(w->dialect, o->primary_key->name, name));
}

/*
 * Can the expression be NULL for some row?  A CHECK lets that pass, but ADD
 * CHECK takes it for a violation (measured on 3.53.4).  Comparisons of what is
 * NOT NULL can't; of anything else we don't know.
 */
static bool
may_be_null(const struct sm_sqlite *w, const struct sm_object *o,
    const char *expression)
{
	static const char *const words[] = {"AND", "OR", "NOT", "BETWEEN", "IN",
	    "LIKE", "GLOB", "IS"};
	const size_t n = sizeof words / sizeof words[0];
	struct sm_lexer lx;
	struct sm_token tok;
	size_t i;

	sm_lexer_init(&lx, w->dialect, expression, strlen(expression));
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END) {
		const struct sm_column *c;

		if (sm_token_is_op(&tok, "/") || sm_token_is_op(&tok, "%") ||
		    sm_token_is_op(&tok, "->") || sm_token_is_op(&tok, "->>"))
			return true;
		if (tok.kind != SM_TOKEN_WORD && tok.kind != SM_TOKEN_NAME)
			continue;
		for (i = 0; i < n; i++)
			if (sm_token_is(&tok, words[i]))
				break;
		if (i < n)
			continue;
		c = sm_object_column(o, w->dialect,
		    sm_token_name(w->arena, &tok));
		if (c == NULL || c->nullable || c->generated != NULL)
			return true;
	}
	return false;
}

static const char *
no_add_check(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const struct sm_check *check = op->new_;
	const struct sm_op *column = check->column != NULL
	    ? adder(w, item, check->column) : NULL;

	if (column != NULL && no_add_column(w, item, column) == NULL &&
	    !sm_sqlite_mentions_added(w, item, check->expression,
	        check->column))
		return NULL;
	if (!can(w, SM_CAN_ADD_CHECK))
		return "ALTER TABLE cannot add a CHECK";
	if (may_be_null(w, item->target, check->expression))
		return "ADD CHECK would refuse rows for which the CHECK is "
		    "NULL";
	if (check->name != NULL && same_names(w, item->target, check->name) > 1)
		return "two constraints have that name";
	return NULL;
}

/* The column of this check, if it goes by DROP COLUMN, or NULL. */
const struct sm_op *
sm_sqlite_goes_with(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *check)
{
	const char *column = ((const struct sm_check *)check->old)->column;
	size_t i;

	for (i = 0; column != NULL && i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_DROP && op->target->part == SM_PART_COLUMN &&
		    sm_same_column(w->dialect, op->name, column))
			return no_drop_column(w, item, op) == NULL ? op : NULL;
	}
	return NULL;
}

static const char *
no_drop_check(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	if (sm_sqlite_goes_with(w, item, op) != NULL)
		return NULL;
	if (!can(w, SM_CAN_DROP_CONSTRAINT) || op->name == NULL)
		return "ALTER TABLE cannot drop a CHECK";
	if (same_names(w, item->old, op->name) != 1)
		return "two constraints have that name";
	return NULL;
}

/* Why the op needs a rebuild of its table; NULL: it doesn't. */
static const char *
no_alter(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_op *op)
{
	const char *column;

	switch (op->target->part) {
	case SM_PART_INDEX:
		return NULL;
	case SM_PART_COLUMN:
		if (op->verb == SM_RENAME)
			return NULL;
		if (op->verb == SM_ADD)
			return no_add_column(w, item, op);
		if (op->verb == SM_DROP)
			return no_drop_column(w, item, op);
		return no_modify_column(w, item, op);
	case SM_PART_CHECK:
		if (op->verb == SM_ADD)
			return no_add_check(w, item, op);
		if (op->verb == SM_DROP)
			return no_drop_check(w, item, op);
		return "ALTER TABLE cannot change a CHECK";
	case SM_PART_FK:
		if (op->verb == SM_ADD &&
		    sm_sqlite_with_column(w, item, op->new_, &column))
			return NULL;
		return "ALTER TABLE cannot change foreign keys";
	case SM_PART_PRIMARY_KEY:
		return "ALTER TABLE cannot change the primary key";
	case SM_PART_UNIQUE:
		return "ALTER TABLE cannot change unique constraints";
	case SM_PART_NONE:
		return op->verb == SM_RENAME
		    ? NULL : "ALTER TABLE cannot change table options";
	case SM_PART_EXCLUSION: /* SQLite has none */
	case SM_PARTS:
		break;
	}
	return NULL;
}

static int
by_step(const void *a, const void *b)
{
	const struct sm_sqlite_table *x = a, *y = b;

	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return strcmp(x->item->target->name, y->item->target->name);
}

/* A CHECK that names its table makes the table's renaming fail. */
bool
sm_sqlite_names_itself(const struct sm_sqlite *w, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->checks.n; i++)
		if (sm_sql_mentions(w->dialect, o->checks.v[i].expression,
		        o->name))
			return true;
	return false;
}

bool
sm_sqlite_plan_tables(struct sm_sqlite *w)
{
	size_t i, k;

	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];
		struct sm_sqlite_table *tab;

		if (item->target == NULL || item->target->unreadable ||
		    item->ops.n == 0 ||
		    strcmp(item->target->record, "table") != 0)
			continue;
		tab = sm_push(w->arena, &w->tables);
		tab->item = item;
		tab->step = item->ops.v[0]->step;
		for (k = 0; k < item->ops.n; k++) {
			const struct sm_op *op = item->ops.v[k];
			const char *why = item->old != NULL
			    ? no_alter(w, item, op) : NULL;

			if (op->step < tab->step)
				tab->step = op->step;
			if (why != NULL && tab->why == NULL)
				tab->why = why;
		}
		if (tab->why == NULL && sm_sqlite_trips(w, item))
			tab->why = "The UNIQUE comes back";
		tab->rebuild = tab->why != NULL;
		if (tab->rebuild) {
			tab->aside = sm_sqlite_free_name(w, "sm_old_",
			    item->target->name);
			tab->copies_twice =
			    sm_sqlite_names_itself(w, item->moved);
			w->script.keys_off = true;
		}
	}
	if (w->tables.n > 1)
		qsort(w->tables.v, w->tables.n, sizeof *w->tables.v, by_step);
	return true;
}
