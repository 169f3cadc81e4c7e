/*
 * pg_type: enums, domains, ranges, base types; and collations.  Composite types
 * are read with the relations, whose row types they are.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/postgresql_catalog.h"

/* --- types ---------------------------------------------------------------- */

enum {
	OID,
	KIND,
	SCHEMA,
	NAME,
	ARRAY_TYPE,
	BASE,
	NOT_NULL,
	DEFAULT,
	COLLATION,
	DEFINITION,
	COLUMNS
};

/*
 * A base type's own words, as CREATE TYPE has them; what is the default there is
 * left out (dumpBaseType in pg_dump.c).  A function is spelled by regproc:
 * qualified, but for those of pg_catalog.
 */
#define FUNCTION(word, column)                                                 \
	"CASE WHEN t." column "::oid <> 0 THEN '" word " = ' || t." column     \
	"::text END, "
#define WORD_IF(condition, text) "CASE WHEN " condition " THEN " text " END, "
#define BASE_TYPE                                                              \
	"'(' || concat_ws(', ', "                                              \
	FUNCTION("INPUT", "typinput") FUNCTION("OUTPUT", "typoutput")          \
	FUNCTION("RECEIVE", "typreceive") FUNCTION("SEND", "typsend")          \
	FUNCTION("TYPMOD_IN", "typmodin") FUNCTION("TYPMOD_OUT", "typmodout")  \
	FUNCTION("ANALYZE", "typanalyze") "%s"                                 \
	WORD_IF("t.typlen > 0", "'INTERNALLENGTH = ' || t.typlen")             \
	WORD_IF("t.typlen = -2", "'INTERNALLENGTH = -2'")                      \
	WORD_IF("t.typbyval", "'PASSEDBYVALUE'")                               \
	"'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' "              \
	"WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' ELSE 'int4' END, "        \
	"'STORAGE = ' || CASE t.typstorage WHEN 'e' THEN 'external' "          \
	"WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' ELSE 'plain' END, "     \
	WORD_IF("t.typcategory <> 'U'",                                        \
	    "'CATEGORY = ' || quote_literal(t.typcategory::text)")                   \
	WORD_IF("t.typispreferred", "'PREFERRED = true'")                      \
	WORD_IF("t.typelem <> 0",                                              \
	    "'ELEMENT = ' || format_type(t.typelem, NULL)")                    \
	WORD_IF("t.typdelim <> ','",                                           \
	    "'DELIMITER = ' || quote_literal(t.typdelim::text)")                     \
	WORD_IF("t.typcollation <> 0", "'COLLATABLE = true'")                  \
	"'DEFAULT = ' || coalesce(pg_get_expr(t.typdefaultbin, 0), "           \
	"quote_literal(t.typdefault))) || ')'"

/*
 * A shell (CREATE TYPE name; no more was said) is of typtype 'p', where no user
 * can make another.  The array type that goes with a type is no object.
 */
#define FROM                                                                   \
	"FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "        \
	"LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid "     \
	"LEFT JOIN pg_type b ON b.oid = t.typbasetype "                        \
	"LEFT JOIN pg_collation co ON co.oid = t.typcollation "                \
	"AND t.typtype = 'd' AND t.typcollation <> b.typcollation "            \
	"LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "              \
	"WHERE t.typtype NOT IN ('c', 'm') AND e.oid IS NULL AND "             \
	SM_PG_USER_SCHEMA("t.typnamespace")

/*
 * A domain's default has no tree where it came from its base type's text: it is
 * spelled as it will be once it was written out.
 */
static const char query[] =
    "SELECT t.oid, CASE WHEN t.typisdefined THEN t.typtype ELSE '-' END, "
    "n.nspname, t.typname, t.typarray, "
    "CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) "
    "END, t.typnotnull, "
    "CASE WHEN t.typtype = 'd' THEN coalesce(pg_get_expr(t.typdefaultbin, 0), "
    "quote_literal(t.typdefault) || '::' || "
    "format_type(t.typbasetype, t.typtypmod)) END, "
    "CASE WHEN co.oid IS NOT NULL THEN "
    SM_PG_COLLATION_NAME("co", "cn.nspname") " END, "
    "CASE WHEN t.typtype = 'b' THEN " BASE_TYPE " END "
    FROM;

static const char names[] =
    "SELECT 'pg_type'::regclass::oid, t.oid, NULL, "
    "CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum' "
    "WHEN 'r' THEN 'range_type' ELSE 'base_type' END, n.nspname, NULL, "
    "t.typname, NULL "
    FROM;

static const struct {
	char kind;
	const char *record;
} records[] = {
	{'e', "enum"}, {'d', "domain"}, {'r', "range_type"},
	{'b', "base_type"}, {'-', "base_type"},
};

static const char *
record_of(char kind)
{
	size_t i;

	for (i = 0; i < sizeof records / sizeof *records; i++)
		if (records[i].kind == kind)
			return records[i].record;
	return NULL;
}

/* How format_type spells a type that isn't there any more. */
#define GONE "???"

