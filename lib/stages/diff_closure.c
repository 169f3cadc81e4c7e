#include "stages/diff_closure.h"

#include <string.h>

#include "base/map.h"
#include "model/kind.h"

struct nodes {
	struct node **v;
	size_t n, cap;
};

/* An object of the schemas; old and new share one. */
struct node {
	const struct sm_diff_both *both;
	struct group *group;
	bool in;
};

/* All objects that one name may mean, and all that need something so named. */
struct group {
	struct nodes members, dependents;
	bool followed, taken;
};

struct graph {
	struct sm_plan *plan;
	struct sm_arena *arena;
	struct sm_map by_name; /* -> struct group */
	struct node *nodes;
	size_t n;
	struct nodes queue;
};

/*
 * How others name the object.  Tables and views share a name space, and one may
 * have become the other: which of them a name means is not asked.
 */
static const char *
name_key(struct graph *g, const char *record, const char *schema,
    const char *name)
{
	struct sm_arena *a = g->arena;
	const struct sm_dialect *d = g->plan->dialect;

	return sm_sprintf(a, "%s\x1f%s\x1f%s",
	    sm_kind_find(record)->is_relation ? "" : record,
	    schema != NULL ? sm_fold_table(a, d, schema) : "",
	    name != NULL ? sm_fold_table(a, d, name) : "");
}

static struct group *
find(struct graph *g, const char *record, const char *schema,
    const char *name)
{
	const char *key = name_key(g, record, schema, name);
	struct group *group = sm_map_get(&g->by_name, key);

	if (group == NULL) {
		group = sm_alloc(g->arena, sizeof *group);
		sm_map_set(&g->by_name, key, group);
	}
	return group;
}

static void
make_nodes(struct graph *g, const struct sm_diff_boths *all)
{
	size_t i;

	g->n = all->n;
	g->nodes = sm_alloc(g->arena, (all->n + 1) * sizeof *g->nodes);
	sm_map_init(&g->by_name, g->arena);
	for (i = 0; i < all->n; i++) {
		struct node *n = &g->nodes[i];
		const struct sm_object *o = all->v[i].old != NULL
		    ? all->v[i].old
		    : all->v[i].new_;

		n->both = &all->v[i];
		n->group = find(g, o->record, o->schema, o->name);
		*sm_push(g->arena, &n->group->members) = n;
	}
}

static void
add_edge(struct graph *g, struct node *n, struct group *needed)
{
	*sm_push(g->arena, &needed->dependents) = n;
}

/* Let everything that the object depends on know of it. */
static void
add_needs(struct graph *g, struct node *n, const struct sm_object *o)
{
	const struct sm_references *r;
	const char *follows;
	size_t i;

	if (o == NULL)
		return;
	/* A trigger that is made anew is put before the one that follows it. */
	follows = strcmp(o->record, "trigger") != 0 ? NULL
	    : sm_option_text(g->plan->arena, &o->options, "follows");
	if (follows != NULL)
		add_edge(g, n, find(g, "trigger", o->schema, follows));
	for (i = 0; i < o->needs.n; i++)
		add_edge(g, n, find(g, o->needs.v[i].record,
		                   o->needs.v[i].schema, o->needs.v[i].name));
	for (i = 0; i < o->foreign_keys.n; i++) {
		r = o->foreign_keys.v[i].references;
		if (r != NULL)
			add_edge(g, n, find(g, "table", r->schema, r->table));
	}
	if (o->table != NULL)
		add_edge(g, n, find(g, "table", o->schema, o->table));
}

static void
take(struct graph *g, struct node *n)
{
	if (n->in)
		return;
	n->in = true;
	*sm_push(g->arena, &g->queue) = n;
}

/* Take whatever depends on what is taken. */
static void
follow(struct graph *g)
{
	struct group *group;
	size_t i, k;

	for (i = 0; i < g->queue.n; i++) {
		group = g->queue.v[i]->group;
		for (k = 0; !group->followed && k < group->dependents.n; k++)
			take(g, group->dependents.v[k]);
		group->followed = true;
	}
}

static void
take_group(struct group *group)
{
	size_t i;

	for (i = 0; !group->taken && i < group->members.n; i++)
		group->members.v[i]->in = true;
	group->taken = true;
}

/* What the object names and a later stage looks at, one step away. */
static void
take_named(struct graph *g, const struct sm_object *o, bool touched)
{
	const struct sm_references *r;
	size_t i;

	if (o == NULL)
		return;
	for (i = 0; touched && i < o->foreign_keys.n; i++) {
		r = o->foreign_keys.v[i].references;
		if (r != NULL)
			take_group(find(g, "table", r->schema, r->table));
	}
	for (i = 0; touched && i < o->needs.n; i++)
		if (sm_kind_find(o->needs.v[i].record)->is_type)
			take_group(find(g, o->needs.v[i].record,
			    o->needs.v[i].schema, o->needs.v[i].name));
	if (o->table != NULL)
		take_group(find(g, "table", o->schema, o->table));
}

static bool
is_unreadable(const struct sm_object *o)
{
	return o != NULL && o->unreadable;
}

/* What new objects get by themselves is taken off them again. */
static bool
makes_grants(const struct sm_object *o)
{
	return o != NULL && strcmp(o->record, "default_privileges") == 0;
}

void
sm_diff_closure(struct sm_plan *plan, const struct sm_diff_boths *all)
{
	struct graph g = {.plan = plan, .arena = NULL};
	const struct sm_diff_both *both;
	size_t i;

	if (plan->ops.n == 0)
		return;
	g.arena = sm_arena_new();
	make_nodes(&g, all);
	for (i = 0; i < g.n; i++) {
		add_needs(&g, &g.nodes[i], all->v[i].old);
		add_needs(&g, &g.nodes[i], all->v[i].new_);
	}
	for (i = 0; i < g.n; i++)
		if (all->v[i].touched)
			take(&g, &g.nodes[i]);
	follow(&g);
	for (i = 0; i < g.queue.n; i++) {
		both = g.queue.v[i]->both;
		take_named(&g, both->old, both->touched);
		take_named(&g, both->new_, both->touched);
	}
	for (i = 0; i < g.n; i++) {
		both = &all->v[i];
		if (g.nodes[i].in || is_unreadable(both->old) ||
		    is_unreadable(both->new_) || makes_grants(both->old))
			sm_plan_change(plan, both->old, both->new_);
	}
	sm_arena_free(g.arena);
}
