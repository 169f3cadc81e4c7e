#include "sources/ddl_script.h"

#include <string.h>

/* What the words of a statement have told so far (state). */
enum {
	START,
	CREATED,       /* CREATE */
	OR,            /* CREATE OR */
	REPLACED,      /* CREATE OR REPLACE */
	ROUTINE,       /* … FUNCTION or PROCEDURE, and anything after it */
	BEGUN,         /* … BEGIN */
	BODY,          /* … ATOMIC: an SQL body, to its END */
	COPYING,       /* COPY, and anything after it */
	FROM,          /* … FROM */
	DATA_FOLLOW,   /* … STDIN */
	OTHER          /* nothing that matters here */
};

/*
 * psql finds the end of a statement by a few words (psqlscan.l: semicolons in
 * the body of a routine don't end it), and reads a COPY's data because the
 * server asks for them; here its words must do.
 */
static const struct {
	int from;
	const char *word;
	int to;
} steps[] = {
	{START, "CREATE", CREATED},
	{CREATED, "OR", OR},
	{OR, "REPLACE", REPLACED},
	{CREATED, "FUNCTION", ROUTINE},
	{CREATED, "PROCEDURE", ROUTINE},
	{REPLACED, "FUNCTION", ROUTINE},
	{REPLACED, "PROCEDURE", ROUTINE},
	{ROUTINE, "BEGIN", BEGUN},
	{BEGUN, "ATOMIC", BODY},
	{START, "COPY", COPYING},
	{COPYING, "FROM", FROM},
	{FROM, "STDIN", DATA_FOLLOW},
	{FROM, "PSTDIN", DATA_FOLLOW}, /* of \copy */
};

/* Where another token leads to. */
static const int otherwise[] = {
	[START] = OTHER, [CREATED] = OTHER, [OR] = OTHER, [REPLACED] = OTHER,
	[ROUTINE] = ROUTINE, [BEGUN] = ROUTINE, [BODY] = BODY,
	[COPYING] = COPYING, [FROM] = OTHER, [DATA_FOLLOW] = DATA_FOLLOW,
	[OTHER] = OTHER,
};

static int
step(int state, const struct sm_token *t)
{
	size_t i;

	for (i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i].from == state && sm_token_is(t, steps[i].word))
			return steps[i].to;
	return otherwise[state];
}

/* CASE ends in END, too. */
static void
count_bodies(struct sm_ddl_script *s, const struct sm_token *t)
{
	if (sm_token_is(t, "CASE"))
		s->bodies++;
	else if (sm_token_is(t, "END") && --s->bodies == 0)
		s->state = OTHER;
}

static void
forget_statement(struct sm_ddl_script *s)
{
	s->statement = s->paren = NULL;
	s->depth = s->bodies = 0;
	s->state = START;
}

void
sm_ddl_script_init(struct sm_ddl_script *s, const struct sm_dialect *d,
    const char *text, size_t len)
{
	sm_lexer_init(&s->lexer, d, text, len);
	s->data = false;
	s->delimiter = NULL;
	s->delimiter_len = 0;
	forget_statement(s);
}

/* The end of the line at p: where its newline is, or the text's end. */
static const char *
line_end(const struct sm_ddl_script *s, const char *p)
{
	const char *newline = memchr(p, '\n', (size_t)(s->lexer.end - p));

	return newline != NULL ? newline : s->lexer.end;
}

/* Is the line \. and nothing else? */
static bool
ends_data(const char *line, const char *end)
{
	if (end > line && end[-1] == '\r')
		end--;
	return end - line == 2 && line[0] == '\\' && line[1] == '.';
}

static struct sm_ddl_piece
take_data(struct sm_ddl_script *s)
{
	const char *start = s->lexer.at, *line = start, *end;
	bool found = false;

	while (!found && line < s->lexer.end) {
		end = line_end(s, line);
		found = ends_data(line, end);
		line = end < s->lexer.end ? end + 1 : end;
	}
	s->data = false;
	s->lexer.at = line;
	return (struct sm_ddl_piece){SM_DDL_DATA,
	    {SM_TOKEN_OTHER, start, (size_t)(line - start), !found}};
}

/* \copy t FROM stdin is read as COPY is. */
static bool
copies_data(const struct sm_ddl_script *s, const char *command, const char *end)
{
	struct sm_lexer lexer;
	struct sm_token t;
	int state = START, depth = 0;

	sm_lexer_init(&lexer, s->lexer.dialect, command + 1,
	    (size_t)(end - command - 1));
	while ((t = sm_lexer_next_solid(&lexer)).kind != SM_TOKEN_END) {
		depth += sm_token_is_op(&t, "(") - sm_token_is_op(&t, ")");
		if (depth == 0)
			state = step(state, &t);
		if (state != COPYING && state != FROM)
			break;
	}
	return state == DATA_FOLLOW;
}

static struct sm_ddl_piece
take_command(struct sm_ddl_script *s, struct sm_token t)
{
	const char *end = line_end(s, t.text);

	s->data = s->data || copies_data(s, t.text, end);
	s->lexer.at = end;
	t.len = (size_t)(end - t.text);
	t.open = false;
	return (struct sm_ddl_piece){SM_DDL_COMMAND, t};
}

