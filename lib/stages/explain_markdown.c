/*
 * The changelog: what a reviewer reads in a pull request.
 */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "stages/explain.h"

/* Inside a word an underscore is one: most names would be hard to read else. */
static bool
is_inside_word(const char *start, const char *at)
{
	return *at == '_' && at > start && isalnum((unsigned char)at[-1]) &&
	    isalnum((unsigned char)at[1]);
}

/* Text in which nothing is Markdown or HTML by accident. */
static void
add_text(struct sm_buf *b, const char *s)
{
	struct sm_buf safe = SM_BUF_INIT;
	const char *p;

	sm_printable(&safe, s, strlen(s));
	for (p = sm_buf_str(&safe); *p != '\0'; p++) {
		if (strchr("\\`*_{}[]<>#|~&", *p) != NULL &&
		    !is_inside_word(sm_buf_str(&safe), p))
			sm_buf_addc(b, '\\');
		sm_buf_addc(b, *p);
	}
	sm_buf_free(&safe);
}

static const struct {
	enum sm_risk risk;
	const char *title;
} sections[] = {
	{SM_DANGER, "Danger"},
	{SM_CAUTION, "Caution"},
	{SM_SAFE, "Safe"},
	{SM_RISK_NONE, "Not judged"},
};
#define NSECTIONS (sizeof sections / sizeof sections[0])

static void
add_counts(struct sm_buf *b, const struct sm_summary *s)
{
	size_t i;

	sm_buf_adds(b, "| Risk | Operations |\n| --- | ---: |\n");
	for (i = 0; i < NSECTIONS; i++)
		if (s->risks[sections[i].risk] > 0)
			sm_buf_addf(b, "| %s | %zu |\n", sections[i].title,
			    s->risks[sections[i].risk]);
	sm_buf_addc(b, '\n');
}

static void
add_point(struct sm_buf *b, const char *title, const char *text)
{
	if (text == NULL)
		return;
	sm_buf_addf(b, "  - %s: ", title);
	add_text(b, text);
	sm_buf_addc(b, '\n');
}

static void
add_section(struct sm_buf *b, const struct sm_plan *p, size_t section)
{
	const struct sm_op *op;
	size_t i;

	sm_buf_addf(b, "## %s\n\n", sections[section].title);
	for (i = 0; i < p->ops.n; i++) {
		op = p->ops.v[i];
		if (op->risk != sections[section].risk)
			continue;
		sm_buf_adds(b, "- **");
		add_text(b, sm_op_describe(p->arena, op));
		sm_buf_addf(b, "** (`%s`)\n", op->op);
		add_point(b, "change", sm_op_values(p->arena, op));
		add_point(b, "check", sm_explain_guess(p->arena, op));
		add_point(b, "check", sm_maybe_rename(p->arena, op));
		add_point(b, "why", op->reason);
		add_point(b, "what to do", sm_explain_advice(op));
	}
	sm_buf_addc(b, '\n');
}

static void
add_notes(struct sm_buf *b, const struct sm_plan *p)
{
	const char *message;
	bool first = true;
	size_t i;

	for (i = 0; i < p->others.n; i++) {
		message = sm_plan_note_message(p->arena, p->others.v[i]);
		if (message == NULL)
			continue;
		if (first)
			sm_buf_adds(b, "## Notes\n\n");
		first = false;
		sm_buf_adds(b, "- ");
		add_text(b, message);
		sm_buf_addc(b, '\n');
	}
	if (!first)
		sm_buf_addc(b, '\n');
}

void
sm_explain_markdown(const struct sm_plan *p, struct sm_buf *b)
{
	struct sm_summary s = sm_summary(p);
	size_t i;

	sm_buf_adds(b, "# Schema changes: ");
	add_text(b, sm_side_name(p, false));
	sm_buf_adds(b, " to ");
	add_text(b, sm_side_name(p, true));
	sm_buf_adds(b, "\n\n");
	if (p->ops.n == 0)
		sm_buf_adds(b, "No difference.\n\n");
	else
		add_counts(b, &s);
	for (i = 0; i < NSECTIONS; i++)
		if (s.risks[sections[i].risk] > 0)
			add_section(b, p, i);
	add_notes(b, p);
	if (p->ops.n > 0 && !s.reversible)
		sm_buf_adds(b, "Not reversible: the way back restores the "
			       "shape, not every value.\n\n");
	b->len--;
	b->text[b->len] = '\0';
}
