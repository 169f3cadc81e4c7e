/*
 * The order of a table's constraints and indexes: by what they say, so that it
 * doesn't matter whether they were written with a column or behind all columns,
 * and in which order.
 */
#include <stdlib.h>
#include <string.h>

#include "sources/sqlite_objects.h"
#include "text/sqltext.h"

/* The text that a part is sorted by, and the part's place. */
struct item {
	const char *key;
	size_t place;
};

static int
by_key(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order
	                  : (a->place > b->place) - (a->place < b->place);
}

/* Sort n parts of that size by their keys; a: for as long as that takes. */
static void
sort_parts(struct sm_arena *a, void *parts, size_t size, size_t n,
    const char *(*key_of)(struct sm_arena *, const void *))
{
	struct item *items = sm_alloc(a, n * sizeof *items);
	char *from, *to = parts;
	size_t i;

	if (n == 0)
		return;
	from = sm_alloc(a, n * size);
	memcpy(from, parts, n * size);
	for (i = 0; i < n; i++)
		items[i] = (struct item){key_of(a, from + i * size), i};
	qsort(items, n, sizeof *items, by_key);
	for (i = 0; i < n; i++)
		memcpy(to + i * size, from + items[i].place * size, size);
}

static void
add(struct sm_buf *b, const char *s)
{
	sm_buf_adds(b, s != NULL ? s : "");
	sm_buf_addc(b, '\1');
}

static void
add_columns(struct sm_arena *a, struct sm_buf *b,
    const struct sm_strings *columns)
{
	size_t i;

	for (i = 0; i < columns->n; i++)
		add(b, sm_fold_column(a, sm_dialect_get(SM_SQLITE),
		    columns->v[i]));
	sm_buf_addc(b, '\2');
}

static const char *
finish(struct sm_arena *a, struct sm_buf *b)
{
	const char *text = sm_memdup(a, sm_buf_str(b), b->len);

	sm_buf_free(b);
	return text;
}

static const char *
unique_key(struct sm_arena *a, const void *part)
{
	const struct sm_key *k = part;
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	add_columns(a, &b, &k->columns);
	for (i = 0; i < k->keys.n; i++) {
		add(&b, k->keys.v[i].collation == NULL ? NULL
		    : sm_fold_column(a, sm_dialect_get(SM_SQLITE),
		        k->keys.v[i].collation));
		add(&b, k->keys.v[i].desc ? "desc" : "");
	}
	add(&b, k->conflict);
	add(&b, k->name);
	return finish(a, &b);
}

static const char *
check_key(struct sm_arena *a, const void *part)
{
	const struct sm_check *c = part;
	struct sm_buf b = SM_BUF_INIT;

	add(&b, sm_sql_normal(a, sm_dialect_get(SM_SQLITE), c->expression,
	    NULL));
	add(&b, c->name);
	add(&b, c->expression);
	add(&b, c->column);
	return finish(a, &b);
}

static const char *
foreign_key_key(struct sm_arena *a, const void *part)
{
	const struct sm_foreign_key *f = part;
	struct sm_buf b = SM_BUF_INIT;

	add_columns(a, &b, &f->columns);
	add(&b, sm_fold_table(a, sm_dialect_get(SM_SQLITE),
	    f->references->table));
	add_columns(a, &b, &f->references->columns);
	add(&b, f->on_delete);
	add(&b, f->on_update);
	add(&b, f->match);
	add(&b, f->initially_deferred ? "deferred" : "");
	add(&b, f->name);
	return finish(a, &b);
}

static const char *
index_key(struct sm_arena *a, const void *part)
{
	const struct sm_index *x = part;

	(void)a;
	return x->name;
}

/*
 * A constraint that was written twice is one (SQLite makes one index of them),
 * but for its name.  The list is sorted.
 */
static void
drop_doubles(struct sm_arena *a, struct sm_keys *uniques)
{
	size_t i, n = 0;

	for (i = 0; i < uniques->n; i++) {
		if (n > 0 && uniques->v[i].name == NULL &&
		    strcmp(unique_key(a, &uniques->v[n - 1]),
		        unique_key(a, &uniques->v[i])) == 0)
			continue;
		uniques->v[n++] = uniques->v[i];
	}
	uniques->n = n;
}

void
sm_sqlite_sort(struct sm_object *t)
{
	struct sm_arena *a = sm_arena_new();

#define SORT(list, key) \
	sort_parts(a, (list)->v, sizeof *(list)->v, (list)->n, key)
	SORT(&t->uniques, unique_key);
	drop_doubles(a, &t->uniques);
	SORT(&t->checks, check_key);
	SORT(&t->foreign_keys, foreign_key_key);
	SORT(&t->indexes, index_key);
#undef SORT
	sm_arena_free(a);
}
