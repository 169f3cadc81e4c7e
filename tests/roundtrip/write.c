/*
 * The SQL writer.  Whatever it chooses at random means the same to SQLite, so
 * two spellings of one schema must give no difference.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "write.h"
#include "writer.h"

static const char *const blanks[] = {" ", "  ", "\n", "\t", " /* c; ' */ ",
    " -- it's \" a comment (\n", "\n\n  ", "/**/ "};
/* Words that can't stand bare as a name wherever the writer puts one. */
static const char *const reserved[] = {"select", "order", "null", "unique",
    "values", "index", "create", "table", "check", "true", "false", "group",
    "where", "from", "default", "primary", "references", "foreign", "to",
    "current_date", "new", "old", "excluded", "columns"};

void
rt_put_blank(struct rt_writer *w)
{
	if (w->noise > 0 && rt_chance(w->random, 12))
		sm_buf_adds(&w->out, RT_PICK(w->random, blanks));
	else
		sm_buf_addc(&w->out, ' ');
}

/* Keywords, in any case, with blanks between them. */
void
rt_put(struct rt_writer *w, const char *words)
{
	int how = w->noise > 0 ? rt_below(w->random, 3) : 0;

	for (; *words != '\0'; words++) {
		if (*words == ' ')
			rt_put_blank(w);
		else if (how == 1 || (how == 2 && rt_chance(w->random, 50)))
			sm_buf_addc(&w->out, (char)tolower(*words));
		else
			sm_buf_addc(&w->out, *words);
	}
}

static bool
can_stand_bare(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (rt_same_name(name, reserved[i]))
			return false;
	if (isdigit((unsigned char)*name) || *name == '$' || *name == '\0')
		return false;
	for (; *name != '\0'; name++)
		if (!isalnum((unsigned char)*name) && *name != '_')
			return false;
	return true;
}

static void
put_quoted(struct rt_writer *w, const char *name, char open, char close)
{
	sm_buf_addc(&w->out, open);
	for (; *name != '\0'; name++) {
		if (*name == close)
			sm_buf_addc(&w->out, *name);
		sm_buf_addc(&w->out, *name);
	}
	sm_buf_addc(&w->out, close);
}

void
rt_put_name(struct rt_writer *w, const char *name)
{
	int how = w->noise > 0 ? rt_below(w->random, 8) : 0;

	if (can_stand_bare(name) && how < 4)
		sm_buf_adds(&w->out, name);
	else if (how == 5)
		put_quoted(w, name, '`', '`');
	else if (how == 6 && strchr(name, ']') == NULL)
		put_quoted(w, name, '[', ']');
	else
		put_quoted(w, name, '"', '"');
}

/* A text with its references: outside of strings, blanks may grow. */
void
rt_put_text(struct rt_writer *w, const char *text)
{
	const char *name;
	char quote = 0;

	for (; *text != '\0'; text++) {
		if (*text == RT_OPEN) {
			name = rt_name_of(w->schema, atoi(text + 1));
			rt_put_name(w, name != NULL ? name : "gone");
			text = strchr(text, RT_CLOSE);
			continue;
		}
		if (quote != 0 && *text == quote)
			quote = 0;
		else if (quote == 0 && (*text == '\'' || *text == '"'))
			quote = *text;
		if (*text == ' ' && quote == 0)
			rt_put_blank(w);
		else
			sm_buf_addc(&w->out, *text);
	}
}

/* A type name: how it is spaced and cased doesn't matter. */
void
rt_put_type(struct rt_writer *w, const char *type)
{
	int how = w->noise > 0 ? rt_below(w->random, 4) : 0;

	for (; *type != '\0'; type++) {
		if (*type == '(' && how == 1)
			sm_buf_addc(&w->out, ' ');
		if (how == 2 && *type != '"')
			sm_buf_addc(&w->out, (char)tolower(*type));
		else
			sm_buf_addc(&w->out, *type);
		if (*type == '(' && how == 1)
			sm_buf_addc(&w->out, ' ');
	}
}

