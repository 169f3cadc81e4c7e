#include "guess.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *word, *means;
} dialects[] = {
	{"sqlite", "sqlite"},
	{"sqlite3", "sqlite"},
	{"postgresql", "postgresql"},
	{"postgres", "postgresql"},
	{"psql", "postgresql"},
	{"pgsql", "postgresql"},
	{"pg", "postgresql"},
	{"mysql", "mysql"},
	{"mariadb", "mariadb"},
	{"maria", "mariadb"},
};

/* Only options that one tool has (tests/83-mistakes.t compares with --help). */
static const struct {
	const char *option, *tool;
} options[] = {
	{"label", "sm-reflect"},
	{"stats", "sm-reflect"},
	{"all", "sm-reflect"},
	{"grants", "sm-reflect"},
	{"owners", "sm-reflect"},
	{"schema", "sm-reflect"},
	{"statement-timeout", "sm-reflect"},
	{"scratch", "sm-reflect"},
	{"scratch-here", "sm-reflect"},
	{"exit-code", "sm-diff"},
	{"ignore", "sm-diff"},
	{"column-order", "sm-diff"},
	{"column-threshold", "sm-renames"},
	{"table-threshold", "sm-renames"},
	{"scorer", "sm-renames"},
	{"fail-on", "sm-risk"},
	{"list-rules", "sm-risk"},
	{"online", "sm-risk"},
	{"allow-danger", "sm-sql"},
	{"down", "sm-sql"},
	{"bindir", "sm-scratch"},
	{"set", "sm-scratch"},
};

const char *
guess_dialect(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof dialects / sizeof dialects[0]; i++)
		if (strcasecmp(word, dialects[i].word) == 0)
			return dialects[i].means;
	return NULL;
}

const char *
guess_tool(const char *option)
{
	size_t i;

	for (i = 0; i < sizeof options / sizeof options[0]; i++)
		if (strcmp(option, options[i].option) == 0)
			return options[i].tool;
	return NULL;
}
