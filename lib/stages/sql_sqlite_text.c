/*
 * CREATE statements in SQLite's words.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "model/kind.h"
#include "stages/sql_sqlite.h"
#include "text/lexer.h"

bool
sm_sqlite_without_rowid(const struct sm_object *o)
{
	return sm_option_on(&o->options, "without_rowid");
}

bool
sm_sqlite_in_key(const struct sm_dialect *d, const struct sm_object *o,
    const char *column)
{
	return o->primary_key != NULL &&
	    sm_names_column(d, &o->primary_key->columns, column);
}

/* The column of a primary key that is one column of type INTEGER. */
static const struct sm_column *
integer_key(const struct sm_object *o)
{
	const struct sm_key *pk = o->primary_key;
	size_t i;

	if (pk == NULL || pk->columns.n != 1 || sm_sqlite_without_rowid(o))
		return NULL;
	for (i = 0; i < o->columns.n; i++)
		if (strcasecmp(o->columns.v[i].name, pk->columns.v[0]) == 0)
			break;
	if (i == o->columns.n || o->columns.v[i].type == NULL ||
	    strcasecmp(o->columns.v[i].type, "INTEGER") != 0)
		return NULL;
	return &o->columns.v[i];
}

const struct sm_column *
sm_sqlite_rowid_alias(const struct sm_object *o)
{
	return o->primary_key != NULL && o->primary_key->rowid_alias
	    ? integer_key(o) : NULL;
}

/*
 * Is the key written with its column?  An INTEGER key that is no rowid can only
 * be written so (PRIMARY KEY DESC); one with a collation or an order of its own
 * only behind the columns, where DESC leaves it the rowid.
 */
static bool
is_inline(const struct sm_object *o)
{
	const struct sm_key *pk = o->primary_key;

	if (pk == NULL || pk->columns.n != 1)
		return false;
	if (integer_key(o) != NULL && !pk->rowid_alias)
		return true;
	return pk->keys.n == 0;
}

static bool
add_inline_key(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_object *o)
{
	const struct sm_key *pk = o->primary_key;

	sm_buf_addc(b, ' ');
	sm_sqlite_constraint_name(w, b, pk->name);
	sm_buf_adds(b, "PRIMARY KEY");
	if (integer_key(o) != NULL && !pk->rowid_alias)
		sm_buf_adds(b, " DESC");
	if (!sm_sqlite_conflict(w, b, pk->conflict))
		return false;
	if (pk->autoincrement)
		sm_buf_adds(b, " AUTOINCREMENT");
	return true;
}

static void
add_key_columns(struct sm_sqlite *w, struct sm_buf *b, const struct sm_key *k)
{
	size_t i;

	for (i = 0; i < k->columns.n; i++) {
		const struct sm_index_key *key =
		    k->keys.n == k->columns.n ? &k->keys.v[i] : NULL;

		sm_buf_addf(b, "%s%s", i > 0 ? ", " : "",
		    sm_script_name(&w->script, k->columns.v[i]));
		if (key != NULL && key->collation != NULL)
			sm_buf_addf(b, " COLLATE %s",
			    sm_script_name(&w->script, key->collation));
		if (key != NULL && key->desc)
			sm_buf_adds(b, " DESC");
	}
}

static bool
add_key(struct sm_sqlite *w, struct sm_buf *b, const char *word,
    const struct sm_key *k)
{
	sm_buf_adds(b, ",\n\t");
	sm_sqlite_constraint_name(w, b, k->name);
	sm_buf_addf(b, "%s (", word);
	add_key_columns(w, b, k);
	sm_buf_adds(b, k->autoincrement ? " AUTOINCREMENT)" : ")");
	return sm_sqlite_conflict(w, b, k->conflict);
}

/* Is the check written with that column? */
static bool
is_check_of(const struct sm_sqlite *w, const struct sm_check *check,
    const char *column)
{
	return check->column != NULL &&
	    sm_same_column(w->dialect, check->column, column);
}

