/*
 * Domains.  What they are made of can't be changed: a new domain takes the
 * name.
 */
#include <string.h>

#include "model/anew.h"
#include "stages/sql_postgresql_type.h"

/* --- constraints ---------------------------------------------------------- */

/* CONSTRAINT "n" CHECK (...) */
static const char *
check_text(struct sm_pgsql *w, const struct sm_check *c)
{
	if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, c->expression,
	        "a check of the domain"))
		return NULL;
	return sm_sprintf(w->arena, "%s%s%sCHECK (%s)",
	    c->name != NULL ? "CONSTRAINT " : "",
	    c->name != NULL ? sm_pgsql_name(w, c->name) : "",
	    c->name != NULL ? " " : "", c->expression);
}

static void
comment_on(struct sm_pgsql *w, const struct sm_object *o, const char *name,
    const char *comment)
{
	sm_pgsql_comment(w, "CONSTRAINT", sm_sprintf(w->arena,
	    "%s ON DOMAIN %s", sm_pgsql_name(w, name),
	    sm_pgsql_object_name(w, o)), comment);
}

/* What the server calls it by itself (17: they have names). */
static const char *
not_null_name(struct sm_pgsql *w, const struct sm_object *o)
{
	if (o->domain.not_null_name != NULL)
		return o->domain.not_null_name;
	return sm_sprintf(w->arena, "%s_not_null",
	    sm_pgsql_clip(w, o->name, strlen("_not_null")));
}

/* Online the rows that are there are looked at in a transaction of its own. */
static bool
add_check(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_check *c)
{
	const char *name = sm_pgsql_object_name(w, o);
	const char *text = check_text(w, c);
	bool later = w->online && !c->not_valid && c->name != NULL;

	if (text == NULL)
		return false;
	sm_pgsql_run(&w->script, "ALTER DOMAIN %s ADD %s%s", name, text,
	    c->not_valid || later ? " NOT VALID" : "");
	if (c->comment != NULL && c->name != NULL)
		comment_on(w, o, c->name, c->comment);
	if (!later)
		return true;
	sm_pgsql_break(&w->script);
	sm_pgsql_run(&w->script, "ALTER DOMAIN %s VALIDATE CONSTRAINT %s",
	    name, sm_pgsql_name(w, c->name));
	return true;
}

/* --- a new one ------------------------------------------------------------ */

static bool
add_definition(struct sm_pgsql *w, struct sm_buf *b, const struct sm_object *o)
{
	const char *text;
	size_t i;

	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, o->domain.type,
	        "the type of the domain"))
		return false;
	sm_buf_addf(b, "CREATE DOMAIN %s AS %s", sm_pgsql_object_name(w, o),
	    o->domain.type);
	if (!sm_pgsql_add_collate(w, b, o->domain.collation))
		return false;
	if (o->domain.default_text != NULL) {
		if (!sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION,
		        o->domain.default_text, "the default of the domain"))
			return false;
		sm_buf_addf(b, " DEFAULT %s", o->domain.default_text);
	}
	if (!o->domain.nullable && o->domain.not_null_name != NULL)
		sm_buf_addf(b, " CONSTRAINT %s",
		    sm_pgsql_name(w, o->domain.not_null_name));
	if (!o->domain.nullable)
		sm_buf_adds(b, " NOT NULL");
	for (i = 0; i < o->checks.n; i++) {
		if (o->checks.v[i].not_valid)
			continue;
		if ((text = check_text(w, &o->checks.v[i])) == NULL)
			return false;
		sm_buf_addf(b, " %s", text);
	}
	return true;
}

static bool
create(struct sm_pgsql *w, const struct sm_object *o)
{
	struct sm_buf b = SM_BUF_INIT;
	bool fine = add_definition(w, &b, o);
	size_t i;

	if (fine)
		sm_pgsql_run(&w->script, "%s", sm_buf_str(&b));
	sm_buf_free(&b);
	for (i = 0; fine && i < o->checks.n; i++) {
		const struct sm_check *c = &o->checks.v[i];

		if (c->not_valid)
			fine = add_check(w, o, c);
		else if (c->comment != NULL && c->name != NULL)
			comment_on(w, o, c->name, c->comment);
	}
	if (fine && o->domain.not_null_comment != NULL)
		comment_on(w, o, not_null_name(w, o),
		    o->domain.not_null_comment);
	return fine;
}

bool
sm_pgsql_add_domain(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return create(w, o) &&
	    sm_pgsql_add_access(w, "DOMAIN", sm_pgsql_object_name(w, o), o);
}

bool
sm_pgsql_drop_domain(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "DOMAIN", o);
}

