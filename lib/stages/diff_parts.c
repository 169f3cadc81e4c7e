/*
 * Unique constraints, checks, foreign keys and indexes: which of the old ones
 * is which of the new ones.  A row a list and a row a way of matching; each way
 * takes what those before it left over, in linear time.
 */
#include <string.h>

#include "model/snapshot.h"
#include "stages/diff_work.h"

/* A part of either side. */
struct part {
	void *item;
	const char *given;   /* its name as it is written, or NULL */
	const char *name;    /* folded; NULL: it has none that counts */
	bool implicit;       /* the server gave it its name */
	const char *content; /* sm_diff_content */
	struct part *mate;   /* of the other side */
	struct part *next;   /* old parts of one key, while matching */
	bool left_alone;     /* no op is made of it */
};

struct parts {
	struct part *v;
	size_t n;
};

struct any_list {
	char *v;
	size_t n, cap;
};

/*
 * What makes two unnamed constraints of different content one that was changed
 * rather than two: NULL, nothing does.
 */
static const char *
kin_of_key(const struct sm_diff_work *w, const void *item)
{
	const struct sm_key *key = item;
	struct sm_buf b = SM_BUF_INIT;
	const char *s;
	size_t i;

	for (i = 0; i < key->columns.n; i++) {
		s = sm_fold_column(w->arena, w->dialect, key->columns.v[i]);
		sm_buf_addf(&b, "%zu:%s", strlen(s), s);
	}
	s = b.len > 0 ? sm_memdup(w->arena, b.text, b.len) : NULL;
	sm_buf_free(&b);
	return s;
}

static const char *
kin_of_foreign_key(const struct sm_diff_work *w, const void *item)
{
	const struct sm_foreign_key *fk = item;
	const struct sm_key columns = {.columns = fk->columns};
	const char *s = kin_of_key(w, &columns);

	if (s == NULL || fk->references == NULL)
		return NULL;
	return sm_sprintf(w->arena, "%s>%s>%s", s,
	    fk->references->schema != NULL
	        ? sm_fold_table(w->arena, w->dialect, fk->references->schema)
	        : "",
	    sm_fold_table(w->arena, w->dialect, fk->references->table));
}

/* A list of parts in struct sm_object. */
struct part_list {
	enum sm_part part;
	size_t list;                    /* offset in the object */
	size_t name, implicit, comment; /* offsets in the part */
	const char *(*kin)(const struct sm_diff_work *, const void *item);
};

#define ROW(part, list, type, kin)                                             \
	{part, offsetof(struct sm_object, list), offsetof(type, name),         \
	    offsetof(type, implicit), offsetof(type, comment), kin}
static const struct part_list lists[] = {
	ROW(SM_PART_UNIQUE, uniques, struct sm_key, kin_of_key),
	ROW(SM_PART_CHECK, checks, struct sm_check, NULL),
	ROW(SM_PART_EXCLUSION, exclusions, struct sm_exclusion, NULL),
	ROW(SM_PART_FK, foreign_keys, struct sm_foreign_key,
	    kin_of_foreign_key),
	ROW(SM_PART_INDEX, indexes, struct sm_index, NULL),
};
#define NLISTS (sizeof lists / sizeof lists[0])

/* Whose turn it is: a user's name, the server's name, no name. */
enum {
	NAMED = 1,
	IMPLICIT = 2,
	NAMELESS = 4
};

/* What is matched by. */
enum by {
	BY_ALL,
	BY_NAME,
	BY_WORDS, /* content and comment */
	BY_CONTENT,
	BY_KIN
};

/*
 * The name that a user gave says which is which, whatever the content; a name
 * that the server gave, or none, says nothing.  What the server named can be
 * anything of its content, so it goes to what has no other choice first: that
 * way none is left over that could have been matched.
 */
static const struct way {
	int old, new_;
	enum by by;
} ways[] = {
	{NAMED, NAMED, BY_ALL},
	{NAMED, NAMED, BY_NAME},
	{NAMELESS, NAMELESS, BY_WORDS},
	{IMPLICIT, NAMED | NAMELESS, BY_WORDS},
	{NAMED | NAMELESS, IMPLICIT, BY_WORDS},
	{IMPLICIT, IMPLICIT, BY_WORDS},
	{NAMELESS, NAMELESS, BY_CONTENT},
	{IMPLICIT, NAMED | NAMELESS, BY_CONTENT},
	{NAMED | NAMELESS, IMPLICIT, BY_CONTENT},
	{IMPLICIT, IMPLICIT, BY_CONTENT},
	{IMPLICIT | NAMELESS, IMPLICIT | NAMELESS, BY_KIN},
};
#define NWAYS (sizeof ways / sizeof ways[0])

static const char *
string_at(const void *item, size_t offset)
{
	const char *s;

	memcpy(&s, (const char *)item + offset, sizeof s);
	return s;
}

