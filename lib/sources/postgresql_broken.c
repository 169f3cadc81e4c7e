/*
 * Reading what the server spells from a parsed tree, where one tree may be
 * broken: it refers to what is gone, as happens in catalogs that were damaged or
 * edited by hand.  The server ends the whole query then; but only that object
 * may be lost, and not in silence.
 */
#include "base/buf.h"
#include "sources/postgresql_catalog.h"

enum { CATALOG, OID, TABLE_OID, RECORD, SCHEMA, TABLE, NAME, ARGUMENTS,
	COLUMNS };

struct broken {
	struct sm_pg_catalog *catalog;
	const char *why;
};

static bool
broken_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct broken *b = ctx;
	struct sm_pg_catalog *c = b->catalog;
	struct sm_pg_thing *t;
	struct sm_object *o;

	(void)e;
	if (v[TABLE_OID] != NULL) {
		t = sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[TABLE_OID]));
		if (t == NULL || t->member)
			return true;
	}
	t = sm_pg_find(c, sm_pg_oid(v[CATALOG]), sm_pg_oid(v[OID]));
	if (t != NULL && t->member)
		return true;
	o = t != NULL ? t->object
	              : sm_pg_unreadable(c, sm_strdup(c->arena, v[RECORD]),
	                    sm_pg_oid(v[CATALOG]), v[OID], v[SCHEMA],
	                    v[TABLE], v[NAME], b->why);
	o->unreadable = true;
	o->why = sm_strdup(c->arena, b->why);
	o->arguments = sm_pg_text(c, v[ARGUMENTS]);
	return true;
}

static bool
read_between(struct sm_pg_catalog *c, const char *query,
    const struct sm_pg_reading *r, int columns, sm_pg_row *row, void *ctx,
    const uint32_t *range, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	sm_buf_adds(&sql, query);
	if (range[0] > 0 || range[1] < UINT32_MAX)
		sm_buf_addf(&sql, " AND %s BETWEEN %lu AND %lu", r->oid,
		    (unsigned long)range[0], (unsigned long)range[1]);
	done = sm_pg_rows(c->db, sm_buf_str(&sql), columns, row, ctx, e);
	sm_buf_free(&sql);
	return done;
}

/*
 * 1: done, 0: failed for a reason that may be an object's own, -1: for another.
 */
static int
try_range(struct sm_pg_catalog *c, const struct sm_pg_reading *r,
    uint32_t from, uint32_t to, struct sm_error *e)
{
	const uint32_t range[] = {from, to};
	struct sm_error second = SM_ERROR_INIT;
	bool back;

	if (!sm_pg_run(c->db, "SAVEPOINT sm_reading", e))
		return -1;
	if (read_between(c, r->query, r, r->columns, r->row, c, range, e))
		return sm_pg_run(c->db, "RELEASE sm_reading", e) ? 1 : -1;
	/* There is a hint for what ails the session or the server. */
	if (e->hint != NULL)
		return -1;
	back = sm_pg_run(c->db, "ROLLBACK TO sm_reading; RELEASE sm_reading",
	    &second);
	sm_error_free(&second);
	return back ? 0 : -1;
}

/*
 * Read the rows with an oid in the range, and where that fails its halves: some
 * dozens of statements for one that is broken among any number.
 */
static bool
read_range(struct sm_pg_catalog *c, const struct sm_pg_reading *r,
    uint32_t from, uint32_t to, struct sm_error *e)
{
	const uint32_t range[] = {from, to};
	uint32_t middle = from + (to - from) / 2;
	int status = try_range(c, r, from, to, e);
	struct broken b = {c, NULL};

	if (status != 0)
		return status > 0;
	b.why = sm_strdup(c->scratch, e->message);
	sm_error_free(e);
	if (from == to)
		return read_between(c, r->names, r, COLUMNS, broken_row, &b,
		    range, e);
	return read_range(c, r, from, middle, e) &&
	    read_range(c, r, middle + 1, to, e);
}

bool
sm_pg_read_each(struct sm_pg_catalog *c, const struct sm_pg_reading *r,
    struct sm_error *e)
{
	int status = try_range(c, r, 0, UINT32_MAX, e);

	if (status != 0)
		return status > 0;
	/* No row has the oid 0: it isn't a row that ails the query. */
	if (try_range(c, r, 0, 0, e) != 1)
		return false;
	sm_error_free(e);
	return read_range(c, r, 0, UINT32_MAX, e);
}
