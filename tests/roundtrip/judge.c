/*
 * old.sql -> o.db with rows, new.sql -> n.db; the pipeline; up; down.  The
 * files stay: before.db, o.ndjson, n.ndjson, plan.ndjson, up.sql, down.sql.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apply.h"
#include "expect.h"
#include "fill.h"
#include "judge.h"
#include "less.h"

struct court {
	struct sm_arena *a;
	const struct tools *tools;
	const struct pair *pair;
	struct verdict *v;
	bool unsound; /* integrity_check finds fault before, or with what is
	                 expected */
};

static bool
guilty(struct court *c, const char *kind, const char *text)
{
	c->v->kind = kind;
	c->v->text = text != NULL ? text : "";
	return false;
}

static const char *
said(struct court *c)
{
	const char *text = file_read(c->a, "err");

	return text != NULL ? text : "";
}

/* One command of up to five words, from a file to a file. */
static int
run(struct court *c, const char *in, const char *out, const char *w0,
    const char *w1, const char *w2, const char *w3)
{
	const char *const argv[] = {w0, w1, w2, w3, NULL};
	const char *const *const commands[] = {argv};

	return tools_run(c->tools, in, out, commands, 1);
}

static bool
make_database(struct court *c, const char *path, const char *sql,
    bool with_rows)
{
	sqlite3 *db;
	struct rt_random r;
	const char *why = "";
	bool ok;

	unlink(path);
	db = db_open(path);
	ok = db_run(c->a, db, sql, &why);
	if (ok && with_rows && c->pair->rows_sql != NULL)
		ok = db_run(c->a, db, c->pair->rows_sql, &why);
	else if (ok && with_rows && !c->pair->bare) {
		rt_seed(&r, c->pair->seed);
		rt_fill(c->a, db, &r);
	}
	/* An empty schema is a database, too. */
	db_run(c->a, db, "PRAGMA user_version = 7", NULL);
	sqlite3_close(db);
	return ok || guilty(c, "load", why);
}

static bool
reflect(struct court *c, const char *db, const char *out)
{
	if (run(c, "/dev/null", out, "sm-reflect", db, NULL, NULL) != 0)
		return guilty(c, "sm-reflect", said(c));
	return true;
}

