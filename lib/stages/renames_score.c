/*
 * The scorer `seed`.  Sums are made in one fixed order, each product in a
 * statement of its own, so that no compiler fuses them and a score is the same
 * double everywhere; bounds get a slack, so that they can't flip a tie.
 */
#include "stages/renames_score.h"

#include <string.h>

#include "base/json.h"
#include "base/map.h"
#include "model/schema.h"

#define SLACK 1e-9

#define COLUMN_NAME 0.55
#define COLUMN_TYPE 0.30
#define COLUMN_PLACE 0.15
#define TABLE_NAME 0.4
#define TABLE_COLUMNS 0.6

/* Names less alike than this and types of no kin are not even doubtful. */
#define DOUBTFUL_NAME 0.5

static double
type_score(const struct sm_type *a, const struct sm_type *b)
{
	if (strcmp(a->base, b->base) == 0)
		return 1.0;
	return a->family != SM_FAMILY_NONE && a->family == b->family ? 0.5
	                                                             : 0.0;
}

static double
place_score(const struct sm_column_pairing *p, size_t i, size_t k)
{
	size_t a = p->old.v[i].place, b = p->new_.v[k].place;
	size_t apart = a > b ? a - b : b - a;

	return 1.0 - (double)apart / (double)p->width;
}

static double
column_sum(double name, double type, double place)
{
	double x = COLUMN_NAME * name, y = COLUMN_TYPE * type;
	double z = COLUMN_PLACE * place, sum = x + y;

	return sum + z;
}

static double
score_columns(void *ctx, size_t i, size_t k, double least)
{
	struct sm_column_pairing *p = ctx;
	const struct sm_rename_column *a = &p->old.v[i], *b = &p->new_.v[k];
	double type = type_score(&a->type, &b->type);
	double place = place_score(p, i, k), name, score;
	bool by_name = p->doubtful && type <= 0;

	name = sm_length_bound(&a->name, &b->name);
	if (column_sum(name, type, place) + SLACK < least ||
	    (by_name && name < DOUBTFUL_NAME))
		return -1;
	name = sm_letters_bound(&a->name, &b->name);
	if (column_sum(name, type, place) + SLACK < least ||
	    (by_name && name < DOUBTFUL_NAME))
		return -1;
	name = sm_prepared_ratio(&a->name, &b->name, &p->room);
	if (by_name && name < DOUBTFUL_NAME)
		return -1;
	score = column_sum(name, type, place);
	return score < least ? -1 : score;
}

struct part {
	const char *name;
	double value;
};

