/*
 * sm-scratch: run a command beside a private throw-away server.
 */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "cli.h"
#include "guess.h"
#include "scratch/scratch.h"

static void
say(void *ctx, enum sm_scratch_word word, const char *text)
{
	const struct cli *c = ctx;

	switch (word) {
	case SM_SCRATCH_STEP:
		cli_say(c, "%s", text);
		break;
	case SM_SCRATCH_WARNING:
		cli_warn(c, "%s", text);
		break;
	case SM_SCRATCH_LOG:
		if (!c->quiet)
			cli_trouble(c, NULL, "server: %s", text);
		break;
	}
}

/*
 * --version N, as one would say it, is --server-version N: without a number it
 * is, as in all tools, this tool's own.
 */
static void
take_version(char **argv)
{
	static char option[] = "--server-version";

	for (argv++; *argv != NULL && **argv == '-' && strcmp(*argv, "--") != 0;
	    argv++)
		if (strcmp(*argv, "--version") == 0 && argv[1] != NULL &&
		    isdigit((unsigned char)*argv[1]))
			*argv = option;
}

static int
wrong_engine(const struct cli *c, const char *name)
{
	const char *meant = guess_dialect(name);

	if (meant != NULL && strcmp(meant, "sqlite") == 0)
		return cli_trouble(c, "sm-reflect -d sqlite FILE.sql",
		    "SQLite needs no server");
	if (meant != NULL && strcmp(meant, name) != 0)
		return cli_trouble(c,
		    sm_sprintf(c->arena, "say %s", meant),
		    "there is no engine %s (%s)", name,
		    sm_scratch_engines(c->arena));
	return cli_trouble(c, "sm-scratch [options] ENGINE COMMAND...",
	    meant != NULL ? "the engine %s can't be started yet (%s)"
	        : "there is no engine %s (%s)", name,
	    sm_scratch_engines(c->arena));
}

/* ENGINE, and the command behind it. */
static bool
take_operands(const struct cli *c, struct sm_scratch *what)
{
	char **command = c->operands + 1;

	if (c->noperands > 1 && strcmp(*command, "--") == 0)
		command++;
	if (c->noperands == 0 || *command == NULL) {
		cli_trouble(c, "sm-scratch postgresql sh -c 'echo "
			       "$SM_SCRATCH_URL'",
		    c->noperands == 0 ? "no engine and no command"
		        : "no command for %s", c->operands[0]);
		return false;
	}
	what->engine = c->operands[0];
	what->command = command;
	if (**command == '-' && command == c->operands + 1) {
		cli_trouble(c, "options stand before ENGINE: sm-scratch "
			       "[options] ENGINE COMMAND...",
		    "%s is no command", *command);
		return false;
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct sm_scratch what = {.version = NULL};
	struct sm_scratch_end end = {CLI_TROUBLE, 0};
	struct sm_error e = SM_ERROR_INIT;
	const struct cli_option options[] = {
		{"server-version", 0, "VERSION", "15 or 15.4, not the newest "
						 "(or --version 15)",
		    NULL, &what.version, NULL},
		{"bindir", 0, "DIR", "where the server's programs are", NULL,
		    &what.bindir, NULL},
		{"set", 0, "SETTING", "NAME=VALUE, for the server (repeatable)",
		    NULL, NULL, &what.settings},
		{NULL, 0, NULL, NULL, NULL, NULL, NULL},
	};
	struct cli c = {
		.name = "sm-scratch",
		.synopsis = "[options] ENGINE COMMAND...",
		.purpose = "run a command beside a private throw-away server",
		.examples =
		    "  sm-scratch postgresql sh -c 'psql $SM_SCRATCH_URL'\n"
		    "  sm-scratch postgresql sm-reflect -d postgresql "
		    "schema.sql\n"
		    "  sm-scratch --version 15 postgresql make test\n",
		.statuses = "the command's (128+N where signal N killed it); "
			    "126 it can't be\nrun, 127 it isn't there, 2 the "
			    "server can't be started",
		.options = options,
		.runs_command = true,
	};

	take_version(argv);
	cli_start(&c, argc, argv);
	what.say = say;
	what.ctx = &c;
	if (what.bindir == NULL)
		what.bindir = getenv("SM_SCRATCH_BINDIR");
	if (!take_operands(&c, &what))
		return cli_end(&c, CLI_TROUBLE);
	if (!sm_scratch_has(what.engine))
		return cli_end(&c, wrong_engine(&c, what.engine));
	if (!sm_scratch_run(&what, &end, &e))
		cli_error(&c, &e);
	cli_leave(&c);
	if (end.signal != 0) {
		/* Die of it, as one would without us; but leave no core. */
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		raise(end.signal);
	}
	return end.status;
}
