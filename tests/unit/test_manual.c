/*
 * man/sm-ndjson.5 against the field tables: each field of each record and part,
 * with its type, in the order in which it is written, and no other.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/kind.h"
#include "tap.h"

#define PAGE "man/sm-ndjson.5"

/* What stands under the heading, a line an item: "name Pq string, always". */
static char *
section(struct sm_arena *a, const char *heading)
{
	FILE *f = fopen(PAGE, "r");
	struct sm_buf b = SM_BUF_INIT;
	char line[256], *text;
	bool in = false;

	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, ".Ss ", 4) == 0 ||
		    strncmp(line, ".Sh ", 4) == 0)
			in = strncmp(line, ".Ss ", 4) == 0 &&
			    strcmp(line + 4, heading) == 0;
		/* Written by sm_object_write, not from the tables. */
		if (!in || strncmp(line, ".It Cm ", 7) != 0 ||
		    strncmp(line + 7, "record Pq string, always", 24) == 0 ||
		    strcmp(line + 7, "exact Pq false") == 0)
			continue;
		sm_buf_addf(&b, "%s\n", line + 7);
	}
	if (f != NULL)
		fclose(f);
	text = sm_strdup(a, sm_buf_str(&b));
	sm_buf_free(&b);
	return text;
}

static const char *
type_word(struct sm_arena *a, const struct sm_field *f)
{
	static const char *const words[] = {
		[SM_FIELD_STRING] = "string", [SM_FIELD_BOOL] = "true",
		[SM_FIELD_ALWAYS] = "boolean", [SM_FIELD_COUNT] = "integer",
		[SM_FIELD_STRINGS] = "strings", [SM_FIELD_OPTIONS] = "options",
	};

	if (f->type == SM_FIELD_PART)
		return f->shape->what;
	if (f->type == SM_FIELD_PARTS)
		return sm_sprintf(a, "list of %s", f->shape->what);
	return words[f->type];
}

static char *
wanted(struct sm_arena *a, const struct sm_shape *shape)
{
	struct sm_buf b = SM_BUF_INIT;
	char *text;
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (strcmp(shape->fields[i].name, "record") != 0)
			sm_buf_addf(&b, "%s Pq %s%s\n", shape->fields[i].name,
			    type_word(a, &shape->fields[i]),
			    shape->fields[i].required ? ", always" : "");
	text = sm_strdup(a, sm_buf_str(&b));
	sm_buf_free(&b);
	return text;
}

static void
documented(struct sm_arena *a, const struct sm_shape *shape)
{
	size_t i;

	is(section(a, shape->what), wanted(a, shape), shape->what);
	for (i = 0; i < shape->n; i++)
		if (shape->fields[i].shape != NULL)
			documented(a, shape->fields[i].shape);
}

int
main(void)
{
	struct sm_arena *a = sm_arena_new();
	const struct sm_kind *k = sm_kinds;

	do
		documented(a, k->shape);
	while (k++->record != NULL);
	documented(a, &sm_shape_scope);
	documented(a, &sm_shape_unreadable);
	sm_arena_free(a);
	return tap_end();
}
