/*
 * The kinds of objects, and the field tables of their records in the order in
 * which the fields are written.  sm-ndjson(5) documents each; tests hold it to
 * these tables.
 */
#include "model/kind.h"

#include <string.h>

#include "model/field_rows.h"

/*
 * Key members (schema, table, name, arguments) are never a difference by
 * themselves: they say which objects are compared.  The record's own name
 * ("record") and "exact" are written by sm_object_write.
 */
#define O(m, n, h) STRING(struct sm_object, m, n, h)
#define B(m) BOOL(struct sm_object, m, SM_COMPARE_EXACT)
#define OPTION_LIST(m) OPTIONS(struct sm_object, m)
#define NAMED                                                                  \
	O(schema, "schema", SM_COMPARE_NOT),                                   \
	    REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT)
#define OF_A_TABLE                                                             \
	O(schema, "schema", SM_COMPARE_NOT),                                   \
	    REQUIRED(struct sm_object, table, "table", SM_COMPARE_NOT),        \
	    REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT)
#define ARGUMENTS O(arguments, "arguments", SM_COMPARE_NOT)
#define DEFINITION                                                             \
	REQUIRED(struct sm_object, definition, "definition", SM_COMPARE_SQL)
#define LIST(m, shape, how) PARTS(struct sm_object, m, &(shape), how)
#define NEEDS LIST(needs, sm_shape_need, SM_COMPARE_NOT)
#define COMMENT                                                                \
	O(comment, "comment", SM_COMPARE_EXACT),                               \
	    O(renamed_from, "renamed_from", SM_COMPARE_NOT)
#define ACCESS                                                                 \
	O(owner, "owner", SM_COMPARE_EXACT),                                   \
	    LIST(grants, sm_shape_grant, SM_COMPARE_PARTS)
#define STATS PART(struct sm_object, stats, &sm_shape_stats, SM_COMPARE_NOT)
/* What stands at the end of all of them. */
#define COMMON NEEDS, ACCESS, COMMENT

static const struct sm_field table_fields[] = {
	NAMED,
	PARTS_AS(struct sm_object, columns, "columns", &sm_shape_column,
	    SM_COMPARE_NOT, true),
	PART(struct sm_object, primary_key, &sm_shape_key, SM_COMPARE_NOT),
	LIST(uniques, sm_shape_key, SM_COMPARE_NOT),
	LIST(checks, sm_shape_check, SM_COMPARE_NOT),
	LIST(exclusions, sm_shape_exclusion, SM_COMPARE_NOT),
	LIST(foreign_keys, sm_shape_foreign_key, SM_COMPARE_NOT),
	LIST(indexes, sm_shape_index, SM_COMPARE_NOT),
	O(partition_key, "partition_key", SM_COMPARE_SQL),
	PART(struct sm_object, partition_of, &sm_shape_name, SM_COMPARE_PARTS),
	O(bound, "bound", SM_COMPARE_SQL),
	LIST(inherits, sm_shape_name, SM_COMPARE_PARTS),
	PART(struct sm_object, of_type, &sm_shape_name, SM_COMPARE_PARTS),
	OPTION_LIST(options),
	OPTION_LIST(parameters),
	COMMON,
	STATS,
};
static const struct sm_field view_fields[] = {
	NAMED,
	B(materialized),
	STRINGS(struct sm_object, names, "columns", SM_COMPARE_COLUMN),
	DEFINITION,
	LIST(output, sm_shape_output_column, SM_COMPARE_PARTS),
	OPTION_LIST(options),
	OPTION_LIST(parameters),
	LIST(indexes, sm_shape_index, SM_COMPARE_NOT),
	/* Of the rows, not of the schema. */
	BOOL(struct sm_object, unpopulated, SM_COMPARE_NOT),
	COMMON,
	STATS,
};
static const struct sm_field trigger_fields[] = {
	OF_A_TABLE,
	B(constraint),
	DEFINITION,
	OPTION_LIST(options),
	O(enabled, "enabled", SM_COMPARE_EXACT),
	BOOL(struct sm_object, inherited, SM_COMPARE_NOT),
	NEEDS,
	O(owner, "owner", SM_COMPARE_EXACT),
	COMMENT,
};
static const struct sm_field virtual_table_fields[] = {
	NAMED,
	O(module, "module", SM_COMPARE_FOLDED),
	DEFINITION,
	NEEDS,
	COMMENT,
	STATS,
};

