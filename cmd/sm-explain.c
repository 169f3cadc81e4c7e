/*
 * sm-explain: the report of a plan for people.
 */
#include <string.h>

#include "cli.h"
#include "stages/explain.h"
#include "terminal.h"

static const char *form = "text", *when = "auto";

static const struct cli_option options[] = {
	{"type", 'T', "FORM", "text (the default), markdown or json", NULL,
	    &form, NULL},
	{"color", 0, "WHEN", "colour: auto (the default), always or never",
	    NULL, &when, NULL},
	{NULL, 0, NULL, NULL, NULL, NULL, NULL},
};

struct page {
	int width;
	bool colour;
};

static void
explain_text(const struct sm_plan *p, const struct page *page,
    struct sm_buf *out)
{
	sm_explain_text(p, page->width, page->colour, out);
}

static void
explain_markdown(const struct sm_plan *p, const struct page *page,
    struct sm_buf *out)
{
	(void)page;
	sm_explain_markdown(p, out);
}

static void
explain_json(const struct sm_plan *p, const struct page *page,
    struct sm_buf *out)
{
	(void)page;
	sm_explain_json(p, out);
}

static const struct form {
	const char *name;
	void (*explain)(const struct sm_plan *, const struct page *,
	    struct sm_buf *);
} forms[] = {
	{"text", explain_text},
	{"markdown", explain_markdown},
	{"json", explain_json},
	{NULL, NULL},
};

struct work {
	const struct form *form;
	struct page page;
	bool again; /* a report stands above */
};

static bool
explain(struct sm_plan *p, struct sm_buf *out, void *ctx, int *status,
    struct sm_error *e)
{
	struct work *w = ctx;

	(void)status;
	(void)e;
	if (w->again && w->form->explain != explain_json)
		sm_buf_addc(out, '\n');
	w->again = true;
	w->form->explain(p, &w->page, out);
	return true;
}

int
main(int argc, char **argv)
{
	struct cli c = {
		.name = "sm-explain",
		.synopsis = "[-T text|markdown|json] [options] [PLAN...]",
		.purpose = "tell people what a plan does, why, and what to do "
			   "about it",
		.examples =
		    "  sm-diff old.ndjson new.ndjson | sm-renames | sm-risk | "
		    "sm-order | sm-explain\n"
		    "  sm-explain -T markdown plan.ndjson >CHANGES.md\n"
		    "  sm-explain -T json plan.ndjson | jq .risk_counts.danger\n",
		.options = options,
		.reads_stream = true,
		.prose = true,
	};
	struct work w = {.form = forms};

	cli_start(&c, argc, argv);
	while (w.form->name != NULL && strcmp(w.form->name, form) != 0)
		w.form++;
	if (w.form->name == NULL)
		return cli_end(&c,
		    cli_trouble(&c, "sm-explain --help lists the forms",
		        "-T: unknown form \"%s\"", form));
	w.page.width = terminal_width();
	w.page.colour = terminal_colour(&c, when);
	return cli_end(&c, cli_each_plan(&c, explain, &w));
}
