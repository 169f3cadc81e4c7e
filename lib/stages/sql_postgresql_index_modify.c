/*
 * What ALTER INDEX and REINDEX change of an index, be it a constraint's.
 */
#include <string.h>

#include "stages/sql_postgresql_key.h"

struct change {
	const struct sm_object *table;
	const char *index; /* quoted */
	const struct sm_index *old, *new_;
	const char *word;
};

static bool
set_tablespace(struct sm_pgsql *w, const struct change *c)
{
	const char *to = sm_pgsql_name(w, c->new_->tablespace != NULL
	    ? c->new_->tablespace : "pg_default");

	/* REINDEX takes a tablespace from 14 on, and CONCURRENTLY no index of
	   an exclusion constraint (indexcmds.c). */
	if (w->version >= SM_PGSQL_VERSION(14) &&
	    (c->new_->keys.n == 0 || c->new_->keys.v[0].operator_ == NULL) &&
	    sm_pgsql_can_build(w, c->table)) {
		sm_pgsql_alone(&w->script, "REINDEX (TABLESPACE %s, "
		    "CONCURRENTLY) INDEX %s", to, c->index);
		return true;
	}
	if (w->online && !sm_pgsql_is_parent(c->table))
		sm_pgsql_say(&w->script, "  the index is copied under a lock: "
		    "there is no other way");
	sm_pgsql_run(&w->script, "ALTER INDEX %s SET TABLESPACE %s", c->index,
	    to);
	return true;
}

/* All else of a key is made anew (model/anew.c). */
static bool
set_statistics(struct sm_pgsql *w, const struct change *c)
{
	long was, is;
	size_t i;

	for (i = 0; i < c->old->keys.n && i < c->new_->keys.n; i++) {
		was = sm_pgsql_statistics(&c->old->keys.v[i]);
		is = sm_pgsql_statistics(&c->new_->keys.v[i]);
		if (was != is)
			sm_pgsql_run(&w->script, "ALTER INDEX %s ALTER COLUMN "
			    "%zu SET STATISTICS %ld", c->index, i + 1, is);
	}
	return true;
}

static void
reindex(struct sm_pgsql *w, const char *index)
{
	sm_pgsql_say(&w->script, "  where it fails it leaves an INVALID index, "
	    "named as this with _ccnew: a new plan drops it");
	sm_pgsql_alone(&w->script, "REINDEX INDEX CONCURRENTLY %s", index);
	sm_pgsql_require_valid(w, index);
}

/* A parent's becomes valid with its last part. */
static bool
make_valid(struct sm_pgsql *w, const struct change *c)
{
	bool parent = sm_pgsql_is_parent(c->table);

	if (c->new_->invalid && parent) {
		sm_pgsql_refuse(w, "parts of an index that is there can't be "
		    "taken off it");
		return sm_pgsql_procedure(w, "drop the index of the parent "
		    "and make it again ON ONLY the parent");
	}
	if (c->new_->invalid)
		sm_pgsql_say(&w->script, "  nothing makes an index invalid "
		    "that is valid: it is left so");
	else if (parent)
		return sm_pgsql_attach_parts(w, SM_PART_INDEX, c->table,
		    c->new_);
	else if (sm_pgsql_can_build(w, c->table))
		reindex(w, c->index);
	else
		sm_pgsql_run(&w->script, "REINDEX INDEX %s", c->index);
	return true;
}

static bool
set_parameter(struct sm_pgsql *w, const struct change *c)
{
	const char *value = sm_option_text(w->arena, &c->new_->parameters,
	    c->word);
	const char *name = sm_pgsql_name(w, c->word);

	if (sm_pgsql_is_parent(c->table)) {
		sm_pgsql_refuse(w, "the server changes no storage parameter "
		    "of a partitioned table's index");
		return sm_pgsql_procedure(w, "drop the index and make it "
		    "again, or change those of the partitions alone");
	}
	if (value != NULL)
		sm_pgsql_run(&w->script, "ALTER INDEX %s SET (%s = %s)",
		    c->index, name, sm_pgsql_string(w, value));
	else
		sm_pgsql_run(&w->script, "ALTER INDEX %s RESET (%s)", c->index,
		    name);
	return true;
}

static const struct {
	const char *word;
	bool (*change)(struct sm_pgsql *, const struct change *);
} words[] = {
	{"tablespace", set_tablespace},
	{"keys", set_statistics},
	{"invalid", make_valid},
};
#define NWORDS (sizeof words / sizeof words[0])

bool
sm_pgsql_index_modify(struct sm_pgsql *w, const struct sm_object *table,
    const char *index, const struct sm_index *old, const struct sm_index *new_,
    const char *word, bool *known)
{
	const struct change c = {table,
	    sm_pgsql_qualified(w, table->schema, index), old, new_, word};
	size_t i;

	*known = true;
	for (i = 0; i < NWORDS; i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].change(w, &c);
	if (sm_option(&old->parameters, word) != NULL ||
	    sm_option(&new_->parameters, word) != NULL)
		return set_parameter(w, &c);
	*known = false;
	return true;
}
