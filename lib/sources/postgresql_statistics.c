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
	struct sm_object *o = sm_pg_spelled_object(c, &(struct sm_pg_spelled){
	    "statistics", SM_PG_STATISTIC_EXT, v[OID], v[RELATION], v[SCHEMA],
	    NULL, v[NAME], v[TEXT], v[PREFIX]});

	(void)e;
	/* -1 before 17, NULL since: the default. */
	if (o != NULL && v[TARGET] != NULL && *v[TARGET] != '-')
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
