/*
 * What the judge reads of a plan: how many ops of which form there are, and
 * which names became which.
 *
 * The expectation of rows follows the plan in this question alone: where the
 * tools made a DROP and an ADD of what the generator renamed (a name too far
 * from the old one), the rows go; where they made a rename of what it dropped
 * and added, they stay.  Both are right: no tool can know better.
 */
#ifndef RT_PLAN_H
#define RT_PLAN_H

#include "base/arena.h"
#include "base/list.h"

struct plan_rename {
	const char *old_table, *new_table;
	const char *old_column, *new_column; /* NULL: of the table itself */
};
struct plan_form {
	const char *form; /* "ADD_TABLE", "MODIFY_COLUMN type" */
	const char *object; /* table or name it is about */
	int count;
};
struct plan_summary {
	SM_LIST(struct plan_rename) renames;
	SM_LIST(struct plan_form) forms;
	int ops;
	const char *first; /* text of the first op */
};

/* Read the plan in a file; false where it is none. */
int plan_read(struct sm_arena *, const char *path, struct plan_summary *);

/*
 * The name in the source schema that became `table` (and `column` of it) in the
 * target schema; NULL where it is new.  down: the target is the old schema.
 * The caller checks that the source has it.
 */
const char *plan_table_from(const struct plan_summary *, int down,
    const char *table);
const char *plan_column_from(const struct plan_summary *, int down,
    const char *table, const char *column);

#endif
