/*
 * What the new label of an enum's value does to texts: the server keeps the
 * value, and shows it as 'label'::schema.type.  What it shows in another way
 * (in an array, in a partition's bound) is left as it is: the comparison then
 * finds another text, and puts it, which is always right.
 */
#include <string.h>

#include "base/buf.h"
#include "model/kind.h"
#include "model/rename_text.h"
#include "text/lexer.h"
#include "text/quote.h"

/* Any list of parts, seen without its element type (base/list.h). */
struct any_list {
	char *v;
	size_t n, cap;
};

static const char *
type_key(const struct sm_rename_set *set, const char *schema,
    const char *type)
{
	return sm_object_key(set->arena, set->dialect, "enum", schema, NULL,
	    type, NULL);
}

void
sm_rename_note_value(struct sm_rename_set *set, const struct sm_rename *r)
{
	const char *key = type_key(set, r->schema, r->table);
	struct sm_value_renames *list = sm_map_get(&set->values, key);

	if (list == NULL) {
		list = sm_alloc(set->arena, sizeof *list);
		sm_map_set(&set->values, key, list);
	}
	*sm_push(set->arena, list) = (struct sm_value_rename){r->column, r->to};
}

static bool
is_name(const struct sm_token *t)
{
	return t->kind == SM_TOKEN_WORD || t->kind == SM_TOKEN_NAME;
}

/* The new label of the literal that these tokens begin with, or NULL. */
static const char *
new_label(const struct sm_rename_set *set, const struct sm_token *t, size_t n)
{
	const struct sm_value_renames *list;
	const char *label;
	size_t i;

	if (n < 5 || t->kind != SM_TOKEN_STRING || *t->text != '\'' ||
	    t->open || !sm_token_is_op(&t[1], "::") || !is_name(&t[2]) ||
	    !sm_token_is_op(&t[3], ".") || !is_name(&t[4]) ||
	    (n > 5 && sm_token_is_op(&t[5], "[")))
		return NULL;
	list = sm_map_get(&set->values, type_key(set,
	    sm_token_name(set->arena, &t[2]),
	    sm_token_name(set->arena, &t[4])));
	if (list == NULL)
		return NULL;
	label = sm_token_name(set->arena, t);
	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].from, label) == 0)
			return list->v[i].to;
	return NULL;
}

static const char *
rename_text(const struct sm_rename_set *set, const char *text)
{
	struct sm_tokens tokens = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	const char *at = text, *label, *result;
	size_t i;

	if (text == NULL || strstr(text, "::") == NULL)
		return text;
	sm_tokenize(set->arena, set->dialect, text, strlen(text), &tokens);
	for (i = 0; i < tokens.n; i++) {
		label = new_label(set, &tokens.v[i], tokens.n - i);
		if (label == NULL)
			continue;
		sm_buf_add(&b, at, (size_t)(tokens.v[i].text - at));
		sm_quote_string(&b, set->dialect, label);
		at = tokens.v[i].text + tokens.v[i].len;
	}
	if (at == text)
		return text;
	sm_buf_adds(&b, at);
	result = sm_memdup(set->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}

/* In all that is compared as SQL; was there any? */
static bool
rename_fields(const struct sm_rename_set *set, const struct sm_shape *shape,
    char *of)
{
	const struct sm_field *f;
	const char *text, *to;
	struct any_list l;
	bool any = false;
	size_t i, k;
	char *part;

	for (i = 0; i < shape->n; i++) {
		f = &shape->fields[i];
		if (f->type == SM_FIELD_STRING &&
		    (f->how == SM_COMPARE_SQL ||
		        f->how == SM_COMPARE_DEFAULT)) {
			memcpy(&text, of + f->offset, sizeof text);
			to = rename_text(set, text);
			memcpy(of + f->offset, &to, sizeof to);
			any |= to != text;
		} else if (f->type == SM_FIELD_PART) {
			memcpy(&part, of + f->offset, sizeof part);
			if (part != NULL)
				any |= rename_fields(set, f->shape, part);
		} else if (f->type == SM_FIELD_PARTS) {
			memcpy(&l, of + f->offset, sizeof l);
			for (k = 0; k < l.n; k++)
				any |= rename_fields(set, f->shape,
				    l.v + k * f->shape->size);
		}
	}
	return any;
}

struct sm_object *
sm_rename_values(const struct sm_rename_set *set, struct sm_object *o)
{
	struct sm_object *c;

	if (set->values.n == 0 || o->unreadable)
		return o;
	c = sm_shape_copy(set->arena, o->kind->shape, o);
	c->text = NULL;
	c->len = 0;
	return rename_fields(set, o->kind->shape, (char *)c) ? c : o;
}
