/*
 * Indexes: the keys from the engine, expressions and predicate from the stored
 * SQL.
 */
#include <string.h>

#include "sources/sqlite_objects.h"
#include "sources/sqlite_schema_sql.h"

/* A key's text stands for itself where the key is no column. */
static void
fill_key(const struct sm_object *table, const struct sm_catalog_key *real,
    const struct sm_index_key *stored, struct sm_index_key *key)
{
	const struct sm_column *c;

	key->desc = real->desc;
	if (real->column < 0 || real->name == NULL) {
		key->expression = stored->expression;
		return;
	}
	key->column = real->name;
	c = sm_object_column(table, sm_dialect_get(SM_SQLITE), real->name);
	if (real->collation != NULL && sqlite3_stricmp(real->collation,
	    c != NULL && c->collation != NULL ? c->collation : "BINARY") != 0)
		key->collation = real->collation;
}

static bool
add_index(struct sm_arena *a, const struct sm_catalog_index *real,
    struct sm_object *table, const char **why)
{
	struct sm_stored_index stored;
	struct sm_index *x;
	size_t i;

	*why = real->bad;
	if (*why != NULL || !sm_stored_index_read(a, real->sql, &stored, why))
		return false;
	if (stored.keys.n != real->keys.n || stored.unique != real->unique ||
	    (stored.where != NULL) != real->partial) {
		*why = "its stored SQL and SQLite disagree";
		return false;
	}
	x = sm_push(a, &table->indexes);
	x->name = real->name;
	x->unique = real->unique;
	x->where = stored.where;
	for (i = 0; i < stored.keys.n; i++) {
		if (stored.keys.v[i].desc != real->keys.v[i].desc) {
			*why = "its stored SQL and SQLite disagree on DESC";
			return false;
		}
		fill_key(table, &real->keys.v[i], &stored.keys.v[i],
		    sm_push(a, &x->keys));
	}
	return true;
}

bool
sm_sqlite_indexes(struct sm_arena *a, const struct sm_catalog_relation *r,
    struct sm_object *table, const char **why)
{
	const struct sm_catalog_index *x;
	const char *reason = NULL;
	size_t i;

	for (i = 0; i < r->indexes.n; i++) {
		x = &r->indexes.v[i];
		if (x->sql == NULL && x->bad == NULL && x->origin != 'c')
			continue; /* a constraint's own */
		if (x->sql == NULL)
			reason = "it has no stored SQL";
		else if (add_index(a, x, table, &reason))
			continue;
		*why = sm_sprintf(a, "its index %s can't be read: %s",
		    x->name, reason);
		return false;
	}
	return true;
}
