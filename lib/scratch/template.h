/*
 * Data directories that were made once, to be copied: making one takes a second
 * or more, copying it a tenth.  They are kept where other programs keep what
 * they can make anew ($XDG_CACHE_HOME/smartmigrate), as KEY/data beside
 * KEY/manifest, which says how much there is.  A template appears whole, by
 * rename(2); one that isn't what its manifest says, or isn't ours, is not used.
 */
#ifndef SM_SCRATCH_TEMPLATE_H
#define SM_SCRATCH_TEMPLATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

struct sm_identity;

/* The cache's directory; -1: there is none, and why. */
int sm_template_cache(struct sm_arena *, const char **why);
/* Copy the template into the empty directory to, as who's. */
enum sm_template_use {
	SM_TEMPLATE_USED,
	SM_TEMPLATE_NONE,   /* there is none yet */
	SM_TEMPLATE_DAMAGED, /* or another's; the error says what */
	SM_TEMPLATE_NO_ROOM /* or no way to write the copy */
};
enum sm_template_use sm_template_copy(int cache, const char *key, int to,
    const struct sm_identity *who, struct sm_error *);
/* Keep a copy of what is in directory from (who's) under the key. */
bool sm_template_keep(int cache, const char *key, int from,
    const struct sm_identity *who, struct sm_error *);
/* Take it away, that another can come. */
void sm_template_drop(int cache, const char *key);

#endif