static const struct sm_field schema_fields[] = {
	REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT),
	COMMON,
};
static const struct sm_field extension_fields[] = {
	REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT),
	OPTION_LIST(options),
	COMMON,
};
static const struct sm_field enum_fields[] = {
	NAMED,
	STRINGS(struct sm_object, values, "values", SM_COMPARE_EXACT),
	COMMON,
};
static const struct sm_field domain_fields[] = {
	NAMED,
	REQUIRED(struct sm_object, domain.type, "type", SM_COMPARE_TYPE),
	NULLABLE(struct sm_object, domain.nullable),
	O(domain.default_text, "default", SM_COMPARE_DEFAULT),
	O(domain.collation, "collation", SM_COMPARE_FOLDED),
	O(domain.not_null_name, "not_null_name", SM_COMPARE_NOT),
	O(domain.not_null_comment, "not_null_comment", SM_COMPARE_EXACT),
	LIST(checks, sm_shape_check, SM_COMPARE_PARTS),
	COMMON,
};
static const struct sm_field composite_type_fields[] = {
	NAMED,
	PARTS_AS(struct sm_object, columns, "attributes", &sm_shape_attribute,
	    SM_COMPARE_PARTS, false),
	COMMON,
};
/* A kind of which the dialect's own words for CREATE say all. */
static const struct sm_field optional_fields[] = {
	NAMED,
	OPTION_LIST(options),
	COMMON,
};
static const struct sm_field sequence_fields[] = {
	NAMED,
	O(number_type, "type", SM_COMPARE_TYPE),
	O(counter.start, "start", SM_COMPARE_EXACT),
	O(counter.increment, "increment", SM_COMPARE_EXACT),
	O(counter.minimum, "min", SM_COMPARE_EXACT),
	O(counter.maximum, "max", SM_COMPARE_EXACT),
	O(counter.cache, "cache", SM_COMPARE_EXACT),
	{"cycle", SM_FIELD_BOOL, SM_COMPARE_EXACT,
	    offsetof(struct sm_object, counter.cycle), NULL, false},
	{"unlogged", SM_FIELD_BOOL, SM_COMPARE_EXACT,
	    offsetof(struct sm_object, counter.unlogged), NULL, false},
	PART(struct sm_object, owned_by, &sm_shape_name, SM_COMPARE_PARTS),
	BOOL(struct sm_object, implicit, SM_COMPARE_NOT),
	COMMON,
};
static const struct sm_field routine_fields[] = {
	NAMED,
	ARGUMENTS,
	O(signature, "signature", SM_COMPARE_SQL),
	O(returns, "returns", SM_COMPARE_SQL),
	OPTION_LIST(options),
	O(body, "body", SM_COMPARE_EXACT),
	O(sql_body, "sql_body", SM_COMPARE_SQL),
	COMMON,
};
static const struct sm_field policy_fields[] = {
	OF_A_TABLE,
	O(command, "command", SM_COMPARE_EXACT),
	B(restrictive),
	STRINGS(struct sm_object, roles, "roles", SM_COMPARE_EXACT),
	O(using_, "using", SM_COMPARE_SQL),
	O(with_check, "with_check", SM_COMPARE_SQL),
	NEEDS,
	COMMENT,
};
static const struct sm_field rule_fields[] = {
	OF_A_TABLE,
	DEFINITION,
	O(enabled, "enabled", SM_COMPARE_EXACT),
	NEEDS,
	COMMENT,
};
static const struct sm_field statistics_fields[] = {
	NAMED,
	DEFINITION,
	OPTION_LIST(options),
	COMMON,
};
/* Privileges that objects will have that aren't made yet. */
static const struct sm_field default_privileges_fields[] = {
	O(schema, "schema", SM_COMPARE_NOT),
	REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT),
	ARGUMENTS,
	LIST(grants, sm_shape_grant, SM_COMPARE_PARTS),
};
static const struct sm_field event_fields[] = {
	REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT),
	DEFINITION,
	/* The moment it was made, where nothing else was said. */
	O(starts, "starts", SM_COMPARE_NOT),
	OPTION_LIST(options),
	NEEDS,
	O(owner, "owner", SM_COMPARE_EXACT),
	COMMENT,
};
static const struct sm_field opaque_fields[] = {
	NAMED,
	ARGUMENTS,
	DEFINITION,
	OPTION_LIST(options),
	COMMON,
};

