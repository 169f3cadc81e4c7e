#include "text/default.h"

#include <string.h>

#include "text/ascii.h"
#include "text/keyword.h"
#include "text/lexer.h"
#include "text/mask.h"
#include "text/sqltext.h"

/*
 * PostgreSQL's functions, and the words that are called without parentheses.
 * A constant is what gives one value whenever it is asked; that some of these
 * are stable by the book (concat) makes no difference to a default.
 */
static const struct {
	const char *name;
	enum sm_default_class class;
} functions[] = {
	{"abs", SM_DEFAULT_CONSTANT},
	{"age", SM_DEFAULT_STABLE},
	{"array_fill", SM_DEFAULT_CONSTANT},
	{"array_to_string", SM_DEFAULT_CONSTANT},
	{"ascii", SM_DEFAULT_CONSTANT},
	{"btrim", SM_DEFAULT_CONSTANT},
	{"ceil", SM_DEFAULT_CONSTANT},
	{"ceiling", SM_DEFAULT_CONSTANT},
	{"char_length", SM_DEFAULT_CONSTANT},
	{"chr", SM_DEFAULT_CONSTANT},
	{"clock_timestamp", SM_DEFAULT_VOLATILE},
	{"concat", SM_DEFAULT_CONSTANT},
	{"concat_ws", SM_DEFAULT_CONSTANT},
	{"current_catalog", SM_DEFAULT_STABLE},
	{"current_database", SM_DEFAULT_STABLE},
	{"current_date", SM_DEFAULT_STABLE},
	{"current_role", SM_DEFAULT_STABLE},
	{"current_schema", SM_DEFAULT_STABLE},
	{"current_schemas", SM_DEFAULT_STABLE},
	{"current_setting", SM_DEFAULT_STABLE},
	{"current_time", SM_DEFAULT_STABLE},
	{"current_timestamp", SM_DEFAULT_STABLE},
	{"current_user", SM_DEFAULT_STABLE},
	{"currval", SM_DEFAULT_VOLATILE},
	{"date_part", SM_DEFAULT_STABLE},
	{"date_trunc", SM_DEFAULT_STABLE},
	{"daterange", SM_DEFAULT_CONSTANT},
	{"decode", SM_DEFAULT_CONSTANT},
	{"encode", SM_DEFAULT_CONSTANT},
	{"floor", SM_DEFAULT_CONSTANT},
	{"format", SM_DEFAULT_STABLE},
	{"gen_random_bytes", SM_DEFAULT_VOLATILE},
	{"gen_random_uuid", SM_DEFAULT_VOLATILE},
	{"gen_salt", SM_DEFAULT_VOLATILE},
	{"inet_client_addr", SM_DEFAULT_STABLE},
	{"inet_client_port", SM_DEFAULT_STABLE},
	{"inet_server_addr", SM_DEFAULT_STABLE},
	{"inet_server_port", SM_DEFAULT_STABLE},
	{"initcap", SM_DEFAULT_CONSTANT},
	{"int4range", SM_DEFAULT_CONSTANT},
	{"int8range", SM_DEFAULT_CONSTANT},
	{"json_build_array", SM_DEFAULT_STABLE},
	{"json_build_object", SM_DEFAULT_STABLE},
	{"jsonb_build_array", SM_DEFAULT_STABLE},
	{"jsonb_build_object", SM_DEFAULT_STABLE},
	{"justify_days", SM_DEFAULT_CONSTANT},
	{"justify_hours", SM_DEFAULT_CONSTANT},
	{"justify_interval", SM_DEFAULT_CONSTANT},
	{"lastval", SM_DEFAULT_VOLATILE},
	{"left", SM_DEFAULT_CONSTANT},
	{"length", SM_DEFAULT_CONSTANT},
	{"localtime", SM_DEFAULT_STABLE},
	{"localtimestamp", SM_DEFAULT_STABLE},
	{"lower", SM_DEFAULT_CONSTANT},
	{"lpad", SM_DEFAULT_CONSTANT},
	{"ltrim", SM_DEFAULT_CONSTANT},
	{"make_date", SM_DEFAULT_CONSTANT},
	{"make_interval", SM_DEFAULT_CONSTANT},
	{"make_time", SM_DEFAULT_CONSTANT},
	{"make_timestamp", SM_DEFAULT_CONSTANT},
	{"make_timestamptz", SM_DEFAULT_STABLE},
	{"md5", SM_DEFAULT_CONSTANT},
	{"mod", SM_DEFAULT_CONSTANT},
	{"nextval", SM_DEFAULT_VOLATILE},
	{"now", SM_DEFAULT_STABLE},
	{"numrange", SM_DEFAULT_CONSTANT},
	{"octet_length", SM_DEFAULT_CONSTANT},
	{"pg_backend_pid", SM_DEFAULT_STABLE},
	{"pg_current_xact_id", SM_DEFAULT_STABLE},
	{"pg_sleep", SM_DEFAULT_VOLATILE},
	{"point", SM_DEFAULT_CONSTANT},
	{"power", SM_DEFAULT_CONSTANT},
	{"quote_ident", SM_DEFAULT_CONSTANT},
	{"quote_literal", SM_DEFAULT_STABLE},
	{"random", SM_DEFAULT_VOLATILE},
	{"random_normal", SM_DEFAULT_VOLATILE},
	{"repeat", SM_DEFAULT_CONSTANT},
	{"replace", SM_DEFAULT_CONSTANT},
	{"reverse", SM_DEFAULT_CONSTANT},
	{"right", SM_DEFAULT_CONSTANT},
	{"round", SM_DEFAULT_CONSTANT},
	{"rpad", SM_DEFAULT_CONSTANT},
	{"rtrim", SM_DEFAULT_CONSTANT},
	{"session_user", SM_DEFAULT_STABLE},
	{"setseed", SM_DEFAULT_VOLATILE},
	{"setval", SM_DEFAULT_VOLATILE},
	{"sign", SM_DEFAULT_CONSTANT},
	{"split_part", SM_DEFAULT_CONSTANT},
	{"sqrt", SM_DEFAULT_CONSTANT},
	{"statement_timestamp", SM_DEFAULT_STABLE},
	{"string_to_array", SM_DEFAULT_CONSTANT},
	{"strpos", SM_DEFAULT_CONSTANT},
	{"substr", SM_DEFAULT_CONSTANT},
	{"system_user", SM_DEFAULT_STABLE},
	{"timeofday", SM_DEFAULT_VOLATILE},
	{"timezone", SM_DEFAULT_STABLE},
	{"to_char", SM_DEFAULT_STABLE},
	{"to_date", SM_DEFAULT_STABLE},
	{"to_hex", SM_DEFAULT_CONSTANT},
	{"to_json", SM_DEFAULT_STABLE},
	{"to_jsonb", SM_DEFAULT_STABLE},
	{"to_number", SM_DEFAULT_STABLE},
	{"to_timestamp", SM_DEFAULT_STABLE},
	{"to_tsvector", SM_DEFAULT_STABLE},
	{"transaction_timestamp", SM_DEFAULT_STABLE},
	{"trunc", SM_DEFAULT_CONSTANT},
	{"tsrange", SM_DEFAULT_CONSTANT},
	{"tstzrange", SM_DEFAULT_CONSTANT},
	{"txid_current", SM_DEFAULT_STABLE},
	{"upper", SM_DEFAULT_CONSTANT},
	{"user", SM_DEFAULT_STABLE},
	{"uuid_generate_v1", SM_DEFAULT_VOLATILE},
	{"uuid_generate_v1mc", SM_DEFAULT_VOLATILE},
	{"uuid_generate_v3", SM_DEFAULT_VOLATILE},
	{"uuid_generate_v4", SM_DEFAULT_VOLATILE},
	{"uuid_generate_v5", SM_DEFAULT_VOLATILE},
	{"uuidv4", SM_DEFAULT_VOLATILE},
	{"uuidv7", SM_DEFAULT_VOLATILE},
	{"version", SM_DEFAULT_STABLE},
};

