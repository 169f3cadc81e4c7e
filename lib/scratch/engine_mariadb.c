#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "scratch/engine.h"
#include "scratch/server.h"

static const char *const bindirs[] = {
	"/usr/sbin", /* not in everyone's PATH */
	"/usr/libexec",
	"/usr/local/mysql/bin",
	"/usr/local/mariadb/bin",
	"/usr/local/opt/mariadb*/bin",
	"/opt/homebrew/opt/mariadb*/bin",
	NULL,
};
static const char *const users[] = {"mysql", "nobody", NULL};

#define SOCKET "mariadb.sock"

/*
 * An empty directory and --skip-grant-tables would do for tables; but routines
 * and events are rows of tables in the schema mysql.
 */
static void
make(const struct sm_server *s, struct sm_strings *argv)
{
	sm_strings_add(s->arena, argv, "--no-defaults");
	sm_strings_add(s->arena, argv, "--auth-root-authentication-method=normal");
	sm_strings_add(s->arena, argv, "--skip-test-db");
	sm_strings_add(s->arena, argv, "--skip-name-resolve");
	sm_strings_add(s->arena, argv, "--innodb-log-file-size=4M");
	sm_strings_add(s->arena, argv,
	    sm_sprintf(s->arena, "--datadir=%s", s->data));
	sm_strings_add(s->arena, argv,
	    sm_sprintf(s->arena, "--tmpdir=%s", s->dir));
}

static const char *const settings[] = {
	"--skip-networking",
	"--skip-log-bin",
	"--skip-name-resolve",
	"--performance-schema=OFF",
	"--innodb-flush-method=nosync",
	"--innodb-flush-log-at-trx-commit=0",
	"--innodb-buffer-pool-size=64M",
	"--innodb-log-file-size=4M",
	"--innodb-buffer-pool-dump-at-shutdown=OFF",
	"--innodb-buffer-pool-load-at-startup=OFF",
	"--character-set-server=utf8mb4",
	"--max-connections=100",
	"--default-time-zone=+00:00",
};

static void
run(const struct sm_server *s, struct sm_strings *argv)
{
	size_t i;

	sm_strings_add(s->arena, argv, "--no-defaults");
	sm_strings_add(s->arena, argv,
	    sm_sprintf(s->arena, "--datadir=%s", s->data));
	sm_strings_add(s->arena, argv,
	    sm_sprintf(s->arena, "--socket=%s/" SOCKET, s->dir));
	sm_strings_add(s->arena, argv,
	    sm_sprintf(s->arena, "--pid-file=%s/pid", s->dir));
	sm_strings_add(s->arena, argv,
	    sm_sprintf(s->arena, "--tmpdir=%s", s->dir));
	for (i = 0; i < sizeof settings / sizeof settings[0]; i++)
		sm_strings_add(s->arena, argv, settings[i]);
	for (i = 0; i < s->settings->n; i++)
		sm_strings_add(s->arena, argv,
		    sm_sprintf(s->arena, "--%s", s->settings->v[i]));
}

/* It greets who connects: a length, a number, and the protocol, which is 10. */
static bool
greets(int fd)
{
	struct pollfd wait = {fd, POLLIN, 0};
	unsigned char greeting[5];

	return poll(&wait, 1, 1000) > 0 &&
	    read(fd, greeting, sizeof greeting) == sizeof greeting &&
	    greeting[4] == 10;
}

static bool
ready(const struct sm_server *s)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const char *path = sm_sprintf(s->arena, "%s/" SOCKET, s->dir);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool done;

	if (fd < 0 || strlen(path) >= sizeof to.sun_path)
		return false;
	memcpy(to.sun_path, path, strlen(path) + 1);
	done = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
	    greets(fd);
	close(fd);
	return done;
}

static const char *
url(const struct sm_server *s, struct sm_arena *a)
{
	return sm_sprintf(a, "mariadb://root@localhost/?socket=%s/" SOCKET,
	    sm_server_url_path(a, s->dir));
}

const struct sm_engine sm_engine_mariadb = {
	.name = "mariadb",
	.product = "MariaDB",
	.package = "mariadb-server",
	.server = "mariadbd",
	.maker = "mariadb-install-db",
	.bindirs = bindirs,
	.users = users,
	.oldest = 10,
	.stop = SIGKILL, /* it has nothing that isn't in its directory */
	.socket = SOCKET,
	.make = make,
	.run = run,
	.ready = ready,
	.url = url,
};
