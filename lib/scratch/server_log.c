/* What the server wrote, for people. */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "scratch/mail.h"
#include "scratch/server.h"

/* So much of the end of the log is looked at, and so many lines of it told. */
#define TAIL 4096
#define LINES 20

static const struct {
	const char *text, *hint;
} hints[] = {
	{"No space left on device",
	    "name a directory with 60 MB of room: TMPDIR=/path"},
	{"Disk quota exceeded",
	    "name a directory with 60 MB of room: TMPDIR=/path"},
	{"could not look up effective user ID",
	    "initdb wants a name for every user: this user id needs a line in "
	    "/etc/passwd"},
	{"error while loading shared libraries",
	    "the server's libraries aren't found: LD_LIBRARY_PATH may say where "
	    "they are"},
	{"unrecognized configuration parameter",
	    "--set takes settings that this version of the server has"},
	{"unknown variable",
	    "--set takes settings that this version of the server has"},
	{"invalid value for parameter", "see --set"},
	{"Cannot allocate memory",
	    "there is too little memory, or ulimit -v allows too little"},
	{"could not map anonymous shared memory",
	    "there is too little memory, or ulimit -v allows too little"},
	{"Too many open files", "ulimit -n allows too few"},
};

static char *
tail(const struct sm_server *s)
{
	off_t size = lseek(s->log, 0, SEEK_END), from = s->told;
	char *text = sm_alloc(s->arena, TAIL + 1);
	ssize_t n;

	if (size - from > TAIL)
		from = size - TAIL;
	n = pread(s->log, text, TAIL, from);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

void
sm_server_tell_log(const struct sm_server *s)
{
	char *text = tail(s), *p = text + strlen(text), *end;
	int lines = 0;

	while (p > text && p[-1] == '\n')
		*--p = '\0';
	while (p > text && lines < LINES)
		if (*--p == '\n' && ++lines == LINES)
			p++;
	for (; *p != '\0'; p = end) {
		p += *p == '\n';
		end = p + strcspn(p, "\n");
		if (end > p)
			sm_mail_send(s->mail, SM_MAIL_LOG, "%.*s",
			    (int)(end - p), p);
	}
}

const char *
sm_server_log_hint(const struct sm_server *s)
{
	const char *text = tail(s);
	size_t i;

	for (i = 0; i < sizeof hints / sizeof hints[0]; i++)
		if (strstr(text, hints[i].text) != NULL)
			return hints[i].hint;
	return NULL;
}
