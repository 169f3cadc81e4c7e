#include "text/type.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/ascii.h"
#include "text/keyword.h"
#include "text/lexer.h"
#include "text/mask.h"

/* What is peculiar about the numbers in parentheses after a type's name. */
enum {
	WIDTH = 1,   /* a width for display, no part of the type */
	SCALE0 = 2,  /* (p) says (p,0) */
	ZERO = 4,    /* (0) says nothing */
	FLOATING = 8, /* (p) chooses between float and double */
	FOREIGN = 16 /* an extension's type, in whichever schema */
};

/*
 * What a name means in which dialect; the first row that fits.  A name that
 * isn't here is its own base and has no relations.
 *
 * SQLite has no types, only names of which any will do: its rows are the names
 * that are seen there, so that a rename is recognised by what was meant.
 */
static const struct row {
	int in;
	const char *name, *base;
	enum sm_family family;
	int flags;
	int args;    /* how many there are if there are none */
	long arg[2]; /* these */
} rows[] = {
	{MM, "bool", "tinyint", SM_FAMILY_NONE, WIDTH, 1, {1, 0}},
	{MM, "boolean", "tinyint", SM_FAMILY_NONE, WIDTH, 1, {1, 0}},
	{ALL, "bool", "boolean", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{ALL, "boolean", "boolean", SM_FAMILY_NONE, 0, 0, {0, 0}},

	{MM, "tinyint", "tinyint", SM_FAMILY_NONE, WIDTH, 0, {0, 0}},
	{MM, "int1", "tinyint", SM_FAMILY_NONE, WIDTH, 0, {0, 0}},
	{MM, "smallint", "smallint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "int2", "smallint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "mediumint", "mediumint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "middleint", "mediumint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "int3", "mediumint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "int", "int", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "integer", "int", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "int4", "int", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "bigint", "bigint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "int8", "bigint", SM_FAMILY_INTEGER, WIDTH, 0, {0, 0}},
	{MM, "year", "year", SM_FAMILY_NONE, WIDTH, 0, {0, 0}},
	{ALL, "smallint", "smallint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{ALL, "int2", "smallint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{SQ, "mediumint", "mediumint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{ALL, "int", "int", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{ALL, "integer", "int", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{ALL, "int4", "int", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{ALL, "bigint", "bigint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{ALL, "int8", "bigint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{SQ, "big int", "bigint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{PG, "smallserial", "smallint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{PG, "serial2", "smallint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{PG, "serial", "int", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{PG, "serial4", "int", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{PG, "bigserial", "bigint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},
	{PG, "serial8", "bigint", SM_FAMILY_INTEGER, 0, 0, {0, 0}},

	{PG, "bpchar", "char", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{PG | MM, "char", "char", SM_FAMILY_TEXT, 0, 1, {1, 0}},
	{PG | MM, "character", "char", SM_FAMILY_TEXT, 0, 1, {1, 0}},
	{PG | MM, "nchar", "char", SM_FAMILY_TEXT, 0, 1, {1, 0}},
	{PG | MM, "national char", "char", SM_FAMILY_TEXT, 0, 1, {1, 0}},
	{PG | MM, "national character", "char", SM_FAMILY_TEXT, 0, 1, {1, 0}},
	{MM, "char byte", "binary", SM_FAMILY_NONE, 0, 1, {1, 0}},
	{SQ, "char", "char", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "character", "char", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "nchar", "char", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "native character", "char", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "varchar", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "character varying", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "char varying", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{MM, "varcharacter", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "nchar varying", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "national varchar", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "national char varying", "varchar", SM_FAMILY_TEXT, 0, 0,
	    {0, 0}},
	{ALL, "national character varying", "varchar", SM_FAMILY_TEXT, 0, 0,
	    {0, 0}},
	{SQ | MM, "nvarchar", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "varchar2", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "nvarchar2", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "varying character", "varchar", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "text", "text", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ, "clob", "text", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{MM, "tinytext", "tinytext", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ | MM, "mediumtext", "mediumtext", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{MM, "long", "mediumtext", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{MM, "long varchar", "mediumtext", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{SQ | MM, "longtext", "longtext", SM_FAMILY_TEXT, 0, 0, {0, 0}},
	{ALL, "citext", "citext", SM_FAMILY_TEXT, FOREIGN, 0, {0, 0}},
	{ALL, "enum", "enum", SM_FAMILY_TEXT, 0, 0, {0, 0}},

	{PG, "decimal", "decimal", SM_FAMILY_NUMERIC, SCALE0, 0, {0, 0}},
	{PG, "numeric", "decimal", SM_FAMILY_NUMERIC, SCALE0, 0, {0, 0}},
	{PG, "dec", "decimal", SM_FAMILY_NUMERIC, SCALE0, 0, {0, 0}},
	{MM, "decimal", "decimal", SM_FAMILY_NUMERIC, SCALE0, 2, {10, 0}},
	{MM, "numeric", "decimal", SM_FAMILY_NUMERIC, SCALE0, 2, {10, 0}},
	{MM, "dec", "decimal", SM_FAMILY_NUMERIC, SCALE0, 2, {10, 0}},
	{MM, "fixed", "decimal", SM_FAMILY_NUMERIC, SCALE0, 2, {10, 0}},
	{MA, "number", "decimal", SM_FAMILY_NUMERIC, SCALE0, 2, {10, 0}},
	{SQ, "decimal", "decimal", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{SQ, "numeric", "decimal", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{SQ, "dec", "decimal", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{SQ, "number", "decimal", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{PG, "float", "double", SM_FAMILY_NUMERIC, FLOATING, 0, {0, 0}},
	{PG, "real", "float", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{MM, "float", "float", SM_FAMILY_NUMERIC, FLOATING, 0, {0, 0}},
	{SQ, "float", "float", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{SQ | MM, "real", "double", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{ALL, "float4", "float", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{ALL, "float8", "double", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{SQ | MM, "double", "double", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},
	{ALL, "double precision", "double", SM_FAMILY_NUMERIC, 0, 0, {0, 0}},

	{MM, "datetime", "datetime", SM_FAMILY_TIME, ZERO, 0, {0, 0}},
	{MM, "timestamp", "timestamp", SM_FAMILY_TIME, ZERO, 0, {0, 0}},
	{MM, "time", "time", SM_FAMILY_NONE, ZERO, 0, {0, 0}},
	{SQ, "datetime", "timestamp", SM_FAMILY_TIME, 0, 0, {0, 0}},
	{ALL, "timestamp", "timestamp", SM_FAMILY_TIME, 0, 0, {0, 0}},
	{ALL, "timestamp without time zone", "timestamp", SM_FAMILY_TIME, 0, 0,
	    {0, 0}},
	{ALL, "timestamptz", "timestamptz", SM_FAMILY_TIME, 0, 0, {0, 0}},
	{ALL, "timestamp with time zone", "timestamptz", SM_FAMILY_TIME, 0, 0,
	    {0, 0}},
	{ALL, "date", "date", SM_FAMILY_TIME, 0, 0, {0, 0}},
	{ALL, "time", "time", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{ALL, "time without time zone", "time", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{ALL, "timetz", "timetz", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{ALL, "time with time zone", "timetz", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{PG, "interval", "interval", SM_FAMILY_NONE, 0, 0, {0, 0}},

	{ALL, "json", "json", SM_FAMILY_JSON, 0, 0, {0, 0}},
	{ALL, "jsonb", "jsonb", SM_FAMILY_JSON, 0, 0, {0, 0}},
	{ALL, "hstore", "hstore", SM_FAMILY_JSON, FOREIGN, 0, {0, 0}},

	{PG | MM, "bit", "bit", SM_FAMILY_NONE, 0, 1, {1, 0}},
	{PG, "bit varying", "varbit", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{PG, "varbit", "varbit", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{MM, "binary", "binary", SM_FAMILY_NONE, 0, 1, {1, 0}},
	{MM, "varbinary", "varbinary", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{MM, "long varbinary", "mediumblob", SM_FAMILY_NONE, 0, 0, {0, 0}},
	{MM, "geometrycollection", "geomcollection", SM_FAMILY_NONE, 0, 0,
	    {0, 0}},
};

/* A type taken apart. */
struct parts {
	struct sm_buf words; /* the name: words and dots, in lower case */
	struct sm_buf rest;  /* what is neither name, nor numbers, nor flag */
	const struct row *row;
	const char *base; /* with the schema, where the table doesn't know it */
	int args;
	long arg[2];
	bool is_unsigned, zerofill, array;
};

static const struct row *
find_row(const struct sm_dialect *d, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sm_in(rows[i].in, d) && strlen(rows[i].name) == len &&
		    memcmp(rows[i].name, name, len) == 0)
			return &rows[i];
	return NULL;
}

static void
add_lower(struct sm_buf *b, const char *p, size_t len)
{
	for (; len > 0; p++, len--)
		sm_buf_addc(b, sm_lower(*p));
}

/*
 * A piece of the name.  A quoted one that needs its quotes keeps them: "char"
 * is another type than char.
 */
static void
add_name(struct parts *x, struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_token *t)
{
	struct sm_buf *b = &x->words;
	const char *name, *p;
	bool bare = true;

	if (b->len > 0 && b->text[b->len - 1] != '.')
		sm_buf_addc(b, ' ');
	if (t->kind == SM_TOKEN_WORD) {
		add_lower(b, t->text, t->len);
		return;
	}
	name = sm_token_name(a, t);
	for (p = name; *p != '\0'; p++)
		bare = bare && sm_is_name(*p) && !sm_is_upper(*p);
	if (d->lowers_bare &&
	    (!bare || sm_is_reserved(d, name, strlen(name))))
		sm_buf_add(b, t->text, t->len);
	else
		add_lower(b, name, strlen(name));
}

static void
add_rest(struct parts *x, const struct sm_token *t)
{
	if (x->rest.len > 0)
		sm_buf_addc(&x->rest, ' ');
	if (t->kind == SM_TOKEN_STRING)
		sm_buf_add(&x->rest, t->text, t->len);
	else
		add_lower(&x->rest, t->text, t->len);
}

static long
number(const struct sm_token *t)
{
	long n = 0;
	size_t i;

	for (i = 0; i < t->len && sm_is_digit(t->text[i]); i++)
		n = n > 99999999 ? 999999999 : n * 10 + (t->text[i] - '0');
	return n;
}

/*
 * Read (n) or (n,m), *i being at the parenthesis; or leave everything as it
 * was, if it is something else.
 */
static bool
read_args(struct parts *x, const struct sm_tokens *v, size_t *i)
{
	long arg[2] = {0, 0};
	size_t k = *i + 1;
	bool minus;
	int n = 0;

	if (x->args > 0)
		return false;
	for (;;) {
		minus = k < v->n && sm_token_is_op(&v->v[k], "-");
		k += minus;
		if (n == 2 || k >= v->n || v->v[k].kind != SM_TOKEN_NUMBER)
			return false;
		arg[n++] = minus ? -number(&v->v[k]) : number(&v->v[k]);
		k++;
		if (k < v->n && sm_token_is_op(&v->v[k], ","))
			k++;
		else
			break;
	}
	if (k >= v->n || !sm_token_is_op(&v->v[k], ")"))
		return false;
	x->args = n;
	memcpy(x->arg, arg, sizeof arg);
	*i = k;
	return true;
}

/* How many tokens from i on say which character set or collation. */
static size_t
charset(const struct sm_dialect *d, const struct sm_tokens *v, size_t i)
{
	if (!sm_in(MM, d))
		return 0;
	if (sm_token_is(&v->v[i], "collate") ||
	    sm_token_is(&v->v[i], "charset"))
		return 2;
	return sm_token_is(&v->v[i], "character") && i + 1 < v->n &&
	    sm_token_is(&v->v[i + 1], "set") ? 3 : 0;
}

static void
split(struct parts *x, struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_tokens *v)
{
	const struct sm_token *t;
	size_t i, skip;

	for (i = 0; i < v->n; i++) {
		t = &v->v[i];
		if ((skip = charset(d, v, i)) > 0)
			i += skip - 1;
		else if (!sm_in(PG, d) && sm_token_is(t, "unsigned"))
			x->is_unsigned = true;
		else if (sm_in(MM, d) && sm_token_is(t, "zerofill"))
			x->is_unsigned = x->zerofill = true;
		else if (sm_in(MM, d) && sm_token_is(t, "signed"))
			continue;
		else if (t->kind == SM_TOKEN_WORD || t->kind == SM_TOKEN_NAME)
			add_name(x, a, d, t);
		else if (sm_token_is_op(t, "."))
			sm_buf_addc(&x->words, '.');
		else if (sm_token_is_op(t, "[") || sm_token_is_op(t, "]"))
			x->array = true;
		else if (x->array && t->kind == SM_TOKEN_NUMBER)
			continue; /* int[3] is int[] */
		else if (!sm_token_is_op(t, "(") || !read_args(x, v, &i))
			add_rest(x, t);
	}
}

/*
 * The row of the longest beginning of the name; the words after it are the
 * rest, as the fields of an interval are.
 */
static void
look_up(struct parts *x, struct sm_arena *a, const struct sm_dialect *d)
{
	const char *name = sm_buf_str(&x->words), *dot = strrchr(name, '.');
	size_t n;

	if (dot != NULL) {
		x->row = find_row(d, dot + 1, strlen(dot + 1));
		if (x->row != NULL && !(x->row->flags & FOREIGN) &&
		    strncmp(name, "pg_catalog.", (size_t)(dot + 1 - name)) != 0)
			x->row = NULL;
		x->base = x->row != NULL ? x->row->base : sm_strdup(a, name);
		return;
	}
	for (n = strlen(name); n > 0 && x->row == NULL; ) {
		x->row = find_row(d, name, n);
		if (x->row == NULL)
			for (n--; n > 0 && name[n] != ' '; n--)
				;
	}
	x->base = x->row != NULL ? x->row->base : sm_strdup(a, name);
	if (x->row != NULL && name[n] == ' ') {
		if (x->rest.len > 0)
			sm_buf_addc(&x->rest, ' ');
		sm_buf_adds(&x->rest, name + n + 1);
	}
}

/* Bring the numbers to one spelling, by what the row says of them. */
static void
settle_args(struct parts *x)
{
	const struct row *r = x->row;
	int flags = r == NULL ? 0 : r->flags;

	if (r != NULL && x->args == 0) {
		x->args = r->args;
		memcpy(x->arg, r->arg, sizeof x->arg);
	}
	if ((flags & SCALE0) && x->args == 1) {
		x->args = 2;
		x->arg[1] = 0;
	}
	if ((flags & FLOATING) && x->args == 1) {
		x->base = x->arg[0] <= 24 ? "float" : "double";
		x->args = 0;
	}
	if ((flags & ZERO) && x->args == 1 && x->arg[0] == 0)
		x->args = 0;
	/* tinyint(1) is MySQL's boolean; zeros are filled up to the width. */
	if ((flags & WIDTH) && !x->zerofill &&
	    !(strcmp(x->base, "tinyint") == 0 && x->args == 1 &&
		x->arg[0] == 1 && !x->is_unsigned))
		x->args = 0;
}

static void
parts_init(struct parts *x, struct sm_arena *a, const struct sm_dialect *d,
    const char *text)
{
	struct sm_tokens v = {NULL, 0, 0};

	memset(x, 0, sizeof *x);
	sm_tokenize(a, d, text == NULL ? "" : text,
	    text == NULL ? 0 : strlen(text), &v);
	split(x, a, d, &v);
	look_up(x, a, d);
	settle_args(x);
}

static void
parts_free(struct parts *x)
{
	sm_buf_free(&x->words);
	sm_buf_free(&x->rest);
}

struct sm_type
sm_type_parse(struct sm_arena *a, const struct sm_dialect *d, const char *text)
{
	struct sm_type t;
	struct parts x;

	parts_init(&x, a, d, text);
	memset(&t, 0, sizeof t);
	t.base = x.array ? sm_sprintf(a, "%s[]", x.base) : x.base;
	t.family = x.row == NULL || x.array ? SM_FAMILY_NONE : x.row->family;
	t.args = x.args;
	memcpy(t.arg, x.arg, sizeof t.arg);
	t.is_unsigned = x.is_unsigned;
	parts_free(&x);
	return t;
}

/* The one spelling of a type, for all dialects but SQLite. */
static const char *
canonical(struct sm_arena *a, const struct sm_dialect *d, const char *text)
{
	const char *result, *schema;
	struct parts x;
	int dot;

	parts_init(&x, a, d, text);
	schema = sm_buf_str(&x.words);
	dot = x.row != NULL && (x.row->flags & FOREIGN) &&
	    strchr(schema, '.') != NULL ? (int)strcspn(schema, ".") + 1 : 0;
	result = sm_sprintf(a, "%.*s%s(%d:%ld,%ld)%s%s%s %s", dot, schema,
	    x.base, x.args, x.args > 0 ? x.arg[0] : 0,
	    x.args > 1 ? x.arg[1] : 0, x.is_unsigned ? " unsigned" : "",
	    x.zerofill ? " zerofill" : "", x.array ? "[]" : "",
	    sm_buf_str(&x.rest));
	parts_free(&x);
	return result;
}

/*
 * SQLite keeps a type as it was written, and nothing but the letters say what
 * it is: only case and blanks go, these but for one between two words.
 */
static const char *
squeezed(struct sm_arena *a, const struct sm_dialect *d, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;
	struct sm_tokens v = {NULL, 0, 0};
	const char *result;
	size_t i;

	sm_tokenize(a, d, text, strlen(text), &v);
	for (i = 0; i < v.n; i++) {
		if (i > 0 && v.v[i].kind != SM_TOKEN_OP &&
		    v.v[i - 1].kind != SM_TOKEN_OP)
			sm_buf_addc(&b, ' ');
		add_lower(&b, v.v[i].text, v.v[i].len);
	}
	result = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}

bool
sm_type_same(const struct sm_dialect *d, const char *one, const char *two)
{
	const char *(*spell)(struct sm_arena *, const struct sm_dialect *,
	    const char *) = sm_in(SQ, d) ? squeezed : canonical;
	struct sm_arena *a;
	bool same;

	one = one == NULL ? "" : one;
	two = two == NULL ? "" : two;
	if (strcmp(one, two) == 0)
		return true;
	a = sm_arena_new();
	same = strcmp(spell(a, d, one), spell(a, d, two)) == 0;
	sm_arena_free(a);
	return same;
}

/* The first that is found anywhere in the type's name. */
static const struct {
	const char *part;
	enum sm_affinity affinity;
} affinities[] = {
	{"int", SM_AFFINITY_INTEGER},
	{"char", SM_AFFINITY_TEXT},
	{"clob", SM_AFFINITY_TEXT},
	{"text", SM_AFFINITY_TEXT},
	{"blob", SM_AFFINITY_BLOB},
	{"real", SM_AFFINITY_REAL},
	{"floa", SM_AFFINITY_REAL},
	{"doub", SM_AFFINITY_REAL},
};

static bool
contains(const char *s, const char *part)
{
	size_t n = strlen(part), len = strlen(s);

	for (; len >= n; s++, len--)
		if (sm_is_word(s, n, part))
			return true;
	return false;
}

enum sm_affinity
sm_affinity(const char *type)
{
	size_t i;

	if (type == NULL || *type == '\0')
		return SM_AFFINITY_BLOB;
	for (i = 0; i < sizeof affinities / sizeof *affinities; i++)
		if (contains(type, affinities[i].part))
			return affinities[i].affinity;
	return SM_AFFINITY_NUMERIC;
}

const char *
sm_affinity_name(enum sm_affinity affinity)
{
	static const char *const names[] = {
		[SM_AFFINITY_INTEGER] = "INTEGER",
		[SM_AFFINITY_TEXT] = "TEXT",
		[SM_AFFINITY_BLOB] = "BLOB",
		[SM_AFFINITY_REAL] = "REAL",
		[SM_AFFINITY_NUMERIC] = "NUMERIC",
	};

	return names[affinity];
}
