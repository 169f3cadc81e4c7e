#include "text/pg_cast.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/ascii.h"

#define BINARY SM_PG_CAST_BINARY
#define ASSIGNMENT SM_PG_CAST_ASSIGNMENT
#define EXPLICIT SM_PG_CAST_EXPLICIT
/*
 * pg_cast, without what is for the server's own use (pg_node_tree, regproc and
 * the like); an implicit cast is as good as one for an assignment.
 */
static const struct {
	const char *from;
	enum sm_pg_cast how;
	int since;      /* the server's major version */
	const char *to; /* each between two bars */
} rows[] = {
	{"bigint", ASSIGNMENT, 12, "|smallint|integer|oid|"},
	{"bigint", ASSIGNMENT, 12, "|real|double precision|money|"},
	{"bigint", ASSIGNMENT, 12, "|numeric|"},
	{"bigint", EXPLICIT, 12, "|bit|"},
	{"bigint", EXPLICIT, 18, "|bytea|"},
	{"bit", BINARY, 12, "|bit varying|"},
	{"bit", EXPLICIT, 12, "|bigint|integer|"},
	{"bit varying", BINARY, 12, "|bit|"},
	{"boolean", ASSIGNMENT, 12, "|text|character|character varying|"},
	{"boolean", EXPLICIT, 12, "|integer|"},
	{"box", ASSIGNMENT, 12, "|polygon|"},
	{"box", EXPLICIT, 12, "|point|lseg|circle|"},
	{"bytea", EXPLICIT, 18, "|bigint|smallint|integer|"},
	{"\"char\"", ASSIGNMENT, 12, "|text|character|character varying|"},
	{"\"char\"", EXPLICIT, 12, "|integer|"},
	{"character", ASSIGNMENT, 12, "|\"char\"|name|text|"},
	{"character", ASSIGNMENT, 12, "|character varying|"},
	{"character", EXPLICIT, 12, "|xml|"},
	{"character varying", ASSIGNMENT, 12, "|\"char\"|name|"},
	{"character varying", BINARY, 12, "|text|character|"},
	{"character varying", EXPLICIT, 12, "|xml|"},
	{"cidr", ASSIGNMENT, 12, "|text|character|character varying|"},
	{"cidr", BINARY, 12, "|inet|"},
	{"circle", EXPLICIT, 12, "|point|box|polygon|"},
	{"date", ASSIGNMENT, 12,
	    "|timestamp without time zone|timestamp with time zone|"},
	{"daterange", EXPLICIT, 14, "|datemultirange|"},
	{"double precision", ASSIGNMENT, 12, "|bigint|smallint|integer|"},
	{"double precision", ASSIGNMENT, 12, "|real|numeric|"},
	{"inet", ASSIGNMENT, 12, "|text|cidr|character|"},
	{"inet", ASSIGNMENT, 12, "|character varying|"},
	{"int4range", EXPLICIT, 14, "|int4multirange|"},
	{"int8range", EXPLICIT, 14, "|int8multirange|"},
	{"integer", ASSIGNMENT, 12, "|bigint|smallint|real|"},
	{"integer", ASSIGNMENT, 12, "|double precision|money|numeric|"},
	{"integer", BINARY, 12, "|oid|"},
	{"integer", EXPLICIT, 12, "|boolean|\"char\"|bit|"},
	{"integer", EXPLICIT, 18, "|bytea|"},
	{"interval", ASSIGNMENT, 12, "|time without time zone|"},
	{"json", ASSIGNMENT, 12, "|jsonb|"},
	{"jsonb", ASSIGNMENT, 12, "|json|"},
	{"jsonb", EXPLICIT, 12, "|boolean|bigint|smallint|"},
	{"jsonb", EXPLICIT, 12, "|integer|real|double precision|"},
	{"jsonb", EXPLICIT, 12, "|numeric|"},
	{"lseg", EXPLICIT, 12, "|point|"},
	{"macaddr", ASSIGNMENT, 12, "|macaddr8|"},
	{"macaddr8", ASSIGNMENT, 12, "|macaddr|"},
	{"money", ASSIGNMENT, 12, "|numeric|"},
	{"name", ASSIGNMENT, 12, "|text|character|character varying|"},
	{"numeric", ASSIGNMENT, 12, "|bigint|smallint|integer|"},
	{"numeric", ASSIGNMENT, 12, "|real|double precision|money|"},
	{"numrange", EXPLICIT, 14, "|nummultirange|"},
	{"oid", ASSIGNMENT, 12, "|bigint|"},
	{"oid", BINARY, 12, "|integer|"},
	{"path", ASSIGNMENT, 12, "|polygon|"},
	{"point", ASSIGNMENT, 12, "|box|"},
	{"polygon", ASSIGNMENT, 12, "|path|"},
	{"polygon", EXPLICIT, 12, "|point|box|circle|"},
	{"real", ASSIGNMENT, 12, "|bigint|smallint|integer|"},
	{"real", ASSIGNMENT, 12, "|double precision|numeric|"},
	{"smallint", ASSIGNMENT, 12, "|bigint|integer|oid|"},
	{"smallint", ASSIGNMENT, 12, "|real|double precision|numeric|"},
	{"smallint", EXPLICIT, 18, "|bytea|"},
	{"text", ASSIGNMENT, 12, "|\"char\"|name|"},
	{"text", BINARY, 12, "|character|character varying|"},
	{"text", EXPLICIT, 12, "|xml|"},
	{"time with time zone", ASSIGNMENT, 12, "|time without time zone|"},
	{"time without time zone", ASSIGNMENT, 12,
	    "|interval|time with time zone|"},
	{"timestamp with time zone", ASSIGNMENT, 12,
	    "|date|time without time zone|timestamp without time zone|"},
	{"timestamp with time zone", ASSIGNMENT, 12, "|time with time zone|"},
	{"timestamp without time zone", ASSIGNMENT, 12,
	    "|date|time without time zone|timestamp with time zone|"},
	{"tsrange", EXPLICIT, 14, "|tsmultirange|"},
	{"tstzrange", EXPLICIT, 14, "|tstzmultirange|"},
	{"xid8", EXPLICIT, 13, "|xid|"},
	{"xml", BINARY, 12, "|text|character|character varying|"},
};
#define NROWS (sizeof rows / sizeof rows[0])

