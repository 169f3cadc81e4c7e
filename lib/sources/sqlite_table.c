/*
 * A table: the stored SQL read, and held against what the engine says of it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sources/sqlite_objects.h"
#include "sources/sqlite_schema_sql.h"
#include "text/lexer.h"
#include "text/type.h"

struct sm_object *
sm_sqlite_unreadable(struct sm_arena *a, const char *kind, const char *name,
    const char *table, const char *why, const char *sql)
{
	struct sm_object *o = sm_object_new(a, kind);

	o->unreadable = true;
	o->name = sm_utf8_valid(name, strlen(name)) ? name
	                                            : sm_printable_str(a, name);
	if (table != NULL)
		o->table = sm_utf8_valid(table, strlen(table)) ? table
		    : sm_printable_str(a, table);
	o->why = sm_utf8_valid(why, strlen(why)) ? why
	                                         : sm_printable_str(a, why);
	if (sql != NULL && sm_utf8_valid(sql, strlen(sql)))
		o->sql = sql;
	return o;
}

/* What pragma_table_xinfo says of a generated column in `hidden`. */
enum {
	HIDDEN_VIRTUAL = 2,
	HIDDEN_STORED = 3
};

/* The engine dequotes a type that starts with a quote: "my type", [x]. */
static bool
same_type(struct sm_arena *a, const char *written, const char *type)
{
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	struct sm_lexer lexer;
	struct sm_token t;

	if (sm_type_same(d, written, type))
		return true;
	sm_lexer_init(&lexer, d, written, strlen(written));
	t = sm_lexer_next_solid(&lexer);
	return (t.kind == SM_TOKEN_NAME || t.kind == SM_TOKEN_STRING) &&
	    sqlite3_stricmp(sm_token_name(a, &t), type) == 0;
}

/*
 * The type as the engine has it.  Of a generated column it cuts GENERATED ALWAYS
 * off, but not the comments before it, and GENERATED itself only where nothing
 * but one blank stands between the two words (sqlite3AddColumn).
 */
static const char *
engine_type(struct sm_arena *a, const struct sm_catalog_column *real)
{
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	struct sm_tokens t = {NULL, 0, 0};

	if (real->hidden != HIDDEN_VIRTUAL && real->hidden != HIDDEN_STORED)
		return real->type;
	sm_tokenize(a, d, real->type, strlen(real->type), &t);
	if (t.n > 0 && sm_token_is(&t.v[t.n - 1], "GENERATED"))
		t.n--;
	if (t.n == 0)
		return "";
	return sm_memdup(a, t.v[0].text,
	    (size_t)(t.v[t.n - 1].text + t.v[t.n - 1].len - t.v[0].text));
}

static const char *
generated_as(int hidden)
{
	return hidden == HIDDEN_VIRTUAL ? "virtual"
	    : hidden == HIDDEN_STORED ? "stored" : NULL;
}

static bool
same(const char *x, const char *y)
{
	return x == y || (x != NULL && y != NULL && strcmp(x, y) == 0);
}

/*
 * Where the engine says NOT NULL and the text doesn't, it must be for a key of
 * a WITHOUT ROWID or STRICT table.
 */
static const char *
column_mismatch(struct sm_arena *a, const struct sm_stored_table *t,
    const struct sm_column *c, const struct sm_catalog_column *real)
{
	if (!same(c->name, real->name))
		return "name";
	if (!same_type(a, c->type, engine_type(a, real)))
		return "type";
	if (c->nullable == real->not_null && (!c->nullable ||
	    real->key == 0 || !(t->without_rowid || t->strict)))
		return "NOT NULL";
	if ((c->default_text != NULL) != real->has_default)
		return "default";
	if (!same(c->generated, generated_as(real->hidden)))
		return "generated";
	return NULL;
}

/* Is the column at place n (from 1) of the primary key, counting each once? */
static bool
key_matches(const struct sm_catalog_relation *r, const struct sm_key *key)
{
	const struct sm_catalog_column *c;
	size_t i, in_key = 0, found = 0;

	for (i = 0; i < r->columns.n; i++)
		in_key += r->columns.v[i].key > 0;
	for (i = 0; key != NULL && i < key->columns.n; i++) {
		c = sm_catalog_column(r, key->columns.v[i]);
		if (c == NULL || c->key == 0 || c->key > (int)i + 1)
			return false;
		found += c->key == (int)i + 1;
	}
	/* A column named twice has one place. */
	return found == in_key || (found < in_key && key != NULL &&
	    key->columns.n > in_key);
}

