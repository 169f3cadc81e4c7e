/*
 * Applying the ops of the parts of a table, one by one, to its target.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_target.h"

#define ROW(part, list, type)                                                  \
	{part, offsetof(struct sm_object, list),                               \
	    offsetof(struct sm_sql_gone, list), offsetof(type, name)}
static const struct sm_sql_list lists[] = {
	ROW(SM_PART_COLUMN, columns, struct sm_column),
	ROW(SM_PART_UNIQUE, uniques, struct sm_key),
	ROW(SM_PART_CHECK, checks, struct sm_check),
	ROW(SM_PART_EXCLUSION, exclusions, struct sm_exclusion),
	ROW(SM_PART_FK, foreign_keys, struct sm_foreign_key),
	ROW(SM_PART_INDEX, indexes, struct sm_index),
};
#undef ROW
#define NLISTS (sizeof lists / sizeof lists[0])

const struct sm_sql_list *
sm_sql_list(enum sm_part part)
{
	size_t i;

	for (i = 0; i < NLISTS; i++)
		if (lists[i].part == part)
			return &lists[i];
	return NULL;
}

struct sm_sql_any *
sm_sql_parts(struct sm_object *o, const struct sm_sql_list *l)
{
	return (struct sm_sql_any *)(void *)((char *)o + l->offset);
}

void *
sm_sql_part(const struct sm_object *o, const struct sm_sql_list *l, size_t i)
{
	struct sm_sql_any list;

	memcpy(&list, (const char *)o + l->offset, sizeof list);
	return list.v + i * sm_target_part(l->part)->shape->size;
}

static size_t
count(const struct sm_object *o, const struct sm_sql_list *l)
{
	struct sm_sql_any list;

	memcpy(&list, (const char *)o + l->offset, sizeof list);
	return list.n;
}

const char *
sm_sql_part_name(const struct sm_sql_list *l, const void *part)
{
	const char *name;

	memcpy(&name, (const char *)part + l->name, sizeof name);
	return name;
}

/*
 * The columns that a foreign key implies are what the other table says on
 * either side, or unknown where it isn't there: no difference of the key's
 * own.
 */
static bool
same_key(const struct sm_sql_target *t, const struct sm_foreign_key *x,
    const struct sm_foreign_key *y, struct sm_strings *changes)
{
	struct sm_foreign_key fx = *x, fy = *y;
	struct sm_references rx = *x->references, ry = *y->references;

	if (rx.columns.n == 0 || ry.columns.n == 0 ||
	    (rx.implied && ry.implied))
		rx.columns.n = ry.columns.n = 0;
	fx.references = &rx;
	fy.references = &ry;
	sm_shape_compare(t->arena, t->dialect, &sm_shape_foreign_key, &fx, &fy,
	    changes);
	return changes->n == 0;
}

bool
sm_sql_same_part(const struct sm_sql_target *t, enum sm_part part,
    const void *x, const void *y)
{
	struct sm_strings changes = {NULL, 0, 0};

	if (part == SM_PART_FK)
		return same_key(t, x, y, &changes);
	sm_shape_compare(t->arena, t->dialect, sm_target_part(part)->shape, x,
	    y, &changes);
	return changes.n == 0;
}

const char *
sm_sql_part_words(const struct sm_sql_target *t, enum sm_part part,
    const void *what)
{
	struct sm_op *op = sm_op_new(t->arena, SM_ADD, sm_target_part(part));
	const struct sm_sql_list *l = sm_sql_list(part);
	const char *words, *end;

	/* The sentence of an op on a table without a name, cut before it. */
	op->table = "";
	op->new_ = (void *)(uintptr_t)what;
	op->name = l != NULL ? sm_sql_part_name(l, what)
	                     : ((const struct sm_key *)what)->name;
	words = sm_op_subject(t->arena, op);
	end = words + strlen(words);
	if (part == SM_PART_COLUMN)
		return sm_sprintf(t->arena, "column %s",
		    sm_printable_str(t->arena, op->name));
	end -= part == SM_PART_PRIMARY_KEY ? strlen(" of ") : strlen(" on ");
	return sm_memdup(t->arena, words, (size_t)(end - words));
}

