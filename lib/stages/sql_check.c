/*
 * Does everything in the target have what it needs?  A plan may have been cut:
 * then what is left must still make sense, or is refused by name.
 */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_target.h"
#include "text/sqltext.h"

/* A part of a table, or an object, that needs something. */
struct user {
	const struct sm_sql_target *t;
	const struct sm_sql_item *item;
	enum sm_part part;
	const void *what; /* the part; NULL: the object itself */
	struct sm_error *e;
};

/* The op that made the part what it is, or NULL: it was there before. */
static const struct sm_op *
maker(const struct user *u)
{
	size_t i;

	for (i = 0; i < u->item->ops.n; i++) {
		const struct sm_op *op = u->item->ops.v[i];

		if (op->verb != SM_ADD && op->verb != SM_MODIFY)
			continue;
		if (u->what == NULL && op->target->part == SM_PART_NONE)
			return op;
		if (u->what != NULL && op->target->part == u->part &&
		    sm_sql_same_part(u->t, u->part, op->new_, u->what))
			return op;
	}
	return NULL;
}

/* The op that takes the column away, or the whole object; NULL: none. */
static const struct sm_op *
taker(const struct sm_sql_target *t, const struct sm_sql_item *item,
    const char *column)
{
	size_t i;

	for (i = 0; item != NULL && i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb != SM_ADD && op->verb != SM_MODIFY &&
		    op->target->part == SM_PART_NONE)
			return op;
		if (column == NULL || op->target->part != SM_PART_COLUMN)
			continue;
		if (op->verb == SM_DROP &&
		    sm_same_column(t->dialect, op->name, column))
			return op;
		if (op->verb == SM_RENAME &&
		    sm_same_column(t->dialect, op->from, column))
			return op;
	}
	return NULL;
}

/* "u needs `thing`, which …"; `from` is where it was or would be. */
static bool
lacks(const struct user *u, const char *thing,
    const struct sm_sql_item *from, const char *column)
{
	const struct sm_op *made = maker(u), *taken = taker(u->t, from, column);
	const struct sm_object *o = u->item->target;
	const char *why = taken == NULL
	    ? "which is neither in the old schema nor made by the plan"
	    : sm_sprintf(u->t->arena, "which goes: %s (%.20s)",
	          sm_op_describe(u->t->arena, taken), taken->id);

	if (made != NULL)
		sm_sql_refuse(u->t, made, u->e, "needs the %s, %s", thing, why);
	else if (u->what != NULL)
		sm_sql_refuse(u->t, NULL, u->e,
		    "%s of table %s stays and needs the %s, %s",
		    sm_sql_part_words(u->t, u->part, u->what),
		    sm_printable_str(u->t->arena, o->name), thing, why);
	else
		sm_sql_refuse(u->t, NULL, u->e,
		    "%s stays and needs the %s, %s",
		    sm_sql_object_words(u->t, o), thing, why);
	return sm_error_hint(u->e, "put back the op that was taken out of the "
	    "plan, or take out what %s", taken != NULL ? "takes it away"
	                                               : "needs it");
}

static bool
lacks_column(const struct user *u, const struct sm_sql_item *table,
    const char *column)
{
	return lacks(u, sm_sprintf(u->t->arena, "column %s.%s",
	    sm_printable_str(u->t->arena, (table->target != NULL
	        ? table->target : table->old)->name),
	    sm_printable_str(u->t->arena, column)), table, column);
}

static bool
check_names(const struct user *u, const struct sm_strings *columns)
{
	size_t i;

	for (i = 0; i < columns->n; i++)
		if (sm_object_column(u->item->target, u->t->dialect,
		        columns->v[i]) == NULL)
			return lacks_column(u, u->item, columns->v[i]);
	return true;
}

