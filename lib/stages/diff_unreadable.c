#include "stages/diff_unreadable.h"

#include <string.h>

#include "base/utf8.h"
#include "stages/diff_work.h"
#include "text/quote.h"
#include "text/sqltext.h"

/*
 * How a readable object is put together again, to be compared with the stored
 * SQL of one that isn't.
 */
static const struct {
	const char *record, *create, *before;
} statements[] = {
	{"view", "CREATE VIEW ", " AS "},
	{"trigger", "CREATE TRIGGER ", " "},
	{"virtual_table", "CREATE VIRTUAL TABLE ", " USING "},
};
#define NSTATEMENTS (sizeof statements / sizeof statements[0])

static void
add_names(struct sm_buf *b, const struct sm_dialect *d,
    const struct sm_strings *names)
{
	size_t i;

	for (i = 0; i < names->n; i++) {
		sm_buf_adds(b, i == 0 ? "(" : ", ");
		sm_quote_name(b, d, names->v[i]);
	}
	if (names->n > 0)
		sm_buf_addc(b, ')');
}

/* The statement that makes the object, in its normal form; NULL: unknown. */
static const char *
statement_of(struct sm_diff_work *w, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text = NULL;
	size_t i;

	if (o->unreadable)
		return o->sql == NULL ? NULL
		                      : sm_sql_normal(w->arena, w->dialect,
		                            o->sql, NULL);
	for (i = 0; i < NSTATEMENTS && o->definition != NULL; i++) {
		if (strcmp(statements[i].record, o->record) != 0)
			continue;
		sm_buf_adds(&b, statements[i].create);
		sm_quote_name(&b, w->dialect, o->name);
		add_names(&b, w->dialect, &o->names);
		sm_buf_adds(&b, statements[i].before);
		sm_buf_adds(&b, o->definition);
		text = sm_sql_normal(w->arena, w->dialect, b.text, NULL);
	}
	sm_buf_free(&b);
	return text;
}

static void
note(struct sm_diff_work *w, const struct sm_object *o, const char *what)
{
	const char *side = o == w->old ? "OLD" : "NEW";

	if (o->why != NULL)
		sm_plan_note(w->plan, "warning",
		    "%s is unreadable in %s (%s): %s",
		    sm_diff_subject(w->arena, o), side,
		    sm_printable_str(w->arena, o->why), what);
	else
		sm_plan_note(w->plan, "warning", "%s is unreadable in %s: %s",
		    sm_diff_subject(w->arena, o), side, what);
}

/* Can it be taken away and made again without a loss, and is it known how? */
static bool
is_text_only(const struct sm_object *o)
{
	return o->sql != NULL && o->name != NULL && o->kind->record != NULL &&
	    !o->kind->holds_rows &&
	    (o->table != NULL || !o->kind->on_table);
}

static void
one_sided(struct sm_diff_work *w)
{
	if (w->old == NULL) {
		note(w, w->new_, "it is not added");
	} else if (!is_text_only(w->old)) {
		note(w, w->old, "it is not dropped");
	} else if (sm_diff_may(w, SM_DROP,
	               sm_diff_subject(w->arena, w->old))) {
		note(w, w->old, "it is dropped by its name");
		sm_diff_object_op(w, SM_DROP, NULL);
	}
}

void
sm_diff_unreadable(struct sm_diff_work *w)
{
	struct sm_strings changes = {NULL, 0, 0};
	const struct sm_object *broken;
	const char *old, *new_;
	bool known, same;

	if (w->old == NULL || w->new_ == NULL) {
		one_sided(w);
		return;
	}
	old = statement_of(w, w->old);
	new_ = statement_of(w, w->new_);
	known = old != NULL && new_ != NULL;
	same = known && strcmp(old, new_) == 0;
	broken = w->old->unreadable ? w->old : w->new_;
	if (same && w->old->unreadable && w->new_->unreadable)
		return;
	if (same) {
		note(w, broken, "only its stored SQL was compared");
	} else if (known && !w->new_->unreadable && is_text_only(w->old) &&
	    !w->no_texts && !sm_diff_skips(w, "definition")) {
		note(w, broken, "only its stored SQL was compared");
		sm_strings_add(w->plan->arena, &changes, "definition");
		sm_diff_object_op(w, SM_MODIFY, &changes);
	} else {
		note(w, broken,
		    known ? "the two differ, but it is not changed"
		          : "it was not compared");
	}
}
