/*
 * How many rows the tables have, and how many bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sources/sqlite_db.h"
#include "sources/sqlite_objects.h"
#include "text/quote.h"

static bool
count_rows(sqlite3 *db, const char *table, long long *rows,
    struct sm_error *e)
{
	struct sm_buf b = SM_BUF_INIT;
	sqlite3_stmt *stmt;
	bool done;

	sm_buf_adds(&b, "SELECT count(*) FROM main.");
	sm_quote_name(&b, sm_dialect_get(SM_SQLITE), table);
	stmt = sm_sqlite_prepare(db, sm_buf_str(&b), e);
	sm_buf_free(&b);
	if (stmt == NULL)
		return false;
	done = sqlite3_step(stmt) == SQLITE_ROW;
	if (done)
		*rows = sqlite3_column_int64(stmt, 0);
	else
		sm_sqlite_fail(db, e);
	sqlite3_finalize(stmt);
	return done;
}

/*
 * Bytes of a table with its indexes, by the table's name; nothing where dbstat
 * isn't built in.
 */
static void
read_sizes(struct sm_arena *a, sqlite3 *db, struct sm_map *sizes)
{
	static const char sql[] =
	    "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat AS s"
	    " JOIN main.sqlite_schema AS m ON m.name = s.name"
	    " WHERE s.schema = 'main' AND s.aggregate = TRUE GROUP BY 1";
	sqlite3_stmt *stmt = NULL;
	const char *bad = NULL, *name;
	long long *size;

	sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
		name = sm_sqlite_text(a, stmt, 0, &bad);
		size = sm_alloc(a, sizeof *size);
		*size = sqlite3_column_int64(stmt, 1);
		if (name != NULL)
			sm_map_set(sizes, name, size);
	}
	sqlite3_finalize(stmt);
}

bool
sm_sqlite_stats(struct sm_arena *a, sqlite3 *db, struct sm_objects *objects,
    struct sm_error *e)
{
	struct sm_object *o;
	struct sm_map sizes;
	const long long *size;
	size_t i;

	sm_map_init(&sizes, a);
	read_sizes(a, db, &sizes);
	for (i = 0; i < objects->n; i++) {
		o = objects->v[i];
		if (o->unreadable || strcmp(o->record, "table") != 0)
			continue;
		o->stats = sm_alloc(a, sizeof *o->stats);
		size = sm_map_get(&sizes, o->name);
		o->stats->bytes = size != NULL ? *size : -1;
		if (!count_rows(db, o->name, &o->stats->rows, e))
			return false;
	}
	return true;
}
