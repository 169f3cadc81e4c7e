/*
 * Judging the ops of a plan by the catalogue.
 */
#include "stages/risk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/list.h"
#include "base/utf8.h"
#include "stages/risk_rules.h"

/* A rule that holds for an op. */
struct finding {
	const struct sm_risk_rule *rule;
	const struct sm_risk_impact *impact;
	enum sm_risk risk;
	size_t at; /* place in the catalogue */
	const char *list, *other; /* what its condition found */
	bool replaced;
};

/* What is said of an op: the findings, the decisive one first. */
struct verdict {
	struct finding *v;
	size_t n, cap;
};

/* The rules of each op's name, so that an op is held against its own only. */
struct rules {
	const struct sm_risk_rule **v;
	size_t n, cap;
};

struct judge {
	struct sm_arena *arena;
	struct sm_risk_facts facts;
	struct sm_map by_op; /* name of an op -> struct rules */
};

static void
index_rule(struct judge *j, const struct sm_risk_rule *rule)
{
	const char *at = rule->ops;

	while (*at) {
		size_t len = strcspn(at, " ");
		char *name = sm_memdup(j->arena, at, len);
		struct rules *rules = sm_map_get(&j->by_op, name);

		if (!rules) {
			rules = sm_alloc(j->arena, sizeof(*rules));
			sm_map_set(&j->by_op, name, rules);
		}
		*sm_push(j->arena, rules) = rule;
		at += len + strspn(at + len, " ");
	}
}

static void
judge_init(struct judge *j, struct sm_plan *p, struct sm_arena *a,
    const char *server)
{
	size_t i;

	j->arena = a;
	sm_map_init(&j->by_op, a);
	for (i = 0; i < sm_risk_nrules; i++)
		if (sm_risk_rules[i].dialects & SM_IN(p->dialect->id))
			index_rule(j, &sm_risk_rules[i]);
	sm_risk_facts(&j->facts, p, a, server);
}

/* The rule's place in the catalogue, which decides between equals. */
static size_t
rules_before(const struct sm_risk_rule *rule)
{
	if (rule == &sm_risk_new_object || rule == &sm_risk_unknown)
		return sm_risk_nrules;
	return (size_t)(rule - sm_risk_rules);
}

static void
find(struct judge *j, struct sm_risk_case *c, struct verdict *verdict,
    const struct sm_risk_rule *rule)
{
	struct finding *f;
	size_t i;

	for (i = 0; i < verdict->n; i++)
		if (!strcmp(verdict->v[i].rule->id, rule->id))
			return; /* an earlier row of the rule said it */
	f = sm_push(j->arena, verdict);
	f->rule = rule;
	f->at = rules_before(rule);
	f->impact = sm_risk_impact(rule->id, c->dialect->id);
	f->risk = sm_risk_by_size(rule, f->impact, c->old);
	f->list = c->list.len > 0 ?
	    sm_memdup(j->arena, c->list.text, c->list.len) : "";
	f->other = c->other;
}

/* The table is made by the same plan. */
static bool
is_on_new(const struct sm_risk_case *c)
{
	return c->op->target && c->op->target->part != SM_PART_NONE &&
	    c->relation && !c->relation->old &&
	    sm_risk_op_on(c, c->relation, SM_ADD, SM_PART_NONE, NULL);
}

static bool
is_about_rows(const struct finding *f)
{
	return f->rule->category == SM_CONSTRAINT_VIOLATION ||
	    f->rule->category == SM_LOCK ||
	    f->rule->category == SM_TABLE_REWRITE;
}

/* A hard finding goes before an operational one, then the catalogue's order. */
static int
compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
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
settle(struct judge *j, struct sm_risk_case *c, struct verdict *verdict)
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
	if (is_on_new(c) && kept > 0) {
		for (i = 0; i < kept; i++)
			if (is_about_rows(&verdict->v[i]))
				verdict->v[i].risk = SM_SAFE;
		find(j, c, verdict, &sm_risk_new_object);
	}
	if (verdict->n == 0)
		find(j, c, verdict, &sm_risk_unknown);
	qsort(verdict->v, verdict->n, sizeof(*verdict->v), compare_findings);
}

static void
judge_op(struct judge *j, const struct sm_op *op, struct sm_risk_case *c,
    struct verdict *verdict)
{
	const struct rules *rules = sm_map_get(&j->by_op, op->op);
	size_t i;

