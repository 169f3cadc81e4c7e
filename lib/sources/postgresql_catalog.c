#include "sources/postgresql_catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/map.h"
#include "model/kind.h"

uint32_t
sm_pg_oid(const char *text)
{
	return text != NULL ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

/* --- things ------------------------------------------------------------------ */

static size_t
slot_of(const struct sm_pg_catalog *c, uint32_t catalog, uint32_t oid)
{
	/* Oids of a catalog come one after the other: spread them. */
	uint64_t h = ((uint64_t)catalog << 32 | oid) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 20) & (c->nslots - 1);

	while (c->slots[i] != NULL && (c->slots[i]->oid != oid ||
	                                  c->slots[i]->catalog != catalog))
		i = (i + 1) & (c->nslots - 1);
	return i;
}

static void
grow(struct sm_pg_catalog *c)
{
	struct sm_pg_thing **old = c->slots;
	size_t n = c->nslots, i;

	c->nslots = n > 0 ? n * 2 : 1024;
	/* Not in an arena, where every smaller one would be left behind. */
	c->slots = sm_xmalloc(c->nslots * sizeof *c->slots);
	for (i = 0; i < c->nslots; i++)
		c->slots[i] = NULL;
	for (i = 0; i < n; i++)
		if (old[i] != NULL)
			c->slots[slot_of(c, old[i]->catalog, old[i]->oid)] =
			    old[i];
	free(old);
}

struct sm_pg_thing *
sm_pg_find(const struct sm_pg_catalog *c, uint32_t catalog, uint32_t oid)
{
	return c->nslots > 0 ? c->slots[slot_of(c, catalog, oid)] : NULL;
}

struct sm_pg_thing *
sm_pg_enter(struct sm_pg_catalog *c, uint32_t catalog, const char *oid,
    struct sm_object *o, const char *part)
{
	struct sm_pg_thing *t;
	size_t i;

	if (2 * (c->nthings + 1) > c->nslots)
		grow(c);
	i = slot_of(c, catalog, sm_pg_oid(oid));
	if (c->slots[i] != NULL)
		return c->slots[i];
	t = sm_alloc(c->scratch, sizeof *t);
	t->catalog = catalog;
	t->oid = sm_pg_oid(oid);
	t->object = o;
	t->part = part;
	c->slots[i] = t;
	c->nthings++;
	return t;
}

bool
sm_pg_is_member(const struct sm_pg_catalog *c, uint32_t catalog,
    const char *oid)
{
	const struct sm_pg_thing *t = sm_pg_find(c, catalog, sm_pg_oid(oid));

	return t != NULL && t->member;
}

/* --- objects ------------------------------------------------------------------ */

struct sm_object *
sm_pg_object(struct sm_pg_catalog *c, const char *record, uint32_t catalog,
    const char *oid, const char *schema, const char *name)
{
	struct sm_object *o;

	if (sm_pg_is_member(c, catalog, oid))
		return NULL;
	o = sm_object_new(c->arena, record);
	o->schema = sm_strdup(c->arena, schema);
	o->name = sm_strdup(c->arena, name);
	o->comment = sm_pg_comment(c, catalog, oid, "0");
	sm_pg_enter(c, catalog, oid, o, NULL)->main = true;
	*sm_push(c->arena, &c->objects) = o;
	return o;
}

struct sm_object *
sm_pg_unreadable(struct sm_pg_catalog *c, const char *record,
    uint32_t catalog, const char *oid, const char *schema, const char *table,
    const char *name, const char *why)
{
	struct sm_object *o = sm_pg_object(c, record, catalog, oid, schema,
	    name);

	if (o == NULL)
		return NULL;
	o->unreadable = true;
	o->table = sm_strdup(c->arena, table);
	o->why = sm_strdup(c->arena, why);
	return o;
}

struct sm_object *
sm_pg_spelled_object(struct sm_pg_catalog *c, const struct sm_pg_spelled *x)
{
	const struct sm_pg_thing *on =
	    sm_pg_find(c, SM_PG_CLASS, sm_pg_oid(x->relation));
	const char *definition = sm_pg_after(c, x->text, x->prefix);
	struct sm_object *o;

	if (on == NULL || on->member ||
	    sm_pg_find(c, x->catalog, sm_pg_oid(x->oid)) != NULL)
		return NULL;
	if (definition == NULL) {
		sm_pg_unreadable(c, x->record, x->catalog, x->oid, x->schema,
		    x->table, x->name, "the server doesn't give its text");
		return NULL;
	}
	o = sm_pg_object(c, x->record, x->catalog, x->oid, x->schema, x->name);
	o->table = sm_strdup(c->arena, x->table);
	o->definition = definition;
	return o;
}

