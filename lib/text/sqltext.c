#include "text/sqltext.h"

#include <string.h>

#include "base/buf.h"
#include "text/array_cast.h"
#include "text/ascii.h"
#include "text/keyword.h"
#include "text/lexer.h"
#include "text/mask.h"

/*
 * The normal form is SQL again: the tokens, a blank between each two.  A name
 * is written bare if it would be read back as the same name, whichever way it
 * was written, and else in quotes; so every token shows where it ends, and
 * texts that differ in more than spelling have different forms.
 */

/* Operators that are spelled in two ways. */
static const struct {
	int in;
	const char *from, *to;
} synonyms[] = {
	{SQ, "==", "="},
	{ALL, "!=", "<>"},
};

/*
 * What the server itself puts before a string: it only names the connection's
 * character set, and on plain ASCII all of these mean the same characters.
 */
static const char *const introducers[] = {
	"_ascii", "_latin1", "_utf8", "_utf8mb3", "_utf8mb4",
};

/*
 * A table is named after these words; not before a parenthesis, where the word
 * may lead to a condition: AFTER INSERT ON t, but JOIN t ON lower(a) = b.
 */
static const struct {
	const char *word;
	bool called;
} before_tables[] = {
	{"from", true}, {"into", true}, {"join", true}, {"on", false},
	{"only", true}, {"references", true}, {"table", true}, {"update", true},
};

struct text {
	struct sm_arena *arena;
	const struct sm_dialect *dialect;
	const struct sm_renamings *renamings;
	struct sm_tokens tokens;
	size_t from, to; /* without the parentheses around the whole */
};

/* Is the comment a piece of code for newer servers? */
static bool
is_code(const struct sm_dialect *d, const struct sm_token *t)
{
	return sm_in(MM, d) && t->len > 3 &&
	    (memcmp(t->text, "/*!", 3) == 0 ||
		(t->len > 4 && memcmp(t->text, "/*M!", 4) == 0));
}

/*
 * Count the parentheses that enclose all of the tokens: no more than stand at
 * both ends, and no more than are open at every place between those.
 */
static size_t
enclosing(const struct sm_tokens *t)
{
	size_t opened = 0, closed = 0, depth = 0, least, i;

	while (opened < t->n && sm_token_is_op(&t->v[opened], "("))
		opened++;
	while (closed < t->n - opened &&
	    sm_token_is_op(&t->v[t->n - 1 - closed], ")"))
		closed++;
	least = opened < closed ? opened : closed;
	for (i = 0; i < t->n; i++) {
		if (sm_token_is_op(&t->v[i], "("))
			depth++;
		else if (sm_token_is_op(&t->v[i], ")") && depth-- == 0)
			return 0;
		if (i >= opened && i < t->n - closed && depth < least)
			least = depth;
	}
	return depth == 0 ? least : 0;
}

static void
text_init(struct text *x, struct sm_arena *a, const struct sm_dialect *d,
    const char *text, const struct sm_renamings *renamings)
{
	struct sm_lexer l;
	struct sm_token t;
	size_t n;

	memset(x, 0, sizeof *x);
	x->arena = a;
	x->dialect = d;
	x->renamings = renamings;
	sm_lexer_init(&l, d, text, strlen(text));
	while (t = sm_lexer_next(&l), t.kind != SM_TOKEN_END)
		if (t.kind != SM_TOKEN_SPACE &&
		    (t.kind != SM_TOKEN_COMMENT || is_code(d, &t)))
			*sm_push(a, &x->tokens) = t;
	if (sm_in(PG, d))
		sm_array_casts_spread(a, &x->tokens);
	n = enclosing(&x->tokens);
	x->from = n;
	x->to = x->tokens.n - n;
}

static const struct sm_token *
token(const struct text *x, size_t i)
{
	static const struct sm_token none = {SM_TOKEN_END, "", 0, false};

	return i < x->tokens.n ? &x->tokens.v[i] : &none;
}

/* Is token i a bare word that is no name?  After a dot, all words are names. */
static bool
is_keyword(const struct text *x, size_t i,
    bool (*reserved)(const struct sm_dialect *, const char *, size_t))
{
	const struct sm_token *t = token(x, i);

	return t->kind == SM_TOKEN_WORD &&
	    (i == 0 || !sm_token_is_op(token(x, i - 1), ".")) &&
	    reserved(x->dialect, t->text, t->len);
}

static void
add_lower(struct sm_buf *b, const char *p, size_t len)
{
	for (; len > 0; p++, len--)
		sm_buf_addc(b, sm_lower(*p));
}

