/*
 * For PostgreSQL's renderer only: texts of the plan that are written as they
 * stand.
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_FRAGMENT_H
#define SM_STAGES_SQL_POSTGRESQL_FRAGMENT_H

#include "stages/sql_postgresql_rows.h"

/*
 * The text, so that what is written behind it is no part of a comment that it
 * ends in; NULL: refused (sm_pgsql_fits).
 */
const char *sm_pgsql_text(struct sm_pgsql *, enum sm_fragment,
    const char *text, const char *what);
/* The same of a rule: its actions stand in parentheses, ';' between them. */
const char *sm_pgsql_rule_text(struct sm_pgsql *, const char *text,
    const char *what);
/* The same of a routine's body: RETURN ..., or BEGIN ATOMIC ...; END. */
const char *sm_pgsql_body_text(struct sm_pgsql *, const char *text,
    const char *what);

/*
 * "a='b', c='d'": storage parameters and options of views; a dot in a name
 * parts it in two.  For RESET the names alone.
 */
const char *sm_pgsql_settings(struct sm_pgsql *, const struct sm_options *);
const char *sm_pgsql_setting_name(struct sm_pgsql *, const char *name);

/* Names of options, of both lists, as sm_pgsql_knows takes words. */
const char *sm_pgsql_option_words(struct sm_pgsql *, const char *words,
    const struct sm_options *, const struct sm_options *);

#endif
