/*
 * The catalogue: tables and columns; risk_rules_parts.c has the rest.  A row a
 * rule and dialects; several rows of one id say the same of several dialects or
 * of several sorts of values.  Levels of the founding rows are fixed
 * (risk-rules.md, section 2).
 */
#include "stages/risk_words.h"

const char *const sm_risk_categories[] = {
	[SM_DATA_LOSS] = "data-loss",
	[SM_CONSTRAINT_VIOLATION] = "constraint-violation",
	[SM_COMPATIBILITY] = "compatibility",
	[SM_LOCK] = "lock",
	[SM_TABLE_REWRITE] = "table-rewrite",
	[SM_PERFORMANCE] = "performance",
};

#define REBUILD                                                                \
	"The table is copied, dropped and renamed: indexes and triggers "      \
	"vanish with the old table, and with foreign_keys=ON its DROP fires "  \
	"ON DELETE actions in child tables."
#define REBUILD_OPS                                                            \
	"MODIFY_TABLE MODIFY_COLUMN ADD_FK DROP_FK MODIFY_FK ADD_CHECK "       \
	"DROP_CHECK MODIFY_CHECK ADD_UNIQUE DROP_UNIQUE MODIFY_UNIQUE "        \
	"ADD_PRIMARY_KEY DROP_PRIMARY_KEY MODIFY_PRIMARY_KEY"

