/*
 * A virtual table of another definition: made anew, with what it holds.  What
 * that is depends on its module; only those in the table below are known.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "stages/sql_sqlite.h"
#include "text/lexer.h"

enum family { FTS5, FTS4, RTREE };

static const struct {
	const char *module;
	enum family family;
} modules[] = {{"fts5", FTS5}, {"fts4", FTS4}, {"fts3", FTS4},
    {"rtree", RTREE}, {"rtree_i32", RTREE}};

/* What a definition says. */
struct virtual {
	enum family family;
	bool known;
	struct sm_strings columns;
	struct sm_strings optional; /* columns that may be left out */
	const char *content; /* "" : contentless; NULL: it holds its own */
	bool odd;            /* an option that makes a copy doubtful */
};

/* An argument of the module: from one comma to the next. */
struct argument {
	struct sm_token first, second, third;
	size_t n;
};

static void
take_option(struct sm_sqlite *w, struct virtual *v, const struct argument *a)
{
	if (sm_token_is(&a->first, "content"))
		v->content = a->n > 2 ? sm_token_name(w->arena, &a->third) : "";
	else if (sm_token_is(&a->first, "languageid") ||
	    sm_token_is(&a->first, "columnsize") ||
	    sm_token_is(&a->first, "matchinfo") ||
	    sm_token_is(&a->first, "compress") ||
	    sm_token_is(&a->first, "uncompress"))
		v->odd = true;
}

static void
take_argument(struct sm_sqlite *w, struct virtual *v, const struct argument *a)
{
	const struct sm_token *name = &a->first;

	if (a->n == 0)
		return;
	if (v->family != RTREE && a->n > 1 && sm_token_is_op(&a->second, "=")) {
		take_option(w, v, a);
		return;
	}
	if (v->family == FTS4 && sm_token_is(name, "tokenize"))
		return;
	if (sm_token_is_op(name, "+"))
		name = &a->second;
	if (name->kind != SM_TOKEN_WORD && name->kind != SM_TOKEN_NAME &&
	    name->kind != SM_TOKEN_STRING)
		return;
	sm_strings_add(w->arena, &v->columns, sm_token_name(w->arena, name));
	if (v->family != RTREE || name != &a->first)
		sm_strings_add(w->arena, &v->optional,
		    sm_token_name(w->arena, name));
}

/* module(argument, argument…) */
static struct virtual
read_definition(struct sm_sqlite *w, const struct sm_object *o)
{
	struct virtual v = {.known = false};
	struct argument a = {.n = 0};
	struct sm_lexer lx;
	struct sm_token tok;
	const char *module;
	long depth = 0;
	size_t i;

	sm_lexer_init(&lx, w->dialect, o->definition, strlen(o->definition));
	tok = sm_lexer_next_solid(&lx);
	module = sm_token_name(w->arena, &tok);
	for (i = 0; i < sizeof modules / sizeof modules[0]; i++)
		if (strcasecmp(modules[i].module, module) == 0) {
			v.family = modules[i].family;
			v.known = true;
		}
	while ((tok = sm_lexer_next_solid(&lx)).kind != SM_TOKEN_END) {
		bool opens = sm_token_is_op(&tok, "(");
		bool closes = sm_token_is_op(&tok, ")");

		depth += opens - closes;
		if ((depth == 1 && (opens || sm_token_is_op(&tok, ","))) ||
		    depth == 0) {
			take_argument(w, &v, &a);
			memset(&a, 0, sizeof a);
			continue;
		}
		if (a.n == 0)
			a.first = tok;
		else if (a.n == 1)
			a.second = tok;
		else if (a.n == 2)
			a.third = tok;
		a.n++;
	}
	if (v.family == FTS4 && v.columns.n == 0)
		sm_strings_add(w->arena, &v.columns, "content");
	return v;
}

static bool
refuse(struct sm_sqlite *w, const struct sm_sql_item *item, const char *why)
{
	const char *name = sm_printable_str(w->arena, item->target->name);

	sm_sql_refuse(w->t, item->whole, w->e, "can't be rendered: %s", why);
	return sm_error_hint(w->e, "take the op out of the plan; then DROP "
	    "TABLE %s, create it as the new schema has it, and fill it from "
	    "where its contents come from", name);
}

/*
 * The columns that both have; none where one is missing that has to be there.
 */
