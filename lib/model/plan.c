#include "model/plan.h"

#include <stdarg.h>
#include <string.h>

#include "base/json.h"
#include "model/kind.h"
#include "model/segment.h"
#include "model/snapshot.h"

/* The filters in the order of the pipeline. */
static const char *const pipeline[] = {"diff", "renames", "risk", "order"};
#define NSTAGES (sizeof pipeline / sizeof pipeline[0])

static const struct sm_field compare_fields[] = {
	{"ignore", SM_FIELD_STRINGS, SM_COMPARE_NOT,
	    offsetof(struct sm_compare, ignore), NULL, false},
	{"tables", SM_FIELD_STRINGS, SM_COMPARE_NOT,
	    offsetof(struct sm_compare, tables), NULL, false},
	{"exclude", SM_FIELD_STRINGS, SM_COMPARE_NOT,
	    offsetof(struct sm_compare, exclude), NULL, false},
	{"column_order", SM_FIELD_BOOL, SM_COMPARE_NOT,
	    offsetof(struct sm_compare, column_order), NULL, false},
};
static const struct sm_shape compare_shape = {"compare",
    sizeof(struct sm_compare), offsetof(struct sm_compare, extra),
    compare_fields, sizeof compare_fields / sizeof compare_fields[0]};

static const struct sm_field side_fields[] = {
	{"label", SM_FIELD_STRING, SM_COMPARE_NOT,
	    offsetof(struct sm_side, label), NULL, false},
	{"source", SM_FIELD_STRING, SM_COMPARE_NOT,
	    offsetof(struct sm_side, source), NULL, false},
	{"server", SM_FIELD_STRING, SM_COMPARE_NOT,
	    offsetof(struct sm_side, server), NULL, false},
};
static const struct sm_shape side_shape = {"side", sizeof(struct sm_side),
    offsetof(struct sm_side, extra), side_fields,
    sizeof side_fields / sizeof side_fields[0]};

static void
set_header(struct sm_plan *p, struct sm_buf *b)
{
	p->header = sm_memdup(p->arena, sm_buf_str(b), b->len);
	sm_buf_free(b);
}

static void
add_side(struct sm_buf *b, const char *key, const struct sm_side *side)
{
	bool first = true;

	sm_buf_addf(b, ",\"%s\":{", key);
	sm_shape_write_members(b, &side_shape, side, &first);
	sm_buf_addf(b, "%s\"scope\":", first ? "" : ",");
	sm_shape_write(b, &sm_shape_scope, &side->scope);
	sm_buf_addc(b, '}');
}

static void
add_stages(struct sm_buf *b, const struct sm_strings *stages)
{
	size_t i;

	sm_buf_addc(b, '[');
	for (i = 0; i < stages->n; i++) {
		if (i > 0)
			sm_buf_addc(b, ',');
		sm_json_add_string(b, stages->v[i]);
	}
	sm_buf_addc(b, ']');
}

static struct sm_side
side_of(const struct sm_snapshot *s)
{
	return (struct sm_side){.label = s->label, .source = s->source,
	    .server = s->server, .scope = s->scope};
}

struct sm_plan *
sm_plan_new(struct sm_arena *a, const struct sm_snapshot *old,
    const struct sm_snapshot *new_, const struct sm_compare *compare)
{
	struct sm_plan *p = sm_alloc(a, sizeof *p);
	struct sm_buf b = SM_BUF_INIT;

	p->arena = a;
	p->dialect = old->dialect;
	p->server = old->server;
	p->compare = *compare;
	p->old = side_of(old);
	p->new_ = side_of(new_);
	sm_strings_add(a, &p->stages, "diff");
	sm_segment_header_write(&b, "plan",
	    &(struct sm_segment_header){p->dialect, p->server});
	sm_buf_adds(&b, ",\"stages\":");
	add_stages(&b, &p->stages);
	add_side(&b, "old", &p->old);
	add_side(&b, "new", &p->new_);
	sm_buf_adds(&b, ",\"compare\":");
	sm_shape_write(&b, &compare_shape, compare);
	sm_buf_addc(&b, '}');
	set_header(p, &b);
	return p;
}

