/*
 * What an operand of sm-reflect is, by its form alone.  Inside sources only.
 */
#ifndef SM_SOURCES_OPERAND_H
#define SM_SOURCES_OPERAND_H

#include <stdbool.h>

#include "base/arena.h"
#include "text/dialect.h"

/* The dialect of a live database by its form: a scheme, a conninfo string. */
const struct sm_dialect *sm_operand_dialect(const char *operand);
/* Has it a scheme (name://), known or not? */
bool sm_operand_has_scheme(const char *operand);
/*
 * The operand as it may be shown: passwords and keys taken out.  A descriptor's
 * path (/dev/fd/63) is as good as "-", whatever its number.
 */
const char *sm_operand_public(struct sm_arena *, const char *operand);

#endif
