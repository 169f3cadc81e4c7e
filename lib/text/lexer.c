#include "text/lexer.h"

#include <string.h>

#include "base/list.h"
#include "text/ascii.h"

/*
 * What differs between the lexical grammars.  SQLite's is that of its
 * tokenize.c, PostgreSQL's of scan.l, MySQL's and MariaDB's of sql_lex.cc in
 * the default sql_mode.  A string of characters stands for a set of them.
 */
struct lexis {
	const char *space;     /* what blanks start with */
	const char *names;     /* quotes around names; '[' closes with ']' */
	const char *strings;   /* quotes around strings */
	const char *escaped;   /* of these, where a backslash escapes */
	const char *prefixes;  /* letters that belong to a ' right after them */
	const char *raw;       /* of these, where '' is no quote inside */
	const char *escaping;  /* of these, where a backslash escapes */
	const char *bases;     /* letters after 0: 0x1f, 0b101, 0o17 */
	const char *const *ops; /* of several bytes, longest first */
	const char *op;        /* of one byte */
	const char *free_op;   /* bytes that make operators of any length */
	size_t (*param)(const char *p, const char *end);
	bool bom;          /* is U+FEFF a blank? */
	bool nests;        /* do comments nest? */
	bool hash;         /* does # start a comment? */
	bool dash_blank;   /* does -- need a blank after it? */
	bool dollar_quote; /* $tag$…$tag$ */
	bool unicode;      /* U&'…' and U&"…" */
	bool digit_name;   /* may a bare name start with a digit or $? */
	bool dot_dot;      /* is 1.. the number 1 and an operator? */
};

/* The byte i places after p, NUL from the end on. */
static char
at(const char *p, const char *end, size_t i)
{
	return i < (size_t)(end - p) ? p[i] : '\0';
}

static bool
among(const char *set, char c)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* How many bytes at p are parts of a name. */
static size_t
name_length(const char *p, const char *end)
{
	const char *s = p;

	while (s < end && sm_is_name(*s))
		s++;
	return (size_t)(s - p);
}

/*
 * SQLite: ?1, and :a @a #1 $a, of which each may go on with ::b and end with
 * (c), the way Tcl spells variables.
 */
static size_t
param_sqlite(const char *p, const char *end)
{
	size_t i = 1, named = 0;

	if (*p == '?') {
		while (sm_is_digit(at(p, end, i)))
			i++;
		return i;
	}
	if (!among("$@#:", *p))
		return 0;
	for (;; i++) {
		if (sm_is_name(at(p, end, i))) {
			named++;
		} else if (at(p, end, i) == ':' && at(p, end, i + 1) == ':') {
			i++;
		} else {
			break;
		}
	}
	if (named > 0 && at(p, end, i) == '(') {
		do
			i++;
		while (at(p, end, i) != '\0' &&
		    !among(" \t\n\v\f\r)", at(p, end, i)));
		if (at(p, end, i) == ')')
			i++;
	}
	return named > 0 ? i : 0;
}

static size_t
param_postgresql(const char *p, const char *end)
{
	size_t i = 1;

	if (*p != '$')
		return 0;
	while (sm_is_digit(at(p, end, i)))
		i++;
	return i > 1 ? i : 0;
}

/* MySQL: ?, @a, @@global.a; @'a' is an @ and a string. */
static size_t
param_mysql(const char *p, const char *end)
{
	size_t i = 1;

	if (*p == '?')
		return 1;
	if (*p != '@')
		return 0;
	if (at(p, end, i) == '@')
		i++;
	while (sm_is_name(at(p, end, i)) || at(p, end, i) == '.')
		i++;
	return i > 1 && p[i - 1] != '@' ? i : 0;
}

static const char *const ops_sqlite[] = {
	"->>", "->", "||", "<<", ">>", "<=", ">=", "==", "!=", "<>", NULL,
};
static const char *const ops_postgresql[] = {"::", ":=", "..", NULL};
static const char *const ops_mysql[] = {
	"<=>", "->>", "->", "||", "&&", "<<", ">>", "<=", ">=", "!=", "<>",
	":=", NULL,
};

