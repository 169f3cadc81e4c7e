#include "model/pairs.h"

static bool
read_ahead(struct sm_pairs_side *s, bool partial, struct sm_error *e)
{
	s->next = NULL;
	while (s->reader != NULL) {
		sm_arena_free(s->next_arena);
		s->next_arena = sm_arena_new();
		if (!sm_snapshot_read(s->reader, s->next_arena, partial,
		        &s->next, e))
			return false;
		if (s->next == NULL || s->next->failure == NULL)
			return true;
		sm_buf_addf(&s->failures, "%s\n", s->next->failure);
	}
	return true;
}

static void
pass_failures(struct sm_pairs_side *s, struct sm_buf *failures)
{
	sm_buf_add(failures, sm_buf_str(&s->failures), s->failures.len);
	sm_buf_reset(&s->failures);
}

/* What was read ahead becomes the one at hand; the one before is freed. */
static void
step(struct sm_pairs_side *s, struct sm_buf *failures)
{
	sm_arena_free(s->arena);
	s->arena = s->next_arena;
	s->now = s->next;
	s->next_arena = NULL;
	s->next = NULL;
	pass_failures(s, failures);
}

/* The first of each side, and which side has more than that. */
static bool
start(struct sm_pairs *p, bool partial, struct sm_buf *failures,
    struct sm_error *e)
{
	struct sm_pairs_side *sides[2] = {&p->new_, &p->old};
	size_t i;

	p->started = true;
	for (i = 0; i < 2; i++) {
		if (!read_ahead(sides[i], partial, e))
			return false;
		step(sides[i], failures);
		if (!read_ahead(sides[i], partial, e))
			return false;
		if (sides[i]->next == NULL)
			continue;
		if (p->many != NULL) {
			sm_error_set(e, "both OLD and NEW hold more than one "
					"snapshot");
			return sm_error_hint(e, "one of the two may hold many, "
						"the other one");
		}
		p->many = sides[i];
	}
	return true;
}

/* Is there something at hand, as far as the side has anything? */
static bool
has_some(const struct sm_pairs_side *s)
{
	return s->now != NULL || s->reader == NULL;
}

bool
sm_pairs_next(struct sm_pairs *p, bool partial, struct sm_buf *failures,
    bool *more, struct sm_error *e)
{
	struct sm_pairs_side *many;
	bool done;

	*more = false;
	if (!p->started) {
		done = start(p, partial, failures, e);
		/* A side of which all failed has been passed on. */
		*more = done && has_some(&p->old) && has_some(&p->new_);
	} else if ((many = p->many) != NULL) {
		done = many->next != NULL || read_ahead(many, partial, e);
		*more = done && many->next != NULL;
		if (*more)
			step(many, failures);
	} else {
		done = true;
	}
	if (!*more) {
		pass_failures(&p->old, failures);
		pass_failures(&p->new_, failures);
	}
	return done;
}

static void
close_side(struct sm_pairs_side *s)
{
	sm_reader_close(s->reader);
	sm_arena_free(s->arena);
	sm_arena_free(s->next_arena);
	sm_buf_free(&s->failures);
}

void
sm_pairs_close(struct sm_pairs *p)
{
	close_side(&p->old);
	close_side(&p->new_);
}
