#include "sources/postgresql_catalog.h"

bool
sm_pg_read_extensions(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}

bool
sm_pg_read_schemas(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}
