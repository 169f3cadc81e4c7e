#include "model/op.h"

#include <string.h>
#include <strings.h>

#include "base/digest.h"
#include "base/json.h"
#include "model/segment.h"
#include "model/snapshot.h"

static const char *const verbs[] = {"ADD", "DROP", "RENAME", "MODIFY"};

static const char *const risks[] = {NULL, "SAFE", "CAUTION", "DANGER"};

/* Parts of a table, by enum sm_part. */
static const struct sm_target parts[] = {
	{NULL, NULL, SM_PART_NONE, NULL, NULL},
	{"COLUMN", "column", SM_PART_COLUMN, &sm_shape_column, NULL},
	{"PRIMARY_KEY", "primary key", SM_PART_PRIMARY_KEY, &sm_shape_key,
	    NULL},
	{"UNIQUE", "unique constraint", SM_PART_UNIQUE, &sm_shape_key, NULL},
	{"CHECK", "check", SM_PART_CHECK, &sm_shape_check, NULL},
	{"EXCLUSION", "exclusion constraint", SM_PART_EXCLUSION,
	    &sm_shape_exclusion, NULL},
	{"FK", "foreign key", SM_PART_FK, &sm_shape_foreign_key, NULL},
	{"INDEX", "index", SM_PART_INDEX, &sm_shape_index, NULL},
};
#define NPARTS (sizeof parts / sizeof parts[0])

const char *
sm_risk_name(enum sm_risk r)
{
	return risks[r];
}

enum sm_risk
sm_risk_find(const char *name)
{
	enum sm_risk r;

	for (r = SM_SAFE; r <= SM_DANGER; r++)
		if (strcasecmp(name, risks[r]) == 0)
			return r;
	return SM_RISK_NONE;
}

const struct sm_target *
sm_target_part(enum sm_part part)
{
	return &parts[part];
}

const char *
sm_part_name(enum sm_part part, const void *of)
{
	const struct sm_shape *shape = sm_target_part(part)->shape;
	const char *name = NULL;
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (strcmp(shape->fields[i].name, "name") == 0)
			memcpy(&name, (const char *)of +
			    shape->fields[i].offset, sizeof name);
	return name;
}

const struct sm_target *
sm_target_object(const char *record)
{
	const struct sm_kind *kind = sm_kind_find(record);

	return kind->record != NULL ? &kind->target : NULL;
}

/* Verb and target of an op's name; SM_VERB_OTHER where we know it not. */
static void
classify(struct sm_op *op)
{
	const struct sm_kind *k;
	const char *word;
	size_t v, i, len;

	op->verb = SM_VERB_OTHER;
	op->target = NULL;
	for (v = 0; v < SM_VERB_OTHER; v++) {
		len = strlen(verbs[v]);
		if (strncmp(op->op, verbs[v], len) != 0 || op->op[len] != '_')
			continue;
		word = op->op + len + 1;
		for (i = 1; i < NPARTS; i++)
			if (strcmp(parts[i].word, word) == 0)
				op->target = &parts[i];
		for (k = sm_kinds; k->record != NULL; k++)
			if (strcmp(k->target.word, word) == 0)
				op->target = &k->target;
		if (op->target != NULL)
			op->verb = (enum sm_verb)v;
	}
}

struct sm_op *
sm_op_new(struct sm_arena *a, enum sm_verb verb,
    const struct sm_target *target)
{
	struct sm_op *op = sm_alloc(a, sizeof *op);

	op->verb = verb;
	op->target = target;
	op->op = sm_sprintf(a, "%s_%s", verbs[verb], target->word);
	return op;
}

static bool
is_table(const struct sm_op *op)
{
	return op->target != NULL && op->target->kind != NULL &&
	    strcmp(op->target->kind->record, "table") == 0;
}

static void
add_strings(struct sm_buf *b, const char *key, const struct sm_strings *list)
{
	size_t i;

	if (list->n == 0)
		return;
	sm_buf_addf(b, ",\"%s\":[", key);
	for (i = 0; i < list->n; i++) {
		if (i > 0)
			sm_buf_addc(b, ',');
		sm_json_add_string(b, list->v[i]);
	}
	sm_buf_addc(b, ']');
}

