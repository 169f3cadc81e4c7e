#include "model/shape.h"

#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "text/sqltext.h"
#include "text/type.h"

/*
 * Members are reached by their offset.  All lists have the layout of SM_LIST:
 * a pointer, a count, a capacity; pointers are copied, so that no object is
 * read through a type that isn't its own.
 */
struct any_list {
	void *v;
	size_t n, cap;
};

static const void *
member(const void *base, const struct sm_field *f)
{
	return (const char *)base + f->offset;
}

static const char *
get_string(const void *base, const struct sm_field *f)
{
	const char *s;

	memcpy(&s, member(base, f), sizeof s);
	return s;
}

static const void *
get_part(const void *base, const struct sm_field *f)
{
	const void *p;

	memcpy(&p, member(base, f), sizeof p);
	return p;
}

static bool
get_bool(const void *base, const struct sm_field *f)
{
	return *(const bool *)member(base, f);
}

static long long
get_count(const void *base, const struct sm_field *f)
{
	return *(const long long *)member(base, f);
}

static struct any_list
get_list(const void *base, const struct sm_field *f)
{
	struct any_list l;

	memcpy(&l, member(base, f), sizeof l);
	return l;
}

static void
set_pointer(void *base, const struct sm_field *f, const void *p)
{
	memcpy((char *)base + f->offset, &p, sizeof p);
}

static void
set_list(void *base, const struct sm_field *f, const struct any_list *l)
{
	memcpy((char *)base + f->offset, l, sizeof *l);
}

static const char *
get_extra(const void *base, const struct sm_shape *shape)
{
	const char *s;

	memcpy(&s, (const char *)base + shape->extra, sizeof s);
	return s;
}

const char *
sm_option(const struct sm_options *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0)
			return list->v[i].value;
	return NULL;
}

bool
sm_option_on(const struct sm_options *list, const char *name)
{
	const char *value = sm_option(list, name);

	return value != NULL && strcmp(value, "true") == 0;
}

const char *
sm_option_text(struct sm_arena *a, const struct sm_options *list,
    const char *name)
{
	const char *value = sm_option(list, name);
	json_t *json;

	if (value == NULL || *value != '"')
		return value;
	json = json_loads(value, JSON_DECODE_ANY, NULL);
	value = sm_strdup(a, json_string_value(json));
	json_decref(json);
	return value;
}

struct sm_strings
sm_option_strings(struct sm_arena *a, const struct sm_options *list,
    const char *name)
{
	struct sm_strings strings = {NULL, 0, 0};
	const char *value = sm_option(list, name), *s;
	json_t *json = value != NULL ? json_loads(value, 0, NULL) : NULL;
	size_t i;

	for (i = 0; i < json_array_size(json); i++) {
		s = json_string_value(json_array_get(json, i));
		if (s != NULL)
			sm_strings_add(a, &strings, sm_strdup(a, s));
	}
	json_decref(json);
	return strings;
}

void
sm_option_set(struct sm_arena *a, struct sm_options *list, const char *name,
    const char *value)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0) {
			list->v[i].value = value;
			return;
		}
	*sm_push(a, list) = (struct sm_option){name, value};
}

void
sm_option_set_text(struct sm_arena *a, struct sm_options *list,
    const char *name, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;

	if (text == NULL)
		return;
	sm_json_add_string(&b, text);
	sm_option_set(a, list, name, sm_memdup(a, b.text, b.len));
	sm_buf_free(&b);
}

void
sm_option_unset(struct sm_options *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0) {
			list->n--;
			memmove(&list->v[i], &list->v[i + 1],
			    (list->n - i) * sizeof list->v[0]);
			return;
		}
}

/* In a zeroed struct, counts that aren't there. */
static void
no_counts(const struct sm_shape *shape, void *p)
{
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (shape->fields[i].type == SM_FIELD_COUNT) {
			long long none = -1;

			memcpy((char *)p + shape->fields[i].offset, &none,
			    sizeof none);
		}
}

void *
sm_shape_new(struct sm_arena *a, const struct sm_shape *shape)
{
	void *p = sm_alloc(a, shape->size);

	no_counts(shape, p);
	return p;
}

/* Copy the list's elements; parts of parts are copied in their turn. */
static void
copy_list(struct sm_arena *a, const struct sm_field *f, struct any_list *l)
{
	size_t size = f->type == SM_FIELD_STRINGS ? sizeof(char *)
	    : f->type == SM_FIELD_OPTIONS         ? sizeof(struct sm_option)
	                                          : f->shape->size;
	char *to = sm_alloc(a, l->n * size + 1);
	size_t i;

	if (l->n > 0)
		memcpy(to, l->v, l->n * size);
	if (f->type == SM_FIELD_PARTS)
		for (i = 0; i < l->n; i++)
			memcpy(to + i * size,
			    sm_shape_copy(a, f->shape, to + i * size), size);
	l->v = l->n > 0 ? to : NULL;
	l->cap = l->n;
}