/* --- changes in place ----------------------------------------------------- */

static bool
same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

/* Which check of the other list each one is, by its place from 1; 0: none. */
struct partners {
	size_t *of_old, *of_new;
};

/* One that is to be looked at no longer is dropped and added. */
static bool
can_become(const struct sm_check *old, const struct sm_check *new_)
{
	return strcmp(old->expression, new_->expression) == 0 &&
	    (old->not_valid || !new_->not_valid);
}

static void
match(struct partners *p, const struct sm_checks *old,
    const struct sm_checks *new_, bool by_name)
{
	size_t i, k;

	for (i = 0; i < old->n; i++)
		for (k = 0; k < new_->n && p->of_old[i] == 0; k++)
			if (p->of_new[k] == 0 &&
			    can_become(&old->v[i], &new_->v[k]) &&
			    (!by_name ||
			        same(old->v[i].name, new_->v[k].name))) {
				p->of_old[i] = k + 1;
				p->of_new[k] = i + 1;
			}
}

static void
rename_check(struct sm_pgsql *w, const struct sm_object *o, const char *from,
    const char *to)
{
	sm_pgsql_run(&w->script, "ALTER DOMAIN %s RENAME CONSTRAINT %s TO %s",
	    sm_pgsql_object_name(w, o), sm_pgsql_name(w, from),
	    sm_pgsql_name(w, to));
}

/* The name that the old list's i-th one is to have. */
static const char *
name_to_be(const struct partners *p, const struct sm_checks *old,
    const struct sm_checks *new_, size_t i)
{
	const char *name = p->of_old[i] != 0
	    ? new_->v[p->of_old[i] - 1].name : NULL;

	return name != NULL ? name : old->v[i].name;
}

/* Those that stay get their names; one that another waits for goes aside. */
static void
rename_checks(struct sm_pgsql *w, const struct sm_object *o,
    const struct partners *p, const struct sm_checks *old,
    const struct sm_checks *new_)
{
	const char **now = sm_alloc(w->arena, (old->n + 1) * sizeof *now);
	size_t i, k;

	for (i = 0; i < old->n; i++) {
		now[i] = old->v[i].name;
		for (k = 0; k < old->n && p->of_old[i] != 0; k++)
			if (k != i && p->of_old[k] != 0 &&
			    same(name_to_be(p, old, new_, k), now[i])) {
				now[i] = sm_pgsql_name_aside(w, now[i]);
				rename_check(w, o, old->v[i].name, now[i]);
				break;
			}
	}
	for (i = 0; i < old->n; i++)
		if (p->of_old[i] != 0 &&
		    !same(now[i], name_to_be(p, old, new_, i)))
			rename_check(w, o, now[i],
			    name_to_be(p, old, new_, i));
}

static void
keep_check(struct sm_pgsql *w, const struct sm_object *o,
    const struct sm_check *old, const struct sm_check *new_)
{
	const char *name = new_->name != NULL ? new_->name : old->name;

	if (old->not_valid && !new_->not_valid)
		sm_pgsql_run(&w->script,
		    "ALTER DOMAIN %s VALIDATE CONSTRAINT %s",
		    sm_pgsql_object_name(w, o), sm_pgsql_name(w, name));
	if (!same(old->comment, new_->comment))
		comment_on(w, o, name, new_->comment);
}

static bool
change_checks(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	struct partners p = {
	    sm_alloc(w->arena, (old->checks.n + 1) * sizeof *p.of_old),
	    sm_alloc(w->arena, (new_->checks.n + 1) * sizeof *p.of_new)};
	const struct sm_checks *list = &old->checks;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].name == NULL)
			return sm_pgsql_refuse(w, "one of its checks has no "
			    "name");
	match(&p, list, &new_->checks, true);
	match(&p, list, &new_->checks, false);
	for (i = 0; i < list->n; i++)
		if (p.of_old[i] == 0)
			sm_pgsql_run(&w->script,
			    "ALTER DOMAIN %s DROP CONSTRAINT %s",
			    sm_pgsql_object_name(w, new_),
			    sm_pgsql_name(w, list->v[i].name));
	rename_checks(w, new_, &p, list, &new_->checks);
	for (i = 0; i < list->n; i++)
		if (p.of_old[i] != 0)
			keep_check(w, new_, &list->v[i],
			    &new_->checks.v[p.of_old[i] - 1]);
	for (i = 0; i < new_->checks.n; i++)
		if (p.of_new[i] == 0 &&
		    !add_check(w, new_, &new_->checks.v[i]))
			return false;
	return true;
}

