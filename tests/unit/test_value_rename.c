/*
 * What the renames of an enum's values do to values and to texts.
 */
#include <jansson.h>
#include <stdlib.h>

#include "model/kind.h"
#include "model/rename.h"
#include "model/value_rename.h"
#include "tap.h"

static struct sm_arena *arena;

static const char *
joined(const struct sm_strings *list)
{
	const char *all = "";
	size_t i;

	for (i = 0; i < list->n; i++)
		all = sm_sprintf(arena, "%s%s%s", all, i > 0 ? " " : "",
		    list->v[i]);
	return all;
}

static void
test_values(void)
{
	struct sm_strings values = {(const char *[]){"a", "b", "c"}, 3, 3};
	struct sm_value_rename swap[] = {{"a", "b"}, {"b", "a"}};
	struct sm_value_rename other[] = {{"c", "d"}, {"c", "e"}};
	struct sm_value_rename taken[] = {{"a", "c"}};
	struct sm_value_rename none[] = {{"x", "y"}};
	struct sm_strings out = {NULL, 0, 0};
	struct sm_value_renames turned;

	ok(sm_values_rename(arena, &values,
	       &(struct sm_value_renames){swap, 2, 2}, &out) == NULL,
	    "two change places");
	is(joined(&out), "b a c", "both at once");
	ok(sm_values_rename(arena, &values,
	       &(struct sm_value_renames){other, 2, 2}, &out) != NULL,
	    "one can't become two");
	ok(sm_values_rename(arena, &values,
	       &(struct sm_value_renames){taken, 1, 1}, &out) != NULL,
	    "nor two become one");
	ok(sm_values_rename(arena, &values,
	       &(struct sm_value_renames){none, 1, 1}, &out) != NULL,
	    "nor what isn't there anything");
	turned = sm_value_renames_turn(arena,
	    &(struct sm_value_renames){taken, 1, 1});
	ok(turned.n == 1, "turned round there are as many");
	is(turned.v[0].from, "c", "from what they led to");
	is(turned.v[0].to, "a", "to what they came from");
}

/* The view's definition after a becomes it's in app.mood and "S"."T x". */
static const char *
after(const char *definition)
{
	struct sm_rename renames[] = {
		{"app", "mood", "a", "it's", true},
		{"S", "T x", "it's", "b", true}};
	struct sm_rename_list list = {renames, 2, 2};
	struct sm_object *view =
	    sm_shape_new(arena, sm_kind_find("view")->shape);
	struct sm_objects in = {NULL, 0, 0}, out = {NULL, 0, 0};

	view->record = "view";
	view->kind = sm_kind_find("view");
	view->schema = "app";
	view->name = "v";
	view->definition = definition;
	*sm_push(arena, &in) = view;
	sm_objects_rename(arena, sm_dialect_get(SM_POSTGRESQL), &in, &list,
	    &out);
	if ((out.v[0] == view) != (out.v[0]->definition == definition))
		return "another object";
	return out.v[0]->definition;
}

static void
test_texts(void)
{
	static const char *const texts[][2] = {
		{"SELECT 'a'::app.mood", "SELECT 'it''s'::app.mood"},
		{"SELECT 'a'::app.mood, 'a'::app.mood AS a",
		    "SELECT 'it''s'::app.mood, 'it''s'::app.mood AS a"},
		{"SELECT 'a' :: \"app\".\"mood\"",
		    "SELECT 'it''s' :: \"app\".\"mood\""},
		{"SELECT 'it''s'::\"S\".\"T x\"", "SELECT 'b'::\"S\".\"T x\""},
		{"SELECT ('a'::app.mood)::app.d",
		    "SELECT ('it''s'::app.mood)::app.d"},
		/* of another type, or shown in another way */
		{"SELECT 'a'::app.moods", NULL},
		{"SELECT 'a'::other.mood", NULL},
		{"SELECT 'a'::mood", NULL},
		{"SELECT 'a'::app.mood[]", NULL},
		{"SELECT '{a}'::app.mood[]", NULL},
		{"SELECT 'b'::app.mood", NULL},
		{"SELECT 'A'::app.mood", NULL},
		{"SELECT E'a'::app.mood", NULL},
		{"SELECT 'it''s'::app.mood", NULL},
		{"SELECT '''a''::app.mood'::text", NULL},
		{"SELECT $$'a'::app.mood$$::text", NULL},
		{"SELECT 'a'::app.", NULL},
		{"SELECT 'a'::", NULL},
		{"SELECT 'a", NULL},
	};
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		is(after(texts[i][0]),
		    texts[i][texts[i][1] != NULL ? 1 : 0], texts[i][0]);
}

int
main(void)
{
	arena = sm_arena_new();
	test_values();
	test_texts();
	sm_arena_free(arena);
	return tap_end();
}