/* What the op does, as members: the part of the record that the id digests. */
static void
add_deed(struct sm_buf *b, const struct sm_op *op)
{
	bool is_column = op->target != NULL &&
	    op->target->part == SM_PART_COLUMN;

	sm_buf_adds(b, "\"op\":");
	sm_json_add_string(b, op->op);
	sm_segment_add_string(b, "schema", op->schema);
	sm_segment_add_string(b, "table", op->table);
	if (!is_table(op))
		sm_segment_add_string(b, is_column ? "column" : "name",
		    op->name);
	sm_segment_add_string(b, "arguments", op->arguments);
	sm_segment_add_string(b, "from", op->from);
	sm_segment_add_string(b, "after", op->after);
}

static void
add_parts(struct sm_buf *b, const struct sm_op *op)
{
	if (op->old != NULL) {
		sm_buf_adds(b, ",\"old\":");
		sm_shape_write(b, op->target->shape, op->old);
	}
	if (op->new_ != NULL) {
		sm_buf_adds(b, ",\"new\":");
		sm_shape_write(b, op->target->shape, op->new_);
	}
	add_strings(b, "changes", &op->changes);
	sm_value_renames_write(b, &op->renamed_values);
}

/* The object without what says nothing of the schema. */
static void
add_object(struct sm_buf *b, const struct sm_object *o)
{
	struct sm_object bare;

	if (o == NULL)
		return;
	bare = *o;
	bare.stats = NULL;
	bare.comment = NULL;
	bare.renamed_from = NULL;
	memset(&bare.needs, 0, sizeof bare.needs);
	sm_object_write(b, &bare);
}

/*
 * The comment of a part is part of what is done only where it is what changes.
 */
static void
add_parts_bare(struct sm_arena *a, struct sm_buf *b, const struct sm_op *op)
{
	struct sm_op bare = *op;
	void *parts_[2] = {op->old, op->new_};
	const char *none = NULL;
	size_t i, k;

	for (i = 0; i < 2 && op->target != NULL && op->target->shape; i++) {
		const struct sm_shape *shape = op->target->shape;

		if (parts_[i] == NULL || sm_strings_has(&op->changes, "comment"))
			continue;
		parts_[i] = memcpy(sm_alloc(a, shape->size), parts_[i],
		    shape->size);
		for (k = 0; k < shape->n; k++)
			if (strcmp(shape->fields[k].name, "comment") == 0 ||
			    strcmp(shape->fields[k].name, "renamed_from") == 0)
				memcpy((char *)parts_[i] +
				        shape->fields[k].offset,
				    &none, sizeof none);
	}
	bare.old = parts_[0];
	bare.new_ = parts_[1];
	add_parts(b, &bare);
}

static void
add_names(struct sm_buf *b, const struct sm_op *op)
{
	if (op->has_score) {
		sm_buf_adds(b, ",\"score\":");
		sm_json_add_score(b, op->score);
	}
	if (op->has_probability) {
		sm_buf_adds(b, ",\"probability\":");
		sm_json_add_score(b, op->probability);
	}
	if (op->confirmed)
		sm_buf_adds(b, ",\"confirmed\":true");
	if (op->evidence != NULL)
		sm_buf_addf(b, ",\"evidence\":%s", op->evidence);
	if (op->maybe_renamed_to != NULL)
		sm_buf_addf(b, ",\"maybe_renamed_to\":%s",
		    op->maybe_renamed_to);
	if (op->maybe_renamed_from != NULL)
		sm_buf_addf(b, ",\"maybe_renamed_from\":%s",
		    op->maybe_renamed_from);
}

void
sm_op_finish(struct sm_arena *a, struct sm_op *op,
    const struct sm_object *old, const struct sm_object *new_)
{
	struct sm_buf b = SM_BUF_INIT;
	char *id = sm_alloc(a, SM_ID_LEN + 1);

	add_deed(&b, op);
	add_parts_bare(a, &b, op);
	if (op->target == NULL || op->target->shape == NULL) {
		sm_buf_addc(&b, '<');
		add_object(&b, old);
		sm_buf_addc(&b, '>');
		add_object(&b, new_);
	}
	sm_digest_id(id, sm_buf_str(&b), b.len);
	op->id = id;

	sm_buf_reset(&b);
	sm_buf_addf(&b, "{\"record\":\"op\",\"id\":\"%s\",", id);
	add_deed(&b, op);
	add_parts(&b, op);
	add_strings(&b, "because", &op->because);
	add_names(&b, op);
	sm_buf_addc(&b, '}');
	op->text = sm_memdup(a, sm_buf_str(&b), b.len);
	op->len = b.len;
	sm_buf_free(&b);
}