/* Does the new schema's table have that part, as it is? */
static bool
new_has(const struct user *u)
{
	const struct sm_object *n = u->item->change->new_;
	const struct sm_sql_list *l = sm_sql_list(u->part);
	size_t i;

	if (n == NULL || l == NULL)
		return false;
	for (i = 0; i < ((struct sm_sql_any *)(void *)((char *)(uintptr_t)n +
	                    l->offset))->n; i++)
		if (sm_sql_same_part(u->t, u->part, u->what,
		        sm_sql_part(n, l, i)))
			return true;
	return false;
}

/*
 * A text that mentions a column of the old or the new table that the target
 * doesn't have needs it; unless the new schema has both the text and no such
 * column, so that the word is something else there.
 */
static bool
check_text(const struct user *u, const char *text)
{
	const struct sm_object *sides[2] = {u->item->moved,
	    u->item->change->new_};
	const struct sm_dialect *d = u->t->dialect;
	size_t i, k;

	for (k = 0; k < 2 && text != NULL; k++) {
		if (sides[k] == NULL)
			continue;
		for (i = 0; i < sides[k]->columns.n; i++) {
			const char *name = sides[k]->columns.v[i].name;

			if (sm_object_column(u->item->target, d, name) !=
			        NULL ||
			    !sm_sql_mentions(d, text, name))
				continue;
			if (sides[1] == NULL || !new_has(u) ||
			    sm_object_column(sides[1], d, name) != NULL)
				return lacks_column(u, u->item, name);
		}
	}
	return true;
}

static bool
check_index(struct user *u, const struct sm_index *index)
{
	struct sm_strings one = {NULL, 0, 0};
	size_t i;

	u->part = SM_PART_INDEX;
	u->what = index;
	for (i = 0; i < index->keys.n; i++) {
		const struct sm_index_key *k = &index->keys.v[i];

		one.n = 1;
		one.v = (const char **)(uintptr_t)&k->column;
		if (k->column != NULL ? !check_names(u, &one)
		                      : !check_text(u, k->expression))
			return false;
	}
	return check_names(u, &index->include) && check_text(u, index->where);
}

/* Does the plan know of a relation of that name that the target hasn't? */
static struct sm_sql_item *
known(const struct sm_sql_target *t, const char *schema, const char *name,
    bool *in_new)
{
	const struct sm_kind *k;
	struct sm_sql_item *item;

	for (k = sm_kinds; k->record != NULL; k++) {
		if (!k->is_relation)
			continue;
		item = sm_sql_old(t, k->record, schema, name);
		*in_new = sm_map_get(&t->by_new, sm_object_key(t->arena,
		    t->dialect, k->record, schema, NULL, name, NULL)) != NULL;
		if (item != NULL || *in_new)
			return item;
	}
	return NULL;
}

static const struct sm_object *
new_relation(const struct sm_sql_target *t, const char *schema,
    const char *name)
{
	const struct sm_change *c = sm_map_get(&t->by_new,
	    sm_object_key(t->arena, t->dialect, "table", schema, NULL, name,
	        NULL));

	return c != NULL ? c->new_ : NULL;
}

static bool
check_foreign_key(struct user *u, const struct sm_foreign_key *fk)
{
	const struct sm_references *r = fk->references;
	const struct sm_object *there;
	struct sm_sql_item *parent, *was;
	bool in_new = false, broken_too;
	size_t i;

	u->part = SM_PART_FK;
	u->what = fk;
	if (!check_names(u, &fk->columns))
		return false;
	broken_too = new_has(u);
	parent = sm_sql_relation(u->t, r->schema, r->table);
	there = new_relation(u->t, r->schema, r->table);
	if (parent == NULL) {
		was = known(u->t, r->schema, r->table, &in_new);
		if ((was == NULL && !in_new) || (broken_too && there == NULL))
			return true;
		return lacks(u, sm_sprintf(u->t->arena, "table %s",
		    sm_printable_str(u->t->arena, r->table)), was, NULL);
	}
	for (i = 0; i < r->columns.n && !r->implied &&
	     parent->target->columns.n > 0; i++) {
		if (sm_object_column(parent->target, u->t->dialect,
		        r->columns.v[i]) != NULL)
			continue;
		if (broken_too && (there == NULL || sm_object_column(there,
		        u->t->dialect, r->columns.v[i]) == NULL))
			continue;
		return lacks_column(u, parent, r->columns.v[i]);
	}
	return true;
}

