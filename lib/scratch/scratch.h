/*
 * A private throw-away server for the time that one command runs.
 *
 * Two processes share the work.  The one that calls sm_scratch_run starts the
 * command, passes signals on to it and waits for it.  The other, the watcher
 * (scratch/watcher.h), makes, starts, stops and removes the server; it reads a
 * pipe whose other end only the first one holds.  When that end closes, for
 * whatever reason, SIGKILL among them, the watcher takes everything away; when
 * the watcher is killed, the first one does.
 */
#ifndef SM_SCRATCH_SCRATCH_H
#define SM_SCRATCH_SCRATCH_H

#include <stdbool.h>

#include "base/error.h"
#include "base/list.h"

/* The variable in which the command finds the server. */
#define SM_SCRATCH_URL "SM_SCRATCH_URL"

enum sm_scratch_word {
	SM_SCRATCH_STEP,   /* what is being done, with times */
	SM_SCRATCH_WARNING,
	SM_SCRATCH_LOG     /* a line that the server wrote, of a failure */
};

struct sm_scratch {
	const char *engine;         /* "postgresql"; there must be one */
	const char *version;        /* "15", "15.4"; NULL: the newest */
	const char *bindir;         /* where the binaries are; NULL: found */
	struct sm_strings settings; /* NAME=VALUE for the server */
	char **command;             /* argv, ends in NULL */
	void (*say)(void *ctx, enum sm_scratch_word, const char *text);
	void *ctx;
};

/* How it ended. */
struct sm_scratch_end {
	int status; /* the command's; 128+n: signal n killed it */
	int signal; /* the caller was sent this and should die of it; 0: none */
};

/* Is there such an engine? */
bool sm_scratch_has(const char *engine);
/* "postgresql, mariadb": the engines there are. */
const char *sm_scratch_engines(struct sm_arena *);

/*
 * Run the command beside a server.  False with the error where the server or
 * the command couldn't be started; then status is 2, 126 or 127.
 */
bool sm_scratch_run(const struct sm_scratch *, struct sm_scratch_end *,
    struct sm_error *);

#endif