/* A kind that we don't know: its key, and everything else in `extra`. */
static const struct sm_field other_fields[] = {
	O(schema, "schema", SM_COMPARE_NOT),
	O(table, "table", SM_COMPARE_NOT),
	O(name, "name", SM_COMPARE_NOT),
	ARGUMENTS,
	NEEDS,
	COMMENT,
	STATS,
};
static const struct sm_field unreadable_fields[] = {
	REQUIRED(struct sm_object, record, "kind", SM_COMPARE_NOT),
	O(schema, "schema", SM_COMPARE_NOT),
	O(table, "table", SM_COMPARE_NOT),
	O(name, "name", SM_COMPARE_NOT),
	ARGUMENTS,
	O(why, "why", SM_COMPARE_NOT),
	O(sql, "sql", SM_COMPARE_SQL),
};

#define OBJECT(what, fields) SHAPE(what, struct sm_object, fields)
static const struct sm_shape table_shape = OBJECT("table", table_fields);
static const struct sm_shape view_shape = OBJECT("view", view_fields);
static const struct sm_shape trigger_shape = OBJECT("trigger", trigger_fields);
static const struct sm_shape virtual_table_shape =
    OBJECT("virtual_table", virtual_table_fields);
static const struct sm_shape schema_shape = OBJECT("schema", schema_fields);
static const struct sm_shape extension_shape =
    OBJECT("extension", extension_fields);
static const struct sm_shape enum_shape = OBJECT("enum", enum_fields);
static const struct sm_shape domain_shape = OBJECT("domain", domain_fields);
static const struct sm_shape composite_type_shape =
    OBJECT("composite_type", composite_type_fields);
static const struct sm_shape range_type_shape =
    OBJECT("range_type", optional_fields);
static const struct sm_shape collation_shape =
    OBJECT("collation", optional_fields);
static const struct sm_shape sequence_shape =
    OBJECT("sequence", sequence_fields);
static const struct sm_shape routine_shape = OBJECT("function", routine_fields);
static const struct sm_shape policy_shape = OBJECT("policy", policy_fields);
static const struct sm_shape rule_shape = OBJECT("rule", rule_fields);
static const struct sm_shape statistics_shape =
    OBJECT("statistics", statistics_fields);
static const struct sm_shape default_privileges_shape =
    OBJECT("default_privileges", default_privileges_fields);
static const struct sm_shape event_shape = OBJECT("event", event_fields);
static const struct sm_shape opaque_shape =
    OBJECT("event_trigger", opaque_fields);
static const struct sm_shape other_shape = OBJECT("object", other_fields);
const struct sm_shape sm_shape_unreadable =
    OBJECT("unreadable", unreadable_fields);

/* A row: its place, the record, the noun, the word in ops' names, the shape. */
#define KIND(i, record_, noun_, word, shape_)                                  \
	.record = (record_), .noun = (noun_), .shape = (shape_),               \
	.target = {(word), (noun_), SM_PART_NONE, NULL, &sm_kinds[i]}
#define OPAQUE(i, record_, noun_, word)                                        \
	KIND(i, record_, noun_, word, &opaque_shape), .opaque = true

