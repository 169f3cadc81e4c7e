/*
 * The writer's inner side.
 */
#ifndef RT_WRITER_H
#define RT_WRITER_H

#include "base/buf.h"
#include "model.h"

struct rt_writer {
	struct rt_schema *schema;
	struct rt_random *random;
	struct sm_arena *arena;
	struct sm_buf out;
	int noise;
};

/* Keywords; a blank in them may become any blank. */
void rt_put(struct rt_writer *, const char *words);
void rt_put_blank(struct rt_writer *);
void rt_put_name(struct rt_writer *, const char *);
void rt_put_text(struct rt_writer *, const char *);
void rt_put_type(struct rt_writer *, const char *);
/* What was put so far, in the arena; begins anew. */
const char *rt_put_done(struct rt_writer *);

/* (a, b DESC) of a key; full: with expressions, collations, directions. */
void rt_put_parts(struct rt_writer *, const struct rt_key *, bool full);
/* A CREATE TABLE; returns an ALTER TABLE that must follow it, or NULL. */
const char *rt_put_table(struct rt_writer *, struct rt_table *);

#endif
