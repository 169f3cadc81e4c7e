/*
 * Processes of a server whose first process is gone.
 */
#ifndef SM_SCRATCH_ORPHANS_H
#define SM_SCRATCH_ORPHANS_H

#include <sys/types.h>

/*
 * Send a signal (0: none) to those of the user that work in the directory;
 * returns how many there were, -1 where the system doesn't tell (/proc).
 */
int sm_orphans(uid_t, const char *dir, int signal);

#endif
