/*
 * Making and comparing expectations.
 */
#include <string.h>

#include "expect.h"
#include "expect_keys.h"
#include "model.h"

/* A table of the target with where its rows come from. */
struct move {
	const struct db_table *to, *from;
	int source[2000]; /* of each column; -1: it is new */
	bool rowid;       /* are the rowids kept? */
	const char *number; /* the column that gets them */
};

/* A default that says something else every time. */
static bool
is_volatile(const struct db_column *c)
{
	return c->def != NULL && (strstr(c->def, "random") != NULL ||
	    strstr(c->def, "CURRENT_") != NULL ||
	    strstr(c->def, "now") != NULL);
}

static bool
is_random(const struct move *m)
{
	int i;

	for (i = 0; i < m->to->ncolumns; i++)
		if (m->source[i] < 0 && m->to->column[i].def != NULL &&
		    strstr(m->to->column[i].def, "random") != NULL)
			return true;
	return false;
}

static bool
has_new_volatile(const struct move *m)
{
	int i;

	for (i = 0; i < m->to->ncolumns; i++)
		if (m->source[i] < 0 && is_volatile(&m->to->column[i]))
			return true;
	return false;
}

/* False: the table is new, or no ordinary one. */
static bool
plan_move(const struct expectation *e, const struct db_catalog *source,
    const struct db_table *to, struct move *m)
{
	const char *name;
	int i;

	memset(m, 0, sizeof *m);
	m->to = to;
	m->from = db_find(source, plan_table_from(e->plan, e->down, to->name));
	if (m->from == NULL || to->is_virtual || m->from->is_virtual)
		return false;
	for (i = 0; i < to->ncolumns; i++) {
		name = plan_column_from(e->plan, e->down, to->name,
		    to->column[i].name);
		m->source[i] = name != NULL && !to->column[i].generated
		    ? db_find_column(m->from, name) : -1;
	}
	/* A new column that is the rowid takes over the one without a name. */
	m->number = to->alias < 0 ? to->rowid
	    : m->source[to->alias] < 0 ? to->column[to->alias].name : NULL;
	m->rowid = m->number != NULL &&
	    (m->from->rowid != NULL || m->from->alias >= 0);
	return true;
}

static void
add_name(struct sm_buf *b, const char *name)
{
	char *quoted = sqlite3_mprintf("%s\"%w\"", b->len > 0 ? "," : "",
	    name);

	sm_buf_adds(b, quoted);
	sqlite3_free(quoted);
}

/* The two statements that move a row: SELECT and INSERT. */
static void
prepare_move(sqlite3 *from, sqlite3 *to, const struct move *m,
    sqlite3_stmt **select, sqlite3_stmt **insert)
{
	struct sm_buf names = SM_BUF_INIT, marks = SM_BUF_INIT,
	              sources = SM_BUF_INIT;
	int i, n = 0;

	for (i = 0; i < m->to->ncolumns; i++) {
		if (m->source[i] < 0)
			continue;
		add_name(&names, m->to->column[i].name);
		add_name(&sources, m->from->column[m->source[i]].name);
		sm_buf_addf(&marks, "%s?%d", n > 0 ? "," : "", n + 1);
		n++;
	}
	if (m->rowid) {
		add_name(&names, m->number);
		sm_buf_addf(&marks, "%s?%d", n > 0 ? "," : "", n + 1);
		if (m->from->alias >= 0)
			add_name(&sources,
			    m->from->column[m->from->alias].name);
		else
			sm_buf_addf(&sources, "%s%s", n > 0 ? "," : "",
			    m->from->rowid);
		n++;
	}
	*select = db_query(from, "SELECT %s FROM \"%w\"",
	    n > 0 ? sm_buf_str(&sources) : "1", m->from->name);
	*insert = n > 0
	    ? db_query(to, "INSERT OR ABORT INTO \"%w\"(%s) VALUES(%s)",
	        m->to->name, sm_buf_str(&names), sm_buf_str(&marks))
	    : db_query(to, "INSERT OR ABORT INTO \"%w\" DEFAULT VALUES",
	        m->to->name);
	sm_buf_free(&names);
	sm_buf_free(&marks);
	sm_buf_free(&sources);
}

static void
fails(struct expectation *e, enum outcome outcome, const char *why)
{
	if (e->outcome != MUST_FAIL) {
		e->outcome = outcome;
		e->why = why;
	}
}