static void
add_quoted(struct sm_buf *b, char quote, const char *s)
{
	sm_buf_addc(b, quote);
	for (; *s != '\0'; s++) {
		if (*s == quote)
			sm_buf_addc(b, quote);
		sm_buf_addc(b, *s);
	}
	sm_buf_addc(b, quote);
}

/*
 * The name that the token stands for, as the dialect's catalog would spell it.
 * Case goes where neither a table nor a column has any, which is how it is with
 * all names of SQLite and none of MySQL's (there, only columns have none).
 */
static const char *
name_of(const struct text *x, const struct sm_token *t)
{
	const struct sm_dialect *d = x->dialect;
	char *name, *p;

	if (t->kind == SM_TOKEN_WORD && d->lowers_bare) {
		name = sm_memdup(x->arena, t->text, t->len);
		for (p = name; *p != '\0'; p++)
			*p = sm_lower(*p);
		return name;
	}
	return sm_token_name(x->arena, t);
}

/*
 * Does a table stand at i, as far as the words before it tell?  Parentheses
 * and one qualifier are passed over: FROM (public.t.
 */
static bool
is_table_place(const struct text *x, size_t i)
{
	bool called = sm_token_is_op(token(x, i + 1), "(");
	size_t k;

	if (i >= 2 && sm_token_is_op(token(x, i - 1), "."))
		i -= 2;
	while (i > 0 && sm_token_is_op(token(x, i - 1), "("))
		i--;
	for (k = 0; i > 0 && k < sizeof before_tables / sizeof *before_tables;
	     k++)
		if (sm_token_is(token(x, i - 1), before_tables[k].word))
			return before_tables[k].called || !called;
	return false;
}

/* Is token i the name of a function that is called? */
static bool
is_called(const struct text *x, size_t i)
{
	return sm_token_is_op(token(x, i + 1), "(") && !is_table_place(x, i);
}

/*
 * Append the name at i so that it reads back as this name and as nothing else:
 * bare, a function's would lose its case.
 */
static void
add_name(struct sm_buf *b, const struct text *x, size_t i, const char *name)
{
	const struct sm_dialect *d = x->dialect;
	bool lowers = d->lowers_bare || is_called(x, i);
	/* At the start of a bare name SQLite takes U+FEFF for a blank. */
	bool bare = sm_is_name_start(*name) &&
	    strncmp(name, "\xef\xbb\xbf", 3) != 0;
	const char *p;

	if (d->fold_tables == SM_FOLD_ASCII && d->fold_columns == SM_FOLD_ASCII)
		name = sm_fold_column(x->arena, d, name);
	for (p = name; *p != '\0'; p++)
		bare = bare && sm_is_name(*p) && !(lowers && sm_is_upper(*p));
	if (bare && !sm_is_reserved(d, name, strlen(name)))
		sm_buf_adds(b, name);
	else
		add_quoted(b, d->quote, name);
}

/* May token i be the table, or the column, that a renaming speaks of? */
static bool
may_be(const struct text *x, size_t i, bool table)
{
	bool qualified = i > 0 && sm_token_is_op(token(x, i - 1), ".");
	bool qualifies = sm_token_is_op(token(x, i + 1), ".");
	bool called = sm_token_is_op(token(x, i + 1), "(");

	if (!table)
		return !qualifies && !called;
	if (qualifies)
		return true;
	return qualified || called ? is_table_place(x, i) : true;
}

/* The new name of what token i names, NULL: it keeps its own. */
static const char *
renamed(const struct text *x, size_t i, const char *name)
{
	const struct sm_renaming *r;
	size_t k;

	for (k = 0; x->renamings != NULL && k < x->renamings->n; k++) {
		r = &x->renamings->v[k];
		if ((r->is_table ? sm_same_table : sm_same_column)(x->dialect,
			name, r->from) && may_be(x, i, r->is_table))
			return r->to;
	}
	return NULL;
}

/*
 * Keywords, names of functions and, where the dialect has no case, names lose
 * their case; a bare name of MySQL keeps it, since it may be a table's.
 */
static void
add_word(struct sm_buf *b, const struct text *x, size_t i)
{
	const struct sm_token *t = token(x, i);
	const char *name, *to;

	if (is_keyword(x, i, sm_is_reserved)) {
		add_lower(b, t->text, t->len);
		return;
	}
	name = name_of(x, t);
	to = renamed(x, i, name);
	if (to == NULL && is_called(x, i))
		add_lower(b, t->text, t->len);
	else
		add_name(b, x, i, to != NULL ? to : name);
}