/*
 * Types that none of the rows begins or ends with.  (regclass and its like have
 * casts of their own, and are left to the server.)
 */
static const char *const others[] = {"bytea", "uuid", "tsvector", "tsquery",
    "line", "pg_lsn", "txid_snapshot", "pg_snapshot", "xid", "cid", "tid",
    "jsonpath", "refcursor", "int2vector", "oidvector"};

static const char *const strings[] = {"text", "character varying",
    "character", "bpchar", "name"};

static bool
is_in(const char *const *list, size_t n, const char *s)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], s) == 0)
			return true;
	return false;
}

bool
sm_pg_type_is_string(const char *base)
{
	return is_in(strings, sizeof strings / sizeof strings[0], base);
}

/* Is the name among those between bars? */
static bool
is_named(const char *bars, const char *name)
{
	size_t len = strlen(name);
	const char *at = bars + 1;

	for (; *at != '\0'; at += strcspn(at, "|") + 1)
		if (strcspn(at, "|") == len && memcmp(at, name, len) == 0)
			return true;
	return false;
}

bool
sm_pg_type_known(const char *base)
{
	size_t i;

	if (sm_pg_type_is_string(base) ||
	    is_in(others, sizeof others / sizeof others[0], base))
		return true;
	for (i = 0; i < NROWS; i++)
		if (strcmp(rows[i].from, base) == 0 ||
		    is_named(rows[i].to, base))
			return true;
	return false;
}

/* character of any length is bpchar to pg_cast. */
static const char *
cast_name(const char *base)
{
	return strcmp(base, "bpchar") == 0 ? "character" : base;
}

enum sm_pg_cast
sm_pg_cast(const char *from, const char *to, long version)
{
	size_t i;

	from = cast_name(from);
	to = cast_name(to);
	if (strcmp(from, to) == 0)
		return SM_PG_CAST_SAME;
	for (i = 0; i < NROWS; i++)
		if (strcmp(rows[i].from, from) == 0 &&
		    version >= rows[i].since * 1000000L &&
		    is_named(rows[i].to, to))
			return rows[i].how;
	/* find_coercion_pathway (parse_coerce.c): by the types' own text. */
	if (sm_pg_type_is_string(to))
		return SM_PG_CAST_ASSIGNMENT;
	return sm_pg_type_is_string(from) ? SM_PG_CAST_EXPLICIT
	                                  : SM_PG_CAST_NONE;
}

/* The modifiers between parentheses: (10,2). */
static const char *
read_args(struct sm_pg_type *t, const char *at)
{
	char *end;

	for (at++; *at != ')' && *at != '\0'; at++) {
		if (t->args < 2 && (sm_is_digit(*at) || *at == '-')) {
			t->arg[t->args++] = strtol(at, &end, 10);
			at = end - 1;
		}
	}
	return *at == ')' ? at + 1 : at;
}

struct sm_pg_type
sm_pg_type_parse(struct sm_arena *a, const char *text)
{
	struct sm_pg_type t = {.base = text};
	struct sm_buf b = SM_BUF_INIT;
	bool quoted = false;

	while (*text != '\0') {
		quoted = quoted != (*text == '"');
		if (!quoted && *text == '(') {
			text = read_args(&t, text);
		} else if (!quoted && *text == '[') {
			t.array = true;
			break;
		} else {
			sm_buf_addc(&b, *text++);
		}
	}
	while (b.len > 0 && b.text[b.len - 1] == ' ')
		b.len--;
	t.base = sm_memdup(a, sm_buf_str(&b), b.len);
	if (strncmp(t.base, "interval ", 9) == 0)
		t.base = "interval";
	sm_buf_free(&b);
	return t;
}

bool
sm_pg_type_holds(const struct sm_pg_type *wider,
    const struct sm_pg_type *narrower)
{
	bool padded = strcmp(wider->base, "character") == 0 ||
	    strcmp(wider->base, "bit") == 0;

	if (wider->args == 0)
		return !padded || narrower->args == 0;
	if (narrower->args == 0)
		return false;
	if (padded)
		return wider->arg[0] == narrower->arg[0];
	return wider->arg[0] >= narrower->arg[0] &&
	    (wider->args < 2 ? 0 : wider->arg[1]) ==
	        (narrower->args < 2 ? 0 : narrower->arg[1]);
}