static bool
check_keys(struct user *u, enum sm_part part, const struct sm_key *key)
{
	u->part = part;
	u->what = key;
	return check_names(u, &key->columns);
}

static bool
check_table(const struct sm_sql_target *t, const struct sm_sql_item *item,
    struct sm_error *e)
{
	const struct sm_object *o = item->target;
	struct user u = {t, item, SM_PART_NONE, NULL, e};
	size_t i;

	if (item->ops.n > 0 && o->columns.n == 0 && !t->dialect->empty_tables)
		return sm_sql_refuse(t, item->ops.v[0], e,
		    "would leave the table %s without any column",
		    sm_printable_str(t->arena, o->name));
	if (o->primary_key != NULL &&
	    !check_keys(&u, SM_PART_PRIMARY_KEY, o->primary_key))
		return false;
	for (i = 0; i < o->uniques.n; i++)
		if (!check_keys(&u, SM_PART_UNIQUE, &o->uniques.v[i]))
			return false;
	for (i = 0; i < o->foreign_keys.n; i++)
		if (!check_foreign_key(&u, &o->foreign_keys.v[i]))
			return false;
	for (i = 0; i < o->indexes.n; i++)
		if (!check_index(&u, &o->indexes.v[i]))
			return false;
	for (i = 0; i < o->checks.n; i++) {
		u.part = SM_PART_CHECK;
		u.what = &o->checks.v[i];
		if (!check_text(&u, o->checks.v[i].expression))
			return false;
	}
	for (i = 0; i < o->columns.n; i++) {
		u.part = SM_PART_COLUMN;
		u.what = &o->columns.v[i];
		if (!check_text(&u, o->columns.v[i].expression))
			return false;
	}
	return true;
}

static bool
is_rowid(const char *name)
{
	return *name == '\0' || strcasecmp(name, "rowid") == 0 ||
	    strcasecmp(name, "_rowid_") == 0 || strcasecmp(name, "oid") == 0;
}

/* Does the object need that table, and that column of it (NULL: any)? */
static bool
does_need(const struct sm_sql_target *t, const struct sm_object *o,
    const char *table, const char *column)
{
	size_t i;

	for (i = 0; i < o->needs.n; i++)
		if (sm_same_table(t->dialect, o->needs.v[i].name, table) &&
		    (column == NULL || sm_names_column(t->dialect,
		        &o->needs.v[i].columns, column)))
			return true;
	return false;
}

/* What is needed; where it isn't there, what it was and is to be. */
static struct sm_sql_item *
needed(const struct sm_sql_target *t, const struct sm_need *need,
    struct sm_sql_item **was, bool *in_new)
{
	struct sm_sql_item *there;
	const char *key;

	*was = NULL;
	if (sm_kind_find(need->record)->is_relation) {
		there = sm_sql_relation(t, need->schema, need->name);
		if (there == NULL)
			*was = known(t, need->schema, need->name, in_new);
		return there;
	}
	key = sm_object_key(t->arena, t->dialect, need->record, need->schema,
	    NULL, need->name, need->arguments);
	there = sm_map_get(&t->by_target, key);
	if (there == NULL) {
		*was = sm_map_get(&t->by_old, key);
		*in_new = sm_map_get(&t->by_new, key) != NULL;
	}
	return there;
}

/*
 * One need of an object; also: the other side's version of the same text, or
 * NULL.  What `SELECT *` means is another thing on either side: only what both
 * need is needed.
 */
