/*
 * pg_aggregate: what aggregates have beside other routines.
 */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "sources/postgresql_catalog.h"

enum {
	OID,
	SCHEMA,
	NAME,
	TYPES,
	SIGNATURE,
	RETURNS,
	KIND,
	PARALLEL,
	SORT_OPERATOR,
	FIRST_OPTION
};

/*
 * The options of CREATE AGGREGATE in its order, and where they are: each absent
 * where it is the default.  Which of a final function's ways to treat the state
 * that is depends on the kind (aggregatecmds.c: DefineAggregate); without a
 * final function it says nothing, and a dump leaves it out (dumpAgg).
 */
#define FUNCTION(column)                                                       \
	"CASE WHEN a." column "::oid <> 0 THEN a." column "::text END"
#define MODIFY(function, column)                                               \
	"CASE WHEN a." function "::oid <> 0 AND a." column " <> "              \
	"CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN "                  \
	"CASE a." column " WHEN 'r' THEN 'read_only' "                         \
	"WHEN 's' THEN 'shareable' ELSE 'read_write' END END"
#define NUMBER(column) "CASE WHEN a." column " <> 0 THEN a." column " END"

static const struct {
	const char *name, *expression;
	bool is_name, is_flag;
} options[] = {
	{"sfunc", FUNCTION("aggtransfn"), true, false},
	{"stype", "format_type(a.aggtranstype, NULL)", true, false},
	{"sspace", NUMBER("aggtransspace"), false, false},
	{"finalfunc", FUNCTION("aggfinalfn"), true, false},
	{"finalfunc_extra", "a.aggfinalextra", false, true},
	{"finalfunc_modify", MODIFY("aggfinalfn", "aggfinalmodify"), false,
	    false},
	{"combinefunc", FUNCTION("aggcombinefn"), true, false},
	{"serialfunc", FUNCTION("aggserialfn"), true, false},
	{"deserialfunc", FUNCTION("aggdeserialfn"), true, false},
	{"initcond", "a.agginitval", false, false},
	{"msfunc", FUNCTION("aggmtransfn"), true, false},
	{"minvfunc", FUNCTION("aggminvtransfn"), true, false},
	{"mstype", "CASE WHEN a.aggmtranstype <> 0 "
		   "THEN format_type(a.aggmtranstype, NULL) END", true, false},
	{"msspace", NUMBER("aggmtransspace"), false, false},
	{"mfinalfunc", FUNCTION("aggmfinalfn"), true, false},
	{"mfinalfunc_extra", "a.aggmfinalextra", false, true},
	{"mfinalfunc_modify", MODIFY("aggmfinalfn", "aggmfinalmodify"), false,
	    false},
	{"minitcond", "a.aggminitval", false, false},
};

#define NOPTIONS (sizeof options / sizeof *options)

#define FROM                                                                   \
	"FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "        \
	"LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid "                      \
	"LEFT JOIN pg_operator o ON o.oid = a.aggsortop "                      \
	"LEFT JOIN pg_namespace o_n ON o_n.oid = o.oprnamespace "              \
	"WHERE p.prokind = 'a' AND " SM_PG_USER_SCHEMA("p.pronamespace")

static const char names[] =
    "SELECT 'pg_proc'::regclass::oid, p.oid, NULL, 'aggregate', n.nspname, "
    "NULL, p.proname, oidvectortypes(p.proargtypes) "
    FROM;

static void
add_query(struct sm_buf *sql)
{
	size_t i;

	sm_buf_adds(sql,
	    "SELECT p.oid, n.nspname, p.proname, "
	    "oidvectortypes(p.proargtypes), pg_get_function_arguments(p.oid), "
	    "pg_get_function_result(p.oid), a.aggkind, p.proparallel, "
	    "CASE WHEN o_n.nspname = 'pg_catalog' THEN o.oprname::text "
	    "ELSE quote_ident(o_n.nspname) || '.' || o.oprname END");
	for (i = 0; i < NOPTIONS; i++)
		sm_buf_addf(sql, ", %s", options[i].expression);
	sm_buf_adds(sql, " " FROM);
}

static void
read_options(struct sm_pg_catalog *c, struct sm_options *list,
    const char *const *v)
{
	const char *const *value = v + FIRST_OPTION;
	size_t i;

	for (i = 0; i < NOPTIONS; i++)
		if (options[i].is_flag)
			sm_pg_option_true(c, list, options[i].name,
			    sm_pg_true(value[i]));
		else
			/* A state may begin as the empty string. */
			sm_option_set_text(c->arena, list, options[i].name,
			    value[i]);
	sm_pg_option(c, list, "sortop", v[SORT_OPERATOR]);
	sm_pg_option(c, list, "parallel", sm_pg_parallel(v[PARALLEL]));
	/* An ordered-set one has ORDER BY in its signature; of this kind too. */
	sm_pg_option_true(c, list, "hypothetical", *v[KIND] == 'h');
}

/*
 * What it is made of and isn't there any more: regproc shows a number then, as
 * no name looks without quotes, and format_type this.
 */
static const char *
trouble(const char *const *v)
{
	const char *value;
	size_t i;

	if (v[KIND] == NULL || v[SIGNATURE] == NULL)
		return "the catalog doesn't say what it does";
	for (i = 0; i < NOPTIONS; i++) {
		value = v[FIRST_OPTION + i];
		if (value == NULL || !options[i].is_name)
			continue;
		if (strcmp(value, "???") == 0 ||
		    strspn(value, "0123456789") == strlen(value))
			return "a function or type that it uses is gone";
	}
	return NULL;
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	const char *why = trouble(v);
	struct sm_object *o;

	(void)e;
	if (sm_pg_find(c, SM_PG_PROC, sm_pg_oid(v[OID])) != NULL)
		return true;
	if (why != NULL)
		o = sm_pg_unreadable(c, "aggregate", SM_PG_PROC, v[OID],
		    v[SCHEMA], NULL, v[NAME], why);
	else
		o = sm_pg_object(c, "aggregate", SM_PG_PROC, v[OID],
		    v[SCHEMA], v[NAME]);
	o->arguments = sm_pg_text(c, v[TYPES]);
	if (o->unreadable)
		return true;
	if (strcmp(v[SIGNATURE], v[TYPES]) != 0)
		o->signature = sm_pg_text(c, v[SIGNATURE]);
	o->returns = sm_pg_text(c, v[RETURNS]);
	read_options(c, &o->options, v);
	return true;
}

bool
sm_pg_read_aggregates(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	struct sm_pg_reading reading = {.oid = "p.oid",
	    .columns = FIRST_OPTION + NOPTIONS, .row = row, .names = names};
	bool done;

	add_query(&sql);
	reading.query = sm_buf_str(&sql);
	done = sm_pg_read_each(c, &reading, e);
	sm_buf_free(&sql);
	return done;
}
