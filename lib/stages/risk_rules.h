/*
 * The catalogue of rules and what its conditions look at.
 */
#ifndef SM_STAGES_RISK_RULES_H
#define SM_STAGES_RISK_RULES_H

#include "base/map.h"
#include "model/plan.h"

/* A foreign key that refers to a table, and the table it is on. */
struct sm_risk_child {
	struct sm_risk_relation *on;
	const struct sm_foreign_key *fk;
	bool old; /* of OLD, else of NEW */
};

/* An object of OLD that can't exist without a relation. */
struct sm_risk_user {
	const struct sm_change *change;
	const struct sm_need *need;
	struct sm_op *op; /* what the plan does to it, or NULL */
};

/* A table, view or virtual table, and everything in the plan about it. */
struct sm_risk_relation {
	const struct sm_change *change;
	const struct sm_object *old, *new_; /* NULL where there is none */
	struct sm_ops ops;                  /* on it and on its parts */
	bool comes_or_goes;                 /* one of them makes or drops it */
	SM_LIST(struct sm_risk_child) children;
	SM_LIST(struct sm_risk_user) users;
};

/* What is known of a whole plan. */
struct sm_risk_facts {
	struct sm_plan *plan;
	struct sm_arena *arena;
	const char *server; /* the version to judge for; NULL: unknown */
	/* of each op the relation that it is on or about; may be NULL */
	struct sm_risk_relation **relations;
	struct sm_map by_old, by_new; /* key -> struct sm_risk_relation */
	struct sm_map changes;        /* key of any object -> its change */
	struct sm_map objects;        /* key -> the op on that old object */
};
void sm_risk_facts(struct sm_risk_facts *, struct sm_plan *,
    struct sm_arena *, const char *server);
/* The change of what is no relation and on none: a type, a function. */
const struct sm_change *sm_risk_object(const struct sm_risk_facts *,
    const struct sm_op *);
/* By name; NULL where the plan has no change of it. */
struct sm_risk_relation *sm_risk_named(const struct sm_risk_facts *, bool old,
    const char *schema, const char *name);

/* An op under judgement; the conditions fill in what the templates name. */
struct sm_risk_case {
	const struct sm_risk_facts *facts;
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	const struct sm_op *op;
	struct sm_risk_relation *relation; /* may be NULL */
	const struct sm_object *old, *new_; /* its sides; may be NULL */
	struct sm_buf list; /* {list}: names, with commas */
	const char *other;  /* {other}: a name */
};

typedef bool sm_risk_condition(struct sm_risk_case *);

enum sm_risk_category {
	SM_DATA_LOSS,
	SM_CONSTRAINT_VIOLATION,
	SM_COMPATIBILITY,
	SM_LOCK, /* from here on: operational, a matter of size */
	SM_TABLE_REWRITE,
	SM_PERFORMANCE
};
extern const char *const sm_risk_categories[];

/* Dialects of a rule. */
#define SM_IN(dialect) (1u << (dialect))

struct sm_risk_rule {
	const char *id;
	const char *ops; /* names of ops, with blanks between them */
	unsigned dialects;
	sm_risk_condition *when; /* NULL: always */
	enum sm_risk risk;
	enum sm_risk_category category;
	/* {table} {column} {name} {from} {ref} {list} {other} {guess} */
	const char *reason, *suggestion;
	const char *replaces; /* a rule whose finding this one takes out */
};
/* In the order that decides between findings of one level: first columns. */
struct sm_risk_chapter {
	const struct sm_risk_rule *v;
	size_t n;
};
extern const struct sm_risk_chapter sm_risk_columns, sm_risk_parts,
    sm_risk_objects;
/* The rule of that place, NULL behind the last. */
const struct sm_risk_rule *sm_risk_rule(size_t place);

/* What is said where no row holds, and of the parts of a new table. */
extern const struct sm_risk_rule sm_risk_unknown, sm_risk_new_object;

/* What the server has to do: by rule and dialect; NULL members: not known. */
struct sm_risk_impact {
	const char *rule;
	unsigned dialects;
	const char *lock;
	const char *blocks; /* "none", "writes", "all" */
	const char *cost;   /* "meta", "scan", "index", "rewrite" */
};
const struct sm_risk_impact *sm_risk_impact(const char *rule,
    enum sm_dialect_id);

