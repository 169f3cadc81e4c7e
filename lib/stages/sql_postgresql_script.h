/*
 * A script for PostgreSQL: transactions, and statements that can't be in one.
 *
 * A plain script is one transaction, so that it does all it says or nothing,
 * even under a client that goes on after an error.  Where it must be several
 * (--online, an enum's new value that is used), each begins by looking whether
 * the one before it was done, and fails otherwise.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_SCRIPT_H
#define SM_STAGES_SQL_POSTGRESQL_SCRIPT_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/plan.h"

struct sm_pgsql_unit {
	bool alone;           /* one statement outside a transaction */
	const char *begin;    /* it begins with these statements; or NULL */
	struct sm_buf text;   /* comments and statements */
	size_t statements;
};
struct sm_pgsql_units {
	struct sm_pgsql_unit *v;
	size_t n, cap;
};

struct sm_pgsql_script {
	struct sm_arena *arena;
	bool online;
	bool together; /* what comes stays in the transaction at hand */
	bool broken;   /* the next statement begins a transaction */
	struct sm_buf comments; /* that stand before the next statement */
	struct sm_buf first;    /* statements ahead of all */
	struct sm_pgsql_units units;
	struct sm_strings new_values; /* of enums: may not be used at once */
	long lock_timeout; /* of each statement, in milliseconds; -1: none said */
};

void sm_pgsql_script_init(struct sm_pgsql_script *, const struct sm_plan *);
void sm_pgsql_script_free(struct sm_pgsql_script *);

/* A comment of one line, whatever the text holds. */
void sm_pgsql_say(struct sm_pgsql_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* An empty line. */
void sm_pgsql_gap(struct sm_pgsql_script *);
/* A statement, without its semicolon, in the transaction at hand. */
void sm_pgsql_run(struct sm_pgsql_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * The transaction at hand begins with the statements, a whole text: what others
 * in it make use of.  All say the same ones.
 */
void sm_pgsql_begin_with(struct sm_pgsql_script *, const char *statements);
/*
 * A statement ahead of all others: the values that an enum gets.  They are in a
 * transaction of their own where something uses one (sm_pgsql_new_value).
 */
void sm_pgsql_run_first(struct sm_pgsql_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * A statement that can't be in a transaction (CONCURRENTLY).  What it takes to
 * clean up after it when it fails is for a comment before it.  Nothing keeps it
 * from being run when something before it failed: it must be harmless, or about
 * a name that only what is before it can have made.
 */
void sm_pgsql_alone(struct sm_pgsql_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * Online, what follows is a transaction of its own (a VALIDATE after the NOT
 * VALID); nothing happens in a plain script, or where all must stay together.
 */
void sm_pgsql_break(struct sm_pgsql_script *);
/*
 * Raise an exception with the message unless the condition, an SQL expression,
 * is true (NULL is not).
 */
void sm_pgsql_require(struct sm_pgsql_script *, const char *message,
    const char *condition);
/* An enum's value that was added: what uses it comes after a commit. */
void sm_pgsql_new_value(struct sm_pgsql_script *, const char *value);

/* Append the whole script. */
void sm_pgsql_script_end(struct sm_pgsql_script *, const struct sm_plan *,
    struct sm_buf *out);

#endif
