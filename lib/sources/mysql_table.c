/*
 * Tables, with their options; the names of views and sequences.
 */
#include <stdlib.h>
#include <string.h>

#include "sources/mysql_catalog.h"
#include "text/ascii.h"

/* Engines of which the catalog says all. */
static bool
is_plain(const char *engine)
{
	static const char *const plain[] = {"InnoDB", "MyISAM", "Aria",
	    "MEMORY", "CSV", "ARCHIVE", "BLACKHOLE", "MyRocks", "ROCKSDB"};
	size_t i;

	for (i = 0; engine != NULL && i < sizeof plain / sizeof *plain; i++)
		if (sm_is_word(engine, strlen(engine), plain[i]))
			return true;
	return false;
}

/* "stats_persistent=1 row_format=COMPRESSED `page_compressed`='1'" */
static void
read_options(struct sm_my_catalog *c, struct sm_my_table *t, const char *text)
{
	struct sm_options *list = &t->object->options;
	struct sm_tokens v = {NULL, 0, 0};
	const char *name, *value;
	size_t i;

	sm_tokenize(c->scratch, c->dialect, text, strlen(text), &v);
	for (i = 0; i < v.n; i++) {
		if (sm_token_is(&v.v[i], "partitioned"))
			t->show = true;
		if (i + 2 >= v.n || !sm_token_is_op(&v.v[i + 1], "="))
			continue;
		name = sm_my_lower(c, sm_my_unquoted(c, &v.v[i]));
		value = sm_my_unquoted(c, &v.v[i + 2]);
		i += 2;
		/* What Aria does anyway, and a dump says. */
		if (strcmp(name, "page_checksum") == 0 &&
		    strcmp(value, "1") == 0)
			continue;
		sm_my_option(c, list, name, strcmp(name, "row_format") == 0
		    ? sm_my_lower(c, value) : value);
	}
}

static void
read_stats(struct sm_my_catalog *c, struct sm_object *o, const char *rows,
    const char *bytes)
{
	if (!c->options->stats)
		return;
	o->stats = sm_alloc(c->arena, sizeof *o->stats);
	o->stats->rows = rows != NULL ? strtoll(rows, NULL, 10) : -1;
	o->stats->bytes = bytes != NULL ? strtoll(bytes, NULL, 10) : -1;
}

static bool
table_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_alloc(c->scratch, sizeof *t);
	bool versioned = strcmp(v[1], "SYSTEM VERSIONED") == 0;
	bool view = strcmp(v[1], "VIEW") == 0;
	bool sequence = strcmp(v[1], "SEQUENCE") == 0;

	(void)e;
	if (!versioned && !view && !sequence && strcmp(v[1], "BASE TABLE") != 0)
		return true; /* temporary, or the system's own */
	t->object = sm_my_object(c, view ? "view" : sequence ? "sequence"
	    : "table", v[0]);
	t->name = t->object->name;
	t->next = c->tables;
	c->tables = t;
	sm_map_set(&c->by_name, t->name, t);
	if (view || sequence)
		return true;
	t->show = versioned || c->limited || !is_plain(v[2]);
	sm_my_option(c, &t->object->options, "engine", v[2]);
	sm_my_option(c, &t->object->options, "collation",
	    sm_my_collation(c, v[3]));
	sm_my_option_true(c, &t->object->options, "system_versioned",
	    versioned);
	read_options(c, t, v[4] != NULL ? v[4] : "");
	t->object->comment = sm_my_text(c, v[5]);
	read_stats(c, t->object, v[6], v[7]);
	return true;
}

bool
sm_my_read_tables(struct sm_my_catalog *c, struct sm_error *e)
{
	/* The figures make MariaDB open each table. */
	return sm_my_query(c, c->options->stats
	    ? "SELECT table_name, table_type, engine, table_collation, "
	      "create_options, table_comment, table_rows, data_length + "
	      "index_length FROM information_schema.tables "
	      "WHERE table_schema = %s"
	    : "SELECT table_name, table_type, engine, table_collation, "
	      "create_options, table_comment, NULL, NULL "
	      "FROM information_schema.tables WHERE table_schema = %s",
	    8, table_row, e);
}