static bool
check_need(struct user *u, const struct sm_need *need,
    const struct sm_object *also)
{
	const struct sm_sql_target *t = u->t;
	struct sm_sql_item *there, *was;
	bool in_new = false;
	size_t i;

	there = needed(t, need, &was, &in_new);
	if (there == NULL) {
		if ((was == NULL && !in_new) ||
		    (also != NULL && !does_need(t, also, need->name, NULL)))
			return true;
		return lacks(u, sm_sprintf(t->arena, "%s %s",
		    sm_kind_find(need->record)->noun,
		    sm_printable_str(t->arena, need->name)), was, NULL);
	}
	if (strcmp(there->target->record, "table") != 0)
		return true;
	for (i = 0; i < need->columns.n; i++) {
		const char *c = need->columns.v[i];

		if (is_rowid(c) || sm_object_column(there->target, t->dialect,
		        c) != NULL)
			continue;
		if (also != NULL && !does_need(t, also, need->name, c))
			continue;
		return lacks_column(u, there, c);
	}
	return true;
}

/* A trigger goes with what it is on: then an op has to say so. */
static bool
check_on(struct user *u)
{
	const struct sm_object *o = u->item->target;
	struct sm_sql_item *was;
	bool in_new = false;

	if (!o->kind->on_table || o->table == NULL)
		return true;
	/* What it is on goes, though another thing may take the name. */
	was = u->item->old == NULL || u->item->whole != NULL ? NULL
	    : known(u->t, o->schema, u->item->old->table, &in_new);
	if (was != NULL && was->target == NULL)
		return lacks(u, sm_sprintf(u->t->arena, "table or view %s",
		    sm_printable_str(u->t->arena, u->item->old->table)), was,
		    NULL);
	if (sm_sql_relation(u->t, o->schema, o->table) != NULL)
		return true;
	was = known(u->t, o->schema, o->table, &in_new);
	if (was == NULL && !in_new)
		return true;
	return lacks(u, sm_sprintf(u->t->arena, "table or view %s",
	    sm_printable_str(u->t->arena, o->table)), was, NULL);
}

/* Do both say the same?  Else the op that changes one was taken out. */
static bool
same_text(const struct sm_sql_target *t, const struct sm_object *x,
    const struct sm_object *y)
{
	struct sm_strings changes = {NULL, 0, 0};

	sm_shape_compare(t->arena, t->dialect, x->kind->shape, x, y, &changes);
	return changes.n == 0;
}

static bool
check_object(const struct sm_sql_target *t, const struct sm_sql_item *item,
    struct sm_error *e)
{
	struct user u = {t, item, SM_PART_NONE, NULL, e};
	const struct sm_object *o = item->target, *also = NULL;
	size_t i;

	if (!check_on(&u))
		return false;
	if (o->unreadable)
		return true;
	if (item->whole == NULL && item->change->new_ != NULL) {
		if (item->change->new_->unreadable)
			return true;
		if (same_text(t, o, item->change->new_))
			also = item->change->new_;
	}
	for (i = 0; i < o->needs.n; i++)
		if (!check_need(&u, &o->needs.v[i], also))
			return false;
	return true;
}

/* Has what the ops on a table make what the new table needs for it? */
static bool
check_table_needs(const struct sm_sql_target *t,
    const struct sm_sql_item *item, struct sm_error *e)
{
	const struct sm_object *o = item->change->new_;
	struct user u = {t, item, SM_PART_NONE, NULL, e};
	size_t i, k;

	for (i = 0; o != NULL && i < o->needs.n; i++) {
		const struct sm_need *need = &o->needs.v[i];

		if (item->whole != NULL && need->by.n == 0 &&
		    !check_need(&u, need, NULL))
			return false;
		for (k = 0; need->by.n > 0 && k < item->ops.n; k++) {
			const struct sm_op *op = item->ops.v[k];
			bool on_it = op == item->whole || (op->name != NULL &&
			    sm_names_column(t->dialect, &need->by, op->name));

			u.part = op->target->part;
			u.what = op == item->whole ? NULL : op->new_;
			if (on_it && (op->verb == SM_ADD ||
			                 op->verb == SM_MODIFY) &&
			    !check_need(&u, need, NULL))
				return false;
		}
	}
	return true;
}

