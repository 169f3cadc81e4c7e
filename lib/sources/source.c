#include "sources/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "model/snapshot.h"
#include "sources/ddl.h"
#include "sources/input.h"
#include "text/operand.h"
#include "sources/saved.h"

const struct sm_backend *const sm_backends[] = {
#ifdef HAVE_SQLITE
	&sm_backend_sqlite,
#endif
#ifdef HAVE_PG
	&sm_backend_postgresql,
#endif
#ifdef HAVE_MYSQL
	&sm_backend_mysql,
	&sm_backend_mariadb,
#endif
	NULL,
};

/* An operand on its way to a segment. */
struct request {
	const char *operand, *shown; /* shown: without passwords */
	const struct sm_source_options *options;
	struct sm_arena *arena;
	struct sm_buf *out;
	int *failures;
};

const char *
sm_source_public(struct sm_arena *a, const char *operand)
{
	return sm_operand_public(a, operand);
}

/* The backend of the dialect, or NULL with the error set. */
static const struct sm_backend *
backend_of(const struct sm_dialect *d, struct sm_error *e)
{
	size_t i;

	for (i = 0; sm_backends[i] != NULL; i++)
		if (sm_backends[i]->dialect == d->id)
			return sm_backends[i];
	sm_error_set(e, "not built with %s support", d->title);
	sm_error_hint(e, "sm-reflect --version lists what is built in; "
			 "the README says how to build in more");
	return NULL;
}

/* A name with a slip in it would be read as a schema without anything. */
static void
warn_of_idle(const struct request *q, const struct sm_snapshot *s)
{
	const char *glob = sm_globs_idle(&q->options->tables, s->dialect,
	    &s->objects, &s->objects);

	if (glob != NULL && q->options->warn != NULL)
		q->options->warn(q->shown, sm_sprintf(q->arena,
		    "-t %s matches nothing", glob));
}

/* A schema that isn't there would be read as one without anything. */
static bool
check_schemas(const struct request *q, const struct sm_snapshot *s,
    struct sm_error *e)
{
	const struct sm_strings *wanted = &q->options->schemas;
	size_t i;

	if (wanted->n > 0 && !s->dialect->schemas) {
		sm_error_set(e, "%s has no schemas: --schema is for PostgreSQL",
		    s->dialect->title);
		return sm_error_hint(e, "-t GLOB picks tables");
	}
	for (i = 0; i < wanted->n; i++)
		if (sm_snapshot_find(s, q->arena, "schema", NULL,
		        wanted->v[i]) == NULL) {
			sm_error_set(e, "there is no schema %s",
			    sm_printable_str(q->arena, wanted->v[i]));
			return sm_error_hint(e, "names are taken as they are: "
						"Case counts, quotes don't "
						"belong to them");
		}
	return true;
}

/* The header's part that the options decide, and what it leaves in. */
static bool
write_snapshot(const struct request *q, struct sm_snapshot *s,
    struct sm_error *e)
{
	struct sm_scope *scope = &s->scope;
	struct sm_objects all = s->objects;
	size_t i;

	if (!check_schemas(q, s, e))
		return false;
	s->label = q->options->label;
	s->source = q->shown;
	scope->schemas = q->options->schemas;
	scope->tables = q->options->tables;
	scope->exclude = q->options->exclude;
	for (i = 0; !q->options->all && sm_bookkeeping[i] != NULL; i++)
		sm_strings_add(q->arena, &scope->left_out, sm_bookkeeping[i]);
	s->objects.n = 0;
	for (i = 0; i < all.n; i++)
		if (sm_scope_covers(scope, s->dialect, all.v[i]))
			s->objects.v[s->objects.n++] = all.v[i];
	warn_of_idle(q, s);
	sm_snapshot_sort(s);
	/* Where that fails it is the caller's output that did: it knows. */
	sm_snapshot_write(q->out, s, q->options->drain, q->options->drain_ctx);
	return true;
}

static bool
reflect_live(const struct request *q, const struct sm_backend *b,
    struct sm_error *e)
{
	struct sm_snapshot *s;

	if (b->reflect(q->arena, q->operand, q->options, &s, e))
		return write_snapshot(q, s, e);
	sm_error_at(e, q->shown, 0);
	return false;
}

