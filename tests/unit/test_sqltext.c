#include "text/sqltext.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "tap.h"

enum { SAME = 1, OTHER = 0 };

static const struct pair {
	enum sm_dialect_id dialect;
	int same;
	const char *a, *b;
} pairs[] = {
	/* blanks, comments, case */
	{SM_SQLITE, SAME, "a>0", " a  >\n0\t"},
	{SM_SQLITE, SAME, "a > 0", "a /* x */ > -- y\n 0"},
	{SM_SQLITE, SAME, "A IS NOT NULL", "a is not null"},
	{SM_SQLITE, SAME, "Length(A)>1", "length ( a ) > 1"},
	{SM_SQLITE, OTHER, "a > 0", "a >= 0"},
	{SM_SQLITE, OTHER, "a > 0", "a > 00"},
	{SM_SQLITE, OTHER, "ab", "a b"},
	{SM_SQLITE, OTHER, "a - -b", "a"},
	{SM_SQLITE, OTHER, "", "a"},
	{SM_SQLITE, SAME, "", " -- nothing"},
	/* quotes of names */
	{SM_SQLITE, SAME, "\"A\" = `b`", "a = [B]"},
	{SM_SQLITE, SAME, "\"a b\"", "[A B]"},
	{SM_SQLITE, OTHER, "\"a b\"", "a b"},
	{SM_SQLITE, SAME, "\"a\"\"b\"", "[a\"b]"},
	{SM_SQLITE, SAME, "\"key\" > 0", "KEY > 0"},
	{SM_SQLITE, SAME, "\"action\"", "action"},
	{SM_SQLITE, OTHER, "\"null\"", "null"},
	{SM_SQLITE, OTHER, "\"true\"", "true"},
	{SM_SQLITE, OTHER, "\"current_timestamp\"", "current_timestamp"},
	{SM_SQLITE, OTHER, "t \"left\" join u", "t left join u"},
	{SM_SQLITE, SAME, "\"order\"", "[ORDER]"},
	{SM_SQLITE, OTHER, "\"1\"", "1"},
	{SM_SQLITE, OTHER, "\"a.b\"", "a.b"},
	{SM_SQLITE, OTHER, "\"\"", ""},
	{SM_SQLITE, SAME, "\"\xc3\x84\"", "\xc3\x84"},
	{SM_SQLITE, OTHER, "\xc3\x84", "\xc3\xa4"},
	{SM_SQLITE, OTHER, "\"\xef\xbb\xbf" "a\"", "a"},
	{SM_SQLITE, SAME, "\xef\xbb\xbf" "a", "a"},
	/* strings are what they are */
	{SM_SQLITE, OTHER, "a = 'X'", "a = 'x'"},
	{SM_SQLITE, OTHER, "a = 'x'", "a = \"x\""},
	{SM_SQLITE, OTHER, "a = ' x'", "a = 'x'"},
	{SM_SQLITE, OTHER, "'a' 'b'", "'a'' ''b'"},
	{SM_SQLITE, SAME, "x'AB'", "X'ab'"},
	{SM_SQLITE, OTHER, "x'ab'", "'ab'"},
	{SM_SQLITE, OTHER, "'--a'", "''"},
	/* numbers */
	{SM_SQLITE, SAME, "1E5", "1e5"},
	{SM_SQLITE, SAME, "0XfF", "0xFf"},
	{SM_SQLITE, OTHER, "1", "1.0"},
	{SM_SQLITE, OTHER, "1", "'1'"},
	/* operators */
	{SM_SQLITE, SAME, "a==b", "a = b"},
	{SM_SQLITE, SAME, "a!=b", "a <> b"},
	{SM_SQLITE, OTHER, "a = = b", "a == b"},
	/* an IN list on varchar, as deparsed once and once more */
	{SM_POSTGRESQL, SAME,
	    "((s)::text = ANY ((ARRAY['x'::character varying, "
	    "'y'::character varying])::text[]))",
	    "((s)::text = ANY (ARRAY[('x'::character varying)::text, "
	    "('y'::character varying)::text]))"},
	{SM_POSTGRESQL, SAME, "(ARRAY[f(a, 1), (b)])::p.\"T\"(3)[]",
	    "ARRAY[(f(a, 1))::p.\"T\"(3), ((b))::p.\"T\"(3)]"},
	{SM_POSTGRESQL, OTHER, "(ARRAY['x'::varchar])::text[]",
	    "ARRAY[('y'::varchar)::text]"},
	{SM_POSTGRESQL, OTHER, "(ARRAY['x'::varchar])::text[]",
	    "ARRAY[('x'::varchar)::bpchar]"},
	{SM_POSTGRESQL, OTHER, "(ARRAY[ARRAY['x']])::text[]",
	    "ARRAY[(ARRAY['x'])::text]"},
	{SM_POSTGRESQL, OTHER, "(ARRAY['x'])::text[]", "(ARRAY['x'])::text"},
	{SM_POSTGRESQL, OTHER, "(ARRAY[a, b])::text[]", "(ARRAY[a, b)::text[]"},
	{SM_POSTGRESQL, SAME, "a != b", "a <> b"},
	{SM_POSTGRESQL, OTHER, "a == b", "a = b"},
	{SM_MYSQL, SAME, "a != b", "a <> b"},
	/* parentheses around the whole */
	{SM_SQLITE, SAME, "(a > 0)", "a > 0"},
	{SM_SQLITE, SAME, "((a > 0))", "a > 0"},
	{SM_SQLITE, SAME, "( /* x */ a -- y\n)", "a"},
	{SM_SQLITE, OTHER, "(a) + (b)", "a + b"},
	{SM_SQLITE, OTHER, "(a) + (b)", "a) + (b"},
	{SM_SQLITE, SAME, "((a) + (b))", "(a) + (b)"},
	{SM_SQLITE, OTHER, "((a) + b)", "a + b"},
	{SM_SQLITE, OTHER, "a + (b)", "a + b"},
	{SM_SQLITE, OTHER, "(a", "a"},
	{SM_SQLITE, OTHER, "a)", "a"},
	{SM_SQLITE, OTHER, "(a))", "(a)"},
	{SM_SQLITE, OTHER, ")a(", "a"},
	{SM_SQLITE, OTHER, "a IN ('()')", "a IN ()"},
	/* what has no end */
	{SM_SQLITE, OTHER, "'a", "'a'"},
	{SM_SQLITE, OTHER, "\"a", "a"},
	{SM_SQLITE, SAME, "a /* b", "a"},
	/* PostgreSQL: bare is lower, quoted is exact */
	{SM_POSTGRESQL, SAME, "Foo > 0", "foo > 0"},
	{SM_POSTGRESQL, SAME, "\"foo\" > 0", "foo > 0"},
	{SM_POSTGRESQL, OTHER, "\"Foo\" > 0", "foo > 0"},
	{SM_POSTGRESQL, OTHER, "\"Foo\" > 0", "Foo > 0"},
	{SM_POSTGRESQL, OTHER, "\"user\" = 'a'", "user = 'a'"},
	{SM_POSTGRESQL, SAME, "t.\"user\"", "t.user"},
	{SM_POSTGRESQL, SAME, "e'a'", "E'a'"},
	{SM_POSTGRESQL, OTHER, "E'a'", "E'A'"},
	{SM_POSTGRESQL, SAME, "B'101'", "b'101'"},
	{SM_POSTGRESQL, OTHER, "$$a$$", "$$A$$"},
	{SM_POSTGRESQL, OTHER, "'a'::text", "'a'"},
	{SM_POSTGRESQL, SAME, "'a'::TEXT", "('a'::text)"},
	{SM_POSTGRESQL, OTHER, "a IN (1, 2)", "a IN (1 2)"},
	{SM_POSTGRESQL, SAME, "a /* /* */ b */ c", "a c"},
	{SM_POSTGRESQL, OTHER, "'1'::\"char\"", "'1'::char"},
	{SM_POSTGRESQL, OTHER, "U&\"a\"", "a"},
	/* MySQL, MariaDB */
	{SM_MYSQL, SAME, "`a` > 0", "a > 0"},
	{SM_MYSQL, OTHER, "`T`.a", "`t`.a"},
	{SM_MYSQL, OTHER, "T.a", "t.a"},
	{SM_MYSQL, SAME, "CONCAT(a)", "concat(a)"},
	{SM_MYSQL, SAME, "x JOIN y ON LOWER(a)", "x JOIN y ON lower(a)"},
	{SM_MYSQL, SAME, "`lower`(a)", "LOWER(a)"},
	{SM_MYSQL, OTHER, "`Lower`(a)", "Lower(a)"},
	{SM_MYSQL, SAME, "INSERT INTO T(a)", "insert into `T`(`a`)"},
	{SM_MYSQL, OTHER, "INSERT INTO T(a)", "INSERT INTO t(a)"},
	{SM_MYSQL, SAME, "a IS NULL", "a is null"},
	{SM_MYSQL, OTHER, "`null`", "null"},
	{SM_MYSQL, SAME, "\"a\"", "'a'"},
	{SM_MYSQL, SAME, "'it''s'", "'it\\'s'"},
	{SM_MYSQL, SAME, "\"it's\"", "'it''s'"},
	{SM_MYSQL, SAME, "'say \"\"'", "\"say \"\"\"\"\""},
	{SM_MYSQL, SAME, "'a\\nb'", "'a\nb'"},
	{SM_MYSQL, OTHER, "'a\\nb'", "'anb'"},
	{SM_MYSQL, SAME, "'a\\qb'", "'aqb'"},
	{SM_MYSQL, OTHER, "'a\\%b'", "'a%b'"},
	{SM_MYSQL, OTHER, "'\\\\n'", "'\\n'"},
	{SM_MYSQL, OTHER, "'\\0'", "'0'"},
	{SM_MYSQL, OTHER, "`a`", "'a'"},
	{SM_MYSQL, SAME, "_utf8mb4'x'", "'x'"},
	{SM_MYSQL, SAME, "_utf8mb4'x'", "_latin1'x'"},
	{SM_MYSQL, OTHER, "_utf8mb4'\xc3\xa4'", "_latin1'\xc3\xa4'"},
	{SM_MYSQL, OTHER, "_binary'x'", "'x'"},
	{SM_MYSQL, OTHER, "_latin1 x'00'", "x'00'"},
	{SM_MYSQL, OTHER, "a /*!80016 NOT ENFORCED */", "a"},
	{SM_MYSQL, SAME, "a /* NOT ENFORCED */", "a"},
	{SM_MARIADB, OTHER, "a /*M! b */", "a"},
	{SM_MYSQL, SAME, "a # b", "a -- c"},
	{SM_SQLITE, OTHER, "a /*! b */ c", "a b c"},
	{SM_SQLITE, SAME, "a /*! b */ c", "a c"},
};

