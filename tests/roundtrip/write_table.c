/*
 * CREATE TABLE: each constraint inline or at the table, as it may be.
 */
#include <string.h>

#include "writer.h"

static bool
maybe(struct rt_writer *w, int percent)
{
	return w->noise > 0 && rt_chance(w->random, percent);
}

static const char *
column_name(struct rt_writer *w, int id)
{
	const char *name = rt_name_of(w->schema, id);

	return name != NULL ? name : "gone";
}

void
rt_put_parts(struct rt_writer *w, const struct rt_key *k, bool full)
{
	int i;

	for (i = 0; i < k->n; i++) {
		const struct rt_part *p = &k->part[i];

		sm_buf_adds(&w->out, i == 0 ? "(" : ", ");
		if (p->expression != NULL)
			rt_put_text(w, p->expression);
		else
			rt_put_name(w, column_name(w, p->column));
		if (full && p->collation != NULL) {
			rt_put(w, " COLLATE ");
			rt_put_name(w, p->collation);
		}
		if (k->autoincrement)
			rt_put(w, " AUTOINCREMENT");
		else if (p->desc && !k->no_alias)
			rt_put(w, " DESC");
		else if (maybe(w, 10))
			rt_put(w, " ASC");
	}
	sm_buf_adds(&w->out, ")");
}

static void
put_constraint_name(struct rt_writer *w, const char *name)
{
	if (name == NULL)
		return;
	rt_put(w, "CONSTRAINT ");
	rt_put_name(w, name);
	rt_put_blank(w);
}

static void
put_conflict(struct rt_writer *w, const char *conflict)
{
	if (conflict != NULL) {
		rt_put(w, " ON CONFLICT ");
		rt_put(w, conflict);
	} else if (maybe(w, 6)) {
		rt_put(w, " ON CONFLICT ABORT");
	}
}

/* Can the key stand with its only column? */
static bool
fits_inline(const struct rt_key *k)
{
	return k->n == 1 && k->part[0].collation == NULL &&
	    k->part[0].expression == NULL &&
	    (!k->part[0].desc || k->no_alias);
}

static void
put_references(struct rt_writer *w, const struct rt_fk *f)
{
	const char *parent = rt_name_of(w->schema, f->parent);
	int i;

	rt_put(w, "REFERENCES ");
	rt_put_name(w, parent != NULL ? parent : f->parent_name);
	for (i = 0; !f->implied && i < f->n; i++) {
		sm_buf_adds(&w->out, i == 0 ? "(" : ",");
		rt_put_name(w, column_name(w, f->to[i]));
	}
	if (!f->implied)
		sm_buf_adds(&w->out, ")");
	if (f->on_delete != NULL || maybe(w, 10)) {
		rt_put(w, " ON DELETE ");
		rt_put(w, f->on_delete ? f->on_delete : "NO ACTION");
	}
	if (f->on_update != NULL || maybe(w, 10)) {
		rt_put(w, " ON UPDATE ");
		rt_put(w, f->on_update ? f->on_update : "NO ACTION");
	}
	if (f->deferred)
		rt_put(w, " DEFERRABLE INITIALLY DEFERRED");
	else if (maybe(w, 5))
		rt_put(w, " NOT DEFERRABLE");
	else if (maybe(w, 5))
		rt_put(w, " DEFERRABLE INITIALLY IMMEDIATE");
}

/* What stands inline this time, by bits. */
struct inlined {
	bool key;
	unsigned uniques, checks, fks;
	int check_at[RT_KEYS]; /* the column that the check is written with */
};

static struct inlined
choose(struct rt_writer *w, const struct rt_table *t)
{
	struct inlined in;
	int i;

	memset(&in, 0, sizeof in);
	if (t->key.there && fits_inline(&t->key))
		in.key = t->key.no_alias || w->noise == 0 ||
		    rt_chance(w->random, 60);
	for (i = 0; i < t->nuniques; i++)
		if (fits_inline(&t->unique[i]) && maybe(w, 50))
			in.uniques |= 1u << i;
	for (i = 0; i < t->nchecks; i++) {
		in.check_at[i] = rt_below(w->random, (size_t)t->ncolumns);
		if (maybe(w, 50))
			in.checks |= 1u << i;
	}
	for (i = 0; i < t->nfks; i++)
		if (t->fk[i].n == 1 && maybe(w, 50))
			in.fks |= 1u << i;
	return in;
}

