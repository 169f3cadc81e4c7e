/*
 * Sets of dialects as bits: short names for the columns of the tables in this
 * directory, never for a header.
 */
#ifndef SM_TEXT_MASK_H
#define SM_TEXT_MASK_H

#include "text/dialect.h"

enum {
	SQ = 1 << SM_SQLITE,
	PG = 1 << SM_POSTGRESQL,
	MY = 1 << SM_MYSQL,
	MA = 1 << SM_MARIADB,
	MM = MY | MA,
	ALL = SQ | PG | MY | MA
};

static inline bool
sm_in(int mask, const struct sm_dialect *d)
{
	return (mask >> d->id & 1) != 0;
}

#endif
