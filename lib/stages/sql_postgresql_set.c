/*
 * The settings that a routine runs under: SET name TO value.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/sql_postgresql_set.h"

/*
 * The settings whose value is a list of names: each is a string of its own here
 * (GUC_LIST_QUOTE in guc_tables.c, variable_is_guc_list_quote in dumputils.c).
 */
static const char *const lists[] = {
	"local_preload_libraries", "search_path", "session_preload_libraries",
	"shared_preload_libraries", "temp_tablespaces",
	"unix_socket_directories", NULL,
};

static bool
is_list(const char *name)
{
	size_t i;

	for (i = 0; lists[i] != NULL; i++)
		if (strcmp(lists[i], name) == 0)
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* "x ""y""", up to the character after it; NULL: its end is missing. */
static const char *
quoted_item(struct sm_buf *b, const char *at)
{
	for (at++; *at != '\0'; at++) {
		if (*at == '"' && *++at != '"')
			return at;
		sm_buf_addc(b, *at);
	}
	return NULL;
}

static const char *
bare_item(struct sm_buf *b, const char *at)
{
	size_t n = strcspn(at, ","), len = n;

	while (len > 0 && is_blank(at[len - 1]))
		len--;
	sm_buf_add(b, at, len);
	return at + n;
}

/* The value taken apart as the server does (varlena.c, SplitGUCList). */
static bool
split(struct sm_pgsql *w, const char *at, struct sm_strings *items)
{
	struct sm_buf b = SM_BUF_INIT;

	do {
		while (is_blank(*at))
			at++;
		sm_buf_reset(&b);
		at = *at == '"' ? quoted_item(&b, at) : bare_item(&b, at);
		if (at == NULL)
			break;
		sm_strings_add(w->arena, items,
		    sm_memdup(w->arena, sm_buf_str(&b), b.len));
		while (is_blank(*at))
			at++;
	} while (*at++ == ',');
	sm_buf_free(&b);
	return at != NULL && at[-1] == '\0';
}

static bool
add_one(struct sm_pgsql *w, struct sm_buf *b, const char *setting)
{
	const char *equals = strchr(setting, '=');
	struct sm_strings items = {NULL, 0, 0};
	const char *name;
	size_t i;

	if (equals == NULL || equals == setting)
		return sm_pgsql_refuse(w, "no setting with a value: %.200s",
		    sm_printable_str(w->arena, setting));
	name = sm_memdup(w->arena, setting, (size_t)(equals - setting));
	if (!is_list(name))
		sm_strings_add(w->arena, &items, equals + 1);
	else if (!split(w, equals + 1, &items))
		return sm_pgsql_refuse(w, "no list of names: %.200s",
		    sm_printable_str(w->arena, setting));
	sm_buf_addf(b, "\nSET %s TO ", sm_pgsql_name(w, name));
	for (i = 0; i < items.n; i++)
		sm_buf_addf(b, "%s%s", i > 0 ? ", " : "",
		    sm_pgsql_string(w, items.v[i]));
	return true;
}

bool
sm_pgsql_add_set(struct sm_pgsql *w, struct sm_buf *b,
    const struct sm_options *options)
{
	struct sm_strings set = sm_option_strings(w->arena, options, "set");
	size_t i;

	for (i = 0; i < set.n; i++)
		if (!add_one(w, b, set.v[i]))
			return false;
	return true;
}
