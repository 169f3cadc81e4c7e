/*
 * GRANT and REVOKE.  A state is a list of struct sm_grant: the role "public" is
 * everybody, "pg_owner" whoever owns the object (sm-ndjson(5), "grant").
 */
#include "stages/sql_postgresql_grants.h"

#include <string.h>

#include "base/utf8.h"

#define PUBLIC "public"
#define OWNER "pg_owner"

#define TABLE_RIGHTS "SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER"

/* acldefault() in acl.c; the words are those of the grammar (gram.y). */
static const struct sm_pgsql_rights rows[] = {
	{"TABLE", "TABLE", "TABLE", "tables", TABLE_RIGHTS, ""},
	{"VIEW", "VIEW", "TABLE", "tables", TABLE_RIGHTS, ""},
	{"MATERIALIZED VIEW", "MATERIALIZED VIEW", "TABLE", "tables",
	    TABLE_RIGHTS, ""},
	{"FOREIGN TABLE", "FOREIGN TABLE", "TABLE", "tables", TABLE_RIGHTS,
	    ""},
	{"SEQUENCE", "SEQUENCE", "SEQUENCE", "sequences",
	    "SELECT UPDATE USAGE", ""},
	{"FUNCTION", "FUNCTION", "FUNCTION", "functions", "EXECUTE",
	    "EXECUTE"},
	{"PROCEDURE", "PROCEDURE", "PROCEDURE", "functions", "EXECUTE",
	    "EXECUTE"},
	/* GRANT knows no AGGREGATE. */
	{"AGGREGATE", "AGGREGATE", "FUNCTION", "functions", "EXECUTE",
	    "EXECUTE"},
	{"TYPE", "TYPE", "TYPE", "types", "USAGE", "USAGE"},
	{"DOMAIN", "DOMAIN", "DOMAIN", "types", "USAGE", "USAGE"},
	{"SCHEMA", "SCHEMA", "SCHEMA", "schemas", "USAGE CREATE", ""},
	{"LARGE OBJECT", "LARGE OBJECT", "LARGE OBJECT", "large objects",
	    "SELECT UPDATE", ""},
	{"LANGUAGE", "LANGUAGE", "LANGUAGE", NULL, "USAGE", "USAGE"},
	{"SERVER", "SERVER", "FOREIGN SERVER", NULL, "USAGE", ""},
	{"FOREIGN DATA WRAPPER", "FOREIGN DATA WRAPPER",
	    "FOREIGN DATA WRAPPER", NULL, "USAGE", ""},
	{"COLLATION", "COLLATION", NULL, NULL, "", ""},
	{"CONVERSION", "CONVERSION", NULL, NULL, "", ""},
	{"OPERATOR", "OPERATOR", NULL, NULL, "", ""},
	{"OPERATOR CLASS", "OPERATOR CLASS", NULL, NULL, "", ""},
	{"OPERATOR FAMILY", "OPERATOR FAMILY", NULL, NULL, "", ""},
	{"STATISTICS", "STATISTICS", NULL, NULL, "", ""},
	{"EVENT TRIGGER", "EVENT TRIGGER", NULL, NULL, "", ""},
	{"PUBLICATION", "PUBLICATION", NULL, NULL, "", ""},
	{"SUBSCRIPTION", "SUBSCRIPTION", NULL, NULL, "", ""},
	{"TEXT SEARCH DICTIONARY", "TEXT SEARCH DICTIONARY", NULL, NULL, "",
	    ""},
	{"TEXT SEARCH CONFIGURATION", "TEXT SEARCH CONFIGURATION", NULL, NULL,
	    "", ""},
};
#define NROWS (sizeof rows / sizeof rows[0])

/* What a column can be told. */
static const struct sm_pgsql_rights of_column = {
	"COLUMN", NULL, "TABLE", NULL, "", "",
};

const struct sm_pgsql_rights *
sm_pgsql_rights(const char *what)
{
	size_t i;

	for (i = 0; i < NROWS; i++)
		if (strcmp(rows[i].what, what) == 0)
			return &rows[i];
	return strcmp(what, of_column.what) == 0 ? &of_column : NULL;
}

