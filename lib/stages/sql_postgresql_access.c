/*
 * What is said of an object beside its definition: comment, owner, grants.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql_grants.h"
#include "stages/sql_postgresql_keep.h"

/*
 * Which object says it, NULL: none does, and absent means nothing.  What both
 * sides were asked for is compared, and stands in `o`; what only the old side
 * was asked for stays as it was.
 */
static const struct sm_object *
who_says(const struct sm_pgsql *w, const struct sm_object *o, const char *extra)
{
	const struct sm_plan *p = w->t->plan;
	bool old = sm_strings_has(&p->old.scope.extras, extra);
	bool new_ = sm_strings_has(&p->new_.scope.extras, extra);
	const struct sm_change *c = w->item->change;

	if (c->old != NULL && old)
		return new_ ? o : c->old;
	return new_ ? c->new_ : NULL;
}

void
sm_pgsql_comment(struct sm_pgsql *w, const char *what, const char *name,
    const char *comment)
{
	sm_pgsql_run(&w->script, "COMMENT ON %s %s IS %s", what, name,
	    comment != NULL ? sm_pgsql_string(w, comment) : "NULL");
}

/* --- the owner ------------------------------------------------------------ */

static bool
set_owner(struct sm_pgsql *w, const char *what, const char *name,
    const char *owner)
{
	const struct sm_pgsql_rights *rights = sm_pgsql_rights(what);

	/* No ALTER EXTENSION: it is whoever ran CREATE EXTENSION. */
	if (rights == NULL || rights->owner == NULL)
		return sm_pgsql_refuse(w, "the server has no statement for "
		    "the owner of this kind of object");
	sm_pgsql_run(&w->script, "ALTER %s %s OWNER TO %s", rights->owner,
	    name, sm_pgsql_name(w, owner));
	return true;
}

/* Does the plan give the object another owner? */
static bool
owner_changes(const struct sm_sql_item *item)
{
	size_t i;

	if (item->moved == NULL || item->target == NULL ||
	    item->target->owner == NULL)
		return false;
	for (i = 0; i < item->ops.n; i++)
		if (item->ops.v[i]->verb == SM_MODIFY &&
		    item->ops.v[i]->target->part == SM_PART_NONE &&
		    sm_strings_has(&item->ops.v[i]->changes, "owner"))
			return true;
	return false;
}

/*
 * The owner changes ahead of all grants, those to columns included: it takes
 * over what the old owner has, and what was granted to it.
 */
static bool
change_owner(struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *what, const char *name)
{
	if (!owner_changes(item) || sm_map_set(&w->made, sm_sprintf(w->arena,
	        "owner %s %s", what, name), w) != NULL)
		return true;
	return set_owner(w, what, name, item->target->owner);
}

/* Of the table that the part at hand, or the sequence, goes with. */
static bool
change_owner_of(struct sm_pgsql *w, const struct sm_sql_item *table)
{
	const struct sm_object *o = table->target, *old = table->old;

	if (old == NULL || o == NULL)
		return true;
	return change_owner(w, table, strcmp(o->record, "view") != 0 ? "TABLE"
	    : o->materialized ? "MATERIALIZED VIEW" : "VIEW",
	    sm_pgsql_qualified(w, o->schema,
	        sm_pgsql_table_now(w, old->schema, old->name)));
}

/* A serial's goes with its table, and refuses another (ATExecChangeOwner). */
static bool
change_owner_here(struct sm_pgsql *w, const char *what, const char *name)
{
	const struct sm_object *old = w->item->moved, *o = w->item->target;
	const struct sm_sql_item *table;

	if (old->owned_by == NULL || o->owned_by == NULL)
		return change_owner(w, w->item, what, name);
	table = sm_sql_new(w->t, "table", o->owned_by->schema,
	    o->owned_by->name);
	return table == NULL || change_owner_of(w, table);
}

/* Who pg_owner is by now. */
static const char *
owner_word(struct sm_pgsql *w)
{
	const struct sm_object *o = w->item->target;
	const struct sm_object *by = who_says(w, o, "owners");

	if (by != NULL && by->owner != NULL)
		return sm_pgsql_name(w, by->owner);
	return w->item->old == NULL || w->op->verb == SM_ADD ? "CURRENT_USER"
	                                                     : NULL;
}

