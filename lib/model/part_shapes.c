/*
 * The field tables of the parts of objects, in the order in which the fields
 * are written.  sm-ndjson(5) documents each; tests hold it to these tables.
 */
#include "model/field_rows.h"

#define K(m, n, h) STRING(struct sm_name, m, n, h)
static const struct sm_field name_fields[] = {
	K(schema, "schema", SM_COMPARE_TABLE),
	REQUIRED(struct sm_name, name, "name", SM_COMPARE_TABLE),
	K(column, "column", SM_COMPARE_COLUMN),
};
#undef K
const struct sm_shape sm_shape_name =
    SHAPE("name", struct sm_name, name_fields);

static const struct sm_field grant_fields[] = {
	REQUIRED(struct sm_grant, role, "role", SM_COMPARE_EXACT),
	STRINGS(struct sm_grant, privileges, "privileges", SM_COMPARE_EXACT),
	STRINGS(struct sm_grant, grantable, "grantable", SM_COMPARE_EXACT),
};
const struct sm_shape sm_shape_grant =
    SHAPE("grant", struct sm_grant, grant_fields);
#define GRANTS(type)                                                           \
	PARTS(type, grants, &sm_shape_grant, SM_COMPARE_PARTS)

#define K(m, n, h) STRING(struct sm_counter, m, n, h)
static const struct sm_field counter_fields[] = {
	K(name, "name", SM_COMPARE_TABLE),
	K(by.start, "start", SM_COMPARE_EXACT),
	K(by.increment, "increment", SM_COMPARE_EXACT),
	K(by.minimum, "min", SM_COMPARE_EXACT),
	K(by.maximum, "max", SM_COMPARE_EXACT),
	K(by.cache, "cache", SM_COMPARE_EXACT),
	{"cycle", SM_FIELD_BOOL, SM_COMPARE_EXACT,
	    offsetof(struct sm_counter, by.cycle), NULL, false},
	{"unlogged", SM_FIELD_BOOL, SM_COMPARE_EXACT,
	    offsetof(struct sm_counter, by.unlogged), NULL, false},
	BOOL(struct sm_counter, logged, SM_COMPARE_EXACT),
	GRANTS(struct sm_counter),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_counter =
    SHAPE("counter", struct sm_counter, counter_fields);

#define C(m, n, h) STRING(struct sm_column, m, n, h)
static const struct sm_field column_fields[] = {
	REQUIRED(struct sm_column, name, "name", SM_COMPARE_COLUMN),
	/* Empty in SQLite, where a column may have no type. */
	C(type, "type", SM_COMPARE_TYPE),
	NULLABLE(struct sm_column, nullable),
	C(default_text, "default", SM_COMPARE_DEFAULT),
	C(collation, "collation", SM_COMPARE_FOLDED),
	C(generated, "generated", SM_COMPARE_EXACT),
	C(expression, "expression", SM_COMPARE_SQL),
	C(identity, "identity", SM_COMPARE_EXACT),
	PART(struct sm_column, sequence, &sm_shape_counter, SM_COMPARE_PARTS),
	C(not_null_name, "not_null_name", SM_COMPARE_NOT),
	C(not_null_conflict, "not_null_conflict", SM_COMPARE_FOLDED),
	C(not_null_comment, "not_null_comment", SM_COMPARE_EXACT),
	OPTIONS(struct sm_column, options),
	/* A dump makes the columns of a partition its own and attaches it. */
	BOOL(struct sm_column, inherited, SM_COMPARE_NOT),
	BOOL(struct sm_column, local, SM_COMPARE_EXACT),
	GRANTS(struct sm_column),
	C(comment, "comment", SM_COMPARE_EXACT),
	C(renamed_from, "renamed_from", SM_COMPARE_NOT),
};
/* Of a composite type. */
static const struct sm_field attribute_fields[] = {
	REQUIRED(struct sm_column, name, "name", SM_COMPARE_COLUMN),
	C(type, "type", SM_COMPARE_TYPE),
	C(collation, "collation", SM_COMPARE_FOLDED),
	C(comment, "comment", SM_COMPARE_EXACT),
};
/* Of a view: name and type follow from its query, which is compared. */
static const struct sm_field output_column_fields[] = {
	REQUIRED(struct sm_column, name, "name", SM_COMPARE_COLUMN),
	C(type, "type", SM_COMPARE_NOT),
	C(default_text, "default", SM_COMPARE_DEFAULT),
	C(collation, "collation", SM_COMPARE_NOT),
	OPTIONS(struct sm_column, options),
	GRANTS(struct sm_column),
	C(comment, "comment", SM_COMPARE_EXACT),
};
#undef C
const struct sm_shape sm_shape_column =
    SHAPE("column", struct sm_column, column_fields);
const struct sm_shape sm_shape_attribute =
    SHAPE("attribute", struct sm_column, attribute_fields);
const struct sm_shape sm_shape_output_column =
    SHAPE("output column", struct sm_column, output_column_fields);

#define K(m, n, h) STRING(struct sm_index_key, m, n, h)
static const struct sm_field index_key_fields[] = {
	K(column, "column", SM_COMPARE_COLUMN),
	K(expression, "expression", SM_COMPARE_SQL),
	K(collation, "collation", SM_COMPARE_FOLDED),
	K(opclass, "opclass", SM_COMPARE_EXACT),
	OPTIONS(struct sm_index_key, opclass_options),
	K(length, "length", SM_COMPARE_EXACT),
	BOOL(struct sm_index_key, desc, SM_COMPARE_EXACT),
	K(nulls, "nulls", SM_COMPARE_EXACT),
	K(operator_, "operator", SM_COMPARE_EXACT),
	K(statistics, "statistics", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_index_key =
    SHAPE("index key", struct sm_index_key, index_key_fields);

#define K(m, n, h) STRING(struct sm_key, m, n, h)
static const struct sm_field key_fields[] = {
	K(name, "name", SM_COMPARE_COLUMN),
	STRINGS(struct sm_key, columns, "columns", SM_COMPARE_COLUMN),
	PARTS(struct sm_key, keys, &sm_shape_index_key, SM_COMPARE_PARTS),
	K(conflict, "conflict", SM_COMPARE_FOLDED),
	BOOL(struct sm_key, autoincrement, SM_COMPARE_EXACT),
	BOOL(struct sm_key, rowid_alias, SM_COMPARE_EXACT),
	BOOL(struct sm_key, nulls_not_distinct, SM_COMPARE_EXACT),
	BOOL(struct sm_key, without_overlaps, SM_COMPARE_EXACT),
	STRINGS(struct sm_key, include, "include", SM_COMPARE_COLUMN),
	BOOL(struct sm_key, deferrable, SM_COMPARE_EXACT),
	BOOL(struct sm_key, initially_deferred, SM_COMPARE_EXACT),
	OPTIONS(struct sm_key, parameters),
	K(tablespace, "tablespace", SM_COMPARE_EXACT),
	BOOL(struct sm_key, invalid, SM_COMPARE_EXACT),
	BOOL(struct sm_key, implicit, SM_COMPARE_NOT),
	BOOL(struct sm_key, inherited, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
	K(index_comment, "index_comment", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_key = SHAPE("key", struct sm_key, key_fields);

#define K(m, n, h) STRING(struct sm_check, m, n, h)
static const struct sm_field check_fields[] = {
	K(name, "name", SM_COMPARE_COLUMN),
	REQUIRED(struct sm_check, expression, "expression", SM_COMPARE_SQL),
	K(column, "column", SM_COMPARE_NOT),
	BOOL(struct sm_check, no_inherit, SM_COMPARE_EXACT),
	BOOL(struct sm_check, not_valid, SM_COMPARE_EXACT),
	BOOL(struct sm_check, not_enforced, SM_COMPARE_EXACT),
	BOOL(struct sm_check, implicit, SM_COMPARE_NOT),
	BOOL(struct sm_check, inherited, SM_COMPARE_NOT),
	BOOL(struct sm_check, local, SM_COMPARE_EXACT),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_check =
    SHAPE("check", struct sm_check, check_fields);

#define K(m, n, h) STRING(struct sm_exclusion, m, n, h)
static const struct sm_field exclusion_fields[] = {
	K(name, "name", SM_COMPARE_COLUMN),
	K(method, "method", SM_COMPARE_FOLDED),
	PARTS_AS(struct sm_exclusion, keys, "keys", &sm_shape_index_key,
	    SM_COMPARE_PARTS, true),
	STRINGS(struct sm_exclusion, include, "include", SM_COMPARE_COLUMN),
	K(where, "where", SM_COMPARE_SQL),
	BOOL(struct sm_exclusion, deferrable, SM_COMPARE_EXACT),
	BOOL(struct sm_exclusion, initially_deferred, SM_COMPARE_EXACT),
	OPTIONS(struct sm_exclusion, parameters),
	K(tablespace, "tablespace", SM_COMPARE_EXACT),
	BOOL(struct sm_exclusion, invalid, SM_COMPARE_EXACT),
	BOOL(struct sm_exclusion, implicit, SM_COMPARE_NOT),
	BOOL(struct sm_exclusion, inherited, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
	K(index_comment, "index_comment", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_exclusion =
    SHAPE("exclusion constraint", struct sm_exclusion, exclusion_fields);

#define K(m, n, h) STRING(struct sm_references, m, n, h)
static const struct sm_field references_fields[] = {
	K(schema, "schema", SM_COMPARE_TABLE),
	REQUIRED(struct sm_references, table, "table", SM_COMPARE_TABLE),
	STRINGS(struct sm_references, columns, "columns", SM_COMPARE_COLUMN),
	/* A way to write the columns, which are there too: they are compared. */
	BOOL(struct sm_references, implied, SM_COMPARE_NOT),
};
#undef K
const struct sm_shape sm_shape_references =
    SHAPE("references", struct sm_references, references_fields);

#define K(m, n, h) STRING(struct sm_foreign_key, m, n, h)
static const struct sm_field foreign_key_fields[] = {
	K(name, "name", SM_COMPARE_COLUMN),
	STRINGS(struct sm_foreign_key, columns, "columns", SM_COMPARE_COLUMN),
	{"references", SM_FIELD_PART, SM_COMPARE_PARTS,
	    offsetof(struct sm_foreign_key, references), &sm_shape_references,
	    true},
	K(on_delete, "on_delete", SM_COMPARE_FOLDED),
	STRINGS(struct sm_foreign_key, on_delete_columns, "on_delete_columns",
	    SM_COMPARE_COLUMN),
	K(on_update, "on_update", SM_COMPARE_FOLDED),
	K(match, "match", SM_COMPARE_MATCH),
	BOOL(struct sm_foreign_key, deferrable, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, initially_deferred, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, period, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, not_valid, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, not_enforced, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, implicit, SM_COMPARE_NOT),
	BOOL(struct sm_foreign_key, inherited, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_foreign_key =
    SHAPE("foreign key", struct sm_foreign_key, foreign_key_fields);

#define K(m, n, h) STRING(struct sm_index, m, n, h)
static const struct sm_field index_fields[] = {
	REQUIRED(struct sm_index, name, "name", SM_COMPARE_COLUMN),
	BOOL(struct sm_index, unique, SM_COMPARE_EXACT),
	K(method, "method", SM_COMPARE_FOLDED),
	PARTS_AS(struct sm_index, keys, "keys", &sm_shape_index_key,
	    SM_COMPARE_PARTS, true),
	STRINGS(struct sm_index, include, "include", SM_COMPARE_COLUMN),
	BOOL(struct sm_index, nulls_not_distinct, SM_COMPARE_EXACT),
	K(where, "where", SM_COMPARE_SQL),
	OPTIONS(struct sm_index, parameters),
	K(tablespace, "tablespace", SM_COMPARE_EXACT),
	BOOL(struct sm_index, invalid, SM_COMPARE_EXACT),
	BOOL(struct sm_index, implicit, SM_COMPARE_NOT),
	PART(struct sm_index, partition_of, &sm_shape_name, SM_COMPARE_PARTS),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K
const struct sm_shape sm_shape_index =
    SHAPE("index", struct sm_index, index_fields);

#define K(m, n, h) STRING(struct sm_need, m, n, h)
static const struct sm_field need_fields[] = {
	REQUIRED(struct sm_need, record, "record", SM_COMPARE_NOT),
	K(schema, "schema", SM_COMPARE_NOT),
	REQUIRED(struct sm_need, name, "name", SM_COMPARE_NOT),
	K(arguments, "arguments", SM_COMPARE_NOT),
	STRINGS(struct sm_need, columns, "columns", SM_COMPARE_NOT),
	STRINGS(struct sm_need, by, "by", SM_COMPARE_NOT),
	BOOL(struct sm_need, inexact, SM_COMPARE_NOT),
};
#undef K
const struct sm_shape sm_shape_need = SHAPE("need", struct sm_need, need_fields);

static const struct sm_field stats_fields[] = {
	COUNT(struct sm_stats, rows),
	COUNT(struct sm_stats, bytes),
};
const struct sm_shape sm_shape_stats =
    SHAPE("stats", struct sm_stats, stats_fields);

#define S(m) STRINGS(struct sm_scope, m, #m, SM_COMPARE_NOT)
static const struct sm_field scope_fields[] = {
	S(schemas),
	S(tables),
	S(exclude),
	S(left_out),
	S(extras),
	BOOL(struct sm_scope, limited, SM_COMPARE_NOT),
};
#undef S
const struct sm_shape sm_shape_scope =
    SHAPE("scope", struct sm_scope, scope_fields);