/* --- DDL ------------------------------------------------------------------ */

static const char *
scratch_variable(void)
{
	const char *url = getenv("SM_SCRATCH_URL");

	return url != NULL && *url != '\0' ? url : NULL;
}

const char *
sm_source_scratch(const struct sm_source_options *o, const struct sm_dialect *d)
{
	const char *url = scratch_variable();

	if (o->scratch != NULL)
		return o->scratch;
	return url != NULL && sm_operand_dialect(url) == d ? url : NULL;
}

/* --scratch was given: its server's dialect is the text's. */
static const struct sm_dialect *
scratch_dialect(const struct request *q, struct sm_error *e)
{
	const struct sm_dialect *d = sm_operand_dialect(q->options->scratch);
	const char *said = q->options->dialect;
	const char *shown = sm_operand_public(q->arena, q->options->scratch);

	if (d == NULL) {
		sm_error_set(e, "--scratch %s: is no URL of a server", shown);
		sm_error_hint(e, "name one on which a database may be made, "
				 "e.g. postgresql://localhost/postgres");
	} else if (said != NULL && strcmp(said, d->name) != 0) {
		sm_error_set(e, "-d says %s, but --scratch %s is one of %s",
		    said, shown, d->title);
		sm_error_hint(e, "SQL is run by its own engine: leave -d out, "
				 "or name another server");
		d = NULL;
	}
	return d;
}

/* Whose SQL it is: -d says, or the scratch server that would run it. */
static const struct sm_dialect *
ddl_dialect(const struct request *q, struct sm_error *e)
{
	const struct sm_dialect *d = NULL;

	if (q->options->scratch != NULL)
		return scratch_dialect(q, e);
	if (q->options->dialect != NULL)
		d = sm_dialect_find(q->options->dialect);
	else if (scratch_variable() != NULL)
		d = sm_operand_dialect(scratch_variable());
	if (d == NULL) {
		sm_error_set(e, "which dialect's SQL is it?");
		sm_error_hint(e, "say so, e.g. sm-reflect -d sqlite %s",
		    q->shown);
	}
	return d;
}

/* What every new database has, before any text has made anything. */
static bool
is_given(const struct sm_object *o)
{
	static const struct {
		const char *record, *name;
	} given[] = {{"schema", "public"}, {"extension", "plpgsql"}};
	size_t i;

	for (i = 0; i < sizeof given / sizeof *given; i++)
		if (strcmp(o->record, given[i].record) == 0 &&
		    strcmp(o->name, given[i].name) == 0)
			return true;
	return false;
}

/*
 * Text that makes nothing is more likely a failed command's than a schema
 * without anything in it: of a pipe that is always so, of files if they hold no
 * statement at all.
 */
static bool
refuse_nothing(const struct sm_ddl *ddl, const struct sm_snapshot *s,
    struct sm_error *e)
{
	size_t i, j;

	for (i = 0; i < s->objects.n; i++)
		if (!is_given(s->objects.v[i]))
			return true;
	for (i = 0; i < ddl->n && !ddl->pipe; i++)
		for (j = 0; j < ddl->v[i].len; j++)
			if (ddl->v[i].text[j] == ';')
				return true;
	sm_error_set(e, "makes no object");
	return sm_error_hint(e, "did the command that wrote it fail? the empty "
				"schema is the operand /dev/null of sm-diff");
}

static bool
reflect_ddl(const struct request *q, const struct sm_dialect *d,
    struct sm_ddl *ddl, struct sm_error *e)
{
	const struct sm_backend *b = backend_of(d, e);
	struct sm_snapshot *s;
	size_t i;

	ddl->source = q->shown;
	if (b == NULL)
		return false;
	for (i = 0; i < ddl->n; i++)
		if (!sm_ddl_check(d, &ddl->v[i], e))
			return false;
	return b->reflect_ddl(q->arena, ddl, q->options, &s, e) &&
	    refuse_nothing(ddl, s, e) && write_snapshot(q, s, e);
}

