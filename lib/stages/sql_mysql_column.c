/*
 * A column's whole definition.  MODIFY COLUMN takes away whatever it doesn't
 * say (facts, section 4a), so there is one text for all that make one or change
 * it.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_mysql.h"
#include "text/type.h"

bool
sm_mysql_is_text(const struct sm_mysql *w, const struct sm_column *c)
{
	static const char *const bases[] = {"char", "varchar", "tinytext",
	    "text", "mediumtext", "longtext", "enum", "set"};
	struct sm_type type = sm_type_parse(w->arena, w->dialect, c->type);
	size_t i;

	for (i = 0; i < sizeof bases / sizeof bases[0]; i++)
		if (strcmp(type.base, bases[i]) == 0)
			return true;
	return false;
}

struct text {
	struct sm_mysql *w;
	const struct sm_object *table;
	const struct sm_column *c;
	const char *what; /* for messages */
	struct sm_buf b;
	bool fine;
};

/* " BEFORE text AFTER", where text may stand there. */
static void
add(struct text *t, enum sm_fragment kind, const char *before,
    const char *text, const char *after, const char *of)
{
	text = sm_mysql_fit(t->w, kind, text,
	    sm_sprintf(t->w->arena, "the %s of column %s", of, t->c->name));
	t->fine &= text != NULL;
	if (text != NULL)
		sm_buf_addf(&t->b, "%s%s%s", before, text, after);
}

static const char *
option(const struct text *t, const char *name)
{
	return sm_mysql_option(t->w, &t->c->options, name);
}

/* Those of a column that we know; another is refused, not left out. */
static void
check_options(struct text *t)
{
	static const char *const known[] = {"on_update", "invisible", "srid",
	    "compressed", "row", "without_system_versioning"};
	size_t i, k;

	for (i = 0; i < t->c->options.n && t->fine; i++) {
		for (k = 0; k < sizeof known / sizeof known[0]; k++)
			if (strcmp(known[k], t->c->options.v[i].name) == 0)
				break;
		if (k == sizeof known / sizeof known[0])
			t->fine = sm_mysql_refuse(t->w, "nobody told sm-sql "
			    "what the option %s of column %s is",
			    t->c->options.v[i].name, t->c->name);
	}
}

static void
add_type(struct text *t)
{
	struct sm_mysql *w = t->w;
	const char *srid = option(t, "srid");

	add(t, SM_FRAGMENT_DEFAULT, " ", t->c->type, "", "type");
	if (option(t, "compressed") != NULL) {
		if (!sm_mysql_has(w, SM_MYSQL_COMPRESSED))
			t->fine = sm_mysql_refuse(w, "column %s is compressed, "
			    "which %s %s doesn't have", t->c->name,
			    w->dialect->title, w->server);
		sm_buf_adds(&t->b, " COMPRESSED");
	}
	if (srid != NULL && !sm_mysql_has(w, SM_MYSQL_SRID))
		add(t, SM_FRAGMENT_DEFAULT, " REF_SYSTEM_ID=", srid, "",
		    "SRID");
	if (t->c->collation != NULL)
		add(t, SM_FRAGMENT_WORD, " COLLATE ", t->c->collation, "",
		    "collation");
}

static void
add_generated(struct text *t)
{
	const char *row = option(t, "row");

	if (row != NULL) {
		add(t, SM_FRAGMENT_WORD, " GENERATED ALWAYS AS ROW ", row, "",
		    "row");
		return;
	}
	if (t->c->generated == NULL)
		return;
	add(t, SM_FRAGMENT_EXPRESSION, " GENERATED ALWAYS AS (",
	    t->c->expression, ")", "expression");
	sm_buf_adds(&t->b, strcmp(t->c->generated, "stored") == 0 ? " STORED"
	                                                        : " VIRTUAL");
}

static void
add_default(struct text *t)
{
	if (t->c->default_text != NULL)
		add(t, SM_FRAGMENT_DEFAULT, " DEFAULT ", t->c->default_text,
		    "", "default");
	if (option(t, "on_update") != NULL)
		add(t, SM_FRAGMENT_DEFAULT, " ON UPDATE ",
		    option(t, "on_update"), "", "ON UPDATE");
	if (t->c->identity != NULL)
		sm_buf_adds(&t->b, " AUTO_INCREMENT");
}

/* On MariaDB a CHECK may belong to a column; MODIFY takes it away, too. */
static void
add_checks(struct text *t)
{
	size_t i;

	for (i = 0; i < t->table->checks.n; i++) {
		const struct sm_check *check = &t->table->checks.v[i];

		if (check->column != NULL && sm_same_column(t->w->dialect,
		        check->column, t->c->name))
			add(t, SM_FRAGMENT_EXPRESSION, " CHECK (",
			    check->expression, ")", "check");
	}
}

const char *
sm_mysql_column(struct sm_mysql *w, const struct sm_object *table,
    const struct sm_column *c)
{
	struct text t = {.w = w, .table = table, .c = c, .b = SM_BUF_INIT,
	    .fine = true};
	bool plain = c->generated == NULL && option(&t, "row") == NULL;
	const char *text;

	check_options(&t);
	add_type(&t);
	add_generated(&t);
	if (plain || (sm_mysql_has(w, SM_MYSQL_GENERATED_NULL) && !c->nullable))
		sm_buf_adds(&t.b, c->nullable ? " NULL" : " NOT NULL");
	if (option(&t, "srid") != NULL && sm_mysql_has(w, SM_MYSQL_SRID))
		add(&t, SM_FRAGMENT_DEFAULT, " SRID ", option(&t, "srid"), "",
		    "SRID");
	if (option(&t, "invisible") != NULL)
		sm_buf_adds(&t.b, " INVISIBLE");
	if (option(&t, "without_system_versioning") != NULL)
		sm_buf_adds(&t.b, " WITHOUT SYSTEM VERSIONING");
	add_default(&t);
	if (c->comment != NULL)
		sm_buf_addf(&t.b, " COMMENT %s", sm_mysql_string(w,
		    c->comment));
	add_checks(&t);
	text = t.fine ? sm_memdup(w->arena, sm_buf_str(&t.b), t.b.len) : NULL;
	sm_buf_free(&t.b);
	return text;
}
