#include "text/lexer.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "tap.h"

/*
 * What the text is cut into: a letter for the kind (upper case: the first of
 * its name, Q a quoted name), the text; a ! for an open token.  Blanks are left
 * out, all other bytes must be there.
 */
static const struct {
	enum sm_dialect_id dialect;
	const char *text, *want;
} cases[] = {
	/* SQLite: tokenize.c */
	{SM_SQLITE, "", ""},
	{SM_SQLITE, "a", "W<a>"},
	{SM_SQLITE, "SELECT a$1, _b FROM t", "W<SELECT> W<a$1> O<,> W<_b> "
	    "W<FROM> W<t>"},
	{SM_SQLITE, "na\xc3\xafve=1", "W<na\xc3\xafve> O<=> N<1>"},
	{SM_SQLITE, "\xef\xbb\xbfselect", "W<select>"},
	{SM_SQLITE, "'it''s'", "S<'it''s'>"},
	{SM_SQLITE, "'a\\'b'", "S<'a\\'> W<b> S<'>!"},
	{SM_SQLITE, "\"a\"\"b\"", "Q<\"a\"\"b\">"},
	{SM_SQLITE, "`a``b`", "Q<`a``b`>"},
	{SM_SQLITE, "[a[b]]", "Q<[a[b]> ?<]>"},
	{SM_SQLITE, "[a", "Q<[a>!"},
	{SM_SQLITE, "'a", "S<'a>!"},
	{SM_SQLITE, "'a''", "S<'a''>!"},
	{SM_SQLITE, "\"", "Q<\">!"},
	{SM_SQLITE, "x'00ff' X'0' y'1'", "S<x'00ff'> S<X'0'> W<y> S<'1'>"},
	{SM_SQLITE, "x'a''b'", "S<x'a'> S<'b'>"},
	{SM_SQLITE, "1 1.5 .5 1. 1e5 1E-5 1.e+3", "N<1> N<1.5> N<.5> N<1.> "
	    "N<1e5> N<1E-5> N<1.e+3>"},
	{SM_SQLITE, "0x1F 0X1f 0x", "N<0x1F> N<0X1f> N<0x>"},
	{SM_SQLITE, "0x1fg 0x1_f 0x_1", "N<0x1f> W<g> N<0x1_f> N<0x_1>"},
	{SM_SQLITE, "1abc 1e 1_000 1e5x", "N<1abc> N<1e> N<1_000> N<1e5x>"},
	{SM_SQLITE, "1..2", "N<1.> N<.2>"},
	{SM_SQLITE, "a.b .c", "W<a> O<.> W<b> O<.> W<c>"},
	{SM_SQLITE, "1-1 1e-x", "N<1> O<-> N<1> N<1e> O<-> W<x>"},
	{SM_SQLITE, "-- a\nb", "C<-- a> W<b>"},
	{SM_SQLITE, "--", "C<-->"},
	{SM_SQLITE, "a--b", "W<a> C<--b>"},
	{SM_SQLITE, "a/*b*/c", "W<a> C</*b*/> W<c>"},
	{SM_SQLITE, "/* /* */ */", "C</* /* */> O<*> O</>"},
	{SM_SQLITE, "/*/ a", "C</*/ a>!"},
	{SM_SQLITE, "/**/", "C</**/>"},
	{SM_SQLITE, "/*", "O</> O<*>"},
	{SM_SQLITE, "/* *", "C</* *>!"},
	{SM_SQLITE, "# a", "?<#> W<a>"},
	{SM_SQLITE, "a||b<<c>>d<=e>=f==g!=h<>i", "W<a> O<||> W<b> O<<<> W<c> "
	    "O<>>> W<d> O<<=> W<e> O<>=> W<f> O<==> W<g> O<!=> W<h> O<<>> "
	    "W<i>"},
	{SM_SQLITE, "a->'$' ->>b", "W<a> O<->> S<'$'> O<->>> W<b>"},
	{SM_SQLITE, "a!b^c", "W<a> ?<!> W<b> ?<^> W<c>"},
	{SM_SQLITE, "(a&b|~c%d);", "O<(> W<a> O<&> W<b> O<|> O<~> W<c> O<%> "
	    "W<d> O<)> O<;>"},
	{SM_SQLITE, "===", "O<==> O<=>"},
	{SM_SQLITE, "? ?12 :a @a $a #1", "P<?> P<?12> P<:a> P<@a> P<$a> P<#1>"},
	{SM_SQLITE, "$a::b(c) $a(b c", "P<$a::b(c)> P<$a(b> W<c>"},
	{SM_SQLITE, ": @ $", "?<:> ?<@> ?<$>"},
	{SM_SQLITE, "a\vb \vc", "W<a> ?<\v> W<b> W<c>"},
	{SM_SQLITE, "a\001b", "W<a> ?<\001> W<b>"},

	/* PostgreSQL: scan.l */
	{SM_POSTGRESQL, "/* a /* b */ c */ d", "C</* a /* b */ c */> W<d>"},
	{SM_POSTGRESQL, "/* /* */", "C</* /* */>!"},
	{SM_POSTGRESQL, "-- a\nb--c", "C<-- a> W<b> C<--c>"},
	{SM_POSTGRESQL, "'a\\' 'b''c'", "S<'a\\'> S<'b''c'>"},
	{SM_POSTGRESQL, "E'a\\'b' e'\\\\'", "S<E'a\\'b'> S<e'\\\\'>"},
	{SM_POSTGRESQL, "E'a''b' e 'c'", "S<E'a''b'> W<e> S<'c'>"},
	{SM_POSTGRESQL, "B'101' X'1F' N'x' be'x'", "S<B'101'> S<X'1F'> "
	    "S<N'x'> W<be> S<'x'>"},
	{SM_POSTGRESQL, "U&'\\0061' U&\"d\\0061\" u & 'a'", "S<U&'\\0061'> "
	    "Q<U&\"d\\0061\"> W<u> O<&> S<'a'>"},
	{SM_POSTGRESQL, "$$a'b$$ $t$a$$b$t$c", "S<$$a'b$$> S<$t$a$$b$t$> W<c>"},
	{SM_POSTGRESQL, "$a$ $b$ $a$", "S<$a$ $b$ $a$>"},
	{SM_POSTGRESQL, "$a$ $a", "S<$a$ $a>!"},
	{SM_POSTGRESQL, "$1 $1a a$$b$$", "P<$1> P<$1> W<a> W<a$$b$$>"},
	{SM_POSTGRESQL, "$1$ $é$x$é$", "P<$1> ?<$> S<$é$x$é$>"},
	{SM_POSTGRESQL, "a::int[]", "W<a> O<::> W<int> O<[> O<]>"},
	{SM_POSTGRESQL, "a:b :=c", "W<a> O<:> W<b> O<:=> W<c>"},
	{SM_POSTGRESQL, "a@>b <@c ~~* !~~ ->> #>> ?| @@@", "W<a> O<@>> W<b> "
	    "O<<@> W<c> O<~~*> O<!~~> O<->>> O<#>>> O<?|> O<@@@>"},
	{SM_POSTGRESQL, "a=-1 b@-1 c*-+2", "W<a> O<=> O<-> N<1> W<b> O<@-> "
	    "N<1> W<c> O<*> O<-> O<+> N<2>"},
	{SM_POSTGRESQL, "a<--b\n", "W<a> O<<> C<--b>"},
	{SM_POSTGRESQL, "a*/*b*/c", "W<a> O<*> C</*b*/> W<c>"},
	{SM_POSTGRESQL, "1..10 1.5 .5 1. 1e5 0x1F 0b101 0o17 1_000", "N<1> "
	    "O<..> N<10> N<1.5> N<.5> N<1.> N<1e5> N<0x1F> N<0b101> N<0o17> "
	    "N<1_000>"},
	{SM_POSTGRESQL, "[a]", "O<[> W<a> O<]>"},
	{SM_POSTGRESQL, "\"a\"\"b\" `c`", "Q<\"a\"\"b\"> O<`> W<c> O<`>"},
	{SM_POSTGRESQL, "{a}", "?<{> W<a> ?<}>"},

	/* MySQL and MariaDB: sql_lex.cc */
	{SM_MYSQL, "'a\\'b' \"a\\\"b\" `a\\` `a``b`", "S<'a\\'b'> "
	    "S<\"a\\\"b\"> Q<`a\\`> Q<`a``b`>"},
	{SM_MYSQL, "'a''b' \"a\"\"b\" 'a\\", "S<'a''b'> S<\"a\"\"b\"> "
	    "S<'a\\>!"},
	{SM_MYSQL, "# a\nb --c\n-- d\n--", "C<# a> W<b> O<-> O<-> W<c> "
	    "C<-- d> C<-->"},
	{SM_MYSQL, "--\tx\ny", "C<--\tx> W<y>"},
	{SM_MYSQL, "/*!50100 a */ /*M! b */ /* c */", "C</*!50100 a */> "
	    "C</*M! b */> C</* c */>"},
	{SM_MYSQL, "_utf8mb4'x' x'00' b'101' N'x'", "W<_utf8mb4> S<'x'> "
	    "S<x'00'> S<b'101'> S<N'x'>"},
	{SM_MYSQL, "1a 0x1f 0xzz 0b11 0b2 1e5 1e5x 1.5 .5 $a", "W<1a> N<0x1f> "
	    "W<0xzz> N<0b11> W<0b2> N<1e5> W<1e5x> N<1.5> N<.5> W<$a>"},
	{SM_MYSQL, "? @a @@global.b @`c` a:=1", "P<?> P<@a> P<@@global.b> "
	    "O<@> Q<`c`> W<a> O<:=> N<1>"},
	{SM_MYSQL, "a<=>b && c || d->>'$.e'", "W<a> O<<=>> W<b> O<&&> W<c> "
	    "O<||> W<d> O<->>> S<'$.e'>"},
	{SM_MYSQL, "1-1", "N<1> O<-> N<1>"},
	{SM_MARIADB, "`a` > 0", "Q<`a`> O<>> N<0>"},
	{SM_MARIADB, "# a", "C<# a>"},
};

