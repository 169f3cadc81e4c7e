/*
 * Views and materialized views.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_table.h"
#include "stages/sql_postgresql_type.h"

static const char *
what_of(const struct sm_object *o)
{
	return o->materialized ? "MATERIALIZED VIEW" : "VIEW";
}

/* --- columns -------------------------------------------------------------- */

struct output {
	const char *view; /* quoted */
	const struct sm_object *of;
	const struct sm_column *old, *new_;
	const char *name; /* quoted */
};

static bool
column_default(struct sm_pgsql *w, const struct output *c)
{
	const char *text = c->new_->default_text;

	if (text == NULL) {
		sm_pgsql_run(&w->script, "ALTER VIEW %s ALTER COLUMN %s DROP "
		    "DEFAULT", c->view, c->name);
		return true;
	}
	text = sm_pgsql_text(w, SM_FRAGMENT_DEFAULT, text,
	    sm_sprintf(w->arena, "the default of column %s", c->name));
	if (text == NULL)
		return false;
	sm_pgsql_run(&w->script, "ALTER VIEW %s ALTER COLUMN %s SET DEFAULT "
	    "%s", c->view, c->name, text);
	return true;
}

static bool
column_word(struct sm_pgsql *w, const struct output *c, const char *word)
{
	const struct sm_column bare = {.name = c->new_->name};
	bool known = false;

	if (strcmp(word, "default") == 0)
		return column_default(w, c);
	if (strcmp(word, "comment") == 0) {
		sm_pgsql_comment(w, "COLUMN", sm_sprintf(w->arena, "%s.%s",
		    c->view, c->name), c->new_->comment);
		return true;
	}
	/* A new column has none: nothing is known before it is there. */
	if (strcmp(word, "grants") == 0)
		return sm_pgsql_grants(w, what_of(c->of), c->view,
		    c->new_->name, c->old != NULL ? &c->old->grants : NULL,
		    &c->new_->grants);
	if (!sm_pgsql_column_option_modify(w, c->view,
	        c->old != NULL ? c->old : &bare, c->new_, word, &known))
		return false;
	return known || sm_pgsql_refuse(w, "no way is known here to change "
	    "the \"%.40s\" of column %s", sm_printable_str(w->arena, word),
	    c->name);
}

static const struct sm_column *
column_of(const struct sm_object *o, const char *name)
{
	size_t i;

	for (i = 0; o != NULL && i < o->output.n; i++)
		if (strcmp(o->output.v[i].name, name) == 0)
			return &o->output.v[i];
	return NULL;
}

/* What of the columns differs; old NULL: all of them are new. */
static bool
say_columns(struct sm_pgsql *w, const char *view, const struct sm_object *old,
    const struct sm_object *new_)
{
	size_t i, k;

	for (i = 0; i < new_->output.n; i++) {
		const struct sm_column *to = &new_->output.v[i];
		struct sm_column bare = {.name = to->name, .type = to->type,
		    .collation = to->collation};
		struct output c = {view, new_, column_of(old, to->name), to,
		    sm_pgsql_name(w, to->name)};
		struct sm_strings words = {NULL, 0, 0};

		sm_shape_compare(w->arena, w->dialect,
		    &sm_shape_output_column, c.old != NULL ? c.old : &bare,
		    to, &words);
		for (k = 0; k < words.n; k++)
			if (!column_word(w, &c, words.v[k]))
				return false;
	}
	return true;
}

/* --- the view ------------------------------------------------------------- */

static const char *
with_options(struct sm_pgsql *w, const struct sm_options *list)
{
	return list->n == 0 ? "" : sm_sprintf(w->arena, " WITH (%s)",
	    sm_pgsql_settings(w, list));
}

static const char *
column_list(struct sm_pgsql *w, const struct sm_object *o)
{
	return o->names.n == 0 ? "" : sm_sprintf(w->arena, " (%s)",
	    sm_pgsql_names(w, &o->names));
}

/* WORD "name", where the option is there. */
static const char *
named(struct sm_pgsql *w, const char *word, const struct sm_object *o,
    const char *option)
{
	const char *name = sm_option_text(w->arena, &o->options, option);

	return name == NULL ? "" : sm_sprintf(w->arena, " %s %s", word,
	    sm_pgsql_name(w, name));
}

/* CREATE OR REPLACE takes options away that it doesn't name (viewcmds.c). */
static bool
create_view(struct sm_pgsql *w, const char *create, const struct sm_object *o)
{
	const char *text = sm_pgsql_text(w, SM_FRAGMENT_QUERY, o->definition,
	    "its query");
	const char *name = sm_pgsql_object_name(w, o);

	if (text == NULL)
		return false;
	if (!o->materialized)
		sm_pgsql_run(&w->script, "%s VIEW %s%s%s AS\n%s", create,
		    name, column_list(w, o), with_options(w, &o->options),
		    text);
	else
		sm_pgsql_run(&w->script, "%s MATERIALIZED VIEW %s%s%s%s%s AS\n"
		    "%s%s", create, name, column_list(w, o),
		    named(w, "USING", o, "access_method"),
		    with_options(w, &o->parameters),
		    named(w, "TABLESPACE", o, "tablespace"), text,
		    o->unpopulated ? "\nWITH NO DATA" : "");
	return true;
}

