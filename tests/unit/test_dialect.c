#include "text/dialect.h"

#include <string.h>

#include "base/arena.h"
#include "tap.h"
#include "text/keyword.h"

static const struct {
	const char *text;
	long want;
} versions[] = {
	{NULL, 0},
	{"", 0},
	{"unknown", 0},
	{"3.40.1", 3040001},
	{"3.35", 3035000},
	{"15", 15000000},
	{"15.18 (Debian 15.18-0+deb12u1)", 15018000},
	{"18beta1", 18000000},
	{"8.0.29-0ubuntu0.20.04.3", 8000029},
	{"10.11.19-MariaDB", 10011019},
	{"10.11.6-MariaDB-0+deb12u1", 10011006},
	{"5.5.5-10.11.19-MariaDB", 10011019},
	{"PostgreSQL 15.3 on x86_64", 15003000},
	{"9.7.4", 9007004},
	{"99999999999999999999.1.1", 999001001},
};

enum { RENAME = SM_CAN_RENAME_COLUMN, DROP = SM_CAN_DROP_COLUMN,
	NULLABLE = SM_CAN_ALTER_NULLABILITY, CHECK = SM_CAN_ADD_CHECK,
	DROP_CHECK = SM_CAN_DROP_CONSTRAINT };

static const struct {
	enum sm_dialect_id dialect;
	const char *server;
	int can;
	bool want;
} capabilities[] = {
	{SM_SQLITE, "3.24.0", RENAME, false},
	{SM_SQLITE, "3.25.0", RENAME, true},
	{SM_SQLITE, "3.34.1", DROP, false},
	{SM_SQLITE, "3.35.0", DROP, true},
	{SM_SQLITE, NULL, DROP, true},
	{SM_SQLITE, "?", DROP, true},
	{SM_SQLITE, NULL, NULLABLE, false},
	{SM_SQLITE, "3.52.9", NULLABLE, false},
	{SM_SQLITE, "3.53.0", NULLABLE, true},
	{SM_SQLITE, "3.46.1", CHECK, false},
	{SM_SQLITE, "3.53.4", CHECK, true},
	{SM_SQLITE, "3.53.4", DROP_CHECK, true},
	{SM_POSTGRESQL, NULL, RENAME, true},
	{SM_POSTGRESQL, "9.6.1", NULLABLE, true},
	{SM_POSTGRESQL, "9.6.1", DROP_CHECK, true},
	{SM_MYSQL, "5.7.40", RENAME, false},
	{SM_MYSQL, "8.0.29", RENAME, true},
	{SM_MYSQL, "5.7.40", NULLABLE, true},
	{SM_MYSQL, "8.0.15", CHECK, false},
	{SM_MYSQL, "8.0.16", CHECK, true},
	{SM_MYSQL, "8.0.18", DROP_CHECK, false},
	{SM_MYSQL, NULL, DROP_CHECK, true},
	{SM_MARIADB, "10.5.1-MariaDB", RENAME, false},
	{SM_MARIADB, "10.5.2-MariaDB", RENAME, true},
	{SM_MARIADB, NULL, RENAME, true},
	{SM_MARIADB, "10.3.1-MariaDB", CHECK, true},
};

static void
test_tables(void)
{
	const struct sm_dialect *d;
	size_t i;

	for (i = 0; i < SM_DIALECTS; i++) {
		d = sm_dialect_get((enum sm_dialect_id)i);
		ok(d->id == i && sm_dialect_find(d->name) == d, "find %s",
		    d->name);
		ok(sm_version(d->assumed_version) > 0, "%s assumes a version",
		    d->name);
		ok(strstr(sm_dialect_names(), d->name) != NULL, "list %s",
		    d->name);
	}
	ok(sm_dialect_find("oracle") == NULL, "find oracle");
	ok(sm_dialect_find(NULL) == NULL, "find nothing");
	for (i = 0; i < sizeof versions / sizeof *versions; i++)
		is_int(sm_version(versions[i].text), versions[i].want,
		    "version %s",
		    versions[i].text == NULL ? "NULL" : versions[i].text);
	for (i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
		d = sm_dialect_get(capabilities[i].dialect);
		ok(sm_can(d, capabilities[i].server,
		       (enum sm_capability)capabilities[i].can) ==
			capabilities[i].want,
		    "%s %s: capability %d", d->name,
		    capabilities[i].server == NULL ? "without version"
						   : capabilities[i].server,
		    capabilities[i].can);
	}
}

static void
test_folds(struct sm_arena *a)
{
	const struct sm_dialect *sqlite = sm_dialect_get(SM_SQLITE);
	const struct sm_dialect *pg = sm_dialect_get(SM_POSTGRESQL);
	const struct sm_dialect *my = sm_dialect_get(SM_MYSQL);

	is(sm_fold_table(a, sqlite, "Users"), "users", "SQLite folds tables");
	is(sm_fold_column(a, sqlite, "\xc3\x84" "B"), "\xc3\x84" "b",
	    "SQLite folds ASCII alone");
	is(sm_fold_table(a, my, "Users"), "Users", "MySQL: tables have case");
	is(sm_fold_column(a, my, "Id"), "id", "MySQL: columns have none");
	is(sm_fold_column(a, pg, "Id"), "Id", "PostgreSQL: nothing folds");
	is(sm_fold_table(a, sqlite, NULL), NULL, "NULL stays NULL");
	ok(sm_same_table(sqlite, "A", "a"), "SQLite: A is a");
	ok(!sm_same_table(sqlite, "a", "ab"), "a is not ab");
	ok(!sm_same_table(sqlite, "ab", "a"), "ab is not a");
	ok(!sm_same_table(pg, "A", "a"), "PostgreSQL: A is not a");
	ok(!sm_same_table(my, "A", "a"), "MySQL: table A is not a");
	ok(sm_same_column(my, "A", "a"), "MySQL: column A is a");
}

static const struct {
	enum sm_dialect_id dialect;
	const char *word;
	bool reserved, never;
} words[] = {
	{SM_SQLITE, "SELECT", true, true},
	{SM_SQLITE, "add", true, true},
	{SM_SQLITE, "with", true, false},
	{SM_SQLITE, "left", true, false},
	{SM_SQLITE, "key", false, false},
	{SM_SQLITE, "selec", false, false},
	{SM_SQLITE, "selects", false, false},
	{SM_SQLITE, "", false, false},
	{SM_POSTGRESQL, "user", true, true},
	{SM_POSTGRESQL, "position", true, false},
	{SM_POSTGRESQL, "key", false, false},
	{SM_MYSQL, "key", true, true},
	{SM_MYSQL, "rank", true, true},
	{SM_MARIADB, "rank", false, false},
	{SM_MARIADB, "vector", true, true},
	{SM_MYSQL, "vector", false, false},
};

static void
test_words(void)
{
	const struct sm_dialect *d;
	size_t i, n;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		d = sm_dialect_get(words[i].dialect);
		n = strlen(words[i].word);
		ok(sm_is_reserved(d, words[i].word, n) == words[i].reserved &&
			sm_is_never_name(d, words[i].word, n) ==
			    words[i].never,
		    "%s: is %s reserved", d->name, words[i].word);
	}
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();

	test_tables();
	test_folds(a);
	test_words();
	sm_arena_free(a);
	return tap_end();
}
