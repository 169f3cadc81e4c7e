#include "scratch/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "scratch/identity.h"
#include "scratch/signals.h"

extern char **environ;

/* Where 0, 1 or 2 was closed, it stays so for the command. */
static bool
lift(const int low[2], int fds[2])
{
	int i;

	for (i = 0; i < 2; i++) {
		fds[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
		close(low[i]);
	}
	return fds[0] >= 0 && fds[1] >= 0;
}

bool
sm_pipe(int fds[2])
{
	int low[2];

	return pipe(low) == 0 && lift(low, fds);
}

bool
sm_two_way(int fds[2])
{
	int low[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, low) == 0 && lift(low, fds);
}

void
sm_no_wait(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static bool
is_kept(int fd, const int *keep, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (keep[i] == fd)
			return true;
	return fd < 3;
}

void
sm_close_others(const int *keep, int n)
{
	DIR *d = opendir("/dev/fd");
	struct dirent *entry;
	long fd, max;

	if (d == NULL) {
		max = sysconf(_SC_OPEN_MAX);
		for (fd = 3; fd < (max > 0 && max < 65536 ? max : 65536); fd++)
			if (!is_kept((int)fd, keep, n))
				close((int)fd);
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		fd = strtol(entry->d_name, NULL, 10);
		if (fd != dirfd(d) && !is_kept((int)fd, keep, n))
			close((int)fd);
	}
	closedir(d);
}

/* In the child: no input, no terminal; output to fd, -1: nowhere. */
static bool
be_apart(int out)
{
	int null = open("/dev/null", O_RDWR);
	int other = out >= 0 ? out : null;

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(other, STDOUT_FILENO) < 0 || dup2(other, STDERR_FILENO) < 0)
		return false;
	if (null > 2)
		close(null);
	return true;
}

static bool
be_tied(pid_t parent)
{
#ifdef __linux__
	/* The watcher sees to it; this is for when that is killed as well. */
	if (prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0)
		return false;
	if (getppid() != parent)
		raise(SIGKILL);
#else
	(void)parent;
#endif
	return true;
}

/* The child; returns where something failed, with errno. */
static void
become(const struct sm_spawn *s, pid_t parent)
{
	if (s->apart) {
		if (!be_apart(s->out))
			return;
		sm_signals_default();
	}
	if (s->who != NULL && !sm_identity_become(s->who))
		return;
	if (s->cwd != NULL && chdir(s->cwd) != 0)
		return;
	if (s->tied && !be_tied(parent))
		return;
	sm_signals_restore();
	if (s->env != NULL)
		environ = (char **)s->env;
	if (s->in_path)
		execvp(s->argv[0], s->argv);
	else
		execv(s->argv[0], s->argv);
}

pid_t
sm_spawn(const struct sm_spawn *s)
{
	pid_t pid, parent = getpid();
	int report[2], code = 0;
	ssize_t n;

	if (!sm_pipe(report))
		return -1;
	sm_signals_hold();
	pid = fork();
	if (pid == 0) {
		become(s, parent);
		code = errno;
		n = write(report[1], &code, sizeof code);
		_exit(n == sizeof code ? 127 : 126);
	}
	code = errno;
	sm_signals_release();
	close(report[1]);
	if (pid > 0) {
		do
			n = read(report[0], &code, sizeof code);
		while (n < 0 && errno == EINTR);
		if (n == sizeof code) {
			waitpid(pid, NULL, 0);
			pid = -1;
		}
	}
	close(report[0]);
	errno = code;
	return pid;
}

bool
sm_capture(char *const *argv, char *const *env, struct sm_buf *out)
{
	struct sm_spawn s = {.argv = argv, .in_path = true, .env = env,
	    .apart = true};
	char text[1024];
	int fds[2], status = 0;
	ssize_t n;
	pid_t pid;

	if (!sm_pipe(fds))
		return false;
	s.out = fds[1];
	pid = sm_spawn(&s);
	close(fds[1]);
	while (pid > 0 && ((n = read(fds[0], text, sizeof text)) > 0 ||
	    (n < 0 && errno == EINTR)))
		if (n > 0)
			sm_buf_add(out, text, (size_t)n);
	close(fds[0]);
	if (pid < 0)
		return false;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

double
sm_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
sm_sleep_ms(int ms)
{
	poll(NULL, 0, ms);
}
