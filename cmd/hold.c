#include "hold.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* SIGPIPE comes from a message to a standard error that nobody reads. */
static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
#define SIGNALS (sizeof signals / sizeof *signals)
#define PATIENCE 3

static struct sigaction before[SIGNALS];
static int ends[2] = {-1, -1};
static volatile sig_atomic_t caught, times;

static void
end_by(int number)
{
	sigset_t one;

	signal(number, SIG_DFL);
	sigemptyset(&one);
	sigaddset(&one, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
}

static void
take(int number)
{
	int code = errno;
	ssize_t n;

	if (caught == 0)
		caught = number;
	times = times + (number != SIGPIPE);
	if (times >= PATIENCE)
		end_by(number);
	n = write(ends[1], "", 1);
	(void)n;
	errno = code;
}

int
hold_signals(void)
{
	struct sigaction now = {.sa_handler = take, .sa_flags = SA_RESTART};
	size_t i;

	if (pipe(ends) != 0)
		return -1;
	for (i = 0; i < 2; i++) {
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	}
	sigfillset(&now.sa_mask);
	caught = times = 0;
	for (i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before[i]);
		/* nohup has it ignored. */
		if (before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &now, NULL);
	}
	return ends[0];
}

void
release_signals(void)
{
	size_t i;

	if (ends[0] < 0)
		return;
	for (i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	for (i = 0; i < 2; i++) {
		close(ends[i]);
		ends[i] = -1;
	}
	if (caught != 0)
		end_by(caught);
}
