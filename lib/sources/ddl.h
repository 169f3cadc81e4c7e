/*
 * DDL as text, before an engine runs it: where it comes from, what is cut out
 * of it, and whether it is whole.  Nothing here knows what a statement means.
 * Inside sources only.
 */
#ifndef SM_SOURCES_DDL_H
#define SM_SOURCES_DDL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "sources/source.h"
#include "text/dialect.h"

/*
 * Add a text as a file of that name: a copy, a byte order mark taken off and
 * the down sections cut out.
 */
void sm_ddl_add(struct sm_arena *, const struct sm_dialect *, struct sm_ddl *,
    const char *name, const char *text, size_t len);
/*
 * Add the .sql files of a directory in version order, numbers as numbers,
 * without down files; where it has none itself, those of its directories (one
 * for a migration).
 */
bool sm_ddl_directory(struct sm_arena *, const struct sm_dialect *,
    const char *path, struct sm_ddl *, struct sm_error *);
/* Order of two file names by version: what sm_ddl_directory sorts with. */
int sm_version_order(const char *, const char *);
/* Is it a file that undoes a migration, by its name? */
bool sm_is_down_file(const char *name);

/*
 * Blank out the down sections (-- +goose Down, -- migrate:down, …) of a text,
 * newlines kept.
 */
void sm_ddl_cut_down(const struct sm_dialect *, char *text, size_t len);

/*
 * Refuse a text that has lost its end: an unterminated quote, comment or last
 * statement, a missing "-- sm:end", a dump without its trailer, and what is for
 * a client and not for the engine (.mode).  The error's line is set.
 */
bool sm_ddl_check(const struct sm_dialect *, const struct sm_ddl_file *,
    struct sm_error *);

/* Whose dump it is, by what its first lines say; NULL: not known. */
const struct sm_dialect *sm_ddl_dump_of(const struct sm_ddl_file *);
/* The line that the byte at `at` is on. */
long sm_line_of(const char *text, const char *at);

#endif
