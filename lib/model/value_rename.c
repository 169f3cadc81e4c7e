#include "model/value_rename.h"

#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "model/segment.h"

#define KEY "renamed_values"

bool
sm_value_renames_read(struct sm_arena *a, const json_t *json,
    struct sm_value_renames *list, struct sm_error *e)
{
	const json_t *array = json_object_get(json, KEY), *pair;
	struct sm_value_rename *r;
	size_t i;

	if (array == NULL)
		return true;
	if (!json_is_array(array))
		return sm_error_set(e, "\"" KEY "\" must be an array");
	for (i = 0; i < json_array_size(array); i++) {
		pair = json_array_get(array, i);
		r = sm_push(a, list);
		r->from = sm_segment_string(a, pair, "from");
		r->to = sm_segment_string(a, pair, "to");
		if (r->from == NULL || r->to == NULL)
			return sm_error_set(e, "each of \"" KEY "\" must be "
			    "an object with \"from\" and \"to\"");
	}
	return true;
}

void
sm_value_renames_write(struct sm_buf *b, const struct sm_value_renames *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		sm_buf_adds(b, i == 0 ? ",\"" KEY "\":[{\"from\":"
		                      : ",{\"from\":");
		sm_json_add_string(b, list->v[i].from);
		sm_buf_adds(b, ",\"to\":");
		sm_json_add_string(b, list->v[i].to);
		sm_buf_addc(b, '}');
	}
	if (list->n > 0)
		sm_buf_addc(b, ']');
}

struct sm_value_renames
sm_value_renames_turn(struct sm_arena *a, const struct sm_value_renames *list)
{
	struct sm_value_renames back = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < list->n; i++)
		*sm_push(a, &back) = (struct sm_value_rename){list->v[i].to,
		    list->v[i].from};
	return back;
}

const char *
sm_values_rename(struct sm_arena *a, const struct sm_strings *values,
    const struct sm_value_renames *list, struct sm_strings *out)
{
	const char *wrong = NULL, *value;
	struct sm_value_rename *r;
	struct sm_map from, said;
	size_t i, found = 0;

	sm_map_init(&from, a);
	sm_map_init(&said, a);
	for (i = 0; i < list->n; i++) {
		if (sm_map_get(&from, list->v[i].from) != NULL)
			wrong = sm_sprintf(a, "renames the value \"%s\" twice",
			    sm_printable_str(a, list->v[i].from));
		sm_map_set(&from, list->v[i].from, &list->v[i]);
	}
	for (i = 0; i < values->n; i++) {
		r = sm_map_get(&from, values->v[i]);
		value = r != NULL ? r->to : values->v[i];
		found += r != NULL;
		if (sm_map_get(&said, value) != NULL)
			wrong = sm_sprintf(a, "makes two values of the name "
			    "\"%s\"", sm_printable_str(a, value));
		sm_map_set(&said, value, &said);
		sm_strings_add(a, out, value);
	}
	if (wrong == NULL && found < list->n)
		wrong = "renames a value that the type doesn't have";
	return wrong;
}
