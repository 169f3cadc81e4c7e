/*
 * The queries of the kinds about foreign data.  Their options may hold secrets,
 * by their name or in their value (a connection string, a URL): such an option
 * is left out, and `left_out` says which.  `secrets` is a table of the names
 * (postgresql_opaque.c).
 */
#include <stddef.h>

#include "sources/postgresql_catalog.h"
#include "sources/postgresql_opaque.h"

#define IS_SECRET                                                              \
	"(lower(x.option_name) IN (SELECT word FROM secrets) "                 \
	"OR x.option_name ~* '(pass(word|wd|phrase|code)|secret|token|"        \
	"credential|(api|access|private|account|auth|shared)_?key)' "          \
	"OR coalesce(x.option_value, '') ~* "                                  \
	"'(\\m(\\w*(password|passwd|secret|token)|pwd|passphrase)\\s*=|"       \
	"://.*:.*@)')"
/* Of a column: oracle_fdw has key 'true' for those of the primary key. */
#define IS_SECRET_OF_COLUMN                                                    \
	"(" IS_SECRET " AND lower(x.option_name) <> 'key')"
/*
 * The clause OPTIONS of an array, NULL where there is none; and the names that
 * aren't in it.
 */
#define CLAUSE(options, secret)                                                \
	"(SELECT 'OPTIONS (' || string_agg(quote_ident(x.option_name) || "     \
	"' ' || quote_literal(coalesce(x.option_value, '')), ', ' "            \
	"ORDER BY x.option_name" SM_PG_BYTEWISE ") || ')' "                    \
	"FROM pg_options_to_table(" options ") x WHERE NOT " secret ")"
#define LEFT_OUT(options)                                                      \
	"(SELECT 'left_out=' || string_agg(x.option_name, ', ' "               \
	"ORDER BY x.option_name" SM_PG_BYTEWISE ") "                           \
	"FROM pg_options_to_table(" options ") x WHERE " IS_SECRET ")"

static const char wrapper[] =
    "w.oid, NULL, w.fdwname, NULL, concat_ws(' ', "
    "CASE WHEN w.fdwhandler <> 0 THEN 'HANDLER ' || w.fdwhandler::regproc END, "
    "CASE WHEN w.fdwvalidator <> 0 "
    "THEN 'VALIDATOR ' || w.fdwvalidator::regproc END, "
    CLAUSE("w.fdwoptions", IS_SECRET) "), ARRAY[" LEFT_OUT("w.fdwoptions") "] "
    "FROM pg_foreign_data_wrapper w";

static const char server[] =
    "s.oid, NULL, s.srvname, NULL, concat_ws(' ', "
    "'TYPE ' || quote_literal(s.srvtype), "
    "'VERSION ' || quote_literal(s.srvversion), "
    "'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname), "
    CLAUSE("s.srvoptions", IS_SECRET) "), ARRAY[" LEFT_OUT("s.srvoptions") "] "
    "FROM pg_foreign_server s "
    "JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw";

/*
 * pg_user_mapping is a superuser's to read.  The view shows its options to whom
 * they concern, to others NULL as where there are none: the condition is its
 * own (system_views.sql).
 */
static const char user_mapping[] =
    "m.umid, NULL, CASE WHEN m.umuser = 0 THEN 'public' "
    "ELSE coalesce(m.usename, '?') END, "
    "m.srvname, CASE WHEN m.umoptions IS NOT NULL "
    "OR (m.umuser <> 0 AND m.usename = current_user "
    "AND (pg_has_role(s.srvowner, 'USAGE') "
    "OR has_server_privilege(s.oid, 'USAGE'))) "
    "OR (m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')) "
    "OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) "
    "THEN concat_ws(' ', 'SERVER', quote_ident(m.srvname), "
    CLAUSE("m.umoptions", IS_SECRET) ") END, "
    "ARRAY[" LEFT_OUT("m.umoptions") "] "
    "FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid";

/* --- foreign tables ------------------------------------------------------- */

