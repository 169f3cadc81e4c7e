/*
 * What the files of PostgreSQL's renderer share.  Nobody else includes this.
 *
 * An op is rendered by the row of its kind or part (sql_postgresql_rows.c).  A
 * MODIFY that the server can't make in place comes as a DROP and an ADD, each in
 * its own place in the order; what leans on it has made way by then.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_H
#define SM_STAGES_SQL_POSTGRESQL_H

#include "stages/sql.h"
#include "stages/sql_postgresql_script.h"
#include "stages/sql_script.h"
#include "stages/sql_target.h"

struct sm_pgsql {
	struct sm_sql_target *t;
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	const char *server;       /* its version as text */
	long version;             /* sm_version: 15.20 is 15020000 */
	bool online;              /* only forms that hold no long lock */
	struct sm_error *e;
	struct sm_pgsql_script script;
	size_t total;             /* ops in the plan */
	struct sm_map said;       /* ids of ops whose comment is written */
	struct sm_map done;       /* ids of ops that were rendered with another */
	struct sm_map item_of;    /* op id -> struct sm_sql_item it is about */
	struct sm_map renamed;    /* old key of a table -> its name by now */
	struct sm_map made;       /* "index schema.name", ...: what came with
	                             another op than its own; "keep ...": what
	                             is noted of it (sql_postgresql_keep.c) */
	size_t kept;              /* how much is noted */
	struct sm_map defaults;   /* sql_postgresql_default.c */
	/* What many ops look for among the items, found once. */
	struct sm_sql_items casts, privileges;
	struct sm_map children;   /* old parent -> struct sm_sql_items */
	const struct sm_op *op;   /* the one at hand */
	const struct sm_sql_item *item; /* what it is about; NULL: nothing known */
};

#define SM_PGSQL_VERSION(major) ((major) * 1000000L)

/*
 * How an op is rendered: by a row for each kind of object and each part.  All
 * return false with the error set (sm_pgsql_refuse).  A NULL function: the op can't
 * be rendered, and is refused.
 *
 * Objects: `o` is the object as it is to become (add), or as the database has it
 * by then, renames of what it refers to included (drop); of a modify both.
 * Parts: `o` is the table (or materialized view) likewise, `part` its part.
 */
struct sm_pgsql_row {
	const char *record; /* NULL: a part */
	enum sm_part part;
	bool (*add)(struct sm_pgsql *, const struct sm_object *o,
	    const void *part);
	bool (*drop)(struct sm_pgsql *, const struct sm_object *o,
	    const void *part);
	/* Only what w->op->changes names differs and is to be changed. */
	bool (*modify)(struct sm_pgsql *, const struct sm_object *old,
	    const struct sm_object *new_, const void *old_part,
	    const void *new_part);
	/* w->op->from is the old name; o and part as they become. */
	bool (*rename)(struct sm_pgsql *, const struct sm_object *o,
	    const void *part);
};
extern const struct sm_pgsql_row sm_pgsql_rows[]; /* ends in SM_PARTS */

/*
 * Texts; all in the arena.  Names are always quoted.
 */
const char *sm_pgsql_name(const struct sm_pgsql *, const char *name);
/* "schema"."name"; schema NULL: the name alone. */
const char *sm_pgsql_qualified(const struct sm_pgsql *, const char *schema,
    const char *name);
/* The object's own; of a routine with its input types: "f"(integer, text). */
const char *sm_pgsql_object_name(const struct sm_pgsql *,
    const struct sm_object *);
const char *sm_pgsql_string(const struct sm_pgsql *, const char *);
/* $$…$$ with a tag that the text doesn't hold. */
const char *sm_pgsql_dollar(const struct sm_pgsql *, const char *);
/* "a", "b" */
const char *sm_pgsql_names(const struct sm_pgsql *, const struct sm_strings *);
/*
 * Is the text of the kind SQL that can stand where it is put, and nothing else
 * (sql_script.h)?  Refuses by `what` ("the default of column x").  Every text
 * from the plan that isn't quoted as a name or a string goes through it: types,
 * defaults, expressions, definitions.
 */
bool sm_pgsql_fits(struct sm_pgsql *, enum sm_fragment, const char *text,
    const char *what);

