/*
 * For PostgreSQL's renderer only: who may do what, from one state to another.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_GRANTS_H
#define SM_STAGES_SQL_POSTGRESQL_GRANTS_H

#include "stages/sql_postgresql.h"

/* What there is to say of a kind of object beside its definition. */
struct sm_pgsql_rights {
	const char *what;     /* as in COMMENT ON */
	const char *owner;    /* as in ALTER … OWNER TO; NULL: it has none */
	const char *grant;    /* as in GRANT … ON; NULL: nothing to grant */
	const char *defaults; /* as in ALTER DEFAULT PRIVILEGES, in lower case;
	                         NULL: it has no part in them */
	const char *all;      /* "SELECT UPDATE": all rights, the owner's */
	const char *everybody; /* what PUBLIC has of a new one */
};

/* The row of COMMENT ON's word, or of the word of a default_privileges. */
const struct sm_pgsql_rights *sm_pgsql_rights(const char *what);
const struct sm_pgsql_rights *sm_pgsql_rights_default(const char *defaults);

/* Where the words of GRANT and REVOKE stand. */
struct sm_pgsql_place {
	const struct sm_pgsql_rights *rights;
	const char *before; /* "ALTER DEFAULT PRIVILEGES … ", or "" */
	const char *on;     /* "TABLE "s"."t"" */
	const char *column; /* or NULL */
	const char *owner;  /* who pg_owner is, as SQL; NULL: not known */
};

/* A state, with the owner's rights spelled out. */
struct sm_grants sm_pgsql_full_grants(struct sm_pgsql *,
    const struct sm_pgsql_rights *, const struct sm_grants *);
/* The state by the server's own defaults. */
struct sm_grants sm_pgsql_server_grants(struct sm_pgsql *,
    const struct sm_pgsql_rights *);
/* Add what is in `more`. */
void sm_pgsql_join_grants(struct sm_pgsql *, struct sm_grants *,
    const struct sm_grants *more);
/*
 * Grant what `to` has and `has` hasn't; before that, revoke what is in `may`
 * and not in `to`.  `has` is what is surely there, `may` what can be.
 */
bool sm_pgsql_move_grants(struct sm_pgsql *, const struct sm_pgsql_place *,
    const struct sm_grants *has, const struct sm_grants *may,
    const struct sm_grants *to);

#endif
