#include "scratch/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "scratch/identity.h"
#include "scratch/process.h"
#include "scratch/tree.h"

#define PREFIX "sm-scratch."
#define TEMPLATE PREFIX "XXXXXX"

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

int
sm_place_log(struct sm_arena *a, const char *dir)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(sm_sprintf(a, "%s/log", dir), O_RDWR | O_CREAT | O_EXCL |
	    O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd >= 0)
		fcntl(fd, F_SETLK, &all);
	return fd;
}

/* Is it old enough to have a log, and does nobody hold that? */
static bool
is_left(int parent, const char *name, const struct sm_identity *who)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	struct stat st;
	int dir, log;
	bool left = false;

	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0 ||
	    (dir = sm_tree_open(parent, name)) < 0)
		return false;
	if (fstat(dir, &st) == 0 && st.st_uid == who->uid &&
	    st.st_mtime < time(NULL) - 60) {
		log = openat(dir, "log",
		    O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		left = log >= 0 ? fcntl(log, F_GETLK, &all) == 0 &&
		        all.l_type == F_UNLCK : errno == ENOENT;
		if (log >= 0)
			close(log);
	}
	close(dir);
	return left;
}

void
sm_place_sweep(const struct sm_identity *who, const char *dir)
{
	char parent[PATH_MAX];
	struct dirent *entry;
	DIR *d;

	snprintf(parent, sizeof parent, "%.*s",
	    (int)(strrchr(dir, '/') - dir), dir);
	d = opendir(parent);
	while (d != NULL && (entry = readdir(d)) != NULL)
		if (is_left(dirfd(d), entry->d_name, who))
			sm_tree_remove(dirfd(d), entry->d_name);
	if (d != NULL)
		closedir(d);
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
