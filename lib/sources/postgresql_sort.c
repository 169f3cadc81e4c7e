#include "sources/postgresql_catalog.h"

void
sm_pg_sort_parts(struct sm_pg_catalog *c)
{
	(void)c;
}
