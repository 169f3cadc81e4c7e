/*
 * From SQLite's catalog and stored SQL to the objects of a snapshot.  Inside
 * sources only.  An object that can't be read comes back as an unreadable one,
 * never as NULL.
 */
#ifndef SM_SOURCES_SQLITE_OBJECTS_H
#define SM_SOURCES_SQLITE_OBJECTS_H

#include <sqlite3.h>
#include <stdbool.h>

#include "model/schema.h"
#include "sources/sqlite_catalog.h"

/* A new unreadable object of that kind; table NULL but of a trigger. */
struct sm_object *sm_sqlite_unreadable(struct sm_arena *, const char *kind,
    const char *name, const char *table, const char *why, const char *sql);

/* sqlite_table.c: a table with all that is on it, but its triggers. */
struct sm_object *sm_sqlite_table(const struct sm_catalog *,
    const struct sm_catalog_relation *, sqlite3 *);
/* sqlite_index.c: add the table's indexes; false with *why. */
bool sm_sqlite_indexes(struct sm_arena *, const struct sm_catalog_relation *,
    struct sm_object *table, const char **why);
/* sqlite_strings.c: "x" that names no column is written 'x'. */
void sm_sqlite_strings(struct sm_arena *, struct sm_object *table);
/*
 * sqlite_sort.c: the order of parts must not depend on how they were written.
 */
void sm_sqlite_sort(struct sm_object *table);

/*
 * sqlite_probe.c: ask the engine which views, virtual tables and triggers it
 * can prepare; `broken` and `columns` of the catalog's views and virtual tables
 * are filled in.
 */
void sm_sqlite_probe_relations(struct sm_catalog *, sqlite3 *);
struct sm_shadow;
struct sm_object *sm_sqlite_view(const struct sm_catalog *,
    struct sm_shadow *, const struct sm_catalog_relation *);
struct sm_object *sm_sqlite_virtual(const struct sm_catalog *,
    const struct sm_catalog_relation *);
/* All triggers, in the order of the catalog. */
void sm_sqlite_triggers(const struct sm_catalog *, sqlite3 *,
    struct sm_shadow *, struct sm_objects *out);

/*
 * sqlite_shadow.c: a database in memory with the same tables, in which every
 * view is a plain table of its columns.  What is prepared there reads only what
 * it reads itself.
 */
struct sm_shadow *sm_shadow_new(const struct sm_catalog *);
void sm_shadow_free(struct sm_shadow *);
/*
 * What the query reads; false (and SQLite's message) if it can't be prepared.
 */
bool sm_shadow_query(struct sm_shadow *, const char *sql, struct sm_needs *,
    const char **message);
/* The same of a trigger, alone on its table or view. */
struct sm_stored_trigger;
bool sm_shadow_trigger(struct sm_shadow *, const struct sm_stored_trigger *,
    const struct sm_catalog_relation *on, struct sm_needs *,
    const char **message);
/* The statement that fires such a trigger, on the table or view `on`. */
const char *sm_shadow_firing(struct sm_arena *,
    const struct sm_stored_trigger *, const struct sm_catalog_relation *on,
    const char *schema);

/*
 * sqlite_needs.c: needs, put together.
 */
struct sm_need_set;
struct sm_need_set *sm_need_set_new(const struct sm_catalog *,
    struct sm_arena *scratch);
/* Add the object of that name (column NULL: only it), if the catalog has it. */
void sm_need_set_add(struct sm_need_set *, const char *relation,
    const char *column);
/* The set as a sorted list in the arena. */
void sm_need_set_list(const struct sm_need_set *, struct sm_arena *,
    struct sm_needs *);
/* Needs that were only read off the text: every name of a relation in it. */
void sm_needs_of_text(const struct sm_catalog *, const char *text,
    const char *but, struct sm_needs *);

/* sqlite_stats.c: row counts and sizes of the tables in the list. */
bool sm_sqlite_stats(struct sm_arena *, sqlite3 *,
    struct sm_objects *, struct sm_error *);

#endif
