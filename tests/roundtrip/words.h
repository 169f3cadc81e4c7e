/*
 * What the generator makes schemas from: names, types, defaults, expressions.
 */
#ifndef RT_WORDS_H
#define RT_WORDS_H

#include "model.h"

/* A name that nothing in the schema (or table) has; sometimes an odd one. */
const char *rt_new_name(struct rt_schema *, struct rt_random *,
    const char *stem);
const char *rt_new_column_name(struct rt_schema *, struct rt_random *,
    const struct rt_table *);
/* A name like that one, so much that a rename is seen; NULL: none was free. */
const char *rt_like_name(struct rt_schema *, struct rt_random *,
    const char *name);

const char *rt_type(struct rt_random *, bool strict);
const char *rt_default(struct rt_random *);
/* NULL in most cases. */
const char *rt_collation(struct rt_random *, int percent);
const char *rt_conflict(struct rt_random *, int percent);
const char *rt_action(struct rt_random *, int percent);
/* Texts about a column (b: another one, maybe the same). */
const char *rt_condition(struct rt_schema *, struct rt_random *,
    const struct rt_table *, int a, int b);
const char *rt_expression(struct rt_schema *, struct rt_random *, int a, int b);

#endif
