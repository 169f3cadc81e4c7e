/*
 * What the watcher tells: lines on a pipe, a letter and a text each.
 */
#ifndef SM_SCRATCH_MAIL_H
#define SM_SCRATCH_MAIL_H

#include <stdbool.h>

#include "base/buf.h"

enum sm_mail {
	SM_MAIL_PLACE = 'P',   /* the directory that is to be removed */
	SM_MAIL_PID = 'I',     /* the server's */
	SM_MAIL_STEP = 'S',
	SM_MAIL_WARNING = 'W',
	SM_MAIL_LOG = 'L',     /* a line of the server's */
	SM_MAIL_ERROR = 'E',   /* it couldn't be started; a message */
	SM_MAIL_HINT = 'H',
	SM_MAIL_READY = 'R',   /* the URL */
	SM_MAIL_CLEAN = 'Z'    /* nothing is left but the watcher */
};

/* Send one; that nobody reads is no failure. */
void sm_mail_send(int fd, enum sm_mail, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* What has been read so far. */
struct sm_mailbox {
	int fd; /* doesn't wait */
	struct sm_buf text;
	size_t taken;
	bool ended; /* nobody writes any more */
};

/* Read what there is. */
void sm_mailbox_fill(struct sm_mailbox *);
/* The next letter's text, good until the next call; NULL: none is whole. */
const char *sm_mailbox_next(struct sm_mailbox *, enum sm_mail *);

#endif