static const char *
parts_text(struct sm_arena *a, const struct part *parts, size_t n)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;
	size_t i;

	for (i = 0; i < n; i++) {
		sm_buf_addf(&b, "%c\"%s\":", i == 0 ? '{' : ',',
		    parts[i].name);
		sm_json_add_score(&b, parts[i].value);
	}
	sm_buf_addc(&b, '}');
	text = sm_memdup(a, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

static const char *
column_evidence(struct sm_arena *arena, struct sm_column_pairing *p, size_t i,
    size_t k)
{
	const struct sm_rename_column *a = &p->old.v[i], *b = &p->new_.v[k];
	const struct part parts[] = {
		{"name", sm_prepared_ratio(&a->name, &b->name, &p->room)},
		{"type", type_score(&a->type, &b->type)},
		{"place", place_score(p, i, k)},
	};

	return parts_text(arena, parts, sizeof parts / sizeof parts[0]);
}

static double
table_sum(double name, double columns)
{
	double x = TABLE_NAME * name, y = TABLE_COLUMNS * columns;

	return x + y;
}

/* Tables of two schemas are never one: that would be more than a rename. */
static bool
same_schema(const struct sm_dialect *d, const struct sm_object *a,
    const struct sm_object *b)
{
	if (a->schema == NULL || b->schema == NULL)
		return a->schema == b->schema;
	return sm_same_table(d, a->schema, b->schema);
}

static double
score_tables(void *ctx, size_t i, size_t k, double least)
{
	struct sm_table_pairing *p = ctx;
	const struct sm_rename_table *a = &p->old.v[i], *b = &p->new_.v[k];
	double columns = sm_jaccard(p->common[k], a->n, b->n), score;

	if (columns < p->least_jaccard || table_sum(1, columns) + SLACK < least)
		return -1;
	if (!same_schema(p->dialect, a->table, b->table))
		return -1;
	if (table_sum(sm_length_bound(&a->name, &b->name), columns) + SLACK <
	        least ||
	    table_sum(sm_letters_bound(&a->name, &b->name), columns) + SLACK <
	        least)
		return -1;
	score = table_sum(sm_prepared_ratio(&a->name, &b->name, &p->room),
	    columns);
	return score < least ? -1 : score;
}

/* Count, for each new table, the names it shares with old i. */
static void
count_common(struct sm_table_pairing *p, size_t i)
{
	const struct sm_rename_table *a = &p->old.v[i];
	size_t c, k;

	memset(p->common, 0, p->new_.n * sizeof *p->common);
	for (c = 0; c < a->n; c++) {
		const struct sm_with_column *with =
		    &p->with_column[a->columns[c]];

		for (k = 0; k < with->n; k++)
			p->common[with->v[k]]++;
	}
}

static const char *
table_evidence(struct sm_arena *arena, struct sm_table_pairing *p, size_t i,
    size_t k)
{
	const struct sm_rename_table *a = &p->old.v[i], *b = &p->new_.v[k];
	struct part parts[2];

	count_common(p, i);
	parts[0] = (struct part){"name",
	    sm_prepared_ratio(&a->name, &b->name, &p->room)};
	parts[1] = (struct part){"columns",
	    sm_jaccard(p->common[k], a->n, b->n)};
	return parts_text(arena, parts, 2);
}

size_t
sm_pairing_candidates(void *ctx, size_t i, size_t *list)
{
	struct sm_table_pairing *p = ctx;
	const struct sm_rename_table *a = &p->old.v[i];
	size_t k, n = 0;

	count_common(p, i);
	for (k = 0; k < p->new_.n; k++)
		if (table_sum(1, sm_jaccard(p->common[k], a->n,
		                     p->new_.v[k].n)) + SLACK >= p->floor)
			list[n++] = k;
	return n;
}

void
sm_pairing_add_column(struct sm_arena *a, const struct sm_dialect *d,
    struct sm_rename_columns *list, const struct sm_column *column,
    size_t place, struct sm_op *op)
{
	struct sm_rename_column *c = sm_push(a, list);

	c->column = column;
	c->place = place;
	c->op = op;
	c->type = sm_type_parse(a, d, column->type != NULL ? column->type : "");
	sm_prepare_name(a, column->name, &c->name);
}

void
sm_pairing_add_table(struct sm_arena *a, struct sm_rename_tables *list,
    const struct sm_object *table, struct sm_op *op)
{
	struct sm_rename_table *t = sm_push(a, list);

	t->table = table;
	t->op = op;
	sm_prepare_name(a, table->name, &t->name);
}

/* The number of a column's name. */
static size_t
number_of(struct sm_arena *a, struct sm_table_pairing *p, struct sm_map *map,
    const char *name)
{
	const char *folded = sm_fold_column(a, p->dialect, name);
	size_t *number = sm_map_get(map, folded);

	if (number == NULL) {
		number = sm_alloc(a, sizeof *number);
		*number = p->nnames++;
		sm_map_set(map, folded, number);
	}
	return *number;
}

static void
number_columns(struct sm_arena *a, struct sm_table_pairing *p,
    struct sm_map *map, struct sm_rename_tables *list)
{
	size_t i, c;

	for (i = 0; i < list->n; i++) {
		const struct sm_columns *columns = &list->v[i].table->columns;
		struct sm_rename_table *t = &list->v[i];

		t->columns = sm_alloc(a, (columns->n + 1) * sizeof *t->columns);
		for (c = 0; c < columns->n; c++)
			t->columns[t->n++] =
			    number_of(a, p, map, columns->v[c].name);
	}
}

void
sm_pairing_start_tables(struct sm_arena *a, struct sm_table_pairing *p)
{
	struct sm_map map;
	size_t k, c;

	sm_map_init(&map, a);
	number_columns(a, p, &map, &p->old);
	number_columns(a, p, &map, &p->new_);
	p->with_column = sm_alloc(a, (p->nnames + 1) * sizeof *p->with_column);
	p->common = sm_alloc(a, (p->new_.n + 1) * sizeof *p->common);
	for (k = 0; k < p->new_.n; k++)
		for (c = 0; c < p->new_.v[k].n; c++)
			*sm_push(a, &p->with_column[p->new_.v[k].columns[c]]) =
			    k;
}

static const struct sm_rename_scorer scorers[] = {
	{"seed", score_columns, column_evidence, score_tables, table_evidence},
};
#define NSCORERS (sizeof scorers / sizeof scorers[0])

const struct sm_rename_scorer *
sm_rename_scorer(const char *name)
{
	size_t i;

	for (i = 0; i < NSCORERS; i++)
		if (strcmp(scorers[i].name, name) == 0)
			return &scorers[i];
	return NULL;
}

const char *
sm_rename_scorers(void)
{
	return "seed";
}