/* A NULL for the column that is the rowid would silently become a number. */
static bool
loses_null(const struct move *m, sqlite3_stmt *select)
{
	int i, n = 0;

	for (i = 0; i < m->to->ncolumns; i++) {
		if (m->source[i] < 0)
			continue;
		if (i == m->to->alias &&
		    sqlite3_column_type(select, n) == SQLITE_NULL)
			return true;
		n++;
	}
	return false;
}

static void
move_rows(struct sm_arena *a, struct expectation *e, sqlite3 *from,
    const struct move *m)
{
	sqlite3_stmt *select, *insert;
	int i;

	prepare_move(from, e->db, m, &select, &insert);
	while (select != NULL && sqlite3_step(select) == SQLITE_ROW) {
		if (loses_null(m, select))
			fails(e, MUST_FAIL, sm_sprintf(a,
			    "%s: a NULL would be the rowid", m->to->name));
		for (i = 0; insert != NULL &&
		    i < sqlite3_bind_parameter_count(insert); i++)
			sqlite3_bind_value(insert, i + 1,
			    sqlite3_column_value(select, i));
		if (insert == NULL || sqlite3_step(insert) != SQLITE_DONE) {
			e->by_chance = e->by_chance || is_random(m);
			fails(e, is_random(m) ? MAY_FAIL : MUST_FAIL,
			    sm_sprintf(a, "%s: %s", m->to->name,
			        sqlite3_errmsg(e->db)));
		}
		sqlite3_reset(insert);
	}
	if (is_random(m))
		fails(e, MAY_FAIL, "a random default");
	sqlite3_finalize(select);
	sqlite3_finalize(insert);
}

/* The mark of an AUTOINCREMENT table goes with it. */
static void
move_mark(sqlite3 *from, sqlite3 *to, const struct move *m)
{
	sqlite3_stmt *st, *set;

	if (!m->to->autoincrement || !m->from->autoincrement)
		return;
	st = db_query(from, "SELECT seq FROM sqlite_sequence WHERE name = %Q",
	    m->from->name);
	set = db_query(to, "DELETE FROM sqlite_sequence WHERE name = %Q",
	    m->to->name);
	sqlite3_step(set);
	sqlite3_finalize(set);
	if (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		set = db_query(to, "INSERT INTO sqlite_sequence(name, seq) "
		    "VALUES(%Q, ?1)", m->to->name);
		sqlite3_bind_value(set, 1, sqlite3_column_value(st, 0));
		sqlite3_step(set);
		sqlite3_finalize(set);
	}
	sqlite3_finalize(st);
}

