/*
 * Whole directories: copied and removed, by descriptors, never through a
 * symbolic link: as root this happens beside files of others.
 */
#ifndef SM_SCRATCH_TREE_H
#define SM_SCRATCH_TREE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

struct sm_tree_copy {
	uid_t from_owner;     /* all that is copied must be this user's */
	uid_t uid;            /* whose the copy is */
	gid_t gid;
	unsigned long files;  /* counted */
	unsigned long long bytes;
	bool source_is_bad;   /* of a failure: it isn't for want of room */
};

/* Copy what is in directory from into the empty directory to. */
bool sm_tree_copy(int from, int to, struct sm_tree_copy *, struct sm_error *);
/* Remove name, whatever it is, from directory at; true: it is gone. */
bool sm_tree_remove(int at, const char *name);
/* Open the directory name in at, no link; -1 with errno. */
int sm_tree_open(int at, const char *name);

#endif
