/*
 * Foreign keys before and after, by what they say.
 */
#include <string.h>

#include "expect_keys.h"
#include "model.h"

struct fk {
	const char *table, *says;
	int id, violations;
	bool unsure; /* what it refers to isn't there */
	bool implied;
	const char *text; /* says, without the columns it refers to */
};
struct fks {
	struct fk *v;
	size_t n, cap;
};

/* How a name of the target was called in the source; of the source, itself. */
struct naming {
	const struct plan_summary *plan; /* NULL: of the source */
	int down;
};

static const char *
or_new(const char *name)
{
	return name != NULL ? name : "(new)";
}

static const char *
table_of(const struct naming *n, const char *table)
{
	return n->plan == NULL ? table
	    : or_new(plan_table_from(n->plan, n->down, table));
}

static const char *
column_of(const struct naming *n, const char *table, const char *column)
{
	return n->plan == NULL ? column
	    : or_new(plan_column_from(n->plan, n->down, table, column));
}

/* Reads one table's; false: a key of it doesn't fit its parent. */
static bool
read_keys(struct sm_arena *a, sqlite3 *db, const char *table,
    const struct naming *n, struct fks *list)
{
	sqlite3_stmt *st = db_query(db,
	    "SELECT f.id, f.\"table\", f.\"from\", coalesce(f.\"to\", (SELECT "
	    "name FROM pragma_table_info(f.\"table\") WHERE pk = f.seq + 1)), "
	    "f.\"to\" IS NULL FROM pragma_foreign_key_list(%Q) f "
	    "ORDER BY f.id, f.seq", table);
	size_t first = list->n, i;
	struct fk *fk = NULL;
	int status;

	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *parent = (const char *)sqlite3_column_text(st, 1),
		           *own = (const char *)sqlite3_column_text(st, 2),
		           *to = (const char *)sqlite3_column_text(st, 3);

		if (fk == NULL || fk->id != sqlite3_column_int(st, 0)) {
			fk = sm_push(a, list);
			fk->table = table;
			fk->id = sqlite3_column_int(st, 0);
			fk->says = sm_sprintf(a, "%s > %s:",
			    table_of(n, table), table_of(n, parent));
			fk->text = fk->says;
			fk->implied = sqlite3_column_int(st, 4);
		}
		fk->text = sm_sprintf(a, "%s %s", fk->text,
		    column_of(n, table, own));
		fk->says = sm_sprintf(a, "%s %s>%s", fk->says,
		    column_of(n, table, own),
		    to != NULL ? column_of(n, parent, to) : "?");
		fk->unsure = fk->unsure || to == NULL ||
		    sqlite3_table_column_metadata(db, "main", parent, NULL,
		        NULL, NULL, NULL, NULL, NULL) != SQLITE_OK;
	}
	sqlite3_finalize(st);
	st = db_query(db, "SELECT fkid FROM pragma_foreign_key_check(%Q)",
	    table);
	while ((status = sqlite3_step(st)) == SQLITE_ROW)
		for (i = first; i < list->n; i++)
			if (list->v[i].id == sqlite3_column_int(st, 0))
				list->v[i].violations++;
	sqlite3_finalize(st);
	return status == SQLITE_DONE;
}

/* Was it there, though its parent has another key now? */
static bool
was_implied(const struct fks *before, const struct fk *fk)
{
	size_t i;

	for (i = 0; fk->implied && i < before->n; i++)
		if (before->v[i].implied &&
		    rt_same_name(before->v[i].text, fk->text))
			return true;
	return false;
}

static int
copies(const struct fks *l, const char *says)
{
	int n = 0;
	size_t i;

	for (i = 0; i < l->n; i++)
		n += rt_same_name(l->v[i].says, says);
	return n;
}

enum outcome
expect_keys(struct sm_arena *a, sqlite3 *from, const struct db_catalog *old,
    sqlite3 *to, const struct db_catalog *new, const struct plan_summary *plan,
    int down, const char **why)
{
	struct fks before = {NULL, 0, 0}, after = {NULL, 0, 0};
	struct naming none = {NULL, 0}, names = {plan, down};
	bool sure = true, unsure = false;
	enum outcome outcome = MUST_WORK;
	size_t i, k;

	for (i = 0; i < old->n; i++)
		read_keys(a, from, old->v[i].name, &none, &before);
	for (i = 0; i < new->n; i++)
		sure = read_keys(a, to, new->v[i].name, &names, &after) && sure;
	for (i = 0; i < before.n; i++)
		unsure = unsure || before.v[i].unsure;
	for (i = 0; i < after.n; i++) {
		if (after.v[i].violations == 0)
			continue;
		for (k = 0; k < before.n; k++)
			if (rt_same_name(before.v[k].says, after.v[i].says))
				break;
		*why = sm_sprintf(a, "%s: orphans of %s", after.v[i].table,
		    after.v[i].says);
		if (k == before.n && !unsure && !after.v[i].unsure &&
		    !was_implied(&before, &after.v[i]))
			return MUST_FAIL;
		if (k == before.n) {
			outcome = MAY_FAIL;
			continue;
		}
		/* A new key may say what an old one does, or name what the
		   old one implied. */
		if (before.v[k].implied != after.v[i].implied ||
		    before.v[k].violations < after.v[i].violations ||
		    copies(&after, after.v[i].says) >
		        copies(&before, after.v[i].says))
			outcome = MAY_FAIL;
	}
	return sure ? outcome : MAY_FAIL;
}
