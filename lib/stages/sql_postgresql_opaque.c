/*
 * The kinds that the snapshot holds whole, made and dropped as it says.
 */
#include "stages/sql_postgresql_opaque.h"

#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_postgresql_fragment.h"
#include "stages/sql_postgresql_keep.h"

static const struct sm_pgsql_opaque *
kind_of(const struct sm_object *o)
{
	const struct sm_pgsql_opaque *k;

	for (k = sm_pgsql_opaque_kinds; k->record != NULL; k++)
		if (strcmp(k->record, o->record) == 0)
			return k;
	return NULL;
}

/* --- options -------------------------------------------------------------- */

bool
sm_pgsql_no_option(struct sm_pgsql *w, const char *option)
{
	return sm_pgsql_refuse(w, "no way is known here to change its "
	    "\"%.60s\"", sm_printable_str(w->arena, option));
}

bool
sm_pgsql_option_turns(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const char *option, const char **was,
    const char **is)
{
	*was = old == NULL ? NULL
	    : sm_option_text(w->arena, &old->options, option);
	*is = sm_option_text(w->arena, &new_->options, option);
	if (old != NULL)
		return sm_pgsql_changes(w, option);
	return *is != NULL;
}

struct sm_strings
sm_pgsql_options_turned(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	struct sm_strings names = {NULL, 0, 0};
	size_t i;

	if (old == NULL)
		for (i = 0; i < new_->options.n; i++)
			sm_strings_add(w->arena, &names,
			    new_->options.v[i].name);
	for (i = 0; old != NULL && i < w->op->changes.n; i++)
		if (sm_option(&old->options, w->op->changes.v[i]) != NULL ||
		    sm_option(&new_->options, w->op->changes.v[i]) != NULL)
			sm_strings_add(w->arena, &names,
			    w->op->changes.v[i]);
	return names;
}

static bool
is_left_out(const char *option)
{
	return strcmp(option, "left_out") == 0 ||
	    strcmp(option, "left_out_of_columns") == 0;
}

/* --- made ----------------------------------------------------------------- */

static bool
refuse_secrets(struct sm_pgsql *w, const struct sm_pgsql_opaque *k,
    const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->options.n; i++)
		if (is_left_out(o->options.v[i].name))
			break;
	if (i == o->options.n)
		return true;
	sm_pgsql_refuse(w, "the value of its \"%.100s\" isn't in the snapshot, "
	    "for it may hold a password", sm_printable_str(w->arena,
	        sm_option_text(w->arena, &o->options, o->options.v[i].name)));
	return sm_pgsql_procedure(w, "%s %s by hand, with its OPTIONS, then "
	    "make a new plan", w->item->old != NULL ? "ALTER" : "CREATE",
	    k->what);
}

static bool
create(struct sm_pgsql *w, const struct sm_pgsql_opaque *k, const char *word,
    const struct sm_object *o)
{
	const char *made, *text = "";

	if (o->definition == NULL || *o->definition != '\0')
		text = sm_pgsql_text(w, SM_FRAGMENT_QUERY, o->definition,
		    "its definition");
	if (text == NULL)
		return false;
	if ((made = k->made(w, o)) == NULL)
		return false;
	sm_pgsql_run(&w->script, "%s %s%s %s%s%s", word,
	    k->flag != NULL && sm_option_on(&o->options, k->flag)
	        ? k->flag_word : "",
	    k->what, made, *text != '\0' ? " " : "", text);
	return true;
}

bool
sm_pgsql_add_opaque(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_pgsql_opaque *k = kind_of(o);
	const char *name;

	(void)part;
	if (k == NULL)
		return sm_pgsql_refuse(w, "objects of this kind are not known "
		    "here");
	if ((k->refuse != NULL && !k->refuse(w, o)) ||
	    !refuse_secrets(w, k, o) || (name = k->named(w, o)) == NULL)
		return false;
	return create(w, k, "CREATE", o) &&
	    (k->options == NULL || k->options(w, name, NULL, o)) &&
	    sm_pgsql_add_access(w, k->what, name, o);
}

