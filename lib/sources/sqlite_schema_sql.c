#include "sources/sqlite_schema_sql.h"

#include <string.h>

#include "sources/sqlite_parser.h"

static const char *const temporary[] = {"TEMP", "TEMPORARY", NULL};

/* --- indexes -------------------------------------------------------------- */

/*
 * A key: an expression up to a comma or parenthesis that closes the list, with
 * its order behind it.  NULLS FIRST and LAST are no part of an index in SQLite,
 * but a word that we don't know must not be lost in an expression's text.
 */
static bool
index_key(struct sm_parser *p, struct sm_index_key *key)
{
	size_t from = p->at, to;

	while (!sm_next_is_op(p, ",") && !sm_next_is_op(p, ")")) {
		if (sm_peek(p, 0)->kind == SM_TOKEN_END)
			return sm_parser_fail(p, ")");
		if (!sm_next_is_op(p, "("))
			p->at++;
		else if (!sm_skip_parens(p))
			return false;
	}
	to = p->at;
	if (to > from && (sm_token_is(&p->tokens.v[to - 1], "FIRST") ||
	    sm_token_is(&p->tokens.v[to - 1], "LAST")) && to > from + 2 &&
	    sm_token_is(&p->tokens.v[to - 2], "NULLS"))
		return sm_parser_fail(p, "a key without NULLS");
	if (to > from + 1) {
		key->desc = sm_token_is(&p->tokens.v[to - 1], "DESC");
		if (key->desc || sm_token_is(&p->tokens.v[to - 1], "ASC"))
			to--;
	}
	if (to == from)
		return sm_parser_fail(p, "an index key");
	key->expression = sm_slice(p, from, to);
	return true;
}

static bool
index_body(struct sm_parser *p, struct sm_stored_index *x)
{
	size_t from;

	if (!sm_expect(p, "ON") || !sm_expect_name(p, &x->table) ||
	    !sm_expect_op(p, "("))
		return false;
	do {
		if (!index_key(p, sm_push(p->arena, &x->keys)))
			return false;
	} while (sm_accept_op(p, ","));
	if (!sm_expect_op(p, ")"))
		return false;
	if (sm_accept(p, "WHERE")) {
		from = p->at;
		while (sm_peek(p, 0)->kind != SM_TOKEN_END &&
		    !sm_next_is_op(p, ";"))
			p->at++;
		if (p->at == from)
			return sm_parser_fail(p, "a condition");
		x->where = sm_slice(p, from, p->at);
	}
	return sm_expect_end(p);
}

bool
sm_stored_index_read(struct sm_arena *a, const char *sql,
    struct sm_stored_index *x, const char **why)
{
	static const char *const words[] = {"UNIQUE", NULL};
	struct sm_parser p;

	*x = (struct sm_stored_index){0};
	if (!sm_parser_init(&p, a, sql))
		return sm_parser_end(&p, false, why);
	x->unique = sm_token_is(sm_peek(&p, 1), "UNIQUE");
	return sm_parser_end(&p,
	    sm_expect_create(&p, words, "INDEX", &x->name) &&
	    index_body(&p, x), why);
}

/* --- views and virtual tables --------------------------------------------- */

/* The text from here to the end, without semicolons behind it. */
static bool
rest(struct sm_parser *p, const char **text, const char *what)
{
	size_t to = p->tokens.n;

	while (to > p->at && sm_token_is_op(&p->tokens.v[to - 1], ";"))
		to--;
	if (to <= p->at)
		return sm_parser_fail(p, what);
	*text = sm_slice(p, p->at, to);
	return true;
}

static bool
view_body(struct sm_parser *p, struct sm_object *o)
{
	if (sm_next_is_op(p, "(") && !sm_expect_names(p, &o->names))
		return false;
	return sm_expect(p, "AS") && rest(p, &o->definition, "a query");
}

bool
sm_stored_view_read(struct sm_arena *a, const char *sql, struct sm_object *o,
    const char **why)
{
	struct sm_parser p;

	return sm_parser_end(&p, sm_parser_init(&p, a, sql) &&
	    sm_expect_create(&p, temporary, "VIEW", &o->name) &&
	    view_body(&p, o), why);
}

