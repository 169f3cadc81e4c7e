/*
 * What the files of SQLite's renderer share.  Nobody else includes this.
 */
#ifndef SM_STAGES_SQL_SQLITE_H
#define SM_STAGES_SQL_SQLITE_H

#include "stages/sql.h"
#include "stages/sql_script.h"
#include "stages/sql_target.h"

/* How a table gets what its ops say. */
struct sm_sqlite_table {
	struct sm_sql_item *item;
	bool rebuild;       /* copied into a new table, else altered */
	bool copies_twice;  /* a rebuild in which it can't be renamed aside */
	const char *why;    /* the first reason for a rebuild */
	const char *aside;  /* the name of the old table in a rebuild */
	long step;          /* of its first op */
};

struct sm_sqlite {
	struct sm_sql_target *t;
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	struct sm_script script;
	struct sm_error *e;
	const char *server;
	size_t total;             /* ops in the plan */
	struct sm_map said;       /* ids of ops whose comment is written */
	struct sm_map of_op;      /* id -> the item that the op is about */
	struct sm_map names;      /* folded: names that are in use or taken */
	struct sm_map parked;     /* see sql_sqlite_names.c */
	struct sm_map rebuilt;    /* folded: tables that were made anew */
	bool reads_schema; /* has a statement that one broken view stops */
	struct {
		struct sm_sqlite_table *v;
		size_t n, cap;
	} tables; /* those with ops, by first step; not dropped ones */
};

/*
 * sql_sqlite_text.c: the text of a CREATE statement, without its semicolon;
 * NULL with the error set where a piece of it is not what it should be.
 */
const char *sm_sqlite_create_table(struct sm_sqlite *,
    const struct sm_object *);
const char *sm_sqlite_create_index(struct sm_sqlite *,
    const struct sm_object *table, const struct sm_index *);
/* Of a view, a trigger, a virtual table; of a broken one its stored text. */
const char *sm_sqlite_create_object(struct sm_sqlite *,
    const struct sm_object *);
/*
 * sql_sqlite_column.c: a column as ALTER TABLE ADD COLUMN and CREATE TABLE have
 * it; with the constraints that are written with it.  False with the error set.
 */
bool sm_sqlite_column(struct sm_sqlite *, struct sm_buf *,
    const struct sm_object *, const struct sm_column *);
bool sm_sqlite_check(struct sm_sqlite *, struct sm_buf *,
    const struct sm_check *);
/* REFERENCES and all that follows. */
bool sm_sqlite_references(struct sm_sqlite *, struct sm_buf *,
    const struct sm_foreign_key *);
void sm_sqlite_constraint_name(struct sm_sqlite *, struct sm_buf *,
    const char *name);
bool sm_sqlite_conflict(struct sm_sqlite *, struct sm_buf *,
    const char *conflict);
/* Is the piece what it should be?  Refuses by name of what it is. */
bool sm_sqlite_fits(struct sm_sqlite *, enum sm_fragment, const char *text,
    const char *what, const struct sm_object *);

/* Is the primary key the table's rowid?  Its column, or NULL. */
const struct sm_column *sm_sqlite_rowid_alias(const struct sm_object *);
bool sm_sqlite_without_rowid(const struct sm_object *);
bool sm_sqlite_in_key(const struct sm_dialect *, const struct sm_object *,
    const char *column);

/* sql_sqlite_check.c: is each table one that SQLite can have, by its ops? */
bool sm_sqlite_check_tables(struct sm_sqlite *);

/* sql_sqlite_can.c: decide for each table between ALTER and a rebuild. */
bool sm_sqlite_plan_tables(struct sm_sqlite *);
/* Does the text mention a column that is added, other than `but`? */
bool sm_sqlite_mentions_added(const struct sm_sqlite *,
    const struct sm_sql_item *, const char *text, const char *but);
/* The DROP_COLUMN that takes along what DROP_CHECK drops, or NULL. */
const struct sm_op *sm_sqlite_goes_with(const struct sm_sqlite *,
    const struct sm_sql_item *, const struct sm_op *check);
/* The place in the old table of a column that it has. */
size_t sm_sqlite_old_place(const struct sm_sqlite *,
    const struct sm_sql_item *, const char *name);

/* Does a CHECK name its own table?  That makes the table's renaming fail. */
bool sm_sqlite_names_itself(const struct sm_sqlite *, const struct sm_object *);

/* sql_sqlite_strip.c: does RENAME COLUMN fail on it?  See there. */
bool sm_sqlite_trips(const struct sm_sqlite *, const struct sm_sql_item *);
bool sm_sqlite_strip(struct sm_sqlite *, const struct sm_sql_item *);

/* sql_sqlite_alter.c: do what can be done by ALTER. */
bool sm_sqlite_alter(struct sm_sqlite *, struct sm_sqlite_table *);
/* Is the foreign key written with a column that is added? */
bool sm_sqlite_with_column(const struct sm_sqlite *,
    const struct sm_sql_item *, const struct sm_foreign_key *,
    const char **column);

/* sql_sqlite_rebuild.c */
bool sm_sqlite_rebuild(struct sm_sqlite *, struct sm_sqlite_table *);
/* Does the old index stay as it is, on the old table, up to the rebuild? */
bool sm_sqlite_index_stays(const struct sm_sql_item *, size_t index);
/* Make a virtual table anew with what it holds. */
bool sm_sqlite_remake_virtual(struct sm_sqlite *, struct sm_sql_item *);

/* sql_sqlite_known.c: refuse a database that is not what the plan knows. */
void sm_sqlite_guard_known(struct sm_sqlite *);

/* sql_sqlite_keys.c: refuse rows that violate a new foreign key. */
void sm_sqlite_guard_keys(struct sm_sqlite *, const struct sm_sqlite_table *);

/* sql_sqlite_names.c: renames, and names that are free for a while. */
bool sm_sqlite_rename_all(struct sm_sqlite *);
/* A name that nothing has and no other call was given. */
const char *sm_sqlite_free_name(struct sm_sqlite *, const char *prefix,
    const char *name);
/*
 * The name that an old column has after the renames: its new one, or, where it
 * goes and stood in another's way, a temporary one.
 */
const char *sm_sqlite_column_now(const struct sm_sqlite *,
    const struct sm_sql_item *, size_t column);

/* sql_sqlite_objects.c: views, triggers, virtual tables, broken ones. */
/* Mark all that goes down; take it down. */
void sm_sqlite_mark_down(struct sm_sqlite *);
void sm_sqlite_take_down(struct sm_sqlite *);
bool sm_sqlite_put_up(struct sm_sqlite *);

/*
 * sql_sqlite.c: the op's comment, once; a guard that the object is (not)
 * there.
 */
void sm_sqlite_say_op(struct sm_sqlite *, const struct sm_op *);
void sm_sqlite_guard_there(struct sm_sqlite *, const char *type,
    const char *name, bool there);

#endif
