/*
 * For PostgreSQL's renderer only.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_GROUP_H
#define SM_STAGES_SQL_POSTGRESQL_GROUP_H

#include "model/plan.h"

/* Which ops are one transaction, in a script of many. */
struct sm_pgsql_group {
	size_t number; /* the same for ops of one transaction */
	bool many;     /* it has several: none may leave it */
};

/*
 * For each op of the ordered plan.  What is taken away for a while and put back
 * is one transaction with its cause: nobody sees it missing.  Of an online plan
 * the ops are sorted anew, so that nothing else is in it that needn't be.
 */
struct sm_pgsql_group *sm_pgsql_groups(struct sm_plan *);

#endif
