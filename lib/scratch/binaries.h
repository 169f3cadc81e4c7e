/*
 * Where the server's programs are.
 */
#ifndef SM_SCRATCH_BINARIES_H
#define SM_SCRATCH_BINARIES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

struct sm_engine;

struct sm_binaries {
	const char *dir;
	const char *maker;   /* the engine's maker, or its server */
	const char *libdir;  /* for LD_LIBRARY_PATH; NULL: none */
	const char *version; /* "15.4" */
	const char *text;    /* the whole of what --version says */
};

/*
 * The newest there are, or of that version; in that directory where one is
 * named.
 */
bool sm_binaries_find(struct sm_arena *, const struct sm_engine *,
    const char *version, const char *bindir, struct sm_binaries *,
    struct sm_error *);
/* The environment of the server's programs: nothing of ours that bends them. */
char **sm_binaries_env(struct sm_arena *, const struct sm_binaries *);

#endif
