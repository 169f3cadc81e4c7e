/*
 * DOT, as dot(1) of Graphviz draws it well: left to right, so that each table is
 * a band and many tables make the drawing long, not wide.
 */
#include "stages/dot.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Longer sentences and names are cut: a label is to be read, not kept. */
#define LABEL_COLUMNS 60

/*
 * By enum sm_risk.  Light fills under black text; DANGER is told by its thick
 * border and by its word too, not by colour alone.
 */
static const struct {
	const char *word, *fill, *line;
	int width;
} styles[] = {
	{"not judged", "#eeeeee", "#777777", 1},
	{"SAFE", "#e2f0e4", "#2f7d3b", 1},
	{"CAUTION", "#fff2cc", "#a97800", 1},
	{"DANGER", "#f9d6d5", "#a4262c", 3},
};

struct sm_edges *
sm_dot_edges(struct sm_plan *p)
{
	struct sm_edges *edges;
	struct sm_map by_id;
	size_t i, k, at;

	if (!sm_plan_has_stage(p, "order"))
		return sm_graph_needs(p);
	edges = sm_alloc(p->arena, p->ops.n * sizeof *edges + 1);
	sm_map_init(&by_id, p->arena);
	/* The map holds pointers, so an op's place is kept as one into v. */
	for (i = 0; i < p->ops.n; i++)
		sm_map_set(&by_id, p->ops.v[i]->id, &p->ops.v[i]);
	for (i = 0; i < p->ops.n; i++)
		for (k = 0; k < p->ops.v[i]->depends_on.n; k++) {
			struct sm_op **other = sm_map_get(&by_id,
			    p->ops.v[i]->depends_on.v[k]);

			if (other == NULL)
				continue;
			at = (size_t)(other - p->ops.v);
			*sm_push(p->arena, &edges[i]) = at;
		}
	return edges;
}

const char *
sm_dot_cut(struct sm_arena *a, const char *text, size_t columns)
{
	const char *end = text;
	size_t n = 0;

	if (sm_utf8_columns(text, strlen(text)) <= columns)
		return text;
	while (n < columns - 3) {
		end++;
		while (((unsigned char)*end & 0xc0) == 0x80)
			end++;
		n++;
	}
	return sm_sprintf(a, "%.*s...", (int)(end - text), text);
}

const char *
sm_dot_sentence(struct sm_arena *a, const struct sm_op *op, bool within,
    size_t columns)
{
	return sm_dot_cut(a, within ? sm_op_describe_within(a, op)
	                     : sm_op_describe(a, op),
	    columns);
}

long
sm_dot_number(const struct sm_plan *p, size_t op)
{
	return p->ops.v[op]->step > 0 ? p->ops.v[op]->step : (long)op + 1;
}

/* A quoted DOT string; text is printable already. */
static void
add_string(struct sm_buf *b, const char *text)
{
	sm_buf_addc(b, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			sm_buf_addc(b, '\\');
		sm_buf_addc(b, *text);
	}
	sm_buf_addc(b, '"');
}

static void
add_node(struct sm_plan *p, struct sm_buf *b, size_t i, const char *indent)
{
	const struct sm_op *op = p->ops.v[i];
	const char *head = op->step > 0
	    ? sm_sprintf(p->arena, "%ld. ", op->step)
	    : "";

	sm_buf_addf(b, "%sop%zu [fillcolor=\"%s\", color=\"%s\", penwidth=%d, ",
	    indent, i + 1, styles[op->risk].fill, styles[op->risk].line,
	    styles[op->risk].width);
	sm_buf_adds(b, "label=");
	add_string(b,
	    sm_sprintf(p->arena, "%s%s", head,
	        sm_dot_sentence(p->arena, op, op->table != NULL,
	            LABEL_COLUMNS)));
	/* The line break is DOT's own escape, so it goes in after the quoting. */
	b->len--;
	sm_buf_addf(b, "\\n%s\", tooltip=", styles[op->risk].word);
	add_string(b,
	    op->reason != NULL ? sm_printable_str(p->arena, op->reason)
	                       : op->op);
	sm_buf_adds(b, "];\n");
}

