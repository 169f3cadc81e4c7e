/*
 * pg_sequence: what relation.c has entered as sequences by themselves, serials'
 * and identity columns'.
 */
#include <string.h>

#include "sources/postgresql_catalog.h"

enum {
	OID,
	TYPE,
	START,
	INCREMENT,
	MINIMUM,
	MAXIMUM,
	CACHE,
	CYCLE,
	NAME,
	PERSISTENCE,
	ROW_TYPE,
	ARRAY_TYPE,
	OWNERSHIP,
	TABLE,
	TABLE_SCHEMA,
	TABLE_NAME,
	TABLE_PERSISTENCE,
	COLUMN,
	COLUMNS
};

/* A sequence depends on its column: 'a' of OWNED BY, 'i' of an identity
   (process_owned_by in sequence.c). */
static const char query[] =
    "SELECT s.seqrelid, format_type(s.seqtypid, NULL), s.seqstart, "
    "s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, c.relname, "
    "c.relpersistence, c.reltype, y.typarray, d.deptype, d.refobjid, "
    "n.nspname, t.relname, t.relpersistence, a.attname "
    "FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid "
    "LEFT JOIN pg_type y ON y.oid = c.reltype "
    "LEFT JOIN pg_depend d ON d.classid = 1259 AND d.objid = s.seqrelid "
    "AND d.objsubid = 0 AND d.refclassid = 1259 AND d.refobjsubid > 0 "
    "AND d.deptype IN ('a', 'i') "
    "LEFT JOIN pg_class t ON t.oid = d.refobjid "
    "LEFT JOIN pg_namespace n ON n.oid = t.relnamespace "
    "LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid "
    "AND a.attnum = d.refobjsubid "
    "WHERE c.relpersistence <> 't' AND " SM_PG_USER_SCHEMA("c.relnamespace");

/* The numbers that a sequence of the type has by itself (sequence.c). */
static const struct limits {
	const char *type, *least, *greatest;
} limits[] = {
	{"bigint", "-9223372036854775808", "9223372036854775807"},
	{"integer", "-2147483648", "2147483647"},
	{"smallint", "-32768", "32767"},
};

static const struct limits *
limits_of(const char *type)
{
	size_t i;

	for (i = 0; i < sizeof limits / sizeof *limits; i++)
		if (type != NULL && strcmp(limits[i].type, type) == 0)
			return &limits[i];
	return &limits[0];
}

static const char *
unless(struct sm_pg_catalog *c, const char *value, const char *usual)
{
	return strcmp(value, usual) == 0 ? NULL : sm_strdup(c->arena, value);
}

/* Of a sequence that counts as the type does. */
static void
read_counter(struct sm_pg_catalog *c, struct sm_counting *n,
    const char *const *v, const char *type)
{
	const struct limits *l = limits_of(type);
	bool down = *v[INCREMENT] == '-';

	n->increment = unless(c, v[INCREMENT], "1");
	n->minimum = unless(c, v[MINIMUM], down ? l->least : "1");
	n->maximum = unless(c, v[MAXIMUM], down ? "-1" : l->greatest);
	n->start = unless(c, v[START], down ? v[MAXIMUM] : v[MINIMUM]);
	n->cache = unless(c, v[CACHE], "1");
	n->cycle = sm_pg_true(v[CYCLE]);
}

static bool
is_made_up(const char *const *v)
{
	struct sm_strings column = {(const char **)&v[COLUMN], 1, 1};

	return sm_pg_is_made_up(v[NAME], v[TABLE_NAME], &column, "seq");
}

/* Make what was entered as the object of its own a part of another's. */
static void
hand_over(struct sm_pg_catalog *c, uint32_t catalog, const char *oid,
    const struct sm_pg_thing *owner, const char *part)
{
	struct sm_pg_thing *t = sm_pg_find(c, catalog, sm_pg_oid(oid));

	if (t == NULL)
		return;
	t->object = owner->object;
	t->member = owner->member;
	t->part = part;
}

static bool
says_anything(const struct sm_counter *n)
{
	const struct sm_counting *by = &n->by;

	return n->name != NULL || n->comment != NULL || n->logged ||
	    by->start != NULL || by->increment != NULL || by->cycle ||
	    by->minimum != NULL || by->maximum != NULL || by->cache != NULL ||
	    by->unlogged;
}

static void
read_identity(struct sm_pg_catalog *c, struct sm_object *o,
    struct sm_pg_thing *table, const char *const *v)
{
	struct sm_column *col = sm_pg_column_named(c, table->object,
	    v[COLUMN]);
	struct sm_counter n = {0};
	const char *part = col != NULL ? col->name : NULL;

	if (col != NULL) {
		n.name = is_made_up(v) ? NULL : o->name;
		read_counter(c, &n.by, v, col->type);
		/* From 15 on it is as its table is by itself; before that
		   there are none but those that survive. */
		n.by.unlogged = *v[PERSISTENCE] == 'u' &&
		    *v[TABLE_PERSISTENCE] != 'u';
		n.logged = *v[PERSISTENCE] == 'p' &&
		    *v[TABLE_PERSISTENCE] == 'u' && c->version >= 150000;
		n.comment = o->comment;
		if (says_anything(&n)) {
			col->sequence = sm_alloc(c->arena, sizeof n);
			*col->sequence = n;
		}
	}
	hand_over(c, SM_PG_CLASS, v[OID], table, part);
	/* Up to 13 a sequence has a row type. */
	hand_over(c, SM_PG_TYPE, v[ROW_TYPE], table, part);
	hand_over(c, SM_PG_TYPE, v[ARRAY_TYPE], table, part);
	o->record = NULL; /* for drop_identities */
}

static bool
row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;
	struct sm_pg_thing *t = sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[OID]));
	struct sm_pg_thing *table;
	struct sm_object *o;

	(void)e;
	if (t == NULL || t->member || t->object->unreadable)
		return true;
	o = t->object;
	table = sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(v[TABLE]));
	if (v[OWNERSHIP] != NULL && *v[OWNERSHIP] == 'i' && table != NULL) {
		read_identity(c, o, table, v);
		return true;
	}
	if (strcmp(v[TYPE], "bigint") != 0)
		o->number_type = sm_strdup(c->arena, v[TYPE]);
	read_counter(c, &o->counter, v, v[TYPE]);
	o->counter.unlogged = *v[PERSISTENCE] == 'u';
	if (v[COLUMN] != NULL) {
		o->owned_by = sm_alloc(c->arena, sizeof *o->owned_by);
		o->owned_by->schema = sm_strdup(c->arena, v[TABLE_SCHEMA]);
		o->owned_by->name = sm_strdup(c->arena, v[TABLE_NAME]);
		o->owned_by->column = sm_strdup(c->arena, v[COLUMN]);
		o->implicit = is_made_up(v);
	}
	return true;
}

/* The sequences that are in their columns by now are no objects. */
static void
drop_identities(struct sm_pg_catalog *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->objects.n; i++)
		if (c->objects.v[i]->record != NULL)
			c->objects.v[n++] = c->objects.v[i];
	c->objects.n = n;
}

bool
sm_pg_read_sequences(struct sm_pg_catalog *c, struct sm_error *e)
{
	bool done = sm_pg_rows(c->db, query, COLUMNS, row, c, e);

	drop_identities(c);
	return done;
}