bool
sm_pgsql_drop_opaque(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const struct sm_pgsql_opaque *k = kind_of(o);
	const char *name;

	(void)part;
	if (k == NULL)
		return sm_pgsql_refuse(w, "objects of this kind are not known "
		    "here");
	if ((k->refuse != NULL && !k->refuse(w, o)) ||
	    (name = k->named(w, o)) == NULL)
		return false;
	sm_pgsql_run(&w->script, "DROP %s %s", k->what, name);
	return true;
}

/* --- changed in place ----------------------------------------------------- */

static bool
refuse_change(struct sm_pgsql *w, const struct sm_pgsql_opaque *k)
{
	sm_pgsql_refuse(w, "no way is known here to change what its CREATE %s "
	    "said", k->what);
	return sm_pgsql_procedure(w, "ALTER %s by hand where the server can, "
	    "or drop it in one migration and make it in another, then make a "
	    "new plan", k->what);
}

/*
 * The words of CREATE: nothing can lean on what has only a flag (a conversion).
 */
static bool
change_definition(struct sm_pgsql *w, const struct sm_pgsql_opaque *k,
    const struct sm_object *old, const struct sm_object *new_, bool *anew)
{
	bool flag = k->flag != NULL && sm_pgsql_changes(w, k->flag);

	*anew = false;
	if (!flag && !sm_pgsql_changes(w, "definition"))
		return true;
	if (k->replaces)
		return create(w, k, "CREATE OR REPLACE", new_);
	if (!flag)
		return refuse_change(w, k);
	*anew = true;
	return sm_pgsql_keep_object(w, old, new_) &&
	    sm_pgsql_drop_opaque(w, old, NULL) &&
	    sm_pgsql_add_opaque(w, new_, NULL) &&
	    sm_pgsql_keep_object_again(w, new_);
}

static bool
knows_option(struct sm_pgsql *w, const struct sm_pgsql_opaque *k,
    const char *option)
{
	if (is_left_out(option)) {
		sm_pgsql_refuse(w, "other options may hold a password than "
		    "before, whose values aren't in the snapshot");
		return sm_pgsql_procedure(w, "ALTER %s by hand: OPTIONS (ADD "
		    "..., DROP ...), then make a new plan", k->what);
	}
	return k->options != NULL ||
	    (k->flag != NULL && strcmp(k->flag, option) == 0) ||
	    sm_pgsql_no_option(w, option);
}

/* Every change has a statement, or is refused. */
static bool
knows_changes(struct sm_pgsql *w, const struct sm_pgsql_opaque *k,
    const struct sm_object *old, const struct sm_object *new_)
{
	static const char *const words[] = {"definition", "comment", "owner",
	    "grants"};
	struct sm_strings names = sm_pgsql_options_turned(w, old, new_);
	size_t i, n;

	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];

		if (sm_strings_has(&names, word)) {
			if (!knows_option(w, k, word))
				return false;
			continue;
		}
		for (n = 0; n < 4 && strcmp(words[n], word) != 0; n++)
			;
		if (n == 4)
			return sm_pgsql_no_option(w, word);
	}
	return true;
}

bool
sm_pgsql_modify_opaque(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const struct sm_pgsql_opaque *k = kind_of(new_);
	const char *name;
	bool anew;

	(void)old_part;
	(void)new_part;
	if (k == NULL)
		return sm_pgsql_refuse(w, "objects of this kind are not known "
		    "here");
	if (!knows_changes(w, k, old, new_) ||
	    (name = k->named(w, new_)) == NULL ||
	    !change_definition(w, k, old, new_, &anew))
		return false;
	return anew || ((k->options == NULL ||
	        k->options(w, name, old, new_)) &&
	    sm_pgsql_modify_access(w, k->what, name, old, new_));
}