const char *
sm_dot_cluster(struct sm_plan *p, const struct sm_op *op)
{
	if (op->table == NULL)
		return NULL;
	return sm_sprintf(p->arena, "%s%s%s",
	    op->schema != NULL ? op->schema : "",
	    op->schema != NULL ? "." : "",
	    sm_fold_table(p->arena, p->dialect, op->table));
}

struct cluster {
	const char *label;
	struct sm_edges ops;
};

static void
add_clusters(struct sm_plan *p, struct sm_buf *b)
{
	SM_LIST(struct cluster *) clusters = {NULL, 0, 0};
	struct cluster *c;
	struct sm_map by_name;
	const char *name;
	size_t i, k;

	sm_map_init(&by_name, p->arena);
	for (i = 0; i < p->ops.n; i++) {
		name = sm_dot_cluster(p, p->ops.v[i]);
		if (name == NULL) {
			add_node(p, b, i, "\t");
			continue;
		}
		c = sm_map_get(&by_name, name);
		if (c == NULL) {
			c = sm_alloc(p->arena, sizeof *c);
			c->label = sm_dot_cut(p->arena,
			    sm_printable_str(p->arena, p->ops.v[i]->table),
			    LABEL_COLUMNS);
			sm_map_set(&by_name, name, c);
			*sm_push(p->arena, &clusters) = c;
		}
		*sm_push(p->arena, &c->ops) = i;
	}
	/* dot(1) puts what comes last on top. */
	for (i = clusters.n; i-- > 0;) {
		sm_buf_addf(b, "\tsubgraph cluster_%zu {\n\t\tlabel=", i + 1);
		add_string(b, clusters.v[i]->label);
		sm_buf_adds(b, ";\n");
		for (k = 0; k < clusters.v[i]->ops.n; k++)
			add_node(p, b, clusters.v[i]->ops.v[k], "\t\t");
		sm_buf_adds(b, "\t}\n");
	}
}

/* What it is a drawing of: the sides, and the ops by risk, worst first. */
static void
add_title(struct sm_plan *p, struct sm_buf *b)
{
	size_t risks[SM_DANGER + 1] = {0}, i, r;
	struct sm_buf text = SM_BUF_INIT;
	const struct sm_side *sides[] = {&p->old, &p->new_};
	const char *name;

	for (i = 0; i < p->ops.n; i++)
		risks[p->ops.v[i]->risk]++;
	for (i = 0; i < 2; i++) {
		name = sides[i]->label != NULL ? sides[i]->label
		                               : sides[i]->source;
		sm_buf_adds(&text, i == 0 ? "" : " -> ");
		sm_buf_adds(&text, sm_dot_cut(p->arena,
		    name != NULL ? sm_printable_str(p->arena, name)
		    : i == 0     ? "old"
		                 : "new",
		    LABEL_COLUMNS));
	}
	sm_buf_addf(&text, ": %zu operation%s", p->ops.n,
	    p->ops.n == 1 ? "" : "s");
	for (r = SM_DANGER + 1; r-- > 0;)
		if (risks[r] > 0)
			sm_buf_addf(&text, ", %zu %s", risks[r],
			    styles[r].word);
	sm_buf_adds(b, "\tlabel=");
	add_string(b, sm_buf_str(&text));
	sm_buf_adds(b, ";\n");
	sm_buf_free(&text);
}

void
sm_dot(struct sm_plan *p, struct sm_buf *b)
{
	struct sm_edges *edges = sm_dot_edges(p);
	size_t i, k;

	sm_buf_adds(b,
	    "digraph plan {\n"
	    "\tgraph [rankdir=LR, nodesep=0.15, ranksep=0.4, "
	    "fontname=\"Helvetica\", fontsize=11, labelloc=t, "
	    "labeljust=l, style=rounded, color=\"#999999\"];\n"
	    "\tnode [shape=box, style=\"rounded,filled\", "
	    "fontname=\"Helvetica\", fontsize=10, margin=\"0.12,0.06\"];\n"
	    "\tedge [color=\"#555555\", arrowsize=0.7];\n");
	add_title(p, b);
	add_clusters(p, b);
	for (i = 0; i < p->ops.n; i++)
		for (k = 0; k < edges[i].n; k++)
			sm_buf_addf(b, "\top%zu -> op%zu;\n",
			    edges[i].v[k] + 1, i + 1);
	sm_buf_adds(b, "}\n");
}
