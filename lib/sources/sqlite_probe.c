/*
 * Views, virtual tables and triggers: which of them the engine can prepare, and
 * what they say.  One that is broken spoils its own record only.
 */
#include <string.h>

#include "base/buf.h"
#include "sources/sqlite_db.h"
#include "sources/sqlite_objects.h"
#include "sources/sqlite_schema_sql.h"
#include "text/quote.h"

/* --- views and virtual tables --------------------------------------------- */

static void
add_column(struct sm_catalog *c, struct sm_catalog_relation *r,
    const char *name, int hidden)
{
	struct sm_catalog_column *column = sm_push(c->arena, &r->columns);

	column->name = sm_strdup(c->arena, name);
	column->type = "";
	column->hidden = hidden;
}

/* The columns of a virtual table, hidden ones too. */
static void
add_columns(struct sm_catalog *c, struct sm_catalog_relation *r, sqlite3 *db)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db,
	    "SELECT name, hidden FROM pragma_table_xinfo(?, 'main')", -1,
	    &stmt, NULL) != SQLITE_OK)
		return;
	sqlite3_bind_text(stmt, 1, r->name, -1, SQLITE_TRANSIENT);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		add_column(c, r, (const char *)sqlite3_column_text(stmt, 0),
		    sqlite3_column_int(stmt, 1));
	sqlite3_finalize(stmt);
}

static void
probe(struct sm_catalog *c, struct sm_catalog_relation *r, sqlite3 *db)
{
	struct sm_buf b = SM_BUF_INIT;
	sqlite3_stmt *stmt = NULL;
	int i;

	sm_buf_adds(&b, "SELECT * FROM main.");
	sm_quote_name(&b, sm_dialect_get(SM_SQLITE), r->name);
	if (sqlite3_prepare_v2(db, sm_buf_str(&b), -1, &stmt, NULL) !=
	    SQLITE_OK)
		r->broken = sm_strdup(c->arena, sqlite3_errmsg(db));
	else if (r->kind == SM_RELATION_VIRTUAL)
		add_columns(c, r, db);
	else
		for (i = 0; i < sqlite3_column_count(stmt); i++)
			add_column(c, r, sqlite3_column_name(stmt, i), 0);
	sqlite3_finalize(stmt);
	sm_buf_free(&b);
}

void
sm_sqlite_probe_relations(struct sm_catalog *c, sqlite3 *db)
{
	struct sm_catalog_relation *r;
	size_t i;

	for (i = 0; i < c->relations.n; i++) {
		r = c->relations.v[i];
		if (r->kind == SM_RELATION_VIEW ||
		    r->kind == SM_RELATION_VIRTUAL)
			probe(c, r, db);
	}
}

/* Why the relation can't be read, before its SQL is looked at. */
static const char *
trouble(const struct sm_catalog_relation *r)
{
	if (r->bad != NULL)
		return r->bad;
	if (r->sql == NULL)
		return "it has no stored SQL";
	return r->broken;
}

struct sm_object *
sm_sqlite_view(const struct sm_catalog *c, struct sm_shadow *shadow,
    const struct sm_catalog_relation *r)
{
	struct sm_object *o = sm_object_new(c->arena, "view");
	const char *why = trouble(r), *message;

	if (why != NULL || !sm_stored_view_read(c->arena, r->sql, o, &why))
		return sm_sqlite_unreadable(c->arena, "view", r->name, NULL,
		    why, r->sql);
	o->name = r->name;
	if (!sm_shadow_query(shadow, o->definition, &o->needs, &message))
		sm_needs_of_text(c, o->definition, r->name, &o->needs);
	return o;
}

struct sm_object *
sm_sqlite_virtual(const struct sm_catalog *c,
    const struct sm_catalog_relation *r)
{
	struct sm_object *o = sm_object_new(c->arena, "virtual_table");
	const char *why = trouble(r), *content;
	const struct sm_catalog_relation *of;
	struct sm_need *need;

	if (why != NULL || !sm_stored_virtual_read(c->arena, r->sql, o, &why))
		return sm_sqlite_unreadable(c->arena, "virtual_table", r->name,
		    NULL, why, r->sql);
	o->name = r->name;
	content = sm_stored_content_table(c->arena, o);
	of = content != NULL ? sm_catalog_find(c, content) : NULL;
	if (of != NULL && of != r && of->bad == NULL) {
		need = sm_push(c->arena, &o->needs);
		need->record = sm_catalog_record(of);
		need->name = of->name;
		need->inexact = true;
	}
	return o;
}

