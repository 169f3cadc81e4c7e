#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch/engine.h"
#include "scratch/mail.h"
#include "scratch/process.h"
#include "scratch/scratch.h"
#include "scratch/server.h"
#include "scratch/signals.h"
#include "scratch/watcher.h"

struct run {
	const struct sm_scratch *what;
	struct sm_server *server;
	struct sm_error *error;
	struct sm_mailbox mail;
	int signals, life; /* descriptors */
	pid_t watcher, command;
	const char *url;   /* NULL: the server doesn't answer yet */
	bool failed;       /* it never will */
	bool clean;        /* the watcher has taken all away */
	int caught;        /* the last signal that we were sent */
	int status;        /* waitpid's, of the command */
};

/* --- what the watcher tells ------------------------------------------- */

static void
say(struct run *r, enum sm_scratch_word word, const char *text)
{
	r->what->say(r->what->ctx, word, text);
}

static void
take_letter(struct run *r, enum sm_mail kind, const char *text)
{
	struct sm_arena *a = r->server->arena;

	switch (kind) {
	case SM_MAIL_PLACE:
		r->server->dir = sm_strdup(a, text);
		r->server->data = sm_sprintf(a, "%s/data", text);
		break;
	case SM_MAIL_PID:
		r->server->pid = (pid_t)strtol(text, NULL, 10);
		break;
	case SM_MAIL_STEP:
		say(r, SM_SCRATCH_STEP, text);
		break;
	case SM_MAIL_WARNING:
		say(r, SM_SCRATCH_WARNING, text);
		break;
	case SM_MAIL_LOG:
		say(r, SM_SCRATCH_LOG, text);
		break;
	case SM_MAIL_HINT:
		sm_error_hint(r->error, "%s", text);
		break;
	case SM_MAIL_ERROR:
		sm_error_set(r->error, "%s", text);
		r->failed = true;
		break;
	case SM_MAIL_READY:
		r->url = sm_strdup(a, text);
		break;
	case SM_MAIL_CLEAN:
		r->clean = true;
		break;
	}
}

static void
take_mail(struct run *r)
{
	enum sm_mail kind;
	const char *text;

	sm_mailbox_fill(&r->mail);
	while ((text = sm_mailbox_next(&r->mail, &kind)) != NULL)
		take_letter(r, kind, text);
}

/* --- waiting ---------------------------------------------------------- */

static void
take_signals(struct run *r)
{
	struct sm_signal s;

	while (sm_signals_next(&s)) {
		if (s.number == SIGCHLD) {
			if (r->command > 0 && waitpid(r->command, &r->status,
			    WNOHANG) == r->command)
				r->command = 0;
			continue;
		}
		r->caught = s.number;
		/* What the terminal sends it sends to the command as well. */
		if (r->command > 0 && s.sent)
			kill(r->command, s.number);
	}
}

static void
wait_for_something(struct run *r)
{
	struct pollfd fds[2] = {{r->signals, POLLIN, 0},
	    {r->mail.ended ? -1 : r->mail.fd, POLLIN, 0}};

	if (poll(fds, 2, -1) < 0)
		return;
	if (fds[1].revents != 0)
		take_mail(r);
	take_signals(r);
}

static void
tell_watcher(struct run *r, pid_t command)
{
	/* A watcher that is gone needs to know nothing. */
	send(r->life, &command, sizeof command, MSG_NOSIGNAL);
}

static void
run_command(struct run *r, struct sm_scratch_end *end)
{
	struct sm_spawn how = {.argv = r->what->command, .in_path = true,
	    .out = -1};

	if (setenv(SM_SCRATCH_URL, r->url, 1) == 0)
		r->command = sm_spawn(&how);
	if (r->command <= 0) {
		r->command = 0;
		end->status = errno == ENOENT ? 127 : 126;
		sm_error_set(r->error, "can't run %s: %s", r->what->command[0],
		    strerror(errno));
		sm_error_hint(r->error, "%s", errno == ENOENT
		        ? "is it in PATH? sm-scratch ENGINE COMMAND..., and a "
		          "shell's words need one: sh -c '...'"
		        : "COMMAND must be a program");
		return;
	}
	tell_watcher(r, r->command);
	while (r->command > 0)
		wait_for_something(r);
	tell_watcher(r, 0);
	end->status = WIFSIGNALED(r->status) ? 128 + WTERMSIG(r->status) :
	    WEXITSTATUS(r->status);
	/* Who interrupts us and not just the command should see that. */
	if (WIFSIGNALED(r->status) && WTERMSIG(r->status) == r->caught)
		end->signal = r->caught;
}

