/*
 * An op in words, for people: printable whatever the names hold.
 */
#include <string.h>

#include "base/utf8.h"
#include "model/op.h"

static const char *const deeds[] = {"add", "drop", "rename", "change"};

static void
add_name(struct sm_buf *b, const char *name)
{
	sm_printable(b, name, strlen(name));
}

static void
add_table(struct sm_buf *b, const struct sm_op *op)
{
	if (op->schema != NULL) {
		add_name(b, op->schema);
		sm_buf_addc(b, '.');
	}
	add_name(b, op->table);
}

static void
add_list(struct sm_buf *b, const struct sm_strings *names)
{
	size_t i;

	sm_buf_addc(b, '(');
	for (i = 0; i < names->n; i++) {
		if (i > 0)
			sm_buf_adds(b, ", ");
		add_name(b, names->v[i]);
	}
	sm_buf_addc(b, ')');
}

/* What an unnamed constraint says, in its name's place. */
static void
add_content(struct sm_buf *b, const struct sm_op *op)
{
	const void *part = op->new_ != NULL ? op->new_ : op->old;
	const struct sm_foreign_key *fk = part;

	if (part == NULL)
		return;
	sm_buf_addc(b, ' ');
	switch (op->target->part) {
	case SM_PART_PRIMARY_KEY:
	case SM_PART_UNIQUE:
		add_list(b, &((const struct sm_key *)part)->columns);
		break;
	case SM_PART_CHECK:
		sm_buf_addc(b, '(');
		add_name(b, ((const struct sm_check *)part)->expression);
		sm_buf_addc(b, ')');
		break;
	case SM_PART_FK:
		add_list(b, &fk->columns);
		if (fk->references != NULL) {
			sm_buf_adds(b, " to ");
			add_name(b, fk->references->table);
		}
		break;
	default: /* has always a name */
		break;
	}
}

/* The place of a part: " on users", unless that has been said. */
static void
add_place(struct sm_buf *b, const struct sm_op *op)
{
	sm_buf_adds(b, op->target->part == SM_PART_PRIMARY_KEY ? " of "
	                                                       : " on ");
	add_table(b, op);
}

/* The subject, under the name given (a rename has two). */
static void
add_subject(struct sm_buf *b, const struct sm_op *op, const char *name,
    bool within)
{
	const struct sm_target *t = op->target;

	if (t == NULL) {
		if (op->table != NULL)
			add_table(b, op);
		if (op->table != NULL && name != NULL)
			sm_buf_addc(b, '.');
		if (name != NULL)
			add_name(b, name);
		return;
	}
	sm_buf_adds(b, t->noun);
	if (t->part == SM_PART_NONE && !t->kind->on_table) {
		sm_buf_addc(b, ' ');
		if (op->schema != NULL) {
			add_name(b, op->schema);
			sm_buf_addc(b, '.');
		}
		add_name(b, name != NULL ? name : op->table);
	} else if (t->part == SM_PART_COLUMN) {
		sm_buf_addc(b, ' ');
		if (!within) {
			add_table(b, op);
			sm_buf_addc(b, '.');
		}
		add_name(b, name);
	} else {
		if (name != NULL) {
			sm_buf_addc(b, ' ');
			add_name(b, name);
		} else {
			add_content(b, op);
		}
		if (!within)
			add_place(b, op);
	}
}

static const char *
taken(struct sm_arena *a, struct sm_buf *b)
{
	const char *s = sm_memdup(a, sm_buf_str(b), b->len);

	sm_buf_free(b);
	return s;
}

const char *
sm_op_subject(struct sm_arena *a, const struct sm_op *op)
{
	struct sm_buf b = SM_BUF_INIT;

	add_subject(&b, op, op->name, false);
	return taken(a, &b);
}

static const char *
describe(struct sm_arena *a, const struct sm_op *op, bool within)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	if (op->verb == SM_VERB_OTHER) {
		add_name(&b, op->op);
		sm_buf_addc(&b, ' ');
	} else {
		sm_buf_addf(&b, "%s ", deeds[op->verb]);
	}
	if (op->verb == SM_RENAME) {
		add_subject(&b, op, op->from, within);
		sm_buf_adds(&b, " to ");
		add_name(&b, op->name != NULL ? op->name : op->table);
	} else {
		add_subject(&b, op, op->name, within);
	}
	for (i = 0; op->verb == SM_MODIFY && i < op->changes.n; i++) {
		sm_buf_adds(&b, i == 0 ? ": " : ", ");
		add_name(&b, op->changes.v[i]);
	}
	for (i = 0; i < op->renamed_values.n; i++) {
		sm_buf_adds(&b, i == 0 ? " (" : ", ");
		add_name(&b, op->renamed_values.v[i].from);
		sm_buf_adds(&b, " becomes ");
		add_name(&b, op->renamed_values.v[i].to);
	}
	if (op->renamed_values.n > 0)
		sm_buf_addc(&b, ')');
	return taken(a, &b);
}

const char *
sm_op_describe(struct sm_arena *a, const struct sm_op *op)
{
	return describe(a, op, false);
}

const char *
sm_op_describe_within(struct sm_arena *a, const struct sm_op *op)
{
	return describe(a, op, true);
}

/* A field's value in words; false: it takes more than a line. */
static bool
add_value(struct sm_buf *b, const struct sm_field *f, const void *part)
{
	const char *at = (const char *)part + f->offset, *text;

	switch (f->type) {
	case SM_FIELD_STRING:
		text = *(const char *const *)(const void *)at;
		add_name(b, text != NULL ? text : "none");
		return true;
	case SM_FIELD_BOOL:
	case SM_FIELD_ALWAYS:
		sm_buf_adds(b, *(const bool *)(const void *)at ? "yes" : "no");
		return true;
	case SM_FIELD_STRINGS:
		add_list(b, (const struct sm_strings *)(const void *)at);
		return true;
	default:
		return false;
	}
}

static const struct sm_field *
find_field(const struct sm_shape *shape, const char *name)
{
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (strcmp(shape->fields[i].name, name) == 0)
			return &shape->fields[i];
	return NULL;
}

const char *
sm_op_values(struct sm_arena *a, const struct sm_op *op)
{
	struct sm_buf b = SM_BUF_INIT;
	const struct sm_field *f;
	size_t i, start;

	if (op->verb != SM_MODIFY || op->target == NULL || op->old == NULL ||
	    op->new_ == NULL || op->target->shape == NULL)
		return NULL;
	for (i = 0; i < op->changes.n; i++) {
		f = find_field(op->target->shape, op->changes.v[i]);
		start = b.len;
		if (start > 0)
			sm_buf_adds(&b, ", ");
		add_name(&b, op->changes.v[i]);
		sm_buf_addc(&b, ' ');
		if (f != NULL && add_value(&b, f, op->old)) {
			sm_buf_adds(&b, " -> ");
			add_value(&b, f, op->new_);
		} else {
			b.len = start;
		}
	}
	if (b.len == 0) {
		sm_buf_free(&b);
		return NULL;
	}
	return taken(a, &b);
}
