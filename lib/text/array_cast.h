/*
 * PostgreSQL's two spellings of a cast array (facts of its deparser: what it
 * prints for s IN ('x', 'y') on a varchar column is another text once that has
 * been read back):
 *
 *	(ARRAY['x'::character varying, 'y'::character varying])::text[]
 *	ARRAY[('x'::character varying)::text, ('y'::character varying)::text]
 *
 * Casting an array casts its elements, so both say the same.
 */
#ifndef SM_TEXT_ARRAY_CAST_H
#define SM_TEXT_ARRAY_CAST_H

#include "base/arena.h"
#include "text/lexer.h"

/* Rewrite each of the first kind in the list of solid tokens as the second. */
void sm_array_casts_spread(struct sm_arena *, struct sm_tokens *);

#endif
