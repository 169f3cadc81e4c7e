#include "stages/sql_postgresql_script.h"

#include <stdarg.h>
#include <string.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "text/quote.h"

void
sm_pgsql_script_init(struct sm_pgsql_script *s, const struct sm_plan *p)
{
	memset(s, 0, sizeof *s);
	s->arena = p->arena;
	s->online = p->online;
	s->lock_timeout = p->online ? 3000 : -1;
}

void
sm_pgsql_script_free(struct sm_pgsql_script *s)
{
	size_t i;

	for (i = 0; i < s->units.n; i++)
		sm_buf_free(&s->units.v[i].text);
	sm_buf_free(&s->comments);
	sm_buf_free(&s->first);
}

static struct sm_pgsql_unit *
new_unit(struct sm_pgsql_script *s, bool alone)
{
	struct sm_pgsql_unit *u = sm_push(s->arena, &s->units);

	u->begin = NULL;
	u->text = (struct sm_buf)SM_BUF_INIT;
	u->alone = alone;
	return u;
}

/* The transaction at hand, with the comments that wait for a statement. */
static struct sm_pgsql_unit *
at_hand(struct sm_pgsql_script *s)
{
	struct sm_pgsql_unit *u =
	    s->units.n > 0 ? &s->units.v[s->units.n - 1] : NULL;

	if (u == NULL || u->alone || s->broken)
		u = new_unit(s, false);
	s->broken = false;
	sm_buf_add(&u->text, sm_buf_str(&s->comments), s->comments.len);
	sm_buf_reset(&s->comments);
	return u;
}

void
sm_pgsql_gap(struct sm_pgsql_script *s)
{
	sm_buf_addc(&s->comments, '\n');
}

