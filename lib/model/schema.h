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

/* The other object that something names: a parent, an owner. */
struct sm_name {
	const char *schema, *name;
	const char *column; /* of a sequence's owner */
	const char *extra;
};
struct sm_names {
	struct sm_name *v;
	size_t n, cap;
};

/* Who may do what with an object. */
struct sm_grant {
	const char *role;             /* "public": everybody */
	struct sm_strings privileges; /* "SELECT", ...: sorted */
	struct sm_strings grantable;  /* those with the right to pass them on */
	const char *extra;
};
struct sm_grants {
	struct sm_grant *v;
	size_t n, cap;
};

/*
 * How a sequence counts; NULL is what the server takes for the type and the
 * direction by itself.  Decimal numbers, which may pass 2^53.
 */
struct sm_counting {
	const char *start, *increment, *minimum, *maximum, *cache;
	bool cycle;
	bool unlogged;
};

/* The sequence of an identity column. */
struct sm_counter {
	const char *name; /* where it isn't the one that the server would have
	                     made up */
	struct sm_counting by;
	bool logged; /* though its table isn't */
	struct sm_grants grants;
	const char *comment;
	const char *extra;
};

struct sm_column {
	const char *name, *type;
	bool nullable;
	const char *default_text; /* "default" */
	const char *collation;
	const char *generated;  /* "stored" or "virtual" */
	const char *expression; /* of a generated column */
	const char *identity;   /* "always", "by default", "auto_increment" */
	struct sm_counter *sequence; /* an identity's, where it says anything */
	const char *not_null_name, *not_null_conflict, *not_null_comment;
	struct sm_options options; /* "storage", "statistics", ... */
	bool inherited;            /* a parent of the table has it too */
	bool local;                /* ... and so would have the table without */
	struct sm_grants grants;
	const char *comment, *renamed_from;
	const char *extra;
};
struct sm_columns {
	struct sm_column *v;
	size_t n, cap;
};

/*
 * A column of a snapshot that is being made: most say no more than this, and a
 * large schema is made of columns.
 */
struct sm_packed_column {
	const char *name, *type, *default_text;
	struct sm_column *full; /* all of it, where it says more; else NULL */
	bool nullable, inherited;
};
struct sm_packed_columns {
	struct sm_packed_column *v;
	size_t n, cap;
};

/* A key part of an index, or of a primary key or unique constraint. */
struct sm_index_key {
	const char *column, *expression; /* one of the two */
	const char *collation;
	const char *opclass; /* where it isn't the type's default for the method */
	struct sm_options opclass_options;
	const char *length; /* of a prefix: "10" (MySQL, MariaDB) */
	bool desc;
	const char *nulls;     /* "first" or "last", where DESC doesn't say it */
	const char *operator_; /* of an exclusion constraint */
	const char *statistics; /* an expression's statistics target */
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
	bool nulls_not_distinct;
	bool without_overlaps; /* of the last column: a temporal key */
	struct sm_strings include;
	bool deferrable, initially_deferred;
	struct sm_options parameters; /* of its index */
	const char *tablespace;
	bool invalid; /* as of an index */
	bool implicit;
	bool inherited; /* a partition's copy of the parent's */
	const char *comment;
	const char *index_comment; /* PostgreSQL's index has one of its own */
	const char *extra;
};
struct sm_keys {
	struct sm_key *v;
	size_t n, cap;
};

struct sm_check {
	const char *name, *expression;
	const char *column; /* the column it was written with, if any */
	bool no_inherit, not_valid, not_enforced;
	bool implicit;
	bool inherited, local; /* as of a column */
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
	struct sm_strings on_delete_columns; /* of SET NULL (a), SET DEFAULT (a) */
	const char *match;
	bool deferrable, initially_deferred;
	bool period; /* the last column is a PERIOD: a temporal foreign key */
	bool not_valid, not_enforced;
	bool implicit;
	bool inherited; /* a partition's copy of the parent's */
	const char *comment;
	const char *extra;
};
struct sm_foreign_keys {
	struct sm_foreign_key *v;
	size_t n, cap;
};

