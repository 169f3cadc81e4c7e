/*
 * Which ops are one statement.  Each comes, in the plan's order, into the last
 * group of its table that has all before it that the op depends on; else it
 * starts a new one at the end.  Then each goes into the latest of its table's
 * groups that comes before all that waits for it: a column gets its type in the
 * statement that makes its foreign key anew, and an index goes in the one that
 * makes its replacement.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/graph.h"
#include "stages/sql_mysql.h"

struct grouping {
	struct sm_mysql *w;
	struct sm_plan *plan;
	struct sm_edges *needs; /* of each op, by place */
	struct sm_edges *waits; /* for each op: those that need it */
	size_t *group;          /* of each op: its place in w->groups */
	size_t at;              /* the op at hand */
};

static bool
is_table(const struct sm_op *op)
{
	return op->target->part != SM_PART_NONE ||
	    strcmp(op->target->kind->record, "table") == 0;
}

static enum sm_mysql_form
form_of(const struct sm_op *op)
{
	if (op->target->part == SM_PART_NONE && op->verb == SM_RENAME)
		return SM_MYSQL_RENAME;
	if (!is_table(op))
		return SM_MYSQL_ALONE;
	return op->target->part == SM_PART_NONE && op->verb == SM_DROP
	    ? SM_MYSQL_GONE : SM_MYSQL_TABLE;
}

static const char *
part_name(const struct sm_op *op)
{
	const void *part = op->verb == SM_DROP ? op->old : op->new_;

	return part != NULL ? sm_part_name(op->target->part, part) : op->name;
}

static bool
is_fulltext(const struct sm_op *op)
{
	const struct sm_index *x = op->new_;

	return op->target->part == SM_PART_INDEX && x != NULL &&
	    (op->verb == SM_ADD || op->verb == SM_MODIFY) &&
	    x->method != NULL && strcmp(x->method, "fulltext") == 0;
}

static bool
is_part(const struct sm_op *op, enum sm_verb verb, enum sm_part part)
{
	return op->verb == verb && op->target->part == part;
}

static bool
is_partitioning(const struct sm_op *op)
{
	return is_part(op, SM_MODIFY, SM_PART_NONE) &&
	    sm_strings_has(&op->changes, "partition_key");
}

static bool
refers_to_itself(const struct sm_mysql *w, const struct sm_op *op)
{
	const struct sm_foreign_key *fk = op->new_;

	return fk != NULL && fk->references != NULL &&
	    fk->references->schema == NULL &&
	    sm_same_table(w->dialect, fk->references->table, op->table);
}

/*
 * Clauses that one ALTER TABLE doesn't take (facts, section 5): a foreign key's
 * name that goes and comes (1826, errno 121), two new FULLTEXT indexes (1795), foreign keys and partitions (1506).  A foreign key comes after its
 * column has its name, and one of the table on itself after the rest: what it
 * refers to is looked for in the table as it was.
 */
static bool
clash(const struct sm_mysql *w, const struct sm_op *x, const struct sm_op *y)
{
	bool add_key = is_part(y, SM_ADD, SM_PART_FK);

	if (is_part(x, SM_DROP, SM_PART_FK) && add_key)
		return part_name(x) != NULL && part_name(y) != NULL &&
		    sm_same_column(w->dialect, part_name(x), part_name(y));
	if (is_part(x, SM_RENAME, SM_PART_COLUMN) && add_key)
		return true;
	if (add_key && refers_to_itself(w, y))
		return x->verb != SM_DROP && x->target->part != SM_PART_FK;
	if (is_fulltext(x) && is_fulltext(y))
		return true;
	return (is_partitioning(x) && y->target->part == SM_PART_FK) ||
	    (is_partitioning(y) && x->target->part == SM_PART_FK);
}

static bool
makes_table(const struct sm_mysql_group *g)
{
	return g->form == SM_MYSQL_TABLE && g->ops.n > 0 &&
	    is_part(g->ops.v[0], SM_ADD, SM_PART_NONE);
}

static bool
goes_with(const struct sm_mysql *w, const struct sm_mysql_group *g,
    const struct sm_op *op)
{
	size_t i;

	if (g->form == SM_MYSQL_GONE || g->form == SM_MYSQL_ALONE)
		return false;
	/* CREATE TABLE takes what it takes. */
	if (makes_table(g))
		return op->verb == SM_ADD;
	for (i = 0; i < g->ops.n; i++)
		if (clash(w, g->ops.v[i], op) || clash(w, op, g->ops.v[i]))
			return false;
	return true;
}

/* Is all that the op depends on done by then, or in the group itself? */
static bool
is_in_time(const struct grouping *q, size_t group)
{
	const struct sm_edges *e = &q->needs[q->at];
	size_t i;

	for (i = 0; i < e->n; i++)
		if (q->group[e->v[i]] > group)
			return false;
	return true;
}