/* The ops of a plan, as they stand. */
static const char *
ops_of(struct court *c, const char *path)
{
	const char *p = file_read(c->a, path), *eol;
	struct sm_buf b = SM_BUF_INIT;

	for (; (eol = strchr(p, '\n')) != NULL; p = eol + 1)
		if (strncmp(p, "{\"record\":\"op\"", 14) == 0)
			sm_buf_add(&b, p, (size_t)(eol - p) + 1);
	p = sm_memdup(c->a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return p;
}

/* Is there no difference between two snapshots? */
static bool
no_difference(struct court *c, const char *kind, const char *x, const char *y)
{
	int status = run(c, "/dev/null", "diff.ndjson", "sm-diff",
	    "--exit-code", x, y);

	if (status == 0)
		return true;
	return guilty(c, kind, status == 1 ? ops_of(c, "diff.ndjson")
	                                   : said(c));
}

/* diff | renames | edit | risk | order */
static bool
make_plan(struct court *c, const char *old, const char *new, const char *out)
{
	const char *const diff[] = {"sm-diff", old, new, NULL};
	const char *const renames[] = {"sm-renames", NULL};
	const char *const jq[] = {"jq", "-c", "-n", "-f", "edit.jq", NULL};
	const char *const risk[] = {"sm-risk", NULL};
	const char *const order[] = {"sm-order", NULL};
	const char *const *commands[5];
	int n = 0;

	commands[n++] = diff;
	commands[n++] = renames;
	/* The edit is of the plan from O to N, not of the one that makes O. */
	if (c->pair->edit_jq != NULL && strcmp(old, "/dev/null") != 0) {
		file_write("edit.jq", c->pair->edit_jq);
		commands[n++] = jq;
	}
	commands[n++] = risk;
	commands[n++] = order;
	if (tools_run(c->tools, "/dev/null", out, commands, n) != 0)
		return guilty(c, "pipeline", said(c));
	return true;
}

static bool
make_sql(struct court *c, const char *plan, const char *out, bool down)
{
	int status = run(c, plan, out, "sm-sql", "--allow-danger",
	    down ? "--down" : NULL, NULL);

	/* What its module makes of other arguments, no tool can know. */
	if (status == 2 && strstr(said(c), "change virtual table") != NULL &&
	    strstr(said(c), "hint: ") != NULL)
		c->v->refused = true;
	if (c->v->refused)
		return false;
	if (status != 0)
		return guilty(c, down ? "sm-sql --down" : "sm-sql", said(c));
	return true;
}

/* Is what the generator did said by the plan? */
static bool
says_so(struct court *c)
{
	const struct pair *p = c->pair;
	const char *form;
	size_t i;

	if (p->want_op == NULL)
		return true;
	if (*p->want_op == '\0')
		return c->v->plan.ops == 0 ||
		    guilty(c, "false alarm", c->v->plan.first);
	form = p->want_change != NULL
	    ? sm_sprintf(c->a, "%s %s", p->want_op, p->want_change)
	    : p->want_op;
	for (i = 0; i < c->v->plan.forms.n; i++)
		if (strcmp(c->v->plan.forms.v[i].form, form) == 0)
			return true;
	return guilty(c, "not seen", sm_sprintf(c->a, "%s isn't in the plan: "
	    "%s", form, c->v->plan.first != NULL ? c->v->plan.first : "empty"));
}

/* Each query must answer 1. */
static bool
ask(struct court *c, sqlite3 *db, const char *sql, const char *kind)
{
	sqlite3_stmt *st;
	const char *rest = sql, *at;
	bool yes;

	while (rest != NULL && *rest != '\0') {
		at = rest;
		if (sqlite3_prepare_v2(db, at, -1, &st, &rest) != SQLITE_OK)
			return guilty(c, kind, sm_sprintf(c->a, "%s: %s",
			    sqlite3_errmsg(db), at));
		if (st == NULL)
			continue;
		yes = sqlite3_step(st) == SQLITE_ROW &&
		    sqlite3_column_int(st, 0) == 1;
		sqlite3_finalize(st);
		if (!yes)
			return guilty(c, kind, sm_memdup(c->a, at,
			    (size_t)(rest - at)));
	}
	return true;
}

/* Does it complain of a NULL in a WITHOUT ROWID table?  3.40 errs there. */
static bool
is_false_alarm(sqlite3 *db, const char *line)
{
	sqlite3_stmt *st = db_query(db, "SELECT 1 FROM pragma_table_list WHERE "
	    "wr AND substr(%Q, 1, length(name) + 15) = "
	    "'NULL value in ' || name || '.'", line);
	bool yes = sqlite3_step(st) == SQLITE_ROW;

	sqlite3_finalize(st);
	return yes;
}

static const char *
integrity(struct court *c, sqlite3 *db)
{
	struct db_lines l = {NULL, 0, 0};
	sqlite3_stmt *st = db_query(db, "PRAGMA integrity_check");

	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(st, 0);

		if (!is_false_alarm(db, line))
			*sm_push(c->a, &l) = sm_strdup(c->a, line);
	}
	sqlite3_finalize(st);
	return l.n > 0 ? db_join(c->a, &l) : "ok\n";
}

/* 3.40 complains of some sound tables: then it says so of what is expected. */
static bool
is_sound(struct court *c, sqlite3 *db, sqlite3 *expected, const char *kind)
{
	const char *text = integrity(c, db), *also = integrity(c, expected);
	sqlite3_stmt *st;

	c->unsound = c->unsound || strcmp(also, "ok\n") != 0;
	if (strcmp(text, "ok\n") != 0 && !c->unsound)
		return guilty(c, kind, sm_sprintf(c->a, "integrity: %s", text));
	st = db_query(db, "SELECT name FROM sqlite_sequence WHERE name NOT IN "
	    "(SELECT name FROM sqlite_schema WHERE type = 'table')");
	if (st != NULL && sqlite3_step(st) == SQLITE_ROW)
		guilty(c, kind, sm_sprintf(c->a, "sqlite_sequence of no table: "
		    "%s", sqlite3_column_text(st, 0)));
	sqlite3_finalize(st);
	return c->v->kind == NULL;
}

