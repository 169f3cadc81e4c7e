#include "sources/mysql_catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "model/kind.h"
#include "text/ascii.h"
#include "text/quote.h"

/* --- objects -------------------------------------------------------------- */

struct sm_object *
sm_my_object(struct sm_my_catalog *c, const char *record, const char *name)
{
	struct sm_object *o = sm_object_new(c->arena, record);

	o->name = sm_strdup(c->arena, name);
	*sm_push(c->arena, &c->objects) = o;
	return o;
}

struct sm_object *
sm_my_unreadable(struct sm_my_catalog *c, const char *record,
    const char *table, const char *name, const char *why)
{
	struct sm_object *o = sm_my_object(c, record, name);

	o->unreadable = true;
	o->table = sm_strdup(c->arena, table);
	o->why = sm_strdup(c->arena, why);
	return o;
}

struct sm_my_table *
sm_my_find(const struct sm_my_catalog *c, const char *name)
{
	return name != NULL ? sm_map_get(&c->by_name, name) : NULL;
}

bool
sm_my_query(struct sm_my_catalog *c, const char *query, unsigned columns,
    sm_my_row *row, struct sm_error *e)
{
	struct sm_buf sql = SM_BUF_INIT;
	const char *mark;
	bool done;

	while ((mark = strstr(query, "%s")) != NULL) {
		sm_buf_add(&sql, query, (size_t)(mark - query));
		sm_buf_adds(&sql, c->where);
		query = mark + 2;
	}
	sm_buf_adds(&sql, query);
	done = sm_my_rows(c->db, sql.text, columns, row, c, e);
	sm_buf_free(&sql);
	return done;
}

/* --- values --------------------------------------------------------------- */

const char *
sm_my_text(struct sm_my_catalog *c, const char *value)
{
	return value != NULL && *value != '\0' ? sm_strdup(c->arena, value)
	                                       : NULL;
}

const char *
sm_my_shared(struct sm_my_catalog *c, const char *value)
{
	char *copy;

	if (value == NULL || *value == '\0')
		return NULL;
	copy = sm_map_get(&c->shared, value);
	if (copy == NULL) {
		copy = sm_strdup(c->arena, value);
		sm_map_set(&c->shared, copy, copy);
	}
	return copy;
}

const char *
sm_my_lower(struct sm_my_catalog *c, const char *value)
{
	char *copy, *p;

	if (value == NULL || *value == '\0')
		return NULL;
	copy = sm_strdup(c->arena, value);
	for (p = copy; *p != '\0'; p++)
		*p = sm_lower(*p);
	return copy;
}

bool
sm_my_has(const char *text, const char *word)
{
	size_t n = strlen(word), len = text != NULL ? strlen(text) : 0;

	for (; len >= n && n > 0; text++, len--)
		if (sm_is_word(text, n, word))
			return true;
	return false;
}

void
sm_my_option(struct sm_my_catalog *c, struct sm_options *list,
    const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		sm_option_set_text(c->arena, list, name, value);
}

void
sm_my_option_true(struct sm_my_catalog *c, struct sm_options *list,
    const char *name, bool on)
{
	if (on)
		sm_option_set(c->arena, list, name, "true");
}

static int
by_name(const void *x, const void *y)
{
	return strcmp(((const struct sm_option *)x)->name,
	    ((const struct sm_option *)y)->name);
}

void
sm_my_sort_options(struct sm_options *list)
{
	if (list->n > 1)
		qsort(list->v, list->n, sizeof list->v[0], by_name);
}

void
sm_my_stored(struct sm_my_catalog *c, struct sm_object *o,
    const char *sql_mode, const char *definer)
{
	if (sql_mode != NULL && strcmp(sql_mode, c->sql_mode) != 0)
		sm_option_set_text(c->arena, &o->options, "sql_mode", sql_mode);
	if (c->options->owners)
		o->owner = sm_my_text(c, definer);
}

/* --- texts ---------------------------------------------------------------- */

const char *
sm_my_quoted(struct sm_my_catalog *c, const char *name)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;

	sm_quote_name(&b, c->dialect, name);
	text = sm_memdup(c->scratch, b.text, b.len);
	sm_buf_free(&b);
	return text;
}

const char *
sm_my_string(struct sm_my_catalog *c, const char *s)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;

	sm_quote_string(&b, c->dialect, s);
	text = sm_memdup(c->scratch, b.text, b.len);
	sm_buf_free(&b);
	return text;
}

