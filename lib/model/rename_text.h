/*
 * Names in SQL given new ones, where it is clear what they stand for.  Inside
 * the model; what others use is in model/rename.h.
 */
#ifndef SM_MODEL_RENAME_TEXT_H
#define SM_MODEL_RENAME_TEXT_H

#include "model/rename.h"
#include "model/schema.h"
#include "model/value_rename.h"

/* A table that gets a new name, or whose columns do. */
struct sm_renamed_table {
	const struct sm_object *object; /* the table or view before; may be NULL */
	const char *to;                 /* its new name; NULL: keeps its own */
	struct sm_renamed_column {
		const char *from, *to;
	} *v;
	size_t n, cap;
};

/* All renames of a plan, and the objects that they are made in. */
struct sm_rename_set {
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	struct sm_map tables;  /* sm_rename_key -> struct sm_renamed_table */
	struct sm_map objects; /* the same -> struct sm_object: relations */
	struct sm_map columns; /* folded names, before and after, of columns */
	struct sm_map values;  /* key of an enum -> struct sm_value_renames */
};

/* The key of a table in both maps. */
const char *sm_rename_key(const struct sm_rename_set *, const char *schema,
    const char *table);
const struct sm_renamed_table *sm_renamed_table(const struct sm_rename_set *,
    const char *schema, const char *table);
/* The new name of a column of the table, or the name itself. */
const char *sm_renamed_column(const struct sm_rename_set *,
    const struct sm_renamed_table *, const char *column);

/*
 * The text of an expression of the table itself (a check, a generated column,
 * a predicate).  The text itself where nothing changes; NULL stays NULL.
 */
const char *sm_rename_expression(const struct sm_rename_set *,
    const struct sm_object *table, const char *text);
/*
 * The definition of a view or trigger.  A column is renamed only where every
 * place that may mean it is clear; else all columns keep their names there.
 */
const char *sm_rename_definition(const struct sm_rename_set *,
    const struct sm_object *);

/* rename_value.c: note the rename of an enum's value. */
void sm_rename_note_value(struct sm_rename_set *, const struct sm_rename *);
/*
 * A copy in whose texts the renamed values have their new labels; the object
 * itself where none is shown.
 */
struct sm_object *sm_rename_values(const struct sm_rename_set *,
    struct sm_object *);

#endif
