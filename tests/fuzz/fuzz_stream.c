/*
 * Any bytes as a stream of snapshots, then of plans: refused, or read, written
 * and read again to the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/stream.h"
#include "model/plan.h"
#include "model/snapshot.h"

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
			sm_snapshot_write(out, s);
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	twice(copy_snapshots, (const char *)data, size);
	twice(copy_plans, (const char *)data, size);
	return 0;
}
