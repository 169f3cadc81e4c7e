#include "stages/sql_mysql.h"

const char *
sm_mysql_algorithm(struct sm_mysql *w, const struct sm_mysql_group *g,
    const struct sm_strings *clauses)
{
	(void)w;
	(void)g;
	(void)clauses;
	return NULL;
}
