/*
 * The queries of the kinds that are held whole, those about foreign data apart
 * (postgresql_opaque_foreign.c).  Each composes what stands in the CREATE
 * statement after the name; what CREATE can't say is among the options.  Lists
 * are put into an order that no oid decides.
 *
 * Functions and operators are spelled by regproc, regprocedure and regoperator:
 * with an empty search_path they qualify all that isn't in pg_catalog, and
 * quote.
 */
#include <stddef.h>

#include "sources/postgresql_catalog.h"
#include "sources/postgresql_opaque.h"

/* Oids below are initdb's. */
#define MADE(oid) oid " >= 16384"

/* The state of a trigger (pg_trigger.h), where it isn't the usual one. */
#define ENABLED(code)                                                          \
	"'enabled=' || CASE " code " WHEN 'D' THEN 'disabled' "                \
	"WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END"

static const char event_trigger[] =
    "e.oid, NULL, e.evtname, NULL, "
    "'ON ' || e.evtevent || coalesce((SELECT ' WHEN TAG IN (' || "
    "string_agg(quote_literal(tag), ', ' ORDER BY tag" SM_PG_BYTEWISE ") || "
    "')' FROM unnest(e.evttags) tag), '') || "
    "' EXECUTE FUNCTION ' || e.evtfoid::regproc || '()', "
    "ARRAY[" ENABLED("e.evtenabled") "] FROM pg_event_trigger e";

/* --- publications and subscriptions --------------------------------------- */

/*
 * ONLY: a table's children are entries of their own (they were added with it),
 * as pg_dump has it.  The columns of a list are a set.
 */
#define PUBLISHED_TABLES(what)                                                 \
	"(SELECT 'TABLE ' || string_agg('ONLY ' || "                           \
	SM_PG_QUALIFIED("n.nspname", "t.relname") what ", ', ' ORDER BY "      \
	"n.nspname, t.relname) FROM pg_publication_rel r "                     \
	"JOIN pg_class t ON t.oid = r.prrelid "                                \
	"JOIN pg_namespace n ON n.oid = t.relnamespace "                       \
	"WHERE r.prpubid = p.oid)"
#define LIST_AND_FILTER                                                        \
	" || coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), "     \
	"', ' ORDER BY a.attname) || ')' FROM pg_attribute a "                 \
	"WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)), '') "   \
	"|| coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '')"
#define PUBLISHED_SCHEMAS                                                      \
	"(SELECT 'TABLES IN SCHEMA ' || string_agg(quote_ident(n.nspname), "   \
	"', ' ORDER BY n.nspname) FROM pg_publication_namespace r "            \
	"JOIN pg_namespace n ON n.oid = r.pnnspid WHERE r.pnpubid = p.oid)"
/*
 * What is published, where it isn't everything; the columns that 12 doesn't
 * have are asked for by name.
 */
#define PUBLICATION(objects)                                                   \
	"p.oid, NULL, p.pubname, NULL, concat_ws(' ', 'FOR ' || "              \
	"CASE WHEN p.puballtables THEN 'ALL TABLES' ELSE "                     \
	"nullif(concat_ws(', ', " objects "), '') END, "                       \
	"'WITH (' || nullif(concat_ws(', ', "                                  \
	"CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND "      \
	"p.pubtruncate) THEN 'publish = ' || quote_literal(concat_ws(', ', "   \
	"CASE WHEN p.pubinsert THEN 'insert' END, "                            \
	"CASE WHEN p.pubupdate THEN 'update' END, "                            \
	"CASE WHEN p.pubdelete THEN 'delete' END, "                            \
	"CASE WHEN p.pubtruncate THEN 'truncate' END)) END, "                  \
	"CASE WHEN (to_jsonb(p) ->> 'pubviaroot')::boolean "                   \
	"THEN 'publish_via_partition_root = true' END, "                       \
	"CASE to_jsonb(p) ->> 'pubgencols' "                                   \
	"WHEN 's' THEN 'publish_generated_columns = stored' END), '') "        \
	"|| ')'), NULL FROM pg_publication p"

static const char publication[] = PUBLICATION(PUBLISHED_TABLES(""));
static const char publication_15[] =
    PUBLICATION(PUBLISHED_TABLES(LIST_AND_FILTER) ", " PUBLISHED_SCHEMAS);