static void
put_check(struct rt_writer *w, const struct rt_check *c)
{
	bool twice;

	put_constraint_name(w, c->name);
	rt_put(w, "CHECK");
	if (maybe(w, 50))
		rt_put_blank(w);
	twice = maybe(w, 10);
	sm_buf_adds(&w->out, twice ? "((" : "(");
	rt_put_text(w, c->expression);
	sm_buf_adds(&w->out, twice ? "))" : ")");
}

static void
put_inline_key(struct rt_writer *w, const struct rt_key *k, const char *what)
{
	rt_put_blank(w);
	put_constraint_name(w, k->name);
	rt_put(w, what);
	if (k->no_alias)
		rt_put(w, " DESC");
	put_conflict(w, k->conflict);
	if (k->autoincrement)
		rt_put(w, " AUTOINCREMENT");
}

static void
put_inline_constraints(struct rt_writer *w, const struct rt_table *t, int at,
    const struct inlined *in)
{
	int id = t->column[at].id, i;

	if (in->key && t->key.part[0].column == id)
		put_inline_key(w, &t->key, "PRIMARY KEY");
	for (i = 0; i < t->nuniques; i++)
		if (in->uniques & 1u << i &&
		    t->unique[i].part[0].column == id)
			put_inline_key(w, &t->unique[i], "UNIQUE");
	for (i = 0; i < t->nchecks; i++)
		if (in->checks & 1u << i && in->check_at[i] == at) {
			rt_put_blank(w);
			put_check(w, &t->check[i]);
		}
	for (i = 0; i < t->nfks; i++)
		if (in->fks & 1u << i && t->fk[i].column[0] == id) {
			rt_put_blank(w);
			put_constraint_name(w, t->fk[i].name);
			put_references(w, &t->fk[i]);
		}
}

static void
put_default(struct rt_writer *w, const char *def)
{
	rt_put(w, " DEFAULT ");
	if (maybe(w, 8) && strchr("'0123456789x", *def) != NULL) {
		sm_buf_adds(&w->out, "(");
		sm_buf_adds(&w->out, def);
		sm_buf_adds(&w->out, ")");
	} else {
		sm_buf_adds(&w->out, def);
	}
}

static void
put_not_null(struct rt_writer *w, const struct rt_column *c)
{
	rt_put_blank(w);
	put_constraint_name(w, c->not_null_name);
	rt_put(w, "NOT NULL");
	put_conflict(w, c->not_null_conflict);
}

static void
put_column(struct rt_writer *w, const struct rt_table *t, int at,
    const struct inlined *in)
{
	const struct rt_column *c = &t->column[at];
	bool default_first = maybe(w, 50);

	rt_put_name(w, c->name);
	if (*c->type != '\0') {
		rt_put_blank(w);
		rt_put_type(w, c->type);
	}
	if (c->def != NULL && default_first)
		put_default(w, c->def);
	if (c->not_null)
		put_not_null(w, c);
	else if (maybe(w, 5))
		rt_put(w, " NULL");
	if (c->collation != NULL) {
		rt_put(w, " COLLATE ");
		rt_put_name(w, c->collation);
	}
	if (c->def != NULL && !default_first)
		put_default(w, c->def);
	if (c->generated) {
		rt_put(w, maybe(w, 50) ? " AS " : " GENERATED ALWAYS AS ");
		sm_buf_adds(&w->out, "(");
		rt_put_text(w, c->expression);
		sm_buf_adds(&w->out, ")");
		if (c->generated == RT_STORED)
			rt_put(w, " STORED");
		else if (!maybe(w, 50))
			rt_put(w, " VIRTUAL");
	}
	put_inline_constraints(w, t, at, in);
}

static void
next(struct rt_writer *w)
{
	sm_buf_adds(&w->out, ",");
	rt_put_blank(w);
}

