/*
 * The report for a terminal.
 */
#include <string.h>

#include "base/utf8.h"
#include "stages/explain.h"

/* The column where what is said of an op begins. */
#define POINT 17

struct page {
	struct sm_buf *b;
	int width;
	bool colour;
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
add_head(struct page *p, const struct sm_plan *plan,
    const struct sm_summary *s)
{
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
}

/* "after steps 1, 2": the ids of an ordered plan as its steps. */
static const char *
dependencies(const struct sm_plan *plan, const struct sm_op *op,
    const struct sm_map *by_id)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_op *other;
	const char *text;
	size_t i;

	for (i = 0; i < op->depends_on.n; i++) {
		other = sm_map_get(by_id, op->depends_on.v[i]);
		if (other != NULL && other->step > 0)
			sm_buf_addf(&b, "%s%ld", b.len > 0 ? ", " : "",
			    other->step);
	}
	text = b.len == 0 ? NULL
	                  : sm_sprintf(plan->arena, "step%s %s",
	                        strchr(b.text, ',') != NULL ? "s" : "", b.text);
	sm_buf_free(&b);
	return text;
}

static void
add_point(struct page *p, const char *lead, const char *text)
{
	if (text == NULL)
		return;
	sm_buf_addf(p->b, "      %-*s", POINT - 6, lead);
	add_wrapped(p, POINT, text);
}

static void
add_op(struct page *p, const struct sm_plan *plan, const struct sm_op *op,
    size_t number, const struct sm_map *by_id)
{
	const char *maybe = sm_maybe_rename(plan->arena, op), *back = NULL;

	sm_buf_addf(p->b, "\n%4zu. ", number);
	add_coloured(p, op->risk, words[op->risk]);
	sm_buf_addf(p->b, "%*s", POINT - 6 - (int)strlen(words[op->risk]), "");
	add_wrapped(p, POINT, sm_op_describe(plan->arena, op));
	if (op->verb == SM_RENAME && op->has_score)
		add_point(p, "taken",
		    sm_sprintf(plan->arena, "for a rename with score %.2f",
		        op->score));
	add_point(p, "why", op->reason);
	add_point(p, "do", op->suggestion);
	add_point(p, "maybe", maybe);
	if (op->down_risk > SM_SAFE)
		back = sm_sprintf(plan->arena, "%s: %s", words[op->down_risk],
		    op->down_reason != NULL ? op->down_reason : "");
	add_point(p, "back", back);
	add_point(p, "after", dependencies(plan, op, by_id));
}

static void
add_notes(struct page *p, const struct sm_plan *plan)
{
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

void
sm_explain_text(const struct sm_plan *plan, int width, bool colour,
    struct sm_buf *b)
{
	struct page p = {b, width, colour};
	struct sm_summary s = sm_summary(plan);
	struct sm_map by_id;
	size_t i;

	sm_map_init(&by_id, plan->arena);
	for (i = 0; i < plan->ops.n; i++)
		sm_map_set(&by_id, plan->ops.v[i]->id, plan->ops.v[i]);
	add_head(&p, plan, &s);
	for (i = 0; i < plan->ops.n; i++)
		add_op(&p, plan, plan->ops.v[i], i + 1, &by_id);
	add_notes(&p, plan);
	if (plan->ops.n == 0)
		return;
	sm_buf_addc(b, '\n');
	if (s.risks[SM_RISK_NONE] > 0)
		add_wrapped(&p, 0,
		    "Not every operation has been judged: put sm-risk before "
		    "sm-explain.");
	else
		add_wrapped(&p, 0,
		    s.reversible
		        ? "Every step can be undone without losing data."
		        : "Not reversible: the way back restores the shape, not "
		          "every value. Keep a copy.");
}