void
sm_plan_splice(struct sm_plan *p, const struct sm_member *m, size_t n)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_json_splice(&b, p->header, strlen(p->header), m, n);
	set_header(p, &b);
}

static void
splice_stages(struct sm_plan *p)
{
	struct sm_buf b = SM_BUF_INIT;

	add_stages(&b, &p->stages);
	sm_plan_splice(p,
	    &(struct sm_member){"stages", sm_buf_str(&b)}, 1);
	sm_buf_free(&b);
}

bool
sm_plan_has_stage(const struct sm_plan *p, const char *stage)
{
	return sm_strings_has(&p->stages, stage);
}

void
sm_plan_stage(struct sm_plan *p, const char *stage)
{
	if (sm_plan_has_stage(p, stage))
		return;
	sm_strings_add(p->arena, &p->stages, stage);
	splice_stages(p);
}

void
sm_plan_unstage(struct sm_plan *p, const char *stage)
{
	size_t i, k, kept = 0;

	for (i = 0; i < NSTAGES && strcmp(pipeline[i], stage) != 0; i++)
		continue;
	for (k = 0; k < p->stages.n; k++) {
		size_t at;

		for (at = 0; at < NSTAGES; at++)
			if (strcmp(pipeline[at], p->stages.v[k]) == 0)
				break;
		if (at <= i || at == NSTAGES)
			p->stages.v[kept++] = p->stages.v[k];
	}
	if (kept == p->stages.n)
		return;
	p->stages.n = kept;
	splice_stages(p);
}

struct sm_change *
sm_plan_change(struct sm_plan *p, struct sm_object *old,
    struct sm_object *new_)
{
	struct sm_change *c = sm_alloc(p->arena, sizeof *c);

	c->kind = old != NULL ? old->record : new_->record;
	c->old = old;
	c->new_ = new_;
	*sm_push(p->arena, &p->changes) = c;
	return c;
}

static void
add_change(struct sm_buf *b, const struct sm_change *c)
{
	const struct sm_object *side[2] = {c->old, c->new_};
	static const char *const keys[2] = {"old", "new"};
	size_t i;

	if (c->text != NULL) {
		sm_buf_add(b, c->text, c->len);
		return;
	}
	sm_buf_adds(b, "{\"record\":\"change\",\"kind\":");
	sm_json_add_string(b, c->kind);
	for (i = 0; i < 2; i++) {
		if (side[i] == NULL)
			continue;
		sm_buf_addf(b, ",\"%s\":", keys[i]);
		if (side[i]->text != NULL)
			sm_buf_add(b, side[i]->text, side[i]->len);
		else
			sm_object_write(b, side[i]);
	}
	sm_buf_addc(b, '}');
}

void
sm_plan_note(struct sm_plan *p, const char *level, const char *fmt, ...)
{
	struct sm_buf b = SM_BUF_INIT;
	va_list ap;
	char *message;

	va_start(ap, fmt);
	message = sm_vsprintf(p->arena, fmt, ap);
	va_end(ap);
	sm_buf_addf(&b, "{\"record\":\"note\",\"level\":\"%s\",\"message\":",
	    level);
	sm_json_add_string(&b, message);
	sm_buf_addc(&b, '}');
	sm_strings_add(p->arena, &p->others,
	    sm_memdup(p->arena, sm_buf_str(&b), b.len));
	sm_buf_free(&b);
}

void
sm_plan_failure(struct sm_arena *a, const char *record, const char **label,
    const char **message)
{
	json_t *json = json_loads(record, 0, NULL);

	*label = sm_segment_string(a, json, "label");
	*message = sm_segment_string(a, json, "message");
	json_decref(json);
}

