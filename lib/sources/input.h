/*
 * Reading operands whole: what is in a file, and what kind of thing it is.
 * Inside sources only.
 */
#ifndef SM_SOURCES_INPUT_H
#define SM_SOURCES_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* The most that is read: of SQL, of snapshots. */
#define SM_SQL_MAX ((size_t)64 << 20)
#define SM_SAVED_MAX ((size_t)1 << 30)

/* The first bytes of the file at path; returns how many there are. */
size_t sm_input_head(const char *path, void *head, size_t size);
/* Does the file begin as every SQLite database does? */
bool sm_input_is_sqlite(const char *path);
/* Is the path's last part "*.sqlite", "*.db" …: named as a database? */
bool sm_input_named_sqlite(const char *path);
/* Is the text a stream of records rather than SQL? */
bool sm_input_is_snapshot(const char *text, size_t len);

/*
 * Append all of the file at path ("-" is standard input): text.  *pipe: it has
 * no end that one could trust.  Refused: a directory, bytes that are no text,
 * more than there may be of its kind.
 */
bool sm_input_read(const char *path, struct sm_buf *, bool *pipe,
    struct sm_error *);

#endif
