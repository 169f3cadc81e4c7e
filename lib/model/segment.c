#include "model/segment.h"

#include <string.h>

#include "base/json.h"

bool
sm_segment_start(struct sm_reader *r, const char *kind, struct sm_record *rec,
    struct sm_error *e)
{
	bool first = sm_reader_line(r) == 0;

	if (!sm_reader_next(r, rec, e))
		return false;
	if (rec->json == NULL) {
		if (!first)
			return true;
		sm_error_at(e, sm_reader_name(r), 0);
		sm_error_set(e, "empty input: no %s", kind);
		return sm_error_hint(e, strcmp(kind, "plan") == 0
		    ? "the command that should have written it has failed: "
		      "see its message"
		    : "the command that should have written it may have "
		      "failed; the operand /dev/null stands for an empty "
		      "schema");
	}
	if (strcmp(rec->kind, kind) == 0 || strcmp(rec->kind, "error") == 0)
		return true;
	sm_error_at(e, sm_reader_name(r), rec->line);
	if (strcmp(rec->kind, "snapshot") == 0) {
		sm_error_set(e, "a snapshot where a plan is expected");
		return sm_error_hint(e, "sm-diff OLD NEW makes a plan of two "
					"snapshots");
	}
	if (strcmp(rec->kind, "plan") == 0) {
		sm_error_set(e, "a plan where a snapshot is expected");
		return sm_error_hint(e, "sm-reflect makes a snapshot");
	}
	sm_error_set(e, "a \"%.40s\" record where a %s header is expected",
	    rec->kind, kind);
	return sm_error_hint(e, "the first record of a stream is its header: "
				"was it filtered out?");
}

bool
sm_segment_next(struct sm_reader *r, bool partial, struct sm_record *rec,
    bool *more, struct sm_error *e)
{
	*more = false;
	if (!sm_reader_next(r, rec, e))
		return false;
	if (rec->json == NULL) {
		if (partial)
			return true;
		sm_error_at(e, sm_reader_name(r), sm_reader_line(r));
		sm_error_set(e, "the stream stops before its end record");
		return sm_error_hint(e, "the command that wrote it failed or "
					"was cut off; --partial accepts a "
					"stream that was cut on purpose");
	}
	if (strcmp(rec->kind, "end") == 0)
		return true;
	if (strcmp(rec->kind, "snapshot") == 0 ||
	    strcmp(rec->kind, "plan") == 0) {
		sm_error_at(e, sm_reader_name(r), rec->line);
		sm_error_set(e, "a new header before the end record of the "
				"segment");
		return sm_error_hint(e, "one of the streams put together here "
					"was cut off");
	}
	*more = true;
	return true;
}

bool
sm_segment_header_read(struct sm_arena *a, const json_t *json,
    struct sm_segment_header *h, struct sm_error *e)
{
	const json_t *format = json_object_get(json, "format");
	const char *name =
	    json_string_value(json_object_get(json, "dialect"));

	if (!json_is_integer(format) ||
	    json_integer_value(format) != SM_FORMAT) {
		sm_error_set(e, "the header's format is not %d", SM_FORMAT);
		return sm_error_hint(e, "it was written by another version of "
					"these tools: write it anew");
	}
	if (name == NULL)
		return sm_error_set(e, "the header has no dialect");
	h->dialect = sm_dialect_find(name);
	if (h->dialect == NULL)
		return sm_error_set(e, "unknown dialect \"%.40s\" (%s)", name,
		    sm_dialect_names());
	h->server = sm_segment_string(a, json, "server");
	return true;
}

void
sm_segment_header_write(struct sm_buf *b, const char *kind,
    const struct sm_segment_header *h)
{
	sm_buf_addf(b, "{\"record\":\"%s\",\"format\":%d,\"dialect\":\"%s\"",
	    kind, SM_FORMAT, h->dialect->name);
	sm_segment_add_string(b, "server", h->server);
}

const char *
sm_segment_string(struct sm_arena *a, const json_t *json, const char *key)
{
	return sm_strdup(a, json_string_value(json_object_get(json, key)));
}

bool
sm_segment_part(struct sm_arena *a, const json_t *json, const char *key,
    const struct sm_shape *shape, void *to, struct sm_error *e)
{
	const json_t *part = json_object_get(json, key);

	if (part == NULL)
		return true;
	if (!json_is_object(part))
		return sm_error_set(e, "\"%s\" must be an object", key);
	return sm_shape_read(a, shape, to, part, e);
}

bool
sm_segment_strings(struct sm_arena *a, const json_t *json, const char *key,
    struct sm_strings *list, struct sm_error *e)
{
	const json_t *array = json_object_get(json, key), *item;
	size_t i;

	if (array == NULL)
		return true;
	if (!json_is_array(array))
		return sm_error_set(e, "\"%s\" must be an array of strings",
		    key);
	for (i = 0; i < json_array_size(array); i++) {
		item = json_array_get(array, i);
		if (!json_is_string(item))
			return sm_error_set(e,
			    "\"%s\" must be an array of strings", key);
		sm_strings_add(a, list, sm_strdup(a, json_string_value(item)));
	}
	return true;
}

const char *
sm_segment_rest(struct sm_arena *a, const json_t *json,
    const char *const *known)
{
	json_t *rest = json_copy((json_t *)(uintptr_t)json);
	const char *text = NULL;

	for (; *known != NULL; known++)
		json_object_del(rest, *known);
	if (json_object_size(rest) > 0)
		text = sm_json_text(a, rest, false);
	json_decref(rest);
	return text;
}

void
sm_segment_add_string(struct sm_buf *b, const char *key, const char *value)
{
	if (value == NULL)
		return;
	sm_buf_addf(b, ",\"%s\":", key);
	sm_json_add_string(b, value);
}

void
sm_segment_add_rest(struct sm_buf *b, const char *rest)
{
	if (rest == NULL || strlen(rest) <= 2)
		return;
	sm_buf_addc(b, ',');
	sm_buf_add(b, rest + 1, strlen(rest) - 2);
}
