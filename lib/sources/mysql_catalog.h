/*
 * What is known of a MySQL or MariaDB database while it is read.  A reader a
 * sort of object, each a query of information_schema for the whole database;
 * all are run in the order of the table in reflect_mysql.c.  Inside sources
 * only.
 */
#ifndef SM_SOURCES_MYSQL_CATALOG_H
#define SM_SOURCES_MYSQL_CATALOG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "model/schema.h"
#include "sources/mysql_db.h"
#include "sources/source.h"
#include "text/lexer.h"

/* A table, view or sequence. */
struct sm_my_table {
	const char *name;
	struct sm_object *object;
	bool columns;      /* has any been seen? */
	bool show;         /* its SHOW CREATE TABLE must be read */
	struct sm_my_table *next;
};

struct sm_my_catalog {
	struct sm_arena *arena;   /* the snapshot's: objects and their strings */
	struct sm_arena *scratch; /* gone when all has been read */
	struct sm_my *db;
	const struct sm_dialect *dialect;
	bool maria;
	long version;             /* sm_my_version */
	const struct sm_source_options *options;
	const char *database, *collation; /* its name, its default collation */
	const char *where;        /* the name as a string of SQL */
	const char *sql_mode;     /* the one that new sessions get */
	bool limited;             /* the user may not see everything */
	struct sm_objects objects;
	struct sm_map by_name;    /* of tables, views, sequences: sm_my_table */
	struct sm_my_table *tables; /* the same as a list */
	struct sm_map routines;   /* "function f" -> object */
	struct sm_map shared;     /* text -> its one copy */
};

/* --- mysql_catalog.c ------------------------------------------------------ */

/* A new object of the record, named (a copy), among the catalog's objects. */
struct sm_object *sm_my_object(struct sm_my_catalog *, const char *record,
    const char *name);
/* One that can't be read, and why; table may be NULL. */
struct sm_object *sm_my_unreadable(struct sm_my_catalog *, const char *record,
    const char *table, const char *name, const char *why);
struct sm_my_table *sm_my_find(const struct sm_my_catalog *, const char *name);

/* Run the query, in which %s stands for the database's name, as a string. */
bool sm_my_query(struct sm_my_catalog *, const char *query, unsigned columns,
    sm_my_row *, struct sm_error *);

/* A copy in the snapshot's arena; NULL for NULL and "". */
const char *sm_my_text(struct sm_my_catalog *, const char *);
/* The same; what was copied before is the same copy. */
const char *sm_my_shared(struct sm_my_catalog *, const char *);
const char *sm_my_lower(struct sm_my_catalog *, const char *);
/* Is the word in the text, whatever its case? */
bool sm_my_has(const char *text, const char *word);

/* Options: strings are left out where they are NULL or "". */
void sm_my_option(struct sm_my_catalog *, struct sm_options *,
    const char *name, const char *value);
void sm_my_option_true(struct sm_my_catalog *, struct sm_options *,
    const char *name, bool on);
/* The options by name, so that the order in which they came doesn't show. */
void sm_my_sort_options(struct sm_options *);
/* sql_mode and the definer (with --owners) of what has a body. */
void sm_my_stored(struct sm_my_catalog *, struct sm_object *,
    const char *sql_mode, const char *definer);

/* `name` in backticks, in the scratch arena; a string of SQL likewise. */
const char *sm_my_quoted(struct sm_my_catalog *, const char *name);
const char *sm_my_string(struct sm_my_catalog *, const char *text);
/* The string that a literal of SQL stands for. */
const char *sm_my_unquoted(struct sm_my_catalog *, const struct sm_token *);

/* A collation by its newer name: utf8_bin is utf8mb3_bin. */
const char *sm_my_collation(struct sm_my_catalog *, const char *);
/*
 * A literal of bytes in one spelling, x'4100', whichever the server has: 'A\0',
 * 0x4100; another text as it is.
 */
const char *sm_my_bytes(struct sm_my_catalog *, const char *text);

/* The text without the database's own name before others: `db`.`t` is `t`. */
const char *sm_my_local(struct sm_my_catalog *, const char *text);
/* The text with what stands in version comments as its own. */
const char *sm_my_uncomment(struct sm_arena *, const struct sm_dialect *,
    const char *text);

/* --- readers, in the order in which they run ------------------------------ */

typedef bool sm_my_reader(struct sm_my_catalog *, struct sm_error *);

sm_my_reader sm_my_read_tables, sm_my_read_columns, sm_my_read_checks,
    sm_my_read_indexes, sm_my_read_foreign_keys, sm_my_read_definitions,
    sm_my_read_sequences, sm_my_read_views, sm_my_read_triggers,
    sm_my_read_routines, sm_my_read_parameters, sm_my_read_events,
    sm_my_read_needs;

/* What of a CREATE TABLE's text the catalog doesn't have (mysql_show.c). */
void sm_my_fill_in(struct sm_my_catalog *, struct sm_my_table *,
    const char *text);

/* Parts in an order that doesn't depend on the server's; names that it made. */
void sm_my_finish(struct sm_my_catalog *);

/* reflect_mysql.c: read the database that is connected to. */
bool sm_my_reflect(struct sm_arena *, struct sm_my *,
    const struct sm_source_options *, struct sm_snapshot **,
    struct sm_error *);

#endif