#define MYSQL_LEXIS                                                            \
	{                                                                      \
		.space = " \t\n\v\f\r", .names = "`", .strings = "'\"",        \
		.escaped = "'\"", .prefixes = "xbn", .raw = "xb",              \
		.escaping = "n", .bases = "xb", .ops = ops_mysql,              \
		.op = "-+*/%=<>|&~^!,;().:@{}", .free_op = "",                 \
		.param = param_mysql, .hash = true, .dash_blank = true,        \
		.digit_name = true,                                            \
	}

static const struct lexis lexes[SM_DIALECTS] = {
	[SM_SQLITE] = {
		.space = " \t\n\f\r", /* \v only goes on with a blank */
		.names = "\"`[",
		.strings = "'",
		.escaped = "",
		.prefixes = "x",
		.raw = "x",
		.escaping = "",
		.bases = "xX",
		.ops = ops_sqlite,
		.op = "-+*/%=<>|&~,;().",
		.free_op = "",
		.param = param_sqlite,
		.bom = true,
	},
	[SM_POSTGRESQL] = {
		.space = " \t\n\v\f\r",
		.names = "\"",
		.strings = "'",
		.escaped = "",
		.prefixes = "ebxn",
		.raw = "bx",
		.escaping = "e",
		.bases = "xXoObB",
		.ops = ops_postgresql,
		.op = ",;().:[]",
		.free_op = "+-*/<>=~!@#%^&|`?",
		.param = param_postgresql,
		.nests = true,
		.dollar_quote = true,
		.unicode = true,
		.dot_dot = true,
	},
	[SM_MYSQL] = MYSQL_LEXIS,
	[SM_MARIADB] = MYSQL_LEXIS,
};

/*
 * Each of the scanners below returns the length of its kind of token at p, 0 if
 * there is none; p is never at the end.  It may set t->open and, where it knows
 * better than the table of scanners, t->kind.
 */
typedef size_t scanner(const struct lexis *, const char *p, const char *end,
    struct sm_token *t);

static size_t
scan_space(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	const char *s = p;

	(void)t;
	if (x->bom && end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		return 3;
	if (!among(x->space, *p))
		return 0;
	while (s < end && among(" \t\n\v\f\r", *s))
		s++;
	return (size_t)(s - p);
}

static size_t
line_length(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));

	return (size_t)((newline == NULL ? end : newline) - p);
}

static size_t
block_length(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	const char *s = p + 2;
	int depth = 1;

	for (; end - s >= 2; s++) {
		if (s[0] == '*' && s[1] == '/') {
			s++;
			if (--depth == 0)
				return (size_t)(s + 1 - p);
		} else if (x->nests && s[0] == '/' && s[1] == '*') {
			s++;
			depth++;
		}
	}
	t->open = true;
	return (size_t)(end - p);
}

static size_t
scan_comment(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	char next = at(p, end, 1), after = at(p, end, 2);

	if (x->hash && *p == '#')
		return line_length(p, end);
	if (*p == '-' && next == '-' &&
	    (!x->dash_blank || (unsigned char)after <= ' ' || after == 0x7f))
		return line_length(p, end);
	/* SQLite reads a slash and a star that end the text as operators. */
	if (*p == '/' && next == '*' && end - p > 2)
		return block_length(x, p, end, t);
	return 0;
}

/*
 * The length of what starts with the quote at p[from]: to the next such quote
 * that is not doubled (unless raw) and not escaped.
 */
static size_t
quoted_length(const char *p, const char *end, size_t from, bool raw,
    bool escapes, struct sm_token *t)
{
	size_t i, n = (size_t)(end - p);
	char quote = p[from] == '[' ? ']' : p[from];

	for (i = from + 1; i < n; i++) {
		if (escapes && p[i] == '\\')
			i++;
		else if (p[i] == quote &&
		    (raw || at(p, end, i + 1) != quote))
			return i + 1;
		else if (p[i] == quote)
			i++;
	}
	t->open = true;
	return n;
}

/* x'00', E'a\'b', U&'…', U&"…" */
static size_t
scan_prefixed(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	char c = sm_lower(*p), next = at(p, end, 1), after = at(p, end, 2);

	if (among(x->prefixes, c) && next == '\'')
		return quoted_length(p, end, 1, among(x->raw, c),
		    among(x->escaping, c), t);
	if (x->unicode && c == 'u' && next == '&' && among("'\"", after)) {
		t->kind = after == '"' ? SM_TOKEN_NAME : SM_TOKEN_STRING;
		return quoted_length(p, end, 2, false, false, t);
	}
	return 0;
}

