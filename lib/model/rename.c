#include "model/rename.h"

#include <string.h>

#include "model/kind.h"
#include "model/rename_text.h"
#include "text/lexer.h"
#include "text/quote.h"

/*
 * Whose views and triggers a rename changes in the way that rename_text.c does.
 * PostgreSQL rewrites them too, but gives what was called a the name b AS a; as
 * long as nothing here says that, they are left alone, which makes them changed
 * objects: more work than there need be, and right.
 */
static const bool rewrites_definitions[SM_DIALECTS] = {[SM_SQLITE] = true};

/* The entry of a table in the set, made where there is none. */
static struct sm_renamed_table *
entry(struct sm_rename_set *set, const char *schema, const char *table)
{
	const char *key = sm_rename_key(set, schema, table);
	struct sm_renamed_table *t = sm_map_get(&set->tables, key);

	if (t == NULL) {
		t = sm_alloc(set->arena, sizeof *t);
		sm_map_set(&set->tables, key, t);
	}
	return t;
}

static void
note_column(struct sm_rename_set *set, const char *name)
{
	sm_map_set(&set->columns,
	    sm_fold_column(set->arena, set->dialect, name), set);
}

/* No table has more ancestors; a file may claim that one is its own. */
#define DEEPEST 64
static void hand_down(struct sm_rename_set *, const struct sm_object *,
    int depth);

/* A renamed column is renamed in the tables that inherit it. */
static void
hand_down_from(struct sm_rename_set *set, const struct sm_object *child,
    const struct sm_name *parent, int depth)
{
	struct sm_renamed_table *t;
	struct sm_object *o =
	    sm_map_get(&set->objects,
	        sm_rename_key(set, parent->schema, parent->name));
	const struct sm_column *c;
	size_t i, k;

	/* A parent may have it from a parent of its own. */
	if (o != NULL)
		hand_down(set, o, depth + 1);
	t = sm_map_get(&set->tables,
	    sm_rename_key(set, parent->schema, parent->name));
	for (i = 0; t != NULL && i < t->n; i++) {
		const struct sm_renamed_column r = t->v[i];
		struct sm_renamed_table *mine =
		    entry(set, child->schema, child->name);

		c = sm_object_column(child, set->dialect, r.from);
		for (k = 0; k < mine->n; k++)
			if (sm_same_column(set->dialect, mine->v[k].from,
			        r.from))
				break;
		if (c != NULL && c->inherited && k == mine->n)
			*sm_push(set->arena, mine) = r;
	}
}

static void
hand_down(struct sm_rename_set *set, const struct sm_object *child, int depth)
{
	size_t i;

	if (child->unreadable || depth > DEEPEST)
		return;
	if (child->partition_of != NULL)
		hand_down_from(set, child, child->partition_of, depth);
	for (i = 0; i < child->inherits.n; i++)
		hand_down_from(set, child, &child->inherits.v[i], depth);
}

static void
set_init(struct sm_rename_set *set, struct sm_arena *a,
    const struct sm_dialect *d, const struct sm_objects *in,
    const struct sm_rename_list *list)
{
	const struct sm_object *o;
	const struct sm_rename *r;
	struct sm_renamed_table *t;
	size_t i;

	set->arena = a;
	set->dialect = d;
	sm_map_init(&set->tables, a);
	sm_map_init(&set->objects, a);
	sm_map_init(&set->columns, a);
	sm_map_init(&set->values, a);
	for (i = 0; i < list->n; i++) {
		r = &list->v[i];
		if (r->is_value) {
			sm_rename_note_value(set, r);
			continue;
		}
		t = entry(set, r->schema, r->table);
		if (r->column == NULL) {
			t->to = r->to;
			continue;
		}
		*sm_push(a, t) = (struct sm_renamed_column){r->column, r->to};
		note_column(set, r->column);
		note_column(set, r->to);
	}
	for (i = 0; i < in->n; i++) {
		o = in->v[i];
		if (o->name != NULL && (o->kind->is_relation))
			sm_map_set(&set->objects,
			    sm_rename_key(set, o->schema, o->name), in->v[i]);
	}
	for (i = 0; i < in->n; i++)
		hand_down(set, in->v[i], 0);
}

/* A copy of the object that isn't the record it was read from any more. */
static struct sm_object *
copy(struct sm_arena *a, const struct sm_object *o)
{
	struct sm_object *c = sm_shape_copy(a, o->kind->shape, o);

	c->text = NULL;
	c->len = 0;
	return c;
}

static void
rename_columns(const struct sm_rename_set *set,
    const struct sm_renamed_table *t, struct sm_strings *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		list->v[i] = sm_renamed_column(set, t, list->v[i]);
}

static void
rename_keys(const struct sm_rename_set *set, const struct sm_renamed_table *t,
    const struct sm_object *table, struct sm_index_keys *keys)
{
	struct sm_index_key *k;
	size_t i;

	for (i = 0; i < keys->n; i++) {
		k = &keys->v[i];
		k->column = sm_renamed_column(set, t, k->column);
		if (set->dialect->rewrites_text)
			k->expression =
			    sm_rename_expression(set, table, k->expression);
	}
}