void
sm_op_splice(struct sm_arena *a, struct sm_op *op, const struct sm_member *m,
    size_t n)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_json_splice(&b, op->text, op->len, m, n);
	op->text = sm_memdup(a, sm_buf_str(&b), b.len);
	op->len = b.len;
	sm_buf_free(&b);
}

void
sm_op_strip(struct sm_arena *a, struct sm_op *op)
{
	static const struct sm_member said[] = {{"risk", NULL},
	    {"reason", NULL}, {"suggestion", NULL}, {"category", NULL},
	    {"rules", NULL}, {"findings", NULL}, {"impact", NULL},
	    {"down", NULL}, {"reversible", NULL}, {"transactional", NULL},
	    {"step", NULL}, {"depends_on", NULL}};

	if (op->risk == SM_RISK_NONE && op->step == 0)
		return;
	sm_op_splice(a, op, said, sizeof said / sizeof said[0]);
	op->risk = op->down_risk = SM_RISK_NONE;
	op->reason = op->suggestion = op->category = NULL;
	op->down_reason = op->down_suggestion = NULL;
	op->irreversible = false;
	op->step = 0;
	memset(&op->rules, 0, sizeof op->rules);
	memset(&op->depends_on, 0, sizeof op->depends_on);
}

static bool
read_part(struct sm_arena *a, const struct sm_op *op, const json_t *json,
    const char *key, void **to, struct sm_error *e)
{
	const json_t *part = json_object_get(json, key);

	if (part == NULL || op->target == NULL || op->target->shape == NULL)
		return true;
	if (!json_is_object(part))
		return sm_error_set(e, "\"%s\" must be an object", key);
	*to = sm_shape_new(a, op->target->shape);
	return sm_shape_read(a, op->target->shape, *to, part, e);
}

static const char *
raw(struct sm_arena *a, const json_t *json, const char *key)
{
	const json_t *value = json_object_get(json, key);

	return value == NULL ? NULL : sm_json_text(a, value, false);
}

static bool
read_number(const json_t *json, const char *key, bool *has, double *to,
    struct sm_error *e)
{
	const json_t *value = json_object_get(json, key);

	if (value == NULL)
		return true;
	if (!json_is_number(value))
		return sm_error_set(e, "\"%s\" must be a number", key);
	*has = true;
	*to = json_number_value(value);
	return true;
}

static bool
read_risk(const json_t *json, enum sm_risk *to, struct sm_error *e)
{
	const json_t *value = json_object_get(json, "risk");

	if (value == NULL)
		return true;
	if (json_is_string(value))
		*to = sm_risk_find(json_string_value(value));
	if (*to == SM_RISK_NONE)
		return sm_error_set(e,
		    "\"risk\" must be SAFE, CAUTION or DANGER");
	return true;
}

static bool
read_annotations(struct sm_arena *a, struct sm_op *op, const json_t *json,
    struct sm_error *e)
{
	const json_t *step = json_object_get(json, "step");
	const json_t *down = json_object_get(json, "down");

