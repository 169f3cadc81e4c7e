/*
 * Any bytes as a stream of snapshots, then of plans: refused, or read, written
 * and read again to the same bytes.  What differs between the first two
 * snapshots, either way, is a plan that can be read.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/stream.h"
#include "model/plan.h"
#include "model/snapshot.h"
#include "stages/diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Append every segment of the text, as far as it can be read. */
typedef bool copier(const char *text, size_t len, struct sm_buf *out);

static bool
copy_snapshots(const char *text, size_t len, struct sm_buf *out)
{
	struct sm_reader *r = sm_reader_memory("fuzz", text, len);
	struct sm_error e = SM_ERROR_INIT;
	bool more = true, read = false;

	while (more) {
		struct sm_arena *a = sm_arena_new();
		struct sm_snapshot *s = NULL;

		more = sm_snapshot_read(r, a, false, &s, &e) && s != NULL;
		if (more && s->failure == NULL) {
			sm_snapshot_write(out, s, NULL, NULL);
			read = true;
		}
		sm_arena_free(a);
	}
	sm_error_free(&e);
	sm_reader_close(r);
	return read;
}

static bool
copy_plans(const char *text, size_t len, struct sm_buf *out)
{
	struct sm_reader *r = sm_reader_memory("fuzz", text, len);
	struct sm_error e = SM_ERROR_INIT;
	bool more = true, read = false;

	while (more) {
		struct sm_arena *a = sm_arena_new();
		struct sm_plan *p = NULL;

		more = sm_plan_read(r, a, false, &p, &e) && p != NULL;
		if (more && p->failure == NULL) {
			sm_plan_write(out, p);
			read = true;
		}
		sm_arena_free(a);
	}
	sm_error_free(&e);
	sm_reader_close(r);
	return read;
}

static void
twice(copier *copy, const char *text, size_t len)
{
	struct sm_buf one = SM_BUF_INIT, two = SM_BUF_INIT;

	if (copy(text, len, &one)) {
		copy(one.text, one.len, &two);
		if (one.len != two.len ||
		    memcmp(one.text, two.text, one.len) != 0)
			abort();
	}
	sm_buf_free(&one);
	sm_buf_free(&two);
}

static void
compare(struct sm_arena *a, const struct sm_snapshot *old,
    const struct sm_snapshot *new_, bool column_order)
{
	const struct sm_compare how = {.column_order = column_order};
	struct sm_buf written = SM_BUF_INIT, again = SM_BUF_INIT;
	struct sm_error e = SM_ERROR_INIT;
	struct sm_plan *p;

	if (sm_diff(a, old, new_, &how, &p, &e)) {
		if (old == new_ && p->ops.n > 0)
			abort();
		sm_plan_write(&written, p);
		if (!copy_plans(written.text, written.len, &again))
			abort();
	} else if (e.message == NULL) {
		abort(); /* refused without a word */
	}
	sm_buf_free(&written);
	sm_buf_free(&again);
	sm_error_free(&e);
}

static void
compare_two(const char *text, size_t len)
{
	struct sm_reader *r = sm_reader_memory("fuzz", text, len);
	struct sm_arena *a = sm_arena_new();
	struct sm_error e = SM_ERROR_INIT;
	struct sm_snapshot *old = NULL, *new_ = NULL;

	if (sm_snapshot_read(r, a, true, &old, &e) && old != NULL &&
	    old->failure == NULL) {
		if (!sm_snapshot_read(r, a, true, &new_, &e) || new_ == NULL ||
		    new_->failure != NULL)
			new_ = sm_snapshot_empty(a, old);
		compare(a, old, new_, false);
		compare(a, new_, old, true);
		compare(a, old, old, true);
	}
	sm_error_free(&e);
	sm_arena_free(a);
	sm_reader_close(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	twice(copy_snapshots, (const char *)data, size);
	twice(copy_plans, (const char *)data, size);
	compare_two((const char *)data, size);
	return 0;
}
