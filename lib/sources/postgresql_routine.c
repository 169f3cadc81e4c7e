/*
 * pg_proc: functions, procedures, window functions.  Aggregates are in
 * postgresql_aggregate.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_catalog.h"

enum {
	OID,
	KIND,
	SCHEMA,
	NAME,
	TYPES,
	SIGNATURE,
	RETURNS,
	LANGUAGE,
	VOLATILITY,
	STRICT,
	SECURITY_DEFINER,
	LEAKPROOF,
	PARALLEL,
	COST,
	ROWS,
	SUPPORT,
	SET,
	TRANSFORMS,
	LIBRARY,
	SOURCE,
	SQL_BODY,
	RANGE,
	COLUMNS
};

/*
 * A routine is told by the types of its input arguments: their names are not in
 * the key, so that another name is a change of the same routine.
 *
 * The functions that make a value of a range or multirange go with its type,
 * internally.  Cost and rows are NULL where they are what ProcedureCreate takes
 * for the language and the result (functioncmds.c: compute_function_attributes).
 */
#define FROM                                                                   \
	"FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "        \
	"LEFT JOIN pg_language l ON l.oid = p.prolang "                        \
	"LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass "            \
	"AND d.objid = p.oid AND d.refclassid = 'pg_type'::regclass "          \
	"AND d.deptype = 'i' "                                                 \
	"WHERE p.prokind <> 'a' AND " SM_PG_USER_SCHEMA("p.pronamespace")

/* %s: an SQL body, which 12 and 13 haven't. */
static const char query[] =
    "SELECT p.oid, p.prokind, n.nspname, p.proname, "
    "oidvectortypes(p.proargtypes), pg_get_function_arguments(p.oid), "
    "pg_get_function_result(p.oid), l.lanname, p.provolatile, p.proisstrict, "
    "p.prosecdef, p.proleakproof, p.proparallel, "
    "CASE WHEN p.procost <> CASE WHEN l.lanname IN ('internal', 'c') THEN 1 "
    "ELSE 100 END THEN p.procost END, "
    "CASE WHEN p.prorows <> CASE WHEN p.proretset THEN 1000 ELSE 0 END "
    "THEN p.prorows END, "
    "CASE WHEN p.prosupport::oid <> 0 THEN p.prosupport::text END, "
    "p.proconfig, CASE WHEN p.protrftypes IS NOT NULL THEN "
    "(SELECT array_agg(format_type(u.id, NULL) ORDER BY u.i) "
    "FROM unnest(p.protrftypes) WITH ORDINALITY u(id, i)) END, "
    "p.probin, p.prosrc, %s, d.refobjid "
    FROM;

static const char names[] =
    "SELECT 'pg_proc'::regclass::oid, p.oid, NULL, "
    "CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, "
    "n.nspname, NULL, p.proname, oidvectortypes(p.proargtypes) "
    FROM;

/* Is one of the types "???", as format_type spells what isn't there? */
static bool
names_gone_type(const char *types)
{
	bool in_quotes = false;

	for (; types != NULL && *types != '\0'; types++) {
		if (*types == '"')
			in_quotes = !in_quotes;
		else if (!in_quotes && strncmp(types, "???", 3) == 0)
			return true;
	}
	return false;
}

static int
compare_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void
read_options(struct sm_pg_catalog *c, struct sm_options *list,
    const char *const *v)
{
	struct sm_strings set = sm_pg_array(c, v[SET]);
	struct sm_strings transforms = sm_pg_array(c, v[TRANSFORMS]);

	sm_pg_option(c, list, "language", v[LANGUAGE]);
	sm_pg_option(c, list, "volatility",
	    *v[VOLATILITY] == 's'   ? "stable"
	    : *v[VOLATILITY] == 'i' ? "immutable" : NULL);
	sm_pg_option_true(c, list, "strict", sm_pg_true(v[STRICT]));
	sm_pg_option_true(c, list, "security_definer",
	    sm_pg_true(v[SECURITY_DEFINER]));
	sm_pg_option_true(c, list, "leakproof", sm_pg_true(v[LEAKPROOF]));
	sm_pg_option_true(c, list, "window", *v[KIND] == 'w');
	sm_pg_option(c, list, "parallel", sm_pg_parallel(v[PARALLEL]));
	sm_pg_option(c, list, "cost", v[COST]);
	sm_pg_option(c, list, "rows", v[ROWS]);
	sm_pg_option(c, list, "support", v[SUPPORT]);
	sm_pg_option_list(c, list, "transforms", &transforms);
	/* In the order in which they were set, which says nothing. */
	if (set.n > 1)
		qsort(set.v, set.n, sizeof set.v[0], compare_text);
	sm_pg_option_list(c, list, "set", &set);
	sm_pg_option(c, list, "library", v[LIBRARY]);
}

static const char *
trouble(const char *const *v)
{
	if (strchr("fpw", *v[KIND]) == NULL)
		return "a routine of a kind that is not known here";
	if (v[LANGUAGE] == NULL)
		return "its language is gone";
	if (v[TYPES] == NULL || v[SIGNATURE] == NULL)
		return "the server doesn't give its arguments";
	if (names_gone_type(v[TYPES]) || names_gone_type(v[RETURNS]))
		return "a type of its arguments or result is gone";
	return NULL;
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *range = v[RANGE] != NULL
	    ? sm_pg_find(c, SM_PG_TYPE, sm_pg_oid(v[RANGE])) : NULL;
	const char *record = *v[KIND] == 'p' ? "procedure" : "function";
	const char *why = trouble(v);
	struct sm_object *o;

	(void)e;
	if (sm_pg_find(c, SM_PG_PROC, sm_pg_oid(v[OID])) != NULL)
		return true;
	if (range != NULL) {
		sm_pg_enter(c, SM_PG_PROC, v[OID], range->object, NULL);
		return true;
	}
	o = why == NULL
	    ? sm_pg_object(c, record, SM_PG_PROC, v[OID], v[SCHEMA], v[NAME])
	    : sm_pg_unreadable(c, record, SM_PG_PROC, v[OID], v[SCHEMA], NULL,
	          v[NAME], why);
	o->arguments = sm_pg_text(c, v[TYPES]);
	if (o->unreadable)
		return true;
	if (strcmp(v[SIGNATURE], v[TYPES]) != 0)
		o->signature = sm_pg_text(c, v[SIGNATURE]);
	o->returns = sm_pg_text(c, v[RETURNS]);
	read_options(c, &o->options, v);
	o->sql_body = sm_pg_text(c, v[SQL_BODY]);
	o->body = sm_pg_text(c, v[SOURCE]);
	return true;
}

bool
sm_pg_read_routines(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	struct sm_pg_reading reading = {.oid = "p.oid", .columns = COLUMNS,
	    .row = row, .names = names};
	bool done;

	sm_buf_addf(&sql, query, sm_pg_since(c, 140000,
	    "pg_get_function_sqlbody(p.oid)", "NULL"));
	reading.query = sm_buf_str(&sql);
	done = sm_pg_read_each(c, &reading, e);
	sm_buf_free(&sql);
	return done;
}
