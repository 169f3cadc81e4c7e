/*
 * What only SHOW CREATE TABLE has: the texts of MySQL's expressions, parsers of
 * fulltext indexes, periods, partitions, and options of rarer engines.
 */
#include <string.h>

#include "sources/mysql_catalog.h"
#include "text/ascii.h"

/* The definition taken apart: one item between two commas at a time. */
struct show {
	struct sm_my_catalog *c;
	struct sm_object *object;
	struct sm_tokens v;
};

static const struct sm_token *
token(const struct show *s, size_t i)
{
	static const struct sm_token none = {SM_TOKEN_END, "", 0, false};

	return i < s->v.n ? &s->v.v[i] : &none;
}

/* Where the parenthesis that opens at i is closed. */
static size_t
closing(const struct show *s, size_t i)
{
	size_t depth = 0;

	for (; i < s->v.n; i++) {
		if (sm_token_is_op(token(s, i), "("))
			depth++;
		else if (sm_token_is_op(token(s, i), ")") && --depth == 0)
			return i;
	}
	return s->v.n;
}

/* The text from the start of token i to that of token `to`. */
static const char *
slice(const struct show *s, size_t i, size_t to)
{
	const char *from = token(s, i)->text, *end;

	if (i >= to || to > s->v.n)
		return "";
	end = token(s, to - 1)->text + token(s, to - 1)->len;
	return sm_my_local(s->c, sm_memdup(s->c->arena, from,
	    (size_t)(end - from)));
}

static const char *
name_at(const struct show *s, size_t i)
{
	return sm_token_name(s->c->arena, token(s, i));
}

/* The first token of that word in [i, end) outside of parentheses; else end. */
static size_t
find(const struct show *s, size_t i, size_t end, const char *word)
{
	for (; i < end; i++) {
		if (sm_token_is_op(token(s, i), "("))
			i = closing(s, i);
		else if (sm_token_is(token(s, i), word))
			return i;
	}
	return end;
}

/* --- items ---------------------------------------------------------------- */

/* MySQL's expressions: those of the catalog have one escape too many. */
static void
fill_column(struct show *s, size_t i, size_t end)
{
	struct sm_column *col = sm_object_column(s->object, s->c->dialect,
	    name_at(s, i));
	size_t at;

	if (col == NULL || s->c->maria)
		return;
	at = find(s, i, end, "GENERATED");
	if (at < end && col->generated != NULL) {
		at = find(s, at, end, "AS");
		col->expression = slice(s, at + 2, closing(s, at + 1));
		return;
	}
	at = find(s, i, end, "DEFAULT") + 1;
	if (at >= end || col->default_text == NULL)
		return;
	if (sm_token_is_op(token(s, at), "("))
		col->default_text = slice(s, at, closing(s, at) + 1);
	else if (strstr(col->type, "binary") != NULL)
		col->default_text = sm_my_bytes(s->c, slice(s, at, at + 1));
}

/* The expressions among the parts of an index: in parentheses of their own. */
static void
fill_parts(struct show *s, struct sm_index_keys *keys, size_t i)
{
	size_t end = closing(s, i), k = 0, close;

	for (i++; i < end; i++) {
		if (sm_token_is_op(token(s, i), ",")) {
			k++;
		} else if (sm_token_is_op(token(s, i), "(")) {
			close = closing(s, i);
			if (k < keys->n && keys->v[k].expression != NULL)
				keys->v[k].expression = slice(s, i + 1, close);
			i = close;
		}
	}
}

/* PRIMARY KEY (`a`, `p` WITHOUT OVERLAPS): the catalog has p's columns. */
static void
fill_temporal(struct show *s, struct sm_strings *columns,
    struct sm_index_keys *keys, size_t i)
{
	size_t end = closing(s, i), at = find(s, i + 1, end, "OVERLAPS");
	const char *period;

	if (at >= end || keys->n < 3)
		return;
	period = name_at(s, at - 2);
	keys->n -= 1;
	keys->v[keys->n - 1] = (struct sm_index_key){.column = period};
	if (columns != NULL) {
		columns->n -= 1;
		columns->v[columns->n - 1] = period;
	}
}

static void
fill_index(struct show *s, size_t i, size_t end)
{
	static const char *const words[] = {"key_block_size", "m", "distance"};
	struct sm_index *x = sm_object_index(s->object, s->c->dialect,
	    name_at(s, i));
	const char *word;
	size_t k;

	if (x == NULL)
		return;
	fill_parts(s, &x->keys, i + 1);
	fill_temporal(s, NULL, &x->keys, i + 1);
	for (i = closing(s, i + 1) + 1; i < end; i++) {
		word = name_at(s, i);
		if (sm_token_is(token(s, i), "PARSER"))
			sm_my_option(s->c, &x->parameters, "parser",
			    name_at(s, i + 1));
		for (k = 0; k < sizeof words / sizeof *words; k++)
			if (sm_is_word(word, strlen(word), words[k]) &&
			    sm_token_is_op(token(s, i + 1), "="))
				sm_my_option(s->c, &x->parameters, words[k],
				    sm_my_lower(s->c, sm_my_unquoted(s->c,
				        token(s, i + 2))));
	}
	sm_my_sort_options(&x->parameters);
}

