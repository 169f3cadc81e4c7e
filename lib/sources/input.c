#include "sources/input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[16] = "SQLite format 3";

size_t
sm_input_head(const char *path, void *head, size_t size)
{
	struct stat st;
	FILE *f;
	size_t n;

	/* Of a pipe, what is read is gone. */
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	f = fopen(path, "rb");
	if (f == NULL)
		return 0;
	n = fread(head, 1, size, f);
	fclose(f);
	return n;
}

bool
sm_input_is_sqlite(const char *path)
{
	char head[sizeof magic];

	return sm_input_head(path, head, sizeof head) == sizeof head &&
	    memcmp(head, magic, sizeof magic) == 0;
}

bool
sm_input_named_sqlite(const char *path)
{
	static const char *const suffixes[] = {".db", ".db3", ".sqlite",
	    ".sqlite3", ".s3db", ".sl3"};
	size_t i, n, len = strlen(path);

	for (i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		n = strlen(suffixes[i]);
		if (len > n && strcasecmp(path + len - n, suffixes[i]) == 0)
			return true;
	}
	return false;
}

bool
sm_input_is_snapshot(const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", *text) != NULL) {
		text++;
		len--;
	}
	/* No SQL begins so; an array is refused with what to do about it. */
	return len > 0 && (*text == '{' || *text == '[');
}

/* Bytes that no text has, and what they may be. */
static bool
refuse_binary(const char *text, size_t len, struct sm_error *e)
{
	if (len >= sizeof magic && memcmp(text, magic, sizeof magic) == 0) {
		sm_error_set(e, "a SQLite database can't be read from a pipe");
		return sm_error_hint(e, "name the file itself");
	}
	if (len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 ||
	    memcmp(text, "\xfe\xff", 2) == 0)) {
		sm_error_set(e, "is UTF-16, not UTF-8");
		return sm_error_hint(e, "convert it: iconv -f UTF-16 -t UTF-8");
	}
	if (len >= 5 && memcmp(text, "PGDMP", 5) == 0) {
		sm_error_set(e, "is a dump of PostgreSQL that is no SQL");
		return sm_error_hint(e, "pg_restore -f out.sql makes SQL of "
					"it, pg_dump without -F writes that");
	}
	sm_error_set(e, "is neither a SQLite database nor text");
	return sm_error_hint(e, "is it encrypted or compressed? SQL, saved "
				"snapshots and SQLite databases are read");
}

static bool
refuse_size(size_t limit, struct sm_error *e)
{
	sm_error_set(e, "is larger than %zu MiB", limit >> 20);
	return sm_error_hint(e, limit == SM_SQL_MAX
	    ? "SQL is read for its schema: dump it without the data"
	    : "is this a saved snapshot?");
}

static bool
read_all(FILE *f, struct sm_buf *b, struct sm_error *e)
{
	char chunk[65536];
	size_t n, limit = 0;

	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
		sm_buf_add(b, chunk, n);
		if (memchr(chunk, '\0', n) != NULL)
			return refuse_binary(b->text, b->len, e);
		if (limit == 0 || b->len < 65536)
			limit = sm_input_is_snapshot(b->text, b->len)
			    ? SM_SAVED_MAX : SM_SQL_MAX;
		if (b->len > limit)
			return refuse_size(limit, e);
	}
	return !ferror(f) || sm_error_errno(e, errno);
}

bool
sm_input_read(const char *path, struct sm_buf *b, bool *pipe,
    struct sm_error *e)
{
	bool standard = strcmp(path, "-") == 0, done;
	FILE *f = standard ? stdin : fopen(path, "rb");
	struct stat st;

	if (f == NULL)
		return sm_error_errno(e, errno);
	if (fstat(fileno(f), &st) != 0)
		done = sm_error_errno(e, errno);
	else if (S_ISDIR(st.st_mode))
		done = sm_error_set(e, "is a directory");
	else
		done = read_all(f, b, e);
	*pipe = done && (standard || !S_ISREG(st.st_mode));
	if (!standard)
		fclose(f);
	return done;
}