static size_t
scan_quoted(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	bool is_name = among(x->names, *p);

	if (!is_name && !among(x->strings, *p))
		return 0;
	t->kind = is_name ? SM_TOKEN_NAME : SM_TOKEN_STRING;
	return quoted_length(p, end, 0, *p == '[', among(x->escaped, *p), t);
}

/* $$…$$ and $tag$…$tag$, where the tag is a name without a dollar. */
static size_t
scan_dollar(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	const char *s;
	size_t n = 1;

	if (!x->dollar_quote || *p != '$')
		return 0;
	if (sm_is_name_start(at(p, end, 1)))
		while (at(p, end, n) != '$' && sm_is_name(at(p, end, n)))
			n++;
	if (at(p, end, n++) != '$')
		return 0;
	for (s = p + n; (size_t)(end - s) >= n; s++) {
		s = memchr(s, '$', (size_t)(end - s));
		if (s == NULL || (size_t)(end - s) < n)
			break;
		if (memcmp(s, p, n) == 0)
			return (size_t)(s - p) + n;
	}
	t->open = true;
	return (size_t)(end - p);
}

/* Is c a digit of the base that a letter after 0 names? */
static bool
is_base_digit(char base, char c)
{
	switch (sm_lower(base)) {
	case 'b':
		return among("01", c);
	case 'o':
		return among("01234567", c);
	default:
		return sm_is_xdigit(c);
	}
}

static size_t
digits(const char *p, const char *end, size_t i, bool underscores)
{
	while (sm_is_digit(at(p, end, i)) ||
	    (underscores && at(p, end, i) == '_'))
		i++;
	return i;
}

/* 0x1f, 0b101; what comes after it is another token. */
static size_t
based_length(const struct lexis *x, const char *p, const char *end)
{
	char base = at(p, end, 1);
	size_t i = 2;

	if (*p != '0' || !among(x->bases, base) ||
	    !is_base_digit(base, at(p, end, i)))
		return 0;
	while (is_base_digit(base, at(p, end, i)) ||
	    (at(p, end, i) == '_' && !x->digit_name &&
		is_base_digit(base, at(p, end, i + 1))))
		i++;
	return i;
}

/*
 * 1, .5, 1.5e-3, 0x1f, 1_000.  Name characters right after a decimal number
 * belong to it (SQLite and PostgreSQL call that an error), but in MySQL 1a and
 * 0x1g are names.
 */
static size_t
scan_number(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	bool score = !x->digit_name, dotted = false;
	size_t i, sign, tail;

	if (!sm_is_digit(*p) && !(*p == '.' && sm_is_digit(at(p, end, 1))))
		return 0;
	if ((i = based_length(x, p, end)) > 0 && !x->digit_name)
		return i;
	if (i == 0) {
		i = digits(p, end, 0, score);
		if (at(p, end, i) == '.' &&
		    !(x->dot_dot && at(p, end, i + 1) == '.')) {
			dotted = true;
			i = digits(p, end, i + 1, score);
		}
		sign = among("+-", at(p, end, i + 1));
		if (sm_lower(at(p, end, i)) == 'e' &&
		    sm_is_digit(at(p, end, i + 1 + sign)))
			i = digits(p, end, i + 1 + sign, score);
	}
	/* A $ may start a token of PostgreSQL's, but not one of SQLite's. */
	tail = x->dollar_quote && at(p, end, i) == '$'
	    ? 0 : name_length(p + i, end);
	if (!x->digit_name)
		return i + tail;
	if (tail == 0 || dotted)
		return i;
	t->kind = SM_TOKEN_WORD;
	return name_length(p, end); /* of 1e+5x that is 1e */
}

static size_t
scan_param(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	(void)t;
	return x->param(p, end);
}

static size_t
scan_word(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	(void)t;
	if (!sm_is_name_start(*p) && !(x->digit_name && *p == '$'))
		return 0;
	return name_length(p, end);
}

/*
 * PostgreSQL's operators are as long as they can be, but end where a comment
 * starts, and only those with one of ~!@#%^&|`? end in + or -.
 */
