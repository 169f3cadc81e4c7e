#include "sources/postgresql_catalog.h"

bool
sm_pg_read_routines(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}

bool
sm_pg_read_aggregates(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}