static void
rename_key(const struct sm_rename_set *set, const struct sm_renamed_table *t,
    const struct sm_object *table, struct sm_key *key)
{
	rename_columns(set, t, &key->columns);
	rename_keys(set, t, table, &key->keys);
}

/* The texts of a table, all of which may name its columns and the table. */
static void
rename_texts(const struct sm_rename_set *set, const struct sm_object *old,
    struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->columns.n; i++)
		o->columns.v[i].expression = sm_rename_expression(set, old,
		    o->columns.v[i].expression);
	for (i = 0; i < o->checks.n; i++)
		o->checks.v[i].expression = sm_rename_expression(set, old,
		    o->checks.v[i].expression);
	for (i = 0; i < o->indexes.n; i++)
		o->indexes.v[i].where = sm_rename_expression(set, old,
		    o->indexes.v[i].where);
	for (i = 0; i < o->exclusions.n; i++)
		o->exclusions.v[i].where = sm_rename_expression(set, old,
		    o->exclusions.v[i].where);
	o->partition_key = sm_rename_expression(set, old, o->partition_key);
}

/* "nextval('app.t_a_seq'::regclass)", as PostgreSQL's catalog spells it. */
static const char *
nextval(const struct sm_rename_set *set, const char *schema, const char *name)
{
	struct sm_buf b = SM_BUF_INIT, all = SM_BUF_INIT;
	const char *text;

	if (schema != NULL) {
		sm_quote_name_if_needed(&b, set->dialect, schema);
		sm_buf_addc(&b, '.');
	}
	sm_quote_name_if_needed(&b, set->dialect, name);
	sm_buf_adds(&all, "nextval(");
	sm_quote_string(&all, set->dialect, sm_buf_str(&b));
	sm_buf_adds(&all, "::regclass)");
	text = sm_memdup(set->arena, sm_buf_str(&all), all.len);
	sm_buf_free(&b);
	sm_buf_free(&all);
	return text;
}

/* The defaults that count with a renamed sequence. */
static void
rename_defaults(const struct sm_rename_set *set, const struct sm_object *old,
    struct sm_object *o)
{
	const struct sm_renamed_table *t;
	const struct sm_need *n;
	const char *was;
	size_t i, k;

	for (i = 0; i < old->needs.n; i++) {
		n = &old->needs.v[i];
		t = strcmp(n->record, "sequence") != 0
		    ? NULL : sm_renamed_table(set, n->schema, n->name);
		if (t == NULL || t->to == NULL)
			continue;
		was = nextval(set, n->schema, n->name);
		for (k = 0; k < o->columns.n; k++) {
			struct sm_column *c = &o->columns.v[k];

			if (c->default_text != NULL &&
			    strcmp(c->default_text, was) == 0)
				c->default_text = nextval(set, n->schema,
				    t->to);
		}
	}
}

/* What a rename of the table or its columns does to the table itself. */
static void
rename_table(const struct sm_rename_set *set, const struct sm_renamed_table *t,
    const struct sm_object *old, struct sm_object *o)
{
	size_t i;

	if (t->to != NULL)
		o->name = t->to;
	for (i = 0; i < o->columns.n; i++)
		o->columns.v[i].name =
		    sm_renamed_column(set, t, o->columns.v[i].name);
	if (o->primary_key != NULL)
		rename_key(set, t, old, o->primary_key);
	for (i = 0; i < o->uniques.n; i++)
		rename_key(set, t, old, &o->uniques.v[i]);
	for (i = 0; i < o->checks.n; i++)
		o->checks.v[i].column =
		    sm_renamed_column(set, t, o->checks.v[i].column);
	for (i = 0; i < o->exclusions.n; i++) {
		rename_keys(set, t, old, &o->exclusions.v[i].keys);
		rename_columns(set, t, &o->exclusions.v[i].include);
	}
	for (i = 0; i < o->foreign_keys.n; i++) {
		rename_columns(set, t, &o->foreign_keys.v[i].columns);
		rename_columns(set, t,
		    &o->foreign_keys.v[i].on_delete_columns);
	}
	for (i = 0; i < o->indexes.n; i++) {
		rename_keys(set, t, old, &o->indexes.v[i].keys);
		rename_columns(set, t, &o->indexes.v[i].include);
	}
	if (set->dialect->rewrites_text)
		rename_texts(set, old, o);
}

/* The renamed table that a foreign key refers to, or NULL. */
static const struct sm_renamed_table *
parent_of(const struct sm_rename_set *set, const struct sm_foreign_key *fk)
{
	return sm_renamed_table(set, fk->references->schema,
	    fk->references->table);
}

/* A name of another table, as it is called now. */
static void
rename_name(const struct sm_rename_set *set, struct sm_name *name)
{
	const struct sm_renamed_table *t =
	    sm_renamed_table(set, name->schema, name->name);

	if (t == NULL)
		return;
	name->column = sm_renamed_column(set, t, name->column);
	if (t->to != NULL)
		name->name = t->to;
}

