/*
 * One pair of objects: what is compared, and how its ops are made.
 */
#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/utf8.h"
#include "stages/diff.h"
#include "stages/diff_unreadable.h"
#include "stages/diff_work.h"

static const char *const verbs[] = {"ADD", "DROP", "RENAME", "MODIFY"};

/* What a reader was asked for beside the schema, and the member it makes. */
static const struct {
	const char *extra, *member;
} extras[] = {
	{"owners", "owner"},
	{"grants", "grants"},
	{"stats", "stats"},
};
#define NEXTRAS (sizeof extras / sizeof extras[0])

bool
sm_diff_skips(const struct sm_diff_work *w, const char *word)
{
	return sm_strings_has(&w->skip, word);
}

static const struct sm_field *
find_field(const struct sm_shape *shape, const char *word)
{
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (strcmp(shape->fields[i].name, word) == 0)
			return &shape->fields[i];
	return NULL;
}

/* Does the field differ in nothing but texts that can't be compared? */
static bool
only_texts(struct sm_diff_work *w, const struct sm_shape *shape,
    const char *word, const void *old, const void *new_)
{
	const struct sm_field *f = find_field(shape, word);

	if (!w->no_texts)
		return false;
	/* Members of an unknown kind may all be text. */
	if (f == NULL)
		return shape == w->new_->kind->shape &&
		    w->new_->kind->record == NULL;
	return strcmp(sm_diff_field_content(w, f, old),
	           sm_diff_field_content(w, f, new_)) == 0;
}

static bool
is_option(const struct sm_object *o, const char *word)
{
	return o != NULL && sm_option(&o->options, word) != NULL;
}

/* "options" stands for every option, by whatever name. */
static bool
skips(const struct sm_diff_work *w, const struct sm_shape *shape,
    const char *word)
{
	return sm_diff_skips(w, word) ||
	    (shape == w->new_->kind->shape && sm_diff_skips(w, "options") &&
	        (is_option(w->old, word) || is_option(w->new_, word)));
}

struct sm_strings
sm_diff_changes(struct sm_diff_work *w, const struct sm_shape *shape,
    const void *old, const void *new_)
{
	struct sm_strings all = {NULL, 0, 0}, changes = {NULL, 0, 0};
	size_t i;

	sm_shape_compare(w->arena, w->dialect, shape, old, new_, &all);
	for (i = 0; i < all.n; i++) {
		if (skips(w, shape, all.v[i]))
			continue;
		if (only_texts(w, shape, all.v[i], old, new_))
			w->texts_differ = true;
		else
			sm_strings_add(w->plan->arena, &changes,
			    sm_strdup(w->plan->arena, all.v[i]));
	}
	return changes;
}

bool
sm_diff_may(struct sm_diff_work *w, enum sm_verb verb, const char *what)
{
	if (verb == SM_DROP && w->plan->new_.scope.limited) {
		sm_plan_note(w->plan, "warning",
		    "%s is not dropped: NEW may merely not have been allowed "
		    "to see it",
		    what);
		return false;
	}
	if (verb == SM_ADD && w->plan->old.scope.limited) {
		sm_plan_note(w->plan, "warning",
		    "%s is not added: OLD may have it, but not have been "
		    "allowed to see it",
		    what);
		return false;
	}
	return true;
}

/* Two ops that do the same to two equal things have ids of their own. */
static void
set_apart(struct sm_diff_work *w, struct sm_op *op)
{
	size_t *seen = sm_map_get(&w->ids, op->id);
	char *id, *json;
	const char *text;

	if (seen == NULL) {
		sm_map_set(&w->ids, op->id,
		    sm_alloc(w->arena, sizeof *seen));
		return;
	}
	id = sm_alloc(w->plan->arena, SM_ID_LEN + 1);
	do {
		text = sm_sprintf(w->arena, "%s %zu", op->id, ++*seen);
		sm_digest_id(id, text, strlen(text));
	} while (sm_map_get(&w->ids, id) != NULL);
	op->id = id;
	json = sm_sprintf(w->arena, "\"%s\"", id);
	sm_op_splice(w->plan->arena, op, &(struct sm_member){"id", json}, 1);
	sm_map_set(&w->ids, op->id, sm_alloc(w->arena, sizeof *seen));
}

