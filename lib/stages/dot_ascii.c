/*
 * The graph in a terminal, an op a line, its dependencies as rails at the left:
 *
 *	o        1 SAFE     add table orders
 *	| X      2 DANGER   drop column users.fax
 *	+-o      3 CAUTION  add foreign key (user_id) to users on orders
 *
 * An op that others wait for opens a rail in its own place, which runs down to
 * the last of them.  A line that waits for a rail is joined to it: + where the
 * rail goes on, ' where it ends.  Where there is no room for a rail, the words
 * "after 1, 2" say the same.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "stages/dot.h"

#define NO_OP SIZE_MAX

/* By enum sm_risk. */
static const char glyphs[] = "?o!X";
static const char *const words[] = {"not judged", "SAFE", "CAUTION", "DANGER"};
static const char *const colours[] = {"0", "32", "33", "1;31"};

struct drawing {
	struct sm_plan *plan;
	struct sm_edges *edges;
	size_t *last;  /* of each op: the last op that waits for it, or NO_OP */
	size_t *rail;  /* of each rail: the op it comes from, or NO_OP */
	size_t rails, used; /* room for rails; the most that were in use */
	size_t above;  /* the place of the sign in the line above, or NO_OP */
	char *line;    /* the rails of one line, 2 * rails characters */
	struct sm_buf after; /* what the line waits for without a rail */
};

static void
prepare(struct drawing *d)
{
	size_t n = d->plan->ops.n, i, k;

	d->edges = sm_dot_edges(d->plan);
	d->last = sm_alloc(d->plan->arena, n * sizeof *d->last + 1);
	for (i = 0; i < n; i++)
		d->last[i] = NO_OP;
	for (i = 0; i < n; i++)
		for (k = 0; k < d->edges[i].n; k++)
			if (d->last[d->edges[i].v[k]] == NO_OP ||
			    d->last[d->edges[i].v[k]] < i)
				d->last[d->edges[i].v[k]] = i;
	d->rail = sm_alloc(d->plan->arena, d->rails * sizeof *d->rail);
	for (i = 0; i < d->rails; i++)
		d->rail[i] = NO_OP;
	d->line = sm_alloc(d->plan->arena, 2 * d->rails + 1);
}

static size_t
rail_of(const struct drawing *d, size_t op)
{
	size_t r;

	for (r = 0; r < d->rails; r++)
		if (d->rail[r] == op)
			return r;
	return NO_OP;
}

static bool
waits_for(const struct drawing *d, size_t i, size_t op)
{
	size_t k;

	for (k = 0; k < d->edges[i].n; k++)
		if (d->edges[i].v[k] == op)
			return true;
	return false;
}

/*
 * The place of op i's own sign: a rail that ends in it, so that a chain runs
 * straight down, else the first free one that isn't under the sign above, which
 * would look like a chain; the last place where all are taken.
 */
static size_t
place(const struct drawing *d, size_t i)
{
	size_t r;

	for (r = 0; r < d->rails; r++)
		if (d->rail[r] != NO_OP && d->last[d->rail[r]] == i)
			return r;
	for (r = 0; r < d->rails - 1; r++)
		if (d->rail[r] == NO_OP && r != d->above)
			return r;
	return d->rails - 1;
}

/* Draw the rails of op i's line, its sign at `at`. */
static void
draw_rails(struct drawing *d, size_t i, size_t at)
{
	size_t r, low = at, high = at;

	memset(d->line, ' ', 2 * d->rails);
	for (r = 0; r < d->rails; r++) {
		if (d->rail[r] == NO_OP)
			continue;
		d->line[2 * r] = '|';
		if (r == at || !waits_for(d, i, d->rail[r]))
			continue;
		d->line[2 * r] = d->last[d->rail[r]] == i ? '\'' : '+';
		low = r < low ? r : low;
		high = r > high ? r : high;
	}
	for (r = low; r < high; r++) {
		d->line[2 * r + 1] = '-';
		if (d->line[2 * r] == ' ')
			d->line[2 * r] = '-';
	}
	d->line[2 * at] = glyphs[d->plan->ops.v[i]->risk];
}

/* What op i waits for that has no rail, by number. */
static void
list_after(struct drawing *d, size_t i)
{
	size_t k;

	sm_buf_reset(&d->after);
	for (k = 0; k < d->edges[i].n; k++)
		if (rail_of(d, d->edges[i].v[k]) == NO_OP)
			sm_buf_addf(&d->after, "%s%zu",
			    d->after.len > 0 ? ", " : " (after ",
			    d->edges[i].v[k] + 1);
	if (d->after.len > 0)
		sm_buf_addc(&d->after, ')');
}

static void
close_and_open(struct drawing *d, size_t i, size_t at)
{
	size_t r;

	for (r = 0; r < d->rails; r++)
		if (d->rail[r] != NO_OP && d->last[d->rail[r]] == i)
			d->rail[r] = NO_OP;
	if (d->last[i] != NO_OP && d->rail[at] == NO_OP)
		d->rail[at] = i;
	if (at + 1 > d->used)
		d->used = at + 1;
	d->above = at;
}

/* Does no rail lead on from the lines above? */
static bool
is_apart(const struct drawing *d)
{
	size_t r;

	for (r = 0; r < d->rails; r++)
		if (d->rail[r] != NO_OP)
			return false;
	return true;
}

static void
add_op(struct drawing *d, size_t i, int columns, bool colour,
    struct sm_buf *b)
{
	const struct sm_op *op = d->plan->ops.v[i];
	int gutter = 2 * (int)d->used, room;

	sm_buf_addf(b, "%.*s %4zu ", gutter, d->line, i + 1);
	if (colour)
		sm_buf_addf(b, "\033[%sm%-8s\033[0m ", colours[op->risk],
		    words[op->risk]);
	else
		sm_buf_addf(b, "%-8s ", words[op->risk]);
	room = columns - gutter - 15 - (int)d->after.len;
	sm_buf_adds(b,
	    sm_dot_sentence(d->plan->arena, op, (size_t)(room > 20 ? room : 20)));
	sm_buf_adds(b, sm_buf_str(&d->after));
	sm_buf_addc(b, '\n');
}

/*
 * Twice over the ops: first to learn how many rails are in use at once, then to
 * draw, so that all lines' texts begin in one column.
 */
static void
walk(struct drawing *d, int columns, bool colour, struct sm_buf *b)
{
	size_t i, at;

	for (i = 0; i < d->plan->ops.n; i++) {
		if (is_apart(d)) {
			/* What has nothing to do with the above stands apart. */
			d->above = NO_OP;
			if (b != NULL && i > 0)
				sm_buf_addc(b, '\n');
		}
		at = place(d, i);
		if (b != NULL) {
			draw_rails(d, i, at);
			list_after(d, i);
			add_op(d, i, columns, colour, b);
		}
		close_and_open(d, i, at);
	}
}

void
sm_dot_ascii(struct sm_plan *p, int columns, bool colour, struct sm_buf *b)
{
	struct drawing d = {.plan = p, .after = SM_BUF_INIT};

	/* A third of the width for rails, the rest for words. */
	d.rails = (size_t)(columns / 6 > 2 ? columns / 6 : 2);
	prepare(&d);
	walk(&d, columns, colour, NULL);
	walk(&d, columns, colour, b);
	sm_buf_free(&d.after);
}