/*
 * The connection string may hold a password, and only a superuser may see it:
 * it is left out.  Everybody may read the other columns, in 12 and 13 without
 * oid and subsynccommit (system_views.sql, REVOKE ALL ON pg_subscription).
 * There the oid is from pg_stat_subscription, which all may read; where two
 * databases have one of that name it is made up, and so without its comment.
 * The table can't be named as a whole (to_jsonb): that needs the right to all.
 */
#define YES(column, parameter)                                                 \
	", CASE WHEN s." column " THEN '" parameter " = true' END"
#define SUBSCRIPTION_12                                                        \
	"CASE WHEN s.subslotname IS NULL THEN 'slot_name = NONE' "             \
	"WHEN s.subslotname <> s.subname "                                     \
	"THEN 'slot_name = ' || quote_literal(s.subslotname) END"
#define SUBSCRIPTION_14                                                        \
	SUBSCRIPTION_12                                                        \
	YES("subbinary", "binary") ", 'streaming = ' || CASE "                 \
	"s.substream::text WHEN 'f' THEN 'off' WHEN 'false' THEN 'off' "       \
	"WHEN 'p' THEN 'parallel' ELSE 'on' END, "                             \
	"CASE WHEN s.subsynccommit <> 'off' THEN 'synchronous_commit = ' || "  \
	"quote_literal(s.subsynccommit) END"
#define SUBSCRIPTION_15                                                        \
	SUBSCRIPTION_14                                                        \
	", CASE WHEN s.subtwophasestate <> 'd' THEN 'two_phase = true' END"    \
	YES("subdisableonerr", "disable_on_error")
#define SUBSCRIPTION_16                                                        \
	SUBSCRIPTION_15                                                        \
	YES("subrunasowner", "run_as_owner")                                   \
	", CASE WHEN NOT s.subpasswordrequired "                               \
	"THEN 'password_required = false' END, "                               \
	"CASE WHEN s.suborigin <> 'any' "                                      \
	"THEN 'origin = ' || s.suborigin END"
#define SUBSCRIPTION_17 SUBSCRIPTION_16 YES("subfailover", "failover")
#define SUBSCRIPTION(oid, parameters, from)                                    \
	oid ", NULL, s.subname, NULL, concat_ws(' ', "                         \
	"'CONNECTION '''' PUBLICATION ' || (SELECT string_agg(quote_ident(p)"  \
	", ', ' ORDER BY p" SM_PG_BYTEWISE ") "                                \
	"FROM unnest(s.subpublications) p), "                                  \
	"'WITH (' || nullif(concat_ws(', ', " parameters "), '') || ')'), "    \
	"ARRAY['left_out=connection', "                                        \
	"CASE WHEN NOT s.subenabled THEN 'enabled=disabled' END] "             \
	"FROM pg_subscription s" from                                          \
	" WHERE s.subdbid = (SELECT oid FROM pg_database "                     \
	"WHERE datname = current_database())"
#define SUBSCRIPTION_OID                                                       \
	"CASE WHEN o.n = 1 THEN o.subid ELSE (row_number() OVER ())::oid END"
#define SUBSCRIPTION_OIDS                                                      \
	", LATERAL (SELECT count(DISTINCT o.subid) AS n, min(o.subid) AS "     \
	"subid FROM pg_stat_subscription o WHERE o.subname = s.subname) o"

/* --- operators, casts, languages ------------------------------------------ */

static const char cast[] =
    "c.oid, NULL, format_type(c.castsource, NULL), "
    "format_type(c.casttarget, NULL), "
    "CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || "
    "c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT' "
    "WHEN 'b' THEN 'WITHOUT FUNCTION' END || CASE c.castcontext "
    "WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' ELSE '' END, "
    "NULL FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource "
    "JOIN pg_type t ON t.oid = c.casttarget WHERE " MADE("c.oid")
    /* A range type's to its multirange is made with it, and goes with it. */
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'i' AND "
    "d.classid = 'pg_cast'::regclass AND d.objid = c.oid) "
    "AND NOT EXISTS (SELECT FROM pg_namespace n "
    "WHERE n.oid IN (s.typnamespace, t.typnamespace) AND "
    "n.nspname ~ '^pg_(toast_)?temp_')";

