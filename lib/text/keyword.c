#include "text/keyword.h"

#include <stdlib.h>

#include "text/ascii.h"
#include "text/mask.h"

/*
 * Each list is sorted bytewise.
 *
 * SQLite, measured on 3.40.1: of the words of sqlite3_keyword_name those that
 * can't be a bare column name; and `mostly` those that can in some place, but
 * that an expression or FROM reads as something else (current_date, the left of
 * t LEFT JOIN u), and true and false.  All others, as key or action, are a name
 * wherever a quoted one could stand too, so that key and "key" are one name.
 */
static const char *const sqlite[] = {
	"add", "all", "alter", "and", "as", "autoincrement", "between", "case",
	"check", "collate", "commit", "constraint", "create", "default",
	"deferrable", "delete", "distinct", "drop", "else", "escape", "except",
	"exists", "foreign", "from", "group", "having", "in", "index", "insert",
	"intersect", "into", "is", "isnull", "join", "limit", "not", "nothing",
	"notnull", "null", "on", "or", "order", "primary", "references",
	"returning", "select", "set", "table", "then", "to", "transaction",
	"union", "unique", "update", "using", "values", "when", "where",
};
static const char *const sqlite_mostly[] = {
	"cast", "cross", "current_date", "current_time", "current_timestamp",
	"false", "full", "glob", "inner", "left", "like", "match", "natural",
	"outer", "raise", "regexp", "right", "true", "unbounded", "with",
};

/*
 * PostgreSQL: what quote_ident quotes, which is all of pg_get_keywords() (15)
 * that isn't unreserved, and the newcomers of 16 and 17; `mostly` is category
 * C, which may be names of columns.
 */
static const char *const postgresql[] = {
	"all", "analyse", "analyze", "and", "any", "array", "as", "asc",
	"asymmetric", "authorization", "binary", "both", "case", "cast",
	"check", "collate", "collation", "column", "concurrently", "constraint",
	"create", "cross", "current_catalog", "current_date", "current_role",
	"current_schema", "current_time", "current_timestamp", "current_user",
	"default", "deferrable", "desc", "distinct", "do", "else", "end",
	"except", "false", "fetch", "for", "foreign", "freeze", "from", "full",
	"grant", "group", "having", "ilike", "in", "initially", "inner",
	"intersect", "into", "is", "isnull", "join", "lateral", "leading",
	"left", "like", "limit", "localtime", "localtimestamp", "natural",
	"not", "notnull", "null", "offset", "on", "only", "or", "order",
	"outer", "overlaps", "placing", "primary", "references", "returning",
	"right", "select", "session_user", "similar", "some", "symmetric",
	"system_user", "table", "tablesample", "then", "to", "trailing", "true",
	"union", "unique", "user", "using", "variadic", "verbose", "when",
	"where", "window", "with",
};
static const char *const postgresql_mostly[] = {
	"between", "bigint", "bit", "boolean", "char", "character", "coalesce",
	"dec", "decimal", "exists", "extract", "float", "greatest", "grouping",
	"inout", "int", "integer", "interval", "json", "json_array",
	"json_arrayagg", "json_exists", "json_object", "json_objectagg",
	"json_query", "json_scalar", "json_serialize", "json_table",
	"json_value", "least", "merge_action", "national", "nchar", "none",
	"normalize", "nullif", "numeric", "out", "overlay", "position",
	"precision", "real", "row", "setof", "smallint", "substring", "time",
	"timestamp", "treat", "trim", "values", "varchar", "xmlattributes",
	"xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces",
	"xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
};

