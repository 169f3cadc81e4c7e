/*
 * A directory of migrations: which files, in which order, without what undoes
 * them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sources/ddl.h"
#include "sources/input.h"
#include "sources/ddl_script.h"
#include "text/ascii.h"

/* --- names ---------------------------------------------------------------- */

static bool
ends_with(const char *s, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);

	return len >= n && sm_is_word(s + len - n, n, suffix);
}

/* U2__undo.sql undoes V2__do.sql (Flyway). */
static bool
is_flyway_undo(const char *name)
{
	size_t n = 1;

	if (*name != 'U')
		return false;
	while (sm_is_digit(name[n]) || name[n] == '.' ||
	    (name[n] == '_' && sm_is_digit(name[n + 1])))
		n++;
	return n > 1 && strncmp(name + n, "__", 2) == 0;
}

bool
sm_is_down_file(const char *name)
{
	static const char *const suffixes[] = {".down.sql", "_down.sql",
	    "-down.sql", ".undo.sql", "/down.sql"};
	const char *slash = strrchr(name, '/');
	const char *base = slash != NULL ? slash + 1 : name;
	size_t i;

	for (i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
		if (ends_with(name, strlen(name), suffixes[i]))
			return true;
	return sm_is_word(base, strlen(base), "down.sql") ||
	    is_flyway_undo(base);
}

/* Compare numbers of any length: *x and *y are moved behind them. */
static int
compare_numbers(const char **x, const char **y)
{
	size_t n, m;
	int order;

	while (**x == '0')
		(*x)++;
	while (**y == '0')
		(*y)++;
	for (n = 0; sm_is_digit((*x)[n]); n++)
		;
	for (m = 0; sm_is_digit((*y)[m]); m++)
		;
	order = n != m ? (n > m ? 1 : -1) : memcmp(*x, *y, n);
	*x += n;
	*y += m;
	return order;
}

/* Bytes as bytes, but runs of digits as numbers. */
static int
natural_order(const char *x, const char *y)
{
	int order;

	while (*x != '\0' && *y != '\0') {
		if (sm_is_digit(*x) && sm_is_digit(*y)) {
			order = compare_numbers(&x, &y);
			if (order != 0)
				return order;
		} else if (*x != *y) {
			break;
		} else {
			x++;
			y++;
		}
	}
	return (unsigned char)*x - (unsigned char)*y;
}

/*
 * The length of the version that a name starts with: numbers joined by one of
 * ._- (2, 1.10, 2024-01-31-120000), after a V if there is one.  A number that
 * goes on as a word is not of it: in 2_3rd.sql the version is 2.
 */
static size_t
version_length(const char *s)
{
	size_t n, end = 0, start = (*s == 'V' || *s == 'v') &&
	    sm_is_digit(s[1]);

	for (n = start;; n++) {
		if (!sm_is_digit(s[n]))
			return end;
		while (sm_is_digit(s[n]))
			n++;
		if (end == 0 || !sm_is_name_start(s[n]) || s[n] == '_')
			end = n;
		if (s[n] == '\0' || strchr("._-", s[n]) == NULL ||
		    end != n)
			return end;
	}
}

static int
compare_versions(const char *x, size_t n, const char *y, size_t m)
{
	const char *xend = x + n, *yend = y + m;
	int order;

	x += !sm_is_digit(*x);
	y += !sm_is_digit(*y);
	while (x < xend && y < yend) {
		order = compare_numbers(&x, &y);
		if (order != 0)
			return order;
		x += x < xend;
		y += y < yend;
	}
	return (x < xend) - (y < yend);
}

/*
 * Versions first, by their numbers; what has none comes behind what has one
 * (Flyway's R__ files); then the rest of the name.
 */
int
sm_version_order(const char *x, const char *y)
{
	size_t n = version_length(x), m = version_length(y);
	int order = 0;

	if ((n == 0) != (m == 0))
		return n == 0 ? 1 : -1;
	if (n > 0)
		order = compare_versions(x, n, y, m);
	if (order == 0)
		order = natural_order(x + n, y + m);
	return order != 0 ? order : strcmp(x, y);
}

static int
by_version(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return sm_version_order(*a, *b);
}

/* --- down sections -------------------------------------------------------- */

/*
 * Comments that start a section, by tool, in lower case.  `bare` ones are plain
 * words: they only count in a file that has an up section of the same kind.
 */
static const struct mark {
	const char *text;
	bool down, bare;
} marks[] = {
	{"+goose up", false, false},
	{"+goose down", true, false},
	{"+migrate up", false, false},    /* sql-migrate */
	{"+migrate down", true, false},
	{"+micrate up", false, false},
	{"+micrate down", true, false},
	{"migrate:up", false, false},     /* dbmate */
	{"migrate:down", true, false},
	{"rambler up", false, false},
	{"rambler down", true, false},
	{"!ups", false, false},           /* Play */
	{"!downs", true, false},
	{"//@undo", true, false},         /* MyBatis */
	{"@undo", true, false},
	{"create above / drop below", true, false}, /* tern */
	{"up migration", false, true},    /* node-pg-migrate */
	{"down migration", true, true},
	{"up", false, true},              /* node-sqlite */
	{"down", true, true},
};

/* The mark that the comment is, or NULL.  Options may follow it. */
static const struct mark *
mark_of(const struct sm_token *t)
{
	const char *s = t->text, *end = t->text + t->len;
	size_t i, n;

	if (t->len < 2 || (*s != '-' && *s != '#'))
		return NULL;
	while (s < end && strchr("-# \t", *s) != NULL)
		s++;
	while (end > s && strchr("- \t\r", end[-1]) != NULL)
		end--;
	for (i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		n = strlen(marks[i].text);
		if ((size_t)(end - s) < n || !sm_is_word(s, n, marks[i].text))
			continue;
		if (s + n == end || (!marks[i].bare && s[n] == ' '))
			return &marks[i];
	}
	return NULL;
}

void
sm_ddl_cut_down(const struct sm_dialect *d, char *text, size_t len)
{
	const struct mark *mark;
	struct sm_ddl_script script;
	struct sm_token t;
	char *from = NULL, *p;
	bool up_seen = false;

	sm_ddl_script_init(&script, d, text, len);
	do {
		t = sm_ddl_script_next(&script).token;
		mark = t.kind == SM_TOKEN_COMMENT ? mark_of(&t) : NULL;
		if (mark != NULL && !mark->down)
			up_seen = true;
		if (from == NULL && mark != NULL && mark->down &&
		    (up_seen || !mark->bare))
			from = text + (t.text - text);
		if (from != NULL && (t.kind == SM_TOKEN_END ||
		    (mark != NULL && !mark->down))) {
			p = t.kind == SM_TOKEN_END ? text + len
			                           : text + (t.text - text);
			for (; from < p; from++)
				if (*from != '\n')
					*from = ' ';
			from = NULL;
		}
	} while (t.kind != SM_TOKEN_END);
}

/* --- the directory -------------------------------------------------------- */

static bool
is_kind(const char *directory, const char *name, bool want_directory)
{
	struct sm_buf path = SM_BUF_INIT;
	struct stat st;
	bool is;

	sm_buf_addf(&path, "%s/%s", directory, name);
	is = stat(sm_buf_str(&path), &st) == 0 &&
	    (want_directory ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
	sm_buf_free(&path);
	return is;
}

/* Add what is in the directory, its names with the prefix, to the list. */
static bool
list(struct sm_arena *a, const char *path, const char *prefix,
    bool directories, struct sm_strings *out, struct sm_error *e)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (dir == NULL) {
		sm_error_at(e, path, 0);
		return sm_error_errno(e, errno);
	}
	errno = 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.' && (directories ||
		    ends_with(entry->d_name, strlen(entry->d_name), ".sql")) &&
		    is_kind(path, entry->d_name, directories))
			sm_strings_add(a, out,
			    sm_sprintf(a, "%s%s", prefix, entry->d_name));
		errno = 0;
	}
	if (errno != 0)
		sm_error_errno(e, errno);
	closedir(dir);
	return e->message == NULL;
}