/* One direction: what differs between them. */
struct way {
	const char *sql, *before, *target_sql, *target, *result;
	const char *kind, *queries;
	bool down;
};

static bool
is_target(struct court *c, const struct way *w, const struct expectation *e,
    sqlite3 *db)
{
	const char *x, *y, *why;
	sqlite3 *before;

	before = db_open(w->before);
	c->unsound = c->unsound || strcmp(integrity(c, before), "ok\n") != 0;
	if (!is_sound(c, db, e->db, w->kind)) {
		sqlite3_close(before);
		return false;
	}
	x = db_describe(c->a, e->db, before, e->db);
	y = db_describe(c->a, db, before, e->db);
	sqlite3_close(before);
	if (strcmp(x, y) != 0)
		return guilty(c, w->kind, sm_sprintf(c->a, "the pragmas tell "
		    "another schema:\n%s", db_difference(c->a, x, y)));
	why = expect_compare(c->a, e, db);
	if (why != NULL)
		return guilty(c, w->kind, why);
	return ask(c, db, w->queries, w->kind) && reflect(c, "o.db", w->result);
}

/* Apply, and judge what came of it; *failed: nothing did, rightly. */
static bool
go(struct court *c, const struct way *w, bool *failed)
{
	struct expectation e;
	const char *was, *is, *trouble;
	sqlite3 *db;
	bool ok;

	file_copy("o.db", w->before);
	db = db_open("o.db");
	was = db_dump(c->a, db);
	sqlite3_close(db);
	expect_make(c->a, &e, w->before, w->target_sql, &c->v->plan, w->down);
	trouble = apply(c->a, c->tools, "o.db", w->sql,
	    c->pair->extras & EXTRA_SHELL || e.outcome == MUST_FAIL);
	db = db_open("o.db");
	is = db_dump(c->a, db);
	*failed = e.outcome != MUST_WORK && strcmp(was, is) == 0;
	if (*failed)
		c->v->why = e.why;
	if (*failed)
		ok = true;
	else if (e.outcome == MUST_FAIL)
		ok = guilty(c, w->kind, sm_sprintf(c->a,
		    "it should have failed and left all as it was: %s\n%s",
		    e.why, trouble != NULL ? trouble : "no message"));
	else if (trouble != NULL)
		ok = guilty(c, w->kind, sm_sprintf(c->a, "%s%s", trouble,
		    strcmp(was, is) == 0 ? "" : "\nand the database is "
		    "neither old nor new"));
	else
		ok = is_target(c, w, &e, db);
	sqlite3_close(db);
	expect_close(&e);
	return ok && (*failed || no_difference(c, w->kind, w->result,
	    w->target));
}

static bool
two_runs(struct court *c)
{
	if (!reflect(c, "o.db", "o2.ndjson") ||
	    !make_plan(c, "o.ndjson", "n.ndjson", "plan2.ndjson") ||
	    !make_sql(c, "plan2.ndjson", "up2.sql", false))
		return false;
	if (!file_same("o.ndjson", "o2.ndjson") ||
	    !file_same("plan.ndjson", "plan2.ndjson") ||
	    !file_same("up.sql", "up2.sql"))
		return guilty(c, "other bytes", "in a second run");
	return true;
}

static bool
from_nothing(struct court *c)
{
	const char *trouble;

	/* What is broken can't be made from nothing: there is no op for it. */
	if (strstr(file_read(c->a, "o.ndjson"), "\"unreadable\"") != NULL)
		return true;
	unlink("e.db");
	if (!make_plan(c, "/dev/null", "o.ndjson", "plan0.ndjson") ||
	    !make_sql(c, "plan0.ndjson", "up0.sql", false))
		return false;
	trouble = apply(c->a, c->tools, "e.db", "up0.sql", true);
	if (trouble != NULL)
		return guilty(c, "from nothing", trouble);
	return reflect(c, "e.db", "e.ndjson") &&
	    no_difference(c, "from nothing", "e.ndjson", "o.ndjson") &&
	    no_difference(c, "from nothing", "o.ndjson", "e.ndjson");
}

