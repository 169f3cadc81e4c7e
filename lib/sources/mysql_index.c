/*
 * Indexes and primary keys.
 */
#include <string.h>

#include "sources/mysql_catalog.h"
#include "text/ascii.h"

/* The columns of the query, by their places. */
enum {
	TABLE,
	NAME,
	NON_UNIQUE,
	COLUMN,
	ORDER,
	LENGTH,
	METHOD,
	COMMENT,
	HIDDEN,
	EXPRESSION,
	COLUMNS
};

/* An engine whose indexes are hashes unless they are told otherwise. */
static bool
hashes(struct sm_my_catalog *c, const struct sm_my_table *t)
{
	const char *engine = sm_option_text(c->scratch, &t->object->options,
	    "engine");

	return engine != NULL &&
	    (strcmp(engine, "MEMORY") == 0 || strcmp(engine, "ndbcluster") == 0);
}

static const char *
method(struct sm_my_catalog *c, const struct sm_my_table *t, const char *type)
{
	return strcmp(type, "BTREE") == 0 && !hashes(c, t)
	    ? NULL : sm_my_shared(c, sm_my_lower(c, type));
}

static struct sm_index *
index_of(struct sm_my_catalog *c, struct sm_my_table *t, const char *const *v)
{
	struct sm_indexes *list = &t->object->indexes;
	struct sm_index *x;

	if (list->n > 0 && strcmp(list->v[list->n - 1].name, v[NAME]) == 0)
		return &list->v[list->n - 1];
	x = sm_push(c->arena, list);
	x->name = sm_my_shared(c, v[NAME]);
	x->unique = strcmp(v[NON_UNIQUE], "0") == 0;
	x->method = method(c, t, v[METHOD]);
	sm_my_option_true(c, &x->parameters, "invisible",
	    strcmp(v[HIDDEN], "YES") == 0);
	x->comment = sm_my_text(c, v[COMMENT]);
	if (strcmp(v[METHOD], "FULLTEXT") == 0 ||
	    strcmp(v[METHOD], "VECTOR") == 0)
		t->show = true;
	return x;
}

static struct sm_index_key
key_of(struct sm_my_catalog *c, struct sm_my_table *t, const char *const *v)
{
	struct sm_index_key key = {.column = sm_my_shared(c, v[COLUMN])};

	if (key.column == NULL) {
		key.expression = sm_my_text(c, v[EXPRESSION]);
		t->show = true;
	}
	/* 32 bytes of a bounding box are no prefix. */
	if (v[LENGTH] != NULL && strcmp(v[METHOD], "SPATIAL") != 0)
		key.length = sm_my_shared(c, v[LENGTH]);
	key.desc = v[ORDER] != NULL && *v[ORDER] == 'D';
	return key;
}

static void
primary_row(struct sm_my_catalog *c, struct sm_my_table *t,
    const char *const *v)
{
	struct sm_key **key = &t->object->primary_key;
	struct sm_index_key part = key_of(c, t, v);

	/* MySQL's own, where a table has none: of a column that isn't shown. */
	if (sm_object_column(t->object, c->dialect, v[COLUMN]) == NULL)
		return;
	if (*key == NULL) {
		*key = sm_alloc(c->arena, sizeof **key);
		(*key)->comment = sm_my_text(c, v[COMMENT]);
	}
	sm_strings_add(c->arena, &(*key)->columns, part.column);
	*sm_push(c->arena, &(*key)->keys) = part;
}

static bool
index_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_my_find(c, v[TABLE]);
	struct sm_index *x;

	(void)e;
	if (t == NULL || strcmp(t->object->record, "table") != 0)
		return true;
	if (strcmp(v[NAME], "PRIMARY") == 0) {
		primary_row(c, t, v);
		return true;
	}
	x = index_of(c, t, v);
	*sm_push(c->arena, &x->keys) = key_of(c, t, v);
	return true;
}

bool
sm_my_read_indexes(struct sm_my_catalog *c, struct sm_error *e)
{
	const char *hidden = !c->maria
	    ? "IF(is_visible = 'NO', 'YES', 'NO'), expression"
	    : c->version >= sm_version("10.6") ? "ignored, NULL"
	                                       : "'NO', NULL";

	return sm_my_query(c, sm_sprintf(c->scratch,
	    "SELECT table_name, index_name, non_unique, column_name, "
	    "collation, sub_part, index_type, index_comment, %s "
	    "FROM information_schema.statistics WHERE table_schema = %%s "
	    "ORDER BY table_name, index_name, seq_in_index", hidden),
	    COLUMNS, index_row, e);
}