static void
sort(struct sm_strings *names)
{
	if (names->n > 0)
		qsort(names->v, names->n, sizeof names->v[0], by_version);
}

/*
 * A directory for each migration (Diesel, Prisma): by their names, the files of
 * each by theirs.
 */
static bool
list_nested(struct sm_arena *a, const char *path, struct sm_strings *out,
    struct sm_error *e)
{
	struct sm_strings directories = {0}, files;
	size_t i, j;

	if (!list(a, path, "", true, &directories, e))
		return false;
	sort(&directories);
	for (i = 0; i < directories.n; i++) {
		files = (struct sm_strings){0};
		if (!list(a, sm_sprintf(a, "%s/%s", path, directories.v[i]),
		    sm_sprintf(a, "%s/", directories.v[i]), false, &files, e))
			return false;
		sort(&files);
		for (j = 0; j < files.n; j++)
			sm_strings_add(a, out, files.v[j]);
	}
	return true;
}

void
sm_ddl_add(struct sm_arena *a, const struct sm_dialect *d, struct sm_ddl *ddl,
    const char *name, const char *text, size_t len)
{
	struct sm_ddl_file *file = sm_push(a, ddl);
	char *copy;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	copy = sm_memdup(a, text, len);
	sm_ddl_cut_down(d, copy, len);
	*file = (struct sm_ddl_file){name, copy, len};
}

static bool
add_file(struct sm_arena *a, const struct sm_dialect *d, const char *path,
    const char *name, struct sm_ddl *ddl, struct sm_error *e)
{
	struct sm_buf text = SM_BUF_INIT;
	const char *full = sm_sprintf(a, "%s/%s", path, name);
	bool pipe;

	if (!sm_input_read(full, &text, &pipe, e)) {
		sm_error_at(e, full, 0);
		sm_buf_free(&text);
		return false;
	}
	sm_ddl_add(a, d, ddl, full, sm_buf_str(&text), text.len);
	sm_buf_free(&text);
	return true;
}

bool
sm_ddl_directory(struct sm_arena *a, const struct sm_dialect *d,
    const char *path, struct sm_ddl *ddl, struct sm_error *e)
{
	struct sm_strings names = {0};
	size_t i;

	if (!list(a, path, "", false, &names, e))
		return false;
	sort(&names);
	if (names.n == 0 && !list_nested(a, path, &names, e))
		return false;
	for (i = 0; i < names.n; i++)
		if (!sm_is_down_file(names.v[i]) &&
		    !add_file(a, d, path, names.v[i], ddl, e))
			return false;
	if (ddl->n > 0)
		return true;
	sm_error_set(e, names.n == 0 ? "no .sql file in the directory"
	                             : "only down files in the directory");
	return sm_error_hint(e, "name a directory of migrations, a .sql file, "
				"a saved snapshot or a database");
}
