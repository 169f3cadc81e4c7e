#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>

#include "scratch/engine.h"
#include "scratch/server.h"

static const char *const bindirs[] = {
	"/usr/lib/postgresql/*/bin",      /* Debian */
	"/usr/pgsql-*/bin",               /* the project's RPMs */
	"/usr/libexec/postgresql*",       /* Alpine */
	"/usr/lib/postgresql*/bin",
	"/usr/local/pgsql/bin",
	"/usr/local/opt/postgresql*/bin", /* Homebrew */
	"/opt/homebrew/opt/postgresql*/bin",
	NULL,
};
static const char *const config[] = {"pg_config", "--bindir", NULL};
static const char *const users[] = {"postgres", "nobody", NULL};

/*
 * For speed: what is lost with the power goes anyway.  For what it is used for:
 * a transaction may lock every table of a schema of thousands.  To leave
 * nothing behind: shared memory is made of files in the data directory.
 */
static const char *const settings[] = {
	"listen_addresses=",
	"unix_socket_permissions=0700",
	"fsync=off",
	"synchronous_commit=off",
	"full_page_writes=off",
	"wal_level=minimal",
	"max_wal_senders=0",
	"wal_init_zero=off",
	"max_wal_size=1GB",
	"autovacuum=off",
	"jit=off",
	"max_connections=100",
	"max_locks_per_transaction=1024",
	"shared_buffers=64MB",
	"dynamic_shared_memory_type=mmap",
	"logging_collector=off",
	"log_destination=stderr",
	"log_line_prefix=",
	/* sm-reflect may make the roles that a text speaks of. */
	"smartmigrate.throw_away=on",
};

static void
make(const struct sm_server *s, struct sm_strings *argv)
{
	const char *const args[] = {"-N", "-U", "postgres", "-A", "trust", "-E",
	    "UTF8", "--wal-segsize=1",
	    sm_sprintf(s->arena, "--locale=%s", s->locale), "-D", s->data};
	size_t i;

	for (i = 0; i < sizeof args / sizeof args[0]; i++)
		sm_strings_add(s->arena, argv, args[i]);
}

static void
run(const struct sm_server *s, struct sm_strings *argv)
{
	size_t i;

	sm_strings_add(s->arena, argv, "-D");
	sm_strings_add(s->arena, argv, s->data);
	sm_strings_add(s->arena, argv, "-k");
	sm_strings_add(s->arena, argv, s->dir);
	for (i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		sm_strings_add(s->arena, argv, "-c");
		sm_strings_add(s->arena, argv, settings[i]);
	}
	for (i = 0; i < s->settings->n; i++) {
		sm_strings_add(s->arena, argv, "-c");
		sm_strings_add(s->arena, argv, s->settings->v[i]);
	}
}

/* Line n, from 1, of a text; NULL: it has none. */
static const char *
line(const char *text, int n)
{
	while (text != NULL && --n > 0) {
		text = strchr(text, '\n');
		text = text != NULL ? text + 1 : NULL;
	}
	return text;
}

static bool
ready(const struct sm_server *s)
{
	const char *status = line(sm_server_file(s, "postmaster.pid"), 8);

	return status != NULL && strncmp(status, "ready", 5) == 0;
}

static const char *
url(const struct sm_server *s, struct sm_arena *a)
{
	/* The port, too: PGPORT may be set. */
	return sm_sprintf(a, "postgresql://postgres@/postgres?host=%s&port=5432",
	    sm_server_url_path(a, s->dir));
}

/* A segment by which a second server sees the first outlives its kill. */
static void
after(const struct sm_server *s)
{
	const char *key = line(sm_server_file(s, "postmaster.pid"), 7);
	struct shmid_ds ds;
	char *end;
	long id;

	if (key == NULL)
		return;
	strtol(key, &end, 10);
	if (*end != ' ')
		return;
	id = strtol(end, NULL, 10);
	if (shmctl((int)id, IPC_STAT, &ds) == 0 &&
	    ds.shm_perm.cuid == s->who.uid)
		shmctl((int)id, IPC_RMID, NULL);
}

const struct sm_engine sm_engine_postgresql = {
	.name = "postgresql",
	.product = "PostgreSQL",
	.package = "postgresql",
	.server = "postgres",
	.maker = "initdb",
	.bindirs = bindirs,
	.config = config,
	.users = users,
	.oldest = 12,
	.stop = SIGQUIT,
	.socket = ".s.PGSQL.5432",
	.make = make,
	.run = run,
	.ready = ready,
	.url = url,
	.after = after,
};
