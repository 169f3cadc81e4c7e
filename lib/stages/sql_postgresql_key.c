/*
 * Primary keys, unique and exclusion constraints: those that an index keeps.
 */
#include <string.h>

#include "stages/sql_postgresql_key.h"

static struct sm_index
index_of(const struct sm_pgsql *w, enum sm_part kind, const void *part)
{
	return kind == SM_PART_EXCLUSION ? sm_pgsql_index_of_exclusion(part)
	                                 : sm_pgsql_index_of_key(w, part);
}

/*
 * What comes after ADD CONSTRAINT; only: it was made ON ONLY a partitioned
 * table, and parts may be there.
 */
static bool
finish(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *o,
    const void *part, bool only)
{
	const char *name = sm_part_name(kind, part);

	if (!sm_pgsql_constraint_rest(w, kind, o, part))
		return false;
	sm_pgsql_index_made(w, o, name);
	if (only && !sm_pgsql_attach_parts(w, kind, o, part))
		return false;
	if (name != NULL)
		sm_pgsql_index_uses(w, o, name);
	return true;
}

static bool
add_plain(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *o,
    const void *part)
{
	bool invalid = index_of(w, kind, part).invalid;
	bool only = sm_pgsql_is_parent(o) &&
	    (invalid || sm_pgsql_parts_follow(w, kind, o, part));
	struct sm_buf b = SM_BUF_INIT;
	bool fine = sm_pgsql_constraint_text(w, &b, kind, o, part);

	if (only && !invalid)
		sm_pgsql_leave_first(w, o);
	if (fine)
		sm_pgsql_run(&w->script, "ALTER TABLE %s%s ADD %s",
		    only ? "ONLY " : "", sm_pgsql_table_here(w, o),
		    sm_buf_str(&b));
	sm_buf_free(&b);
	return fine && finish(w, kind, o, part, only && !invalid);
}

/*
 * Can its index be built first?  ADD ... USING INDEX takes no temporal key, and
 * no exclusion constraint (alter_table.sgml).
 */
static bool
can_build(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *o,
    const void *part)
{
	const struct sm_key *key = part;

	if (!w->online || w->item->old == NULL || sm_pgsql_is_parent(o))
		return false;
	if (kind == SM_PART_EXCLUSION || key->without_overlaps) {
		sm_pgsql_say(&w->script, "  readers and writers wait until its "
		    "index is built: there is no other way");
		return false;
	}
	if (key->name != NULL && sm_pgsql_can_build(w, o))
		return true;
	sm_pgsql_say_locked(w, o);
	return false;
}

/* ADD CONSTRAINT ... USING INDEX; the index takes the constraint's name. */
static void
use_index(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *o,
    const struct sm_key *key, const char *index)
{
	sm_pgsql_run(&w->script, "ALTER TABLE %s ADD CONSTRAINT %s %s USING "
	    "INDEX %s%s%s", sm_pgsql_table_here(w, o),
	    sm_pgsql_name(w, key->name),
	    kind == SM_PART_PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE",
	    sm_pgsql_name(w, index),
	    key->deferrable || key->initially_deferred ? " DEFERRABLE" : "",
	    key->initially_deferred ? " INITIALLY DEFERRED" : "");
}

static bool
add(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *o,
    const void *part)
{
	const struct sm_key *key = part;
	struct sm_index x;

	if (!can_build(w, kind, o, part))
		return add_plain(w, kind, o, part);
	x = sm_pgsql_index_of_key(w, key);
	if (!sm_pgsql_build(w, o, &x, key->name))
		return false;
	use_index(w, kind, o, key, key->name);
	return finish(w, kind, o, part, false);
}

bool
sm_pgsql_add_key(struct sm_pgsql *w, enum sm_part kind,
    const struct sm_object *o, const void *part)
{
	if (!add(w, kind, o, part))
		return false;
	sm_pgsql_attach_part(w, kind, o, part);
	return true;
}

static bool
make_anew(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *old,
    const struct sm_object *new_, const void *was, const void *is)
{
	const struct sm_key *key = is;
	const char *built;
	struct sm_index x;

	if (!can_build(w, kind, new_, is))
		return sm_pgsql_drop_constraint(w, old, kind, was) &&
		    sm_pgsql_add_key(w, kind, new_, is);
	built = sm_pgsql_new_name(w, key->name);
	x = sm_pgsql_index_of_key(w, key);
	if (!sm_pgsql_build(w, new_, &x, built) ||
	    !sm_pgsql_drop_constraint(w, old, kind, was))
		return false;
	use_index(w, kind, new_, key, built);
	if (!finish(w, kind, new_, is, false))
		return false;
	sm_pgsql_attach_part(w, kind, new_, is);
	return true;
}

