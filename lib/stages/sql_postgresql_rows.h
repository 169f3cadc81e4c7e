/*
 * The functions of the rows; a file each kind (sql_postgresql_KIND.c).
 */
#ifndef SM_STAGES_SQL_POSTGRESQL_ROWS_H
#define SM_STAGES_SQL_POSTGRESQL_ROWS_H

#include "stages/sql_postgresql.h"

typedef bool sm_pgsql_one(struct sm_pgsql *, const struct sm_object *,
    const void *part);
typedef bool sm_pgsql_two(struct sm_pgsql *, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part);

sm_pgsql_one sm_pgsql_add_table, sm_pgsql_add_view, sm_pgsql_add_trigger,
    sm_pgsql_add_schema, sm_pgsql_add_extension, sm_pgsql_add_enum, sm_pgsql_add_domain,
    sm_pgsql_add_composite_type, sm_pgsql_add_range_type, sm_pgsql_add_collation,
    sm_pgsql_add_sequence, sm_pgsql_add_routine, sm_pgsql_add_aggregate,
    sm_pgsql_add_policy, sm_pgsql_add_rule, sm_pgsql_add_statistics,
    sm_pgsql_add_default_privileges, sm_pgsql_add_opaque, sm_pgsql_add_column,
    sm_pgsql_add_primary_key, sm_pgsql_add_unique, sm_pgsql_add_check,
    sm_pgsql_add_exclusion, sm_pgsql_add_foreign_key, sm_pgsql_add_index;
sm_pgsql_one sm_pgsql_drop_table, sm_pgsql_drop_view, sm_pgsql_drop_trigger,
    sm_pgsql_drop_schema, sm_pgsql_drop_extension, sm_pgsql_drop_enum,
    sm_pgsql_drop_domain, sm_pgsql_drop_composite_type, sm_pgsql_drop_range_type,
    sm_pgsql_drop_collation, sm_pgsql_drop_sequence, sm_pgsql_drop_routine,
    sm_pgsql_drop_aggregate, sm_pgsql_drop_policy, sm_pgsql_drop_rule,
    sm_pgsql_drop_statistics, sm_pgsql_drop_default_privileges, sm_pgsql_drop_opaque,
    sm_pgsql_drop_column, sm_pgsql_drop_primary_key, sm_pgsql_drop_unique,
    sm_pgsql_drop_check, sm_pgsql_drop_exclusion, sm_pgsql_drop_foreign_key,
    sm_pgsql_drop_index;
sm_pgsql_two sm_pgsql_modify_table, sm_pgsql_modify_view, sm_pgsql_modify_trigger,
    sm_pgsql_modify_schema, sm_pgsql_modify_extension, sm_pgsql_modify_enum,
    sm_pgsql_modify_domain, sm_pgsql_modify_composite_type, sm_pgsql_modify_range_type,
    sm_pgsql_modify_collation, sm_pgsql_modify_sequence, sm_pgsql_modify_routine,
    sm_pgsql_modify_aggregate, sm_pgsql_modify_policy, sm_pgsql_modify_rule,
    sm_pgsql_modify_statistics, sm_pgsql_modify_default_privileges,
    sm_pgsql_modify_opaque, sm_pgsql_modify_column, sm_pgsql_modify_primary_key,
    sm_pgsql_modify_unique, sm_pgsql_modify_check, sm_pgsql_modify_exclusion,
    sm_pgsql_modify_foreign_key, sm_pgsql_modify_index;
sm_pgsql_one sm_pgsql_rename_table, sm_pgsql_rename_sequence,
    sm_pgsql_rename_column, sm_pgsql_rename_primary_key,
    sm_pgsql_rename_unique, sm_pgsql_rename_check, sm_pgsql_rename_exclusion,
    sm_pgsql_rename_foreign_key, sm_pgsql_rename_index;

#endif