/* The last foreign key written is the engine's first. */
static bool
foreign_keys_match(const struct sm_catalog_relation *r,
    const struct sm_object *o)
{
	const struct sm_foreign_key *fk;
	const struct sm_catalog_fk *real;
	size_t i, j, n = o->foreign_keys.n;

	if (n != r->fks.n)
		return false;
	for (i = 0; i < n; i++) {
		fk = &o->foreign_keys.v[i];
		real = &r->fks.v[n - 1 - i];
		if (!same(fk->references->table, real->table) ||
		    fk->columns.n != real->from.n ||
		    !same(fk->on_delete ? fk->on_delete : "NO ACTION",
		        real->on_delete) ||
		    !same(fk->on_update ? fk->on_update : "NO ACTION",
		        real->on_update))
			return false;
		for (j = 0; j < fk->columns.n; j++)
			if (sqlite3_stricmp(fk->columns.v[j],
			    real->from.v[j]) != 0)
				return false;
	}
	return true;
}

/* What text and engine say differently, or NULL. */
static const char *
mismatch(struct sm_arena *a, const struct sm_stored_table *t,
    const struct sm_catalog_relation *r)
{
	const struct sm_object *o = t->object;
	const char *what;
	size_t i;

	if (o->columns.n != r->columns.n)
		return "the number of columns";
	for (i = 0; i < r->columns.n; i++) {
		what = column_mismatch(a, t, &o->columns.v[i],
		    &r->columns.v[i]);
		if (what != NULL)
			return sm_sprintf(a, "the %s of column %s", what,
			    r->columns.v[i].name);
	}
	if (!key_matches(r, o->primary_key))
		return "the primary key";
	if (!foreign_keys_match(r, o))
		return "the foreign keys";
	if (t->without_rowid != r->without_rowid || t->strict != r->strict)
		return "the options";
	return NULL;
}

/*
 * The column's collation and AUTOINCREMENT, from the engine: what the text says
 * must agree.  BINARY is what there is without a COLLATE.
 */
static const char *
check_metadata(struct sm_arena *a, sqlite3 *db,
    const struct sm_catalog_relation *r, struct sm_object *o)
{
	const char *collation;
	struct sm_column *c;
	int autoincrement;
	size_t i;

	for (i = 0; i < o->columns.n; i++) {
		c = &o->columns.v[i];
		if (sqlite3_table_column_metadata(db, "main", r->name,
		    c->name, NULL, &collation, NULL, NULL, &autoincrement) !=
		    SQLITE_OK)
			return sm_strdup(a, sqlite3_errmsg(db));
		if (sqlite3_stricmp(c->collation ? c->collation : "BINARY",
		    collation ? collation : "BINARY") != 0)
			return sm_sprintf(a, "the collation of column %s",
			    c->name);
		if (autoincrement && (o->primary_key == NULL ||
		    !o->primary_key->autoincrement))
			return "AUTOINCREMENT";
		if (c->collation != NULL &&
		    sqlite3_stricmp(c->collation, "BINARY") == 0)
			c->collation = NULL;
	}
	return NULL;
}

/*
 * A single column INTEGER is the rowid itself, unless DESC was written with the
 * column (lang_createtable.html, 5); DESC and COLLATE mean nothing then.
 */
static bool
is_rowid(const struct sm_stored_table *t, const struct sm_column *c)
{
	const struct sm_key *key = t->object->primary_key;

	return !t->without_rowid && key->columns.n == 1 && c != NULL &&
	    c->type != NULL && sqlite3_stricmp(c->type, "INTEGER") == 0 &&
	    !(t->key_inline && key->keys.n > 0);
}

/* In keys only: a collation that isn't the column's own. */
static void
finish_keys(struct sm_object *o, struct sm_key *key)
{
	const struct sm_dialect *d = sm_dialect_get(SM_SQLITE);
	const struct sm_column *c;
	struct sm_index_key *part;
	bool plain = true;
	size_t i;

	for (i = 0; i < key->columns.n; i++) {
		c = sm_object_column(o, d, key->columns.v[i]);
		if (c != NULL)
			key->columns.v[i] = c->name;
	}
	for (i = 0; i < key->keys.n; i++) {
		part = &key->keys.v[i];
		c = sm_object_column(o, d, part->column);
		if (c == NULL)
			continue;
		part->column = c->name;
		if (part->collation != NULL && sqlite3_stricmp(part->collation,
		    c->collation ? c->collation : "BINARY") == 0)
			part->collation = NULL;
		plain = plain && part->collation == NULL && !part->desc;
	}
	if (plain)
		key->keys.n = 0;
}

static void
finish_primary_key(const struct sm_stored_table *t)
{
	struct sm_object *o = t->object;
	struct sm_key *key = o->primary_key;
	struct sm_column *c;

	if (key == NULL)
		return;
	c = sm_object_column(o, sm_dialect_get(SM_SQLITE),
	    key->columns.v[0]);
	key->rowid_alias = is_rowid(t, c);
	if (key->rowid_alias) {
		c->nullable = false;
		key->keys.n = 0;
	}
	finish_keys(o, key);
}

