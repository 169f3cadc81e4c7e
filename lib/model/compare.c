/*
 * Comparing two structs of one shape, field by field (model/shape.h).
 */
#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "model/shape.h"
#include "text/sqltext.h"
#include "text/type.h"

struct list {
	const char **v;
	size_t n, cap;
};

static const char *
string_at(const void *base, size_t offset)
{
	const char *s;

	memcpy(&s, (const char *)base + offset, sizeof s);
	return s;
}

/* Equal as `how` says; both may be NULL. */
static bool
same_string(struct sm_arena *a, const struct sm_dialect *d,
    enum sm_compare_how how, const char *x, const char *y)
{
	if (x == y || (how == SM_COMPARE_MATCH && !d->obeys_match))
		return true;
	if (x == NULL || y == NULL) {
		/* A default that says NULL says nothing. */
		if (how != SM_COMPARE_DEFAULT)
			return false;
		x = sm_default_normal(a, d, x != NULL ? x : y, NULL);
		return strcmp(x, sm_default_normal(a, d, "NULL", NULL)) == 0;
	}
	if (strcmp(x, y) == 0)
		return true;
	switch (how) {
	case SM_COMPARE_FOLDED:
	case SM_COMPARE_MATCH:
		return strcasecmp(x, y) == 0;
	case SM_COMPARE_TABLE:
		return sm_same_table(d, x, y);
	case SM_COMPARE_COLUMN:
		return sm_same_column(d, x, y);
	case SM_COMPARE_TYPE:
		return sm_type_same(d, x, y);
	case SM_COMPARE_SQL:
		return strcmp(sm_sql_normal(a, d, x, NULL),
		           sm_sql_normal(a, d, y, NULL)) == 0;
	case SM_COMPARE_DEFAULT:
		return strcmp(sm_default_normal(a, d, x, NULL),
		           sm_default_normal(a, d, y, NULL)) == 0;
	default:
		return false;
	}
}

static bool
same_strings(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_field *f, const void *old, const void *new_)
{
	struct list x, y;
	size_t i;

	memcpy(&x, (const char *)old + f->offset, sizeof x);
	memcpy(&y, (const char *)new_ + f->offset, sizeof y);
	if (x.n != y.n)
		return false;
	for (i = 0; i < x.n; i++)
		if (!same_string(a, d, f->how, x.v[i], y.v[i]))
			return false;
	return true;
}

static bool
same_part(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_shape *shape, const void *old, const void *new_)
{
	struct sm_strings changes = {NULL, 0, 0};

	if (old == NULL || new_ == NULL)
		return old == new_;
	sm_shape_compare(a, d, shape, old, new_, &changes);
	return changes.n == 0;
}

static bool
same_parts(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_field *f, const void *old, const void *new_)
{
	struct {
		const char *v;
		size_t n, cap;
	} x, y;
	size_t i;

	memcpy(&x, (const char *)old + f->offset, sizeof x);
	memcpy(&y, (const char *)new_ + f->offset, sizeof y);
	if (x.n != y.n)
		return false;
	for (i = 0; i < x.n; i++)
		if (!same_part(a, d, f->shape, x.v + i * f->shape->size,
		        y.v + i * f->shape->size))
			return false;
	return true;
}

/* The options' values by their names: many options are compared in one go. */
static void
map_options(struct sm_arena *a, const struct sm_options *list,
    struct sm_map *m)
{
	size_t i;

	sm_map_init(m, a);
	for (i = 0; i < list->n; i++)
		sm_map_set(m, list->v[i].name, &list->v[i]);
}

/* Options differ one by one: their own names are the words of the changes. */
static void
compare_options(struct sm_arena *a, const struct sm_options *x,
    const struct sm_options *y, struct sm_strings *changes)
{
	const struct sm_option *other;
	struct sm_map old, new_;
	size_t i;

	if (x->n == 0 && y->n == 0)
		return;
	map_options(a, x, &old);
	map_options(a, y, &new_);
	for (i = 0; i < x->n; i++) {
		other = sm_map_get(&new_, x->v[i].name);
		if (other == NULL || strcmp(other->value, x->v[i].value) != 0)
			sm_strings_add(a, changes, x->v[i].name);
	}
	for (i = 0; i < y->n; i++)
		if (sm_map_get(&old, y->v[i].name) == NULL)
			sm_strings_add(a, changes, y->v[i].name);
}

static bool
same_field(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_field *f, const void *old, const void *new_)
{
	const void *x, *y;

	switch (f->type) {
	case SM_FIELD_STRING:
		return same_string(a, d, f->how, string_at(old, f->offset),
		    string_at(new_, f->offset));
	case SM_FIELD_BOOL:
	case SM_FIELD_ALWAYS:
		return *((const char *)old + f->offset) ==
		    *((const char *)new_ + f->offset);
	case SM_FIELD_COUNT:
		return memcmp((const char *)old + f->offset,
		           (const char *)new_ + f->offset,
		           sizeof(long long)) == 0;
	case SM_FIELD_STRINGS:
		return same_strings(a, d, f, old, new_);
	case SM_FIELD_PART:
		memcpy(&x, (const char *)old + f->offset, sizeof x);
		memcpy(&y, (const char *)new_ + f->offset, sizeof y);
		return same_part(a, d, f->shape, x, y);
	case SM_FIELD_PARTS:
		return same_parts(a, d, f, old, new_);
	case SM_FIELD_OPTIONS:
		break;
	}
	return true;
}

/* Members that we don't know differ by their keys. */
static void
compare_extra(struct sm_arena *a, const char *old, const char *new_,
    struct sm_strings *changes)
{
	json_t *x, *y, *value, *other;
	const char *key;

	if (old == new_ || (old != NULL && new_ != NULL &&
	                       strcmp(old, new_) == 0))
		return;
	x = json_loads(old != NULL ? old : "{}", 0, NULL);
	y = json_loads(new_ != NULL ? new_ : "{}", 0, NULL);
	json_object_foreach(x, key, value) {
		other = json_object_get(y, key);
		if (other == NULL || !json_equal(value, other))
			sm_strings_add(a, changes, sm_strdup(a, key));
	}
	json_object_foreach(y, key, value)
		if (json_object_get(x, key) == NULL)
			sm_strings_add(a, changes, sm_strdup(a, key));
	json_decref(x);
	json_decref(y);
}

void
sm_shape_compare(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_shape *shape, const void *old, const void *new_,
    struct sm_strings *changes)
{
	const struct sm_field *f;
	size_t i;

	for (i = 0; i < shape->n; i++) {
		f = &shape->fields[i];
		if (f->how == SM_COMPARE_NOT)
			continue;
		if (f->type == SM_FIELD_OPTIONS)
			compare_options(a,
			    (const void *)((const char *)old + f->offset),
			    (const void *)((const char *)new_ + f->offset),
			    changes);
		else if (!same_field(a, d, f, old, new_))
			sm_strings_add(a, changes, f->name);
	}
	compare_extra(a, string_at(old, shape->extra),
	    string_at(new_, shape->extra), changes);
}
