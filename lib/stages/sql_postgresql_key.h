/*
 * What the files of PostgreSQL's constraints and indexes share.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_KEY_H
#define SM_STAGES_SQL_POSTGRESQL_KEY_H

#include "stages/sql_postgresql_rows.h"

/*
 * The table at hand, by the name that it has by now: "schema"."name".  o is the
 * table of a part (w->item's, or one that is being made).
 */
const char *sm_pgsql_table_here(const struct sm_pgsql *,
    const struct sm_object *o);
/* The name that a part has by now, which OLD called so. */
const char *sm_pgsql_part_now(const struct sm_pgsql *, enum sm_part,
    const char *old_name);
/* Refuse a change that no statement makes; returns false. */
bool sm_pgsql_unknown_change(struct sm_pgsql *, const char *word);
/* ALTER TABLE ... RENAME CONSTRAINT, as the op at hand says. */
bool sm_pgsql_rename_constraint(struct sm_pgsql *, const struct sm_object *);
bool sm_pgsql_drop_constraint(struct sm_pgsql *, const struct sm_object *,
    enum sm_part, const void *part);
/* COMMENT ON CONSTRAINT; comment NULL takes it away. */
void sm_pgsql_constraint_comment(struct sm_pgsql *, const struct sm_object *,
    const char *name, const char *comment);
/* Is the op at hand, which stands whole, one that can't be made in place? */
bool sm_pgsql_anew(const struct sm_pgsql *);

/*
 * sql_postgresql_index_text.c: what indexes and constraints have in common.
 */
/* (key, ...), the operators of an exclusion constraint included. */
bool sm_pgsql_index_keys(struct sm_pgsql *, struct sm_buf *,
    const struct sm_index_keys *);
/* " INCLUDE (...)", " WITH (...)", each "" where there is nothing to say. */
const char *sm_pgsql_including(const struct sm_pgsql *,
    const struct sm_strings *);
const char *sm_pgsql_with(const struct sm_pgsql *, const struct sm_options *);
/* " ON ... USING ...": all of CREATE INDEX after the index's name. */
bool sm_pgsql_index_text(struct sm_pgsql *, struct sm_buf *,
    const char *table, bool only, const struct sm_index *);
/* The index of a primary key or unique constraint; of an exclusion. */
struct sm_index sm_pgsql_index_of_key(const struct sm_pgsql *,
    const struct sm_key *);
struct sm_index sm_pgsql_index_of_exclusion(const struct sm_exclusion *);
/* The statistics target of a key; -1: the default. */
long sm_pgsql_statistics(const struct sm_index_key *);
/* The keys' statistics targets, and the comment. */
void sm_pgsql_index_rest(struct sm_pgsql *, const struct sm_object *table,
    const struct sm_index *);

/* sql_postgresql_key.c: a key, attached to its parent's if it is a part. */
bool sm_pgsql_add_key(struct sm_pgsql *, enum sm_part, const struct sm_object *,
    const void *part);

/*
 * sql_postgresql_index_modify.c: ALTER INDEX for a word of the op's changes;
 * index is what the index is called by now.  *known: was it such a word?
 */
bool sm_pgsql_index_modify(struct sm_pgsql *, const struct sm_object *table,
    const char *index, const struct sm_index *old, const struct sm_index *new_,
    const char *word, bool *known);

/*
 * sql_postgresql_parts.c: indexes and keys of partitioned tables.  A part is a
 * partition's index (key) that is attached to its parent's.
 */
/* Is the table one that has partitions? */
bool sm_pgsql_is_parent(const struct sm_object *);
/* Is the table of the item a partition at this place of the script? */
bool sm_pgsql_is_partition_now(const struct sm_pgsql *,
    const struct sm_sql_item *);
/*
 * Are there ops to come that give partitions their parts of that index (key) of
 * the table?  Then it is made ON ONLY the parent.
 */
bool sm_pgsql_parts_follow(const struct sm_pgsql *, enum sm_part,
    const struct sm_object *table, const void *part);
