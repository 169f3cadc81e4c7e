/*
 * Running SQL text in a scratch database: statement by statement, as mysql(1)
 * would (ddl_script.h).  Inside sources only.
 */
#ifndef SM_SOURCES_MYSQL_LOAD_H
#define SM_SOURCES_MYSQL_LOAD_H

#include <stdbool.h>

#include "sources/mysql_db.h"
#include "sources/source.h"

struct sm_my_load {
	struct sm_my *db; /* connected to the scratch database */
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	const struct sm_ddl *ddl;
	const struct sm_source_options *options;
	const char *scratch;  /* the database's name */
	const struct sm_ddl_file *file;
	const char *statement; /* of the file: what is being run */
	size_t len;
	const char *text;      /* the same without version comments */
	const char *database;  /* that the text says it is for, or NULL */
	bool dump;             /* its rows are passed over */
	bool made;             /* something was run that may make objects */
};

/* Run all files; an error has its file and line. */
bool sm_my_load(struct sm_my_load *, struct sm_error *);

/* The rest is between the files that load. */

enum sm_my_verdict {
	SM_MY_RUN,
	SM_MY_TRY,      /* a drop, while there is nothing yet */
	SM_MY_PASS,     /* no part of a schema: passed over, and said */
	SM_MY_QUIET,    /* the same, and not worth a word */
	SM_MY_USE,      /* names the database that the text is for */
	SM_MY_DATABASE, /* makes that, or changes it */
	SM_MY_REFUSE
};
/* *what: the first words; *why: what to do about it, where it is refused. */
enum sm_my_verdict sm_my_judge(struct sm_my_load *, const char **what,
    const char **why);
/* CREATE DATABASE name …: the name, and what stands behind it. */
const char *sm_my_database_name(struct sm_my_load *, const char **rest);

#endif
