/*
 * What PostgreSQL and libpq report, as errors with a hint what to do next.
 * Inside sources only.
 */
#ifndef SM_SOURCES_POSTGRESQL_ERROR_H
#define SM_SOURCES_POSTGRESQL_ERROR_H

#include <stdbool.h>

#include "base/error.h"

/* libpq's PGconn and PGresult. */
struct pg_conn;
struct pg_result;

/* All return false. */

/* A connection that wasn't made. */
bool sm_pg_connect_error(struct pg_conn *, struct sm_error *);
/* A statement that failed; r may be the result of a connection that is lost. */
bool sm_pg_statement_error(struct pg_conn *, const struct pg_result *r,
    struct sm_error *);
/* The connection's last error, where there is no result. */
bool sm_pg_lost_error(struct pg_conn *, struct sm_error *);

/*
 * Refuse (false) an operand that libpq would misread, and whose pieces, a
 * password's among them, would then be in its message.
 */
bool sm_pg_check_operand(const char *operand, struct sm_error *);

#endif
