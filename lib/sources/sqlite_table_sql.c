/*
 * CREATE TABLE: columns and constraints, as SQLite's parse.y has them.
 */
#include <string.h>

#include "sources/sqlite_parser.h"
#include "sources/sqlite_schema_sql.h"

struct reader {
	struct sm_parser p;
	struct sm_stored_table *t;
	struct sm_object *o;
	const char *name;   /* of the constraint to come: CONSTRAINT name */
	size_t column;      /* index of the column being read */
	bool has_key;
};

/* The name given by CONSTRAINT, which is used up. */
static const char *
take_name(struct reader *r)
{
	const char *name = r->name;

	r->name = NULL;
	return name;
}

static struct sm_column *
column_of(struct reader *r)
{
	return &r->o->columns.v[r->column];
}

/* --- clauses of several constraints --------------------------------------- */

static const char *
one_of(struct sm_parser *p, const char *const *words)
{
	for (; *words != NULL; words++)
		if (sm_accept(p, *words))
			return *words;
	return NULL;
}

/* ON CONFLICT x; ABORT is what happens without it. */
static bool
conflict_clause(struct sm_parser *p, const char **conflict)
{
	static const char *const words[] = {"ROLLBACK", "ABORT", "FAIL",
	    "IGNORE", "REPLACE", NULL};
	const char *word;

	if (!sm_next_is(p, "ON") || !sm_token_is(sm_peek(p, 1), "CONFLICT"))
		return true;
	p->at += 2;
	word = one_of(p, words);
	if (word == NULL)
		return sm_parser_fail(p, "a way to resolve a conflict");
	*conflict = strcmp(word, "ABORT") == 0 ? NULL : word;
	return true;
}

/* "(" name [COLLATE x] [ASC|DESC] {"," …} [AUTOINCREMENT] ")" */
static bool
key_columns(struct sm_parser *p, struct sm_key *key)
{
	struct sm_index_keys keys = {0};
	struct sm_index_key *part;
	bool plain = true;

	if (!sm_expect_op(p, "("))
		return false;
	do {
		part = sm_push(p->arena, &keys);
		if (!sm_expect_name(p, &part->column) ||
		    (sm_accept(p, "COLLATE") &&
		        !sm_expect_name(p, &part->collation)))
			return false;
		part->desc = sm_accept(p, "DESC");
		if (!part->desc)
			sm_accept(p, "ASC");
		plain = plain && !part->desc && part->collation == NULL;
		sm_strings_add(p->arena, &key->columns, part->column);
	} while (sm_accept_op(p, ","));
	key->autoincrement = sm_accept(p, "AUTOINCREMENT");
	if (!plain)
		key->keys = keys;
	return sm_expect_op(p, ")");
}

static bool
action(struct sm_parser *p, const char **out)
{
	static const char *const words[] = {"CASCADE", "RESTRICT", NULL};

	if (sm_accept(p, "SET")) {
		*out = sm_accept(p, "NULL") ? "SET NULL" : "SET DEFAULT";
		return strcmp(*out, "SET NULL") == 0 ||
		    sm_expect(p, "DEFAULT");
	}
	if (sm_accept(p, "NO")) {
		*out = NULL;
		return sm_expect(p, "ACTION");
	}
	*out = one_of(p, words);
	return *out != NULL || sm_parser_fail(p, "an action");
}

/* REFERENCES table [(columns)] {ON event action | MATCH name} */
static bool
references_clause(struct reader *r, struct sm_foreign_key *fk)
{
	struct sm_parser *p = &r->p;
	const char *ignored, **to;

	fk->references = sm_alloc(p->arena, sizeof *fk->references);
	if (!sm_expect_name(p, &fk->references->table))
		return false;
	if (sm_next_is_op(p, "(") &&
	    !sm_expect_names(p, &fk->references->columns))
		return false;
	for (;;) {
		if (sm_accept(p, "MATCH")) {
			if (!sm_expect_name(p, &fk->match))
				return false;
		} else if (sm_accept(p, "ON")) {
			to = sm_accept(p, "DELETE") ? &fk->on_delete
			    : sm_accept(p, "UPDATE") ? &fk->on_update
			    : sm_accept(p, "INSERT") ? &ignored : NULL;
			if (to == NULL)
				return sm_parser_fail(p, "DELETE or UPDATE");
			if (!action(p, to))
				return false;
		} else {
			return true;
		}
	}
}

