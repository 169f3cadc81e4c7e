/*
 * A new foreign key holds for the rows that are there: foreign_keys=OFF lets
 * any row through, so a guard looks for those that refer to nothing.  Orphans
 * under keys that were there before are none of the plan's business.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/sql_sqlite.h"

static bool
same_columns(const struct sm_sqlite *w, const struct sm_strings *x,
    const struct sm_strings *y)
{
	size_t i;

	if (x->n != y->n)
		return false;
	for (i = 0; i < x->n; i++)
		if (!sm_names_column(w->dialect, x, y->v[i]) ||
		    !sm_names_column(w->dialect, y, x->v[i]))
			return false;
	return true;
}

/* The columns of a unique index that can be a foreign key's other end. */
static bool
index_fits(const struct sm_sqlite *w, const struct sm_index *index,
    const struct sm_strings *columns)
{
	struct sm_strings names = {NULL, 0, 0};
	size_t i;

	if (!index->unique || index->where != NULL)
		return false;
	for (i = 0; i < index->keys.n; i++) {
		if (index->keys.v[i].column == NULL ||
		    index->keys.v[i].collation != NULL)
			return false;
		sm_strings_add(w->arena, &names, index->keys.v[i].column);
	}
	return same_columns(w, &names, columns);
}

/* The columns that the key refers to; implied ones looked up. */
static const struct sm_strings *
referred(const struct sm_foreign_key *fk, const struct sm_object *parent)
{
	if (fk->references->columns.n > 0 && !fk->references->implied)
		return &fk->references->columns;
	return parent->primary_key != NULL ? &parent->primary_key->columns
	                                   : NULL;
}

/*
 * Is there no unique key at the other end?  Then SQLite knows no answer, and
 * foreign_key_check of the whole table ends in an error.
 */
static bool
mismatches(const struct sm_sqlite *w, const struct sm_foreign_key *fk)
{
	const struct sm_sql_item *item =
	    sm_sql_relation(w->t, fk->references->schema,
	        fk->references->table);
	const struct sm_object *p;
	const struct sm_strings *columns;
	size_t i;

	if (item == NULL)
		return false;
	p = item->target;
	columns = referred(fk, p);
	if (strcmp(p->record, "table") != 0 || columns == NULL ||
	    columns->n != fk->columns.n)
		return true;
	if (p->primary_key != NULL && p->primary_key->keys.n == 0 &&
	    same_columns(w, &p->primary_key->columns, columns))
		return false;
	for (i = 0; i < p->uniques.n; i++)
		if (p->uniques.v[i].keys.n == 0 &&
		    same_columns(w, &p->uniques.v[i].columns, columns))
			return false;
	for (i = 0; i < p->indexes.n; i++)
		if (index_fits(w, &p->indexes.v[i], columns))
			return false;
	return true;
}

/* The same question in plain SQL. */
static void
guard_by_query(struct sm_sqlite *w, const struct sm_object *table,
    const struct sm_foreign_key *fk, const struct sm_object *parent)
{
	struct sm_script *s = &w->script;
	const struct sm_strings *columns = referred(fk, parent);
	struct sm_buf nulls = SM_BUF_INIT, equal = SM_BUF_INIT;
	size_t i;

	if (columns == NULL || columns->n != fk->columns.n) {
		sm_script_say(s, "Rows can't be checked against the foreign "
		    "key: it has no columns at its other end.");
		return;
	}
	for (i = 0; i < columns->n; i++) {
		const char *child = sm_script_name(s, fk->columns.v[i]);

		sm_buf_addf(&nulls, "sm_c.%s IS NOT NULL AND ", child);
		sm_buf_addf(&equal, "%ssm_p.%s=sm_c.%s", i > 0 ? " AND " : "",
		    sm_script_name(s, columns->v[i]), child);
	}
	sm_script_guard(s, SM_GUARD_KEY, "NOT EXISTS(SELECT 1 FROM %s AS sm_c "
	    "WHERE %sNOT EXISTS(SELECT 1 FROM %s AS sm_p WHERE %s))",
	    sm_script_name(s, table->name), sm_buf_str(&nulls),
	    sm_script_name(s, parent->name), sm_buf_str(&equal));
	sm_buf_free(&nulls);
	sm_buf_free(&equal);
}

