/*
 * The PostgreSQL backend: a live database, or DDL run in a scratch database, as
 * a snapshot.
 */
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

/* What was only of use while objects were read. */
static void
forget_things(struct sm_pg_catalog *c)
{
	free(c->slots);
	c->slots = NULL;
	c->nslots = 0;
	sm_arena_free(c->scratch);
	c->scratch = NULL;
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
	forget_things(c);
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
 * How many rows that say what things are called, or of what type they are, came
 * after the snapshot, which is given with its end and, as xids, its begin and
 * its end.  TRUNCATE, REINDEX and VACUUM FULL give a table's row in pg_class a
 * new version too, so its name is looked for in its row type.  An age far below
 * 0 is that of a row that was frozen long ago.  What was dropped makes an error
 * or a NULL instead.
 */
#define FRESH(catalog, where)                                                  \
	"SELECT age(xmin) FROM " catalog " WHERE age(xmin) <= "                \
	"(SELECT begin_age FROM s) AND age(xmin) > -1000000 AND " where
static const char fresh[] =
    "WITH s AS (SELECT '%s'::txid_snapshot AS snapshot, %s::bigint AS ends, "
    "age('%s'::xid) AS begin_age, age('%s'::xid) AS end_age), r(age) AS ("
    FRESH("pg_attribute", "attnum > 0") " UNION ALL "
    FRESH("pg_class", "relkind IN ('S', 'v')") " UNION ALL "
    FRESH("pg_type", "true") " UNION ALL "
    FRESH("pg_constraint", "true") " UNION ALL "
    FRESH("pg_namespace", "nspname !~ '^pg_'") " UNION ALL "
    FRESH("pg_enum", "true") " UNION ALL "
    FRESH("pg_proc", "true") " UNION ALL "
    FRESH("pg_rewrite", "true") " UNION ALL "
    FRESH("pg_policy", "true") ") SELECT count(*) FROM r, s WHERE NOT "
    "txid_visible_in_snapshot(s.ends - (r.age - s.end_age), s.snapshot)";

/* Was the schema changed since the snapshot (xmin:xmax:…) was taken? */
static bool
is_changed(struct sm_pg *db, struct sm_arena *a, const char *snapshot,
    bool *changed, struct sm_error *e)
{
	const uint64_t wrap = (uint64_t)1 << 32;
	uint64_t begins, ends;
	char *end;
	const char *n;

	begins = strtoull(snapshot, &end, 10);
	ends = strtoull(*end == ':' ? end + 1 : end, NULL, 10);
	n = sm_pg_value(db, a,
	    sm_sprintf(a, fresh, snapshot,
	        sm_sprintf(a, "%llu", (unsigned long long)ends),
	        sm_sprintf(a, "%llu", (unsigned long long)(begins % wrap)),
	        sm_sprintf(a, "%llu", (unsigned long long)(ends % wrap))),
	    e);
	*changed = n != NULL && strcmp(n, "0") != 0;
	return n != NULL;
}

/*
 * What the server deparses (a check, a view) it reads by its caches, as of now,
 * not as of the transaction's snapshot: where the schema was changed meanwhile
 * the two may not fit.  pg_dump locks every table against that; here it is seen,
 * and everything read again.  An error may be for the same reason.
 */
static bool
reflect_once(struct sm_arena *a, struct sm_pg *db,
    const struct sm_source_options *o, struct sm_snapshot **out,
    bool *changed, struct sm_error *e)
{
	struct sm_pg_catalog c = {.arena = a, .scratch = sm_arena_new(),
	    .db = db, .version = sm_pg_version(db), .options = o};
	struct sm_error quiet = SM_ERROR_INIT;
	const char *snapshot = NULL;
	bool done;

	done = sm_pg_begin_reading(db, e) &&
	    (snapshot = sm_pg_value(db, a,
	         "SELECT txid_current_snapshot()", e)) != NULL &&
	    read_objects(&c, out, e) && sm_pg_end_reading(db, e);
	if (done)
		done = is_changed(db, a, snapshot, changed, e);
	else if (snapshot != NULL && sm_pg_end_reading(db, &quiet))
		is_changed(db, a, snapshot, changed, &quiet);
	sm_error_free(&quiet);
	forget_things(&c);
	return done;
}

bool
sm_pg_reflect(struct sm_arena *a, struct sm_pg *db,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	bool changed = false, done = false;
	int i;

	for (i = 0; i < TRIES; i++) {
		sm_error_free(e);
		done = reflect_once(a, db, o, out, &changed, e);
		/* What has a hint is no accident (postgresql_error.c); what
		   hasn't is of an object that went while it was read. */
		if (!changed && (done || e->hint != NULL))
			return done;
	}
	if (changed)
		sm_error_set(e, "the schema was being changed while it was "
				"read, %d times over", TRIES);
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