const char *
sm_pg_comment(const struct sm_pg_catalog *c, uint32_t catalog,
    const char *oid, const char *subid)
{
	char key[64];

	if (c->comments.n == 0)
		return NULL;
	snprintf(key, sizeof key, "%u %s %s", (unsigned)catalog, oid, subid);
	return sm_map_get(&c->comments, key);
}

static bool
comment_row(void *ctx, const char *const *v, struct sm_error *e)
{
	struct sm_pg_catalog *c = ctx;

	(void)e;
	sm_map_set(&c->comments,
	    sm_sprintf(c->scratch, "%s %s %s", v[0], v[1], v[2]),
	    sm_strdup(c->arena, v[3]));
	return true;
}

bool
sm_pg_read_comments(struct sm_pg_catalog *c, struct sm_error *e)
{
	sm_map_init(&c->comments, c->scratch);
	/* Those of the system's own objects came with initdb. */
	return sm_pg_rows(c->db,
	    "SELECT classoid, objoid, objsubid, description "
	    "FROM pg_description WHERE objoid >= 16384 "
	    "OR classoid IN ('pg_namespace'::regclass, "
	    "'pg_extension'::regclass)",
	    4, comment_row, c, e);
}

/* --- values ------------------------------------------------------------------- */

bool
sm_pg_true(const char *value)
{
	return value != NULL && *value == 't';
}

const char *
sm_pg_text(struct sm_pg_catalog *c, const char *value)
{
	return value != NULL && *value != '\0' ? sm_strdup(c->arena, value)
	                                       : NULL;
}

const char *
sm_pg_shared(struct sm_pg_catalog *c, const char *value)
{
	char *copy;

	if (value == NULL || *value == '\0')
		return NULL;
	if (c->shared.arena == NULL)
		sm_map_init(&c->shared, c->scratch);
	copy = sm_map_get(&c->shared, value);
	if (copy == NULL) {
		copy = sm_strdup(c->arena, value);
		sm_map_set(&c->shared, copy, copy);
	}
	return copy;
}

const char *
sm_pg_after(struct sm_pg_catalog *c, const char *text, const char *prefix)
{
	size_t skip = strlen(prefix), len;

	if (text == NULL || strncmp(text, prefix, skip) != 0)
		return NULL;
	text += skip;
	len = strlen(text);
	if (len > 0 && text[len - 1] == ';')
		len--;
	return sm_memdup(c->arena, text, len);
}

const char *
sm_pg_enabled(const char *state)
{
	return *state == 'D' ? "disabled" : *state == 'R' ? "replica"
	    : *state == 'A'  ? "always" : NULL;
}

const char *
sm_pg_parallel(const char *code)
{
	return *code == 's' ? "safe" : *code == 'r' ? "restricted" : NULL;
}

/* One element of an array's text, unquoted into the buffer; where it ends. */
static const char *
element(const char *s, struct sm_buf *b, bool *quoted)
{
	sm_buf_reset(b);
	*quoted = *s == '"';
	if (*quoted)
		s++;
	while (*s != '\0' && (*quoted ? *s != '"' : *s != ',' && *s != '}')) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		sm_buf_addc(b, *s++);
	}
	return *quoted && *s == '"' ? s + 1 : s;
}

static struct sm_strings
array_in(struct sm_arena *a, const char *s)
{
	struct sm_strings list = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	bool quoted;

	/* [0:1]={…}: bounds that aren't from 1 on. */
	if (s != NULL && *s == '[')
		s = strchr(s, '{');
	if (s == NULL || *s != '{')
		return list;
	for (s++; *s != '}' && *s != '\0'; s += *s == ',') {
		s = element(s, &b, &quoted);
		if (quoted || strcmp(sm_buf_str(&b), "NULL") != 0)
			sm_strings_add(a, &list,
			    sm_memdup(a, sm_buf_str(&b), b.len));
	}
	sm_buf_free(&b);
	return list;
}

struct sm_strings
sm_pg_array(struct sm_pg_catalog *c, const char *s)
{
	return array_in(c->arena, s);
}

