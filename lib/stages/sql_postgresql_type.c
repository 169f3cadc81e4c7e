#include <string.h>

#include "base/utf8.h"
#include "stages/sql_postgresql_type.h"

static bool
is_word_of(const char *word, const char *words)
{
	size_t n;

	for (; *words != '\0'; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (strlen(word) == n && memcmp(word, words, n) == 0)
			return true;
	}
	return false;
}

bool
sm_pgsql_knows(struct sm_pgsql *w, const char *words)
{
	size_t i;

	for (i = 0; i < w->op->changes.n; i++) {
		const char *word = w->op->changes.v[i];

		if (!is_word_of(word, "comment owner grants") &&
		    !is_word_of(word, words))
			return sm_pgsql_refuse(w, "no way is known here to "
			    "change its \"%.40s\"",
			    sm_printable_str(w->arena, word));
	}
	return true;
}

bool
sm_pgsql_drop_plain(struct sm_pgsql *w, const char *what,
    const struct sm_object *o)
{
	sm_pgsql_run(&w->script, "DROP %s %s", what,
	    sm_pgsql_object_name(w, o));
	return true;
}

const char *
sm_pgsql_for_format(struct sm_pgsql *w, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;

	for (; *text != '\0'; text++)
		sm_buf_addf(&b, *text == '%' ? "%%%%" : "%c", *text);
	text = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

/* NAMEDATALEN - 1 */
#define MAX_NAME 63

const char *
sm_pgsql_clip(struct sm_pgsql *w, const char *name, size_t more)
{
	size_t n = strlen(name);

	if (n + more <= MAX_NAME)
		return name;
	n = MAX_NAME - more;
	while (n > 0 && ((unsigned char)name[n] & 0xc0) == 0x80)
		n--;
	return sm_memdup(w->arena, name, n);
}

bool
sm_pgsql_add_collate(struct sm_pgsql *w, struct sm_buf *b,
    const char *collation)
{
	const char *name = collation != NULL
	    ? sm_pgsql_collation(w, collation) : NULL;

	if (name != NULL)
		sm_buf_addf(b, " COLLATE %s", name);
	return name != NULL || collation == NULL;
}
