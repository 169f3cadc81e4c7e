#include "sources/saved.h"

#include <string.h>

#include "base/json.h"
#include "base/stream.h"
#include "model/snapshot.h"

/* What would ask for another look at a database that isn't here. */
static bool
refuse_options(const struct sm_source_options *o, struct sm_error *e)
{
	const char *option = o->stats ? "--stats"
	    : o->all              ? "--all"
	    : o->grants           ? "--grants"
	    : o->owners           ? "--owners"
	    : o->schemas.n > 0    ? "-n"
	    : o->tables.n > 0     ? "-t"
	    : o->exclude.n > 0    ? "-x"
	                          : NULL;

	if (option == NULL)
		return true;
	sm_error_set(e, "%s can't change a saved snapshot", option);
	return sm_error_hint(e, "save it with %s, or tell sm-diff which "
				"tables to compare", option);
}

/* Every segment is read as the next tool would read it. */
static bool
check(const char *name, const char *text, size_t len, bool partial,
    int *failures, struct sm_error *e)
{
	struct sm_reader *r = sm_reader_memory(name, text, len);
	struct sm_snapshot *s = NULL;
	struct sm_arena *a;
	bool good;

	do {
		a = sm_arena_new();
		good = sm_snapshot_read(r, a, partial, &s, e);
		if (good && s != NULL && s->failure != NULL)
			++*failures;
		sm_arena_free(a);
	} while (good && s != NULL);
	if (!good)
		sm_error_at(e, name, sm_reader_line(r));
	sm_reader_close(r);
	return good;
}

/* The text with the label in the header of each segment. */
static bool
relabel(const char *name, const char *text, size_t len, const char *label,
    struct sm_buf *out, struct sm_error *e)
{
	struct sm_reader *r = sm_reader_memory(name, text, len);
	struct sm_buf value = SM_BUF_INIT;
	struct sm_record rec;
	bool good;

	sm_json_add_string(&value, label);
	while ((good = sm_reader_next(r, &rec, e)) && rec.json != NULL) {
		if (strcmp(rec.kind, "snapshot") == 0)
			sm_json_splice(out, rec.text, rec.len,
			    &(struct sm_member){"label", sm_buf_str(&value)},
			    1);
		else
			sm_buf_add(out, rec.text, rec.len);
		sm_buf_addc(out, '\n');
	}
	sm_buf_free(&value);
	sm_reader_close(r);
	return good;
}

bool
sm_saved_pass(const char *name, const char *text, size_t len,
    const struct sm_source_options *o, struct sm_buf *out, int *failures,
    struct sm_error *e)
{
	int found = 0;

	if (!refuse_options(o, e) ||
	    !check(name, text, len, o->partial, &found, e))
		return false;
	*failures += found;
	if (o->label != NULL)
		return relabel(name, text, len, o->label, out, e);
	sm_buf_add(out, text, len);
	/* What comes next starts a line of its own. */
	if (len > 0 && text[len - 1] != '\n')
		sm_buf_addc(out, '\n');
	return true;
}
