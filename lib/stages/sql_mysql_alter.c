/*
 * One ALTER TABLE of all that a group does to a table.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_mysql.h"
#include "text/sqltext.h"

/* What the group does to a column that the table has at the end. */
struct column {
	const char *from; /* another name before */
	bool added, modified, moved;
	bool remade;      /* dropped and added under its name */
};

/* The clauses, in the order in which they are written. */
enum place {
	DROP_KEY,
	DROP_CHECK,
	DROP_INDEX,
	DROP_COLUMN,
	COLUMN,
	ADD_INDEX,
	CHANGE_INDEX,
	ADD_CHECK,
	ADD_KEY,
	OPTION,
	PLACES
};

struct alter {
	struct sm_mysql *w;
	struct sm_sql_item *item;
	struct column *columns; /* of item->target */
	struct sm_strings clauses[PLACES];
	const char *partitions; /* stands at the end, without a comma */
	const struct sm_mysql_group *group;
};

static bool
put(struct alter *a, enum place place, const char *text)
{
	if (text != NULL)
		sm_strings_add(a->w->arena, &a->clauses[place], text);
	return text != NULL;
}

static bool
put_name(struct alter *a, enum place place, const char *what,
    const char *name)
{
	if (name == NULL)
		return sm_mysql_refuse(a->w, "it has no name");
	return put(a, place, sm_sprintf(a->w->arena, "%s %s", what,
	    sm_mysql_name(a->w, name)));
}

static bool
put_new(struct alter *a, enum place place, const char *text)
{
	return text != NULL &&
	    put(a, place, sm_sprintf(a->w->arena, "ADD %s", text));
}

static struct column *
column_called(struct alter *a, const char *name)
{
	const struct sm_columns *all = &a->item->target->columns;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (sm_same_column(a->w->dialect, all->v[i].name, name))
			return &a->columns[i];
	return NULL;
}

static bool
not_there(struct alter *a, const char *name)
{
	return sm_mysql_refuse(a->w, "column %s isn't there",
	    sm_printable_str(a->w->arena, name));
}

/* --- columns -------------------------------------------------------------- */

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/*
 * MODIFY makes no virtual column of another, nor the other way round (1907,
 * 3106; facts, section 4a).  A generated one has nothing to lose.
 */
static bool
check_generated(struct alter *a, struct column *c, const struct sm_op *op)
{
	const struct sm_column *old = op->old, *new_ = op->new_;

	if (old == NULL || new_ == NULL ||
	    same(old->generated, new_->generated))
		return true;
	if (new_->generated != NULL || strcmp(old->generated, "virtual") != 0) {
		c->remade = old->generated == NULL ||
		    (new_->generated != NULL);
		return true;
	}
	sm_mysql_refuse(a->w, "the values of a virtual column are stored "
	    "nowhere, and would be lost");
	return sm_mysql_procedure(a->w, "add a column of another name, UPDATE "
	    "it from %s, drop that and give the new one its name",
	    sm_printable_str(a->w->arena, op->name));
}

static bool
change_column(struct alter *a, const struct sm_op *op)
{
	struct column *c;

	if (op->verb == SM_DROP)
		return put_name(a, DROP_COLUMN, "DROP COLUMN", op->name);
	c = column_called(a, op->name);
	if (c == NULL)
		return not_there(a, op->name);
	if (op->verb == SM_RENAME) {
		c->from = op->from;
		return true;
	}
	c->added |= op->verb == SM_ADD;
	c->modified |= op->verb == SM_MODIFY;
	c->moved |= op->after != NULL;
	return op->verb == SM_ADD || check_generated(a, c, op);
}

/*
 * A column of the target that is there once the clauses before it are done: all
 * that the table had, and what this group has added by then.
 */
static bool
is_there(struct alter *a, size_t i)
{
	const struct sm_columns *old = &a->item->moved->columns;
	size_t k;

	if (a->columns[i].added)
		return true;
	for (k = 0; k < old->n; k++)
		if (sm_same_column(a->w->dialect, old->v[k].name,
		        a->item->target->columns.v[i].name))
			return true;
	return false;
}

static const char *
place_of(struct alter *a, size_t i)
{
	const struct sm_columns *all = &a->item->target->columns;

	if (!a->columns[i].moved && !a->columns[i].remade)
		return "";
	/* At the end a new one is anyway. */
	if (i + 1 == all->n && a->columns[i].added)
		return "";
	while (i > 0)
		if (is_there(a, --i))
			return sm_sprintf(a->w->arena, " AFTER %s",
			    sm_mysql_name(a->w, all->v[i].name));
	return " FIRST";
}

