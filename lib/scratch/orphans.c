#include "scratch/orphans.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
works_in(const char *pid, uid_t uid, const char *dir)
{
	char link[64], cwd[PATH_MAX];
	size_t len = strlen(dir);
	struct stat st;
	ssize_t n;

	snprintf(link, sizeof link, "/proc/%.20s", pid);
	if (stat(link, &st) != 0 || st.st_uid != uid)
		return false;
	snprintf(link, sizeof link, "/proc/%.20s/cwd", pid);
	n = readlink(link, cwd, sizeof cwd - 1);
	if (n < 0 || (size_t)n < len)
		return false;
	cwd[n] = '\0';
	return strncmp(cwd, dir, len) == 0 &&
	    (cwd[len] == '\0' || cwd[len] == '/' || cwd[len] == ' ');
}

int
sm_orphans(uid_t uid, const char *dir, int signal)
{
	DIR *d = opendir("/proc");
	struct dirent *entry;
	int n = 0;

	if (d == NULL || access("/proc/self/cwd", F_OK) != 0)
		n = -1;
	while (n >= 0 && (entry = readdir(d)) != NULL) {
		if (*entry->d_name < '1' || *entry->d_name > '9' ||
		    !works_in(entry->d_name, uid, dir))
			continue;
		kill((pid_t)strtol(entry->d_name, NULL, 10), signal);
		n++;
	}
	if (d != NULL)
		closedir(d);
	return n;
}
