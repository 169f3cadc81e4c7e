/*
 * The directory in which all that a server leaves is.
 */
#ifndef SM_SCRATCH_PLACE_H
#define SM_SCRATCH_PLACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

struct sm_identity;

/*
 * Make it, for nobody but who: in $TMPDIR, or in /tmp where that won't do (then
 * instead says why).  A socket of that name must fit into the length that
 * sockets' paths may have.
 */
bool sm_place_make(struct sm_arena *, const struct sm_identity *who,
    const char *socket, const char **dir, const char **instead,
    struct sm_error *);
/*
 * Open the log in it, and hold that as long as this process lives: so it can be
 * seen that somebody will remove the directory.  -1 with errno.
 */
int sm_place_log(struct sm_arena *, const char *dir);
/*
 * Remove those beside dir that are who's and that nobody will remove any more,
 * since all who should have were killed at once.
 */
void sm_place_sweep(const struct sm_identity *who, const char *dir);
/* Remove it with all that is in it; true: it is gone. */
bool sm_place_remove(const char *dir);

#endif
