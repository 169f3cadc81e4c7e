/*
 * The report for a terminal.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/explain.h"

/*
 * The columns where the points of an op begin, and where what they say does: a
 * narrow page has no room for the wider ones.
 */
#define NARROW 60
#define POINT 6

struct page {
	struct sm_buf *b;
	const struct sm_plan *plan;
	int width, said;
	bool colour;
	struct sm_map by_id;   /* the ops */
	struct sm_map at;      /* long texts, by what was said already: where */
};

/* By enum sm_risk: ANSI colours that are told apart without red and green. */
static const char *const colours[] = {"0", "32", "33", "1;31"};
static const char *const words[] = {"not judged", "SAFE", "CAUTION", "DANGER"};

static void
add_coloured(struct page *p, enum sm_risk r, const char *text)
{
	if (p->colour)
		sm_buf_addf(p->b, "\033[%sm%s\033[0m", colours[r], text);
	else
		sm_buf_adds(p->b, text);
}

/*
 * Text wrapped at blanks between column `indent`, where the cursor is, and the
 * width.  A word that is longer than a line gets one of its own, uncut.
 */
static void
add_wrapped(struct page *p, int indent, const char *text)
{
	int column = indent, columns;
	const char *end;

	for (text += strspn(text, " "); *text != '\0';
	     text = end + strspn(end, " ")) {
		end = text + strcspn(text, " ");
		columns = (int)sm_utf8_columns(text, (size_t)(end - text));
		if (column > indent && column + 1 + columns > p->width) {
			sm_buf_addf(p->b, "\n%*s", indent, "");
			column = indent;
		}
		if (column > indent) {
			sm_buf_addc(p->b, ' ');
			column++;
		}
		sm_buf_add(p->b, text, (size_t)(end - text));
		column += columns;
	}
	sm_buf_addc(p->b, '\n');
}

static void
add_head(struct page *p, const struct sm_summary *s)
{
	const struct sm_plan *plan = p->plan;
	const char *dangers = sm_explain_list(plan, sm_explain_is_danger);
	enum sm_risk r;
	bool first = true;

	add_wrapped(p, 0,
	    sm_sprintf(plan->arena, "%s -> %s, %s%s%s: %zu operation%s",
	        sm_side_name(plan, false), sm_side_name(plan, true),
	        plan->dialect->title, plan->server != NULL ? " " : "",
	        plan->server != NULL
	            ? sm_printable_str(plan->arena, plan->server)
	            : "",
	        plan->ops.n, plan->ops.n == 1 ? "" : "s"));
	for (r = SM_DANGER;; r--) {
		if (s->risks[r] > 0) {
			sm_buf_adds(p->b, first ? "  " : ", ");
			add_coloured(p, r,
			    sm_sprintf(plan->arena, "%zu %s", s->risks[r],
			        words[r]));
			first = false;
		}
		if (r == SM_RISK_NONE)
			break;
	}
	if (!first)
		sm_buf_addc(p->b, '\n');
	if (dangers != NULL) {
		sm_buf_adds(p->b, "  ");
		add_coloured(p, SM_DANGER, words[SM_DANGER]);
		sm_buf_adds(p->b, ": ");
		add_wrapped(p, 10, dangers);
	}
	if (plan->ops.n == 0)
		sm_buf_adds(p->b, "  no difference in what was compared\n");
}

/* "1, 2": the ids of an ordered plan as its steps. */
static const char *
dependencies(struct page *p, const struct sm_op *op)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_op *other;
	const char *text;
	size_t i;

	for (i = 0; i < op->depends_on.n; i++) {
		other = sm_map_get(&p->by_id, op->depends_on.v[i]);
		if (other != NULL && other->step > 0)
			sm_buf_addf(&b, "%s%ld", b.len > 0 ? ", " : "",
			    other->step);
	}
	text = b.len == 0 ? NULL : sm_memdup(p->plan->arena, b.text, b.len);
	sm_buf_free(&b);
	return text;
}

static void
add_point(struct page *p, const char *lead, const char *text)
{
	if (text == NULL)
		return;
	sm_buf_addf(p->b, "%*s%-*s", POINT, "", p->said - POINT, lead);
	add_wrapped(p, p->said, text);
}

/*
 * A sentence that was said of an earlier op as well is said again of what is
 * dangerous only: else a hundred renames are told in a hundred times the words.
 */
