#include "sources/postgresql_scratch.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "sources/postgresql_load.h"
#include "text/operand.h"

/* Its name is this and so many random bytes, in hexadecimal. */
#define PREFIX "smartmigrate_"
#define RANDOM 16
/* Seconds that a server may take to come back, after a crash. */
#define PATIENCE 20

struct scratch {
	struct sm_arena *arena;
	const struct sm_source_options *options;
	const char *url, *shown;
	char name[sizeof PREFIX + 2 * RANDOM];
	struct sm_pg *admin; /* the connection that makes and drops it */
	int stop;
	bool made;
};

/*
 * What the meaning of a text or of a literal in it depends on, and a role's or
 * the server's settings could bend: what a new server has, but for what only
 * takes time.  The file may then set what it likes.
 */
static const struct {
	const char *name, *value;
} settings[] = {
	/* Not "$user": who runs it is no part of the text. */
	{"search_path", "public"},
	{"standard_conforming_strings", "on"},
	{"backslash_quote", "safe_encoding"},
	{"escape_string_warning", "off"},
	{"TimeZone", "UTC"},
	{"DateStyle", "ISO, MDY"},
	{"IntervalStyle", "postgres"},
	{"xmloption", "content"},
	{"array_nulls", "on"},
	{"transform_null_equals", "off"},
	{"check_function_bodies", "on"},
	{"row_security", "on"},
	{"default_tablespace", ""},
	{"default_table_access_method", "heap"},
	{"default_transaction_read_only", "off"},
	{"default_transaction_isolation", "read committed"},
	{"default_transaction_deferrable", "off"},
	{"client_min_messages", "error"},
	{"idle_in_transaction_session_timeout", "0"},
	{"synchronous_commit", "off"},
};

/* --- where ---------------------------------------------------------------- */

static const char *
server_of(struct sm_arena *a, struct sm_pg *db, struct sm_error *e)
{
	/* In microseconds: no two servers have the same. */
	return sm_pg_value(db, a, "SELECT pg_catalog.to_char(pg_catalog."
	    "pg_postmaster_start_time() AT TIME ZONE 'UTC', "
	    "'YYYY-MM-DD HH24:MI:SS.US')", e);
}

/* Is it a server that this call reads, too? */
static bool
refuse_reads(const struct scratch *s, struct sm_error *e)
{
	const struct sm_strings *reads = &s->options->reads;
	const char *here = server_of(s->arena, s->admin, e), *there;
	const struct sm_dialect *d;
	struct sm_error ignored = SM_ERROR_INIT;
	struct sm_pg *db;
	size_t i;

	for (i = 0; here != NULL && i < reads->n; i++) {
		d = sm_operand_dialect(reads->v[i]);
		if (d == NULL || d->id != SM_POSTGRESQL)
			continue;
		/* One that can't be read will be told of in its turn. */
		db = sm_pg_open(reads->v[i], s->options, &ignored);
		there = db == NULL ? NULL : server_of(s->arena, db, &ignored);
		sm_pg_close(db);
		sm_error_free(&ignored);
		if (there == NULL || strcmp(here, there) != 0)
			continue;
		sm_error_set(e, "the scratch server is the one of %s",
		    sm_operand_public(s->arena, reads->v[i]));
		return sm_error_hint(e, "name another, or none and let "
		    "sm-scratch start one; --scratch-here says that a database "
		    "of its own may be made there, and dropped");
	}
	return here != NULL;
}

/* --- making it ------------------------------------------------------------ */

