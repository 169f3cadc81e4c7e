#include "model/schema.h"

#include <string.h>

#include "model/kind.h"

/* No name holds a NUL; this byte is in none that is valid UTF-8. */
#define KEY_SEPARATOR "\x1f"

const char *
sm_object_key(struct sm_arena *a, const struct sm_dialect *d,
    const char *record, const char *schema, const char *table,
    const char *name, const char *arguments)
{
	return sm_sprintf(a,
	    "%s" KEY_SEPARATOR "%s" KEY_SEPARATOR "%s" KEY_SEPARATOR
	    "%s" KEY_SEPARATOR "%s",
	    record, schema != NULL ? sm_fold_table(a, d, schema) : "",
	    table != NULL ? sm_fold_table(a, d, table) : "",
	    name != NULL ? sm_fold_table(a, d, name) : "",
	    arguments != NULL ? arguments : "");
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
