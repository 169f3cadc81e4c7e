/*
 * DDL for PostgreSQL: run in a scratch database on a server that is there for
 * it, reflected, dropped.  Inside sources only.
 */
#ifndef SM_SOURCES_POSTGRESQL_SCRATCH_H
#define SM_SOURCES_POSTGRESQL_SCRATCH_H

#include <stdbool.h>

#include "sources/postgresql_db.h"
#include "sources/source.h"

/* struct sm_backend's reflect_ddl. */
bool sm_pg_reflect_ddl(struct sm_arena *, const struct sm_ddl *,
    const struct sm_source_options *, struct sm_snapshot **,
    struct sm_error *);

/* reflect_postgresql.c: read the database that is connected to. */
bool sm_pg_reflect(struct sm_arena *, struct sm_pg *,
    const struct sm_source_options *, struct sm_snapshot **,
    struct sm_error *);

#endif
