/*
 * Digests that stay the same from run to run and from machine to machine:
 * they name ops and schemas.  Not for secrets.
 */
#ifndef SM_BASE_DIGEST_H
#define SM_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a over len bytes, finished by the mixer of MurmurHash3. */
uint64_t sm_hash(const void *p, size_t len);

#define SM_ID_LEN 12
/* The first 12 hex digits of the digest of text, NUL-terminated. */
void sm_digest_id(char id[SM_ID_LEN + 1], const void *text, size_t len);

#endif
