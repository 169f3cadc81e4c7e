/*
 * A plan that a user cut: with an op less (design: users cut and edit plans).
 */
#ifndef RT_LESS_H
#define RT_LESS_H

#include "tools.h"

/*
 * Write the plan without its n-th op (counted from 0, round and round); NULL
 * where it has none, else the op's text.
 */
const char *less_write(struct sm_arena *, const char *plan, const char *to,
    unsigned long n);

#endif
