#include "model/schema.h"

#include <string.h>

#include "base/buf.h"
#include "model/kind.h"

/*
 * A name may hold any byte but NUL, so the separator is escaped where it stands
 * in one; the escapes keep the bytewise order of the names.
 */
#define KEY_SEPARATOR '\x01'
#define ESCAPED_SEPARATOR "\x02" "a"
#define ESCAPED_ESCAPE "\x02" "b"

static void
add_key_part(struct sm_buf *b, const char *part)
{
	sm_buf_addc(b, KEY_SEPARATOR);
	for (; part != NULL && *part != '\0'; part++) {
		if (*part == KEY_SEPARATOR)
			sm_buf_adds(b, ESCAPED_SEPARATOR);
		else if (*part == ESCAPED_ESCAPE[0])
			sm_buf_adds(b, ESCAPED_ESCAPE);
		else
			sm_buf_addc(b, *part);
	}
}

const char *
sm_object_key(struct sm_arena *a, const struct sm_dialect *d,
    const char *record, const char *schema, const char *table,
    const char *name, const char *arguments)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *key;

	sm_buf_adds(&b, record);
	add_key_part(&b, schema == NULL ? NULL : sm_fold_table(a, d, schema));
	add_key_part(&b, table == NULL ? NULL : sm_fold_table(a, d, table));
	add_key_part(&b, name == NULL ? NULL : sm_fold_table(a, d, name));
	add_key_part(&b, arguments);
	key = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return key;
}

struct sm_object *
sm_snapshot_find(const struct sm_snapshot *s, struct sm_arena *a,
    const char *record, const char *schema, const char *name)
{
	return sm_map_get(&s->by_key,
	    sm_object_key(a, s->dialect, record, schema, NULL, name, NULL));
}

struct sm_column *
sm_object_column(const struct sm_object *o, const struct sm_dialect *d,
    const char *name)
{
	size_t i;

	for (i = 0; i < o->columns.n; i++)
		if (sm_same_column(d, o->columns.v[i].name, name))
			return &o->columns.v[i];
	return NULL;
}

struct sm_index *
sm_object_index(const struct sm_object *o, const struct sm_dialect *d,
    const char *name)
{
	size_t i;

	for (i = 0; i < o->indexes.n; i++)
		if (sm_same_column(d, o->indexes.v[i].name, name))
			return &o->indexes.v[i];
	return NULL;
}

bool
sm_names_column(const struct sm_dialect *d, const struct sm_strings *list,
    const char *column)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (sm_same_column(d, list->v[i], column))
			return true;
	return false;
}

struct sm_object *
sm_object_new(struct sm_arena *a, const char *record)
{
	const struct sm_kind *kind = sm_kind_find(record);
	struct sm_object *o = sm_shape_new(a, kind->shape);

	o->kind = kind;
	o->record = record;
	return o;
}

struct sm_columns
sm_columns_unpack(struct sm_arena *a, const struct sm_packed_columns *packed)
{
	struct sm_columns list = {NULL, packed->n, packed->n};
	const struct sm_packed_column *p;
	size_t i;

	list.v = sm_alloc(a, packed->n * sizeof *list.v + 1);
	for (i = 0; i < packed->n; i++) {
		p = &packed->v[i];
		if (p->full != NULL)
			list.v[i] = *p->full;
		else
			list.v[i] = (struct sm_column){.name = p->name,
			    .type = p->type, .default_text = p->default_text,
			    .nullable = p->nullable,
			    .inherited = p->inherited};
	}
	return list;
}

bool
sm_same_name(const struct sm_dialect *d, const struct sm_name *x,
    const struct sm_name *y)
{
	return sm_same_table(d, x->name, y->name) &&
	    (x->schema == NULL || y->schema == NULL
	            ? x->schema == y->schema
	            : sm_same_table(d, x->schema, y->schema));
}