/*
 * [NOT] DEFERRABLE [INITIALLY DEFERRED | INITIALLY IMMEDIATE].  Only
 * DEFERRABLE INITIALLY DEFERRED makes a difference (foreignkeys.html, 4.2).
 */
static bool
defer_clause(struct sm_parser *p, struct sm_foreign_key *fk)
{
	bool not = sm_accept(p, "NOT"), deferred = false;

	if (!sm_expect(p, "DEFERRABLE"))
		return false;
	if (sm_accept(p, "INITIALLY")) {
		deferred = sm_accept(p, "DEFERRED");
		if (!deferred && !sm_expect(p, "IMMEDIATE"))
			return false;
	}
	if (fk != NULL)
		fk->deferrable = fk->initially_deferred = deferred && !not;
	return true;
}

static bool
next_is_defer(const struct sm_parser *p)
{
	return sm_next_is(p, "DEFERRABLE") ||
	    (sm_next_is(p, "NOT") && sm_token_is(sm_peek(p, 1), "DEFERRABLE"));
}

static bool
check_clause(struct reader *r, const char *column)
{
	struct sm_check *c = sm_push(r->p.arena, &r->o->checks);
	const char *conflict;

	c->name = take_name(r);
	c->column = column;
	/* The conflict clause is taken and ignored (parse.y). */
	return sm_expect_expression(&r->p, &c->expression) &&
	    conflict_clause(&r->p, &conflict);
}

static struct sm_key *
primary_key(struct reader *r)
{
	if (r->has_key) {
		sm_parser_fail(&r->p, "only one primary key");
		return NULL;
	}
	r->has_key = true;
	r->o->primary_key = sm_alloc(r->p.arena, sizeof(struct sm_key));
	r->o->primary_key->name = take_name(r);
	return r->o->primary_key;
}

/* --- columns -------------------------------------------------------------- */

static bool
column_primary_key(struct reader *r)
{
	struct sm_key *key = primary_key(r);
	struct sm_index_key *part;

	if (key == NULL || !sm_expect(&r->p, "KEY"))
		return false;
	r->t->key_inline = true;
	sm_strings_add(r->p.arena, &key->columns, column_of(r)->name);
	if (sm_accept(&r->p, "DESC")) {
		part = sm_push(r->p.arena, &key->keys);
		part->column = column_of(r)->name;
		part->desc = true;
	} else {
		sm_accept(&r->p, "ASC");
	}
	if (!conflict_clause(&r->p, &key->conflict))
		return false;
	key->autoincrement = sm_accept(&r->p, "AUTOINCREMENT");
	return true;
}

static bool
column_not_null(struct reader *r)
{
	struct sm_column *c = column_of(r);

	if (!sm_expect(&r->p, "NULL"))
		return false;
	c->nullable = false;
	c->not_null_name = take_name(r);
	return conflict_clause(&r->p, &c->not_null_conflict);
}

static bool
column_null(struct reader *r)
{
	const char *ignored;

	take_name(r);
	return conflict_clause(&r->p, &ignored);
}

static bool
column_unique(struct reader *r)
{
	struct sm_key *key = sm_push(r->p.arena, &r->o->uniques);

	key->name = take_name(r);
	sm_strings_add(r->p.arena, &key->columns, column_of(r)->name);
	return conflict_clause(&r->p, &key->conflict);
}

static bool
column_check(struct reader *r)
{
	return check_clause(r, column_of(r)->name);
}

