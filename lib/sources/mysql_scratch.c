#include "sources/mysql_scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sources/mysql_catalog.h"
#include "sources/mysql_load.h"
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
	struct sm_my *admin; /* the connection that makes and drops it */
	int stop;
	bool made;
};

static const char *
server_of(struct sm_arena *a, struct sm_my *db, struct sm_error *e)
{
	return sm_my_value(db, a, "SELECT CONCAT_WS('|', @@hostname, @@port, "
	    "@@socket, @@datadir)", e);
}

/* Is it a server that this call reads, too? */
static bool
refuse_reads(const struct scratch *s, struct sm_error *e)
{
	const struct sm_strings *reads = &s->options->reads;
	const char *here = server_of(s->arena, s->admin, e), *there;
	struct sm_error ignored = SM_ERROR_INIT;
	const struct sm_dialect *d;
	struct sm_my *db;
	size_t i;

	for (i = 0; here != NULL && i < reads->n; i++) {
		d = sm_operand_dialect(reads->v[i]);
		if (d == NULL || (d->id != SM_MYSQL && d->id != SM_MARIADB))
			continue;
		/* One that can't be read will be told of in its turn. */
		db = sm_my_open(reads->v[i], "", s->options, &ignored);
		there = db == NULL ? NULL : server_of(s->arena, db, &ignored);
		sm_my_close(db);
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

static bool
make(struct scratch *s, struct sm_error *e)
{
	unsigned code;

	/* From here on it may exist, whatever the server answers. */
	s->made = true;
	if (sm_my_run(s->admin, sm_sprintf(s->arena, "CREATE DATABASE %s",
	    s->name), e))
		return true;
	code = sm_my_errno(s->admin);
	s->made = sm_my_is_lost(s->admin);
	if (code == 1044)
		sm_error_hint(e, "the user must be allowed to make databases "
		    "there: GRANT ALL ON `" PREFIX "%%`.*");
	return false;
}

/* Over a new connection, if the old one is lost. */
static bool
drop(struct scratch *s, struct sm_error *e)
{
	time_t deadline = time(NULL) + PATIENCE;
	struct timespec pause = {.tv_nsec = 200 * 1000 * 1000};
	const char *sql = sm_sprintf(s->arena, "DROP DATABASE IF EXISTS %s",
	    s->name);

	for (;;) {
		if (s->admin != NULL) {
			sm_my_stop_by(s->admin, -1);
			sm_error_free(e);
			if (sm_my_run(s->admin, sql, e))
				return true;
			if (!sm_my_is_lost(s->admin) || time(NULL) > deadline)
				return false;
		} else if (time(NULL) > deadline) {
			return false;
		}
		sm_my_close(s->admin);
		nanosleep(&pause, NULL);
		sm_error_free(e);
		s->admin = sm_my_open(s->url, "", s->options, e);
	}
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

/* --- using it ------------------------------------------------------------- */

static struct sm_my *
open_scratch(const struct scratch *s, struct sm_error *e)
{
	struct sm_my *db = sm_my_open(s->url, s->name, s->options, e);

	if (db != NULL)
		sm_my_stop_by(db, s->stop);
	return db;
}

static bool
load(struct scratch *s, const struct sm_ddl *ddl, struct sm_error *e)
{
	struct sm_my_load l = {.arena = s->arena, .ddl = ddl,
	    .options = s->options, .scratch = s->name};
	bool done;

	l.db = open_scratch(s, e);
	if (l.db == NULL)
		return false;
	l.dialect = sm_my_dialect(l.db);
	done = sm_my_run(l.db, "SET NAMES utf8mb4", e) &&
	    sm_my_run(l.db, "SET time_zone = '+00:00'", e) &&
	    sm_my_load(&l, e);
	sm_my_close(l.db);
	return done;
}

/* In a session of its own: the text's settings and temporary tables go. */
static bool
reflect(const struct scratch *s, struct sm_snapshot **out, struct sm_error *e)
{
	struct sm_my *db = open_scratch(s, e);
	bool done = db != NULL &&
	    sm_my_reflect(s->arena, db, s->options, out, e);

	sm_my_close(db);
	return done;
}

static bool
use(struct scratch *s, const struct sm_ddl *ddl, struct sm_snapshot **out,
    struct sm_error *e)
{
	bool done;

	if (s->options->hold != NULL)
		s->stop = s->options->hold();
	sm_my_stop_by(s->admin, s->stop);
	done = make(s, e) && load(s, ddl, e) && reflect(s, out, e);
	done = clear_away(s, done, e);
	if (s->options->release != NULL)
		s->options->release();
	return done;
}

bool
sm_my_reflect_ddl(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_ddl *ddl, const struct sm_source_options *o,
    struct sm_snapshot **out, struct sm_error *e)
{
	struct scratch s = {.arena = a, .options = o, .stop = -1};
	bool done;

	s.url = sm_source_scratch(o, d);
	if (s.url == NULL) {
		sm_error_set(e, "%s's SQL needs a server to run on", d->title);
		return sm_error_hint(e, "name one on which a database may be "
		    "made and dropped: --scratch URL, or SM_SCRATCH_URL; or "
		    "start one for it: sm-scratch mariadb sm-reflect ...");
	}
	s.shown = sm_operand_public(a, s.url);
	s.admin = sm_my_open(s.url, "", o, e);
	if (s.admin == NULL) {
		sm_error_at(e, s.shown, 0);
		return false;
	}
	done = make_name(&s, e) && (o->scratch_here || refuse_reads(&s, e));
	if (done)
		done = use(&s, ddl, out, e);
	/* What isn't the text's fault is the server's. */
	if (!done)
		sm_error_at(e, s.shown, 0);
	sm_my_close(s.admin);
	return done;
}
