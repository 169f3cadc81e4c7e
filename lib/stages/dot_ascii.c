/*
 * The graph in a terminal, an op a line, its dependencies as rails at the left:
 *
 *	      orders
 *	o     1 SAFE     add table orders
 *	!     3 CAUTION  add foreign key (user_id) to users
 *
 *	X     2 DANGER   drop column users.fax
 *
 * An op that others wait for opens a rail in its own place, which runs down to
 * the last of them.  A line that waits for a rail is joined to it: + where the
 * rail goes on, ' where it ends.  Where there is no room for a rail, the words
 * "after 1, 2" say the same.  Lines, not ops, are counted here.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "stages/dot.h"

#define NO_OP SIZE_MAX

/* By enum sm_risk. */
static const char glyphs[] = "?o!X";
static const char *const words[] = {"unjudged", "SAFE", "CAUTION", "DANGER"};
static const char *const colours[] = {"0", "32", "33", "1;31"};

struct drawing {
	struct sm_plan *plan;
	size_t *op;    /* of each line: the index of its op */
	const char **table;     /* of each line: the op's cluster, or NULL */
	struct sm_edges *edges; /* of each line: those it waits for */
	size_t *last;  /* of each line: the last that waits for it, or NO_OP */
	size_t *rail;  /* of each rail: the line it comes from, or NO_OP */
	size_t rails, used; /* room for rails; the most that were in use */
	size_t above;  /* the place of the sign in the line above, or NO_OP */
	char *line;    /* the rails of one line, 2 * rails characters */
	struct sm_buf after; /* what the line waits for without a rail */
};

/* The order of the lines, and the ops' edges as edges of lines. */
static void
order_lines(struct drawing *d)
{
	size_t n = d->plan->ops.n, i, k;
	struct sm_arena *a = d->plan->arena;
	struct sm_edges *edges = sm_dot_edges(d->plan);
	size_t *line = sm_alloc(a, n * sizeof *line + 1);

	d->op = sm_dot_lines(d->plan, edges);
	d->edges = sm_alloc(a, n * sizeof *d->edges + 1);
	d->table = sm_alloc(a, n * sizeof *d->table + 1);
	for (i = 0; i < n; i++)
		line[d->op[i]] = i;
	for (i = 0; i < n; i++) {
		d->table[i] = sm_dot_cluster(d->plan,
		    d->plan->ops.v[d->op[i]]);
		for (k = 0; k < edges[d->op[i]].n; k++)
			*sm_push(a, &d->edges[i]) = line[edges[d->op[i]].v[k]];
	}
}

static void
prepare(struct drawing *d)
{
	size_t n = d->plan->ops.n, i, k;

	order_lines(d);
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
	d->line[2 * at] = glyphs[d->plan->ops.v[d->op[i]]->risk];
}

/* What op i waits for that has no rail, by number. */
static void
list_after(struct drawing *d, size_t i)
{
	size_t k;

	sm_buf_reset(&d->after);
	for (k = 0; k < d->edges[i].n; k++)
		if (rail_of(d, d->edges[i].v[k]) == NO_OP)
			sm_buf_addf(&d->after, "%s%ld",
			    d->after.len > 0 ? ", " : " (after ",
			    sm_dot_number(d->plan, d->op[d->edges[i].v[k]]));
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

/* Do the lines i and k belong to one table? */
static bool
together(const struct drawing *d, size_t i, size_t k)
{
	return i < d->plan->ops.n && k < d->plan->ops.n &&
	    d->table[i] != NULL && d->table[k] != NULL &&
	    strcmp(d->table[i], d->table[k]) == 0;
}

/* Does line i stand under its table's name?  One alone says it itself. */
static bool
is_within(const struct drawing *d, size_t i)
{
	return (i > 0 && together(d, i - 1, i)) || together(d, i, i + 1);
}

/* The name of the table whose first line is line i. */
static void
add_heading(struct drawing *d, size_t i, int columns, bool colour,
    struct sm_buf *b)
{
	const struct sm_op *op = d->plan->ops.v[d->op[i]];
	int gutter = 2 * (int)d->used;
	size_t r;

	if (!is_within(d, i) || (i > 0 && together(d, i - 1, i)))
		return;
	memset(d->line, ' ', 2 * d->rails);
	for (r = 0; r < d->rails; r++)
		if (d->rail[r] != NO_OP)
			d->line[2 * r] = '|';
	sm_buf_addf(b, "%.*s      ", gutter, d->line);
	if (colour)
		sm_buf_adds(b, "\033[1m");
	sm_buf_adds(b, sm_dot_cut(d->plan->arena,
	    sm_printable_str(d->plan->arena, op->table),
	    (size_t)(columns - gutter - 6)));
	sm_buf_adds(b, colour ? "\033[0m\n" : "\n");
}

static void
add_op(struct drawing *d, size_t i, int columns, bool colour,
    struct sm_buf *b)
{
	const struct sm_op *op = d->plan->ops.v[d->op[i]];
	int gutter = 2 * (int)d->used, room;

	sm_buf_addf(b, "%.*s %4ld ", gutter, d->line,
	    sm_dot_number(d->plan, d->op[i]));
	if (colour)
		sm_buf_addf(b, "\033[%sm%-8s\033[0m ", colours[op->risk],
		    words[op->risk]);
	else
		sm_buf_addf(b, "%-8s ", words[op->risk]);
	room = columns - gutter - 15 - (int)d->after.len;
	sm_buf_adds(b,
	    sm_dot_sentence(d->plan->arena, op, is_within(d, i),
	        (size_t)(room > 20 ? room : 20)));
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
			add_heading(d, i, columns, colour, b);
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

	/* A fifth of the width for rails, the rest for words. */
	d.rails = (size_t)(columns / 10 > 2 ? columns / 10 : 2);
	prepare(&d);
	walk(&d, columns, colour, NULL);
	walk(&d, columns, colour, b);
	sm_buf_free(&d.after);
}