static void
put(struct sm_diff_work *w, struct sm_op *op, const struct sm_object *old,
    const struct sm_object *new_)
{
	sm_op_finish(w->plan->arena, op, old, new_);
	set_apart(w, op);
	*sm_push(w->plan->arena, &w->plan->ops) = op;
}

void
sm_diff_part_op(struct sm_diff_work *w, enum sm_verb verb, enum sm_part part,
    const char *name, const void *old, const void *new_,
    const struct sm_strings *changes, const char *after)
{
	struct sm_op *op =
	    sm_op_new(w->plan->arena, verb, sm_target_part(part));
	/* What is taken away is named as OLD names it. */
	const struct sm_object *table =
	    w->new_ == NULL || (verb == SM_DROP && w->old != NULL) ? w->old
	                                                           : w->new_;

	if ((verb == SM_ADD && sm_diff_comes_with_parent(w, part, new_)) ||
	    (verb == SM_DROP && sm_diff_goes_with_parent(w, part, old)))
		return;
	op->schema = table->schema;
	op->table = table->name;
	op->name = name;
	op->after = after;
	op->old = (void *)(uintptr_t)old;
	op->new_ = (void *)(uintptr_t)new_;
	if (changes != NULL)
		op->changes = *changes;
	if (sm_diff_may(w, verb, sm_op_subject(w->arena, op)))
		put(w, op, NULL, NULL);
}

void
sm_diff_follow_name(struct sm_diff_work *w, enum sm_part part,
    const char *from, const char *to)
{
	struct sm_op *op;

	if (!w->plan->follow_names || !w->dialect->renames_parts ||
	    from == NULL || to == NULL || sm_same_column(w->dialect, from, to))
		return;
	op = sm_op_new(w->plan->arena, SM_RENAME, sm_target_part(part));
	op->schema = w->new_->schema;
	op->table = w->new_->name;
	op->name = to;
	op->from = from;
	put(w, op, NULL, NULL);
}

/* Is it what a part or a kind that we know is called in an op's name? */
static bool
is_taken(const char *word)
{
	const struct sm_kind *k;
	enum sm_part part;

	for (part = SM_PART_COLUMN; part < SM_PARTS; part++)
		if (strcmp(sm_target_part(part)->word, word) == 0)
			return true;
	for (k = sm_kinds; k->record != NULL; k++)
		if (strcmp(k->target.word, word) == 0)
			return true;
	return false;
}

/*
 * The name of an op on an object of a kind that we don't know: in capitals, as
 * all, unless that is another's.
 */