/* The parent's key, for a foreign key that doesn't name its columns. */
static void
resolve_references(const struct sm_catalog *cat, struct sm_foreign_key *fk)
{
	const struct sm_catalog_relation *parent =
	    sm_catalog_find(cat, fk->references->table);
	struct sm_strings *columns = &fk->references->columns;
	size_t i, n = 0;
	int place;

	if (columns->n > 0)
		return;
	fk->references->implied = true;
	if (parent == NULL || parent->bad != NULL)
		return;
	for (i = 0; i < parent->columns.n; i++)
		n += parent->columns.v[i].key > 0;
	if (n != fk->columns.n)
		return; /* a mismatch that only DML reports */
	for (place = 1; place <= (int)n; place++)
		for (i = 0; i < parent->columns.n; i++)
			if (parent->columns.v[i].key == place)
				sm_strings_add(cat->arena, columns,
				    parent->columns.v[i].name);
}

/* Names of columns as their own definition spells them. */
static void
spell_columns(const struct sm_object *o, struct sm_strings *names)
{
	const struct sm_column *c;
	size_t i;

	for (i = 0; i < names->n; i++) {
		c = sm_object_column(o, sm_dialect_get(SM_SQLITE),
		    names->v[i]);
		if (c != NULL)
			names->v[i] = c->name;
	}
}

/*
 * The type as the engine has it.  One that was quoted, and without its quotes
 * would be read as something else ("a, b", "not null"), stays as written.
 */
static const char *
type_of(struct sm_arena *a, const char *written, const char *type)
{
	struct sm_stored_table t;
	const char *why;

	if (*type == '\0')
		return NULL;
	if (*written == '\0' || strchr("\"'`[", *written) == NULL)
		return type;
	if (!sm_stored_table_read(a, sm_sprintf(a, "CREATE TABLE t(c %s)",
	    type), &t, &why) || t.object->columns.n != 1 ||
	    strcmp(t.object->columns.v[0].type, type) != 0)
		return written;
	return type;
}

static void
finish(const struct sm_catalog *cat, const struct sm_catalog_relation *r,
    const struct sm_stored_table *t)
{
	struct sm_object *o = t->object;
	struct sm_column *c;
	size_t i;

	o->name = r->name;
	for (i = 0; i < o->columns.n; i++) {
		c = &o->columns.v[i];
		c->type = type_of(cat->arena, c->type,
		    engine_type(cat->arena, &r->columns.v[i]));
		c->nullable = !r->columns.v[i].not_null;
	}
	finish_primary_key(t);
	for (i = 0; i < o->uniques.n; i++)
		finish_keys(o, &o->uniques.v[i]);
	for (i = 0; i < o->foreign_keys.n; i++) {
		spell_columns(o, &o->foreign_keys.v[i].columns);
		resolve_references(cat, &o->foreign_keys.v[i]);
	}
	if (t->without_rowid)
		sm_option_set(cat->arena, &o->options, "without_rowid", "true");
	if (t->strict)
		sm_option_set(cat->arena, &o->options, "strict", "true");
}

static int
by_name(const void *x, const void *y)
{
	const struct sm_catalog_index *const *a = x, *const *b = y;

	return strcmp((*a)->name, (*b)->name);
}

/*
 * The SQL of a table that can't be read is that of its indexes too: two such
 * tables are the same only if all of it is.  NULL if some of it is no text.
 */
static const char *
whole_sql(struct sm_arena *a, const struct sm_catalog_relation *r)
{
	const struct sm_catalog_index **all =
	    sm_alloc(a, (r->indexes.n + 1) * sizeof *all);
	struct sm_buf b = SM_BUF_INIT;
	const char *text = NULL;
	size_t i, n = 0;

	for (i = 0; i < r->indexes.n; i++)
		if (r->indexes.v[i].sql != NULL || r->indexes.v[i].bad != NULL)
			all[n++] = &r->indexes.v[i];
	qsort(all, n, sizeof *all, by_name);
	sm_buf_adds(&b, r->sql != NULL ? r->sql : "");
	for (i = 0; i < n && all[i]->bad == NULL; i++)
		sm_buf_addf(&b, ";\n%s", all[i]->sql);
	if (r->sql != NULL && i == n)
		text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

struct sm_object *
sm_sqlite_table(const struct sm_catalog *cat,
    const struct sm_catalog_relation *r, sqlite3 *db)
{
	struct sm_arena *a = cat->arena;
	struct sm_stored_table t;
	const char *why = r->bad, *what = NULL;

	if (why == NULL && r->sql == NULL)
		why = "it has no stored SQL";
	if (why == NULL && sm_stored_table_read(a, r->sql, &t, &why)) {
		what = mismatch(a, &t, r);
		if (what == NULL)
			what = check_metadata(a, db, r, t.object);
		if (what != NULL)
			why = sm_sprintf(a, "its stored SQL and SQLite "
					    "disagree on %s", what);
	}
	if (why == NULL) {
		finish(cat, r, &t);
		sm_sqlite_indexes(a, r, t.object, &why);
	}
	if (why != NULL)
		return sm_sqlite_unreadable(a, "table", r->name, NULL, why,
		    whole_sql(a, r));
	sm_sqlite_strings(a, t.object);
	sm_sqlite_sort(t.object);
	return t.object;
}
