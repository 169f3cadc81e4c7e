/*
 * The catalogue, third part: types, sequences, routines, policies, and what else
 * PostgreSQL has (risk-rules.md, 3.1 and 3.7).
 */
#include "stages/risk_words.h"

#define OPAQUE(verb)                                                           \
	verb "_EVENT_TRIGGER " verb "_PUBLICATION " verb "_SUBSCRIPTION " verb \
	     "_FOREIGN_DATA_WRAPPER " verb "_FOREIGN_SERVER " verb             \
	     "_USER_MAPPING " verb "_FOREIGN_TABLE " verb "_CAST " verb        \
	     "_OPERATOR " verb "_OPERATOR_CLASS " verb "_OPERATOR_FAMILY " verb \
	     "_CONVERSION " verb "_TRANSFORM " verb "_ACCESS_METHOD " verb     \
	     "_LANGUAGE " verb "_TEXT_SEARCH_PARSER " verb                     \
	     "_TEXT_SEARCH_DICTIONARY " verb "_TEXT_SEARCH_TEMPLATE " verb     \
	     "_TEXT_SEARCH_CONFIGURATION " verb "_BASE_TYPE"
#define ROUTINE(verb) verb "_FUNCTION " verb "_PROCEDURE " verb "_AGGREGATE"
#define TYPE(verb)                                                             \
	verb "_DOMAIN " verb "_COMPOSITE_TYPE " verb "_RANGE_TYPE " verb       \
	     "_COLLATION"

