/*
 * Running the tools, in the current directory.
 */
#ifndef RT_TOOLS_H
#define RT_TOOLS_H

#include <stdbool.h>

#include "base/arena.h"

struct tools {
	const char *bin;  /* directory; ends in no slash */
};

/*
 * Run a pipeline of n commands (argv NULL-terminated each; a tool's name is
 * looked for in bin, "sqlite3" in PATH), from file in to file out; what they
 * say goes to the file "err".  Returns the first status that isn't 0; a signal
 * is 128 and more.
 */
int tools_run(const struct tools *, const char *in, const char *out,
    const char *const *const *commands, int n);

/* Whole files; read: NULL where there is none. */
char *file_read(struct sm_arena *, const char *path);
void file_write(const char *path, const char *text);
void file_copy(const char *from, const char *to);
bool file_same(const char *a, const char *b);

#endif
