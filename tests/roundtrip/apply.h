/*
 * Running a script as the plain client does.
 */
#ifndef RT_APPLY_H
#define RT_APPLY_H

#include "tools.h"

/*
 * Run the SQL in the file on the database: with `sqlite3 db <file`, or as it
 * does in this process; both go on after an error.  NULL, or the messages.
 */
const char *apply(struct sm_arena *, const struct tools *, const char *db,
    const char *file, bool shell);

#endif