/* A literal with or without a sign, an expression in parentheses, a name. */
static bool
column_default(struct reader *r)
{
	struct sm_parser *p = &r->p;
	size_t from = p->at;

	take_name(r);
	if (sm_next_is_op(p, "(")) {
		if (!sm_skip_parens(p))
			return false;
	} else {
		if (!sm_accept_op(p, "-"))
			sm_accept_op(p, "+");
		switch (sm_peek(p, 0)->kind) {
		case SM_TOKEN_WORD:
		case SM_TOKEN_NAME:
		case SM_TOKEN_STRING:
		case SM_TOKEN_NUMBER:
			p->at++;
			break;
		default:
			return sm_parser_fail(p, "a default");
		}
	}
	column_of(r)->default_text = sm_slice(p, from, p->at);
	return true;
}

static bool
column_collate(struct reader *r)
{
	take_name(r);
	return sm_expect_name(&r->p, &column_of(r)->collation);
}

static bool
column_references(struct reader *r)
{
	struct sm_foreign_key *fk = sm_push(r->p.arena, &r->o->foreign_keys);

	fk->name = take_name(r);
	sm_strings_add(r->p.arena, &fk->columns, column_of(r)->name);
	return references_clause(r, fk);
}

static bool
column_as(struct reader *r)
{
	struct sm_column *c = column_of(r);

	take_name(r);
	if (!sm_expect_expression(&r->p, &c->expression))
		return false;
	c->generated = "virtual";
	if (sm_accept(&r->p, "STORED"))
		c->generated = "stored";
	else
		sm_accept(&r->p, "VIRTUAL");
	return true;
}

static bool
column_generated(struct reader *r)
{
	return sm_expect(&r->p, "ALWAYS") && sm_expect(&r->p, "AS") &&
	    column_as(r);
}

static bool
column_name_constraint(struct reader *r)
{
	return sm_expect_name(&r->p, &r->name);
}

/* What may follow a column's type, by its first word. */
static const struct clause {
	const char *word;
	bool (*read)(struct reader *);
} column_clauses[] = {
	{"CONSTRAINT", column_name_constraint},
	{"PRIMARY", column_primary_key},
	{"NOT", column_not_null},
	{"NULL", column_null},
	{"UNIQUE", column_unique},
	{"CHECK", column_check},
	{"DEFAULT", column_default},
	{"COLLATE", column_collate},
	{"REFERENCES", column_references},
	{"GENERATED", column_generated},
	{"AS", column_as},
	{NULL, NULL},
};

static const struct clause *
clause_at(const struct sm_parser *p, const struct clause *c)
{
	for (; c->word != NULL; c++)
		if (sm_next_is(p, c->word))
			return c;
	return NULL;
}

/*
 * The type is any words up to a clause, and numbers in parentheses.  GENERATED
 * is a name unless ALWAYS follows (the parser takes both for the type and cuts
 * them off again: sqlite3AddColumn).
 */
static bool
column_type(struct reader *r)
{
	struct sm_parser *p = &r->p;
	size_t from = p->at;
	enum sm_token_kind kind;

	for (;; p->at++) {
		kind = sm_peek(p, 0)->kind;
		if (kind != SM_TOKEN_WORD && kind != SM_TOKEN_NAME &&
		    kind != SM_TOKEN_STRING)
			break;
		if (sm_next_is(p, "GENERATED") &&
		    !sm_token_is(sm_peek(p, 1), "ALWAYS"))
			continue;
		if (clause_at(p, column_clauses) != NULL || next_is_defer(p))
			break;
	}
	if (p->at > from && sm_next_is_op(p, "(") && !sm_skip_parens(p))
		return false;
	column_of(r)->type = sm_slice(p, from, p->at);
	return true;
}

static bool
column(struct reader *r)
{
	struct sm_column *c = sm_push(r->p.arena, &r->o->columns);
	struct sm_foreign_keys *fks = &r->o->foreign_keys;
	const struct clause *clause;

	r->column = r->o->columns.n - 1;
	r->name = NULL;
	c->nullable = true;
	if (!sm_expect_name(&r->p, &c->name) || !column_type(r))
		return false;
	for (;;) {
		/* It belongs to the foreign key before it, wherever that is. */
		if (next_is_defer(&r->p)) {
			if (!defer_clause(&r->p,
			    fks->n > 0 ? &fks->v[fks->n - 1] : NULL))
				return false;
			continue;
		}
		clause = clause_at(&r->p, column_clauses);
		if (clause == NULL)
			return true;
		r->p.at++;
		if (!clause->read(r))
			return false;
	}
}