static bool
add_column(struct sm_sqlite *w, struct sm_buf *b, const struct sm_object *o,
    const struct sm_column *c)
{
	size_t i;

	if (!sm_sqlite_column(w, b, o, c))
		return false;
	if (is_inline(o) && sm_sqlite_in_key(w->dialect, o, c->name) &&
	    !add_inline_key(w, b, o))
		return false;
	for (i = 0; i < o->checks.n; i++) {
		if (!is_check_of(w, &o->checks.v[i], c->name))
			continue;
		sm_buf_addc(b, ' ');
		if (!sm_sqlite_check(w, b, &o->checks.v[i]))
			return false;
	}
	return true;
}

static bool
add_constraints(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_object *o)
{
	size_t i;

	if (o->primary_key != NULL && !is_inline(o) &&
	    !add_key(w, b, "PRIMARY KEY", o->primary_key))
		return false;
	for (i = 0; i < o->uniques.n; i++)
		if (!add_key(w, b, "UNIQUE", &o->uniques.v[i]))
			return false;
	for (i = 0; i < o->checks.n; i++) {
		const struct sm_check *check = &o->checks.v[i];

		if (check->column != NULL && sm_object_column(o, w->dialect,
		        check->column) != NULL)
			continue;
		sm_buf_adds(b, ",\n\t");
		if (!sm_sqlite_check(w, b, check))
			return false;
	}
	for (i = 0; i < o->foreign_keys.n; i++) {
		const struct sm_foreign_key *fk = &o->foreign_keys.v[i];

		sm_buf_adds(b, ",\n\t");
		sm_sqlite_constraint_name(w, b, fk->name);
		sm_buf_addf(b, "FOREIGN KEY %s ",
		    sm_script_names(&w->script, &fk->columns));
		if (!sm_sqlite_references(w, b, fk))
			return false;
	}
	return true;
}

static bool
add_options(struct sm_sqlite *w, struct sm_buf *b, const struct sm_object *o)
{
	static const struct {
		const char *name, *words;
	} options[] = {{"without_rowid", "WITHOUT ROWID"},
	    {"strict", "STRICT"}};
	size_t i, k, n = sizeof options / sizeof options[0];
	const char *comma = " ";

	for (i = 0; i < o->options.n; i++) {
		for (k = 0; k < n; k++)
			if (strcmp(options[k].name, o->options.v[i].name) == 0)
				break;
		if (k == n)
			return sm_sql_refuse(w->t, NULL, w->e,
			    "%s knows no table option \"%s\": table %s",
			    w->dialect->title,
			    sm_printable_str(w->arena, o->options.v[i].name),
			    sm_printable_str(w->arena, o->name));
	}
	for (k = 0; k < n; k++) {
		if (!sm_option_on(&o->options, options[k].name))
			continue;
		sm_buf_addf(b, "%s%s", comma, options[k].words);
		comma = ", ";
	}
	return true;
}

static const char *
taken(struct sm_sqlite *w, struct sm_buf *b, bool fine)
{
	const char *text = fine ? sm_memdup(w->arena, sm_buf_str(b), b->len)
	                        : NULL;

	sm_buf_free(b);
	return text;
}

const char *
sm_sqlite_create_table(struct sm_sqlite *w, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = true;
	size_t i;

	if (o->primary_key != NULL && o->primary_key->autoincrement &&
	    sm_sqlite_rowid_alias(o) == NULL) {
		sm_sql_refuse(w->t, NULL, w->e, "table %s: AUTOINCREMENT needs "
		    "an INTEGER PRIMARY KEY", sm_printable_str(w->arena,
		    o->name));
		return NULL;
	}
	sm_buf_addf(&b, "CREATE TABLE %s(",
	    sm_script_name(&w->script, o->name));
	for (i = 0; i < o->columns.n && fine; i++) {
		sm_buf_adds(&b, i > 0 ? ",\n\t" : "\n\t");
		fine = add_column(w, &b, o, &o->columns.v[i]);
	}
	fine = fine && add_constraints(w, &b, o);
	sm_buf_adds(&b, "\n)");
	fine = fine && add_options(w, &b, o);
	return taken(w, &b, fine);
}

