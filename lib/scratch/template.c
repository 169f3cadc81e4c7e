#include "scratch/template.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "scratch/identity.h"
#include "scratch/tree.h"

/* What a run that was killed has left in the cache, an hour ago. */
#define UNFINISHED ".new."
#define OLD (60 * 60)

/* Where it should be: PARENT, which is there, and below it. */
static const char *
where(struct sm_arena *a, const char **parent)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const struct passwd *pw;

	if (cache != NULL && *cache == '/') {
		*parent = cache;
		return sm_sprintf(a, "%s/smartmigrate", cache);
	}
	if (home == NULL || *home != '/') {
		pw = getpwuid(geteuid());
		home = pw != NULL ? pw->pw_dir : "/nonexistent";
	}
	mkdir(sm_sprintf(a, "%s/.cache", home), 0700);
	*parent = home;
	return sm_sprintf(a, "%s/.cache/smartmigrate", home);
}

int
sm_template_cache(struct sm_arena *a, const char **why)
{
	const char *parent, *path = where(a, &parent);
	struct stat st;
	int fd;

	*why = NULL;
	mkdir(parent, 0700);
	/* sudo may leave HOME as it was: nothing of root's belongs there. */
	if (stat(parent, &st) == 0 && geteuid() == 0 && st.st_uid != 0) {
		*why = sm_sprintf(a, "%s is another user's", parent);
		return -1;
	}
	mkdir(path, 0700);
	fd = sm_tree_open(AT_FDCWD, path);
	if (fd < 0)
		*why = sm_sprintf(a, "%s: %s", path, strerror(errno));
	else if (fstat(fd, &st) != 0 || st.st_uid != geteuid())
		*why = sm_sprintf(a, "%s is another user's", path);
	else if ((st.st_mode & 022) != 0)
		*why = sm_sprintf(a, "%s can be written by others", path);
	if (*why == NULL)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* --- the manifest ----------------------------------------------------- */

static void
manifest_text(char text[64], const struct sm_tree_copy *c)
{
	snprintf(text, 64, "%lu files %llu bytes\n", c->files, c->bytes);
}

static bool
manifest_matches(int entry, const struct sm_tree_copy *c)
{
	char want[64], got[64];
	int fd = openat(entry, "manifest", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	manifest_text(want, c);
	n = read(fd, got, sizeof got);
	close(fd);
	return n == (ssize_t)strlen(want) && memcmp(got, want, (size_t)n) == 0;
}

static bool
manifest_write(int entry, const struct sm_tree_copy *c)
{
	char text[64];
	int fd = openat(entry, "manifest",
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done;

	if (fd < 0)
		return false;
	manifest_text(text, c);
	done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	return close(fd) == 0 && done;
}

/* --- taking ----------------------------------------------------------- */

enum sm_template_use
sm_template_copy(int cache, const char *key, int to,
    const struct sm_identity *who, struct sm_error *e)
{
	struct sm_tree_copy c = {.from_owner = geteuid(), .uid = who->uid,
	    .gid = who->gid};
	int entry = sm_tree_open(cache, key), data;
	enum sm_template_use use = SM_TEMPLATE_USED;

	if (entry < 0) {
		if (errno == ENOENT)
			return SM_TEMPLATE_NONE;
		sm_error_set(e, "%s", strerror(errno));
		return SM_TEMPLATE_DAMAGED;
	}
	data = sm_tree_open(entry, "data");
	if (data < 0) {
		sm_error_set(e, "data: %s", strerror(errno));
		use = SM_TEMPLATE_DAMAGED;
	} else if (!sm_tree_copy(data, to, &c, e)) {
		use = c.source_is_bad ? SM_TEMPLATE_DAMAGED :
		    SM_TEMPLATE_NO_ROOM;
	} else if (!manifest_matches(entry, &c)) {
		sm_error_set(e, "it isn't what its manifest says");
		use = SM_TEMPLATE_DAMAGED;
	}
	if (data >= 0)
		close(data);
	close(entry);
	return use;
}

/* --- keeping ---------------------------------------------------------- */

static void
sweep(int cache)
{
	DIR *d = fdopendir(sm_tree_open(cache, "."));
	struct dirent *entry;
	struct stat st;

	while (d != NULL && (entry = readdir(d)) != NULL)
		if (strncmp(entry->d_name, UNFINISHED,
		        strlen(UNFINISHED)) == 0 &&
		    fstatat(cache, entry->d_name, &st,
		        AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_mtime < time(NULL) - OLD)
			sm_tree_remove(cache, entry->d_name);
	if (d != NULL)
		closedir(d);
}

/* Fill the new directory entry with data and manifest. */
static bool
fill(int entry, int from, const struct sm_identity *who, struct sm_error *e)
{
	struct sm_tree_copy c = {.from_owner = who->uid, .uid = geteuid(),
	    .gid = getegid()};
	bool done = false;
	int data = -1;

	if (mkdirat(entry, "data", 0700) == 0)
		data = sm_tree_open(entry, "data");
	if (data >= 0)
		done = sm_tree_copy(from, data, &c, e) &&
		    (manifest_write(entry, &c) ||
		        sm_error_set(e, "manifest: %s", strerror(errno)));
	else
		sm_error_set(e, "%s", strerror(errno));
	if (data >= 0)
		close(data);
	return done;
}

bool
sm_template_keep(int cache, const char *key, int from,
    const struct sm_identity *who, struct sm_error *e)
{
	char name[64];
	int entry = -1;
	bool done = false;

	sweep(cache);
	snprintf(name, sizeof name, UNFINISHED "%ld", (long)getpid());
	if (mkdirat(cache, name, 0700) == 0)
		entry = sm_tree_open(cache, name);
	if (entry >= 0)
		done = fill(entry, from, who, e);
	else
		sm_error_set(e, "%s", strerror(errno));
	if (entry >= 0)
		close(entry);
	/* One that came first is as good. */
	if (done && renameat(cache, name, cache, key) == 0)
		return true;
	sm_tree_remove(cache, name);
	return done;
}

void
sm_template_drop(int cache, const char *key)
{
	char name[64];

	/* Away in one go, for one who reads it and one who makes it anew. */
	snprintf(name, sizeof name, UNFINISHED "%ld.old", (long)getpid());
	if (renameat(cache, key, cache, name) == 0)
		sm_tree_remove(cache, name);
	else
		unlinkat(cache, key, 0);
}
