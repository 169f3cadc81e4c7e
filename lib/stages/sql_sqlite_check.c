/*
 * What SQLite itself makes of one thing when another changes: a key that is the
 * rowid holds no NULL, a STRICT table knows six types.  Where the plan has the
 * one op without the other, the table would become what no op says; so it is
 * refused.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "stages/sql_sqlite.h"

/* The op that is to be named: one of the key or the options, else the first. */
static const struct sm_op *
culprit(const struct sm_sql_item *item)
{
	size_t i;

	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->target->part == SM_PART_PRIMARY_KEY ||
		    (op->target->part == SM_PART_NONE &&
		        op->verb == SM_MODIFY))
			return op;
	}
	return item->ops.v[0];
}

static bool
refuse(struct sm_sqlite *w, const struct sm_sql_item *item, const char *what,
    const char *column)
{
	sm_sql_refuse(w->t, culprit(item), w->e, "needs what no op of the plan "
	    "does: %s%s%s", what, column != NULL ? ": column " : "",
	    column != NULL ? sm_printable_str(w->arena, column) : "");
	return sm_error_hint(w->e, "put back the op that was taken out of the "
	    "plan, or take this one out too");
}

static bool
check_strict(struct sm_sqlite *w, const struct sm_sql_item *item)
{
	static const char *const types[] = {"INT", "INTEGER", "REAL", "TEXT",
	    "BLOB", "ANY"};
	const size_t n = sizeof types / sizeof types[0];
	size_t i, k;

	for (i = 0; i < item->target->columns.n; i++) {
		const struct sm_column *c = &item->target->columns.v[i];

		for (k = 0; k < n; k++)
			if (c->type != NULL &&
			    strcasecmp(types[k], c->type) == 0)
				break;
		if (k == n)
			return refuse(w, item, "a STRICT table has only the "
			    "types INT, INTEGER, REAL, TEXT, BLOB and ANY",
			    c->name);
	}
	return true;
}

/* The key's columns hold no NULL unsaid: then an op has to say it. */
static bool
check_nulls(struct sm_sqlite *w, const struct sm_sql_item *item, bool strict)
{
	const struct sm_object *o = item->target;
	size_t i;

	for (i = 0; i < o->columns.n; i++) {
		const struct sm_column *c = &o->columns.v[i];

		if (!sm_sqlite_in_key(w->dialect, o, c->name))
			continue;
		if (c->generated != NULL)
			return refuse(w, item, "a generated column can't be "
			    "of the primary key", c->name);
		if (c->nullable && (strict || sm_sqlite_without_rowid(o) ||
		                       sm_sqlite_rowid_alias(o) == c))
			return refuse(w, item, "this key can't hold NULL",
			    c->name);
	}
	return true;
}

static bool
check_table(struct sm_sqlite *w, const struct sm_sql_item *item)
{
	const struct sm_object *o = item->target;
	const struct sm_key *pk = o->primary_key;
	bool strict = sm_option_on(&o->options, "strict");
	size_t i;

	for (i = 0; i < o->columns.n && o->columns.v[i].generated != NULL; i++)
		;
	if (i == o->columns.n)
		return refuse(w, item, "a table has at least one column that "
		    "isn't generated", NULL);
	if (pk == NULL && sm_sqlite_without_rowid(o))
		return refuse(w, item, "a WITHOUT ROWID table has a primary "
		    "key", NULL);
	if (pk != NULL && pk->rowid_alias && sm_sqlite_rowid_alias(o) == NULL)
		return refuse(w, item, "only a key of one INTEGER column is "
		    "the rowid", NULL);
	if (pk != NULL && pk->autoincrement && !pk->rowid_alias)
		return refuse(w, item, "AUTOINCREMENT needs a key that is the "
		    "rowid", NULL);
	return (!strict || check_strict(w, item)) &&
	    (pk == NULL || check_nulls(w, item, strict));
}

bool
sm_sqlite_check_tables(struct sm_sqlite *w)
{
	size_t i;

	for (i = 0; i < w->t->items.n; i++) {
		const struct sm_sql_item *item = w->t->items.v[i];

		if (item->target != NULL && item->ops.n > 0 &&
		    !item->target->unreadable &&
		    strcmp(item->target->record, "table") == 0 &&
		    !check_table(w, item))
			return false;
	}
	return true;
}
