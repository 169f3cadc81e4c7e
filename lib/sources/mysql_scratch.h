/*
 * DDL for MySQL and MariaDB: run in a scratch database on a server that is
 * there for it, reflected, dropped.  Inside sources only.
 */
#ifndef SM_SOURCES_MYSQL_SCRATCH_H
#define SM_SOURCES_MYSQL_SCRATCH_H

#include <stdbool.h>

#include "sources/source.h"

/* struct sm_backend's reflect_ddl, of the dialect. */
bool sm_my_reflect_ddl(struct sm_arena *, const struct sm_dialect *,
    const struct sm_ddl *,
    const struct sm_source_options *, struct sm_snapshot **,
    struct sm_error *);

#endif
