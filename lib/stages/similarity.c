/*
 * The ratio of Ratcliff and Obershelp as Python's difflib computes it: the
 * longest block that two strings share (of several the one that starts first
 * in a, then in b), then the same to the left and to the right of it.
 *
 * difflib keeps an index of b (which characters stand where) and walks along a:
 * of the two rows of lengths only the places of one character are touched, so
 * that names of many different characters cost far less than the product of
 * their lengths.  No block of a part is longer than the one that was found in
 * the whole, so the search of a part ends at the first that is as long: without
 * that, abab… against aaaa… would search both names again for every letter.
 */
#include "stages/similarity.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What is still to be looked at: a[alo, ahi) and b[blo, bhi). */
struct sm_ratio_span {
	size_t alo, ahi, blo, bhi;
	size_t most; /* no block in it is longer */
};

/* One comparison: arrays in the room. */
struct match {
	const struct sm_prepared *a, *b;
	uint32_t *from, *to; /* of each of a: its places in b->places */
	uint32_t *length[2]; /* of the block that ends at b[j], for two rows */
	uint32_t *row[2];    /* the row that the length was written for */
	uint32_t rows;       /* counts them over all spans */
	struct sm_ratio_room *room;
};

struct block {
	size_t a, b, n;
};

/* The code point at *p, which moves on; an invalid byte stands for itself. */
static uint32_t
next_point(const unsigned char **p)
{
	const unsigned char *s = *p;
	size_t more = *s < 0xc0 ? 0 : *s < 0xe0 ? 1 : *s < 0xf0 ? 2 : 3, i;
	uint32_t c = more == 0 ? *s : *s & (0x3fU >> more);

	for (i = 1; i <= more; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			*p = s + 1;
			return 0x110000U + *s;
		}
		c = c << 6 | (s[i] & 0x3fU);
	}
	*p = s + more + 1;
	return more == 0 && *s >= 0x80 ? 0x110000U + *s : c;
}

struct placed {
	uint32_t point, place;
};

static int
by_point(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	if (a->point != b->point)
		return a->point < b->point ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

static void
prepare(struct sm_arena *arena, const char *name, bool lower,
    struct sm_prepared *out)
{
	const unsigned char *p = (const unsigned char *)name;
	size_t len = strlen(name), i;
	struct placed *order;
	uint32_t c;

	if (len > 4 * SM_RATIO_MAX)
		len = 4 * SM_RATIO_MAX;
	out->n = 0;
	out->points = sm_alloc(arena, (len + 1) * sizeof *out->points);
	while (*p != '\0' && out->n < SM_RATIO_MAX) {
		c = next_point(&p);
		if (lower && c >= 'A' && c <= 'Z')
			c = c - 'A' + 'a';
		out->points[out->n++] = c;
	}
	order = sm_xmalloc((len + 1) * sizeof *order);
	for (i = 0; i < out->n; i++)
		order[i] = (struct placed){out->points[i], (uint32_t)i};
	qsort(order, out->n, sizeof *order, by_point);
	out->sorted = sm_alloc(arena, (len + 1) * sizeof *out->sorted);
	out->places = sm_alloc(arena, (len + 1) * sizeof *out->places);
	for (i = 0; i < out->n; i++) {
		out->sorted[i] = order[i].point;
		out->places[i] = order[i].place;
	}
	free(order);
}

void
sm_prepare_name(struct sm_arena *arena, const char *name,
    struct sm_prepared *out)
{
	prepare(arena, name, true, out);
}

void
sm_ratio_room_free(struct sm_ratio_room *room)
{
	free(room->numbers);
	free(room->spans);
	memset(room, 0, sizeof *room);
}

/* The first of the sorted points that is not below c. */
static uint32_t
lower_bound(const struct sm_prepared *b, uint32_t c)
{
	size_t low = 0, high = b->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->sorted[mid] < c)
			low = mid + 1;
		else
			high = mid;
	}
	return (uint32_t)low;
}

static void
match_init(struct match *m, const struct sm_prepared *a,
    const struct sm_prepared *b, struct sm_ratio_room *room)
{
	size_t size = 2 * a->n + 4 * b->n + 1, i;
	uint32_t *p;

	if (size > room->size) {
		room->numbers =
		    sm_xrealloc(room->numbers, size * sizeof *room->numbers);
		room->size = size;
	}
	p = room->numbers;
	m->a = a;
	m->b = b;
	m->room = room;
	m->rows = 0;
	m->from = p;
	m->to = p + a->n;
	for (i = 0; i < 2; i++) {
		m->length[i] = p + 2 * a->n + 2 * i * b->n;
		m->row[i] = m->length[i] + b->n;
		memset(m->row[i], 0, b->n * sizeof *m->row[i]);
	}
	for (i = 0; i < a->n; i++) {
		uint32_t at = lower_bound(b, a->points[i]);

		m->from[i] = at;
		while (at < b->n && b->sorted[at] == a->points[i])
			at++;
		m->to[i] = at;
	}
}

