/*
 * Letters and digits without the locale: SQL's own grammar is ASCII, and bytes
 * from 0x80 up are parts of names in every dialect.
 */
#ifndef SM_TEXT_ASCII_H
#define SM_TEXT_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline char
sm_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
sm_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
sm_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
sm_is_xdigit(char c)
{
	return sm_is_digit(c) || (sm_lower(c) >= 'a' && sm_lower(c) <= 'f');
}

/* May a bare name start with c? */
static inline bool
sm_is_name_start(char c)
{
	return (sm_lower(c) >= 'a' && sm_lower(c) <= 'z') || c == '_' ||
	    (unsigned char)c >= 0x80;
}

/* May c stand inside a bare name? */
static inline bool
sm_is_name(char c)
{
	return sm_is_name_start(c) || sm_is_digit(c) || c == '$';
}

/* Are the n bytes at p the string s, but for the case of ASCII letters? */
static inline bool
sm_is_word(const char *p, size_t n, const char *s)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] == '\0' || sm_lower(p[i]) != sm_lower(s[i]))
			return false;
	return s[n] == '\0';
}

#endif
