/*
 * What the schema becomes when the ops present are applied to the old objects,
 * and nothing else (design, section 2, rule 4).  For sm-sql's renderers only.
 */
#ifndef SM_STAGES_SQL_TARGET_H
#define SM_STAGES_SQL_TARGET_H

#include <stdbool.h>

#include "base/error.h"
#include "base/map.h"
#include "model/plan.h"
#include "model/rename.h"

/* Which parts of a table's old lists an op takes away; NULL: none. */
struct sm_sql_gone {
	bool *columns, *uniques, *checks, *exclusions, *foreign_keys,
	    *indexes;
	bool primary_key;
};

/* An object of the database, before and after. */
struct sm_sql_item {
	const struct sm_change *change;
	struct sm_object *old;    /* as the database has it; NULL: not yet */
	struct sm_object *moved;  /* old, after the plan's renames; in its lists
	                             all is in the same places */
	struct sm_object *target; /* what it becomes; NULL: it goes */
	struct sm_op *whole;      /* the op that adds, drops or replaces all of
	                             it; NULL: none */
	struct sm_ops ops;        /* all that are about it or a part of it */
	struct sm_sql_gone gone;
	bool down; /* the renderer's: it is taken down for a while, or goes */
};
struct sm_sql_items {
	struct sm_sql_item **v;
	size_t n, cap;
};

struct sm_sql_target {
	struct sm_plan *plan;
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	struct sm_sql_items items;
	struct sm_map by_old, by_target; /* record and name -> item */
	struct sm_map by_new;  /* the same of change.new -> change */
	struct sm_map renamed; /* key of a table's new name -> its op */
	struct sm_rename_list renames;
	struct sm_map found; /* id of an op -> the part in `moved` that it is
	                        about: the server knows it by that name */
	struct sm_ops ops;  /* what is rendered, by step */
	struct sm_ops idle; /* what isn't, since its causes are gone */
};

/*
 * Apply the plan's ops.  False with the error set where one can't be: what it
 * is about is not there, half a pair, an op that we don't know.
 */
bool sm_sql_target(struct sm_plan *, struct sm_sql_target *,
    struct sm_error *);

/*
 * Does everything in the target have what it needs (sql_check.c)?  What the new
 * schema itself has broken may be so.
 */
bool sm_sql_check(const struct sm_sql_target *, struct sm_error *);

/* A map from the id of each op to the item that it is about. */
void sm_sql_items_of_ops(const struct sm_sql_target *, struct sm_map *);

/* The item whose old (target) object has that kind and name, or NULL. */
struct sm_sql_item *sm_sql_old(const struct sm_sql_target *,
    const char *record, const char *schema, const char *name);
struct sm_sql_item *sm_sql_new(const struct sm_sql_target *,
    const char *record, const char *schema, const char *name);
/* Of a target's tables and whatever shares their name space. */
struct sm_sql_item *sm_sql_relation(const struct sm_sql_target *,
    const char *schema, const char *name);

/* Do the two parts of one shape say the same? */
bool sm_sql_same_part(const struct sm_sql_target *, enum sm_part,
    const void *, const void *);
/* "index i_email", "foreign key (org_id)": a part in words; printable. */
const char *sm_sql_part_words(const struct sm_sql_target *, enum sm_part,
    const void *part);
/* "column users.email", "view v". */
const char *sm_sql_object_words(const struct sm_sql_target *,
    const struct sm_object *);

/* A list of parts in struct sm_object. */
struct sm_sql_list {
	enum sm_part part;
	size_t offset;      /* of the list in struct sm_object */
	size_t gone;        /* of its marks in struct sm_sql_gone */
	size_t name;        /* of the name in the part */
};
/* By part; NULL for the primary key, which is no list. */
const struct sm_sql_list *sm_sql_list(enum sm_part);

/* Any list of parts, seen without its element type (base/list.h). */
struct sm_sql_any {
	char *v;
	size_t n, cap;
};
/* The list itself, in the object. */
struct sm_sql_any *sm_sql_parts(struct sm_object *,
    const struct sm_sql_list *);
/* Its i-th element. */
void *sm_sql_part(const struct sm_object *, const struct sm_sql_list *,
    size_t i);
/* The name of a part, or NULL. */
const char *sm_sql_part_name(const struct sm_sql_list *, const void *part);

/*
 * Take from `from` into `to`, both of the shape, what the op's changes name:
 * fields, or single options.
 */
bool sm_sql_take_fields(struct sm_sql_target *, struct sm_op *,
    const struct sm_shape *, const void *from, void *to, struct sm_error *);

/*
 * Apply one op of a part of a table (sql_apply.c).  MODIFY and RENAME change
 * the target; DROP marks what is gone; ADD is for sm_sql_apply_add, once all
 * that is gone has been taken out.
 */
bool sm_sql_apply_change(struct sm_sql_target *, struct sm_sql_item *,
    struct sm_op *, struct sm_error *);
void sm_sql_apply_gone(struct sm_sql_target *, struct sm_sql_item *);
bool sm_sql_apply_add(struct sm_sql_target *, struct sm_sql_item *,
    struct sm_op *, struct sm_error *);
/* Move a column to its place, where the op says one. */
bool sm_sql_apply_place(struct sm_sql_target *, struct sm_sql_item *,
    struct sm_op *, struct sm_error *);

/* sql_needs.c: let the targets' needs be those of what they have. */
void sm_sql_settle_needs(const struct sm_sql_target *);
/* sql_inherit.c: let what inherits from a table have what its ops do to it. */
void sm_sql_hand_down(struct sm_sql_target *);

/* Set an error about the op, with its line; returns false. */
bool sm_sql_refuse(const struct sm_sql_target *, const struct sm_op *,
    struct sm_error *, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