	memset(c, 0, sizeof(*c));
	memset(verdict, 0, sizeof(*verdict));
	c->facts = &j->facts;
	c->arena = j->arena;
	c->dialect = j->facts.plan->dialect;
	c->op = op;
	c->relation = sm_risk_relation(&j->facts, op);
	if (c->relation) {
		c->old = c->relation->old;
		c->new_ = c->relation->new_;
	}
	for (i = 0; rules && i < rules->n; i++) {
		sm_buf_reset(&c->list);
		c->other = NULL;
		if (!rules->v[i]->when || rules->v[i]->when(c))
			find(j, c, verdict, rules->v[i]);
	}
	sm_buf_reset(&c->list);
	settle(j, c, verdict);
	sm_buf_free(&c->list);
}

/* A name in a sentence: printable, and no longer than a line bears. */
#define NAME_MAX_BYTES 60

static void
put_name(struct sm_buf *b, const char *name)
{
	size_t len = strlen(name);
	size_t cut = len > NAME_MAX_BYTES ? NAME_MAX_BYTES : len;

	while (cut < len && cut > 0 && ((unsigned char)name[cut] & 0xc0) == 0x80)
		cut--;
	sm_printable(b, name, cut);
	if (cut < len)
		sm_buf_adds(b, "...");
}

static const char *
referred(const struct sm_op *op)
{
	const struct sm_foreign_key *fk = op->new_ ? op->new_ : op->old;

	if (!op->target || op->target->part != SM_PART_FK || !fk ||
	    !fk->references || !fk->references->table)
		return "the parent table";
	return fk->references->table;
}

static const char *
guess(struct sm_arena *a, const struct sm_op *op)
{
	const char *score = op->has_score ?
	    sm_sprintf(a, "score %.2f", op->score) : NULL;

	if (!op->has_probability)
		return score ? score : "no score";
	return sm_sprintf(a, "%s%sprobability %.2f", score ? score : "",
	    score ? ", " : "", op->probability);
}

/* What stands for a word in braces. */
static const char *
value_of(struct judge *j, const struct sm_op *op, const struct finding *f,
    const char *word, size_t len)
{
	const struct {
		const char *word, *value;
	} words[] = {
		{"table", op->table ? op->table : op->name},
		{"column", op->name},
		{"list", f->list},
		{"other", f->other},
		{"ref", referred(op)},
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == len &&
		    !memcmp(words[i].word, word, len))
			return words[i].value ? words[i].value : "it";
	if (len == strlen("guess") && !memcmp(word, "guess", len))
		return guess(j->arena, op);
	return NULL;
}

static const char *
fill(struct judge *j, const struct sm_op *op, const struct finding *f,
    const char *template, const char *more)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *open, *text;

	if (!strchr(template, '{') && !more)
		return template;
	for (; (open = strchr(template, '{')) != NULL;
	     template = strchr(open, '}') + 1) {
		sm_buf_add(&b, template, (size_t)(open - template));
		text = value_of(j, op, f, open + 1, strcspn(open + 1, "}"));
		put_name(&b, text ? text : "it");
	}
	sm_buf_adds(&b, template);
	if (more)
		sm_buf_adds(&b, more);
	text = sm_memdup(j->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return text;
}

/* The decisive finding's sentences. */
static const char *
reason_of(struct judge *j, const struct sm_risk_case *c,
    const struct finding *f)
{
	return fill(j, c->op, f, f->rule->reason,
	    sm_risk_size_sentence(j->arena, f->rule, f->impact, c->old));
}

static const char *
suggestion_of(struct judge *j, const struct sm_risk_case *c,
    const struct finding *f)
{
	return fill(j, c->op, f, f->rule->suggestion, NULL);
}

static void
add_string(struct sm_buf *b, const char *key, const char *value)
{
	sm_buf_addf(b, "%s\"%s\":", b->len > 1 ? "," : "", key);
	sm_json_add_string(b, value);
}

static void
add_rules(struct sm_buf *b, const struct verdict *verdict)
{
	size_t i;

	for (i = 0; i < verdict->n; i++) {
		sm_buf_addc(b, i == 0 ? '[' : ',');
		sm_json_add_string(b, verdict->v[i].rule->id);
	}
	sm_buf_addc(b, ']');
}

