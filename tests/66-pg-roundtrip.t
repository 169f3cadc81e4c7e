#!/bin/sh
# The round trip on PostgreSQL: schemas OLD and NEW with rows, made by chance; up,
# and down again; judged by the server, by pg_dump and by what the generator knows
# of the rows (tests/roundtrip-pg/generate.pl).
#
# SM_TEST_PAIRS: how many pairs; SM_TEST_FIRST: the first one's number;
# SM_TEST_PAIR=N: that one alone, whose files stay (it prints where).
. "$(dirname "$0")/lib.sh"
needs psql pg_dump perl
[ "$SM_VARIANT" = valgrind ] && skip_all "takes too long under valgrind"
in_scratch postgresql
generate=$SRC/tests/roundtrip-pg/generate.pl
case $SM_VARIANT in
asan) pairs=20 first=500001 ;;
*) pairs=200 first=1 ;;
esac
pairs=${SM_TEST_PAIRS:-$pairs} first=${SM_TEST_FIRST:-$first}
SM_RT_VERSION=$(psql -qAtX -c 'SHOW server_version_num' "$SM_SCRATCH_URL")
SM_RT_VERSION=$((SM_RT_VERSION / 10000))
export SM_RT_VERSION
psql -qX -c 'CREATE ROLE sm_rt_a' -c 'CREATE ROLE sm_rt_b' "$SM_SCRATCH_URL"

if [ "${SM_TEST_PAIR:-}" ]; then
	SM_KEEP=1
	check "pair $SM_TEST_PAIR" perl "$generate" -o "$SM_TEST_PAIR"
	sed 's/^/# /' .log
	done_testing
fi
# Every form of every op must occur where there are enough pairs for it.
all=
[ "$pairs" -ge 200 ] && all=-m
# shellcheck disable=SC2086 # $all is an option or nothing
if perl "$generate" $all "$first" "$pairs" >log 2>&1; then
	pass "$pairs generated pairs from $first"
	sed 's/^/# /' log
else
	fail "$pairs generated pairs from $first"
	echo "# one of them again: SM_TEST_PAIR=N tests/66-pg-roundtrip.t"
	cut -c 1-3000 log | sed 's/^/# /'
fi
done_testing
