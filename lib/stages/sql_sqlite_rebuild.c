/*
 * What ALTER can't do: the table is put aside, made anew, filled from the old
 * one, and only then the old one goes.
 *
 * legacy_alter_table keeps views, triggers and the foreign keys of other tables
 * on the name while the old table has another; foreign_keys=OFF keeps the DROP
 * from deleting child rows.  Indexes go with the old table rather than one by
 * one, since DROP INDEX would take their ANALYZE statistics along.
 */
#include <string.h>
#include <strings.h>

#include "stages/sql_sqlite.h"
#include "text/sqltext.h"

/* Where rows come from and go to. */
struct copy {
	const struct sm_sql_item *item;
	const char *from, *to;      /* names of tables, unquoted */
	struct sm_buf into, select; /* lists of columns and expressions */
	bool numbered;              /* columns of `from` are sm_0, sm_1, … */
	bool keeps_mark;            /* both have AUTOINCREMENT */
};

static const char *const rowid_names[] = {"rowid", "_rowid_", "oid"};

/* A name of the rowid that no column hides; NULL: all are hidden. */
static const char *
rowid_name(const struct sm_sqlite *w, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (sm_object_column(o, w->dialect, rowid_names[i]) == NULL)
			return rowid_names[i];
	return NULL;
}

/* The place in the old table of a column that stays, or false. */
static bool
comes_from(const struct sm_sqlite *w, const struct sm_sql_item *item,
    const char *column, size_t *at)
{
	size_t i;

	for (i = 0; i < item->moved->columns.n; i++) {
		if (item->gone.columns != NULL && item->gone.columns[i])
			continue;
		if (sm_same_column(w->dialect, item->moved->columns.v[i].name,
		        column)) {
			*at = i;
			return true;
		}
	}
	return false;
}

static void
add_pair(struct copy *c, const char *into, const char *select)
{
	sm_buf_addf(&c->into, "%s%s", c->into.len > 0 ? ", " : "", into);
	sm_buf_addf(&c->select, "%s%s", c->select.len > 0 ? ", " : "", select);
}

/* What the old table's column is called where it is copied from, quoted. */
static const char *
source_name(const struct sm_sqlite *w, const struct copy *c, size_t at)
{
	if (c->numbered)
		return sm_sprintf(w->arena, "sm_%zu", at);
	return sm_script_name(&w->script,
	    sm_sqlite_column_now(w, c->item, at));
}

/*
 * The rowid, unless a column that is copied stands for it.  A new INTEGER
 * PRIMARY KEY gets it too: its rows keep the numbers they had.
 */
static void
add_rowid(struct sm_sqlite *w, struct copy *c)
{
	const struct sm_object *old = c->item->moved, *new_ = c->item->target;
	const struct sm_column *from = sm_sqlite_rowid_alias(old);
	const struct sm_column *to = sm_sqlite_rowid_alias(new_);
	const char *source, *goal;
	size_t at;

	if (sm_sqlite_without_rowid(old) || sm_sqlite_without_rowid(new_))
		return;
	if (to != NULL && comes_from(w, c->item, to->name, &at))
		return;
	source = rowid_name(w, old);
	if (from != NULL)
		source = source_name(w, c, (size_t)(from - old->columns.v));
	else if (source != NULL && c->numbered)
		source = "sm_rowid";
	goal = to != NULL ? to->name : rowid_name(w, new_);
	if (source == NULL || goal == NULL) {
		sm_script_say(&w->script, "The rows get new rowids: columns "
		    "named rowid, _rowid_ and oid hide theirs.");
		return;
	}
	add_pair(c, sm_script_name(&w->script, goal), source);
}

static void
collect(struct sm_sqlite *w, struct copy *c)
{
	const struct sm_object *new_ = c->item->target;
	size_t i, at;

	add_rowid(w, c);
	for (i = 0; i < new_->columns.n; i++) {
		const struct sm_column *col = &new_->columns.v[i];

		/* Computed, or new: then its default is for the rows too. */
		if (col->generated != NULL ||
		    !comes_from(w, c->item, col->name, &at))
			continue;
		add_pair(c, sm_script_name(&w->script, col->name),
		    source_name(w, c, at));
	}
}

/*
 * A NULL that comes into a rowid would be numbered without a word; every other
 * NOT NULL refuses it by itself.
 */
static void
guard_null_key(struct sm_sqlite *w, const struct copy *c)
{
	const struct sm_column *key = sm_sqlite_rowid_alias(c->item->target);
	const struct sm_column *was = sm_sqlite_rowid_alias(c->item->moved);
	size_t at;

	if (key == NULL || !comes_from(w, c->item, key->name, &at) ||
	    was == &c->item->moved->columns.v[at])
		return;
	sm_script_guard(&w->script, SM_GUARD_NULL,
	    "NOT EXISTS(SELECT 1 FROM %s WHERE %s IS NULL)",
	    sm_script_name(&w->script, c->from), source_name(w, c, at));
}

/*
 * Where no column stays: a row for a row, all of defaults.  Some value must be
 * given: the rowid, which SQLite then chooses, or else a column's own default.
 */