static bool
virtual_body(struct sm_parser *p, struct sm_object *o)
{
	size_t from;

	if (!sm_expect(p, "USING"))
		return false;
	from = p->at;
	if (!sm_expect_name(p, &o->module) ||
	    (sm_next_is_op(p, "(") && !sm_skip_parens(p)))
		return false;
	o->definition = sm_slice(p, from, p->at);
	return sm_expect_end(p);
}

bool
sm_stored_virtual_read(struct sm_arena *a, const char *sql,
    struct sm_object *o, const char **why)
{
	static const char *const words[] = {"VIRTUAL", NULL};
	struct sm_parser p;

	return sm_parser_end(&p, sm_parser_init(&p, a, sql) &&
	    sm_expect_create(&p, words, "TABLE", &o->name) &&
	    virtual_body(&p, o), why);
}

const char *
sm_stored_content_table(struct sm_arena *a, const struct sm_object *o)
{
	static const char *const modules[] = {"fts3", "fts4", "fts5"};
	struct sm_parser p;
	const char *name = NULL, *why;
	size_t i, n = sizeof modules / sizeof modules[0];

	for (i = 0; i < n; i++)
		if (sm_same_table(sm_dialect_get(SM_SQLITE), o->module,
		    modules[i]))
			break;
	if (i == n)
		return NULL;
	sm_parser_init(&p, a, o->definition);
	for (; name == NULL && sm_peek(&p, 0)->kind != SM_TOKEN_END; p.at++) {
		if (!sm_next_is(&p, "content") ||
		    !sm_token_is_op(sm_peek(&p, 1), "="))
			continue;
		p.at += 2;
		if (!sm_expect_name(&p, &name))
			name = "";
	}
	sm_parser_end(&p, true, &why);
	return name != NULL && *name != '\0' ? name : NULL;
}

/* --- triggers ------------------------------------------------------------- */

/*
 * The columns that INSERTs name: the engine reports what is read and what is
 * set, but of an INSERT only the table.  INTO is a reserved word and stands
 * nowhere else in a trigger.
 */
static bool
insert_columns(struct sm_parser *p, struct sm_stored_trigger *t)
{
	struct sm_stored_insert *insert;
	struct sm_strings names = {0};
	const char *table;

	for (; p->at < p->tokens.n; p->at++) {
		if (!sm_next_is(p, "INTO"))
			continue;
		p->at++;
		if (!sm_expect_name(p, &table))
			return false;
		if (!sm_next_is_op(p, "("))
			continue;
		names = (struct sm_strings){0};
		if (!sm_expect_names(p, &names))
			return false;
		insert = sm_push(p->arena, &t->inserts);
		insert->table = table;
		insert->columns = names;
	}
	return true;
}

static bool
trigger_event(struct sm_parser *p, struct sm_stored_trigger *t)
{
	const char *name;

	if (sm_accept(p, "INSERT")) {
		t->event = SM_ON_INSERT;
	} else if (sm_accept(p, "DELETE")) {
		t->event = SM_ON_DELETE;
	} else {
		if (!sm_expect(p, "UPDATE"))
			return false;
		t->event = SM_ON_UPDATE;
		if (!sm_accept(p, "OF"))
			return true;
		do {
			if (!sm_expect_name(p, &name))
				return false;
			sm_strings_add(p->arena, &t->of, name);
		} while (sm_accept_op(p, ","));
	}
	return true;
}

static bool
trigger_body(struct sm_parser *p, struct sm_stored_trigger *t)
{
	if (!rest(p, &t->definition, "a trigger"))
		return false;
	if (!sm_accept(p, "BEFORE") && !sm_accept(p, "AFTER") &&
	    sm_accept(p, "INSTEAD")) {
		t->instead = true;
		if (!sm_expect(p, "OF"))
			return false;
	}
	if (!trigger_event(p, t) || !sm_expect(p, "ON") ||
	    !sm_expect_name(p, &t->table))
		return false;
	if (sm_accept_op(p, ".") && !sm_expect_name(p, &t->table))
		return false;
	return insert_columns(p, t);
}

bool
sm_stored_trigger_read(struct sm_arena *a, const char *sql,
    struct sm_stored_trigger *t, const char **why)
{
	struct sm_parser p;

	*t = (struct sm_stored_trigger){0};
	return sm_parser_end(&p, sm_parser_init(&p, a, sql) &&
	    sm_expect_create(&p, temporary, "TRIGGER", &t->name) &&
	    trigger_body(&p, t), why);
}
