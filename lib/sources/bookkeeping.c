#include "sources/source.h"

/*
 * By tool; names as they are folded.  Names that an application may well use
 * for itself (migrations, versions) are not here.
 */
const char *const sm_bookkeeping[] = {
	"__diesel_schema_migrations", /* Diesel */
	"__drizzle_migrations",
	"__efmigrationshistory",      /* Entity Framework Core */
	"_prisma_migrations",
	"_sqlx_migrations",
	"alembic_version",
	"ar_internal_metadata",       /* Rails, besides schema_migrations */
	"atlas_schema_revisions",
	"databasechangelog",          /* Liquibase */
	"databasechangeloglock",
	"diesel_schema_migrations",
	"django_migrations",
	"doctrine_migration_versions",
	"flyway_schema_history",
	"goose_db_version",
	"gorp_migrations",            /* sql-migrate */
	"kysely_migration",
	"kysely_migration_lock",
	"knex_migrations",
	"knex_migrations_lock",
	"mikro_orm_migrations",
	"phinxlog",
	"pgmigrations",               /* node-pg-migrate */
	"refinery_schema_history",
	"schema_migration",           /* Ecto's older name, Buffalo's */
	"schema_migrations",          /* Rails, golang-migrate, dbmate, Ecto */
	"seaql_migrations",
	"sequelizemeta",
	"smartmigrate_versions",
	"typeorm_metadata",
	"yoyo_lock",
	NULL,
};