static size_t
free_length(const struct lexis *x, const char *p, const char *end)
{
	size_t n = 0, i;

	while (among(x->free_op, at(p, end, n)) &&
	    !(p[n] == '-' && at(p, end, n + 1) == '-') &&
	    !(p[n] == '/' && at(p, end, n + 1) == '*'))
		n++;
	for (i = 0; i < n; i++)
		if (among("~!@#%^&|`?", p[i]))
			return n;
	while (n > 1 && among("+-", p[n - 1]))
		n--;
	return n;
}

static size_t
scan_op(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	const char *const *op;
	size_t n;

	(void)t;
	for (op = x->ops; *op != NULL; op++) {
		n = strlen(*op);
		if ((size_t)(end - p) >= n && memcmp(p, *op, n) == 0)
			return n;
	}
	if (among(x->op, *p))
		return 1;
	return free_length(x, p, end);
}

static size_t
scan_other(const struct lexis *x, const char *p, const char *end,
    struct sm_token *t)
{
	(void)x;
	(void)p;
	(void)end;
	(void)t;
	return 1;
}

/* In the order in which they are tried. */
static const struct {
	scanner *scan;
	enum sm_token_kind kind;
} scanners[] = {
	{scan_space, SM_TOKEN_SPACE},
	{scan_comment, SM_TOKEN_COMMENT},
	{scan_prefixed, SM_TOKEN_STRING},
	{scan_quoted, SM_TOKEN_NAME},
	{scan_dollar, SM_TOKEN_STRING},
	{scan_number, SM_TOKEN_NUMBER},
	{scan_param, SM_TOKEN_PARAM},
	{scan_word, SM_TOKEN_WORD},
	{scan_op, SM_TOKEN_OP},
	{scan_other, SM_TOKEN_OTHER},
};

void
sm_lexer_init(struct sm_lexer *l, const struct sm_dialect *d, const char *text,
    size_t len)
{
	l->dialect = d;
	l->at = text;
	l->end = text + len;
}

struct sm_token
sm_lexer_next(struct sm_lexer *l)
{
	struct sm_token t = {SM_TOKEN_END, l->at, 0, false};
	size_t i;

	if (l->at == l->end)
		return t;
	for (i = 0; t.len == 0; i++) {
		t.kind = scanners[i].kind;
		t.len = scanners[i].scan(&lexes[l->dialect->id], l->at, l->end,
		    &t);
	}
	l->at += t.len;
	return t;
}

struct sm_token
sm_lexer_next_solid(struct sm_lexer *l)
{
	struct sm_token t;

	do
		t = sm_lexer_next(l);
	while (t.kind == SM_TOKEN_SPACE || t.kind == SM_TOKEN_COMMENT);
	return t;
}

bool
sm_token_is(const struct sm_token *t, const char *keyword)
{
	return t->kind == SM_TOKEN_WORD &&
	    sm_is_word(t->text, t->len, keyword);
}

bool
sm_token_is_op(const struct sm_token *t, const char *op)
{
	return t->kind == SM_TOKEN_OP && strlen(op) == t->len &&
	    memcmp(t->text, op, t->len) == 0;
}

const char *
sm_token_name(struct sm_arena *a, const struct sm_token *t)
{
	const char *p = t->text, *end = t->text + t->len;
	char quote, *name, *out;

	if (t->kind != SM_TOKEN_NAME && t->kind != SM_TOKEN_STRING)
		return sm_memdup(a, p, t->len);
	while (p < end && !among("\"`['", *p)) /* U&, x */
		p++;
	if (p == end)
		return sm_memdup(a, t->text, t->len);
	quote = *p++ == '[' ? ']' : p[-1];
	if (!t->open)
		end--;
	out = name = sm_alloc(a, (size_t)(end - p) + 1);
	while (p < end) {
		*out++ = *p;
		p += *p == quote && at(p, end, 1) == quote ? 2 : 1;
	}
	return name;
}

void
sm_tokenize(struct sm_arena *a, const struct sm_dialect *d, const char *text,
    size_t len, struct sm_tokens *out)
{
	struct sm_lexer l;
	struct sm_token t;

	sm_lexer_init(&l, d, text, len);
	while (t = sm_lexer_next_solid(&l), t.kind != SM_TOKEN_END)
		*sm_push(a, out) = t;
}