/* --- triggers ------------------------------------------------------------- */

/* A trigger being read; those of one table and event are fired together. */
struct probed {
	const struct sm_catalog_trigger *trigger;
	struct sm_stored_trigger stored;
	const struct sm_catalog_relation *on;
	const char *why;   /* its text can't be read */
	struct event *event;
};

struct event {
	size_t triggers;
	bool fired;
	const char *message; /* SQLite's, where firing can't be prepared */
};

static const char *
fire(struct sm_arena *a, sqlite3 *db, const struct probed *p)
{
	sqlite3_stmt *stmt = NULL;
	const char *message = NULL;

	if (sqlite3_prepare_v2(db, sm_shadow_firing(a, &p->stored, p->on,
	    "main"), -1, &stmt, NULL) != SQLITE_OK)
		message = sm_strdup(a, sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
	return message;
}

static void
read_trigger(const struct sm_catalog *c, struct probed *p,
    const struct sm_catalog_trigger *t)
{
	p->trigger = t;
	p->why = t->bad;
	if (p->why == NULL && t->sql == NULL)
		p->why = "it has no stored SQL";
	if (p->why != NULL ||
	    !sm_stored_trigger_read(c->arena, t->sql, &p->stored, &p->why))
		return;
	p->on = sm_catalog_find(c, t->table);
	if (p->on == NULL)
		p->why = sm_sprintf(c->arena, "no such table: %s", t->table);
	else if (p->on->broken != NULL)
		p->why = p->on->broken;
	else if (p->on->bad != NULL)
		p->why = p->on->bad;
}

static struct event *
event_of(const struct sm_catalog *c, struct sm_map *events,
    const struct probed *p)
{
	const char *key = sm_sprintf(c->arena, "%d%s", (int)p->stored.event,
	    p->on->name);
	struct event *event = sm_map_get(events, key);

	if (event == NULL) {
		event = sm_alloc(c->arena, sizeof *event);
		sm_map_set(events, key, event);
	}
	event->triggers++;
	return event;
}

/*
 * Where the shadow can't prepare what the database can, the needs are read off
 * the text.  Where neither can, it is broken: by its own message, which is the
 * database's if there is no other trigger that it could be about.
 */
static struct sm_object *
trigger_object(const struct sm_catalog *c, sqlite3 *db,
    struct sm_shadow *shadow, struct probed *p)
{
	struct sm_object *o = sm_object_new(c->arena, "trigger");
	const char *message = NULL;

	if (p->why == NULL && !p->event->fired) {
		p->event->fired = true;
		p->event->message = fire(c->arena, db, p);
	}
	if (p->why == NULL && !sm_shadow_trigger(shadow, &p->stored, p->on,
	    &o->needs, &message)) {
		if (p->event->message == NULL)
			sm_needs_of_text(c, p->stored.definition, NULL,
			    &o->needs);
		else
			p->why = p->event->triggers > 1 && message != NULL
			    ? message : p->event->message;
	}
	if (p->why != NULL)
		return sm_sqlite_unreadable(c->arena, "trigger",
		    p->trigger->name,
		    p->on != NULL ? p->on->name : p->trigger->table, p->why,
		    p->trigger->sql);
	o->name = p->trigger->name;
	o->table = p->on->name;
	o->definition = p->stored.definition;
	return o;
}

void
sm_sqlite_triggers(const struct sm_catalog *c, sqlite3 *db,
    struct sm_shadow *shadow, struct sm_objects *out)
{
	struct probed *all = sm_alloc(c->arena,
	    (c->triggers.n + 1) * sizeof *all);
	struct sm_map events;
	size_t i;

	sm_map_init(&events, c->arena);
	for (i = 0; i < c->triggers.n; i++) {
		read_trigger(c, &all[i], &c->triggers.v[i]);
		if (all[i].why == NULL)
			all[i].event = event_of(c, &events, &all[i]);
	}
	for (i = 0; i < c->triggers.n; i++)
		*sm_push(c->arena, out) =
		    trigger_object(c, db, shadow, &all[i]);
}