/* An exclusion constraint. */
struct sm_exclusion {
	const char *name;
	const char *method;
	struct sm_index_keys keys; /* each with its operator */
	struct sm_strings include;
	const char *where;
	bool deferrable, initially_deferred;
	struct sm_options parameters;
	const char *tablespace;
	bool invalid;
	bool implicit;
	bool inherited;
	const char *comment, *index_comment;
	const char *extra;
};
struct sm_exclusions {
	struct sm_exclusion *v;
	size_t n, cap;
};

struct sm_index {
	const char *name;
	bool unique;
	const char *method;
	struct sm_index_keys keys;
	struct sm_strings include;
	bool nulls_not_distinct;
	const char *where;
	struct sm_options parameters;
	const char *tablespace;
	bool invalid; /* a build that failed, or parts that are missing */
	bool implicit;
	struct sm_name *partition_of; /* the index of the parent's that it is
	                                 attached to */
	const char *comment;
	const char *extra;
};
struct sm_indexes {
	struct sm_index *v;
	size_t n, cap;
};

/* An object that another can't exist without, with the columns it uses. */
struct sm_need {
	const char *record, *schema, *name, *arguments;
	struct sm_strings columns;
	struct sm_strings by; /* the columns and constraints of this object that
	                         need it; empty: the object as a whole */
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

	/* A table, and what else has some of its parts. */
	struct sm_columns columns; /* a composite type's attributes too */
	struct sm_packed_columns packed; /* in its place, until the object is
	                                    written */
	struct sm_key *primary_key;
	struct sm_keys uniques;
	struct sm_checks checks; /* a domain's too */
	struct sm_exclusions exclusions;
	struct sm_foreign_keys foreign_keys;
	struct sm_indexes indexes; /* a materialized view's too */
	const char *partition_key;    /* "RANGE (a)" */
	struct sm_name *partition_of; /* the parent */
	const char *bound;            /* in it: "FOR VALUES IN (1)" */
	struct sm_names inherits;     /* its parents, in their order */
	struct sm_name *of_type;      /* a typed table's composite type */
	struct sm_options options;
	struct sm_options parameters; /* storage parameters, and what is stored
	                                 the same way */

	/* A view, a trigger, a rule, ... */
	const char *module;     /* virtual table */
	const char *definition; /* view: its query; trigger: all after its name;
	                           virtual table: all after USING; of what is
	                           opaque: all after its name */
	const char *starts;      /* an event: since when */
	struct sm_strings names; /* view: the explicit column list */
	struct sm_columns output; /* view: its columns, as the server has them */
	bool materialized, unpopulated;
	const char *enabled; /* a trigger, a rule: when not as they are made */
	bool constraint;     /* a constraint trigger */
	bool inherited;      /* a partition's copy of its parent's trigger */

	/* A type. */
	struct sm_strings values; /* an enum's */
	struct {
		const char *type, *default_text, *collation;
		const char *not_null_name, *not_null_comment;
		bool nullable;
	} domain; /* what a domain holds */

	const char *number_type;    /* a sequence; NULL: bigint */
	struct sm_counting counter;
	struct sm_name *owned_by;  /* the column that it goes with */
	bool implicit;             /* a serial's */

	/* A routine. */
	const char *signature; /* all parameters, with names and defaults */
	const char *returns;
	const char *body;     /* as a string, byte for byte */
	const char *sql_body; /* as SQL, parsed */

	/* A policy. */
	const char *command; /* NULL: ALL */
	bool restrictive;
	struct sm_strings roles;
	const char *using_, *with_check;

	const char *owner;
	struct sm_grants grants;

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
/* Do both name the same object? */
bool sm_same_name(const struct sm_dialect *, const struct sm_name *,
    const struct sm_name *);
/* Does the list name that column? */
bool sm_names_column(const struct sm_dialect *, const struct sm_strings *,
    const char *column);

/* The columns as they are, out of the packed ones: in the arena. */
struct sm_columns sm_columns_unpack(struct sm_arena *,
    const struct sm_packed_columns *);

/* A new object of a record's kind; fields are set by the caller. */
struct sm_object *sm_object_new(struct sm_arena *, const char *record);

#endif