/* Applies the cut plan's SQL to a copy; *same: nothing was done. */
static bool
apply_less(struct court *c, const char *op, bool *same)
{
	const char *was, *is, *trouble, *said_before;
	sqlite3 *db;

	file_copy("before.db", "less.db");
	db = db_open("less.db");
	was = db_dump(c->a, db);
	said_before = integrity(c, db);
	sqlite3_close(db);
	trouble = apply(c->a, c->tools, "less.db", "less.sql", false);
	db = db_open("less.db");
	is = db_dump(c->a, db);
	*same = strcmp(was, is) == 0;
	if (trouble != NULL && !*same)
		guilty(c, "cut plan", sm_sprintf(c->a, "without %s: half of "
		    "it is done: %s", op, trouble));
	else if (!c->unsound && strcmp(said_before, "ok\n") == 0 &&
	    strcmp(integrity(c, db), "ok\n") != 0)
		guilty(c, "cut plan", sm_sprintf(c->a, "without %s: %s", op,
		    integrity(c, db)));
	sqlite3_close(db);
	return c->v->kind == NULL;
}

/*
 * A plan with an op less: refused with a reason, or done without that op and
 * soundly, or failed as a whole (a STRICT table with a type that isn't one).
 * What the op is about must then still be a difference.
 */
static bool
one_less(struct court *c)
{
	const char *op = less_write(c->a, "plan.ndjson", "less.ndjson",
	    (unsigned long)(c->pair->seed % 9973));
	int status;
	bool same;

	if (op == NULL)
		return true;
	status = run(c, "less.ndjson", "less.sql", "sm-sql", "--allow-danger",
	    NULL, NULL);
	if (status == 2 && *said(c) != '\0')
		return true;
	if (status != 0)
		return guilty(c, "cut plan", said(c));
	if (!apply_less(c, op, &same) ||
	    !reflect(c, "less.db", "less2.ndjson"))
		return false;
	/* Whether a key is the rowid follows from the kind of table, whether
	   its columns may be NULL from either. */
	if (run(c, "/dev/null", "diff.ndjson", "sm-diff", "--exit-code",
	        "less2.ndjson", "n.ndjson") == 0 &&
	    strstr(op, "[\"rowid_alias\"]") == NULL &&
	    strstr(op, "[\"nullable\"]") == NULL)
		return guilty(c, "cut plan", sm_sprintf(c->a,
		    "done by the back door: %s", op));
	return true;
}

static bool
prepare(struct court *c)
{
	const struct pair *p = c->pair;

	if (!make_database(c, "o.db", p->old_sql, true) ||
	    !make_database(c, "n.db", p->new_sql, false) ||
	    !reflect(c, "o.db", "o.ndjson") || !reflect(c, "n.db", "n.ndjson"))
		return false;
	if (p->again_sql != NULL)
		return make_database(c, "again.db", p->again_sql, false) &&
		    reflect(c, "again.db", "again.ndjson") &&
		    no_difference(c, "false alarm", "o.ndjson",
		        "again.ndjson");
	return true;
}

void
judge(struct sm_arena *a, const struct tools *t, const struct pair *p,
    struct verdict *v)
{
	struct court c = {a, t, p, v, false};
	const struct way up = {"up.sql", "before.db", p->new_sql, "n.ndjson",
	    "up.ndjson", "up", p->expect_sql, false};
	const struct way down = {"down.sql", "after.db", p->old_sql,
	    "o.ndjson", "down.ndjson", "down", p->down_sql, true};

	memset(v, 0, sizeof *v);
	if (!prepare(&c) ||
	    !make_plan(&c, "o.ndjson", "n.ndjson", "plan.ndjson"))
		return;
	v->planned = plan_read(a, "plan.ndjson", &v->plan);
	if (!v->planned) {
		guilty(&c, "pipeline", "the plan has no end");
		return;
	}
	if (!says_so(&c) || !make_sql(&c, "plan.ndjson", "up.sql", false) ||
	    !make_sql(&c, "plan.ndjson", "down.sql", true))
		return;
	if ((p->extras & EXTRA_SAME_BYTES && !two_runs(&c)) ||
	    (p->extras & EXTRA_FROM_NOTHING && !from_nothing(&c)))
		return;
	if (!go(&c, &up, &v->failed_up) || v->failed_up ||
	    !go(&c, &down, &v->failed_down))
		return;
	if (p->extras & EXTRA_ONE_LESS)
		one_less(&c);
}
