/*
 * How each kind of object and each part is rendered: a row each.
 */
#include "stages/sql_postgresql_rows.h"

#define OBJECT(record, what)                                                   \
	{record, SM_PART_NONE, sm_pgsql_add_##what, sm_pgsql_drop_##what,            \
	    sm_pgsql_modify_##what, NULL}
#define PART(part, what)                                                       \
	{NULL, SM_PART_##part, sm_pgsql_add_##what, sm_pgsql_drop_##what,            \
	    sm_pgsql_modify_##what, sm_pgsql_rename_##what}

const struct sm_pgsql_row sm_pgsql_rows[] = {
	{"table", SM_PART_NONE, sm_pgsql_add_table, sm_pgsql_drop_table,
	    sm_pgsql_modify_table, sm_pgsql_rename_table},
	OBJECT("view", view),
	OBJECT("trigger", trigger),
	OBJECT("schema", schema),
	OBJECT("extension", extension),
	OBJECT("enum", enum),
	OBJECT("domain", domain),
	OBJECT("composite_type", composite_type),
	OBJECT("range_type", range_type),
	OBJECT("collation", collation),
	{"sequence", SM_PART_NONE, sm_pgsql_add_sequence, sm_pgsql_drop_sequence,
	    sm_pgsql_modify_sequence, sm_pgsql_rename_sequence},
	OBJECT("function", routine),
	OBJECT("procedure", routine),
	OBJECT("aggregate", aggregate),
	OBJECT("policy", policy),
	OBJECT("rule", rule),
	OBJECT("statistics", statistics),
	OBJECT("default_privileges", default_privileges),
	OBJECT("event_trigger", opaque),
	OBJECT("publication", opaque),
	OBJECT("subscription", opaque),
	OBJECT("foreign_data_wrapper", opaque),
	OBJECT("foreign_server", opaque),
	OBJECT("user_mapping", opaque),
	OBJECT("foreign_table", opaque),
	OBJECT("cast", opaque),
	OBJECT("operator", opaque),
	OBJECT("operator_class", opaque),
	OBJECT("operator_family", opaque),
	OBJECT("conversion", opaque),
	OBJECT("transform", opaque),
	OBJECT("access_method", opaque),
	OBJECT("language", opaque),
	OBJECT("text_search_parser", opaque),
	OBJECT("text_search_dictionary", opaque),
	OBJECT("text_search_template", opaque),
	OBJECT("text_search_configuration", opaque),
	OBJECT("base_type", opaque),
	PART(COLUMN, column),
	PART(PRIMARY_KEY, primary_key),
	PART(UNIQUE, unique),
	PART(CHECK, check),
	PART(EXCLUSION, exclusion),
	PART(FK, foreign_key),
	PART(INDEX, index),
	{NULL, SM_PARTS, NULL, NULL, NULL, NULL},
};