static void
show(struct sm_buf *b, const struct sm_token *t)
{
	static const char letters[] = "E_CWQSNPO?";

	if (b->len > 0)
		sm_buf_addc(b, ' ');
	sm_buf_addf(b, "%c<%.*s>%s", letters[t->kind], (int)t->len, t->text,
	    t->open ? "!" : "");
}

static void
test_cases(struct sm_arena *a)
{
	size_t i, covered;
	struct sm_lexer l;
	struct sm_token t;
	struct sm_buf b;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		b = (struct sm_buf)SM_BUF_INIT;
		covered = 0;
		sm_lexer_init(&l, sm_dialect_get(cases[i].dialect),
		    cases[i].text, strlen(cases[i].text));
		while (t = sm_lexer_next(&l), t.kind != SM_TOKEN_END) {
			covered += t.len;
			if (t.kind != SM_TOKEN_SPACE)
				show(&b, &t);
		}
		is_str(sm_buf_str(&b), cases[i].want, "%s: %s",
		    sm_dialect_get(cases[i].dialect)->name,
		    sm_printable_str(a, cases[i].text));
		if (covered != strlen(cases[i].text))
			ok(false, "tokens cover the text");
		sm_buf_free(&b);
	}
}

static const struct {
	enum sm_dialect_id dialect;
	const char *text, *want;
} names[] = {
	{SM_SQLITE, "a", "a"},
	{SM_SQLITE, "Ab", "Ab"},
	{SM_SQLITE, "\"a\"\"b\"", "a\"b"},
	{SM_SQLITE, "`a``b\"\"`", "a`b\"\""},
	{SM_SQLITE, "[a\"\"b]", "a\"\"b"},
	{SM_SQLITE, "'it''s'", "it's"},
	{SM_SQLITE, "\"\"", ""},
	{SM_SQLITE, "\"a", "a"},
	{SM_SQLITE, "\"a\"\"", "a\""},
	{SM_POSTGRESQL, "\"A b\"", "A b"},
	{SM_POSTGRESQL, "U&\"a\"", "a"},
	{SM_MYSQL, "`a``b`", "a`b"},
};

