/*
 * The MySQL and MariaDB backends: a live database, or DDL run in a scratch
 * database, as a snapshot.
 */
#include <mysql.h>
#include <stdio.h>
#include <string.h>

#include "model/snapshot.h"
#include "sources/mysql_catalog.h"
#include "sources/mysql_scratch.h"
#include "sources/source.h"
#include "text/operand.h"

/* How often a schema that changes while it is read is read anew. */
#define TRIES 3

static const char *
version(void)
{
	static char text[64];

#ifdef MARIADB_PACKAGE_VERSION
	snprintf(text, sizeof text, "MariaDB client %s",
	    MARIADB_PACKAGE_VERSION);
#else
	snprintf(text, sizeof text, "MySQL client %s", mysql_get_client_info());
#endif
	return text;
}

static bool
owns_mysql(const char *source)
{
	const struct sm_dialect *d = sm_operand_dialect(source);

	return d != NULL && d->id == SM_MYSQL;
}

static bool
owns_mariadb(const char *source)
{
	const struct sm_dialect *d = sm_operand_dialect(source);

	return d != NULL && d->id == SM_MARIADB;
}

/* In this order: a step looks up what those before it have entered. */
static sm_my_reader *const steps[] = {
	sm_my_read_tables,
	sm_my_read_columns,
	sm_my_read_checks,
	sm_my_read_indexes,
	sm_my_read_foreign_keys,
	sm_my_read_definitions,
	sm_my_read_sequences,
	sm_my_read_views,
	sm_my_read_triggers,
	sm_my_read_routines,
	sm_my_read_parameters,
	sm_my_read_events,
	sm_my_read_needs,
};

static void
note_extras(struct sm_snapshot *s, const struct sm_source_options *o)
{
	if (o->owners)
		sm_strings_add(s->arena, &s->scope.extras, "owners");
	if (o->stats)
		sm_strings_add(s->arena, &s->scope.extras, "stats");
}

static bool
head_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;

	(void)e;
	c->database = sm_strdup(c->scratch, v[0]);
	c->collation = sm_strdup(c->scratch, v[1]);
	c->sql_mode = sm_strdup(c->scratch, v[2]);
	return true;
}

static bool
privilege_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;

	(void)e;
	c->limited = strcmp(v[0], "5") != 0;
	return true;
}

/*
 * information_schema leaves out what the user has no right to: only with all of
 * these, on the database or everywhere, is what isn't there not there.  A
 * server without grant tables has no user at all.
 */
static const char privileges[] =
    "SELECT IF(CURRENT_USER() IN ('@', 'skip-grants user@skip-grants host'), "
    "5, COUNT(DISTINCT privilege_type)) FROM ("
    "SELECT privilege_type FROM information_schema.user_privileges "
    "UNION ALL SELECT privilege_type "
    "FROM information_schema.schema_privileges "
    "WHERE table_schema = %s OR %s LIKE table_schema) p "
    "WHERE privilege_type IN ('SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT', "
    "'EXECUTE')";

static bool
read_head(struct sm_my_catalog *c, struct sm_error *e)
{
	if (!sm_my_query(c, "SELECT DATABASE(), @@collation_database, "
	    "@@global.sql_mode", 3, head_row, e))
		return false;
	if (c->database == NULL)
		return sm_error_set(e, "no database is named");
	c->where = sm_my_string(c, c->database);
	return sm_my_query(c, privileges, 1, privilege_row, e);
}

/*
 * The tables with the time of their last change, as one text: names that differ
 * in case only would come in any order.
 */
static bool
state_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_buf *b = ctx;
	size_t i;

	(void)e;
	for (i = 0; i < 3; i++)
		sm_buf_addf(b, "%s\n", v[i] != NULL ? v[i] : "");
	return true;
}