static const struct sm_risk_rule rules[] = {
	/* tables */
	{"enable-rls", "MODIFY_TABLE", PG, sm_if_row_security, SM_CAUTION, CO,
	    "Enabling hides rows from roles without a policy; disabling "
	    "exposes them.",
	    "Create the policies first; test as the application role.", NULL},
	{"attach-partition", "MODIFY_TABLE", PG, sm_if_attached, SM_CAUTION,
	    CV,
	    "Rows are checked against the bounds while the partition is "
	    "locked.",
	    "Add a matching validated CHECK beforehand so the scan is skipped.",
	    NULL},
	{"detach-partition", "MODIFY_TABLE", PG, sm_if_detached, SM_CAUTION,
	    LK, "All access to the parent stops during the detach.",
	    "DETACH ... CONCURRENTLY (14 and later), outside a transaction.",
	    NULL},

	/* views */
	{"add-matview", "ADD_VIEW", PG, sm_if_materialized, SM_CAUTION, PF,
	    "The query runs in full and stores its result.",
	    "Create WITH NO DATA, refresh later.", "add-view"},

	/* enums */
	{"add-enum", "ADD_ENUM", PG, NULL, SM_SAFE, CO,
	    "A new type has no users.", NOTHING, NULL},
	{"drop-enum", "DROP_ENUM", PG, NULL, SM_CAUTION, CO,
	    "Columns and functions may still use the type.",
	    "Change those columns first.", NULL},
	{"enum-add-value", "MODIFY_ENUM", PG, sm_if_values_added, SM_SAFE, CO,
	    "Stored values do not change. The new value cannot be used in the "
	    "transaction that adds it, and can never be removed.", NOTHING,
	    NULL},
	{"enum-rename-value", "MODIFY_ENUM", PG, sm_if_values_renamed,
	    SM_CAUTION, CO,
	    "Code that writes or compares the old label ({list}) fails.",
	    "Add the new value, migrate rows, leave the old label.", NULL},
	{"enum-remove-value", "MODIFY_ENUM", PG, sm_if_values_go, SM_DANGER,
	    DL,
	    "There is no statement for it: a new type takes the place of the "
	    "old, and every column that holds it is written again. Rows that "
	    "hold {list} must be changed before: the script refuses while "
	    "there are any.",
	    "Update those rows first. If the value is only to be called "
	    "otherwise, say so in the op's renamed_values (sm-ndjson(5)) and "
	    "pass the plan through sm-renames.",
	    NULL},
	{"enum-reorder", "MODIFY_ENUM", PG, sm_if_values_move, SM_CAUTION, CO,
	    "ORDER BY and < change meaning; every column that holds the type "
	    "is written again.", "Sort by a lookup table instead.", NULL},

	/* other types */
	{"add-type", TYPE("ADD"), PG, NULL, SM_SAFE, CO,
	    "A new type has no users.", NOTHING, NULL},
	{"drop-type", TYPE("DROP"), PG, NULL, SM_CAUTION, CO,
	    "Columns and functions may still use it: the server refuses then.",
	    "Change those columns first.", NULL},
	{"modify-domain-type", "MODIFY_DOMAIN", PG, sm_if_domain_type,
	    SM_DANGER, CV,
	    "Every column that holds the domain is cast to another type.",
	    "Add new columns, convert and check the values, then switch over.",
	    NULL},
	{"modify-domain", "MODIFY_DOMAIN", PG, NULL, SM_CAUTION, CV,
	    "All rows in all tables using the domain are checked.",
	    "Add NOT VALID, validate later.", NULL},
	{"modify-type", "MODIFY_COMPOSITE_TYPE MODIFY_RANGE_TYPE "
	    "MODIFY_COLLATION", PG, NULL, SM_CAUTION, CO,
	    "Whatever uses it reads other values.",
	    "List what uses it first.", NULL},

	/* sequences */
	{"add-sequence", "ADD_SEQUENCE", PG | MA, NULL, SM_SAFE, CO,
	    "Nothing uses it yet.", NOTHING, NULL},
	{"drop-sequence", "DROP_SEQUENCE", PG | MA, NULL, SM_DANGER, DL,
	    "The current counter is lost; a recreated one repeats numbers.",
	    "Save last_value first.", NULL},
	{"rename-sequence", "RENAME_SEQUENCE", PG | MA, NULL, SM_CAUTION, CO,
	    "It counts on; code that calls nextval() by name must know the "
	    "new one.", "Search the code for the name.", NULL},
	{"modify-sequence-shrink", "MODIFY_SEQUENCE", PG | MA,
	    sm_if_sequence_shrinks, SM_DANGER, CV,
	    "nextval fails at the new end, or repeats used numbers.",
	    "Compare with max() of the owning column.", NULL},
	{"modify-sequence", "MODIFY_SEQUENCE", PG | MA, sm_if_sequence_counts,
	    SM_CAUTION, CO, "Gaps, order or reuse of numbers change.",
	    "Check that clients do not count on gap-free steps.", NULL},

	/* routines */
	{"add-function", ROUTINE("ADD"), PG | MYMA, NULL, SM_SAFE, CO,
	    "A new name (an overload may change which function a call "
	    "resolves to).", NOTHING, NULL},
	{"drop-function", ROUTINE("DROP"), PG | MYMA, NULL, SM_CAUTION, CO,
	    "Untracked callers fail at run time.",
	    "Search code and other function bodies.", NULL},
	{"modify-function-signature", ROUTINE("MODIFY"), PG | MYMA,
	    sm_if_signature, SM_DANGER, CO,
	    "Existing callers and dependents break.",
	    "Create a second version, move callers, drop the old.", NULL},
	{"function-volatility", ROUTINE("MODIFY"), PG, sm_if_volatility,
	    SM_CAUTION, CO,
	    "Index use and constant folding change; wrongly IMMUTABLE corrupts "
	    "indexes.", "REINDEX indexes that call it.", NULL},
	{"modify-function-body", ROUTINE("MODIFY"), PG | MYMA,
	    sm_if_same_signature, SM_CAUTION, CO,
	    "Callers get new behaviour at once; if used in an index or "
	    "generated column stored results become stale.",
	    "REINDEX / recompute where it is used.", NULL},

	/* what else there is */
	{"grant-change", "MODIFY_TABLE MODIFY_VIEW MODIFY_SEQUENCE "
	    "MODIFY_SCHEMA MODIFY_ENUM MODIFY_COLUMN " TYPE("MODIFY") " "
	    ROUTINE("MODIFY"), PG, sm_if_only_access, SM_CAUTION, CO,
	    "Roles get or lose rights.", "Test as each role.", NULL},
	{"grant-change", "ADD_DEFAULT_PRIVILEGES DROP_DEFAULT_PRIVILEGES "
	    "MODIFY_DEFAULT_PRIVILEGES", PG, NULL, SM_CAUTION, CO,
	    "Objects made from now on have other rights.",
	    "Test as each role.", NULL},
	{"add-schema", "ADD_SCHEMA", PG, NULL, SM_SAFE, CO,
	    "Nothing is in it yet.", NOTHING, NULL},
	{"drop-schema", "DROP_SCHEMA", PG, NULL, SM_CAUTION, CO,
	    "The server refuses while anything is in it.",
	    "Search paths that name it must change.", NULL},
	{"add-extension", "ADD_EXTENSION", PG, NULL, SM_SAFE, CO,
	    "It must be installed on the server; its names are new.", NOTHING,
	    NULL},
	{"drop-extension", "DROP_EXTENSION", PG, NULL, SM_CAUTION, CO,
	    "Types, operators or functions vanish.",
	    "List dependents first.", NULL},
	{"modify-extension", "MODIFY_EXTENSION", PG, NULL, SM_CAUTION, CO,
	    "Types, operators or functions change version.",
	    "List dependents first.", NULL},
	{"add-policy", "ADD_POLICY", PG, NULL, SM_CAUTION, CO,
	    "Rows become visible or hidden for some roles.",
	    "Test as each role.", NULL},
	{"drop-policy", "DROP_POLICY", PG, NULL, SM_CAUTION, CO,
	    "Rows become visible or hidden for some roles.",
	    "Test as each role.", NULL},
	{"modify-policy", "MODIFY_POLICY", PG, NULL, SM_CAUTION, CO,
	    "Rows become visible or hidden for some roles.",
	    "Test as each role.", NULL},
	{"rule-change", "ADD_RULE DROP_RULE MODIFY_RULE", PG, NULL, SM_CAUTION,
	    CO, "Statements on {table} do something else from now on.",
	    "Prefer triggers; test with production-like load.", NULL},
	{"statistics-change", "ADD_STATISTICS DROP_STATISTICS "
	    "MODIFY_STATISTICS", PG, NULL, SM_SAFE, PF,
	    "Only the planner's estimates change.",
	    "ANALYZE the table afterwards.", NULL},
	{"modify-anew", OPAQUE("MODIFY"), PG, sm_if_opaque_anew, SM_CAUTION,
	    CO, "It is dropped and made again.",
	    "List what depends on it first.", NULL},
	{"rename-constraint", "RENAME_UNIQUE RENAME_CHECK RENAME_EXCLUSION "
	    "RENAME_FK RENAME_PRIMARY_KEY", PG, NULL, SM_SAFE, CO,
	    "Only ON CONFLICT ON CONSTRAINT and error messages name it.",
	    "Search the code for the name.", NULL},
	{"add-exclusion", "ADD_EXCLUSION MODIFY_EXCLUSION", PG, NULL,
	    SM_CAUTION, CV,
	    "Fails if two rows already exclude each other; all access waits "
	    "while its index is built.", "Search for such rows first.", NULL},
	{"drop-exclusion", "DROP_EXCLUSION", PG, NULL, SM_CAUTION, CO,
	    "Rows that it refused can enter.", "Keep another guard.", NULL},
};
const struct sm_risk_chapter sm_risk_objects = {rules,
    sizeof(rules) / sizeof(rules[0])};