/* The key to match by; NULL: it isn't the part's turn, or it has none. */
static const char *
key_of(const struct sm_diff_work *w, const struct part_list *l,
    const struct part *p, int turn, enum by by)
{
	int kind = p->name != NULL ? NAMED : p->implicit ? IMPLICIT : NAMELESS;
	const char *comment;

	if (p->mate != NULL || (turn & kind) == 0)
		return NULL;
	switch (by) {
	case BY_ALL:
		return sm_sprintf(w->arena, "%zu:%s%s", strlen(p->name),
		    p->name, p->content);
	case BY_NAME:
		return p->name;
	case BY_WORDS:
		comment = string_at(p->item, l->comment);
		if (comment == NULL || sm_diff_skips(w, "comment"))
			return p->content;
		return sm_sprintf(w->arena, "%s%s", p->content, comment);
	case BY_CONTENT:
		return p->content;
	case BY_KIN:
		return l->kin != NULL ? l->kin(w, p->item) : NULL;
	}
	return NULL;
}

static struct parts
parts_of(struct sm_diff_work *w, const struct part_list *l,
    const struct sm_object *o)
{
	const struct sm_shape *shape = sm_target_part(l->part)->shape;
	struct any_list list;
	struct parts ps;
	size_t i;

	memcpy(&list, (const char *)o + l->list, sizeof list);
	ps.n = list.n;
	ps.v = sm_alloc(w->arena, (list.n + 1) * sizeof *ps.v);
	for (i = 0; i < list.n; i++) {
		struct part *p = &ps.v[i];

		p->item = list.v + i * shape->size;
		p->given = string_at(p->item, l->name);
		p->implicit = *(bool *)((char *)p->item + l->implicit);
		if (p->given != NULL && !p->implicit &&
		    !sm_diff_skips(w, "name"))
			p->name = sm_fold_column(w->arena, w->dialect,
			    p->given);
		p->content = sm_diff_content(w, shape, p->item);
	}
	return ps;
}

/* The old parts of one key; `first` moves on as they are taken. */
struct chain {
	struct part *first, *last;
};

static void
match(struct sm_diff_work *w, const struct part_list *l, const struct way *way,
    struct parts *old, struct parts *new_)
{
	struct sm_map map;
	struct chain *c;
	const char *key;
	size_t i;

	sm_map_init(&map, w->arena);
	for (i = 0; i < old->n; i++) {
		struct part *p = &old->v[i];

		key = key_of(w, l, p, way->old, way->by);
		if (key == NULL)
			continue;
		c = sm_map_get(&map, key);
		if (c == NULL) {
			c = sm_alloc(w->arena, sizeof *c);
			sm_map_set(&map, key, c);
			c->first = p;
		} else {
			c->last->next = p;
		}
		c->last = p;
		p->next = NULL;
	}
	for (i = 0; map.n > 0 && i < new_->n; i++) {
		struct part *p = &new_->v[i];

		key = key_of(w, l, p, way->new_, way->by);
		if (key == NULL)
			continue;
		c = sm_map_get(&map, key);
		if (c == NULL || c->first == NULL)
			continue;
		p->mate = c->first;
		p->mate->mate = p;
		/* The chain's other links are as they were set above. */
		c->first = c->first->next;
	}
}

static const struct sm_object *
parent(struct sm_diff_work *w, bool of_new, const struct sm_references *r)
{
	const struct sm_snapshot *s = of_new ? w->new_all : w->old_all;
	const struct sm_change *c;

	if (s != NULL)
		return sm_snapshot_find(s, w->arena, "table", r->schema,
		    r->table);
	c = of_new ? sm_plan_find_new(w->plan, "table", r->schema, r->table)
	           : sm_plan_find_old(w->plan, "table", r->schema, r->table);
	if (c == NULL)
		return NULL;
	return of_new ? c->new_ : c->old;
}

/* Is the foreign key one to its parent's primary key, in that order? */
static bool
to_primary_key(struct sm_diff_work *w, bool of_new,
    const struct sm_references *r)
{
	const struct sm_object *p = parent(w, of_new, r);
	size_t i;

	if (p == NULL || p->primary_key == NULL ||
	    p->primary_key->columns.n != r->columns.n)
		return false;
	for (i = 0; i < r->columns.n; i++)
		if (!sm_same_column(w->dialect, r->columns.v[i],
		        p->primary_key->columns.v[i]))
			return false;
	return true;
}

/*
 * The columns that a foreign key refers to are empty where they are implied and
 * the other table isn't there.  Beside one that names them, it is filled in if
 * the other's table says that this is what would be implied.
 */
static const struct sm_foreign_key *
fill_in(struct sm_diff_work *w, const struct sm_foreign_key *empty,
    const struct sm_foreign_key *full, bool full_is_new)
{
	struct sm_foreign_key *copy;

	if (empty->references == NULL || full->references == NULL ||
	    empty->references->columns.n > 0 ||
	    full->references->columns.n == 0 ||
	    !to_primary_key(w, full_is_new, full->references))
		return empty;
	copy = sm_shape_copy(w->arena, &sm_shape_foreign_key, empty);
	copy->references->columns = full->references->columns;
	return copy;
}

