#!/bin/sh
# Real histories: every state of ../shared/corpus/mariadb, loaded, dumped, loaded
# again, is the same schema; and so is what is read of its text.
. "$(dirname "$0")/lib.sh"
needs mariadb mariadb-dump jq
corpus=$SRC/../shared/corpus/mariadb
[ -d "$corpus" ] || {
	pass "no ../shared/corpus here: nothing to read"
	done_testing
	exit
}
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch mariadb
my_built
states=0
for state in "$corpus"/*/*/schema.sql; do
	name=${state#"$corpus"/}
	name=${name%/schema.sql}
	states=$((states + 1))
	new_database one
	new_database two
	my one <"$state" >/dev/null 2>err && my_dump one >dump.sql 2>>err &&
	    my two <dump.sql >/dev/null 2>>err || {
		fail "$name: loads" err
		continue
	}
	sm-reflect "$(url_of one)" >one.nd && sm-reflect "$(url_of two)" >two.nd &&
	    sm-diff one.nd two.nd >plan 2>err &&
	    ! grep -q '"record":"op"\|"record":"note"' plan ||
	    fail "$name: dumped and loaded it is the same" err plan
	# Every tenth, so that it takes no minute.
	[ $((states % 10)) = 1 ] || continue
	sm-reflect -d mariadb "$state" >ddl.nd 2>err &&
	    sm-diff ddl.nd one.nd >plan 2>>err &&
	    ! grep -q '"record":"op"\|"record":"note"' plan ||
	    fail "$name: its text is read as the same" err plan
	sm-reflect -d mariadb dump.sql >ddl.nd 2>err &&
	    sm-diff ddl.nd one.nd >plan 2>>err &&
	    ! grep -q '"record":"op"\|"record":"note"' plan ||
	    fail "$name: its dump is read as the same" err plan
done
is "all of them were read" "$((states > 200))" 1
echo "# $states states"
done_testing