#define OPERATOR(oid)                                                          \
	"(SELECT CASE WHEN n.nspname = 'pg_catalog' THEN o.oprname::text "     \
	"ELSE 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || "   \
	"')' END FROM pg_operator o JOIN pg_namespace n "                      \
	"ON n.oid = o.oprnamespace WHERE o.oid = " oid ")"

/* The type of a side that an operator has. */
#define SIDE(oid) "CASE WHEN " oid " <> 0 THEN format_type(" oid ", NULL) END"

static const char operator_[] =
    "p.oid, n.nspname, p.oprname, "
    "coalesce(" SIDE("p.oprleft") ", 'NONE') || ', ' || "
    "coalesce(" SIDE("p.oprright") ", 'NONE'), "
    "CASE WHEN p.oprcode <> 0 THEN '(' || concat_ws(', ', "
    "'FUNCTION = ' || p.oprcode::regproc, "
    "'LEFTARG = ' || " SIDE("p.oprleft") ", "
    "'RIGHTARG = ' || " SIDE("p.oprright") ", "
    "'COMMUTATOR = ' || " OPERATOR("p.oprcom") ", "
    "'NEGATOR = ' || " OPERATOR("p.oprnegate") ", "
    "CASE WHEN p.oprrest <> 0 THEN 'RESTRICT = ' || p.oprrest::regproc END, "
    "CASE WHEN p.oprjoin <> 0 THEN 'JOIN = ' || p.oprjoin::regproc END, "
    "CASE WHEN p.oprcanhash THEN 'HASHES' END, "
    "CASE WHEN p.oprcanmerge THEN 'MERGES' END) || ')' END, NULL "
    "FROM pg_operator p JOIN pg_namespace n ON n.oid = p.oprnamespace "
    "WHERE " SM_PG_USER_SCHEMA("p.oprnamespace");

/*
 * The operators and functions that belong to a class, or to a family alone:
 * that is only in pg_depend (dumpOpclass() in pg_dump.c).  A sort family is
 * needed by an operator too, but doesn't hold it.
 */
#define ITEMS(catalog, oid)                                                    \
	"(SELECT string_agg(i.item, ', ' ORDER BY i.item" SM_PG_BYTEWISE ") "  \
	"FROM (SELECT 'OPERATOR ' || m.amopstrategy || ' ' || "                \
	"m.amopopr::regoperator || coalesce((SELECT ' FOR ORDER BY ' || "      \
	SM_PG_QUALIFIED("fn.nspname", "f.opfname")                             \
	" FROM pg_opfamily f JOIN pg_namespace fn ON fn.oid = f.opfnamespace " \
	"WHERE f.oid = m.amopsortfamily), '') AS item "                        \
	"FROM pg_depend d JOIN pg_amop m ON m.oid = d.objid "                  \
	"WHERE d.classid = 'pg_amop'::regclass AND d.deptype IN ('a', 'i') "   \
	"AND d.refclassid = '" catalog "'::regclass AND d.refobjid = " oid     \
	" UNION ALL SELECT 'FUNCTION ' || m.amprocnum || ' (' || "             \
	"format_type(m.amproclefttype, NULL) || ', ' || "                      \
	"format_type(m.amprocrighttype, NULL) || ') ' || "                     \
	"m.amproc::regprocedure FROM pg_depend d "                             \
	"JOIN pg_amproc m ON m.oid = d.objid "                                 \
	"WHERE d.classid = 'pg_amproc'::regclass AND d.deptype IN ('a', 'i') " \
	"AND d.refclassid = '" catalog "'::regclass AND d.refobjid = " oid     \
	") i)"

/*
 * The family always by its name: one that CREATE OPERATOR CLASS made by itself
 * is an object like another.  STORAGE of the type itself says nothing, but
 * where there are no items CREATE wants something.
 */