/* Refuse the op at hand: "… can't be rendered: TEXT"; a hint may follow. */
bool sm_pgsql_refuse(struct sm_pgsql *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The procedure to follow by hand, as the refusal's hint; returns false. */
bool sm_pgsql_procedure(struct sm_pgsql *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Has the op at hand that word among its changes? */
bool sm_pgsql_changes(const struct sm_pgsql *, const char *word);
/* A collation's name as SQL; NULL, refused, where it can't stand there. */
const char *sm_pgsql_collation(struct sm_pgsql *, const char *collation);
/* Has the plan's op been rendered, or begun? */
bool sm_pgsql_is_said(const struct sm_pgsql *, const struct sm_op *);
/* Write the op's comment, if it isn't written yet. */
void sm_pgsql_say_op(struct sm_pgsql *, const struct sm_op *);

/* The item that becomes (was) that table, view, sequence, ..., or NULL. */
struct sm_sql_item *sm_pgsql_relation_new(const struct sm_pgsql *,
    const char *schema, const char *name);
struct sm_sql_item *sm_pgsql_relation_old(const struct sm_pgsql *,
    const char *schema, const char *name);
/* What an old table is called by now. */
const char *sm_pgsql_table_now(const struct sm_pgsql *, const char *schema,
    const char *old_name);

/* Find casts, default privileges and who inherits from whom. */
void sm_pgsql_index_items(struct sm_pgsql *);
/* The tables that inherit from the old one, or are its partitions. */
struct sm_sql_items sm_pgsql_children(const struct sm_pgsql *,
    const struct sm_sql_item *);
void sm_pgsql_table_renamed(struct sm_pgsql *, const char *schema,
    const char *old_name, const char *name);

/*
 * sql_postgresql_access.c: what is said of an object beside its definition.
 * `what` is as in COMMENT ON: "TABLE", "FUNCTION"; `name` as it stands there.
 */
/* All of comment, owner, grants of a new object. */
bool sm_pgsql_add_access(struct sm_pgsql *, const char *what, const char *name,
    const struct sm_object *);
/* Those of them that the op's changes name. */
bool sm_pgsql_modify_access(struct sm_pgsql *, const char *what,
    const char *name, const struct sm_object *old,
    const struct sm_object *new_);
/* COMMENT ON what name IS …; comment NULL takes it away. */
void sm_pgsql_comment(struct sm_pgsql *, const char *what, const char *name,
    const char *comment);
/*
 * GRANT and REVOKE from one state to the other (NULL: as a new object is made,
 * server's defaults included).  column NULL: of the object.
 */
bool sm_pgsql_grants(struct sm_pgsql *, const char *what, const char *name,
    const char *column, const struct sm_grants *old,
    const struct sm_grants *new_);

/*
 * sql_postgresql_sequence.c: AS type START … for CREATE SEQUENCE and an
 * identity's parentheses, "" where nothing is to be said; and what ALTER
 * SEQUENCE (SET … of an identity) must say to get from one to the other.
 */
const char *sm_pgsql_counting(struct sm_pgsql *, const struct sm_counting *);

/*
 * sql_postgresql_column.c: a column as CREATE TABLE and ADD COLUMN have it; then
 * what only statements of their own can say (storage, statistics, comment,
 * grants).
 */
bool sm_pgsql_column_text(struct sm_pgsql *, struct sm_buf *,
    const struct sm_object *table, const struct sm_column *);
bool sm_pgsql_column_rest(struct sm_pgsql *, const struct sm_object *table,
    const struct sm_column *);

/*
 * sql_postgresql_constraint.c: CONSTRAINT name … of a key (primary or unique),
 * a check, an exclusion, a foreign key, as CREATE TABLE and ADD have it; then
 * the comments on it.
 */
bool sm_pgsql_constraint_text(struct sm_pgsql *, struct sm_buf *, enum sm_part,
    const struct sm_object *table, const void *part);
bool sm_pgsql_constraint_rest(struct sm_pgsql *, enum sm_part,
    const struct sm_object *table, const void *part);

/*
 * sql_postgresql_key.c: the keys that the plan adds to a table, the item's, that
 * is about to be attached to a parent which has them: done with that op.
 */
bool sm_pgsql_make_part_keys(struct sm_pgsql *, const struct sm_object *table);

/*
 * sql_postgresql_index.c: make it whole, with comment and the rest; on a
 * partitioned table ON ONLY; attach: to the parent's index.
 */
bool sm_pgsql_make_index(struct sm_pgsql *, const struct sm_object *table,
    const struct sm_index *, bool attach);

#endif
