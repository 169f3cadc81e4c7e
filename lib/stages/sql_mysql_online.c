/*
 * The cheapest ALGORITHM and LOCK that a server takes for an ALTER TABLE: with
 * --online they are said, so that it refuses instead of copying the table
 * without a word.
 */
#include <string.h>

#include "model/kind.h"
#include "stages/sql_mysql.h"
#include "text/ascii.h"
#include "text/default.h"
#include "text/type.h"

/* From the cheapest on; a statement costs what its dearest part does. */
enum cost {
	INSTANT,
	NOCOPY,
	INPLACE,
	LOCKED, /* INPLACE, but nobody may write meanwhile */
	COPY    /* likewise */
};

/* LOCK is not for INSTANT (MySQL: only its default is allowed with it). */
static const char *const clauses_of[] = {
	[INSTANT] = "ALGORITHM=INSTANT",
	[NOCOPY] = "ALGORITHM=NOCOPY,\n  LOCK=NONE",
	[INPLACE] = "ALGORITHM=INPLACE,\n  LOCK=NONE",
	[LOCKED] = "ALGORITHM=INPLACE,\n  LOCK=SHARED",
	[COPY] = "ALGORITHM=COPY,\n  LOCK=SHARED",
};

enum kind {
	ADD_LAST,      /* a column at the end */
	ADD_ELSEWHERE, /* a column at another place */
	ADD_STORED,
	ADD_COUNTER,   /* AUTO_INCREMENT */
	ADD_COMPUTED,  /* with a default that is computed a row */
	DROP_COLUMN,
	RENAME_COLUMN,
	CATALOG,       /* default, comment, visibility of a column */
	ON_UPDATE,
	ENUM_GROWS,
	REORDER,
	NOT_NULL,
	NULLABLE,
	TEXT_GROWS,    /* within one length byte, or within two */
	TEXT_CROSSES,  /* from one to two */
	VIRTUAL,       /* another expression */
	ADD_INDEX,
	ADD_FULLTEXT,
	DROP_INDEX,
	CHANGE_INDEX,  /* name, visibility */
	ADD_PRIMARY,   /* or another instead of one */
	DROP_KEY,
	DROP_CHECK,
	OPTION,        /* only the catalog's business */
	REBUILD,       /* row format */
	OTHER
};

/*
 * As measured: facts, section 4a; of MySQL before 9.7 as its manual says.  The
 * last row that fits counts.  No row: COPY, which every server takes.
 */
static const struct {
	enum sm_dialect_id dialect;
	enum kind kind;
	long since;
	enum cost cost;
} matrix[] = {
#define FROM(major, minor, patch)                                              \
	((major) * 1000000L + (minor) * 1000L + (patch))
	{SM_MYSQL, ADD_LAST, 0, INPLACE},
	{SM_MYSQL, ADD_LAST, FROM(8, 0, 12), INSTANT},
	{SM_MYSQL, ADD_ELSEWHERE, 0, INPLACE},
	{SM_MYSQL, ADD_ELSEWHERE, FROM(8, 0, 29), INSTANT},
	{SM_MYSQL, DROP_COLUMN, 0, INPLACE},
	{SM_MYSQL, DROP_COLUMN, FROM(8, 0, 29), INSTANT},
	{SM_MYSQL, RENAME_COLUMN, 0, INPLACE},
	{SM_MYSQL, RENAME_COLUMN, FROM(8, 0, 28), INSTANT},
	{SM_MYSQL, CATALOG, 0, INPLACE},
	{SM_MYSQL, CATALOG, FROM(8, 0, 12), INSTANT},
	{SM_MYSQL, ON_UPDATE, 0, INPLACE},
	{SM_MYSQL, ENUM_GROWS, 0, INPLACE},
	{SM_MYSQL, ENUM_GROWS, FROM(8, 0, 12), INSTANT},
	{SM_MYSQL, REORDER, 0, INPLACE},
	{SM_MYSQL, NOT_NULL, 0, INPLACE},
	{SM_MYSQL, NULLABLE, 0, INPLACE},
	{SM_MYSQL, TEXT_GROWS, 0, INPLACE},
	{SM_MYSQL, ADD_INDEX, 0, INPLACE},
	{SM_MYSQL, ADD_FULLTEXT, 0, LOCKED},
	{SM_MYSQL, DROP_INDEX, 0, INPLACE},
	{SM_MYSQL, CHANGE_INDEX, 0, INPLACE},
	{SM_MYSQL, ADD_PRIMARY, 0, INPLACE},
	{SM_MYSQL, DROP_KEY, 0, INPLACE},
	{SM_MYSQL, DROP_CHECK, 0, INSTANT},
	{SM_MYSQL, OPTION, 0, INPLACE},
	{SM_MYSQL, REBUILD, 0, INPLACE},

	{SM_MARIADB, ADD_LAST, 0, INSTANT},
	{SM_MARIADB, ADD_ELSEWHERE, 0, INSTANT},
	{SM_MARIADB, ADD_COUNTER, 0, LOCKED},
	{SM_MARIADB, DROP_COLUMN, 0, INSTANT},
	{SM_MARIADB, RENAME_COLUMN, 0, INSTANT},
	{SM_MARIADB, CATALOG, 0, INSTANT},
	{SM_MARIADB, ON_UPDATE, 0, INSTANT},
	{SM_MARIADB, ENUM_GROWS, 0, INSTANT},
	{SM_MARIADB, REORDER, 0, INSTANT},
	{SM_MARIADB, NOT_NULL, 0, INPLACE},
	{SM_MARIADB, NULLABLE, 0, INPLACE},
	{SM_MARIADB, TEXT_GROWS, 0, INSTANT},
	{SM_MARIADB, TEXT_CROSSES, 0, INSTANT},
	{SM_MARIADB, VIRTUAL, 0, INSTANT},
	{SM_MARIADB, ADD_INDEX, 0, NOCOPY},
	{SM_MARIADB, ADD_FULLTEXT, 0, LOCKED},
	{SM_MARIADB, DROP_INDEX, 0, NOCOPY},
	{SM_MARIADB, CHANGE_INDEX, 0, INSTANT},
	{SM_MARIADB, ADD_PRIMARY, 0, INPLACE},
	{SM_MARIADB, DROP_KEY, 0, INSTANT},
	{SM_MARIADB, DROP_CHECK, 0, INSTANT},
	{SM_MARIADB, OPTION, 0, INSTANT},
	{SM_MARIADB, REBUILD, 0, INPLACE},
#undef FROM
};

