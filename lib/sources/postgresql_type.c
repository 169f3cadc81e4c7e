#include "sources/postgresql_catalog.h"

bool
sm_pg_read_types(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}

bool
sm_pg_read_enum_values(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}

bool
sm_pg_read_ranges(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}

bool
sm_pg_read_collations(struct sm_pg_catalog *c, struct sm_error *e)
{
	(void)c;
	(void)e;
	return true;
}
