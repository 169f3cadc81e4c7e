/*
 * What stays a DROP and an ADD, but may belong together: so that no loss of data
 * goes unquestioned, each says who its best partner would have been.
 *
 * A column's partner: among those of its table that were not renamed, the one
 * that scores best, if their types are of one family at least, or their names
 * are half alike.  A table's: if at least a quarter of the columns' names are
 * shared and the score is 0.4 or more (without columns in common, no two names
 * are enough for that).
 */
#include <string.h>

#include "base/json.h"
#include "stages/renames_work.h"

#define COLUMN_FLOOR 0.0
#define TABLE_FLOOR 0.40
#define TABLE_JACCARD 0.25

/* Take out, or put in, the op's member. */
static void
mark(struct sm_rename_work *w, struct sm_op *op, const char *key,
    const char *value)
{
	const char **to = strcmp(key, "maybe_renamed_to") == 0
	    ? &op->maybe_renamed_to
	    : &op->maybe_renamed_from;

	if (value == NULL && *to == NULL)
		return;
	*to = value;
	sm_op_splice(w->arena, op, &(struct sm_member){key, value}, 1);
}

static const char *
partner_text(struct sm_rename_work *w, const char *name, double score,
    const char *evidence)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *text;

	sm_buf_adds(&b, "{\"name\":");
	sm_json_add_string(&b, name);
	sm_buf_adds(&b, ",\"score\":");
	sm_json_add_score(&b, score);
	sm_buf_addf(&b, ",\"evidence\":%s}", evidence);
	text = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

/* What stays apart, columns or tables alike. */
struct end {
	struct sm_op *op;
	const char *name;
};
struct doubt {
	struct end *old, *new_;
	struct sm_match match;
	/* of a pair, with the match's ctx */
	const char *(*evidence)(const struct sm_rename_work *, void *ctx,
	    size_t i, size_t k);
};

static void
mark_best(struct sm_rename_work *w, const struct doubt *d, double floor)
{
	struct sm_partners best;
	const char *text;
	size_t i, k;

	sm_match_best(w->arena, &d->match, floor, &best);
	for (i = 0; i < d->match.nold; i++) {
		k = best.of_old[i];
		text = k == SM_NO_MATCH ? NULL
		    : partner_text(w, d->new_[k].name, best.old_score[i],
		          d->evidence(w, d->match.ctx, i, k));
		mark(w, d->old[i].op, "maybe_renamed_to", text);
	}
	for (k = 0; k < d->match.nnew; k++) {
		i = best.of_new[k];
		text = i == SM_NO_MATCH ? NULL
		    : partner_text(w, d->old[i].name, best.new_score[k],
		          d->evidence(w, d->match.ctx, i, k));
		mark(w, d->new_[k].op, "maybe_renamed_from", text);
	}
}

static const char *
column_evidence(const struct sm_rename_work *w, void *ctx, size_t i, size_t k)
{
	return w->scorer->column_evidence(w->arena, ctx, i, k);
}

static struct end *
column_ends(struct sm_arena *a, const struct sm_rename_columns *list)
{
	struct end *ends = sm_alloc(a, list->n * sizeof *ends + 1);
	size_t i;

	for (i = 0; i < list->n; i++)
		ends[i] = (struct end){list->v[i].op, list->v[i].column->name};
	return ends;
}

static void
doubt_columns(struct sm_rename_work *w, const struct sm_rename_unit *u)
{
	struct sm_column_pairing p = {.doubtful = true};
	struct doubt d = {.evidence = column_evidence};

	sm_rename_columns_of(w, u, &p);
	d.old = column_ends(w->arena, &p.old);
	d.new_ = column_ends(w->arena, &p.new_);
	d.match = sm_rename_match_columns(w, &p);
	mark_best(w, &d, COLUMN_FLOOR);
	sm_ratio_room_free(&p.room);
}

static const char *
table_evidence(const struct sm_rename_work *w, void *ctx, size_t i, size_t k)
{
	return w->scorer->table_evidence(w->arena, ctx, i, k);
}

static struct end *
table_ends(struct sm_arena *a, const struct sm_rename_tables *list)
{
	struct end *ends = sm_alloc(a, list->n * sizeof *ends + 1);
	size_t i;

	for (i = 0; i < list->n; i++)
		ends[i] = (struct end){list->v[i].op, list->v[i].table->name};
	return ends;
}

static void
doubt_tables(struct sm_rename_work *w)
{
	struct sm_table_pairing p = {.dialect = w->dialect,
	    .floor = TABLE_FLOOR, .least_jaccard = TABLE_JACCARD};
	struct doubt d = {.evidence = table_evidence};

	sm_rename_tables_of(w, &p);
	d.old = table_ends(w->arena, &p.old);
	d.new_ = table_ends(w->arena, &p.new_);
	d.match = sm_rename_match_tables(w, &p);
	mark_best(w, &d, TABLE_FLOOR);
	sm_ratio_room_free(&p.room);
}

void
sm_renames_doubt(struct sm_rename_work *w)
{
	size_t i;

	doubt_tables(w);
	for (i = 0; i < w->units.n; i++)
		if (sm_rename_has_both(w->units.v[i]))
			doubt_columns(w, w->units.v[i]);
}