static void
test_pairs(struct sm_arena *a)
{
	const struct sm_dialect *d;
	const struct pair *p;
	const char *x, *y;
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		p = &pairs[i];
		d = sm_dialect_get(p->dialect);
		x = sm_sql_normal(a, d, p->a, NULL);
		y = sm_sql_normal(a, d, p->b, NULL);
		if (!ok((strcmp(x, y) == 0) == p->same, "%s: %s %s %s", d->name,
			sm_printable_str(a, p->a), p->same ? "is" : "is not",
			sm_printable_str(a, p->b)))
			printf("# %s\n# %s\n", x, y);
		/* The normal form is its own. */
		if (strcmp(sm_sql_normal(a, d, x, NULL), x) != 0 &&
		    strpbrk(p->a, "\\\"'`") == NULL)
			is(sm_sql_normal(a, d, x, NULL), x, "fixpoint");
	}
	is(sm_sql_normal(a, sm_dialect_get(SM_SQLITE), NULL, NULL), NULL,
	    "NULL stays NULL");
}

/* a>b: the renaming from a to b; a table's name with a T before it. */
static const struct {
	enum sm_dialect_id dialect;
	const char *renamings, *text, *want;
} renames[] = {
	{SM_SQLITE, "a>b", "a > 0 AND A < 9", "b > 0 and b < 9"},
	{SM_SQLITE, "a>b", "\"A\" > 0", "b > 0"},
	{SM_SQLITE, "a>B C", "a > 0", "\"b c\" > 0"},
	{SM_SQLITE, "a>order", "a > 0", "\"order\" > 0"},
	{SM_SQLITE, "a>b", "ab > 0", "ab > 0"},
	{SM_SQLITE, "a>b", "x = 'a'", "x = 'a'"},
	{SM_SQLITE, "a>b", "a(a)", "a ( b )"},
	{SM_SQLITE, "a>b", "t.a = a.x", "t . b = a . x"},
	{SM_SQLITE, "a>b b>a", "a < b", "b < a"},
	{SM_SQLITE, "a>b b>c", "a < b", "b < c"},
	{SM_SQLITE, "order>pos", "\"order\" > 0", "pos > 0"},
	{SM_SQLITE, "order>pos", "SELECT a ORDER BY b", "select a order by b"},
	{SM_SQLITE, "Tt>u", "t.a > 0 AND x.t > t",
	    "u . a > 0 and x . t > u"},
	{SM_SQLITE, "Tt>u", "SELECT * FROM t JOIN main.t",
	    "select * from u join main . u"},
	{SM_SQLITE, "Tt>u", "INSERT INTO t(a) SELECT t(a)",
	    "insert into u ( a ) select t ( a )"},
	{SM_SQLITE, "Tlower>u", "SELECT 1 FROM a JOIN b ON lower(c)",
	    "select 1 from a join b on lower ( c )"},
	{SM_POSTGRESQL, "Tt>u", "AFTER INSERT ON public.t FOR EACH ROW",
	    "after insert on public . u for each row"},
	{SM_SQLITE, "Tt>u", "SELECT * FROM (t)", "select * from ( u )"},
	{SM_SQLITE, "Tt>u a>b", "UPDATE t SET a=t.a",
	    "update u set b = u . b"},
	{SM_POSTGRESQL, "a>b", "(A > 0)", "b > 0"},
	{SM_POSTGRESQL, "a>b", "\"A\" > 0", "\"A\" > 0"},
	{SM_POSTGRESQL, "A>B", "\"A\" > a", "\"B\" > a"},
	{SM_POSTGRESQL, "Tt>u", "SELECT t.a FROM (public.t JOIN public.v ON "
	    "(t.a = v.t))", "select u . a from ( public . u join public . v on "
	    "( u . a = v . t ) )"},
	{SM_MYSQL, "a>b", "`A` > 0", "b > 0"},
	{SM_MYSQL, "Tt>u", "`T`.`a` = `t`.`a`", "T . a = u . a"},
	{SM_MYSQL, "a>x y", "`a`", "`x y`"},
};

