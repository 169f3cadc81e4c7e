/*
 * What the files of PostgreSQL's tables, columns and sequences share.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_TABLE_H
#define SM_STAGES_SQL_POSTGRESQL_TABLE_H

#include "stages/sql_postgresql_rows.h"
#include "stages/sql_postgresql_type.h"

/* The table's name as it stands by now in the script, qualified. */
const char *sm_pgsql_table_name(const struct sm_pgsql *,
    const struct sm_sql_item *);
/* What the old table's column is called by now. */
const char *sm_pgsql_column_called(const struct sm_pgsql *,
    const struct sm_sql_item *, const char *old_name);
void sm_pgsql_column_renamed(struct sm_pgsql *, const struct sm_sql_item *,
    const char *old_name, const char *name);


/*
 * sql_postgresql_table_options.c: options and parameters.  add: what CREATE
 * TABLE can't say; modify: does nothing for a word that is none of theirs.
 */
bool sm_pgsql_table_options_add(struct sm_pgsql *, const struct sm_object *);
bool sm_pgsql_table_option_modify(struct sm_pgsql *, const char *table,
    const struct sm_object *old, const struct sm_object *new_,
    const char *word, bool *known);
/* (a='1', b='2') */
const char *sm_pgsql_parameters(const struct sm_pgsql *,
    const struct sm_options *);
/* Can the index be named now, and isn't by its own op (sm_pgsql_make_index)? */
bool sm_pgsql_index_is_there(const struct sm_pgsql *,
    const struct sm_sql_item *table, const char *index);

/* sql_postgresql_partition.c: parents. */
/* Make the table a partition, with the parts of indexes that it must have. */
bool sm_pgsql_attach(struct sm_pgsql *, const char *table,
    const struct sm_object *);
/* The words partition_of, bound, inherits, of_type. */
bool sm_pgsql_modify_parents(struct sm_pgsql *, const char *table,
    const struct sm_object *new_);
/*
 * What the table at hand has from a parent can't be changed or dropped before
 * it leaves that: if the part is such a one, and the plan lets the table leave
 * later, it does so here.
 */
void sm_pgsql_leave_parents(struct sm_pgsql *, enum sm_part, const void *of);
/* The same whatever it is for. */
void sm_pgsql_leave_now(struct sm_pgsql *);
/* The column of a parent that the plan knows, as it becomes; or NULL. */
const struct sm_column *sm_pgsql_parent_column(const struct sm_pgsql *,
    const struct sm_object *child, const char *column);

/* sql_postgresql_column.c: what stands behind DEFAULT; NULL: it was refused. */
const char *sm_pgsql_default(struct sm_pgsql *, const char *text);

/* sql_postgresql_column_options.c */
bool sm_pgsql_column_option_modify(struct sm_pgsql *, const char *table,
    const struct sm_column *old, const struct sm_column *new_,
    const char *word, bool *known);
/* A statement about the column's NOT NULL, whose name the server knows: %I. */
void sm_pgsql_not_null_run(struct sm_pgsql *, const char *table,
    const struct sm_column *, const char *statement);

/* sql_postgresql_retype.c: type, collation and default. */
bool sm_pgsql_retype(struct sm_pgsql *, const char *table,
    const struct sm_object *old_table, const struct sm_object *new_table,
    const struct sm_column *old, const struct sm_column *new_);

/* sql_postgresql_identity.c */
bool sm_pgsql_identity_text(struct sm_pgsql *, struct sm_buf *,
    const struct sm_object *table, const struct sm_column *);
/* From 17 on a partition counts with its parent's sequence. */
bool sm_pgsql_identity_is_parents(const struct sm_pgsql *,
    const struct sm_object *table, const struct sm_column *);
/* The table, or this column of its old ones, was renamed. */
void sm_pgsql_identity_renamed(struct sm_pgsql *, const struct sm_sql_item *,
    size_t column);
/* Grants and comment of an identity's sequence that was just made. */
bool sm_pgsql_identity_rest(struct sm_pgsql *, const struct sm_object *table,
    const struct sm_column *);
/* What goes before a type can change, and what comes after. */
bool sm_pgsql_identity_goes(struct sm_pgsql *, const char *table,
    const struct sm_column *old, const struct sm_column *new_);
bool sm_pgsql_identity_comes(struct sm_pgsql *, const char *table,
    const struct sm_object *new_table, const struct sm_column *old,
    const struct sm_column *new_);
/* Take the identity off whose sequence has that name, if there is one. */
bool sm_pgsql_identity_makes_room(struct sm_pgsql *,
    const struct sm_object *sequence);
/* The column's sequence goes on after the last number in use. */
void sm_pgsql_go_on_counting(struct sm_pgsql *, const char *table,
    const char *column);

/*
 * sql_postgresql_sequence.c: an ALTER statement with what differs, each of its
 * clauses with the prefix; sequence: an SQL expression of its name.
 */
bool sm_pgsql_change_counting(struct sm_pgsql *, const char *alter,
    const char *sequence, const char *prefix, const struct sm_counting *old,
    const struct sm_counting *new_, const char *type);

#endif
