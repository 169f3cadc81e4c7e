/*
 * Sequences, and how they count.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql_table.h"

static bool
is_number(const char *s)
{
	size_t sign = *s == '-';

	return s[sign] != '\0' &&
	    strspn(s + sign, "0123456789") == strlen(s + sign);
}

static bool
check_numbers(struct sm_pgsql *w, const struct sm_counting *c)
{
	const char *const all[] = {c->start, c->increment, c->minimum,
	    c->maximum, c->cache};
	size_t i;

	for (i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i] != NULL && !is_number(all[i]))
			return sm_pgsql_refuse(w, "a sequence counts in whole "
			    "numbers: %.40s", all[i]);
	return true;
}

const char *
sm_pgsql_counting(struct sm_pgsql *w, const struct sm_counting *c)
{
	const struct {
		const char *clause, *value;
	} all[] = {{"START WITH", c->start}, {"INCREMENT BY", c->increment},
	    {"MINVALUE", c->minimum}, {"MAXVALUE", c->maximum},
	    {"CACHE", c->cache}};
	const char *text = "";
	size_t i;

	if (!check_numbers(w, c))
		return NULL;
	for (i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i].value != NULL)
			text = sm_sprintf(w->arena, "%s %s %s", text,
			    all[i].clause, all[i].value);
	return c->cycle ? sm_sprintf(w->arena, "%s CYCLE", text) : text;
}

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static bool
counts_down(const struct sm_counting *c)
{
	return c->increment != NULL && *c->increment == '-';
}

/* Where it begins when nothing is said (init_params in sequence.c). */
static const char *
first_number(const struct sm_counting *c)
{
	if (c->start != NULL)
		return c->start;
	if (counts_down(c))
		return c->maximum != NULL ? c->maximum : "-1";
	return c->minimum != NULL ? c->minimum : "1";
}

static void
put_bound(struct sm_buf *b, const char *prefix, const char *what,
    const char *value)
{
	if (value != NULL)
		sm_buf_addf(b, " %s%s %s", prefix, what, value);
	else
		sm_buf_addf(b, " %sNO %s", prefix, what);
}

/*
 * A bound that is the type's own follows the type and the direction only when
 * it is said again.  True: one is said.
 */
static bool
put_bounds(struct sm_buf *b, const char *prefix,
    const struct sm_counting *old, const struct sm_counting *new_, bool all)
{
	bool least = all || !same(old->minimum, new_->minimum);
	bool greatest = all || !same(old->maximum, new_->maximum);

	if (least)
		put_bound(b, prefix, "MINVALUE", new_->minimum);
	if (greatest)
		put_bound(b, prefix, "MAXVALUE", new_->maximum);
	return least || greatest;
}

/* The clauses; *bounds: among them one that says how far it goes. */
static bool
put_changes(struct sm_pgsql *w, struct sm_buf *b, const char *prefix,
    const struct sm_counting *old, const struct sm_counting *new_,
    const char *type, bool *bounds)
{
	bool turns = counts_down(old) != counts_down(new_);

	if (!check_numbers(w, new_))
		return false;
	if (type != NULL)
		sm_buf_addf(b, " AS %s", type);
	if (!same(old->increment, new_->increment))
		sm_buf_addf(b, " %sINCREMENT BY %s", prefix,
		    new_->increment != NULL ? new_->increment : "1");
	*bounds = put_bounds(b, prefix, old, new_, turns || type != NULL);
	if (!same(first_number(old), first_number(new_)))
		sm_buf_addf(b, " %sSTART WITH %s", prefix,
		    first_number(new_));
	if (!same(old->cache, new_->cache))
		sm_buf_addf(b, " %sCACHE %s", prefix,
		    new_->cache != NULL ? new_->cache : "1");
	if (old->cycle != new_->cycle)
		sm_buf_addf(b, " %s%sCYCLE", prefix, new_->cycle ? "" : "NO ");
	/* Turned round it would stand beyond a bound of its own. */
	if (turns && (counts_down(new_) ? new_->maximum : new_->minimum) ==
	                 NULL) {
		sm_buf_adds(b, " RESTART");
		*bounds = false;
	}
	return true;
}

bool
sm_pgsql_change_counting(struct sm_pgsql *w, const char *alter,
    const char *sequence, const char *prefix, const struct sm_counting *old,
    const struct sm_counting *new_, const char *type)
{
	struct sm_buf b = SM_BUF_INIT;
	bool bounds, fine;

	fine = put_changes(w, &b, prefix, old, new_, type, &bounds);
	/*
	 * Its place must be within the new bounds.  Where none was taken from
	 * it yet it goes to its start; else the server says if it isn't.
	 */
	if (fine && bounds)
		sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w,
		    sm_sprintf(w->arena, "BEGIN\n\tEXECUTE %s || CASE WHEN "
		        "pg_catalog.pg_sequence_last_value(%s::regclass) IS "
		        "NULL THEN ' RESTART' ELSE '' END;\nEND",
		        sm_pgsql_string(w, sm_sprintf(w->arena, "%s%s", alter,
		            sm_buf_str(&b))), sequence)));
	else if (fine && b.len > 0)
		sm_pgsql_run(&w->script, "%s%s", alter, sm_buf_str(&b));
	sm_buf_free(&b);
	return fine;
}

