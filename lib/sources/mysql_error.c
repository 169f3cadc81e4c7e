#include "sources/mysql_error.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/utf8.h"

/* By the server's and the library's numbers (mysqld_error.h, errmsg.h). */
static const struct {
	unsigned code;
	bool lost;    /* the connection is gone */
	bool matters; /* as a warning: rows were left out */
	const char *hint;
} codes[] = {
	{1040, false, false, "too many connections: try again later"},
	{1044, false, false, "ask for SELECT, SHOW VIEW, TRIGGER, EVENT and "
			     "EXECUTE on the database"},
	{1045, false, false, "check user and password: in the URL, in "
			     "~/.my.cnf ([client] or [smartmigrate]), or in "
			     "MYSQL_PWD"},
	{1049, false, false, "check the name at the end of the URL"},
	{1053, true, true, "the server is being shut down"},
	{1130, false, false, "the server doesn't let this host in"},
	{1142, false, false, NULL},
	{1205, false, true, "another session has locked it: try again later, "
			    "or give more time (--lock-timeout)"},
	{1213, false, true, "try again"},
	{1317, false, true, "somebody has ended the query"},
	{1698, false, false, "the server lets this user in by the socket only, "
			     "as the system's user of that name"},
	{1927, true, true, "somebody has ended the connection"},
	{1969, false, true, "give it more time: --statement-timeout"},
	{2002, true, false, "is the server running? host and port, or "
			    "?socket=PATH, say where"},
	{2003, true, false, "is the server running? host and port, or "
			    "?socket=PATH, say where"},
	{2005, true, false, "check the host's name"},
	{2006, true, false, "the server has gone: see its log"},
	{2013, true, false, "the server has gone, or was told to: see its log"},
	{2026, false, false, "about TLS: see ssl-mode, ssl-ca etc. in the URL"},
	{2055, true, false, "the server has gone: see its log"},
	{2059, false, false, "this client library doesn't know how that user "
			     "is asked for the password"},
	{3024, false, true, "give it more time: --statement-timeout"},
	{4031, true, true, "the server has closed the idle connection"},
};
#define NCODES (sizeof codes / sizeof *codes)

static size_t
row_of(unsigned code)
{
	size_t i;

	for (i = 0; i < NCODES && codes[i].code != code; i++)
		;
	return i;
}

bool
sm_my_lost(unsigned code)
{
	size_t i = row_of(code);

	return i < NCODES && codes[i].lost;
}

bool
sm_my_matters(unsigned code)
{
	size_t i = row_of(code);

	return i < NCODES && codes[i].matters;
}

bool
sm_my_error(unsigned code, const char *message, struct sm_error *e)
{
	struct sm_arena *a = sm_arena_new();
	size_t i = row_of(code);

	/* Names may hold any character. */
	sm_error_set(e, "%s", sm_printable_str(a, message));
	sm_arena_free(a);
	if (i < NCODES && codes[i].hint != NULL)
		sm_error_hint(e, "%s", codes[i].hint);
	return false;
}

bool
sm_my_bad_ssl_mode(struct sm_error *e)
{
	sm_error_set(e, "ssl-mode of the URL isn't known");
	return sm_error_hint(e, "it is DISABLED, PREFERRED, REQUIRED, VERIFY_CA "
	    "or VERIFY_IDENTITY");
}