static bool
reflect_directory(const struct request *q, struct sm_error *e)
{
	const struct sm_dialect *d = ddl_dialect(q, e);
	struct sm_ddl ddl = {0};

	return d != NULL &&
	    sm_ddl_directory(q->arena, d, q->operand, &ddl, e) &&
	    reflect_ddl(q, d, &ddl, e);
}

static bool
reflect_text(const struct request *q, const char *name,
    const struct sm_buf *text, bool pipe, struct sm_error *e)
{
	const struct sm_dialect *d;
	struct sm_ddl ddl = {.pipe = pipe};

	if (sm_input_is_snapshot(sm_buf_str(text), text->len))
		return sm_saved_pass(name, text->text, text->len, q->options,
		    q->out, q->failures, e);
	if (text->len == 0) {
		sm_error_set(e, "is empty");
		return sm_error_hint(e, "did the command that wrote it fail? "
					"the empty schema is the operand "
					"/dev/null of sm-diff");
	}
	d = ddl_dialect(q, e);
	if (d == NULL)
		return false;
	sm_ddl_add(q->arena, d, &ddl, name, text->text, text->len);
	return reflect_ddl(q, d, &ddl, e);
}

/* --- which is it? --------------------------------------------------------- */

/* A source that is no file: was it meant to be one? */
static void
explain_missing(const char *operand, struct sm_error *e)
{
	bool driver = operand[strcspn(operand, "+:")] == '+';

	if (sm_operand_has_scheme(operand)) {
		sm_error_set(e, "unknown scheme");
		sm_error_hint(e, driver
		    ? "leave out what names a driver (postgresql+psycopg2:// "
		      "is postgresql:// here)"
		    : "known are sqlite:PATH, postgresql://, mysql:// and "
		      "mariadb://");
	} else {
		sm_error_hint(e, "check the path; a source is a file, a "
				 "directory of .sql files, sqlite:PATH, or the "
				 "URL of a database");
	}
}

static bool
reflect_file(const struct request *q, struct sm_error *e)
{
	bool standard = strcmp(q->operand, "-") == 0, pipe, done;
	const char *name = standard ? "<stdin>" : q->shown;
	struct sm_buf text = SM_BUF_INIT;
	struct stat st;
	int code;

	if (!standard && stat(q->operand, &st) != 0) {
		code = errno;
		done = sm_error_errno(e, code);
		if (code == ENOENT)
			explain_missing(q->operand, e);
	} else if (!standard && S_ISDIR(st.st_mode)) {
		done = reflect_directory(q, e);
	} else {
		done = sm_input_read(q->operand, &text, &pipe, e) &&
		    reflect_text(q, name, &text, pipe, e);
	}
	if (!done)
		sm_error_at(e, name, 0);
	sm_buf_free(&text);
	return done;
}

static bool
dispatch(const struct request *q, struct sm_error *e)
{
	const struct sm_dialect *d = NULL;
	const struct sm_backend *b;
	struct stat st;
	size_t i;

	if (*q->operand == '\0')
		return sm_error_set(e, "an empty source");
	if (strcmp(q->operand, "-") == 0)
		return reflect_file(q, e);
	for (i = 0; sm_backends[i] != NULL; i++)
		if (sm_backends[i]->owns(q->operand))
			return reflect_live(q, sm_backends[i], e);
	/* A live database of a kind that isn't built in? */
	if (sm_input_is_sqlite(q->operand))
		d = sm_dialect_get(SM_SQLITE);
	else if (stat(q->operand, &st) != 0)
		d = sm_operand_dialect(q->operand);
	if (d == NULL)
		return reflect_file(q, e);
	b = backend_of(d, e);
	sm_error_at(e, q->shown, 0);
	return b != NULL && reflect_live(q, b, e);
}

bool
sm_source_reflect(const char *operand, const struct sm_source_options *o,
    struct sm_buf *out, int *failures, struct sm_error *e)
{
	struct request q = {operand, NULL, o, sm_arena_new(), out, failures};
	size_t len = out->len;
	bool done;

	q.shown = sm_operand_public(q.arena, operand);
	done = dispatch(&q, e);
	if (!done && out->len > len) {
		out->len = len;
		out->text[len] = '\0';
	}
	sm_arena_free(q.arena);
	return done;
}
