/*
 * What the files of MySQL's and MariaDB's renderer share.  Nobody else includes
 * this.
 *
 * DDL commits by itself there, so all that an ALTER TABLE can do at once is one
 * statement: the plan's ops are put into groups (sql_mysql_group.c), of which
 * each is a statement.  Where the two servers differ, the difference is a row of the table of
 * features below.
 */
#ifndef SM_STAGES_SQL_MYSQL_H
#define SM_STAGES_SQL_MYSQL_H

#include "stages/sql.h"
#include "stages/sql_mysql_script.h"
#include "stages/sql_script.h"
#include "stages/sql_target.h"

/* What one of them has, or has from some version on: sql_mysql_feature.c. */
enum sm_mysql_feature {
	SM_MYSQL_OR_REPLACE,    /* CREATE OR REPLACE of triggers, routines, … */
	SM_MYSQL_COLUMN_CHECK,  /* a CHECK that belongs to a column */
	SM_MYSQL_ENFORCED,      /* [NOT] ENFORCED behind a CHECK */
	SM_MYSQL_DROP_CHECK,    /* DROP CHECK, else DROP CONSTRAINT */
	SM_MYSQL_IGNORED,       /* an invisible index is called IGNORED */
	SM_MYSQL_VERSIONING,    /* system versioning and periods */
	SM_MYSQL_SEQUENCE,      /* sequences */
	SM_MYSQL_GENERATED_NULL, /* NULL and NOT NULL of generated columns */
	SM_MYSQL_RENAME_COLUMN, /* ALTER TABLE … RENAME COLUMN */
	SM_MYSQL_RENAMES_USED,  /* ... of one that a generated one uses */
	SM_MYSQL_SRID,          /* SRID n, else REF_SYSTEM_ID=n */
	SM_MYSQL_COMPRESSED,    /* COMPRESSED behind a type */
	SM_MYSQL_HIDDEN_KEY,    /* sql_generate_invisible_primary_key */
	SM_MYSQL_READ_ONLY,     /* transaction_read_only, else tx_read_only */
	SM_MYSQL_ENGINE_OPTIONS /* `name`='value' for a storage engine */
};

enum sm_mysql_form {
	SM_MYSQL_TABLE,  /* CREATE TABLE or ALTER TABLE */
	SM_MYSQL_GONE,   /* DROP TABLE */
	SM_MYSQL_RENAME, /* RENAME TABLE of any number */
	SM_MYSQL_ALONE   /* any other op */
};

/* The ops that are one statement; there may be none. */
struct sm_mysql_group {
	enum sm_mysql_form form;
	struct sm_sql_item *item; /* NULL of several renames */
	struct sm_ops ops;
	bool folded;              /* its parts go with their table */
};
struct sm_mysql_groups {
	struct sm_mysql_group **v;
	size_t n, cap;
};

struct sm_mysql {
	struct sm_sql_target *t;
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	const char *server;       /* its version as text */
	long version;
	bool online;
	struct sm_error *e;
	struct sm_mysql_script script;
	size_t total;
	struct sm_map said;       /* ids of ops whose comment is written */
	struct sm_map item_of;    /* op id -> struct sm_sql_item */
	struct sm_map now;        /* old table's key -> its name by now */
	struct sm_map there;      /* sql_mysql_program.c: triggers by now */
	struct sm_mysql_groups groups;
	const struct sm_op *op;   /* the one at hand */
};

bool sm_mysql_has(const struct sm_mysql *, enum sm_mysql_feature);

/* sql_mysql_text.c: texts, all in the arena. */
const char *sm_mysql_name(const struct sm_mysql *, const char *);
const char *sm_mysql_names(const struct sm_mysql *, const struct sm_strings *);
/* With escapes: no client changes a line end in it. */
const char *sm_mysql_string(const struct sm_mysql *, const char *);
/*
 * The text as it can be written where SQL of the kind is wanted, NULL (refused)
 * where it isn't that: it comes from a file that anybody may have written.
 */
const char *sm_mysql_fit(struct sm_mysql *, enum sm_fragment, const char *text,
    const char *what);
