/*
 * Statements that would reach beyond the scratch database, or are about what a
 * schema has no part in.  This guards against accidents: what a function or a
 * DO block does with the rights of its role can't be seen from here.
 */
#include <string.h>

#include "sources/postgresql_load.h"
#include "text/lexer.h"

#define WORDS 8
#define ANY "*"

static const char outlives[] =
    "it would outlive the scratch database: take it out";
static const char elsewhere[] =
    "it would reach another server: take it out, or reflect a database "
    "that has it";
static const char files[] =
    "it would reach files of the scratch server: take it out (COPY ... FROM "
    "stdin with the data behind it is passed over)";

/*
 * By the first words: a list of lists of alternatives; * stands for any token.
 * The first row that fits counts.
 */
static const struct {
	const char *words[WORDS];
	enum sm_pg_verdict verdict;
	const char *why;
} rules[] = {
	{{"CREATE|ALTER|DROP", "USER", "MAPPING"}, SM_PG_RUN, NULL},
	{{"CREATE", "ROLE|USER|GROUP"}, SM_PG_ROLE, NULL},
	{{"ALTER|DROP", "ROLE|USER|GROUP"}, SM_PG_PASS, NULL},
	{{"CREATE|ALTER|DROP", "DATABASE"}, SM_PG_PASS, NULL},
	{{"COMMENT", "ON", "ROLE|DATABASE|TABLESPACE"}, SM_PG_PASS, NULL},
	{{"SECURITY", "LABEL", "ON", "ROLE|DATABASE|TABLESPACE"}, SM_PG_PASS,
	    NULL},
	{{"SECURITY", "LABEL", "FOR", ANY, "ON", "ROLE|DATABASE|TABLESPACE"},
	    SM_PG_PASS, NULL},
	{{"CREATE|ALTER|DROP", "TABLESPACE"}, SM_PG_REFUSE, outlives},
	{{"ALTER", "SYSTEM"}, SM_PG_REFUSE, outlives},
	{{"PREPARE", "TRANSACTION"}, SM_PG_REFUSE, outlives},
	{{"COMMIT|ROLLBACK", "PREPARED"}, SM_PG_REFUSE, outlives},
	{{"DROP|REASSIGN", "OWNED"}, SM_PG_REFUSE,
	    "it would reach what its role owns on the whole scratch server: "
	    "take it out"},
	{{"ALTER", "SUBSCRIPTION", ANY, "OWNER"}, SM_PG_RUN, NULL},
	{{"ALTER|DROP", "SUBSCRIPTION"}, SM_PG_REFUSE, elsewhere},
	/* The time-outs are ours (and those of newer servers are unknown to
	   older ones): pg_dump takes all of them off. */
	{{"SET", "statement_timeout|lock_timeout|transaction_timeout|"
		 "idle_in_transaction_session_timeout|idle_session_timeout"},
	    SM_PG_QUIET, NULL},
	{{"SET", "SESSION|LOCAL", "statement_timeout|lock_timeout|"
		 "transaction_timeout|idle_in_transaction_session_timeout|"
		 "idle_session_timeout"}, SM_PG_QUIET, NULL},
};

/* The words of a statement that the rules look at. */
struct head {
	struct sm_token v[WORDS];
	size_t n;
};

static void
next(struct sm_lexer *lexer, struct sm_token *t)
{
	*t = sm_lexer_next_solid(lexer);
}

static struct sm_lexer
lexer_of(const struct sm_pg_load *l)
{
	struct sm_lexer lexer;

	sm_lexer_init(&lexer, sm_dialect_get(SM_POSTGRESQL), l->statement,
	    l->len);
	return lexer;
}

/* Is the token one of a|b|c? */
static bool
is_among(const struct sm_token *t, const char *words)
{
	char word[64];
	size_t n;

	for (; *words != '\0'; words += n + (words[n] == '|')) {
		n = strcspn(words, "|");
		memcpy(word, words, n);
		word[n] = '\0';
		if (sm_token_is(t, word))
			return true;
	}
	return false;
}