/*
 * The level of a finding once the size of the table is known (risk-rules.md,
 * section 7), and what it means for those who wait.
 */
enum sm_risk sm_risk_by_size(const struct sm_risk_rule *,
    const struct sm_risk_impact *, const struct sm_object *table);
/* " Table has about 3 M rows (306 MiB): …", or NULL. */
const char *sm_risk_size_sentence(struct sm_arena *,
    const struct sm_risk_rule *, const struct sm_risk_impact *,
    const struct sm_object *table);

/* risk_conditions.c and risk_conditions_*.c */
sm_risk_condition sm_if_default_fixed, sm_if_not_null_default_fixed,
    sm_if_no_value, sm_if_default_on_old_server, sm_if_default_volatile,
    sm_if_default_unknown, sm_if_default_expression, sm_if_stored,
    sm_if_virtual, sm_if_virtual_not_null, sm_if_identity,
    sm_if_new_in_primary_key;
sm_risk_condition sm_if_plain_column, sm_if_old_generated,
    sm_if_maybe_renamed, sm_if_column_indexed, sm_if_column_used,
    sm_if_old_in_primary_key;
sm_risk_condition sm_if_set_not_null, sm_if_drop_not_null,
    sm_if_drop_not_null_of_key, sm_if_set_default, sm_if_drop_default,
    sm_if_add_identity, sm_if_drop_identity, sm_if_identity_always,
    sm_if_expression_stored, sm_if_expression_virtual,
    sm_if_drop_expression, sm_if_to_generated, sm_if_stored_virtual,
    sm_if_collation, sm_if_collation_unique, sm_if_position,
    sm_if_only_comment, sm_if_type_in_view, sm_if_type_in_fk,
    sm_if_type_drift;
sm_risk_condition sm_if_type_other_family, sm_if_type_to_number,
    sm_if_type_to_text, sm_if_type_real_to_integer, sm_if_type_to_real,
    sm_if_type_reinterpret, sm_if_type_strict_blob, sm_if_strict,
    sm_if_loses_any, sm_if_rebuild, sm_if_rebuild_for_name_of_type;
sm_risk_condition sm_if_low_confidence, sm_if_improbable;
sm_risk_condition sm_if_children_stay, sm_if_views_stay, sm_if_recreated;
sm_risk_condition sm_if_not_unique, sm_if_unique, sm_if_unique_anew,
    sm_if_unique_relaxed,
    sm_if_unique_over_new, sm_if_duplicate, sm_if_covered,
    sm_if_leaves_fk_unindexed, sm_if_old_unique;
sm_risk_condition sm_if_fk_unindexed, sm_if_fk_types_differ,
    sm_if_fk_without_key, sm_if_fk_acts, sm_if_fk_acts_now,
    sm_if_columns_change, sm_if_key_nullable, sm_if_key_not_nullable,
    sm_if_key_not_replaced;
sm_risk_condition sm_if_view_appends, sm_if_view_columns_differ,
    sm_if_view_body;

sm_risk_condition sm_if_materialized, sm_if_values_added, sm_if_values_renamed,
    sm_if_values_go, sm_if_values_move, sm_if_sequence_shrinks, sm_if_sequence_counts,
    sm_if_signature, sm_if_same_signature, sm_if_volatility,
    sm_if_only_access, sm_if_domain_type, sm_if_row_security,
    sm_if_attached, sm_if_detached, sm_if_opaque_anew;

/* Helps that conditions share. */
bool sm_risk_changed(const struct sm_op *, const char *word);
void sm_risk_list(struct sm_risk_case *, const char *name);
/* Is there an op of that verb and part on the relation, of that name? */
struct sm_op *sm_risk_op_on(const struct sm_risk_case *,
    const struct sm_risk_relation *, enum sm_verb, enum sm_part,
    const char *name);
/* Can a column of the one type not hold what one of the other holds? */
bool sm_risk_types_differ(const struct sm_risk_case *, const char *,
    const char *);
/* Does the plan take that foreign key away (or its table, or its columns)? */
bool sm_risk_fk_goes(const struct sm_risk_case *, struct sm_risk_relation *,
    const struct sm_foreign_key *);
/* Do both lists name the same columns, in that order, as far as they go? */
bool sm_risk_same_columns(const struct sm_dialect *, const struct sm_strings *,
    const struct sm_strings *, size_t n);

#endif
