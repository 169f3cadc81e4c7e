#include "scratch/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch/engine.h"
#include "scratch/mail.h"
#include "scratch/orphans.h"
#include "scratch/place.h"
#include "scratch/process.h"
#include "scratch/tree.h"

/* Seconds: until there is data, until it answers, until it is stopped. */
#define MAKE_LIMIT 60
#define START_LIMIT 60
#define STOP_LIMIT 10

bool
sm_server_place(struct sm_server *s, struct sm_error *e)
{
	const char *instead;

	if (!sm_place_make(s->arena, &s->who, s->engine->socket, &s->dir,
	        &instead, e))
		return false;
	sm_mail_send(s->mail, SM_MAIL_PLACE, "%s", s->dir);
	if (instead != NULL)
		sm_mail_send(s->mail, SM_MAIL_WARNING, "%s", instead);
	s->data = sm_sprintf(s->arena, "%s/data", s->dir);
	s->log = sm_place_log(s->arena, s->dir);
	if (s->log < 0)
		return sm_error_set(e, "%s/log: %s", s->dir, strerror(errno));
	sm_place_sweep(&s->who, s->dir);
	return true;
}

static pid_t
launch(struct sm_server *s, void (*args)(const struct sm_server *,
    struct sm_strings *), const char *path, struct sm_error *e)
{
	struct sm_strings argv = {NULL, 0, 0};
	struct sm_spawn how = {.cwd = s->dir, .apart = true, .out = s->log,
	    .tied = true, .who = &s->who};
	pid_t pid;

	sm_strings_add(s->arena, &argv, path);
	args(s, &argv);
	sm_strings_add(s->arena, &argv, NULL);
	how.argv = (char *const *)argv.v;
	how.env = sm_binaries_env(s->arena, &s->binaries);
	pid = sm_spawn(&how);
	if (pid >= 0)
		return pid;
	sm_error_set(e, "can't run %s%s%s: %s", path,
	    s->who.other ? " as user " : "", s->who.other ? s->who.name : "",
	    strerror(errno));
	if (s->who.other)
		sm_error_hint(e, "root's server runs as user %s, who must be "
				 "able to read its programs", s->who.name);
	return -1;
}

/*
 * It isn't interrupted, for what it leaves then (shared memory) nobody could
 * find; but it must end.
 */
static void
let_end(pid_t pid)
{
	double start = sm_seconds();

	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (sm_seconds() - start > MAKE_LIMIT)
			kill(pid, SIGKILL);
		sm_sleep_ms(10);
	}
}

/* Make the data directory by the engine's own program. */
bool
sm_server_make(struct sm_server *s, struct sm_error *e)
{
	const char *program = s->binaries.maker;
	pid_t pid = launch(s, s->engine->make, program, e);
	int status = 0;

	if (pid < 0)
		return false;
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (s->wait(s, 1000))
			continue;
		let_end(pid);
		return false;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	sm_error_set(e, "%s failed", program);
	return sm_error_hint(e, "%s", sm_server_log_hint(s) != NULL
	        ? sm_server_log_hint(s)
	        : "what it says is above");
}

bool
sm_server_died(struct sm_server *s)
{
	if (waitpid(s->pid, NULL, WNOHANG) == 0)
		return false;
	s->pid = 0;
	return true;
}

bool
sm_server_start(struct sm_server *s, struct sm_error *e)
{
	double start = sm_seconds();
	int ms = 2;

	s->pid = launch(s, s->engine->run, sm_sprintf(s->arena, "%s/%s",
	    s->binaries.dir, s->engine->server), e);
	if (s->pid < 0)
		s->pid = 0;
	if (s->pid == 0)
		return false;
	sm_mail_send(s->mail, SM_MAIL_PID, "%ld", (long)s->pid);
	while (!s->engine->ready(s)) {
		if (!s->wait(s, ms))
			return false;
		if (sm_server_died(s)) {
			sm_error_set(e, "the server didn't start");
			return sm_error_hint(e, "%s",
			    sm_server_log_hint(s) != NULL
			        ? sm_server_log_hint(s)
			        : "what it says is above");
		}
		if (sm_seconds() - start > START_LIMIT)
			return sm_error_set(e, "the server doesn't answer "
					       "after %d seconds", START_LIMIT);
		ms = ms < 16 ? ms + 1 : ms;
	}
	sm_mail_send(s->mail, SM_MAIL_STEP, "the server answers after %.2f s",
	    sm_seconds() - start);
	s->told = lseek(s->log, 0, SEEK_END);
	return true;
}

/* As a child, or as somebody else's, who may never reap it. */
static bool
is_gone(const struct sm_server *s)
{
	pid_t got = waitpid(s->pid, NULL, WNOHANG);

	if (got == s->pid)
		return true;
	return got < 0 && (kill(s->pid, 0) != 0 ||
	    sm_orphans(s->who.uid, s->data, 0) == 0);
}

static void
stop(const struct sm_server *s)
{
	double start = sm_seconds(), passed = 0;
	int ms = 1;

	kill(s->pid, s->engine->stop);
	while (!is_gone(s) && passed < STOP_LIMIT + 2) {
		if (passed > STOP_LIMIT)
			kill(s->pid, SIGKILL);
		sm_sleep_ms(ms);
		ms = ms < 20 ? ms + 1 : ms;
		passed = sm_seconds() - start;
	}
}

bool
sm_server_end(struct sm_server *s)
{
	int tries;

	if (s->pid > 0)
		stop(s);
	s->pid = 0;
	if (s->dir == NULL)
		return true;
	/* Those that go on although the first is gone. */
	for (tries = 0; tries < 100 &&
	    sm_orphans(s->who.uid, s->data, SIGKILL) > 0; tries++)
		sm_sleep_ms(10);
	if (s->engine->after != NULL)
		s->engine->after(s);
	return sm_place_remove(s->dir);
}

char *
sm_server_file(const struct sm_server *s, const char *name)
{
	char text[4096];
	int fd = open(sm_sprintf(s->arena, "%s/%s", s->data, name),
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return NULL;
	n = read(fd, text, sizeof text);
	close(fd);
	return n < 0 ? NULL : sm_memdup(s->arena, text, (size_t)n);
}

const char *
sm_server_url_path(struct sm_arena *a, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789/-._~";
	struct sm_buf b = SM_BUF_INIT;
	const char *url;

	for (; *path != '\0'; path++)
		if (strchr(plain, *path) != NULL)
			sm_buf_addc(&b, *path);
		else
			sm_buf_addf(&b, "%%%02X", (unsigned char)*path);
	url = sm_strdup(a, sm_buf_str(&b));
	sm_buf_free(&b);
	return url;
}
