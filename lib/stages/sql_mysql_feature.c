/*
 * What MySQL and MariaDB have, by version.
 */
#include "stages/sql_mysql.h"

#define MYSQL(major, minor, patch) SM_MYSQL,                                   \
    (major) * 1000000L + (minor) * 1000L + (patch)
#define MARIADB(major, minor, patch) SM_MARIADB,                               \
    (major) * 1000000L + (minor) * 1000L + (patch)

/* No row: it hasn't. */
static const struct {
	enum sm_mysql_feature has;
	enum sm_dialect_id dialect;
	long since;
} features[] = {
	{SM_MYSQL_OR_REPLACE, MARIADB(10, 1, 4)},
	{SM_MYSQL_COLUMN_CHECK, MARIADB(10, 2, 1)},
	{SM_MYSQL_ENFORCED, MYSQL(8, 0, 16)},
	{SM_MYSQL_DROP_CHECK, MYSQL(8, 0, 16)},
	{SM_MYSQL_IGNORED, MARIADB(10, 6, 0)},
	{SM_MYSQL_VERSIONING, MARIADB(10, 3, 4)},
	{SM_MYSQL_SEQUENCE, MARIADB(10, 3, 0)},
	{SM_MYSQL_GENERATED_NULL, MYSQL(0, 0, 0)},
	{SM_MYSQL_RENAME_COLUMN, MYSQL(8, 0, 0)},
	{SM_MYSQL_RENAME_COLUMN, MARIADB(10, 5, 2)},
	{SM_MYSQL_RENAMES_USED, MARIADB(0, 0, 0)},
	{SM_MYSQL_SRID, MYSQL(8, 0, 3)},
	{SM_MYSQL_COMPRESSED, MARIADB(10, 3, 2)},
	{SM_MYSQL_HIDDEN_KEY, MYSQL(8, 0, 30)},
	{SM_MYSQL_READ_ONLY, MYSQL(5, 7, 20)},
	{SM_MYSQL_READ_ONLY, MARIADB(11, 1, 1)},
	{SM_MYSQL_ENGINE_OPTIONS, MARIADB(0, 0, 0)},
};

bool
sm_mysql_has(const struct sm_mysql *w, enum sm_mysql_feature has)
{
	size_t i;

	for (i = 0; i < sizeof features / sizeof features[0]; i++)
		if (features[i].has == has &&
		    features[i].dialect == w->dialect->id)
			return w->version >= features[i].since;
	return false;
}
