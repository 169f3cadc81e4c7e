/*
 * What the files of the scanner share: where it stands in the text.  Nobody else
 * includes this.
 */
#ifndef SM_MODEL_SQLSCAN_WORK_H
#define SM_MODEL_SQLSCAN_WORK_H

#include "base/list.h"
#include "model/sqlscan.h"
#include "text/keyword.h"

/* What an open parenthesis holds. */
enum frame_kind {
	FRAME_PLAIN,  /* an expression, arguments, a query */
	FRAME_CAST,   /* x AS type */
	FRAME_JOIN,   /* (a JOIN b) in a FROM */
	FRAME_TARGET, /* columns of the target */
	FRAME_COMMON  /* columns of USING */
};

struct frame {
	enum frame_kind kind;
	size_t scope, base; /* base: the statement's own, of INSERT … SELECT */
	bool in_from;  /* a comma brings another table */
	bool expect;   /* a table comes next */
	bool target;   /* and it is the target of a statement */
	bool set;      /* in the SET of an UPDATE */
	bool query;    /* holds a query, not the parts of a window */
	bool order;    /* in its ORDER BY */
	bool derived;  /* on closing, an alias of a subquery may come */
	bool after;    /* a table has just been named: an alias may come */
	size_t cases;  /* CASEs that wait for their END */
};

struct scanner {
	struct sm_arena *arena;
	struct sm_scan *scan;
	SM_LIST(struct frame) frames;
	size_t *closing; /* of each open parenthesis, the one that closes it */
	bool *skip;     /* words that WITH has used up */
	bool *cte_body; /* parentheses that open the query of a WITH */
	size_t i;
};

static inline const struct sm_token *
token(const struct scanner *s, size_t i)
{
	static const struct sm_token none = {SM_TOKEN_END, "", 0, false};

	return i < s->scan->words.n ? &s->scan->words.v[i].token : &none;
}

static inline bool
is(const struct scanner *s, size_t i, const char *keyword)
{
	return sm_token_is(token(s, i), keyword) &&
	    (i == 0 || !sm_token_is_op(token(s, i - 1), "."));
}

static inline bool
is_one(const struct scanner *s, size_t i, const char *const *words)
{
	for (; *words != NULL; words++)
		if (is(s, i, *words))
			return true;
	return false;
}

static inline bool
is_op(const struct scanner *s, size_t i, const char *op)
{
	return sm_token_is_op(token(s, i), op);
}

/* Can the token be a name: quoted, or a bare word that isn't reserved? */
static inline bool
is_name(const struct scanner *s, size_t i)
{
	const struct sm_token *t = token(s, i);

	if (t->kind == SM_TOKEN_NAME)
		return !t->open;
	if (t->kind != SM_TOKEN_WORD)
		return false;
	return (i > 0 && sm_token_is_op(token(s, i - 1), ".")) ||
	    !sm_is_reserved(s->scan->dialect, t->text, t->len);
}

static inline struct frame *
top(struct scanner *s)
{
	return &s->frames.v[s->frames.n - 1];
}

static inline struct sm_scan_scope *
scope(struct scanner *s)
{
	return &s->scan->scopes.v[top(s)->scope];
}

/* Does the token before i end an operand, so that a name at i is an alias? */
bool sm_scan_ends_operand(const struct scanner *, size_t i);
/* A new scope in the parent, or in none; its index. */
size_t sm_scan_new_scope(struct scanner *, size_t parent);
/* The name at hand is an alias, of a table or of a result column. */
void sm_scan_alias(struct scanner *);
/* Take the token at hand as a keyword (sqlscan_keyword.c); false: it is none. */
bool sm_scan_keyword(struct scanner *);

#endif
