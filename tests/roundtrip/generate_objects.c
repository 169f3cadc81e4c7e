/*
 * Views, triggers and virtual tables.  In a pattern T and U stand for tables, A
 * and B for columns of T, C for one of U, V for a view and P Q for its columns.
 */
#include <string.h>

#include "base/buf.h"
#include "generate.h"
#include "words.h"

struct cast {
	struct rt_table *t, *u;
	struct rt_object *v;
	int a, b, c, p, q;
};

struct pattern {
	const char *text;
	const char *names[2]; /* the output columns; @ is a column's own name */
	bool on_view;
};

static const struct pattern queries[] = {
    {"SELECT @A, @B AS other FROM @T", {"@A", "other"}, false},
    {"SELECT @T.@A AS a, @T.@B AS \"b b\" FROM @T WHERE @A IS NOT NULL",
        {"a", "b b"}, false},
    {"SELECT x.@A AS a, y.@C AS c FROM @T AS x LEFT JOIN @U AS y "
     "ON x.@B = y.@C", {"a", "c"}, false},
    {"SELECT count(*) AS n, max(@A) AS top FROM @T GROUP BY @B",
        {"n", "top"}, false},
    {"SELECT * FROM @T", {"@*", NULL}, false},
    {"WITH w AS (SELECT @A AS a FROM @T UNION SELECT @C FROM @U) "
     "SELECT a, 'it''s; -- x' AS s FROM w ORDER BY a", {"a", "s"}, false},
    {"SELECT (SELECT count(*) FROM @U WHERE @U.@C = @T.@A) AS n, @B AS b "
     "FROM @T", {"n", "b"}, false},
    {"SELECT @P AS a, @V.@Q AS q FROM @V", {"a", "q"}, true},
    {"SELECT v.@P AS a, t.@A AS b FROM @V v, @T t WHERE v.@Q IS t.@B",
        {"a", "b"}, true},
    {"SELECT a FROM nowhere_at_all", {"a", NULL}, false},
};
enum { BROKEN_QUERY = sizeof queries / sizeof queries[0] - 1 };

static const char *const bodies[] = {
    "AFTER INSERT ON @T BEGIN UPDATE @U SET @C = coalesce(@C, 0); END",
    "BEFORE UPDATE OF @A ON @T WHEN new.@A IS NOT old.@A BEGIN "
    "SELECT raise(ABORT, 'no; END') WHERE new.@B IS 'it''s'; END",
    "AFTER DELETE ON @T FOR EACH ROW BEGIN INSERT INTO @U(@C) VALUES(old.@A); "
    "DELETE FROM @U WHERE @U.@C = old.@B; END",
    "AFTER UPDATE ON @T BEGIN UPDATE @T SET @A = old.@A WHERE 0; END",
    "BEFORE INSERT ON @T WHEN (SELECT count(*) FROM @U) > 99999 BEGIN "
    "SELECT CASE WHEN new.@A IS NULL THEN raise(IGNORE) END; END",
    "AFTER UPDATE OF @A, @B ON @T BEGIN INSERT OR IGNORE INTO @U(@C) "
    "SELECT @A FROM @T WHERE @T.@B IS new.@B; END",
};
static const char *const view_bodies[] = {
    "INSTEAD OF INSERT ON @V BEGIN INSERT INTO @T(@A) VALUES(new.@P); END",
    "INSTEAD OF DELETE ON @V BEGIN DELETE FROM @T WHERE @A = old.@Q; END",
    "INSTEAD OF UPDATE OF @P ON @V BEGIN UPDATE @T SET @A = new.@P; END",
};

static int
number_of(const struct cast *k, char c)
{
	switch (c) {
	case 'T':
		return k->t->id;
	case 'U':
		return k->u->id;
	case 'V':
		return k->v != NULL ? k->v->id : 0;
	case 'A':
		return k->a;
	case 'B':
		return k->b;
	case 'C':
		return k->c;
	case 'P':
		return k->p;
	default:
		return k->q;
	}
}

static const char *
played(struct rt_schema *s, const struct cast *k, const char *pattern)
{
	struct sm_buf out = SM_BUF_INIT;
	const char *copy;

	for (; *pattern != '\0'; pattern++)
		if (*pattern == '@')
			sm_buf_addf(&out, "%c%d%c", RT_OPEN,
			    number_of(k, *++pattern), RT_CLOSE);
		else
			sm_buf_addc(&out, *pattern);
	copy = sm_memdup(s->arena, sm_buf_str(&out), out.len);
	sm_buf_free(&out);
	return copy;
}

