#include "sources/mysql_url.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "text/ascii.h"

/* What may stand behind the question mark; MySQL's own names, with - or _. */
static const struct {
	const char *name;
	size_t offset;
	bool number;
} parameters[] = {
	{"socket", offsetof(struct sm_my_url, socket), false},
	{"user", offsetof(struct sm_my_url, user), false},
	{"password", offsetof(struct sm_my_url, password), false},
	{"host", offsetof(struct sm_my_url, host), false},
	{"port", offsetof(struct sm_my_url, port), true},
	{"connect-timeout", offsetof(struct sm_my_url, connect_timeout), true},
	{"ssl-mode", offsetof(struct sm_my_url, ssl_mode), false},
	{"ssl-ca", offsetof(struct sm_my_url, ssl_ca), false},
	{"ssl-capath", offsetof(struct sm_my_url, ssl_capath), false},
	{"ssl-cert", offsetof(struct sm_my_url, ssl_cert), false},
	{"ssl-key", offsetof(struct sm_my_url, ssl_key), false},
	{"ssl-cipher", offsetof(struct sm_my_url, ssl_cipher), false},
	{"defaults-file", offsetof(struct sm_my_url, option_file), false},
};

static int
hex(char c)
{
	c = sm_lower(c);
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A copy with %41 decoded; NULL where that isn't two digits, or is %00. */
static const char *
decoded(struct sm_arena *a, const char *s, size_t n)
{
	char *copy = sm_memdup(a, s, n), *to = copy;
	size_t i;
	int c;

	for (i = 0; i < n; i++) {
		if (s[i] != '%') {
			*to++ = s[i];
			continue;
		}
		if (i + 2 >= n || hex(s[i + 1]) < 0 || hex(s[i + 2]) < 0)
			return NULL;
		c = hex(s[i + 1]) * 16 + hex(s[i + 2]);
		if (c == 0)
			return NULL;
		*to++ = (char)c;
		i += 2;
	}
	*to = '\0';
	return copy;
}

static bool
malformed(struct sm_error *e, const char *what)
{
	sm_error_set(e, "%s of the URL can't be read", what);
	return sm_error_hint(e, "mysql://USER@HOST:PORT/DATABASE?socket=PATH; "
	    "write what isn't a letter or digit in it as %%41");
}

static bool
read_number(const char *s, unsigned *n)
{
	char *end;
	unsigned long value = strtoul(s, &end, 10);

	*n = (unsigned)value;
	return sm_is_digit(*s) && *end == '\0' && value <= 65535;
}

static bool
same_name(const char *s, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n && name[i] != '\0'; i++)
		if ((s[i] == '_' ? '-' : sm_lower(s[i])) != name[i])
			return false;
	return i == n && name[i] == '\0';
}

static bool
read_parameter(struct sm_arena *a, struct sm_my_url *u, const char *s, size_t n,
    struct sm_error *e)
{
	const char *equals = memchr(s, '=', n), *value;
	size_t len = equals != NULL ? (size_t)(equals - s) : n, i;
	char *at;

	for (i = 0; i < sizeof parameters / sizeof *parameters; i++)
		if (same_name(s, len, parameters[i].name))
			break;
	if (i == sizeof parameters / sizeof *parameters) {
		sm_error_set(e, "a parameter of the URL isn't known");
		return sm_error_hint(e, "known are socket, connect-timeout, "
		    "defaults-file, ssl-mode, ssl-ca, ssl-capath, ssl-cert, "
		    "ssl-key and ssl-cipher");
	}
	value = equals != NULL ? decoded(a, equals + 1, n - len - 1) : NULL;
	if (value == NULL)
		return malformed(e, parameters[i].name);
	at = (char *)u + parameters[i].offset;
	if (parameters[i].number)
		return read_number(value, (unsigned *)(void *)at) ||
		    malformed(e, parameters[i].name);
	memcpy(at, &value, sizeof value);
	return true;
}

static bool
read_query(struct sm_arena *a, struct sm_my_url *u, const char *s,
    struct sm_error *e)
{
	size_t n;

	for (; *s != '\0'; s += n + (s[n] != '\0')) {
		n = strcspn(s, "&");
		if (n > 0 && !read_parameter(a, u, s, n, e))
			return false;
	}
	return true;
}

/* user:password, without the @ behind it */
static bool
read_user(struct sm_arena *a, struct sm_my_url *u, const char *s, size_t n,
    struct sm_error *e)
{
	const char *colon = memchr(s, ':', n);
	size_t len = colon != NULL ? (size_t)(colon - s) : n;

	if (len > 0 && (u->user = decoded(a, s, len)) == NULL)
		return malformed(e, "the user");
	if (colon != NULL &&
	    (u->password = decoded(a, colon + 1, n - len - 1)) == NULL)
		return malformed(e, "the password");
	return true;
}

/* host:port or [::1]:port */
static bool
read_host(struct sm_arena *a, struct sm_my_url *u, const char *s, size_t n,
    struct sm_error *e)
{
	const char *end = s + n, *colon;
	size_t len;

	if (n > 0 && *s == '[' && memchr(s, ']', n) != NULL) {
		len = (size_t)((const char *)memchr(s, ']', n) - s);
		u->host = sm_memdup(a, s + 1, len - 1);
		s += len + 1;
	} else {
		colon = memchr(s, ':', n);
		len = colon != NULL ? (size_t)(colon - s) : n;
		if (len > 0 && (u->host = decoded(a, s, len)) == NULL)
			return malformed(e, "the host");
		s += len;
	}
	if (s == end)
		return true;
	return *s == ':' && (s + 1 == end || read_number(
	    sm_memdup(a, s + 1, (size_t)(end - s - 1)), &u->port))
	    ? true : malformed(e, "the port");
}

bool
sm_my_url_parse(struct sm_arena *a, const char *operand, struct sm_my_url *u,
    struct sm_error *e)
{
	const char *s = strstr(operand, "://"), *end, *at = NULL, *p;
	size_t n;

	memset(u, 0, sizeof *u);
	if (s == NULL)
		return malformed(e, "the scheme");
	s += 3;
	end = s + strcspn(s, "?");
	n = strcspn(s, "/?");
	for (p = s; p < s + n; p++)
		if (*p == '@')
			at = p;
	if (at != NULL && !read_user(a, u, s, (size_t)(at - s), e))
		return false;
	p = at != NULL ? at + 1 : s;
	if (!read_host(a, u, p, (size_t)(s + n - p), e))
		return false;
	p = s + n;
	if (*p == '/' && p + 1 < end &&
	    (u->database = decoded(a, p + 1, (size_t)(end - p - 1))) == NULL)
		return malformed(e, "the database's name");
	return *end != '?' || read_query(a, u, end + 1, e);
}
