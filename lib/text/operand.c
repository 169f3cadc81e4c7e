#include "text/operand.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "text/ascii.h"

static const struct {
	const char *prefix;
	enum sm_dialect_id dialect;
} schemes[] = {
	{"sqlite:", SM_SQLITE},
	{"file:", SM_SQLITE},
	{"postgresql://", SM_POSTGRESQL},
	{"postgres://", SM_POSTGRESQL},
	{"mysql://", SM_MYSQL},
	{"mariadb://", SM_MARIADB},
};

/*
 * Words that start a libpq connection string (libpq's documentation, 34.1.2).
 */
static const char *const conninfo_words[] = {
	"dbname", "service", "host", "hostaddr", "port", "user", "password",
	"passfile", "sslmode", "connect_timeout", "application_name", "options",
	"target_session_attrs",
};

const char *const sm_operand_secrets[] = {
	"password", "passwd", "pwd", "pass", "sslpassword", "passphrase",
	"key", "hexkey", "textkey", "token", "authtoken", "secret", NULL,
};

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define SECRETS (LEN(sm_operand_secrets) - 1)

/* How many bytes of s are a parameter's name. */
static size_t
word_length(const char *s)
{
	size_t n = 0;

	while (sm_is_name(s[n]) && s[n] != '$')
		n++;
	return n;
}

static bool
among(const char *const *words, size_t count, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (sm_is_word(s, len, words[i]))
			return true;
	return false;
}

static bool
is_conninfo(const char *s)
{
	size_t n;

	s += strspn(s, " ");
	n = word_length(s);
	return s[n + strspn(s + n, " ")] == '=' &&
	    among(conninfo_words, LEN(conninfo_words), s, n);
}

const struct sm_dialect *
sm_operand_dialect(const char *s)
{
	size_t i;

	for (i = 0; i < LEN(schemes); i++)
		if (strncasecmp(s, schemes[i].prefix,
		    strlen(schemes[i].prefix)) == 0)
			return sm_dialect_get(schemes[i].dialect);
	return is_conninfo(s) ? sm_dialect_get(SM_POSTGRESQL) : NULL;
}

bool
sm_operand_has_scheme(const char *s)
{
	size_t n = 0;

	if (sm_lower(*s) < 'a' || sm_lower(*s) > 'z')
		return false;
	while (sm_is_name(s[n]) || (s[n] != '\0' && strchr("+.-", s[n])))
		n++;
	return strncmp(s + n, "://", 3) == 0;
}

/* The end of a conninfo value at s: 'quoted \' so' or up to a blank. */
static const char *
value_end(const char *s)
{
	bool quoted = *s == '\'';

	if (quoted)
		s++;
	for (; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		else if (quoted ? *s == '\'' : *s == ' ')
			return s + quoted;
	}
	return s;
}

static void
public_conninfo(struct sm_buf *b, const char *s)
{
	const char *value;
	size_t n;

	while (*s != '\0') {
		n = word_length(s);
		value = s + n + strspn(s + n, " ");
		if (n == 0 || *value != '=') {
			/* Not understood: nothing more of it is shown. */
			if (*s != ' ')
				return;
			sm_buf_addc(b, *s++);
			continue;
		}
		value = value_end(value + 1 + strspn(value + 1, " "));
		if (!among(sm_operand_secrets, SECRETS, s, n))
			sm_buf_add(b, s, (size_t)(value - s));
		else
			value += strspn(value, " ");
		s = value;
	}
}

/* ?a=b&password=c without what is secret; s is behind the question mark. */
static void
public_query(struct sm_buf *b, const char *s)
{
	char sep = '?';
	size_t n, name;

	for (; *s != '\0'; s += n + (s[n] != '\0')) {
		n = strcspn(s, "&;");
		name = strcspn(s, "=&;");
		if (among(sm_operand_secrets, SECRETS, s, name))
			continue;
		sm_buf_addc(b, sep);
		sm_buf_add(b, s, n);
		sep = '&';
	}
}

/*
 * The @ that ends user:password in an authority, or NULL.  A password may hold
 * an @, a slash or a question mark that its owner should have escaped: where
 * what follows the colon is no port, everything up to the last @ is its.
 */
static const char *
end_of_user(const char *s)
{
	const char *last = strrchr(s, '@'), *at;
	size_t n = strcspn(s, "?"), colon = strcspn(s, ":?@");
	size_t digits = strspn(s + colon + (s[colon] == ':'), "0123456789");

	if (last == NULL || (size_t)(last - s) < n)
		return last;
	if (s[colon] == ':' &&
	    strchr("/?,", s[colon + 1 + digits]) == NULL)
		return last;
	for (at = s + n; at > s && *at != '@'; at--)
		;
	return *at == '@' ? at : NULL;
}

/* scheme://user:password@host/path?query */
static void
public_url(struct sm_buf *b, const char *s)
{
	const char *rest = strstr(s, "://"), *at, *colon;
	size_t n;

	if (rest != NULL) {
		rest += 3;
		sm_buf_add(b, s, (size_t)(rest - s));
		s = rest;
		at = end_of_user(s);
		if (at != NULL) {
			colon = memchr(s, ':', (size_t)(at - s));
			sm_buf_add(b, s, (size_t)((colon ? colon : at) - s));
			s = at;
		}
	}
	n = strcspn(s, "?");
	sm_buf_add(b, s, n);
	if (s[n] == '?')
		public_query(b, s + n + 1);
}

const char *
sm_operand_without_secrets(struct sm_arena *a, const char *s)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;

	if (is_conninfo(s))
		public_conninfo(&b, s);
	else if (sm_operand_has_scheme(s) || strncasecmp(s, "file:", 5) == 0)
		public_url(&b, s);
	else
		return sm_strdup(a, s);
	while (b.len > 0 && b.text[b.len - 1] == ' ')
		b.len--;
	text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

const char *
sm_operand_public(struct sm_arena *a, const char *s)
{
	if (strncmp(s, "/dev/fd/", 8) == 0 ||
	    strncmp(s, "/proc/self/fd/", 14) == 0 ||
	    strcmp(s, "/dev/stdin") == 0)
		return "-";
	return sm_operand_without_secrets(a, s);
}