static int
weight(const char *cost)
{
	static const char *const costs[] = {"meta", "scan", "index",
	    "rewrite"};
	int i;

	for (i = 0; strcmp(costs[i], cost); i++)
		continue;
	return i;
}

/* The heaviest of what the findings cost. */
static void
add_impact(struct sm_buf *b, const struct sm_risk_case *c,
    const struct verdict *verdict, const char *assumed)
{
	const struct sm_risk_impact *most = NULL, *impact;
	const struct sm_stats *stats = c->old ? c->old->stats : NULL;
	size_t i;

	for (i = 0; i < verdict->n; i++) {
		impact = verdict->v[i].impact;
		if (impact &&
		    (!most || weight(impact->cost) > weight(most->cost)))
			most = impact;
	}
	if (!most || is_on_new(c))
		return;
	sm_buf_addc(b, '{');
	add_string(b, "lock", most->lock);
	add_string(b, "blocks", most->blocks);
	add_string(b, "cost", most->cost);
	if (stats && stats->rows >= 0)
		sm_buf_addf(b, ",\"rows\":%lld", stats->rows);
	if (stats && stats->bytes >= 0)
		sm_buf_addf(b, ",\"bytes\":%lld", stats->bytes);
	if (assumed)
		add_string(b, "assumed_version", assumed);
	sm_buf_addc(b, '}');
}

/* The same verdict on the op that undoes this one. */
static void
add_down(struct judge *j, struct sm_op *op, const struct sm_op *undo,
    struct sm_buf *b)
{
	struct sm_risk_case c;
	struct verdict verdict;
	const struct finding *f;

	judge_op(j, undo, &c, &verdict);
	f = &verdict.v[0];
	op->down_risk = f->risk;
	op->down_reason = reason_of(j, &c, f);
	op->down_suggestion = suggestion_of(j, &c, f);
	sm_buf_addc(b, '{');
	add_string(b, "risk", sm_risk_name(f->risk));
	add_string(b, "reason", op->down_reason);
	add_string(b, "suggestion", op->down_suggestion);
	add_string(b, "category", sm_risk_categories[f->rule->category]);
	sm_buf_adds(b, ",\"rules\":");
	add_rules(b, &verdict);
	sm_buf_addc(b, '}');
}

/* Rules whose ops destroy what no way back restores: plan-irreversible. */
static bool
is_irreversible(const struct verdict *verdict)
{
	static const char *const losing[] = {"drop-table", "drop-column",
	    "modify-virtual-table", "modify-column-to-generated",
	    "modify-column-type-incompatible", "type-lossy", "type-narrow"};
	size_t i, k;

	for (i = 0; i < verdict->n; i++)
		for (k = 0; k < sizeof(losing) / sizeof(losing[0]); k++)
			if (!strcmp(verdict->v[i].rule->id, losing[k]))
				return true;
	return false;
}

enum {
	RISK, REASON, SUGGESTION, CATEGORY, RULES, IMPACT, DOWN, REVERSIBLE,
	TRANSACTIONAL, MEMBERS
};

/* JSON text of each member; an empty one is taken out. */
struct said {
	struct sm_buf text[MEMBERS];
};

static void
splice(struct sm_plan *p, struct sm_op *op, const struct said *said)
{
	static const char *const keys[MEMBERS] = {"risk", "reason",
	    "suggestion", "category", "rules", "impact", "down", "reversible",
	    "transactional"};
	struct sm_member members[MEMBERS];
	size_t i;

	for (i = 0; i < MEMBERS; i++) {
		members[i].key = keys[i];
		members[i].value = said->text[i].len > 0 ?
		    said->text[i].text : NULL;
	}
	sm_op_splice(p->arena, op, members, MEMBERS);
}

static void
keep(struct sm_plan *p, struct sm_op *op, const struct sm_risk_case *c,
    const struct verdict *verdict, struct judge *j)
{
	const struct finding *f = &verdict->v[0];
	size_t i;

	op->risk = f->risk;
	op->reason = reason_of(j, c, f);
	op->suggestion = suggestion_of(j, c, f);
	op->category = sm_risk_categories[f->rule->category];
	op->irreversible = is_irreversible(verdict);
	op->rules = (struct sm_strings){NULL, 0, 0};
	for (i = 0; i < verdict->n; i++)
		sm_strings_add(p->arena, &op->rules, verdict->v[i].rule->id);
}

