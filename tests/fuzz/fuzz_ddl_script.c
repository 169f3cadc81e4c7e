/*
 * Any text, in every dialect: the pieces tile it exactly; what is open is at
 * its end; a statement that is whole is one statement when it stands alone; and
 * the check takes any text.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "sources/ddl.h"
#include "sources/ddl_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(int holds)
{
	if (!holds)
		abort();
}

/* With the delimiter that held for it. */
static void
alone(const struct sm_dialect *d, const struct sm_ddl_script *from,
    const char *text, size_t len)
{
	struct sm_ddl_script s;
	struct sm_ddl_piece p;
	size_t ends = 0;

	sm_ddl_script_init(&s, d, text, len);
	s.delimiter = from->delimiter;
	s.delimiter_len = from->delimiter_len;
	while ((p = sm_ddl_script_next(&s)).kind != SM_DDL_END)
		ends += p.kind == SM_DDL_SEMICOLON;
	check(ends == 1 && s.statement == NULL);
}

static void
tile(const struct sm_dialect *d, const char *text, size_t len)
{
	const char *at = text, *statement = NULL;
	struct sm_ddl_script s;
	struct sm_ddl_piece p;
	int broken = 0; /* by a command, and data perhaps */

	sm_ddl_script_init(&s, d, text, len);
	while ((p = sm_ddl_script_next(&s)).kind != SM_DDL_END) {
		check(p.token.text == at && p.token.len > 0);
		at += p.token.len;
		check(!p.token.open || at == text + len);
		if (p.kind == SM_DDL_TOKEN && statement == NULL)
			statement = p.token.text;
		if (p.kind == SM_DDL_COMMAND && statement != NULL)
			broken = 1;
		if (p.kind == SM_DDL_SEMICOLON) {
			if (statement != NULL && !broken)
				alone(d, &s, statement, (size_t)(at - statement));
			statement = NULL;
			broken = 0;
		}
	}
	check(at == text + len);
	check(sm_ddl_script_next(&s).kind == SM_DDL_END);
}

static void
whole(struct sm_arena *a, const struct sm_dialect *d, const char *text,
    size_t len)
{
	struct sm_ddl ddl = {0};
	struct sm_error e = SM_ERROR_INIT;

	sm_ddl_add(a, d, &ddl, "x.sql", text, len);
	check(ddl.v[0].len == len || ddl.v[0].len + 3 == len);
	if (!sm_ddl_check(d, &ddl.v[0], &e))
		check(e.message != NULL && e.line > 0);
	sm_error_free(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_dialect *d;
	char *exact = malloc(size == 0 ? 1 : size); /* no NUL after it */
	size_t i;

	if (exact == NULL)
		abort();
	if (size > 0)
		memcpy(exact, data, size);
	for (i = 0; i < SM_DIALECTS; i++) {
		d = sm_dialect_get((enum sm_dialect_id)i);
		tile(d, exact, size);
		whole(a, d, exact, size);
	}
	free(exact);
	sm_arena_free(a);
	return 0;
}
