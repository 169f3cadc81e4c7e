/*
 * What the terminal is like, for the tools that show something to people.
 */
#ifndef SM_CMD_TERMINAL_H
#define SM_CMD_TERMINAL_H

#include <stdbool.h>

#include "cli.h"

/*
 * Columns to write for: of the environment's COLUMNS, else of the terminal that
 * standard output is, else 80; never under 40.
 */
int terminal_width(void);

/*
 * Is standard output to be coloured?  when is "auto", "always" or "never", else
 * the process ends with a message.  auto: a terminal that isn't dumb, and
 * NO_COLOR not set to anything (no-color.org).
 */
bool terminal_colour(const struct cli *, const char *when);

#endif
