#include "stages/sql_mysql_script.h"

#include <stdarg.h>
#include <string.h>

#include "text/quote.h"

/*
 * Strict: a value that doesn't fit is an error.  Zero dates stay as they are
 * (NO_ZERO_DATE is off), and so does a 0 where a column becomes
 * AUTO_INCREMENT.  Backslashes escape and double quotes are strings, which is
 * what the texts are written for.
 */
#define OUR_MODE "'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO," \
    "NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'"
#define NO_TIMEOUT 31536000L /* of lock_wait_timeout: its maximum, a year */

void
sm_mysql_script_init(struct sm_mysql_script *s, const struct sm_plan *p)
{
	memset(s, 0, sizeof *s);
	s->arena = p->arena;
	s->lock_timeout = p->online ? 3000 : -1;
}

void
sm_mysql_script_free(struct sm_mysql_script *s)
{
	sm_buf_free(&s->text);
}

void
sm_mysql_gap(struct sm_mysql_script *s)
{
	sm_buf_addc(&s->text, '\n');
}

void
sm_mysql_say(struct sm_mysql_script *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sm_quote_comment(&s->text, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
}

static void
set_mode(struct sm_mysql_script *s, const char *mode)
{
	const char *now = s->mode != NULL ? s->mode : OUR_MODE;

	if (strcmp(now, mode) != 0)
		sm_buf_addf(&s->text, "SET SESSION sql_mode = %s;\n", mode);
	s->mode = mode;
}

static void
guard(struct sm_mysql_script *s)
{
	sm_buf_addf(&s->text, "SET SESSION %s = @@error_count > 0 OR @@%s;\n",
	    s->read_only, s->read_only);
}

void
sm_mysql_run(struct sm_mysql_script *s, const char *fmt, ...)
{
	va_list ap;

	set_mode(s, OUR_MODE);
	va_start(ap, fmt);
	sm_buf_adds(&s->text, sm_vsprintf(s->arena, fmt, ap));
	va_end(ap);
	sm_buf_adds(&s->text, ";\n");
	guard(s);
}

void
sm_mysql_run_program(struct sm_mysql_script *s, const char *mode,
    const char *statement)
{
	const char *delimiter = ";;";

	set_mode(s, mode);
	while (strstr(statement, delimiter) != NULL)
		delimiter = strcmp(delimiter, ";;") == 0 ? "$$"
		    : sm_sprintf(s->arena, "%s$", delimiter);
	/* A text that ends in a part of it would end too early. */
	sm_buf_addf(&s->text, "DELIMITER %s\n%s\n%s\nDELIMITER ;\n", delimiter,
	    statement, delimiter);
	guard(s);
}

void
sm_mysql_check_keys(struct sm_mysql_script *s, bool on)
{
	sm_buf_addf(&s->text, "SET SESSION foreign_key_checks = %d;\n", on);
}

static void
add_head(const struct sm_mysql_script *s, const struct sm_plan *p,
    struct sm_buf *out)
{
	static const char *const lines[] = {
		"Apply it with: mariadb --comments DATABASE <FILE (or mysql).",
		"Each statement commits by itself.  When one fails, those "
		    "before it stay done, and",
		"none of those after it is: the session turns read-only, even "
		    "under --force.  Then",
		"make a new plan from the database as it is (sm-reflect, "
		    "sm-diff, ...): it does",
		"what is left.",
	};
	size_t i;

	sm_quote_comment(out, sm_sprintf(s->arena, "smartmigrate: %zu "
	    "operation%s for %s %s%s%s", p->ops.n, p->ops.n == 1 ? "" : "s",
	    p->dialect->title,
	    p->server != NULL ? p->server : p->dialect->assumed_version,
	    p->old.label != NULL ? ", " : "",
	    p->old.label != NULL ? p->old.label : ""));
	for (i = 0; i < sizeof lines / sizeof lines[0]; i++)
		sm_quote_comment(out, lines[i]);
}

void
sm_mysql_script_end(struct sm_mysql_script *s, const struct sm_plan *p,
    struct sm_buf *out)
{
	long seconds = (s->lock_timeout + 999) / 1000;

	add_head(s, p, out);
	sm_buf_adds(out, "SET NAMES utf8mb4;\n"
	    "SET SESSION sql_mode = " OUR_MODE ";\n"
	    "SET SESSION foreign_key_checks = 1;\n");
	if (s->lock_timeout >= 0)
		sm_buf_addf(out, "SET SESSION lock_wait_timeout = %ld;\n",
		    s->lock_timeout == 0 ? NO_TIMEOUT : seconds);
	if (s->versioning)
		sm_buf_adds(out, "SET SESSION "
		    "system_versioning_alter_history = 'KEEP';\n");
	if (s->hidden_key)
		sm_buf_adds(out, "SET SESSION "
		    "sql_generate_invisible_primary_key = 0;\n");
	sm_buf_add(out, sm_buf_str(&s->text), s->text.len);
}
