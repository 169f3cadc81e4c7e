/*
 * What every long run must have seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coverage.h"

static const char *const required[] = {
    "ADD_TABLE", "DROP_TABLE", "RENAME_TABLE", "MODIFY_TABLE strict",
    "MODIFY_TABLE without_rowid",
    "ADD_COLUMN", "ADD_COLUMN default", "ADD_COLUMN generated",
    "ADD_COLUMN collation", "ADD_COLUMN not null",
    "DROP_COLUMN", "RENAME_COLUMN",
    "MODIFY_COLUMN type", "MODIFY_COLUMN nullable", "MODIFY_COLUMN default",
    "MODIFY_COLUMN collation", "MODIFY_COLUMN generated",
    "MODIFY_COLUMN expression", "MODIFY_COLUMN not_null_conflict",
    "ADD_PRIMARY_KEY", "DROP_PRIMARY_KEY", "MODIFY_PRIMARY_KEY columns",
    "MODIFY_PRIMARY_KEY keys", "MODIFY_PRIMARY_KEY conflict",
    "MODIFY_PRIMARY_KEY autoincrement", "MODIFY_PRIMARY_KEY rowid_alias",
    "ADD_UNIQUE", "DROP_UNIQUE", "MODIFY_UNIQUE columns",
    "MODIFY_UNIQUE keys", "MODIFY_UNIQUE conflict",
    "ADD_CHECK", "DROP_CHECK", "MODIFY_CHECK expression",
    "ADD_FK", "DROP_FK", "MODIFY_FK references", "MODIFY_FK on_delete",
    "MODIFY_FK on_update", "MODIFY_FK initially_deferred",
    "ADD_INDEX", "ADD_INDEX where", "ADD_INDEX unique", "DROP_INDEX",
    "MODIFY_INDEX unique", "MODIFY_INDEX keys", "MODIFY_INDEX where",
    "ADD_VIEW", "DROP_VIEW", "MODIFY_VIEW definition", "MODIFY_VIEW columns",
    "ADD_TRIGGER", "DROP_TRIGGER", "MODIFY_TRIGGER definition",
    "ADD_VIRTUAL_TABLE", "DROP_VIRTUAL_TABLE",
    "MODIFY_VIRTUAL_TABLE definition"};
#define NREQUIRED (sizeof required / sizeof required[0])

static struct plan_form *
find(const struct plan_form *v, size_t n, const char *form)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(v[i].form, form) == 0)
			return (struct plan_form *)&v[i];
	return NULL;
}

void
coverage_op(struct coverage *c, const char *form)
{
	struct plan_form *f = find(c->ops.v, c->ops.n, form);

	if (f == NULL) {
		f = sm_push(c->arena, &c->ops);
		f->form = sm_strdup(c->arena, form);
	}
	f->count++;
}

void
coverage_mutation(struct coverage *c, const char *name)
{
	struct plan_form *f = find(c->mutations.v, c->mutations.n, name);

	if (f == NULL) {
		f = sm_push(c->arena, &c->mutations);
		f->form = name;
	}
	f->count++;
}

static int
by_form(const void *a, const void *b)
{
	return strcmp(((const struct plan_form *)a)->form,
	    ((const struct plan_form *)b)->form);
}

int
coverage_print(const struct coverage *c)
{
	int missing = 0;
	size_t i;

	if (c->ops.n > 0)
		qsort(c->ops.v, c->ops.n, sizeof *c->ops.v, by_form);
	for (i = 0; i < c->ops.n; i++)
		printf("%6d %s\n", c->ops.v[i].count, c->ops.v[i].form);
	for (i = 0; i < c->mutations.n; i++)
		printf("%6d change: %s\n", c->mutations.v[i].count,
		    c->mutations.v[i].form);
	for (i = 0; i < NREQUIRED; i++)
		if (find(c->ops.v, c->ops.n, required[i]) == NULL) {
			printf("missing: %s\n", required[i]);
			missing++;
		}
	return missing;
}