struct bill {
	struct sm_mysql *w;
	const struct sm_object *old; /* the table as it is */
	const struct sm_object *before; /* the same under its old names */
	const struct sm_object *new_;
	bool computes; /* it has a generated column */
	bool searches; /* it has a FULLTEXT index */
	bool packed;   /* ROW_FORMAT=COMPRESSED */
	bool moves, makes_text; /* columns come and go; a FULLTEXT index comes */
	enum cost cost;
};

static bool
moves_columns(enum kind kind)
{
	return kind == ADD_LAST || kind == ADD_ELSEWHERE || kind == REORDER ||
	    kind == DROP_COLUMN;
}

static void
charge(struct bill *b, enum kind kind)
{
	enum cost cost = COPY;
	size_t i;

	for (i = 0; i < sizeof matrix / sizeof matrix[0]; i++)
		if (matrix[i].dialect == b->w->dialect->id &&
		    matrix[i].kind == kind &&
		    b->w->version >= matrix[i].since)
			cost = matrix[i].cost;
	/* Generated columns keep MariaDB from these (facts, section 4a). */
	if (b->w->dialect->id == SM_MARIADB && b->computes &&
	    (kind == ADD_ELSEWHERE || kind == NOT_NULL || kind == REORDER))
		cost = COPY;
	/* A FULLTEXT index has a hidden column: no instant change beside it. */
	if (b->searches && cost < LOCKED &&
	    (moves_columns(kind) || kind == NOT_NULL || kind == NULLABLE))
		cost = LOCKED;
	if (b->packed && cost < INPLACE && moves_columns(kind))
		cost = INPLACE;
	b->moves |= moves_columns(kind);
	b->makes_text |= kind == ADD_FULLTEXT;
	if (cost > b->cost)
		b->cost = cost;
}

/*
 * What costs more together.  Columns come and go at once only where nothing else
 * touches the rows: else the table is made anew, with its FULLTEXT indexes, of
 * which one statement makes one.
 */
static void
add_up(struct bill *b)
{
	if (b->moves && b->cost == NOCOPY)
		b->cost = INPLACE;
	if (b->moves && b->searches && b->makes_text)
		b->cost = COPY;
}

/* Are the first values the old ones?  enum('a','b') */
static bool
values_grow(const char *old, const char *new_)
{
	size_t n = strlen(old);

	return (sm_is_word(old, 4, "enum") || sm_is_word(old, 3, "set")) &&
	    n > 1 && strncmp(old, new_, n - 1) == 0 && new_[n - 1] == ',';
}