static bool
put_column(struct alter *a, size_t i)
{
	struct sm_mysql *w = a->w;
	const struct sm_object *o = a->item->target;
	const struct column *c = &a->columns[i];
	const char *name = sm_mysql_name(w, o->columns.v[i].name);
	const char *text, *verb = "MODIFY COLUMN";

	if (!c->added && !c->modified &&
	    sm_mysql_has(w, SM_MYSQL_RENAME_COLUMN))
		return c->from == NULL || put(a, COLUMN, sm_sprintf(w->arena,
		    "RENAME COLUMN %s TO %s", sm_mysql_name(w, c->from), name));
	text = sm_mysql_column(w, o, &o->columns.v[i]);
	if (text == NULL)
		return false;
	if (c->remade)
		put_name(a, DROP_COLUMN, "DROP COLUMN",
		    c->from != NULL ? c->from : o->columns.v[i].name);
	if (c->added || c->remade)
		verb = "ADD COLUMN";
	else if (c->from != NULL)
		verb = sm_sprintf(w->arena, "CHANGE COLUMN %s",
		    sm_mysql_name(w, c->from));
	return put(a, COLUMN, sm_sprintf(w->arena, "%s %s%s%s", verb, name,
	    text, place_of(a, i)));
}

static bool
put_columns(struct alter *a)
{
	size_t i;

	for (i = 0; i < a->item->target->columns.n; i++) {
		const struct column *c = &a->columns[i];

		if ((c->added || c->modified || c->from != NULL) &&
		    !put_column(a, i))
			return false;
	}
	return true;
}

/* --- keys and indexes ----------------------------------------------------- */

static bool
change_primary_key(struct alter *a, const struct sm_op *op)
{
	if (op->verb == SM_RENAME)
		return true; /* it is always called PRIMARY */
	if (op->verb != SM_ADD && !put(a, DROP_INDEX, "DROP PRIMARY KEY"))
		return false;
	return op->verb == SM_DROP || put_new(a, ADD_INDEX,
	    sm_mysql_primary_key(a->w, a->item->target->primary_key));
}

/* Only whether the optimizer sees it: no index is made for that. */
static bool
show_index(struct alter *a, const struct sm_index *x)
{
	bool hidden = sm_option(&x->parameters, "invisible") != NULL;
	const char *word = sm_mysql_has(a->w, SM_MYSQL_IGNORED) ? "IGNORED"
	                                                        : "VISIBLE";
	/* IGNORED hides, VISIBLE shows. */
	const char *not_ = hidden == (*word == 'I') ? "" : "NOT ";

	if (*word == 'V') {
		word = hidden ? "INVISIBLE" : "VISIBLE";
		not_ = "";
	}
	return put(a, CHANGE_INDEX, sm_sprintf(a->w->arena,
	    "ALTER INDEX %s %s%s", sm_mysql_name(a->w, x->name), not_, word));
}

/* The op of the group that adds (drops) the same index under another name. */
static const struct sm_op *
other_name(struct alter *a, const struct sm_op *op)
{
	enum sm_verb verb = op->verb == SM_ADD ? SM_DROP : SM_ADD;
	const struct sm_index *mine = op->verb == SM_ADD ? op->new_ : op->old;
	struct sm_index as_mine;
	size_t i;

	for (i = 0; i < a->group->ops.n; i++) {
		const struct sm_op *other = a->group->ops.v[i];
		const struct sm_index *x = verb == SM_ADD ? other->new_
		                                          : other->old;

		if (other->verb != verb || x == NULL ||
		    other->target->part != SM_PART_INDEX)
			continue;
		as_mine = *x;
		as_mine.name = mine->name;
		if (sm_sql_same_part(a->w->t, SM_PART_INDEX, &as_mine, mine))
			return other;
	}
	return NULL;
}

/* The same index under another name: only if neither has another such. */
static const struct sm_op *
only_renamed(struct alter *a, const struct sm_op *op)
{
	const struct sm_op *other = op->verb == SM_MODIFY ? NULL
	    : other_name(a, op);

	return other != NULL && other_name(a, other) == op ? other : NULL;
}

static bool
change_index(struct alter *a, const struct sm_op *op)
{
	const struct sm_index *old = op->old, *new_ = op->new_;
	const struct sm_op *other = op->verb == SM_RENAME ? NULL
	    : only_renamed(a, op);

	if (other != NULL)
		return op->verb == SM_DROP || put(a, CHANGE_INDEX,
		    sm_sprintf(a->w->arena, "RENAME INDEX %s TO %s",
		        sm_mysql_name(a->w, other->name),
		        sm_mysql_name(a->w, new_->name)));
	if (op->verb == SM_RENAME)
		return put(a, CHANGE_INDEX, sm_sprintf(a->w->arena,
		    "RENAME INDEX %s TO %s", sm_mysql_name(a->w, op->from),
		    sm_mysql_name(a->w, op->name)));
	if (op->verb == SM_MODIFY && op->changes.n == 1 &&
	    strcmp(op->changes.v[0], "invisible") == 0)
		return show_index(a, new_);
	if (op->verb != SM_ADD &&
	    !put_name(a, DROP_INDEX, "DROP INDEX", old->name))
		return false;
	return op->verb == SM_DROP ||
	    put_new(a, ADD_INDEX, sm_mysql_index(a->w, new_));
}

