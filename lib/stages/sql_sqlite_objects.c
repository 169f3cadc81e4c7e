/*
 * Views, triggers and virtual tables.  One broken view or trigger anywhere
 * makes RENAME and DROP COLUMN fail for every table; so what is broken, will
 * be, or leans on what goes, is taken down first and put up last.
 */
#include <stdlib.h>
#include <string.h>

#include "model/kind.h"
#include "stages/sql_sqlite.h"
#include "text/lexer.h"
#include "text/sqltext.h"

static bool
is_kind(const struct sm_object *o, const char *record)
{
	return strcmp(o->record, record) == 0;
}

/* A view or a trigger: what can be dropped and made again without a loss. */
static bool
is_text(const struct sm_object *o)
{
	return is_kind(o, "view") || is_kind(o, "trigger");
}

/* Is it broken, on either side? */
static bool
is_broken(const struct sm_sql_item *item)
{
	return (item->old != NULL && item->old->unreadable) ||
	    (item->target != NULL && item->target->unreadable) ||
	    (item->whole == NULL && item->change->new_ != NULL &&
	        item->change->new_->unreadable);
}

static const char *
text_of(const struct sm_object *o)
{
	return o->unreadable ? o->sql : o->definition;
}

/* Does the old object's text name one of the views that are down? */
static bool
leans_on(const struct sm_sqlite *w, const struct sm_object *o,
    const struct sm_map *views)
{
	const char *text = text_of(o);
	struct sm_lexer lx;
	struct sm_token tok;

	if (text == NULL || views->n == 0)
		return false;
	sm_lexer_init(&lx, w->dialect, text, strlen(text));
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END)
		if ((tok.kind == SM_TOKEN_WORD || tok.kind == SM_TOKEN_NAME ||
		        tok.kind == SM_TOKEN_STRING) &&
		    sm_map_get(views, sm_fold_table(w->arena, w->dialect,
		        sm_token_name(w->arena, &tok))) != NULL)
			return true;
	return false;
}

/*
 * RENAME TABLE rewrites the `excluded` of an upsert in a trigger to the table's
 * new name, which means something else (measured on 3.40.1).
 */
static bool
is_miswritten(const struct sm_sqlite *w, const struct sm_object *o)
{
	size_t i;

	if (!is_kind(o, "trigger") || o->definition == NULL ||
	    !sm_sql_mentions(w->dialect, o->definition, "excluded"))
		return false;
	for (i = 0; i < w->t->renames.n; i++)
		if (w->t->renames.v[i].column == NULL)
			return true;
	return false;
}

static bool
must_go_down(const struct sm_sqlite *w, const struct sm_sql_item *item)
{
	if (item->target == NULL || item->whole != NULL)
		return true;
	if (text_of(item->old) == NULL)
		return false; /* nobody could put it up again */
	return w->reads_schema && (is_broken(item) ||
	    is_miswritten(w, item->old));
}

/* To begin with, and then what leans on a view of those. */
void
sm_sqlite_mark_down(struct sm_sqlite *w)
{
	struct sm_map views;
	bool more = true;
	size_t i;

	sm_map_init(&views, w->arena);
	for (i = 0; i < w->t->items.n; i++) {
		struct sm_sql_item *item = w->t->items.v[i];

		if (item->old == NULL || !is_text(item->old))
			continue;
		item->down = must_go_down(w, item);
		if (item->down && is_kind(item->old, "view"))
			sm_map_set(&views, sm_fold_table(w->arena, w->dialect,
			    item->old->name), item);
	}
	while (more) {
		more = false;
		for (i = 0; i < w->t->items.n; i++) {
			struct sm_sql_item *item = w->t->items.v[i];
			const char *on;

			if (item->old == NULL || !is_text(item->old) ||
			    item->down || text_of(item->old) == NULL)
				continue;
			on = item->old->table != NULL ? sm_fold_table(w->arena,
			    w->dialect, item->old->table) : "";
			/* An INSTEAD OF trigger goes with its view anyway. */
			if (sm_map_get(&views, on) == NULL &&
			    !(w->reads_schema &&
			        leans_on(w, item->old, &views)))
				continue;
			item->down = more = true;
			if (is_kind(item->old, "view"))
				sm_map_set(&views, sm_fold_table(w->arena,
				    w->dialect, item->old->name), item);
		}
	}
}