const char *
sm_sql_object_words(const struct sm_sql_target *t, const struct sm_object *o)
{
	return sm_sprintf(t->arena, "%s %s", o->kind->noun,
	    sm_printable_str(t->arena, o->name));
}

static bool *
marks(const struct sm_sql_target *t, struct sm_sql_item *item,
    const struct sm_sql_list *l)
{
	bool **at = (bool **)(void *)((char *)&item->gone + l->gone);

	if (*at == NULL)
		*at = sm_alloc(t->arena, count(item->old, l) + 1);
	return *at;
}

static bool
same_name(const struct sm_sql_target *t, const char *x, const char *y)
{
	return x != NULL && y != NULL && sm_same_column(t->dialect, x, y);
}

/*
 * Has another MODIFY changed the constraint already?  Two may be the same to
 * the letter; then each op is about one of them.  (A RENAME changes their
 * names, too.)
 */
static bool
is_changed(const struct sm_sql_target *t, const struct sm_sql_item *item,
    const struct sm_sql_list *l, const struct sm_op *op, size_t i)
{
	struct sm_strings changes = {NULL, 0, 0};
	size_t k;

	if (op->verb != SM_MODIFY || l->part == SM_PART_INDEX ||
	    item->target == NULL)
		return false;
	/* To the letter: what a foreign key implies counts here. */
	sm_shape_compare(t->arena, t->dialect, sm_target_part(l->part)->shape,
	    sm_sql_part(item->target, l, i), sm_sql_part(item->moved, l, i),
	    &changes);
	for (k = 0; k < changes.n; k++)
		if (strcmp(changes.v[k], "name") != 0)
			return true;
	return false;
}

/*
 * Which of the object's old parts is the op's?  `old` of an op may be spelled
 * as the old snapshot does or with the plan's renames applied; a part that
 * says the same under the same name goes before one that has only the name.
 */
static bool
find_part(const struct sm_sql_target *t, struct sm_sql_item *item,
    const struct sm_sql_list *l, const struct sm_op *op, const char *name,
    size_t *at)
{
	const bool *gone = marks(t, item, l);
	size_t i, n = count(item->old, l);

	for (i = 0; i < n && op->old != NULL; i++) {
		const void *x = sm_sql_part(item->old, l, i);
		const void *y = sm_sql_part(item->moved, l, i);

		if (!gone[i] && !is_changed(t, item, l, op, i) &&
		    (sm_sql_same_part(t, l->part, x, op->old) ||
		        sm_sql_same_part(t, l->part, y, op->old))) {
			*at = i;
			return true;
		}
	}
	for (i = 0; i < n; i++) {
		const struct sm_object *o =
		    op->verb == SM_DROP ? item->old : item->moved;

		if (!gone[i] && same_name(t, name,
		        sm_sql_part_name(l, sm_sql_part(o, l, i)))) {
			*at = i;
			return true;
		}
	}
	return false;
}

/* Columns are found by name, which is all that an op's content goes by. */
static bool
find_column(const struct sm_sql_item *item, const struct sm_sql_target *t,
    const struct sm_op *op, size_t *at)
{
	const struct sm_object *o =
	    op->verb == SM_DROP ? item->old : item->moved;
	size_t i;

	for (i = 0; i < o->columns.n; i++)
		if (sm_same_column(t->dialect, o->columns.v[i].name,
		        op->name)) {
			*at = i;
			return true;
		}
	return false;
}

static bool
not_there(struct sm_sql_target *t, struct sm_op *op, struct sm_error *e)
{
	sm_sql_refuse(t, op, e, "is about what is neither in the old schema "
	    "nor made by the plan");
	return sm_error_hint(e, "put back what was taken out of the plan, or "
	    "take this op out too");
}

/* Take one option, whichever of the shape's lists has it on either side. */
static bool
take_option(struct sm_sql_target *t, const struct sm_shape *shape,
    const char *word, const void *from, void *to)
{
	size_t k;

	for (k = 0; k < shape->n; k++) {
		const struct sm_field *f = &shape->fields[k];
		struct sm_options *mine;
		const struct sm_options *theirs;
		const char *value;

		if (f->type != SM_FIELD_OPTIONS)
			continue;
		mine = (void *)((char *)to + f->offset);
		theirs = (const void *)((const char *)from + f->offset);
		value = sm_option(theirs, word);
		if (value != NULL)
			sm_option_set(t->arena, mine, word, value);
		else if (sm_option(mine, word) != NULL)
			sm_option_unset(mine, word);
		else
			continue;
		return true;
	}
	return false;
}

