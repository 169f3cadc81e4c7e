/*
 * Columns.
 */
#include <string.h>

#include "sources/mysql_catalog.h"
#include "text/ascii.h"

/* The columns of the query, by their places. */
enum {
	TABLE,
	NAME,
	TYPE,
	DATA_TYPE,
	NULLABLE,
	DEFAULT,
	EXTRA,
	COMMENT,
	COLLATION,
	EXPRESSION,
	SRID,
	COLUMNS
};

/* Types whose literals are numbers; of time, bits and text they are quoted. */
static bool
is_number(const char *type)
{
	static const char *const numbers[] = {"tinyint", "smallint",
	    "mediumint", "int", "bigint", "decimal", "float", "double", "year"};
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strcmp(type, numbers[i]) == 0)
			return true;
	return false;
}

/* current_timestamp(6), as MySQL writes it: no parentheses of its own. */
static bool
is_now(const char *text)
{
	return sm_is_word(text, strcspn(text, "("), "current_timestamp");
}

/*
 * MySQL gives the value of a literal and the text of an expression, in which
 * quotes are escaped once more: that, and bytes, only the definition has.
 */
static const char *
mysql_default(struct sm_my_catalog *c, struct sm_my_table *t,
    const char *const *v)
{
	const char *text = v[DEFAULT];

	if (text == NULL)
		return NULL;
	if (sm_my_has(v[EXTRA], "DEFAULT_GENERATED")) {
		if (is_now(text))
			return sm_my_shared(c, text);
		t->show = true;
		return sm_sprintf(c->arena, "(%s)", text);
	}
	if (strstr(v[DATA_TYPE], "binary") != NULL)
		t->show = true;
	if (is_number(v[DATA_TYPE]) || strcmp(v[DATA_TYPE], "bit") == 0)
		return sm_my_shared(c, text);
	return sm_my_shared(c, sm_my_string(c, text));
}

/* MariaDB's text can stand behind DEFAULT; that it says NULL says nothing. */
static const char *
mariadb_default(struct sm_my_catalog *c, const char *text, const char *type)
{
	if (text == NULL || strcmp(text, "NULL") == 0)
		return NULL;
	if (strstr(type, "binary") != NULL || strstr(type, "blob") != NULL)
		text = sm_my_bytes(c, text);
	return sm_my_shared(c, strstr(text, ".`") != NULL
	    ? sm_my_local(c, text) : text);
}

static void
read_generated(struct sm_my_catalog *c, struct sm_my_table *t,
    struct sm_column *col, const char *const *v)
{
	const char *text = v[EXPRESSION];

	if (text == NULL || *text == '\0')
		return;
	if (strcmp(text, "ROW START") == 0 || strcmp(text, "ROW END") == 0) {
		sm_my_option(c, &col->options, "row",
		    text[4] == 'S' ? "start" : "end");
		return;
	}
	col->generated = sm_my_has(v[EXTRA], "STORED") ||
	        sm_my_has(v[EXTRA], "PERSISTENT")
	    ? "stored" : "virtual";
	col->expression = sm_my_text(c, text);
	col->default_text = NULL;
	t->show = t->show || !c->maria;
}

/* What EXTRA says, word by word. */
static void
read_extra(struct sm_my_catalog *c, struct sm_column *col, const char *extra)
{
	static const char update[] = "on update ";
	const char *p;

	if (*extra == '\0')
		return;
	if (sm_my_has(extra, "auto_increment"))
		col->identity = "auto_increment";
	for (p = extra; *p != '\0'; p++)
		if (sm_is_word(p, strlen(p) < 10 ? strlen(p) : 10, update))
			break;
	if (*p != '\0') {
		p += sizeof update - 1;
		sm_my_option(c, &col->options, "on_update", sm_my_lower(c,
		    sm_memdup(c->scratch, p, strcspn(p, " ,"))));
	}
	sm_my_option_true(c, &col->options, "invisible",
	    sm_my_has(extra, "INVISIBLE"));
	sm_my_option_true(c, &col->options, "without_system_versioning",
	    sm_my_has(extra, "WITHOUT SYSTEM VERSIONING"));
}

/* "text /" "*M!100301 COMPRESSED*" "/" */
static const char *
read_type(struct sm_my_catalog *c, struct sm_column *col, const char *type)
{
	const char *comment = strstr(type, " /*");

	if (comment == NULL || strstr(comment, "COMPRESSED") == NULL)
		return sm_my_shared(c, type);
	sm_my_option_true(c, &col->options, "compressed", true);
	return sm_memdup(c->arena, type, (size_t)(comment - type));
}

static bool
column_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_my_catalog *c = ctx;
	struct sm_my_table *t = sm_my_find(c, v[TABLE]);
	struct sm_column *col;
	const char *collation, *own = sm_my_collation(c, v[COLLATION]);

	(void)e;
	if (t == NULL)
		return true;
	t->columns = true;
	if (strcmp(t->object->record, "table") != 0)
		return true;
	/* MySQL makes it where a table has no key of its own. */
	if (!c->maria && strcmp(v[NAME], "my_row_id") == 0 &&
	    sm_my_has(v[EXTRA], "INVISIBLE") &&
	    sm_my_has(v[EXTRA], "auto_increment"))
		return true;
	col = sm_push(c->arena, &t->object->columns);
	col->name = sm_my_shared(c, v[NAME]);
	col->type = read_type(c, col, v[TYPE]);
	col->nullable = strcmp(v[NULLABLE], "YES") == 0;
	col->default_text = c->maria
	    ? mariadb_default(c, v[DEFAULT], v[DATA_TYPE])
	    : mysql_default(c, t, v);
	collation = sm_option_text(c->scratch, &t->object->options,
	    "collation");
	if (own != NULL && (collation == NULL || strcmp(own, collation) != 0))
		col->collation = own;
	read_generated(c, t, col, v);
	read_extra(c, col, v[EXTRA]);
	sm_my_option(c, &col->options, "srid", v[SRID]);
	col->comment = sm_my_text(c, v[COMMENT]);
	return true;
}

bool
sm_my_read_columns(struct sm_my_catalog *c, struct sm_error *e)
{
	return sm_my_query(c, sm_sprintf(c->scratch,
	    "SELECT table_name, column_name, column_type, data_type, "
	    "is_nullable, column_default, extra, column_comment, "
	    "collation_name, generation_expression, %s "
	    "FROM information_schema.columns WHERE table_schema = %%s "
	    "ORDER BY table_name, ordinal_position",
	    c->maria ? "NULL" : "srs_id"),
	    COLUMNS, column_row, e);
}
