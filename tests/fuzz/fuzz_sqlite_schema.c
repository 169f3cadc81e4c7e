/*
 * Any text as a stored CREATE statement: each reader takes it or says why not,
 * and what it takes has what the model requires.  Any text as DDL, as an
 * operand, as a file's name: it is looked at to its end.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "sources/ddl.h"
#include "text/operand.h"
#include "sources/sqlite_schema_sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

/* Whatever a reader takes has what the model requires. */
static void
read_table(struct sm_arena *a, const char *sql)
{
	struct sm_stored_table t;
	const char *why = NULL;
	size_t i;

	if (!sm_stored_table_read(a, sql, &t, &why)) {
		check(why != NULL);
		check(!sm_utf8_valid(sql, strlen(sql)) ||
		    strpbrk(why, "\n\x1b") == NULL);
		return;
	}
	check(t.object->name != NULL && t.object->columns.n > 0);
	for (i = 0; i < t.object->columns.n; i++)
		check(t.object->columns.v[i].name != NULL &&
		    t.object->columns.v[i].type != NULL &&
		    (t.object->columns.v[i].generated == NULL) ==
		        (t.object->columns.v[i].expression == NULL));
	for (i = 0; i < t.object->foreign_keys.n; i++)
		check(t.object->foreign_keys.v[i].references != NULL &&
		    t.object->foreign_keys.v[i].references->table != NULL &&
		    t.object->foreign_keys.v[i].columns.n > 0);
	for (i = 0; i < t.object->uniques.n; i++)
		check(t.object->uniques.v[i].columns.n > 0);
	for (i = 0; i < t.object->checks.n; i++)
		check(t.object->checks.v[i].expression != NULL);
}

static void
read_others(struct sm_arena *a, const char *sql)
{
	struct sm_object *view = sm_object_new(a, "view");
	struct sm_object *table = sm_object_new(a, "virtual_table");
	struct sm_stored_trigger trigger;
	struct sm_stored_index x;
	const char *why = NULL;

	check(sm_stored_index_read(a, sql, &x, &why)
	    ? x.keys.n > 0 && x.table != NULL : why != NULL);
	why = NULL;
	check(sm_stored_view_read(a, sql, view, &why)
	    ? view->definition != NULL : why != NULL);
	why = NULL;
	check(sm_stored_trigger_read(a, sql, &trigger, &why)
	    ? trigger.definition != NULL && trigger.table != NULL
	    : why != NULL);
	why = NULL;
	if (sm_stored_virtual_read(a, sql, table, &why))
		sm_stored_content_table(a, table);
	else
		check(why != NULL);
}

static void
read_ddl(struct sm_arena *a, const char *text, size_t len)
{
	struct sm_ddl ddl = {0};
	struct sm_error e = SM_ERROR_INIT;

	sm_ddl_add(a, sm_dialect_get(SM_SQLITE), &ddl, "fuzz", text, len);
	if (!sm_ddl_check(sm_dialect_get(SM_SQLITE), &ddl.v[0], &e))
		check(e.message != NULL && e.line > 0);
	sm_error_free(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct sm_arena *a = sm_arena_new();
	const char *text = sm_memdup(a, data, len);
	const char *prefixes[] = {"", "CREATE TABLE t(", "CREATE TRIGGER t "};
	size_t i;

	for (i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		const char *sql = sm_sprintf(a, "%s%s", prefixes[i], text);

		read_table(a, sql);
		read_others(a, sql);
	}
	read_ddl(a, text, len);
	sm_operand_public(a, text);
	sm_is_down_file(text);
	check(sm_version_order(text, text) == 0);
	sm_arena_free(a);
	return 0;
}