bool
sm_pgsql_add_sequence(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = sm_pgsql_object_name(w, o);
	const char *counting = sm_pgsql_counting(w, &o->counter);

	(void)part;
	if (counting == NULL || !sm_pgsql_identity_makes_room(w, o))
		return false;
	if (o->number_type != NULL && !sm_pgsql_fits(w, SM_FRAGMENT_WORD,
	        o->number_type, "the type of the sequence"))
		return false;
	sm_pgsql_run(&w->script, "CREATE %sSEQUENCE %s%s%s%s",
	    o->counter.unlogged ? "UNLOGGED " : "", name,
	    o->number_type != NULL ? " AS " : "",
	    o->number_type != NULL ? o->number_type : "", counting);
	return sm_pgsql_add_access(w, "SEQUENCE", name, o);
}

/* Does it go with the table or the column that owns it? */
static bool
goes_with_owner(const struct sm_pgsql *w, const struct sm_name *owner)
{
	const struct sm_sql_item *item;
	size_t i;

	if (owner == NULL)
		return false;
	item = sm_pgsql_relation_old(w, owner->schema, owner->name);
	if (item == NULL)
		return false;
	if (item->target == NULL)
		return true;
	for (i = 0; i < item->ops.n; i++) {
		const struct sm_op *op = item->ops.v[i];

		if (op->verb == SM_DROP && op->target->part == SM_PART_COLUMN &&
		    owner->column != NULL &&
		    sm_same_column(w->dialect, op->name, owner->column))
			return true;
	}
	return false;
}

bool
sm_pgsql_drop_sequence(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	if (goes_with_owner(w, w->item->old->owned_by))
		sm_pgsql_say(&w->script, "  it goes with the column that owns "
		    "it: nothing to do");
	else
		sm_pgsql_run(&w->script, "DROP SEQUENCE %s",
		    sm_pgsql_object_name(w, o));
	return true;
}

/* A sequence may belong to a column that it can't count for. */
static bool
can_count(const struct sm_column *c)
{
	static const char *const types[] = {"smallint", "integer", "bigint",
	    "numeric"};
	size_t i;

	for (i = 0; c != NULL && i < sizeof types / sizeof types[0]; i++)
		if (strncmp(c->type, types[i], strlen(types[i])) == 0)
			return strchr(c->type, '[') == NULL;
	return false;
}

static bool
modify_owner(struct sm_pgsql *w, const char *name, const struct sm_name *owner)
{
	const struct sm_sql_item *item;
	const char *table;

	if (owner == NULL || owner->column == NULL) {
		sm_pgsql_run(&w->script, "ALTER SEQUENCE %s OWNED BY NONE",
		    name);
		return true;
	}
	item = sm_pgsql_relation_new(w, owner->schema, owner->name);
	table = item != NULL ? sm_pgsql_table_name(w, item)
	    : sm_pgsql_qualified(w, owner->schema, owner->name);
	sm_pgsql_run(&w->script, "ALTER SEQUENCE %s OWNED BY %s.%s", name,
	    table, sm_pgsql_name(w, owner->column));
	if (item != NULL && item->moved != NULL &&
	    can_count(sm_object_column(item->moved, w->dialect,
	        owner->column)))
		sm_pgsql_go_on_counting(w, table, owner->column);
	return true;
}

static bool
modify_counting(struct sm_pgsql *w, const char *name,
    const struct sm_object *old, const struct sm_object *new_)
{
	const char *type = NULL;

	if (sm_pgsql_changes(w, "type"))
		type = new_->number_type != NULL ? new_->number_type
		                                 : "bigint";
	if (type != NULL && !sm_pgsql_fits(w, SM_FRAGMENT_WORD, type,
	        "the type of the sequence"))
		return false;
	return sm_pgsql_change_counting(w, sm_sprintf(w->arena,
	    "ALTER SEQUENCE %s", name), sm_pgsql_string(w, name), "",
	    &old->counter, &new_->counter, type);
}

static const char *const words[] = {"type", "start", "increment", "min",
    "max", "cache", "cycle", "unlogged", "owned_by", "comment", "owner",
    "grants"};

static bool
check_words(struct sm_pgsql *w)
{
	size_t i, k;

	for (i = 0; i < w->op->changes.n; i++) {
		for (k = 0; k < sizeof words / sizeof words[0]; k++)
			if (strcmp(w->op->changes.v[i], words[k]) == 0)
				break;
		if (k == sizeof words / sizeof words[0])
			return sm_pgsql_refuse(w, "what \"%s\" of a sequence "
			    "is isn't known here", w->op->changes.v[i]);
	}
	return true;
}

static bool
modify_persistence(struct sm_pgsql *w, const char *name,
    const struct sm_object *new_)
{
	if (w->version < SM_PGSQL_VERSION(15))
		return sm_pgsql_refuse(w, "sequences can't be unlogged before "
		    "PostgreSQL 15");
	sm_pgsql_run(&w->script, "ALTER SEQUENCE %s SET %s", name,
	    new_->counter.unlogged ? "UNLOGGED" : "LOGGED");
	return true;
}

bool
sm_pgsql_modify_sequence(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const char *name = sm_pgsql_object_name(w, new_);

	(void)old_part;
	(void)new_part;
	if (!check_words(w) || !modify_counting(w, name, old, new_))
		return false;
	if (sm_pgsql_changes(w, "unlogged") &&
	    !modify_persistence(w, name, new_))
		return false;
	/* One that a table owns has the table's owner. */
	if (sm_pgsql_changes(w, "owned_by") &&
	    !modify_owner(w, name, new_->owned_by))
		return false;
	return sm_pgsql_modify_access(w, "SEQUENCE", name, old, new_);
}

bool
sm_pgsql_rename_sequence(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	sm_pgsql_run(&w->script, "ALTER SEQUENCE %s RENAME TO %s",
	    sm_pgsql_qualified(w, o->schema, w->op->from),
	    sm_pgsql_name(w, o->name));
	return true;
}
