/*
 * Starting programs, and pipes to them.
 */
#ifndef SM_SCRATCH_PROCESS_H
#define SM_SCRATCH_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

struct sm_identity;

struct sm_spawn {
	char *const *argv;
	bool in_path;     /* argv[0] is looked for in PATH */
	char *const *env; /* NULL: ours */
	const char *cwd;  /* NULL: ours */
	bool apart;       /* no terminal, no input, output to out (-1: none) */
	int out;
	bool tied;        /* it is ended when we die, where that can be had */
	const struct sm_identity *who; /* NULL: us */
};

/*
 * Start it, with the signals as they were before sm_signals_catch; -1 with
 * errno where that fails, exec included.
 */
pid_t sm_spawn(const struct sm_spawn *);

/* Run argv and append what it writes to out; false: it failed. */
bool sm_capture(char *const *argv, char *const *env, struct sm_buf *out);

/* A pipe, neither end below 3, both closed on exec. */
bool sm_pipe(int fds[2]);
/* The same with two ends that are sockets: for send's MSG_NOSIGNAL. */
bool sm_two_way(int fds[2]);
/* Make the descriptor not wait. */
void sm_no_wait(int fd);
/* Close every descriptor but 0, 1, 2 and the n that are kept. */
void sm_close_others(const int *keep, int n);
/* Seconds since some moment, for differences. */
double sm_seconds(void);
void sm_sleep_ms(int ms);

#endif
