/* realpath is of X/Open */
#define _XOPEN_SOURCE 700
#include "scratch/binaries.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/list.h"
#include "scratch/engine.h"
#include "scratch/process.h"

/* What is being looked for, and what has been found. */
struct search {
	struct sm_arena *arena;
	const struct sm_engine *engine;
	const char *version;      /* NULL: the newest */
	struct sm_strings seen;   /* directories, by their real path */
	struct sm_binaries best;  /* dir NULL: none yet */
	struct sm_strings others; /* versions that aren't asked for */
	const char *lacks;        /* the server is there, but not this */
};

static bool
has_program(struct search *s, const char *dir, const char *name)
{
	return access(sm_sprintf(s->arena, "%s/%s", dir, name), X_OK) == 0;
}

/* The server and what makes its data are in one directory, or two (MariaDB). */
static bool
has_maker(struct search *s, struct sm_binaries *b)
{
	static const char *const at[] = {".", "../bin", "../scripts"};
	size_t i;

	if (s->engine->maker == NULL)
		b->maker = sm_sprintf(s->arena, "%s/%s", b->dir,
		    s->engine->server);
	for (i = 0; i < sizeof at / sizeof at[0] && b->maker == NULL; i++)
		if (has_program(s, sm_sprintf(s->arena, "%s/%s", b->dir,
		        at[i]), s->engine->maker))
			b->maker = sm_sprintf(s->arena, "%s/%s/%s", b->dir,
			    at[i], s->engine->maker);
	return b->maker != NULL;
}

/* "15.4" of "postgres (PostgreSQL) 15.4 (Debian)": the first word in digits. */
static const char *
version_of(struct sm_arena *a, const char *text)
{
	const char *p = text;

	while ((p = strpbrk(p, " ")) != NULL)
		if (strspn(++p, "0123456789") > 0)
			return sm_memdup(a, p, strspn(p, "0123456789."));
	return NULL;
}

static int
compare_versions(const char *a, const char *b)
{
	char *ra, *rb;
	long x, y;

	while (*a != '\0' || *b != '\0') {
		x = strtol(a, &ra, 10);
		y = strtol(b, &rb, 10);
		if (x != y)
			return x < y ? -1 : 1;
		a = ra + (*ra == '.');
		b = rb + (*rb == '.');
	}
	return 0;
}

/* Is 15.4 one of 15, or of 15.4? */
static bool
is_version(const char *version, const char *asked)
{
	size_t n = strlen(asked);

	return strncmp(version, asked, n) == 0 &&
	    (version[n] == '\0' || version[n] == '.');
}

static bool
ask(struct search *s, struct sm_binaries *b)
{
	char *argv[] = {sm_sprintf(s->arena, "%s/%s", b->dir,
			    s->engine->server), (char *)"--version", NULL};
	struct sm_buf out = SM_BUF_INIT;
	bool done = sm_capture(argv, sm_binaries_env(s->arena, b), &out) &&
	    strstr(sm_buf_str(&out), s->engine->product) != NULL;

	b->text = sm_memdup(s->arena, sm_buf_str(&out),
	    strcspn(sm_buf_str(&out), "\n"));
	if (done)
		b->version = version_of(s->arena, b->text);
	sm_buf_free(&out);
	return b->version != NULL;
}

static void
consider(struct search *s, const char *dir)
{
	struct sm_binaries b = {.dir = NULL};
	char real[PATH_MAX];
	const char *program = sm_sprintf(s->arena, "%s/%s", dir,
	    s->engine->server);

	/* A link to the program, as in /usr/local/bin, leads to the others. */
	if (*dir != '/' || access(program, X_OK) != 0 ||
	    realpath(program, real) == NULL)
		return;
	*strrchr(real, '/') = '\0';
	if (sm_strings_has(&s->seen, real))
		return;
	dir = b.dir = sm_strdup(s->arena, real);
	sm_strings_add(s->arena, &s->seen, dir);
	if (!has_maker(s, &b)) {
		s->lacks = sm_sprintf(s->arena, "%s has no %s", dir,
		    s->engine->maker);
		return;
	}
	if (!ask(s, &b))
		return;
	if ((s->version != NULL && !is_version(b.version, s->version)) ||
	    strtol(b.version, NULL, 10) < s->engine->oldest)
		sm_strings_add(s->arena, &s->others, b.version);
	else if (s->best.dir == NULL ||
	    compare_versions(b.version, s->best.version) > 0)
		s->best = b;
}

static void
search_path(struct search *s)
{
	const char *p = getenv("PATH");
	size_t n;

	for (; p != NULL && *p != '\0'; p += n + (p[n] == ':')) {
		n = strcspn(p, ":");
		consider(s, sm_memdup(s->arena, p, n));
	}
}

static void
search_config(struct search *s)
{
	struct sm_buf out = SM_BUF_INIT;

	if (s->engine->config != NULL &&
	    sm_capture((char *const *)s->engine->config, NULL, &out))
		consider(s, sm_memdup(s->arena, sm_buf_str(&out),
		    strcspn(sm_buf_str(&out), "\n")));
	sm_buf_free(&out);
}