void *
sm_shape_copy(struct sm_arena *a, const struct sm_shape *shape,
    const void *from)
{
	char *to = memcpy(sm_alloc(a, shape->size), from, shape->size);
	const struct sm_field *f;
	struct any_list l;
	size_t i;

	for (i = 0; i < shape->n; i++) {
		f = &shape->fields[i];
		switch (f->type) {
		case SM_FIELD_PART:
			if (get_part(from, f) != NULL)
				set_pointer(to, f,
				    sm_shape_copy(a, f->shape,
				        get_part(from, f)));
			break;
		case SM_FIELD_STRINGS:
		case SM_FIELD_OPTIONS:
		case SM_FIELD_PARTS:
			l = get_list(from, f);
			copy_list(a, f, &l);
			set_list(to, f, &l);
			break;
		default:
			break;
		}
	}
	return to;
}

static bool
wrong(const struct sm_shape *shape, const struct sm_field *f,
    const char *expected, struct sm_error *e)
{
	return sm_error_set(e, "%s: \"%s\" must be %s", shape->what, f->name,
	    expected);
}

static bool
read_strings(struct sm_arena *a, struct any_list *l, const json_t *json)
{
	const char **v;
	size_t i;

	if (!json_is_array(json))
		return false;
	l->n = l->cap = json_array_size(json);
	v = sm_alloc(a, l->n * sizeof *v + 1);
	l->v = v;
	for (i = 0; i < l->n; i++) {
		const json_t *item = json_array_get(json, i);

		if (!json_is_string(item))
			return false;
		v[i] = sm_memdup(a, json_string_value(item),
		    json_string_length(item));
	}
	return true;
}

static bool
read_options(struct sm_arena *a, struct any_list *l, json_t *json)
{
	struct sm_option *v;
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return false;
	l->cap = json_object_size(json);
	v = sm_alloc(a, l->cap * sizeof *v + 1);
	l->v = v;
	json_object_foreach(json, key, value) {
		v[l->n].name = sm_strdup(a, key);
		v[l->n++].value = sm_json_text(a, value, true);
	}
	return true;
}

static bool
read_parts(struct sm_arena *a, const struct sm_shape *owner,
    const struct sm_field *f, struct any_list *l, const json_t *json,
    struct sm_error *e)
{
	char *v;
	size_t i;

	if (!json_is_array(json))
		return wrong(owner, f, "an array of objects", e);
	l->n = l->cap = json_array_size(json);
	v = sm_alloc(a, l->n * f->shape->size + 1);
	l->v = v;
	for (i = 0; i < l->n; i++) {
		const json_t *item = json_array_get(json, i);
		void *part;

		if (!json_is_object(item))
			return wrong(owner, f, "an array of objects", e);
		part = v + i * f->shape->size;
		no_counts(f->shape, part);
		if (!sm_shape_read(a, f->shape, part, item, e))
			return false;
	}
	return true;
}

static bool
read_field(struct sm_arena *a, const struct sm_shape *shape,
    const struct sm_field *f, void *to, json_t *json, struct sm_error *e)
{
	struct any_list l = {NULL, 0, 0};
	long long count;
	void *part;
	bool on;

	switch (f->type) {
	case SM_FIELD_STRING:
		if (!json_is_string(json))
			return wrong(shape, f, "a string", e);
		set_pointer(to, f,
		    sm_memdup(a, json_string_value(json),
		        json_string_length(json)));
		return true;
	case SM_FIELD_BOOL:
	case SM_FIELD_ALWAYS:
		if (!json_is_boolean(json))
			return wrong(shape, f, "true or false", e);
		on = json_is_true(json);
		memcpy((char *)to + f->offset, &on, sizeof on);
		return true;
	case SM_FIELD_COUNT:
		if (!json_is_integer(json) || json_integer_value(json) < 0)
			return wrong(shape, f, "a whole number", e);
		count = json_integer_value(json);
		memcpy((char *)to + f->offset, &count, sizeof count);
		return true;
	case SM_FIELD_STRINGS:
		if (!read_strings(a, &l, json))
			return wrong(shape, f, "an array of strings", e);
		break;
	case SM_FIELD_OPTIONS:
		if (!read_options(a, &l, json))
			return wrong(shape, f, "an object", e);
		break;
	case SM_FIELD_PART:
		if (!json_is_object(json))
			return wrong(shape, f, "an object", e);
		part = sm_shape_new(a, f->shape);
		if (!sm_shape_read(a, f->shape, part, json, e))
			return false;
		set_pointer(to, f, part);
		return true;
	case SM_FIELD_PARTS:
		if (!read_parts(a, shape, f, &l, json, e))
			return false;
		break;
	}
	if (l.n == 0)
		l.v = NULL;
	set_list(to, f, &l);
	return true;
}

