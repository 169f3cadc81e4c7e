/*
 * What the SQLite engine says of a database: all of it, in a fixed number of
 * queries.  Inside sources only.
 */
#ifndef SM_SOURCES_SQLITE_CATALOG_H
#define SM_SOURCES_SQLITE_CATALOG_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "base/map.h"

/* A row of pragma table_xinfo. */
struct sm_catalog_column {
	const char *name, *type;
	bool not_null, has_default;
	int key;    /* 1-based place in the primary key; 0: not in it */
	int hidden; /* 1: of a virtual table, 2: virtual, 3: stored */
};

/* A row of pragma index_xinfo. */
struct sm_catalog_key {
	int column;       /* -1: the rowid, -2: an expression */
	const char *name; /* of the column, NULL if there is none */
	const char *collation;
	bool desc;
};

struct sm_catalog_index {
	const char *name, *sql; /* sql NULL: made for a constraint */
	const char *bad;        /* see sm_catalog_relation */
	bool unique, partial;
	char origin; /* c: CREATE INDEX, u: UNIQUE, p: PRIMARY KEY */
	struct {
		struct sm_catalog_key *v;
		size_t n, cap;
	} keys;
};

/* pragma foreign_key_list, a row a column: gathered. */
struct sm_catalog_fk {
	int id;
	const char *table, *on_update, *on_delete;
	struct sm_strings from;
};

enum sm_relation_kind {
	SM_RELATION_TABLE,
	SM_RELATION_VIEW,
	SM_RELATION_VIRTUAL,
	SM_RELATION_SHADOW /* belongs to a virtual table */
};

struct sm_catalog_relation {
	const char *name, *sql;
	const char *bad; /* why its name or SQL is no text; NULL: it is */
	enum sm_relation_kind kind;
	bool without_rowid, strict;
	struct {
		struct sm_catalog_column *v;
		size_t n, cap;
	} columns; /* views and virtual tables: filled in by probing them */
	struct {
		struct sm_catalog_index *v;
		size_t n, cap;
	} indexes;
	struct {
		struct sm_catalog_fk *v;
		size_t n, cap;
	} fks;
	const char *broken; /* SQLite's message: it can't be prepared */
};

struct sm_catalog_trigger {
	const char *name, *table, *sql, *bad;
};

struct sm_catalog {
	struct sm_arena *arena;
	struct {
		struct sm_catalog_relation **v;
		size_t n, cap;
	} relations; /* but sqlite_ ones */
	struct {
		struct sm_catalog_trigger *v;
		size_t n, cap;
	} triggers;
	struct sm_map by_name;  /* folded name -> relation */
	struct sm_map indexes;  /* folded name -> stored SQL of an index */
};

/* Read the catalog of "main", in the arena. */
bool sm_catalog_load(struct sm_arena *, sqlite3 *, struct sm_catalog *,
    struct sm_error *);
/* The relation of that name as SQLite folds names, or NULL. */
struct sm_catalog_relation *sm_catalog_find(const struct sm_catalog *,
    const char *name);
/* Its column of that name, hidden ones of virtual tables included, or NULL. */
struct sm_catalog_column *sm_catalog_column(
    const struct sm_catalog_relation *, const char *name);
/* "table", "view", "virtual_table": its record. */
const char *sm_catalog_record(const struct sm_catalog_relation *);

#endif
