/*
 * What an operand is, by its form alone; and what of it may be shown.
 */
#ifndef SM_TEXT_OPERAND_H
#define SM_TEXT_OPERAND_H

#include <stdbool.h>

#include "base/arena.h"
#include "text/dialect.h"

/* The dialect of a live database by its form: a scheme, a conninfo string. */
const struct sm_dialect *sm_operand_dialect(const char *operand);
/* Has it a scheme (name://), known or not? */
bool sm_operand_has_scheme(const char *operand);
/* The operand without the passwords and keys in it; itself where it has none. */
const char *sm_operand_without_secrets(struct sm_arena *, const char *operand);
/*
 * The operand as a snapshot may name it: no secrets either, and a descriptor's
 * path (/dev/fd/63) is as good as "-", whatever its number.
 */
const char *sm_operand_public(struct sm_arena *, const char *operand);
/* Parameters whose values are secrets, in small letters; ends in NULL. */
extern const char *const sm_operand_secrets[];

#endif