/* What the parts of an expression make of the whole: the highest decides. */
static const int weight[] = {
	[SM_DEFAULT_NONE] = 0,
	[SM_DEFAULT_CONSTANT] = 1,
	[SM_DEFAULT_STABLE] = 2,
	[SM_DEFAULT_EXPRESSION] = 3,
	[SM_DEFAULT_UNKNOWN] = 4,
	[SM_DEFAULT_VOLATILE] = 5,
};

/* The words that may follow the first word of a type. */
static const char *const type_words[] = {
	"day", "hour", "minute", "month", "precision", "second", "time", "to",
	"varying", "with", "without", "year", "zone",
};

static const struct sm_token *
token(const struct sm_tokens *v, size_t i)
{
	static const struct sm_token none = {SM_TOKEN_END, "", 0, false};

	return i < v->n ? &v->v[i] : &none;
}

static bool
is_name(const struct sm_token *t)
{
	return t->kind == SM_TOKEN_WORD || t->kind == SM_TOKEN_NAME;
}

static size_t
skip_type_words(const struct sm_tokens *v, size_t i)
{
	size_t k;

	for (;; i++) {
		for (k = 0; k < sizeof type_words / sizeof *type_words; k++)
			if (sm_token_is(token(v, i), type_words[k]))
				break;
		if (k == sizeof type_words / sizeof *type_words)
			return i;
	}
}

