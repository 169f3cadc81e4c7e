/*
 * Random schemas, and random parts for the mutations to add.
 */
#ifndef RT_GENERATE_H
#define RT_GENERATE_H

#include "model.h"

/* A schema of 1 to 8 tables; not all of it may be what the engine takes. */
void rt_generate(struct rt_schema *, struct rt_random *);

/*
 * Add one; false where there is no room for it, or nothing to make it from.
 * The last element of its list is the new one.
 */
bool rt_add_table(struct rt_schema *, struct rt_random *);
bool rt_add_column(struct rt_schema *, struct rt_random *, struct rt_table *);
bool rt_add_primary_key(struct rt_schema *, struct rt_random *,
    struct rt_table *);
bool rt_add_unique(struct rt_schema *, struct rt_random *, struct rt_table *);
bool rt_add_check(struct rt_schema *, struct rt_random *, struct rt_table *);
bool rt_add_fk(struct rt_schema *, struct rt_random *, struct rt_table *);
bool rt_add_index(struct rt_schema *, struct rt_random *, struct rt_table *);
bool rt_add_view(struct rt_schema *, struct rt_random *);
bool rt_add_trigger(struct rt_schema *, struct rt_random *);
bool rt_add_virtual(struct rt_schema *, struct rt_random *);

/* What a changed one says: its text (and a view's columns) made anew. */
bool rt_fill_view(struct rt_schema *, struct rt_random *, struct rt_object *);
bool rt_fill_trigger(struct rt_schema *, struct rt_random *,
    struct rt_object *);
void rt_fill_virtual(struct rt_schema *, struct rt_random *,
    struct rt_object *);
/* Make a plain column a generated one. */
bool rt_make_generated(struct rt_schema *, struct rt_random *,
    struct rt_table *, struct rt_column *);
struct rt_table *rt_any_table(struct rt_schema *, struct rt_random *);
struct rt_column *rt_any_column(struct rt_random *, struct rt_table *);

#endif
