/*
 * Holding ops against the catalogue.
 */
#include "stages/risk_judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

/* The rules of each op's name, so that an op is held against its own only. */
struct rules {
	size_t *v; /* places in the catalogue */
	size_t n, cap;
};

const struct sm_risk_rule *
sm_risk_rule(size_t place)
{
	static const struct sm_risk_chapter *const chapters[] = {
	    &sm_risk_columns, &sm_risk_parts, &sm_risk_objects};
	size_t i;

	for (i = 0; i < sizeof(chapters) / sizeof(chapters[0]); i++) {
		if (place < chapters[i]->n)
			return &chapters[i]->v[place];
		place -= chapters[i]->n;
	}
	return NULL;
}

static void
index_rule(struct sm_judge *j, size_t place)
{
	const char *at = sm_risk_rule(place)->ops;

	while (*at) {
		size_t len = strcspn(at, " ");
		char *name = sm_memdup(j->arena, at, len);
		struct rules *rules = sm_map_get(&j->by_op, name);

		if (!rules) {
			rules = sm_alloc(j->arena, sizeof(*rules));
			sm_map_set(&j->by_op, name, rules);
		}
		*sm_push(j->arena, rules) = place;
		at += len + strspn(at + len, " ");
	}
}

void
sm_judge_init(struct sm_judge *j, struct sm_plan *p, struct sm_arena *a,
    const char *server)
{
	const struct sm_risk_rule *rule;
	size_t i;

	j->arena = a;
	sm_map_init(&j->by_op, a);
	for (i = 0; sm_risk_rule(i) != NULL; i++)
		;
	j->impacts = sm_alloc(a, (i + 1) * sizeof(*j->impacts));
	for (i = 0; (rule = sm_risk_rule(i)) != NULL; i++) {
		if (!(rule->dialects & SM_IN(p->dialect->id)))
			continue;
		index_rule(j, i);
		j->impacts[i] = sm_risk_impact(rule->id, p->dialect->id);
	}
	sm_risk_facts(&j->facts, p, a, server);
}

/* The place of what is in no chapter. */
#define LAST ((size_t)-1)

static void
find(struct sm_judge *j, struct sm_risk_case *c, struct sm_verdict *verdict,
    const struct sm_risk_rule *rule, size_t place)
{
	struct sm_finding *f;
	size_t i;

	for (i = 0; i < verdict->n; i++)
		if (!strcmp(verdict->v[i].rule->id, rule->id))
			return; /* an earlier row of the rule said it */
	f = sm_push(j->arena, verdict);
	f->rule = rule;
	f->at = place;
	f->impact = place == LAST ? NULL : j->impacts[place];
	f->risk = sm_risk_by_size(rule, f->impact, c->old);
	f->list = c->list.len > 0 ?
	    sm_memdup(j->arena, c->list.text, c->list.len) : "";
	f->other = c->other;
}

bool
sm_judge_is_on_new(const struct sm_risk_case *c)
{
	return c->op->target && c->op->target->part != SM_PART_NONE &&
	    c->relation && !c->relation->old &&
	    sm_risk_op_on(c, c->relation, SM_ADD, SM_PART_NONE, NULL);
}

static bool
is_about_rows(const struct sm_finding *f)
{
	return f->rule->category == SM_CONSTRAINT_VIOLATION ||
	    f->rule->category == SM_LOCK ||
	    f->rule->category == SM_TABLE_REWRITE;
}

/* A hard finding goes before an operational one, then the catalogue's order. */
static int
compare_findings(const void *a, const void *b)
{
	const struct sm_finding *x = a, *y = b;
	bool soft_x = x->rule->category >= SM_LOCK;
	bool soft_y = y->rule->category >= SM_LOCK;

	if (x->risk != y->risk)
		return x->risk > y->risk ? -1 : 1;
	if ((x->rule == &sm_risk_new_object) !=
	    (y->rule == &sm_risk_new_object))
		return x->rule == &sm_risk_new_object ? -1 : 1;
	if (soft_x != soft_y)
		return soft_x ? 1 : -1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void
settle(struct sm_judge *j, struct sm_risk_case *c, struct sm_verdict *verdict)
{
	size_t i, k, kept = 0;

	for (i = 0; i < verdict->n; i++)
		for (k = 0; verdict->v[i].rule->replaces && k < verdict->n;
		     k++)
			if (!strcmp(verdict->v[k].rule->id,
			        verdict->v[i].rule->replaces))
				verdict->v[k].replaced = true;
	for (i = 0; i < verdict->n; i++)
		if (!verdict->v[i].replaced)
			verdict->v[kept++] = verdict->v[i];
	verdict->n = kept;
	if (sm_judge_is_on_new(c) && kept > 0) {
		for (i = 0; i < kept; i++)
			if (is_about_rows(&verdict->v[i]))
				verdict->v[i].risk = SM_SAFE;
		find(j, c, verdict, &sm_risk_new_object, LAST);
	}
	if (verdict->n == 0)
		find(j, c, verdict, &sm_risk_unknown, LAST);
	qsort(verdict->v, verdict->n, sizeof(*verdict->v), compare_findings);
}

void
sm_judge_op(struct sm_judge *j, size_t at, struct sm_risk_case *c,
    struct sm_verdict *verdict)
{
	const struct sm_op *op = j->facts.plan->ops.v[at];
	const struct rules *rules = sm_map_get(&j->by_op, op->op);
	const struct sm_change *change;
	size_t i;

	verdict->n = 0;
	memset(c, 0, sizeof(*c));
	c->facts = &j->facts;
	c->arena = j->arena;
	c->dialect = j->facts.plan->dialect;
	c->op = op;
	c->relation = j->facts.relations[at];
	if (c->relation) {
		c->old = c->relation->old;
		c->new_ = c->relation->new_;
	} else if ((change = sm_risk_object(c->facts, op)) != NULL) {
		c->old = change->old;
		c->new_ = change->new_;
	}
	for (i = 0; rules && i < rules->n; i++) {
		const struct sm_risk_rule *rule = sm_risk_rule(rules->v[i]);

		sm_buf_reset(&c->list);
		c->other = NULL;
		if (!rule->when || rule->when(c))
			find(j, c, verdict, rule, rules->v[i]);
	}
	sm_buf_reset(&c->list);
	settle(j, c, verdict);
	sm_buf_free(&c->list);
}
