/*
 * CHECK constraints and foreign keys.
 */
#include <string.h>

#include "sources/mysql_catalog.h"
#include "text/ascii.h"

/* --- checks --------------------------------------------------------------- */

/*
 * JSON is MariaDB's word for longtext with a check and this collation; only
 * where all of it is there, it is that.
 */
static bool
is_json(struct sm_my_catalog *c, const struct sm_my_table *t,
    struct sm_column *col, const char *clause)
{
	const char *collation = col->collation != NULL ? col->collation
	    : sm_option_text(c->scratch, &t->object->options, "collation");

	return strcmp(col->type, "longtext") == 0 && collation != NULL &&
	    strcmp(collation, "utf8mb4_bin") == 0 &&
	    strcmp(clause, sm_sprintf(c->scratch, "json_valid(%s)",
	        sm_my_quoted(c, col->name))) == 0;
}

/* A period's own check looks like that: `a` < `b`. */
static bool
may_be_period(struct sm_my_catalog *c, const char *clause)
{
	struct sm_tokens v = {NULL, 0, 0};

	sm_tokenize(c->scratch, c->dialect, clause, strlen(clause), &v);
	return v.n == 3 && v.v[0].kind == SM_TOKEN_NAME &&
	    sm_token_is_op(&v.v[1], "<") && v.v[2].kind == SM_TOKEN_NAME;
}

static bool
mariadb_check_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_my_find(c, v[0]);
	struct sm_check *check;
	struct sm_column *col;

	(void)e;
	if (t == NULL)
		return true;
	col = strcmp(v[2], "Column") == 0
	    ? sm_object_column(t->object, c->dialect, v[1]) : NULL;
	if (col != NULL && is_json(c, t, col, v[3])) {
		col->type = "json";
		col->collation = NULL;
		return true;
	}
	check = sm_push(c->arena, &t->object->checks);
	check->expression = sm_my_local(c, v[3]);
	if (col != NULL) {
		check->column = col->name;
		return true;
	}
	check->name = sm_strdup(c->arena, v[1]);
	if (may_be_period(c, v[3]))
		t->show = true;
	return true;
}

static bool
mysql_check_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_my_find(c, v[0]);
	struct sm_check *check;

	(void)e;
	if (t == NULL)
		return true;
	check = sm_push(c->arena, &t->object->checks);
	check->name = sm_strdup(c->arena, v[1]);
	check->not_enforced = strcmp(v[2], "NO") == 0;
	check->expression = sm_strdup(c->arena, v[3]);
	t->show = true;
	return true;
}

bool
sm_my_read_checks(struct sm_my_catalog *c, struct sm_error *e)
{
	if (c->maria)
		return sm_my_query(c, "SELECT table_name, constraint_name, "
		    "level, check_clause "
		    "FROM information_schema.check_constraints "
		    "WHERE constraint_schema = %s",
		    4, mariadb_check_row, e);
	if (c->version < sm_version("8.0.16"))
		return true;
	/* There a check's name is one in its schema. */
	return sm_my_query(c, "SELECT t.table_name, t.constraint_name, "
	    "t.enforced, c.check_clause "
	    "FROM information_schema.table_constraints t "
	    "JOIN information_schema.check_constraints c "
	    "ON c.constraint_schema = t.constraint_schema "
	    "AND c.constraint_name = t.constraint_name "
	    "WHERE t.table_schema = %s AND c.constraint_schema = %s "
	    "AND t.constraint_type = 'CHECK' ORDER BY 1, 2",
	    4, mysql_check_row, e);
}

/* --- foreign keys --------------------------------------------------------- */

static struct sm_foreign_key *
foreign_key(struct sm_my_catalog *c, struct sm_my_table *t, const char *name)
{
	struct sm_foreign_keys *list = &t->object->foreign_keys;
	struct sm_foreign_key *fk;
	size_t i;

	for (i = list->n; i > 0; i--)
		if (strcmp(list->v[i - 1].name, name) == 0)
			return &list->v[i - 1];
	fk = sm_push(c->arena, list);
	fk->name = sm_strdup(c->arena, name);
	fk->references = sm_alloc(c->arena, sizeof *fk->references);
	return fk;
}

static bool
key_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_my_find(c, v[0]);
	struct sm_foreign_key *fk;

	(void)e;
	if (t == NULL)
		return true;
	fk = foreign_key(c, t, v[1]);
	sm_strings_add(c->arena, &fk->columns, sm_my_shared(c, v[2]));
	if (strcmp(v[3], c->database) != 0)
		fk->references->schema = sm_my_shared(c, v[3]);
	fk->references->table = sm_my_shared(c, v[4]);
	sm_strings_add(c->arena, &fk->references->columns,
	    sm_my_shared(c, v[5]));
	return true;
}

/* InnoDB does the same for both of these, and where nothing is said. */
static const char *
action(struct sm_my_catalog *c, const char *rule)
{
	return strcmp(rule, "NO ACTION") == 0 || strcmp(rule, "RESTRICT") == 0
	    ? NULL : sm_my_shared(c, rule);
}

static bool
rule_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_my_find(c, v[0]);
	struct sm_foreign_keys *list;
	size_t i;

	(void)e;
	if (t == NULL)
		return true;
	list = &t->object->foreign_keys;
	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, v[1]) == 0) {
			list->v[i].on_update = action(c, v[2]);
			list->v[i].on_delete = action(c, v[3]);
		}
	return true;
}

bool
sm_my_read_foreign_keys(struct sm_my_catalog *c, struct sm_error *e)
{
	/* Joined by the constraint's name they take a second, and mix up keys
	   of one name. */
	return sm_my_query(c, "SELECT table_name, constraint_name, "
	    "column_name, referenced_table_schema, referenced_table_name, "
	    "referenced_column_name FROM information_schema.key_column_usage "
	    "WHERE table_schema = %s AND referenced_table_name IS NOT NULL "
	    "ORDER BY table_name, constraint_name, ordinal_position",
	    6, key_row, e) &&
	    sm_my_query(c, "SELECT table_name, constraint_name, update_rule, "
	    "delete_rule FROM information_schema.referential_constraints "
	    "WHERE constraint_schema = %s", 4, rule_row, e);
}