static const char *
once(struct page *p, const struct sm_op *op, long number, const char *text)
{
	struct sm_arena *a = p->plan->arena;
	const char *before;

	if (text == NULL || op->risk == SM_DANGER)
		return text;
	before = sm_map_get(&p->at, text);
	if (before != NULL)
		return sm_sprintf(a, "as for %s", before);
	if (strlen(text) > sizeof "as for 12345")
		sm_map_set(&p->at, text,
		    sm_sprintf(a, "%ld", number));
	return text;
}

/* What undoing it would cost, where it costs anything. */
static const char *
way_back(struct page *p, const struct sm_op *op, long number)
{
	const char *why = op->down_reason;

	if (op->down_risk <= SM_SAFE)
		return NULL;
	if (why == NULL)
		return words[op->down_risk];
	if (op->reason != NULL && strcmp(op->reason, why) == 0)
		why = "the same";
	else if (op->down_risk != SM_DANGER)
		why = once(p, op, number, why);
	return sm_sprintf(p->plan->arena, "%s: %s", words[op->down_risk], why);
}

static void
add_op(struct page *p, size_t i)
{
	const struct sm_op *op = p->plan->ops.v[i];
	struct sm_arena *a = p->plan->arena;
	long number = sm_explain_number(p->plan, i);
	int room = p->said - POINT - (int)strlen(words[op->risk]);

	sm_buf_addf(p->b, "\n%4ld. ", number);
	add_coloured(p, op->risk, words[op->risk]);
	sm_buf_addf(p->b, "%*s", room, "");
	add_wrapped(p, p->said, sm_op_describe(a, op));
	add_point(p, "change", sm_op_values(a, op));
	add_point(p, "check", sm_explain_guess(a, op));
	add_point(p, "check", sm_maybe_rename(a, op));
	add_point(p, "why", once(p, op, number, op->reason));
	add_point(p, "do", once(p, op, number, sm_explain_advice(op)));
	add_point(p, "back", way_back(p, op, number));
	add_point(p, "after", dependencies(p, op));
}

static void
add_notes(struct page *p)
{
	const struct sm_plan *plan = p->plan;
	const char *message;
	bool first = true;
	size_t i;

	for (i = 0; i < plan->others.n; i++) {
		message = sm_plan_note_message(plan->arena, plan->others.v[i]);
		if (message == NULL)
			continue;
		if (first)
			sm_buf_adds(p->b, "\nNotes:\n");
		first = false;
		sm_buf_adds(p->b, "  - ");
		add_wrapped(p, 4, sm_printable_str(plan->arena, message));
	}
}

/* Can it be taken back, as a whole? */
static void
add_end(struct page *p, const struct sm_summary *s)
{
	const char *final = sm_explain_list(p->plan, sm_explain_is_final);
	const char *lossy = sm_explain_list(p->plan, sm_explain_is_lossy);

	if (p->plan->ops.n == 0)
		return;
	sm_buf_addc(p->b, '\n');
	if (s->risks[SM_RISK_NONE] > 0)
		add_wrapped(p, 0, "Not every operation has been judged: put "
				  "sm-risk before sm-explain.");
	else if (final == NULL && lossy == NULL)
		add_wrapped(p, 0, "Every step can be undone without losing "
				  "data.");
	else if (final == NULL)
		add_wrapped(p, 0, sm_sprintf(p->plan->arena,
		    "Every step can be undone; what came in since would be "
		    "lost (%s).", lossy));
	else
		add_wrapped(p, 0, sm_sprintf(p->plan->arena,
		    "Not reversible (%s): the way back can't restore what is "
		    "lost. Keep a copy.", final));
}

void
sm_explain_text(const struct sm_plan *plan, int width, bool colour,
    struct sm_buf *b)
{
	struct page p = {.b = b, .plan = plan, .width = width,
	    .said = width < NARROW ? 14 : 17, .colour = colour};
	struct sm_summary s = sm_summary(plan);
	size_t i;

	sm_map_init(&p.by_id, plan->arena);
	sm_map_init(&p.at, plan->arena);
	for (i = 0; i < plan->ops.n; i++)
		sm_map_set(&p.by_id, plan->ops.v[i]->id, plan->ops.v[i]);
	add_head(&p, &s);
	add_notes(&p);
	for (i = 0; i < plan->ops.n; i++)
		add_op(&p, i);
	add_end(&p, &s);
}