static void
test_names(struct sm_arena *a)
{
	struct sm_lexer l;
	struct sm_token t;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		sm_lexer_init(&l, sm_dialect_get(names[i].dialect),
		    names[i].text, strlen(names[i].text));
		t = sm_lexer_next(&l);
		is_str(sm_token_name(a, &t), names[i].want, "name %s",
		    names[i].text);
	}
}

static void
test_tokenize(struct sm_arena *a)
{
	static const char text[] = " select /* x */ a -- y\n , 'b' ";
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	struct sm_tokens v = {NULL, 0, 0};
	struct sm_lexer l;

	sm_tokenize(a, d, text, sizeof text - 1, &v);
	is_int((long long)v.n, 4, "only solid tokens");
	ok(sm_token_is(&v.v[0], "SELECT"), "keyword in any case");
	ok(!sm_token_is(&v.v[0], "selec"), "a beginning is no keyword");
	ok(!sm_token_is(&v.v[0], "selects"), "nor is something longer");
	ok(!sm_token_is(&v.v[3], "b"), "a string is no keyword");
	ok(sm_token_is_op(&v.v[2], ","), "operator");
	ok(!sm_token_is_op(&v.v[1], "a"), "a word is no operator");

	/* The length counts, not a NUL. */
	v = (struct sm_tokens){NULL, 0, 0};
	sm_tokenize(a, d, "a\0b c", 5, &v);
	is_int((long long)v.n, 4, "a NUL is a byte that fits nothing");
	v = (struct sm_tokens){NULL, 0, 0};
	sm_tokenize(a, d, "abc", 2, &v);
	is_int((long long)v.v[0].len, 2, "nothing is read after the end");

	sm_lexer_init(&l, d, "", 0);
	is_int(sm_lexer_next(&l).kind, SM_TOKEN_END, "the end");
	is_int(sm_lexer_next_solid(&l).kind, SM_TOKEN_END, "the end again");
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();

	test_cases(a);
	test_names(a);
	test_tokenize(a);
	sm_arena_free(a);
	return tap_end();
}