static const struct sm_risk_rule rules[] = {
	/* tables */
	{"add-table", "ADD_TABLE ADD_VIRTUAL_TABLE", ALL, NULL, SM_SAFE, CO,
	    "A new table has no rows and no readers yet.", NOTHING, NULL},
	{"drop-table", "DROP_TABLE DROP_VIRTUAL_TABLE", ALL, NULL, SM_DANGER,
	    DL,
	    "All rows of {table} are lost for good.",
	    "Stop using it, rename it aside for one release, keep a dump, then "
	    "drop.", NULL},
	{"drop-table-referenced", "DROP_TABLE", SQ, sm_if_children_stay,
	    SM_DANGER, DL,
	    "{list} still point here: with foreign_keys=ON SQLite first "
	    "deletes the rows, firing ON DELETE CASCADE / SET NULL in the "
	    "children.",
	    "Drop the foreign keys (or the children) first; in SQLite run with "
	    "foreign_keys=OFF and check with PRAGMA foreign_key_check.", NULL},
	{"drop-table-referenced", "DROP_TABLE", PG | MYMA, sm_if_children_stay,
	    SM_DANGER, DL, "{list} still point here: the server refuses.",
	    "Drop the foreign keys (or the children) first.", NULL},
	{"drop-table-used-by-view", "DROP_TABLE", ALL, sm_if_views_stay,
	    SM_DANGER, CO,
	    "{list} select from it: PostgreSQL refuses without CASCADE; "
	    "MySQL/SQLite leave broken views.",
	    "Drop or rewrite the views in the same plan, before the table.",
	    NULL},
	{"rename-table", "RENAME_TABLE", ALL, NULL, SM_CAUTION, CO,
	    "Running code still asks for the old name.",
	    "Rename, and in the same transaction create a view with the old "
	    "name; drop the view after the deploy.", NULL},
	{"table-comment", "MODIFY_TABLE", ALL, sm_if_only_comment, SM_SAFE, CO,
	    "Only the catalogue entry changes.", NOTHING, NULL},
	{"modify-virtual-table", "MODIFY_VIRTUAL_TABLE", ALL, NULL, SM_DANGER,
	    DL,
	    "There is no statement for it: {table} is dropped and made anew, "
	    "and what it holds is lost.",
	    "Keep what it was filled from, and fill it again.", NULL},

	/* adding a column */
	{"add-column-nullable", "ADD_COLUMN", ALL, sm_if_default_fixed, SM_SAFE,
	    CO,
	    "Existing rows read NULL (or the constant); nothing is rewritten.",
	    NOTHING, NULL},
	{"add-column-not-null-default", "ADD_COLUMN", ALL,
	    sm_if_not_null_default_fixed, SM_SAFE, CO,
	    "Every existing row gets the same valid value without being "
	    "touched.",
	    NOTHING, NULL},
	{"add-column-default-old-server", "ADD_COLUMN", PG | MYMA,
	    sm_if_default_on_old_server, SM_CAUTION, RW,
	    "This server version writes the default into every row.",
	    "Add without default, set the default, backfill in batches.", NULL},
	{"add-column-not-null-no-default", "ADD_COLUMN", SQ | PG,
	    sm_if_no_value,
	    SM_DANGER, CV,
	    "Existing rows have no value for {column}, so the constraint "
	    "cannot hold.",
	    "Give it a default; or add it nullable, backfill, then set NOT "
	    "NULL.",
	    NULL},
	{"add-column-not-null-no-default", "ADD_COLUMN", MYMA, sm_if_no_value,
	    SM_DANGER, DL,
	    "The server does not fail: it silently fills rows with a made-up "
	    "value (0, '', first enum member, zero UUID, '0000-00-00'; dates "
	    "fail only under NO_ZERO_DATE).",
	    "State the intended value as DEFAULT, or add nullable, backfill, "
	    "then set NOT NULL.", NULL},
	{"add-column-volatile-default", "ADD_COLUMN", PG,
	    sm_if_default_volatile,
	    SM_CAUTION, RW,
	    "The function must run once per row, so every row is rewritten "
	    "under a full lock.",
	    "Add without default; SET DEFAULT (new rows only); backfill in "
	    "batches.", NULL},
	{"add-column-unknown-default", "ADD_COLUMN", PG, sm_if_default_unknown,
	    SM_CAUTION, RW,
	    "Whether the table is rewritten depends on the function's "
	    "volatility, which the schema does not tell.",
	    "Check pg_proc.provolatile, or add the default after the column.",
	    NULL},
	{"add-column-expression-default", "ADD_COLUMN", MYMA,
	    sm_if_default_expression, SM_CAUTION, RW,
	    "Expression defaults are evaluated per row; with statement-based "
	    "replication replicas may differ.",
	    "Add nullable, SET DEFAULT, backfill.", NULL},
	{"add-column-nonconstant-default", "ADD_COLUMN", SQ,
	    sm_if_default_expression, SM_CAUTION, RW,
	    "SQLite cannot add it in place once rows exist.",
	    "Rebuild the table, or add nullable and backfill.", NULL},
	{"add-column-generated-stored", "ADD_COLUMN", ALL, sm_if_stored,
	    SM_CAUTION, RW,
	    "The value is computed and written for every row.",
	    "Use a virtual column, a view, or a plain column with backfill + "
	    "trigger.", NULL},
	{"add-column-generated-virtual", "ADD_COLUMN", SQ, sm_if_virtual,
	    SM_SAFE, CO,
	    "The value is computed on read; no row changes. SQLite checks a "
	    "NOT NULL on it against the rows.", NOTHING, NULL},
	{"add-column-generated-not-null", "ADD_COLUMN", SQ,
	    sm_if_virtual_not_null, SM_CAUTION, CV,
	    "Fails on the first row for which the expression is NULL.",
	    "Search for such rows first, or leave NOT NULL out.", NULL},
	{"add-column-generated-virtual", "ADD_COLUMN", PG | MYMA, sm_if_virtual,
	    SM_SAFE, CO, "The value is computed on read; no row changes.",
	    NOTHING, NULL},
	{"add-column-identity", "ADD_COLUMN", ALL, sm_if_identity, SM_CAUTION,
	    RW,
	    "Each existing row must be numbered, in no promised order; on "
	    "statement replication replicas may number differently.",
	    "Add a nullable bigint, backfill in batches by key, then attach a "
	    "sequence started above max().", NULL},
	{"add-column-primary-key", "ADD_COLUMN", ALL, sm_if_new_in_primary_key,
	    SM_CAUTION, RW,
	    "The key must be filled for every row before it can exist.",
	    "Backfill first, build a unique index, then promote it.", NULL},

	/* dropping and renaming a column */
	{"drop-column", "DROP_COLUMN", ALL, sm_if_plain_column, SM_DANGER, DL,
	    "Every value in {column} is lost; code that still names it fails.",
	    "Stop reading and writing it, deploy, keep a copy, then drop.",
	    NULL},
	{"drop-column-generated", "DROP_COLUMN", ALL, sm_if_old_generated,
	    SM_CAUTION, CO,
	    "Nothing original is lost (it can be computed again), but readers "
	    "break.", "Deploy readers first.", "drop-column"},
	{"drop-column-maybe-rename", "DROP_COLUMN", ALL, sm_if_maybe_renamed,
	    SM_DANGER, DL,
	    "{column} disappears while {other} appears with a compatible type: "
	    "this may be a rename that lost its data.",
	    "Run sm-renames, or copy the values before dropping.", NULL},
	{"drop-column-indexed", "DROP_COLUMN", ALL, sm_if_column_indexed,
	    SM_CAUTION, PF,
	    "Indexes over {column} are dropped or narrowed without being "
	    "asked: {list}.", "Drop or replace the index as its own step.",
	    NULL},
	{"drop-column-referenced", "DROP_COLUMN", SQ, sm_if_column_used,
	    SM_DANGER, CO,
	    "{list} need {column}. SQLite allows it only when just its own "
	    "CHECK/FK use it.",
	    "Remove the dependents first, in this order: views, triggers, FKs, "
	    "generated columns.", NULL},
	{"drop-column-referenced", "DROP_COLUMN", PG | MYMA, sm_if_column_used,
	    SM_DANGER, CO, "{list} need {column}.",
	    "Remove the dependents first, in this order: views, triggers, FKs, "
	    "generated columns.", NULL},
	{"drop-column-key", "DROP_COLUMN", ALL, sm_if_old_in_primary_key,
	    SM_DANGER, DL, "The identity of the rows changes or disappears.",
	    "Create and fill the new key first.", NULL},
	{"rename-column", "RENAME_COLUMN", ALL, NULL, SM_CAUTION, CO,
	    "Old and new code disagree about the name during the deploy.",
	    "Add the new column, write both, move readers, drop the old one; "
	    "or expose the old name through a view or generated column.", NULL},
	{"rename-low-confidence", "RENAME_TABLE RENAME_COLUMN", ALL,
	    sm_if_low_confidence, SM_CAUTION, DL,
	    "The pair was guessed ({guess}); if the guess is wrong, old values "
	    "survive under a name with another meaning.",
	    "Confirm it in the map file, or reject it to get DROP + ADD.",
	    NULL},
	{"rename-improbable", "RENAME_COLUMN", ALL, sm_if_improbable, SM_DANGER,
	    DL,
	    "These are probably two different columns ({guess}): the rename "
	    "would keep one's values under the other's name.",
	    "Confirm or reject it in the map file.", NULL},

	/* modifying a column */
	{"modify-column-set-not-null", "MODIFY_COLUMN", SQ, sm_if_set_not_null,
	    SM_DANGER, CV, "The copy fails on the first stored NULL.",
	    "Backfill, then rebuild.", NULL},
	{"modify-column-set-not-null", "MODIFY_COLUMN", PG, sm_if_set_not_null,
	    SM_DANGER, CV,
	    "One stored NULL makes it fail; the check reads the whole table "
	    "under a full lock.",
	    "Backfill; add CHECK (c IS NOT NULL) NOT VALID; VALIDATE; SET NOT "
	    "NULL; drop the check.", NULL},
	{"modify-column-set-not-null", "MODIFY_COLUMN", MYMA,
	    sm_if_set_not_null,
	    SM_DANGER, CV,
	    "Strict mode refuses stored NULLs; without it NULLs silently "
	    "become 0, '' or zero dates. TIMESTAMP NULLs become the current "
	    "time even in strict mode.",
	    "Backfill explicitly first; check that COUNT(*) of NULLs is 0.",
	    NULL},
	{"modify-column-drop-not-null", "MODIFY_COLUMN", ALL,
	    sm_if_drop_not_null, SM_SAFE, CO,
	    "No stored row changes; readers may meet NULL later, and it cannot "
	    "be undone once NULLs exist.", "Make readers NULL-safe first.",
	    NULL},
	{"modify-column-drop-not-null-key", "MODIFY_COLUMN", PG | MYMA,
	    sm_if_drop_not_null_of_key, SM_DANGER, CO,
	    "Key and identity columns cannot be nullable.",
	    "Drop the key or identity first.", NULL},
	{"modify-column-set-default", "MODIFY_COLUMN", PG | MYMA,
	    sm_if_set_default, SM_SAFE, CO,
	    "Only rows inserted later use it.",
	    "Backfill if old rows should match.", NULL},
	{"modify-column-drop-default", "MODIFY_COLUMN", ALL, sm_if_drop_default,
	    SM_CAUTION, CO,
	    "INSERTs that omit {column} fail (NOT NULL) or store NULL.",
	    "Make every writer name the column first.", NULL},
	{"modify-column-add-identity", "MODIFY_COLUMN", PG | MYMA,
	    sm_if_add_identity, SM_CAUTION, CV,
	    "In PostgreSQL the new counter starts at 1 and collides with "
	    "existing keys; MySQL continues from max().",
	    "In the same transaction: setval(seq, max(c)).", NULL},
	{"modify-column-drop-identity", "MODIFY_COLUMN", PG | MYMA,
	    sm_if_drop_identity, SM_CAUTION, CO,
	    "INSERTs that relied on the generated number fail, and the counter "
	    "value is gone.",
	    "Note the last value; make writers supply the key.", NULL},
	{"modify-column-identity-always", "MODIFY_COLUMN", PG,
	    sm_if_identity_always, SM_CAUTION, CO,
	    "INSERTs with an explicit id start to fail.",
	    "Use OVERRIDING SYSTEM VALUE in loaders.", NULL},
	{"modify-column-generated-expr", "MODIFY_COLUMN", ALL,
	    sm_if_expression_stored, SM_CAUTION, RW,
	    "All stored results are recomputed.",
	    "Treat as new column + switch over.", NULL},
	{"modify-column-generated-expr-virtual", "MODIFY_COLUMN", ALL,
	    sm_if_expression_virtual, SM_CAUTION, CO,
	    "Readers see other values from one moment to the next.",
	    "Coordinate with readers; rebuild indexes on it.", NULL},
	{"modify-column-drop-expression", "MODIFY_COLUMN", PG | MYMA,
	    sm_if_drop_expression, SM_CAUTION, CO,
	    "New rows are no longer computed.",
	    "Make writers supply the value first.", NULL},
	{"modify-column-to-generated", "MODIFY_COLUMN", ALL, sm_if_to_generated,
	    SM_DANGER, DL,
	    "The values typed in so far are thrown away and replaced by "
	    "computed ones.",
	    "Compare old values with the expression before dropping.",
	    NULL},
	{"modify-column-stored-virtual", "MODIFY_COLUMN", PG | MYMA,
	    sm_if_stored_virtual, SM_CAUTION, RW,
	    "Values are the same, but the column is unavailable between drop "
	    "and add.", "Do both in one ALTER.", NULL},
	{"modify-column-collation", "MODIFY_COLUMN", PG | MYMA, sm_if_collation,
	    SM_CAUTION, CO,
	    "Sort order and equality change; LIKE/ORDER BY may stop using "
	    "indexes.", "Test queries; rebuild indexes concurrently.", NULL},
	{"modify-column-collation-unique", "MODIFY_COLUMN", ALL,
	    sm_if_collation_unique, SM_CAUTION, CV,
	    "Values that were different may become equal (e.g. "
	    "case-insensitive) and violate uniqueness.",
	    "Search for duplicates under the new collation first.", NULL},
	{"modify-column-position", "MODIFY_COLUMN", MYMA, sm_if_position,
	    SM_CAUTION, CO,
	    "SELECT * and INSERT without a column list shift values into other "
	    "columns.", "Name columns in code; do not reorder for looks.",
	    NULL},
	{"modify-column-comment", "MODIFY_COLUMN", ALL, sm_if_only_comment,
	    SM_SAFE, CO, "Documentation only.", NOTHING, NULL},
	{"modify-column-used-by-view", "MODIFY_COLUMN", PG, sm_if_type_in_view,
	    SM_DANGER, CO,
	    "PostgreSQL will not change the type of a column used by a view "
	    "(even varchar widening): {list}.",
	    "Drop the view, change, recreate it (with its grants) in one "
	    "transaction.", NULL},
	{"modify-column-fk", "MODIFY_COLUMN", PG, sm_if_type_in_fk, SM_CAUTION,
	    LK,
	    "The constraint is dropped and proved again, so the other table is "
	    "locked too.",
	    "Drop the FK, change both columns, re-add NOT VALID, validate.",
	    NULL},
	{"modify-column-fk", "MODIFY_COLUMN", MYMA, sm_if_type_in_fk, SM_DANGER,
	    CO,
	    "InnoDB will not change the type of a column used in an FK.",
	    "Drop the FK, change both sides, re-add.", NULL},

	/* types */
	{"type-narrow", "MODIFY_TABLE", SQ, sm_if_strict, SM_DANGER, CV,
	    "The copy fails on the first value of another type.",
	    "Search for values whose typeof() is not the column's first.",
	    NULL},
	{"type-narrow", "MODIFY_COLUMN", SQ, sm_if_type_strict_blob, SM_DANGER,
	    CV, "A STRICT table's BLOB takes nothing else: the copy fails on "
	    "the first value of another type.",
	    "Search for values whose typeof() is not blob first.", NULL},
	{"type-lossy", "MODIFY_TABLE", SQ, sm_if_loses_any, SM_DANGER, DL,
	    "Outside a STRICT table ANY is a number's type: text in {list} "
	    "that looks like a number becomes one, '0123' turns into 123.",
	    "Give those columns the type BLOB in the same plan: it keeps "
	    "every value.", NULL},
	{"type-lossy", "MODIFY_COLUMN", SQ, sm_if_type_real_to_integer,
	    SM_DANGER, DL,
	    "2.0 becomes 2 while 1.5 stays 1.5: the column then holds both "
	    "sorts of numbers.",
	    "Add a new column, convert and check the values, then switch over.",
	    NULL},
	{"type-lossy", "MODIFY_COLUMN", SQ, sm_if_type_to_real, SM_DANGER, DL,
	    "Integers beyond 2^53 silently lose digits.",
	    "Check max(abs({column})) first, or add a new column and switch "
	    "over.", NULL},
	{"type-reinterpret", "MODIFY_COLUMN", SQ, sm_if_type_reinterpret,
	    SM_CAUTION, CO,
	    "Values are kept as stored, but compared and converted by other "
	    "rules from now on.",
	    "Test comparisons and joins on {column}.", NULL},
	{"modify-column-type-incompatible", "MODIFY_COLUMN", SQ,
	    sm_if_type_to_number, SM_DANGER, DL,
	    "Text that looks like a number becomes one: '0123' turns into 123, "
	    "'1e3' into 1000, long ones lose digits; the rest stays text.",
	    "Add a new column, convert and check the values, then switch over.",
	    NULL},
	{"modify-column-type-incompatible", "MODIFY_COLUMN", SQ,
	    sm_if_type_to_text, SM_DANGER, DL,
	    "Numbers become text: their order changes ('10' < '9') and long "
	    "ones lose digits.",
	    "Add a new column, convert and check the values, then switch over.",
	    NULL},
	{"modify-column-type-incompatible", "MODIFY_COLUMN", ALL,
	    sm_if_type_other_family, SM_DANGER, DL,
	    "Values of the old type may not survive in the new one.",
	    "Add a new column, convert and check the values, then switch over.",
	    NULL},
	{"sqlite-table-rebuild", "MODIFY_COLUMN", SQ,
	    sm_if_rebuild_for_name_of_type, SM_CAUTION, RW,
	    "No value changes, lengths are never enforced, but the whole table "
	    "is copied for it.", "Leave the declared type alone.", NULL},
	{"sqlite-table-rebuild", REBUILD_OPS, SQ, sm_if_rebuild, SM_CAUTION, RW,
	    REBUILD,
	    "PRAGMA foreign_keys=OFF outside the transaction; copy; recreate "
	    "indexes, triggers, views; PRAGMA foreign_key_check; commit.",
	    NULL},
};
const struct sm_risk_chapter sm_risk_columns = {rules,
    sizeof(rules) / sizeof(rules[0])};

const struct sm_risk_rule sm_risk_unknown = {"unknown-operation", "*", ALL,
    NULL, SM_CAUTION, CO,
    "This kind of change is not understood, so its risk is unknown.",
    "Review by hand.", NULL};

/* Lowers what a lock, a copy or stored rows could make dangerous. */
const struct sm_risk_rule sm_risk_new_object = {"plan-new-object", "*", ALL,
    NULL, SM_SAFE, CO, "Nothing is stored there yet.", NOTHING, NULL};
