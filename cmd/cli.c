#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stream.h"
#include "base/utf8.h"
#include "guess.h"
#include "model/plan.h"
#include "text/dialect.h"
#include "text/operand.h"

/* Where getopt's own values of long options without a letter begin. */
#define LONG_ONLY 256
#define MAX_OPTIONS 32

static void
add_all(const struct cli_option *from, struct cli_option *all, int *n)
{
	for (; from->name != NULL && *n < MAX_OPTIONS; from++)
		all[(*n)++] = *from;
}

/* What all tools have but this one. */
static int
leave_out(const struct cli *c, struct cli_option *all, int n)
{
	int i, k = 0;

	for (i = 0; i < n; i++) {
		if (!c->reads_stream && strcmp(all[i].name, "partial") == 0)
			continue;
		if (c->runs_command && strcmp(all[i].name, "dialect") == 0)
			continue;
		all[k++] = all[i];
	}
	return k;
}

/* The tool's own options and those that all tools have. */
static int
all_options(struct cli *c, struct cli_option all[MAX_OPTIONS + 1])
{
	const struct cli_option common[] = {
		{"dialect", 'd', "DIALECT", "sqlite, postgresql, mysql or mariadb",
		    NULL, &c->dialect, NULL},
		{"partial", 0, NULL, "accept a stream that was cut on purpose",
		    &c->partial, NULL, NULL},
		{"quiet", 'q', NULL, "no warnings", &c->quiet, NULL, NULL},
		{"verbose", 'v', NULL, "say what is being done", &c->verbose,
		    NULL, NULL},
		{"help", 'h', NULL, "show this and exit", NULL, NULL, NULL},
		{"version", 'V', NULL, "show the version and exit", NULL, NULL,
		    NULL},
		{NULL, 0, NULL, NULL, NULL, NULL, NULL},
	};
	int n = 0;

	if (c->options != NULL)
		add_all(c->options, all, &n);
	add_all(common, all, &n);
	return leave_out(c, all, n);
}

static void
print_help(const struct cli *c, const struct cli_option *all, int n)
{
	char left[64];
	int i;

	printf("%s: %s\n\nusage: %s %s\n\n", c->name, c->purpose, c->name,
	    c->synopsis);
	for (i = 0; i < n; i++) {
		snprintf(left, sizeof left, "%c%c%s --%s%s%s",
		    all[i].letter ? '-' : ' ', all[i].letter ? all[i].letter : ' ',
		    all[i].letter ? "," : " ", all[i].name,
		    all[i].arg != NULL ? " " : "",
		    all[i].arg != NULL ? all[i].arg : "");
		printf("  %-30s %s\n", left, all[i].help);
	}
	printf("\nexamples:\n%s\nexit status: %s\nmanual: man %s\n",
	    c->examples, c->statuses != NULL ? c->statuses
	        : "0 done, 1 a finding that was asked for or a block, 2 trouble",
	    c->name);
}

static _Noreturn void
usage(const struct cli *c)
{
	fprintf(stderr, "usage: %s %s\nhint: %s --help explains\n", c->name,
	    c->synopsis, c->name);
	exit(CLI_TROUBLE);
}

/* --help and --version end here: their output is checked like any other. */
static _Noreturn void
finish(struct cli *c)
{
	exit(cli_end(c, CLI_DONE));
}

static void
take_option(struct cli *c, const struct cli_option *o)
{
	if (o->flag != NULL)
		*o->flag = true;
	else if (o->values != NULL)
		sm_strings_add(c->arena, o->values, optarg);
	else if (o->value != NULL)
		*o->value = optarg;
}

static void
getopt_tables(const struct cli *c, const struct cli_option *all, int n,
    struct option *longs, char *shorts)
{
	int i;

	if (c->runs_command)
		*shorts++ = '+';
	*shorts++ = ':';
	for (i = 0; i < n; i++) {
		longs[i] = (struct option){all[i].name,
		    all[i].arg != NULL ? required_argument : no_argument, NULL,
		    LONG_ONLY + i};
		if (all[i].letter == 0)
			continue;
		*shorts++ = all[i].letter;
		if (all[i].arg != NULL)
			*shorts++ = ':';
	}
	longs[n] = (struct option){NULL, 0, NULL, 0};
	*shorts = '\0';
}

static const struct cli_option *
find_option(const struct cli_option *all, int n, int got)
{
	int i;

	if (got >= LONG_ONLY)
		return &all[got - LONG_ONLY];
	for (i = 0; i < n; i++)
		if (all[i].letter == got)
			return &all[i];
	return NULL;
}