const struct sm_pgsql_rights *
sm_pgsql_rights_default(const char *defaults)
{
	size_t i;

	for (i = 0; i < NROWS; i++)
		if (rows[i].defaults != NULL &&
		    strcmp(rows[i].defaults, defaults) == 0)
			return &rows[i];
	return NULL;
}

/* --- states --------------------------------------------------------------- */

static const struct sm_grant *
grant_of(const struct sm_grants *list, const char *role)
{
	size_t i;

	for (i = 0; list != NULL && i < list->n; i++)
		if (strcmp(list->v[i].role, role) == 0)
			return &list->v[i];
	return NULL;
}

static struct sm_strings
words_of(struct sm_pgsql *w, const char *words)
{
	struct sm_strings list = {NULL, 0, 0};
	size_t n;

	for (; *words != '\0'; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		sm_strings_add(w->arena, &list,
		    sm_memdup(w->arena, words, n));
	}
	return list;
}

/* MAINTAIN: 17. */
static struct sm_strings
all_rights(struct sm_pgsql *w, const struct sm_pgsql_rights *rights)
{
	struct sm_strings list = words_of(w, rights->all);

	if (strcmp(rights->all, TABLE_RIGHTS) == 0 &&
	    w->version >= SM_PGSQL_VERSION(17))
		sm_strings_add(w->arena, &list, "MAINTAIN");
	return list;
}

static void
join_strings(struct sm_pgsql *w, struct sm_strings *to,
    const struct sm_strings *more)
{
	size_t i;

	for (i = 0; i < more->n; i++)
		if (!sm_strings_has(to, more->v[i]))
			sm_strings_add(w->arena, to, more->v[i]);
}

static void
join_grant(struct sm_pgsql *w, struct sm_grants *to, const char *role,
    const struct sm_strings *privileges, const struct sm_strings *grantable)
{
	struct sm_grant *g = NULL;
	size_t i;

	for (i = 0; i < to->n && g == NULL; i++)
		if (strcmp(to->v[i].role, role) == 0)
			g = &to->v[i];
	if (g == NULL) {
		g = sm_push(w->arena, to);
		g->role = role;
	}
	join_strings(w, &g->privileges, privileges);
	join_strings(w, &g->grantable, grantable);
}

void
sm_pgsql_join_grants(struct sm_pgsql *w, struct sm_grants *to,
    const struct sm_grants *more)
{
	size_t i;

	for (i = 0; i < more->n; i++)
		join_grant(w, to, more->v[i].role, &more->v[i].privileges,
		    &more->v[i].grantable);
}

struct sm_grants
sm_pgsql_full_grants(struct sm_pgsql *w, const struct sm_pgsql_rights *rights,
    const struct sm_grants *given)
{
	static const struct sm_strings none = {NULL, 0, 0};
	struct sm_strings all = all_rights(w, rights);
	struct sm_grants full = {NULL, 0, 0};

	sm_pgsql_join_grants(w, &full, given);
	if (all.n > 0 && grant_of(given, OWNER) == NULL)
		join_grant(w, &full, OWNER, &all, &none);
	return full;
}

struct sm_grants
sm_pgsql_server_grants(struct sm_pgsql *w,
    const struct sm_pgsql_rights *rights)
{
	static const struct sm_strings none = {NULL, 0, 0};
	struct sm_strings everybody = words_of(w, rights->everybody);
	struct sm_grants list = {NULL, 0, 0};

	if (everybody.n > 0)
		join_grant(w, &list, PUBLIC, &everybody, &none);
	return sm_pgsql_full_grants(w, rights, &list);
}

/* --- statements ----------------------------------------------------------- */

/* What is in the list and not in any of the other two. */
static struct sm_strings
without(struct sm_pgsql *w, const struct sm_strings *list,
    const struct sm_strings *other, const struct sm_strings *third)
{
	struct sm_strings left = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!sm_strings_has(other, list->v[i]) &&
		    (third == NULL || !sm_strings_has(third, list->v[i])))
			sm_strings_add(w->arena, &left, list->v[i]);
	return left;
}

