/*
 * A snapshot: the objects of one database schema as plain structs.  All of it
 * lives in one arena.  sm-ndjson(5) says what each field means; NULL, false and
 * an empty list mean that the field is absent.
 */
#ifndef SM_MODEL_SCHEMA_H
#define SM_MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "base/map.h"
#include "model/shape.h"
#include "text/dialect.h"

struct sm_column {
	const char *name, *type;
	bool nullable;
	const char *default_text; /* "default" */
	const char *collation;
	const char *generated;  /* "stored" or "virtual" */
	const char *expression; /* of a generated column */
	const char *identity;   /* "always", "by default", "auto_increment" */
	const char *not_null_name, *not_null_conflict;
	const char *comment, *renamed_from;
	const char *extra;
};
struct sm_columns {
	struct sm_column *v;
	size_t n, cap;
};

/* A key part of an index, or of a primary key or unique constraint. */
struct sm_index_key {
	const char *column, *expression; /* one of the two */
	const char *collation;
	bool desc;
	const char *extra;
};
struct sm_index_keys {
	struct sm_index_key *v;
	size_t n, cap;
};

/* A primary key or unique constraint. */
struct sm_key {
	const char *name;
	struct sm_strings columns;
	struct sm_index_keys keys; /* only where one says more than its name */
	const char *conflict;      /* SQLite's ON CONFLICT */
	bool autoincrement, rowid_alias; /* SQLite's primary key */
	bool implicit;
	const char *comment;
	const char *extra;
};
struct sm_keys {
	struct sm_key *v;
	size_t n, cap;
};

struct sm_check {
	const char *name, *expression;
	const char *column; /* the column it was written with, if any */
	bool implicit;
	const char *comment;
	const char *extra;
};
struct sm_checks {
	struct sm_check *v;
	size_t n, cap;
};

struct sm_references {
	const char *schema, *table;
	struct sm_strings columns; /* empty: the primary key of a table that
	                              couldn't be looked at */
	bool implied; /* the columns aren't written: they are whatever the
	                 primary key of the table is */
	const char *extra;
};

struct sm_foreign_key {
	const char *name;
	struct sm_strings columns;
	struct sm_references *references;
	const char *on_delete, *on_update; /* "CASCADE", …; NO ACTION is absent */
	const char *match;
	bool deferrable, initially_deferred;
	bool implicit;
	const char *comment;
	const char *extra;
};
struct sm_foreign_keys {
	struct sm_foreign_key *v;
	size_t n, cap;
};

struct sm_index {
	const char *name;
	bool unique;
	const char *method;
	struct sm_index_keys keys;
	struct sm_strings include;
	const char *where;
	bool implicit;
	const char *comment;
	const char *extra;
};
struct sm_indexes {
	struct sm_index *v;
	size_t n, cap;
};

/* An object that another can't exist without, with the columns it uses. */
struct sm_need {
	const char *record, *schema, *name;
	struct sm_strings columns;
	bool inexact; /* only read off the text */
	const char *extra;
};
struct sm_needs {
	struct sm_need *v;
	size_t n, cap;
};

struct sm_stats {
	long long rows, bytes; /* -1: unknown */
	const char *extra;
};

/*
 * One object of any kind: a kind (model/kind.h) uses the members that its
 * field table names.
 */
struct sm_object {
	const struct sm_kind *kind; /* never NULL */
	const char *record;         /* "table", …; of an unreadable object, what
	                               it would be */
	const char *schema, *table, *name, *arguments;
	const char *key;            /* sm_object_key: folded, unique */

	struct sm_columns columns;
	struct sm_key *primary_key;
	struct sm_keys uniques;
	struct sm_checks checks;
	struct sm_foreign_keys foreign_keys;
	struct sm_indexes indexes;
	struct sm_options options;

	const char *module;     /* virtual table */
	const char *definition; /* view: its query; trigger: all after its name;
	                           virtual table: all after USING */
	struct sm_strings names; /* view: the explicit column list */

	struct sm_needs needs;
	struct sm_stats *stats;
	const char *comment, *renamed_from;
	bool inexact; /* "exact":false: not in the server's spelling */

	bool unreadable; /* a record "unreadable": why, and its stored SQL */
	const char *why, *sql;

	const char *extra;   /* unknown members */
	const char *text;    /* the record as it was read; NULL if it was made */
	size_t len;
	long line;           /* where it was read; 0 if it was made */
};
struct sm_objects {
	struct sm_object **v;
	size_t n, cap;
};

/* What a snapshot looked at (design, section 2, rule 2). */
struct sm_scope {
	struct sm_strings schemas; /* empty: all */
	struct sm_strings tables;  /* -t globs; empty: all */
	struct sm_strings exclude; /* -x globs */
	struct sm_strings left_out; /* names of bookkeeping tables passed over */
	struct sm_strings extras;  /* "stats", "grants", "owners" */
	bool limited; /* the user may not have been able to see everything */
	const char *extra;
};

struct sm_snapshot {
	struct sm_arena *arena; /* owner of all of it; not of the struct's user */
	const struct sm_dialect *dialect;
	const char *server, *label, *source;
	struct sm_scope scope;
	const char *extra;        /* unknown members of the header */
	struct sm_objects objects; /* sorted by key, bytewise */
	struct sm_map by_key;     /* key -> struct sm_object * */
	struct sm_strings notes;  /* note records, as text */
	struct sm_strings others; /* records of no kind of ours, as text: none of
	                             an object */
	const char *failure;      /* not a snapshot but an error record, as text:
	                             everything else is unset */
	const char *input;        /* where it was read: for messages */
	bool partial;             /* its end record was missing, and allowed */
};

/*
 * The key of an object: record, schema, table, name and arguments, each folded
 * as the dialect compares names, joined by bytes that no name holds.
 */
const char *sm_object_key(struct sm_arena *, const struct sm_dialect *,
    const char *record, const char *schema, const char *table,
    const char *name, const char *arguments);
/* Look an object up by kind and name (schema NULL where there are none). */
struct sm_object *sm_snapshot_find(const struct sm_snapshot *,
    struct sm_arena *, const char *record, const char *schema,
    const char *name);

/* The column of that name as the dialect folds it, or NULL. */
struct sm_column *sm_object_column(const struct sm_object *,
    const struct sm_dialect *, const char *name);
/* The index of that name, or NULL. */
struct sm_index *sm_object_index(const struct sm_object *,
    const struct sm_dialect *, const char *name);
/* Does the list name that column? */
bool sm_names_column(const struct sm_dialect *, const struct sm_strings *,
    const char *column);

/* A new object of a record's kind; fields are set by the caller. */
struct sm_object *sm_object_new(struct sm_arena *, const char *record);

#endif