static void
search_patterns(struct search *s)
{
	const char *const *p;
	glob_t found;
	size_t i;

	for (p = s->engine->bindirs; *p != NULL; p++) {
		if (glob(*p, 0, NULL, &found) != 0)
			continue;
		for (i = 0; i < found.gl_pathc; i++)
			consider(s, found.gl_pathv[i]);
		globfree(&found);
	}
}

/* In the directory that was named: each thing that may be wrong has a name. */
static bool
look_in(struct search *s, const char *bindir, struct sm_binaries *b,
    struct sm_error *e)
{
	char real[PATH_MAX];
	const char *lib, *lacks = NULL;

	if (realpath(bindir, real) == NULL) {
		sm_error_at(e, bindir, 0);
		sm_error_errno(e, errno);
		return sm_error_hint(e, "--bindir names the directory that has "
					"the program %s", s->engine->server);
	}
	b->dir = sm_strdup(s->arena, real);
	if (!has_program(s, b->dir, s->engine->server))
		lacks = s->engine->server;
	else if (!has_maker(s, b))
		lacks = s->engine->maker;
	if (lacks != NULL) {
		sm_error_set(e, "%s has no program %s", bindir, lacks);
		return sm_error_hint(e, "--bindir names the directory that has "
					"the server's programs");
	}
	/* Unpacked from an archive, it brings its libraries. */
	lib = sm_sprintf(s->arena, "%s/../lib", b->dir);
	if (access(lib, X_OK) == 0 && realpath(lib, real) != NULL)
		b->libdir = sm_strdup(s->arena, real);
	if (!ask(s, b)) {
		sm_error_set(e, "%s/%s --version doesn't say that it is %s: %s",
		    bindir, s->engine->server, s->engine->product,
		    *b->text != '\0' ? b->text : "it says nothing");
		return sm_error_hint(e, "--bindir names the directory that has "
					"the server's programs");
	}
	if (s->version != NULL && !is_version(b->version, s->version))
		return sm_error_set(e, "%s has version %s, not %s", bindir,
		    b->version, s->version);
	return true;
}

/* "13.2, 15.4" */
static const char *
joined(struct sm_arena *a, const struct sm_strings *list)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < list->n; i++)
		text = sm_sprintf(a, "%s%s%s", text, i > 0 ? ", " : "",
		    list->v[i]);
	return text;
}

static bool
none_found(struct search *s, struct sm_error *e)
{
	const struct sm_engine *g = s->engine;

	if (s->others.n > 0) {
		sm_error_set(e, "there is no %s %s, but %s", g->product,
		    s->version != NULL ? s->version
		        : sm_sprintf(s->arena, "%d or newer", g->oldest),
		    joined(s->arena, &s->others));
		return sm_error_hint(e, "install it, or name the directory that "
					"has its programs: --bindir DIR");
	}
	if (s->lacks != NULL)
		sm_error_set(e, "there is no whole %s server: %s", g->product,
		    s->lacks);
	else
		sm_error_set(e, "there is no %s server: no program %s in PATH, "
				"nor in %s", g->product, g->server,
		    g->bindirs[0]);
	return sm_error_hint(e, "install it (apt-get install %s), or name the "
				"directory that has its programs: --bindir DIR",
	    g->package);
}

bool
sm_binaries_find(struct sm_arena *a, const struct sm_engine *engine,
    const char *version, const char *bindir, struct sm_binaries *found,
    struct sm_error *e)
{
	struct search s = {.arena = a, .engine = engine, .version = version};

	*found = (struct sm_binaries){.dir = NULL};
	if (bindir != NULL)
		return look_in(&s, bindir, found, e);
	search_path(&s);
	search_config(&s);
	search_patterns(&s);
	*found = s.best;
	return found->dir != NULL || none_found(&s, e);
}

char **
sm_binaries_env(struct sm_arena *a, const struct sm_binaries *b)
{
	char **env = sm_alloc(a, 8 * sizeof *env);
	const char *path = getenv("PATH"), *lib = getenv("LD_LIBRARY_PATH");
	int n = 0;

	env[n++] = sm_sprintf(a, "PATH=%s:%s", b->dir,
	    path != NULL ? path : "/usr/bin:/bin");
	/* Its messages are read here, and times without a zone are UTC. */
	env[n++] = sm_strdup(a, "LC_ALL=C");
	env[n++] = sm_strdup(a, "TZ=UTC");
	if (b->libdir != NULL && lib != NULL)
		env[n++] = sm_sprintf(a, "LD_LIBRARY_PATH=%s:%s", b->libdir,
		    lib);
	else if (b->libdir != NULL || lib != NULL)
		env[n++] = sm_sprintf(a, "LD_LIBRARY_PATH=%s",
		    b->libdir != NULL ? b->libdir : lib);
	env[n] = NULL;
	return env;
}
