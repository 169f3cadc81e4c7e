#include "scratch/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "scratch/identity.h"
#include "scratch/process.h"
#include "scratch/tree.h"

#define TEMPLATE "sm-scratch.XXXXXX"

/* NULL: one is made in parent; else what is wrong with that. */
static const char *
make_in(struct sm_arena *a, const char *parent, const struct sm_identity *who,
    const char *socket, const char **dir)
{
	char *path = sm_sprintf(a, "%s/%s", parent, TEMPLATE);
	const char *why = NULL;

	if (*parent != '/')
		return "it is no absolute path";
	/* libpq and the server take such a path for several. */
	if (strpbrk(parent, ",\"'\\\n") != NULL)
		return "a socket's path can't have a comma or a quote";
	if (strlen(path) + 1 + strlen(socket) >=
	    sizeof ((struct sockaddr_un *)0)->sun_path)
		return "it is too long for the path of a socket";
	if (mkdtemp(path) == NULL)
		return strerror(errno);
	if (who->other && chown(path, who->uid, who->gid) != 0)
		why = strerror(errno);
	else if (!sm_identity_enters(who, path))
		why = sm_sprintf(a, "user %s, as which the server runs, may "
				    "not enter it", who->name);
	if (why != NULL)
		rmdir(path);
	else
		*dir = path;
	return why;
}

bool
sm_place_make(struct sm_arena *a, const struct sm_identity *who,
    const char *socket, const char **dir, const char **instead,
    struct sm_error *e)
{
	const char *parent = getenv("TMPDIR"), *why;
	size_t n;

	*instead = NULL;
	if (parent != NULL && *parent != '\0') {
		for (n = strlen(parent); n > 1 && parent[n - 1] == '/'; n--)
			;
		parent = sm_memdup(a, parent, n);
		why = make_in(a, parent, who, socket, dir);
		if (why == NULL)
			return true;
		*instead = sm_sprintf(a, "TMPDIR is %s, but %s: /tmp is used",
		    parent, why);
	}
	why = make_in(a, "/tmp", who, socket, dir);
	if (why == NULL)
		return true;
	sm_error_set(e, "can't make a directory in /tmp: %s", why);
	return sm_error_hint(e, "name another directory, with a short name and "
				"60 MB of room: TMPDIR=/path");
}

bool
sm_place_remove(const char *dir)
{
	int tries;

	/* What still ends may make a file meanwhile. */
	for (tries = 0; tries < 20; tries++) {
		if (sm_tree_remove(AT_FDCWD, dir))
			return true;
		sm_sleep_ms(50);
	}
	return false;
}
