/*
 * Where snapshots come from: a backend a file, a row each in source.c.
 */
#ifndef SM_SOURCES_SOURCE_H
#define SM_SOURCES_SOURCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "model/schema.h"

struct sm_ddl;

struct sm_source_options {
	const char *dialect; /* -d: of DDL; NULL: not said */
	const char *label;   /* --label */
	struct sm_strings tables, exclude; /* -t, -x */
	struct sm_strings schemas; /* -n */
	bool stats, grants, owners, all;
	bool partial;
	long lock_timeout, statement_timeout; /* milliseconds; 0: none */
	const char *scratch; /* --scratch: a server to run DDL on; NULL: none */
	bool scratch_here;   /* even where it is one that is read too */
	struct sm_strings reads; /* the call's sources: their servers are none
	                            to run DDL on */
	/*
	 * While there is a scratch database, no signal should end the process,
	 * or it would be left behind.  hold is called before it is made and
	 * returns a descriptor that can be read from once the work is to be
	 * broken off (-1: none); release when it is gone, and needn't return.
	 * Both may be NULL.
	 */
	int (*hold)(void);
	void (*release)(void);
	int verbose;
	/* Told of progress and slow going (with -v); may be NULL. */
	void (*say)(const char *source, const char *message);
	/* Of what is likely to be a mistake; may be NULL. */
	void (*warn)(const char *source, const char *message);
	/*
	 * Takes text of a snapshot that has been read whole, so that it needn't
	 * be in memory once more (model/snapshot.h); may be NULL.
	 */
	bool (*drain)(void *ctx, struct sm_buf *);
	void *drain_ctx;
};

/* A backend: live databases and DDL of one dialect. */
struct sm_backend {
	enum sm_dialect_id dialect;
	/* "SQLite 3.40.1": for --version. */
	const char *(*version)(void);
	/* Is this operand one of its live databases? */
	bool (*owns)(const char *source);
	/*
	 * Read it into a snapshot in the arena; the caller sets the header's
	 * label and source, and of the scope what the options say.
	 */
	bool (*reflect)(struct sm_arena *, const char *source,
	    const struct sm_source_options *, struct sm_snapshot **,
	    struct sm_error *);
	/* Run the DDL (text, of the file `name`) and read what it made. */
	bool (*reflect_ddl)(struct sm_arena *, const struct sm_ddl *,
	    const struct sm_source_options *, struct sm_snapshot **,
	    struct sm_error *);
};

/* DDL: one file, or the files of a directory in version order. */
struct sm_ddl_file {
	const char *name, *text;
	size_t len;
};
struct sm_ddl {
	struct sm_ddl_file *v;
	size_t n, cap;
	const char *source; /* the operand, as it may be shown */
	bool pipe;          /* its end can't be trusted to be the end */
};

/* A file each; of those that aren't built in, only the names are here. */
extern const struct sm_backend sm_backend_sqlite, sm_backend_postgresql,
    sm_backend_mysql, sm_backend_mariadb;

/* The backends built in, ending in NULL. */
extern const struct sm_backend *const sm_backends[];

/*
 * Reflect one operand, whatever it is, and append its segment (several, where
 * the operand is a stream of several saved snapshots).  False with the error
 * set; then nothing was appended.  *failures is increased for each error record
 * among saved snapshots that was passed on.
 */
bool sm_source_reflect(const char *operand, const struct sm_source_options *,
    struct sm_buf *, int *failures, struct sm_error *);

/*
 * The server to run the dialect's DDL on: of --scratch, or of SM_SCRATCH_URL if
 * that is of the dialect; NULL: none is named.
 */
const char *sm_source_scratch(const struct sm_source_options *,
    const struct sm_dialect *);

/* The operand as it may be shown: without passwords.  In the arena. */
const char *sm_source_public(struct sm_arena *, const char *operand);

/*
 * Names of the tables in which migration tools keep their books: left out,
 * unless --all.  Ends in NULL.
 */
extern const char *const sm_bookkeeping[];

#endif