/* Blanks, of which the data behind a COPY's line are none. */
static struct sm_ddl_piece
take_blank(struct sm_ddl_script *s, struct sm_token t)
{
	const char *newline;

	if (s->data && t.kind == SM_TOKEN_SPACE &&
	    (newline = memchr(t.text, '\n', t.len)) != NULL) {
		t.len = (size_t)(newline + 1 - t.text);
		s->lexer.at = newline + 1;
	}
	return (struct sm_ddl_piece){SM_DDL_BLANK, t};
}

static enum sm_ddl_kind
take_solid(struct sm_ddl_script *s, const struct sm_token *t)
{
	bool psql = s->lexer.dialect->id == SM_POSTGRESQL;

	if (s->statement == NULL)
		s->statement = t->text;
	if (psql && sm_token_is_op(t, "(") && s->depth++ == 0)
		s->paren = t->text;
	else if (psql && sm_token_is_op(t, ")") && s->depth > 0 &&
	    --s->depth == 0)
		s->paren = NULL;
	if (s->depth > 0)
		return SM_DDL_TOKEN;
	if (s->state == BODY) {
		count_bodies(s, t);
		return SM_DDL_TOKEN;
	}
	if (sm_token_is_op(t, ";")) {
		s->data = psql && s->state == DATA_FOLLOW;
		forget_statement(s);
		return SM_DDL_SEMICOLON;
	}
	s->state = step(s->state, t);
	s->bodies = s->state == BODY;
	return SM_DDL_TOKEN;
}

/* --- scripts for mysql ---------------------------------------------------- */

static bool
is_mysql(const struct sm_ddl_script *s)
{
	return s->lexer.dialect->id == SM_MYSQL ||
	    s->lexer.dialect->id == SM_MARIADB;
}

/* A version comment is code; so is a MariaDB one. */
static bool
is_code(const struct sm_token *t)
{
	return t->kind == SM_TOKEN_COMMENT && t->len > 3 &&
	    (memcmp(t->text, "/*!", 3) == 0 ||
	        (t->len > 4 && memcmp(t->text, "/*M!", 4) == 0));
}

/* DELIMITER x: x goes to the next blank; what follows it counts for nothing. */
static struct sm_ddl_piece
take_mysql_command(struct sm_ddl_script *s, struct sm_token t)
{
	const char *end = line_end(s, t.text), *p = t.text + t.len;
	const char *start;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	start = p;
	while (p < end && *p != ' ' && *p != '\t' && *p != '\r')
		p++;
	if (sm_token_is(&t, "DELIMITER")) {
		s->delimiter = p - start == 1 && *start == ';' ? NULL : start;
		s->delimiter_len = (size_t)(p - start);
		if (p == start)
			s->delimiter = NULL;
	}
	s->lexer.at = end;
	t.len = (size_t)(end - t.text);
	return (struct sm_ddl_piece){SM_DDL_COMMAND, t};
}

/* Where in the token, or from it on, does the delimiter stand?  NULL: not. */
static const char *
find_delimiter(const struct sm_ddl_script *s, const struct sm_token *t)
{
	const char *p;

	if (t->kind == SM_TOKEN_STRING || t->kind == SM_TOKEN_NAME ||
	    t->kind == SM_TOKEN_COMMENT)
		return NULL;
	for (p = t->text; p < t->text + t->len; p++)
		if ((size_t)(s->lexer.end - p) >= s->delimiter_len &&
		    memcmp(p, s->delimiter, s->delimiter_len) == 0)
			return p;
	return NULL;
}

static struct sm_ddl_piece
take_mysql(struct sm_ddl_script *s, struct sm_token t)
{
	const char *at;

	if (s->statement == NULL && (sm_token_is(&t, "DELIMITER") ||
	    sm_token_is(&t, "SOURCE")))
		return take_mysql_command(s, t);
	if (s->delimiter == NULL && !is_code(&t))
		return (struct sm_ddl_piece){take_solid(s, &t), t};
	at = s->delimiter != NULL ? find_delimiter(s, &t) : NULL;
	if (at == t.text) {
		t.len = s->delimiter_len;
		s->lexer.at = t.text + t.len;
		forget_statement(s);
		return (struct sm_ddl_piece){SM_DDL_SEMICOLON, t};
	}
	if (at != NULL) {
		t.len = (size_t)(at - t.text);
		s->lexer.at = at;
	}
	if (s->statement == NULL)
		s->statement = t.text;
	return (struct sm_ddl_piece){SM_DDL_TOKEN, t};
}

struct sm_ddl_piece
sm_ddl_script_next(struct sm_ddl_script *s)
{
	const char *at = s->lexer.at;
	struct sm_token t;

	/* Only where a line was just ended can data begin. */
	if (s->data && at < s->lexer.end && at[-1] == '\n')
		return take_data(s);
	t = sm_lexer_next(&s->lexer);
	if (t.kind == SM_TOKEN_END)
		return (struct sm_ddl_piece){SM_DDL_END, t};
	if (t.kind == SM_TOKEN_SPACE ||
	    (t.kind == SM_TOKEN_COMMENT && !(is_mysql(s) && is_code(&t))))
		return take_blank(s, t);
	if (is_mysql(s))
		return take_mysql(s, t);
	if (s->lexer.dialect->id == SM_POSTGRESQL && *t.text == '\\')
		return take_command(s, t);
	if (s->data)
		return (struct sm_ddl_piece){SM_DDL_STRAY, t};
	return (struct sm_ddl_piece){take_solid(s, &t), t};
}
