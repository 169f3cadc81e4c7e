/*
 * A schema as SQL, spelled at random.
 */
#ifndef RT_WRITE_H
#define RT_WRITE_H

#include "model.h"

struct rt_statement {
	const char *sql; /* without the semicolon */
	int id;          /* of the table, index or object that it makes */
};
struct rt_script {
	struct rt_statement *v;
	size_t n, cap;
};

/*
 * The statements that make the schema.  noise: 0 plain; 1 quotes, case,
 * comments, blanks, what stands inline; 2 also ALTERs that come to the same.
 */
void rt_write(struct rt_schema *, struct rt_random *, int noise,
    struct sm_arena *, struct rt_script *);
/* The script as one text. */
char *rt_script_text(struct sm_arena *, const struct rt_script *);

#endif
