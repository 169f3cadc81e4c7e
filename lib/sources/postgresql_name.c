/*
 * The names that PostgreSQL makes up for constraints, indexes and sequences.
 * Checked against names that servers made: tests/unit/test_postgresql_name.c.
 */
#include <stdio.h>
#include <string.h>

#include "sources/postgresql_catalog.h"
#include "text/pg_name.h"

#define SIZE SM_PG_NAME_SIZE
/* ChooseIndexNameAddition stops when it has that many bytes. */
#define ADDITION_SIZE (2 * SIZE)
/* More digits than any server has ever counted. */
#define MAX_DIGITS 9

/* Has one of the first n that name? */
static bool
is_taken(char (*names)[SIZE], size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/*
 * An index's columns can't have the same name: a second "a" is "a1"
 * (ChooseIndexColumnNames in indexcmds.c).
 */
static void
column_name(char (*names)[SIZE], size_t n, const char *column)
{
	char number[16];
	size_t room;
	int i;

	snprintf(names[n], SIZE, "%s", column);
	for (i = 1; is_taken(names, n, names[n]); i++) {
		snprintf(number, sizeof number, "%d", i);
		room = SIZE - 1 - strlen(number);
		if (strlen(column) < room)
			room = strlen(column);
		snprintf(names[n], SIZE, "%.*s%s",
		    (int)sm_pg_name_clip(column, room), column, number);
	}
}

/*
 * The columns' names with _ between them (ChooseIndexNameAddition and
 * ChooseForeignKeyConstraintNameAddition): the rest doesn't show in the name.
 */
static const char *
join(char *to, const struct sm_strings *columns, bool distinct)
{
	char names[ADDITION_SIZE][SIZE];
	size_t i, len = 0;

	*to = '\0';
	for (i = 0; i < columns->n && len < SIZE; i++) {
		if (distinct)
			column_name(names, i, columns->v[i]);
		len += (size_t)snprintf(to + len, ADDITION_SIZE - len, "%s%s",
		    len > 0 ? "_" : "",
		    distinct ? names[i] : columns->v[i]);
	}
	return to;
}

/*
 * The label as it stands at the end of the name: with the number that
 * ChooseRelationName and ChooseConstraintName add to it, from 1 on, where the
 * name is taken.  NULL: the name doesn't end like that.
 */
static const char *
label_in(const char *name, const char *label)
{
	size_t len = strlen(name), end = len, label_len = strlen(label);

	while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9')
		end--;
	if (len - end > MAX_DIGITS || name[end] == '0' || end < label_len ||
	    strncmp(name + end - label_len, label, label_len) != 0)
		return NULL;
	return name + end - label_len;
}

bool
sm_pg_is_made_up(const char *name, const char *table,
    const struct sm_strings *columns, const char *label)
{
	char made[SIZE], joined[ADDITION_SIZE];
	bool distinct = label != NULL && strcmp(label, "fkey") != 0;

	if (name == NULL || table == NULL || strlen(name) >= SIZE)
		return false;
	if (label != NULL && (label = label_in(name, label)) == NULL)
		return false;
	sm_pg_name_make(made, table, columns != NULL && columns->n > 0
	    ? join(joined, columns, distinct) : NULL, label);
	return strcmp(made, name) == 0;
}