static void
read_base_type(struct sm_pg_catalog *c, struct sm_object *o,
    const char *const *v)
{
	/* Of a shell there is nothing more to say. */
	o->definition = v[DEFINITION] != NULL
	    ? sm_strdup(c->arena, v[DEFINITION]) : "";
	if (strstr(o->definition, " = " GONE) != NULL) {
		o->unreadable = true;
		o->why = "the type of its elements is gone";
	}
}

static void
read_domain(struct sm_pg_catalog *c, struct sm_object *o,
    const char *const *v)
{
	if (v[BASE] == NULL || strncmp(v[BASE], GONE, strlen(GONE)) == 0) {
		o->unreadable = true;
		o->why = "the type that it is made of is gone";
		return;
	}
	o->domain.type = sm_strdup(c->arena, v[BASE]);
	o->domain.nullable = !sm_pg_true(v[NOT_NULL]);
	o->domain.default_text = sm_pg_text(c, v[DEFAULT]);
	o->domain.collation = sm_pg_text(c, v[COLLATION]);
}

static bool
type_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	const char *record = record_of(*v[KIND]);
	struct sm_object *o;

	(void)e;
	if (sm_pg_find(c, SM_PG_TYPE, sm_pg_oid(v[OID])) != NULL)
		return true;
	if (record == NULL) {
		sm_pg_unreadable(c, "type", SM_PG_TYPE, v[OID], v[SCHEMA],
		    NULL, v[NAME], sm_sprintf(c->arena,
		        "a type of a kind that is not known here (%s)",
		        v[KIND]));
		return true;
	}
	o = sm_pg_object(c, record, SM_PG_TYPE, v[OID], v[SCHEMA], v[NAME]);
	if (sm_pg_oid(v[ARRAY_TYPE]) != 0)
		sm_pg_enter(c, SM_PG_TYPE, v[ARRAY_TYPE], o, NULL);
	if (*v[KIND] == 'd')
		read_domain(c, o, v);
	else if (strcmp(record, "base_type") == 0)
		read_base_type(c, o, v);
	return true;
}

bool
sm_pg_read_types(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	struct sm_pg_reading reading = {.oid = "t.oid", .columns = COLUMNS,
	    .row = type_row, .names = names};
	bool done;

	sm_buf_addf(&sql, query,
	    sm_pg_since(c, 140000, FUNCTION("SUBSCRIPT", "typsubscript"), ""));
	reading.query = sm_buf_str(&sql);
	done = sm_pg_read_each(c, &reading, e);
	sm_buf_free(&sql);
	return done;
}

/* --- enums ---------------------------------------------------------------- */

static bool
value_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t = sm_pg_find(c, SM_PG_TYPE, sm_pg_oid(v[0]));

	(void)e;
	if (t != NULL && !t->member)
		sm_strings_add(c->arena, &t->object->values,
		    sm_strdup(c->arena, v[1]));
	return true;
}

bool
sm_pg_read_enum_values(struct sm_pg_catalog *c, struct sm_error *e)
{
	return sm_pg_rows(c->db,
	    "SELECT enumtypid, enumlabel FROM pg_enum "
	    "ORDER BY enumtypid, enumsortorder",
	    2, value_row, c, e);
}

/* --- ranges --------------------------------------------------------------- */

enum {
	RANGE,
	SUBTYPE,
	OPCLASS,
	RANGE_COLLATION,
	CANONICAL,
	SUBTYPE_DIFF,
	MULTIRANGE,
	MULTIRANGE_ARRAY,
	SAME_SCHEMA,
	MULTIRANGE_QUALIFIED,
	MULTIRANGE_NAME,
	RANGE_NAME,
	RANGE_COLUMNS
};

/* %s: the multirange, which 12 and 13 haven't. */
static const char ranges[] =
    "SELECT r.rngtypid, format_type(r.rngsubtype, NULL), "
    "CASE WHEN oc.opcdefault THEN NULL "
    "WHEN ocn.nspname = 'pg_catalog' THEN oc.opcname::text "
    "ELSE quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END, "
    "CASE WHEN co.oid IS NOT NULL THEN "
    SM_PG_COLLATION_NAME("co", "cn.nspname") " END, "
    "CASE WHEN r.rngcanonical::oid <> 0 THEN r.rngcanonical::text END, "
    "CASE WHEN r.rngsubdiff::oid <> 0 THEN r.rngsubdiff::text END, "
    "m.oid, m.typarray, m.typnamespace = t.typnamespace, "
    "quote_ident(mn.nspname) || '.' || quote_ident(m.typname), "
    "m.typname, t.typname "
    "FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid "
    "LEFT JOIN pg_type s ON s.oid = r.rngsubtype "
    "LEFT JOIN pg_opclass oc ON oc.oid = r.rngsubopc "
    "LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace "
    "LEFT JOIN pg_collation co ON co.oid = r.rngcollation "
    "AND r.rngcollation <> s.typcollation "
    "LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace "
    "LEFT JOIN pg_type m ON m.oid = %s "
    "LEFT JOIN pg_namespace mn ON mn.oid = m.typnamespace";

