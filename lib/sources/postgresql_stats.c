/*
 * Rows and bytes of tables and materialized views (--stats), as the last VACUUM
 * or ANALYZE left them in pg_class: pg_relation_size() waits for whoever has
 * the table locked, and rows can't be counted in a reasonable time.
 */
#include <stdlib.h>

#include "model/kind.h"
#include "sources/postgresql_catalog.h"

/*
 * reltuples is -1 (before 14: 0 of no pages) where nobody has looked yet.  Of a
 * partitioned table the sum of all partitions below it of which something is
 * known.
 */
static const char query[] =
    "WITH RECURSIVE own AS (SELECT c.oid, "
    "CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS n, "
    "c.relpages::bigint + coalesce(t.relpages, 0) + coalesce("
    "(SELECT sum(x.relpages) FROM pg_index i "
    "JOIN pg_class x ON x.oid = i.indexrelid "
    "WHERE i.indrelid IN (c.oid, t.oid)), 0) AS pages "
    "FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid "
    "WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' "
    "AND c.reltuples >= 0 AND (c.reltuples > 0 OR c.relpages > 0 OR "
    "current_setting('server_version_num')::int >= 140000) "
    "AND " SM_PG_USER_SCHEMA("c.relnamespace") "), "
    "of_all(oid, n, pages) AS (SELECT oid, n, pages FROM own UNION ALL "
    "SELECT p.oid, a.n, a.pages FROM of_all a "
    "JOIN pg_inherits i ON i.inhrelid = a.oid "
    "JOIN pg_class p ON p.oid = i.inhparent AND p.relkind = 'p') "
    "SELECT oid, sum(n), sum(pages) * current_setting('block_size')::bigint "
    "FROM of_all GROUP BY oid";

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t = sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[0]));

	(void)e;
	if (t == NULL || t->member || t->object->unreadable)
		return true;
	t->object->stats = sm_shape_new(c->arena, &sm_shape_stats);
	t->object->stats->rows = strtoll(v[1], NULL, 10);
	t->object->stats->bytes = strtoll(v[2], NULL, 10);
	return true;
}

bool
sm_pg_read_stats(struct sm_pg_catalog *c, struct sm_error *e)
{
	return !c->options->stats || sm_pg_rows(c->db, query, 3, row, c, e);
}