static bool
make_name(struct scratch *s, struct sm_error *e)
{
	unsigned char bytes[RANDOM];
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 &&
	    read(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes;
	size_t i, n = sizeof PREFIX - 1;

	if (fd >= 0)
		close(fd);
	if (!good)
		return sm_error_set(e, "/dev/urandom gives no random bytes");
	memcpy(s->name, PREFIX, sizeof PREFIX);
	for (i = 0; i < sizeof bytes; i++)
		snprintf(s->name + n + 2 * i, 3, "%02x", bytes[i]);
	return true;
}

/*
 * The order of characters must not depend on the server (bounds of partitions
 * do on it); which are letters may, and takes a locale for UTF-8 if data are to
 * be inserted: that of template0, if it is for UTF-8.  With encoding C there
 * is one everywhere.
 */
static const char *
create_sql(const struct scratch *s, struct sm_error *e)
{
	bool provider = sm_pg_version(s->admin) >= 150000;

	return sm_pg_value(s->admin, s->arena, sm_sprintf(s->arena,
	    "SELECT pg_catalog.format('CREATE DATABASE %s TEMPLATE template0 "
	    "ENCODING ''UTF8''%s LC_COLLATE ''C'' LC_CTYPE %%L', "
	    "CASE WHEN encoding = 6 THEN datctype ELSE 'C' END) "
	    "FROM pg_catalog.pg_database WHERE datname = 'template0'",
	    s->name, provider ? " LOCALE_PROVIDER libc" : ""), e);
}

static void
hint_at_create(const struct scratch *s, struct sm_error *e)
{
	PGconn *conn = sm_pg_conn(s->admin);
	const char *text = PQerrorMessage(conn);

	if (strstr(text, "permission denied") != NULL)
		sm_error_hint(e, "the role %s must be able to make databases "
		    "there: ALTER ROLE ... CREATEDB", PQuser(conn));
	else if (strstr(text, "recovery") != NULL ||
	    strstr(text, "read-only") != NULL)
		sm_error_hint(e, "it is a standby: name another server");
}

static bool
make(struct scratch *s, struct sm_error *e)
{
	const char *sql;

	/* Between two statements it may be idle for as long as the load; the
	   time-outs that were asked for are about the text. */
	if (!sm_pg_run(s->admin, "SET default_transaction_read_only = off; "
	    "SET lock_timeout = 0; SET statement_timeout = '5min'; "
	    "SELECT pg_catalog.set_config(name, '0', false) "
	    "FROM pg_catalog.pg_settings "
	    "WHERE name = 'idle_session_timeout'", e) ||
	    (sql = create_sql(s, e)) == NULL)
		return false;
	/* From here on it may exist, whatever the server answers. */
	s->made = true;
	if (sm_pg_run(s->admin, sql, e))
		return true;
	if (PQstatus(sm_pg_conn(s->admin)) == CONNECTION_OK &&
	    !sm_pg_is_stopped(s->admin))
		s->made = false;
	hint_at_create(s, e);
	return false;
}

/* --- dropping it ---------------------------------------------------------- */

/* A connection again, if that is lost: a server that crashed comes back. */
static bool
connect_again(struct scratch *s, struct sm_error *e)
{
	time_t deadline = time(NULL) + PATIENCE;
	struct timespec pause = {.tv_nsec = 200 * 1000 * 1000};
	PGPing ping;

	sm_pg_stop_by(s->admin, -1);
	if (sm_pg_run(s->admin, "SET statement_timeout = '60s'; "
	    "SET lock_timeout = 0; SET default_transaction_read_only = off",
	    &(struct sm_error)SM_ERROR_INIT))
		return true;
	sm_pg_close(s->admin);
	for (;;) {
		sm_error_free(e);
		s->admin = sm_pg_open(s->url, s->options, e);
		if (s->admin != NULL)
			return true;
		ping = PQpingParams((const char *const[]){"dbname", NULL},
		    (const char *const[]){s->url, NULL}, 1);
		if (ping != PQPING_REJECT || time(NULL) > deadline)
			return false;
		nanosleep(&pause, NULL);
	}
}

/* A subscription (of a dump) that isn't let go keeps its database. */
static void
drop_subscriptions(struct scratch *s)
{
	struct sm_error ignored = SM_ERROR_INIT;
	struct sm_pg *db = sm_pg_open_database(s->url, s->name, s->options,
	    &ignored);

	if (db != NULL)
		sm_pg_run(db,
		    "DO $$ DECLARE s name; BEGIN FOR s IN SELECT subname FROM "
		    "pg_catalog.pg_subscription u JOIN pg_catalog.pg_database "
		    "d ON d.oid = u.subdbid WHERE d.datname = "
		    "pg_catalog.current_database() LOOP "
		    "EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I DISABLE',"
		    " s); EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I SET "
		    "(slot_name = NONE)', s); EXECUTE pg_catalog.format("
		    "'DROP SUBSCRIPTION %I', s); END LOOP; END $$", &ignored);
	sm_pg_close(db);
	sm_error_free(&ignored);
}

/*
 * First without FORCE: that fails where an autovacuum worker, which isn't the
 * role's to end, is in the database, while a plain drop waits for it.
 */
static bool
drop(struct scratch *s, struct sm_error *e)
{
	bool forces;
	const char *sql = sm_sprintf(s->arena, "DROP DATABASE IF EXISTS %s",
	    s->name);

	if (!connect_again(s, e))
		return false;
	if (sm_pg_run(s->admin, sql, e))
		return true;
	drop_subscriptions(s);
	forces = sm_pg_version(s->admin) >= 130000;
	if (!forces)
		sm_pg_run(s->admin, sm_sprintf(s->arena,
		    "SELECT pg_catalog.pg_terminate_backend(pid) FROM "
		    "pg_catalog.pg_stat_activity WHERE datname = '%s'",
		    s->name), e);
	sm_error_free(e);
	return sm_pg_run(s->admin, sm_sprintf(s->arena, "%s%s", sql,
	    forces ? " WITH (FORCE)" : ""), e);
}

/* Drop it; if that fails, whatever else has failed, that is said as well. */
static bool
clear_away(struct scratch *s, bool done, struct sm_error *e)
{
	struct sm_error why = SM_ERROR_INIT;
	const char *hint;

	if (!s->made || drop(s, &why)) {
		sm_error_free(&why);
		return done;
	}
	hint = sm_sprintf(s->arena, "the scratch database %s is left behind "
	    "on %s (%s): drop it by hand, DROP DATABASE %s", s->name, s->shown,
	    why.message != NULL ? why.message : "why is not known", s->name);
	if (done)
		sm_error_set(e, "the scratch database %s could not be dropped",
		    s->name);
	sm_error_free(&why);
	return sm_error_hint(e, "%s%s%s", !done && e->hint != NULL
	    ? sm_strdup(s->arena, e->hint) : "",
	    !done && e->hint != NULL ? "; " : "", hint);
}

/* What runs that were killed have left behind. */
static void
tell_leftovers(const struct scratch *s)
{
	const struct sm_source_options *o = s->options;
	struct sm_error ignored = SM_ERROR_INIT;
	const char *names;

	if (o->say == NULL || o->verbose == 0)
		return;
	names = sm_pg_value(s->admin, s->arena, "SELECT pg_catalog.string_agg("
	    "datname, ', ' ORDER BY datname) FROM pg_catalog.pg_database d "
	    "WHERE datname ~ '^" PREFIX "[0-9a-f]{32}$' AND NOT EXISTS ("
	    "SELECT FROM pg_catalog.pg_stat_activity a "
	    "WHERE a.datname = d.datname)", &ignored);
	if (names != NULL && *names != '\0')
		o->say(s->shown, sm_sprintf(s->arena, "left behind by runs "
		    "that were killed, and in nobody's use: %s", names));
	sm_error_free(&ignored);
}

/* --- using it ------------------------------------------------------------- */

static bool
pin(struct sm_pg *db, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	bool done;
	size_t i;

	for (i = 0; i < sizeof settings / sizeof *settings; i++)
		sm_buf_addf(&sql, "SET %s = '%s';", settings[i].name,
		    settings[i].value);
	done = sm_pg_run(db, sm_buf_str(&sql), e);
	sm_buf_free(&sql);
	return done;
}

/* Is it a server that goes away with its command (sm-scratch sets this)? */
static bool
is_throw_away(struct sm_arena *a, struct sm_pg *db)
{
	struct sm_error ignored = SM_ERROR_INIT;
	const char *value = sm_pg_value(db, a,
	    "SELECT pg_catalog.current_setting("
	    "'smartmigrate.throw_away', true)",
	    &ignored);
	bool is = value != NULL && strcmp(value, "on") == 0;

	/* Then its messages can be had untranslated. */
	if (is)
		is = sm_pg_run(db, "SET lc_messages = 'C'", &ignored);
	sm_error_free(&ignored);
	return is;
}

static struct sm_pg *
open_scratch(const struct scratch *s, struct sm_error *e)
{
	struct sm_pg *db = sm_pg_open_database(s->url, s->name, s->options, e);

	if (db != NULL)
		sm_pg_stop_by(db, s->stop);
	return db;
}

static bool
load(struct scratch *s, const struct sm_ddl *ddl, struct sm_error *e)
{
	struct sm_pg_load l = {.arena = s->arena, .ddl = ddl,
	    .options = s->options};
	bool done;

	l.db = open_scratch(s, e);
	if (l.db == NULL)
		return false;
	done = pin(l.db, e);
	l.make_roles = done && is_throw_away(s->arena, l.db);
	done = done && sm_pg_load(&l, e);
	sm_pg_close(l.db);
	return done;
}

/* In a session of its own: the text's settings and temporary tables go. */
static bool
reflect(const struct scratch *s, struct sm_snapshot **out, struct sm_error *e)
{
	struct sm_pg *db = open_scratch(s, e);
	bool done = db != NULL &&
	    sm_pg_reflect(s->arena, db, s->options, out, e);

	sm_pg_close(db);
	return done;
}

static bool
use(struct scratch *s, const struct sm_ddl *ddl, struct sm_snapshot **out,
    struct sm_error *e)
{
	bool done;

	if (s->options->hold != NULL)
		s->stop = s->options->hold();
	sm_pg_stop_by(s->admin, s->stop);
	done = make(s, e) && load(s, ddl, e) && reflect(s, out, e);
	done = clear_away(s, done, e);
	if (s->options->release != NULL)
		s->options->release();
	return done;
}

bool
sm_pg_reflect_ddl(struct sm_arena *a, const struct sm_ddl *ddl,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{
	struct scratch s = {.arena = a, .options = o, .stop = -1};
	bool done;

	s.url = sm_source_scratch(o, sm_dialect_get(SM_POSTGRESQL));
	if (s.url == NULL) {
		sm_error_set(e, "PostgreSQL's SQL needs a server to run on");
		return sm_error_hint(e, "name one on which a database may be "
		    "made and dropped: --scratch URL, or SM_SCRATCH_URL; or "
		    "start one for it: sm-scratch postgresql sm-reflect ...");
	}
	s.shown = sm_operand_public(a, s.url);
	s.admin = sm_pg_open(s.url, o, e);
	if (s.admin == NULL) {
		sm_error_at(e, s.shown, 0);
		return false;
	}
	tell_leftovers(&s);
	done = make_name(&s, e) && (o->scratch_here || refuse_reads(&s, e));
	if (done)
		done = use(&s, ddl, out, e);
	/* What isn't the text's fault is the server's. */
	if (!done)
		sm_error_at(e, s.shown, 0);
	sm_pg_close(s.admin);
	return done;
}
