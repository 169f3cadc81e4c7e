#include "scratch/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 32
#define BLOCK 65536

int
sm_tree_open(int at, const char *name)
{
	return openat(at, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The entries of a directory that stays open. */
static DIR *
list(int fd)
{
	int again = sm_tree_open(fd, ".");
	DIR *d = again < 0 ? NULL : fdopendir(again);

	if (d == NULL && again >= 0)
		close(again);
	return d;
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* --- removing --------------------------------------------------------- */

static bool
empty(int fd, int depth)
{
	DIR *d = list(fd);
	struct dirent *entry;
	bool done = d != NULL;
	int sub;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (is_dots(entry->d_name) ||
		    unlinkat(fd, entry->d_name, 0) == 0 || errno == ENOENT)
			continue;
		sub = depth < MAX_DEPTH ? sm_tree_open(fd, entry->d_name) : -1;
		if (sub >= 0) {
			done = empty(sub, depth + 1) && done;
			close(sub);
		}
		if (unlinkat(fd, entry->d_name, AT_REMOVEDIR) != 0 &&
		    errno != ENOENT)
			done = false;
	}
	if (d != NULL)
		closedir(d);
	return done;
}

bool
sm_tree_remove(int at, const char *name)
{
	int fd = sm_tree_open(at, name);

	if (fd >= 0) {
		fchmod(fd, 0700);
		empty(fd, 0);
		close(fd);
		return unlinkat(at, name, AT_REMOVEDIR) == 0 ||
		    errno == ENOENT;
	}
	return errno == ENOENT || unlinkat(at, name, 0) == 0;
}

/* --- copying ---------------------------------------------------------- */

static bool
failed(struct sm_tree_copy *c, struct sm_error *e, bool source,
    const char *name, const char *why)
{
	c->source_is_bad = source;
	return sm_error_set(e, "%s: %s", name, why);
}

static bool
copy_bytes(int in, int out, const char *name, struct sm_tree_copy *c,
    struct sm_error *e)
{
	char block[BLOCK];
	ssize_t n, done, w;

	while ((n = read(in, block, sizeof block)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(c, e, true, name, strerror(errno));
		for (done = 0; done < n; done += w) {
			w = write(out, block + done, (size_t)(n - done));
			if (w < 0 && errno != EINTR)
				return failed(c, e, false, name,
				    strerror(errno));
			if (w < 0)
				w = 0;
		}
		c->bytes += (unsigned long long)n;
	}
	return true;
}

static bool
copy_file(int from, int to, const char *name, mode_t mode,
    struct sm_tree_copy *c, struct sm_error *e)
{
	int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	int out;
	bool done;

	if (in < 0)
		return failed(c, e, true, name, strerror(errno));
	out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (out < 0)
		done = failed(c, e, false, name, strerror(errno));
	else
		done = copy_bytes(in, out, name, c, e);
	if (done && c->uid != geteuid() && fchown(out, c->uid, c->gid) != 0)
		done = failed(c, e, false, name, strerror(errno));
	close(in);
	if (out >= 0 && close(out) != 0 && done)
		done = failed(c, e, false, name, strerror(errno));
	c->files++;
	return done;
}

static bool copy_all(int from, int to, int depth, struct sm_tree_copy *,
    struct sm_error *);

static bool
copy_directory(int from, int to, const char *name, int depth,
    struct sm_tree_copy *c, struct sm_error *e)
{
	int in = sm_tree_open(from, name), out = -1;
	bool done;

	if (in < 0)
		return failed(c, e, true, name, strerror(errno));
	if (mkdirat(to, name, 0700) == 0)
		out = sm_tree_open(to, name);
	if (out < 0)
		done = failed(c, e, false, name, strerror(errno));
	else
		done = copy_all(in, out, depth + 1, c, e);
	close(in);
	if (out >= 0)
		close(out);
	return done;
}

static bool
copy_entry(int from, int to, const char *name, int depth,
    struct sm_tree_copy *c, struct sm_error *e)
{
	struct stat st;

	if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return failed(c, e, true, name, strerror(errno));
	if (st.st_uid != c->from_owner)
		return failed(c, e, true, name, "it is another user's");
	if (S_ISDIR(st.st_mode))
		return copy_directory(from, to, name, depth, c, e);
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1)
		return failed(c, e, true, name, "it is no plain file");
	return copy_file(from, to, name, st.st_mode & 0700, c, e);
}

static bool
copy_all(int from, int to, int depth, struct sm_tree_copy *c,
    struct sm_error *e)
{
	DIR *d = depth < MAX_DEPTH ? list(from) : NULL;
	struct dirent *entry;
	bool done = true;

	if (d == NULL)
		return failed(c, e, true, ".", "it can't be listed");
	while (done && (entry = readdir(d)) != NULL)
		if (!is_dots(entry->d_name))
			done = copy_entry(from, to, entry->d_name, depth, c, e);
	closedir(d);
	/* Last, so that nobody reaches what isn't whole. */
	if (done && c->uid != geteuid() && fchown(to, c->uid, c->gid) != 0)
		done = failed(c, e, false, ".", strerror(errno));
	return done;
}

bool
sm_tree_copy(int from, int to, struct sm_tree_copy *c, struct sm_error *e)
{
	struct stat st;

	c->files = 0;
	c->bytes = 0;
	if (fstat(from, &st) != 0 || st.st_uid != c->from_owner)
		return failed(c, e, true, ".", "it is another user's");
	return copy_all(from, to, 0, c, e);
}
