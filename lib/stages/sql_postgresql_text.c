/*
 * Names, strings and refusals of PostgreSQL's renderer.
 */
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_postgresql.h"
#include "text/quote.h"

static const char *
taken(const struct sm_pgsql *w, struct sm_buf *b)
{
	const char *text = sm_memdup(w->arena, sm_buf_str(b), b->len);

	sm_buf_free(b);
	return text;
}

const char *
sm_pgsql_name(const struct sm_pgsql *w, const char *name)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_quote_name(&b, w->dialect, name);
	return taken(w, &b);
}

const char *
sm_pgsql_qualified(const struct sm_pgsql *w, const char *schema,
    const char *name)
{
	struct sm_buf b = SM_BUF_INIT;

	if (schema != NULL) {
		sm_quote_name(&b, w->dialect, schema);
		sm_buf_addc(&b, '.');
	}
	sm_quote_name(&b, w->dialect, name);
	return taken(w, &b);
}

const char *
sm_pgsql_object_name(const struct sm_pgsql *w, const struct sm_object *o)
{
	const char *name = sm_pgsql_qualified(w, o->schema, o->name);

	if (!o->kind->is_routine)
		return name;
	return sm_sprintf(w->arena, "%s(%s)", name,
	    o->arguments != NULL ? o->arguments : "");
}

const char *
sm_pgsql_string(const struct sm_pgsql *w, const char *s)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_quote_string(&b, w->dialect, s);
	return taken(w, &b);
}

const char *
sm_pgsql_dollar(const struct sm_pgsql *w, const char *s)
{
	const char *tag = "";

	/* A text that ends in $ would make the closing tag another one. */
	while (strstr(s, sm_sprintf(w->arena, "$%s", tag)) != NULL)
		tag = *tag == '\0' ? "body" : sm_sprintf(w->arena, "%s_", tag);
	return sm_sprintf(w->arena, "$%s$%s$%s$", tag, s, tag);
}

const char *
sm_pgsql_names(const struct sm_pgsql *w, const struct sm_strings *names)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	for (i = 0; i < names->n; i++) {
		if (i > 0)
			sm_buf_adds(&b, ", ");
		sm_quote_name(&b, w->dialect, names->v[i]);
	}
	return taken(w, &b);
}

bool
sm_pgsql_fits(struct sm_pgsql *w, enum sm_fragment kind, const char *text,
    const char *what)
{
	if (sm_fragment_fits(w->dialect, kind, text))
		return true;
	return sm_pgsql_refuse(w, "%s is not SQL that can stand there: %.200s",
	    what, sm_printable_str(w->arena, text));
}

bool
sm_pgsql_refuse(struct sm_pgsql *w, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = sm_vsprintf(w->arena, fmt, ap);
	va_end(ap);
	return sm_sql_refuse(w->t, w->op, w->e, "can't be rendered: %s", text);
}

bool
sm_pgsql_procedure(struct sm_pgsql *w, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = sm_vsprintf(w->arena, fmt, ap);
	va_end(ap);
	return sm_error_hint(w->e, "%s", text);
}

bool
sm_pgsql_changes(const struct sm_pgsql *w, const char *word)
{
	return sm_strings_has(&w->op->changes, word);
}

void
sm_pgsql_say_op(struct sm_pgsql *w, const struct sm_op *op)
{
	if (sm_map_set(&w->said, op->id, w) != NULL)
		return;
	sm_pgsql_gap(&w->script);
	/* A pair that only the way back takes has no verdict. */
	sm_pgsql_say(&w->script, op->risk == SM_RISK_NONE ? "%ld/%zu %s %s"
	    : "%ld/%zu %s %s  [%s]", op->step, w->total, op->id,
	    sm_op_describe(w->arena, op), sm_risk_name(op->risk));
	if (op->reason != NULL && *op->reason != '\0')
		sm_pgsql_say(&w->script, "  %s", op->reason);
}

/*
 * A snapshot has "schema"."name", or the bare name of one of pg_catalog, which
 * may hold any character (en_US.utf8).
 */
const char *
sm_pgsql_collation(struct sm_pgsql *w, const char *collation)
{
	if (*collation != '"')
		return sm_sprintf(w->arena, "pg_catalog.%s",
		    sm_pgsql_name(w, collation));
	return sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, collation, "a collation")
	    ? collation : NULL;
}

bool
sm_pgsql_is_said(const struct sm_pgsql *w, const struct sm_op *op)
{
	return sm_map_get(&w->said, op->id) != NULL ||
	    sm_map_get(&w->done, op->id) != NULL;
}

struct sm_sql_item *
sm_pgsql_relation_new(const struct sm_pgsql *w, const char *schema,
    const char *name)
{
	return sm_sql_relation(w->t, schema, name);
}

struct sm_sql_item *
sm_pgsql_relation_old(const struct sm_pgsql *w, const char *schema,
    const char *name)
{
	const struct sm_kind *k;
	struct sm_sql_item *item = NULL;

	for (k = sm_kinds; k->record != NULL && item == NULL; k++)
		if (k->is_relation)
			item = sm_sql_old(w->t, k->record, schema, name);
	return item;
}

static const char *
table_key(const struct sm_pgsql *w, const char *schema, const char *name)
{
	return sm_sprintf(w->arena, "%s\x1f%s", schema != NULL ? schema : "",
	    name);
}

const char *
sm_pgsql_table_now(const struct sm_pgsql *w, const char *schema,
    const char *old_name)
{
	const char *now = sm_map_get(&w->renamed,
	    table_key(w, schema, old_name));

	return now != NULL ? now : old_name;
}

void
sm_pgsql_table_renamed(struct sm_pgsql *w, const char *schema,
    const char *old_name, const char *name)
{
	sm_map_set(&w->renamed, table_key(w, schema, old_name),
	    (void *)(uintptr_t)name);
}