/*
 * Let partitions leave the table that the plan takes off it later: what is made
 * ON ONLY the parent becomes valid when a part is attached, and all have one;
 * that one has left isn't looked at (tablecmds.c, validatePartitionedIndex).
 */
void sm_pgsql_leave_first(struct sm_pgsql *, const struct sm_object *table);
/*
 * Attach what parts are there already to the one that was made ON ONLY, and
 * make those that no op makes.
 */
bool sm_pgsql_attach_parts(struct sm_pgsql *, enum sm_part,
    const struct sm_object *table, const void *part);
/*
 * Attach the part, which was just made or is to be one, to its parent's, if
 * that is there and the table is a partition now.
 */
void sm_pgsql_attach_part(struct sm_pgsql *, enum sm_part,
    const struct sm_object *table, const void *part);
/* Has the parent a key, by now, of which this one is a part? */
bool sm_pgsql_has_parent_key(const struct sm_pgsql *, enum sm_part,
    const struct sm_object *table, const void *part);
/*
 * What becomes of a part that is to go: the parent's takes it along, it must be
 * dropped by itself, either of both (which comes first isn't known), or it
 * can't go.
 */
enum sm_pgsql_going {
	SM_PGSQL_GOES_ALONE,
	SM_PGSQL_GOES_ALONG,
	SM_PGSQL_GOES_MAYBE,
	SM_PGSQL_STAYS
};
enum sm_pgsql_going sm_pgsql_going(const struct sm_pgsql *, enum sm_part,
    const void *part);
/* An index, or the index of a key, of that name was made (w->made). */
void sm_pgsql_index_made(struct sm_pgsql *, const struct sm_object *table,
    const char *name);

/*
 * sql_postgresql_online.c: forms that hold no long lock.
 */
/* Can an index of the table be built beside its writers, by the op at hand? */
bool sm_pgsql_can_build(const struct sm_pgsql *,
    const struct sm_object *table);
/* Say that writers wait, where that can't be helped. */
void sm_pgsql_say_locked(struct sm_pgsql *, const struct sm_object *table);
/* CREATE INDEX CONCURRENTLY under that name, and require that it is valid. */
bool sm_pgsql_build(struct sm_pgsql *, const struct sm_object *table,
    const struct sm_index *, const char *name);
/* The index, a name as SQL, is there and valid: else the script fails. */
void sm_pgsql_require_valid(struct sm_pgsql *, const char *index);
/*
 * A drop that nothing guards is one of a name of our own: give_way renames the
 * index in the transaction at hand, drop_given_way drops it behind that.
 * Before both: drop_left_over, should a script's leftover have the name.
 */
void sm_pgsql_drop_left_over(struct sm_pgsql *, const char *schema,
    const char *name);
void sm_pgsql_give_way(struct sm_pgsql *, const char *schema,
    const char *name);
void sm_pgsql_drop_given_way(struct sm_pgsql *, const char *schema,
    const char *name);
/* A name of ours for what is made in the place of what has that name. */
const char *sm_pgsql_new_name(const struct sm_pgsql *, const char *name);
/* Is it a name of ours, online: may the thing be gone when it is dropped? */
bool sm_pgsql_is_left_over(const struct sm_pgsql *, const char *name);
/*
 * Can a check or foreign key be added NOT VALID and be validated after that, by
 * the op at hand?
 */
bool sm_pgsql_can_validate_later(const struct sm_pgsql *);
void sm_pgsql_validate(struct sm_pgsql *, const struct sm_object *table,
    const char *name);
/*
 * A check or foreign key that was made NOT VALID under a name of ours
 * (sm_pgsql_new_name) is validated and takes the place of the old one.
 */
void sm_pgsql_swap_constraint(struct sm_pgsql *, const struct sm_object *table,
    const char *old_name, const char *made, const char *name);

/*
 * sql_postgresql_uses.c: CLUSTER ON and REPLICA IDENTITY that name the index,
 * which was made again.
 */
void sm_pgsql_index_uses(struct sm_pgsql *, const struct sm_object *table,
    const char *name);

#endif
