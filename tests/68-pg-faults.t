#!/bin/sh
# A failure at each statement of up.sql, for pairs that need many and of many
# kinds (tests/roundtrip-pg/faults.pl).
. "$(dirname "$0")/lib.sh"
needs psql perl
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch postgresql
psql -qX -c 'CREATE ROLE sm_rt_a' -c 'CREATE ROLE sm_rt_b' "$SM_SCRATCH_URL"
for pair in rich enum-added; do
	for online in '' online; do
		# shellcheck disable=SC2086 # $online is a word or nothing
		check "$pair $online" perl "$SRC/tests/roundtrip-pg/faults.pl" \
		    "$SRC/tests/postgresql/pairs/$pair" $online
		sed 's/^/# /' .log | cut -c 1-400 | head -n 20
	done
done
done_testing