const char *
sm_plan_note_message(struct sm_arena *a, const char *record)
{
	json_t *json = json_loads(record, 0, NULL);
	const char *kind = json_string_value(json_object_get(json, "record"));
	const char *message = NULL;

	if (kind != NULL && strcmp(kind, "note") == 0)
		message = sm_segment_string(a, json, "message");
	json_decref(json);
	return message;
}

void
sm_plan_reindex(struct sm_plan *p)
{
	p->indexed_changes = p->indexed_ops = 0;
}

static void
index_changes(struct sm_plan *p)
{
	struct sm_change *c;
	size_t i;

	if (p->indexed_changes == p->changes.n)
		return;
	p->indexed_changes = p->changes.n;
	sm_map_init(&p->by_old, p->arena);
	sm_map_init(&p->by_new, p->arena);
	for (i = 0; i < p->changes.n; i++) {
		c = p->changes.v[i];
		if (c->old != NULL)
			sm_map_set(&p->by_old, c->old->key, c);
		if (c->new_ != NULL)
			sm_map_set(&p->by_new, c->new_->key, c);
	}
}

struct sm_change *
sm_plan_find_old(struct sm_plan *p, const char *record, const char *schema,
    const char *name)
{
	index_changes(p);
	return sm_map_get(&p->by_old, sm_object_key(p->arena, p->dialect,
	                                  record, schema, NULL, name, NULL));
}

struct sm_change *
sm_plan_find_new(struct sm_plan *p, const char *record, const char *schema,
    const char *name)
{
	index_changes(p);
	return sm_map_get(&p->by_new, sm_object_key(p->arena, p->dialect,
	                                  record, schema, NULL, name, NULL));
}

struct sm_op *
sm_plan_op(struct sm_plan *p, const char *id)
{
	size_t i;

	if (p->indexed_ops != p->ops.n) {
		p->indexed_ops = p->ops.n;
		sm_map_init(&p->by_id, p->arena);
		for (i = 0; i < p->ops.n; i++)
			sm_map_set(&p->by_id, p->ops.v[i]->id, p->ops.v[i]);
	}
	return sm_map_get(&p->by_id, id);
}

void
sm_plan_write(struct sm_buf *b, const struct sm_plan *p)
{
	size_t i;

	sm_buf_adds(b, p->header);
	sm_buf_addc(b, '\n');
	for (i = 0; i < p->changes.n; i++) {
		add_change(b, p->changes.v[i]);
		sm_buf_addc(b, '\n');
	}
	for (i = 0; i < p->others.n; i++) {
		sm_buf_adds(b, p->others.v[i]);
		sm_buf_addc(b, '\n');
	}
	for (i = 0; i < p->ops.n; i++) {
		sm_buf_add(b, p->ops.v[i]->text, p->ops.v[i]->len);
		sm_buf_addc(b, '\n');
	}
	sm_buf_adds(b, "{\"record\":\"end\"}\n");
}

/* Reading. */

static bool
read_side(struct sm_arena *a, const json_t *header, const char *key,
    struct sm_side *side, struct sm_error *e)
{
	json_t *json = json_object_get(header, key), *bare;
	bool done;

	if (json == NULL)
		return true;
	if (!json_is_object(json))
		return sm_error_set(e, "\"%s\" must be an object", key);
	bare = json_copy(json);
	json_object_del(bare, "scope");
	done = sm_shape_read(a, &side_shape, side, bare, e) &&
	    sm_segment_part(a, json, "scope", &sm_shape_scope, &side->scope, e);
	json_decref(bare);
	return done;
}

static bool
read_header(struct sm_plan *p, const struct sm_record *rec,
    struct sm_error *e)
{
	struct sm_segment_header h;