static void
add_quoted_name(struct sm_buf *b, const struct text *x, size_t i)
{
	const struct sm_token *t = token(x, i);
	const char *name, *to;

	if (t->open || sm_lower(*t->text) == 'u') { /* U&"…" */
		sm_buf_add(b, t->text, t->len);
		return;
	}
	name = name_of(x, t);
	to = renamed(x, i, name);
	add_name(b, x, i, to != NULL ? to : name);
}

/*
 * MySQL: which quotes a string has, and which of several spellings a character
 * in it, makes no difference.
 */
static void
add_mysql_string(struct sm_buf *b, const struct sm_token *t)
{
	static const char *const escapes[] = {
		"n\n", "r\r", "t\t", "b\b", "Z\032",
	};
	const char *p = t->text, *end = t->text + t->len - 1;
	char quote = *p++;
	size_t i;

	sm_buf_addc(b, '\'');
	for (; p < end; p++) {
		if (*p == quote) { /* doubled */
			p++;
		} else if (*p == '\\') {
			p++;
			for (i = 0; i < sizeof escapes / sizeof *escapes; i++)
				if (*p == escapes[i][0])
					break;
			if (i < sizeof escapes / sizeof *escapes) {
				sm_buf_addc(b, escapes[i][1]);
				continue;
			}
			if (strchr("0%_\\", *p) != NULL)
				sm_buf_addc(b, '\\');
		}
		if (*p == '\'')
			sm_buf_addc(b, '\'');
		sm_buf_addc(b, *p);
	}
	sm_buf_addc(b, '\'');
}

static void
add_string(struct sm_buf *b, const struct text *x, size_t i)
{
	const struct sm_token *t = token(x, i);

	if (t->open || *t->text == '$')
		sm_buf_add(b, t->text, t->len);
	else if (strchr("xXbB", *t->text) != NULL)
		add_lower(b, t->text, t->len);
	else if (sm_in(MM, x->dialect) && strchr("'\"", *t->text) != NULL)
		add_mysql_string(b, t);
	else { /* only the case of a prefix */
		sm_buf_addc(b, sm_lower(*t->text));
		sm_buf_add(b, t->text + 1, t->len - 1);
	}
}

static void
add_number(struct sm_buf *b, const struct text *x, size_t i)
{
	add_lower(b, token(x, i)->text, token(x, i)->len);
}

static void
add_op(struct sm_buf *b, const struct text *x, size_t i)
{
	const struct sm_token *t = token(x, i);
	size_t k;

	for (k = 0; k < sizeof synonyms / sizeof *synonyms; k++)
		if (sm_in(synonyms[k].in, x->dialect) &&
		    sm_token_is_op(t, synonyms[k].from)) {
			sm_buf_adds(b, synonyms[k].to);
			return;
		}
	sm_buf_add(b, t->text, t->len);
}

static void
add_exact(struct sm_buf *b, const struct text *x, size_t i)
{
	sm_buf_add(b, token(x, i)->text, token(x, i)->len);
}

typedef void adder(struct sm_buf *, const struct text *, size_t i);

/* How a token of each kind is written. */
static adder *const add_token[] = {
	[SM_TOKEN_END] = add_exact,
	[SM_TOKEN_SPACE] = add_exact,
	[SM_TOKEN_COMMENT] = add_exact,
	[SM_TOKEN_WORD] = add_word,
	[SM_TOKEN_NAME] = add_quoted_name,
	[SM_TOKEN_STRING] = add_string,
	[SM_TOKEN_NUMBER] = add_number,
	[SM_TOKEN_PARAM] = add_exact,
	[SM_TOKEN_OP] = add_op,
	[SM_TOKEN_OTHER] = add_exact,
};

/* Is token i the _utf8mb4 before a string that needs none? */
static bool
is_idle_introducer(const struct text *x, size_t i)
{
	const struct sm_token *t = token(x, i), *s = token(x, i + 1);
	size_t k;

	if (!sm_in(MM, x->dialect) || s->kind != SM_TOKEN_STRING)
		return false;
	for (k = 0; k < s->len; k++)
		if ((unsigned char)s->text[k] >= 0x80)
			return false;
	for (k = 0; k < sizeof introducers / sizeof *introducers; k++)
		if (sm_token_is(t, introducers[k]))
			return strchr("'\"", *s->text) != NULL;
	return false;
}

static const char *
normal(const struct text *x)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *result;
	size_t i;

	for (i = x->from; i < x->to; i++) {
		if (is_idle_introducer(x, i))
			continue;
		if (b.len > 0)
			sm_buf_addc(&b, ' ');
		add_token[token(x, i)->kind](&b, x, i);
	}
	result = sm_memdup(x->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}

