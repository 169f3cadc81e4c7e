/*
 * From what is taken away to what leans on it.
 */
#include <string.h>

#include "model/inherit.h"
#include "model/kind.h"
#include "stages/lean_work.h"
#include "text/sqltext.h"

/* Who needs an object, and the need that says so. */
struct needing {
	const struct sm_change *who;
	const struct sm_need *need;
	struct needing *next;
};
struct referring {
	const struct sm_change *who;
	struct sm_foreign_key *fk;
	struct referring *next;
};

static const char *
name_key(const struct sm_lean_work *w, const char *record, const char *schema,
    const char *name, const char *arguments)
{
	/* Tables and views share their names; what is which isn't asked. */
	return sm_object_key(w->arena, w->plan->dialect,
	    sm_kind_find(record)->is_relation ? "" : record, schema, NULL,
	    name, arguments);
}

static const char *
thing_key(const struct sm_lean_work *w, const struct sm_change *c,
    enum sm_part part, const char *name)
{
	return sm_sprintf(w->arena, "%s\x1f%d\x1f%s",
	    c->old != NULL ? c->old->key : c->new_->key, (int)part,
	    name != NULL ? sm_fold_column(w->arena, w->plan->dialect, name)
	                 : "");
}

static void
index_need(struct sm_lean_work *w, struct sm_change *c, const struct sm_need *n)
{
	struct needing *entry = sm_alloc(w->arena, sizeof *entry);

	entry->who = c;
	entry->need = n;
	entry->next = sm_map_set(&w->needing, name_key(w, n->record, n->schema,
	    n->name, n->arguments), entry);
}

/* A trigger, a rule goes with the view that it is on. */
static void
index_table(struct sm_lean_work *w, struct sm_change *c)
{
	struct sm_need *n = sm_alloc(w->arena, sizeof *n);

	n->record = "table";
	n->schema = c->old->schema;
	n->name = c->old->table;
	index_need(w, c, n);
}

static void
index_change(struct sm_lean_work *w, struct sm_change *c)
{
	const struct sm_object *o = c->old;
	size_t i;

	for (i = 0; i < o->needs.n; i++)
		index_need(w, c, &o->needs.v[i]);
	if (o->kind->on_table && o->table != NULL)
		index_table(w, c);
	for (i = 0; i < o->foreign_keys.n; i++) {
		struct sm_foreign_key *fk = &o->foreign_keys.v[i];
		struct referring *entry = sm_alloc(w->arena, sizeof *entry);

		if (fk->references == NULL || fk->inherited)
			continue;
		entry->who = c;
		entry->fk = fk;
		entry->next = sm_map_set(&w->referring, name_key(w, "table",
		    fk->references->schema, fk->references->table, NULL),
		    entry);
	}
}

void
sm_lean_index(struct sm_lean_work *w)
{
	struct sm_map *maps[] = {&w->old_objects, &w->new_objects, &w->needing,
	    &w->referring, &w->taken, &w->busy, &w->renames, &w->columns};
	size_t i;

	for (i = 0; i < sizeof maps / sizeof maps[0]; i++)
		sm_map_init(maps[i], w->arena);
	for (i = 0; i < w->plan->changes.n; i++) {
		struct sm_change *c = w->plan->changes.v[i];

		if (c->new_ != NULL && c->new_->key != NULL)
			sm_map_set(&w->new_objects, c->new_->key, c);
		if (c->old == NULL || c->old->key == NULL)
			continue;
		sm_map_set(&w->old_objects, c->old->key, c);
		if (!c->old->unreadable)
			index_change(w, c);
	}
}

void
sm_lean_busy(struct sm_lean_work *w, struct sm_op *op,
    const struct sm_change *c)
{
	const char *name = op->name;

	/* By the old name, which is what is taken away. */
	if (op->target->part == SM_PART_NONE)
		name = NULL;
	else if (op->old != NULL)
		name = sm_part_name(op->target->part, op->old);
	else if (op->verb == SM_ADD)
		return;
	sm_map_set(&w->busy, thing_key(w, c, op->target->part, name), op);
}

