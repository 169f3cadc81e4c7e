/*
 * What sm-risk writes into an op.
 */
#include "stages/risk.h"

#include <string.h>

#include "base/json.h"
#include "base/list.h"
#include "base/utf8.h"
#include "stages/risk_judge.h"

/* A name in a sentence: printable, and no longer than a line bears. */
#define NAME_MAX_BYTES 60

static void
put_name(struct sm_buf *b, const char *name)
{
	size_t len = strlen(name);
	size_t cut = len > NAME_MAX_BYTES ? NAME_MAX_BYTES : len;

	while (cut < len && cut > 0 &&
	    ((unsigned char)name[cut] & 0xc0) == 0x80)
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
value_of(struct sm_judge *j, const struct sm_op *op, const struct sm_finding *f,
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
fill(struct sm_judge *j, const struct sm_op *op, const struct sm_finding *f,
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
reason_of(struct sm_judge *j, const struct sm_risk_case *c,
    const struct sm_finding *f)
{
	return fill(j, c->op, f, f->rule->reason,
	    sm_risk_size_sentence(j->arena, f->rule, f->impact, c->old));
}

static const char *
suggestion_of(struct sm_judge *j, const struct sm_risk_case *c,
    const struct sm_finding *f)
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
add_rules(struct sm_buf *b, const struct sm_verdict *verdict)
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
    const struct sm_verdict *verdict, const char *assumed)
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
	if (!most || sm_judge_is_on_new(c))
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
add_down(struct sm_judge *j, struct sm_op *op, size_t undo,
    struct sm_verdict *verdict, struct sm_buf *b)
{
	struct sm_risk_case c;
	const struct sm_finding *f;

	sm_judge_op(j, undo, &c, verdict);
	f = &verdict->v[0];
	op->down_risk = f->risk;
	op->down_reason = reason_of(j, &c, f);
	op->down_suggestion = suggestion_of(j, &c, f);
	sm_buf_addc(b, '{');
	add_string(b, "risk", sm_risk_name(f->risk));
	add_string(b, "reason", op->down_reason);
	add_string(b, "suggestion", op->down_suggestion);
	add_string(b, "category", sm_risk_categories[f->rule->category]);
	sm_buf_adds(b, ",\"rules\":");
	add_rules(b, verdict);
	sm_buf_addc(b, '}');
}

/* Rules whose ops destroy what no way back restores: plan-irreversible. */
static bool
is_irreversible(const struct sm_verdict *verdict)
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
    const struct sm_verdict *verdict, struct sm_judge *j)
{
	const struct sm_finding *f = &verdict->v[0];
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

/* Both ways of a plan, and room that is used for op after op. */
struct work {
	struct sm_plan *plan;
	struct sm_judge up, down;
	struct sm_map undo; /* id -> its place in the plan back */
	struct sm_verdict verdict;
	struct said said;
};

static void
annotate(struct work *w, size_t at)
{
	struct sm_plan *p = w->plan;
	struct sm_op *op = p->ops.v[at];
	const size_t *undo = sm_map_get(&w->undo, op->id);
	struct sm_buf *text = w->said.text;
	struct sm_risk_case c;
	size_t i;

	for (i = 0; i < MEMBERS; i++)
		sm_buf_reset(&text[i]);
	sm_judge_op(&w->up, at, &c, &w->verdict);
	keep(p, op, &c, &w->verdict, &w->up);
	sm_json_add_string(&text[RISK], sm_risk_name(op->risk));
	sm_json_add_string(&text[REASON], op->reason);
	sm_json_add_string(&text[SUGGESTION], op->suggestion);
	sm_json_add_string(&text[CATEGORY], op->category);
	add_rules(&text[RULES], &w->verdict);
	add_impact(&text[IMPACT], &c, &w->verdict,
	    w->up.facts.server ? NULL : p->dialect->assumed_version);
	if (op->irreversible)
		sm_buf_adds(&text[REVERSIBLE], "false");
	if (!p->dialect->transactional)
		sm_buf_adds(&text[TRANSACTIONAL], "false");
	if (undo)
		add_down(&w->down, op, *undo, &w->verdict, &text[DOWN]);
	splice(p, op, &w->said);
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
	struct work w = {.plan = p};
	struct sm_plan *back;
	size_t i, *at;

	if (!set_header(p, options, e))
		return false;
	back = sm_plan_invert(p);
	sm_judge_init(&w.up, p, p->arena, p->server);
	sm_judge_init(&w.down, back, p->arena, p->server);
	sm_map_init(&w.undo, p->arena);
	at = sm_alloc(p->arena, (back->ops.n + 1) * sizeof(*at));
	for (i = 0; i < back->ops.n; i++) {
		at[i] = i;
		sm_map_set(&w.undo, back->ops.v[i]->id, &at[i]);
	}
	for (i = 0; i < p->ops.n; i++)
		annotate(&w, i);
	for (i = 0; i < MEMBERS; i++)
		sm_buf_free(&w.said.text[i]);
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
	const struct sm_risk_rule *rule;
	size_t i;

	for (i = 0; (rule = sm_risk_rule(i)) != NULL; i++)
		list_rule(b, rule);
	list_rule(b, &sm_risk_new_object);
	list_rule(b, &sm_risk_unknown);
}