static _Noreturn void
bad_option(const struct cli *c, int got, char **argv)
{
	const char *what = got == ':' ? "needs a value" : "is no option";
	const char *word = argv[optind - 1], *owner = NULL;

	if (optopt > 0 && optopt < LONG_ONLY) {
		word = sm_sprintf(c->arena, "-%c", optopt);
	} else {
		/* What stands behind the = is nobody's business. */
		word = sm_sprintf(c->arena, "%.*s", (int)strcspn(word, "="),
		    word);
		if (got != ':' && optopt >= LONG_ONLY)
			what = "takes no value";
		else if (got != ':')
			owner = guess_tool(word + strspn(word, "-"));
	}
	cli_trouble(c, strcmp(word, "-o") == 0 || strcmp(word, "--output") == 0
	        ? "the output is standard output: >FILE keeps it"
	        : NULL,
	    "%s %s%s%s", word, what,
	    owner != NULL ? ", but one of " : "", owner != NULL ? owner : "");
	usage(c);
}

static _Noreturn void
bad_dialect(const struct cli *c)
{
	const char *meant = guess_dialect(c->dialect);

	exit(cli_trouble(c, meant != NULL
	        ? sm_sprintf(c->arena, "say -d %s", meant)
	        : NULL,
	    "unknown dialect %s (%s)", c->dialect, sm_dialect_names()));
}

/*
 * What no tool can read: the empty operand of a variable that is not set,
 * and the file that the output goes to, which the shell has emptied by now.
 */
static void
check_operands(const struct cli *c)
{
	struct stat out, in;
	bool to_file = fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode);
	const char *operand;
	int i;

	for (i = 0; i < c->noperands || (i == 0 && c->reads_stream); i++) {
		operand = c->noperands > 0 ? c->operands[i] : "-";
		if (*operand == '\0')
			exit(cli_trouble(c, "is the variable set that should "
					    "hold it?",
			    "an operand is empty"));
		if (!to_file || (strcmp(operand, "-") == 0
		            ? fstat(STDIN_FILENO, &in)
		            : stat(operand, &in)) != 0 ||
		    in.st_dev != out.st_dev || in.st_ino != out.st_ino)
			continue;
		exit(cli_trouble(c, "the shell empties it before it is read: "
				    "write to another file, then rename that",
		    "%s: the output goes to this very file",
		    strcmp(operand, "-") == 0 ? "<stdin>" : operand));
	}
}

void
cli_start(struct cli *c, int argc, char **argv)
{
	struct cli_option all[MAX_OPTIONS + 1];
	struct option longs[MAX_OPTIONS + 1];
	char shorts[2 * MAX_OPTIONS + 3];
	const struct cli_option *o;
	int n, got;

	c->arena = sm_arena_new();
	n = all_options(c, all);
	getopt_tables(c, all, n, longs, shorts);
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			bad_option(c, got, argv);
		o = find_option(all, n, got);
		if (strcmp(o->name, "help") == 0) {
			print_help(c, all, n);
			finish(c);
		}
		if (strcmp(o->name, "version") == 0) {
			printf("%s (smartmigrate) %s\n", c->name, SM_VERSION);
			if (c->versions != NULL)
				c->versions();
			finish(c);
		}
		take_option(c, o);
	}
	c->operands = argv + optind;
	c->noperands = argc - optind;
	if (c->dialect != NULL && sm_dialect_find(c->dialect) == NULL)
		bad_dialect(c);
	check_operands(c);
}

/* A line on standard error, with nothing in it that could end the line. */
static void
complain(const char *prefix, const char *text)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_printable(&b, text, strlen(text));
	fprintf(stderr, "%s%s\n", prefix, sm_buf_str(&b));
	sm_buf_free(&b);
}

void
cli_error(const struct cli *c, struct sm_error *e)
{
	struct sm_buf b = SM_BUF_INIT;

	sm_buf_addf(&b, "%s: ", c->name);
	if (e->input != NULL) {
		const char *input =
		    sm_operand_without_secrets(c->arena, e->input);

		sm_printable(&b, input, strlen(input));
		sm_buf_adds(&b, ": ");
		if (e->line > 0) {
			b.len -= 2;
			sm_buf_addf(&b, ":%ld", e->line);
			if (e->column > 0)
				sm_buf_addf(&b, ":%ld", e->column);
			sm_buf_adds(&b, ": ");
		}
	}
	complain(sm_buf_str(&b), e->message != NULL ? e->message : "failed");
	if (e->hint != NULL)
		complain("hint: ", e->hint);
	sm_buf_free(&b);
	sm_error_free(e);
}

static void say(const struct cli *, const char *prefix, const char *fmt,
    va_list) __attribute__((format(printf, 3, 0)));

static void
say(const struct cli *c, const char *prefix, const char *fmt, va_list ap)
{
	struct sm_arena *a = sm_arena_new();

	complain(sm_sprintf(a, "%s: %s", c->name, prefix),
	    sm_vsprintf(a, fmt, ap));
	sm_arena_free(a);
}

int
cli_trouble(const struct cli *c, const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, "", fmt, ap);
	va_end(ap);
	if (hint != NULL)
		complain("hint: ", hint);
	return CLI_TROUBLE;
}