const char *
sm_sql_normal(struct sm_arena *a, const struct sm_dialect *d, const char *text,
    const struct sm_renamings *renamings)
{
	struct text x;

	if (text == NULL)
		return NULL;
	text_init(&x, a, d, text, renamings);
	return normal(&x);
}

/*
 * SQLite 3.40.1: after DEFAULT a name, bare or quoted in any way, is a string
 * (DEFAULT foo, DEFAULT "foo" and DEFAULT 'foo' all store the text foo, with
 * its case), also "true" and "null", but for bare true, false, null and
 * current_…, and never in parentheses: DEFAULT (foo) is refused.
 */
static const char *
string_default(const struct text *x)
{
	const struct sm_token *t = token(x, x->from);
	struct sm_buf b = SM_BUF_INIT;
	const char *result;

	if (!sm_in(SQ, x->dialect) || x->to - x->from != 1 || t->open ||
	    (t->kind != SM_TOKEN_NAME && t->kind != SM_TOKEN_WORD) ||
	    is_keyword(x, x->from, sm_is_reserved))
		return NULL;
	add_quoted(&b, '\'', sm_token_name(x->arena, t));
	result = sm_memdup(x->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}

/* MySQL and MariaDB: the words for the time of the statement. */
static const char *
now_default(const struct text *x)
{
	static const char *const words[] = {
		"current_timestamp", "localtime", "localtimestamp", "now",
	};
	const struct sm_token *t = token(x, x->from), *arg;
	size_t n = x->to - x->from, k;

	for (k = 0; k < sizeof words / sizeof *words; k++)
		if (sm_token_is(t, words[k]))
			break;
	if (!sm_in(MM, x->dialect) || k == sizeof words / sizeof *words)
		return NULL;
	if (n == 1)
		return sm_token_is(t, "now") ? NULL : words[0];
	if (n > 4 || !sm_token_is_op(token(x, x->from + 1), "(") ||
	    !sm_token_is_op(token(x, x->to - 1), ")"))
		return NULL;
	arg = token(x, x->from + 2);
	if (n == 3 || (arg->len == 1 && *arg->text == '0'))
		return words[0];
	if (n != 4 || arg->kind != SM_TOKEN_NUMBER)
		return NULL;
	return sm_sprintf(x->arena, "%s ( %.*s )", words[0], (int)arg->len,
	    arg->text);
}

const char *
sm_default_normal(struct sm_arena *a, const struct sm_dialect *d,
    const char *text, const struct sm_renamings *renamings)
{
	const char *special;
	struct text x;

	if (text == NULL)
		return NULL;
	text_init(&x, a, d, text, renamings);
	if ((special = string_default(&x)) != NULL ||
	    (special = now_default(&x)) != NULL)
		return special;
	/* PostgreSQL keeps DEFAULT NULL where the type has a length:
	   NULL::character varying. */
	if (sm_in(PG, d) && sm_token_is(token(&x, x.from), "null") &&
	    sm_token_is_op(token(&x, x.from + 1), "::"))
		return "null";
	if (x.to - x.from == 2 && sm_token_is_op(token(&x, x.from), "+") &&
	    token(&x, x.from + 1)->kind == SM_TOKEN_NUMBER)
		x.from++;
	return normal(&x);
}

bool
sm_sql_mentions(const struct sm_dialect *d, const char *text, const char *name)
{
	const struct sm_token *t;
	struct sm_arena *a;
	const char *word;
	struct text x;
	bool found = false;
	size_t i;

	if (text == NULL)
		return false;
	a = sm_arena_new();
	text_init(&x, a, d, text, NULL);
	for (i = 0; i < x.tokens.n && !found; i++) {
		t = token(&x, i);
		if (t->kind != SM_TOKEN_NAME && t->kind != SM_TOKEN_WORD)
			continue;
		if (is_keyword(&x, i, sm_is_never_name))
			continue;
		word = name_of(&x, t);
		found = sm_same_table(d, word, name) ||
		    sm_same_column(d, word, name);
	}
	sm_arena_free(a);
	return found;
}

const char *
sm_sql_unwrap(struct sm_arena *a, const struct sm_dialect *d, const char *text)
{
	const struct sm_token *first, *last;
	struct text x;

	if (text == NULL)
		return NULL;
	text_init(&x, a, d, text, NULL);
	if (x.from == x.to)
		return "";
	first = token(&x, x.from);
	last = token(&x, x.to - 1);
	return sm_memdup(a, first->text,
	    (size_t)(last->text + last->len - first->text));
}