/* Parents, and the column that owns a sequence. */
static void
rename_names(const struct sm_rename_set *set, struct sm_object *o)
{
	size_t i;

	if (o->partition_of != NULL)
		rename_name(set, o->partition_of);
	for (i = 0; i < o->inherits.n; i++)
		rename_name(set, &o->inherits.v[i]);
	if (o->owned_by != NULL)
		rename_name(set, o->owned_by);
}

/* The other end of foreign keys, and needs. */
static void
rename_references(const struct sm_rename_set *set, struct sm_object *o)
{
	const struct sm_renamed_table *t;
	size_t i;

	for (i = 0; i < o->foreign_keys.n; i++) {
		struct sm_references *to = o->foreign_keys.v[i].references;

		t = parent_of(set, &o->foreign_keys.v[i]);
		if (t == NULL)
			continue;
		rename_columns(set, t, &to->columns);
		if (t->to != NULL)
			to->table = t->to;
	}
	for (i = 0; i < o->needs.n; i++) {
		t = sm_renamed_table(set, o->needs.v[i].schema,
		    o->needs.v[i].name);
		if (t == NULL)
			continue;
		rename_columns(set, t, &o->needs.v[i].columns);
		if (t->to != NULL)
			o->needs.v[i].name = t->to;
	}
}

/* Does any rename concern the object? */
static bool
is_touched(const struct sm_rename_set *set, const struct sm_object *o)
{
	size_t i;

	if (o->kind->is_relation && o->name != NULL &&
	    sm_renamed_table(set, o->schema, o->name) != NULL)
		return true;
	if (o->table != NULL && sm_renamed_table(set, o->schema, o->table))
		return true;
	for (i = 0; i < o->foreign_keys.n; i++)
		if (parent_of(set, &o->foreign_keys.v[i]) != NULL)
			return true;
	for (i = 0; i < o->needs.n; i++)
		if (sm_renamed_table(set, o->needs.v[i].schema,
		        o->needs.v[i].name) != NULL)
			return true;
	return o->owned_by != NULL && sm_renamed_table(set,
	    o->owned_by->schema, o->owned_by->name) != NULL;
}

/* What stands behind the name in a stored CREATE TRIGGER; NULL: it is none. */
static const char *
behind_name(const struct sm_rename_set *set, const char *sql)
{
	struct sm_lexer lx;
	struct sm_token t;

	sm_lexer_init(&lx, set->dialect, sql, strlen(sql));
	do
		t = sm_lexer_next_solid(&lx);
	while (t.kind != SM_TOKEN_END && !sm_token_is(&t, "TRIGGER"));
	t = sm_lexer_next_solid(&lx);
	if (sm_token_is(&t, "IF")) {
		sm_lexer_next_solid(&lx); /* NOT EXISTS */
		sm_lexer_next_solid(&lx);
		sm_lexer_next_solid(&lx);
	}
	return lx.at < lx.end ? lx.at : NULL;
}

/*
 * The stored SQL of a broken trigger whose table has another name now, without
 * which it can't be put back.  Columns stay: what it needs isn't known.
 */
static const char *
broken_text(const struct sm_rename_set *set, const struct sm_object *old)
{
	struct sm_object o = *old;
	const char *rest;

	if (old->sql == NULL || !rewrites_definitions[set->dialect->id] ||
	    (rest = behind_name(set, old->sql)) == NULL)
		return old->sql;
	o.definition = rest;
	return sm_sprintf(set->arena, "%.*s%s", (int)(rest - old->sql),
	    old->sql, sm_rename_definition(set, &o));
}

static struct sm_object *
rename_object(const struct sm_rename_set *set, struct sm_object *old)
{
	const struct sm_renamed_table *own = NULL, *on = NULL;
	struct sm_object *o;

	if (!is_touched(set, old))
		return sm_rename_values(set, old);
	o = copy(set->arena, old);
	if (old->kind->is_relation && old->name != NULL)
		own = sm_renamed_table(set, old->schema, old->name);
	if (old->table != NULL)
		on = sm_renamed_table(set, old->schema, old->table);
	if (own != NULL)
		rename_table(set, own, old, o);
	if (on != NULL && on->to != NULL) {
		o->table = on->to;
		o->sql = broken_text(set, old);
	}
	if (rewrites_definitions[set->dialect->id] && !old->unreadable)
		o->definition = sm_rename_definition(set, old);
	rename_defaults(set, old, o);
	rename_references(set, o);
	rename_names(set, o);
	o->key = sm_object_key(set->arena, set->dialect, o->record, o->schema,
	    o->table, o->name, o->arguments);
	return sm_rename_values(set, o);
}

void
sm_objects_rename(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_objects *in, const struct sm_rename_list *list,
    struct sm_objects *out)
{
	struct sm_rename_set set;
	size_t i;

	set_init(&set, a, d, in, list);
	for (i = 0; i < in->n; i++)
		*sm_push(a, out) = list->n == 0
		    ? in->v[i]
		    : rename_object(&set, in->v[i]);
}
