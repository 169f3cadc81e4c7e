#include "sources/ddl_script.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tap.h"

/*
 * The pieces of a text: what belongs to a statement is written as it is, with
 * ^ for its semicolon; a command as {…}, data as <…> (! where their end is
 * missing), what is stray as ?…?.  Blanks and comments are left out.
 */
static const struct {
	enum sm_dialect_id dialect;
	const char *text, *want;
} cases[] = {
	{SM_POSTGRESQL, "", ""},
	{SM_POSTGRESQL, "a; b", "a ^ b"},
	{SM_POSTGRESQL, ";;", "^ ^"},
	{SM_POSTGRESQL, "a -- ;\n/* ; */ ';' \";\" $$;$$ $x$;$x$ E'\\';';",
	    "a ';' \";\" $$;$$ $x$;$x$ E'\\';' ^"},
	/* Parentheses: rules, and those that are one too many. */
	{SM_POSTGRESQL, "a (b; (c); d); e;", "a ( b ; ( c ) ; d ) ^ e ^"},
	{SM_POSTGRESQL, "a); b;", "a ) ^ b ^"},
	{SM_POSTGRESQL, "a (; b;", "a ( ; b ;"},
	/* SQL bodies. */
	{SM_POSTGRESQL, "CREATE FUNCTION f() BEGIN ATOMIC a; b; END; c;",
	    "CREATE FUNCTION f ( ) BEGIN ATOMIC a ; b ; END ^ c ^"},
	{SM_POSTGRESQL, "create or replace procedure f() begin atomic "
	    "case a end; END; c;", "create or replace procedure f ( ) begin "
	    "atomic case a end ; END ^ c ^"},
	{SM_POSTGRESQL, "CREATE FUNCTION f() BEGIN; a; END;",
	    "CREATE FUNCTION f ( ) BEGIN ^ a ^ END ^"},
	{SM_POSTGRESQL, "BEGIN ATOMIC; a;", "BEGIN ATOMIC ^ a ^"},
	{SM_POSTGRESQL, "CREATE VIEW function BEGIN ATOMIC; a;",
	    "CREATE VIEW function BEGIN ATOMIC ^ a ^"},
	/* psql's commands: to the end of the line, wherever they are. */
	{SM_POSTGRESQL, "\\restrict a'b\nc;", "{\\restrict a'b} c ^"},
	{SM_POSTGRESQL, "a\\g\nb;", "a {\\g} b ^"},
	{SM_POSTGRESQL, "'\\g' \\x", "'\\g' {\\x}"},
	{SM_POSTGRESQL, "\\", "{\\}"},
	/* Data. */
	{SM_POSTGRESQL, "COPY t FROM stdin;\n1\tit's\n\\.\nb;",
	    "COPY t FROM stdin ^ <1\\tit's\\n\\.\\n> b ^"},
	{SM_POSTGRESQL, "COPY t FROM stdin; -- x\n\\.\r\nb;",
	    "COPY t FROM stdin ^ <\\.\\r\\n> b ^"},
	{SM_POSTGRESQL, "copy t (a) from STDIN with (format csv);\n\n\\.",
	    "copy t ( a ) from STDIN with ( format csv ) ^ <\\n\\.>"},
	{SM_POSTGRESQL, "COPY t FROM stdin;\n1\n", "COPY t FROM stdin ^ "
	    "<1\\n>!"},
	{SM_POSTGRESQL, "COPY t FROM stdin;\n1\n \\.\n\\. \n\\.x",
	    "COPY t FROM stdin ^ <1\\n \\.\\n\\. \\n\\.x>!"},
	{SM_POSTGRESQL, "COPY t FROM stdin; a;\n1\n\\.\nb;",
	    "COPY t FROM stdin ^ ?a? ?;? <1\\n\\.\\n> b ^"},
	{SM_POSTGRESQL, "COPY t FROM 'stdin';\nb;",
	    "COPY t FROM 'stdin' ^ b ^"},
	{SM_POSTGRESQL, "COPY (SELECT a FROM stdin) TO STDOUT;\nb;",
	    "COPY ( SELECT a FROM stdin ) TO STDOUT ^ b ^"},
	{SM_POSTGRESQL, "COPY t FROM stdin", "COPY t FROM stdin"},
	{SM_POSTGRESQL, "a FROM stdin;\nb", "a FROM stdin ^ b"},
	{SM_POSTGRESQL, "\\copy t from stdin\n'\n\\.\na;",
	    "{\\copy t from stdin} <'\\n\\.\\n> a ^"},
	{SM_POSTGRESQL, "\\copy t from 'x'\na;", "{\\copy t from 'x'} a ^"},
	/* The others have none of it. */
	{SM_SQLITE, "a (b; c);\\x", "a ( b ^ c ) ^ \\ x"},
	{SM_SQLITE, "COPY t FROM stdin;\n1", "COPY t FROM stdin ^ 1"},
	{SM_MYSQL, "a\\g; # b;\nc;", "a \\ g ^ c ^"},
};

static void
show(struct sm_buf *b, const struct sm_ddl_piece *p)
{
	static const char *const around[][2] = {
		[SM_DDL_TOKEN] = {"", ""}, [SM_DDL_COMMAND] = {"{", "}"},
		[SM_DDL_DATA] = {"<", ">"}, [SM_DDL_STRAY] = {"?", "?"},
	};

	if (b->len > 0)
		sm_buf_addc(b, ' ');
	if (p->kind == SM_DDL_SEMICOLON) {
		sm_buf_addc(b, '^');
		return;
	}
	sm_buf_adds(b, around[p->kind][0]);
	sm_printable(b, p->token.text, p->token.len);
	sm_buf_adds(b, around[p->kind][1]);
	if (p->token.open)
		sm_buf_addc(b, '!');
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_ddl_piece p;
	struct sm_ddl_script s;
	struct sm_buf b;
	size_t i, covered;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		b = (struct sm_buf)SM_BUF_INIT;
		covered = 0;
		sm_ddl_script_init(&s, sm_dialect_get(cases[i].dialect),
		    cases[i].text, strlen(cases[i].text));
		while ((p = sm_ddl_script_next(&s)).kind != SM_DDL_END) {
			covered += p.token.len;
			if (p.kind != SM_DDL_BLANK)
				show(&b, &p);
		}
		is_str(sm_buf_str(&b), cases[i].want, "%s: %s",
		    sm_dialect_get(cases[i].dialect)->name,
		    sm_printable_str(a, cases[i].text));
		if (covered != strlen(cases[i].text))
			ok(false, "the pieces cover the text");
		sm_buf_free(&b);
	}
	sm_ddl_script_init(&s, sm_dialect_get(SM_POSTGRESQL), "a (b", 4);
	while (sm_ddl_script_next(&s).kind != SM_DDL_END)
		;
	ok(s.statement != NULL && *s.statement == 'a', "what is left open");
	ok(s.paren != NULL && *s.paren == '(', "… and its parenthesis");
	sm_arena_free(a);
	return tap_end();
}
