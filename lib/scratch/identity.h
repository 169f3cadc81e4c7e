/*
 * Who the server runs as: servers refuse to be root.
 */
#ifndef SM_SCRATCH_IDENTITY_H
#define SM_SCRATCH_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"

struct sm_identity {
	uid_t uid;
	gid_t gid;
	bool other;       /* not who we are: root becomes it */
	const char *name; /* for messages */
};

/* The first of the users that there is where we are root, else ourselves. */
bool sm_identity_find(struct sm_arena *, const char *const *users,
    struct sm_identity *, struct sm_error *);
/* Be it for good; false with errno. */
bool sm_identity_become(const struct sm_identity *);
/* May it enter the directory? */
bool sm_identity_enters(const struct sm_identity *, const char *dir);

#endif