/* What can be taken down for a while without a loss. */
static bool
can_make_way(const struct sm_object *o)
{
	const struct sm_kind *k = o->kind;

	return k->record != NULL && !k->holds_rows && !k->is_type &&
	    strcmp(k->record, "sequence") != 0 &&
	    strcmp(k->record, "schema") != 0 &&
	    strcmp(k->record, "extension") != 0 &&
	    strcmp(k->record, "collation") != 0;
}

static bool
add_once(struct sm_arena *a, struct sm_strings *list, const char *s)
{
	if (sm_strings_has(list, s))
		return false;
	sm_strings_add(a, list, s);
	return true;
}

/* The thing is taken away for the sake of these; does that tell us anything? */
static struct sm_lean *
take(struct sm_lean_work *w, const struct sm_change *c, enum sm_part part,
    const char *name, const struct sm_strings *because)
{
	const char *key = thing_key(w, c, part, name);
	struct sm_lean *l = sm_map_get(&w->taken, key);
	bool grown = l == NULL;
	size_t i;

	if (l == NULL) {
		l = sm_alloc(w->arena, sizeof *l);
		l->change = c;
		l->part = part;
		l->name = name;
		l->op = sm_map_get(&w->busy, key);
		sm_map_set(&w->taken, key, l);
		*sm_push(w->arena, &w->all) = l;
	}
	for (i = 0; i < because->n; i++)
		grown |= add_once(w->arena, &l->because, because->v[i]);
	if (grown && !l->queued) {
		l->queued = true;
		*sm_push(w->arena, &w->queue) = l;
	}
	return l;
}

static struct sm_strings
only(const struct sm_lean_work *w, const char *id)
{
	struct sm_strings one = {NULL, 0, 0};

	sm_strings_add(w->arena, &one, id);
	return one;
}

void
sm_lean_object(struct sm_lean_work *w, const struct sm_change *c,
    const char *const *id, const struct sm_op *op)
{
	const struct sm_strings because = only(w, *id);
	struct sm_lean *l;

	if (c->old == NULL)
		return;
	l = take(w, c, SM_PART_NONE, NULL, &because);
	l->op = op;
}

/* A part of a table, a materialized view, that both sides have. */
static void *
find_part(const struct sm_lean_work *w, const struct sm_object *o,
    enum sm_part part, const char *name)
{
	const struct sm_dialect *d = w->plan->dialect;
	size_t i;

#define LOOK(list)                                                             \
	for (i = 0; i < o->list.n; i++)                                        \
		if (o->list.v[i].name != NULL &&                               \
		    sm_same_column(d, o->list.v[i].name, name))                \
			return &o->list.v[i];                                  \
	return NULL
	switch (part) {
	case SM_PART_COLUMN:
		LOOK(columns);
	case SM_PART_CHECK:
		LOOK(checks);
	case SM_PART_INDEX:
		LOOK(indexes);
	case SM_PART_EXCLUSION:
		LOOK(exclusions);
	case SM_PART_UNIQUE:
		LOOK(uniques);
	case SM_PART_FK:
		LOOK(foreign_keys);
	case SM_PART_PRIMARY_KEY:
		return o->primary_key;
	case SM_PART_NONE:
	case SM_PARTS:
		break;
	}
#undef LOOK
	return NULL;
}

/* It goes and comes with the parent's; a part of an index is made by itself. */
static bool
is_parents(enum sm_part part, const void *of)
{
	return (part == SM_PART_CHECK || part == SM_PART_COLUMN ||
	           part == SM_PART_FK) && sm_is_handed_down(part, of);
}

static void
take_part(struct sm_lean_work *w, const struct sm_change *c,
    enum sm_part part, const char *name, const struct sm_strings *because)
{
	struct sm_lean *l;
	void *old;

	if (c->new_ == NULL || c->new_->unreadable || name == NULL)
		return;
	old = find_part(w, c->old, part, name);
	if (old == NULL || is_parents(part, old))
		return;
	l = take(w, c, part, name, because);
	l->old = old;
	l->new_ = find_part(w, c->new_, part, name);
}

