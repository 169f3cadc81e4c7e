#include "model/snapshot.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "model/kind.h"
#include "model/segment.h"

struct sm_object *
sm_object_read(struct sm_arena *a, const struct sm_dialect *d,
    const json_t *json, struct sm_error *e)
{
	const char *record = json_string_value(json_object_get(json, "record"));
	json_t *rest, *exact;
	struct sm_object *o;
	bool done;

	if (record == NULL) {
		sm_error_set(e, "an object without \"record\"");
		return NULL;
	}
	rest = json_copy((json_t *)(uintptr_t)json);
	json_object_del(rest, "record");
	if (strcmp(record, "unreadable") == 0) {
		o = sm_alloc(a, sizeof *o);
		o->unreadable = true;
		done = sm_shape_read(a, &sm_shape_unreadable, o, rest, e);
		if (done)
			o->kind = sm_kind_find(o->record);
	} else {
		o = sm_object_new(a, sm_strdup(a, record));
		exact = json_object_get(rest, "exact");
		o->inexact = json_is_false(exact);
		json_object_del(rest, "exact");
		done = sm_shape_read(a, o->kind->shape, o, rest, e);
	}
	json_decref(rest);
	if (!done)
		return NULL;
	o->key = sm_object_key(a, d, o->record, o->schema, o->table, o->name,
	    o->arguments);
	return o;
}

void
sm_object_write(struct sm_buf *b, const struct sm_object *o)
{
	bool first = false;

	sm_buf_adds(b, "{\"record\":");
	sm_json_add_string(b, o->unreadable ? "unreadable" : o->record);
	sm_shape_write_members(b,
	    o->unreadable ? &sm_shape_unreadable : o->kind->shape, o, &first);
	if (o->inexact)
		sm_buf_adds(b, ",\"exact\":false");
	sm_buf_addc(b, '}');
}

struct sm_snapshot *
sm_snapshot_new(struct sm_arena *a, const struct sm_dialect *d)
{
	struct sm_snapshot *s = sm_alloc(a, sizeof *s);

	s->arena = a;
	s->dialect = d;
	sm_map_init(&s->by_key, a);
	return s;
}

struct sm_snapshot *
sm_snapshot_empty(struct sm_arena *a, const struct sm_snapshot *like)
{
	struct sm_snapshot *s = sm_snapshot_new(a, like->dialect);

	s->server = like->server;
	s->source = "/dev/null";
	s->input = "/dev/null";
	return s;
}

bool
sm_snapshot_add(struct sm_snapshot *s, struct sm_object *o,
    struct sm_error *e)
{
	if (o->key == NULL)
		o->key = sm_object_key(s->arena, s->dialect, o->record,
		    o->schema, o->table, o->name, o->arguments);
	if (sm_map_set(&s->by_key, o->key, o) != NULL)
		return sm_error_set(e, "two objects of one name: %s %s",
		    o->kind->noun,
		    o->name != NULL ? sm_printable_str(s->arena, o->name) : "");
	*sm_push(s->arena, &s->objects) = o;
	return true;
}

static int
by_key(const void *x, const void *y)
{
	const struct sm_object *const *a = x, *const *b = y;

	return strcmp((*a)->key, (*b)->key);
}

void
sm_snapshot_sort(struct sm_snapshot *s)
{
	if (s->objects.n > 0)
		qsort(s->objects.v, s->objects.n, sizeof s->objects.v[0],
		    by_key);
}

static bool
read_header(struct sm_snapshot *s, const struct sm_record *rec,
    struct sm_error *e)
{
	struct sm_segment_header h;

	if (!sm_segment_header_read(s->arena, rec->json, &h, e))
		return false;
	s->dialect = h.dialect;
	s->server = h.server;
	s->label = sm_segment_string(s->arena, rec->json, "label");
	s->source = sm_segment_string(s->arena, rec->json, "source");
	s->extra = sm_segment_rest(s->arena, rec->json,
	    (const char *const[]){"record", "format", "dialect", "server",
	        "label", "source", "scope", NULL});
	return sm_segment_part(s->arena, rec->json, "scope", &sm_shape_scope,
	    &s->scope, e);
}

static bool
read_body(struct sm_snapshot *s, const struct sm_record *rec,
    struct sm_error *e)
{
	struct sm_object *o;

	if (strcmp(rec->kind, "note") == 0) {
		sm_strings_add(s->arena, &s->notes,
		    sm_memdup(s->arena, rec->text, rec->len));
		return true;
	}
	o = sm_object_read(s->arena, s->dialect, rec->json, e);
	if (o == NULL)
		return false;
	o->text = sm_memdup(s->arena, rec->text, rec->len);
	o->len = rec->len;
	o->line = rec->line;
	return sm_snapshot_add(s, o, e);
}

bool
sm_snapshot_read(struct sm_reader *r, struct sm_arena *a, bool partial,
    struct sm_snapshot **out, struct sm_error *e)
{
	struct sm_snapshot *s;
	struct sm_record rec;
	bool more;