static bool
has_own_op(const struct sm_pgsql *w, const struct sm_index *index)
{
	const struct sm_ops *ops = &w->item->ops;
	size_t i;

	for (i = 0; i < ops->n; i++)
		if (ops->v[i]->target->part == SM_PART_INDEX &&
		    ops->v[i]->verb == SM_ADD && strcmp(ops->v[i]->name,
		        index->name) == 0)
			return true;
	return false;
}

/*
 * A materialized view that is made anew has lost its indexes: those without a
 * pair of ops come again with it.
 */
static bool
indexes_again(struct sm_pgsql *w, const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->indexes.n; i++)
		if (!has_own_op(w, &o->indexes.v[i]) &&
		    !sm_pgsql_make_index(w, o, &o->indexes.v[i], false))
			return false;
	return true;
}

bool
sm_pgsql_add_view(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = sm_pgsql_object_name(w, o);

	(void)part;
	return create_view(w, "CREATE", o) &&
	    sm_pgsql_add_access(w, what_of(o), name, o) &&
	    say_columns(w, name, NULL, o) && indexes_again(w, o);
}

bool
sm_pgsql_drop_view(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	sm_pgsql_run(&w->script, "DROP %s %s", what_of(o),
	    sm_pgsql_object_name(w, o));
	return true;
}

/* --- in place ------------------------------------------------------------- */

static void
set_parameter(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_options *list, const char *word)
{
	const char *value = sm_option_text(w->arena, list, word);
	const char *name = sm_pgsql_setting_name(w, word);

	if (value == NULL)
		sm_pgsql_run(&w->script, "ALTER %s %s RESET (%s)", what_of(o),
		    sm_pgsql_object_name(w, o), name);
	else
		sm_pgsql_run(&w->script, "ALTER %s %s SET (%s=%s)", what_of(o),
		    sm_pgsql_object_name(w, o), name,
		    sm_pgsql_string(w, value));
}

/* What ALTER MATERIALIZED VIEW has words of its own for. */
static bool
set_option(struct sm_pgsql *w, const struct sm_object *o, const char *word)
{
	const char *value = sm_option_text(w->arena, &o->options, word);
	bool method = strcmp(word, "access_method") == 0;

	if (!method && strcmp(word, "tablespace") != 0)
		return sm_pgsql_refuse(w, "no way is known here to change the "
		    "%s of a materialized view", word);
	if (method && w->version < SM_PGSQL_VERSION(15))
		return sm_pgsql_refuse(w, "before PostgreSQL 15 the access "
		    "method of %s can't be changed", o->name) ||
		    sm_pgsql_procedure(w, "drop %s in one migration, and make "
		    "it in another", o->name);
	if (value == NULL)
		value = method ? "heap" : "pg_default";
	sm_pgsql_run(&w->script, "ALTER MATERIALIZED VIEW %s SET %s %s",
	    sm_pgsql_object_name(w, o), method ? "ACCESS METHOD"
	                                       : "TABLESPACE",
	    sm_pgsql_name(w, value));
	return true;
}

static bool
in_either(const struct sm_options *x, const struct sm_options *y,
    const char *name)
{
	return sm_option(x, name) != NULL || sm_option(y, name) != NULL;
}

static bool
set_options(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	bool replaced = sm_pgsql_changes(w, "definition");
	const char *word;
	size_t i;

	for (i = 0; i < w->op->changes.n; i++) {
		word = w->op->changes.v[i];
		if (in_either(&old->parameters, &new_->parameters, word))
			set_parameter(w, new_, &new_->parameters, word);
		else if (!in_either(&old->options, &new_->options, word))
			continue;
		else if (new_->materialized) {
			if (!set_option(w, new_, word))
				return false;
		} else if (!replaced) {
			set_parameter(w, new_, &new_->options, word);
		}
	}
	return true;
}

bool
sm_pgsql_modify_view(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const char *name = sm_pgsql_object_name(w, new_);
	const char *words = sm_pgsql_option_words(w, "definition output",
	    &old->options, &new_->options);

	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, sm_pgsql_option_words(w, words,
	        &old->parameters, &new_->parameters)))
		return false;
	if (sm_pgsql_changes(w, "definition") &&
	    !create_view(w, "CREATE OR REPLACE", new_))
		return false;
	return set_options(w, old, new_) &&
	    sm_pgsql_modify_access(w, what_of(new_), name, old, new_) &&
	    (!sm_pgsql_changes(w, "output") ||
	        say_columns(w, name, old, new_));
}