/*
 * A generated column, which is computed again.  One that becomes plain keeps its
 * values: it is let go of what it was computed from before that changes.
 */
static void
take_generated(struct sm_lean_work *w, const struct sm_change *c,
    const struct sm_column *column, const struct sm_strings *because)
{
	const struct sm_column *new_ = c->new_ == NULL ? NULL
	    : find_part(w, c->new_, SM_PART_COLUMN, column->name);

	if (column->generated != NULL &&
	    (new_ == NULL || new_->generated != NULL))
		take_part(w, c, SM_PART_COLUMN, column->name, because);
}

/* By the name that a need says: a check, an index, a generated column. */
static void
take_named(struct sm_lean_work *w, const struct sm_change *c,
    const char *name, const struct sm_strings *because)
{
	static const enum sm_part parts[] = {SM_PART_CHECK, SM_PART_INDEX,
	    SM_PART_EXCLUSION, SM_PART_UNIQUE};
	const struct sm_column *column;
	size_t i;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
		take_part(w, c, parts[i], name, because);
	column = find_part(w, c->old, SM_PART_COLUMN, name);
	if (column != NULL)
		take_generated(w, c, column, because);
}

static void
take_whole(struct sm_lean_work *w, const struct sm_change *c,
    const struct sm_strings *because)
{
	if (c->new_ != NULL && !c->new_->unreadable && can_make_way(c->old))
		take(w, c, SM_PART_NONE, NULL, because);
}

static void
lean_on(struct sm_lean_work *w, const struct needing *n,
    const struct sm_strings *because)
{
	size_t i;

	if (n->need->by.n == 0)
		take_whole(w, n->who, because);
	for (i = 0; i < n->need->by.n; i++)
		if (n->who->old->kind->has_parts)
			take_named(w, n->who, n->need->by.v[i], because);
}

/* All that needs the object, whichever part of it. */
static void
follow_object(struct sm_lean_work *w, const struct sm_change *c,
    const struct sm_strings *because)
{
	const struct sm_object *o = c->old;
	const struct needing *n = sm_map_get(&w->needing, name_key(w,
	    o->record, o->schema, o->name, o->arguments));
	size_t i;

	for (; n != NULL; n = n->next)
		lean_on(w, n, because);
	/* The indexes of a materialized view go with it. */
	for (i = 0; i < o->indexes.n && o->kind->has_parts; i++)
		take_part(w, c, SM_PART_INDEX, o->indexes.v[i].name, because);
}

/* Types between which a foreign key holds whichever end changes first. */
static bool
is_comparable(const char *x, const char *y)
{
	static const char *const families[][4] = {
		{"smallint", "integer", "bigint", NULL},
		{"text", "character varying", NULL, NULL},
		{"real", "double precision", NULL, NULL},
	};
	size_t i, k;

	for (i = 0; i < sizeof families / sizeof families[0]; i++) {
		bool a = false, b = false;

		for (k = 0; families[i][k] != NULL; k++) {
			const char *word = families[i][k];
			size_t n = strlen(word);

			a |= strncmp(x, word, n) == 0 &&
			    (x[n] == '\0' || x[n] == '(');
			b |= strncmp(y, word, n) == 0 &&
			    (y[n] == '\0' || y[n] == '(');
		}
		if (a && b)
			return true;
	}
	return false;
}

static bool
stays_comparable(const struct sm_lean_work *w, const struct sm_change *c,
    const char *column)
{
	const struct sm_column *old = find_part(w, c->old, SM_PART_COLUMN,
	    column);
	const struct sm_column *new_ = c->new_ == NULL ? NULL
	    : find_part(w, c->new_, SM_PART_COLUMN, column);

	return old != NULL && new_ != NULL && old->type != NULL &&
	    new_->type != NULL && is_comparable(old->type, new_->type);
}

static void
take_foreign_key(struct sm_lean_work *w, const struct sm_change *c,
    const struct sm_foreign_key *fk, const struct sm_strings *because)
{
	if (fk->name != NULL && !fk->inherited)
		take_part(w, c, SM_PART_FK, fk->name, because);
}

