/*
 * Columns and constraints in SQLite's words.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "stages/sql_sqlite.h"
#include "text/keyword.h"
#include "text/lexer.h"

bool
sm_sqlite_fits(struct sm_sqlite *w, enum sm_fragment kind, const char *text,
    const char *what, const struct sm_object *o)
{
	if (text != NULL && sm_fragment_fits(w->dialect, kind, text))
		return true;
	return sm_sql_refuse(w->t, NULL, w->e,
	    "%s%sthe %s is no whole piece of SQL: %.200s",
	    o != NULL ? sm_sql_object_words(w->t, o) : "",
	    o != NULL ? ": " : "", what,
	    text != NULL ? sm_printable_str(w->arena, text) : "(none)");
}

void
sm_sqlite_constraint_name(struct sm_sqlite *w, struct sm_buf *b,
    const char *name)
{
	if (name != NULL)
		sm_buf_addf(b, "CONSTRAINT %s ",
		    sm_script_name(&w->script, name));
}

/* One of the words, as the list spells it; NULL: none. */
static const char *
one_of(const char *const *words, const char *word)
{
	for (; *words != NULL; words++)
		if (strcasecmp(*words, word) == 0)
			return *words;
	return NULL;
}

static bool
no_such_word(struct sm_sqlite *w, const char *what, const char *word)
{
	return sm_sql_refuse(w->t, NULL, w->e, "%s knows no %s \"%.100s\"",
	    w->dialect->title, what, sm_printable_str(w->arena, word));
}

bool
sm_sqlite_conflict(struct sm_sqlite *w, struct sm_buf *b,
    const char *conflict)
{
	static const char *const words[] = {"ROLLBACK", "ABORT", "FAIL",
	    "IGNORE", "REPLACE", NULL};
	const char *word;

	if (conflict == NULL)
		return true;
	word = one_of(words, conflict);
	if (word == NULL)
		return no_such_word(w, "conflict clause", conflict);
	sm_buf_addf(b, " ON CONFLICT %s", word);
	return true;
}

bool
sm_sqlite_check(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_check *check)
{
	if (!sm_sqlite_fits(w, SM_FRAGMENT_EXPRESSION, check->expression,
	        "CHECK", NULL))
		return false;
	sm_sqlite_constraint_name(w, b, check->name);
	sm_buf_adds(b, "CHECK (");
	sm_fragment_add(b, w->dialect, check->expression);
	sm_buf_addc(b, ')');
	return true;
}

static bool
add_action(struct sm_sqlite *w, struct sm_buf *b, const char *on,
    const char *action)
{
	static const char *const words[] = {"CASCADE", "SET NULL",
	    "SET DEFAULT", "RESTRICT", "NO ACTION", NULL};
	const char *word;

	if (action == NULL)
		return true;
	word = one_of(words, action);
	if (word == NULL)
		return no_such_word(w, "foreign key action", action);
	sm_buf_addf(b, " ON %s %s", on, word);
	return true;
}

bool
sm_sqlite_references(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_foreign_key *fk)
{
	const struct sm_references *r = fk->references;

	sm_buf_addf(b, "REFERENCES %s", sm_script_name(&w->script, r->table));
	if (r->columns.n > 0 && !r->implied)
		sm_buf_adds(b, sm_script_names(&w->script, &r->columns));
	if (!add_action(w, b, "DELETE", fk->on_delete) ||
	    !add_action(w, b, "UPDATE", fk->on_update))
		return false;
	/* SQLite keeps the word and never heeds it. */
	if (fk->match != NULL)
		sm_buf_addf(b, " MATCH %s",
		    sm_script_name(&w->script, fk->match));
	if (fk->deferrable || fk->initially_deferred)
		sm_buf_addf(b, " DEFERRABLE%s", fk->initially_deferred
		    ? " INITIALLY DEFERRED" : "");
	return true;
}

/*
 * Is the type plain words with one or two numbers, none of them reserved?  Then
 * it can stand as it is; else it was written in quotes, which the catalog has
 * taken off, and goes into quotes again.
 */
static bool
is_plain_type(const struct sm_dialect *d, const char *type)
{
	struct sm_lexer lx;
	struct sm_token tok;
	bool inside = false, closed = false;
	size_t words = 0, numbers = 0;

	sm_lexer_init(&lx, d, type, strlen(type));
	while ((tok = sm_lexer_next(&lx)).kind != SM_TOKEN_END) {
		if (tok.open || closed || tok.kind == SM_TOKEN_COMMENT)
			return false;
		if (tok.kind == SM_TOKEN_SPACE)
			continue;
		if (sm_token_is_op(&tok, "(") && !inside && words > 0)
			inside = true;
		else if (sm_token_is_op(&tok, ")") && inside && numbers > 0)
			closed = true;
		else if (inside && tok.kind == SM_TOKEN_NUMBER && numbers < 2)
			numbers++;
		else if (inside && (sm_token_is_op(&tok, ",") ||
		                       sm_token_is_op(&tok, "-") ||
		                       sm_token_is_op(&tok, "+")))
			continue;
		else if (!inside && tok.kind == SM_TOKEN_WORD &&
		    !sm_is_reserved(d, tok.text, tok.len))
			words++;
		else if (!inside && tok.kind == SM_TOKEN_NAME && words > 0)
			words++;
		else
			return false;
	}
	return words > 0 && inside == closed;
}