static enum kind
kind_of_type(const struct bill *b, const struct sm_column *old,
    const struct sm_column *new_)
{
	struct sm_type x, y;

	if (old->type == NULL || new_->type == NULL)
		return OTHER;
	if (values_grow(old->type, new_->type))
		return ENUM_GROWS;
	x = sm_type_parse(b->w->arena, b->w->dialect, old->type);
	y = sm_type_parse(b->w->arena, b->w->dialect, new_->type);
	if (strcmp(x.base, "varchar") != 0 || strcmp(y.base, x.base) != 0 ||
	    x.args != 1 || y.args != 1 || y.arg[0] < x.arg[0])
		return OTHER;
	/* 63 characters of four bytes are within 255, 256 of one are not. */
	return y.arg[0] <= 63 || x.arg[0] > 255 ? TEXT_GROWS : TEXT_CROSSES;
}

static void
charge_word(struct bill *b, const struct sm_op *op, const char *word)
{
	static const struct {
		const char *word;
		enum kind kind;
	} words[] = {
		{"default", CATALOG}, {"comment", CATALOG},
		{"invisible", CATALOG}, {"on_update", ON_UPDATE},
		{"position", REORDER},
	};
	const struct sm_column *old = op->old, *new_ = op->new_;
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].word, word) == 0) {
			charge(b, words[i].kind);
			return;
		}
	if (strcmp(word, "type") == 0)
		charge(b, kind_of_type(b, old, new_));
	else if (strcmp(word, "nullable") == 0)
		charge(b, new_->nullable ? NULLABLE : NOT_NULL);
	else
		charge(b, strcmp(word, "expression") == 0 &&
		        new_->generated != NULL &&
		        strcmp(new_->generated, "virtual") == 0
		    ? VIRTUAL : OTHER);
}

static enum kind
kind_of_new(const struct bill *b, const struct sm_op *op)
{
	const struct sm_column *c = op->new_;
	const struct sm_columns *all = &b->new_->columns;

	if (c->identity != NULL)
		return ADD_COUNTER;
	if (c->generated != NULL && strcmp(c->generated, "stored") == 0)
		return ADD_STORED;
	if (c->generated == NULL && c->default_text != NULL &&
	    sm_default_class(b->w->dialect, c->default_text) >
	        SM_DEFAULT_STABLE)
		return ADD_COMPUTED;
	return sm_same_column(b->w->dialect, all->v[all->n - 1].name, c->name)
	    ? ADD_LAST : ADD_ELSEWHERE;
}

static void
charge_column(struct bill *b, const struct sm_op *op)
{
	size_t i;

	switch (op->verb) {
	case SM_ADD:
		charge(b, kind_of_new(b, op));
		break;
	case SM_DROP:
		charge(b, DROP_COLUMN);
		break;
	case SM_RENAME:
		charge(b, RENAME_COLUMN);
		break;
	default:
		for (i = 0; i < op->changes.n; i++)
			charge_word(b, op, op->changes.v[i]);
	}
}

/* Without a primary key the rows are kept by a unique key without NULLs. */
static bool
keeps_rows(const struct bill *b, const struct sm_object *o,
    const struct sm_index *x)
{
	const struct sm_column *c;
	size_t i;

	if (x == NULL || !x->unique || o->primary_key != NULL)
		return false;
	for (i = 0; i < x->keys.n; i++) {
		c = x->keys.v[i].column == NULL ? NULL : sm_object_column(o,
		    b->w->dialect, x->keys.v[i].column);
		if (c == NULL || c->nullable || x->keys.v[i].length != NULL)
			return false;
	}
	return true;
}

static void
charge_index(struct bill *b, const struct sm_op *op)
{
	const struct sm_index *x = op->new_;

	if (op->verb != SM_ADD && keeps_rows(b, b->before, op->old))
		charge(b, OTHER);
	if (op->verb != SM_DROP && keeps_rows(b, b->new_, x))
		charge(b, ADD_PRIMARY);
	if (op->verb == SM_RENAME || (op->verb == SM_MODIFY &&
	        op->changes.n == 1 &&
	        strcmp(op->changes.v[0], "invisible") == 0)) {
		charge(b, CHANGE_INDEX);
		return;
	}
	if (op->verb != SM_ADD)
		charge(b, DROP_INDEX);
	if (op->verb != SM_DROP)
		charge(b, x->method == NULL || strcmp(x->method, "hash") == 0
		    ? ADD_INDEX : ADD_FULLTEXT);
}

