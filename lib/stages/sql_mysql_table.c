/*
 * CREATE TABLE with all that the group makes with it.
 */
#include "model/kind.h"
#include "stages/sql_mysql.h"

/* One more line between the parentheses; NULL: refused. */
static bool
add(struct sm_mysql *w, struct sm_strings *lines, const char *text)
{
	if (text != NULL)
		sm_strings_add(w->arena, lines, text);
	return text != NULL;
}

static bool
add_columns(struct sm_mysql *w, struct sm_strings *lines,
    const struct sm_object *o)
{
	const char *text;
	size_t i;

	for (i = 0; i < o->columns.n; i++) {
		text = sm_mysql_column(w, o, &o->columns.v[i]);
		if (text == NULL || !add(w, lines, sm_sprintf(w->arena, "%s%s",
		        sm_mysql_name(w, o->columns.v[i].name), text)))
			return false;
	}
	return o->primary_key == NULL ||
	    add(w, lines, sm_mysql_primary_key(w, o->primary_key));
}

static bool
add_checks(struct sm_mysql *w, struct sm_strings *lines,
    const struct sm_object *o)
{
	size_t i;

	for (i = 0; i < o->checks.n; i++)
		if (o->checks.v[i].column == NULL &&
		    !add(w, lines, sm_mysql_check(w, o, &o->checks.v[i])))
			return false;
	return true;
}

static bool
add_parts(struct sm_mysql *w, struct sm_strings *lines,
    const struct sm_mysql_group *g, enum sm_part part)
{
	const struct sm_object *o = g->item->target;
	size_t i;

	for (i = 0; i < g->ops.n; i++) {
		const struct sm_op *op = g->ops.v[i];

		if (op->target->part != part)
			continue;
		w->op = op;
		if (!add(w, lines, part == SM_PART_INDEX
		        ? sm_mysql_index(w, op->new_)
		        : sm_mysql_foreign_key(w, o, op->new_)))
			return false;
	}
	return true;
}

static const char *
joined(struct sm_mysql *w, const struct sm_strings *list, const char *between)
{
	const char *text;
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	for (i = 0; i < list->n; i++)
		sm_buf_addf(&b, "%s%s", i > 0 ? between : "", list->v[i]);
	text = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

bool
sm_mysql_create_table(struct sm_mysql *w, const struct sm_mysql_group *g)
{
	const struct sm_object *o = g->item->target;
	struct sm_strings lines = {NULL, 0, 0}, options = {NULL, 0, 0};
	const char *partition = "";

	if (!add_columns(w, &lines, o) ||
	    !add_parts(w, &lines, g, SM_PART_INDEX) ||
	    !add_checks(w, &lines, o) ||
	    !add_parts(w, &lines, g, SM_PART_FK) ||
	    !sm_mysql_periods(w, o, &lines) ||
	    !sm_mysql_options(w, o, &options))
		return false;
	if (o->partition_key != NULL) {
		partition = sm_mysql_fit(w, SM_FRAGMENT_QUERY,
		    o->partition_key, "the partitioning");
		if (partition == NULL)
			return false;
		partition = sm_sprintf(w->arena, "\n PARTITION BY %s",
		    partition);
	}
	sm_mysql_run(&w->script, "CREATE TABLE %s (\n  %s\n)%s%s%s",
	    sm_mysql_name(w, o->name), joined(w, &lines, ",\n  "),
	    options.n > 0 ? " " : "", joined(w, &options, " "), partition);
	return true;
}