/* The watcher ends when nobody can tell it anything any more. */
static void
finish(struct run *r)
{
	close(r->life);
	while (!r->mail.ended)
		wait_for_something(r);
	while (waitpid(r->watcher, NULL, 0) < 0 && errno == EINTR)
		;
	if (r->clean)
		return;
	if (!sm_server_end(r->server))
		say(r, SM_SCRATCH_WARNING, sm_sprintf(r->server->arena,
		    "%s can't be removed", r->server->dir));
}

static bool
start_watcher(struct run *r)
{
	static const int forwarded[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	int life[2], mail[2];

	if (!sm_two_way(life) || !sm_pipe(mail))
		return sm_error_set(r->error, "%s", strerror(errno));
	r->life = life[1];
	r->mail.fd = mail[0];
	sm_no_wait(r->mail.fd);
	r->signals = sm_signals_catch(forwarded,
	    sizeof forwarded / sizeof forwarded[0]);
	if (r->signals >= 0)
		r->watcher = sm_watcher_start(r->server, life[0], mail[1]);
	close(life[0]);
	close(mail[1]);
	return r->watcher > 0 ||
	    sm_error_set(r->error, "%s", strerror(errno));
}

static bool
run(struct run *r, struct sm_scratch_end *end)
{
	if (!start_watcher(r))
		return false;
	while (r->url == NULL && !r->failed && !r->mail.ended &&
	    r->caught == 0)
		wait_for_something(r);
	if (r->caught != 0)
		end->signal = r->caught;
	else if (r->url != NULL)
		run_command(r, end);
	else if (!r->failed)
		sm_error_set(r->error, "the watcher was killed");
	finish(r);
	sm_signals_restore();
	sm_buf_free(&r->mail.text);
	if (end->signal != 0) {
		sm_error_free(r->error);
		return true;
	}
	return r->error->message == NULL;
}

/* --- what is started -------------------------------------------------- */

/* UTF-8 without a language where there is that. */
static const char *
pick_locale(void)
{
	locale_t l = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);

	if (l == (locale_t)0)
		return "C";
	freelocale(l);
	return "C.UTF-8";
}

static bool
check_settings(const struct sm_scratch *what, struct sm_error *e)
{
	size_t i;

	for (i = 0; i < what->settings.n; i++)
		if (strchr(what->settings.v[i], '=') == NULL)
			return sm_error_set(e, "--set %s: NAME=VALUE is "
					       "expected",
			    what->settings.v[i]);
	return true;
}

bool
sm_scratch_run(const struct sm_scratch *what, struct sm_scratch_end *end,
    struct sm_error *e)
{
	struct sm_server s = {.arena = sm_arena_new(),
	    .engine = sm_engine_find(what->engine),
	    .settings = &what->settings, .log = -1, .mail = -1};
	struct run r = {.what = what, .server = &s, .error = e};
	bool done;

	*end = (struct sm_scratch_end){2, 0};
	s.locale = pick_locale();
	done = check_settings(what, e) &&
	    sm_binaries_find(s.arena, s.engine, what->version, what->bindir,
	        &s.binaries, e) &&
	    sm_identity_find(s.arena, s.engine->users, &s.who, e);
	if (done) {
		say(&r, SM_SCRATCH_STEP, sm_sprintf(s.arena, "%s in %s",
		    s.binaries.text, s.binaries.dir));
		if (s.who.other)
			say(&r, SM_SCRATCH_STEP, sm_sprintf(s.arena,
			    "the server runs as user %s", s.who.name));
		done = run(&r, end);
	}
	sm_arena_free(s.arena);
	return done;
}
