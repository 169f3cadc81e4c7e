/*
 * What is known of PostgreSQL's catalog while it is read: a row of a catalog is
 * a thing, named by its catalog and oid, and belongs to an object of the
 * snapshot.  A reader a sort of object, each one query; all are run in the order
 * of the table in reflect_postgresql.c.  Inside sources only.
 */
#ifndef SM_SOURCES_POSTGRESQL_CATALOG_H
#define SM_SOURCES_POSTGRESQL_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/schema.h"
#include "sources/postgresql_db.h"
#include "sources/source.h"

/*
 * The catalogs' own oids, which are fixed: CATALOG(pg_class,1259,…) in their
 * headers.
 */
enum {
	SM_PG_TYPE = 1247,
	SM_PG_PROC = 1255,
	SM_PG_CLASS = 1259,
	SM_PG_FOREIGN_SERVER = 1417,
	SM_PG_USER_MAPPING = 1418,
	SM_PG_FOREIGN_DATA_WRAPPER = 2328,
	SM_PG_AM = 2601,
	SM_PG_ATTRDEF = 2604,
	SM_PG_CAST = 2605,
	SM_PG_CONSTRAINT = 2606,
	SM_PG_CONVERSION = 2607,
	SM_PG_LANGUAGE = 2612,
	SM_PG_NAMESPACE = 2615,
	SM_PG_OPCLASS = 2616,
	SM_PG_OPERATOR = 2617,
	SM_PG_REWRITE = 2618,
	SM_PG_TRIGGER = 2620,
	SM_PG_OPFAMILY = 2753,
	SM_PG_EXTENSION = 3079,
	SM_PG_POLICY = 3256,
	SM_PG_STATISTIC_EXT = 3381,
	SM_PG_COLLATION = 3456,
	SM_PG_EVENT_TRIGGER = 3466,
	SM_PG_TRANSFORM = 3576,
	SM_PG_TS_DICT = 3600,
	SM_PG_TS_PARSER = 3601,
	SM_PG_TS_CONFIG = 3602,
	SM_PG_TS_TEMPLATE = 3764,
	SM_PG_SUBSCRIPTION = 6100,
	SM_PG_PUBLICATION = 6104,
	SM_PG_PUBLICATION_REL = 6106,
	SM_PG_PUBLICATION_NAMESPACE = 6237
};

/* Oids from here on are of objects that a user made (access/transam.h). */
#define SM_PG_FIRST_USER_OID 16384

struct sm_pg_thing {
	uint32_t catalog, oid;
	/* The object that it is, or is a part of; an extension's member: the
	   extension. */
	struct sm_object *object;
	/* Of a part (a constraint, an index, a default): its name, or its
	   column's; NULL: the object itself. */
	const char *part;
	bool main;   /* the row that the object is made of, not one more of it
	                (a row type, a range's constructor) */
	bool member; /* an extension's: not shown, and nothing of it is */
	/* Of a relation: the names of its columns by attnum - 1, NULL where one
	   was dropped. */
	short ncolumns;
	const char **columns;
	/* Of an index that is behind a constraint, which shows it. */
	const struct sm_index *index;
};

struct sm_pg_catalog {
	struct sm_arena *arena;   /* the snapshot's: objects and their strings */
	struct sm_arena *scratch; /* things; gone when all has been read */
	struct sm_pg *db;
	int version;              /* sm_pg_version */
	const struct sm_source_options *options;
	struct sm_objects objects;
	struct sm_pg_thing **slots; /* by catalog and oid: open addressing;
	                               malloc'd: who made the catalog frees it */
	size_t nthings, nslots;
	struct sm_map comments;     /* "catalog oid subid" -> text */
	struct sm_map shared;       /* text -> its one copy */
};

/* --- postgresql_catalog.c: things and values ------------------------------ */

/* An oid from its text. */
uint32_t sm_pg_oid(const char *text);
/* The thing, or NULL. */
struct sm_pg_thing *sm_pg_find(const struct sm_pg_catalog *, uint32_t catalog,
    uint32_t oid);
/*
 * A new thing.  Where there is one already (an extension's member, which is
 * entered before all others) that is returned as it is: a reader passes over
 * what is a `member`.
 */
