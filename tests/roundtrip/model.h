/*
 * The generator's idea of a schema: what it makes SQL from, in any spelling,
 * and what it changes.  Everything that has a name has a number too, which it
 * keeps under every name: texts (checks, predicates, bodies of views and
 * triggers) refer to names by RT_REF, so that a rename reaches them all.
 */
#ifndef RT_MODEL_H
#define RT_MODEL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/list.h"
#include "random.h"

/* In a text, a number between these two stands for the name of that number. */
#define RT_OPEN '\001'
#define RT_CLOSE '\002'

enum {
	RT_TABLES = 10,
	RT_COLUMNS = 14,
	RT_PARTS = 4,
	RT_KEYS = 5,
	RT_OBJECTS = 12
};

enum rt_generated { RT_PLAIN, RT_VIRTUAL, RT_STORED };

struct rt_column {
	int id;
	const char *name, *type;
	const char *def; /* DEFAULT; NULL: none */
	const char *collation;
	enum rt_generated generated;
	const char *expression; /* of a generated column */
	bool not_null;
	const char *not_null_name, *not_null_conflict;
};

struct rt_part {
	int column; /* 0: an expression */
	const char *expression, *collation;
	bool desc;
};

/* A primary key (`there`), unique constraint or index. */
struct rt_key {
	int id;
	const char *name, *conflict;
	struct rt_part part[RT_PARTS];
	int n;
	bool there, autoincrement;
	bool no_alias;       /* INTEGER PRIMARY KEY DESC, written inline */
	bool unique;         /* index */
	const char *where;   /* index */
};

struct rt_check {
	int id;
	const char *name, *expression;
};

struct rt_fk {
	int id;
	const char *name;
	int column[RT_PARTS], n;
	int parent;              /* a table's number; it may be gone */
	const char *parent_name; /* its name then */
	int to[RT_PARTS];
	bool implied;            /* the parent's key isn't named */
	const char *on_delete, *on_update;
	bool deferred; /* DEFERRABLE INITIALLY DEFERRED; else immediate */
};

struct rt_table {
	int id;
	const char *name;
	bool without_rowid, strict;
	struct rt_column column[RT_COLUMNS];
	struct rt_key key, unique[RT_KEYS], index[RT_KEYS];
	struct rt_check check[RT_KEYS];
	struct rt_fk fk[RT_KEYS];
	int ncolumns, nuniques, nindexes, nchecks, nfks;
};

enum rt_kind { RT_VIEW, RT_TRIGGER, RT_VTABLE };

struct rt_object {
	int id;
	enum rt_kind kind;
	const char *name;
	const char *text; /* view: its query; trigger: all after its name;
	                     virtual table: all after USING */
	int on;           /* trigger: the table or view it is on */
	int column[RT_PARTS];             /* a view's columns: numbers, */
	const char *column_name[RT_PARTS]; /* names */
	int ncolumns;
	bool listed;      /* a view with a list of columns */
	bool broken;      /* refers on purpose to what isn't there */
};

struct rt_schema {
	struct sm_arena *arena;
	int next; /* the next number; numbers are never used again */
	struct rt_table table[RT_TABLES];
	struct rt_object object[RT_OBJECTS];
	int ntables, nobjects;
};

struct rt_table *rt_table_of(struct rt_schema *, int id);
struct rt_object *rt_object_of(struct rt_schema *, int id);
struct rt_column *rt_column_of(struct rt_table *, int id);
/* The table that has that column, or NULL. */
struct rt_table *rt_table_with(struct rt_schema *, int column);
/* The name of that number, NULL if nothing has it any more. */
const char *rt_name_of(struct rt_schema *, int id);
/* Is that name taken by a table, view, index or trigger? */
bool rt_name_taken(struct rt_schema *, const char *name);
bool rt_column_taken(const struct rt_table *, const char *name);
/* ASCII case aside. */
bool rt_same_name(const char *, const char *);

/* A reference for a text. */
const char *rt_ref(struct rt_schema *, int id);
/* Does the text refer to it? */
bool rt_mentions(const char *text, int id);
/* Does the text refer to something that isn't there any more? */
bool rt_dangling(struct rt_schema *, const char *text);

/* Take out part i of a list of *n. */
#define RT_REMOVE(list, n, i) rt_remove(list, sizeof *(list), &(n), i)
void rt_remove(void *list, size_t size, int *n, int i);

#endif
