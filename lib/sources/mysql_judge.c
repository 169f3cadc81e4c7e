/*
 * Statements that would reach beyond the scratch database, or are about what a
 * schema has no part in.  This guards against accidents: what a routine does
 * that the text calls can't be seen from here.
 */
#include <string.h>
#include <strings.h>

#include "sources/mysql_load.h"
#include "text/lexer.h"

#define WORDS 6

static const char outlives[] =
    "it would outlive the scratch database: take it out";
static const char files[] =
    "it would reach files of the scratch server: take it out";

/* By the first words, each a list of alternatives; the first row that fits. */
static const struct {
	const char *words[WORDS];
	enum sm_my_verdict verdict;
	const char *why;
} rules[] = {
	{{"USE"}, SM_MY_USE, NULL},
	{{"CREATE|ALTER", "DATABASE|SCHEMA"}, SM_MY_DATABASE, NULL},
	{{"DROP", "DATABASE|SCHEMA"}, SM_MY_PASS, NULL},
	{{"CREATE|ALTER|DROP|RENAME", "USER|ROLE"}, SM_MY_PASS, NULL},
	{{"CREATE", "OR", "REPLACE", "USER|ROLE"}, SM_MY_PASS, NULL},
	{{"CREATE", "OR", "REPLACE", "DATABASE|SCHEMA"}, SM_MY_DATABASE, NULL},
	{{"GRANT|REVOKE|FLUSH"}, SM_MY_PASS, NULL},
	{{"SET", "GLOBAL|PERSIST|PERSIST_ONLY|PASSWORD"}, SM_MY_PASS, NULL},
	{{"SET", "DEFAULT", "ROLE"}, SM_MY_PASS, NULL},
	{{"SET", "@@GLOBAL|@@PERSIST"}, SM_MY_PASS, NULL},
	{{"LOCK|UNLOCK", "TABLES|TABLE"}, SM_MY_QUIET, NULL},
	{{"LOAD", "DATA|XML"}, SM_MY_REFUSE, files},
	{{"CREATE|ALTER|DROP", "SERVER|TABLESPACE|LOGFILE|UNDO|INSTANCE|"
			       "RESOURCE"}, SM_MY_REFUSE, outlives},
	{{"INSTALL|UNINSTALL|SHUTDOWN|RESTART|KILL|CHANGE|PURGE|RESET|CLONE|"
	  "BINLOG|IMPORT|BACKUP"}, SM_MY_REFUSE, outlives},
	{{"START|STOP", "SLAVE|REPLICA|ALL|GROUP_REPLICATION"}, SM_MY_REFUSE,
	    outlives},
};

static bool
is_among(const struct sm_token *t, const char *words)
{
	char word[32];
	size_t n;

	for (; *words != '\0'; words += n + (words[n] == '|')) {
		n = strcspn(words, "|");
		memcpy(word, words, n);
		word[n] = '\0';
		if (sm_token_is(t, word) ||
		    (t->kind == SM_TOKEN_PARAM && t->len == n &&
		        strncasecmp(t->text, word, n) == 0))
			return true;
	}
	return false;
}

struct head {
	struct sm_token v[WORDS];
	size_t n;
};

static bool
fits(const struct head *h, const char *const words[WORDS])
{
	size_t i;

	for (i = 0; i < WORDS && words[i] != NULL; i++)
		if (i >= h->n || !is_among(&h->v[i], words[i]))
			return false;
	return true;
}

const char *
sm_my_database_name(struct sm_my_load *l, const char **rest)
{
	struct sm_lexer lexer;
	struct sm_token t;

	sm_lexer_init(&lexer, l->dialect, l->text, strlen(l->text));
	do
		t = sm_lexer_next_solid(&lexer);
	while (is_among(&t, "USE|CREATE|ALTER|OR|REPLACE|DATABASE|SCHEMA|IF|NOT|"
			    "EXISTS"));
	*rest = lexer.at;
	return t.kind == SM_TOKEN_END ? NULL : sm_token_name(l->arena, &t);
}

/* What is no longer the head of a statement: names there are of columns. */
static bool
ends_head(const struct sm_token *t)
{
	return is_among(t, "AS|SELECT|SET|VALUES|VALUE|BEGIN|DO|FOR|WHERE|"
			   "RETURN|RETURNS|DEFAULT|CHECK|COMMENT");
}

/*
 * The name of another database in the head of a statement that writes: a
 * foreign key may refer to one, a query read one.
 */
static const char *
other_database(struct sm_my_load *l)
{
	struct sm_lexer lexer;
	struct sm_token t, before = {SM_TOKEN_END, "", 0, false};
	struct sm_token last = before;
	const char *name;
	int depth = 0;

	sm_lexer_init(&lexer, l->dialect, l->text, strlen(l->text));
	while ((t = sm_lexer_next_solid(&lexer)).kind != SM_TOKEN_END) {
		if (depth == 0 && ends_head(&t))
			return NULL;
		depth += sm_token_is_op(&t, "(") - sm_token_is_op(&t, ")");
		if (depth == 0 && sm_token_is_op(&t, ".") &&
		    (last.kind == SM_TOKEN_NAME || last.kind == SM_TOKEN_WORD) &&
		    !sm_token_is(&before, "REFERENCES") &&
		    !sm_token_is_op(&before, "@")) {
			name = sm_token_name(l->arena, &last);
			if (strcmp(name, l->scratch) != 0)
				return name;
		}
		before = last;
		last = t;
	}
	return NULL;
}

static bool
writes(const struct sm_token *t)
{
	return is_among(t, "CREATE|ALTER|DROP|RENAME|TRUNCATE|INSERT|REPLACE|"
			   "UPDATE|DELETE|OPTIMIZE|REPAIR|ANALYZE");
}

static bool
is_word_of(const struct head *h, const char *word)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (is_among(&h->v[i], word))
			return true;
	return false;
}

static const char *
words(struct sm_my_load *l, const struct head *h)
{
	const struct sm_token *last = &h->v[h->n > 1 ? 1 : 0];

	return sm_memdup(l->arena, h->v[0].text,
	    (size_t)(last->text + last->len - h->v[0].text));
}

enum sm_my_verdict
sm_my_judge(struct sm_my_load *l, const char **what, const char **why)
{
	struct sm_lexer lexer;
	struct head h = {.n = 0};
	const char *other;
	size_t i;

	sm_lexer_init(&lexer, l->dialect, l->text, strlen(l->text));
	do
		h.v[h.n] = sm_lexer_next_solid(&lexer);
	while (h.v[h.n].kind != SM_TOKEN_END && ++h.n < WORDS);
	*what = "";
	if (h.n == 0)
		return SM_MY_QUIET;
	*what = words(l, &h);
	for (i = 0; i < sizeof rules / sizeof *rules; i++)
		if (fits(&h, rules[i].words)) {
			*why = rules[i].why;
			return rules[i].verdict;
		}
	if (is_among(&h.v[0], "SET") && is_word_of(&h, "@@SESSION|SQL_LOG_BIN"))
		return SM_MY_QUIET;
	if (l->dump && is_among(&h.v[0], "INSERT|REPLACE"))
		return SM_MY_QUIET;
	other = writes(&h.v[0]) ? other_database(l) : NULL;
	if (other != NULL) {
		*why = sm_sprintf(l->arena, "it names the database %s, and a "
		    "text is run in a scratch one: leave that name out", other);
		return SM_MY_REFUSE;
	}
	if (!l->made && is_among(&h.v[0], "DROP|ALTER"))
		return SM_MY_TRY;
	l->made = l->made || is_among(&h.v[0], "CREATE");
	return SM_MY_RUN;
}