struct sm_pg_thing *sm_pg_enter(struct sm_pg_catalog *, uint32_t catalog,
    const char *oid, struct sm_object *, const char *part);
/* Is it a member of an extension? */
bool sm_pg_is_member(const struct sm_pg_catalog *, uint32_t catalog,
    const char *oid);

/*
 * A new object of the record (model/kind.h), entered as a thing and among the
 * catalog's objects, with its comment.  Strings are copied; schema may be NULL.
 * NULL where it is an extension's member.
 */
struct sm_object *sm_pg_object(struct sm_pg_catalog *, const char *record,
    uint32_t catalog, const char *oid, const char *schema, const char *name);
/*
 * The same in the place of an object that exists, but can't be read or is of a
 * kind that we don't know.
 */
struct sm_object *sm_pg_unreadable(struct sm_pg_catalog *, const char *record,
    uint32_t catalog, const char *oid, const char *schema, const char *table,
    const char *name, const char *why);

/*
 * What is on a relation and has its definition spelled by the server: a trigger,
 * a rule.  The strings are columns of a row; `prefix` is what stands before the
 * definition in the text.  NULL where it isn't to be shown, is there already, or
 * has no text, which makes it unreadable.
 */
struct sm_pg_spelled {
	const char *record;
	uint32_t catalog;
	const char *oid, *relation; /* the relation's oid */
	const char *schema, *table, *name; /* table NULL: it isn't named by it */
	const char *text, *prefix;
};
struct sm_object *sm_pg_spelled_object(struct sm_pg_catalog *,
    const struct sm_pg_spelled *);

/* The comment of an object or (subid: attnum) a column of one; NULL: none. */
const char *sm_pg_comment(const struct sm_pg_catalog *, uint32_t catalog,
    const char *oid, const char *subid);

/* "t" of a boolean column. */
bool sm_pg_true(const char *value);
/* A copy in the catalog's arena; NULL for NULL and for "". */
const char *sm_pg_text(struct sm_pg_catalog *, const char *value);
/*
 * The same, one copy for all that are equal: for what many objects have, types'
 * and columns' names.
 */
const char *sm_pg_shared(struct sm_pg_catalog *, const char *value);
/* The elements of an array's text, {a,"b c"}, in the arena; NULL is left out. */
struct sm_strings sm_pg_array(struct sm_pg_catalog *, const char *text);
/* The numbers of an array's text, {1,2} or a vector's, 1 2; at most max. */
int sm_pg_numbers(const char *text, int *numbers, int max);
/* Set an option to a string (nothing for NULL and ""), or to true. */
void sm_pg_option(struct sm_pg_catalog *, struct sm_options *,
    const char *name, const char *value);
void sm_pg_option_true(struct sm_pg_catalog *, struct sm_options *,
    const char *name, bool on);
/*
 * An array's text of name=value (reloptions) as options with string values, the
 * prefix ("toast.", "") put before each name; sorted by name in the end.
 */
void sm_pg_reloptions(struct sm_pg_catalog *, struct sm_options *,
    const char *text, const char *prefix);
/* The name of the relation's column of that number; NULL: it has none. */
const char *sm_pg_column(const struct sm_pg_thing *, int attnum);
/*
 * The column of that name in the object, whole, so that more can be said of it;
 * NULL: it has none.
 */
struct sm_column *sm_pg_column_named(struct sm_pg_catalog *,
    struct sm_object *, const char *name);
/* The names of the columns of an array's text of attnums; 0s are left out. */
struct sm_strings sm_pg_columns(struct sm_pg_catalog *,
    const struct sm_pg_thing *, const char *attnums);
/*
 * The expression for a column that the catalog has since that version of the
 * server (in sm_pg_version's form), else what stands for it: for queries.
 */
const char *sm_pg_since(const struct sm_pg_catalog *, int version,
    const char *column, const char *otherwise);
/*
 * A collation as it is spelled here, for queries: one of the system's by its
 * bare name (C, en_US.utf8), another qualified and in quotes.  Of a row of
 * pg_collation and its schema's name.
 */
