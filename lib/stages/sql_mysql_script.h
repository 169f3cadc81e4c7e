/*
 * A script for MySQL and MariaDB, where each statement commits by itself.
 *
 * Under a client that goes on after an error (--force) what comes after a failed
 * statement must not be done: it may destroy what that was to have kept.  So the
 * session turns read-only once one has failed; DDL is refused then.
 */
#ifndef SM_STAGES_SQL_MYSQL_SCRIPT_H
#define SM_STAGES_SQL_MYSQL_SCRIPT_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/plan.h"

struct sm_mysql_script {
	struct sm_arena *arena;
	struct sm_buf text;
	const char *read_only; /* the variable's name */
	const char *mode;      /* sql_mode as SQL, where it isn't ours */
	long lock_timeout;     /* in milliseconds; -1: none said */
	bool versioning;       /* alters a table that keeps its history */
	bool hidden_key;       /* the server may add a primary key by itself */
};

void sm_mysql_script_init(struct sm_mysql_script *, const struct sm_plan *);
void sm_mysql_script_free(struct sm_mysql_script *);
void sm_mysql_gap(struct sm_mysql_script *);
void sm_mysql_say(struct sm_mysql_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A statement without its semicolon, and the guard behind it. */
void sm_mysql_run(struct sm_mysql_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Are rows held to foreign keys that are made from here on? */
void sm_mysql_check_keys(struct sm_mysql_script *, bool);
/*
 * The same of a stored program, whose text holds semicolons; under the sql_mode
 * (SQL of its value).
 */
void sm_mysql_run_program(struct sm_mysql_script *, const char *mode,
    const char *statement);
void sm_mysql_script_end(struct sm_mysql_script *, const struct sm_plan *,
    struct sm_buf *out);

#endif
