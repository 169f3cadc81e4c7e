/*
 * A column gets another type, another collation, another default.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_postgresql_table.h"
#include "text/lexer.h"
#include "text/pg_cast.h"

/* A type of a column, with what it is by name. */
struct type {
	struct sm_pg_type parsed;
	const char *record;  /* of a user's: "enum", "domain", ...; else NULL */
	const char *written; /* its base as a cast has it */
	bool unknown;        /* of no kind that we know */
};

/* The parts of "schema.name", without quotes; false: it is no such text. */
static bool
split_name(struct sm_pgsql *w, const char *text, const char **schema,
    const char **name)
{
	struct sm_tokens t = {NULL, 0, 0};

	sm_tokenize(w->arena, w->dialect, text, strlen(text), &t);
	if (t.n != 3 || !sm_token_is_op(&t.v[1], "."))
		return false;
	*schema = sm_token_name(w->arena, &t.v[0]);
	*name = sm_token_name(w->arena, &t.v[2]);
	return true;
}

static bool
is_type_record(const char *record)
{
	return strcmp(record, "enum") == 0 || strcmp(record, "domain") == 0 ||
	    strcmp(record, "composite_type") == 0 ||
	    strcmp(record, "range_type") == 0 ||
	    strcmp(record, "base_type") == 0;
}

/* What the type of that name is, from what the table says that it needs. */
static const char *
record_of(const struct sm_object *table, const char *schema,
    const char *name)
{
	size_t i;

	for (i = 0; i < table->needs.n; i++) {
		const struct sm_need *n = &table->needs.v[i];

		if (n->schema != NULL && n->name != NULL &&
		    strcmp(n->schema, schema) == 0 &&
		    strcmp(n->name, name) == 0 && is_type_record(n->record))
			return n->record;
	}
	return NULL;
}

static const struct sm_object *
domain_object(const struct sm_pgsql *w, const char *schema, const char *name)
{
	const struct sm_sql_item *item = sm_sql_new(w->t, "domain", schema,
	    name);

	if (item == NULL)
		item = sm_sql_old(w->t, "domain", schema, name);
	if (item == NULL)
		return NULL;
	return item->target != NULL ? item->target : item->old;
}

/* A domain is cast as what it is made of, as far as the plan says that. */
static struct type
resolve(struct sm_pgsql *w, const struct sm_object *table, const char *text)
{
	struct type t = {.parsed = sm_pg_type_parse(w->arena, text)};
	const char *schema, *name;
	const struct sm_object *domain;
	bool array;
	int depth;

	for (depth = 0; depth < 32; depth++) {
		t.written = t.parsed.base;
		t.record = NULL;
		t.unknown = !sm_pg_type_known(t.parsed.base);
		if (!t.unknown || !split_name(w, t.parsed.base, &schema, &name))
			break;
		t.record = record_of(table, schema, name);
		domain = domain_object(w, schema, name);
		if (domain != NULL)
			t.record = "domain";
		else if (sm_sql_new(w->t, "enum", schema, name) != NULL ||
		    sm_sql_old(w->t, "enum", schema, name) != NULL)
			t.record = "enum";
		if (domain == NULL)
			break;
		/* An array of a domain is cast element by element, too. */
		array = t.parsed.array;
		t.parsed = sm_pg_type_parse(w->arena, domain->domain.type);
		t.parsed.array = t.parsed.array || array;
	}
	return t;
}

static bool
is_enum(const struct type *t)
{
	return t->record != NULL && strcmp(t->record, "enum") == 0;
}

/* A cast that the plan knows of: it names its types as the columns do. */
static bool
has_cast(const struct sm_pgsql *w, const char *from, const char *to)
{
	size_t i;

	for (i = 0; i < w->casts.n; i++) {
		const struct sm_object *o = w->casts.v[i]->target;

		if (o != NULL && strcmp(o->name, from) == 0 && o->arguments != NULL &&
		    strcmp(o->arguments, to) == 0)
			return true;
	}
	return false;
}

static enum sm_pg_cast
cast_between(const struct sm_pgsql *w, const struct type *old,
    const struct type *new_)
{
	const char *from = old->parsed.base, *to = new_->parsed.base;

	if (old->parsed.array != new_->parsed.array) {
		if (!new_->parsed.array && sm_pg_type_is_string(to))
			return SM_PG_CAST_ASSIGNMENT;
		return !old->parsed.array && sm_pg_type_is_string(from)
		    ? SM_PG_CAST_EXPLICIT : SM_PG_CAST_NONE;
	}
	if (strcmp(from, to) == 0)
		return SM_PG_CAST_SAME;
	if (has_cast(w, from, to))
		return SM_PG_CAST_EXPLICIT;
	if (is_enum(old) && !sm_pg_type_is_string(to))
		return SM_PG_CAST_TEXT;
	/*
	 * What the plan doesn't tell the type of may be one with a length, to
	 * which a written cast would cut the values.
	 */
	if (new_->unknown && new_->record != NULL &&
	    strcmp(new_->record, "domain") == 0)
		return SM_PG_CAST_ASSIGNMENT;
	if (old->unknown && new_->unknown && !is_enum(new_))
		return SM_PG_CAST_EXPLICIT;
	if (old->unknown || new_->unknown) {
		if (sm_pg_type_is_string(to))
			return SM_PG_CAST_ASSIGNMENT;
		if (sm_pg_type_is_string(from))
			return SM_PG_CAST_EXPLICIT;
		return is_enum(new_) ? SM_PG_CAST_NONE : SM_PG_CAST_EXPLICIT;
	}
	return sm_pg_cast(from, to, w->version);
}

