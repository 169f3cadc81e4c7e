/*
 * Saved snapshots.  Inside sources only.
 */
#ifndef SM_SOURCES_SAVED_H
#define SM_SOURCES_SAVED_H

#include "sources/source.h"

/*
 * Check the segments in text and append them as they are, byte for byte; a
 * --label goes into their headers.  False with the error set, nothing appended.
 */
bool sm_saved_pass(const char *name, const char *text, size_t len,
    const struct sm_source_options *, struct sm_buf *, int *failures,
    struct sm_error *);

#endif