/* --- constraints of the table --------------------------------------------- */

static bool
table_primary_key(struct reader *r)
{
	struct sm_key *key = primary_key(r);

	return key != NULL && sm_expect(&r->p, "KEY") &&
	    key_columns(&r->p, key) && conflict_clause(&r->p, &key->conflict);
}

static bool
table_unique(struct reader *r)
{
	struct sm_key *key = sm_push(r->p.arena, &r->o->uniques);

	key->name = take_name(r);
	return key_columns(&r->p, key) &&
	    conflict_clause(&r->p, &key->conflict);
}

static bool
table_check(struct reader *r)
{
	return check_clause(r, NULL);
}

static bool
table_foreign_key(struct reader *r)
{
	struct sm_foreign_key *fk = sm_push(r->p.arena, &r->o->foreign_keys);

	fk->name = take_name(r);
	return sm_expect(&r->p, "KEY") &&
	    sm_expect_names(&r->p, &fk->columns) &&
	    sm_expect(&r->p, "REFERENCES") && references_clause(r, fk) &&
	    (!next_is_defer(&r->p) || defer_clause(&r->p, fk));
}

static const struct clause table_clauses[] = {
	{"CONSTRAINT", column_name_constraint},
	{"PRIMARY", table_primary_key},
	{"UNIQUE", table_unique},
	{"CHECK", table_check},
	{"FOREIGN", table_foreign_key},
	{NULL, NULL},
};

/* Commas between them may be missing; each ends a constraint's name. */
static bool
table_constraints(struct reader *r)
{
	const struct clause *clause;

	r->name = NULL;
	while (!sm_next_is_op(&r->p, ")")) {
		if (sm_accept_op(&r->p, ",")) {
			r->name = NULL;
			continue;
		}
		clause = clause_at(&r->p, table_clauses);
		if (clause == NULL)
			return sm_parser_fail(&r->p, "a constraint");
		r->p.at++;
		if (!clause->read(r))
			return false;
	}
	return true;
}

static bool
table_options(struct reader *r)
{
	struct sm_parser *p = &r->p;

	if (sm_peek(p, 0)->kind == SM_TOKEN_END || sm_next_is_op(p, ";"))
		return true;
	do {
		if (sm_accept(p, "WITHOUT")) {
			if (!sm_expect(p, "ROWID"))
				return false;
			r->t->without_rowid = true;
		} else if (sm_accept(p, "STRICT")) {
			r->t->strict = true;
		} else {
			return sm_parser_fail(p, "a table option");
		}
	} while (sm_accept_op(p, ","));
	return true;
}

static bool
table_body(struct reader *r)
{
	if (!sm_expect_op(&r->p, "("))
		return false;
	do {
		if (clause_at(&r->p, table_clauses) != NULL) {
			if (r->o->columns.n == 0)
				return sm_parser_fail(&r->p, "a column");
			if (!table_constraints(r))
				return false;
			break;
		}
		if (!column(r))
			return false;
	} while (sm_accept_op(&r->p, ","));
	return sm_expect_op(&r->p, ")") && table_options(r) &&
	    sm_expect_end(&r->p);
}

bool
sm_stored_table_read(struct sm_arena *a, const char *sql,
    struct sm_stored_table *t, const char **why)
{
	static const char *const words[] = {"TEMP", "TEMPORARY", NULL};
	struct reader r = {.t = t};

	*t = (struct sm_stored_table){.object = sm_object_new(a, "table")};
	r.o = t->object;
	return sm_parser_end(&r.p, sm_parser_init(&r.p, a, sql) &&
	    sm_expect_create(&r.p, words, "TABLE", &r.o->name) &&
	    table_body(&r), why);
}