/* MySQL (8.0 to 9.x) and MariaDB: the reserved words of their manuals. */
static const char *const mysql_family[] = {
	"accessible", "add", "all", "alter", "analyze", "and", "as", "asc",
	"asensitive", "before", "between", "bigint", "binary", "blob", "both",
	"by", "call", "cascade", "case", "change", "char", "character", "check",
	"collate", "column", "condition", "constraint", "continue", "convert",
	"create", "cross", "current_date", "current_time", "current_timestamp",
	"current_user", "cursor", "database", "databases", "day_hour",
	"day_microsecond", "day_minute", "day_second", "dec", "decimal",
	"declare", "default", "delayed", "delete", "desc", "describe",
	"deterministic", "distinct", "distinctrow", "div", "double", "drop",
	"dual", "each", "else", "elseif", "enclosed", "escaped", "except",
	"exists", "exit", "explain", "false", "fetch", "float", "float4",
	"float8", "for", "force", "foreign", "from", "fulltext", "grant",
	"group", "having", "high_priority", "hour_microsecond", "hour_minute",
	"hour_second", "if", "ignore", "in", "index", "infile", "inner",
	"inout", "insensitive", "insert", "int", "int1", "int2", "int3", "int4",
	"int8", "integer", "intersect", "interval", "into", "is", "iterate",
	"join", "key", "keys", "kill", "leading", "leave", "left", "like",
	"limit", "linear", "lines", "load", "localtime", "localtimestamp",
	"lock", "long", "longblob", "longtext", "loop", "low_priority",
	"master_ssl_verify_server_cert", "match", "maxvalue", "mediumblob",
	"mediumint", "mediumtext", "middleint", "minute_microsecond",
	"minute_second", "mod", "modifies", "natural", "no_write_to_binlog",
	"not", "null", "numeric", "on", "optimize", "option", "optionally",
	"or", "order", "out", "outer", "outfile", "over", "partition",
	"precision", "primary", "procedure", "purge", "range", "read",
	"read_write", "reads", "real", "recursive", "references", "regexp",
	"release", "rename", "repeat", "replace", "require", "resignal",
	"restrict", "return", "revoke", "right", "rlike", "row_number", "rows",
	"schema", "schemas", "second_microsecond", "select", "sensitive",
	"separator", "set", "show", "signal", "smallint", "spatial", "specific",
	"sql", "sql_big_result", "sql_calc_found_rows", "sql_small_result",
	"sqlexception", "sqlstate", "sqlwarning", "ssl", "starting",
	"straight_join", "table", "terminated", "then", "tinyblob", "tinyint",
	"tinytext", "to", "trailing", "trigger", "true", "undo", "union",
	"unique", "unlock", "unsigned", "update", "usage", "use", "using",
	"utc_date", "utc_time", "utc_timestamp", "values", "varbinary",
	"varchar", "varcharacter", "varying", "when", "where", "while",
	"window", "with", "write", "xor", "year_month", "zerofill",
};

static const char *const mysql_only[] = {
	"cube", "cume_dist", "dense_rank", "empty", "first_value", "function",
	"generated", "get", "grouping", "groups", "io_after_gtids",
	"io_before_gtids", "json_table", "lag", "last_value", "lateral", "lead",
	"manual", "master_bind", "nth_value", "ntile", "of", "optimizer_costs",
	"parallel", "percent_rank", "qualify", "rank", "row", "stored",
	"system", "tablesample", "virtual",
};

static const char *const mariadb_only[] = {
	"current_role", "delete_domain_id", "do_domain_ids", "general",
	"ignore_domain_ids", "ignore_server_ids", "master_heartbeat_period",
	"offset", "page_checksum", "parse_vcol_expr", "position",
	"ref_system_id", "returning", "slow", "stats_auto_recalc",
	"stats_persistent", "stats_sample_pages", "vector",
};

#define LIST(mask, never, list)                                                \
	{mask, never, list, sizeof(list) / sizeof *(list)}

static const struct {
	int in;
	bool never; /* is the bare word never a name? */
	const char *const *words;
	size_t n;
} lists[] = {
	LIST(SQ, true, sqlite),
	LIST(SQ, false, sqlite_mostly),
	LIST(PG, true, postgresql),
	LIST(PG, false, postgresql_mostly),
	LIST(MM, true, mysql_family),
	LIST(MY, true, mysql_only),
	LIST(MA, true, mariadb_only),
};

struct word {
	const char *p;
	size_t len;
};

static int
compare(const void *key, const void *item)
{
	const struct word *w = key;
	const char *s = *(const char *const *)item;
	size_t i;
	int a, b;

	for (i = 0; i < w->len && s[i] != '\0'; i++) {
		a = (unsigned char)sm_lower(w->p[i]);
		b = (unsigned char)s[i];
		if (a != b)
			return a - b;
	}
	return i < w->len ? 1 : s[i] != '\0' ? -1 : 0;
}

static bool
find(const struct sm_dialect *d, const char *p, size_t len, bool only_never)
{
	const struct word w = {p, len};
	size_t i;

	for (i = 0; i < sizeof lists / sizeof *lists; i++)
		if (sm_in(lists[i].in, d) && (lists[i].never || !only_never) &&
		    bsearch(&w, lists[i].words, lists[i].n, sizeof(char *),
			compare) != NULL)
			return true;
	return false;
}

bool
sm_is_reserved(const struct sm_dialect *d, const char *p, size_t len)
{
	return find(d, p, len, false);
}

bool
sm_is_never_name(const struct sm_dialect *d, const char *p, size_t len)
{
	return find(d, p, len, true);
}
