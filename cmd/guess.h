/*
 * What someone may have meant who wrote something else: for hints.
 */
#ifndef SM_CMD_GUESS_H
#define SM_CMD_GUESS_H

/* The dialect that goes by another name too ("postgres", "SQLite3"), or NULL. */
const char *guess_dialect(const char *word);
/* The tool that has the long option, where this one hasn't, or NULL. */
const char *guess_tool(const char *option);

#endif
