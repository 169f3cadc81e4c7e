#include "scratch/signals.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "scratch/process.h"

#define MAX_CAUGHT 8

/* A handler can be given nothing: what it needs is here. */
static int ends[2] = {-1, -1};
static struct {
	int number;
	struct sigaction before;
} caught[MAX_CAUGHT];
static size_t ncaught;
static sigset_t mask_before;
static int held;

static void
handler(int number, siginfo_t *info, void *context)
{
	int code = errno;
	struct sm_signal s = {number, info->si_code <= 0};

	(void)context;
	/* It is small enough to be whole or not at all; a full pipe is one of
	   signals that nobody has looked at yet. */
	if (write(ends[1], &s, sizeof s) < 0)
		errno = code;
	errno = code;
}

static void
catch_one(int number)
{
	struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
	struct sigaction *before = &caught[ncaught].before;

	action.sa_sigaction = handler;
	sigfillset(&action.sa_mask);
	if (ncaught == MAX_CAUGHT || sigaction(number, NULL, before) != 0)
		return;
	/* nohup's command, and what a shell puts in the background */
	if (number != SIGCHLD && before->sa_handler == SIG_IGN)
		return;
	caught[ncaught++].number = number;
	sigaction(number, &action, NULL);
}

int
sm_signals_catch(const int *numbers, size_t n)
{
	size_t i;

	if (!sm_pipe(ends))
		return -1;
	sm_no_wait(ends[0]);
	sm_no_wait(ends[1]);
	catch_one(SIGCHLD);
	for (i = 0; i < n; i++)
		catch_one(numbers[i]);
	return ends[0];
}

bool
sm_signals_next(struct sm_signal *s)
{
	return read(ends[0], s, sizeof *s) == sizeof *s;
}

void
sm_signals_default(void)
{
	static const int all[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE,
	    SIGTSTP, SIGTTIN, SIGTTOU, SIGCHLD};
	struct sigaction action = {.sa_handler = SIG_DFL};
	size_t i;

	ncaught = 0;
	for (i = 0; i < sizeof all / sizeof all[0]; i++)
		sigaction(all[i], &action, NULL);
}

void
sm_signals_restore(void)
{
	size_t i;

	for (i = 0; i < ncaught; i++)
		sigaction(caught[i].number, &caught[i].before, NULL);
	ncaught = 0;
	for (i = 0; i < 2; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
		ends[i] = -1;
	}
	while (held > 0)
		sm_signals_release();
}

void
sm_signals_hold(void)
{
	sigset_t all;

	sigfillset(&all);
	if (held++ == 0)
		sigprocmask(SIG_SETMASK, &all, &mask_before);
}

void
sm_signals_release(void)
{
	if (--held == 0)
		sigprocmask(SIG_SETMASK, &mask_before, NULL);
}