#define SM_PG_COLLATION_NAME(collation, schema)                                \
	"CASE WHEN " schema " = 'pg_catalog' THEN " collation ".collname::text " \
	"ELSE '\"' || replace(" schema ", '\"', '\"\"') || '\".\"' || "          \
	"replace(" collation ".collname, '\"', '\"\"') || '\"' END"
/* The objects' schemas: a condition on a namespace's oid, for queries. */
#define SM_PG_USER_SCHEMA(oid)                                                 \
	oid " NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR " \
	    "nspname = 'information_schema')"

/*
 * What the server's text of an object has behind the prefix, without a
 * semicolon at its end; NULL where it doesn't begin so, or is NULL.
 */
const char *sm_pg_after(struct sm_pg_catalog *, const char *text,
    const char *prefix);
/* Of a trigger's or a rule's state, the word; NULL: enabled as usual. */
const char *sm_pg_enabled(const char *state);
/* Of a routine's proparallel, the word; NULL: unsafe. */
const char *sm_pg_parallel(const char *code);
/* A list of strings as an option's value; nothing where it is empty. */
void sm_pg_option_list(struct sm_pg_catalog *, struct sm_options *,
    const char *name, const struct sm_strings *);

/* --- postgresql_broken.c: what the server may not be able to spell -------- */

struct sm_pg_reading {
	const char *query; /* ends with its WHERE clause */
	const char *oid;   /* an expression in it that no two rows share */
	int columns;
	sm_pg_row *row;    /* gets the catalog; may be given a row twice */
	/*
	 * The same rows, with nothing that may fail: catalog and oid of the
	 * object (or of one that is there already: a rule's view), oid of the
	 * table that it is on or NULL, record, schema, table, name, arguments.
	 */
	const char *names;
};
/*
 * As sm_pg_rows; but where the query fails for an object's own sake, that one
 * alone becomes unreadable, with the server's message.
 */
bool sm_pg_read_each(struct sm_pg_catalog *, const struct sm_pg_reading *,
    struct sm_error *);

/* --- postgresql_name.c: names that the server makes up -------------------- */

/*
 * Is the name one that PostgreSQL would have made of table, columns and label
 * ("pkey", "key", "check", "fkey", "excl", "idx", "seq"), itself or with a
 * number behind it (makeObjectName and ChooseRelationName in indexcmds.c)?
 * Either of columns and label may be NULL.
 */
bool sm_pg_is_made_up(const char *name, const char *table,
    const struct sm_strings *columns, const char *label);

/* --- the readers ---------------------------------------------------------- */

bool sm_pg_read_comments(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_extensions(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_schemas(struct sm_pg_catalog *, struct sm_error *);
/* enum, domain, composite, range and base types; without their parts. */
bool sm_pg_read_types(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_enum_values(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_ranges(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_collations(struct sm_pg_catalog *, struct sm_error *);
/* Tables, views, sequences, foreign tables: what is one row of pg_class. */
bool sm_pg_read_relations(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_inheritance(struct sm_pg_catalog *, struct sm_error *);
/* Of tables, views, composite types. */
bool sm_pg_read_columns(struct sm_pg_catalog *, struct sm_error *);
/* Standalone, owned, and of identity columns. */
bool sm_pg_read_sequences(struct sm_pg_catalog *, struct sm_error *);
/* Indexes, and what constraints have of theirs; before the constraints. */
bool sm_pg_read_indexes(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_constraints(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_routines(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_aggregates(struct sm_pg_catalog *, struct sm_error *);
/* The definitions of views; rules. */
bool sm_pg_read_rules(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_triggers(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_policies(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_statistics(struct sm_pg_catalog *, struct sm_error *);
/* What is held whole (postgresql_opaque.c), and all kinds that we don't know. */
bool sm_pg_read_opaque(struct sm_pg_catalog *, struct sm_error *);
/* pg_depend: after all objects. */
bool sm_pg_read_needs(struct sm_pg_catalog *, struct sm_error *);
/* --owners, --grants, --stats: after all objects. */
bool sm_pg_read_owners(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_grants(struct sm_pg_catalog *, struct sm_error *);
bool sm_pg_read_stats(struct sm_pg_catalog *, struct sm_error *);

/* Put the parts of all objects into an order that no oid decides. */
void sm_pg_sort_parts(struct sm_pg_catalog *);

#endif