/* NAMEDATALEN - 1 */
#define MAX_NAME 63

/* At most len bytes of the text, as whole characters. */
static const char *
clip(struct sm_pg_catalog *c, const char *text, size_t len)
{
	if (strlen(text) <= len)
		return text;
	while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return sm_memdup(c->scratch, text, len);
}

/* The name that a range's multirange gets (makeMultirangeTypeName). */
static const char *
multirange_of(struct sm_pg_catalog *c, const char *range)
{
	const char *at = strstr(range, "range"), *name;

	if (at != NULL)
		name = sm_sprintf(c->scratch, "%.*smulti%s", (int)(at - range),
		    range, at);
	else
		name = sm_sprintf(c->scratch, "%s_multirange",
		    clip(c, range, MAX_NAME - strlen("_multirange")));
	return clip(c, name, MAX_NAME);
}

static void
read_multirange(struct sm_pg_catalog *c, struct sm_object *o,
    const char *const *v)
{
	sm_pg_enter(c, SM_PG_TYPE, v[MULTIRANGE], o, NULL);
	if (sm_pg_oid(v[MULTIRANGE_ARRAY]) != 0)
		sm_pg_enter(c, SM_PG_TYPE, v[MULTIRANGE_ARRAY], o, NULL);
	if (sm_pg_true(v[SAME_SCHEMA]) &&
	    strcmp(v[MULTIRANGE_NAME], multirange_of(c, v[RANGE_NAME])) == 0)
		return;
	sm_pg_option(c, &o->options, "multirange_type_name",
	    v[MULTIRANGE_QUALIFIED]);
}

static bool
range_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t = sm_pg_find(c, SM_PG_TYPE,
	    sm_pg_oid(v[RANGE]));
	struct sm_options *list;

	(void)e;
	if (t == NULL || t->member)
		return true;
	list = &t->object->options;
	if (strcmp(v[SUBTYPE], GONE) == 0) {
		t->object->unreadable = true;
		t->object->why = "the type of its bounds is gone";
		return true;
	}
	sm_pg_option(c, list, "subtype", v[SUBTYPE]);
	sm_pg_option(c, list, "subtype_opclass", v[OPCLASS]);
	sm_pg_option(c, list, "collation", v[RANGE_COLLATION]);
	sm_pg_option(c, list, "canonical", v[CANONICAL]);
	sm_pg_option(c, list, "subtype_diff", v[SUBTYPE_DIFF]);
	if (v[MULTIRANGE] != NULL)
		read_multirange(c, t->object, v);
	return true;
}

bool
sm_pg_read_ranges(struct sm_pg_catalog *c, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;

	sm_buf_addf(&sql, ranges,
	    sm_pg_since(c, 140000, "r.rngmultitypid", "NULL"));
	done = sm_pg_rows(c->db, sm_buf_str(&sql), RANGE_COLUMNS, range_row,
	    c, e);
	sm_buf_free(&sql);
	return done;
}

/* --- collations ----------------------------------------------------------- */

/* pg_collation.collprovider; libc is what CREATE COLLATION takes by itself. */
static const char *
provider_of(char code)
{
	return code == 'i' ? "icu" : code == 'b' ? "builtin" : NULL;
}

static bool
collation_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_object *o = sm_pg_object(c, "collation", SM_PG_COLLATION,
	    v[0], v[1], v[2]);
	const char *collate = v[5], *ctype = v[6], *locale = v[7];

	(void)e;
	if (o == NULL)
		return true;
	sm_pg_option(c, &o->options, "provider", provider_of(*v[3]));
	if (locale == NULL && collate != NULL && ctype != NULL &&
	    strcmp(collate, ctype) == 0)
		locale = collate;
	if (locale != NULL) {
		sm_pg_option(c, &o->options, "locale", locale);
	} else {
		sm_pg_option(c, &o->options, "lc_collate", collate);
		sm_pg_option(c, &o->options, "lc_ctype", ctype);
	}
	if (!sm_pg_true(v[4]))
		sm_option_set(c->arena, &o->options, "deterministic",
		    "false");
	sm_pg_option(c, &o->options, "rules", v[8]);
	return true;
}

bool
sm_pg_read_collations(struct sm_pg_catalog *c, struct sm_error *e)
{
	/* colliculocale of 15 and 16 is colllocale since. */
	return sm_pg_rows(c->db,
	    "SELECT c.oid, n.nspname, c.collname, c.collprovider, "
	    "c.collisdeterministic, c.collcollate, c.collctype, "
	    "coalesce(to_jsonb(c) ->> 'colllocale', "
	    "to_jsonb(c) ->> 'colliculocale'), to_jsonb(c) ->> 'collicurules' "
	    "FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace "
	    "WHERE " SM_PG_USER_SCHEMA("c.collnamespace"),
	    9, collation_row, c, e);
}
