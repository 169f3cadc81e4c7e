/*
 * Making pairs: a schema that the engine takes, and changes that it takes.
 */
#include <string.h>

#include "database.h"
#include "generate.h"
#include "pair.h"

/* Streams of random numbers of their own, so that one thing less changes no
   other. */
enum stream { SCHEMA, OLD_TEXT, NEW_TEXT, AGAIN_TEXT, ROWS, EXTRAS, CHOICE,
	MUTATION };

static struct rt_random
stream(uint64_t seed, int which)
{
	struct rt_random r;

	rt_seed(&r, seed);
	r.state = rt_next(&r) + (uint64_t)which * 0x632be59bd9b4e019u;
	rt_next(&r);
	return r;
}

/* The number of the first object that the engine refuses; 0: none. */
static int
refused(const struct rt_script *script)
{
	sqlite3 *db = db_open(NULL);
	int id = 0;
	size_t i;

	for (i = 0; i < script->n && id == 0; i++)
		if (!db_run(NULL, db, script->v[i].sql, NULL))
			id = script->v[i].id;
	sqlite3_close(db);
	return id;
}

static void
take_out(struct rt_schema *s, struct rt_random *r, int id)
{
	int i, k;

	for (i = 0; i < s->ntables; i++) {
		struct rt_table *t = &s->table[i];

		for (k = t->nindexes - 1; k >= 0; k--)
			if (t->index[k].id == id)
				RT_REMOVE(t->index, t->nindexes, k);
		if (t->id == id && s->ntables > 1)
			RT_REMOVE(s->table, s->ntables, i);
		else if (t->id == id)
			*t = (struct rt_table){.id = t->id, .name = t->name,
			    .ncolumns = 1, .column[0] = t->column[0]};
	}
	for (i = s->nobjects - 1; i >= 0; i--)
		if (s->object[i].id == id)
			RT_REMOVE(s->object, s->nobjects, i);
	rt_settle(s, r);
}

static int
first_refused(struct sm_arena *a, struct rt_schema *s)
{
	struct rt_script plain;
	struct rt_random r = stream(1, 0);

	rt_write(s, &r, 0, a, &plain);
	return refused(&plain);
}

/* With as much noise as the engine takes (a rename can fail over a CHECK). */
static void
write_loadable(struct sm_arena *a, struct rt_schema *s, uint64_t seed,
    int which, int noise, struct rt_script *script)
{
	struct rt_random r;

	for (; noise >= 0; noise--) {
		r = stream(seed, which);
		rt_write(s, &r, noise, a, script);
		if (refused(script) == 0)
			return;
	}
}

/* Apply what the recipe leaves of the mutations; each must be loadable. */
static void
mutate(struct sm_arena *a, const struct recipe *recipe, struct rt_schema **s,
    struct made *m)
{
	struct rt_random choice = stream(recipe->seed, CHOICE), r;
	struct rt_schema *next;
	int i, tries, want = rt_chance(&choice, 45) ? 1
	    : rt_chance(&choice, 70) ? 2 + rt_below(&choice, 2)
	                             : 4 + rt_below(&choice, 5);

	m->wanted = want;
	for (i = 0; i < want; i++) {
		if (recipe->skipped & 1u << i)
			continue;
		r = stream(recipe->seed, MUTATION + i);
		for (tries = 0; tries < 20; tries++) {
			const struct rt_mutation *mu = rt_any_mutation(&r);

			next = sm_alloc(a, sizeof *next);
			*next = **s;
			next->next += 1000 * (i + 1);
			if (!mu->apply(next, &r))
				continue;
			rt_settle(next, &r);
			if (first_refused(a, next))
				continue;
			*s = next;
			m->mutation[m->nmutations++] = mu;
			break;
		}
	}
}

static void
filter(const struct recipe *recipe, struct rt_script *script)
{
	size_t i, n = 0;
	int k;

	for (i = 0; i < script->n; i++) {
		for (k = 0; k < recipe->ndropped; k++)
			if (recipe->dropped[k] == script->v[i].id)
				break;
		if (k == recipe->ndropped)
			script->v[n++] = script->v[i];
	}
	script->n = n;
}

void
recipe_init(struct recipe *recipe, uint64_t seed)
{
	memset(recipe, 0, sizeof *recipe);
	recipe->seed = seed;
	recipe->noise = 2;
}

void
pair_make(struct sm_arena *a, const struct recipe *recipe, struct made *m)
{
	struct rt_schema *old = sm_alloc(a, sizeof *old), *new = old;
	struct rt_random r = stream(recipe->seed, SCHEMA),
	                 extras = stream(recipe->seed, EXTRAS);
	struct rt_script again;
	int id;

	memset(m, 0, sizeof *m);
	old->arena = a;
	rt_generate(old, &r);
	while ((id = first_refused(a, old)) != 0)
		take_out(old, &r, id);
	mutate(a, recipe, &new, m);
	write_loadable(a, old, recipe->seed, OLD_TEXT, recipe->noise, &m->old);
	write_loadable(a, new, recipe->seed, NEW_TEXT, recipe->noise, &m->new);
	filter(recipe, &m->old);
	filter(recipe, &m->new);
	m->pair.old_sql = rt_script_text(a, &m->old);
	m->pair.new_sql = rt_script_text(a, &m->new);
	m->pair.seed = recipe->seed;
	m->pair.bare = recipe->bare;
	m->pair.extras = (unsigned)rt_next(&extras) & 4u;
	m->pair.extras |= rt_chance(&extras, 12) ? EXTRA_SAME_BYTES : 0;
	m->pair.extras |= rt_chance(&extras, 20) ? EXTRA_FROM_NOTHING : 0;
	m->pair.extras |= rt_chance(&extras, 25) ? EXTRA_ONE_LESS : 0;
	if (rt_chance(&extras, 30)) {
		write_loadable(a, old, recipe->seed, AGAIN_TEXT, recipe->noise,
		    &again);
		filter(recipe, &again);
		m->pair.again_sql = rt_script_text(a, &again);
	}
	if (m->nmutations == 1 && recipe->ndropped == 0) {
		m->pair.want_op = m->mutation[0]->op;
		m->pair.want_change = m->mutation[0]->change;
	}
}