static bool
fits(const struct head *h, const char *const words[WORDS])
{
	size_t i;

	for (i = 0; i < WORDS && words[i] != NULL; i++)
		if (i >= h->n || (strcmp(words[i], ANY) != 0 &&
		    !is_among(&h->v[i], words[i])))
			return false;
	return true;
}

/* The token behind the first `word` outside of parentheses; or the end. */
static struct sm_token
behind(const struct sm_pg_load *l, const char *word)
{
	struct sm_lexer lexer = lexer_of(l);
	struct sm_token t;
	int depth = 0;

	for (next(&lexer, &t); t.kind != SM_TOKEN_END; next(&lexer, &t)) {
		depth += sm_token_is_op(&t, "(") - sm_token_is_op(&t, ")");
		if (depth == 0 && sm_token_is(&t, word)) {
			next(&lexer, &t);
			return t;
		}
	}
	return t;
}

/* GRANT a TO b is about roles, as what is ON a database is about that. */
static enum sm_pg_verdict
judge_grant(const struct sm_pg_load *l)
{
	struct sm_token on = behind(l, "ON");

	return on.kind == SM_TOKEN_END ||
	        is_among(&on, "DATABASE|TABLESPACE|PARAMETER")
	    ? SM_PG_PASS : SM_PG_RUN;
}

/* Data behind the statement are passed over, so it needn't be run. */
static enum sm_pg_verdict
judge_copy(struct sm_pg_load *l, const char **why)
{
	struct sm_token from = behind(l, "FROM"), to = behind(l, "TO");

	*why = files;
	if (sm_token_is(&from, "STDIN")) {
		l->data = true;
		return SM_PG_QUIET;
	}
	return sm_token_is(&to, "STDOUT") ? SM_PG_QUIET : SM_PG_REFUSE;
}

/* Only one that connects to nothing, as pg_dump writes it. */
static enum sm_pg_verdict
judge_subscription(const struct sm_pg_load *l, const char **why)
{
	struct sm_lexer lexer = lexer_of(l);
	struct sm_token t;

	*why = elsewhere;
	for (next(&lexer, &t); t.kind != SM_TOKEN_END; next(&lexer, &t)) {
		if (!sm_token_is(&t, "connect"))
			continue;
		next(&lexer, &t);
		if (sm_token_is_op(&t, "="))
			next(&lexer, &t);
		return is_among(&t, "false|off|no")
		    ? SM_PG_RUN : SM_PG_REFUSE;
	}
	return SM_PG_REFUSE;
}

/* The first words, to be named in a message. */
static const char *
name(const struct sm_pg_load *l, const struct head *h, size_t n)
{
	const struct sm_token *last = &h->v[(n < h->n ? n : h->n) - 1];

	return sm_memdup(l->arena, l->statement,
	    (size_t)(last->text + last->len - l->statement));
}

enum sm_pg_verdict
sm_pg_judge(struct sm_pg_load *l, const char **what, const char **why)
{
	struct sm_lexer lexer = lexer_of(l);
	struct head h = {.n = 0};
	size_t i;

	do
		next(&lexer, &h.v[h.n]);
	while (h.v[h.n].kind != SM_TOKEN_END && ++h.n < WORDS);
	*what = "";
	if (h.n == 0)
		return SM_PG_QUIET;
	*what = name(l, &h, 2);
	for (i = 0; i < sizeof rules / sizeof *rules; i++)
		if (fits(&h, rules[i].words)) {
			*why = rules[i].why;
			return rules[i].verdict;
		}
	if (is_among(&h.v[0], "GRANT|REVOKE"))
		return judge_grant(l);
	if (sm_token_is(&h.v[0], "COPY"))
		return judge_copy(l, why);
	if (h.n > 1 && sm_token_is(&h.v[0], "CREATE") &&
	    sm_token_is(&h.v[1], "SUBSCRIPTION"))
		return judge_subscription(l, why);
	if (!l->made && is_among(&h.v[0], "DROP|ALTER"))
		return SM_PG_TRY;
	l->made = l->made || !is_among(&h.v[0], "SET|RESET|SELECT|BEGIN|START|"
						"COMMIT|END");
	return SM_PG_RUN;
}
