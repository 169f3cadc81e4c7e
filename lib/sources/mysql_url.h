/*
 * The URL of a MySQL or MariaDB server taken apart:
 * mysql://user:password@host:port/database?socket=...&ssl-mode=...
 * Inside sources only.
 */
#ifndef SM_SOURCES_MYSQL_URL_H
#define SM_SOURCES_MYSQL_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

/* NULL or 0: not said; option files and the environment may say it. */
struct sm_my_url {
	const char *user, *password, *host, *database, *socket;
	unsigned port, connect_timeout;
	const char *ssl_mode, *ssl_ca, *ssl_capath, *ssl_cert, *ssl_key,
	    *ssl_cipher;
	const char *option_file;
};

/* False with the error set, in which no part of the URL is shown. */
bool sm_my_url_parse(struct sm_arena *, const char *operand,
    struct sm_my_url *, struct sm_error *);

#endif
