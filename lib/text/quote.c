#include "text/quote.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "text/ascii.h"
#include "text/keyword.h"
#include "text/mask.h"

/* Append s between quotes, every byte of it that is in `twice` doubled. */
static void
quoted(struct sm_buf *b, char quote, const char *s, const char *twice)
{
	size_t plain;

	sm_buf_addc(b, quote);
	while (*s != '\0') {
		plain = strcspn(s, twice);
		sm_buf_add(b, s, plain);
		s += plain;
		if (*s == '\0')
			break;
		sm_buf_addc(b, *s);
		sm_buf_addc(b, *s++);
	}
	sm_buf_addc(b, quote);
}

void
sm_quote_name(struct sm_buf *b, const struct sm_dialect *d, const char *name)
{
	const char twice[] = {d->quote, '\0'};

	quoted(b, d->quote, name, twice);
}

static bool
must_quote(const struct sm_dialect *d, const char *name)
{
	const char *p;

	if (*name == '\0' || sm_is_digit(*name))
		return true;
	for (p = name; *p != '\0'; p++)
		if (!sm_is_name(*p) || *p == '$' || (unsigned char)*p >= 0x80 ||
		    (d->lowers_bare && sm_is_upper(*p)))
			return true;
	return sm_is_reserved(d, name, strlen(name));
}

void
sm_quote_name_if_needed(struct sm_buf *b, const struct sm_dialect *d,
    const char *name)
{
	if (must_quote(d, name))
		sm_quote_name(b, d, name);
	else
		sm_buf_adds(b, name);
}

/*
 * PostgreSQL's standard_conforming_strings is on and MySQL's
 * NO_BACKSLASH_ESCAPES off, as they are by default: sm-sql sets both.
 */
void
sm_quote_string(struct sm_buf *b, const struct sm_dialect *d, const char *s)
{
	quoted(b, '\'', s, sm_in(MM, d) ? "'\\" : "'");
}

void
sm_quote_comment(struct sm_buf *b, const char *s)
{
	sm_buf_adds(b, "-- ");
	sm_printable(b, s, strlen(s));
	sm_buf_addc(b, '\n');
}
