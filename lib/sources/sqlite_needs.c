/*
 * Sets of needs: what an object reads, sorted and each once.
 */
#include <stdlib.h>
#include <string.h>

#include "sources/sqlite_objects.h"
#include "text/lexer.h"

/* A relation, and one of its columns or NULL. */
struct read {
	const struct sm_catalog_relation *relation;
	const char *column;
};

struct sm_need_set {
	const struct sm_catalog *catalog;
	struct sm_arena *arena;
	struct sm_map known; /* "relation\1column" of those in the list */
	struct {
		struct read *v;
		size_t n, cap;
	} reads;
};

struct sm_need_set *
sm_need_set_new(const struct sm_catalog *c, struct sm_arena *scratch)
{
	struct sm_need_set *s = sm_alloc(scratch, sizeof *s);

	s->catalog = c;
	s->arena = scratch;
	sm_map_init(&s->known, scratch);
	return s;
}

/*
 * The virtual table that a shadow table belongs to: the longest name that the
 * shadow's name begins with, before an underscore.
 */
static const struct sm_catalog_relation *
owner_of(const struct sm_catalog *c, const struct sm_catalog_relation *shadow)
{
	const struct sm_catalog_relation *r = NULL;
	char *name = sm_xstrdup(shadow->name), *end;

	while (r == NULL && (end = strrchr(name, '_')) != NULL) {
		*end = '\0';
		r = sm_catalog_find(c, name);
		if (r != NULL && r->kind != SM_RELATION_VIRTUAL)
			r = NULL;
	}
	free(name);
	return r;
}

static void
add_read(struct sm_need_set *s, const struct sm_catalog_relation *r,
    const char *column)
{
	const char *key = sm_sprintf(s->arena, "%s\1%s", r->name,
	    column != NULL ? column : "");
	struct read *x;

	if (sm_map_get(&s->known, key) != NULL)
		return;
	sm_map_set(&s->known, key, s);
	x = sm_push(s->arena, &s->reads);
	x->relation = r;
	x->column = column;
}

void
sm_need_set_add(struct sm_need_set *s, const char *relation,
    const char *column)
{
	const struct sm_catalog_relation *r =
	    sm_catalog_find(s->catalog, relation);
	const struct sm_catalog_column *c = NULL;

	if (r != NULL && r->kind == SM_RELATION_SHADOW) {
		r = owner_of(s->catalog, r);
		column = NULL;
	}
	if (r == NULL || r->bad != NULL)
		return; /* SQLite's own, or a table function */
	if (column != NULL)
		c = sm_catalog_column(r, column);
	add_read(s, r, NULL);
	/* The rowid is no column, nor is what only a module knows. */
	if (c != NULL && c->hidden != 1)
		add_read(s, r, c->name);
}

static int
by_name(const void *x, const void *y)
{
	const struct read *a = x, *b = y;
	int order = strcmp(sm_catalog_record(a->relation),
	    sm_catalog_record(b->relation));

	if (order == 0)
		order = strcmp(a->relation->name, b->relation->name);
	if (order == 0 && a->column != NULL && b->column != NULL)
		return strcmp(a->column, b->column);
	return order != 0 ? order : (a->column != NULL) - (b->column != NULL);
}

void
sm_need_set_list(const struct sm_need_set *s, struct sm_arena *a,
    struct sm_needs *out)
{
	struct sm_need *need = NULL;
	const struct read *x;
	size_t i;

	if (s->reads.n > 0)
		qsort(s->reads.v, s->reads.n, sizeof s->reads.v[0], by_name);
	for (i = 0; i < s->reads.n; i++) {
		x = &s->reads.v[i];
		if (x->column == NULL) {
			need = sm_push(a, out);
			need->record = sm_catalog_record(x->relation);
			need->name = x->relation->name;
		} else if (need != NULL) {
			sm_strings_add(a, &need->columns, x->column);
		}
	}
}

void
sm_needs_of_text(const struct sm_catalog *c, const char *text,
    const char *but, struct sm_needs *out)
{
	struct sm_arena *scratch = sm_arena_new();
	struct sm_need_set *s = sm_need_set_new(c, scratch);
	struct sm_lexer lexer;
	struct sm_token t;
	const char *name;
	size_t i, first = out->n;

	sm_lexer_init(&lexer, sm_dialect_get(SM_SQLITE), text, strlen(text));
	while ((t = sm_lexer_next_solid(&lexer)).kind != SM_TOKEN_END) {
		if (t.kind != SM_TOKEN_WORD && t.kind != SM_TOKEN_NAME)
			continue;
		name = sm_token_name(scratch, &t);
		if (but == NULL || sqlite3_stricmp(name, but) != 0)
			sm_need_set_add(s, name, NULL);
	}
	sm_need_set_list(s, c->arena, out);
	for (i = first; i < out->n; i++)
		out->v[i].inexact = true;
	sm_arena_free(scratch);
}
