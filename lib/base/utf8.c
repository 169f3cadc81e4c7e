#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

/* Length of the valid sequence at s, 0 if there is none; *cp its value. */
static size_t
sequence(const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n, i;
	uint32_t c;

	if (len == 0)
		return 0;
	c = u[0];
	if (c < 0x80) {
		*cp = c;
		return c == 0 ? 0 : 1;
	}
	n = c >= 0xf0 && c <= 0xf4 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;
	if (n == 0 || c > 0xf4 || n > len)
		return 0;
	c &= 0xffu >> (n + 1);
	for (i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*cp = c;
	return n;
}

bool
sm_utf8_valid(const char *s, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len > 0; s += n, len -= n)
		if ((n = sequence(s, len, &cp)) == 0)
			return false;
	return true;
}

/* Characters that end lines or reorder what is shown (Unicode, Bidi_Control). */
static bool
is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void
sm_printable(struct sm_buf *b, const char *s, size_t len)
{
	uint32_t c;
	size_t n;

	for (; len > 0; s += n, len -= n) {
		n = sequence(s, len, &c);
		if (n == 0) {
			sm_buf_addf(b, "\\x%02x", (unsigned)(unsigned char)*s);
			n = 1;
		} else if (!is_unsafe(c)) {
			sm_buf_add(b, s, n);
		} else if (c == '\n') {
			sm_buf_adds(b, "\\n");
		} else if (c == '\t') {
			sm_buf_adds(b, "\\t");
		} else if (c == '\r') {
			sm_buf_adds(b, "\\r");
		} else if (c < 0x100) {
			sm_buf_addf(b, "\\x%02x", (unsigned)c);
		} else {
			sm_buf_addf(b, "\\u{%x}", (unsigned)c);
		}
	}
}

const char *
sm_printable_str(struct sm_arena *a, const char *s)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *copy;

	sm_printable(&b, s, strlen(s));
	copy = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return copy;
}

size_t
sm_utf8_columns(const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}