static bool
change_default(struct sm_pgsql *w, const struct sm_object *new_)
{
	const char *text = new_->domain.default_text;

	if (text != NULL && !sm_pgsql_fits(w, SM_FRAGMENT_EXPRESSION, text,
	        "the default of the domain"))
		return false;
	sm_pgsql_run(&w->script, "ALTER DOMAIN %s %s%s",
	    sm_pgsql_object_name(w, new_),
	    text != NULL ? "SET DEFAULT " : "DROP DEFAULT",
	    text != NULL ? text : "");
	return true;
}

/* A name of its own: ADD CONSTRAINT ... NOT NULL (17). */
static void
change_not_null(struct sm_pgsql *w, const struct sm_object *new_)
{
	const char *name = new_->domain.not_null_name;

	if (!new_->domain.nullable && name != NULL &&
	    w->version >= SM_PGSQL_VERSION(17))
		sm_pgsql_run(&w->script,
		    "ALTER DOMAIN %s ADD CONSTRAINT %s NOT NULL",
		    sm_pgsql_object_name(w, new_), sm_pgsql_name(w, name));
	else
		sm_pgsql_run(&w->script, "ALTER DOMAIN %s %s NOT NULL",
		    sm_pgsql_object_name(w, new_),
		    new_->domain.nullable ? "DROP" : "SET");
}

/* Names of NOT NULL are not compared: the server knows what it is. */
static void
comment_on_not_null(struct sm_pgsql *w, const struct sm_object *o)
{
	const char *name = sm_pgsql_object_name(w, o);
	const char *text = sm_sprintf(w->arena, "%s IS %s", name,
	    o->domain.not_null_comment != NULL
	        ? sm_pgsql_string(w, o->domain.not_null_comment) : "NULL");

	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w, sm_sprintf(
	    w->arena, "BEGIN\n\tEXECUTE pg_catalog.format(%s, (\n"
	    "\t    SELECT conname FROM pg_constraint\n"
	    "\t    WHERE contypid = %s::regtype AND contype = 'n'));\nEND",
	    sm_pgsql_string(w, sm_sprintf(w->arena,
	        "COMMENT ON CONSTRAINT %%I ON DOMAIN %s",
	        sm_pgsql_for_format(w, text))), sm_pgsql_string(w, name))));
}

static bool
change_in_place(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	if (sm_pgsql_changes(w, "default") && !change_default(w, new_))
		return false;
	if (sm_pgsql_changes(w, "nullable"))
		change_not_null(w, new_);
	if (sm_pgsql_changes(w, "checks") && !change_checks(w, old, new_))
		return false;
	/* With the constraint its comment is gone. */
	if (sm_pgsql_changes(w, "not_null_comment") && !new_->domain.nullable)
		comment_on_not_null(w, new_);
	return sm_pgsql_modify_access(w, "DOMAIN",
	    sm_pgsql_object_name(w, new_), old, new_);
}

/* --- a new one in its place ----------------------------------------------- */

static bool
is_string(const char *type)
{
	static const char *const strings[] = {"text", "character", "bpchar",
	    "name", "\"char\""};
	size_t i;

	for (i = 0; i < sizeof strings / sizeof strings[0]; i++)
		if (strncmp(type, strings[i], strlen(strings[i])) == 0)
			return true;
	return false;
}

static bool
has_check(const struct sm_checks *list, const struct sm_check *c)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].expression, c->expression) == 0 &&
		    !list->v[i].not_valid)
			return true;
	return false;
}

/*
 * Values in arrays are not looked at: the server refuses then
 * (get_rels_with_domain() in typecmds.c), and a new domain must do it.
 */
static bool
can_be_checked(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_)
{
	size_t i;
	bool stricter = old->domain.nullable && !new_->domain.nullable;

	for (i = 0; i < new_->checks.n && !stricter &&
	    sm_pgsql_changes(w, "checks"); i++)
		stricter = !new_->checks.v[i].not_valid &&
		    !has_check(&old->checks, &new_->checks.v[i]);
	return !stricter || !sm_pgsql_in_arrays(w, old);
}

bool
sm_pgsql_modify_domain(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	struct sm_pgsql_replacement how = {.what = "DOMAIN",
	    .create = create};

	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "type collation default nullable checks "
	        "not_null_comment"))
		return false;
	if (!sm_type_made_anew(w->t->plan, w->op, old, new_) &&
	    can_be_checked(w, old, new_))
		return change_in_place(w, old, new_);
	/* What a string says is read, which no assignment does (pg_cast). */
	if (is_string(old->domain.type) && !is_string(new_->domain.type))
		how.through = new_->domain.type;
	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, new_->domain.type,
	        "the type of the domain"))
		return false;
	return sm_pgsql_replace_type(w, old, new_, &how);
}
