#!/bin/sh
# One case a tool under valgrind: no bad read, nothing uninitialised, no leak.
# `make check-valgrind` runs everything so.
. "$(dirname "$0")/lib.sh"
needs valgrind sqlite3

# shellcheck disable=SC2317 # it is called by expect_status
grind() {
	tool=$1
	shift
	valgrind -q --error-exitcode=99 --leak-check=full \
	    --errors-for-leak-kinds=definite,indirect,possible \
	    "$SM_BIN/$tool" "$@"
}

sqlite3 old.db <"$SRC/tests/fuzz/rich-old.sql"
expect_status 0 "sm-reflect: a database" grind sm-reflect --stats old.db
mv out old
expect_status 0 "sm-reflect: SQL" \
    grind sm-reflect -d sqlite "$SRC/tests/fuzz/rich-new.sql"
mv out new
expect_status 0 "sm-reflect: a snapshot" grind sm-reflect - <new
expect_status 0 sm-diff grind sm-diff old new
mv out plan.diff
expect_status 0 sm-renames grind sm-renames plan.diff
mv out plan.renames
expect_status 0 sm-risk grind sm-risk plan.renames
mv out plan.risk
expect_status 0 sm-order grind sm-order plan.risk
mv out plan
expect_status 0 sm-sql grind sm-sql --allow-danger plan
expect_status 0 "sm-sql --down" grind sm-sql --down --allow-danger plan
expect_status 1 "sm-sql: a block" grind sm-sql plan

head -n 3 plan >cut.ndjson
for tool in "$SM_BIN"/sm-*; do
	tool=${tool##*/}
	if [ "$tool" = sm-scratch ]; then
		expect_status 2 "$tool: no engine" grind "$tool" nosuch true
		expect_status 2 "$tool: no server" grind "$tool" --bindir / \
		    postgresql true
		expect_status 0 "$tool --help" grind "$tool" --help
		continue
	fi
	case $tool in
	sm-reflect | sm-diff | sm-renames | sm-risk | sm-order | sm-sql) ;;
	*) expect_status 0 "$tool" grind "$tool" plan ;;
	esac
	set -- cut.ndjson
	[ "$tool" = sm-diff ] && set -- cut.ndjson new
	expect_status 2 "$tool: a stream that was cut" grind "$tool" "$@"
	expect_status 0 "$tool --help" grind "$tool" --help
	expect_status 2 "$tool: a wrong option" grind "$tool" --wrong
done
expect_status 0 "sm-dot -T ascii" grind sm-dot -T ascii plan
done_testing