static void
fill_check(struct show *s, const char *name, size_t i)
{
	struct sm_checks *list = &s->object->checks;
	size_t k;

	for (k = 0; k < list->n && !s->c->maria; k++)
		if (list->v[k].name != NULL &&
		    sm_same_column(s->c->dialect, list->v[k].name, name))
			list->v[k].expression = slice(s, i + 1, closing(s, i));
}

/* The check that keeps a period's start before its end isn't the user's. */
static void
forget_check(struct show *s, const char *name)
{
	struct sm_checks *list = &s->object->checks;
	size_t k;

	for (k = 0; k < list->n; k++)
		if (list->v[k].name != NULL &&
		    strcmp(list->v[k].name, name) == 0) {
			list->n--;
			memmove(&list->v[k], &list->v[k + 1],
			    (list->n - k) * sizeof list->v[0]);
			return;
		}
}

/* PERIOD FOR SYSTEM_TIME (`a`, `b`), PERIOD FOR `p` (`a`, `b`) */
static void
fill_period(struct show *s, size_t i, size_t end)
{
	struct sm_options *list = &s->object->options;

	if (sm_token_is(token(s, i), "SYSTEM_TIME")) {
		sm_my_option(s->c, list, "system_period",
		    slice(s, i + 1, end));
		return;
	}
	sm_my_option(s->c, list, "period", slice(s, i, end));
	forget_check(s, name_at(s, i));
}

static void
fill_primary(struct show *s, size_t i)
{
	struct sm_key *key = s->object->primary_key;
	size_t n = key != NULL ? key->columns.n : 0;

	if (key == NULL)
		return;
	fill_temporal(s, &key->columns, &key->keys, i);
	key->without_overlaps = key->columns.n < n;
}

static void
take_item(struct show *s, size_t i, size_t end)
{
	const char *name = NULL;

	if (token(s, i)->kind == SM_TOKEN_NAME) {
		fill_column(s, i, end);
		return;
	}
	if (sm_token_is(token(s, i), "CONSTRAINT")) {
		name = name_at(s, i + 1);
		i += 2;
	}
	if (sm_token_is(token(s, i), "CHECK") && name != NULL)
		fill_check(s, name, i + 1);
	else if (sm_token_is(token(s, i), "PERIOD"))
		fill_period(s, i + 2, end);
	else if (sm_token_is(token(s, i), "PRIMARY"))
		fill_primary(s, i + 2);
	else if (sm_token_is(token(s, i), "KEY"))
		fill_index(s, i + 1, end);
	else if (sm_token_is(token(s, i + 1), "KEY"))
		fill_index(s, i + 2, end); /* UNIQUE, FULLTEXT, SPATIAL, … */
}

/* --- behind the parenthesis ----------------------------------------------- */

/* Options that are told elsewhere, or are no part of a schema. */
static bool
is_told(const char *name)
{
	static const char *const told[] = {"engine", "charset", "collate",
	    "comment", "auto_increment", "row_format", "sequence"};
	size_t i;

	for (i = 0; i < sizeof told / sizeof *told; i++)
		if (strcmp(name, told[i]) == 0)
			return true;
	return false;
}

/* UNION=(`a`,`b`), CONNECTION='…', DATA DIRECTORY='…' */
static void
take_option(struct show *s, size_t i)
{
	bool two = i > 0 && sm_token_is(token(s, i), "DIRECTORY");
	const char *name = sm_my_lower(s->c, two
	    ? sm_sprintf(s->c->scratch, "%s_directory", name_at(s, i - 1))
	    : name_at(s, i));
	bool list = sm_token_is_op(token(s, i + 2), "(");

	if (is_told(name) || sm_option(&s->object->options, name) != NULL)
		return;
	/* A password may stand in it. */
	if (strcmp(name, "connection") == 0)
		return;
	sm_my_option(s->c, &s->object->options, name, list
	    ? slice(s, i + 2, closing(s, i + 2) + 1)
	    : sm_my_unquoted(s->c, token(s, i + 2)));
}

static void
take_options(struct show *s, size_t i)
{
	size_t end = find(s, i, s->v.n, "PARTITION");

	for (; i < end; i++)
		if (sm_token_is_op(token(s, i + 1), "="))
			take_option(s, i);
	if (end + 2 < s->v.n && sm_token_is(token(s, end + 1), "BY"))
		s->object->partition_key = slice(s, end + 2, s->v.n);
}

void
sm_my_fill_in(struct sm_my_catalog *c, struct sm_my_table *t, const char *text)
{
	struct show s = {.c = c, .object = t->object};
	size_t i, start, end;

	text = sm_my_uncomment(c->scratch, c->dialect, text);
	sm_tokenize(c->scratch, c->dialect, text, strlen(text), &s.v);
	for (i = 0; i < s.v.n && !sm_token_is_op(&s.v.v[i], "("); i++)
		;
	end = closing(&s, i);
	for (start = ++i; i <= end && i < s.v.n; i++) {
		if (i == end || sm_token_is_op(&s.v.v[i], ",")) {
			take_item(&s, start, i);
			start = i + 1;
		} else if (sm_token_is_op(&s.v.v[i], "(")) {
			i = closing(&s, i);
		}
	}
	take_options(&s, end + 1);
}
