/*
 * Which foreign keys the rows may violate.
 */
#ifndef RT_EXPECT_KEYS_H
#define RT_EXPECT_KEYS_H

#include "expect.h"

/*
 * MUST_FAIL where rows violate a foreign key that is new in the target;
 * MAY_FAIL where a key that was there is violated more than before, or can't
 * be checked.
 */
enum outcome expect_keys(struct sm_arena *, sqlite3 *from,
    const struct db_catalog *, sqlite3 *to, const struct db_catalog *,
    const struct plan_summary *, int down, const char **why);

#endif
