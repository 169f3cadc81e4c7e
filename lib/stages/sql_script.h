/*
 * A script that either does all it says or nothing, even under a client that
 * goes on after an error (design, section 5), for SQLite.  How:
 *
 * - A savepoint before every statement that writes.  Where the transaction was
 *   lost, the next one opens another, in which the rest has no effect.  They
 *   are never released: releasing the outermost would commit.
 * - A guard after every step: a row in a temporary table, which only what it
 *   checks being true lets in.  The table was made ahead of the transaction, so
 *   that it is there, and empty, after a rollback.
 * - The last guard counts the rows, and rolls everything back unless all are
 *   there.
 */
#ifndef SM_STAGES_SQL_SCRIPT_H
#define SM_STAGES_SQL_SCRIPT_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/plan.h"

/* What a guard is about: its row's `what`, and the message of its failure. */
enum sm_guard {
	SM_GUARD_CLIENT, /* the connection is fit for the script */
	SM_GUARD_TEXT,   /* the client leaves the script's text alone */
	SM_GUARD_SCHEMA, /* the database is what the plan was made from */
	SM_GUARD_DONE,   /* a statement did what it says */
	SM_GUARD_ROWS,   /* no row was lost in a copy */
	SM_GUARD_TYPE, /* no value is of a type that its column can't hold */
	SM_GUARD_NULL,   /* no NULL would be replaced without a word */
	SM_GUARD_KEY,    /* no row violates a new foreign key */
	SM_GUARD_ALL,    /* every step was done */
	SM_GUARDS
};

struct sm_script {
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	struct sm_buf body; /* between BEGIN and the last guard */
	long guards;        /* the last one's number */
	bool keys_off;      /* foreign_keys must be off */
	struct sm_strings taken; /* names that must be free at the start */
};

void sm_script_init(struct sm_script *, const struct sm_plan *);
void sm_script_free(struct sm_script *);

/* A comment of one line, whatever the text holds. */
void sm_script_say(struct sm_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* "-- 3/7 id sentence  [RISK]" and the reason. */
void sm_script_op(struct sm_script *, const struct sm_op *, size_t total);
/* An empty line. */
void sm_script_gap(struct sm_script *);

/* A statement that writes, without its semicolon. */
void sm_script_run(struct sm_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A statement that doesn't. */
void sm_script_set(struct sm_script *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A guard: the condition is an expression, NULL and 0 fail. */
void sm_script_guard(struct sm_script *, enum sm_guard, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A guard that always holds, and keeps a value for the next: `kept`. */
void sm_script_guard_keep(struct sm_script *, const char *expression);

/* Append the whole script; label and count of the plan go into its head. */
void sm_script_end(struct sm_script *, const struct sm_plan *,
    struct sm_buf *out);

/* A name, quoted; a string literal, whose line ends no client can change. */
const char *sm_script_name(const struct sm_script *, const char *);
const char *sm_script_string(const struct sm_script *, const char *);
/* ("a", "b") of names; of strings: ('a','b'). */
const char *sm_script_names(const struct sm_script *,
    const struct sm_strings *);
const char *sm_script_strings(const struct sm_script *,
    const struct sm_strings *);

/*
 * Is the text of the kind SQL that can stand where it is put, and nothing else?
 * It comes from a file that anybody may have written.
 */
enum sm_fragment {
	SM_FRAGMENT_EXPRESSION, /* stands between parentheses */
	SM_FRAGMENT_DEFAULT,    /* a literal or something in parentheses */
	SM_FRAGMENT_WORD,       /* one word: an action, a collation, a module */
	SM_FRAGMENT_QUERY,      /* to the end of the statement */
	SM_FRAGMENT_TRIGGER     /* the same, with statements up to END */
};
bool sm_fragment_fits(const struct sm_dialect *, enum sm_fragment,
    const char *text);
/* Append the text so that what follows is no part of a comment it ends in. */
void sm_fragment_add(struct sm_buf *, const struct sm_dialect *,
    const char *text);

#endif
