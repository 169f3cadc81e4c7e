/*
 * The sqlite3 shell gathers lines until they are a statement (or several that
 * stand on one line), runs them, and goes on with the next line after an error.
 */
#include <string.h>

#include "apply.h"
#include "base/buf.h"
#include "database.h"

static const char *
with_shell(struct sm_arena *a, const struct tools *t, const char *db,
    const char *file)
{
	const char *const argv[] = {"sqlite3", db, NULL};
	const char *const *const commands[] = {argv};
	int status = tools_run(t, file, "client.out", commands, 1);
	const char *err = file_read(a, "err");
	const char *out = file_read(a, "client.out");

	if (status == 0 && *err == '\0')
		return *out == '\0' ? NULL
		    : sm_sprintf(a, "unasked-for output: %s", out);
	return sm_sprintf(a, "sqlite3: %d: %s", status, err);
}

static const char *
in_process(struct sm_arena *a, const char *path, const char *script)
{
	sqlite3 *db = db_open(path);
	struct sm_buf b = SM_BUF_INIT, errors = SM_BUF_INIT;
	const char *eol, *why, *all = NULL;
	size_t n;

	for (; *script != '\0'; script += n) {
		eol = strchr(script, '\n');
		n = eol != NULL ? (size_t)(eol - script) + 1 : strlen(script);
		sm_buf_add(&b, script, n);
		if (!sqlite3_complete(sm_buf_str(&b)))
			continue;
		if (!db_run(a, db, sm_buf_str(&b), &why))
			sm_buf_addf(&errors, "%s: %.300s", why, b.text);
		sm_buf_reset(&b);
	}
	if (errors.len > 0)
		all = sm_memdup(a, errors.text, errors.len);
	sm_buf_free(&b);
	sm_buf_free(&errors);
	sqlite3_close(db);
	return all;
}

const char *
apply(struct sm_arena *a, const struct tools *t, const char *db,
    const char *file, bool shell)
{
	return shell ? with_shell(a, t, db, file)
	             : in_process(a, db, file_read(a, file));
}