/* Where a pair of parentheses or brackets that starts at i ends, else i. */
static size_t
skip_group(const struct sm_tokens *v, size_t i, const char *open,
    const char *close)
{
	if (!sm_token_is_op(token(v, i), open))
		return i;
	while (i < v->n && !sm_token_is_op(token(v, i), close))
		i++;
	return i < v->n ? i + 1 : i;
}

/* The token after the type that starts at i: a.b(1, 2) with time zone[][] */
static size_t
skip_type(const struct sm_tokens *v, size_t i)
{
	size_t start;

	i++;
	while (sm_token_is_op(token(v, i), "."))
		i += 2;
	i = skip_type_words(v, i);
	i = skip_group(v, i, "(", ")");
	i = skip_type_words(v, i);
	do
		start = i;
	while (i = skip_group(v, i, "[", "]"), i != start);
	return i;
}

/*
 * The class of a call of token i.  A schema of the user's own may hold another
 * function of that name: known to be harmless is only what stands in
 * pg_catalog, but a volatile one is believed wherever it stands (extensions).
 */
static enum sm_default_class
classify_call(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_tokens *v, size_t i, bool called)
{
	const struct sm_token *t = token(v, i);
	const char *name = sm_token_name(a, t);
	bool reserved = t->kind == SM_TOKEN_WORD &&
	    sm_is_reserved(d, t->text, t->len);
	bool foreign = i >= 2 && sm_token_is_op(token(v, i - 1), ".") &&
	    strcmp(sm_token_name(a, token(v, i - 2)), "pg_catalog") != 0;
	size_t k;

	for (k = 0; k < sizeof functions / sizeof *functions; k++) {
		if (!sm_is_word(name, strlen(name), functions[k].name))
			continue;
		if (!called && !reserved)
			break;
		return foreign && functions[k].class != SM_DEFAULT_VOLATILE
		    ? SM_DEFAULT_UNKNOWN
		    : functions[k].class;
	}
	/* in (…), coalesce(…), and (…): words of the language */
	return called && (!reserved || foreign) ? SM_DEFAULT_UNKNOWN
						: SM_DEFAULT_CONSTANT;
}

static enum sm_default_class
classify_calls(struct sm_arena *a, const struct sm_dialect *d,
    const struct sm_tokens *v)
{
	enum sm_default_class class = SM_DEFAULT_NONE, one;
	const struct sm_token *t;
	bool called;
	size_t i;

	for (i = 0; i < v->n; ) {
		t = token(v, i);
		called = sm_token_is_op(token(v, i + 1), "(");
		if (sm_token_is_op(t, "::")) {
			i = skip_type(v, i + 1);
			continue;
		}
		i++;
		if (sm_token_is_op(t, "(") || sm_token_is_op(t, ")") ||
		    sm_token_is(t, "null"))
			continue;
		one = is_name(t) ? classify_call(a, d, v, i - 1, called)
				 : SM_DEFAULT_CONSTANT;
		if (weight[one] > weight[class])
			class = one;
	}
	return class;
}

/*
 * A literal, a signed number, or (not SQLite) the time of the statement.
 * SQLite 3.40.1 takes just these as a constant in ADD COLUMN, in parentheses
 * too, but not (1+2).
 */
static enum sm_default_class
classify_literal(const struct sm_dialect *d, const struct sm_tokens *v)
{
	const struct sm_token *first = token(v, 0);
	bool sign = sm_token_is_op(first, "-") || sm_token_is_op(first, "+");

	if (v->n == 0 || (v->n == 1 && sm_token_is(first, "null")))
		return SM_DEFAULT_NONE;
	if (v->n == 2 && sign && token(v, 1)->kind == SM_TOKEN_NUMBER)
		return SM_DEFAULT_CONSTANT;
	if (v->n == 1 &&
	    (first->kind == SM_TOKEN_STRING || first->kind == SM_TOKEN_NUMBER ||
		sm_token_is(first, "true") || sm_token_is(first, "false")))
		return SM_DEFAULT_CONSTANT;
	/* sm_default_normal has brought now(3) and the like to this word. */
	if (sm_in(MM, d) && sm_token_is(first, "current_timestamp") &&
	    (v->n == 1 || (v->n == 4 && sm_token_is_op(token(v, 3), ")"))))
		return SM_DEFAULT_CONSTANT;
	return SM_DEFAULT_EXPRESSION;
}

enum sm_default_class
sm_default_class(const struct sm_dialect *d, const char *text)
{
	enum sm_default_class class = SM_DEFAULT_NONE;
	struct sm_arena *a = sm_arena_new();
	struct sm_tokens v = {NULL, 0, 0};
	const char *normal = sm_default_normal(a, d, text, NULL);

	if (normal != NULL) {
		sm_tokenize(a, d, normal, strlen(normal), &v);
		class = sm_in(PG, d) ? classify_calls(a, d, &v)
				     : classify_literal(d, &v);
	}
	sm_arena_free(a);
	return class;
}