/* difflib's find_longest_match. */
static struct block
longest(struct match *m, const struct sm_ratio_span *s)
{
	struct block best = {s->alo, s->blo, 0};
	uint32_t at, j, k, *length, *row, *prev_length, *prev_row;
	size_t i;

	m->rows++; /* no row of another span is the one before the first */
	for (i = s->alo; i < s->ahi; i++) {
		prev_length = m->length[m->rows & 1];
		prev_row = m->row[m->rows & 1];
		m->rows++;
		length = m->length[m->rows & 1];
		row = m->row[m->rows & 1];
		for (at = m->from[i]; at < m->to[i]; at++) {
			j = m->b->places[at];
			if (j < s->blo)
				continue;
			if (j >= s->bhi)
				break;
			k = j > s->blo && prev_row[j - 1] == m->rows - 1
			    ? prev_length[j - 1] + 1
			    : 1;
			length[j] = k;
			row[j] = m->rows;
			if (k > best.n)
				best = (struct block){i + 1 - k, j + 1 - k, k};
			if (k == s->most)
				return best;
		}
	}
	return best;
}

static void
push_span(struct sm_ratio_room *room, size_t alo, size_t ahi, size_t blo,
    size_t bhi, size_t most)
{
	if (alo >= ahi || blo >= bhi)
		return;
	if (room->nspans == room->capspans) {
		room->capspans = room->capspans == 0 ? 32 : 2 * room->capspans;
		room->spans = sm_xrealloc(room->spans,
		    room->capspans * sizeof *room->spans);
	}
	room->spans[room->nspans++] =
	    (struct sm_ratio_span){alo, ahi, blo, bhi, most};
}

static double
ratio_of(size_t matches, size_t na, size_t nb)
{
	return na + nb == 0 ? 1.0 : 2.0 * (double)matches / (double)(na + nb);
}

double
sm_prepared_ratio(const struct sm_prepared *a, const struct sm_prepared *b,
    struct sm_ratio_room *room)
{
	struct sm_ratio_span s;
	struct block found;
	struct match m;
	size_t matches = 0;

	match_init(&m, a, b, room);
	room->nspans = 0;
	push_span(room, 0, a->n, 0, b->n, a->n < b->n ? a->n : b->n);
	while (room->nspans > 0) {
		s = room->spans[--room->nspans];
		found = longest(&m, &s);
		if (found.n == 0)
			continue;
		matches += found.n;
		push_span(room, s.alo, found.a, s.blo, found.b, found.n);
		push_span(room, found.a + found.n, s.ahi, found.b + found.n,
		    s.bhi, found.n);
	}
	return ratio_of(matches, a->n, b->n);
}

double
sm_length_bound(const struct sm_prepared *a, const struct sm_prepared *b)
{
	return ratio_of(a->n < b->n ? a->n : b->n, a->n, b->n);
}

double
sm_letters_bound(const struct sm_prepared *a, const struct sm_prepared *b)
{
	size_t i = 0, k = 0, common = 0;

	while (i < a->n && k < b->n) {
		if (a->sorted[i] < b->sorted[k]) {
			i++;
		} else if (a->sorted[i] > b->sorted[k]) {
			k++;
		} else {
			common++;
			i++;
			k++;
		}
	}
	return ratio_of(common, a->n, b->n);
}

static double
ratio_of_strings(const char *a, const char *b, bool lower)
{
	struct sm_arena *arena = sm_arena_new();
	struct sm_ratio_room room = {NULL, 0, NULL, 0, 0};
	struct sm_prepared x, y;
	double ratio;

	prepare(arena, a, lower, &x);
	prepare(arena, b, lower, &y);
	ratio = sm_prepared_ratio(&x, &y, &room);
	sm_ratio_room_free(&room);
	sm_arena_free(arena);
	return ratio;
}

double
sm_ratio(const char *a, const char *b)
{
	return ratio_of_strings(a, b, false);
}

double
sm_name_ratio(const char *a, const char *b)
{
	return ratio_of_strings(a, b, true);
}

double
sm_jaccard(size_t common, size_t na, size_t nb)
{
	size_t all = na + nb - common;

	return all == 0 ? 1.0 : (double)common / (double)all;
}