/* Reads "a>b Tc>d". */
static void
read_renamings(struct sm_arena *a, const char *s, struct sm_renamings *out)
{
	struct sm_renaming *r;
	char *copy = sm_strdup(a, s), *gt, *next;

	while (copy != NULL) {
		gt = strchr(copy, '>');
		*gt++ = '\0';
		next = strchr(gt, ' ');
		if (next != NULL && strchr(next, '>') == NULL)
			next = NULL; /* a blank in the name */
		if (next != NULL)
			*next++ = '\0';
		r = sm_push(a, out);
		r->is_table = *copy == 'T';
		r->from = copy + r->is_table;
		r->to = gt;
		copy = next;
	}
}

static void
test_renames(struct sm_arena *a)
{
	struct sm_renamings r;
	size_t i;

	for (i = 0; i < sizeof renames / sizeof *renames; i++) {
		r = (struct sm_renamings){NULL, 0, 0};
		read_renamings(a, renames[i].renamings, &r);
		is_str(sm_sql_normal(a, sm_dialect_get(renames[i].dialect),
			   renames[i].text, &r),
		    renames[i].want, "%s: %s", renames[i].renamings,
		    renames[i].text);
	}
}

static const struct {
	enum sm_dialect_id dialect;
	const char *text, *name;
	bool want;
} mentions[] = {
	{SM_SQLITE, "a > 0", "a", true},
	{SM_SQLITE, "A > 0", "a", true},
	{SM_SQLITE, "\"a\"\"b\" > 0", "A\"B", true},
	{SM_SQLITE, "ab > 0", "a", false},
	{SM_SQLITE, "'a' > 0", "a", false},
	{SM_SQLITE, "x -- a", "a", false},
	{SM_SQLITE, "t.a", "t", true},
	{SM_SQLITE, "ORDER BY a", "order", false},
	{SM_SQLITE, "\"order\"", "order", true},
	{SM_SQLITE, "match > 0", "match", true},
	{SM_POSTGRESQL, "A > 0", "a", true},
	{SM_POSTGRESQL, "A > 0", "A", false},
	{SM_POSTGRESQL, "\"A\" > 0", "A", true},
	{SM_POSTGRESQL, "t.order", "order", true},
	{SM_POSTGRESQL, "position > 0", "position", true},
	{SM_MYSQL, "`A` > 0", "a", true},
	{SM_MYSQL, "\"a\" > 0", "a", false},
	{SM_SQLITE, NULL, "a", false},
};