static const char *
unknown_op(struct sm_arena *a, enum sm_verb verb, const char *record)
{
	char *word = sm_strdup(a, record), *p;

	for (p = word; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return sm_sprintf(a, "%s_%s", verbs[verb],
	    is_taken(word) ? record : word);
}

void
sm_diff_object_op(struct sm_diff_work *w, enum sm_verb verb,
    const struct sm_strings *changes)
{
	const struct sm_object *o = verb == SM_DROP ? w->old : w->new_;
	const struct sm_target *target = sm_target_object(o->record);
	struct sm_op *op;

	if (target != NULL) {
		op = sm_op_new(w->plan->arena, verb, target);
	} else {
		op = sm_alloc(w->plan->arena, sizeof *op);
		op->verb = SM_VERB_OTHER;
		op->op = unknown_op(w->plan->arena, verb, o->record);
	}
	op->schema = o->schema;
	op->table = o->table;
	op->name = o->name;
	op->arguments = o->arguments;
	if (strcmp(o->record, "table") == 0) {
		op->table = o->name;
		op->name = NULL;
	}
	if (changes != NULL)
		op->changes = *changes;
	put(w, op, verb == SM_ADD ? NULL : w->old,
	    verb == SM_DROP ? NULL : w->new_);
}

const char *
sm_diff_subject(struct sm_arena *a, const struct sm_object *o)
{
	const char *noun = o->kind->record != NULL ? o->kind->noun : o->record;
	const char *name = o->name != NULL ? o->name : "";

	if (o->schema != NULL)
		name = sm_sprintf(a, "%s.%s", o->schema, name);
	if (o->table != NULL)
		name = sm_sprintf(a, "%s on %s", name, o->table);
	return sm_printable_str(a, sm_sprintf(a, "%s %s", noun, name));
}

/* An object that is always taken as a whole. */
static void
compare_whole(struct sm_diff_work *w)
{
	struct sm_strings changes;

	if (w->old == NULL || w->new_ == NULL) {
		sm_diff_object_op(w, w->old == NULL ? SM_ADD : SM_DROP, NULL);
		return;
	}
	changes = sm_diff_changes(w, w->new_->kind->shape, w->old, w->new_);
	if (changes.n > 0)
		sm_diff_object_op(w, SM_MODIFY, &changes);
}

/* Members that only one of the sides was asked for aren't compared. */
static void
skip_extras(struct sm_diff_work *w)
{
	const struct sm_strings *old = &w->plan->old.scope.extras;
	const struct sm_strings *new_ = &w->plan->new_.scope.extras;
	size_t i;

	for (i = 0; i < NEXTRAS; i++)
		if (!sm_strings_has(old, extras[i].extra) !=
		    !sm_strings_has(new_, extras[i].extra))
			sm_strings_add(w->arena, &w->skip, extras[i].member);
}

/* Is the record the same on both sides, and does it tell all of the object? */
static bool
same_record(const struct sm_object *old, const struct sm_object *new_)
{
	return old != NULL && new_ != NULL && old->text != NULL &&
	    new_->text != NULL && old->len == new_->len &&
	    memcmp(old->text, new_->text, old->len) == 0 &&
	    (!old->unreadable || old->sql != NULL);
}

static void
compare_pair(struct sm_diff_work *w)
{
	const struct sm_object *old = w->old, *new_ = w->new_;
	const struct sm_object *any = old != NULL ? old : new_;
	const char *subject = sm_diff_subject(w->arena, any);

	if ((old == NULL || new_ == NULL) && !any->unreadable &&
	    !sm_diff_may(w, old == NULL ? SM_ADD : SM_DROP, subject))
		return;
	if ((old != NULL && old->unreadable) ||
	    (new_ != NULL && new_->unreadable))
		sm_diff_unreadable(w);
	else if (any->kind->has_parts)
		sm_diff_table(w);
	else
		compare_whole(w);
	if (w->texts_differ)
		sm_plan_note(w->plan, "warning",
		    "%s: its texts were not compared, since one side doesn't "
		    "have them in the server's spelling",
		    subject);
}

void
sm_diff_pair(struct sm_plan *plan, const struct sm_snapshot *old_all,
    const struct sm_snapshot *new_all, const struct sm_object *old,
    const struct sm_object *new_)
{
	struct sm_diff_work w = {.plan = plan, .dialect = plan->dialect,
	    .old_all = old_all, .new_all = new_all, .old = old, .new_ = new_};
	size_t i;

	if (same_record(old, new_))
		return;
	w.arena = sm_arena_new();
	for (i = 0; i < plan->compare.ignore.n; i++)
		sm_strings_add(w.arena, &w.skip, plan->compare.ignore.v[i]);
	skip_extras(&w);
	sm_map_init(&w.ids, w.arena);
	w.no_texts = (old != NULL && old->inexact) ||
	    (new_ != NULL && new_->inexact);
	compare_pair(&w);
	sm_arena_free(w.arena);
}

void
sm_diff_object(struct sm_plan *plan, const struct sm_object *old,
    const struct sm_object *new_)
{
	sm_diff_pair(plan, NULL, NULL, old, new_);
}