void
sm_pgsql_say(struct sm_pgsql_script *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sm_quote_comment(&s->comments, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
}

void
sm_pgsql_run(struct sm_pgsql_script *s, const char *fmt, ...)
{
	struct sm_pgsql_unit *u = at_hand(s);
	va_list ap;

	va_start(ap, fmt);
	sm_buf_adds(&u->text, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
	sm_buf_adds(&u->text, ";\n");
	u->statements++;
}

void
sm_pgsql_begin_with(struct sm_pgsql_script *s, const char *statements)
{
	at_hand(s)->begin = statements;
}

void
sm_pgsql_run_first(struct sm_pgsql_script *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sm_buf_add(&s->first, sm_buf_str(&s->comments), s->comments.len);
	sm_buf_reset(&s->comments);
	sm_buf_adds(&s->first, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
	sm_buf_adds(&s->first, ";\n");
}

void
sm_pgsql_alone(struct sm_pgsql_script *s, const char *fmt, ...)
{
	struct sm_pgsql_unit *u = new_unit(s, true);
	va_list ap;

	sm_buf_add(&u->text, sm_buf_str(&s->comments), s->comments.len);
	sm_buf_reset(&s->comments);
	va_start(ap, fmt);
	sm_buf_adds(&u->text, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
	sm_buf_adds(&u->text, ";\n");
	u->statements++;
}

void
sm_pgsql_break(struct sm_pgsql_script *s)
{
	if (s->online && !s->together)
		s->broken = true;
}

void
sm_pgsql_require(struct sm_pgsql_script *s, const char *message,
    const char *condition)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_dialect *d = sm_dialect_get(SM_POSTGRESQL);
	struct sm_buf quoted = SM_BUF_INIT;
	const char *tag = "sm";

	sm_quote_string(&quoted, d, message);
	sm_buf_addf(&b, "BEGIN\n\tIF (%s) IS NOT TRUE THEN\n"
	    "\t\tRAISE EXCEPTION USING MESSAGE = %s;\n\tEND IF;\nEND",
	    condition, sm_buf_str(&quoted));
	while (strstr(sm_buf_str(&b), sm_sprintf(s->arena, "$%s$", tag)) !=
	    NULL)
		tag = sm_sprintf(s->arena, "%sm", tag);
	sm_pgsql_run(s, "DO $%s$%s$%s$", tag, sm_buf_str(&b), tag);
	sm_buf_free(&b);
	sm_buf_free(&quoted);
}

void
sm_pgsql_new_value(struct sm_pgsql_script *s, const char *value)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_quote_string(&b, sm_dialect_get(SM_POSTGRESQL), value);
	sm_strings_add(s->arena, &s->new_values,
	    sm_memdup(s->arena, sm_buf_str(&b), b.len));
	sm_buf_free(&b);
}

/*
 * Does a statement say one of the values that an enum gets?  It can't in the
 * transaction that adds it (55P04, alter_type.sgml, "Notes").
 */
static bool
uses_new_values(const struct sm_pgsql_script *s)
{
	size_t i, k;

	for (i = 0; i < s->new_values.n; i++)
		for (k = 0; k < s->units.n; k++)
			if (strstr(sm_buf_str(&s->units.v[k].text),
			        s->new_values.v[i]) != NULL)
				return true;
	return false;
}

/* The values that enums get go ahead, in a transaction of their own if need be. */
static void
put_first(struct sm_pgsql_script *s)
{
	struct sm_pgsql_unit u = {.text = SM_BUF_INIT, .statements = 1};
	struct sm_buf *text;

	if (s->first.len == 0)
		return;
	sm_buf_add(&u.text, sm_buf_str(&s->first), s->first.len);
	if (s->units.n > 0 && !s->units.v[0].alone && !s->online &&
	    !uses_new_values(s)) {
		text = &s->units.v[0].text;
		sm_buf_add(&u.text, sm_buf_str(text), text->len);
		sm_buf_free(text);
		*text = u.text;
		return;
	}
	new_unit(s, false);
	memmove(s->units.v + 1, s->units.v,
	    (s->units.n - 1) * sizeof *s->units.v);
	s->units.v[0] = u;
}

static void
add_head(const struct sm_pgsql_script *s, const struct sm_plan *p,
    struct sm_buf *out)
{
	sm_quote_comment(out, sm_sprintf(s->arena, "smartmigrate: %zu "
	    "operation%s for PostgreSQL %s%s%s", p->ops.n,
	    p->ops.n == 1 ? "" : "s",
	    p->server != NULL ? p->server : p->dialect->assumed_version,
	    p->old.label != NULL ? ", " : "",
	    p->old.label != NULL ? p->old.label : ""));
	if (s->units.n <= 1 && !s->online) {
		sm_quote_comment(out, "One transaction: it does all of it or "
		    "nothing.");
		return;
	}
	sm_quote_comment(out, "Several transactions: apply it with psql -X -v "
	    "ON_ERROR_STOP=1.  When one");
	sm_quote_comment(out, "fails, those before it stay done: make a new "
	    "plan from the database as it");
	sm_quote_comment(out, "then is (sm-reflect, sm-diff, ...); it does "
	    "what is left.");
}

static const char *const settings[] = {
	/* Texts are spelled as under an empty path; bodies may name what comes
	   later; what pg_dump sets for the same reasons. */
	"search_path = ''", "check_function_bodies = off",
	"standard_conforming_strings = on", "client_min_messages = warning",
};
#define NSETTINGS (sizeof settings / sizeof settings[0])

static void
add_settings(struct sm_buf *out, const char *how)
{
	size_t i;

	for (i = 0; i < NSETTINGS; i++)
		sm_buf_addf(out, "%s %s;\n", how, settings[i]);
}

/* A name for this very script: one left by another must not count. */
static const char *
script_id(const struct sm_pgsql_script *s)
{
	struct sm_buf all = SM_BUF_INIT;
	char *id = sm_alloc(s->arena, SM_ID_LEN + 1);
	size_t i;

	for (i = 0; i < s->units.n; i++)
		sm_buf_add(&all, sm_buf_str(&s->units.v[i].text),
		    s->units.v[i].text.len);
	sm_digest_id(id, sm_buf_str(&all), all.len);
	sm_buf_free(&all);
	return id;
}

/* Under a client that goes on, what comes after a failure fails too. */
static void
add_guard(const char *id, size_t step, struct sm_buf *out)
{
	sm_buf_addf(out, "DO $sm$BEGIN\n\tIF current_setting("
	    "'smartmigrate.step', true) IS DISTINCT FROM '%s %zu' THEN\n"
	    "\t\tRAISE EXCEPTION 'not done: a step before it failed';\n"
	    "\tEND IF;\nEND$sm$;\n", id, step);
}

static void
add_transaction(const struct sm_pgsql_script *s, const struct sm_pgsql_unit *u,
    const char *id, size_t *step, struct sm_buf *out)
{
	bool many = s->units.n > 1;

	sm_buf_adds(out, "BEGIN;\n");
	if (!s->online)
		add_settings(out, "SET LOCAL");
	if (!s->online && s->lock_timeout >= 0)
		sm_buf_addf(out, "SET LOCAL lock_timeout = '%ldms';\n",
		    s->lock_timeout);
	if (many)
		add_guard(id, *step, out);
	if (u->begin != NULL)
		sm_buf_adds(out, u->begin);
	sm_buf_add(out, sm_buf_str(&u->text), u->text.len);
	if (many)
		sm_buf_addf(out, "SET smartmigrate.step = '%s %zu';\n", id,
		    ++*step);
	sm_buf_adds(out, "COMMIT;\n");
}

/*
 * A build that goes on beside the writers waits for old transactions, and is
 * waited for by nobody: it may take its time.
 */
static void
add_alone(const struct sm_pgsql_script *s, const struct sm_pgsql_unit *u,
    struct sm_buf *out)
{
	sm_buf_adds(out, "SET lock_timeout = '1h';\n");
	sm_buf_add(out, sm_buf_str(&u->text), u->text.len);
	sm_buf_addf(out, "SET lock_timeout = '%ldms';\n", s->lock_timeout);
}

void
sm_pgsql_script_end(struct sm_pgsql_script *s, const struct sm_plan *p,
    struct sm_buf *out)
{
	const char *id;
	size_t i, step = 0;

	put_first(s);
	id = script_id(s);
	add_head(s, p, out);
	if (s->online) {
		add_settings(out, "SET");
		sm_buf_addf(out, "SET lock_timeout = '%ldms';\n",
		    s->lock_timeout);
	}
	if (s->units.n > 1)
		sm_buf_addf(out, "SET smartmigrate.step = '%s 0';\n", id);
	for (i = 0; i < s->units.n; i++) {
		if (i > 0)
			sm_buf_addc(out, '\n');
		if (s->units.v[i].alone)
			add_alone(s, &s->units.v[i], out);
		else
			add_transaction(s, &s->units.v[i], id, &step, out);
	}
	sm_buf_add(out, sm_buf_str(&s->comments), s->comments.len);
	if (s->online) {
		sm_buf_adds(out, "\nRESET lock_timeout;\n");
		for (i = 0; i < NSETTINGS; i++)
			sm_buf_addf(out, "RESET %.*s;\n",
			    (int)strcspn(settings[i], " "), settings[i]);
	}
}