/*
 * What an ALTER ... OWNER TO did with the grants: the old owner's are the new
 * one's, together with those that it had (aclnewowner() in acl.c).
 */
static struct sm_grants
after_new_owner(struct sm_pgsql *w, const struct sm_grants *old)
{
	struct sm_grants now = {NULL, 0, 0};
	struct sm_grant mine;
	size_t i;

	if (!owner_changes(w->item))
		return *old;
	for (i = 0; i < old->n; i++) {
		mine = old->v[i];
		if (strcmp(mine.role, w->item->target->owner) == 0) {
			mine.role = "pg_owner";
			mine.grantable = (struct sm_strings){NULL, 0, 0};
		}
		sm_pgsql_join_grants(w, &now,
		    &(struct sm_grants){&mine, 1, 1});
	}
	return now;
}

/* --- grants --------------------------------------------------------------- */

/*
 * Does the record say what an object of that kind has when it is made?  Whose
 * it will be is not known: all count.
 */
static bool
is_default_of(const struct sm_pgsql *w, const struct sm_pgsql_rights *rights,
    const struct sm_object *record)
{
	const char *schema = w->item->target->schema;

	return record != NULL && rights->defaults != NULL &&
	    strcmp(record->record, "default_privileges") == 0 &&
	    record->arguments != NULL &&
	    strcmp(record->arguments, rights->defaults) == 0 &&
	    (record->schema == NULL ||
	        (schema != NULL && strcmp(record->schema, schema) == 0));
}

static void
join_default(struct sm_pgsql *w, const struct sm_pgsql_rights *rights,
    const struct sm_object *record, struct sm_grants *has,
    struct sm_grants *may, bool *owner)
{
	static const struct sm_grants none = {NULL, 0, 0};
	struct sm_grants all;
	size_t i;

	if (!is_default_of(w, rights, record))
		return;
	all = record->schema == NULL
	    ? sm_pgsql_full_grants(w, rights, &record->grants)
	    : record->grants;
	sm_pgsql_join_grants(w, may, &all);
	if (record->schema != NULL)
		return;
	/* It stands in the place of the server's own: what is sure is what the
	   owner has, where nothing is said of it. */
	for (i = 0; i < record->grants.n; i++)
		if (strcmp(record->grants.v[i].role, "pg_owner") == 0)
			*owner = false;
	*has = *owner ? sm_pgsql_full_grants(w, rights, &none) : none;
}

/* What a new object has: surely, and maybe. */
static void
grants_of_new(struct sm_pgsql *w, const struct sm_pgsql_rights *rights,
    struct sm_grants *has, struct sm_grants *may)
{
	bool owner = true;
	size_t i;

	*has = sm_pgsql_server_grants(w, rights);
	*may = sm_pgsql_server_grants(w, rights);
	for (i = 0; i < w->privileges.n; i++) {
		join_default(w, rights, w->privileges.v[i]->old, has, may,
		    &owner);
		join_default(w, rights, w->privileges.v[i]->target, has, may,
		    &owner);
	}
}

/* "TABLE "s"."t"", as GRANT has it. */
static const char *
granted_on(struct sm_pgsql *w, const struct sm_pgsql_rights *rights,
    const char *name)
{
	/* Without the star or the ORDER BY of its own statements. */
	if (strcmp(rights->what, "AGGREGATE") == 0)
		name = sm_pgsql_object_name(w, w->item->target);
	return sm_sprintf(w->arena, "%s %s", rights->grant, name);
}

static const struct sm_columns *
columns_of(const struct sm_object *o)
{
	return o->columns.n > 0 ? &o->columns : &o->output;
}

static const struct sm_column *
column_of(const struct sm_object *o, const char *name)
{
	const struct sm_columns *list = columns_of(o);
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0)
			return &list->v[i];
	return NULL;
}

/*
 * REVOKE of a table's right takes the columns' along (revoke.sgml, "Notes"):
 * they are granted anew, where the columns are there.  A new table's columns
 * have none yet.
 */