void
cli_warn(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (c->quiet)
		return;
	va_start(ap, fmt);
	say(c, "warning: ", fmt, ap);
	va_end(ap);
}

void
cli_waits(const struct cli *c)
{
	if (!c->quiet && isatty(STDIN_FILENO))
		cli_trouble(c, NULL, "reading from the terminal (%s --help "
				     "explains; Ctrl-D ends the input)",
		    c->name);
}

void
cli_say(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (!c->verbose)
		return;
	va_start(ap, fmt);
	say(c, "", fmt, ap);
	va_end(ap);
}

bool
cli_write(const struct cli *c, struct sm_buf *b)
{
	bool done = fwrite(sm_buf_str(b), 1, b->len, stdout) == b->len;

	if (!done)
		cli_trouble(c, NULL, "write error: %s", strerror(errno));
	sm_buf_reset(b);
	return done;
}

int
cli_end(struct cli *c, int status)
{
	bool lost = ferror(stdout) != 0;

	errno = 0;
	if (fclose(stdout) != 0 || lost) {
		/* What failed earlier has been said by cli_write. */
		if (!lost || status != CLI_TROUBLE)
			cli_trouble(c, NULL, "write error: %s",
			    errno != 0 ? strerror(errno) : "output was lost");
		status = CLI_TROUBLE;
	}
	cli_leave(c);
	return status;
}

void
cli_leave(struct cli *c)
{
	sm_arena_free(c->arena);
	c->arena = NULL;
}

double
cli_fraction(const struct cli *c, const char *what, const char *text)
{
	char *end;
	double value;

	errno = 0;
	value = strtod(text, &end);
	if (end == text || *end != '\0' || errno != 0 ||
	    !(value >= 0 && value <= 1))
		exit(cli_trouble(c, NULL,
		    "%s: \"%s\" is no number from 0 to 1", what, text));
	return value;
}

/* A source of several that failed upstream: everyone hears of it. */
static void
pass_failure(const struct cli *c, const char *record, struct sm_buf *out)
{
	struct sm_error e = SM_ERROR_INIT;
	const char *label, *message;

	if (!c->prose) {
		sm_buf_addf(out, "%s\n", record);
		return;
	}
	sm_plan_failure(c->arena, record, &label, &message);
	sm_error_at(&e, label, 0);
	sm_error_set(&e, "%s", message != NULL ? message : "failed");
	cli_error(c, &e);
}

static bool
right_dialect(const struct cli *c, const struct sm_plan *plan,
    struct sm_error *e)
{
	if (c->dialect == NULL || strcmp(c->dialect, plan->dialect->name) == 0)
		return true;
	sm_error_at(e, plan->input, plan->line);
	sm_error_set(e, "the plan's dialect is %s, not %s",
	    plan->dialect->name, c->dialect);
	return sm_error_hint(e, "a plan can't be turned into another dialect's: "
				"compare two snapshots of that dialect");
}

static int
each_plan_of(struct cli *c, const char *path,
    bool (*work)(struct sm_plan *, struct sm_buf *, void *, int *,
        struct sm_error *),
    void *ctx)
{
	struct sm_error e = SM_ERROR_INIT;
	struct sm_buf out = SM_BUF_INIT;
	struct sm_reader *r = sm_reader_open(path, &e);
	struct sm_arena *a = NULL;
	struct sm_plan *plan;
	int status = CLI_DONE, found;
	bool more = r != NULL;

	while (more) {
		a = sm_arena_new();
		found = CLI_DONE;
		more = sm_plan_read(r, a, c->partial, &plan, &e);
		if (more && plan == NULL)
			break;
		if (more && plan->failure != NULL) {
			pass_failure(c, plan->failure, &out);
			found = CLI_TROUBLE;
		} else if (more && !right_dialect(c, plan, &e)) {
			more = false;
		} else if (more && !work(plan, &out, ctx, &found, &e)) {
			more = false;
		}
		if (more && !cli_write(c, &out)) {
			status = CLI_TROUBLE;
			break;
		}
		status = found > status ? found : status;
		sm_arena_free(a);
		a = NULL;
	}
	if (e.message != NULL) {
		found = e.block ? CLI_FINDING : CLI_TROUBLE;
		status = found > status ? found : status;
		cli_error(c, &e);
	}
	sm_arena_free(a);
	sm_reader_close(r);
	sm_buf_free(&out);
	return status;
}

int
cli_each_plan(struct cli *c,
    bool (*work)(struct sm_plan *, struct sm_buf *, void *, int *,
        struct sm_error *),
    void *ctx)
{
	int i, found, status = CLI_DONE;

	if (c->noperands == 0) {
		cli_waits(c);
		return each_plan_of(c, "-", work, ctx);
	}
	for (i = 0; i < c->noperands; i++) {
		found = each_plan_of(c, c->operands[i], work, ctx);
		status = found > status ? found : status;
	}
	return status;
}