static bool
modify(struct sm_pgsql *w, enum sm_part kind, const struct sm_object *old,
    const struct sm_object *new_, const void *was, const void *is)
{
	const char *name = sm_pgsql_part_now(w, kind, sm_part_name(kind, was));
	const struct sm_index x = index_of(w, kind, was);
	const struct sm_index y = index_of(w, kind, is);
	size_t i;
	bool known;

	if (sm_pgsql_anew(w))
		return make_anew(w, kind, old, new_, was, is);
	if (name == NULL || y.name == NULL)
		return sm_pgsql_refuse(w, "the constraint has no name");
	if (sm_pgsql_changes(w, "name")) {
		sm_pgsql_run(&w->script, "ALTER TABLE %s RENAME CONSTRAINT %s "
		    "TO %s", sm_pgsql_table_here(w, new_),
		    sm_pgsql_name(w, name), sm_pgsql_name(w, y.name));
		name = y.name;
	}
	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];

		if (!sm_pgsql_index_modify(w, new_, name, &x, &y, word,
		        &known))
			return false;
		if (known || strcmp(word, "name") == 0)
			continue;
		if (strcmp(word, "comment") == 0)
			sm_pgsql_constraint_comment(w, new_, name,
			    kind == SM_PART_EXCLUSION
			        ? ((const struct sm_exclusion *)is)->comment
			        : ((const struct sm_key *)is)->comment);
		else if (strcmp(word, "index_comment") == 0)
			sm_pgsql_comment(w, "INDEX", sm_pgsql_qualified(w,
			    new_->schema, name), y.comment);
		else
			return sm_pgsql_unknown_change(w, word);
	}
	return true;
}

/*
 * ATTACH makes a key of its own for each of the parent's that the table has no
 * match for: so those that the plan makes in the table must be there by then.
 */
bool
sm_pgsql_make_part_keys(struct sm_pgsql *w, const struct sm_object *o)
{
	const struct sm_op *at_hand = w->op;
	size_t i;

	for (i = 0; i < w->item->ops.n; i++) {
		const struct sm_op *op = w->item->ops.v[i];

		if (op->verb != SM_ADD || sm_pgsql_is_said(w, op) ||
		    !sm_pgsql_has_parent_key(w, op->target->part, o, op->new_))
			continue;
		sm_pgsql_say_op(w, op);
		sm_map_set(&w->done, op->id, w);
		w->op = op;
		if (!add(w, op->target->part, o, op->new_))
			return false;
	}
	w->op = at_hand;
	return true;
}

bool
sm_pgsql_add_primary_key(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_add_key(w, SM_PART_PRIMARY_KEY, o, part);
}

bool
sm_pgsql_drop_primary_key(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_drop_constraint(w, o, SM_PART_PRIMARY_KEY, part);
}

bool
sm_pgsql_modify_primary_key(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	return modify(w, SM_PART_PRIMARY_KEY, old, new_, old_part, new_part);
}

bool
sm_pgsql_rename_primary_key(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_rename_constraint(w, o);
}

bool
sm_pgsql_add_unique(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_add_key(w, SM_PART_UNIQUE, o, part);
}

bool
sm_pgsql_drop_unique(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_drop_constraint(w, o, SM_PART_UNIQUE, part);
}

bool
sm_pgsql_modify_unique(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	return modify(w, SM_PART_UNIQUE, old, new_, old_part, new_part);
}

bool
sm_pgsql_rename_unique(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_rename_constraint(w, o);
}

bool
sm_pgsql_add_exclusion(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_add_key(w, SM_PART_EXCLUSION, o, part);
}

bool
sm_pgsql_drop_exclusion(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	return sm_pgsql_drop_constraint(w, o, SM_PART_EXCLUSION, part);
}

bool
sm_pgsql_modify_exclusion(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	return modify(w, SM_PART_EXCLUSION, old, new_, old_part, new_part);
}

bool
sm_pgsql_rename_exclusion(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_rename_constraint(w, o);
}
