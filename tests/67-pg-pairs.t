#!/bin/sh
# Written pairs of schemas (tests/postgresql/pairs), there and back on a real
# PostgreSQL, plain and --online (tests/roundtrip-pg/pairs.pl).
. "$(dirname "$0")/lib.sh"
needs psql pg_dump perl
[ "$SM_VARIANT" = valgrind ] && skip_all "takes too long under valgrind"
in_scratch postgresql
psql -qX -c 'CREATE ROLE sm_rt_a' -c 'CREATE ROLE sm_rt_b' "$SM_SCRATCH_URL"
for dir in "$SRC"/tests/postgresql/pairs/*/; do
	pair=$(basename "$dir")
	case ${SM_TEST_PAIR:-$pair} in
	"$pair") ;;
	*) continue ;;
	esac
	check "$pair" perl "$SRC/tests/roundtrip-pg/pairs.pl" "$dir"
	check "$pair, online" perl "$SRC/tests/roundtrip-pg/pairs.pl" "$dir" online
done
done_testing
