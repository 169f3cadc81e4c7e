/*
 * Signals as something that can be polled: each that arrives is a record on a
 * pipe.  One set of them for a process.
 */
#ifndef SM_SCRATCH_SIGNALS_H
#define SM_SCRATCH_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

struct sm_signal {
	int number;
	bool sent; /* by a process; else the terminal sent it to all at once */
};

/*
 * Catch SIGCHLD, and those of the n that aren't ignored; returns the descriptor
 * to poll, -1 where that fails.
 */
int sm_signals_catch(const int *numbers, size_t n);
/* The next that has arrived; false: none. */
bool sm_signals_next(struct sm_signal *);
/* Those that end a process do so again, also where they were ignored. */
void sm_signals_default(void);
/* As it was before: in a child, or at the end. */
void sm_signals_restore(void);

/* Around a fork: none arrives in between.  sm_signals_restore releases, too. */
void sm_signals_hold(void);
void sm_signals_release(void);

#endif
