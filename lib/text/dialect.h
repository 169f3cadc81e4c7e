/*
 * The dialects and what each can do, by version: as data.  Everything that
 * differs between dialects and is no more than a fact about it is a column of
 * the table in dialect.c.
 */
#ifndef SM_TEXT_DIALECT_H
#define SM_TEXT_DIALECT_H

#include <stdbool.h>

#include "base/arena.h"

enum sm_dialect_id {
	SM_SQLITE,
	SM_POSTGRESQL,
	SM_MYSQL,
	SM_MARIADB,
	SM_DIALECTS /* how many */
};

/* What a server may or may not be able to do, depending on its version. */
enum sm_capability {
	SM_CAN_RENAME_COLUMN,     /* ALTER TABLE … RENAME COLUMN */
	SM_CAN_DROP_COLUMN,       /* ALTER TABLE … DROP COLUMN */
	SM_CAN_ALTER_NULLABILITY, /* ALTER COLUMN … SET/DROP NOT NULL */
	SM_CAN_ADD_CHECK,         /* ALTER TABLE … ADD CONSTRAINT … CHECK */
	SM_CAN_DROP_CONSTRAINT,   /* ALTER TABLE … DROP CONSTRAINT (of a CHECK) */
	SM_CAPABILITIES
};

/* How names are compared. */
enum sm_fold {
	SM_FOLD_NONE,  /* as they are (PostgreSQL's catalog, case decided) */
	SM_FOLD_ASCII, /* ASCII letters without case (SQLite) */
};

struct sm_dialect {
	enum sm_dialect_id id;
	const char *name;            /* as in the header record */
	const char *title;           /* as people write it */
	const char *assumed_version; /* where a snapshot names none
	                                (risk-rules.md, section 1.6) */
	enum sm_fold fold_tables, fold_columns;
	bool column_order;    /* is the ordinal position a difference? */
	bool schemas;         /* do objects live in schemas? */
	bool lowers_bare;     /* are bare names folded to lower case? */
	bool rewrites_text;   /* does a rename reach views, triggers, checks? */
	bool transactional;   /* is DDL undone by ROLLBACK? */
	bool tells_unique;    /* is a unique constraint told from an index? */
	bool rebuilds;        /* is what ALTER can't do a copy of the table? */
	bool renames_parts;   /* have indexes and constraints a RENAME? */
	bool renames_values;  /* may an enum's value be renamed? */
	bool names_in_table;  /* has each table triggers of any name? */
	bool index_in_table;  /* ... and indexes? */
	bool empty_tables;    /* may a table have no column at all? */
	bool obeys_match;     /* does MATCH on a foreign key do anything? */
	bool table_collation; /* is a table's collation its columns'? */
	bool folds_keys;      /* are a new table's foreign keys made with it,
	                         where the order allows it? */
	char quote;           /* the quote put around identifiers */
};

/* The dialect of that name, or NULL. */
const struct sm_dialect *sm_dialect_find(const char *name);
const struct sm_dialect *sm_dialect_get(enum sm_dialect_id);
/* "sqlite, postgresql, mysql or mariadb": for messages. */
const char *sm_dialect_names(void);

/*
 * A server's version as one number that compares: 3.40.1 is 3040001,
 * "10.11.19-MariaDB" 10011019, "15.18 (Debian…)" 15018000.  0 if there is none.
 */
long sm_version(const char *text);

/* Can this version do it?  NULL or unreadable: the assumed version. */
bool sm_can(const struct sm_dialect *, const char *server,
    enum sm_capability);

/*
 * The name as the dialect compares it: the name itself, or a folded copy in the
 * arena.  Two names are the same object exactly when these are equal.
 */
const char *sm_fold_table(struct sm_arena *, const struct sm_dialect *,
    const char *name);
const char *sm_fold_column(struct sm_arena *, const struct sm_dialect *,
    const char *name);
bool sm_same_table(const struct sm_dialect *, const char *, const char *);
bool sm_same_column(const struct sm_dialect *, const char *, const char *);

#endif