static const struct sm_field *
find_field(const struct sm_shape *shape, const char *name)
{
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (strcmp(shape->fields[i].name, name) == 0)
			return &shape->fields[i];
	return NULL;
}

bool
sm_shape_read(struct sm_arena *a, const struct sm_shape *shape, void *to,
    const json_t *json, struct sm_error *e)
{
	json_t *object = (json_t *)(uintptr_t)json, *value, *extra = NULL;
	const struct sm_field *f;
	const char *key;
	uint64_t seen = 0;
	size_t i;

	json_object_foreach(object, key, value) {
		f = find_field(shape, key);
		if (f == NULL) {
			if (extra == NULL)
				extra = json_object();
			json_object_set(extra, key, value);
			continue;
		}
		seen |= UINT64_C(1) << (f - shape->fields);
		if (!read_field(a, shape, f, to, value, e)) {
			json_decref(extra);
			return false;
		}
	}
	if (extra != NULL) {
		const char *text = sm_json_text(a, extra, false);

		memcpy((char *)to + shape->extra, &text, sizeof text);
		json_decref(extra);
	}
	for (i = 0; i < shape->n; i++)
		if (shape->fields[i].required && !(seen >> i & 1))
			return sm_error_set(e, "%s without \"%s\"", shape->what,
			    shape->fields[i].name);
	return true;
}

static void
write_list(struct sm_buf *b, const struct sm_field *f,
    const struct any_list *l)
{
	const struct sm_option *options = l->v;
	const char **strings = l->v;
	size_t i;

	sm_buf_addc(b, f->type == SM_FIELD_OPTIONS ? '{' : '[');
	for (i = 0; i < l->n; i++) {
		if (i > 0)
			sm_buf_addc(b, ',');
		if (f->type == SM_FIELD_STRINGS) {
			sm_json_add_string(b, strings[i]);
		} else if (f->type == SM_FIELD_OPTIONS) {
			sm_json_add_string(b, options[i].name);
			sm_buf_addc(b, ':');
			sm_buf_adds(b, options[i].value);
		} else {
			sm_shape_write(b, f->shape,
			    (const char *)l->v + i * f->shape->size);
		}
	}
	sm_buf_addc(b, f->type == SM_FIELD_OPTIONS ? '}' : ']');
}

static bool
is_absent(const void *from, const struct sm_field *f)
{
	switch (f->type) {
	case SM_FIELD_STRING:
	case SM_FIELD_PART:
		return get_part(from, f) == NULL;
	case SM_FIELD_BOOL:
		return !get_bool(from, f);
	case SM_FIELD_ALWAYS:
		return false;
	case SM_FIELD_COUNT:
		return get_count(from, f) < 0;
	case SM_FIELD_STRINGS:
	case SM_FIELD_OPTIONS:
	case SM_FIELD_PARTS:
		break;
	}
	return get_list(from, f).n == 0 && !f->required;
}

void
sm_shape_write_members(struct sm_buf *b, const struct sm_shape *shape,
    const void *from, bool *first)
{
	const char *extra = get_extra(from, shape);
	const struct sm_field *f;
	struct any_list l;
	size_t i;

	for (i = 0; i < shape->n; i++) {
		f = &shape->fields[i];
		if (is_absent(from, f))
			continue;
		if (!*first)
			sm_buf_addc(b, ',');
		*first = false;
		sm_buf_addc(b, '"');
		sm_buf_adds(b, f->name);
		sm_buf_adds(b, "\":");
		switch (f->type) {
		case SM_FIELD_STRING:
			sm_json_add_string(b, get_string(from, f));
			break;
		case SM_FIELD_BOOL:
		case SM_FIELD_ALWAYS:
			sm_buf_adds(b, get_bool(from, f) ? "true" : "false");
			break;
		case SM_FIELD_COUNT:
			sm_buf_addf(b, "%lld", get_count(from, f));
			break;
		case SM_FIELD_PART:
			sm_shape_write(b, f->shape, get_part(from, f));
			break;
		case SM_FIELD_STRINGS:
		case SM_FIELD_OPTIONS:
		case SM_FIELD_PARTS:
			l = get_list(from, f);
			write_list(b, f, &l);
			break;
		}
	}
	if (extra != NULL && strlen(extra) > 2) {
		if (!*first)
			sm_buf_addc(b, ',');
		*first = false;
		sm_buf_add(b, extra + 1, strlen(extra) - 2);
	}
}

void
sm_shape_write(struct sm_buf *b, const struct sm_shape *shape,
    const void *from)
{
	bool first = true;

	sm_buf_addc(b, '{');
	sm_shape_write_members(b, shape, from, &first);
	sm_buf_addc(b, '}');
}