int
sm_pg_numbers(const char *text, int *numbers, int max)
{
	int n = 0;
	char *end;

	for (; text != NULL && *text != '\0' && n < max; text = end) {
		text += strspn(text, "{}, ");
		if (*text == '\0')
			break;
		numbers[n++] = (int)strtol(text, &end, 10);
		if (end == text)
			break;
	}
	return n;
}

void
sm_pg_option(struct sm_pg_catalog *c, struct sm_options *list,
    const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		sm_option_set_text(c->arena, list, name, value);
}

void
sm_pg_option_true(struct sm_pg_catalog *c, struct sm_options *list,
    const char *name, bool on)
{
	if (on)
		sm_option_set(c->arena, list, name, "true");
}

void
sm_pg_option_list(struct sm_pg_catalog *c, struct sm_options *list,
    const char *name, const struct sm_strings *values)
{
	struct sm_buf b = SM_BUF_INIT;
	size_t i;

	if (values->n == 0)
		return;
	for (i = 0; i < values->n; i++) {
		sm_buf_addc(&b, i == 0 ? '[' : ',');
		sm_json_add_string(&b, values->v[i]);
	}
	sm_buf_addc(&b, ']');
	sm_option_set(c->arena, list, name,
	    sm_memdup(c->arena, b.text, b.len));
	sm_buf_free(&b);
}

static int
by_name(const void *x, const void *y)
{
	return strcmp(((const struct sm_option *)x)->name,
	    ((const struct sm_option *)y)->name);
}

/*
 * The server's own mark on a column, from 15.20 on, which pg_dump passes over;
 * mostly it is the only option.
 */
#define MARK "pg_attver="

void
sm_pg_reloptions(struct sm_pg_catalog *c, struct sm_options *list,
    const char *text, const char *prefix)
{
	struct sm_strings items;
	const char *equals;
	size_t i;

	if (text == NULL || (strncmp(text, "{" MARK, sizeof MARK) == 0 &&
	                        strchr(text, ',') == NULL))
		return;
	items = array_in(c->scratch, text);
	for (i = 0; i < items.n; i++) {
		equals = strchr(items.v[i], '=');
		if (equals == NULL ||
		    strncmp(items.v[i], MARK, sizeof MARK - 1) == 0)
			continue;
		sm_option_set_text(c->arena, list,
		    sm_sprintf(c->arena, "%s%.*s", prefix,
		        (int)(equals - items.v[i]), items.v[i]),
		    equals + 1);
	}
	if (list->n > 1)
		qsort(list->v, list->n, sizeof list->v[0], by_name);
}

const char *
sm_pg_column(const struct sm_pg_thing *t, int attnum)
{
	return attnum > 0 && attnum <= t->ncolumns ? t->columns[attnum - 1]
	                                           : NULL;
}

static struct sm_column *
unpacked(struct sm_pg_catalog *c, struct sm_packed_column *p)
{
	const struct sm_packed_columns one = {p, 1, 1};

	if (p->full == NULL)
		p->full = sm_columns_unpack(c->arena, &one).v;
	return p->full;
}

struct sm_column *
sm_pg_column_named(struct sm_pg_catalog *c, struct sm_object *o,
    const char *name)
{
	size_t i;

	for (i = 0; i < o->packed.n; i++)
		if (strcmp(o->packed.v[i].name, name) == 0)
			return unpacked(c, &o->packed.v[i]);
	for (i = 0; i < o->columns.n; i++)
		if (strcmp(o->columns.v[i].name, name) == 0)
			return &o->columns.v[i];
	for (i = 0; i < o->output.n; i++)
		if (strcmp(o->output.v[i].name, name) == 0)
			return &o->output.v[i];
	return NULL;
}

/* PostgreSQL's limit of columns in a table. */
#define MAX_ATTNUMS 1664

struct sm_strings
sm_pg_columns(struct sm_pg_catalog *c, const struct sm_pg_thing *t,
    const char *attnums)
{
	struct sm_strings list = {NULL, 0, 0};
	int numbers[MAX_ATTNUMS], n, i;

	n = sm_pg_numbers(attnums, numbers, MAX_ATTNUMS);
	for (i = 0; i < n; i++)
		if (sm_pg_column(t, numbers[i]) != NULL)
			sm_strings_add(c->arena, &list,
			    sm_pg_column(t, numbers[i]));
	return list;
}

const char *
sm_pg_since(const struct sm_pg_catalog *c, int version, const char *column,
    const char *otherwise)
{
	return c->version >= version ? column : otherwise;
}
