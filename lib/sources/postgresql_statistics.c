/*
 * pg_statistic_ext: extended statistics.
 */
#include "base/buf.h"
#include "sources/postgresql_catalog.h"

enum { OID, RELATION, SCHEMA, NAME, TARGET, TEXT, PREFIX, COLUMNS };

#define FROM                                                                   \
	"FROM pg_statistic_ext s "                                             \
	"JOIN pg_class c ON c.oid = s.stxrelid "                               \
	"JOIN pg_namespace n ON n.oid = s.stxnamespace "                       \
	"WHERE c.relpersistence <> 't' AND "                                   \
	SM_PG_USER_SCHEMA("s.stxnamespace")

/* %s: what 12 hasn't. */
static const char query[] =
    "SELECT s.oid, c.oid, n.nspname, s.stxname, %s, "
    "pg_get_statisticsobjdef(s.oid), 'CREATE STATISTICS ' || "
    "quote_ident(n.nspname) || '.' || quote_ident(s.stxname) || ' ' "
    FROM;

static const char names[] =
    "SELECT 'pg_statistic_ext'::regclass::oid, s.oid, c.oid, 'statistics', "
    "n.nspname, NULL, s.stxname, NULL "
    FROM;

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t =
	    sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[RELATION]));
	const char *text = sm_pg_after(c, v[TEXT], v[PREFIX]);
	struct sm_object *o;

	(void)e;
	if (t == NULL || t->member ||
	    sm_pg_find(c, SM_PG_STATISTIC_EXT, sm_pg_oid(v[OID])) != NULL)
		return true;
	if (text == NULL) {
		sm_pg_unreadable(c, "statistics", SM_PG_STATISTIC_EXT, v[OID],
		    v[SCHEMA], NULL, v[NAME],
		    "the server doesn't give its text");
		return true;
	}
	o = sm_pg_object(c, "statistics", SM_PG_STATISTIC_EXT, v[OID],
	    v[SCHEMA], v[NAME]);
	o->definition = text;
	/* -1 before 17, NULL since: the default. */
	if (v[TARGET] != NULL && *v[TARGET] != '-')
		sm_pg_option(c, &o->options, "statistics", v[TARGET]);
	return true;
}

bool
sm_pg_read_statistics(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	struct sm_pg_reading reading = {.oid = "s.oid", .columns = COLUMNS,
	    .row = row, .names = names};
	bool done;

	sm_buf_addf(&sql, query,
	    sm_pg_since(c, 130000, "s.stxstattarget", "NULL"));
	reading.query = sm_buf_str(&sql);
	done = sm_pg_read_each(c, &reading, e);
	sm_buf_free(&sql);
	return done;
}