const char *
rt_put_done(struct rt_writer *w)
{
	const char *text =
	    sm_memdup(w->arena, sm_buf_str(&w->out), w->out.len);

	sm_buf_reset(&w->out);
	return text;
}

static void
write_index(struct rt_writer *w, const struct rt_table *t,
    const struct rt_key *k)
{
	rt_put(w, k->unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
	rt_put_blank(w);
	if (w->noise > 0 && rt_chance(w->random, 20))
		rt_put(w, "IF NOT EXISTS ");
	rt_put_name(w, k->name);
	rt_put(w, " ON ");
	rt_put_name(w, t->name);
	rt_put_blank(w);
	rt_put_parts(w, k, true);
	if (k->where != NULL) {
		rt_put(w, " WHERE ");
		rt_put_text(w, k->where);
	}
}

static void
write_object(struct rt_writer *w, const struct rt_object *o)
{
	static const char *const starts[] = {"CREATE VIEW ", "CREATE TRIGGER ",
	    "CREATE VIRTUAL TABLE "};
	int i;

	rt_put(w, starts[o->kind]);
	if (w->noise > 0 && rt_chance(w->random, 20))
		rt_put(w, "IF NOT EXISTS ");
	rt_put_name(w, o->name);
	for (i = 0; o->listed && i < o->ncolumns; i++) {
		sm_buf_adds(&w->out, i == 0 ? "(" : ",");
		rt_put_name(w, o->column_name[i]);
	}
	if (o->listed)
		sm_buf_adds(&w->out, ")");
	rt_put(w, o->kind == RT_VIEW ? " AS " :
	    o->kind == RT_VTABLE ? " USING " : " ");
	if (o->kind == RT_VTABLE)
		sm_buf_adds(&w->out, o->text); /* the module's own language */
	else
		rt_put_text(w, o->text);
}

static void
add(struct rt_script *script, struct rt_writer *w, int id)
{
	struct rt_statement *st = sm_push(w->arena, script);

	st->sql = rt_put_done(w);
	st->id = id;
}

static void
write_rest(struct rt_writer *w, struct rt_script *script)
{
	static const int order[] = {RT_VTABLE, RT_VIEW, RT_TRIGGER};
	struct rt_schema *s = w->schema;
	int i, k;

	for (i = 0; i < s->ntables; i++)
		for (k = 0; k < s->table[i].nindexes; k++) {
			write_index(w, &s->table[i], &s->table[i].index[k]);
			add(script, w, s->table[i].index[k].id);
		}
	for (k = 0; k < 3; k++)
		for (i = 0; i < s->nobjects; i++)
			if ((int)s->object[i].kind == order[k]) {
				write_object(w, &s->object[i]);
				add(script, w, s->object[i].id);
			}
}

void
rt_write(struct rt_schema *s, struct rt_random *r, int noise,
    struct sm_arena *a, struct rt_script *script)
{
	struct rt_writer w = {.schema = s, .random = r, .arena = a,
	    .noise = noise};
	int i, start = rt_below(r, (size_t)s->ntables);

	memset(script, 0, sizeof *script);
	for (i = 0; i < s->ntables; i++) {
		struct rt_table *t = &s->table[(start + i) % s->ntables];
		const char *alter = rt_put_table(&w, t);

		add(script, &w, t->id);
		if (alter != NULL) {
			sm_buf_adds(&w.out, alter);
			add(script, &w, t->id);
		}
	}
	write_rest(&w, script);
	sm_buf_free(&w.out);
}

char *
rt_script_text(struct sm_arena *a, const struct rt_script *script)
{
	struct sm_buf b = SM_BUF_INIT;
	char *text;
	size_t i;

	for (i = 0; i < script->n; i++) {
		sm_buf_adds(&b, script->v[i].sql);
		sm_buf_adds(&b, ";\n");
	}
	text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}