	*out = NULL;
	if (!sm_segment_start(r, "snapshot", &rec, e))
		return false;
	if (rec.json == NULL)
		return true;
	s = sm_snapshot_new(a, NULL);
	s->input = sm_strdup(a, sm_reader_name(r));
	if (strcmp(rec.kind, "error") == 0) {
		s->failure = sm_memdup(a, rec.text, rec.len);
		*out = s;
		return true;
	}
	if (!read_header(s, &rec, e)) {
		sm_error_at(e, sm_reader_name(r), rec.line);
		return false;
	}
	for (;;) {
		if (!sm_segment_next(r, partial, &rec, &more, e))
			return false;
		if (!more)
			break;
		if (!read_body(s, &rec, e)) {
			sm_error_at(e, sm_reader_name(r), rec.line);
			return false;
		}
	}
	s->partial = rec.json == NULL;
	sm_snapshot_sort(s);
	*out = s;
	return true;
}

/* Write an object whose columns may be packed still. */
static void
write_object(struct sm_buf *b, const struct sm_object *o)
{
	struct sm_object full = *o;
	struct sm_arena *a;

	if (o->packed.n == 0) {
		sm_object_write(b, o);
		return;
	}
	a = sm_arena_new();
	full.columns = sm_columns_unpack(a, &o->packed);
	sm_object_write(b, &full);
	sm_arena_free(a);
}

/* So much text is worth writing out. */
#define DRAIN_AT ((size_t)64 * 1024)

bool
sm_snapshot_write(struct sm_buf *b, const struct sm_snapshot *s,
    sm_drain *drain, void *ctx)
{
	struct sm_segment_header h = {s->dialect, s->server};
	size_t i;

	sm_segment_header_write(b, "snapshot", &h);
	sm_segment_add_string(b, "label", s->label);
	sm_segment_add_string(b, "source", s->source);
	sm_buf_adds(b, ",\"scope\":");
	sm_shape_write(b, &sm_shape_scope, &s->scope);
	sm_segment_add_rest(b, s->extra);
	sm_buf_adds(b, "}\n");
	for (i = 0; i < s->objects.n; i++) {
		write_object(b, s->objects.v[i]);
		sm_buf_addc(b, '\n');
		if (drain != NULL && b->len > DRAIN_AT && !drain(ctx, b))
			return false;
	}
	for (i = 0; i < s->notes.n; i++) {
		sm_buf_adds(b, s->notes.v[i]);
		sm_buf_addc(b, '\n');
	}
	sm_buf_adds(b, "{\"record\":\"end\"}\n");
	return true;
}

bool
sm_globs_match(const struct sm_strings *globs, const struct sm_dialect *d,
    const char *schema, const char *name)
{
	const char *folded, *qualified = NULL, *g;
	struct sm_arena *a;
	bool found = false;
	size_t i;

	if (globs->n == 0)
		return false;
	a = sm_arena_new();
	folded = sm_fold_table(a, d, name);
	if (schema != NULL)
		qualified = sm_sprintf(a, "%s.%s", sm_fold_table(a, d, schema),
		    folded);
	for (i = 0; i < globs->n && !found; i++) {
		g = sm_fold_table(a, d, globs->v[i]);
		found = fnmatch(g, folded, 0) == 0 ||
		    (qualified != NULL && fnmatch(g, qualified, 0) == 0);
	}
	sm_arena_free(a);
	return found;
}

static bool
matches_one(const struct sm_strings *glob, const struct sm_dialect *d,
    const struct sm_objects *list)
{
	const struct sm_object *o;
	const char *name;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = list->v[i];
		name = o->table != NULL ? o->table : o->name;
		if (name != NULL && sm_globs_match(glob, d, o->schema, name))
			return true;
	}
	return false;
}

const char *
sm_globs_idle(const struct sm_strings *globs, const struct sm_dialect *d,
    const struct sm_objects *x, const struct sm_objects *y)
{
	struct sm_strings one;
	size_t i;

	for (i = 0; i < globs->n; i++) {
		one = (struct sm_strings){&globs->v[i], 1, 1};
		if (!matches_one(&one, d, x) && !matches_one(&one, d, y))
			return globs->v[i];
	}
	return NULL;
}

static bool
names_table(const struct sm_strings *list, const struct sm_dialect *d,
    const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (sm_same_table(d, list->v[i], name))
			return true;
	return false;
}

bool
sm_scope_covers(const struct sm_scope *s, const struct sm_dialect *d,
    const struct sm_object *o)
{
	const char *name = o->table != NULL ? o->table : o->name;
	const char *schema =
	    strcmp(o->record, "schema") == 0 ? o->name : o->schema;

	/* What is in no schema at all isn't in one of these either. */
	if (s->schemas.n > 0 && (schema == NULL ||
	                            !names_table(&s->schemas, d, schema)))
		return false;
	if (name == NULL)
		return true;
	if (s->tables.n > 0 && !sm_globs_match(&s->tables, d, o->schema, name))
		return false;
	return !sm_globs_match(&s->exclude, d, o->schema, name) &&
	    !names_table(&s->left_out, d, name);
}