	op->confirmed = json_is_true(json_object_get(json, "confirmed"));
	op->evidence = raw(a, json, "evidence");
	op->maybe_renamed_to = raw(a, json, "maybe_renamed_to");
	op->maybe_renamed_from = raw(a, json, "maybe_renamed_from");
	op->reason = sm_segment_string(a, json, "reason");
	op->suggestion = sm_segment_string(a, json, "suggestion");
	op->category = sm_segment_string(a, json, "category");
	op->irreversible = json_is_false(json_object_get(json, "reversible"));
	if (step != NULL) {
		if (!json_is_integer(step) || json_integer_value(step) < 1)
			return sm_error_set(e,
			    "\"step\" must be a whole number from 1");
		op->step = (long)json_integer_value(step);
	}
	if (down != NULL) {
		op->down_reason = sm_segment_string(a, down, "reason");
		op->down_suggestion = sm_segment_string(a, down, "suggestion");
		if (!read_risk(down, &op->down_risk, e))
			return false;
	}
	return read_number(json, "score", &op->has_score, &op->score, e) &&
	    read_number(json, "probability", &op->has_probability,
	        &op->probability, e) &&
	    read_risk(json, &op->risk, e) &&
	    sm_segment_strings(a, json, "rules", &op->rules, e) &&
	    sm_segment_strings(a, json, "depends_on", &op->depends_on, e);
}

/* Of others than enums it is a member like any that we don't know. */
static bool
read_values(struct sm_arena *a, struct sm_op *op, const json_t *json,
    struct sm_error *e)
{
	if (op->verb != SM_MODIFY || op->target->kind == NULL ||
	    strcmp(op->target->kind->record, "enum") != 0)
		return true;
	return sm_value_renames_read(a, json, &op->renamed_values, e);
}

/* Members that an op of this sort can't do without. */
static bool
check_op(const struct sm_op *op, struct sm_error *e)
{
	const struct sm_target *t = op->target;
	const char *missing = NULL;
	bool named;

	if (op->id == NULL)
		return sm_error_set(e, "an op without \"id\"");
	if (t == NULL)
		return true;
	named = t->part == SM_PART_COLUMN || t->part == SM_PART_INDEX ||
	    (t->part == SM_PART_NONE && !is_table(op));
	if (op->table == NULL && (t->part != SM_PART_NONE || is_table(op) ||
	                             t->kind->on_table))
		missing = "table";
	else if (op->name == NULL && named)
		missing = t->part == SM_PART_COLUMN ? "column" : "name";
	else if (op->from == NULL && op->verb == SM_RENAME)
		missing = "from";
	else if (t->shape != NULL && op->old == NULL && op->verb == SM_DROP)
		missing = "old";
	else if (t->shape != NULL && op->new_ == NULL &&
	    (op->verb == SM_ADD || op->verb == SM_MODIFY))
		missing = "new";
	else if (t->shape != NULL && op->old == NULL && op->verb == SM_MODIFY)
		missing = "old";
	if (missing != NULL)
		return sm_error_set(e, "%s %.20s without \"%s\"", op->op,
		    op->id, missing);
	return true;
}

struct sm_op *
sm_op_read(struct sm_arena *a, const json_t *json, const char *text,
    size_t len, long line, struct sm_error *e)
{
	struct sm_op *op = sm_alloc(a, sizeof *op);

	op->op = sm_segment_string(a, json, "op");
	if (op->op == NULL) {
		sm_error_set(e, "an op record without \"op\"");
		return NULL;
	}
	classify(op);
	op->id = sm_segment_string(a, json, "id");
	op->schema = sm_segment_string(a, json, "schema");
	op->table = sm_segment_string(a, json, "table");
	op->name = sm_segment_string(a, json,
	    op->target != NULL && op->target->part == SM_PART_COLUMN
	        ? "column"
	        : "name");
	op->arguments = sm_segment_string(a, json, "arguments");
	op->from = sm_segment_string(a, json, "from");
	op->after = sm_segment_string(a, json, "after");
	op->text = sm_memdup(a, text, len);
	op->len = len;
	op->line = line;
	if (!read_part(a, op, json, "old", &op->old, e) ||
	    !read_part(a, op, json, "new", &op->new_, e) ||
	    !sm_segment_strings(a, json, "changes", &op->changes, e) ||
	    !sm_segment_strings(a, json, "because", &op->because, e) ||
	    !read_values(a, op, json, e) ||
	    !read_annotations(a, op, json, e) || !check_op(op, e))
		return NULL;
	return op;
}

bool
sm_op_maybe(struct sm_arena *a, const char *text, struct sm_maybe *m)
{
	json_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);

	m->name = json == NULL ? NULL : sm_segment_string(a, json, "name");
	m->score = json_number_value(json_object_get(json, "score"));
	json_decref(json);
	return m->name != NULL;
}
