/*
 * MySQL's and MariaDB's renderer: what is data.
 */
#include "stages/sql_mysql.h"

#include "base/arena.h"
#include "tap.h"

static const struct {
	enum sm_dialect_id dialect;
	const char *server;
	enum sm_mysql_feature has;
	bool want;
} features[] = {
	{SM_MYSQL, "8.0.36", SM_MYSQL_OR_REPLACE, false},
	{SM_MARIADB, "10.6.5", SM_MYSQL_OR_REPLACE, true},
	{SM_MYSQL, "9.7.4", SM_MYSQL_SEQUENCE, false},
	{SM_MARIADB, "10.11.19-MariaDB", SM_MYSQL_SEQUENCE, true},
	{SM_MYSQL, "8.0.29", SM_MYSQL_HIDDEN_KEY, false},
	{SM_MYSQL, "8.0.30", SM_MYSQL_HIDDEN_KEY, true},
	{SM_MARIADB, "11.1.0", SM_MYSQL_READ_ONLY, false},
	{SM_MARIADB, "11.1.1", SM_MYSQL_READ_ONLY, true},
	{SM_MYSQL, "8.0.11", SM_MYSQL_READ_ONLY, true},
	{SM_MARIADB, "10.5.1", SM_MYSQL_RENAME_COLUMN, false},
	{SM_MARIADB, "10.5.2", SM_MYSQL_RENAME_COLUMN, true},
	{SM_MARIADB, "11.8.6", SM_MYSQL_DROP_CHECK, false},
	{SM_MYSQL, "8.0.16", SM_MYSQL_DROP_CHECK, true},
};

/* Statements of stored programs: one, whatever semicolons it holds. */
static const struct {
	const char *text, *mode;
	bool fits;
} bodies[] = {
	{"SELECT 1", NULL, true},
	{"SELECT 1;", NULL, false},
	{"SELECT 1; DROP TABLE t", NULL, false},
	{"SELECT ';'", NULL, true},
	{"SELECT 1 -- ; a comment", NULL, true},
	{"BEGIN END", NULL, true},
	{"BEGIN SELECT 1; END", NULL, true},
	{"BEGIN SELECT 1; END;", NULL, false},
	{"BEGIN SELECT 1; END; DROP TABLE t", NULL, false},
	{"BEGIN SELECT 1; END DROP TABLE t", NULL, false},
	{"a: BEGIN SELECT 1; END a", NULL, true},
	{"BEGIN SELECT 1", NULL, false},
	{"BEGIN SELECT t.end FROM t; SELECT t.`end`; END", NULL, true},
	{"BEGIN IF a THEN SET b = 1; ELSEIF c THEN SET b = 2; END IF; END",
	    NULL, true},
	{"IF a THEN SET b = 1; END IF", NULL, true},
	{"IF a THEN SET b = 1; END IF; DROP TABLE t", NULL, false},
	{"SELECT IF(a, 1, 2), REPEAT('x', 2)", NULL, true},
	{"SELECT IF(a, 1, 2); DROP TABLE t; END IF", NULL, false},
	{"SELECT CASE WHEN a THEN IF(b, 1, 2) ELSE 3 END FROM t", NULL, true},
	{"SELECT CASE WHEN a THEN 1 END; DROP TABLE t", NULL, false},
	{"BEGIN SET a = CASE b WHEN 1 THEN CASE c WHEN 1 THEN 2 END END; "
	    "END", NULL, true},
	{"CASE a WHEN 1 THEN SET b = 1; ELSE BEGIN END; END CASE", NULL, true},
	{"BEGIN l: LOOP LEAVE l; END LOOP l; WHILE 0 DO SET a = 1; END WHILE; "
	    "REPEAT SET a = 1; UNTIL 1 END REPEAT; END", NULL, true},
	{"BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET a = 1; END; "
	    "SELECT 1; END", NULL, true},
	{"BEFORE INSERT ON `t` FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; "
	    "END IF", NULL, true},
	{"ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; SELECT 2; END", NULL,
	    true},
	{"SELECT 1 /*! ; DROP TABLE t */", NULL, false},
	{"SELECT 1 /*M! ; DROP TABLE t */", NULL, false},
	{"SELECT 'open", NULL, false},
	{"SELECT (1; DROP TABLE t)", NULL, false},
	{"SELECT 'a\\'; DROP TABLE t; -- '", "NO_BACKSLASH_ESCAPES", false},
	{"SELECT \"a\\\"; DROP TABLE t; -- \"", "ANSI_QUOTES", false},
	{"SELECT 'a\\'b'", NULL, true},
};

static void
start(struct sm_mysql *w, struct sm_sql_target *t, struct sm_error *e,
    struct sm_arena *a)
{
	memset(w, 0, sizeof *w);
	memset(t, 0, sizeof *t);
	t->arena = a;
	t->dialect = sm_dialect_get(SM_MARIADB);
	w->t = t;
	w->arena = a;
	w->dialect = t->dialect;
	w->e = e;
}

static void
test_features(struct sm_mysql *w)
{
	size_t i;

	for (i = 0; i < sizeof features / sizeof features[0]; i++) {
		w->dialect = sm_dialect_get(features[i].dialect);
		w->version = sm_version(features[i].server);
		ok(sm_mysql_has(w, features[i].has) == features[i].want,
		    "%s %s: feature %d", w->dialect->name, features[i].server,
		    (int)features[i].has);
	}
}

static void
test_bodies(struct sm_mysql *w)
{
	size_t i;

	w->dialect = sm_dialect_get(SM_MARIADB);
	for (i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
		ok((sm_mysql_body(w, bodies[i].text, bodies[i].mode,
		        "it") != NULL) == bodies[i].fits,
		    "%s", bodies[i].text);
}

static void
test_texts(struct sm_mysql *w)
{
	static const char hostile[] = "'; DROP TABLE t; --\r\n\\";

	is(sm_mysql_string(w, hostile), "'''; DROP TABLE t; --\\r\\n\\\\'",
	    "a string holds no line end and no quote");
	is(sm_mysql_name(w, "a`b"), "`a``b`", "a name");
	is(sm_mysql_fit(w, SM_FRAGMENT_EXPRESSION, "a > 0 # x", "it"),
	    "a > 0 # x\n", "what follows a comment is no part of it");
	is(sm_mysql_fit(w, SM_FRAGMENT_DEFAULT, "1, DROP COLUMN a", "it"), NULL,
	    "a default is one");
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_error e = SM_ERROR_INIT;
	struct sm_sql_target t;
	struct sm_mysql w;

	start(&w, &t, &e, a);
	test_features(&w);
	test_bodies(&w);
	test_texts(&w);
	sm_error_free(&e);
	sm_arena_free(a);
	return tap_end();
}