/* How many bytes the string at t has, given as characters to `to`. */
static size_t
unescape(const struct sm_token *t, char *to)
{
	static const char escapes[] = "n\nr\rt\tb\bZ\032";
	const char *p = t->text + 1, *end = t->text + t->len - 1, *code;
	char *start = to, quote = *t->text;

	for (; p < end; p++) {
		if (*p == quote && p + 1 < end) {
			p++;
		} else if (*p == '\\' && p + 1 < end) {
			p++;
			code = strchr(escapes, *p);
			*to++ = *p == '0' ? '\0' : code != NULL &&
			        (code - escapes) % 2 == 0 ? code[1] : *p;
			continue;
		}
		*to++ = *p;
	}
	return (size_t)(to - start);
}

const char *
sm_my_unquoted(struct sm_my_catalog *c, const struct sm_token *t)
{
	char *copy;

	if (t->kind == SM_TOKEN_NAME)
		return sm_token_name(c->arena, t);
	copy = sm_memdup(c->arena, t->text, t->len);
	if (t->kind == SM_TOKEN_STRING && !t->open && strchr("'\"", *copy))
		copy[unescape(t, copy)] = '\0';
	return copy;
}

const char *
sm_my_collation(struct sm_my_catalog *c, const char *name)
{
	if (name == NULL || strncmp(name, "utf8_", 5) != 0)
		return sm_my_shared(c, name);
	return sm_my_shared(c,
	    sm_sprintf(c->scratch, "utf8mb3_%s", name + 5));
}

const char *
sm_my_bytes(struct sm_my_catalog *c, const char *text)
{
	struct sm_tokens v = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	const char *result;
	size_t i, n;
	char *bytes;

	sm_tokenize(c->scratch, c->dialect, text, strlen(text), &v);
	if (v.n != 1 || v.v[0].open)
		return text;
	if (strncmp(text, "0x", 2) == 0) {
		sm_buf_addf(&b, "x'%s'", text + 2);
	} else if (v.v[0].kind == SM_TOKEN_STRING && *text == '\'') {
		bytes = sm_alloc(c->scratch, v.v[0].len);
		n = unescape(&v.v[0], bytes);
		sm_buf_adds(&b, "x'");
		for (i = 0; i < n; i++)
			sm_buf_addf(&b, "%02X", (unsigned)
			    (unsigned char)bytes[i]);
		sm_buf_addc(&b, '\'');
	} else {
		return text;
	}
	result = sm_my_shared(c, sm_buf_str(&b));
	sm_buf_free(&b);
	return result;
}

const char *
sm_my_local(struct sm_my_catalog *c, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;
	struct sm_lexer lexer;
	struct sm_token t, dot;
	const char *result;
	bool after_dot = false;

	sm_lexer_init(&lexer, c->dialect, text, strlen(text));
	while ((t = sm_lexer_next(&lexer)).kind != SM_TOKEN_END) {
		if (t.kind == SM_TOKEN_NAME && !after_dot &&
		    lexer.at < lexer.end && *lexer.at == '.' &&
		    strcmp(sm_token_name(c->scratch, &t), c->database) == 0) {
			dot = sm_lexer_next(&lexer);
			after_dot = sm_token_is_op(&dot, ".");
			continue;
		}
		after_dot = sm_token_is_op(&t, ".");
		sm_buf_add(&b, t.text, t.len);
	}
	result = sm_memdup(c->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}

/* How long is the start of a version comment at p: "/" "*!50100 "; 0: none. */
static size_t
opening(const char *p, size_t len)
{
	size_t n = 2;

	if (len < 4 || memcmp(p, "/*", 2) != 0)
		return 0;
	if (p[n] == 'M')
		n++;
	if (p[n] != '!')
		return 0;
	for (n++; n < len && sm_is_digit(p[n]); n++)
		;
	return n;
}

const char *
sm_my_uncomment(struct sm_arena *a, const struct sm_dialect *d,
    const char *text)
{
	struct sm_buf b = SM_BUF_INIT;
	struct sm_lexer lexer;
	struct sm_token t;
	const char *result;
	bool inside = false;
	size_t n;

	sm_lexer_init(&lexer, d, text, strlen(text));
	while ((t = sm_lexer_next(&lexer)).kind != SM_TOKEN_END) {
		n = t.kind == SM_TOKEN_COMMENT ? opening(t.text, t.len) : 0;
		if (n > 0) {
			lexer.at = t.text + n;
			inside = true;
		} else if (inside && *t.text == '*' &&
		    t.text + 1 < lexer.end && t.text[1] == '/') {
			lexer.at = t.text + 2;
			inside = false;
		} else {
			sm_buf_add(&b, t.text, t.len);
		}
	}
	result = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return result;
}
