/*
 * Reading a plan's ops.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "plan.h"

static const char *
member(struct sm_arena *a, const json_t *o, const char *name)
{
	return sm_strdup(a, json_string_value(json_object_get(o, name)));
}

static void
count(struct sm_arena *a, struct plan_summary *p, const char *form,
    const char *object)
{
	struct plan_form *f = sm_push(a, &p->forms);

	f->form = form;
	f->object = object != NULL ? object : "";
	f->count = 1;
}

/* The forms of an op that say more than its name. */
static void
count_forms(struct sm_arena *a, struct plan_summary *p, const json_t *op,
    const char *name, const char *object)
{
	static const char *const fields[] = {"default", "generated",
	    "collation"};
	const json_t *changes = json_object_get(op, "changes"),
	             *new = json_object_get(op, "new");
	size_t i;

	count(a, p, name, object);
	for (i = 0; i < json_array_size(changes); i++)
		count(a, p, sm_sprintf(a, "%s %s", name,
		    json_string_value(json_array_get(changes, i))), object);
	if (strcmp(name, "ADD_COLUMN") == 0) {
		for (i = 0; i < 3; i++)
			if (json_object_get(new, fields[i]) != NULL)
				count(a, p, sm_sprintf(a, "%s %s", name,
				    fields[i]), object);
		if (json_is_false(json_object_get(new, "nullable")))
			count(a, p, "ADD_COLUMN not null", object);
	}
	if (strcmp(name, "ADD_INDEX") == 0) {
		if (json_object_get(new, "where") != NULL)
			count(a, p, "ADD_INDEX where", object);
		if (json_is_true(json_object_get(new, "unique")))
			count(a, p, "ADD_INDEX unique", object);
	}
}

static void
read_op(struct sm_arena *a, struct plan_summary *p, const json_t *op,
    const char *line)
{
	const char *name = member(a, op, "op"), *table = member(a, op, "table");
	struct plan_rename *r;

	if (p->ops++ == 0)
		p->first = line;
	count_forms(a, p, op, name,
	    table != NULL ? table : member(a, op, "name"));
	if (strcmp(name, "RENAME_TABLE") == 0) {
		r = sm_push(a, &p->renames);
		r->old_table = member(a, op, "from");
		r->new_table = table;
	} else if (strcmp(name, "RENAME_COLUMN") == 0) {
		r = sm_push(a, &p->renames);
		r->new_table = table;
		r->old_column = member(a, op, "from");
		r->new_column = member(a, op, "column");
	}
}

/* A column's rename names the new table: find the old one. */
static void
finish_renames(struct plan_summary *p)
{
	size_t i;

	for (i = 0; i < p->renames.n; i++)
		if (p->renames.v[i].old_column != NULL)
			p->renames.v[i].old_table = plan_table_from(p, 0,
			    p->renames.v[i].new_table);
}

int
plan_read(struct sm_arena *a, const char *path, struct plan_summary *p)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	json_error_t e;
	json_t *record;
	ssize_t len;
	int ended = 0;
	const char *kind;

	memset(p, 0, sizeof *p);
	while (f != NULL && (len = getline(&line, &room, f)) > 0) {
		record = json_loadb(line, (size_t)len, 0, &e);
		kind = json_string_value(json_object_get(record, "record"));
		if (kind != NULL && strcmp(kind, "op") == 0)
			read_op(a, p, record, sm_strdup(a, line));
		ended = kind != NULL && strcmp(kind, "end") == 0;
		json_decref(record);
	}
	free(line);
	if (f != NULL)
		fclose(f);
	finish_renames(p);
	return ended;
}

const char *
plan_table_from(const struct plan_summary *p, int down, const char *table)
{
	const struct plan_rename *r;
	const char *from = table;
	size_t i;

	for (i = 0; i < p->renames.n; i++) {
		r = &p->renames.v[i];
		if (r->new_column != NULL)
			continue;
		if (rt_same_name(table, down ? r->old_table : r->new_table))
			return down ? r->new_table : r->old_table;
		if (rt_same_name(table, down ? r->new_table : r->old_table))
			from = NULL; /* it went; this is another one */
	}
	return from;
}

const char *
plan_column_from(const struct plan_summary *p, int down, const char *table,
    const char *column)
{
	const struct plan_rename *r;
	const char *from = column;
	size_t i;

	for (i = 0; i < p->renames.n; i++) {
		r = &p->renames.v[i];
		if (r->new_column == NULL || r->old_table == NULL ||
		    !rt_same_name(table, down ? r->old_table : r->new_table))
			continue;
		if (rt_same_name(column, down ? r->old_column : r->new_column))
			return down ? r->new_column : r->old_column;
		if (rt_same_name(column, down ? r->new_column : r->old_column))
			from = NULL;
	}
	return from;
}