/*
 * The type without its length, which an explicit cast would cut values to
 * without a word: the assignment that follows fails instead.
 */
static const char *
cast_target(const struct sm_pgsql *w, const struct type *old,
    const struct type *new_)
{
	const char *base = new_->written;

	if (strcmp(base, "bit") == 0)
		base = strcmp(old->parsed.base, "bigint") == 0 ? "bit(64)"
		    : strcmp(old->parsed.base, "integer") == 0
		    ? "bit(32)" : "bit varying";
	return sm_sprintf(w->arena, "%s%s", base,
	    new_->parsed.array ? "[]" : "");
}

static bool
refuse_cast(struct sm_pgsql *w, const char *table,
    const struct sm_column *old, const struct sm_column *new_)
{
	const char *column = sm_pgsql_name(w, new_->name);

	sm_pgsql_refuse(w, "PostgreSQL has no cast from %s to %s for %s.%s",
	    old->type, new_->type, table, column);
	return sm_pgsql_procedure(w, "add a column of the new type under "
	    "another name, fill it by an expression of your own (UPDATE %s SET "
	    "... = ...), drop the old one and rename the new one to %s; then "
	    "make a plan anew", table, column);
}

static bool
find_using(struct sm_pgsql *w, const char *table, const struct type *from,
    const struct type *to, const struct sm_column *old,
    const struct sm_column *new_, const char **using)
{
	const char *column = sm_pgsql_name(w, new_->name);

	*using = "";
	switch (cast_between(w, from, to)) {
	case SM_PG_CAST_NONE:
		return refuse_cast(w, table, old, new_);
	case SM_PG_CAST_TEXT:
		*using = sm_sprintf(w->arena, " USING %s::text%s::%s", column,
		    to->parsed.array ? "[]" : "", cast_target(w, from, to));
		break;
	case SM_PG_CAST_EXPLICIT:
		*using = sm_sprintf(w->arena, " USING %s::%s", column,
		    cast_target(w, from, to));
		break;
	case SM_PG_CAST_ASSIGNMENT:
	case SM_PG_CAST_BINARY:
	case SM_PG_CAST_SAME:
		break;
	}
	return true;
}

static bool
is_rewritten(const struct sm_pgsql *w, const struct type *from,
    const struct type *to)
{
	enum sm_pg_cast cast = cast_between(w, from, to);

	if (cast == SM_PG_CAST_SAME)
		return !sm_pg_type_holds(&to->parsed, &from->parsed);
	return cast != SM_PG_CAST_BINARY || to->parsed.args > 0;
}

/* Does the partition key name the column? */
static bool
is_in_key(struct sm_pgsql *w, const struct sm_object *o, const char *column)
{
	struct sm_tokens t = {NULL, 0, 0};
	size_t i;

	if (o->partition_key == NULL)
		return false;
	sm_tokenize(w->arena, w->dialect, o->partition_key,
	    strlen(o->partition_key), &t);
	for (i = 1; i < t.n; i++)
		if ((t.v[i].kind == SM_TOKEN_WORD ||
		        t.v[i].kind == SM_TOKEN_NAME) &&
		    sm_same_column(w->dialect,
		        sm_token_name(w->arena, &t.v[i]), column))
			return true;
	return false;
}

static bool
refuse_key(struct sm_pgsql *w, const char *table, const char *column)
{
	sm_pgsql_refuse(w, "%s.%s is in the partition key: PostgreSQL can't "
	    "change its type", table, sm_pgsql_name(w, column));
	return sm_pgsql_procedure(w, "make a new partitioned table with the "
	    "type that is wanted, move the rows into it, then rename both in "
	    "one transaction and make a plan anew");
}

/* TYPE … COLLATE … USING … */
static bool
put_type(struct sm_pgsql *w, struct sm_buf *b, const char *table,
    const struct sm_object *old_table, const struct sm_object *new_table,
    const struct sm_column *old, const struct sm_column *new_)
{
	struct type from = resolve(w, old_table, old->type);
	struct type to = resolve(w, new_table, new_->type);
	const char *using = "";

	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, new_->type, "the type"))
		return false;
	if (sm_pgsql_changes(w, "type") && !find_using(w, table, &from, &to,
	        old, new_, &using))
		return false;
	sm_buf_addf(b, "ALTER COLUMN %s TYPE %s", sm_pgsql_name(w, new_->name),
	    new_->type);
	if (!sm_pgsql_add_collate(w, b, new_->collation))
		return false;
	sm_buf_adds(b, using);
	if (w->online && sm_pgsql_changes(w, "type") &&
	    is_rewritten(w, &from, &to))
		sm_pgsql_say(&w->script, "  the table is written anew under a "
		    "lock: a type can't be changed otherwise");
	return true;
}

