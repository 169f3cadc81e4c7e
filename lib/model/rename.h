/*
 * Giving objects new names: what a RENAME does to everything that refers to the
 * renamed table or column.  sm-renames compares with the result, sm-sql builds
 * its target with it.
 */
#ifndef SM_MODEL_RENAME_H
#define SM_MODEL_RENAME_H

#include "model/schema.h"

/* One rename; column NULL: of the table itself. */
struct sm_rename {
	const char *schema, *table; /* the table as OLD names it */
	const char *column;         /* as OLD names it */
	const char *to;             /* the new name of the table or column */
	bool is_value; /* the table is an enum, and the column one of its
	                  values */
};
struct sm_rename_list {
	struct sm_rename *v;
	size_t n, cap;
};

/*
 * Copies of the objects with all renames applied at once (so that two names may
 * be swapped): the names themselves, columns of keys, indexes and foreign keys
 * on both sides, needs; and, where the dialect rewrites texts by itself
 * (dialect->rewrites_text), the texts: of the table's own checks, defaults,
 * generated columns, predicates; of views and triggers only names that their
 * needs make unambiguous.  Of an enum's renamed value only the texts that show
 * it follow, not the enum itself.  An object that nothing touches is returned as it is.
 * Objects are not sorted anew and keep their old `text` only if untouched.
 */
void sm_objects_rename(struct sm_arena *, const struct sm_dialect *,
    const struct sm_objects *in, const struct sm_rename_list *,
    struct sm_objects *out);

/* The text with names replaced, quoted where they must be; see sqltext.h. */
struct sm_renamings;
const char *sm_sql_rename(struct sm_arena *, const struct sm_dialect *,
    const char *text, const struct sm_renamings *);

#endif