/* Foreign keys at either end of the column. */
static void
follow_keys_anyway(struct sm_lean_work *w, const struct sm_change *c,
    const char *column, const struct sm_strings *because)
{
	const struct sm_dialect *d = w->plan->dialect;
	const struct sm_object *o = c->old;
	const struct referring *r;
	size_t i;

	for (i = 0; i < o->foreign_keys.n; i++)
		if (sm_names_column(d, &o->foreign_keys.v[i].columns, column))
			take_foreign_key(w, c, &o->foreign_keys.v[i], because);
	r = sm_map_get(&w->referring, name_key(w, "table", o->schema, o->name,
	    NULL));
	for (; r != NULL; r = r->next)
		if (sm_names_column(d, &r->fk->references->columns, column))
			take_foreign_key(w, r->who, r->fk, because);
}

static void
follow_column(struct sm_lean_work *w, const struct sm_change *c,
    const char *column, const struct sm_strings *because)
{
	const struct sm_dialect *d = w->plan->dialect;
	const struct sm_object *o = c->old;
	const struct needing *n = sm_map_get(&w->needing, name_key(w,
	    o->record, o->schema, o->name, o->arguments));
	size_t i;

	/* To MySQL and MariaDB all others are names until they are used. */
	if (w->plan->dialect->id != SM_POSTGRESQL) {
		follow_keys_anyway(w, c, column, because);
		return;
	}
	for (; n != NULL; n = n->next)
		if (sm_names_column(d, &n->need->columns, column))
			lean_on(w, n, because);
	for (i = 0; i < o->columns.n; i++)
		if (o->columns.v[i].expression != NULL &&
		    sm_sql_mentions(d, o->columns.v[i].expression, column))
			take_generated(w, c, &o->columns.v[i], because);
	if (!stays_comparable(w, c, column))
		follow_keys_anyway(w, c, column, because);
}

static bool
uses(const struct sm_lean_work *w, const struct sm_index_keys *keys,
    const struct sm_strings *include, const char *where, const char *column)
{
	const struct sm_dialect *d = w->plan->dialect;
	size_t i;

	for (i = 0; i < keys->n; i++)
		if (keys->v[i].column != NULL
		        ? sm_same_column(d, keys->v[i].column, column)
		        : keys->v[i].expression != NULL &&
		            sm_sql_mentions(d, keys->v[i].expression, column))
			return true;
	return sm_names_column(d, include, column) ||
	    (where != NULL && sm_sql_mentions(d, where, column));
}

/* A column that is dropped takes along whatever is made of it. */
static void
follow_gone_column(struct sm_lean_work *w, const struct sm_change *c,
    const char *column, const struct sm_strings *because)
{
	const struct sm_dialect *d = w->plan->dialect;
	const struct sm_object *o = c->old;
	const struct sm_key *pk = o->primary_key;
	size_t i;

	for (i = 0; i < o->indexes.n; i++) {
		const struct sm_index *x = &o->indexes.v[i];

		if (uses(w, &x->keys, &x->include, x->where, column))
			take_part(w, c, SM_PART_INDEX, x->name, because);
	}
	for (i = 0; i < o->exclusions.n; i++) {
		const struct sm_exclusion *x = &o->exclusions.v[i];

		if (uses(w, &x->keys, &x->include, x->where, column))
			take_part(w, c, SM_PART_EXCLUSION, x->name, because);
	}
	for (i = 0; i < o->uniques.n; i++)
		if (sm_names_column(d, &o->uniques.v[i].columns, column) ||
		    sm_names_column(d, &o->uniques.v[i].include, column))
			take_part(w, c, SM_PART_UNIQUE, o->uniques.v[i].name,
			    because);
	if (pk != NULL && (sm_names_column(d, &pk->columns, column) ||
	                      sm_names_column(d, &pk->include, column)))
		take_part(w, c, SM_PART_PRIMARY_KEY, pk->name, because);
	for (i = 0; i < o->checks.n; i++)
		if (sm_sql_mentions(d, o->checks.v[i].expression, column))
			take_part(w, c, SM_PART_CHECK, o->checks.v[i].name,
			    because);
	follow_keys_anyway(w, c, column, because);
}

