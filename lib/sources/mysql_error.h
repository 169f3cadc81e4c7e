/*
 * Errors of a server or of the client library, with what to do about them.
 * Inside sources only.
 */
#ifndef SM_SOURCES_MYSQL_ERROR_H
#define SM_SOURCES_MYSQL_ERROR_H

#include <stdbool.h>

#include "base/error.h"

/* Each sets the error and returns false. */
bool sm_my_error(unsigned code, const char *message, struct sm_error *);
bool sm_my_bad_ssl_mode(struct sm_error *);

/* Does the code say that the connection is gone? */
bool sm_my_lost(unsigned code);
/* Does a warning of that code say that something was left out? */
bool sm_my_matters(unsigned code);

#endif
