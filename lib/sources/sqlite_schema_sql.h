/*
 * Reading the CREATE statements that SQLite stores: what only they say (checks,
 * names of constraints, collations, generated expressions, conflict clauses,
 * deferrability, bodies).  A recursive-descent reader of the grammar in
 * SQLite's parse.y over the tokens of its lexical grammar; expressions are kept
 * as text.
 *
 * Every function returns false with *why set (a phrase in the arena) where it
 * meets what it doesn't understand: the object is then unreadable, never read
 * wrongly.  Strings are in the arena.
 */
#ifndef SM_SOURCES_SQLITE_SCHEMA_SQL_H
#define SM_SOURCES_SQLITE_SCHEMA_SQL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/schema.h"

/* What CREATE TABLE says, beyond the members that `object` has for it. */
struct sm_stored_table {
	/*
	 * columns (type as written, nullable as written), primary_key,
	 * uniques, checks, foreign_keys (columns of an implied parent key
	 * empty) and options are filled in, in the order written.
	 */
	struct sm_object *object;
	bool key_inline;     /* the primary key was written with its column */
	bool without_rowid, strict;
};

struct sm_stored_index {
	const char *name, *table;
	bool unique;
	/* expression: the text of each key without its order; desc */
	struct sm_index_keys keys;
	const char *where; /* NULL: not partial */
};

/* The columns that an INSERT names. */
struct sm_stored_insert {
	const char *table;
	struct sm_strings columns;
};

struct sm_stored_trigger {
	const char *name, *table;
	enum sm_stored_event {
		SM_ON_INSERT,
		SM_ON_UPDATE,
		SM_ON_DELETE
	} event;
	bool instead;           /* INSTEAD OF */
	struct sm_strings of;   /* UPDATE OF these columns */
	const char *definition; /* all after the name */
	struct {
		struct sm_stored_insert *v;
		size_t n, cap;
	} inserts; /* what its INSERTs name */
};

/* struct sm_stored_table's object is a new one of the kind "table". */
bool sm_stored_table_read(struct sm_arena *, const char *sql,
    struct sm_stored_table *, const char **why);
bool sm_stored_index_read(struct sm_arena *, const char *sql,
    struct sm_stored_index *, const char **why);
/* Fills name, names (the column list) and definition of the object. */
bool sm_stored_view_read(struct sm_arena *, const char *sql,
    struct sm_object *, const char **why);
bool sm_stored_trigger_read(struct sm_arena *, const char *sql,
    struct sm_stored_trigger *, const char **why);
/* Fills name, module and definition (all after USING) of the object. */
bool sm_stored_virtual_read(struct sm_arena *, const char *sql,
    struct sm_object *, const char **why);
/*
 * The table that a full-text index (FTS3 to 5) has its text in, if its
 * arguments name one (content=), else NULL.
 */
const char *sm_stored_content_table(struct sm_arena *,
    const struct sm_object *virtual_table);

#endif
