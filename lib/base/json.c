#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
hint_for(const char *text, size_t len, struct sm_error *e)
{
	if (len >= 15 && memcmp(text, "SQLite format 3", 15) == 0)
		sm_error_hint(e, "this is an SQLite database: "
				 "read it with sm-reflect first");
	else if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		sm_error_hint(e, "the input starts with a byte order mark: "
				 "save it without one");
	else if (len >= 2 && (memcmp(text, "\x1f\x8b", 2) == 0 ||
	    memcmp(text, "\x28\xb5", 2) == 0))
		sm_error_hint(e, "it is compressed: gzip -dc or zstd -dc "
				 "unpacks it");
	else if (text[0] == '{' || text[0] == '[')
		sm_error_hint(e, "one JSON object a line is expected; "
				 "jq -c puts pretty-printed JSON on one line");
	else
		sm_error_hint(e, "the input must be NDJSON, as the sm- tools "
				 "write it; sm-reflect reads SQL and "
				 "databases");
}

json_t *
sm_json_parse(const char *text, size_t len, struct sm_error *e)
{
	json_error_t je;
	json_t *json = json_loadb(text, len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &je);

	if (json == NULL) {
		sm_error_set(e, "not JSON at column %d: %s", je.column,
		    je.text);
		hint_for(text, len, e);
	} else if (!json_is_object(json)) {
		sm_error_set(e, "not a JSON object");
		hint_for(text, len, e);
		json_decref(json);
		json = NULL;
	}
	return json;
}

static int
append(const char *p, size_t len, void *buf)
{
	sm_buf_add(buf, p, len);
	return 0;
}

void
sm_json_add(struct sm_buf *b, const json_t *value)
{
	json_dump_callback(value, append, b, JSON_COMPACT | JSON_ENCODE_ANY);
}

void
sm_json_add_string(struct sm_buf *b, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	const char *run = s;

	sm_buf_addc(b, '"');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		sm_buf_add(b, run, (size_t)(s - run));
		run = s + 1;
		sm_buf_addc(b, '\\');
		switch (c) {
		case '"':
		case '\\':
			sm_buf_addc(b, (char)c);
			break;
		case '\n':
			sm_buf_addc(b, 'n');
			break;
		case '\r':
			sm_buf_addc(b, 'r');
			break;
		case '\t':
			sm_buf_addc(b, 't');
			break;
		default:
			sm_buf_adds(b, "u00");
			sm_buf_addc(b, hex[c >> 4]);
			sm_buf_addc(b, hex[c & 15]);
		}
	}
	sm_buf_add(b, run, (size_t)(s - run));
	sm_buf_addc(b, '"');
}

char *
sm_json_text(struct sm_arena *a, const json_t *value, bool sorted)
{
	struct sm_buf b = SM_BUF_INIT;
	char *copy;

	json_dump_callback(value, append, &b,
	    JSON_COMPACT | JSON_ENCODE_ANY | (sorted ? JSON_SORT_KEYS : 0u));
	copy = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return copy;
}

void
sm_json_add_score(struct sm_buf *b, double score)
{
	char text[64];
	size_t len = (size_t)snprintf(text, sizeof text, "%.6f", score);

	while (text[len - 1] == '0' && text[len - 2] != '.')
		text[--len] = '\0';
	sm_buf_adds(b, text);
}

static const char *
skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	return p;
}

/* The end of the JSON value at p; the text is known to be valid. */
static const char *
skip_value(const char *p)
{
	int depth = 0;

	do {
		if (*p == '"') {
			for (p++; *p != '"'; p++)
				p += *p == '\\';
		} else if (*p == '{' || *p == '[') {
			depth++;
		} else if (*p == '}' || *p == ']') {
			depth--;
		} else if (depth == 0) {
			return p + strcspn(p, ",}] \t\r\n");
		}
		p++;
	} while (depth > 0);
	return p;
}

static const struct sm_member *
member_of(const struct sm_member *members, size_t n, const char *key,
    size_t len)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(members[i].key) == len &&
		    memcmp(members[i].key, key, len) == 0)
			return &members[i];
	return NULL;
}

void
sm_json_splice(struct sm_buf *out, const char *text, size_t len,
    const struct sm_member *members, size_t n)
{
	char *copy = sm_xmalloc(len + 1);
	const char *p, *key, *end_of_key, *value, *end;
	const struct sm_member *m;
	bool *done = sm_xmalloc((n + 1) * sizeof *done), first = true;
	size_t i;

	memset(done, 0, (n + 1) * sizeof *done);
	memcpy(copy, text, len);
	copy[len] = '\0';
	sm_buf_addc(out, '{');
	for (p = skip_space(skip_space(copy) + 1); *p != '}';
	     p = skip_space(*end == ',' ? end + 1 : end)) {
		key = p + 1;
		end_of_key = skip_value(p) - 1;
		value = skip_space(skip_space(end_of_key + 1) + 1);
		end = skip_value(value);
		m = member_of(members, n, key, (size_t)(end_of_key - key));
		if (m == NULL || m->value != NULL) {
			if (!first)
				sm_buf_addc(out, ',');
			first = false;
			if (m == NULL) {
				sm_buf_add(out, p, (size_t)(end - p));
			} else {
				sm_buf_add(out, p, (size_t)(value - p));
				sm_buf_adds(out, m->value);
			}
		}
		if (m != NULL)
			done[m - members] = true;
		end = skip_space(end);
	}
	for (i = 0; i < n; i++) {
		if (done[i] || members[i].value == NULL)
			continue;
		if (!first)
			sm_buf_addc(out, ',');
		first = false;
		sm_json_add_string(out, members[i].key);
		sm_buf_addc(out, ':');
		sm_buf_adds(out, members[i].value);
	}
	sm_buf_addc(out, '}');
	free(done);
	free(copy);
}