/*
 * The same of a statement that a stored program consists of: semicolons are
 * within BEGIN … END and their like only.
 */
const char *sm_mysql_body(struct sm_mysql *, const char *text,
    const char *sql_mode, const char *what);
bool sm_mysql_refuse(struct sm_mysql *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool sm_mysql_procedure(struct sm_mysql *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void sm_mysql_say_op(struct sm_mysql *, const struct sm_op *);
/* Is it an option of the value true? As text where it is another. */
const char *sm_mysql_option(const struct sm_mysql *,
    const struct sm_options *, const char *name);

/* What the table is called by now, whose old object that is. */
const char *sm_mysql_now(const struct sm_mysql *, const struct sm_sql_item *);

/* sql_mysql_group.c: w->groups from the plan, which is in order. */
void sm_mysql_group(struct sm_mysql *, struct sm_plan *);

/*
 * sql_mysql_column.c: a column's whole definition without its name, beginning
 * with a blank; NULL: it is refused.  A text column without a collation has its
 * table's.
 */
const char *sm_mysql_column(struct sm_mysql *, const struct sm_object *table,
    const struct sm_column *);
bool sm_mysql_is_text(const struct sm_mysql *, const struct sm_column *);

/* sql_mysql_key.c: parts as CREATE TABLE has them and ALTER TABLE adds them. */
const char *sm_mysql_index(struct sm_mysql *, const struct sm_index *);
const char *sm_mysql_primary_key(struct sm_mysql *, const struct sm_key *);
const char *sm_mysql_foreign_key(struct sm_mysql *,
    const struct sm_object *table, const struct sm_foreign_key *);
/*
 * Does a foreign key that the group adds refer to a table that isn't there?  A
 * dump may have made it so; only without foreign_key_checks can it be made.
 */
bool sm_mysql_dangles(const struct sm_mysql *, const struct sm_mysql_group *);
const char *sm_mysql_check(struct sm_mysql *, const struct sm_object *table,
    const struct sm_check *);

/* sql_mysql_option.c: options of a table; periods, as among the columns. */
bool sm_mysql_periods(struct sm_mysql *, const struct sm_object *,
    struct sm_strings *out);
bool sm_mysql_options(struct sm_mysql *, const struct sm_object *,
    struct sm_strings *out);
bool sm_mysql_modify_option(struct sm_mysql *, const struct sm_object *old,
    const struct sm_object *new_, const char *word, struct sm_strings *out);

/* sql_mysql_table.c */
bool sm_mysql_create_table(struct sm_mysql *, const struct sm_mysql_group *);
/* sql_mysql_alter.c */
bool sm_mysql_alter_table(struct sm_mysql *, const struct sm_mysql_group *);
/* sql_mysql_rename.c */
bool sm_mysql_rename_tables(struct sm_mysql *, const struct sm_mysql_group *);

/*
 * sql_mysql_online.c: "ALGORITHM=…, LOCK=…" for the ALTER TABLE of the group;
 * says what a copy takes.  NULL: nothing is to be said.
 */
const char *sm_mysql_algorithm(struct sm_mysql *,
    const struct sm_mysql_group *, const struct sm_strings *clauses);

/* The ops on whole objects that are no tables: a function a kind and verb. */
typedef bool sm_mysql_object(struct sm_mysql *, const struct sm_sql_item *);
sm_mysql_object sm_mysql_add_view, sm_mysql_modify_view, sm_mysql_drop_view,
    sm_mysql_add_trigger, sm_mysql_modify_trigger, sm_mysql_drop_trigger,
    sm_mysql_add_routine, sm_mysql_modify_routine, sm_mysql_drop_routine,
    sm_mysql_add_event, sm_mysql_modify_event, sm_mysql_drop_event,
    sm_mysql_add_sequence, sm_mysql_modify_sequence,
    sm_mysql_drop_sequence;
/* "DEFINER=`u`@`h` ", "" where nothing is known of it. */
const char *sm_mysql_definer(struct sm_mysql *, const struct sm_object *);
/* Made anew without it, an object belongs to whoever runs the script. */
void sm_mysql_say_definer(struct sm_mysql *, const struct sm_object *);

#endif