static const char operator_class[] =
    "o.oid, n.nspname, o.opcname, am.amname, "
    "concat_ws(' ', CASE WHEN o.opcdefault THEN 'DEFAULT' END, 'FOR TYPE', "
    "format_type(o.opcintype, NULL), 'USING', quote_ident(am.amname), "
    "'FAMILY', " SM_PG_QUALIFIED("fn.nspname", "f.opfname") ", 'AS', "
    "coalesce(nullif(concat_ws(', ', " ITEMS("pg_opclass", "o.oid") ", "
    "CASE WHEN o.opckeytype <> 0 THEN 'STORAGE ' || "
    "format_type(o.opckeytype, NULL) END), ''), "
    "'STORAGE ' || format_type(o.opcintype, NULL))), NULL "
    "FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace "
    "JOIN pg_am am ON am.oid = o.opcmethod "
    "JOIN pg_opfamily f ON f.oid = o.opcfamily "
    "JOIN pg_namespace fn ON fn.oid = f.opfnamespace "
    "WHERE " SM_PG_USER_SCHEMA("o.opcnamespace");
static const char operator_family[] =
    "o.oid, n.nspname, o.opfname, am.amname, "
    "'USING ' || quote_ident(am.amname), "
    /* ALTER OPERATOR FAMILY ... ADD this. */
    "ARRAY['members=' || " ITEMS("pg_opfamily", "o.oid") "] "
    "FROM pg_opfamily o JOIN pg_namespace n ON n.oid = o.opfnamespace "
    "JOIN pg_am am ON am.oid = o.opfmethod "
    "WHERE " SM_PG_USER_SCHEMA("o.opfnamespace");

static const char access_method[] =
    "a.oid, NULL, a.amname, NULL, 'TYPE ' || CASE a.amtype WHEN 'i' "
    "THEN 'INDEX' WHEN 't' THEN 'TABLE' END || ' HANDLER ' || "
    "a.amhandler::regproc, NULL FROM pg_am a WHERE " MADE("a.oid");

#define FUNCTION(word, oid)                                                    \
	"CASE WHEN " oid " <> 0 THEN '" word " ' || " oid "::regproc END"

static const char language[] =
    "l.oid, NULL, l.lanname, NULL, concat_ws(' ', "
    FUNCTION("HANDLER", "l.lanplcallfoid") ", "
    FUNCTION("INLINE", "l.laninline") ", "
    FUNCTION("VALIDATOR", "l.lanvalidator") "), "
    "ARRAY[CASE WHEN l.lanpltrusted THEN 'trusted' END] "
    "FROM pg_language l WHERE " MADE("l.oid");

static const char transform[] =
    "t.oid, NULL, format_type(t.trftype, NULL), l.lanname, "
    "'LANGUAGE ' || quote_ident(l.lanname) || ' (' || concat_ws(', ', "
    "CASE WHEN t.trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || "
    "t.trffromsql::regprocedure END, "
    "CASE WHEN t.trftosql <> 0 THEN 'TO SQL WITH FUNCTION ' || "
    "t.trftosql::regprocedure END) || ')', NULL "
    "FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang";

static const char conversion[] =
    "c.oid, n.nspname, c.conname, NULL, "
    "'FOR ' || quote_literal(pg_encoding_to_char(c.conforencoding)) || "
    "' TO ' || quote_literal(pg_encoding_to_char(c.contoencoding)) || "
    "' FROM ' || c.conproc::regproc, "
    "ARRAY[CASE WHEN c.condefault THEN 'default' END] "
    "FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace "
    "WHERE " SM_PG_USER_SCHEMA("c.connamespace");

/* --- text search ---------------------------------------------------------- */

static const char parser[] =
    "p.oid, n.nspname, p.prsname, NULL, '(' || concat_ws(', ', "
    FUNCTION("START =", "p.prsstart") ", " FUNCTION("GETTOKEN =", "p.prstoken")
    ", " FUNCTION("END =", "p.prsend") ", "
    FUNCTION("LEXTYPES =", "p.prslextype") ", "
    FUNCTION("HEADLINE =", "p.prsheadline") ") || ')', NULL "
    "FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace "
    "WHERE " SM_PG_USER_SCHEMA("p.prsnamespace");
static const char template[] =
    "t.oid, n.nspname, t.tmplname, NULL, '(' || concat_ws(', ', "
    FUNCTION("INIT =", "t.tmplinit") ", " FUNCTION("LEXIZE =", "t.tmpllexize")
    ") || ')', NULL FROM pg_ts_template t "
    "JOIN pg_namespace n ON n.oid = t.tmplnamespace "
    "WHERE " SM_PG_USER_SCHEMA("t.tmplnamespace");