static bool
change_foreign_key(struct alter *a, const struct sm_op *op)
{
	const struct sm_foreign_key *old = op->old;

	if (op->verb == SM_RENAME || op->verb == SM_MODIFY)
		return sm_mysql_refuse(a->w, "a foreign key can't be changed "
		    "as it stands");
	if (op->verb == SM_DROP)
		return put_name(a, DROP_KEY, "DROP FOREIGN KEY", old->name);
	return put_new(a, ADD_KEY, sm_mysql_foreign_key(a->w, a->item->target,
	    op->new_));
}

/* A check that goes is named, and its column too, as OLD names it. */
static const char *
column_of_check(struct alter *a, const struct sm_op *op)
{
	const struct sm_check *old = op->old, *new_ = op->new_;
	const struct sm_columns *all = &a->item->old->columns;
	size_t i;

	if (op->verb != SM_DROP)
		return new_ != NULL ? new_->column : NULL;
	for (i = 0; old->column != NULL && i < all->n; i++)
		if (sm_same_column(a->w->dialect, all->v[i].name, old->column))
			return a->item->moved->columns.v[i].name;
	return old->column;
}

static bool
change_check(struct alter *a, const struct sm_op *op)
{
	const struct sm_check *old = op->old, *new_ = op->new_;
	const char *column = column_of_check(a, op);
	const char *drop = sm_mysql_has(a->w, SM_MYSQL_DROP_CHECK)
	    ? "DROP CHECK" : "DROP CONSTRAINT";
	struct column *c;

	if (column != NULL || (old != NULL && old->column != NULL)) {
		c = column != NULL ? column_called(a, column) : NULL;
		/* It goes with its column. */
		if (c == NULL || op->verb == SM_RENAME)
			return c != NULL || op->verb == SM_DROP ||
			    sm_mysql_refuse(a->w, "its column isn't there");
		c->modified |= !c->added;
		return true;
	}
	if (op->verb == SM_MODIFY && op->changes.n == 1 &&
	    strcmp(op->changes.v[0], "not_enforced") == 0)
		return put(a, ADD_CHECK, sm_sprintf(a->w->arena,
		    "ALTER CHECK %s %sENFORCED", sm_mysql_name(a->w,
		        old->name), new_->not_enforced ? "NOT " : ""));
	if (op->verb == SM_RENAME)
		return sm_mysql_refuse(a->w, "a check can't be renamed");
	if (op->verb != SM_ADD && !put_name(a, DROP_CHECK, drop, old->name))
		return false;
	return op->verb == SM_DROP || put_new(a, ADD_CHECK,
	    sm_mysql_check(a->w, a->item->target, new_));
}

/* --- the table itself ----------------------------------------------------- */

static const struct sm_column *
old_column(struct alter *a, const char *name)
{
	return sm_object_column(a->item->moved, a->w->dialect, name);
}

/* What has the table's collation on both sides gets the new one with it. */
static void
follow_collation(struct alter *a)
{
	const struct sm_columns *all = &a->item->target->columns;
	const struct sm_column *old;
	size_t i;

	for (i = 0; i < all->n; i++) {
		old = old_column(a, all->v[i].name);
		if (old != NULL && old->collation == NULL &&
		    all->v[i].collation == NULL &&
		    sm_mysql_is_text(a->w, &all->v[i]))
			a->columns[i].modified |= !a->columns[i].added;
	}
}

static bool
change_partitions(struct alter *a)
{
	const char *text = a->item->target->partition_key;

	if (text == NULL) {
		a->partitions = " REMOVE PARTITIONING";
		return true;
	}
	text = sm_mysql_fit(a->w, SM_FRAGMENT_QUERY, text, "the partitioning");
	if (text != NULL)
		a->partitions = sm_sprintf(a->w->arena, " PARTITION BY %s",
		    text);
	return text != NULL;
}

static bool
change_table(struct alter *a, const struct sm_op *op)
{
	size_t i;

	for (i = 0; i < op->changes.n; i++) {
		const char *word = op->changes.v[i];
		bool fine = strcmp(word, "partition_key") == 0
		    ? change_partitions(a)
		    : sm_mysql_modify_option(a->w, a->item->moved,
		          a->item->target, word, &a->clauses[OPTION]);

		if (!fine)
			return false;
		if (strcmp(word, "collation") == 0)
			follow_collation(a);
	}
	return true;
}

