#include "stages/sql_script.h"

#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "text/lexer.h"
#include "text/quote.h"

/* By enum sm_guard: the word in the row, and what the failure is called. */
static const struct {
	const char *word, *message;
} kinds[] = {
	[SM_GUARD_CLIENT] = {"client",
	    "the connection is in a transaction or has temporary objects"},
	[SM_GUARD_TEXT] = {"text",
	    "this client changes line ends inside names and strings"},
	[SM_GUARD_SCHEMA] = {"schema",
	    "the database is not what the plan was made from"},
	[SM_GUARD_DONE] = {"done", "a statement above did not do its work"},
	[SM_GUARD_ROWS] = {"rows", "rows would be lost"},
	[SM_GUARD_TYPE] = {"type",
	    "a generated column would hold a value of another type"},
	[SM_GUARD_NULL] = {"null", "there are NULLs where none may be"},
	[SM_GUARD_KEY] = {"key", "rows violate the new foreign key"},
	[SM_GUARD_ALL] = {"all", "a step failed, everything is rolled back"},
};

void
sm_script_init(struct sm_script *s, const struct sm_plan *p)
{
	memset(s, 0, sizeof *s);
	s->guards = 1; /* 0 and 1 are the head's */
	s->arena = p->arena;
	s->dialect = p->dialect;
}

void
sm_script_free(struct sm_script *s)
{
	sm_buf_free(&s->body);
}

static const char *
taken_text(const struct sm_script *s, struct sm_buf *b)
{
	const char *text = sm_memdup(s->arena, sm_buf_str(b), b->len);

	sm_buf_free(b);
	return text;
}

const char *
sm_script_name(const struct sm_script *s, const char *name)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_quote_name(&b, s->dialect, name);
	return taken_text(s, &b);
}

/*
 * The sqlite3 shell drops a carriage return before a line end, inside quotes
 * too.  A guard must notice, so its strings hold none.
 */
const char *
sm_script_string(const struct sm_script *s, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *cr;

	if (strchr(text, '\r') == NULL) {
		sm_quote_string(&b, s->dialect, text);
		return taken_text(s, &b);
	}
	sm_buf_addc(&b, '(');
	while ((cr = strchr(text, '\r')) != NULL) {
		sm_quote_string(&b, s->dialect,
		    sm_memdup(s->arena, text, (size_t)(cr - text)));
		sm_buf_adds(&b, "||char(13)||");
		text = cr + 1;
	}
	sm_quote_string(&b, s->dialect, text);
	sm_buf_addc(&b, ')');
	return taken_text(s, &b);
}

static const char *
list_of(const struct sm_script *s, const struct sm_strings *names,
    const char *(*one)(const struct sm_script *, const char *))
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	sm_buf_addc(&b, '(');
	for (i = 0; i < names->n; i++)
		sm_buf_addf(&b, "%s%s", i > 0 ? ", " : "",
		    one(s, names->v[i]));
	sm_buf_addc(&b, ')');
	return taken_text(s, &b);
}

const char *
sm_script_names(const struct sm_script *s, const struct sm_strings *names)
{
	return list_of(s, names, sm_script_name);
}

const char *
sm_script_strings(const struct sm_script *s, const struct sm_strings *names)
{
	return list_of(s, names, sm_script_string);
}

void
sm_script_gap(struct sm_script *s)
{
	sm_buf_addc(&s->body, '\n');
}