static const char dictionary[] =
    "d.oid, n.nspname, d.dictname, NULL, "
    "'(' || concat_ws(', ', 'TEMPLATE = ' || "
    SM_PG_QUALIFIED("tn.nspname", "t.tmplname") ", d.dictinitoption) || ')', "
    "NULL FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace "
    "JOIN pg_ts_template t ON t.oid = d.dicttemplate "
    "JOIN pg_namespace tn ON tn.oid = t.tmplnamespace "
    "WHERE " SM_PG_USER_SCHEMA("d.dictnamespace");
/* By the kind of token its dictionaries: ALTER ... ADD MAPPING FOR ... WITH. */
static const char configuration[] =
    "c.oid, n.nspname, c.cfgname, NULL, '(PARSER = ' || "
    SM_PG_QUALIFIED("pn.nspname", "p.prsname") " || ')', "
    "ARRAY(SELECT coalesce((SELECT t.alias FROM ts_token_type(c.cfgparser) t "
    "WHERE t.tokid = m.maptokentype), m.maptokentype::text) || '=' || "
    "string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) "
    "FROM pg_ts_config_map m WHERE m.mapcfg = c.oid GROUP BY m.maptokentype "
    "ORDER BY m.maptokentype) "
    "FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace "
    "JOIN pg_ts_parser p ON p.oid = c.cfgparser "
    "JOIN pg_namespace pn ON pn.oid = p.prsnamespace "
    "WHERE " SM_PG_USER_SCHEMA("c.cfgnamespace");

const struct sm_pg_opaque sm_pg_opaque_kinds[] = {
	{"event_trigger", SM_PG_EVENT_TRIGGER, 0, 0, event_trigger, NULL},
	{"publication", SM_PG_PUBLICATION, 0, 150000, publication, NULL},
	{"publication", SM_PG_PUBLICATION, 150000, 0, publication_15, NULL},
	{"subscription", SM_PG_SUBSCRIPTION, 0, 140000,
	    SUBSCRIPTION(SUBSCRIPTION_OID, SUBSCRIPTION_12,
	        SUBSCRIPTION_OIDS), NULL},
	{"subscription", SM_PG_SUBSCRIPTION, 140000, 150000,
	    SUBSCRIPTION("s.oid", SUBSCRIPTION_14, ""), NULL},
	{"subscription", SM_PG_SUBSCRIPTION, 150000, 160000,
	    SUBSCRIPTION("s.oid", SUBSCRIPTION_15, ""), NULL},
	{"subscription", SM_PG_SUBSCRIPTION, 160000, 170000,
	    SUBSCRIPTION("s.oid", SUBSCRIPTION_16, ""), NULL},
	{"subscription", SM_PG_SUBSCRIPTION, 170000, 0,
	    SUBSCRIPTION("s.oid", SUBSCRIPTION_17, ""), NULL},
	{"cast", SM_PG_CAST, 0, 0, cast, NULL},
	{"operator", SM_PG_OPERATOR, 0, 0, operator_,
	    "a shell, which another operator names: it was never defined"},
	{"operator_class", SM_PG_OPCLASS, 0, 0, operator_class, NULL},
	{"operator_family", SM_PG_OPFAMILY, 0, 0, operator_family, NULL},
	{"conversion", SM_PG_CONVERSION, 0, 0, conversion, NULL},
	{"transform", SM_PG_TRANSFORM, 0, 0, transform, NULL},
	{"access_method", SM_PG_AM, 0, 0, access_method, NULL},
	{"language", SM_PG_LANGUAGE, 0, 0, language, NULL},
	{"text_search_parser", SM_PG_TS_PARSER, 0, 0, parser, NULL},
	{"text_search_template", SM_PG_TS_TEMPLATE, 0, 0, template, NULL},
	{"text_search_dictionary", SM_PG_TS_DICT, 0, 0, dictionary, NULL},
	{"text_search_configuration", SM_PG_TS_CONFIG, 0, 0, configuration,
	    NULL},
	{NULL, 0, 0, 0, NULL, NULL},
};
