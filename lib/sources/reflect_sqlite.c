/*
 * The SQLite backend: a database on disk, or DDL run in memory, as a snapshot.
 */
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "model/snapshot.h"
#include "sources/input.h"
#include "sources/source.h"
#include "sources/sqlite_db.h"
#include "sources/sqlite_ddl.h"
#include "sources/sqlite_objects.h"

static const char *
version(void)
{
	static char text[32];

	sqlite3_snprintf(sizeof text, text, "SQLite %s", sqlite3_libversion());
	return text;
}

/*
 * A file named as a database is taken for one if it is empty (SQLite makes such
 * files), and if it is none: it may be encrypted, and is no SQL.
 */
static bool
owns(const char *source)
{
	struct stat st;

	if (strncasecmp(source, "sqlite:", 7) == 0 ||
	    strncasecmp(source, "file:", 5) == 0)
		return true;
	return sm_input_is_sqlite(source) ||
	    (sm_input_named_sqlite(source) && stat(source, &st) == 0 &&
	        S_ISREG(st.st_mode));
}

/* The object of a relation; NULL for one that isn't shown by itself. */
static struct sm_object *
object_of(const struct sm_catalog *c, struct sm_shadow *shadow, sqlite3 *db,
    const struct sm_catalog_relation *r)
{
	switch (r->kind) {
	case SM_RELATION_TABLE:
		return sm_sqlite_table(c, r, db);
	case SM_RELATION_VIEW:
		return sm_sqlite_view(c, shadow, r);
	case SM_RELATION_VIRTUAL:
		return sm_sqlite_virtual(c, r);
	case SM_RELATION_SHADOW:
		break;
	}
	return NULL;
}

static bool
has_texts(const struct sm_catalog *c)
{
	size_t i;

	for (i = 0; i < c->relations.n; i++)
		if (c->relations.v[i]->kind == SM_RELATION_VIEW)
			return true;
	return c->triggers.n > 0;
}

static void
collect(struct sm_catalog *c, sqlite3 *db, struct sm_objects *out)
{
	struct sm_shadow *shadow = NULL;
	struct sm_object *o;
	size_t i;

	sm_sqlite_probe_relations(c, db);
	if (has_texts(c))
		shadow = sm_shadow_new(c);
	for (i = 0; i < c->relations.n; i++) {
		o = object_of(c, shadow, db, c->relations.v[i]);
		if (o != NULL)
			*sm_push(c->arena, out) = o;
	}
	if (shadow != NULL)
		sm_sqlite_triggers(c, db, shadow, out);
	sm_shadow_free(shadow);
}

/* Count only what is going to be shown. */
static bool
add_stats(struct sm_snapshot *s, sqlite3 *db,
    const struct sm_source_options *o, const struct sm_objects *all,
    struct sm_error *e)
{
	const struct sm_scope scope = {.tables = o->tables,
	    .exclude = o->exclude};
	struct sm_objects shown = {0};
	size_t i;

	for (i = 0; i < all->n; i++)
		if (sm_scope_covers(&scope, s->dialect, all->v[i]))
			*sm_push(s->arena, &shown) = all->v[i];
	sm_strings_add(s->arena, &s->scope.extras, "stats");
	return sm_sqlite_stats(s->arena, db, &shown, e);
}

/* stats: the options that ask for them, or NULL. */
static bool
read_database(struct sm_arena *a, sqlite3 *db,
    const struct sm_source_options *stats, struct sm_snapshot **out,
    struct sm_error *e)
{
	struct sm_snapshot *s =
	    sm_snapshot_new(a, sm_dialect_get(SM_SQLITE));
	struct sm_objects objects = {0};
	struct sm_catalog catalog;
	size_t i;

	s->server = sqlite3_libversion();
	if (!sm_catalog_load(a, db, &catalog, e))
		return false;
	collect(&catalog, db, &objects);
	if (stats != NULL && !add_stats(s, db, stats, &objects, e))
		return false;
	for (i = 0; i < objects.n; i++)
		if (!sm_snapshot_add(s, objects.v[i], e))
			return false;
	*out = s;
	return true;
}

static bool
reflect(struct sm_arena *a, const char *source,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	sqlite3 *db = sm_sqlite_open(source, e);
	bool done;

	if (db == NULL)
		return false;
	done = read_database(a, db, o->stats ? o : NULL, out, e);
	sm_sqlite_close(db);
	return done;
}

/* Rows of a database that was made just now say nothing: no stats. */
static bool
reflect_ddl(struct sm_arena *a, const struct sm_ddl *ddl,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	sqlite3 *db = sm_sqlite_run_ddl(a, ddl, o, e);
	bool done;

	if (db == NULL)
		return false;
	done = read_database(a, db, NULL, out, e);
	sm_sqlite_close(db);
	return done;
}

const struct sm_backend sm_backend_sqlite = {
	.dialect = SM_SQLITE,
	.version = version,
	.owns = owns,
	.reflect = reflect,
	.reflect_ddl = reflect_ddl,
};