void
sm_lean_gone_column(struct sm_lean_work *w, const struct sm_change *c,
    const char *column, const char *const *id)
{
	const struct sm_strings because = only(w, *id);

	if (c->old == NULL)
		return;
	sm_lean_column(w, c, column, id);
	follow_gone_column(w, c, column, &because);
}

void
sm_lean_column(struct sm_lean_work *w, const struct sm_change *c,
    const char *column, const char *const *id)
{
	const struct sm_strings because = only(w, *id);
	const char *key = sm_sprintf(w->arena, "%s\x1f%s",
	    thing_key(w, c, SM_PART_COLUMN, column), *id);

	if (c->old == NULL || sm_map_set(&w->columns, key, w) != NULL)
		return;
	follow_column(w, c, column, &because);
}

static bool
same_columns(const struct sm_lean_work *w, const struct sm_strings *x,
    const struct sm_strings *y)
{
	size_t i;

	if (x->n != y->n)
		return false;
	for (i = 0; i < x->n; i++)
		if (!sm_names_column(w->plan->dialect, y, x->v[i]))
			return false;
	return true;
}

/* A view that groups by a primary key may name columns that depend on it. */
static bool
groups_by(const struct sm_lean_work *w, const struct needing *n,
    const struct sm_strings *columns)
{
	const struct sm_object *o = n->who->old;
	size_t i;

	for (i = 0; i < columns->n; i++)
		if (!sm_names_column(w->plan->dialect, &n->need->columns,
		        columns->v[i]))
			return false;
	return o->definition != NULL &&
	    sm_sql_mentions(w->plan->dialect, o->definition, "GROUP");
}

void
sm_lean_key(struct sm_lean_work *w, const struct sm_change *c,
    const struct sm_strings *columns, const char *const *id)
{
	const struct sm_strings because = only(w, *id);
	const char *key = name_key(w, "table", c->old->schema, c->old->name,
	    NULL);
	const struct referring *r = sm_map_get(&w->referring, key);
	const struct needing *n = sm_map_get(&w->needing, key);

	for (; r != NULL; r = r->next)
		if (same_columns(w, &r->fk->references->columns, columns))
			take_foreign_key(w, r->who, r->fk, &because);
	for (; n != NULL; n = n->next)
		if (strcmp(n->who->old->record, "view") == 0 &&
		    groups_by(w, n, columns))
			lean_on(w, n, &because);
}

/* A column that holds the type is cast to another: what leans on it makes way. */
void
sm_lean_type(struct sm_lean_work *w, const struct sm_change *c,
    const char *const *id)
{
	const struct sm_strings because = only(w, *id);
	const struct sm_object *o = c->old;
	const struct needing *n = sm_map_get(&w->needing, name_key(w,
	    o->record, o->schema, o->name, o->arguments));
	size_t i;

	for (; n != NULL; n = n->next) {
		lean_on(w, n, &because);
		for (i = 0; i < n->need->by.n; i++)
			if (strcmp(n->who->old->record, "table") == 0)
				sm_lean_column(w, n->who, n->need->by.v[i],
				    id);
	}
}

void
sm_lean_follow(struct sm_lean_work *w)
{
	struct sm_lean *l;
	size_t i, k;

	for (i = 0; i < w->queue.n; i++) {
		l = w->queue.v[i];
		l->queued = false;
		if (l->part == SM_PART_NONE)
			follow_object(w, l->change, &l->because);
		for (k = 0; k < l->because.n; k++)
			if (l->part == SM_PART_COLUMN)
				sm_lean_gone_column(w, l->change, l->name,
				    &l->because.v[k]);
			else if (l->part == SM_PART_PRIMARY_KEY ||
			    l->part == SM_PART_UNIQUE)
				sm_lean_key(w, l->change,
				    &((const struct sm_key *)l->old)->columns,
				    &l->because.v[k]);
	}
}
