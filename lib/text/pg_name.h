/*
 * The names that PostgreSQL makes up for constraints, indexes and sequences.
 */
#ifndef SM_TEXT_PG_NAME_H
#define SM_TEXT_PG_NAME_H

/* NAMEDATALEN: a name's bytes and a NUL, in every build that is around. */
#define SM_PG_NAME_SIZE 64

#include <stddef.h>

/* The first bytes of a name, at most len, without half a character. */
size_t sm_pg_name_clip(const char *, size_t len);
/*
 * TABLE_COLUMNS_LABEL, cut to fit (makeObjectName in indexcmds.c); columns and
 * label may be NULL.
 */
void sm_pg_name_make(char to[SM_PG_NAME_SIZE], const char *table,
    const char *columns, const char *label);

#endif
