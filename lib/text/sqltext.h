/*
 * Do two pieces of SQL say the same?  A dialect's spelling that carries no
 * meaning is taken out before they are compared: blanks, comments, the case of
 * keywords and (where the dialect folds) of bare names, which quote a name has
 * and whether it has one at all, parentheses around the whole.  Nothing that
 * could mean something else is touched: a doubtful case is a difference.
 */
#ifndef SM_TEXT_SQLTEXT_H
#define SM_TEXT_SQLTEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/list.h"
#include "text/dialect.h"

/*
 * The names that the plan's renames give to columns and tables, applied to a
 * text before it is compared: a token that is the name `from` becomes `to`,
 * all at once, so that two names may change places.  Which table a column is of
 * can't be seen from a token: the caller has made sure that no other column of
 * that name is in reach.
 *
 * A column's name is not one before a dot (a.x) nor one that is called (a()).
 * A table's name is every one before a dot and every one that stands alone;
 * after a dot (public.a) or before a parenthesis (a (x, y)) it is one only
 * where FROM, JOIN, INTO, UPDATE, TABLE, ONLY, REFERENCES or (after a dot) ON
 * leads to it.  A reserved word that isn't quoted is no name.
 */
struct sm_renaming {
	const char *from, *to; /* names, unquoted */
	bool is_table;         /* of a table, else of a column */
};
struct sm_renamings {
	struct sm_renaming *v;
	size_t n, cap;
};

/*
 * The normal form of text: equal exactly for texts that say the same.  NULL
 * stays NULL.  renamings may be NULL.  The form is for comparing and for
 * digests, never for a server.
 */
const char *sm_sql_normal(struct sm_arena *, const struct sm_dialect *,
    const char *text, const struct sm_renamings *);

/*
 * The same for a column's default: also 1, (1) and +1; SQLite: foo and "foo",
 * which there are the string 'foo'; MySQL, MariaDB: now(), current_timestamp()
 * and CURRENT_TIMESTAMP.  The default NULL is "null".
 */
const char *sm_default_normal(struct sm_arena *, const struct sm_dialect *,
    const char *text, const struct sm_renamings *);

/*
 * Does the text mention that name as a whole token (bare or quoted), of a
 * table, a column or anything else?  Words that are never names don't count.
 */
bool sm_sql_mentions(const struct sm_dialect *, const char *text,
    const char *name);

/* The text with surrounding blanks, comments and whole-text parentheses off. */
const char *sm_sql_unwrap(struct sm_arena *, const struct sm_dialect *,
    const char *text);

#endif