static void
take_down_one(struct sm_sqlite *w, struct sm_sql_item *item)
{
	struct sm_script *s = &w->script;
	const char *record = item->old->record;

	if (item->target == NULL) {
		sm_sqlite_say_op(w, item->whole);
	} else {
		sm_script_gap(s);
		sm_script_say(s, "%s %s goes down here and up again below%s",
		    item->old->kind->noun, item->old->name,
		    is_broken(item) ? ": it is broken" : "");
	}
	sm_script_run(s, "DROP %s %s", is_kind(item->old, "view")
	    ? "VIEW" : "TRIGGER", sm_script_name(s, item->old->name));
	sm_sqlite_guard_there(w, record, item->old->name, false);
}

void
sm_sqlite_take_down(struct sm_sqlite *w)
{
	static const char *const order[] = {"trigger", "view"};
	size_t i, k;

	for (k = 0; k < 2; k++)
		for (i = 0; i < w->t->items.n; i++) {
			struct sm_sql_item *item = w->t->items.v[i];

			if (item->down && is_kind(item->old, order[k]))
				take_down_one(w, item);
		}
}

/* Is the trigger on a table that was made anew? */
static bool
was_lost(const struct sm_sqlite *w, const struct sm_sql_item *item)
{
	return item->old != NULL && is_kind(item->target, "trigger") &&
	    item->target->table != NULL &&
	    sm_map_get(&w->rebuilt, sm_fold_table(w->arena, w->dialect,
	        item->target->table)) != NULL;
}

static bool
put_up_one(struct sm_sqlite *w, struct sm_sql_item *item)
{
	struct sm_script *s = &w->script;
	const char *create = sm_sqlite_create_object(w, item->target);

	if (create == NULL)
		return false;
	if (item->whole != NULL) {
		sm_sqlite_say_op(w, item->whole);
	} else {
		sm_script_gap(s);
		sm_script_say(s, "%s %s again", item->target->kind->noun,
		    item->target->name);
	}
	sm_script_run(s, "%s", create);
	sm_sqlite_guard_there(w, item->target->record, item->target->name,
	    true);
	return true;
}

static int
by_step(const void *a, const void *b)
{
	const struct sm_sql_item *x = *(struct sm_sql_item *const *)a;
	const struct sm_sql_item *y = *(struct sm_sql_item *const *)b;
	long m = x->whole != NULL ? x->whole->step : 0;
	long n = y->whole != NULL ? y->whole->step : 0;

	if (m != n)
		return m < n ? -1 : 1;
	return strcmp(x->target->name, y->target->name);
}

/* Views before the triggers that may be on them, what is broken last. */
bool
sm_sqlite_put_up(struct sm_sqlite *w)
{
	static const struct {
		const char *record;
		bool broken;
	} turns[] = {{"view", false}, {"trigger", false}, {"view", true},
	    {"trigger", true}};
	size_t i, k;

	for (k = 0; k < 4; k++) {
		struct sm_sql_items up = {NULL, 0, 0};

		for (i = 0; i < w->t->items.n; i++) {
			struct sm_sql_item *item = w->t->items.v[i];

			if (item->target == NULL ||
			    !is_kind(item->target, turns[k].record) ||
			    is_broken(item) != turns[k].broken)
				continue;
			if (item->old == NULL || item->down ||
			    was_lost(w, item))
				*sm_push(w->arena, &up) = item;
		}
		if (up.n > 1)
			qsort(up.v, up.n, sizeof *up.v, by_step);
		for (i = 0; i < up.n; i++)
			if (!put_up_one(w, up.v[i]))
				return false;
	}
	return true;
}