void
sm_script_say(struct sm_script *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sm_quote_comment(&s->body, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
}

void
sm_script_op(struct sm_script *s, const struct sm_op *op, size_t total)
{
	sm_script_gap(s);
	sm_quote_comment(&s->body, sm_sprintf(s->arena, "%ld/%zu %s %s  [%s]",
	    op->step, total, op->id, sm_op_describe(s->arena, op),
	    sm_risk_name(op->risk)));
	if (op->reason != NULL && *op->reason != '\0')
		sm_quote_comment(&s->body,
		    sm_sprintf(s->arena, "  %s", op->reason));
}

__attribute__((format(printf, 2, 0))) static void
add_statement(struct sm_script *s, const char *fmt, va_list ap)
{
	sm_buf_adds(&s->body, sm_vsprintf(s->arena, fmt, ap));
	sm_buf_adds(&s->body, ";\n");
}

void
sm_script_run(struct sm_script *s, const char *fmt, ...)
{
	va_list ap;

	sm_buf_adds(&s->body, "SAVEPOINT sm_step;\n");
	va_start(ap, fmt);
	add_statement(s, fmt, ap);
	va_end(ap);
}

void
sm_script_set(struct sm_script *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_statement(s, fmt, ap);
	va_end(ap);
}

void
sm_script_guard(struct sm_script *s, enum sm_guard kind, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sm_buf_addf(&s->body,
	    "INSERT INTO temp.sm_guard SELECT %ld, '%s', %s, 0;\n", ++s->guards,
	    kinds[kind].word, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
}

void
sm_script_guard_keep(struct sm_script *s, const char *expression)
{
	sm_buf_addf(&s->body,
	    "INSERT INTO temp.sm_guard SELECT %ld, '%s', 1, %s;\n",
	    ++s->guards, kinds[SM_GUARD_DONE].word, expression);
}

/* Is there a carriage return inside quotes, where it means something? */
static bool
has_line_ends(const struct sm_script *s)
{
	struct sm_lexer lx;
	struct sm_token tok;

	if (s->body.len == 0 || strchr(s->body.text, '\r') == NULL)
		return false;
	sm_lexer_init(&lx, s->dialect, s->body.text, s->body.len);
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END)
		if ((tok.kind == SM_TOKEN_NAME ||
		        tok.kind == SM_TOKEN_STRING) &&
		    memchr(tok.text, '\r', tok.len) != NULL)
			return true;
	return false;
}

static void
add_head(const struct sm_script *s, const struct sm_plan *p,
    struct sm_buf *out)
{
	const char *from = p->old.label, *to = p->new_.label;

	if (from == NULL)
		from = p->old.source != NULL ? p->old.source : "old";
	if (to == NULL)
		to = p->new_.source != NULL ? p->new_.source : "new";
	sm_quote_comment(out, sm_sprintf(s->arena,
	    "smartmigrate: %s to %s, %zu step%s, for %s %s", from, to,
	    p->ops.n, p->ops.n == 1 ? "" : "s", s->dialect->title,
	    p->server != NULL ? p->server : s->dialect->assumed_version));
	sm_buf_adds(out, "-- All of it is done, or nothing: every step has a "
	    "guard, and unless\n-- all guards hold the transaction is rolled "
	    "back.\n");
}

/* The table of guards: a named CHECK for each kind, for its message. */
static void
add_guard_table(struct sm_buf *out)
{
	size_t i;

	sm_buf_adds(out, "DROP TABLE IF EXISTS temp.sm_guard;\n"
	    "CREATE TEMP TABLE sm_guard(n INTEGER PRIMARY KEY, "
	    "what TEXT NOT NULL, ok INTEGER NOT NULL, kept");
	for (i = 0; i < SM_GUARDS; i++)
		sm_buf_addf(out, ", CONSTRAINT \"%s\" CHECK(what<>'%s' OR ok)",
		    kinds[i].message, kinds[i].word);
	sm_buf_adds(out, ");\n");
}

/*
 * The first guards: no temporary object may hide one of ours or have a trigger
 * on it, foreign keys must really be off (inside a client's own transaction
 * the pragma does nothing), the client must leave our text alone, and the
 * names that we use for a while must be free.
 */
static void
add_first_guards(const struct sm_script *s, struct sm_buf *out)
{
	sm_buf_addf(out, "INSERT INTO temp.sm_guard SELECT 0, '%s', "
	    "(SELECT count(*) FROM sqlite_temp_master)=1",
	    kinds[SM_GUARD_CLIENT].word);
	if (s->keys_off)
		sm_buf_adds(out,
		    " AND (SELECT NOT foreign_keys FROM pragma_foreign_keys)");
	sm_buf_adds(out, " AND (SELECT NOT legacy_alter_table FROM "
	    "pragma_legacy_alter_table)");
	sm_buf_adds(out, ", 0;\n");
	if (has_line_ends(s))
		sm_buf_addf(out, "INSERT INTO temp.sm_guard SELECT -1, '%s', "
		    "'\r\n'=char(13,10), 0;\n", kinds[SM_GUARD_TEXT].word);
	if (s->taken.n > 0)
		sm_buf_addf(out, "INSERT INTO temp.sm_guard SELECT 1, '%s', "
		    "(SELECT count(*)=0 FROM sqlite_master WHERE name COLLATE "
		    "NOCASE IN %s), 0;\n", kinds[SM_GUARD_SCHEMA].word,
		    sm_script_strings(s, &s->taken));
}

/*
 * Twice, since all hangs on it: one that failed by itself would let all pass.
 */
static void
add_last_guards(const struct sm_script *s, struct sm_buf *out)
{
	long rows = s->guards + (s->taken.n > 0) + has_line_ends(s);
	int i;

	sm_buf_adds(out, "\n-- Were all steps done?\n");
	for (i = 0; i < 2; i++)
		sm_buf_addf(out, "INSERT OR ROLLBACK INTO temp.sm_guard SELECT "
		    "%ld, '%s', count(*)=%ld, 0 FROM temp.sm_guard;\n",
		    s->guards + 1 + i, kinds[SM_GUARD_ALL].word, rows + i);
}

void
sm_script_end(struct sm_script *s, const struct sm_plan *p,
    struct sm_buf *out)
{
	add_head(s, p, out);
	if (s->keys_off)
		sm_buf_adds(out, "PRAGMA foreign_keys=OFF;\n");
	sm_buf_adds(out, "PRAGMA legacy_alter_table=OFF;\n"
	    "PRAGMA ignore_check_constraints=OFF;\n");
	add_guard_table(out);
	sm_buf_adds(out, "BEGIN IMMEDIATE;\nSAVEPOINT sm_step;\n");
	add_first_guards(s, out);
	sm_buf_add(out, sm_buf_str(&s->body), s->body.len);
	add_last_guards(s, out);
	sm_buf_adds(out, "COMMIT;\nDROP TABLE temp.sm_guard;\n");
	if (s->keys_off)
		sm_buf_adds(out,
		    "-- SQL can't tell whether this connection had them on "
		    "before; off is what\n-- SQLite begins with.\n"
		    "PRAGMA foreign_keys=ON;\n");
}
