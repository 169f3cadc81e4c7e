/*
 * The keywords, each with what it does to the frame it stands in.
 */
#include "model/sqlscan_work.h"

/* Does the token before i end an operand, so that a name at i is an alias? */
bool
sm_scan_ends_operand(const struct scanner *s, size_t i)
{
	static const char *const words[] = {"end", "null", "current_date",
	    "current_time", "current_timestamp", "true", "false", "isnull",
	    "notnull", NULL};

	if (i == 0)
		return false;
	i--;
	switch (token(s, i)->kind) {
	case SM_TOKEN_NAME:
	case SM_TOKEN_STRING:
	case SM_TOKEN_NUMBER:
	case SM_TOKEN_PARAM:
		return true;
	case SM_TOKEN_WORD:
		return is_name(s, i) ? !is(s, i, "by") && !is(s, i, "begin")
		                     : is_one(s, i, words);
	case SM_TOKEN_OP:
		return is_op(s, i, ")");
	default:
		return false;
	}
}

static void
on_as(struct scanner *s)
{
	struct frame *f = top(s);

	if (f->kind == FRAME_CAST) {
		while (s->i + 1 < s->scan->words.n && !is_op(s, s->i + 1, ")") &&
		    !is_op(s, s->i + 1, "("))
			s->i++;
		return;
	}
	if (is_name(s, s->i + 1) ||
	    token(s, s->i + 1)->kind == SM_TOKEN_STRING) {
		s->i++;
		sm_scan_alias(s);
	}
}

static void
on_select(struct scanner *s)
{
	struct frame *f = top(s);

	if (scope(s)->select || scope(s)->target.name != NULL) {
		size_t in = sm_scan_new_scope(s, scope(s)->parent);

		s->scan->scopes.v[in].compound =
		    s->scan->scopes.v[f->scope].select;
		f->scope = in;
	}
	scope(s)->select = f->query = true;
	f->in_from = f->expect = f->order = f->set = f->after = false;
}

static void
on_from(struct scanner *s)
{
	/* IS [NOT] DISTINCT FROM x */
	if (is(s, s->i - 1, "distinct"))
		return;
	top(s)->in_from = top(s)->expect = true;
	top(s)->set = false;
}

static void
on_join(struct scanner *s)
{
	top(s)->in_from = top(s)->expect = true;
	top(s)->after = false;
}

static void
on_natural(struct scanner *s)
{
	scope(s)->natural = true;
	top(s)->after = false;
}

static void
on_clause(struct scanner *s)
{
	struct frame *f = top(s);

	f->in_from = f->expect = f->set = f->after = f->order = false;
}

static void
on_set_operator(struct scanner *s)
{
	on_clause(s);
	scope(s)->compound = true;
}

static void
on_order(struct scanner *s)
{
	on_clause(s);
	top(s)->order = top(s)->query;
}

static void
on_set(struct scanner *s)
{
	on_clause(s);
	top(s)->set = true;
}

static void
on_into(struct scanner *s)
{
	top(s)->expect = top(s)->target = true;
}

static void
on_update(struct scanner *s)
{
	if (is(s, s->i + 1, "set"))
		return; /* DO UPDATE SET */
	if (is(s, s->i + 1, "or"))
		s->i += 2;
	top(s)->expect = top(s)->target = true;
}

static void
on_on(struct scanner *s)
{
	struct frame *f = top(s);

	f->after = false;
	if (!is(s, s->i + 1, "conflict"))
		return;
	s->i++;
	on_clause(s);
	f->scope = f->base; /* of the INSERT, not of its SELECT */
}

static void
on_returning(struct scanner *s)
{
	on_clause(s);
	top(s)->scope = top(s)->base;
}

static void
on_case(struct scanner *s)
{
	top(s)->cases++;
}

static void
on_using(struct scanner *s)
{
	top(s)->after = false;
}

static void
on_skip_name(struct scanner *s)
{
	s->i++;
}

static const struct {
	const char *word;
	void (*act)(struct scanner *);
} keywords[] = {
	{"select", on_select},
	{"from", on_from},
	{"join", on_join},
	{"natural", on_natural},
	{"where", on_clause},
	{"group", on_clause},
	{"having", on_clause},
	{"limit", on_clause},
	{"values", on_clause},
	{"order", on_order},
	{"union", on_set_operator},
	{"except", on_set_operator},
	{"intersect", on_set_operator},
	{"into", on_into},
	{"update", on_update},
	{"set", on_set},
	{"on", on_on},
	{"using", on_using},
	{"returning", on_returning},
	{"as", on_as},
	{"case", on_case},
	{"collate", on_skip_name},
};

bool
sm_scan_keyword(struct scanner *s)
{
	size_t k;

	if (is(s, s->i, "end") && top(s)->cases > 0 && sm_scan_ends_operand(s, s->i)) {
		top(s)->cases--;
		return true;
	}
	/* Words that may be names too. */
	if (is(s, s->i, "indexed") && is(s, s->i + 1, "by")) {
		s->i += 2;
		return true;
	}
	if (is(s, s->i, "window") && is(s, s->i + 2, "as")) {
		on_clause(s);
		s->i += 2;
		return true;
	}
	if (is(s, s->i, "by") && s->i > 0 &&
	    (is(s, s->i - 1, "order") || is(s, s->i - 1, "group") ||
	        is(s, s->i - 1, "partition")))
		return true;
	for (k = 0; k < sizeof keywords / sizeof keywords[0]; k++)
		if (is(s, s->i, keywords[k].word)) {
			keywords[k].act(s);
			return true;
		}
	return false;
}

