#include "scratch/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch/engine.h"
#include "scratch/mail.h"
#include "scratch/process.h"
#include "scratch/server.h"
#include "scratch/signals.h"

struct sm_watch {
	int life, children;
	pid_t command; /* 0: it doesn't run */
	bool over;     /* nobody is there any more */
};

static void
read_life(struct sm_watch *w)
{
	pid_t pid;
	ssize_t n = read(w->life, &pid, sizeof pid);

	if (n == sizeof pid)
		w->command = pid;
	else if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
		w->over = true;
}

/* Until something may have happened, or the time is up; false: all is over. */
static bool
wait_for(struct sm_server *s, int ms)
{
	struct sm_watch *w = s->watch;
	struct pollfd fds[2] = {{w->life, POLLIN, 0}, {w->children, POLLIN, 0}};
	struct sm_signal signal;

	if (!w->over && poll(fds, 2, ms) > 0) {
		while (sm_signals_next(&signal))
			;
		if (fds[0].revents != 0)
			read_life(w);
	}
	return !w->over;
}

/* Away from the terminal, from the caller's files and signals. */
static bool
settle(struct sm_watch *w, int mail)
{
	static const int others[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE,
	    SIGTSTP, SIGTTIN, SIGTTOU};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	int null = open("/dev/null", O_RDWR);
	int keep[2] = {w->life, mail};
	size_t i;

	setsid();
	umask(077);
	for (i = 0; i < sizeof others / sizeof others[0]; i++)
		sigaction(others[i], &ignore, NULL);
	for (i = 0; i < 3; i++)
		if (null < 0 || dup2(null, (int)i) < 0)
			return false;
	sm_close_others(keep, 2);
	sm_no_wait(w->life);
	w->children = sm_signals_catch(NULL, 0);
	return w->children >= 0 && chdir("/") == 0;
}

static bool
bring_up(struct sm_server *s, struct sm_error *e)
{
	bool copied = false;

	if (!sm_server_place(s, e) || !sm_server_data(s, false, &copied, e))
		return false;
	if (sm_server_start(s, e))
		return true;
	if (!copied || s->watch->over || s->pid != 0)
		return false;
	/* It may be the template's fault: once more, without. */
	sm_mail_send(s->mail, SM_MAIL_STEP,
	    "it didn't start from the template: making another");
	sm_error_free(e);
	return sm_server_data(s, true, &copied, e) && sm_server_start(s, e);
}

static void
tell_error(struct sm_server *s, struct sm_error *e)
{
	if (s->log >= 0 && !s->watch->over)
		sm_server_tell_log(s);
	if (e->hint != NULL)
		sm_mail_send(s->mail, SM_MAIL_HINT, "%s", e->hint);
	sm_mail_send(s->mail, SM_MAIL_ERROR, "%s", e->message != NULL
	        ? e->message
	        : "interrupted");
	sm_error_free(e);
}

static void
look_after(struct sm_server *s)
{
	while (wait_for(s, -1))
		if (s->pid != 0 && sm_server_died(s)) {
			sm_server_tell_log(s);
			sm_mail_send(s->mail, SM_MAIL_WARNING,
			    "the server died before the command ended");
			return;
		}
}

static _Noreturn void
watch(struct sm_server *s, int life, int mail)
{
	struct sm_watch w = {.life = life};
	struct sm_error e = SM_ERROR_INIT;
	double start;
	bool clean;

	s->watch = &w;
	s->wait = wait_for;
	s->mail = mail;
	if (!settle(&w, mail)) {
		sm_error_set(&e, "the watcher can't start");
		tell_error(s, &e);
	} else if (bring_up(s, &e)) {
		sm_mail_send(mail, SM_MAIL_READY, "%s",
		    s->engine->url(s, s->arena));
		look_after(s);
	} else {
		tell_error(s, &e);
	}
	/* The other is dead: its command has lost its server. */
	if (w.over && w.command > 0)
		kill(w.command, SIGTERM);
	start = sm_seconds();
	clean = sm_server_end(s);
	sm_mail_send(mail, SM_MAIL_STEP, "stopped and removed in %.2f s",
	    sm_seconds() - start);
	if (clean)
		sm_mail_send(mail, SM_MAIL_CLEAN, "%s", "");
	_exit(clean ? 0 : 1);
}

pid_t
sm_watcher_start(struct sm_server *s, int life, int mail)
{
	pid_t pid;
	int code;

	sm_signals_hold();
	pid = fork();
	if (pid == 0) {
		sm_signals_restore();
		watch(s, life, mail);
	}
	code = errno;
	sm_signals_release();
	errno = code;
	return pid;
}
