#include "scratch/mail.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

void
sm_mail_send(int fd, enum sm_mail kind, const char *fmt, ...)
{
	struct sm_arena *a = sm_arena_new();
	struct sm_buf b = SM_BUF_INIT;
	va_list ap;
	char *p;
	size_t done = 0;
	ssize_t n;

	va_start(ap, fmt);
	sm_buf_addf(&b, "%c%s\n", kind, sm_vsprintf(a, fmt, ap));
	va_end(ap);
	for (p = b.text; (p = strchr(p, '\n')) != NULL && p[1] != '\0';)
		*p = ' ';
	while (done < b.len) {
		n = write(fd, b.text + done, b.len - done);
		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	sm_buf_free(&b);
	sm_arena_free(a);
}

void
sm_mailbox_fill(struct sm_mailbox *m)
{
	char block[4096];
	ssize_t n;

	while ((n = read(m->fd, block, sizeof block)) > 0 ||
	    (n < 0 && errno == EINTR))
		if (n > 0)
			sm_buf_add(&m->text, block, (size_t)n);
	if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
		m->ended = true;
}

const char *
sm_mailbox_next(struct sm_mailbox *m, enum sm_mail *kind)
{
	char *line, *end;

	if (m->taken == m->text.len)
		return NULL;
	line = m->text.text + m->taken;
	end = memchr(line, '\n', m->text.len - m->taken);
	if (end == NULL || end == line)
		return NULL;
	*end = '\0';
	m->taken += (size_t)(end + 1 - line);
	*kind = (enum sm_mail)*line;
	return line + 1;
}
