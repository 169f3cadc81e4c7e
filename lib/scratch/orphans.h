/*
 * Processes of a server whose first process is gone.
 */
#ifndef SM_SCRATCH_ORPHANS_H
#define SM_SCRATCH_ORPHANS_H

#include <sys/types.h>

/*
 * Kill those of the user that work in the directory, where the system tells
 * (/proc); returns how many there were.
 */
int sm_orphans_kill(uid_t, const char *dir);

#endif