static void
charge_table(struct bill *b, const struct sm_op *op)
{
	static const char *const rebuilt[] = {"row_format", "key_block_size",
	    NULL};
	size_t i, k;

	for (i = 0; i < op->changes.n; i++) {
		const char *word = op->changes.v[i];
		enum kind kind = strcmp(word, "comment") == 0 ||
		        strncmp(word, "stats_", 6) == 0 ? OPTION : OTHER;

		for (k = 0; rebuilt[k] != NULL; k++)
			if (strcmp(rebuilt[k], word) == 0)
				kind = REBUILD;
		charge(b, kind);
	}
}

static void
charge_op(struct bill *b, const struct sm_op *op)
{
	switch (op->target->part) {
	case SM_PART_COLUMN:
		charge_column(b, op);
		break;
	case SM_PART_INDEX:
		charge_index(b, op);
		break;
	case SM_PART_NONE:
		charge_table(b, op);
		break;
	case SM_PART_PRIMARY_KEY:
		charge(b, op->verb == SM_DROP ? OTHER : ADD_PRIMARY);
		break;
	case SM_PART_FK:
		charge(b, op->verb == SM_DROP ? DROP_KEY : OTHER);
		break;
	case SM_PART_CHECK:
		charge(b, op->verb == SM_DROP ? DROP_CHECK : OTHER);
		break;
	default:
		charge(b, OTHER);
	}
}

static void
look_at_table(struct bill *b)
{
	const struct sm_object *o = b->old;
	const char *engine = sm_mysql_option(b->w, &o->options, "engine");
	const char *format = sm_mysql_option(b->w, &o->options, "row_format");
	size_t i;

	for (i = 0; i < o->columns.n; i++)
		b->computes |= o->columns.v[i].generated != NULL;
	for (i = 0; i < o->indexes.n; i++)
		b->searches |= o->indexes.v[i].method != NULL &&
		    strcmp(o->indexes.v[i].method, "fulltext") == 0;
	b->packed = format != NULL && sm_is_word(format, strlen(format),
	    "compressed");
	if (engine != NULL && !sm_is_word(engine, strlen(engine), "innodb"))
		b->cost = COPY;
	/* Rows that end keep their form: only a copy is sure to be taken. */
	if (sm_option(&o->options, "system_versioned") != NULL)
		b->cost = COPY;
}

/* As a word of sh. */
static const char *
shell(const struct sm_mysql *w, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;
	const char *word;

	sm_buf_addc(&b, '\'');
	for (; *text != '\0'; text++)
		if (*text == '\'')
			sm_buf_adds(&b, "'\\''");
		else
			sm_buf_addc(&b, *text);
	sm_buf_addc(&b, '\'');
	word = sm_memdup(w->arena, sm_buf_str(&b), b.len);
	sm_buf_free(&b);
	return word;
}

static void
say_copy(struct sm_mysql *w, const struct sm_mysql_group *g,
    const struct sm_strings *clauses)
{
	const char *text = "", *table = sm_mysql_now(w, g->item);
	size_t i;

	for (i = 0; i < clauses->n; i++)
		text = sm_sprintf(w->arena, "%s%s%s", text, i > 0 ? ", " : "",
		    clauses->v[i]);
	sm_mysql_say(&w->script, "  Only a copy of the table does this: nobody "
	    "can write to it meanwhile.  Instead:");
	sm_mysql_say(&w->script, "  pt-online-schema-change --execute --alter "
	    "%s %s", shell(w, text), shell(w, sm_sprintf(w->arena,
	        "D=DATABASE,t=%s", table)));
	sm_mysql_say(&w->script, "  gh-ost --execute --database DATABASE "
	    "--table %s --alter %s", shell(w, table), shell(w, text));
}

const char *
sm_mysql_algorithm(struct sm_mysql *w, const struct sm_mysql_group *g,
    const struct sm_strings *clauses)
{
	struct bill b = {.w = w, .old = g->item->moved,
	    .before = g->item->old,
	    .new_ = g->item->target != NULL ? g->item->target : g->item->moved,
	    .cost = INSTANT};
	size_t i;

	/* Nobody uses a table that was just made. */
	if (!w->online || g->item->old == NULL)
		return NULL;
	look_at_table(&b);
	for (i = 0; i < g->ops.n; i++)
		charge_op(&b, g->ops.v[i]);
	add_up(&b);
	if (b.cost == COPY)
		say_copy(w, g, clauses);
	return clauses_of[b.cost];
}
