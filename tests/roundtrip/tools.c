/*
 * Processes and files.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "tools.h"

static void
die(const char *what)
{
	fprintf(stderr, "roundtrip: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int
open_or_die(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0666);

	if (fd < 0)
		die(path);
	return fd;
}

static void
become(const struct tools *t, const char *const *argv, int in, int out)
{
	struct rlimit cpu = {120, 120};
	char path[4096];
	int err = open("err", O_WRONLY | O_CREAT | O_APPEND, 0666);

	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	setrlimit(RLIMIT_CPU, &cpu);
	if (strncmp(argv[0], "sm-", 3) == 0) {
		snprintf(path, sizeof path, "%s/%s", t->bin, argv[0]);
		execv(path, (char *const *)argv);
	} else {
		execvp(argv[0], (char *const *)argv);
	}
	_exit(127);
}

int
tools_run(const struct tools *t, const char *in, const char *out,
    const char *const *const *commands, int n)
{
	pid_t pid[8];
	int pipes[2], from = open_or_die(in, O_RDONLY), to, i, status,
	    first = 0;

	close(open_or_die("err", O_WRONLY | O_CREAT | O_TRUNC));
	for (i = 0; i < n; i++) {
		if (i == n - 1)
			to = open_or_die(out, O_WRONLY | O_CREAT | O_TRUNC);
		else if (pipe(pipes) != 0)
			die("pipe");
		else
			to = pipes[1];
		if (i < n - 1) {
			fcntl(pipes[0], F_SETFD, FD_CLOEXEC);
			fcntl(pipes[1], F_SETFD, FD_CLOEXEC);
		}
		pid[i] = fork();
		if (pid[i] < 0)
			die("fork");
		if (pid[i] == 0)
			become(t, commands[i], from, to);
		close(from);
		close(to);
		from = pipes[0];
	}
	for (i = 0; i < n; i++) {
		while (waitpid(pid[i], &status, 0) < 0 && errno == EINTR)
			;
		status = WIFEXITED(status) ? WEXITSTATUS(status)
		                           : 128 + WTERMSIG(status);
		if (first == 0 || status > 2)
			first = status;
	}
	return first;
}

char *
file_read(struct sm_arena *a, const char *path)
{
	struct sm_buf b = SM_BUF_INIT;
	FILE *f = fopen(path, "rb");
	char chunk[8192], *text;
	size_t n;

	if (f == NULL)
		return NULL;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		sm_buf_add(&b, chunk, n);
	fclose(f);
	text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

static void
write_bytes(const char *path, const char *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL || fwrite(p, 1, n, f) != n || fclose(f) != 0)
		die(path);
}

void
file_write(const char *path, const char *text)
{
	write_bytes(path, text, strlen(text));
}

static bool
slurp(const char *path, struct sm_buf *b)
{
	FILE *f = fopen(path, "rb");
	char chunk[65536];
	size_t n;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		sm_buf_add(b, chunk, n);
	fclose(f);
	return true;
}

void
file_copy(const char *from, const char *to)
{
	struct sm_buf b = SM_BUF_INIT;

	if (!slurp(from, &b))
		die(from);
	write_bytes(to, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
}

bool
file_same(const char *a, const char *b)
{
	struct sm_buf x = SM_BUF_INIT, y = SM_BUF_INIT;
	bool same = slurp(a, &x) && slurp(b, &y) && x.len == y.len &&
	    memcmp(sm_buf_str(&x), sm_buf_str(&y), x.len) == 0;

	sm_buf_free(&x);
	sm_buf_free(&y);
	return same;
}