	if (!sm_segment_header_read(p->arena, rec->json, &h, e))
		return false;
	p->dialect = h.dialect;
	p->server = h.server;
	p->online = json_is_true(json_object_get(rec->json, "online"));
	p->header = sm_memdup(p->arena, rec->text, rec->len);
	p->line = rec->line;
	return sm_segment_strings(p->arena, rec->json, "stages", &p->stages,
	           e) &&
	    read_side(p->arena, rec->json, "old", &p->old, e) &&
	    read_side(p->arena, rec->json, "new", &p->new_, e) &&
	    sm_segment_part(p->arena, rec->json, "compare", &compare_shape,
	        &p->compare, e);
}

static bool
read_change_side(struct sm_plan *p, const json_t *json, const char *key,
    struct sm_object **to, struct sm_error *e)
{
	const json_t *side = json_object_get(json, key);

	if (side == NULL || json_is_null(side))
		return true;
	if (!json_is_object(side))
		return sm_error_set(e, "\"%s\" must be an object", key);
	*to = sm_object_read(p->arena, p->dialect, side, e);
	return *to != NULL;
}

static bool
read_change(struct sm_plan *p, const struct sm_record *rec,
    struct sm_error *e)
{
	struct sm_change *c = sm_alloc(p->arena, sizeof *c);

	c->kind = sm_segment_string(p->arena, rec->json, "kind");
	if (!read_change_side(p, rec->json, "old", &c->old, e) ||
	    !read_change_side(p, rec->json, "new", &c->new_, e))
		return false;
	if (c->kind == NULL || (c->old == NULL && c->new_ == NULL))
		return sm_error_set(e,
		    "a change needs \"kind\" and an \"old\" or a \"new\"");
	c->text = sm_memdup(p->arena, rec->text, rec->len);
	c->len = rec->len;
	*sm_push(p->arena, &p->changes) = c;
	return true;
}

static bool
read_op(struct sm_plan *p, const struct sm_record *rec, struct sm_map *ids,
    struct sm_error *e)
{
	struct sm_op *op = sm_op_read(p->arena, rec->json, rec->text, rec->len,
	    rec->line, e);

	if (op == NULL)
		return false;
	if (sm_map_set(ids, op->id, op) != NULL)
		return sm_error_set(e, "two ops of the id %.20s", op->id);
	*sm_push(p->arena, &p->ops) = op;
	return true;
}

static bool
read_body(struct sm_plan *p, const struct sm_record *rec, struct sm_map *ids,
    struct sm_error *e)
{
	if (strcmp(rec->kind, "op") == 0)
		return read_op(p, rec, ids, e);
	if (strcmp(rec->kind, "change") != 0) {
		sm_strings_add(p->arena, &p->others,
		    sm_memdup(p->arena, rec->text, rec->len));
		return true;
	}
	if (p->ops.n > 0) {
		sm_error_set(e, "a change after an op");
		return sm_error_hint(e, "all changes stand ahead of all ops");
	}
	return read_change(p, rec, e);
}

bool
sm_plan_read(struct sm_reader *r, struct sm_arena *a, bool partial,
    struct sm_plan **out, struct sm_error *e)
{
	struct sm_record rec;
	struct sm_plan *p;
	struct sm_map ids;
	bool more;

	*out = NULL;
	if (!sm_segment_start(r, "plan", &rec, e))
		return false;
	if (rec.json == NULL)
		return true;
	p = sm_alloc(a, sizeof *p);
	p->arena = a;
	p->input = sm_strdup(a, sm_reader_name(r));
	if (strcmp(rec.kind, "error") == 0) {
		p->failure = sm_memdup(a, rec.text, rec.len);
		*out = p;
		return true;
	}
	sm_map_init(&ids, a);
	if (!read_header(p, &rec, e)) {
		sm_error_at(e, sm_reader_name(r), rec.line);
		return false;
	}
	for (;;) {
		if (!sm_segment_next(r, partial, &rec, &more, e))
			return false;
		if (!more)
			break;
		if (!read_body(p, &rec, &ids, e)) {
			sm_error_at(e, sm_reader_name(r), rec.line);
			return false;
		}
	}
	p->partial = rec.json == NULL;
	*out = p;
	return true;
}
