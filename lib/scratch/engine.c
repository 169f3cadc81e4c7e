#include "scratch/engine.h"

#include <string.h>

#include "scratch/scratch.h"

static const struct sm_engine *const engines[] = {
	&sm_engine_postgresql,
	&sm_engine_mariadb,
};

#define N (sizeof engines / sizeof engines[0])

const struct sm_engine *
sm_engine_find(const char *name)
{
	size_t i;

	for (i = 0; i < N; i++)
		if (strcmp(name, engines[i]->name) == 0)
			return engines[i];
	return NULL;
}

bool
sm_scratch_has(const char *engine)
{
	return sm_engine_find(engine) != NULL;
}

const char *
sm_scratch_engines(struct sm_arena *a)
{
	const char *text = engines[0]->name;
	size_t i;

	for (i = 1; i < N; i++)
		text = sm_sprintf(a, "%s, %s", text, engines[i]->name);
	return text;
}