static const char *
role_name(struct sm_pgsql *w, const struct sm_pgsql_place *p, const char *role)
{
	if (strcmp(role, PUBLIC) == 0)
		return "PUBLIC";
	if (strcmp(role, OWNER) == 0)
		return p->owner;
	return sm_pgsql_name(w, role);
}

/* ("a"): one name between parentheses. */
static bool
is_column(struct sm_pgsql *w, const char *text)
{
	size_t n = strlen(text);

	return n > 4 && text[0] == '(' && text[1] == '"' &&
	    text[n - 1] == ')' &&
	    sm_fragment_fits(w->dialect, SM_FRAGMENT_WORD,
	        sm_memdup(w->arena, text + 1, n - 2));
}

/*
 * One privilege: capitals, and of a foreign table the column behind it as the
 * snapshot has it, SELECT ("a").
 */
static bool
add_privilege(struct sm_pgsql *w, struct sm_buf *b, const char *text,
    const char *column)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ");

	if (n == 0 || (text[n] != '\0' && !is_column(w, text + n)))
		return sm_pgsql_refuse(w, "%.100s is no privilege",
		    sm_printable_str(w->arena, text));
	sm_buf_adds(b, text);
	if (column != NULL)
		sm_buf_addf(b, " (%s)", sm_pgsql_name(w, column));
	return true;
}

static bool
say(struct sm_pgsql *w, const struct sm_pgsql_place *p, const char *verb,
    const char *role, const struct sm_strings *privileges, const char *behind)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *who = role_name(w, p, role);
	bool fine = true;
	size_t i;

	if (privileges->n == 0)
		return true;
	if (who == NULL) {
		sm_pgsql_refuse(w, "the rights of the owner change, and who "
		    "that is is not known");
		return sm_pgsql_procedure(w, "read both sides with "
		    "sm-reflect --owners");
	}
	for (i = 0; i < privileges->n && fine; i++) {
		if (i > 0)
			sm_buf_adds(&b, ", ");
		fine = add_privilege(w, &b, privileges->v[i], p->column);
	}
	if (fine)
		sm_pgsql_run(&w->script, "%s%s %s ON %s %s %s%s", p->before,
		    verb, sm_buf_str(&b), p->on,
		    strncmp(verb, "GRANT", 5) == 0 ? "TO" : "FROM", who,
		    behind);
	sm_buf_free(&b);
	return fine;
}

static const struct sm_strings no_strings = {NULL, 0, 0};

static const struct sm_strings *
privileges_of(const struct sm_grant *g)
{
	return g != NULL ? &g->privileges : &no_strings;
}

static const struct sm_strings *
grantable_of(const struct sm_grant *g)
{
	return g != NULL ? &g->grantable : &no_strings;
}

static bool
take_away(struct sm_pgsql *w, const struct sm_pgsql_place *p,
    const struct sm_grant *may, const struct sm_grant *to)
{
	struct sm_strings all = without(w, &may->privileges,
	    privileges_of(to), NULL);
	struct sm_strings option = without(w, &may->grantable,
	    grantable_of(to), &all);

	return say(w, p, "REVOKE", may->role, &all, "") &&
	    say(w, p, "REVOKE GRANT OPTION FOR", may->role, &option, "");
}

static bool
give(struct sm_pgsql *w, const struct sm_pgsql_place *p,
    const struct sm_grant *has, const struct sm_grant *to)
{
	struct sm_strings option = without(w, &to->grantable,
	    grantable_of(has), NULL);
	struct sm_strings plain = without(w, &to->privileges,
	    privileges_of(has), &option);

	return say(w, p, "GRANT", to->role, &plain, "") &&
	    say(w, p, "GRANT", to->role, &option, " WITH GRANT OPTION");
}

bool
sm_pgsql_move_grants(struct sm_pgsql *w, const struct sm_pgsql_place *p,
    const struct sm_grants *has, const struct sm_grants *may,
    const struct sm_grants *to)
{
	size_t i;

	for (i = 0; i < may->n; i++)
		if (!take_away(w, p, &may->v[i], grant_of(to,
		        may->v[i].role)))
			return false;
	for (i = 0; i < to->n; i++)
		if (!give(w, p, grant_of(has, to->v[i].role), &to->v[i]))
			return false;
	return true;
}