static bool
read_state(struct sm_my_catalog *c, struct sm_buf *b, struct sm_error *e)
{
	return sm_my_rows(c->db, sm_sprintf(c->scratch,
	    "SELECT table_name, table_type, create_time "
	    "FROM information_schema.tables WHERE table_schema = %s "
	    "ORDER BY CAST(table_name AS BINARY)", c->where), 3, state_row, b, e);
}

static bool
read_objects(struct sm_my_catalog *c, struct sm_snapshot **out,
    struct sm_error *e)
{
	struct sm_snapshot *s;
	size_t i;

	for (i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!steps[i](c, e))
			return false;
	sm_my_finish(c);
	s = sm_snapshot_new(c->arena, c->dialect);
	s->server = sm_strdup(c->arena, sm_my_version_text(c->db));
	s->scope.limited = c->limited;
	note_extras(s, c->options);
	for (i = 0; i < c->objects.n; i++)
		if (!sm_snapshot_add(s, c->objects.v[i], e))
			return false;
	*out = s;
	return true;
}

/*
 * information_schema is read as it is at the moment, whatever the transaction:
 * where tables came, went or were changed meanwhile, all is read again.
 */
static bool
reflect_once(struct sm_arena *a, struct sm_my *db,
    const struct sm_source_options *o, struct sm_snapshot **out,
    bool *changed, struct sm_error *e)
{
	struct sm_my_catalog c = {.arena = a, .scratch = sm_arena_new(),
	    .db = db, .dialect = sm_my_dialect(db),
	    .version = sm_my_version(db), .options = o};
	struct sm_buf before = SM_BUF_INIT, after = SM_BUF_INIT;
	struct sm_error quiet = SM_ERROR_INIT;
	bool done, known;

	c.maria = c.dialect->id == SM_MARIADB;
	sm_map_init(&c.by_name, c.scratch);
	sm_map_init(&c.routines, c.scratch);
	sm_map_init(&c.shared, c.scratch);
	known = read_head(&c, e) && read_state(&c, &before, e);
	done = known && read_objects(&c, out, e);
	if (known && !sm_my_is_lost(db) &&
	    read_state(&c, &after, done ? e : &quiet))
		*changed = strcmp(sm_buf_str(&before),
		               sm_buf_str(&after)) != 0;
	else
		done = false;
	sm_error_free(&quiet);
	sm_buf_free(&before);
	sm_buf_free(&after);
	sm_arena_free(c.scratch);
	return done;
}

bool
sm_my_reflect(struct sm_arena *a, struct sm_my *db,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	bool changed, done = false;
	int i;

	if (!sm_my_begin_reading(db, e))
		return false;
	for (i = 0; i < TRIES; i++) {
		sm_error_free(e);
		changed = false;
		done = reflect_once(a, db, o, out, &changed, e);
		if (!changed)
			return done;
	}
	sm_error_set(e, "the schema was being changed while it was read, %d "
	    "times over", TRIES);
	return sm_error_hint(e, "run this again when the migration that is "
				"under way is through");
}

static bool
reflect(struct sm_arena *a, const char *source,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	struct sm_my *db = sm_my_open(source, NULL, o, e);
	bool done = db != NULL && sm_my_reflect(a, db, o, out, e);

	sm_my_close(db);
	return done;
}

static bool
mysql_ddl(struct sm_arena *a, const struct sm_ddl *ddl,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	return sm_my_reflect_ddl(a, sm_dialect_get(SM_MYSQL), ddl, o, out, e);
}

static bool
mariadb_ddl(struct sm_arena *a, const struct sm_ddl *ddl,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	return sm_my_reflect_ddl(a, sm_dialect_get(SM_MARIADB), ddl, o, out, e);
}

const struct sm_backend sm_backend_mysql = {
	.dialect = SM_MYSQL,
	.version = version,
	.owns = owns_mysql,
	.reflect = reflect,
	.reflect_ddl = mysql_ddl,
};

const struct sm_backend sm_backend_mariadb = {
	.dialect = SM_MARIADB,
	.version = version,
	.owns = owns_mariadb,
	.reflect = reflect,
	.reflect_ddl = mariadb_ddl,
};