static void
put_table_constraints(struct rt_writer *w, const struct rt_table *t,
    const struct inlined *in)
{
	int i, k;

	if (t->key.there && !in->key) {
		next(w);
		put_constraint_name(w, t->key.name);
		rt_put(w, "PRIMARY KEY ");
		rt_put_parts(w, &t->key, true);
		put_conflict(w, t->key.conflict);
	}
	for (i = 0; i < t->nuniques; i++)
		if (!(in->uniques & 1u << i)) {
			next(w);
			put_constraint_name(w, t->unique[i].name);
			rt_put(w, "UNIQUE ");
			rt_put_parts(w, &t->unique[i], true);
			put_conflict(w, t->unique[i].conflict);
		}
	for (i = 0; i < t->nchecks; i++)
		if (!(in->checks & 1u << i)) {
			next(w);
			put_check(w, &t->check[i]);
		}
	for (i = 0; i < t->nfks; i++)
		if (!(in->fks & 1u << i)) {
			next(w);
			put_constraint_name(w, t->fk[i].name);
			rt_put(w, "FOREIGN KEY ");
			for (k = 0; k < t->fk[i].n; k++) {
				sm_buf_adds(&w->out, k == 0 ? "(" : ", ");
				rt_put_name(w, column_name(w,
				    t->fk[i].column[k]));
			}
			sm_buf_adds(&w->out, ") ");
			put_references(w, &t->fk[i]);
		}
}

static void
put_options(struct rt_writer *w, const struct rt_table *t)
{
	bool first = maybe(w, 50);

	if (t->strict && first)
		rt_put(w, " STRICT");
	if (t->without_rowid) {
		sm_buf_adds(&w->out, t->strict && first ? "," : "");
		rt_put(w, " WITHOUT ROWID");
	}
	if (t->strict && !first) {
		sm_buf_adds(&w->out, t->without_rowid ? "," : "");
		rt_put(w, " STRICT");
	}
}

/* A last column that ALTER TABLE ADD COLUMN takes as well. */
static bool
can_come_later(const struct rt_table *t, const struct inlined *in)
{
	const struct rt_column *c = &t->column[t->ncolumns - 1];
	int i, k;

	if (t->ncolumns < 2 || c->not_null || c->generated || t->strict ||
	    in->checks || in->uniques || in->fks ||
	    (c->def != NULL && strchr("'0123456789", *c->def) == NULL))
		return false;
	if (t->key.there)
		for (i = 0; i < t->key.n; i++)
			if (t->key.part[i].column == c->id)
				return false;
	for (i = 0; i < t->nuniques; i++)
		for (k = 0; k < t->unique[i].n; k++)
			if (t->unique[i].part[k].column == c->id)
				return false;
	for (i = 0; i < t->nchecks; i++)
		if (rt_mentions(t->check[i].expression, c->id))
			return false;
	for (i = 0; i < t->nfks; i++)
		for (k = 0; k < t->fk[i].n; k++)
			if (t->fk[i].column[k] == c->id ||
			    (t->fk[i].parent == t->id &&
			        t->fk[i].to[k] == c->id))
				return false;
	for (i = 0; i < t->ncolumns; i++)
		if (rt_mentions(t->column[i].expression, c->id))
			return false;
	return true;
}

const char *
rt_put_table(struct rt_writer *w, struct rt_table *t)
{
	struct inlined in = choose(w, t), none;
	bool later = w->noise > 1 && rt_chance(w->random, 20) &&
	    can_come_later(t, &in);
	bool renamed = !later && w->noise > 1 && rt_chance(w->random, 10);
	const char *sql, *alter = NULL;
	int i;

	memset(&none, 0, sizeof none);
	rt_put(w, "CREATE TABLE ");
	if (maybe(w, 10))
		rt_put(w, "IF NOT EXISTS ");
	if (maybe(w, 5))
		sm_buf_adds(&w->out, "main.");
	rt_put_name(w, renamed ? "rt_first_name" : t->name);
	sm_buf_adds(&w->out, maybe(w, 50) ? "(\n  " : " (");
	for (i = 0; i < t->ncolumns - (later ? 1 : 0); i++) {
		if (i > 0)
			next(w);
		put_column(w, t, i, &in);
	}
	put_table_constraints(w, t, &in);
	sm_buf_adds(&w->out, ")");
	put_options(w, t);
	sql = rt_put_done(w);
	if (later || renamed) {
		rt_put(w, "ALTER TABLE ");
		rt_put_name(w, renamed ? "rt_first_name" : t->name);
		rt_put(w, renamed ? " RENAME TO " : " ADD COLUMN ");
		if (renamed)
			rt_put_name(w, t->name);
		else
			put_column(w, t, i, &none);
		alter = rt_put_done(w);
	}
	sm_buf_adds(&w->out, sql);
	return alter;
}
