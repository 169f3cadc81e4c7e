/*
 * The field tables of every record and part, in the order in which the fields
 * are written.  sm-ndjson(5) documents each; tests hold it to these tables.
 */
#include "model/kind.h"

#include <string.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define SHAPE(what_, type_, fields_)                                           \
	{                                                                      \
		.what = (what_), .size = sizeof(type_),                        \
		.extra = offsetof(type_, extra), .fields = (fields_),          \
		.n = ARRAY_LEN(fields_)                                        \
	}

/* Rows: name, type, comparison, offset, shape of a part, required. */
#define STRING(type, member, name, how)                                        \
	{name, SM_FIELD_STRING, how, offsetof(type, member), NULL, false}
#define REQUIRED(type, member, name, how)                                      \
	{name, SM_FIELD_STRING, how, offsetof(type, member), NULL, true}
#define BOOL(type, member, how)                                                \
	{#member, SM_FIELD_BOOL, how, offsetof(type, member), NULL, false}
#define STRINGS(type, member, name, how)                                       \
	{name, SM_FIELD_STRINGS, how, offsetof(type, member), NULL, false}
#define PART(type, member, shape_, how)                                        \
	{#member, SM_FIELD_PART, how, offsetof(type, member), shape_, false}
#define PARTS(type, member, shape_, how)                                       \
	{#member, SM_FIELD_PARTS, how, offsetof(type, member), shape_, false}

#define C(m, n, h) STRING(struct sm_column, m, n, h)
static const struct sm_field column_fields[] = {
	REQUIRED(struct sm_column, name, "name", SM_COMPARE_COLUMN),
	/* Empty in SQLite, where a column may have no type. */
	C(type, "type", SM_COMPARE_TYPE),
	{"nullable", SM_FIELD_ALWAYS, SM_COMPARE_EXACT,
	    offsetof(struct sm_column, nullable), NULL, true},
	C(default_text, "default", SM_COMPARE_DEFAULT),
	C(collation, "collation", SM_COMPARE_FOLDED),
	C(generated, "generated", SM_COMPARE_EXACT),
	C(expression, "expression", SM_COMPARE_SQL),
	C(identity, "identity", SM_COMPARE_EXACT),
	C(not_null_name, "not_null_name", SM_COMPARE_NOT),
	C(not_null_conflict, "not_null_conflict", SM_COMPARE_FOLDED),
	C(comment, "comment", SM_COMPARE_EXACT),
	C(renamed_from, "renamed_from", SM_COMPARE_NOT),
};
#undef C

#define K(m, n, h) STRING(struct sm_index_key, m, n, h)
static const struct sm_field index_key_fields[] = {
	K(column, "column", SM_COMPARE_COLUMN),
	K(expression, "expression", SM_COMPARE_SQL),
	K(collation, "collation", SM_COMPARE_FOLDED),
	BOOL(struct sm_index_key, desc, SM_COMPARE_EXACT),
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
	BOOL(struct sm_key, implicit, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K

#define K(m, n, h) STRING(struct sm_check, m, n, h)
static const struct sm_field check_fields[] = {
	K(name, "name", SM_COMPARE_COLUMN),
	REQUIRED(struct sm_check, expression, "expression", SM_COMPARE_SQL),
	K(column, "column", SM_COMPARE_NOT),
	BOOL(struct sm_check, implicit, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K

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
	K(on_update, "on_update", SM_COMPARE_FOLDED),
	K(match, "match", SM_COMPARE_MATCH),
	BOOL(struct sm_foreign_key, deferrable, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, initially_deferred, SM_COMPARE_EXACT),
	BOOL(struct sm_foreign_key, implicit, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K

#define K(m, n, h) STRING(struct sm_index, m, n, h)
static const struct sm_field index_fields[] = {
	REQUIRED(struct sm_index, name, "name", SM_COMPARE_COLUMN),
	BOOL(struct sm_index, unique, SM_COMPARE_EXACT),
	K(method, "method", SM_COMPARE_FOLDED),
	{"keys", SM_FIELD_PARTS, SM_COMPARE_PARTS,
	    offsetof(struct sm_index, keys), &sm_shape_index_key, true},
	STRINGS(struct sm_index, include, "include", SM_COMPARE_COLUMN),
	K(where, "where", SM_COMPARE_SQL),
	BOOL(struct sm_index, implicit, SM_COMPARE_NOT),
	K(comment, "comment", SM_COMPARE_EXACT),
};
#undef K

#define K(m, n, h) STRING(struct sm_need, m, n, h)
static const struct sm_field need_fields[] = {
	REQUIRED(struct sm_need, record, "record", SM_COMPARE_NOT),
	K(schema, "schema", SM_COMPARE_NOT),
	REQUIRED(struct sm_need, name, "name", SM_COMPARE_NOT),
	STRINGS(struct sm_need, columns, "columns", SM_COMPARE_NOT),
	BOOL(struct sm_need, inexact, SM_COMPARE_NOT),
};
#undef K

static const struct sm_field stats_fields[] = {
	{"rows", SM_FIELD_COUNT, SM_COMPARE_NOT,
	    offsetof(struct sm_stats, rows), NULL, false},
	{"bytes", SM_FIELD_COUNT, SM_COMPARE_NOT,
	    offsetof(struct sm_stats, bytes), NULL, false},
};

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

const struct sm_shape sm_shape_column =
    SHAPE("column", struct sm_column, column_fields);
const struct sm_shape sm_shape_key = SHAPE("key", struct sm_key, key_fields);
const struct sm_shape sm_shape_check =
    SHAPE("check", struct sm_check, check_fields);
const struct sm_shape sm_shape_foreign_key =
    SHAPE("foreign key", struct sm_foreign_key, foreign_key_fields);
const struct sm_shape sm_shape_index =
    SHAPE("index", struct sm_index, index_fields);
const struct sm_shape sm_shape_need = SHAPE("need", struct sm_need, need_fields);
const struct sm_shape sm_shape_stats =
    SHAPE("stats", struct sm_stats, stats_fields);
const struct sm_shape sm_shape_scope =
    SHAPE("scope", struct sm_scope, scope_fields);

/*
 * Objects.  Key members (schema, table, name, arguments) are never a difference
 * by themselves: they say which objects are compared.  The record's own name
 * ("record") and "exact" are written by sm_object_write.
 */
#define O(m, n, h) STRING(struct sm_object, m, n, h)
#define NAMED                                                                  \
	O(schema, "schema", SM_COMPARE_NOT),                                   \
	    REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT)
#define OF_A_TABLE                                                             \
	O(schema, "schema", SM_COMPARE_NOT),                                   \
	    REQUIRED(struct sm_object, table, "table", SM_COMPARE_NOT),        \
	    REQUIRED(struct sm_object, name, "name", SM_COMPARE_NOT)
#define NEEDS PARTS(struct sm_object, needs, &sm_shape_need, SM_COMPARE_NOT)
#define COMMON                                                                 \
	O(comment, "comment", SM_COMPARE_EXACT),                               \
	    O(renamed_from, "renamed_from", SM_COMPARE_NOT)

static const struct sm_field table_fields[] = {
	NAMED,
	{"columns", SM_FIELD_PARTS, SM_COMPARE_NOT,
	    offsetof(struct sm_object, columns), &sm_shape_column, true},
	PART(struct sm_object, primary_key, &sm_shape_key, SM_COMPARE_NOT),
	PARTS(struct sm_object, uniques, &sm_shape_key, SM_COMPARE_NOT),
	PARTS(struct sm_object, checks, &sm_shape_check, SM_COMPARE_NOT),
	PARTS(struct sm_object, foreign_keys, &sm_shape_foreign_key,
	    SM_COMPARE_NOT),
	PARTS(struct sm_object, indexes, &sm_shape_index, SM_COMPARE_NOT),
	{"options", SM_FIELD_OPTIONS, SM_COMPARE_EXACT,
	    offsetof(struct sm_object, options), NULL, false},
	NEEDS,
	COMMON,
	PART(struct sm_object, stats, &sm_shape_stats, SM_COMPARE_NOT),
};
static const struct sm_field view_fields[] = {
	NAMED,
	STRINGS(struct sm_object, names, "columns", SM_COMPARE_COLUMN),
	REQUIRED(struct sm_object, definition, "definition", SM_COMPARE_SQL),
	{"options", SM_FIELD_OPTIONS, SM_COMPARE_EXACT,
	    offsetof(struct sm_object, options), NULL, false},
	NEEDS,
	COMMON,
};
static const struct sm_field trigger_fields[] = {
	OF_A_TABLE,
	REQUIRED(struct sm_object, definition, "definition", SM_COMPARE_SQL),
	NEEDS,
	COMMON,
};
static const struct sm_field virtual_table_fields[] = {
	NAMED,
	O(module, "module", SM_COMPARE_FOLDED),
	REQUIRED(struct sm_object, definition, "definition", SM_COMPARE_SQL),
	NEEDS,
	COMMON,
	PART(struct sm_object, stats, &sm_shape_stats, SM_COMPARE_NOT),
};
/* A kind that we don't know: its key, and everything else in `extra`. */
static const struct sm_field other_fields[] = {
	O(schema, "schema", SM_COMPARE_NOT),
	O(table, "table", SM_COMPARE_NOT),
	O(name, "name", SM_COMPARE_NOT),
	O(arguments, "arguments", SM_COMPARE_NOT),
	NEEDS,
	COMMON,
	PART(struct sm_object, stats, &sm_shape_stats, SM_COMPARE_NOT),
};
static const struct sm_field unreadable_fields[] = {
	REQUIRED(struct sm_object, record, "kind", SM_COMPARE_NOT),
	O(schema, "schema", SM_COMPARE_NOT),
	O(table, "table", SM_COMPARE_NOT),
	O(name, "name", SM_COMPARE_NOT),
	O(arguments, "arguments", SM_COMPARE_NOT),
	O(why, "why", SM_COMPARE_NOT),
	O(sql, "sql", SM_COMPARE_SQL),
};

#define OBJECT(what, fields) SHAPE(what, struct sm_object, fields)
static const struct sm_shape table_shape = OBJECT("table", table_fields);
static const struct sm_shape view_shape = OBJECT("view", view_fields);
static const struct sm_shape trigger_shape = OBJECT("trigger", trigger_fields);
static const struct sm_shape virtual_table_shape =
    OBJECT("virtual_table", virtual_table_fields);
static const struct sm_shape other_shape = OBJECT("object", other_fields);
const struct sm_shape sm_shape_unreadable =
    OBJECT("unreadable", unreadable_fields);

/* A row: its place, the record, the noun, the word in ops' names, the shape. */
#define KIND(i, record_, noun_, word, shape_)                                  \
	.record = (record_), .noun = (noun_), .shape = (shape_),               \
	.target = {(word), (noun_), SM_PART_NONE, NULL, &sm_kinds[i]}

const struct sm_kind sm_kinds[] = {
	{KIND(0, "table", "table", "TABLE", &table_shape), .holds_rows = true,
	    .is_relation = true},
	{KIND(1, "view", "view", "VIEW", &view_shape), .is_relation = true},
	{KIND(2, "trigger", "trigger", "TRIGGER", &trigger_shape),
	    .on_table = true},
	{KIND(3, "virtual_table", "virtual table", "VIRTUAL_TABLE",
	     &virtual_table_shape),
	    .holds_rows = true, .is_relation = true},
	{KIND(4, NULL, "object", NULL, &other_shape)},
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