void
expect_make(struct sm_arena *a, struct expectation *e, const char *source,
    const char *schema, const struct plan_summary *plan, int down)
{
	struct db_catalog old, new;
	sqlite3 *from = db_open(source);
	struct move m;
	size_t i;

	memset(e, 0, sizeof *e);
	e->db = db_open(NULL);
	e->source = source;
	e->plan = plan;
	e->down = down;
	db_run(a, e->db, schema, NULL);
	sqlite3_db_config(e->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	db_run(a, e->db, "PRAGMA foreign_keys=OFF", NULL);
	db_read_catalog(a, from, &old);
	db_read_catalog(a, e->db, &new);
	for (i = 0; i < new.n; i++)
		if (plan_move(e, &old, &new.v[i], &m)) {
			db_run(a, e->db, "BEGIN", NULL);
			move_rows(a, e, from, &m);
			db_run(a, e->db, "COMMIT", NULL);
			move_mark(from, e->db, &m);
		}
	if (e->outcome == MUST_WORK)
		e->outcome = expect_keys(a, from, &old, e->db, &new, plan,
		    down, &e->why);
	sqlite3_close(from);
}

void
expect_close(struct expectation *e)
{
	sqlite3_close(e->db);
}

/* By name: columns may stand in another order. */
static sqlite3_stmt *
select_all(sqlite3 *db, const struct move *m)
{
	struct sm_buf names = SM_BUF_INIT;
	sqlite3_stmt *st;
	int i;

	for (i = 0; i < m->to->ncolumns; i++)
		add_name(&names, m->to->column[i].name);
	if (m->rowid && m->to->rowid != NULL)
		sm_buf_addf(&names, ",%s", m->to->rowid);
	st = db_query(db, "SELECT %s FROM \"%w\"", sm_buf_str(&names),
	    m->to->name);
	sm_buf_free(&names);
	return st;
}

/* All rows of a table that can be foretold. */
static const char *
rows_of(struct sm_arena *a, sqlite3 *db, const struct move *m, bool moved)
{
	struct db_lines l = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	const struct db_table *t = m->to;
	bool loose = has_new_volatile(m);
	sqlite3_stmt *st = select_all(db, m);
	int i;

	while (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		sm_buf_reset(&b);
		for (i = 0; i < sqlite3_column_count(st); i++) {
			const struct db_column *c =
			    i < t->ncolumns ? &t->column[i] : NULL;

			sm_buf_addc(&b, '|');
			if (moved && i == t->alias && m->source[i] < 0 &&
			    !m->rowid)
				continue; /* numbers of the engine's choice */
			if (c != NULL && moved && loose &&
			    (c->generated ||
			        (m->source[i] < 0 && is_volatile(c))))
				sm_buf_addf(&b, "%s",
				    sqlite3_column_type(st, i) == SQLITE_NULL
				        ? "NULL" : "some");
			else
				db_put_value(&b, st, i);
		}
		*sm_push(a, &l) = sm_memdup(a, sm_buf_str(&b), b.len);
	}
	sqlite3_finalize(st);
	sm_buf_free(&b);
	return db_join(a, &l);
}

static const char *
mark_of(struct sm_arena *a, sqlite3 *db, const char *table)
{
	sqlite3_stmt *st = db_query(db, "SELECT group_concat(seq) FROM "
	    "sqlite_sequence WHERE name = %Q COLLATE NOCASE", table);
	const char *seq = "0"; /* none is as good as 0 */

	if (st != NULL && sqlite3_step(st) == SQLITE_ROW &&
	    sqlite3_column_type(st, 0) != SQLITE_NULL)
		seq = sm_strdup(a, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return seq;
}

/* What follows the last "(": a virtual table's arguments. */
static bool
same_arguments(const struct db_table *x, const struct db_table *y)
{
	const char *p = strrchr(x->sql, '('), *q = strrchr(y->sql, '(');

	return p != NULL && q != NULL && strcmp(p, q) == 0 && p[-1] == q[-1];
}

static const char *
compare_virtual(struct sm_arena *a, const struct expectation *e,
    sqlite3 *result, const struct db_table *t)
{
	struct db_catalog c;
	struct move m = {.to = t};
	sqlite3 *from = db_open(e->source);
	const char *x, *y, *why = NULL;
	const struct db_table *old;

	db_read_catalog(a, from, &c);
	old = db_find(&c, t->name);
	if (old != NULL && old->is_virtual && same_arguments(old, t)) {
		x = rows_of(a, from, &m, false);
		y = rows_of(a, result, &m, false);
		if (strcmp(x, y) != 0)
			why = sm_sprintf(a, "rows of virtual table %s:\n%s",
			    t->name, db_difference(a, x, y));
	}
	sqlite3_close(from);
	return why;
}

const char *
expect_compare(struct sm_arena *a, const struct expectation *e,
    sqlite3 *result)
{
	struct db_catalog old, new;
	const char *x, *y, *why = NULL;
	sqlite3 *from = db_open(e->source);
	struct move m;
	size_t i;
	bool moved;

	db_read_catalog(a, from, &old);
	db_read_catalog(a, e->db, &new);
	for (i = 0; i < new.n && why == NULL; i++) {
		if (new.v[i].is_virtual) {
			why = compare_virtual(a, e, result, &new.v[i]);
			continue;
		}
		moved = plan_move(e, &old, &new.v[i], &m);
		if (moved && e->by_chance && is_random(&m))
			continue;
		x = rows_of(a, e->db, &m, moved);
		y = rows_of(a, result, &m, moved);
		if (strcmp(x, y) != 0)
			why = sm_sprintf(a, "rows of %s:\n%s",
			    new.v[i].name, db_difference(a, x, y));
		/* No mark can be foretold of ids that are made anew. */
		if (why != NULL || !new.v[i].autoincrement ||
		    (moved && m.source[new.v[i].alias] < 0 && !m.rowid))
			continue;
		x = mark_of(a, e->db, new.v[i].name);
		y = mark_of(a, result, new.v[i].name);
		if (strcmp(x, y) != 0)
			why = sm_sprintf(a, "AUTOINCREMENT mark of %s: "
			    "expected %s, got %s", new.v[i].name, x, y);
	}
	sqlite3_close(from);
	return why;
}
