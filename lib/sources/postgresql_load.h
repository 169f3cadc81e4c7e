/*
 * Running SQL text in a scratch database: statement by statement, as psql would
 * (its commands, the end of a statement: ddl_script.h).  Inside sources only.
 */
#ifndef SM_SOURCES_POSTGRESQL_LOAD_H
#define SM_SOURCES_POSTGRESQL_LOAD_H

#include <stdbool.h>

#include "sources/postgresql_db.h"
#include "sources/source.h"

struct sm_pg_load {
	struct sm_pg *db; /* connected to the scratch database */
	struct sm_arena *arena;
	const struct sm_ddl *ddl;
	const struct sm_source_options *options;
	const struct sm_ddl_file *file;
	const char *statement; /* of the file: what is being run */
	size_t len;
	char state[6];         /* SQLSTATE of the last error */
	struct sm_buf sql;     /* the same, ended by a NUL */
	const char *database;  /* that the text says it is for, or NULL */
	int depth;             /* of \i */
	bool made;             /* something was run that may make objects */
	bool data;             /* data were passed over */
	bool backslashes;      /* standard_conforming_strings is off */
	bool make_roles;       /* the server is a throw-away one */
};

/* Run all files; an error has its file, line and column. */
bool sm_pg_load(struct sm_pg_load *, struct sm_error *);

/* The rest is between the files that load. */

/* Tell of something that is done otherwise than the text says (with -v). */
void sm_pg_load_say(const struct sm_pg_load *, const char *message);
/* An error at that place of the file; returns false. */
bool sm_pg_load_refuse(const struct sm_pg_load *, const char *at,
    struct sm_error *, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The server's error, at the place that it names; returns false. */
bool sm_pg_load_error(struct sm_pg_load *, const struct pg_result *,
    struct sm_error *);
/* Run another file, that a command names. */
bool sm_pg_load_file(struct sm_pg_load *, const struct sm_ddl_file *,
    struct sm_error *);

/* What is to be done with a statement, by its first words. */
enum sm_pg_verdict {
	SM_PG_RUN,
	SM_PG_TRY,   /* drops, perhaps, while there is nothing yet */
	SM_PG_PASS,  /* no part of a schema: passed over, and said */
	SM_PG_QUIET, /* the same, and not worth a word */
	SM_PG_ROLE,  /* makes a role: beside the scratch database */
	SM_PG_REFUSE
};
/* *what: its words; *why: what to do about it, where it is refused. */
enum sm_pg_verdict sm_pg_judge(struct sm_pg_load *, const char **what,
    const char **why);

/* A command of psql's. */
bool sm_pg_command(struct sm_pg_load *, const char *text, size_t len,
    struct sm_error *);

#endif