static void
test_mentions(void)
{
	size_t i;

	for (i = 0; i < sizeof mentions / sizeof *mentions; i++)
		ok(sm_sql_mentions(sm_dialect_get(mentions[i].dialect),
		       mentions[i].text, mentions[i].name) == mentions[i].want,
		    "%s mentions %s",
		    mentions[i].text == NULL ? "NULL" : mentions[i].text,
		    mentions[i].name);
}

static const struct {
	const char *text, *want;
} wraps[] = {
	{NULL, NULL},
	{"", ""},
	{" a ", "a"},
	{"(a > 0)", "a > 0"},
	{" ( ( a  >  0 ) ) -- x", "a  >  0"},
	{"(a) + (b)", "(a) + (b)"},
	{"/* x */ ( /* y */ a /* z */ + 1 )", "a /* z */ + 1"},
	{"(a -- x\n)", "a"},
	{"('(')", "'('"},
	{"()", ""},
	{"(a", "(a"},
};

static void
test_unwrap(struct sm_arena *a)
{
	size_t i;

	for (i = 0; i < sizeof wraps / sizeof *wraps; i++)
		is_str(sm_sql_unwrap(a, sm_dialect_get(SM_SQLITE),
			   wraps[i].text),
		    wraps[i].want, "unwrap %s",
		    wraps[i].text == NULL ? "NULL"
		    : sm_printable_str(a, wraps[i].text));
}

/* A million parentheses take as long as they are many. */
static void
test_depth(struct sm_arena *a)
{
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	size_t n = 200000;
	char *s = malloc(2 * n + 2);

	if (s == NULL)
		return;
	memset(s, '(', n);
	s[n] = 'a';
	memset(s + n + 1, ')', n);
	s[2 * n + 1] = '\0';
	is(sm_sql_normal(a, d, s, NULL), "a", "many parentheses");
	free(s);
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();

	test_pairs(a);
	test_renames(a);
	test_mentions();
	test_unwrap(a);
	test_depth(a);
	sm_arena_free(a);
	return tap_end();
}