static bool
add_index_key(struct sm_sqlite *w, struct sm_buf *b,
    const struct sm_object *table, const struct sm_index_key *k)
{
	if (k->column != NULL) {
		sm_buf_adds(b, sm_script_name(&w->script, k->column));
	} else {
		if (!sm_sqlite_fits(w, SM_FRAGMENT_EXPRESSION, k->expression,
		        "index expression", table))
			return false;
		sm_fragment_add(b, w->dialect, k->expression);
	}
	if (k->collation != NULL)
		sm_buf_addf(b, " COLLATE %s",
		    sm_script_name(&w->script, k->collation));
	if (k->desc)
		sm_buf_adds(b, " DESC");
	return true;
}

const char *
sm_sqlite_create_index(struct sm_sqlite *w, const struct sm_object *table,
    const struct sm_index *index)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = true;
	size_t i;

	sm_buf_addf(&b, "CREATE %sINDEX %s ON %s(",
	    index->unique ? "UNIQUE " : "",
	    sm_script_name(&w->script, index->name),
	    sm_script_name(&w->script, table->name));
	for (i = 0; i < index->keys.n && fine; i++) {
		sm_buf_adds(&b, i > 0 ? ", " : "");
		fine = add_index_key(w, &b, table, &index->keys.v[i]);
	}
	sm_buf_addc(&b, ')');
	if (index->method != NULL || index->include.n > 0)
		fine = sm_sql_refuse(w->t, NULL, w->e,
		    "%s has no index methods and no INCLUDE: index %s",
		    w->dialect->title, sm_printable_str(w->arena, index->name));
	if (fine && index->where != NULL) {
		fine = sm_sqlite_fits(w, SM_FRAGMENT_QUERY, index->where,
		    "WHERE", table);
		sm_buf_adds(&b, " WHERE ");
		sm_fragment_add(&b, w->dialect, index->where);
	}
	return taken(w, &b, fine);
}

/* The stored text of a broken object, to be put back as it was. */
static const char *
create_broken(struct sm_sqlite *w, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	struct sm_lexer lx;
	struct sm_token tok;
	bool is_trigger = strcmp(o->record, "trigger") == 0;
	bool fine = o->sql != NULL &&
	    sm_sqlite_fits(w, is_trigger ? SM_FRAGMENT_TRIGGER
	                                 : SM_FRAGMENT_QUERY,
	        o->sql, "stored text", o);

	if (!fine)
		return NULL;
	sm_lexer_init(&lx, w->dialect, o->sql, strlen(o->sql));
	tok = sm_lexer_next_solid(&lx);
	if (!sm_token_is(&tok, "CREATE")) {
		sm_sql_refuse(w->t, NULL, w->e, "%s %s: its stored text is no "
		    "CREATE statement", o->kind->noun,
		    sm_printable_str(w->arena, o->name));
		return NULL;
	}
	sm_fragment_add(&b, w->dialect, o->sql);
	return taken(w, &b, true);
}

const char *
sm_sqlite_create_object(struct sm_sqlite *w, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *name = sm_script_name(&w->script, o->name);
	enum sm_fragment kind = SM_FRAGMENT_QUERY;
	bool fine;

	if (o->unreadable)
		return create_broken(w, o);
	if (strcmp(o->record, "trigger") == 0) {
		kind = SM_FRAGMENT_TRIGGER;
		sm_buf_addf(&b, "CREATE TRIGGER %s ", name);
	} else if (strcmp(o->record, "view") == 0) {
		sm_buf_addf(&b, "CREATE VIEW %s%s AS ", name, o->names.n > 0
		    ? sm_script_names(&w->script, &o->names) : "");
	} else {
		sm_buf_addf(&b, "CREATE VIRTUAL TABLE %s USING ", name);
	}
	fine = sm_sqlite_fits(w, kind, o->definition, "definition", o);
	if (fine)
		sm_fragment_add(&b, w->dialect, o->definition);
	return taken(w, &b, fine);
}
