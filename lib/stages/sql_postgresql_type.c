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

bool
sm_pgsql_add_domain(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_domain(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_domain(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_composite_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_composite_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_composite_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_range_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_range_type(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_range_type(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_add_collation(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_drop_collation(struct sm_pgsql *w, const struct sm_object *o, const void *part)
{
	(void)o;
	(void)part;
	return sm_pgsql_refuse(w, "TODO");
}

bool
sm_pgsql_modify_collation(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	(void)old;
	(void)new_;
	(void)old_part;
	(void)new_part;
	return sm_pgsql_refuse(w, "TODO");
}
/*
 * A snapshot has "schema"."name", or the bare name of one of pg_catalog, which
 * may hold any character (en_US.utf8).
 */
bool
sm_pgsql_add_collate(struct sm_pgsql *w, struct sm_buf *b,
    const char *collation)
{
	if (collation == NULL)
		return true;
	if (*collation != '"') {
		sm_buf_addf(b, " COLLATE pg_catalog.%s",
		    sm_pgsql_name(w, collation));
		return true;
	}
	if (!sm_pgsql_fits(w, SM_FRAGMENT_DEFAULT, collation, "a collation"))
		return false;
	sm_buf_addf(b, " COLLATE %s", collation);
	return true;
}