bool
sm_sql_take_fields(struct sm_sql_target *t, struct sm_op *op,
    const struct sm_shape *shape, const void *from, void *to,
    struct sm_error *e)
{
	static const size_t sizes[] = {
		[SM_FIELD_STRING] = sizeof(char *),
		[SM_FIELD_BOOL] = sizeof(bool),
		[SM_FIELD_ALWAYS] = sizeof(bool),
		[SM_FIELD_COUNT] = sizeof(long long),
		[SM_FIELD_STRINGS] = sizeof(struct sm_strings),
		[SM_FIELD_OPTIONS] = sizeof(struct sm_options),
		[SM_FIELD_PART] = sizeof(void *),
		[SM_FIELD_PARTS] = sizeof(struct sm_sql_any),
	};
	size_t i, k;

	for (i = 0; i < op->changes.n; i++) {
		const char *word = op->changes.v[i];
		const struct sm_field *f = NULL;

		for (k = 0; k < shape->n && f == NULL; k++)
			if (strcmp(shape->fields[k].name, word) == 0)
				f = &shape->fields[k];
		if (f != NULL && f->type != SM_FIELD_OPTIONS)
			memcpy((char *)to + f->offset,
			    (const char *)from + f->offset, sizes[f->type]);
		else if (!take_option(t, shape, word, from, to) &&
		    strcmp(word, "position") != 0)
			return sm_sql_refuse(t, op, e, "can't be rendered: "
			    "nobody told sm-sql what \"%s\" is",
			    sm_printable_str(t->arena, word));
	}
	return true;
}

static bool
take_fields(struct sm_sql_target *t, struct sm_op *op, void *to,
    struct sm_error *e)
{
	return sm_sql_take_fields(t, op, op->target->shape, op->new_, to, e);
}

/* A NOT NULL's name is no difference; it comes and goes with it. */
static void
take_not_null(struct sm_op *op, struct sm_column *to)
{
	const struct sm_column *from = op->new_;

	if (op->target->part != SM_PART_COLUMN ||
	    !sm_strings_has(&op->changes, "nullable"))
		return;
	to->not_null_name = from->not_null_name;
	to->not_null_conflict = from->not_null_conflict;
	to->not_null_comment = from->not_null_comment;
}

static bool
change_primary_key(struct sm_sql_target *t, struct sm_sql_item *item,
    struct sm_op *op, struct sm_error *e)
{
	if (item->old == NULL || item->old->primary_key == NULL)
		return not_there(t, op, e);
	if (op->verb == SM_DROP) {
		item->gone.primary_key = true;
		return true;
	}
	if (op->verb == SM_MODIFY)
		return take_fields(t, op, item->target->primary_key, e);
	item->target->primary_key->name = op->name;
	return true;
}

bool
sm_sql_apply_change(struct sm_sql_target *t, struct sm_sql_item *item,
    struct sm_op *op, struct sm_error *e)
{
	const struct sm_sql_list *l = sm_sql_list(op->target->part);
	size_t at = 0;
	void *part;
	bool found;

	if (item->target == NULL && op->verb != SM_DROP)
		return not_there(t, op, e);
	if (l == NULL)
		return change_primary_key(t, item, op, e);
	if (item->old == NULL)
		return not_there(t, op, e);
	if (l->part == SM_PART_COLUMN)
		found = find_column(item, t, op, &at);
	else
		found = find_part(t, item, l, op,
		    op->verb == SM_RENAME ? op->from : op->name, &at);
	if (!found || marks(t, item, l)[at])
		return not_there(t, op, e);
	sm_map_set(&t->found, op->id, sm_sql_part(item->moved, l, at));
	if (op->verb == SM_DROP) {
		marks(t, item, l)[at] = true;
		return true;
	}
	part = sm_sql_part(item->target, l, at);
	if (op->verb == SM_RENAME) {
		memcpy((char *)part + l->name, &op->name, sizeof op->name);
		return true;
	}
	if (!take_fields(t, op, part, e))
		return false;
	take_not_null(op, part);
	return true;
}

