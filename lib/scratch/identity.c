/* setgroups is in no POSIX */
#define _DEFAULT_SOURCE
#include "scratch/identity.h"

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

bool
sm_identity_find(struct sm_arena *a, const char *const *users,
    struct sm_identity *who, struct sm_error *e)
{
	const struct passwd *pw;

	*who = (struct sm_identity){geteuid(), getegid(), false, "you"};
	if (who->uid != 0)
		return true;
	for (; *users != NULL; users++) {
		pw = getpwnam(*users);
		if (pw == NULL || pw->pw_uid == 0)
			continue;
		*who = (struct sm_identity){pw->pw_uid, pw->pw_gid, true,
		    sm_strdup(a, *users)};
		return true;
	}
	sm_error_set(e, "the server refuses to run as root, and there is no "
			"user postgres or nobody that it could run as");
	return sm_error_hint(e, "run this as an ordinary user, or make one: "
				"useradd --system --no-create-home nobody");
}

bool
sm_identity_become(const struct sm_identity *who)
{
	return !who->other ||
	    (setgroups(0, NULL) == 0 && setgid(who->gid) == 0 &&
	        setuid(who->uid) == 0);
}

bool
sm_identity_enters(const struct sm_identity *who, const char *dir)
{
	int status = 1;
	pid_t pid;

	if (!who->other)
		return access(dir, X_OK) == 0;
	pid = fork();
	if (pid == 0)
		_exit(!sm_identity_become(who) || access(dir, X_OK) != 0);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}
