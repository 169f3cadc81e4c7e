#include "base/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"

struct sm_reader {
	FILE *file;       /* NULL: all of the input is in buf */
	char *name;
	char *buf;        /* what was read: data not yet returned */
	size_t at, len, cap;
	bool eof, unread;
	long line;
	struct sm_record last;
};

static struct sm_reader *
new_reader(const char *name)
{
	struct sm_reader *r = sm_xmalloc(sizeof *r);

	memset(r, 0, sizeof *r);
	r->name = sm_xstrdup(name);
	return r;
}

struct sm_reader *
sm_reader_open(const char *path, struct sm_error *e)
{
	bool standard = strcmp(path, "-") == 0;
	struct sm_reader *r = new_reader(standard ? "<stdin>" : path);

	r->file = standard ? stdin : fopen(path, "rb");
	if (r->file == NULL) {
		sm_error_at(e, path, 0);
		sm_error_errno(e, errno);
		if (strstr(path, "://") != NULL)
			sm_error_hint(e, "sm-reflect reads databases, the "
					 "other tools what it writes");
		sm_reader_close(r);
		return NULL;
	}
	return r;
}

struct sm_reader *
sm_reader_memory(const char *name, const char *text, size_t len)
{
	struct sm_reader *r = new_reader(name);

	r->buf = sm_xmalloc(len + 1);
	memcpy(r->buf, text, len);
	r->len = len;
	r->cap = len + 1;
	r->eof = true;
	return r;
}

void
sm_reader_close(struct sm_reader *r)
{
	if (r == NULL)
		return;
	json_decref(r->last.json);
	if (r->file != NULL && r->file != stdin)
		fclose(r->file);
	free(r->buf);
	free(r->name);
	free(r);
}

const char *
sm_reader_name(const struct sm_reader *r)
{
	return r->name;
}

long
sm_reader_line(const struct sm_reader *r)
{
	return r->line;
}

void
sm_reader_unread(struct sm_reader *r)
{
	r->unread = true;
}

static bool
fill(struct sm_reader *r, struct sm_error *e)
{
	size_t n;

	if (r->at > 0) {
		memmove(r->buf, r->buf + r->at, r->len - r->at);
		r->len -= r->at;
		r->at = 0;
	}
	if (r->cap - r->len < 65536) {
		r->cap = r->cap ? r->cap * 2 : 131072;
		r->buf = sm_xrealloc(r->buf, r->cap);
	}
	n = fread(r->buf + r->len, 1, r->cap - r->len - 1, r->file);
	if (n == 0 && ferror(r->file))
		return sm_error_errno(e, errno);
	r->len += n;
	r->eof = n == 0;
	return true;
}

/*
 * The next line, NUL in place of its newline; *text NULL at the end.
 */
static bool
next_line(struct sm_reader *r, char **text, size_t *len, struct sm_error *e)
{
	size_t seen = 0;
	char *nl = NULL;

	for (;;) {
		if (r->len > r->at + seen)
			nl = memchr(r->buf + r->at + seen, '\n',
			    r->len - r->at - seen);
		seen = nl != NULL ? (size_t)(nl - r->buf) - r->at
		                  : r->len - r->at;
		if (seen > SM_LINE_MAX) {
			r->line++;
			sm_error_set(e, "line longer than 64 MiB");
			return sm_error_hint(e, "is this NDJSON? "
						"one JSON object a line is "
						"expected");
		}
		if (nl != NULL || r->eof)
			break;
		if (!fill(r, e))
			return false;
	}
	*text = NULL;
	if (nl == NULL && r->at == r->len)
		return true;
	*text = r->buf + r->at;
	*len = nl != NULL ? (size_t)(nl - *text) : r->len - r->at;
	(*text)[*len] = '\0';
	r->at += *len + (nl != NULL);
	r->line++;
	return true;
}

static bool
next_record(struct sm_reader *r, struct sm_record *rec, struct sm_error *e)
{
	char *text = NULL;
	size_t len = 0;

	do {
		if (!next_line(r, &text, &len, e))
			return false;
		if (text == NULL)
			return true;
	} while (strspn(text, " \t\r") == len);
	rec->json = sm_json_parse(text, len, e);
	if (rec->json == NULL)
		return false;
	rec->text = text;
	rec->len = len;
	rec->line = r->line;
	rec->kind = json_string_value(json_object_get(rec->json, "record"));
	if (rec->kind == NULL) {
		sm_error_set(e, "the object has no \"record\" member");
		return sm_error_hint(e, "is this a snapshot or a plan? "
					"See sm-ndjson(5)");
	}
	return true;
}

bool
sm_reader_next(struct sm_reader *r, struct sm_record *rec, struct sm_error *e)
{
	if (r->unread) {
		r->unread = false;
		*rec = r->last;
		return true;
	}
	json_decref(r->last.json);
	memset(&r->last, 0, sizeof r->last);
	if (!next_record(r, &r->last, e)) {
		sm_error_at(e, r->name, r->line);
		return false;
	}
	*rec = r->last;
	return true;
}