static void
add_type(struct sm_sqlite *w, struct sm_buf *b, const char *type)
{
	if (type == NULL || *type == '\0')
		return;
	sm_buf_addc(b, ' ');
	if (is_plain_type(w->dialect, type))
		sm_buf_adds(b, type);
	else
		sm_buf_adds(b, sm_script_name(&w->script, type));
}

/* Can the default stand without parentheses of ours? */
static bool
is_term(const struct sm_dialect *d, const char *text)
{
	struct sm_lexer lx;
	struct sm_token tok, first = {.kind = SM_TOKEN_END};
	long depth = 0;
	size_t n = 0;
	bool closed = false;

	sm_lexer_init(&lx, d, text, strlen(text));
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END) {
		if (closed)
			return false;
		if (n++ == 0)
			first = tok;
		if (sm_token_is_op(&tok, "("))
			depth++;
		else if (sm_token_is_op(&tok, ")") && --depth == 0)
			closed = true;
	}
	if (sm_token_is_op(&first, "("))
		return closed;
	return n == 1 || (n == 2 && (sm_token_is_op(&first, "-") ||
	                                sm_token_is_op(&first, "+")));
}

static bool
add_default(struct sm_sqlite *w, struct sm_buf *b, const struct sm_object *o,
    const char *text)
{
	bool term;

	if (text == NULL)
		return true;
	if (!sm_sqlite_fits(w, SM_FRAGMENT_EXPRESSION, text, "default", o))
		return false;
	term = is_term(w->dialect, text);
	sm_buf_adds(b, term ? " DEFAULT " : " DEFAULT (");
	sm_fragment_add(b, w->dialect, text);
	if (!term)
		sm_buf_addc(b, ')');
	return true;
}

static bool
add_generated(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_object *o, const struct sm_column *c)
{
	bool stored;

	if (c->generated == NULL)
		return true;
	stored = strcasecmp(c->generated, "stored") == 0;
	if (!stored && strcasecmp(c->generated, "virtual") != 0)
		return no_such_word(w, "generated column", c->generated);
	if (!sm_sqlite_fits(w, SM_FRAGMENT_EXPRESSION, c->expression,
	        "expression", o))
		return false;
	sm_buf_adds(b, " GENERATED ALWAYS AS (");
	sm_fragment_add(b, w->dialect, c->expression);
	sm_buf_addf(b, ") %s", stored ? "STORED" : "VIRTUAL");
	return true;
}

/*
 * "nullable" is what holds, not what was written: the rowid, and the key of a
 * WITHOUT ROWID or STRICT table, hold no NULL unsaid.
 */
static bool
says_not_null(const struct sm_dialect *d, const struct sm_object *o,
    const struct sm_column *c)
{
	if (c->nullable)
		return false;
	if (c->not_null_name != NULL || c->not_null_conflict != NULL)
		return true;
	if (sm_sqlite_rowid_alias(o) == c)
		return false;
	return !(sm_sqlite_in_key(d, o, c->name) &&
	    (sm_sqlite_without_rowid(o) || sm_option_on(&o->options,
	        "strict")));
}

bool
sm_sqlite_column(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_object *o, const struct sm_column *c)
{
	if (c->identity != NULL)
		return sm_sql_refuse(w->t, NULL, w->e, "%s has no identity "
		    "columns: %s.%s", w->dialect->title,
		    sm_printable_str(w->arena, o->name),
		    sm_printable_str(w->arena, c->name));
	sm_buf_adds(b, sm_script_name(&w->script, c->name));
	add_type(w, b, c->type);
	if (c->collation != NULL)
		sm_buf_addf(b, " COLLATE %s",
		    sm_script_name(&w->script, c->collation));
	if (says_not_null(w->dialect, o, c)) {
		sm_buf_addc(b, ' ');
		sm_sqlite_constraint_name(w, b, c->not_null_name);
		sm_buf_adds(b, "NOT NULL");
		if (!sm_sqlite_conflict(w, b, c->not_null_conflict))
			return false;
	}
	/* A plain column that became a generated one may have had the default
	   NULL, which is no difference: no op took it away. */
	if (c->generated != NULL)
		return add_generated(w, b, o, c);
	return add_default(w, b, o, c->default_text);
}
