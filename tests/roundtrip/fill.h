/*
 * Rows for any database, made from what its catalog says.
 */
#ifndef RT_FILL_H
#define RT_FILL_H

#include "database.h"
#include "random.h"

/* Fill the tables: NULLs, duplicates, orphans, the longest values; some stay
   empty, some rows are deleted again. */
void rt_fill(struct sm_arena *, sqlite3 *, struct rt_random *);

#endif