#define COLLATION                                                              \
	"(SELECT 'COLLATE ' || " SM_PG_QUALIFIED("cn.nspname", "co.collname")  \
	" FROM pg_collation co JOIN pg_namespace cn "                          \
	"ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation "          \
	"AND a.attcollation <> t.typcollation)"
#define DEFAULT                                                                \
	"(SELECT CASE a.attgenerated WHEN '' THEN 'DEFAULT ' || "              \
	"pg_get_expr(d.adbin, d.adrelid) ELSE 'GENERATED ALWAYS AS (' || "     \
	"pg_get_expr(d.adbin, d.adrelid) || CASE a.attgenerated "              \
	"WHEN 'v' THEN ') VIRTUAL' ELSE ') STORED' END END "                   \
	"FROM pg_attrdef d WHERE d.adrelid = a.attrelid "                      \
	"AND d.adnum = a.attnum)"
/*
 * All columns, those of parents too: they are merged.  A partition is spelled
 * as the table that is attached, since PARTITION OF has no place for the
 * options of columns (pg_dump does the same); so it must have the checks of its
 * parent, where another child gets them from INHERITS.
 */
static const char table[] =
    "c.oid, n.nspname, c.relname, NULL, concat_ws(' ', '(' || concat_ws(', ', "
    "(SELECT string_agg(concat_ws(' ', quote_ident(a.attname), "
    "format_type(a.atttypid, a.atttypmod), "
    CLAUSE("a.attfdwoptions", IS_SECRET_OF_COLUMN) ", " COLLATION ", " DEFAULT
    ", CASE WHEN a.attnotnull THEN 'NOT NULL' END), ', ' ORDER BY a.attnum) "
    "FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), "
    "(SELECT string_agg('CONSTRAINT ' || quote_ident(k.conname) || ' ' || "
    "pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname) "
    "FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' "
    "AND (k.coninhcount = 0 OR c.relispartition))) || ')', "
    "(SELECT 'INHERITS (' || string_agg("
    SM_PG_QUALIFIED("pn.nspname", "p.relname") ", ', ' ORDER BY i.inhseqno) "
    "|| ')' FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent "
    "JOIN pg_namespace pn ON pn.oid = p.relnamespace "
    "WHERE i.inhrelid = c.oid AND NOT c.relispartition), "
    "'SERVER ' || quote_ident(s.srvname), "
    CLAUSE("f.ftoptions", IS_SECRET) "), ARRAY["
    "(SELECT 'partition_of=' || " SM_PG_QUALIFIED("pn.nspname", "p.relname")
    " FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent "
    "JOIN pg_namespace pn ON pn.oid = p.relnamespace "
    "WHERE i.inhrelid = c.oid AND c.relispartition), "
    "CASE WHEN c.relispartition "
    "THEN 'bound=' || pg_get_expr(c.relpartbound, c.oid) END, "
    LEFT_OUT("f.ftoptions") ", "
    "(SELECT 'left_out_of_columns=' || string_agg(a.attname || '.' || "
    "x.option_name, ', ' ORDER BY a.attname, x.option_name" SM_PG_BYTEWISE ") "
    "FROM pg_attribute a, pg_options_to_table(a.attfdwoptions) x "
    "WHERE a.attrelid = c.oid AND NOT a.attisdropped AND " IS_SECRET_OF_COLUMN
    ")] FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_foreign_server s ON s.oid = f.ftserver "
    "WHERE " SM_PG_USER_SCHEMA("c.relnamespace");

const struct sm_pg_opaque sm_pg_foreign_kinds[] = {
	{"foreign_data_wrapper", SM_PG_FOREIGN_DATA_WRAPPER, 0, 0, wrapper,
	    NULL},
	{"foreign_server", SM_PG_FOREIGN_SERVER, 0, 0, server, NULL},
	{"user_mapping", SM_PG_USER_MAPPING, 0, 0, user_mapping,
	    "its options are shown to its user and the server's owner only"},
	{"foreign_table", SM_PG_CLASS, 0, 0, table, NULL},
	{NULL, 0, 0, 0, NULL, NULL},
};
