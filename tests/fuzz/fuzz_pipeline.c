/*
 * Two snapshots on one stream through all stages: whatever they hold, each stage
 * does its work or refuses it with a message.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/stream.h"
#include "model/plan.h"
#include "model/snapshot.h"
#include "stages/diff.h"
#include "stages/dot.h"
#include "stages/graph.h"
#include "stages/renames.h"
#include "stages/risk.h"
#include "stages/sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
stages(struct sm_plan *p, struct sm_buf *out, struct sm_error *e)
{
	const struct sm_renames_options renames = {0.72, 0.65, "seed"};
	const struct sm_risk_options risk = {NULL, false};
	const struct sm_sql_options up = {false, true}, down = {true, true};

	if (!sm_renames(p, &renames, e) || !sm_risk(p, &risk, e) ||
	    !sm_order(p, e))
		return false;
	sm_plan_write(out, p);
	sm_dot(p, out);
	sm_dot_ascii(p, 80, true, out);
	if (!sm_sql(p, &up, out, e))
		return false;
	return sm_sql(p, &down, out, e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sm_reader *r =
	    sm_reader_memory("fuzz", (const char *)data, size);
	struct sm_arena *a = sm_arena_new();
	struct sm_snapshot *old = NULL, *new_ = NULL;
	struct sm_compare compare = {0};
	struct sm_error e = SM_ERROR_INIT;
	struct sm_buf out = SM_BUF_INIT;
	struct sm_plan *p = NULL;
	bool done;

	done = sm_snapshot_read(r, a, false, &old, &e) && old != NULL &&
	    old->failure == NULL &&
	    sm_snapshot_read(r, a, false, &new_, &e);
	if (done && (new_ == NULL || new_->failure != NULL))
		new_ = sm_snapshot_empty(a, old);
	if (done && (!sm_diff(a, old, new_, &compare, &p, &e) ||
	        !stages(p, &out, &e)) && e.message == NULL)
		abort(); /* refused without a word */
	sm_buf_free(&out);
	sm_error_free(&e);
	sm_arena_free(a);
	sm_reader_close(r);
	return 0;
}
