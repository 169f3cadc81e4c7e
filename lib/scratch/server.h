/*
 * One server, from its data directory to its end; the watcher's work.
 */
#ifndef SM_SCRATCH_SERVER_H
#define SM_SCRATCH_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "scratch/binaries.h"
#include "scratch/identity.h"

struct sm_engine;

struct sm_server {
	struct sm_arena *arena;
	const struct sm_engine *engine;
	struct sm_binaries binaries;
	struct sm_identity who;
	const struct sm_strings *settings;
	const char *locale;
	const char *dir;  /* NULL: not yet */
	const char *data; /* dir/data */
	int log;          /* what its programs write */
	off_t told;       /* up to here nobody wants to read it */
	pid_t pid;        /* 0: it doesn't run */

	/* set by the watcher: what waits, and returns false where all is over */
	bool (*wait)(struct sm_server *, int ms);
	struct sm_watch *watch;
	int mail;
};

/* Make dir, and start what writes to log there. */
bool sm_server_place(struct sm_server *, struct sm_error *);
/* Fill data: by copying a template where there is one (and fresh is false). */
bool sm_server_data(struct sm_server *, bool fresh, bool *copied,
    struct sm_error *);
/* Fill data by the engine's own program. */
bool sm_server_make(struct sm_server *, struct sm_error *);
/* Start it, and wait until it answers. */
bool sm_server_start(struct sm_server *, struct sm_error *);
/* Has it died?  Then it is reaped. */
bool sm_server_died(struct sm_server *);
/*
 * Stop it, if need be by force, with all that it has started, and remove the
 * directory; also one that isn't our child.  False: something is left.
 */
bool sm_server_end(struct sm_server *);

/* A file in the data directory that the server writes for others, or NULL. */
char *sm_server_file(const struct sm_server *, const char *name);
/* The last lines of the log, each sent as mail; a hint to what they say. */
void sm_server_tell_log(const struct sm_server *);
const char *sm_server_log_hint(const struct sm_server *);
/* A path as it stands in a URL. */
const char *sm_server_url_path(struct sm_arena *, const char *path);

#endif
