/*
 * What tables have from their parents, as partitions or by INHERITS.
 */
#ifndef SM_MODEL_INHERIT_H
#define SM_MODEL_INHERIT_H

#include "model/kind.h"

/* Is the table one of that parent's? */
bool sm_has_parent(const struct sm_dialect *, const struct sm_object *,
    const struct sm_name *parent);
/* Is the part (a struct of its shape) there because the parent has it? */
bool sm_is_handed_down(enum sm_part, const void *part);
/* Is it a word of `changes` that ALTER TABLE does to the children's column, too? */
bool sm_word_is_handed_down(const char *word);

#endif