/* A view that others may read: ahead of `before`, with columns of its own. */
static struct rt_object *
any_view(struct rt_schema *s, struct rt_random *r,
    const struct rt_object *before)
{
	int tries;

	for (tries = 0; tries < 6 && s->nobjects > 0; tries++) {
		struct rt_object *o =
		    &s->object[rt_below(r, (size_t)s->nobjects)];

		if (o->kind == RT_VIEW && o->ncolumns > 0 && !o->broken &&
		    (before == NULL || o < before))
			return o;
	}
	return NULL;
}

static bool
choose(struct rt_schema *s, struct rt_random *r, const struct rt_object *before,
    struct cast *k)
{
	memset(k, 0, sizeof *k);
	k->t = rt_any_table(s, r);
	k->u = rt_any_table(s, r);
	if (k->t == NULL)
		return false;
	k->a = rt_any_column(r, k->t)->id;
	k->b = rt_any_column(r, k->t)->id;
	k->c = rt_any_column(r, k->u)->id;
	k->v = any_view(s, r, before);
	if (k->v != NULL) {
		k->p = k->v->column[0];
		k->q = k->v->column[k->v->ncolumns - 1];
	}
	return true;
}

static void
output_columns(struct rt_schema *s, struct rt_random *r, struct rt_object *o,
    const struct pattern *q, const struct cast *k)
{
	int i;

	o->ncolumns = 0;
	o->listed = rt_chance(r, 20) && q->names[1] != NULL;
	for (i = 0; i < 2 && q->names[i] != NULL; i++) {
		if (q->names[i][0] == '@' && q->names[i][1] == '*')
			return;
		o->column[i] = s->next++;
		o->column_name[i] = q->names[i][0] == '@'
		    ? rt_name_of(s, k->a) : q->names[i];
		if (o->listed)
			o->column_name[i] = sm_sprintf(s->arena, "col %d%s", i,
			    rt_chance(r, 50) ? "'s" : "");
		o->ncolumns++;
	}
}

bool
rt_fill_view(struct rt_schema *s, struct rt_random *r, struct rt_object *o)
{
	const struct pattern *q;
	struct cast k;

	if (!choose(s, r, o, &k))
		return false;
	q = &queries[rt_below(r, BROKEN_QUERY + (rt_chance(r, 20) ? 1 : 0))];
	if (q->on_view && k.v == NULL)
		return false;
	o->broken = q == &queries[BROKEN_QUERY];
	o->text = played(s, &k, q->text);
	output_columns(s, r, o, q, &k);
	return true;
}

static struct rt_object *
new_object(struct rt_schema *s, struct rt_random *r, enum rt_kind kind,
    const char *stem)
{
	struct rt_object *o;

	if (s->nobjects == RT_OBJECTS)
		return NULL;
	o = &s->object[s->nobjects];
	memset(o, 0, sizeof *o);
	o->kind = kind;
	o->name = rt_new_name(s, r, stem);
	o->id = s->next++;
	return o;
}

bool
rt_add_view(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = new_object(s, r, RT_VIEW, "view");

	if (o == NULL || !rt_fill_view(s, r, o))
		return false;
	s->nobjects++;
	return true;
}

bool
rt_fill_trigger(struct rt_schema *s, struct rt_random *r, struct rt_object *o)
{
	struct cast k;
	bool on_view = rt_chance(r, 25);

	if (!choose(s, r, NULL, &k))
		return false;
	if (on_view && k.v == NULL)
		return false;
	o->on = on_view ? k.v->id : k.t->id;
	o->text = played(s, &k,
	    on_view ? RT_PICK(r, view_bodies) : RT_PICK(r, bodies));
	return true;
}

bool
rt_add_trigger(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = new_object(s, r, RT_TRIGGER, "trg");

	if (o == NULL || !rt_fill_trigger(s, r, o))
		return false;
	s->nobjects++;
	return true;
}

void
rt_fill_virtual(struct rt_schema *s, struct rt_random *r, struct rt_object *o)
{
	static const char *const uses[] = {"fts5(title, body)",
	    "fts5(body, tokenize = 'porter ascii')",
	    "rtree(id, x0, x1)", "rtree(id, x0, x1, y0, y1)",
	    "fts4(subject, body)", "fts5(a, \"b c\", prefix = '2 3')"};

	(void)s;
	o->text = RT_PICK(r, uses);
}

bool
rt_add_virtual(struct rt_schema *s, struct rt_random *r)
{
	struct rt_object *o = new_object(s, r, RT_VTABLE, "search");

	if (o == NULL)
		return false;
	rt_fill_virtual(s, r, o);
	s->nobjects++;
	return true;
}
