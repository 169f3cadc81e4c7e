/*
 * What every tool does the same way: options from a table, --help and --version
 * made from it, messages, operands, and output that is never lost unnoticed.
 */
#ifndef SM_CMD_CLI_H
#define SM_CMD_CLI_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/list.h"

#define SM_VERSION "0.1.0"

/* Exit status of every tool (design, section 3). */
enum {
	CLI_DONE = 0,
	CLI_FINDING = 1,
	CLI_TROUBLE = 2
};

/*
 * An option: where its value goes.  The table ends in a row of zeros; the
 * options that all tools have (-h -V -q -v, and --partial where asked for) are
 * added by cli_start.
 */
struct cli_option {
	const char *name; /* "exit-code" */
	char letter;      /* 'd'; 0: none */
	const char *arg;  /* "LEVEL": what it takes; NULL: a flag */
	const char *help;
	bool *flag;                /* set by a flag */
	const char **value;        /* set by an option that takes a value */
	struct sm_strings *values; /* appended to, where it may be repeated */
};

struct cli {
	const char *name;     /* "sm-diff" */
	const char *synopsis; /* "[options] OLD NEW" */
	const char *purpose;  /* one sentence */
	const char *examples; /* lines, indented by two blanks */
	const struct cli_option *options;
	const char *statuses; /* exit status, for --help; NULL: the usual */
	bool reads_stream;    /* has --partial */
	bool runs_command;    /* the first operand ends the options, and there
	                         is no --dialect */
	bool prose;           /* writes text for people: an error record that a
	                         stream holds goes to standard error instead */
	/* extra lines of --version (backends); may be NULL */
	void (*versions)(void);

	/* set by cli_start */
	bool quiet, verbose, partial;
	const char *dialect; /* -d */
	struct sm_arena *arena; /* for the options' values; freed by cli_end */
	char **operands;
	int noperands;
};

/*
 * Read the options; --help and --version print and exit 0, a wrong option exits
 * 2 with the usage.  Arms the guard on standard output.
 */
void cli_start(struct cli *, int argc, char **argv);
/* Print the error as `tool: input:line: message` and its hint; free it. */
void cli_error(const struct cli *, struct sm_error *);
/* Print a message of the tool itself, with a hint or NULL; returns 2. */
int cli_trouble(const struct cli *, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A warning, not with -q. */
void cli_warn(const struct cli *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * To be called where no operand means standard input: a person at a terminal is
 * told that the tool waits for them.
 */
void cli_waits(const struct cli *);
/* With -v only. */
void cli_say(const struct cli *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Write the buffer to standard output and empty it; false: it failed. */
bool cli_write(const struct cli *, struct sm_buf *);
/*
 * Flush and close standard output, free what cli_start made; returns status,
 * or 2 with a message where output was lost.
 */
int cli_end(struct cli *, int status);
/* For one whose standard output was another's: only free what was made. */
void cli_leave(struct cli *);
/* A number in 0..1 from text; exits 2 with the name of what was wrong. */
double cli_fraction(const struct cli *, const char *what, const char *text);

/*
 * A filter over plans, from the operands' files (or standard input): each plan
 * is read, given to `work` and what that appends written; error records pass and
 * make the status 2.  Returns the exit status so far.
 */
struct sm_plan;
int cli_each_plan(struct cli *,
    bool (*work)(struct sm_plan *, struct sm_buf *out, void *ctx,
        int *status, struct sm_error *),
    void *ctx);

#endif
