#include "text/dialect.h"

#include <string.h>

#include "text/ascii.h"

/*
 * MySQL and MariaDB: table names are files on the systems they mostly run on,
 * so case counts (lower_case_table_names=0); column names never have case.
 */
static const struct sm_dialect dialects[SM_DIALECTS] = {
	[SM_SQLITE] = {
		.id = SM_SQLITE,
		.name = "sqlite",
		.title = "SQLite",
		.assumed_version = "3.35",
		.fold_tables = SM_FOLD_ASCII,
		.fold_columns = SM_FOLD_ASCII,
		.rewrites_text = true,
		.transactional = true,
		.tells_unique = true,
		.rebuilds = true,
		.folds_keys = true,
		.quote = '"',
	},
	[SM_POSTGRESQL] = {
		.id = SM_POSTGRESQL,
		.name = "postgresql",
		.title = "PostgreSQL",
		.assumed_version = "15",
		.schemas = true,
		.lowers_bare = true,
		.rewrites_text = true,
		.transactional = true,
		.tells_unique = true,
		.obeys_match = true,
		.renames_parts = true,
		.renames_values = true,
		.names_in_table = true,
		.empty_tables = true,
		.quote = '"',
	},
	[SM_MYSQL] = {
		.id = SM_MYSQL,
		.name = "mysql",
		.title = "MySQL",
		.assumed_version = "8.0.29",
		.fold_columns = SM_FOLD_ASCII,
		.column_order = true,
		.table_collation = true,
		.index_in_table = true,
		.folds_keys = true,
		.quote = '`',
	},
	[SM_MARIADB] = {
		.id = SM_MARIADB,
		.name = "mariadb",
		.title = "MariaDB",
		.assumed_version = "10.6",
		.fold_columns = SM_FOLD_ASCII,
		.column_order = true,
		.table_collation = true,
		.index_in_table = true,
		.folds_keys = true,
		.quote = '`',
	},
};

#define VERSION(major, minor, patch)                                           \
	((major) * 1000000L + (minor) * 1000L + (patch))

/*
 * The version that could first; no row: none can.  MySQL and MariaDB change
 * nullability by MODIFY, with the whole definition, which every version knows.
 */
static const struct {
	enum sm_capability can;
	enum sm_dialect_id dialect;
	long since;
} capabilities[] = {
	{SM_CAN_RENAME_COLUMN, SM_SQLITE, VERSION(3, 25, 0)},
	{SM_CAN_RENAME_COLUMN, SM_POSTGRESQL, 0},
	{SM_CAN_RENAME_COLUMN, SM_MYSQL, VERSION(8, 0, 0)},
	{SM_CAN_RENAME_COLUMN, SM_MARIADB, VERSION(10, 5, 2)},
	{SM_CAN_DROP_COLUMN, SM_SQLITE, VERSION(3, 35, 0)},
	{SM_CAN_DROP_COLUMN, SM_POSTGRESQL, 0},
	{SM_CAN_DROP_COLUMN, SM_MYSQL, 0},
	{SM_CAN_DROP_COLUMN, SM_MARIADB, 0},
	{SM_CAN_ALTER_NULLABILITY, SM_SQLITE, VERSION(3, 53, 0)},
	{SM_CAN_ALTER_NULLABILITY, SM_POSTGRESQL, 0},
	{SM_CAN_ALTER_NULLABILITY, SM_MYSQL, 0},
	{SM_CAN_ALTER_NULLABILITY, SM_MARIADB, 0},
	{SM_CAN_ADD_CHECK, SM_SQLITE, VERSION(3, 53, 0)},
	{SM_CAN_ADD_CHECK, SM_POSTGRESQL, 0},
	{SM_CAN_ADD_CHECK, SM_MYSQL, VERSION(8, 0, 16)},
	{SM_CAN_ADD_CHECK, SM_MARIADB, 0},
	{SM_CAN_DROP_CONSTRAINT, SM_SQLITE, VERSION(3, 53, 0)},
	{SM_CAN_DROP_CONSTRAINT, SM_POSTGRESQL, 0},
	{SM_CAN_DROP_CONSTRAINT, SM_MYSQL, VERSION(8, 0, 19)},
	{SM_CAN_DROP_CONSTRAINT, SM_MARIADB, 0},
};

const struct sm_dialect *
sm_dialect_find(const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < SM_DIALECTS; i++)
		if (strcmp(dialects[i].name, name) == 0)
			return &dialects[i];
	return NULL;
}

const struct sm_dialect *
sm_dialect_get(enum sm_dialect_id id)
{
	return &dialects[id];
}

const char *
sm_dialect_names(void)
{
	return "sqlite, postgresql, mysql or mariadb";
}

/* The number at *s, at most 999, and the dot after it taken off. */
static long
component(const char **s)
{
	long n = 0;

	for (; sm_is_digit(**s); (*s)++)
		n = n > 99 ? 999 : n * 10 + (**s - '0');
	if (**s == '.')
		(*s)++;
	return n;
}

long
sm_version(const char *text)
{
	/* What some client libraries put before MariaDB's own version. */
	static const char prefix[] = "5.5.5-";
	long major, minor;

	if (text == NULL)
		return 0;
	if (strncmp(text, prefix, sizeof prefix - 1) == 0)
		text += sizeof prefix - 1;
	while (*text != '\0' && !sm_is_digit(*text))
		text++;
	major = component(&text);
	minor = component(&text);
	return VERSION(major, minor, component(&text));
}

bool
sm_can(const struct sm_dialect *d, const char *server, enum sm_capability can)
{
	long version = sm_version(server);
	size_t i;

	if (version == 0)
		version = sm_version(d->assumed_version);
	for (i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
		if (capabilities[i].can == can &&
		    capabilities[i].dialect == d->id)
			return version >= capabilities[i].since;
	return false;
}

static const char *
fold(struct sm_arena *a, enum sm_fold how, const char *name)
{
	char *copy, *p;

	if (how == SM_FOLD_NONE || name == NULL)
		return name;
	copy = sm_strdup(a, name);
	for (p = copy; *p != '\0'; p++)
		*p = sm_lower(*p);
	return copy;
}

static bool
same(enum sm_fold how, const char *a, const char *b)
{
	return how == SM_FOLD_NONE ? strcmp(a, b) == 0
				   : sm_is_word(a, strlen(a), b);
}

const char *
sm_fold_table(struct sm_arena *a, const struct sm_dialect *d, const char *name)
{
	return fold(a, d->fold_tables, name);
}

const char *
sm_fold_column(struct sm_arena *a, const struct sm_dialect *d, const char *name)
{
	return fold(a, d->fold_columns, name);
}

bool
sm_same_table(const struct sm_dialect *d, const char *a, const char *b)
{
	return same(d->fold_tables, a, b);
}

bool
sm_same_column(const struct sm_dialect *d, const char *a, const char *b)
{
	return same(d->fold_columns, a, b);
}