const struct sm_kind sm_kinds[] = {
	{KIND(0, "table", "table", "TABLE", &table_shape), .holds_rows = true,
	    .is_renamed = true, .is_relation = true, .has_parts = true},
	{KIND(1, "view", "view", "VIEW", &view_shape), .is_relation = true,
	    .has_parts = true},
	{KIND(2, "trigger", "trigger", "TRIGGER", &trigger_shape),
	    .on_table = true},
	{KIND(3, "virtual_table", "virtual table", "VIRTUAL_TABLE",
	     &virtual_table_shape),
	    .holds_rows = true, .is_renamed = true, .is_relation = true},
	{KIND(4, "schema", "schema", "SCHEMA", &schema_shape)},
	{KIND(5, "extension", "extension", "EXTENSION", &extension_shape)},
	{KIND(6, "enum", "enum type", "ENUM", &enum_shape), .is_type = true},
	{KIND(7, "domain", "domain", "DOMAIN", &domain_shape),
	    .is_type = true},
	{KIND(8, "composite_type", "composite type", "COMPOSITE_TYPE",
	     &composite_type_shape),
	    .is_type = true},
	{KIND(9, "range_type", "range type", "RANGE_TYPE", &range_type_shape),
	    .is_type = true},
	{KIND(10, "collation", "collation", "COLLATION", &collation_shape)},
	{KIND(11, "sequence", "sequence", "SEQUENCE", &sequence_shape),
	    .is_renamed = true, .is_relation = true},
	{KIND(12, "function", "function", "FUNCTION", &routine_shape),
	    .is_routine = true},
	{KIND(13, "procedure", "procedure", "PROCEDURE", &routine_shape),
	    .is_routine = true},
	{KIND(14, "aggregate", "aggregate", "AGGREGATE", &routine_shape),
	    .is_routine = true},
	{KIND(15, "policy", "policy", "POLICY", &policy_shape),
	    .on_table = true},
	{KIND(16, "rule", "rule", "RULE", &rule_shape), .on_table = true},
	{KIND(17, "statistics", "statistics object", "STATISTICS",
	    &statistics_shape)},
	{KIND(18, "default_privileges", "default privileges",
	    "DEFAULT_PRIVILEGES", &default_privileges_shape)},
	{OPAQUE(19, "event_trigger", "event trigger", "EVENT_TRIGGER")},
	{OPAQUE(20, "publication", "publication", "PUBLICATION")},
	{OPAQUE(21, "subscription", "subscription", "SUBSCRIPTION")},
	{OPAQUE(22, "foreign_data_wrapper", "foreign-data wrapper",
	    "FOREIGN_DATA_WRAPPER")},
	{OPAQUE(23, "foreign_server", "foreign server", "FOREIGN_SERVER")},
	{OPAQUE(24, "user_mapping", "user mapping", "USER_MAPPING")},
	{OPAQUE(25, "foreign_table", "foreign table", "FOREIGN_TABLE"),
	    .is_relation = true},
	{OPAQUE(26, "cast", "cast", "CAST")},
	{OPAQUE(27, "operator", "operator", "OPERATOR")},
	{OPAQUE(28, "operator_class", "operator class", "OPERATOR_CLASS")},
	{OPAQUE(29, "operator_family", "operator family", "OPERATOR_FAMILY")},
	{OPAQUE(30, "conversion", "conversion", "CONVERSION")},
	{OPAQUE(31, "transform", "transform", "TRANSFORM")},
	{OPAQUE(32, "access_method", "access method", "ACCESS_METHOD")},
	{OPAQUE(33, "language", "language", "LANGUAGE")},
	{OPAQUE(34, "text_search_parser", "text search parser",
	    "TEXT_SEARCH_PARSER")},
	{OPAQUE(35, "text_search_dictionary", "text search dictionary",
	    "TEXT_SEARCH_DICTIONARY")},
	{OPAQUE(36, "text_search_template", "text search template",
	    "TEXT_SEARCH_TEMPLATE")},
	{OPAQUE(37, "text_search_configuration", "text search configuration",
	    "TEXT_SEARCH_CONFIGURATION")},
	{OPAQUE(38, "base_type", "base type", "BASE_TYPE"), .is_type = true},
	{KIND(39, "event", "event", "EVENT", &event_shape)},
	{KIND(40, NULL, "object", NULL, &other_shape)},
};

const struct sm_kind *
sm_kind_find(const char *record)
{
	const struct sm_kind *k;

	for (k = sm_kinds; k->record != NULL; k++)
		if (strcmp(k->record, record) == 0)
			return k;
	return k;
}