static void
annotate(struct sm_plan *p, struct judge *up, struct judge *down,
    struct sm_op *op, const struct sm_op *undo, struct said *said)
{
	struct sm_risk_case c;
	struct verdict verdict;
	const char *assumed = up->facts.server ? NULL :
	    p->dialect->assumed_version;
	size_t i;

	for (i = 0; i < MEMBERS; i++)
		sm_buf_reset(&said->text[i]);
	judge_op(up, op, &c, &verdict);
	keep(p, op, &c, &verdict, up);
	sm_json_add_string(&said->text[RISK], sm_risk_name(op->risk));
	sm_json_add_string(&said->text[REASON], op->reason);
	sm_json_add_string(&said->text[SUGGESTION], op->suggestion);
	sm_json_add_string(&said->text[CATEGORY], op->category);
	add_rules(&said->text[RULES], &verdict);
	add_impact(&said->text[IMPACT], &c, &verdict, assumed);
	if (undo)
		add_down(down, op, undo, &said->text[DOWN]);
	if (op->irreversible)
		sm_buf_adds(&said->text[REVERSIBLE], "false");
	if (!p->dialect->transactional)
		sm_buf_adds(&said->text[TRANSACTIONAL], "false");
	splice(p, op, said);
}

/* What the user said of the server goes into the header, for sm-sql. */
static bool
set_header(struct sm_plan *p, const struct sm_risk_options *options,
    struct sm_error *e)
{
	struct sm_buf b = SM_BUF_INIT;

	if (options->server_version) {
		if (sm_version(options->server_version) == 0) {
			sm_error_set(e, "\"%s\" is no version of a server",
			    options->server_version);
			return sm_error_hint(e, "for instance %s",
			    p->dialect->assumed_version);
		}
		p->server = sm_strdup(p->arena, options->server_version);
		sm_json_add_string(&b, p->server);
		sm_plan_splice(p,
		    &(struct sm_member){"server", sm_buf_str(&b)}, 1);
		sm_buf_free(&b);
	}
	if (options->online) {
		p->online = true;
		sm_plan_splice(p, &(struct sm_member){"online", "true"}, 1);
	}
	return true;
}

bool
sm_risk(struct sm_plan *p, const struct sm_risk_options *options,
    struct sm_error *e)
{
	struct sm_plan *back;
	struct judge up, down;
	struct said said;
	size_t i;

	if (!set_header(p, options, e))
		return false;
	memset(&said, 0, sizeof(said));
	back = sm_plan_invert(p);
	judge_init(&up, p, p->arena, p->server);
	judge_init(&down, back, p->arena, p->server);
	for (i = 0; i < p->ops.n; i++)
		annotate(p, &up, &down, p->ops.v[i],
		    sm_plan_op(back, p->ops.v[i]->id), &said);
	for (i = 0; i < MEMBERS; i++)
		sm_buf_free(&said.text[i]);
	sm_plan_stage(p, "risk");
	return true;
}

static void
list_rule(struct sm_buf *b, const struct sm_risk_rule *rule)
{
	struct sm_buf line = SM_BUF_INIT;
	const char *separator = "";
	int d;

	sm_buf_addc(&line, '{');
	add_string(&line, "rule", rule->id);
	add_string(&line, "ops", rule->ops);
	sm_buf_adds(&line, ",\"dialects\":[");
	for (d = 0; d < SM_DIALECTS; d++)
		if (rule->dialects & SM_IN(d)) {
			sm_buf_addf(&line, "%s\"%s\"", separator,
			    sm_dialect_get((enum sm_dialect_id)d)->name);
			separator = ",";
		}
	sm_buf_addc(&line, ']');
	add_string(&line, "risk", sm_risk_name(rule->risk));
	add_string(&line, "category", sm_risk_categories[rule->category]);
	add_string(&line, "reason", rule->reason);
	add_string(&line, "suggestion", rule->suggestion);
	if (rule->replaces)
		add_string(&line, "replaces", rule->replaces);
	sm_buf_adds(&line, "}\n");
	sm_buf_add(b, line.text, line.len);
	sm_buf_free(&line);
}

void
sm_risk_list_rules(struct sm_buf *b)
{
	size_t i;

	for (i = 0; i < sm_risk_nrules; i++)
		list_rule(b, &sm_risk_rules[i]);
	list_rule(b, &sm_risk_new_object);
	list_rule(b, &sm_risk_unknown);
}