static void
put(struct grouping *q, struct sm_op *op)
{
	struct sm_mysql *w = q->w;
	struct sm_sql_item *item = sm_map_get(&w->item_of, op->id);
	enum sm_mysql_form form = form_of(op);
	struct sm_mysql_group *g;
	size_t i;

	for (i = w->groups.n; i > 0; i--) {
		g = w->groups.v[i - 1];
		if (g->form == form &&
		    (form == SM_MYSQL_RENAME || g->item == item))
			break;
	}
	if (i == 0 || !is_in_time(q, i - 1) ||
	    !goes_with(w, w->groups.v[i - 1], op)) {
		g = sm_alloc(w->arena, sizeof *g);
		g->form = form;
		g->item = item;
		*sm_push(w->arena, &w->groups) = g;
		i = w->groups.n;
	}
	*sm_push(w->arena, &w->groups.v[i - 1]->ops) = op;
	q->group[q->at] = i - 1;
}

/* May the op be done no earlier than that group? */
static bool
can_wait(const struct grouping *q, size_t group)
{
	const struct sm_edges *e = &q->waits[q->at];
	size_t i;

	for (i = 0; i < e->n; i++)
		if (q->group[e->v[i]] < group)
			return false;
	return true;
}

static void
take_out(struct sm_ops *ops, const struct sm_op *op)
{
	size_t i, keep = 0;

	for (i = 0; i < ops->n; i++)
		if (ops->v[i] != op)
			ops->v[keep++] = ops->v[i];
	ops->n = keep;
}

static void
delay(struct grouping *q)
{
	struct sm_mysql *w = q->w;
	struct sm_op *op = q->plan->ops.v[q->at];
	size_t mine = q->group[q->at], i;
	struct sm_mysql_group *g = w->groups.v[mine];

	if (g->form != SM_MYSQL_TABLE || makes_table(g))
		return;
	for (i = w->groups.n - 1; i > mine; i--) {
		struct sm_mysql_group *later = w->groups.v[i];

		if (later->form != SM_MYSQL_TABLE || later->item != g->item ||
		    !can_wait(q, i) || !goes_with(w, later, op))
			continue;
		take_out(&g->ops, op);
		*sm_push(w->arena, &later->ops) = op;
		q->group[q->at] = i;
		return;
	}
}

/* The ops of each group as the plan has them, after they were moved. */
static void
sort_again(struct grouping *q)
{
	struct sm_mysql_groups *all = &q->w->groups;
	size_t i;

	for (i = 0; i < all->n; i++)
		all->v[i]->ops.n = 0;
	for (i = 0; i < q->plan->ops.n; i++)
		*sm_push(q->w->arena, &all->v[q->group[i]]->ops) =
		    q->plan->ops.v[i];
}

static void
delay_all(struct grouping *q)
{
	size_t i, k;

	q->waits = sm_alloc(q->w->arena,
	    (q->plan->ops.n + 1) * sizeof *q->waits);
	for (i = 0; i < q->plan->ops.n; i++)
		for (k = 0; k < q->needs[i].n; k++)
			*sm_push(q->w->arena, &q->waits[q->needs[i].v[k]]) = i;
	for (q->at = q->plan->ops.n; q->at-- > 0;)
		delay(q);
	sort_again(q);
}

/* A table that goes takes all of it along, foreign keys if nobody waits. */
static bool
is_awaited(const struct grouping *q, size_t group, size_t before)
{
	size_t i, k;

	for (i = 0; i < q->plan->ops.n; i++) {
		if (q->group[i] <= group || q->group[i] >= before)
			continue;
		for (k = 0; k < q->needs[i].n; k++)
			if (q->group[q->needs[i].v[k]] == group)
				return true;
	}
	return false;
}

static void
fold(struct grouping *q, size_t at)
{
	struct sm_mysql_groups *all = &q->w->groups;
	struct sm_mysql_group *g = all->v[at];
	size_t i;

	for (i = 0; i < g->ops.n; i++)
		if (g->ops.v[i]->verb != SM_DROP)
			return;
	for (i = at + 1; i < all->n; i++)
		if (all->v[i]->form == SM_MYSQL_GONE &&
		    all->v[i]->item == g->item)
			g->folded = !is_awaited(q, at, i);
}

void
sm_mysql_group(struct sm_mysql *w, struct sm_plan *plan)
{
	struct grouping q = {.w = w, .plan = plan};
	size_t i;

	/* sm_graph_needs tells of the ops by their places. */
	q.needs = sm_graph_needs(plan);
	q.group = sm_alloc(w->arena, (plan->ops.n + 1) * sizeof *q.group);
	for (q.at = 0; q.at < plan->ops.n; q.at++)
		put(&q, plan->ops.v[q.at]);
	delay_all(&q);
	for (i = 0; i < w->groups.n; i++)
		if (w->groups.v[i]->form == SM_MYSQL_TABLE &&
		    w->groups.v[i]->item->target == NULL)
			fold(&q, i);
}
