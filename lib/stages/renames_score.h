/*
 * How well a dropped and an added column or table go together: the scorers, a
 * row each, and what they look at.
 */
#ifndef SM_STAGES_RENAMES_SCORE_H
#define SM_STAGES_RENAMES_SCORE_H

#include <stdbool.h>

#include "model/op.h"
#include "model/schema.h"
#include "stages/renames_match.h"
#include "stages/similarity.h"
#include "text/type.h"

/* A column that went or came, made ready to be compared. */
struct sm_rename_column {
	const struct sm_column *column;
	struct sm_prepared name;
	struct sm_type type;
	size_t place; /* ordinal in the whole table */
	struct sm_op *op; /* by which it goes or comes; NULL: by its table's */
};
struct sm_rename_columns {
	struct sm_rename_column *v;
	size_t n, cap;
};

/* The columns that went and came in one table. */
struct sm_column_pairing {
	struct sm_rename_columns old, new_;
	size_t width;  /* columns of the wider of the two tables */
	bool doubtful; /* only what may belong together (maybe_renamed_to) */
	struct sm_ratio_room room;
};

/* A table that went or came. */
struct sm_rename_table {
	const struct sm_object *table;
	struct sm_prepared name;
	size_t *columns; /* numbers of its columns' names, each once */
	size_t n;
	struct sm_op *op; /* by which it goes or comes */
};
struct sm_rename_tables {
	struct sm_rename_table *v;
	size_t n, cap;
};

struct sm_table_pairing {
	const struct sm_dialect *dialect;
	struct sm_rename_tables old, new_;
	struct sm_with_column { /* by a name's number: new tables that have it */
		size_t *v;
		size_t n, cap;
	} *with_column;
	size_t nnames;
	size_t *common; /* by new table: names shared with the old one at hand */
	double floor;   /* no less is asked for */
	double least_jaccard; /* of a pair at all */
	struct sm_ratio_room room;
};

struct sm_rename_scorer {
	const char *name; /* as in --scorer */
	/* struct sm_match's score, of a struct sm_column_pairing */
	double (*column)(void *, size_t i, size_t k, double least);
	/* and the parts of the score, as JSON text in the arena */
	const char *(*column_evidence)(struct sm_arena *,
	    struct sm_column_pairing *, size_t i, size_t k);
	/* the same of a struct sm_table_pairing */
	double (*table)(void *, size_t i, size_t k, double least);
	const char *(*table_evidence)(struct sm_arena *,
	    struct sm_table_pairing *, size_t i, size_t k);
};

/* The scorer of that name, or NULL. */
const struct sm_rename_scorer *sm_rename_scorer(const char *name);
/* All names, as "seed": for messages. */
const char *sm_rename_scorers(void);

/* Add a column of the table, as the place-th of it. */
void sm_pairing_add_column(struct sm_arena *, const struct sm_dialect *,
    struct sm_rename_columns *, const struct sm_column *, size_t place,
    struct sm_op *);
/* Number the columns of the tables added to old and new_; once. */
void sm_pairing_start_tables(struct sm_arena *, struct sm_table_pairing *);
void sm_pairing_add_table(struct sm_arena *, struct sm_rename_tables *,
    const struct sm_object *, struct sm_op *);
/* struct sm_match's candidates, of a struct sm_table_pairing. */
size_t sm_pairing_candidates(void *, size_t i, size_t *list);

#endif
