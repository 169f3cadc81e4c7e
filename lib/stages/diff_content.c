/*
 * What a part of a table says, as one string: the way to find in linear time
 * which unnamed constraint is which.
 */
#include <string.h>

#include "stages/diff_work.h"
#include "text/sqltext.h"

/* Members that say what the part is called, not what it does. */
static const char *const aside[] = {"name", "implicit", "comment"};
#define NASIDE (sizeof aside / sizeof aside[0])

struct any_list {
	const char *v;
	size_t n, cap;
};

static void add_struct(const struct sm_diff_work *, struct sm_buf *,
    const struct sm_shape *, const void *);

/* The length stands ahead: no two sequences of strings look the same. */
static void
add_string(struct sm_buf *b, const char *s)
{
	if (s == NULL)
		sm_buf_addc(b, '-');
	else
		sm_buf_addf(b, "%zu:%s", strlen(s), s);
}

static const char *
lower(struct sm_arena *a, const char *s)
{
	char *copy = sm_strdup(a, s), *p;

	for (p = copy; p != NULL && *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

/* The string as it is compared (model/compare.c). */
static const char *
normal(const struct sm_diff_work *w, enum sm_compare_how how, const char *s)
{
	if (how == SM_COMPARE_MATCH && !w->dialect->obeys_match)
		return NULL;
	if (s == NULL && how != SM_COMPARE_DEFAULT)
		return NULL;
	switch (how) {
	case SM_COMPARE_FOLDED:
	case SM_COMPARE_MATCH:
	case SM_COMPARE_TYPE:
		return lower(w->arena, s);
	case SM_COMPARE_TABLE:
		return sm_fold_table(w->arena, w->dialect, s);
	case SM_COMPARE_COLUMN:
		return sm_fold_column(w->arena, w->dialect, s);
	case SM_COMPARE_SQL:
		return w->no_texts ? "" : sm_sql_normal(w->arena, w->dialect,
		    s, NULL);
	case SM_COMPARE_DEFAULT:
		return w->no_texts ? "" : sm_default_normal(w->arena,
		    w->dialect, s != NULL ? s : "NULL", NULL);
	default:
		return s;
	}
}

static void
add_list(const struct sm_diff_work *w, struct sm_buf *b,
    const struct sm_field *f, const void *at)
{
	struct any_list l;
	const char *s;
	struct sm_option o;
	size_t i;

	memcpy(&l, at, sizeof l);
	sm_buf_addf(b, "[%zu", l.n);
	for (i = 0; i < l.n; i++) {
		if (f->type == SM_FIELD_STRINGS) {
			memcpy(&s, l.v + i * sizeof s, sizeof s);
			add_string(b, normal(w, f->how, s));
		} else if (f->type == SM_FIELD_OPTIONS) {
			memcpy(&o, l.v + i * sizeof o, sizeof o);
			add_string(b, o.name);
			add_string(b, o.value);
		} else {
			add_struct(w, b, f->shape, l.v + i * f->shape->size);
		}
	}
	sm_buf_addc(b, ']');
}

static void
add_field(const struct sm_diff_work *w, struct sm_buf *b,
    const struct sm_field *f, const void *at)
{
	const char *s;
	const void *part;
	long long count;

	switch (f->type) {
	case SM_FIELD_STRING:
		memcpy(&s, at, sizeof s);
		add_string(b, normal(w, f->how, s));
		break;
	case SM_FIELD_BOOL:
	case SM_FIELD_ALWAYS:
		sm_buf_addc(b, *(const bool *)at ? '1' : '0');
		break;
	case SM_FIELD_COUNT:
		memcpy(&count, at, sizeof count);
		sm_buf_addf(b, "%lld;", count);
		break;
	case SM_FIELD_PART:
		memcpy(&part, at, sizeof part);
		if (part == NULL)
			sm_buf_addc(b, '-');
		else
			add_struct(w, b, f->shape, part);
		break;
	case SM_FIELD_STRINGS:
	case SM_FIELD_OPTIONS:
	case SM_FIELD_PARTS:
		add_list(w, b, f, at);
		break;
	}
}

static void
add_struct(const struct sm_diff_work *w, struct sm_buf *b,
    const struct sm_shape *shape, const void *from)
{
	const struct sm_field *f;
	const char *extra;
	size_t i;

	sm_buf_addc(b, '{');
	for (i = 0; i < shape->n; i++) {
		f = &shape->fields[i];
		if (f->how != SM_COMPARE_NOT)
			add_field(w, b, f, (const char *)from + f->offset);
	}
	memcpy(&extra, (const char *)from + shape->extra, sizeof extra);
	add_string(b, extra);
	sm_buf_addc(b, '}');
}

static bool
counts(const struct sm_diff_work *w, const struct sm_field *f)
{
	size_t i;

	for (i = 0; i < NASIDE; i++)
		if (strcmp(f->name, aside[i]) == 0)
			return false;
	return f->how != SM_COMPARE_NOT && !sm_diff_skips(w, f->name);
}

const char *
sm_diff_content(const struct sm_diff_work *w, const struct sm_shape *shape,
    const void *part)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_field *f;
	const char *extra, *copy;
	size_t i;

	for (i = 0; i < shape->n; i++) {
		f = &shape->fields[i];
		if (counts(w, f))
			add_field(w, &b, f, (const char *)part + f->offset);
	}
	memcpy(&extra, (const char *)part + shape->extra, sizeof extra);
	add_string(&b, extra);
	copy = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return copy;
}

const char *
sm_diff_field_content(const struct sm_diff_work *w, const struct sm_field *f,
    const void *from)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *copy;

	add_field(w, &b, f, (const char *)from + f->offset);
	copy = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return copy;
}
