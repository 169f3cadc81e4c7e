/*
 * Looking things up in the generator's schema.
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"

bool
rt_same_name(const char *a, const char *b)
{
	unsigned char x, y;

	do {
		x = (unsigned char)*a++;
		y = (unsigned char)*b++;
		if (x >= 'A' && x <= 'Z')
			x = (unsigned char)(x - 'A' + 'a');
		if (y >= 'A' && y <= 'Z')
			y = (unsigned char)(y - 'A' + 'a');
	} while (x == y && x != '\0');
	return x == y;
}

struct rt_table *
rt_table_of(struct rt_schema *s, int id)
{
	int i;

	for (i = 0; i < s->ntables; i++)
		if (s->table[i].id == id)
			return &s->table[i];
	return NULL;
}

struct rt_object *
rt_object_of(struct rt_schema *s, int id)
{
	int i;

	for (i = 0; i < s->nobjects; i++)
		if (s->object[i].id == id)
			return &s->object[i];
	return NULL;
}

struct rt_column *
rt_column_of(struct rt_table *t, int id)
{
	int i;

	for (i = 0; i < t->ncolumns; i++)
		if (t->column[i].id == id)
			return &t->column[i];
	return NULL;
}

struct rt_table *
rt_table_with(struct rt_schema *s, int column)
{
	int i;

	for (i = 0; i < s->ntables; i++)
		if (rt_column_of(&s->table[i], column) != NULL)
			return &s->table[i];
	return NULL;
}

const char *
rt_name_of(struct rt_schema *s, int id)
{
	struct rt_table *t = rt_table_of(s, id);
	struct rt_object *o;
	int i, k;

	if (t != NULL)
		return t->name;
	if ((t = rt_table_with(s, id)) != NULL)
		return rt_column_of(t, id)->name;
	for (i = 0; i < s->nobjects; i++) {
		o = &s->object[i];
		if (o->id == id)
			return o->name;
		for (k = 0; k < o->ncolumns; k++)
			if (o->column[k] == id)
				return o->column_name[k];
	}
	return NULL;
}

bool
rt_name_taken(struct rt_schema *s, const char *name)
{
	int i, k;

	for (i = 0; i < s->ntables; i++) {
		if (rt_same_name(s->table[i].name, name))
			return true;
		for (k = 0; k < s->table[i].nindexes; k++)
			if (rt_same_name(s->table[i].index[k].name, name))
				return true;
	}
	for (i = 0; i < s->nobjects; i++)
		if (rt_same_name(s->object[i].name, name))
			return true;
	return false;
}

bool
rt_column_taken(const struct rt_table *t, const char *name)
{
	int i;

	for (i = 0; i < t->ncolumns; i++)
		if (rt_same_name(t->column[i].name, name))
			return true;
	return false;
}

const char *
rt_ref(struct rt_schema *s, int id)
{
	return sm_sprintf(s->arena, "%c%d%c", RT_OPEN, id, RT_CLOSE);
}

bool
rt_mentions(const char *text, int id)
{
	for (; text != NULL && (text = strchr(text, RT_OPEN)) != NULL; text++)
		if (atoi(text + 1) == id)
			return true;
	return false;
}

bool
rt_dangling(struct rt_schema *s, const char *text)
{
	for (; text != NULL && (text = strchr(text, RT_OPEN)) != NULL; text++)
		if (rt_name_of(s, atoi(text + 1)) == NULL)
			return true;
	return false;
}

void
rt_remove(void *list, size_t size, int *n, int i)
{
	char *at = (char *)list + (size_t)i * size;

	memmove(at, at + size, (size_t)(*n - i - 1) * size);
	(*n)--;
}
