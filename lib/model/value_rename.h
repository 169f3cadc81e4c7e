/*
 * An enum's values under other names: what MODIFY_ENUM's renamed_values says.
 */
#ifndef SM_MODEL_VALUE_RENAME_H
#define SM_MODEL_VALUE_RENAME_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/list.h"

struct sm_value_rename {
	const char *from, *to;
};
struct sm_value_renames {
	struct sm_value_rename *v;
	size_t n, cap;
};

/* Read the member renamed_values of an op; absent: empty. */
bool sm_value_renames_read(struct sm_arena *, const json_t *,
    struct sm_value_renames *, struct sm_error *);
/* Append ,"renamed_values":[...] unless there are none. */
void sm_value_renames_write(struct sm_buf *, const struct sm_value_renames *);
/* The same pairs the other way round. */
struct sm_value_renames sm_value_renames_turn(struct sm_arena *,
    const struct sm_value_renames *);

/*
 * The values under their new names, all at once (two may be swapped), added to
 * out.  NULL if that can be; else what is wrong, in words: out is then of no
 * use but as a guess.
 */
const char *sm_values_rename(struct sm_arena *, const struct sm_strings *,
    const struct sm_value_renames *, struct sm_strings *out);

#endif
