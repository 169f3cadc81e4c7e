#!/bin/sh
# The round trip on SQLite: schemas OLD and NEW, made by the engine with rows in
# OLD; up, and down again; judged by the engine (tests/roundtrip/main.c).
#
# SM_PAIRS: how many generated pairs; SM_SEED: the first one's seed, else the
# same in every run.  A failing pair is printed with the command to repeat it,
# made as small as it gets.
. "$(dirname "$0")/lib.sh"
needs sqlite3 jq

case $SM_VARIANT in
asan) pairs=300 seed=500001 ;;
valgrind) pairs=4 seed=600001 ;;
*) pairs=2000 seed=1 ;;
esac
pairs=${SM_PAIRS:-$pairs} seed=${SM_SEED:-$seed}
# shellcheck source=roundtrip/find.sh
. "$SRC/tests/roundtrip/find.sh"

for dir in "$SRC"/tests/roundtrip/cases/*/; do
	case=$(basename "$dir")
	[ "$SM_VARIANT" = valgrind ] && case $case in
	rebuild | rename-column | views) ;;
	*) continue ;;
	esac
	check "case $case" "$roundtrip" -b "$SM_BIN" -c "$dir"
done

# Every form of every op must occur where there are enough pairs for it.
all=
[ "$pairs" -ge 2000 ] && all=-m
# shellcheck disable=SC2086 # $all is an option or nothing
if "$roundtrip" -b "$SM_BIN" -s "$seed" -n "$pairs" $all >log 2>&1; then
	pass "$pairs generated pairs from seed $seed"
	sed 's/^/# /' log
else
	fail "$pairs generated pairs from seed $seed"
	head -n 400 log | cut -c 1-2000 | sed 's/^/# /'
	tail -n 100 log | cut -c 1-2000 | sed 's/^/# /'
fi
done_testing