static bool
change(struct alter *a, const struct sm_op *op)
{
	static bool (*const changes[SM_PARTS])(struct alter *,
	    const struct sm_op *) = {
		[SM_PART_NONE] = change_table,
		[SM_PART_COLUMN] = change_column,
		[SM_PART_PRIMARY_KEY] = change_primary_key,
		[SM_PART_CHECK] = change_check,
		[SM_PART_FK] = change_foreign_key,
		[SM_PART_INDEX] = change_index,
	};

	a->w->op = op;
	/* Of a table that goes only foreign keys may have to go before. */
	if (a->item->target == NULL && op->target->part != SM_PART_FK)
		return true;
	return changes[op->target->part] != NULL &&
	    changes[op->target->part](a, op);
}

static bool
is_versioned(const struct sm_object *o)
{
	return sm_option(&o->options, "system_versioned") != NULL;
}

/*
 * WITHOUT SYSTEM VERSIONING is for a table that has it (4124), not for one that
 * gets it in the same statement.
 */
static bool
mentions_renamed(struct alter *a, const char *text)
{
	size_t i;

	for (i = 0; i < a->group->ops.n; i++) {
		const struct sm_op *op = a->group->ops.v[i];

		if (op->verb == SM_RENAME &&
		    op->target->part == SM_PART_COLUMN &&
		    sm_sql_mentions(a->w->dialect, text, op->from))
			return true;
	}
	return false;
}

/*
 * MySQL renames no column that a generated one is made of (3108): that is
 * dropped and made again, with nothing to lose.
 */
static void
remake_generated(struct alter *a)
{
	const struct sm_columns *old = &a->item->moved->columns;
	const struct sm_columns *was = &a->item->old->columns;
	struct column *c;
	size_t i;

	for (i = 0; i < old->n; i++) {
		c = column_called(a, old->v[i].name);
		if (c != NULL && c->modified && was->v[i].generated != NULL &&
		    was->v[i].expression != NULL &&
		    mentions_renamed(a, was->v[i].expression))
			c->remade = true;
	}
}

static void
begin_history(struct alter *a)
{
	const struct sm_object *o = a->item->target;
	struct sm_strings *options = &a->clauses[OPTION];
	size_t i, keep = 0;
	bool first = false;

	if (o == NULL || a->item->old == NULL ||
	    is_versioned(a->item->moved) || !is_versioned(o))
		return;
	for (i = 0; i < o->columns.n; i++)
		first |= (a->columns[i].added || a->columns[i].modified) &&
		    sm_option(&o->columns.v[i].options,
		        "without_system_versioning") != NULL;
	for (i = 0; first && i < options->n; i++)
		if (strcmp(options->v[i], "ADD SYSTEM VERSIONING") == 0)
			sm_mysql_run(&a->w->script, "ALTER TABLE %s %s",
			    sm_mysql_name(a->w, sm_mysql_now(a->w, a->item)),
			    options->v[i]);
		else
			options->v[keep++] = options->v[i];
	if (first)
		options->n = keep;
	a->w->script.versioning = true;
}

static void
run(struct alter *a)
{
	struct sm_mysql *w = a->w;
	struct sm_strings all = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	const char *algorithm;
	size_t i, k;

	for (i = 0; i < PLACES; i++)
		for (k = 0; k < a->clauses[i].n; k++)
			sm_strings_add(w->arena, &all, a->clauses[i].v[k]);
	if (all.n == 0 && a->partitions == NULL)
		return;
	algorithm = sm_mysql_algorithm(w, a->group, &all);
	if (algorithm != NULL)
		sm_strings_add(w->arena, &all, algorithm);
	for (i = 0; i < all.n; i++)
		sm_buf_addf(&b, "%s%s", i == 0 ? all.n == 1 ? " " : "\n  "
		                               : ",\n  ", all.v[i]);
	sm_mysql_run(&w->script, "ALTER TABLE %s%s%s", sm_mysql_name(w,
	    sm_mysql_now(w, a->item)), sm_buf_str(&b),
	    a->partitions != NULL ? a->partitions : "");
	sm_buf_free(&b);
}

bool
sm_mysql_alter_table(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	struct alter a = {.w = w, .item = g->item, .group = g};
	size_t i;

	if (g->item->target != NULL)
		a.columns = sm_alloc(w->arena, (g->item->target->columns.n +
		    1) * sizeof *a.columns);
	for (i = 0; i < g->ops.n; i++)
		if (!change(&a, g->ops.v[i]))
			return false;
	if (g->item->target != NULL && g->item->old != NULL &&
	    !sm_mysql_has(w, SM_MYSQL_RENAMES_USED))
		remake_generated(&a);
	if (g->item->target != NULL && !put_columns(&a))
		return false;
	begin_history(&a);
	run(&a);
	return true;
}
