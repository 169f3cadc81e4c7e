#include "base/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t
sm_hash(const void *p, size_t len)
{
	const unsigned char *s = p;
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ s[i]) * UINT64_C(0x100000001b3);
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	h ^= h >> 33;
	return h;
}

void
sm_digest_id(char id[SM_ID_LEN + 1], const void *text, size_t len)
{
	char hex[17];

	snprintf(hex, sizeof hex, "%016" PRIx64, sm_hash(text, len));
	memcpy(id, hex, SM_ID_LEN);
	id[SM_ID_LEN] = '\0';
}
