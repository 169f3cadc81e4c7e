/*
 * sm-dot: a plan as a drawing.
 */
#include <string.h>

#include "cli.h"
#include "stages/dot.h"
#include "terminal.h"

static const char *form = "dot", *when = "auto";

static const struct cli_option options[] = {
	{"type", 'T', "FORM", "dot (the default), or ascii for a terminal",
	    NULL, &form, NULL},
	{"color", 0, "WHEN", "colour of ascii: auto, always or never",
	    NULL, &when, NULL},
	{NULL, 0, NULL, NULL, NULL, NULL, NULL},
};

struct work {
	bool ascii, colour, again; /* again: a drawing stands above */
	int width;
};

static bool
draw(struct sm_plan *p, struct sm_buf *out, void *ctx, int *status,
    struct sm_error *e)
{
	struct work *w = ctx;

	(void)status;
	(void)e;
	if (w->ascii && w->again)
		sm_buf_addc(out, '\n');
	w->again = true;
	if (w->ascii)
		sm_dot_ascii(p, w->width, w->colour, out);
	else
		sm_dot(p, out);
	return true;
}

int
main(int argc, char **argv)
{
	struct cli c = {
		.name = "sm-dot",
		.synopsis = "[-T dot|ascii] [options] [PLAN...]",
		.purpose = "draw what must run before what in a plan",
		.examples =
		    "  sm-dot plan.ndjson | dot -Tsvg >plan.svg\n"
		    "  sm-dot -T ascii plan.ndjson\n",
		.options = options,
		.reads_stream = true,
		.prose = true,
	};
	struct work w = {0};

	cli_start(&c, argc, argv);
	w.ascii = strcmp(form, "ascii") == 0;
	if (!w.ascii && strcmp(form, "dot") != 0)
		return cli_end(&c,
		    cli_trouble(&c, "the forms are dot and ascii; dot(1) makes "
				    "the others: sm-dot PLAN | dot -Tsvg",
		        "-T: unknown form \"%s\"", form));
	w.width = terminal_width();
	w.colour = terminal_colour(&c, when);
	return cli_end(&c, cli_each_plan(&c, draw, &w));
}