void
sm_sql_apply_gone(struct sm_sql_target *t, struct sm_sql_item *item)
{
	size_t i, k, keep;

	if (item->old == NULL)
		return;
	if (item->gone.primary_key)
		item->target->primary_key = NULL;
	for (i = 0; i < NLISTS; i++) {
		bool *gone;
		struct sm_sql_any *list;
		size_t size = sm_target_part(lists[i].part)->shape->size;

		memcpy(&gone, (char *)&item->gone + lists[i].gone,
		    sizeof gone);
		if (gone == NULL)
			continue;
		list = sm_sql_parts(item->target, &lists[i]);
		for (k = keep = 0; k < list->n; k++)
			if (!gone[k])
				memmove(list->v + keep++ * size,
				    list->v + k * size, size);
		list->n = keep;
	}
	(void)t;
}

static bool
is_part_of_index(const struct sm_sql_list *l, const void *part)
{
	return l->part == SM_PART_INDEX &&
	    ((const struct sm_index *)part)->partition_of != NULL;
}

bool
sm_sql_apply_add(struct sm_sql_target *t, struct sm_sql_item *item,
    struct sm_op *op, struct sm_error *e)
{
	const struct sm_sql_list *l = sm_sql_list(op->target->part);
	size_t size = op->target->shape->size, i;
	struct sm_sql_any *list;
	const char *name;

	if (item == NULL || item->target == NULL)
		return not_there(t, op, e);
	if (l == NULL) {
		if (item->target->primary_key != NULL)
			return sm_sql_refuse(t, op, e, "comes to a table that "
			    "has a primary key, which no op of the plan drops");
		item->target->primary_key =
		    sm_shape_copy(t->arena, op->target->shape, op->new_);
		return true;
	}
	list = sm_sql_parts(item->target, l);
	name = sm_sql_part_name(l, op->new_);
	for (i = 0; i < list->n && (l->part == SM_PART_COLUMN ||
	                               l->part == SM_PART_INDEX); i++)
		if (same_name(t, name, sm_sql_part_name(l,
		        list->v + i * size))) {
			/* its parent's index is made anew, and this with it */
			if (is_part_of_index(l, list->v + i * size) &&
			    is_part_of_index(l, op->new_)) {
				memcpy(list->v + i * size, sm_shape_copy(
				    t->arena, op->target->shape, op->new_),
				    size);
				return true;
			}
			return sm_sql_refuse(t, op, e, "comes to a table that "
			    "has one of that name, which no op of the plan "
			    "drops or renames");
		}
	sm_list_grow(t->arena, (void **)&list->v, size, &list->n, &list->cap);
	memcpy(list->v + (list->n - 1) * size,
	    sm_shape_copy(t->arena, op->target->shape, op->new_), size);
	return true;
}

bool
sm_sql_apply_place(struct sm_sql_target *t, struct sm_sql_item *item,
    struct sm_op *op, struct sm_error *e)
{
	struct sm_columns *c;
	struct sm_column moved;
	size_t from, to = 0;

	if (item == NULL || item->target == NULL)
		return not_there(t, op, e);
	c = &item->target->columns;
	for (from = 0; from < c->n; from++)
		if (sm_same_column(t->dialect, c->v[from].name, op->name))
			break;
	if (from == c->n)
		return not_there(t, op, e);
	moved = c->v[from];
	memmove(&c->v[from], &c->v[from + 1],
	    (c->n - from - 1) * sizeof *c->v);
	while (*op->after != '\0' && to < c->n - 1 &&
	    !sm_same_column(t->dialect, c->v[to].name, op->after))
		to++;
	if (*op->after != '\0') {
		if (to == c->n - 1)
			return sm_sql_refuse(t, op, e, "needs the column %s, "
			    "after which it goes",
			    sm_printable_str(t->arena, op->after));
		to++;
	}
	memmove(&c->v[to + 1], &c->v[to], (c->n - to - 1) * sizeof *c->v);
	c->v[to] = moved;
	return true;
}