/* The key's number in the table: SQLite counts from the last one. */
static const char *
number(struct sm_sqlite *w, const struct sm_sqlite_table *tab,
    const struct sm_foreign_key *fk)
{
	const struct sm_object *o = tab->item->target;
	struct sm_script *s = &w->script;
	size_t i;

	for (i = 0; tab->rebuild && i < o->foreign_keys.n; i++)
		if (sm_sql_same_part(w->t, SM_PART_FK, &o->foreign_keys.v[i],
		        fk))
			return sm_sprintf(w->arena, "=%zu",
			    o->foreign_keys.n - 1 - i);
	return sm_sprintf(w->arena, " IN (SELECT id FROM "
	    "pragma_foreign_key_list(%s) WHERE lower(\"from\")=lower(%s))",
	    sm_script_string(s, o->name),
	    sm_script_string(s, fk->columns.v[0]));
}

static void
guard_key(struct sm_sqlite *w, const struct sm_sqlite_table *tab,
    const struct sm_foreign_key *fk)
{
	const struct sm_object *o = tab->item->target;
	const struct sm_sql_item *parent = sm_sql_relation(w->t,
	    fk->references->schema, fk->references->table);
	const char *name = sm_script_string(&w->script, o->name);
	size_t i;

	if (parent == NULL) {
		sm_script_say(&w->script, "Rows can't be checked against the "
		    "foreign key: there is no table %s.",
		    fk->references->table);
		return;
	}
	for (i = 0; i < o->foreign_keys.n; i++)
		if (mismatches(w, &o->foreign_keys.v[i])) {
			guard_by_query(w, o, fk, parent->target);
			return;
		}
	sm_script_guard(&w->script, SM_GUARD_KEY, "NOT EXISTS(SELECT 1 FROM "
	    "pragma_foreign_key_check(%s) WHERE fkid%s)", name,
	    number(w, tab, fk));
}

static bool
same_list(const struct sm_sqlite *w, const struct sm_strings *x,
    const struct sm_strings *y)
{
	size_t i;

	for (i = 0; i < x->n && i < y->n; i++)
		if (!sm_same_column(w->dialect, x->v[i], y->v[i]))
			return false;
	return x->n == y->n;
}

/*
 * Had the old table a key, of whatever name and actions, over the same columns to
 * the same columns?  Then its orphans were there before.
 */
static bool
was_there(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const struct sm_foreign_key *fk)
{
	size_t i;

	for (i = 0; i < item->moved->foreign_keys.n; i++) {
		const struct sm_foreign_key *old =
		    &item->moved->foreign_keys.v[i];

		if (same_list(w, &old->columns, &fk->columns) &&
		    sm_same_table(w->dialect, old->references->table,
		        fk->references->table) &&
		    old->references->columns.n > 0 &&
		    same_list(w, &old->references->columns,
		        &fk->references->columns))
			return true;
	}
	return false;
}

void
sm_sqlite_guard_keys(struct sm_sqlite *w, const struct sm_sqlite_table *tab)
{
	size_t i;

	for (i = 0; tab->item->old != NULL && i < tab->item->ops.n; i++) {
		const struct sm_op *op = tab->item->ops.v[i];

		if (op->target->part != SM_PART_FK ||
		    !(op->verb == SM_ADD || (op->verb == SM_MODIFY &&
		        (sm_strings_has(&op->changes, "columns") ||
		            sm_strings_has(&op->changes, "references")))) ||
		    was_there(w, tab->item, op->new_))
			continue;
		sm_script_say(&w->script, "rows of %s under the %s",
		    tab->item->target->name,
		    sm_sql_part_words(w->t, SM_PART_FK, op->new_));
		guard_key(w, tab, op->new_);
	}
}