static void
add_row(struct sm_sqlite *w, struct copy *c)
{
	const struct sm_object *new_ = c->item->target;
	const struct sm_column *col = sm_sqlite_rowid_alias(new_);
	const char *rowid = sm_sqlite_without_rowid(new_) ? NULL
	    : col != NULL ? col->name : rowid_name(w, new_);

	if (rowid != NULL) {
		add_pair(c, sm_script_name(&w->script, rowid), "NULL");
		return;
	}
	for (col = new_->columns.v; col->generated != NULL; col++)
		;
	add_pair(c, sm_script_name(&w->script, col->name),
	    col->default_text != NULL ? col->default_text : "NULL");
}

/* ABORT overrules what the table's own constraints say of conflicts. */
static void
insert(struct sm_sqlite *w, struct copy *c)
{
	struct sm_script *s = &w->script;

	guard_null_key(w, c);
	if (c->into.len == 0)
		add_row(w, c);
	sm_script_run(s, "INSERT OR ABORT INTO %s(%s) SELECT %s FROM %s",
	    sm_script_name(s, c->to), sm_buf_str(&c->into),
	    sm_buf_str(&c->select), sm_script_name(s, c->from));
}

/*
 * The AUTOINCREMENT mark, also where there is none: inserting no rows makes one
 * of 0.
 */
static void
copy_mark(struct sm_sqlite *w, const char *from, const char *to)
{
	struct sm_script *s = &w->script;
	const char *goal = sm_script_string(s, to);

	sm_script_run(s, "DELETE FROM sqlite_sequence WHERE name=%s", goal);
	sm_script_run(s, "INSERT INTO sqlite_sequence(name, seq) SELECT %s, "
	    "seq FROM sqlite_sequence WHERE name=%s", goal,
	    sm_script_string(s, from));
}

/*
 * A STRICT table refuses what doesn't fit a column's type, but not always in a
 * stored generated column (measured on 3.40.1).
 */
static void
guard_generated(struct sm_sqlite *w, const struct copy *c)
{
	static const struct {
		const char *type, *types;
	} fits[] = {{"INT", "'integer'"}, {"INTEGER", "'integer'"},
	    {"REAL", "'real'"}, {"TEXT", "'text'"}, {"BLOB", "'blob'"}};
	const struct sm_object *o = c->item->target;
	size_t i, k;

	if (!sm_option_on(&o->options, "strict"))
		return;
	for (i = 0; i < o->columns.n; i++) {
		const struct sm_column *col = &o->columns.v[i];

		for (k = 0; k < sizeof fits / sizeof fits[0]; k++)
			if (col->generated != NULL && col->type != NULL &&
			    strcasecmp(col->generated, "stored") == 0 &&
			    strcasecmp(col->type, fits[k].type) == 0)
				sm_script_guard(&w->script, SM_GUARD_TYPE,
				    "NOT EXISTS(SELECT 1 FROM %s WHERE "
				    "typeof(%s) NOT IN (%s, 'null'))",
				    sm_script_name(&w->script, c->to),
				    sm_script_name(&w->script, col->name),
				    fits[k].types);
	}
}

/* As many rows, and the same mark, in both tables. */
static const char *
same_rows(struct sm_sqlite *w, const struct copy *c)
{
	struct sm_script *s = &w->script;
	const char *text = sm_sprintf(w->arena,
	    "(SELECT count(*) FROM %s)=(SELECT count(*) FROM %s)",
	    sm_script_name(s, c->to), sm_script_name(s, c->from));

	if (!c->keeps_mark)
		return text;
	return sm_sprintf(w->arena, "%s AND (SELECT group_concat(seq) FROM "
	    "sqlite_sequence WHERE name=%s) IS (SELECT group_concat(seq) FROM "
	    "sqlite_sequence WHERE name=%s)", text, sm_script_string(s, c->to),
	    sm_script_string(s, c->from));
}

/* The usual way. */
static bool
by_renaming(struct sm_sqlite *w, struct copy *c)
{
	struct sm_script *s = &w->script;
	const char *create = sm_sqlite_create_table(w, c->item->target);
	const char *aside = sm_script_name(s, c->from);

	if (create == NULL)
		return false;
	sm_script_set(s, "PRAGMA legacy_alter_table=ON");
	sm_script_run(s, "ALTER TABLE %s RENAME TO %s",
	    sm_script_name(s, c->to), aside);
	sm_script_run(s, "%s", create);
	insert(w, c);
	guard_generated(w, c);
	if (c->keeps_mark)
		copy_mark(w, c->from, c->to);
	sm_script_guard(s, SM_GUARD_ROWS, "%s AND (SELECT legacy_alter_table "
	    "FROM pragma_legacy_alter_table)", same_rows(w, c));
	sm_script_run(s, "DROP TABLE %s", aside);
	sm_script_set(s, "PRAGMA legacy_alter_table=OFF");
	return true;
}