static struct sm_strings
shared(struct sm_sqlite *w, const struct virtual *old,
    const struct virtual *new_)
{
	struct sm_strings both = {NULL, 0, 0}, none = {NULL, 0, 0};
	size_t i;

	if (new_->family != RTREE)
		sm_strings_add(w->arena, &both, "rowid");
	for (i = 0; i < new_->columns.n; i++) {
		const char *name = new_->columns.v[i];

		if (sm_names_column(w->dialect, &old->columns, name))
			sm_strings_add(w->arena, &both, name);
		else if (!sm_names_column(w->dialect, &new_->optional, name))
			return none;
	}
	return both;
}

/* Its contents are another table's: only the index is made again. */
static bool
remake_index(struct sm_sqlite *w, struct sm_sql_item *item,
    const char *create)
{
	struct sm_script *s = &w->script;
	const char *name = sm_script_name(s, item->target->name);
	const char *docs = sm_script_name(s, sm_sprintf(w->arena, "%s_docsize",
	    item->target->name));

	sm_script_run(s, "DROP TABLE %s", name);
	sm_sqlite_guard_there(w, "table", item->target->name, false);
	sm_script_run(s, "%s", create);
	sm_sqlite_guard_there(w, "table", item->target->name, true);
	sm_script_run(s, "INSERT INTO %s(%s) VALUES('rebuild')", name, name);
	sm_script_guard(s, SM_GUARD_ROWS,
	    "(SELECT count(*) FROM %s)=(SELECT count(*) FROM %s)", docs, name);
	return true;
}

static bool
remake_rows(struct sm_sqlite *w, struct sm_sql_item *item, const char *create,
    const struct sm_strings *columns)
{
	struct sm_script *s = &w->script;
	const char *name = sm_script_name(s, item->target->name);
	const char *free_name =
	    sm_sqlite_free_name(w, "sm_old_", item->target->name);
	const char *aside = sm_script_name(s, free_name);
	const char *list = sm_script_names(s, columns);

	sm_script_set(s, "PRAGMA legacy_alter_table=ON");
	sm_script_run(s, "ALTER TABLE %s RENAME TO %s", name, aside);
	sm_script_run(s, "%s", create);
	sm_script_run(s, "INSERT OR ABORT INTO %s%s SELECT %.*s FROM %s", name,
	    list, (int)(strlen(list) - 2), list + 1, aside);
	sm_script_guard(s, SM_GUARD_ROWS,
	    "(SELECT count(*) FROM %s)=(SELECT count(*) FROM %s) AND (SELECT "
	    "legacy_alter_table FROM pragma_legacy_alter_table)", name, aside);
	sm_script_run(s, "DROP TABLE %s", aside);
	sm_script_set(s, "PRAGMA legacy_alter_table=OFF");
	sm_script_guard(s, SM_GUARD_DONE,
	    "(SELECT sum(name=%s)=1 AND sum(name=%s)=0 FROM sqlite_master "
	    "WHERE type='table') AND (SELECT NOT legacy_alter_table FROM "
	    "pragma_legacy_alter_table)",
	    sm_script_string(s, item->target->name),
	    sm_script_string(s, free_name));
	return true;
}

bool
sm_sqlite_remake_virtual(struct sm_sqlite *w, struct sm_sql_item *item)
{
	const char *create = sm_sqlite_create_object(w, item->target);
	struct virtual old, new_;
	struct sm_strings columns;

	if (create == NULL)
		return false;
	if (item->moved->unreadable || item->moved->definition == NULL)
		return refuse(w, item, "its definition could not be read");
	old = read_definition(w, item->moved);
	new_ = read_definition(w, item->target);
	if (!old.known || !new_.known || old.family != new_.family)
		return refuse(w, item, "sm-sql doesn't know where this module "
		    "keeps its contents");
	if (old.content != NULL && new_.content != NULL &&
	    *old.content != '\0' && *new_.content != '\0' && !new_.odd) {
		sm_sqlite_say_op(w, item->whole);
		return remake_index(w, item, create);
	}
	if (old.content != NULL || new_.content != NULL)
		return refuse(w, item, "it doesn't hold its own contents");
	if (old.odd || new_.odd)
		return refuse(w, item, "one of its options makes a copy "
		    "doubtful");
	columns = shared(w, &old, &new_);
	if (columns.n < 2)
		return refuse(w, item, "the old one hasn't the columns to fill "
		    "it from");
	sm_sqlite_say_op(w, item->whole);
	return remake_rows(w, item, create, &columns);
}
