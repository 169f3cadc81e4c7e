#include "model/inherit.h"

#include <string.h>

bool
sm_has_parent(const struct sm_dialect *d, const struct sm_object *o,
    const struct sm_name *parent)
{
	size_t i;

	if (o->partition_of != NULL)
		return sm_same_name(d, o->partition_of, parent);
	for (i = 0; i < o->inherits.n; i++)
		if (sm_same_name(d, &o->inherits.v[i], parent))
			return true;
	return false;
}

bool
sm_is_handed_down(enum sm_part part, const void *of)
{
	switch (part) {
	case SM_PART_COLUMN:
		return ((const struct sm_column *)of)->inherited &&
		    !((const struct sm_column *)of)->local;
	case SM_PART_CHECK:
		return ((const struct sm_check *)of)->inherited &&
		    !((const struct sm_check *)of)->local;
	case SM_PART_FK:
		return ((const struct sm_foreign_key *)of)->inherited;
	case SM_PART_PRIMARY_KEY:
	case SM_PART_UNIQUE:
		return ((const struct sm_key *)of)->inherited;
	case SM_PART_EXCLUSION:
		return ((const struct sm_exclusion *)of)->inherited;
	case SM_PART_INDEX:
		return ((const struct sm_index *)of)->partition_of != NULL;
	case SM_PART_NONE:
	case SM_PARTS:
		break;
	}
	return false;
}

/* What ALTER TABLE of the parent does to its children's columns, too. */
static const char *const handed_down[] = {"type", "collation", "nullable",
    "generated", "expression", "identity", "sequence"};

bool
sm_word_is_handed_down(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof handed_down / sizeof handed_down[0]; i++)
		if (strcmp(handed_down[i], word) == 0)
			return true;
	return false;
}