/* Of all that inherit the column: take defaults off, or put them back. */
static bool
child_defaults(struct sm_pgsql *w, const struct sm_sql_item *item,
    const char *column, bool back)
{
	struct sm_sql_items children = sm_pgsql_children(w, item);
	const struct sm_column *was, *is;
	const char *text;
	size_t i;

	for (i = 0; i < children.n; i++) {
		const struct sm_sql_item *child = children.v[i];

		if (child->target == NULL || child->moved == NULL)
			continue;
		was = sm_object_column(child->moved, w->dialect, column);
		is = sm_object_column(child->target, w->dialect, column);
		if (was == NULL || is == NULL)
			continue;
		/* Its own op may have set the new one by now. */
		if (!back && (was->default_text != NULL ||
		        is->default_text != NULL))
			sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER "
			    "COLUMN %s DROP DEFAULT",
			    sm_pgsql_table_name(w, child),
			    sm_pgsql_name(w, column));
		if (back && is->default_text != NULL) {
			text = sm_pgsql_default(w, is->default_text);
			if (text == NULL)
				return false;
			sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER "
			    "COLUMN %s SET DEFAULT %s",
			    sm_pgsql_table_name(w, child),
			    sm_pgsql_name(w, column), text);
		}
		/* Another type comes with its own. */
		text = back ? sm_option_text(w->arena, &is->options, "storage")
		            : NULL;
		if (text != NULL && sm_pgsql_fits(w, SM_FRAGMENT_WORD, text,
		        "the storage"))
			sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER "
			    "COLUMN %s SET STORAGE %s",
			    sm_pgsql_table_name(w, child),
			    sm_pgsql_name(w, column), text);
		if (!child_defaults(w, child, column, back))
			return false;
	}
	return true;
}

static void
alter_default(struct sm_pgsql *w, const char *table, const char *column,
    const char *text)
{
	/* A child has a default of its own. */
	sm_pgsql_run(&w->script, "ALTER TABLE ONLY %s ALTER COLUMN %s %s%s",
	    table, column, text != NULL ? "SET DEFAULT " : "DROP DEFAULT",
	    text != NULL ? text : "");
}

/*
 * The default is taken off and put back as it is to be: the server would cast
 * it, which it can't always, and spell the cast into it.
 */
static bool
set_type(struct sm_pgsql *w, const char *table,
    const struct sm_object *old_table, const struct sm_object *new_table,
    const struct sm_column *old, const struct sm_column *new_,
    const char *set)
{
	const char *column = sm_pgsql_name(w, new_->name);
	struct sm_buf b = SM_BUF_INIT;
	bool fine = put_type(w, &b, table, old_table, new_table, old, new_);
	bool parent = sm_pgsql_children(w, w->item).n > 0;
	bool drop = old->default_text != NULL && old->generated == NULL;

	if (fine && parent) {
		if (drop)
			alter_default(w, table, column, NULL);
		fine = child_defaults(w, w->item, new_->name, false);
		sm_pgsql_run(&w->script, "ALTER TABLE %s %s", table,
		    sm_buf_str(&b));
		if (set != NULL)
			alter_default(w, table, column, set);
		fine = fine && child_defaults(w, w->item, new_->name, true);
	} else if (fine) {
		sm_pgsql_run(&w->script, "ALTER TABLE %s %s%s%s%s%s%s%s",
		    table, drop ? "ALTER COLUMN " : "", drop ? column : "",
		    drop ? " DROP DEFAULT, " : "", sm_buf_str(&b),
		    set != NULL ? ", ALTER COLUMN " : "",
		    set != NULL ? column : "", set != NULL
		        ? sm_sprintf(w->arena, " SET DEFAULT %s", set) : "");
	}
	sm_buf_free(&b);
	return fine;
}

bool
sm_pgsql_retype(struct sm_pgsql *w, const char *table,
    const struct sm_object *old_table, const struct sm_object *new_table,
    const struct sm_column *old, const struct sm_column *new_)
{
	const char *set = NULL;

	if (new_->default_text != NULL && new_->generated == NULL &&
	    (set = sm_pgsql_default(w, new_->default_text)) == NULL)
		return false;
	if (sm_pgsql_changes(w, "type") || sm_pgsql_changes(w, "collation")) {
		if (old->type == NULL || new_->type == NULL)
			return sm_pgsql_refuse(w, "column %s has no type",
			    sm_pgsql_name(w, new_->name));
		if (is_in_key(w, new_table, new_->name))
			return refuse_key(w, table, new_->name);
		return set_type(w, table, old_table, new_table, old, new_,
		    set);
	}
	if (sm_pgsql_changes(w, "default"))
		alter_default(w, table, sm_pgsql_name(w, new_->name), set);
	return true;
}
