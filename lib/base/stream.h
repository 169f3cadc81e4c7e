/*
 * Reading records, one a line, from a file or standard input.
 */
#ifndef SM_BASE_STREAM_H
#define SM_BASE_STREAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The longest line that is read: 64 MiB. */
#define SM_LINE_MAX ((size_t)64 * 1024 * 1024)

struct sm_reader;

/* One record; all of it is the reader's and good until the next call. */
struct sm_record {
	const char *text; /* the line without its newline, NUL-terminated */
	size_t len;
	json_t *json;     /* an object; NULL at the end of the input */
	const char *kind; /* its "record" member */
	long line;        /* 1-based */
};

/*
 * Open path, "-" being standard input.  NULL with the error set if that fails
 * (or it is a directory).  The caller closes it.
 */
struct sm_reader *sm_reader_open(const char *path, struct sm_error *);
/* Read from memory instead: for tests and fuzzing; text is kept by reference. */
struct sm_reader *sm_reader_memory(const char *name, const char *text,
    size_t len);
void sm_reader_close(struct sm_reader *);

/*
 * The next record, blank lines passed over; json NULL at the end.  False with
 * the error (place included) on a line that is no record or can't be read.
 */
bool sm_reader_next(struct sm_reader *, struct sm_record *, struct sm_error *);
/* Give the last record back: the next call of sm_reader_next returns it again. */
void sm_reader_unread(struct sm_reader *);

/* "prod.ndjson", "<stdin>": for messages.  The reader's. */
const char *sm_reader_name(const struct sm_reader *);
/* The number of the last line read. */
long sm_reader_line(const struct sm_reader *);

#endif