/* A dropped table takes its foreign keys along: each has an op that says so. */
static bool
check_dropped(const struct sm_sql_target *t, const struct sm_sql_item *item,
    struct sm_error *e)
{
	const struct sm_object *o = item->old;
	size_t i;

	for (i = 0; i < o->foreign_keys.n; i++) {
		if (o->foreign_keys.v[i].inherited ||
		    (item->gone.foreign_keys != NULL &&
		        item->gone.foreign_keys[i]))
			continue;
		sm_sql_refuse(t, item->whole, e, "takes the %s along, and no "
		    "op of the plan drops it", sm_sql_part_words(t,
		    SM_PART_FK, &o->foreign_keys.v[i]));
		return sm_error_hint(e, "put back the DROP_FK that was taken "
		    "out of the plan, or take out the DROP_TABLE too");
	}
	return true;
}

/* Who has a name that tables, views and (in some dialects) indexes share. */
struct owner {
	const struct sm_sql_item *item;
	const struct sm_index *index; /* NULL: the object itself */
};

static const char *
owner_words(const struct sm_sql_target *t, const struct owner *o)
{
	if (o->index == NULL)
		return sm_sql_object_words(t, o->item->target);
	return sm_sprintf(t->arena, "%s of table %s",
	    sm_sql_part_words(t, SM_PART_INDEX, o->index),
	    sm_printable_str(t->arena, o->item->target->name));
}

static const struct sm_op *
owner_op(const struct sm_sql_target *t, const struct owner *o,
    struct sm_error *e)
{
	struct user u = {t, o->item, SM_PART_INDEX, o->index, e};

	return o->index != NULL ? maker(&u) : o->item->whole;
}

static bool
claim(const struct sm_sql_target *t, struct sm_map *names,
    const struct sm_sql_item *item, const struct sm_index *index,
    struct sm_error *e)
{
	const char *name = index != NULL ? index->name : item->target->name;
	struct owner *me = sm_alloc(t->arena, sizeof *me), *other;
	const char *schema = item->target->schema;

	me->item = item;
	me->index = index;
	other = sm_map_set(names, sm_object_key(t->arena, t->dialect, "",
	    schema, index != NULL && t->dialect->index_in_table
	        ? item->target->name : NULL, name, NULL), me);
	if (other == NULL)
		return true;
	/* The one that an op makes is the one that is refused. */
	if (owner_op(t, me, e) == NULL) {
		struct owner *swap = me;

		me = other;
		other = swap;
	}
	sm_sql_refuse(t, owner_op(t, me, e), e, "needs a name that %s has, and "
	    "no op of the plan frees it", owner_words(t, other));
	return sm_error_hint(e, "put back the op that was taken out of the "
	    "plan, or take out what needs the name");
}

/* No two of the target's tables, views and indexes have one name. */
static bool
check_claims(const struct sm_sql_target *t, struct sm_error *e)
{
	struct sm_map names;
	size_t i, k;

	sm_map_init(&names, t->arena);
	for (i = 0; i < t->items.n; i++) {
		const struct sm_sql_item *item = t->items.v[i];

		if (item->target == NULL || !item->target->kind->is_relation)
			continue;
		if (!claim(t, &names, item, NULL, e))
			return false;
		for (k = 0; k < item->target->indexes.n; k++)
			if (!claim(t, &names, item,
			        &item->target->indexes.v[k], e))
				return false;
	}
	return true;
}

bool
sm_sql_check(const struct sm_sql_target *t, struct sm_error *e)
{
	size_t i;

	if (!check_claims(t, e))
		return false;
	for (i = 0; i < t->items.n; i++) {
		const struct sm_sql_item *item = t->items.v[i];
		bool fine;

		if (item->target == NULL)
			fine = check_dropped(t, item, e);
		else if (strcmp(item->target->record, "table") == 0)
			fine = item->target->unreadable ||
			    (check_table(t, item, e) &&
			        check_table_needs(t, item, e));
		else
			fine = check_object(t, item, e);
		if (!fine)
			return false;
	}
	return true;
}
