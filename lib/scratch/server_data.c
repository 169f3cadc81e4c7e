/* The data directory: made, or copied from a template. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/digest.h"
#include "scratch/engine.h"
#include "scratch/mail.h"
#include "scratch/process.h"
#include "scratch/server.h"
#include "scratch/template.h"
#include "scratch/tree.h"

/*
 * "postgresql-15.4-0123456789ab": the engine, its version, and a digest of all
 * that makes one template another: the build, what it is told (encoding,
 * locale, the superuser's name), the machine.
 */
static const char *
template_key(const struct sm_server *s)
{
	struct sm_strings argv = {NULL, 0, 0};
	struct sm_buf b = SM_BUF_INIT;
	struct utsname machine;
	char id[SM_ID_LEN + 1];
	size_t i;

	s->engine->make(s, &argv);
	sm_buf_addf(&b, "%s", s->binaries.text);
	for (i = 0; i < argv.n; i++)
		if (strstr(argv.v[i], s->dir) == NULL)
			sm_buf_addf(&b, "\n%s", argv.v[i]);
	if (uname(&machine) >= 0)
		sm_buf_addf(&b, "\n%s", machine.machine);
	sm_digest_id(id, b.text, b.len);
	sm_buf_free(&b);
	return sm_sprintf(s->arena, "%s-%s-%s", s->engine->name,
	    s->binaries.version, id);
}

/* The empty directory data, and open; -1: it can't be made. */
static int
empty_data(const struct sm_server *s, struct sm_error *e)
{
	int dir = sm_tree_open(AT_FDCWD, s->dir), data = -1;
	struct stat st;

	if (dir >= 0) {
		sm_tree_remove(dir, "data");
		if (mkdirat(dir, "data", 0700) == 0)
			data = sm_tree_open(dir, "data");
		close(dir);
	}
	/* Still ours: whose it shall be gets it when it is whole. */
	if (data >= 0 && fstat(data, &st) == 0 && st.st_uid == geteuid())
		return data;
	sm_error_set(e, "%s: %s", s->data, strerror(errno));
	if (data >= 0)
		close(data);
	return -1;
}

/* True: the template was copied.  Else with an error: there is no room. */
static bool
copy_template(struct sm_server *s, int cache, const char *key, int data,
    struct sm_error *e)
{
	struct sm_error damage = SM_ERROR_INIT;
	double start = sm_seconds();
	enum sm_template_use use =
	    sm_template_copy(cache, key, data, &s->who, &damage);

	if (use == SM_TEMPLATE_USED)
		sm_mail_send(s->mail, SM_MAIL_STEP,
		    "copied the template %s in %.2f s", key,
		    sm_seconds() - start);
	if (use == SM_TEMPLATE_DAMAGED) {
		sm_mail_send(s->mail, SM_MAIL_STEP,
		    "the template %s is damaged: %s", key, damage.message);
		sm_template_drop(cache, key);
	}
	if (use == SM_TEMPLATE_NO_ROOM) {
		sm_error_set(e, "%s: %s", s->data, damage.message);
		sm_error_hint(e, "name a directory with 60 MB of room: "
				 "TMPDIR=/path");
	}
	sm_error_free(&damage);
	return use == SM_TEMPLATE_USED;
}

static void
keep_template(struct sm_server *s, int cache, const char *key, int data)
{
	struct sm_error e = SM_ERROR_INIT;
	double start = sm_seconds();

	if (sm_template_keep(cache, key, data, &s->who, &e))
		sm_mail_send(s->mail, SM_MAIL_STEP,
		    "kept it as the template %s in %.2f s", key,
		    sm_seconds() - start);
	else
		sm_mail_send(s->mail, SM_MAIL_STEP,
		    "it can't be kept as a template: %s", e.message);
	sm_error_free(&e);
}

static bool
make_data(struct sm_server *s, int data, struct sm_error *e)
{
	double start = sm_seconds();

	if (s->who.other && fchown(data, s->who.uid, s->who.gid) != 0)
		return sm_error_set(e, "%s: %s", s->data, strerror(errno));
	if (!sm_server_make(s, e))
		return false;
	sm_mail_send(s->mail, SM_MAIL_STEP, "made a data directory in %.2f s",
	    sm_seconds() - start);
	return true;
}

bool
sm_server_data(struct sm_server *s, bool fresh, bool *copied,
    struct sm_error *e)
{
	const char *key, *why;
	int data = empty_data(s, e), cache;
	bool done = data >= 0;

	*copied = false;
	if (!done || s->engine->make == NULL) {
		done = done && (!s->who.other ||
		    fchown(data, s->who.uid, s->who.gid) == 0);
		if (data >= 0)
			close(data);
		return done;
	}
	key = template_key(s);
	cache = sm_template_cache(s->arena, &why);
	if (cache < 0)
		sm_mail_send(s->mail, SM_MAIL_STEP, "without a template: %s",
		    why);
	if (cache >= 0 && fresh)
		sm_template_drop(cache, key);
	else if (cache >= 0)
		*copied = copy_template(s, cache, key, data, e);
	done = *copied || e->message == NULL;
	if (done && !*copied) {
		/* What of a damaged one had been copied goes. */
		close(data);
		data = empty_data(s, e);
		done = data >= 0 && make_data(s, data, e);
		if (done && cache >= 0)
			keep_template(s, cache, key, data);
	}
	if (cache >= 0)
		close(cache);
	if (data >= 0)
		close(data);
	return done;
}