/* Has the table that both refer to the same primary key on either side? */
static bool
same_primary_key(struct sm_diff_work *w, const struct sm_foreign_key *old,
    const struct sm_foreign_key *new_)
{
	const struct sm_object *x = parent(w, false, old->references);
	const struct sm_object *y = parent(w, true, new_->references);
	struct sm_strings changes = {NULL, 0, 0};

	if (x == NULL || y == NULL || x->primary_key == NULL ||
	    y->primary_key == NULL)
		return x == NULL || y == NULL ||
		    x->primary_key == y->primary_key;
	sm_shape_compare(w->arena, w->dialect, &sm_shape_key, x->primary_key,
	    y->primary_key, &changes);
	return changes.n == 0;
}

/*
 * One foreign key that implies the columns at the other end and one that names
 * the same ones say the same only as long as the primary key stays what it is.
 */
static struct sm_strings
foreign_key_changes(struct sm_diff_work *w, const struct sm_foreign_key *old,
    const struct sm_foreign_key *new_)
{
	const struct sm_foreign_key *x = fill_in(w, old, new_, true);
	const struct sm_foreign_key *y = fill_in(w, new_, old, false);
	struct sm_strings changes;

	changes = sm_diff_changes(w, &sm_shape_foreign_key, x, y);
	if (old->references->implied != new_->references->implied &&
	    !sm_strings_has(&changes, "references") &&
	    !sm_diff_skips(w, "references") && !same_primary_key(w, old, new_))
		sm_strings_add(w->plan->arena, &changes, "references");
	return changes;
}

static struct sm_strings
changes_of(struct sm_diff_work *w, const struct part_list *l,
    const struct part *old, const struct part *new_)
{
	struct sm_strings all, changes = {NULL, 0, 0};
	size_t i;

	all = l->part == SM_PART_FK
	    ? foreign_key_changes(w, old->item, new_->item)
	    : sm_diff_changes(w, sm_target_part(l->part)->shape, old->item,
	          new_->item);
	for (i = 0; i < all.n; i++)
		if (strcmp(all.v[i], "name") != 0)
			sm_strings_add(w->plan->arena, &changes, all.v[i]);
	return changes;
}

/* A check or foreign key that a parent hands down has only its comment. */
static void
leave_to_parent(const struct sm_diff_work *w, const struct part_list *l,
    const struct part *p, struct sm_strings *changes)
{
	bool comment = sm_strings_has(changes, "comment");

	if ((l->part != SM_PART_CHECK && l->part != SM_PART_FK) ||
	    !sm_diff_goes_with_parent(w, l->part, p->mate->item) ||
	    !sm_diff_comes_with_parent(w, l->part, p->item))
		return;
	changes->n = 0;
	if (comment)
		sm_strings_add(w->plan->arena, changes, "comment");
}

static void
put_old(struct sm_diff_work *w, const struct part_list *l,
    const struct part *p)
{
	if (p->mate == NULL && !p->left_alone)
		sm_diff_part_op(w, SM_DROP, l->part, p->given, p->item, NULL,
		    NULL, NULL);
}

static void
put_new(struct sm_diff_work *w, const struct part_list *l,
    const struct part *p)
{
	struct sm_strings changes;

	if (p->left_alone)
		return;
	if (p->mate == NULL) {
		sm_diff_part_op(w, SM_ADD, l->part, p->given, NULL,
		    p->item, NULL, NULL);
		return;
	}
	/* A check or foreign key of a parent's has the parent's name. */
	if (p->implicit && p->mate->implicit &&
	    ((l->part != SM_PART_CHECK && l->part != SM_PART_FK) ||
	        !sm_diff_goes_with_parent(w, l->part, p->mate->item)))
		sm_diff_follow_name(w, l->part, p->mate->given, p->given);
	changes = changes_of(w, l, p->mate, p);
	leave_to_parent(w, l, p, &changes);
	if (changes.n > 0)
		sm_diff_part_op(w, SM_MODIFY, l->part, p->given,
		    p->mate->item, p->item, &changes, NULL);
}

/*
 * Where texts aren't compared nobody knows which of the unnamed checks is
 * which: they are left alone.
 */
static void
leave_alone(struct sm_diff_work *w, struct parts *ps)
{
	size_t i;

	for (i = 0; i < ps->n; i++)
		if (ps->v[i].mate == NULL && ps->v[i].name == NULL)
			ps->v[i].left_alone = w->texts_differ = true;
}

void
sm_diff_parts(struct sm_diff_work *w)
{
	size_t i, k;

	for (i = 0; i < NLISTS; i++) {
		struct parts old = parts_of(w, &lists[i], w->old);
		struct parts new_ = parts_of(w, &lists[i], w->new_);

		for (k = 0; k < NWAYS && old.n > 0 && new_.n > 0; k++)
			match(w, &lists[i], &ways[k], &old, &new_);
		if (w->no_texts && lists[i].part == SM_PART_CHECK) {
			leave_alone(w, &old);
			leave_alone(w, &new_);
		}
		for (k = 0; k < old.n; k++)
			put_old(w, &lists[i], &old.v[k]);
		for (k = 0; k < new_.n; k++)
			put_new(w, &lists[i], &new_.v[k]);
	}
}
