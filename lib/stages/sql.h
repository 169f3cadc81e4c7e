/*
 * The SQL that does what a plan says.
 */
#ifndef SM_STAGES_SQL_H
#define SM_STAGES_SQL_H

#include "base/buf.h"
#include "base/error.h"
#include "model/plan.h"

struct sm_sql_options {
	bool down;         /* the way back */
	bool allow_danger; /* render DANGER ops too */
	bool has_lock_timeout;
	long lock_timeout; /* of each statement, in milliseconds; 0: none */
};

/*
 * Append the SQL of the plan.  On false nothing is to be written: e->block
 * tells a block by DANGER (exit 1, the ops named) from trouble (exit 2: an op
 * that needs what isn't there, half a pair, an op that can't be rendered, a
 * plan that hasn't been judged and ordered).
 */
bool sm_sql(struct sm_plan *, const struct sm_sql_options *, struct sm_buf *,
    struct sm_error *);

/* Does the op's risk, in the direction asked for, block the plan? */
bool sm_sql_blocks(const struct sm_op *, const struct sm_sql_options *);

/* A dialect's renderer: a row of the table in sql.c, a file each. */
struct sm_sql_renderer {
	enum sm_dialect_id dialect;
	/* What the plan's ops do, in the order of their steps. */
	bool (*render)(struct sm_plan *, const struct sm_sql_options *,
	    struct sm_buf *, struct sm_error *);
};
extern const struct sm_sql_renderer sm_sql_sqlite, sm_sql_postgresql,
    sm_sql_mysql, sm_sql_mariadb;

#endif