/*
 * A CHECK that names its table doesn't survive the renaming (p.b > 0: there is
 * no p any more): the rows are copied out and back instead.  The unary plus
 * takes the type off, so that every value stays as it is.
 */
static bool
by_copying_twice(struct sm_sqlite *w, struct copy *c)
{
	struct sm_script *s = &w->script;
	const struct sm_object *old = c->item->moved;
	const char *create = sm_sqlite_create_table(w, c->item->target);
	const char *source = sm_script_name(s, c->to);
	const char *aside = sm_script_name(s, c->from);
	const char *rowid = NULL;
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	if (create == NULL)
		return false;
	/* Not under their own names: CREATE AS takes none called "true". */
	for (i = 0; i < old->columns.n; i++)
		sm_buf_addf(&b, ", +%s AS sm_%zu", sm_script_name(s,
		    sm_sqlite_column_now(w, c->item, i)), i);
	if (!sm_sqlite_without_rowid(old) && sm_sqlite_rowid_alias(old) == NULL)
		rowid = rowid_name(w, old);
	sm_script_say(s, "A CHECK names its own table, which therefore can't "
	    "be renamed aside.");
	sm_script_run(s, "CREATE TABLE %s AS SELECT %s%s FROM %s", aside,
	    rowid != NULL ? sm_sprintf(w->arena, "+%s AS sm_rowid, ", rowid)
	                  : "", sm_buf_str(&b) + 2, source);
	sm_buf_free(&b);
	if (c->keeps_mark)
		copy_mark(w, c->to, c->from);
	sm_script_guard(s, SM_GUARD_ROWS, "%s", same_rows(w, c));
	sm_script_run(s, "DROP TABLE %s", source);
	sm_sqlite_guard_there(w, "table", c->to, false);
	sm_script_run(s, "%s", create);
	insert(w, c);
	guard_generated(w, c);
	if (c->keeps_mark)
		copy_mark(w, c->from, c->to);
	sm_script_guard(s, SM_GUARD_ROWS, "%s", same_rows(w, c));
	if (c->keeps_mark) {
		sm_script_run(s, "DELETE FROM sqlite_sequence WHERE name=%s",
		    sm_script_string(s, c->from));
		sm_script_guard(s, SM_GUARD_DONE, "NOT EXISTS(SELECT 1 FROM "
		    "sqlite_sequence WHERE name=%s)",
		    sm_script_string(s, c->from));
	}
	sm_script_run(s, "DROP TABLE %s", aside);
	return true;
}

bool
sm_sqlite_index_stays(const struct sm_sql_item *item, size_t i)
{
	size_t k;

	if (item->gone.indexes != NULL && item->gone.indexes[i])
		return false;
	for (k = 0; k < item->ops.n; k++) {
		const struct sm_op *op = item->ops.v[k];
		const char *name = op->verb == SM_RENAME ? op->from : op->name;

		if (op->target->part == SM_PART_INDEX && op->verb != SM_ADD &&
		    strcasecmp(name, item->moved->indexes.v[i].name) == 0)
			return false;
	}
	return true;
}

static bool
index_names_table(const struct sm_sqlite *w, const struct sm_index *index,
    const char *table)
{
	size_t i;

	for (i = 0; i < index->keys.n; i++)
		if (index->keys.v[i].expression != NULL &&
		    sm_sql_mentions(w->dialect, index->keys.v[i].expression,
		        table))
			return true;
	return index->where != NULL &&
	    sm_sql_mentions(w->dialect, index->where, table);
}

bool
sm_sqlite_rebuild(struct sm_sqlite *w, struct sm_sqlite_table *tab)
{
	const struct sm_sql_item *item = tab->item;
	struct sm_script *s = &w->script;
	const struct sm_object *old = item->moved, *new_ = item->target;
	struct copy c = {.item = item, .from = tab->aside, .to = new_->name};
	size_t i;
	bool fine;

	sm_script_say(s, "%s: the table is made anew and filled from the old "
	    "one.", tab->why);
	c.keeps_mark = old->primary_key != NULL && new_->primary_key != NULL &&
	    old->primary_key->autoincrement &&
	    new_->primary_key->autoincrement;
	for (i = 0; i < old->indexes.n; i++)
		if (sm_sqlite_index_stays(item, i) &&
		    index_names_table(w, &old->indexes.v[i], old->name))
			sm_script_run(s, "DROP INDEX %s",
			    sm_script_name(s, old->indexes.v[i].name));
	c.numbered = tab->copies_twice;
	collect(w, &c);
	fine = tab->copies_twice ? by_copying_twice(w, &c)
	                         : by_renaming(w, &c);
	sm_buf_free(&c.into);
	sm_buf_free(&c.select);
	if (fine)
		sm_script_guard(s, SM_GUARD_DONE,
		    "(SELECT sum(name=%s)=1 AND sum(name=%s)=0 FROM "
		    "sqlite_master WHERE type='table') AND (SELECT NOT "
		    "legacy_alter_table FROM pragma_legacy_alter_table)",
		    sm_script_string(s, new_->name),
		    sm_script_string(s, tab->aside));
	return fine;
}
