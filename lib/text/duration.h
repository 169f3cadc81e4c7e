/*
 * Spans of time as people write them.
 */
#ifndef SM_TEXT_DURATION_H
#define SM_TEXT_DURATION_H

#include <stdbool.h>

/*
 * "500ms", "5s", "2min", "1h" in milliseconds; 0 needs no unit.  False where it
 * is no such span, or one of more than 24 days.
 */
bool sm_duration(const char *text, long *milliseconds);

#endif