static bool
columns_again(struct sm_pgsql *w, const struct sm_pgsql_place *table)
{
	const struct sm_object *now = w->item->moved;
	const struct sm_columns *list = columns_of(w->item->target);
	static const struct sm_grants none = {NULL, 0, 0};
	struct sm_pgsql_place place = *table;
	size_t i;

	place.rights = sm_pgsql_rights("COLUMN");
	for (i = 0; i < list->n; i++) {
		place.column = list->v[i].name;
		if (column_of(now, place.column) != NULL &&
		    !sm_pgsql_move_grants(w, &place, &none, &none,
		        &list->v[i].grants))
			return false;
	}
	return true;
}

/* Is something taken from the table as a whole? */
static bool
takes_away(const struct sm_grants *may, const struct sm_grants *to)
{
	size_t i, k, m;

	for (i = 0; i < may->n; i++) {
		for (k = 0; k < to->n; k++)
			if (strcmp(may->v[i].role, to->v[k].role) == 0)
				break;
		for (m = 0; m < may->v[i].privileges.n; m++)
			if (k == to->n || !sm_strings_has(&to->v[k].privileges,
			        may->v[i].privileges.v[m]))
				return true;
	}
	return false;
}

bool
sm_pgsql_grants(struct sm_pgsql *w, const char *what, const char *name,
    const char *column, const struct sm_grants *old,
    const struct sm_grants *new_)
{
	static const struct sm_grants none = {NULL, 0, 0};
	const struct sm_pgsql_rights *rights =
	    sm_pgsql_rights(column != NULL ? "COLUMN" : what);
	struct sm_grants has, may, to;
	struct sm_pgsql_place place = {.rights = rights, .before = "",
	    .column = column, .owner = owner_word(w)};

	if (rights == NULL || rights->grant == NULL ||
	    (old == NULL && (sm_pgsql_gets_grants_again(w, column) ||
	        who_says(w, w->item->target, "grants") == NULL)))
		return true;
	if (w->op->target->part != SM_PART_NONE &&
	    !change_owner_of(w, w->item))
		return false;
	place.on = granted_on(w, rights, name);
	to = sm_pgsql_full_grants(w, rights, new_ != NULL ? new_ : &none);
	if (old == NULL) {
		grants_of_new(w, rights, &has, &may);
	} else {
		has = sm_pgsql_full_grants(w, rights, old);
		has = may = after_new_owner(w, &has);
	}
	if (!sm_pgsql_move_grants(w, &place, &has, &may, &to))
		return false;
	if (column == NULL && strcmp(rights->grant, "TABLE") == 0 &&
	    w->item->moved != NULL && takes_away(&may, &to))
		return columns_again(w, &place);
	return true;
}

/* --- all of it ------------------------------------------------------------ */

bool
sm_pgsql_add_access(struct sm_pgsql *w, const char *what, const char *name,
    const struct sm_object *o)
{
	const struct sm_object *owners = sm_pgsql_keeps(w, "owners")
	    ? NULL : who_says(w, o, "owners");
	const struct sm_object *grants = sm_pgsql_keeps(w, "grants")
	    ? NULL : who_says(w, o, "grants");

	/* An extension's is who runs the script: nothing can be done. */
	if (owners != NULL && owners->owner != NULL &&
	    strcmp(what, "EXTENSION") != 0 &&
	    !set_owner(w, what, name, owners->owner))
		return false;
	if (grants != NULL &&
	    !sm_pgsql_grants(w, what, name, NULL, NULL, &grants->grants))
		return false;
	if (o->comment != NULL)
		sm_pgsql_comment(w, what, name, o->comment);
	return true;
}

bool
sm_pgsql_modify_access(struct sm_pgsql *w, const char *what, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	if (sm_pgsql_changes(w, "owner") &&
	    !change_owner_here(w, what, name))
		return false;
	if (sm_pgsql_changes(w, "grants") &&
	    !sm_pgsql_grants(w, what, name, NULL, &old->grants,
	        &new_->grants))
		return false;
	if (sm_pgsql_changes(w, "comment"))
		sm_pgsql_comment(w, what, name, new_->comment);
	return true;
}
