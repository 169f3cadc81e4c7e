/*
 * The process that looks after the server, and after the one that started it.
 */
#ifndef SM_SCRATCH_WATCHER_H
#define SM_SCRATCH_WATCHER_H

#include <sys/types.h>

#include "base/arena.h"

struct sm_server;

/*
 * Fork the watcher; returns its pid, -1 with errno.  It tells on the pipe mail
 * how it goes.  life is what it reads: the pid of the command, when that runs,
 * 0 when it has ended; and when nobody can write there any more, it ends all.
 */
pid_t sm_watcher_start(struct sm_server *, int life, int mail);

#endif
