/*
 * A script taken apart: which tokens are a statement's, where it ends, and what
 * is not for the engine at all.  Of PostgreSQL's scripts, which are written for
 * psql, that is its commands (\restrict …) and the data behind COPY … FROM
 * stdin; of MySQL's and MariaDB's, which are written for mysql, that is
 * DELIMITER and SOURCE, and version comments are parts of statements.  It never
 * fails; what it meets is the caller's to refuse.  Inside
 * sources only.
 */
#ifndef SM_SOURCES_DDL_SCRIPT_H
#define SM_SOURCES_DDL_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "text/lexer.h"

enum sm_ddl_kind {
	SM_DDL_END,       /* no more text, again and again */
	SM_DDL_BLANK,     /* blanks or a comment: the token's kind says */
	SM_DDL_TOKEN,     /* of a statement */
	SM_DDL_SEMICOLON, /* that ends a statement */
	SM_DDL_COMMAND,   /* psql's or mysql's, to its line's end */
	SM_DDL_DATA,      /* of the COPY before it, to the line \. (open:
	                        that is missing) */
	SM_DDL_STRAY      /* between a COPY and the end of its line */
};

struct sm_ddl_piece {
	enum sm_ddl_kind kind;
	struct sm_token token;
};

struct sm_ddl_script {
	struct sm_lexer lexer;
	const char *statement; /* where the current one starts, or NULL */
	const char *paren;     /* its outermost parenthesis still open */
	int depth;             /* of parentheses */
	int state;             /* what its words so far tell */
	int bodies;            /* BEGIN ATOMIC and CASE without their END */
	bool data;             /* a COPY's data start behind this line */
	const char *delimiter; /* of mysql(1): where it isn't a semicolon */
	size_t delimiter_len;
};

void sm_ddl_script_init(struct sm_ddl_script *, const struct sm_dialect *,
    const char *text, size_t len);
/* The next piece: all of them together are the text. */
struct sm_ddl_piece sm_ddl_script_next(struct sm_ddl_script *);

#endif
