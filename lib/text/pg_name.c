#include "text/pg_name.h"

#include <stdio.h>
#include <string.h>

size_t
sm_pg_name_clip(const char *s, size_t len)
{
	while (len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* The longer of the two is cut first. */
void
sm_pg_name_make(char to[SM_PG_NAME_SIZE], const char *table,
    const char *columns, const char *label)
{
	size_t table_len = strlen(table);
	size_t columns_len = columns != NULL ? strlen(columns) : 0;
	size_t room = SM_PG_NAME_SIZE - 1;

	if (columns != NULL)
		room -= 1;
	if (label != NULL)
		room -= strlen(label) + 1;
	while (table_len + columns_len > room)
		if (table_len > columns_len)
			table_len--;
		else
			columns_len--;
	table_len = sm_pg_name_clip(table, table_len);
	if (columns != NULL)
		columns_len = sm_pg_name_clip(columns, columns_len);
	snprintf(to, SM_PG_NAME_SIZE, "%.*s%s%.*s%s%s", (int)table_len, table,
	    columns != NULL ? "_" : "", (int)columns_len,
	    columns != NULL ? columns : "", label != NULL ? "_" : "",
	    label != NULL ? label : "");
}
