/*
 * The PostgreSQL backend: a live database, or DDL run in a scratch database, as
 * a snapshot.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "model/snapshot.h"
#include "sources/postgresql_catalog.h"
#include "sources/postgresql_scratch.h"
#include "sources/source.h"
#include "text/operand.h"

/* How often a schema that changes while it is read is read anew. */
#define TRIES 3

static const char *
version(void)
{
	static char text[32];
	int v = PQlibVersion();

	snprintf(text, sizeof text, "PostgreSQL client %d.%d", v / 10000,
	    v % 100);
	return text;
}

static bool
owns(const char *source)
{
	const struct sm_dialect *d = sm_operand_dialect(source);

	return d != NULL && d->id == SM_POSTGRESQL;
}

/* In this order: a step looks up what those before it have entered. */
static bool (*const steps[])(struct sm_pg_catalog *, struct sm_error *) = {
	sm_pg_read_comments,
	sm_pg_read_extensions,
	sm_pg_read_schemas,
	sm_pg_read_types,
	sm_pg_read_enum_values,
	sm_pg_read_ranges,
	sm_pg_read_collations,
	sm_pg_read_relations,
	sm_pg_read_inheritance,
	sm_pg_read_columns,
	sm_pg_read_sequences,
	sm_pg_read_indexes,
	sm_pg_read_constraints,
	sm_pg_read_routines,
	sm_pg_read_aggregates,
	sm_pg_read_rules,
	sm_pg_read_triggers,
	sm_pg_read_policies,
	sm_pg_read_statistics,
	sm_pg_read_opaque,
	sm_pg_read_needs,
	sm_pg_read_owners,
	sm_pg_read_grants,
	sm_pg_read_stats,
};

static void
note_extras(struct sm_snapshot *s, const struct sm_source_options *o)
{
	if (o->grants)
		sm_strings_add(s->arena, &s->scope.extras, "grants");
	if (o->owners)
		sm_strings_add(s->arena, &s->scope.extras, "owners");
	if (o->stats)
		sm_strings_add(s->arena, &s->scope.extras, "stats");
}

static bool
read_objects(struct sm_pg_catalog *c, struct sm_snapshot **out,
    struct sm_error *e)
{
	struct sm_snapshot *s;
	size_t i;

	for (i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!steps[i](c, e))
			return false;
	sm_pg_sort_parts(c);
	s = sm_snapshot_new(c->arena, sm_dialect_get(SM_POSTGRESQL));
	s->server = sm_pg_version_text(c->db, c->arena);
	note_extras(s, c->options);
	for (i = 0; i < c->objects.n; i++)
		if (!sm_snapshot_add(s, c->objects.v[i], e))
			return false;
	*out = s;
	return true;
}

/*
 * A number that changes when the catalog does: rows come, go, or get a new
 * xmin.  Temporary tables come and go all the time, and aren't read.
 */
static const char state[] =
    "SELECT concat_ws(' ', "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_class "
    "WHERE relpersistence <> 't' AND relkind <> 't'), "
    "(SELECT sum(a.xmin::text::bigint) + count(*) FROM pg_attribute a "
    "JOIN pg_class c ON c.oid = a.attrelid WHERE c.relpersistence <> 't' "
    "AND a.attnum > 0), "
    "(SELECT sum(o.xmin::text::bigint) + count(*) FROM pg_constraint o "
    "LEFT JOIN pg_class c ON c.oid = o.conrelid "
    "WHERE c.relpersistence IS DISTINCT FROM 't'), "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_namespace "
    "WHERE nspname !~ '^pg_'), "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_type "
    "WHERE typtype IN ('e', 'd', 'r')), "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_enum), "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_proc), "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_trigger), "
    "(SELECT sum(xmin::text::bigint) + count(*) FROM pg_policy), "
    "(SELECT sum(r.xmin::text::bigint) + count(*) FROM pg_rewrite r "
    "JOIN pg_class c ON c.oid = r.ev_class WHERE c.relpersistence <> 't'))";

static bool
reflect_once(struct sm_arena *a, struct sm_pg *db,
    const struct sm_source_options *o, struct sm_snapshot **out,
    bool *changed, struct sm_error *e)
{
	struct sm_pg_catalog c = {.arena = a, .scratch = sm_arena_new(),
	    .db = db, .version = sm_pg_version(db), .options = o};
	const char *before, *after;
	bool done;

	/*
	 * What the server deparses (a check, a view) it reads by its caches,
	 * as of now, not as of the transaction's snapshot: where the schema was
	 * changed meanwhile the two may not fit.  pg_dump locks every table
	 * against that; here it is seen, and everything read again.
	 */
	done = sm_pg_begin_reading(db, e) &&
	    (before = sm_pg_value(db, c.scratch, state, e)) != NULL;
	if (done) {
		done = read_objects(&c, out, e);
		/* An error may be for the same reason: out of the failed
		   transaction, and look. */
		if (done)
			done = sm_pg_end_reading(db, e);
		else if (!sm_pg_end_reading(db, &(struct sm_error)SM_ERROR_INIT))
			before = NULL;
		after = before != NULL
		    ? sm_pg_value(db, c.scratch, state, e) : NULL;
		*changed = before != NULL && after != NULL &&
		    strcmp(before, after) != 0;
		done = done && after != NULL;
	}
	sm_arena_free(c.scratch);
	return done;
}

bool
sm_pg_reflect(struct sm_arena *a, struct sm_pg *db,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	bool changed = false, done;
	int i;

	for (i = 0; i < TRIES; i++) {
		changed = false;
		done = reflect_once(a, db, o, out, &changed, e);
		if (!changed)
			return done;
	}
	sm_error_set(e, "the schema was being changed while it was read, "
			"%d times over", TRIES);
	return sm_error_hint(e, "run this again when the migration that is "
				"under way is through");
}

static bool
reflect(struct sm_arena *a, const char *source,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	struct sm_pg *db = sm_pg_open(source, o, e);
	bool done;

	if (db == NULL)
		return false;
	done = sm_pg_reflect(a, db, o, out, e);
	sm_pg_close(db);
	return done;
}

const struct sm_backend sm_backend_postgresql = {
	.dialect = SM_POSTGRESQL,
	.version = version,
	.owns = owns,
	.reflect = reflect,
	.reflect_ddl = sm_pg_reflect_ddl,
};
